// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "core/data/column.h"
#include "core/data/column_builder.h"
#include "core/sql/bound_node.h"

namespace vitrine {

/// Validity of a row computed from `columns`: NULL where any of them is; empty when none has NULLs.
inline std::vector<std::uint8_t> mergedValidity(std::span<const ColumnPtr> columns) {
    std::vector<std::uint8_t> merged;
    for (const ColumnPtr& column : columns) {
        const auto validity = column->validity();
        if (validity.empty()) continue;
        if (merged.empty()) {
            merged.assign(validity.begin(), validity.end());
        } else {
            for (std::size_t row = 0; row < merged.size(); ++row) merged[row] &= validity[row];
        }
    }
    return merged;
}

/// The owners of the strings of `columns`.
inline std::vector<BufferOwner> mergedOwners(std::span<const ColumnPtr> columns) {
    std::vector<BufferOwner> owners;
    for (const ColumnPtr& column : columns) owners.insert(owners.end(), column->owners().begin(), column->owners().end());
    return owners;
}

template <class T>
ColumnPtr makeColumn(const TypePtr& type, std::vector<T> values, std::vector<std::uint8_t> validity, std::vector<BufferOwner> owners = {}) {
    const std::size_t size = values.size();
    return std::make_shared<Column>(type, size, Column::Elements(std::move(values)), std::move(validity),
                                    std::vector<std::uint32_t>{}, std::vector<ColumnPtr>{}, std::move(owners));
}

/// `column`, NULL also where `mask` is.
inline ColumnPtr maskedBy(const ColumnPtr& column, const Column& mask) {
    if (mask.validity().empty() || column->type()->is(TypeKind::Void)) return column;
    std::vector<std::uint32_t> rows(column->size());
    for (std::size_t row = 0; row < rows.size(); ++row) rows[row] = mask.isNull(row) ? kNullRow : static_cast<std::uint32_t>(row);
    return gather(column, rows);
}

inline bool isValidAt(const std::vector<std::uint8_t>& validity, std::size_t row) { return validity.empty() || validity[row] != 0; }

/// R f(A): NULL in, NULL out; f is called for NULL rows too and must bear any element.
template <class A, class R, class F>
ColumnPtr mapOne(const KernelCall& call, F f) {
    const auto a = call.column(0).values<A>();
    std::vector<R> values(call.rows);
    for (std::size_t row = 0; row < call.rows; ++row) values[row] = f(a[row]);
    return makeColumn(call.type, std::move(values), mergedValidity(call.arguments));
}

template <class A, class B, class R, class F>
ColumnPtr mapTwo(const KernelCall& call, F f) {
    const auto a = call.column(0).values<A>();
    const auto b = call.column(1).values<B>();
    std::vector<R> values(call.rows);
    for (std::size_t row = 0; row < call.rows; ++row) values[row] = f(a[row], b[row]);
    return makeColumn(call.type, std::move(values), mergedValidity(call.arguments));
}

/// What a checked row function says about its row.
enum class RowOutcome : std::uint8_t { Value, Null, Failure };

/// RowOutcome f(row, R& out), called for rows whose arguments are all present; onFailure(row) gives the Error.
template <class R, class F, class E>
Result<ColumnPtr> mapRows(const KernelCall& call, F f, E onFailure, std::vector<BufferOwner> owners = {}) {
    std::vector<std::uint8_t> validity = mergedValidity(call.arguments);
    std::vector<R> values(call.rows);
    for (std::size_t row = 0; row < call.rows; ++row) {
        if (!isValidAt(validity, row)) continue;
        switch (f(row, values[row])) {
            case RowOutcome::Value: break;
            case RowOutcome::Null:
                if (validity.empty()) validity.assign(call.rows, 1);
                validity[row] = 0;
                break;
            case RowOutcome::Failure: return onFailure(row);
        }
    }
    return makeColumn(call.type, std::move(values), std::move(validity), std::move(owners));
}

/// bool f(row, R& out): false gives NULL.
template <class R, class F>
ColumnPtr mapRowsOrNull(const KernelCall& call, F f, std::vector<BufferOwner> owners = {}) {
    auto result = mapRows<R>(
        call, [&](std::size_t row, R& out) { return f(row, out) ? RowOutcome::Value : RowOutcome::Null; },
        [](std::size_t) { return Error(ErrorCode::Internal, "unreachable"); }, std::move(owners));
    return std::move(result).value();
}

/// std::string_view f(row, StringArena&): a text for every row whose arguments are present.
template <class F>
ColumnPtr mapText(const KernelCall& call, F f) {
    auto arena = std::make_shared<StringArena>();
    std::vector<BufferOwner> owners = mergedOwners(call.arguments);
    owners.push_back(arena);
    return mapRowsOrNull<std::string_view>(
        call, [&](std::size_t row, std::string_view& out) { out = f(row, *arena); return true; }, std::move(owners));
}

/// RowOutcome f(row, StringArena&, std::string_view& out), called for rows whose arguments are all present; onFailure(row)
/// gives the Error.
template <class F, class E>
Result<ColumnPtr> mapTextRows(const KernelCall& call, F f, E onFailure) {
    auto arena = std::make_shared<StringArena>();
    std::vector<BufferOwner> owners = mergedOwners(call.arguments);
    owners.push_back(arena);
    return mapRows<std::string_view>(
        call, [&](std::size_t row, std::string_view& out) { return f(row, *arena, out); }, onFailure, std::move(owners));
}

/// The same where nothing fails: false gives NULL.
template <class F>
ColumnPtr mapTextOrNull(const KernelCall& call, F f) {
    auto arena = std::make_shared<StringArena>();
    std::vector<BufferOwner> owners = mergedOwners(call.arguments);
    owners.push_back(arena);
    return mapRowsOrNull<std::string_view>(
        call, [&](std::size_t row, std::string_view& out) { return f(row, *arena, out); }, std::move(owners));
}

}  // namespace vitrine
