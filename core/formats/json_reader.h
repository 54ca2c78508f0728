// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include "core/formats/row_reader.h"

namespace vitrine {

/// The format `json`: one value a line, or one a file with multiLine.
Result<std::unique_ptr<Format>> makeJsonFormat(ReadSpec spec);

/// INF-1 to INF-6.
Result<InferredSchema> inferJsonSchema(FileSystem& files, const std::vector<std::string>& paths, const OptionMap& options,
                                       const SessionConf& conf, std::uint64_t maxRows, std::stop_token stop);

/// The type of one JSON text of any shape, under the options of the JSON source. CannotInferSchema for a malformed one.
Result<TypePtr> inferJsonType(std::string_view json, const OptionMap& options, const SessionConf& conf);

}  // namespace vitrine
