// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <string>

#include <fmt/format.h>

#include "core/exec/stateful_operator.h"
#include "tests/support/plain_expressions.h"

namespace vitrine::test {

inline BatchThresholds thresholds(double lateSeconds, double evictSeconds) {
    return {WallTime{Millis{static_cast<std::int64_t>(lateSeconds * 1000)}}, WallTime{Millis{static_cast<std::int64_t>(evictSeconds * 1000)}}};
}

/// How a batch is spread: workers, each with a consecutive part of the rows, and rows a chunk.
struct Spread {
    std::size_t workers = 1;
    std::size_t chunk = 4096;
};

/// Runs one batch of `rows`.
inline Result<OperatorOutput> runBatch(StatefulOperator& op, const SchemaPtr& schema, std::span<const Row> rows,
                                       const BatchThresholds& limits, const SessionConf& conf = {}, Spread spread = {}) {
    const EvaluationContext context{&conf, {}};
    std::vector<std::unique_ptr<OperatorPartial>> partials;
    const std::size_t each = std::max<std::size_t>(1, (rows.size() + spread.workers - 1) / spread.workers);
    for (std::size_t begin = 0; begin < rows.size(); begin += each) {
        auto partial = op.makePartial(limits);
        const std::size_t end = std::min(rows.size(), begin + each);
        for (std::size_t at = begin; at < end; at += spread.chunk) {
            const auto part = rows.subspan(at, std::min(spread.chunk, end - at));
            VITRINE_CHECK_OK(partial->consume(makeBatch(schema, part, 0, at), context));
        }
        partials.push_back(std::move(partial));
    }
    return op.finishBatch(std::move(partials), limits);
}

/// Texts of the rows, as they came: times in seconds, windows as [start,end), NULL.
inline std::string textOf(const Value& value, const DataType& type) {
    if (value.isNull()) return "NULL";
    if (type.is(TypeKind::Struct)) {
        const auto& parts = value.get<Value::List>();
        return "[" + textOf(parts[0], *type.fields()[0].type) + "," + textOf(parts[1], *type.fields()[1].type) + ")";
    }
    if (type.is(TypeKind::String)) return value.get<std::string>();
    if (type.is(TypeKind::Timestamp)) return fmt::format("{:g}", static_cast<double>(value.get<std::int64_t>()) / 1e6);
    return fmt::format("{}", value.get<std::int64_t>());
}

inline std::vector<std::string> textsOf(std::span<const Batch> batches) {
    std::vector<std::string> texts;
    for (const Batch& batch : batches)
        for (std::size_t row = 0; row < batch.numRows; ++row) {
            std::string& text = texts.emplace_back();
            for (const ColumnPtr& column : batch.columns)
                text += (text.empty() ? "" : " ") + textOf(valueAt(*column, row), *column->type());
        }
    return texts;
}

inline std::string sortedText(std::span<const Batch> batches) {
    std::vector<std::string> texts = textsOf(batches);
    std::sort(texts.begin(), texts.end());
    return fmt::format("{}", fmt::join(texts, "; "));
}

/// total/updated/removed/dropped
inline std::string figures(const OperatorMetrics& metrics) {
    return fmt::format("{}/{}/{}/{}", metrics.rowsTotal, metrics.rowsUpdated, metrics.rowsRemoved, metrics.droppedByWatermark);
}

/// The changes of a batch, for a recovery later.
inline std::string changesOf(const StatefulOperator& op) {
    StateWriter out;
    op.saveChanges(out);
    return out.take();
}

inline std::vector<std::string> snapshotOf(const StatefulOperator& op) {
    std::vector<std::string> pieces;
    const auto saved = op.saveSnapshot([&](std::string_view piece) -> Result<void> {
        pieces.emplace_back(piece);
        return {};
    });
    VITRINE_ASSERT(saved.hasValue());
    return pieces;
}

/// Loads what was saved, oldest first.
inline Result<void> recover(StatefulOperator& op, std::span<const std::string> saved) {
    for (const std::string& piece : saved) VITRINE_CHECK_OK(op.load(piece));
    op.finishLoading();
    return {};
}

}  // namespace vitrine::test
