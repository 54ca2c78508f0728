// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/formats/contested_times.h"
#include "core/base/result.h"
#include "core/data/java_date_pattern.h"
#include "core/formats/json_tokenizer.h"
#include "core/formats/option_reader.h"
#include "core/formats/row_reader.h"
#include "core/formats/text_encoding.h"

namespace vitrine {

/// The options of the JSON source, read and checked (2.2).
struct JsonOptions {
    JsonDialect dialect;
    ReadMode mode = ReadMode::Permissive;
    std::string corruptRecordColumn;
    bool multiLine = false;
    TimeZone zone;
    TextEncoding encoding = TextEncoding::Detect;
    std::string lineSeparator;  ///< encoded as the file is; empty: \n, \r\n and \r
    std::optional<JavaDatePattern> timestampFormat;
    std::optional<JavaDatePattern> timestampNtzFormat;
    std::optional<JavaDatePattern> dateFormat;
    std::shared_ptr<ContestedTimes> contested;  ///< only under the time parser policy EXCEPTION
    bool timestampFallback = true;  ///< texts that do not fit timestampFormat are tried as without it
    bool dateFallback = true;       ///< the same for dateFormat, and digits are days since the epoch

    bool primitivesAsString = false;
    bool prefersDecimal = false;
    bool dropFieldIfAllNull = false;
    bool inferTimestamp = false;
    double samplingRatio = 1.0;

    /// Text → element of TIMESTAMP, TIMESTAMP_NTZ, DATE (2.4, TS-1 to TS-9); empty when it is none.
    std::optional<std::int64_t> timestampOf(std::string_view text, EventTime now) const;
    std::optional<std::int64_t> timestampNtzOf(std::string_view text) const;
    std::optional<std::int32_t> dateOf(std::string_view text) const;
};

/// Errors: InvalidOption at `/source/options/NAME`, UnsupportedEncoding.
Result<JsonOptions> readJsonOptions(const OptionMap& options, const SessionConf& conf);

std::vector<OptionInfo> jsonOptionTable();

}  // namespace vitrine
