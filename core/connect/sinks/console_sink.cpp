// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/connect/sinks/console_sink.h"

#include <cerrno>
#include <cstdio>

#include <fmt/format.h>

namespace vitrine {

ConsoleSink::Print ConsoleSink::standardOutput() {
    return [](std::string_view text) -> Result<void> {
        if (std::fwrite(text.data(), 1, text.size(), stdout) == text.size() && std::fflush(stdout) == 0) return {};
        return ioError(errno, "write to", "standard output", true);
    };
}

Result<void> ConsoleSink::open(const SinkContext& context) {
    schema_ = context.schema;
    zone_ = context.conf.zone;
    return {};
}

Result<Receipt> ConsoleSink::write(std::int64_t batchId, const ResultBatch& result, std::stop_token) {
    const std::string rule(43, '-');
    VITRINE_CHECK_OK(print_(fmt::format("{0}\nBatch: {1}\n{0}\n{2}", rule, batchId, showText(*schema_, result.chunks, options_.style, zone_))));
    return Receipt{result.numRows, false};
}

std::string ConsoleSink::description() const {
    return fmt::format("ConsoleSink[numRows={}, truncate={}]", options_.style.numRows, options_.style.truncate > 0);
}

}  // namespace vitrine
