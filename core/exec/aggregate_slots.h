// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>

#include "core/data/column.h"

namespace vitrine::detail {

template <class T>
T load(const std::byte* slot) noexcept {
    T element;
    std::memcpy(&element, slot, sizeof(T));
    return element;
}

template <class T>
void store(std::byte* slot, const T& element) noexcept {
    std::memcpy(slot, &element, sizeof(T));
}

/// Calls `body(row)` for every row that is selected and not NULL in `column`.
template <class Body>
void forEachPresent(const Column& column, const std::uint8_t* selected, std::size_t rows, Body&& body) {
    if (column.type()->is(TypeKind::Void)) return;
    const auto validity = column.validity();
    if (selected == nullptr && validity.empty()) {
        for (std::size_t row = 0; row < rows; ++row) body(row);
        return;
    }
    for (std::size_t row = 0; row < rows; ++row) {
        if (selected != nullptr && selected[row] == 0) continue;
        if (!validity.empty() && validity[row] == 0) continue;
        body(row);
    }
}

/// A column of results under construction: elements, and NULL where nothing was set.
template <class T>
class ResultColumn {
  public:
    explicit ResultColumn(std::size_t size) : values_(size), validity_(size, 0) {}

    void set(std::size_t row, T element) {
        values_[row] = element;
        validity_[row] = 1;
        ++present_;
    }

    ColumnPtr finish(const TypePtr& type) {
        const std::size_t size = values_.size();
        if (present_ == size) validity_.clear();
        return std::make_shared<Column>(type, size, std::move(values_), std::move(validity_));
    }

  private:
    std::vector<T> values_;
    std::vector<std::uint8_t> validity_;
    std::size_t present_ = 0;
};

}  // namespace vitrine::detail
