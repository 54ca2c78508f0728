// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "core/formats/row_reader.h"
#include "core/query/diagnostic.h"
#include "core/query/query_document.h"
#include "core/sql/binder.h"

namespace vitrine {

struct LogicalNode;
using LogicalPtr = std::shared_ptr<const LogicalNode>;

/// Reads source `source` of the plan; its output is the columns `columns` of the source's schema (pruned, JS-6).
struct ScanNode {
    std::size_t source = 0;
    std::vector<std::size_t> columns;
};
/// One output column an expression.
struct ProjectNode { std::vector<BoundPtr> expressions; };
struct FilterNode { BoundPtr condition; };
/// Records event times of `column` (a TIMESTAMP, or a struct whose `end` is one) for watermark `watermark` (WM-5).
struct WatermarkNode {
    std::size_t column = 0;
    std::size_t watermark = 0;   ///< index into QueryPlan::watermarks
    Millis delay{};
};
/// One row a window that the row's time lies in, none for a NULL time (TW-4, TW-5). Output: the input's columns, then the window.
struct WindowNode { WindowCall window; };
/// groupBy(keys).agg(aggregates); output: keys in order, then aggregates in order (AG-6). At most one key is a window.
struct AggregateNode {
    std::vector<BoundPtr> keys;                 ///< null where the key is the window or session
    std::optional<std::size_t> windowKey;       ///< position among the keys
    std::optional<WindowCall> window;
    std::optional<SessionCall> session;
    std::vector<AggregateCall> aggregates;
    /// The key whose event time decides lateness and release (WM-13), with its watermark; absent: WM-17.
    std::optional<std::size_t> taggedKey;
    /// Conditions over the keys' columns: a row goes into those of its windows for which all are true.
    std::vector<BoundPtr> windowFilters;
};
struct SortNode {
    struct Key { BoundPtr expression; bool descending = false; NullsOrder nulls = NullsOrder::First; };
    std::vector<Key> keys;
};
struct LimitNode { std::int64_t rows = 0; };
/// dropDuplicates. Rows late by `taggedColumn` are dropped; keys leave the state by it when it is one of `columns`, or with
/// `withinWatermark` once their time plus `delay` has passed.
struct DeduplicateNode {
    std::vector<std::size_t> columns;
    bool withinWatermark = false;
    std::optional<std::size_t> taggedColumn;
    Millis delay{};
};
/// By position; inputs have equal types.
struct UnionNode {};
/// Output: all columns of the left input, then all of the right one. `on`: positions in left and right.
struct JoinNode { std::vector<std::pair<std::size_t, std::size_t>> on; bool leftOuter = false; };

enum class PlanRole : std::uint8_t { Other, Window, WindowStart, WindowEnd, Key, Value };

/// What is known of an output column beside its type.
struct ColumnTraits {
    std::optional<std::size_t> watermark;   ///< carries the event-time tag of this watermark (WM-3)
    std::optional<std::size_t> key;         ///< tells groups apart as key `key` of the last groupBy does, by itself for a window's bounds
    PlanRole role = PlanRole::Other;
    bool isHidden = false;                  ///< only there when it is asked for by name, as `_metadata` (FS-58)
    bool isWindow = false;                  ///< produced by window()/session_window(): window_time() may take it (WT-1)
};

/// A resolved operator with its inputs, output columns and the document's step it comes from. Immutable.
struct LogicalNode {
    std::variant<ScanNode, ProjectNode, FilterNode, WatermarkNode, WindowNode, AggregateNode, SortNode, LimitNode, DeduplicateNode,
                 UnionNode, JoinNode>
        op;
    std::vector<LogicalPtr> inputs;
    SchemaPtr output;
    std::vector<ColumnTraits> traits;       ///< one an output column
    std::string place;                      ///< `/steps/1`
};

struct PlannedSource {
    SourceSpec spec;
    std::string resolvedPath;               ///< absolute
    SchemaPtr schema;                       ///< as the user declared it (partition columns last, FS-22)
    bool isStatic = false;                  ///< the static side of a join
    FileColumns fileColumns;                ///< columns that do not come from the content of files
};

struct PlannedWatermark {
    std::string column;
    Millis delay{};
    std::string place;
};

/// A document resolved against its sources: everything the engine needs to run it. Immutable, thread-safe.
struct QueryPlan {
    QueryDocument document;
    std::string baseDirectory;              ///< what relative paths are relative to
    SessionConf conf;
    std::vector<PlannedSource> sources;
    std::vector<PlannedWatermark> watermarks;
    LogicalPtr root;
    std::string outputMode;                 ///< append, update, complete: lower case
    TriggerSpec::Kind trigger = TriggerSpec::Kind::Default;
    Millis triggerInterval{};
    std::string checkpointPath;             ///< absolute, empty when none
    bool isStateful = false;
};
using QueryPlanPtr = std::shared_ptr<const QueryPlan>;

/// Resolves and checks a document: all refusals of spark-semantics that do not need data. Filters are placed where Spark's
/// optimiser has them (WM-6) and columns are pruned. Touches the disk only to see that paths exist (FS-2) and, with
/// schemaInference, to infer; blocks for that long. A plan is given only when there is no error.
struct PlanResult {
    QueryPlanPtr plan;
    std::vector<Diagnostic> diagnostics;    ///< errors in the order Spark would meet them, then warnings
};
PlanResult planQuery(const QueryDocument& document, const std::string& baseDirectory, FileSystem& files);

/// The columns of the result that together tell the groups of its aggregation apart, one a key; empty without an aggregation,
/// nothing when a key is no longer among the columns.
std::optional<std::vector<std::size_t>> groupKeyColumns(const LogicalNode& root);

/// The columns that step `step` of the document may name; of the last step before it that can be planned when one between is
/// refused, and none when the source is. What only the whole query is refused for does not count. Blocks as planQuery() does.
Schema columnsBefore(const QueryDocument& document, std::size_t step, const std::string& baseDirectory, FileSystem& files);

/// A stable text of a plan, one line an operator, inputs indented below it; expressions by the columns they read.
std::string explain(const QueryPlan& plan);

}  // namespace vitrine
