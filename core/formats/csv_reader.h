// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include "core/formats/csv_options.h"
#include "core/formats/row_reader.h"

namespace vitrine {

/// The format `csv`: one record a line, or with multiLine records whose quoted fields hold line ends.
Result<std::unique_ptr<Format>> makeCsvFormat(ReadSpec spec);

/// Names from the header or `_c0`, `_c1` …; types with inferSchema, else STRING. As Spark 4's CSV source.
Result<InferredSchema> inferCsvSchema(FileSystem& files, const std::vector<std::string>& paths, const OptionMap& options,
                                      const SessionConf& conf, std::uint64_t maxRows, std::stop_token stop);

/// Whether a line is left out before it is looked at: blank, or a comment (CSV-3).
bool isPassedOver(std::string_view line, const CsvOptions& options) noexcept;

/// The same while the header is looked for, where blanks may stand before a comment.
bool isBeforeHeader(std::string_view line, const CsvOptions& options) noexcept;

}  // namespace vitrine
