// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/query/logical_plan.h"
#include "core/report/batch_report.h"
#include "core/report/checkpoint_summary.h"

namespace vitrine {

/// What a checkpoint remembers of the query that committed to it last, so that a restart can tell what has changed
/// (spark-semantics 7.4). Types of keys and state are not among it: CheckpointStore::load() compares those.
struct QueryFacts {
    struct Source {
        std::string format, path;
        bool operator==(const Source&) const = default;
    };
    std::string outputMode, zone;
    std::vector<Source> sources;
    std::vector<CheckpointSummary::Window> windows;   ///< of the aggregations, in the order of the plan
    std::vector<Millis> delays;                       ///< of the watermarks
    std::vector<std::string> keys, aggregates;        ///< as the document writes them, without names given with AS, without windows
    std::vector<std::string> deduplicated;            ///< columns of dropDuplicates
    std::vector<std::string> sinks;                   ///< `json /out`
    WatermarkJumpPtr watermarkJump;                   ///< of the last batch's report; may be null

    static QueryFacts of(const QueryPlan& plan);

    /// Empty facts for an empty text and one that cannot be read.
    static QueryFacts fromJson(std::string_view json);
    std::string toJson() const;
};

/// Refuses what cannot go on from the offsets of `before`: sources of another kind. CheckpointIncompatible.
Result<void> checkRestart(const QueryFacts& before, const QueryFacts& now);

/// What has changed since `before` and is accepted as Spark accepts it, a sentence each with what it does to the result.
/// `watermark` is the one that the checkpoint goes on with.
std::vector<std::string> notesOfRestart(const QueryFacts& before, const QueryFacts& now, WallTime watermark);

}  // namespace vitrine
