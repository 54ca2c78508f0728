// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/base/time.h"
#include "core/data/schema.h"
#include "core/data/show_text.h"
#include "core/formats/row_reader.h"

namespace vitrine {

/// Rows made by the clock (RA-1 to RA-3).
struct RateOptions {
    std::int64_t rowsPerSecond = 1;
    std::int64_t rampUpSeconds = 0;
    /// Errors: InvalidOption at `/source/options/NAME`; so do the others.
    static Result<RateOptions> parse(const OptionMap& options);
};

/// The same number of rows in every batch (RA-4).
struct RateMicroBatchOptions {
    std::int64_t rowsPerBatch = 0;
    std::int64_t startTimestamp = 0;   ///< milliseconds since the epoch
    std::int64_t advanceMillis = 1000; ///< from batch to batch
    static Result<RateMicroBatchOptions> parse(const OptionMap& options);
};

/// Lines from a server (SO-1).
struct SocketOptions {
    std::string host;
    std::string port;
    bool includeTimestamp = false;
    static Result<SocketOptions> parse(const OptionMap& options);
};

/// Whether a source's rows do not come from files: `rate`, `rate-micro-batch`, `socket`, `kafka`.
bool isFilelessSource(std::string_view format) noexcept;

/// The fixed schema of such a source, with its options checked.
Result<Schema> filelessSchema(std::string_view format, const OptionMap& options);

std::vector<OptionInfo> filelessOptionTable(std::string_view format);

/// `numRows` and `truncate` (SK-10): how the console sink prints. InvalidOption.
struct ConsoleOptions {
    ShowStyle style;
    static Result<ConsoleOptions> parse(const OptionMap& options);
};

}  // namespace vitrine
