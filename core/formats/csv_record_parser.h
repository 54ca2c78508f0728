// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/time.h"
#include "core/data/column_builder.h"
#include "core/data/schema.h"
#include "core/formats/csv_options.h"
#include "core/formats/csv_tokenizer.h"
#include "core/formats/row_chunk.h"

namespace vitrine {

/// A column that is converted, and the field of a line that it comes from (CSV-2).
struct CsvColumn {
    Field field;
    std::size_t position = 0;
};

/// What a file's fields are, and which are wanted.
struct CsvLayout {
    std::vector<std::string> names;     ///< of the fields that a line should have, without the corrupt-record column
    std::vector<CsvColumn> columns;     ///< wanted, ascending positions
    /// Lines must have exactly `names.size()` fields; false when only some columns are looked at (CSV-3).
    bool countsFields = true;
};

/// The exact reader: one record → a row, as Spark's CSV reader answers (CSV-1 to CSV-4). One instance a thread; reusable.
class CsvRecordParser {
  public:
    enum class Outcome {
        NoRow,    ///< the end of a text
        Good,
        Partial,  ///< the row holds what could be read; badColumn() and reason() tell the first problem
        Bad,      ///< no row
        Fault,    ///< not to be read on, whatever the mode
    };

    CsvRecordParser(const CsvLayout& layout, const CsvOptions& options, EventTime now);

    /// Reads a line (UTF-8) without its end, which is neither blank nor a comment. Texts of slots are in `arena`.
    Outcome parseLine(std::string_view line, StringArena& arena);

    /// Reads the next record of a text begun with tokenizer().begin().
    Outcome parseNext(StringArena& arena);

    CsvTokenizer& tokenizer() noexcept { return tokenizer_; }
    const RowSlot* row() const noexcept { return slots_.data(); }
    const std::string& badColumn() const noexcept { return badColumn_; }
    const std::string& reason() const noexcept { return reason_; }

  private:
    Outcome convert(CsvTokenizer::Outcome outcome, StringArena& arena);
    bool convertField(const CsvColumn& column, std::string_view text, RowSlot& slot, StringArena& arena) const;
    void noteReason(std::string reason, std::string_view column = {});

    CsvLayout layout_;
    CsvOptions options_;
    EventTime now_;
    CsvTokenizer tokenizer_;
    std::vector<RowSlot> slots_;
    std::string badColumn_;
    std::string reason_;
};

/// Text → number as Java's parseInt and the like: a sign, digits, no blanks. Empty outside of [least, greatest].
std::optional<std::int64_t> csvInteger(std::string_view text, std::int64_t least, std::int64_t greatest) noexcept;

}  // namespace vitrine
