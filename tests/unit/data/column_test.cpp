// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest/QtTest>

#include <random>

#include "core/data/batch.h"
#include "core/data/column_builder.h"

using namespace vitrine;

namespace {

TypePtr type(std::string_view ddl) { return parseType(ddl).value(); }

/// A random value of a type; NULL now and then.
Value randomValue(const DataType& of, std::mt19937& random) {
    if (random() % 5 == 0) return {};
    const auto number = static_cast<std::int64_t>(random());
    switch (of.kind()) {
        case TypeKind::Void: return {};
        case TypeKind::Boolean: return Value{number % 2 == 0};
        case TypeKind::Byte: return Value{static_cast<std::int8_t>(number)};
        case TypeKind::Short: return Value{static_cast<std::int16_t>(number)};
        case TypeKind::Int:
        case TypeKind::Date:
        case TypeKind::YearMonthInterval: return Value{static_cast<std::int32_t>(number)};
        case TypeKind::Long:
        case TypeKind::Timestamp:
        case TypeKind::TimestampNtz:
        case TypeKind::DayTimeInterval: return Value{number};
        case TypeKind::Float: return Value{static_cast<float>(number) / 3};
        case TypeKind::Double: return Value{static_cast<double>(number) / 3};
        case TypeKind::Decimal: return Value{static_cast<Int128>(number) * number};
        case TypeKind::String:
        case TypeKind::Binary: return Value{std::string(static_cast<std::size_t>(number % 40), static_cast<char>('a' + number % 26))};
        case TypeKind::CalendarInterval: return Value{CalendarInterval{1, static_cast<std::int32_t>(number), number}};
        case TypeKind::Array:
        case TypeKind::Map: {
            Value::List list;
            for (std::int64_t index = 0; index < number % 4; ++index) {
                if (of.is(TypeKind::Array)) {
                    list.push_back(randomValue(*of.elementType(), random));
                } else {
                    list.push_back(Value{Value::List{Value{std::string("k") + std::to_string(index)}, randomValue(*of.valueType(), random)}});
                }
            }
            return Value{std::move(list)};
        }
        case TypeKind::Struct: {
            Value::List list;
            for (const Field& field : of.fields()) list.push_back(randomValue(*field.type, random));
            return Value{std::move(list)};
        }
    }
    return {};
}

constexpr std::string_view kTypes[] = {
    "void", "boolean", "tinyint", "smallint", "int", "bigint", "float", "double", "decimal(38,5)", "string", "binary", "date", "timestamp",
    "timestamp_ntz", "interval", "interval year to month", "interval day to second", "array<int>", "array<array<string>>",
    "map<string, double>", "struct<a: int, b: string>", "struct<>", "struct<w: struct<start: timestamp, end: timestamp>, l: array<struct<x: string>>>",
    "map<string, array<struct<a: binary, b: void>>>"};

std::vector<Value> randomValues(const DataType& of, std::size_t count, std::mt19937& random) {
    std::vector<Value> values;
    for (std::size_t index = 0; index < count; ++index) values.push_back(randomValue(of, random));
    return values;
}

ColumnPtr columnOf(const TypePtr& of, const std::vector<Value>& values) {
    ColumnBuilder builder(of);
    for (const Value& value : values) builder.appendValue(value);
    return builder.finish();
}

std::vector<Value> valuesOf(const Column& column) {
    std::vector<Value> values;
    for (std::size_t row = 0; row < column.size(); ++row) values.push_back(valueAt(column, row));
    return values;
}

}  // namespace

class ColumnTest : public QObject {
    Q_OBJECT

  private slots:
    /// Building, choosing, joining and copying rows of every type does with columns what it does with lists of values.
    void operationsAgreeWithValues() {
        std::mt19937 random(7);
        for (const std::string_view ddl : kTypes) {
            const TypePtr of = type(ddl);
            for (int round = 0; round < 20; ++round) {
                const std::vector<Value> values = randomValues(*of, random() % 30, random);
                const ColumnPtr column = columnOf(of, values);
                QVERIFY2(valuesOf(*column) == values, ddl.data());
                QCOMPARE(column->nullCount(), static_cast<std::size_t>(std::count(values.begin(), values.end(), Value{})));

                std::vector<std::uint32_t> rows;
                std::vector<Value> chosen;
                for (std::size_t index = 0; index < random() % 40; ++index) {
                    const bool nullRow = values.empty() || random() % 6 == 0;
                    rows.push_back(nullRow ? kNullRow : static_cast<std::uint32_t>(random() % values.size()));
                    chosen.push_back(nullRow ? Value{} : values[rows.back()]);
                }
                const ColumnPtr gathered = gather(column, rows);
                QVERIFY2(valuesOf(*gathered) == chosen, ddl.data());

                const ColumnPtr parts[] = {column, gathered, makeNullColumn(of, 2), column};
                std::vector<Value> joined = values;
                joined.insert(joined.end(), chosen.begin(), chosen.end());
                joined.resize(joined.size() + 2);
                joined.insert(joined.end(), values.begin(), values.end());
                QVERIFY2(valuesOf(*concatenate(parts)) == joined, ddl.data());

                QVERIFY2(valuesOf(*compact(gathered)) == chosen, ddl.data());

                ColumnBuilder builder(of);
                for (std::size_t row = 0; row < column->size(); ++row) builder.appendFrom(*column, row);
                const std::size_t dropped = random() % (values.size() + 1);
                builder.truncate(dropped);
                builder.appendNull();
                std::vector<Value> kept(values.begin(), values.end() - static_cast<std::ptrdiff_t>(dropped));
                kept.push_back({});
                QVERIFY2(valuesOf(*builder.finish()) == kept, ddl.data());
                QCOMPARE(builder.finish()->size(), std::size_t{0});
            }
        }
    }

    void constantsRepeat() {
        std::mt19937 random(11);
        for (const std::string_view ddl : kTypes) {
            const TypePtr of = type(ddl);
            for (int round = 0; round < 5; ++round) {
                const Value value = randomValue(*of, random);
                QVERIFY2(valuesOf(*makeConstantColumn(of, value, 3)) == std::vector<Value>(3, value), ddl.data());
                QCOMPARE(makeConstantColumn(of, value, 0)->size(), std::size_t{0});
            }
        }
    }

    /// Every physical element has an append of its own.
    void appendsElements() {
        ColumnBuilder boolean(DataType::boolean());
        boolean.append<std::uint8_t>(1);
        QVERIFY(valueAt(*boolean.finish(), 0) == Value{true});
        ColumnBuilder decimal(DataType::decimal(10, 2));
        decimal.append<Int128>(5);
        QVERIFY(valueAt(*decimal.finish(), 0) == Value{Int128{5}});
        ColumnBuilder text(DataType::string());
        {
            std::string passing = "not kept by the caller";
            text.append<std::string_view>(passing);
            passing.assign(passing.size(), '?');
        }
        QVERIFY(valueAt(*text.finish(), 0) == Value{std::string("not kept by the caller")});
    }

    void columnsWithoutNullsHaveNoValidity() {
        ColumnBuilder builder(DataType::intType());
        builder.append<std::int32_t>(1);
        builder.append<std::int32_t>(2);
        const ColumnPtr column = builder.finish();
        QVERIFY(!column->mayHaveNulls());
        const std::uint32_t some[] = {1, 0, 1};
        QVERIFY(!gather(column, some)->mayHaveNulls());
        const std::uint32_t none[] = {1, kNullRow};
        QCOMPARE(gather(column, none)->nullCount(), std::size_t{1});
        builder.append<std::int32_t>(1);
        builder.appendNull();
        const std::uint32_t first[] = {0, 0};
        QVERIFY(!gather(builder.finish(), first)->mayHaveNulls());
    }

    /// Views stay valid as long as a column derived from them lives, and no longer.
    void ownersLiveAsLongAsNeeded() {
        auto buffer = std::make_shared<std::string>("hello world");
        const std::weak_ptr<std::string> watch = buffer;
        ColumnBuilder builder(DataType::string());
        builder.appendView(std::string_view(*buffer).substr(0, 5), buffer);
        builder.appendView(std::string_view(*buffer).substr(6), buffer);
        ColumnPtr column = builder.finish();
        QCOMPARE(column->owners().size(), std::size_t{1});
        buffer.reset();
        const std::uint32_t second[] = {1};
        ColumnPtr chosen = gather(column, second);
        column.reset();
        QVERIFY(!watch.expired());
        QVERIFY(valueAt(*chosen, 0) == Value{std::string("world")});
        chosen = compact(chosen);
        QVERIFY(watch.expired());
        QVERIFY(valueAt(*chosen, 0) == Value{std::string("world")});
    }

    void concatenateKeepsEachOwnerOnce() {
        auto buffer = std::make_shared<std::string>("x");
        ColumnBuilder builder(DataType::string());
        builder.appendView(*buffer, buffer);
        const ColumnPtr column = builder.finish();
        const ColumnPtr parts[] = {column, column, column};
        QCOMPARE(concatenate(parts)->owners().size(), std::size_t{1});
    }

    /// A bad element makes the whole array NULL: what was appended to the child before is taken back.
    void nullTakesBackTheOpenRow() {
        ColumnBuilder builder(type("array<struct<a: int, b: string>>"));
        ColumnBuilder& element = builder.child(0);
        element.child(0).append<std::int32_t>(1);
        element.child(1).append<std::string_view>("x");
        element.closeNested();
        element.child(0).append<std::int32_t>(2);
        builder.appendNull();
        element.appendNull();
        builder.closeNested();
        const ColumnPtr column = builder.finish();
        QVERIFY(valueAt(*column, 0).isNull());
        QVERIFY(valueAt(*column, 1) == Value{Value::List{Value{}}});
        QCOMPARE(column->child(0)->size(), std::size_t{1});
    }

    /// Readers may leave elements under a NULL row, and around the rows that a column uses.
    void listsMayHoldUnusedElements() {
        const ColumnPtr numbers = columnOf(DataType::intType(), {Value{std::int32_t{9}}, Value{std::int32_t{1}}, Value{std::int32_t{2}}, Value{std::int32_t{9}}});
        const auto lists = std::make_shared<const Column>(type("array<int>"), 2, Column::Elements{}, std::vector<std::uint8_t>{1, 0},
                                                          std::vector<std::uint32_t>{1, 2, 3}, std::vector<ColumnPtr>{numbers});
        const std::vector<Value> values = {Value{Value::List{Value{std::int32_t{1}}}}, Value{}};
        QVERIFY(valuesOf(*lists) == values);
        const std::uint32_t both[] = {0, 1};
        const ColumnPtr gathered = gather(lists, both);
        QVERIFY(valuesOf(*gathered) == values);
        QCOMPARE(gathered->child(0)->size(), std::size_t{1});
        const ColumnPtr parts[] = {gathered, lists, lists};
        const ColumnPtr joined = concatenate(parts);
        QVERIFY(valueAt(*joined, 2) == values[0]);
        QVERIFY(valueAt(*joined, 4) == values[0]);
    }

    void arenaKeepsItsBlocks() {
        StringArena arena;
        std::vector<std::string_view> views;
        for (std::size_t index = 0; index < 3000; ++index) views.push_back(arena.store(std::string(index, static_cast<char>('a' + index % 26))));
        const std::string_view huge = arena.store(std::string(3'000'000, '!'));
        const std::size_t bytes = arena.memoryBytes();
        views.push_back(arena.store("after"));
        QCOMPARE(arena.memoryBytes(), bytes);
        for (std::size_t index = 0; index < 3000; ++index) QCOMPARE(views[index], std::string_view(std::string(index, static_cast<char>('a' + index % 26))));
        QCOMPARE(huge.size(), std::size_t{3'000'000});
        QCOMPARE(views.back(), std::string_view("after"));
        QVERIFY(arena.memoryBytes() < 13'000'000);
    }

    void batchesKeepOrigins() {
        Batch batch;
        batch.schema = std::make_shared<const Schema>(parseDdl("a int").value());
        batch.columns = {makeConstantColumn(DataType::intType(), Value{std::int32_t{4}}, 3)};
        batch.numRows = 3;
        batch.origins = std::make_shared<const RowOrigins>(RowOrigins{2, {10, 20, 30}});
        const std::uint32_t rows[] = {2, 0};
        const Batch chosen = gather(batch, rows);
        QCOMPARE(chosen.numRows, std::size_t{2});
        QCOMPARE(chosen.origins->fileIndex, 2u);
        QVERIFY((chosen.origins->offsets == std::vector<std::uint64_t>{30, 10}));
        const Batch both[] = {batch, chosen};
        QCOMPARE(concatenate(batch.schema, both).column(0).size(), std::size_t{5});
        const Batch empty = concatenate(batch.schema, {});
        QCOMPARE(empty.numRows, std::size_t{0});
        QCOMPARE(empty.columns.size(), std::size_t{1});
    }
};

QTEST_APPLESS_MAIN(ColumnTest)
#include "column_test.moc"
