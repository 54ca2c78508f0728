// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "core/base/time.h"
#include "core/data/column_builder.h"
#include "core/data/schema.h"
#include "core/formats/json_options.h"

namespace vitrine {

/// Reads lines of any shape that are strict JSON objects, by simdjson: keys in any order, nested values to skip, escapes.
///
/// It takes a line only when every wanted value converts without doubt; the row is then that of JsonRecordParser. One
/// instance a thread.
class JsonObjectReader {
  public:
    JsonObjectReader(const std::vector<Field>& fields, const JsonOptions& options, EventTime now);
    ~JsonObjectReader();
    JsonObjectReader(const JsonObjectReader&) = delete;
    JsonObjectReader& operator=(const JsonObjectReader&) = delete;

    /// False when a column has a type, or the options ask for something, that only the exact reader knows.
    static bool supports(const std::vector<Field>& fields, const JsonOptions& options);

    /// Where the elements and the validity of a field go, by row number. Validity is 0 until a row is written.
    void bind(std::size_t field, void* elements, std::uint8_t* validity);

    /// Reads `line`, behind which 64 bytes are readable, into row `row`; texts are copied into `arena`. False, with the row
    /// untouched, when the line is for the exact reader.
    bool take(std::string_view line, std::size_t row, StringArena& arena);

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace vitrine
