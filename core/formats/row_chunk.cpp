// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/row_chunk.h"

#include <type_traits>

#include "core/base/file_uri.h"

namespace vitrine {

RowChunk::RowChunk(const ProducedColumns& produced, std::size_t chunkRows, const FileRange& range)
    : produced_(&produced),
      chunkRows_(chunkRows),
      fileIndex_(range.fileIndex),
      fileUri_(std::make_shared<const std::string>(fileUri(range.path))) {
    for (const Field& field : produced.schema->fields()) columns_.emplace_back(field.type);
}

void RowChunk::start() {
    rows_ = 0;
    for (ChunkColumn& column : columns_) column.grow(chunkRows_);
    origins_ = std::make_shared<RowOrigins>();
    origins_->fileIndex = fileIndex_;
    origins_->fileUri = fileUri_;
    origins_->offsets.resize(chunkRows_);
}

void RowChunk::hold(const BufferOwner& owner) {
    for (std::size_t place = 0; place < columns_.size(); ++place) {
        const TypeKind kind = produced_->schema->fields()[place].type->kind();
        if ((kind == TypeKind::String || kind == TypeKind::Binary) && produced_->corrupt != place) columns_[place].hold(owner);
    }
}

StringArena& RowChunk::textArena() {
    if (!arena_) {
        arena_ = std::make_shared<StringArena>();
        hold(arena_);
    }
    return *arena_;
}

bool RowChunk::appendRow(const RowSlot* slots, std::uint64_t offset, std::string_view record) {
    const bool grows = rows_ == origins_->offsets.size();
    if (grows) {
        const std::size_t room = rows_ * 2;
        origins_->offsets.resize(room);
        for (ChunkColumn& column : columns_) column.grow(room);
    }
    origins_->offsets[rows_] = offset;
    for (std::size_t index = 0; index < produced_->places.size(); ++index) {
        ChunkColumn& target = column(index);
        if (target.isNested()) {
            static const Value kNull;
            target.appendNested(slots == nullptr || slots[index].isNull ? kNull : slots[index].nested);
        } else if (slots != nullptr && !slots[index].isNull) {
            store(target, produced_->parsed[index].type->kind(), slots[index]);
        }
    }
    if (produced_->corrupt && record.data() != nullptr) {
        ChunkColumn& corrupt = columns_[*produced_->corrupt];
        corrupt.elements<std::string_view>()[rows_] = corrupt.arena().store(record);
        corrupt.validity()[rows_] = 1;
    }
    ++rows_;
    return grows;
}

void RowChunk::store(ChunkColumn& column, TypeKind kind, const RowSlot& slot) {
    if (kind == TypeKind::Void) return;
    column.validity()[rows_] = 1;
    visitPhysical(kind, [&]<class T>(TypeTag<T>) {
        T& element = column.elements<T>()[rows_];
        if constexpr (std::is_same_v<T, std::string_view>) element = slot.text;
        else if constexpr (std::is_same_v<T, Int128>) element = slot.decimal;
        else if constexpr (std::is_same_v<T, CalendarInterval>) element = slot.interval;
        else if constexpr (std::is_floating_point_v<T>) element = static_cast<T>(slot.real);
        else element = static_cast<T>(slot.integer);
    });
}

void RowChunk::finish(Batch& batch) {
    batch.numRows = rows_;
    if (rows_ == 0) {
        for (const Field& field : produced_->schema->fields()) batch.columns.push_back(makeNullColumn(field.type, 0));
    } else {
        for (ChunkColumn& column : columns_) batch.columns.push_back(column.finish(rows_));
    }
    origins_->offsets.resize(rows_);
    batch.origins = std::move(origins_);
    arena_.reset();
}

}  // namespace vitrine
