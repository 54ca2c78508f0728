// SPDX-License-Identifier: GPL-3.0-or-later
// Expression texts: what is parsed is written as SQL that parses to the same; what binds is evaluated on a few rows, and
// gives a column of its type and size or an error.
#include "core/data/column_builder.h"
#include "core/data/value.h"
#include "core/sql/binder.h"
#include "core/sql/expression.h"
#include "tests/fuzz/fuzz_input.h"

using namespace vitrine;

namespace {

Batch rows() {
    Batch batch;
    const auto schema = parseDdl(
        "i INT, l BIGINT, d DOUBLE, c DECIMAL(10,2), s STRING, b BOOLEAN, t TIMESTAMP, y DATE, a ARRAY<INT>, m MAP<STRING, INT>, "
        "r STRUCT<x: INT, y: STRING>, n BINARY");
    batch.schema = std::make_shared<const Schema>(*schema);
    batch.numRows = 3;
    using List = Value::List;
    const std::vector<std::vector<Value>> values = {
        {{std::int32_t{7}}, {std::int32_t{-1}}, {}},
        {{std::int64_t{1} << 40}, {}, {std::int64_t{0}}},
        {{1.5}, {-0.0}, {}},
        {{Int128{12345}}, {}, {Int128{-1}}},
        {{std::string("Hello, é")}, {std::string("")}, {}},
        {{true}, {false}, {}},
        {{std::int64_t{1'469'501'107'000'000}}, {std::int64_t{-1}}, {}},
        {{std::int32_t{17'000}}, {std::int32_t{-1}}, {}},
        {{List{{std::int32_t{1}}, {}, {std::int32_t{3}}}}, {List{}}, {}},
        {{List{{List{{std::string("k")}, {std::int32_t{1}}}}}}, {List{}}, {}},
        {{List{{std::int32_t{1}}, {std::string("y")}}}, {List{{}, {}}}, {}},
        {{std::string("\x01\xff")}, {std::string()}, {}},
    };
    for (std::size_t column = 0; column < values.size(); ++column) {
        ColumnBuilder builder((*batch.schema)[column].type);
        for (const Value& value : values[column]) value.isNull() ? builder.appendNull() : builder.appendValue(value);
        batch.columns.push_back(builder.finish());
    }
    return batch;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const Batch kRows = rows();
    std::string_view text = test::textOf(data, size);
    SessionConf conf;
    conf.ansi = test::takeByte(text) % 2 == 0;
    static_cast<void>(parseSortOrder(text));
    const auto parsed = parseExpression(text);
    if (!parsed) return 0;
    const std::string written = toSql(**parsed);
    const auto again = parseExpression(written);
    FUZZ_REQUIRE(again);
    FUZZ_REQUIRE(toSql(**again) == written);
    columnNameOf(**parsed);

    BindingScope scope;
    scope.schema = kRows.schema.get();
    scope.conf = &conf;
    const auto bound = bindExpression(*parsed, scope);
    if (!bound) return 0;
    const EvaluationContext context{&conf, WallTime{Millis{1'795'223'319'089}}};
    const auto column = (*bound)->evaluate(kRows, context);
    if (!column) return 0;
    FUZZ_REQUIRE((*column)->size() == kRows.numRows);
    FUZZ_REQUIRE(*(*column)->type() == *(*bound)->type());
    for (std::size_t row = 0; row < kRows.numRows; ++row) valueAt(**column, row);
    return 0;
}
