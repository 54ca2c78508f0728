// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/base/time.h"
#include "core/data/column_builder.h"
#include "core/data/schema.h"
#include "core/data/time_zone.h"
#include "core/data/value.h"
#include "core/formats/json_options.h"
#include "core/formats/json_tokenizer.h"
#include "core/formats/row_chunk.h"

namespace vitrine {

/// The exact reader: one JSON document → rows, as Spark's JSON reader on top of Jackson answers (JS-1 to JS-15, JS-40).
/// Everything else in this room is measured against it. One instance a thread; reusable.
class JsonRecordParser {
  public:
    enum class Outcome {
        NoRow,    ///< blank text or `[]`
        Good,     ///< rows() are complete
        Partial,  ///< rows() hold what could be read; badColumn() and reason() tell the first problem
        Bad,      ///< not readable as a record: no rows()
    };

    /// `fields` are the columns to convert; other keys are only skipped.
    JsonRecordParser(const std::vector<Field>& fields, const JsonOptions& options, const SessionConf& conf, EventTime now);

    /// Reads the first value of `text` (UTF-8). Texts of slots point into `text` or into `arena`. With `exactSource` numbers,
    /// objects and arrays become STRING as they are written, if the session says so (JS-10, JS-11).
    Outcome parse(std::string_view text, StringArena& arena, bool exactSource = true);

    std::size_t rowCount() const noexcept { return rowCount_; }
    /// The slots of row `row`, in the order of the fields.
    const RowSlot* row(std::size_t row) const noexcept { return slots_.data() + row * root_.children.size(); }

    const std::string& badColumn() const noexcept { return badColumn_; }
    const std::string& reason() const noexcept { return reason_; }

  private:
    enum class Conversion { Ok, Partial, Failed };
    struct Node {
        TypePtr type;
        TypeKind kind = TypeKind::Struct;
        std::vector<std::string> names{};
        std::vector<Node> children{};
        std::unordered_map<std::string_view, int> index{};  ///< only for many fields
        int find(std::string_view name) const;
    };
    using Token = JsonTokenizer::Token;

    static Node makeNode(const TypePtr& type);

    RowSlot* newRow();
    template <class Assign>
    Conversion convertFields(const Node& node, bool isRoot, Assign assign);
    Conversion convertRootArray();
    Conversion convertSlot(const Node& node, RowSlot& slot);
    Conversion convertValue(const Node& node, Value& value);
    Conversion convertArray(const Node& node, Value& value);
    Conversion convertMap(const Node& node, Value& value);
    Conversion convertStruct(const Node& node, Value& value);
    bool convertScalar(const Node& node, RowSlot& slot);
    bool convertString(RowSlot& slot);
    bool convertNumber(const Node& node, RowSlot& slot);
    bool convertText(const Node& node, RowSlot& slot);
    bool copyNormalised(std::string& out);
    bool refuse(const Node& node);
    bool syntaxFault();
    void noteReason(std::string reason);
    std::string_view keep(std::string_view text, bool inSource);

    JsonOptions options_;
    EventTime now_;
    bool partialResults_;
    bool exactStrings_;
    bool exactSource_ = true;
    Node root_;
    JsonTokenizer tokenizer_;
    StringArena* arena_ = nullptr;
    std::vector<RowSlot> slots_;
    std::size_t rowCount_ = 0;
    std::string badColumn_;
    std::string reason_;
    std::string bytes_;
    const std::string* column_ = nullptr;  ///< of the top level, being converted
};

}  // namespace vitrine
