// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/base/time.h"

namespace vitrine {

/// A row that the query did not count, or read only in part, with where it stands. Kept at most kKept a batch; all are counted.
struct ListedRow {
    std::string file;                       ///< absolute path
    std::uint64_t offset = 0;               ///< byte at which the record starts
    std::string text;                       ///< the record, cut at 1,000 bytes; empty when it can only be read from the file
    std::string reason;                     ///< malformed: what could not be read; late: empty
    std::string column;                     ///< malformed: the first bad column
    bool counted = false;                   ///< malformed: went on with NULLs (JS-41); late: counted in another window
    std::optional<EventTime> eventTime;
    std::optional<EventTime> windowStart;   ///< late: the window missed
    std::optional<EventTime> windowEnd;
    std::optional<WallTime> threshold;      ///< late: the watermark that closed it, late(N) = wm(N−1) (WM-13)
    Millis delayNeeded{};                   ///< late: the smallest watermark delay that would have kept it
    static constexpr std::size_t kKept = 1000;
};

struct FileRead {
    std::string path;
    std::uint64_t bytes = 0;
    std::uint64_t rows = 0;
};

/// Where every row read went. rowsRead = counted + filtered + withoutTime + late + malformedDropped.
struct RowBalance {
    std::uint64_t read = 0;              ///< records found in the files, malformed ones included
    std::uint64_t counted = 0;           ///< reached the result or a group
    std::uint64_t filtered = 0;          ///< removed by a `where`, a limit or a join, or as duplicates
    std::uint64_t withoutTime = 0;       ///< NULL event time: no window (TW-5)
    std::uint64_t late = 0;              ///< late in every window
    std::uint64_t partlyLate = 0;        ///< late in some windows only: counted, and flagged
    std::uint64_t malformed = 0;         ///< all malformed records
    std::uint64_t malformedDropped = 0;  ///< of them, how many gave no row
};

/// Spark's stateOperators[i] (PR-3, PR-10).
struct StateOperatorReport {
    std::string operatorName;
    std::int64_t numRowsTotal = 0;
    std::int64_t numRowsUpdated = 0;
    std::int64_t numRowsRemoved = 0;
    std::int64_t numRowsDroppedByWatermark = 0;
    Millis allUpdatesTime{};
    Millis allRemovalsTime{};
    Millis commitTime{};
    std::int64_t memoryUsedBytes = 0;
};

struct EventTimeReport {
    std::optional<WallTime> min, max, avg;      ///< only for batches with rows (PR-4)
    std::string maxFile;                        ///< the file and byte of the row that carries `max` (D1)
    std::uint64_t maxOffset = 0;
};

/// A row whose time put the watermark far ahead of everything the query knew: what comes with ordinary times is late from
/// then on (D1). Spark says nothing of it; neither does the result change.
struct WatermarkJump {
    std::int64_t batchId = 0;                   ///< the batch that read the row
    std::string file;                           ///< absolute path, or what else the source reads from; may be empty
    std::uint64_t offset = 0;                   ///< byte at which the record starts
    std::uint64_t line = 0;                     ///< counted from 1; 0 where there are no lines to count
    WallTime eventTime{};                       ///< the row's
    WallTime watermark{};                       ///< what it made of the watermark
    WallTime before{};                          ///< the watermark until then
};

using WatermarkJumpPtr = std::shared_ptr<const WatermarkJump>;

/// `The watermark stands at 9999-12-30T23:59:50.000Z because of one row, /in/b.json line 17, …`, for terminals and logs.
std::string sentenceOf(const WatermarkJump& jump);

/// What a sink did with a batch.
struct SinkReport {
    std::string description;
    bool exactlyOnce = true;
    bool wasThere = false;                      ///< the sink had this batch already; nothing was written (SK-3, SK-50)
    Millis took{};
};

struct SourceReport {
    std::string description;                    ///< `FileStreamSource[file:/…]` (PR-11)
    std::string startOffset, endOffset, latestOffset;  ///< JSON texts; empty = null
    std::int64_t numInputRows = 0;
    double inputRowsPerSecond = 0, processedRowsPerSecond = 0;
    std::map<std::string, std::string> metrics{};   ///< the source's own, under Spark's names (KA-7)
};

/// Wall time of each part of a trigger, under Spark's keys (PR-7).
struct BatchDurations {
    Millis triggerExecution{}, latestOffset{}, walCommit{}, getBatch{}, queryPlanning{}, addBatch{}, commitOffsets{};
};

/// All that is known about one micro-batch, or about one idle trigger (`idle`). Immutable once published.
struct BatchReport {
    std::int64_t batchId = 0;
    bool idle = false;                          ///< no batch ran (PR-1)
    bool noData = false;                        ///< ran without input, for the watermark's sake (WM-20)
    bool replayed = false;                      ///< an earlier run had planned and not committed it (CP-14)
    WallTime triggerStart{};
    Micros duration{};                          ///< of the whole trigger
    BatchDurations durations;
    std::optional<double> inputRowsPerSecond, processedRowsPerSecond;

    // Stage 1: files chosen
    std::vector<FileRead> files;
    std::uint64_t filesWaiting = 0;             ///< known, left for later batches
    /// What has happened to the input since the last report that a user might take for counted, or for counted once: a file that
    /// grew after it was read, one that could not be read. Sentences that name it, at most kNotices and one with the number of the rest.
    std::vector<std::string> notices;
    static constexpr std::size_t kNotices = 1000;
    // Stage 2: rows parsed
    std::int64_t numInputRows = 0;              ///< Spark's figure (PR-9)
    RowBalance rows;
    std::vector<ListedRow> malformed;
    // Stage 3: late groups refused
    bool hasWatermark = false;
    WallTime lateThreshold{};                   ///< late(N) = wm(N−1)
    std::vector<ListedRow> late;
    // Stage 4: windows updated
    std::vector<StateOperatorReport> stateOperators;
    EventTimeReport eventTime;
    // Stage 5: rows emitted, state released
    WallTime watermark{};                       ///< evict(N) = wm(N), the one Spark reports (PR-5)
    WallTime watermarkAfter{};                  ///< wm(N+1), what this batch made of it
    WatermarkJumpPtr watermarkJump;             ///< while watermarkAfter stands where one row put it; otherwise null
    std::int64_t numOutputRows = 0;
    std::int64_t windowsClosed = 0;             ///< distinct window ends released by this batch

    std::vector<SourceReport> sources;
    std::vector<SinkReport> sinks;
    std::string sinkDescription;
};

using BatchReportPtr = std::shared_ptr<const BatchReport>;

/// Spark's StreamingQueryProgress JSON of `report`, one line, keys in Spark's order (PR-3), with one extra key `vitrine`.
std::string toProgressJson(const BatchReport& report, const std::string& id, const std::string& runId, const std::string& name);

}  // namespace vitrine
