// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "core/connect/sink.h"
#include "core/formats/stream_options.h"

namespace vitrine {

/// Prints each batch as Spark's console sink does, byte for byte, also empty ones (SK-10 to SK-13). A batch that runs again
/// after a crash is printed again.
class ConsoleSink final : public Sink {
  public:
    using Print = std::function<Result<void>(std::string_view)>;
    /// The process's standard output, flushed after every batch. WriteFailed once nobody reads it any more.
    static Print standardOutput();

    ConsoleSink(const ConsoleOptions& options, Print print) : options_(options), print_(std::move(print)) {}

    Result<void> open(const SinkContext& context) override;
    Result<Receipt> write(std::int64_t batchId, const ResultBatch& result, std::stop_token stop) override;
    void abort(std::int64_t) override {}
    Delivery delivery() const override { return Delivery::AtLeastOnce; }
    std::string description() const override;
    bool countsRows() const override { return true; }

  private:
    ConsoleOptions options_;
    Print print_;
    SchemaPtr schema_;
    TimeZone zone_;
};

}  // namespace vitrine
