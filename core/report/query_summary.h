// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/time.h"
#include "core/report/query_status.h"

namespace vitrine {

/// A place that a query writes to, and what is promised for it after a crash (CP-13).
struct SinkSummary {
    std::string description;               ///< `FileSink[file:/out]`
    bool exactlyOnce = true;
    std::string path{};                    ///< absolute, of a directory or an SQLite file; empty for other places
    std::string table{};                   ///< within the SQLite file
    bool operator==(const SinkSummary&) const = default;
};

/// A run of a query in one line: a row of the lists of active and of completed queries (UI-1).
struct QuerySummary {
    std::string name;                      ///< may be empty
    std::string id, runId;
    QueryState state = QueryState::NotStarted;
    std::string message;                   ///< Spark's own (QY-8)
    bool isDataAvailable = false, isTriggerActive = false;   ///< QY-8
    WallTime started{};
    std::optional<WallTime> ended;
    std::int64_t batches = 0;              ///< of this run
    std::optional<std::int64_t> lastBatch;
    std::optional<WallTime> lastProgress;  ///< when that batch was triggered
    /// Of the last batch, and plain means over the reports that are kept; what is not finite counts as 0 (UI-1).
    std::optional<double> inputRate, processedRate, meanInputRate, meanProcessedRate;
    Millis lastDuration{};                 ///< of the last batch
    Millis interval{};                     ///< between triggers; zero: as fast as possible
    std::string trigger;                   ///< `every 3 s`, `once`, `available now`, `continuous, every 1 s`, empty by default
    std::string outputMode;
    std::vector<SinkSummary> sinks;        ///< empty: the live result only
    std::string checkpoint;                ///< absolute; empty without one
    std::string workspace;                 ///< where its tables are; may be empty
    std::string error;                     ///< of a failed query
    std::vector<std::string> notes;        ///< QueryStatus::notes
    bool crashAsked = false;               ///< RunningQuery::requestCrash()
    std::optional<std::int64_t> replayed;  ///< the batch that this run ran again as the run before had not committed it (CP-14)

    /// Whether the last batch took longer than the time between two triggers.
    bool isBehind() const noexcept { return interval > Millis{0} && lastDuration > interval; }
    bool operator==(const QuerySummary&) const = default;
};

/// The queries of one process, this one or another of the same user.
struct ProcessStreams {
    std::int64_t process = 0;
    std::string program;                   ///< `vitrine`, `vitrine-cli`
    std::vector<QuerySummary> active;
    std::vector<QuerySummary> completed;   ///< newest first
    std::string problem;                   ///< why nothing is known of it; otherwise empty
};

/// `running`, `paused` …: the word of a state, for machines and terminals.
std::string_view wordOf(QueryState state) noexcept;

/// Whether a query in `state` holds its name and checkpoint.
bool isActive(QueryState state) noexcept;

/// One JSON object without line breaks; and back, nothing when the text is not such an object.
std::string toJson(const QuerySummary& summary);
std::optional<QuerySummary> querySummaryFrom(std::string_view json);

}  // namespace vitrine
