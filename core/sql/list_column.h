// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "core/data/column.h"
#include "core/sql/bound_node.h"

namespace vitrine {

/// Makes a column of lists row by row out of elements that exist already: rows of element columns laid end to end.
class ListBuilder {
  public:
    explicit ListBuilder(std::size_t rows) {
        offsets_.reserve(rows + 1);
        offsets_.push_back(0);
        validity_.reserve(rows);
    }

    /// Adds row `position` of the element columns to the current list; kNullRow is a NULL element.
    void pick(std::uint32_t position) { positions_.push_back(position); }
    void pickRange(std::uint32_t begin, std::uint32_t end) {
        for (std::uint32_t position = begin; position < end; ++position) positions_.push_back(position);
    }

    /// Elements of the list begun.
    std::size_t pending() const noexcept { return positions_.size() - offsets_.back(); }

    void endList() {
        offsets_.push_back(static_cast<std::uint32_t>(positions_.size()));
        validity_.push_back(1);
    }
    void endNull() {
        positions_.resize(offsets_.back());
        offsets_.push_back(offsets_.back());
        validity_.push_back(0);
    }

    /// The column of `type`, an ARRAY, with elements out of `parts`.
    ColumnPtr finish(const TypePtr& type, std::span<const ColumnPtr> parts) && {
        return make(type, {scatter(type->elementType(), parts, positions_)});
    }

    /// The same of a MAP: keys and values are picked by the same positions.
    ColumnPtr finish(const TypePtr& type, std::span<const ColumnPtr> keys, std::span<const ColumnPtr> values) && {
        return make(type, {scatter(type->keyType(), keys, positions_), scatter(type->valueType(), values, positions_)});
    }

  private:
    ColumnPtr make(const TypePtr& type, std::vector<ColumnPtr> children) {
        const std::size_t rows = validity_.size();
        return std::make_shared<Column>(type, rows, Column::Elements{}, std::move(validity_), std::move(offsets_), std::move(children));
    }

    std::vector<std::uint32_t> positions_;
    std::vector<std::uint32_t> offsets_;
    std::vector<std::uint8_t> validity_;
};

/// The elements of the lists that are not NULL, one after the other.
struct FlatElements {
    std::vector<std::uint32_t> rows;       ///< the list each element comes from
    std::vector<std::uint32_t> offsets;    ///< of the lists into the elements; NULL lists are empty
    std::vector<ColumnPtr> children;       ///< elements, or keys and values
};
FlatElements flattened(const ColumnPtr& lists);

/// A list column of `type` with the validity of `like`.
ColumnPtr makeList(const TypePtr& type, const Column& like, std::vector<std::uint32_t> offsets, std::vector<ColumnPtr> children);

/// Refuses a MAP whose row has a NULL key or the same key twice; `name` is the function's.
Result<void> checkMapKeys(const Column& map, std::string_view name);

}  // namespace vitrine
