// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/base/time.h"

namespace vitrine {

/// What a checkpoint directory holds, as a value: found by looking, without changing anything.
struct CheckpointSummary {
    struct Batch {
        std::int64_t id = 0;
        WallTime planned{};                    ///< ts(N)
        WallTime watermark{};                  ///< wm(N)
        bool committed = false;
        std::vector<std::string> items;        ///< files (or what else a source logs) chosen for it, at most kItems
        std::uint64_t numItems = 0;
        static constexpr std::size_t kItems = 20;
    };
    struct SourcePosition {
        std::string format, path;              ///< of the query that committed last; may be empty
        std::string offset;                    ///< JSON text; empty: before the first data
        std::uint64_t items = 0;               ///< files seen, or what else the source logs
    };
    struct Operator {
        std::string name;                      ///< `stateStoreSave` and the like (PR-10)
        std::string keys, state;               ///< types of the keys and of what is kept for each (AG-8)
        std::optional<std::int64_t> rows;      ///< after the last commit
        std::uint64_t bytes = 0;               ///< of state in the checkpoint: snapshot and changes
        std::int64_t snapshotBatch = -1;       ///< batch of the last snapshot; -1: changes only
    };
    /// Aggregated window, in microseconds.
    struct Window {
        std::int64_t duration = 0, slide = 0, start = 0;
        bool operator==(const Window&) const = default;
    };

    std::string directory;                     ///< absolute
    std::string queryId;
    std::int64_t formatVersion = 0;
    std::string holder;                        ///< `the query NAME, process N` that has it now; empty: nobody
    std::optional<std::int64_t> planned, committed;   ///< newest ids
    std::optional<WallTime> watermark;         ///< of the next batch; absent without a batch
    std::vector<Batch> batches;                ///< the newest kBatches, oldest first
    std::uint64_t numBatches = 0;              ///< remembered in all (CP-7)
    std::vector<SourcePosition> sources;
    std::vector<Operator> operators;           ///< the bottom of the plan first
    std::map<std::string, std::string> conf;   ///< pinned settings (CP-6)
    std::string outputMode, zone;              ///< of the query that committed last; may be empty
    std::vector<Window> windows;
    std::vector<Millis> delays;
    std::vector<std::string> sinks;            ///< `json /out`
    std::uint64_t bytesOnDisk = 0;
    static constexpr std::size_t kBatches = 20;

    bool hasUnfinishedBatch() const noexcept { return planned && planned != committed; }
};

}  // namespace vitrine
