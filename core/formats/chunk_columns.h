// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "core/data/batch.h"
#include "core/data/column_builder.h"

namespace vitrine {

/// One column of the batch being read: a vector written by row number. Nested types go through a ColumnBuilder.
class ChunkColumn {
  public:
    explicit ChunkColumn(TypePtr type);

    /// Makes room for `rows` rows in all; every row starts as NULL until set.
    void grow(std::size_t rows);

    /// The room for elements of physical type T, or void.
    template <class T>
    T* elements() { return static_cast<T*>(data_); }
    std::uint8_t* validity() noexcept { return validity_.data(); }

    bool isNested() const noexcept { return builder_.has_value(); }
    /// Appends the next row of a nested column.
    void appendNested(const Value& value) { builder_->appendValue(value); }

    /// Keeps `owner` alive with the column; repeated owners in a row count once.
    void hold(const BufferOwner& owner);

    /// Copies of texts that are not in a read buffer.
    StringArena& arena();

    /// The first `rows` rows as a column; the room is kept for the next batch.
    ColumnPtr finish(std::size_t rows);

  private:
    void attach();

    TypePtr type_;
    Column::Elements elements_;
    void* data_ = nullptr;
    std::vector<std::uint8_t> validity_;
    std::size_t capacity_ = 0;
    std::vector<BufferOwner> owners_;
    std::shared_ptr<StringArena> arena_;
    std::optional<ColumnBuilder> builder_;
};

}  // namespace vitrine
