// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/formats/contested_times.h"
#include "core/base/result.h"
#include "core/base/time.h"
#include "core/formats/csv_tokenizer.h"
#include "core/formats/option_reader.h"
#include "core/formats/row_reader.h"
#include "core/formats/text_encoding.h"

namespace vitrine {

/// The options of the CSV source, read and checked (CSV-1).
struct CsvOptions {
    CsvDialect dialect;
    ReadMode mode = ReadMode::Permissive;
    std::string corruptRecordColumn;
    bool header = false;
    bool enforceSchema = true;
    bool multiLine = false;
    bool columnPruning = true;
    std::string nullValue;
    std::string nanValue = "NaN";
    std::string positiveInfinity = "Inf";
    std::string negativeInfinity = "-Inf";
    TextEncoding encoding = TextEncoding::Utf8;
    std::string lineSeparator;  ///< encoded as the file is; empty: \n, \r\n and \r
    TimeZone zone;
    std::optional<JavaDatePattern> timestampFormat;
    std::optional<JavaDatePattern> timestampNtzFormat;
    std::optional<JavaDatePattern> dateFormat;
    std::shared_ptr<ContestedTimes> contested;  ///< only under the time parser policy EXCEPTION
    bool timestampFallback = true;  ///< texts that do not fit timestampFormat are tried as without it
    bool dateFallback = true;

    bool inferSchema = false;
    bool prefersDate = true;
    double samplingRatio = 1.0;

    /// Whether only the wanted columns are looked at.
    bool prunes() const noexcept { return columnPruning && !multiLine; }

    /// Text → element of TIMESTAMP, TIMESTAMP_NTZ, DATE (2.5, CSV-4); empty when it is none.
    std::optional<std::int64_t> timestampOf(std::string_view text, EventTime now) const;
    std::optional<std::int64_t> timestampNtzOf(std::string_view text) const;
    std::optional<std::int32_t> dateOf(std::string_view text) const;
};

/// Errors: InvalidOption at `/source/options/NAME`, UnsupportedEncoding.
Result<CsvOptions> readCsvOptions(const OptionMap& options, const SessionConf& conf);

std::vector<OptionInfo> csvOptionTable();

}  // namespace vitrine
