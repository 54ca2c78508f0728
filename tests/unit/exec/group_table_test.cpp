// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include <limits>
#include <set>

#include "core/exec/group_table.h"
#include "tests/support/plain_expressions.h"

using namespace vitrine;
using namespace vitrine::test;

namespace {

ColumnPtr columnOf(const TypePtr& type, const std::vector<Value>& values) {
    ColumnBuilder builder(type);
    for (const Value& value : values) builder.appendValue(value);
    return builder.finish();
}

/// A table of one key, and which group each of `values` got.
struct OneKey {
    explicit OneKey(const TypePtr& type)
        : layout(std::make_shared<KeyLayout>(std::vector<KeyLayout::Key>{{type, 0}})), table(layout, 8) {}

    std::vector<GroupHeader*> add(const ColumnPtr& column) {
        GroupKeys keys;
        layout->begin(column->size(), keys);
        layout->add(0, *column, keys);
        std::vector<GroupHeader*> groups;
        table.locate(keys, groups);
        return groups;
    }
    ColumnPtr keysOf(const std::vector<GroupHeader*>& groups) const {
        std::vector<const std::uint64_t*> words;
        std::vector<std::uint32_t> nulls;
        for (GroupHeader* group : groups) {
            words.push_back(group->words());
            nulls.push_back(group->nulls);
        }
        return layout->column(0, words, nulls);
    }
    std::shared_ptr<const KeyLayout> layout;
    GroupTable table;
};

}  // namespace

class TestGroupTable : public QObject {
    Q_OBJECT
  private slots:
    void ag2_everyTypeComesBack_data();
    void ag2_everyTypeComesBack();
    void ag2_nanZeroAndNull();
    void ag2_mapKeysAreNormalised();
    void textOfEveryLength();
    void manyGroupsAndRemovals();
};

void TestGroupTable::ag2_everyTypeComesBack_data() {
    QTest::addColumn<int>("index");
    for (int index = 0; index < 20; ++index) QTest::addRow("%d", index) << index;
}

void TestGroupTable::ag2_everyTypeComesBack() {
    const auto pair = DataType::structType({{"a", DataType::intType()}, {"b", DataType::string()}});
    const std::vector<std::pair<TypePtr, std::vector<Value>>> cases{
        {DataType::boolean(), {{true}, {false}}},
        {DataType::byteType(), {{std::int8_t{-3}}, {std::int8_t{3}}}},
        {DataType::shortType(), {{std::int16_t{-300}}, {std::int16_t{300}}}},
        {DataType::intType(), {{std::int32_t{-70000}}, {std::int32_t{70000}}}},
        {DataType::longType(), {{std::numeric_limits<std::int64_t>::min()}, {std::int64_t{1}}}},
        {DataType::floatType(), {{-1.5F}, {2.25F}}},
        {DataType::doubleType(), {{-1.5}, {1e300}}},
        {DataType::decimal(38, 2), {{static_cast<Int128>(1) << 100}, {static_cast<Int128>(-5)}}},
        {DataType::string(), {text(""), text("short"), text("twelve bytes"), text("thirteen byte"), text("a rather longer text")}},
        {DataType::binary(), {text(std::string_view("\0\1", 2)), text(std::string_view("\0", 1))}},
        {DataType::date(), {{std::int32_t{-1}}, {std::int32_t{20000}}}},
        {DataType::timestamp(), {seconds(-1), seconds(5)}},
        {DataType::timestampNtz(), {seconds(-1), seconds(5)}},
        {DataType::calendarInterval(), {{CalendarInterval{1, -2, 3}}, {CalendarInterval{1, -2, 4}}, {CalendarInterval{-1, 2, 3}}}},
        {DataType::yearMonthInterval(), {{std::int32_t{-14}}, {std::int32_t{14}}}},
        {DataType::dayTimeInterval(), {seconds(-1), seconds(5)}},
        {pair, {{Value::List{{std::int32_t{1}}, text("x")}}, {Value::List{{std::int32_t{1}}, {}}}, {Value::List{{}, text("x")}}}},
        {DataType::array(DataType::longType()), {{Value::List{}}, {Value::List{number(1)}}, {Value::List{number(1), {}}}}},
        {DataType::map(DataType::string(), DataType::longType()), {{Value::List{}}, {Value::List{{Value::List{text("k"), number(1)}}}}}},
        {DataType::voidType(), {}},
    };
    QFETCH(int, index);
    auto [type, values] = cases[static_cast<std::size_t>(index)];
    values.push_back({});
    OneKey keys(type);
    const auto column = columnOf(type, values);
    const auto groups = keys.add(column);
    QCOMPARE(keys.table.size(), values.size());
    QVERIFY(keys.add(column) == groups);
    const auto back = keys.keysOf(groups);
    QVERIFY(*back->type() == *type);
    for (std::size_t row = 0; row < values.size(); ++row) QVERIFY(valueAt(*back, row) == values[row]);
}

void TestGroupTable::ag2_nanZeroAndNull() {
    OneKey doubles(DataType::doubleType());
    const double nan = std::numeric_limits<double>::quiet_NaN();
    const auto groups = doubles.add(columnOf(DataType::doubleType(), {{0.0}, {-0.0}, {nan}, {-nan}, {}, {}, {1.0}}));
    QCOMPARE(doubles.table.size(), 4U);
    QVERIFY(groups[0] == groups[1] && groups[2] == groups[3] && groups[4] == groups[5]);
    OneKey floats(DataType::floatType());
    floats.add(columnOf(DataType::floatType(), {{0.0F}, {-0.0F}, {std::numeric_limits<float>::quiet_NaN()}, {std::nanf("7")}}));
    QCOMPARE(floats.table.size(), 2U);
    // NULL is no zero and no empty text.
    OneKey texts(DataType::string());
    texts.add(columnOf(DataType::string(), {text(""), {}, text(std::string_view("\0", 1))}));
    QCOMPARE(texts.table.size(), 3U);
}

void TestGroupTable::ag2_mapKeysAreNormalised() {
    const auto type = DataType::map(DataType::string(), DataType::longType());
    const Value one{Value::List{{Value::List{text("a"), number(1)}}, {Value::List{text("b"), number(2)}}}};
    const Value two{Value::List{{Value::List{text("b"), number(2)}}, {Value::List{text("a"), number(1)}}}};
    OneKey keys(type);
    keys.add(columnOf(type, {one, two}));
    QCOMPARE(keys.table.size(), 1U);
}

void TestGroupTable::textOfEveryLength() {
    OneKey keys(DataType::string());
    std::vector<Value> values;
    const std::string base = "abcdefghijklmnopqrstuvwxyz";
    for (std::size_t length = 0; length <= 26; ++length) {
        values.push_back(text(base.substr(0, length)));
        for (std::size_t changed = 0; changed < length; ++changed) {
            std::string other = base.substr(0, length);
            other[changed] = '#';
            values.push_back(text(other));
        }
    }
    const auto groups = keys.add(columnOf(DataType::string(), values));
    QCOMPARE(keys.table.size(), values.size());
    const auto back = keys.keysOf(groups);
    for (std::size_t row = 0; row < values.size(); ++row) QVERIFY(valueAt(*back, row) == values[row]);
}

void TestGroupTable::manyGroupsAndRemovals() {
    OneKey keys(DataType::string());
    const auto keyText = [](int at) { return "a key of more than twelve bytes, so kept beside: number " + std::to_string(at); };
    std::set<int> live;
    std::map<int, GroupHeader*> byKey;
    for (int round = 0; round < 40; ++round) {
        std::vector<Value> values;
        for (int at = round * 1000; at < round * 1000 + 2000; ++at) values.push_back(text(keyText(at)));
        const auto groups = keys.add(columnOf(DataType::string(), values));
        for (int at = 0; at < 2000; ++at) {
            live.insert(round * 1000 + at);
            byKey[round * 1000 + at] = groups[static_cast<std::size_t>(at)];
        }
        for (int at = round * 1000; at < round * 1000 + 900; ++at) {
            keys.table.remove(byKey[at]);
            live.erase(at);
            byKey.erase(at);
        }
        QCOMPARE(keys.table.size(), live.size());
    }
    QCOMPARE(keys.table.groups().size(), live.size());
    // Enough text died for the arena to have been rebuilt: every key must still be found and read.
    std::vector<Value> values;
    for (int at : live) values.push_back(text(keyText(at)));
    const auto groups = keys.add(columnOf(DataType::string(), values));
    QCOMPARE(keys.table.size(), live.size());
    const auto back = keys.keysOf(groups);
    for (std::size_t row = 0; row < values.size(); ++row) QVERIFY(valueAt(*back, row) == values[row]);
    QVERIFY(keys.table.find(*groups.front()) == groups.front());
    keys.table.remove(groups.front());
}

QTEST_APPLESS_MAIN(TestGroupTable)
#include "group_table_test.moc"
