// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/data/schema.h"
#include "core/formats/row_reader.h"

namespace vitrine {

/// A position in a source, as Spark's JSON text: `{"logOffset":3}`. Empty: before the first data (FS-45).
using Offset = std::string;

/// One choice of a source, as Spark's source log has it (FS-70): a file, or what else must be remembered.
struct SourceLogEntry {
    std::int64_t logOffset = 0;
    std::string item;                   ///< path of a file
    std::int64_t modifiedMillis = 0;
};

/// How much one batch may take.
struct AdmissionLimit {
    bool unlimited = false;   ///< Trigger.Once ignores maxFilesPerTrigger (FS-44)
};

/// What a batch will read, as data: the same plan always gives the same rows, also after a restart.
struct ReadPlan {
    std::vector<FileRange> ranges;      ///< in the order of their rows
    std::uint64_t bytes = 0;
    std::uint64_t filesWaiting = 0;     ///< known to the source, left for later batches
};

/// What progress says of a source beyond what it was read to.
struct SourceStanding {
    Offset latest;                                ///< the newest position known; empty: null in progress (PR-8)
    std::map<std::string, std::string> metrics;   ///< under Spark's names
};

/// Replayable input. The engine logs the offsets of a batch first and reads them afterwards.
/// All calls but wake-ups come from the query's thread, one at a time.
class Source {
  public:
    virtual ~Source() = default;

    /// Acquires what the source needs. Bad option values fail here (FS-2b). Called once, before any other member.
    virtual Result<void> open(std::stop_token stop) = 0;

    /// The newest position a batch may reach under `limit`, starting after the last one returned. Lists the directory;
    /// never blocks for long. SourceUnavailable when the directory is not there at the moment.
    virtual Result<Offset> latest(const AdmissionLimit& limit) = 0;

    /// Fixes what "now" is (FS-44): later latest() calls see nothing newer.
    virtual Result<void> prepareAvailableNow() = 0;

    /// What must be logged so that plan() can be asked for (from, latest] again after a restart.
    virtual std::vector<SourceLogEntry> logSince(const Offset& from) const {
        static_cast<void>(from);
        return {};
    }

    /// Takes in everything that was logged, oldest first, after open() and before anything else. CheckpointIncompatible.
    virtual Result<void> restore(std::span<const SourceLogEntry> log) {
        static_cast<void>(log);
        return {};
    }

    /// The last committed batch had (from, to], which must still be of this source (spark-semantics 7.4). After restore().
    /// CheckpointIncompatible.
    virtual Result<void> recall(const Offset& from, const Offset& to) {
        static_cast<void>(from);
        static_cast<void>(to);
        return {};
    }

    /// Where the query stands after restore(): what comes next starts after `committed`. CheckpointIncompatible.
    virtual Result<void> resumeAfter(const Offset& committed) {
        static_cast<void>(committed);
        return {};
    }

    /// What lies in (from, to].
    virtual Result<ReadPlan> plan(const Offset& from, const Offset& to) = 0;

    /// Opens one range of a plan. Thread-safe: workers call it side by side.
    virtual Result<std::unique_ptr<RowReader>> read(const FileRange& range) = 0;

    /// Cuts the plan into at most `parts` lists of ranges, consecutive and of similar size, at line ends when read; none
    /// for less than `leastBytes`.
    virtual std::vector<std::vector<FileRange>> split(const ReadPlan& plan, std::size_t parts, std::uint64_t leastBytes) const = 0;

    /// Everything up to `offset` has been committed; files may be cleaned (FS-62).
    virtual void committed(const Offset& offset) = 0;

    /// How the source stands when it was read to `end`; asks nobody.
    virtual SourceStanding standing(const Offset& end) const {
        static_cast<void>(end);
        return {};
    }

    /// What has happened to the input since the last call that a user might take for counted, or for counted once: sentences
    /// that name it.
    virtual std::vector<std::string> takeNotices() { return {}; }

    /// `FileStreamSource[file:/…]` (PR-11).
    virtual std::string description() const = 0;

    /// Makes `wake` be called, from any thread, when new data may be there. Polling stays the truth.
    virtual void onArrival(std::function<void()> wake) = 0;
};

}  // namespace vitrine
