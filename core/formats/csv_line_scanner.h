// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

#include "core/formats/csv_record_parser.h"
#include "core/formats/number_scan.h"

namespace vitrine {

/// Reads plain lines straight into columns: fields without quotes, or in quotes without escapes, that convert without
/// doubt. The rows are those of CsvRecordParser; any other line is left to the caller. One instance a thread.
class CsvLineScanner {
  public:
    CsvLineScanner(const CsvLayout& layout, const CsvOptions& options, EventTime now);

    /// False when a column has a type, or the options ask for something, that only the exact reader knows.
    static bool supports(const CsvLayout& layout, const CsvOptions& options);

    /// Where the elements and the validity of a column of the layout go, by row number. Validity is 0 until a row is written.
    void bind(std::size_t column, void* elements, std::uint8_t* validity);

    /// Reads lines of valid UTF-8 from `from` on, writing rows from `row` up to `lastRow`, and `offsets[row]` = `offset` of
    /// the line, where `offset` belongs to `from`. Stops at the first line it cannot take. At least 64 readable bytes follow
    /// `end`.
    const char* scan(const char* from, const char* end, std::uint64_t offset, std::size_t& row, std::size_t lastRow,
                     std::uint64_t* offsets);

  private:
    struct Target {
        TypeKind kind = TypeKind::Void;
        std::size_t position = 0;
        void* elements = nullptr;
        std::uint8_t* validity = nullptr;
        int precision = 0;
        int scale = 0;
    };
    const char* takeLine(const char* at, const char* end, std::size_t row);
    bool takeField(const Target& target, const char* begin, const char* end, std::size_t row);
    const char* nextStop(const char* at);
    std::uint64_t stopsIn(const char* block) const;
    const char* closingQuote(const char* at) const;

    std::vector<Target> targets_;
    CsvOptions options_;
    EventTime now_;
    bool zoneIsUtc_;
    bool hasNullText_;
    bool emptyTextIsNull_;
    std::size_t fields_;               ///< a line must have; 0: any number
    char separator_;
    const char* limit_ = nullptr;      ///< the end of the text
    const char* block_ = nullptr;
    std::uint64_t stops_ = 0;          ///< separators and line ends in the 64 bytes from block_
    IsoInstantReader instants_;
};

}  // namespace vitrine
