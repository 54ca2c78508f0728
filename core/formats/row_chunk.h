// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "core/data/batch.h"
#include "core/data/value.h"
#include "core/formats/chunk_columns.h"
#include "core/formats/row_reader.h"

namespace vitrine {

/// One value of a row before it enters a column. Scalars use the member of their physical type; strings and binaries
/// `text`; arrays, maps and structs `nested`.
struct RowSlot {
    bool isNull = true;
    union {
        std::int64_t integer = 0;  ///< all integral types, booleans, dates and times
        double real;               ///< FLOAT too
    };
    Int128 decimal = 0;
    CalendarInterval interval{};
    std::string_view text{};
    Value nested{};
};

/// The columns of a batch that are produced, and where their values come from.
struct ProducedColumns {
    SchemaPtr schema;                      ///< all of them
    std::vector<Field> parsed;             ///< without the corrupt-record column
    std::vector<std::size_t> places;       ///< of `parsed` in `schema`
    std::optional<std::size_t> corrupt;    ///< of the corrupt-record column in `schema`
};

/// The rows of one batch while it is being read. Texts are views of read buffers, which hold() keeps, or of textArena().
class RowChunk {
  public:
    /// `produced` must outlive the chunk.
    RowChunk(const ProducedColumns& produced, std::size_t chunkRows, const FileRange& range);

    /// Begins the next batch with room for `chunkRows` rows.
    void start();
    /// Keeps a read buffer alive with all text columns of the batch.
    void hold(const BufferOwner& owner);
    /// Where texts go that are not in a read buffer; alive with all text columns of the batch.
    StringArena& textArena();

    std::size_t rows() const noexcept { return rows_; }
    /// For scanners that write by themselves: the count of rows, their offsets, and the columns of `parsed`.
    std::size_t& rowCount() noexcept { return rows_; }
    std::uint64_t* offsets() noexcept { return origins_->offsets.data(); }
    ChunkColumn& column(std::size_t parsed) noexcept { return columns_[produced_->places[parsed]]; }

    /// Adds a row; `slots` null: a row of NULLs. `record` is the text of a malformed one. True when the columns moved to
    /// make room.
    bool appendRow(const RowSlot* slots, std::uint64_t offset, std::string_view record);

    /// Gives the batch, which may be empty.
    void finish(Batch& batch);

  private:
    void store(ChunkColumn& column, TypeKind kind, const RowSlot& slot);

    const ProducedColumns* produced_;
    std::size_t chunkRows_;
    std::uint32_t fileIndex_;
    std::shared_ptr<const std::string> fileUri_;
    std::vector<ChunkColumn> columns_;
    std::size_t rows_ = 0;
    std::shared_ptr<RowOrigins> origins_;
    std::shared_ptr<StringArena> arena_;
};

}  // namespace vitrine
