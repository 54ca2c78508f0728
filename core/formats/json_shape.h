// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/time.h"
#include "core/data/schema.h"
#include "core/formats/json_options.h"
#include "core/formats/number_scan.h"

namespace vitrine {

/// Reads lines whose names and punctuation are those of a line seen before: `{"time":…,"action":…}`.
///
/// It takes a line only when it is plain JSON without escapes and every wanted value converts without doubt; the rows are
/// then those of JsonRecordParser. Any other line is left to the caller. One instance a thread.
class JsonShapeScanner {
  public:
    /// `fields` are the columns to convert.
    JsonShapeScanner(const std::vector<Field>& fields, const JsonOptions& options, EventTime now);

    /// False when a column has a type, or the options ask for something, that only the exact reader knows.
    static bool supports(const std::vector<Field>& fields, const JsonOptions& options);

    /// Where the elements and the validity of a field go, by row number. Validity is 0 until a row is written.
    void bind(std::size_t field, void* elements, std::uint8_t* validity);

    /// Reads lines from `from` on, writing rows from `row` up to `lastRow`, and `offsets[row]` = `offset` of the line, where
    /// `offset` belongs to `from`. Stops behind the last line it could take and advances `row`. At least 64 readable bytes
    /// follow `end`.
    const char* scan(const char* from, const char* end, std::uint64_t offset, std::size_t& row, std::size_t lastRow,
                     std::uint64_t* offsets);

    /// Learns the shape of `line`, which scan() did not take. False when it is no plain object, or its shape was known.
    bool learn(std::string_view line);

  private:
    enum class Take : std::uint8_t { Skip, Text, Boolean, Byte, Short, Int, Long, Timestamp, TimestampNtz, Date, Float, Double, Decimal };
    struct Target {
        Take take = Take::Skip;
        void* elements = nullptr;
        std::uint8_t* validity = nullptr;
        int precision = 0;
        int scale = 0;
    };
    struct Part {
        std::uint32_t literalAt = 0;  ///< in Shape::literals, padded to 16 bytes
        std::uint32_t length = 0;
        std::int32_t target = -1;     ///< the value after the literal; -1: skip it
    };
    struct Shape {
        std::string literals{};
        std::vector<Part> parts{};
        Part closing{};
        std::vector<std::string> texts{};  ///< the literals, to compare shapes
    };

    const char* takeLine(const Shape& shape, const char* at, const char* end, std::size_t row);
    const char* takeValue(const Target& target, const char* at, std::size_t row);
    const char* takeTimestamp(const Target& target, const char* text, const char* textEnd, std::size_t row);
    void forget(const Shape& shape, std::size_t row);

    std::vector<Field> fields_;
    std::vector<Target> targets_;
    JsonOptions options_;
    bool zoneIsUtc_;
    EventTime now_;
    std::vector<Shape> shapes_;  ///< the one used last comes first
    std::uint64_t taken_ = 0;
    std::uint64_t learned_ = 0;
    IsoInstantReader dates_;
};

}  // namespace vitrine
