// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "core/data/column.h"
#include "core/data/value.h"

namespace vitrine {

/// Bytes of strings, allocated in blocks that never move. A column built from it keeps it alive. Not thread-safe.
class StringArena {
  public:
    /// Copies `text` and returns the copy's view.
    std::string_view store(std::string_view text);

    /// Room for `size` bytes to be filled by the caller.
    char* reserve(std::size_t size);

    std::size_t memoryBytes() const noexcept { return bytes_; }

  private:
    std::vector<std::unique_ptr<char[]>> blocks_;
    std::size_t left_ = 0;
    char* next_ = nullptr;
    std::size_t bytes_ = 0;
};

/// Makes one column, a row at a time. For batches use a ready vector and Column's constructor; this is for readers with
/// nested types, literals and results. Not thread-safe; finish() leaves it empty and usable again.
class ColumnBuilder {
  public:
    explicit ColumnBuilder(TypePtr type);
    ~ColumnBuilder();
    ColumnBuilder(ColumnBuilder&&) noexcept;
    ColumnBuilder& operator=(ColumnBuilder&&) noexcept;

    const TypePtr& type() const noexcept;
    std::size_t size() const noexcept;
    void reserve(std::size_t rows);

    void appendNull();

    /// Appends a physical element (see TypeKind); T must be the type's own. Strings are copied into an arena.
    template <class T>
    void append(T element);

    /// Appends a string whose bytes `owner` keeps alive, without copying. Owners equal to the last one are kept once.
    void appendView(std::string_view text, const BufferOwner& owner);

    /// Appends any value of the type, nested ones included.
    void appendValue(const Value& value);

    /// Appends row `row` of `source`, which has the same type.
    void appendFrom(const Column& source, std::size_t row);

    /// Child builder of an Array (0), a Map (0 keys, 1 values) or a Struct (field). Fill the children first, then call
    /// closeNested() once: it makes the next row out of what was appended since (Struct: exactly one row in each child).
    ColumnBuilder& child(std::size_t index);
    void closeNested();

    /// Drops the last `rows` rows.
    void truncate(std::size_t rows);

    ColumnPtr finish();

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace vitrine
