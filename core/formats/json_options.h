// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/formats/json_tokenizer.h"
#include "core/formats/row_reader.h"
#include "core/formats/text_encoding.h"

namespace vitrine {

enum class ReadMode { Permissive, DropMalformed, FailFast };

/// The options of the JSON source, read and checked (2.2).
struct JsonOptions {
    JsonDialect dialect;
    ReadMode mode = ReadMode::Permissive;
    std::string corruptRecordColumn;
    bool multiLine = false;
    TimeZone zone;
    TextEncoding encoding = TextEncoding::Detect;
    std::string lineSeparator;  ///< encoded as the file is; empty: \n, \r\n and \r
    bool dayNumberFallback = true;

    bool primitivesAsString = false;
    bool prefersDecimal = false;
    bool dropFieldIfAllNull = false;
    bool inferTimestamp = false;
    double samplingRatio = 1.0;
};

/// Errors: InvalidOption at `/source/options/NAME`, UnsupportedEncoding.
Result<JsonOptions> readJsonOptions(const OptionMap& options, const SessionConf& conf);

std::vector<OptionInfo> jsonOptionTable();

}  // namespace vitrine
