// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtTest>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/data/batch.h"
#include "core/data/column_builder.h"
#include "core/data/schema.h"
#include "core/sql/binder.h"

namespace vitrine {

/// A few rows given as SQL literals in columns of a DDL schema, and answers as `CAST(… AS STRING)` text, NULL as "NULL",
/// an error as "!Name".
class ExpressionFixture {
  public:
    explicit ExpressionFixture(std::string_view ddl = "a INT", std::vector<std::vector<std::string>> rows = {{"1"}}) {
        schema_ = std::make_shared<const Schema>(parseDdl(ddl).value());
        std::vector<ColumnBuilder> builders;
        for (const Field& field : schema_->fields()) builders.emplace_back(field.type);
        for (const std::vector<std::string>& row : rows) {
            for (std::size_t index = 0; index < builders.size(); ++index) builders[index].appendValue(constant(row[index], (*schema_)[index].type));
        }
        batch_.schema = schema_;
        batch_.numRows = rows.size();
        for (ColumnBuilder& builder : builders) batch_.columns.push_back(builder.finish());
    }

    SessionConf conf;

    BindingScope scope() const {
        BindingScope scope;
        scope.schema = schema_.get();
        scope.conf = &conf;
        return scope;
    }

    Result<BoundPtr> bind(std::string_view text) const {
        auto parsed = parseExpression(text);
        if (!parsed) return std::move(parsed).error();
        return bindExpression(*parsed, scope());
    }

    std::string typeOf(std::string_view text) const {
        const auto bound = bind(text);
        return bound ? (*bound)->type()->simpleString() : "!" + std::string(nameOf(bound.error().code()));
    }

    /// Answers of all rows, joined by " | ".
    std::string answers(std::string_view text) const {
        const auto bound = bind(text);
        if (!bound) return "!" + std::string(nameOf(bound.error().code()));
        EvaluationContext context;
        context.conf = &conf;
        context.batchTime = WallTime(Millis(1'469'501'107'500));
        const auto column = makeCast(*bound, DataType::string(), false)->evaluate(batch_, context);
        if (!column) return "!" + std::string(nameOf(column.error().code()));
        std::string all;
        for (std::size_t row = 0; row < (*column)->size(); ++row) {
            if (row > 0) all += " | ";
            all += (*column)->isNull(row) ? "NULL" : std::string((*column)->values<std::string_view>()[row]);
        }
        return all;
    }

    const Batch& batch() const { return batch_; }

  private:
    static Value constant(const std::string& text, const TypePtr& type) {
        const auto bound = bindExpression(parseExpression(text).value(), BindingScope{});
        Batch one;
        one.numRows = 1;
        const auto column = makeCast(bound.value(), type, false)->evaluate(one, EvaluationContext{});
        return valueAt(*column.value(), 0);
    }

    SchemaPtr schema_;
    Batch batch_;
};

}  // namespace vitrine
