// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/connect/sources/fileless_source.h"

#include <fmt/format.h>

#include "core/connect/sources/kafka_source.h"
#include "core/connect/sources/rate_source.h"
#include "core/connect/sources/socket_source.h"

namespace vitrine {

Result<std::unique_ptr<Source>> makeFilelessSource(std::string_view format, const ReadSpec& spec, std::shared_ptr<const Clock> clock) {
    if (format == "rate") {
        VITRINE_TRY(RateOptions options, RateOptions::parse(spec.options));
        return std::unique_ptr<Source>(std::make_unique<RateSource>(spec, options, std::move(clock)));
    }
    if (format == "rate-micro-batch") {
        VITRINE_TRY(RateMicroBatchOptions options, RateMicroBatchOptions::parse(spec.options));
        return std::unique_ptr<Source>(std::make_unique<RateMicroBatchSource>(spec, options));
    }
    if (format == "socket") {
        VITRINE_TRY(SocketOptions options, SocketOptions::parse(spec.options));
        return std::unique_ptr<Source>(std::make_unique<SocketSource>(spec, std::move(options), std::move(clock)));
    }
    if (format == "kafka") return makeKafkaSource(spec, std::move(clock));
    return Error(ErrorCode::UnsupportedFormat, fmt::format("The format `{}` is not supported.", format)).at("/source/format");
}

}  // namespace vitrine
