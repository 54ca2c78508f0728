// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/data/type.h"

namespace vitrine {

/// Named, typed columns in order. A value; cheap enough to copy at definition time, shared by pointer in batches.
class Schema {
  public:
    Schema() = default;
    explicit Schema(std::vector<Field> fields) : fields_(std::move(fields)) {}

    const std::vector<Field>& fields() const noexcept { return fields_; }
    std::size_t size() const noexcept { return fields_.size(); }
    const Field& operator[](std::size_t index) const noexcept { return fields_[index]; }

    /// Positions of all columns called `name`; more than one means the name is ambiguous (DDL-6).
    std::vector<std::size_t> find(std::string_view name, bool caseSensitive) const;

    void add(Field field) { fields_.push_back(std::move(field)); }

    TypePtr asStruct() const { return DataType::structType(fields_); }
    bool operator==(const Schema&) const = default;

  private:
    std::vector<Field> fields_;
};

using SchemaPtr = std::shared_ptr<const Schema>;

/// The same columns, each part of them nullable: NOT NULL is never enforced on files (FS-5).
Schema nullableThroughout(const Schema& schema);

/// Reads a schema in DDL (rules DDL-1 to DDL-6): `time TIMESTAMP, action STRING`. NOT NULL is read and dropped (FS-5).
/// Errors: DdlSyntax, UnsupportedType, with atColumn() at the offending character.
Result<Schema> parseDdl(std::string_view text);

/// Writes DDL that parseDdl reads back to an equal schema; names are back-quoted where they must be.
std::string toDdl(const Schema& schema);

/// Reads the JSON of a Spark StructType: {"type":"struct","fields":[{"name":…,"type":…,"nullable":…,"metadata":{}}]}.
Result<Schema> parseStructTypeJson(std::string_view json);

/// Writes the JSON of a Spark StructType, compact, keys in Spark's order.
std::string toStructTypeJson(const Schema& schema);

/// `name` as it must be written in SQL and DDL: itself, or in back-quotes.
std::string quoteIdentifier(std::string_view name);

}  // namespace vitrine
