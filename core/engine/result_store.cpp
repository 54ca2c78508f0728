// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/result_store.h"

#include <algorithm>
#include <numeric>

#include "core/data/column_builder.h"
#include "core/data/value.h"

namespace vitrine {

namespace {

std::vector<std::uint32_t> rowNumbers(std::size_t first, std::size_t count) {
    std::vector<std::uint32_t> rows(count);
    std::iota(rows.begin(), rows.end(), static_cast<std::uint32_t>(first));
    return rows;
}

/// `column` with row rows[i] replaced by row i of `fresh`.
ColumnPtr patched(const ColumnPtr& column, std::span<const std::uint32_t> rows, const ColumnPtr& fresh) {
    bool changes = false;
    for (std::size_t at = 0; at < rows.size() && !changes; ++at)
        changes = compareRows(*column, rows[at], *fresh, at) != 0;
    if (!changes) return column;

    const TypeKind kind = column->type()->kind();
    if (column->type()->isNested()) {
        std::vector<std::uint32_t> order = rowNumbers(0, column->size());
        for (std::size_t at = 0; at < rows.size(); ++at) order[rows[at]] = static_cast<std::uint32_t>(column->size() + at);
        const std::vector<ColumnPtr> both{column, fresh};
        return compact(gather(concatenate(both), order));
    }
    return visitPhysical(kind, [&](auto tag) -> ColumnPtr {
        using T = typename decltype(tag)::Type;
        const auto old = column->values<T>();
        const auto next = fresh->values<T>();
        std::vector<T> values(old.begin(), old.end());
        std::vector<std::uint8_t> validity(column->validity().begin(), column->validity().end());
        if (validity.empty() && fresh->mayHaveNulls()) validity.assign(values.size(), 1);
        for (std::size_t at = 0; at < rows.size(); ++at) {
            values[rows[at]] = next[at];
            if (!validity.empty()) validity[rows[at]] = static_cast<std::uint8_t>(!fresh->isNull(at));
        }
        std::vector<BufferOwner> owners = column->owners();
        owners.insert(owners.end(), fresh->owners().begin(), fresh->owners().end());
        return compact(std::make_shared<Column>(column->type(), column->size(), std::move(values), std::move(validity),
                                                std::vector<std::uint32_t>{}, std::vector<ColumnPtr>{}, std::move(owners)));
    });
}

}  // namespace

std::shared_ptr<ResultSnapshot> ResultStore::apply(std::int64_t batchId, std::vector<Batch> rows) {
    auto next = std::make_shared<ResultSnapshot>();
    if (shape_->mode == OutputMode::Complete) {
        replace(batchId, std::move(rows));
        next->replaced = true;
    } else if (isUpserted()) {
        upsert(batchId, rows, *next);
    } else {
        std::uint64_t coming = 0;
        for (const Batch& batch : rows) coming += batch.numRows;
        for (const Batch& batch : rows) {
            coming -= batch.numRows;
            // Rows that this very batch pushes out again need not be copied.
            if (!shape_->aggregated && coming >= keptRows_) {
                notKept_ += batch.numRows;
                lastId_ += batch.numRows;
                continue;
            }
            std::vector<std::uint64_t> ids(batch.numRows);
            std::iota(ids.begin(), ids.end(), lastId_ + 1);
            lastId_ += batch.numRows;
            append(batchId, batch, ids, *next);
        }
        if (!shape_->aggregated) dropOldest(*next);
    }
    next->shape = shape_;
    next->version = ++version_;
    next->batchId = batchId;
    next->chunks = chunks_;
    next->numRows = numRows_;
    next->rowsNotKept = notKept_;
    return next;
}

void ResultStore::replace(std::int64_t batchId, std::vector<Batch> rows) {
    chunks_.clear();
    numRows_ = 0;
    for (Batch& batch : rows) {
        auto chunk = std::make_shared<ResultChunk>();
        chunk->ids = std::make_shared<const std::vector<std::uint64_t>>(batch.origins ? batch.origins->offsets : std::vector<std::uint64_t>());
        chunk->changedIn.assign(batch.numRows, batchId);
        numRows_ += batch.numRows;
        batch.origins.reset();
        chunk->rows = std::move(batch);
        chunks_.push_back(std::move(chunk));
    }
}

void ResultStore::upsert(std::int64_t batchId, const std::vector<Batch>& rows, ResultSnapshot& next) {
    std::vector<Change> changes;
    for (std::size_t batch = 0; batch < rows.size(); ++batch) {
        const auto& ids = rows[batch].origins->offsets;
        std::vector<std::uint32_t> fresh;
        std::vector<std::uint64_t> freshIds;
        for (std::size_t row = 0; row < ids.size(); ++row) {
            if (ids[row] >= positions_.size()) positions_.resize(std::max<std::size_t>(ids[row] + 1, positions_.size() * 2), kNowhere);
            if (positions_[ids[row]] == kNowhere) {
                positions_[ids[row]] = static_cast<std::uint32_t>(numRows_ + fresh.size());
                fresh.push_back(static_cast<std::uint32_t>(row));
                freshIds.push_back(ids[row]);
            } else {
                changes.push_back({positions_[ids[row]], static_cast<std::uint32_t>(batch), static_cast<std::uint32_t>(row)});
                next.changed.push_back(ids[row]);
            }
        }
        if (fresh.empty()) continue;
        append(batchId, fresh.size() == ids.size() ? rows[batch] : gather(rows[batch], fresh), freshIds, next);
    }
    std::sort(changes.begin(), changes.end(), [](const Change& left, const Change& right) { return left.position < right.position; });
    for (std::size_t begin = 0; begin < changes.size();) {
        const std::size_t chunk = changes[begin].position / chunkRows_;
        std::size_t end = begin;
        while (end < changes.size() && changes[end].position / chunkRows_ == chunk) ++end;
        patchChunk(batchId, chunk, std::span(changes).subspan(begin, end - begin), rows);
        begin = end;
    }
}

void ResultStore::patchChunk(std::int64_t batchId, std::size_t chunk, std::span<const Change> changes,
                             const std::vector<Batch>& rows) {
    auto next = std::make_shared<ResultChunk>(*chunks_[chunk]);
    std::vector<std::uint32_t> targets;
    for (const Change& change : changes) {
        targets.push_back(change.position % chunkRows_);
        next->changedIn[targets.back()] = batchId;
    }
    for (std::size_t column = 0; column < next->rows.columns.size(); ++column) {
        ColumnBuilder fresh(next->rows.columns[column]->type());
        fresh.reserve(changes.size());
        for (const Change& change : changes) fresh.appendFrom(rows[change.batch].column(column), change.row);
        next->rows.columns[column] = patched(next->rows.columns[column], targets, fresh.finish());
    }
    chunks_[chunk] = std::move(next);
}

void ResultStore::append(std::int64_t batchId, const Batch& rows, std::span<const std::uint64_t> ids, ResultSnapshot& next) {
    for (std::size_t begin = 0; begin < rows.numRows;) {
        const bool extend = !chunks_.empty() && chunks_.back()->rows.numRows < chunkRows_;
        const std::size_t room = extend ? chunkRows_ - chunks_.back()->rows.numRows : chunkRows_;
        const std::size_t count = std::min(room, rows.numRows - begin);
        Batch part = count == rows.numRows ? rows : gather(rows, rowNumbers(begin, count));
        part.origins.reset();
        for (ColumnPtr& column : part.columns) column = compact(column);
        auto chunk = std::make_shared<ResultChunk>();
        std::vector<std::uint64_t> chunkIds;
        if (extend) {
            const ResultChunk& tail = *chunks_.back();
            const std::vector<Batch> both{tail.rows, part};
            chunk->rows = concatenate(tail.rows.schema, both);
            chunkIds = *tail.ids;
            chunk->changedIn = tail.changedIn;
        } else {
            chunk->rows = std::move(part);
        }
        chunkIds.insert(chunkIds.end(), ids.begin() + static_cast<std::ptrdiff_t>(begin),
                        ids.begin() + static_cast<std::ptrdiff_t>(begin + count));
        chunk->changedIn.resize(chunkIds.size(), batchId);
        chunk->ids = std::make_shared<const std::vector<std::uint64_t>>(std::move(chunkIds));
        if (extend)
            chunks_.back() = std::move(chunk);
        else
            chunks_.push_back(std::move(chunk));
        numRows_ += count;
        begin += count;
    }
    next.added.insert(next.added.end(), ids.begin(), ids.end());
}

void ResultStore::dropOldest(ResultSnapshot& next) {
    while (numRows_ > keptRows_) {
        const ResultChunk& first = *chunks_.front();
        const std::size_t size = first.rows.numRows;
        const std::size_t excess = std::min<std::uint64_t>(size, numRows_ - keptRows_);
        next.removed.insert(next.removed.end(), first.ids->begin(), first.ids->begin() + static_cast<std::ptrdiff_t>(excess));
        numRows_ -= excess;
        notKept_ += excess;
        if (excess == size) {
            chunks_.erase(chunks_.begin());
            continue;
        }
        auto rest = std::make_shared<ResultChunk>();
        rest->rows = gather(first.rows, rowNumbers(excess, size - excess));
        rest->ids = std::make_shared<const std::vector<std::uint64_t>>(first.ids->begin() + static_cast<std::ptrdiff_t>(excess), first.ids->end());
        rest->changedIn.assign(first.changedIn.begin() + static_cast<std::ptrdiff_t>(excess), first.changedIn.end());
        chunks_.front() = std::move(rest);
    }
}

}  // namespace vitrine
