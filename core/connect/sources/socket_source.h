// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "core/base/clock.h"
#include "core/connect/sources/row_range_source.h"
#include "core/formats/stream_options.h"

namespace vitrine {

/// `socket`: lines that a server sends, kept in memory until their batch is committed. Offsets are the number of the last
/// line received, from -1 on (SO-2).
///
/// Lines are given out at most once: those of a batch that did not end before a stop, and those sent while the query was
/// stopped, are lost. Owns a thread that receives; joined on destruction.
class SocketSource final : public RowRangeSource {
  public:
    SocketSource(const ReadSpec& spec, SocketOptions options, std::shared_ptr<const Clock> clock);
    ~SocketSource() override;

    /// Connects. SourceUnavailable; Cancelled.
    Result<void> open(std::stop_token stop) override;
    Result<Offset> latest(const AdmissionLimit& limit) override;
    Result<void> prepareAvailableNow() override;
    std::vector<SourceLogEntry> logSince(const Offset& from) const override;
    Result<void> restore(std::span<const SourceLogEntry> log) override;
    Result<ReadPlan> plan(const Offset& from, const Offset& to) override;
    Result<std::unique_ptr<RowReader>> read(const FileRange& range) override;
    void committed(const Offset& offset) override;
    std::string description() const override;
    void onArrival(std::function<void()> wake) override;

  private:
    struct Line {
        std::string text;
        std::int64_t micros = 0;  ///< when it arrived, whole milliseconds
    };
    void receive(const std::stop_token& stop);
    void keep(std::string text);

    SocketOptions options_;
    std::shared_ptr<const Clock> clock_;
    int socket_ = -1;
    mutable std::mutex mutex_;
    std::deque<std::shared_ptr<const Line>> lines_;   ///< received and not yet committed
    std::int64_t first_ = 0;                          ///< number of the front of lines_
    std::optional<std::int64_t> availableNow_;
    std::function<void()> wake_;
    std::jthread thread_;
};

}  // namespace vitrine
