// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/data/java_date_pattern.h"
#include "core/data/time_zone.h"
#include "core/formats/row_reader.h"

namespace vitrine {

/// What becomes of malformed records (JS-40 to JS-44).
enum class ReadMode { Permissive, DropMalformed, FailFast };

/// InvalidOption at `/source/options/NAME`.
Error invalidOption(std::string_view name, std::string message);

bool equalsIgnoringCase(std::string_view left, std::string_view right) noexcept;

/// Reads the options that several formats share. A value stays as it is when its option is not set; errors: InvalidOption.
class OptionReader {
  public:
    /// `options` must outlive the reader.
    explicit OptionReader(const OptionMap& options) : options_(options) {}

    const std::string* find(std::string_view name) const;

    Result<void> read(std::string_view name, bool& value) const;
    /// A whole number from 0 on.
    Result<void> read(std::string_view name, std::size_t& value) const;
    Result<void> read(std::string_view name, std::optional<JavaDatePattern>& value) const;
    Result<void> read(std::string_view name, TimeZone& value) const;

    /// Any other word than DROPMALFORMED and FAILFAST means PERMISSIVE, as in Spark.
    ReadMode readMode() const;
    Result<void> readSamplingRatio(double& value) const;
    /// Files are written in UTF-8 only: any other `encoding` is refused.
    Result<void> checkWrittenEncoding() const;
    /// Only en-US is supported.
    Result<void> checkLocale() const;

  private:
    const OptionMap& options_;
};

/// `now`, or the machine's time when it is not set: its date completes texts that are a time only (TS-1).
EventTime nowOr(EventTime now);

}  // namespace vitrine
