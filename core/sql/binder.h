// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/data/interval_text.h"
#include "core/data/schema.h"
#include "core/data/session_conf.h"
#include "core/sql/bound_expression.h"
#include "core/sql/expression.h"

namespace vitrine {

/// The aggregate functions of spark-semantics §5, by the name Spark prints.
enum class AggregateKind : std::uint8_t {
    Count, Sum, Avg, Min, Max,
    StddevSamp, StddevPop, VarSamp, VarPop, Skewness, Kurtosis, CovarPop, CovarSamp, Corr,
    First, Last, AnyValue, CollectList, CollectSet, ApproxCountDistinct, PercentileApprox, Percentile, Median, Mode,
    MaxBy, MinBy, CountIf, BoolAnd, BoolOr, BitAnd, BitOr, BitXor, TrySum, TryAvg, ListAgg, HistogramNumeric,
    RegrAvgX, RegrAvgY, RegrIntercept, RegrR2, RegrSlope, RegrSxx, RegrSxy, RegrSyy,
};

/// One aggregate call: its arguments over the input rows and the type of its result.
///
/// Arguments come already cast: sum of integers BIGINT, of floating numbers DOUBLE; avg DOUBLE (decimals stay); stddev and
/// its kin, corr, covar, regr_…, percentile, median DOUBLE (intervals stay in the last two); bool_and, bool_or, count_if BOOLEAN. `parameters`:
/// approx_count_distinct [rsd]; percentile [p …], with the frequency (BIGINT) as second argument; percentile_approx
/// [p …, accuracy]; mode [deterministic]; histogram_numeric [bins]; an array of percentages make the type an
/// ARRAY.
struct AggregateCall {
    AggregateKind kind = AggregateKind::Count;
    std::vector<BoundPtr> arguments;   ///< empty for count(*)
    BoundPtr filter;                   ///< FILTER (WHERE …), or null
    TypePtr type;
    bool nullable = true;
    bool ignoreNulls = false;          ///< first/last
    bool isDistinct = false;           ///< DISTINCT, which a streaming aggregation refuses
    std::vector<double> parameters;    ///< percentages, accuracy, rsd …
    std::string text;                  ///< Spark's name: `sum(x)`
};

/// window(column, duration[, slide[, start]]), lengths in microseconds (TW-1 to TW-3).
struct WindowCall {
    BoundPtr time;
    std::int64_t duration = 0;
    std::int64_t slide = 0;
    std::int64_t start = 0;
    bool operator==(const WindowCall& other) const noexcept {
        return duration == other.duration && slide == other.slide && start == other.start && time == other.time;
    }
};

/// session_window(column, gap); `gap` is a STRING or interval expression over the row (SW-1, SW-3).
struct SessionCall {
    BoundPtr time;
    BoundPtr gap;
};

/// Names an expression may use. With `aggregates` set, aggregate calls are allowed: each is appended there (equal ones
/// once) and replaced by a reference to column `schema.size() + its index`.
struct BindingScope {
    const Schema* schema = nullptr;
    const SessionConf* conf = nullptr;
    std::vector<AggregateCall>* aggregates = nullptr;
    const Schema* aggregateInput = nullptr;        ///< what arguments of aggregate calls see; null = `schema`
    /// Expressions that stand for a column already computed (grouping keys): matched structurally before names.
    std::vector<std::pair<ExpressionPtr, std::size_t>> replacements;
};

/// Resolves names and types of `expression`. Errors: UnresolvedColumn (with the nearest names), AmbiguousColumn,
/// UnknownFunction (nearest name), TypeMismatch, WrongArgumentCount, AggregateMisplaced; each with atColumn().
Result<BoundPtr> bindExpression(const ExpressionPtr& expression, const BindingScope& scope);

/// When `expression` is a call of window(): its parts; empty when it is not. Errors of TW-1 to TW-3: InvalidWindow, InvalidInterval.
Result<std::optional<WindowCall>> bindWindow(const ExpressionPtr& expression, const BindingScope& scope);

/// The same for session_window().
Result<std::optional<SessionCall>> bindSession(const ExpressionPtr& expression, const BindingScope& scope);

/// The calls of window() and session_window() within `expression`, equal ones once, appended to `calls`: what a select or a
/// grouping has to compute before the rest (then give them back as BindingScope::replacements).
void collectWindowCalls(const ExpressionPtr& expression, std::vector<ExpressionPtr>& calls);

/// Whether an aggregate function is called anywhere within.
bool containsAggregate(const Expression& expression);

/// Equality of trees, positions in the text and letter case of names aside.
bool sameExpression(const Expression& left, const Expression& right, bool caseSensitive);

/// `value` cast to `target`, as CAST would do under `conf`; used for literals and for the implicit casts of the binder.
BoundPtr makeCast(BoundPtr value, TypePtr target, bool isTry);

}  // namespace vitrine
