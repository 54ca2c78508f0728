// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/chunk_columns.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace vitrine {

ChunkColumn::ChunkColumn(TypePtr type) : type_(std::move(type)) {
    if (type_->isNested()) builder_.emplace(type_);
    attach();
}

void ChunkColumn::attach() {
    if (type_->is(TypeKind::Void) || builder_) return;
    visitPhysical(type_->kind(), [this]<class T>(TypeTag<T>) {
        auto& vector = elements_.emplace<std::vector<T>>(capacity_);
        data_ = vector.data();
    });
}

void ChunkColumn::grow(std::size_t rows) {
    if (builder_ || rows <= capacity_) return;
    capacity_ = std::max(rows, capacity_ * 2);
    validity_.resize(capacity_, 0);
    std::visit(
        [this]<class Alternative>(Alternative& vector) {
            if constexpr (!std::is_same_v<Alternative, std::monostate>) {
                vector.resize(capacity_);
                data_ = vector.data();
            }
        },
        elements_);
}

void ChunkColumn::hold(const BufferOwner& owner) {
    if (owners_.empty() || owners_.back() != owner) owners_.push_back(owner);
}

StringArena& ChunkColumn::arena() {
    if (!arena_) arena_ = std::make_shared<StringArena>();
    return *arena_;
}

ColumnPtr ChunkColumn::finish(std::size_t rows) {
    if (builder_) return builder_->finish();
    std::visit(
        [rows]<class Alternative>(Alternative& vector) {
            if constexpr (!std::is_same_v<Alternative, std::monostate>) vector.resize(rows);
        },
        elements_);
    std::vector<std::uint8_t> validity;
    if (rows > 0 && std::memchr(validity_.data(), 0, rows) != nullptr) validity.assign(validity_.begin(), validity_.begin() + static_cast<std::ptrdiff_t>(rows));
    if (arena_) owners_.push_back(std::exchange(arena_, nullptr));
    auto column = std::make_shared<const Column>(type_, rows, std::move(elements_), std::move(validity), std::vector<std::uint32_t>{},
                                                 std::vector<ColumnPtr>{}, std::exchange(owners_, {}));
    std::fill_n(validity_.begin(), rows, std::uint8_t{0});
    elements_ = {};
    attach();
    return column;
}

}  // namespace vitrine
