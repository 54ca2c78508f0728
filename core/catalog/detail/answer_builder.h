// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <variant>

#include "core/catalog/detail/sql_connection.h"
#include "core/data/column_builder.h"
#include "core/data/time_zone.h"

struct sqlite3_value;

namespace vitrine::detail {

/// Collects what SQLite gives for one column and makes a typed column of it at the end.
class AnswerColumnBuilder {
  public:
    AnswerColumnBuilder(std::string name, TypePtr declared) : name_(std::move(name)), declared_(std::move(declared)) {}

    /// Returns the bytes it took.
    std::size_t append(sqlite3_value* value);

    /// Of the declared type where all values are of it (nested ones and intervals: their text), else of the type that holds
    /// what was found.
    AnswerColumn finish(const TimeZone& zone);

  private:
    struct Bytes {
        std::string content;
    };
    using Cell = std::variant<std::monostate, std::int64_t, double, std::string, Bytes>;

    static bool appendAs(ColumnBuilder& builder, const Cell& cell, const TimeZone& zone);
    TypePtr foundType() const;

    std::string name_;
    TypePtr declared_;
    std::vector<Cell> cells_;
};

}  // namespace vitrine::detail
