// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/column.h"

#include <algorithm>
#include <cstring>

namespace vitrine {
namespace {

/// Drops a validity vector that says nothing.
std::vector<std::uint8_t> normalised(std::vector<std::uint8_t> validity) {
    if (!validity.empty() && std::memchr(validity.data(), 0, validity.size()) == nullptr) validity.clear();
    return validity;
}

bool hasNullRow(std::span<const std::uint32_t> rows) {
    bool found = false;
    for (const std::uint32_t row : rows) found |= row == kNullRow;
    return found;
}

template <class T>
std::vector<T> gatherElements(std::span<const T> source, std::span<const std::uint32_t> rows, bool withNullRows) {
    std::vector<T> result(rows.size());
    if (withNullRows) {
        for (std::size_t index = 0; index < rows.size(); ++index) {
            if (rows[index] != kNullRow) result[index] = source[rows[index]];
        }
    } else {
        const T* from = source.data();
        T* to = result.data();
        for (std::size_t index = 0; index < rows.size(); ++index) to[index] = from[rows[index]];
    }
    return result;
}

std::vector<std::uint8_t> gatherValidity(const Column& column, std::span<const std::uint32_t> rows, bool withNullRows) {
    if (!column.validity().empty()) return normalised(gatherElements(column.validity(), rows, withNullRows));
    if (!withNullRows) return {};
    std::vector<std::uint8_t> validity(rows.size());
    for (std::size_t index = 0; index < rows.size(); ++index) validity[index] = rows[index] != kNullRow;
    return validity;
}

/// Array and Map: offsets and child rows of the chosen rows. A NULL row is empty whatever its range was.
ColumnPtr gatherLists(const Column& column, std::span<const std::uint32_t> rows, std::vector<std::uint8_t> validity) {
    std::vector<std::uint32_t> offsets(rows.size() + 1, 0);
    std::vector<std::uint32_t> childRows;
    for (std::size_t index = 0; index < rows.size(); ++index) {
        if (validity.empty() || validity[index] != 0) {
            const std::uint32_t end = column.offsets()[rows[index] + 1];
            for (std::uint32_t child = column.offsets()[rows[index]]; child < end; ++child) childRows.push_back(child);
        }
        offsets[index + 1] = static_cast<std::uint32_t>(childRows.size());
    }
    std::vector<ColumnPtr> children;
    for (const ColumnPtr& child : column.children()) children.push_back(gather(child, childRows));
    return std::make_shared<const Column>(column.type(), rows.size(), Column::Elements{}, std::move(validity), std::move(offsets),
                                          std::move(children));
}

std::vector<std::uint8_t> concatenateValidity(std::span<const ColumnPtr> columns, std::size_t size) {
    std::vector<std::uint8_t> validity;
    bool any = false;
    for (const ColumnPtr& column : columns) any |= !column->validity().empty();
    if (!any) return validity;
    validity.reserve(size);
    for (const ColumnPtr& column : columns) {
        if (column->validity().empty()) validity.insert(validity.end(), column->size(), 1);
        else validity.insert(validity.end(), column->validity().begin(), column->validity().end());
    }
    return validity;
}

std::vector<BufferOwner> concatenateOwners(std::span<const ColumnPtr> columns) {
    std::vector<BufferOwner> owners;
    for (const ColumnPtr& column : columns) owners.insert(owners.end(), column->owners().begin(), column->owners().end());
    std::sort(owners.begin(), owners.end(), [](const BufferOwner& left, const BufferOwner& right) { return std::owner_less<>{}(left, right); });
    owners.erase(std::unique(owners.begin(), owners.end()), owners.end());
    return owners;
}

template <class Project>
std::vector<ColumnPtr> mapChildren(std::span<const ColumnPtr> columns, Project&& project) {
    std::vector<ColumnPtr> children;
    for (std::size_t index = 0; index < columns.front()->children().size(); ++index) {
        std::vector<ColumnPtr> parts;
        for (const ColumnPtr& column : columns) parts.push_back(project(*column, index));
        children.push_back(concatenate(parts));
    }
    return children;
}

/// The part of a list column's child that its offsets use: a child may hold more rows than that.
ColumnPtr usedChild(const Column& column, std::size_t index) {
    const std::uint32_t first = column.offsets().front();
    const std::uint32_t last = column.offsets().back();
    const ColumnPtr& child = column.child(index);
    if (first == 0 && last == child->size()) return child;
    std::vector<std::uint32_t> rows(last - first);
    for (std::uint32_t row = first; row < last; ++row) rows[row - first] = row;
    return gather(child, rows);
}

ColumnPtr compactStrings(const Column& column) {
    const std::span<const std::string_view> texts = column.values<std::string_view>();
    std::size_t bytes = 0;
    for (std::size_t row = 0; row < texts.size(); ++row) {
        if (!column.isNull(row)) bytes += texts[row].size();
    }
    const std::shared_ptr<char[]> buffer(new char[bytes]);
    std::vector<std::string_view> copies(texts.size());
    char* next = buffer.get();
    for (std::size_t row = 0; row < texts.size(); ++row) {
        if (column.isNull(row) || texts[row].empty()) continue;
        std::memcpy(next, texts[row].data(), texts[row].size());
        copies[row] = std::string_view(next, texts[row].size());
        next += texts[row].size();
    }
    return std::make_shared<const Column>(column.type(), column.size(), Column::Elements(std::move(copies)),
                                          std::vector<std::uint8_t>(column.validity().begin(), column.validity().end()),
                                          std::vector<std::uint32_t>{}, std::vector<ColumnPtr>{},
                                          std::vector<BufferOwner>{BufferOwner(buffer, buffer.get())});
}

}  // namespace

Column::Column(TypePtr type, std::size_t size, Elements elements, std::vector<std::uint8_t> validity,
               std::vector<std::uint32_t> offsets, std::vector<ColumnPtr> children, std::vector<BufferOwner> owners)
    : type_(std::move(type)),
      size_(size),
      elements_(std::move(elements)),
      validity_(std::move(validity)),
      offsets_(std::move(offsets)),
      children_(std::move(children)),
      owners_(std::move(owners)) {
    VITRINE_ASSERT(validity_.empty() || validity_.size() == size_);
    if (type_->is(TypeKind::Array) || type_->is(TypeKind::Map)) {
        VITRINE_ASSERT(offsets_.size() == size_ + 1);
        VITRINE_ASSERT(children_.size() == (type_->is(TypeKind::Map) ? 2u : 1u));
        for (const ColumnPtr& child : children_) VITRINE_ASSERT(child->size() >= offsets_.back());
    } else if (type_->is(TypeKind::Struct)) {
        VITRINE_ASSERT(children_.size() == type_->fields().size());
        for (const ColumnPtr& child : children_) VITRINE_ASSERT(child->size() == size_);
    } else if (!type_->is(TypeKind::Void)) {
        visitPhysical(type_->kind(), [this]<class T>(TypeTag<T>) { VITRINE_ASSERT(values<T>().size() == size_); });
    }
}

std::size_t Column::nullCount() const noexcept {
    if (type_->is(TypeKind::Void)) return size_;
    return static_cast<std::size_t>(std::count(validity_.begin(), validity_.end(), std::uint8_t{0}));
}

std::size_t Column::memoryBytes() const noexcept {
    std::size_t bytes = sizeof(Column) + validity_.capacity() + offsets_.capacity() * sizeof(std::uint32_t);
    std::visit(
        [&bytes]<class Alternative>(const Alternative& elements) {
            if constexpr (!std::is_same_v<Alternative, std::monostate>) {
                bytes += elements.capacity() * sizeof(typename Alternative::value_type);
            }
        },
        elements_);
    for (const ColumnPtr& child : children_) bytes += child->memoryBytes();
    return bytes;
}

ColumnPtr makeNullColumn(const TypePtr& type, std::size_t size) {
    std::vector<std::uint8_t> validity(type->is(TypeKind::Void) ? 0 : size, 0);
    if (type->is(TypeKind::Void)) return std::make_shared<const Column>(type, size, Column::Elements{}, std::move(validity));
    if (!type->isNested()) {
        return visitPhysical(type->kind(), [&]<class T>(TypeTag<T>) {
            return std::make_shared<const Column>(type, size, Column::Elements(std::vector<T>(size)), std::move(validity));
        });
    }
    std::vector<ColumnPtr> children;
    for (const Field& field : type->fields()) children.push_back(makeNullColumn(field.type, type->is(TypeKind::Struct) ? size : 0));
    std::vector<std::uint32_t> offsets(type->is(TypeKind::Struct) ? 0 : size + 1, 0);
    return std::make_shared<const Column>(type, size, Column::Elements{}, std::move(validity), std::move(offsets), std::move(children));
}

ColumnPtr gather(const ColumnPtr& column, std::span<const std::uint32_t> rows) {
    const TypePtr& type = column->type();
    if (type->is(TypeKind::Void)) return makeNullColumn(type, rows.size());
    const bool withNullRows = hasNullRow(rows);
    std::vector<std::uint8_t> validity = gatherValidity(*column, rows, withNullRows);
    if (type->is(TypeKind::Array) || type->is(TypeKind::Map)) return gatherLists(*column, rows, std::move(validity));
    if (type->is(TypeKind::Struct)) {
        std::vector<ColumnPtr> children;
        for (const ColumnPtr& child : column->children()) children.push_back(gather(child, rows));
        return std::make_shared<const Column>(type, rows.size(), Column::Elements{}, std::move(validity),
                                              std::vector<std::uint32_t>{}, std::move(children));
    }
    return visitPhysical(type->kind(), [&]<class T>(TypeTag<T>) {
        return std::make_shared<const Column>(type, rows.size(),
                                              Column::Elements(gatherElements(column->values<T>(), rows, withNullRows)),
                                              std::move(validity), std::vector<std::uint32_t>{}, std::vector<ColumnPtr>{},
                                              column->owners());
    });
}

ColumnPtr concatenate(std::span<const ColumnPtr> columns) {
    VITRINE_ASSERT(!columns.empty());
    if (columns.size() == 1) return columns.front();
    const TypePtr& type = columns.front()->type();
    std::size_t size = 0;
    for (const ColumnPtr& column : columns) size += column->size();
    std::vector<std::uint8_t> validity = concatenateValidity(columns, size);
    if (type->is(TypeKind::Void)) return makeNullColumn(type, size);
    if (type->is(TypeKind::Struct)) {
        std::vector<ColumnPtr> children = mapChildren(columns, [](const Column& column, std::size_t index) { return column.child(index); });
        return std::make_shared<const Column>(type, size, Column::Elements{}, std::move(validity), std::vector<std::uint32_t>{},
                                              std::move(children));
    }
    if (type->isNested()) {
        std::vector<std::uint32_t> offsets;
        offsets.reserve(size + 1);
        offsets.push_back(0);
        for (const ColumnPtr& column : columns) {
            const std::uint32_t base = offsets.back();
            const std::uint32_t first = column->offsets().front();
            for (std::size_t row = 1; row <= column->size(); ++row) offsets.push_back(base + column->offsets()[row] - first);
        }
        return std::make_shared<const Column>(type, size, Column::Elements{}, std::move(validity), std::move(offsets),
                                              mapChildren(columns, usedChild));
    }
    return visitPhysical(type->kind(), [&]<class T>(TypeTag<T>) {
        std::vector<T> elements;
        elements.reserve(size);
        for (const ColumnPtr& column : columns) {
            const std::span<const T> part = column->values<T>();
            elements.insert(elements.end(), part.begin(), part.end());
        }
        return std::make_shared<const Column>(type, size, Column::Elements(std::move(elements)), std::move(validity),
                                              std::vector<std::uint32_t>{}, std::vector<ColumnPtr>{}, concatenateOwners(columns));
    });
}

ColumnPtr compact(const ColumnPtr& column) {
    const TypePtr& type = column->type();
    if (type->is(TypeKind::String) || type->is(TypeKind::Binary)) return compactStrings(*column);
    if (!type->isNested()) return column;
    std::vector<ColumnPtr> children;
    bool changed = false;
    for (const ColumnPtr& child : column->children()) {
        children.push_back(compact(child));
        changed |= children.back() != child;
    }
    if (!changed) return column;
    return std::make_shared<const Column>(type, column->size(), Column::Elements{},
                                          std::vector<std::uint8_t>(column->validity().begin(), column->validity().end()),
                                          std::vector<std::uint32_t>(column->offsets().begin(), column->offsets().end()),
                                          std::move(children));
}

}  // namespace vitrine
