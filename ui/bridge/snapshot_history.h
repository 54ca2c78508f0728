// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <unordered_map>

#include "core/report/result_snapshot.h"

namespace vitrine::ui {

/// The versions of a query's result, one a batch, to look back at: the newest 1,000, fewer when they hold more than 256 MB.
/// A chunk that several versions share is held and counted once. Not thread-safe.
class SnapshotHistory {
  public:
    static constexpr std::size_t kVersions = 1000;
    static constexpr std::size_t kBytes = std::size_t{256} << 20;

    explicit SnapshotHistory(std::size_t versions = kVersions, std::size_t bytes = kBytes) : mostVersions_(versions), mostBytes_(bytes) {}

    /// Keeps `version`; of one batch only the newest. Costs a look at each of its chunks. The newest version always stays.
    void add(ResultSnapshotPtr version);
    void clear();

    /// The result as it stood after the batch: its version, or the last one before it. Null when that was released, or when
    /// there was none yet.
    ResultSnapshotPtr at(std::int64_t batchId) const;
    /// The first batch that can still be looked at; -1 without any.
    std::int64_t oldestBatch() const { return versions_.empty() ? -1 : versions_.front()->batchId; }
    std::size_t size() const { return versions_.size(); }
    /// Approximate bytes of all versions together.
    std::size_t bytes() const { return bytes_; }

  private:
    void hold(const ResultSnapshot& version);
    void release(const ResultSnapshot& version);

    struct Use {
        std::size_t versions = 0;
        std::size_t bytes = 0;
    };

    std::size_t mostVersions_;
    std::size_t mostBytes_;
    std::deque<ResultSnapshotPtr> versions_;   ///< batch ids ascending
    std::unordered_map<const ResultChunk*, Use> uses_;
    std::size_t bytes_ = 0;
};

}  // namespace vitrine::ui
