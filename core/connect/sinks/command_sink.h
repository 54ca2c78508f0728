// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "core/connect/sink.h"

namespace vitrine {

/// A command for /bin/sh and the directory it runs in.
struct CommandSinkSpec {
    std::string command;
    std::string directory;
};

/// foreachBatch as a command, run once a batch, also for empty ones (SK-31): the rows come as JSON lines on its standard
/// input; VITRINE_BATCH_ID, VITRINE_QUERY_ID, VITRINE_QUERY_NAME and VITRINE_OUTPUT_MODE are in its environment. A status other
/// than 0 fails the batch, with the last words of the command. At least once: a batch whose commit was lost comes again with
/// the same id and rows. Stop ends the command with SIGTERM, after 300 ms with SIGKILL, with all that it has started.
class CommandSink final : public Sink {
  public:
    explicit CommandSink(CommandSinkSpec spec) : spec_(std::move(spec)) {}

    Result<void> open(const SinkContext& context) override;
    Result<Receipt> write(std::int64_t batchId, const ResultBatch& result, std::stop_token stop) override;
    void abort(std::int64_t) override {}
    Delivery delivery() const override { return Delivery::AtLeastOnce; }
    std::string description() const override { return "ForeachBatchSink"; }

  private:
    CommandSinkSpec spec_;
    SinkContext context_;
};

}  // namespace vitrine
