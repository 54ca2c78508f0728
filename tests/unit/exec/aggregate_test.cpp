// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include <cmath>
#include <limits>

#include "core/exec/aggregate_state.h"
#include "tests/support/plain_expressions.h"

using namespace vitrine;
using namespace vitrine::test;

namespace {

constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();

AggregateCall call(AggregateKind kind, const TypePtr& argument, const TypePtr& result) {
    AggregateCall made;
    made.kind = kind;
    if (argument) made.arguments.push_back(column(0, argument));
    made.type = result;
    made.text = "f(x)";
    return made;
}

/// The result of one group over `values`, fed in `parts` parts that are merged in order.
Result<Value> resultOf(const AggregateCall& call, const std::vector<Value>& values, std::size_t parts = 1, bool ansi = true,
                       const std::vector<std::uint8_t>& selected = {}) {
    SessionConf conf;
    conf.ansi = ansi;
    auto total = makeAggregateState(call, conf);
    if (!total) return total.error();
    std::vector<std::uint64_t> totalSlot((*total)->slotBytes() / 8 + 1);
    std::byte* into = reinterpret_cast<std::byte*>(totalSlot.data());
    const std::size_t each = (values.size() + parts - 1) / parts;
    for (std::size_t begin = 0; begin < values.size(); begin += each) {
        const std::size_t end = std::min(values.size(), begin + each);
        auto part = makeAggregateState(call, conf);
        std::vector<std::uint64_t> partSlot(totalSlot.size());
        std::byte* from = reinterpret_cast<std::byte*>(partSlot.data());
        const std::vector<std::byte*> states(end - begin, from);
        std::vector<ColumnPtr> arguments;
        if (!call.arguments.empty()) {
            ColumnBuilder builder(call.arguments.front()->type());
            for (std::size_t row = begin; row < end; ++row) builder.appendValue(values[row]);
            arguments.push_back(builder.finish());
        }
        (*part)->update(arguments, selected.empty() ? nullptr : selected.data() + begin, states);
        const std::vector<std::byte*> source{from};
        const std::vector<std::byte*> target{into};
        (*total)->merge(**part, source, target);
    }
    const std::vector<std::byte*> states{into};
    VITRINE_CHECK_OK((*total)->settle(states));
    return valueAt(*(*total)->finish(states), 0);
}

}  // namespace

#define COMPARE_RESULT(expression, ...)                                  \
    for (const std::size_t parts : {1U, 2U, 5U}) {                       \
        const auto got = (expression);                                   \
        QVERIFY2(got.hasValue(), got ? "" : got.error().message().c_str()); \
        QVERIFY(*got == (__VA_ARGS__));                                  \
    }

class TestAggregate : public QObject {
    Q_OBJECT
  private slots:
    void ag3_count();
    void ag3_sumOfWholeNumbers();
    void ag3_sumOverflow();
    void ag3_sumOfDecimals();
    void ag3_average();
    void ag3_averageOfDecimals();
    void ag3_extremes();
    void ag3_extremesOfNaN();
    void ag3_nothingGivesNull();
    void ag4_filter();
    void keptValuesAreReleased();
    void unknownTypeIsRefused();
};

void TestAggregate::ag3_count() {
    const auto rows = call(AggregateKind::Count, nullptr, DataType::longType());
    const auto values = call(AggregateKind::Count, DataType::string(), DataType::longType());
    const std::vector<Value> three{text("a"), {}, text("b")};
    COMPARE_RESULT(resultOf(rows, three, parts), number(3));
    COMPARE_RESULT(resultOf(values, three, parts), number(2));
    COMPARE_RESULT(resultOf(values, {}, parts), number(0));
}

void TestAggregate::ag3_sumOfWholeNumbers() {
    COMPARE_RESULT(resultOf(call(AggregateKind::Sum, DataType::longType(), DataType::longType()), {number(5), {}, number(-7)}, parts), number(-2));
    COMPARE_RESULT(resultOf(call(AggregateKind::Sum, DataType::byteType(), DataType::longType()),
                            {{std::int8_t{127}}, {std::int8_t{127}}, {std::int8_t{-1}}}, parts), number(253));
    COMPARE_RESULT(resultOf(call(AggregateKind::Sum, DataType::longType(), DataType::longType()), {number(0)}, parts), number(0));
    COMPARE_RESULT(resultOf(call(AggregateKind::Sum, DataType::yearMonthInterval(), DataType::yearMonthInterval()),
                            {{std::int32_t{5}}, {std::int32_t{-7}}}, parts), Value{std::int32_t{-2}});
    COMPARE_RESULT(resultOf(call(AggregateKind::Sum, DataType::floatType(), DataType::doubleType()), {{1.5F}, {}, {2.0F}}, parts), Value{3.5});
}

void TestAggregate::ag3_sumOverflow() {   // T99
    const auto sum = call(AggregateKind::Sum, DataType::longType(), DataType::longType());
    for (const std::size_t parts : {1U, 2U}) {
        QCOMPARE(resultOf(sum, {number(kMost), number(1)}, parts).error().code(), ErrorCode::ArithmeticOverflow);
        QVERIFY(*resultOf(sum, {number(kMost), number(1)}, parts, false) == number(std::numeric_limits<std::int64_t>::min()));
        // In range again at the end: no error, however the rows are split.
        QVERIFY(*resultOf(sum, {number(kMost), number(1), number(-1)}, parts) == number(kMost));
        QVERIFY(*resultOf(call(AggregateKind::TrySum, DataType::longType(), DataType::longType()), {number(kMost), number(1)}, parts) == Value{});
    }
}

void TestAggregate::ag3_sumOfDecimals() {
    const auto sum = call(AggregateKind::Sum, DataType::decimal(38, 0), DataType::decimal(38, 0));
    Int128 nines = 1;
    for (int digit = 0; digit < 38; ++digit) nines *= 10;
    nines -= 1;
    COMPARE_RESULT(resultOf(sum, {{nines - 1}, {Int128{1}}}, parts), Value{nines});
    for (const std::size_t parts : {1U, 2U}) {
        QCOMPARE(resultOf(sum, {{nines}, {Int128{1}}}, parts).error().code(), ErrorCode::ArithmeticOverflow);
        QVERIFY(*resultOf(sum, {{nines}, {nines}, {-nines}}, parts, false) == Value{});   // beyond 128 bits: stays NULL
    }
}

void TestAggregate::ag3_average() {   // T99
    const auto ofLongs = call(AggregateKind::Avg, DataType::longType(), DataType::doubleType());
    COMPARE_RESULT(resultOf(ofLongs, {number(9007199254740993), number(9007199254740993)}, parts), Value{9007199254740992.0});
    COMPARE_RESULT(resultOf(ofLongs, {number(1), {}, number(2)}, parts), Value{1.5});
    COMPARE_RESULT(resultOf(call(AggregateKind::Avg, DataType::doubleType(), DataType::doubleType()), {{0.5}, {1.5}}, parts), Value{1.0});
}

void TestAggregate::ag3_averageOfDecimals() {
    const auto average = call(AggregateKind::Avg, DataType::decimal(5, 2), DataType::decimal(9, 6));
    COMPARE_RESULT(resultOf(average, {{Int128{100}}, {Int128{100}}, {Int128{0}}}, parts), Value{Int128{666667}});
    COMPARE_RESULT(resultOf(average, {{Int128{-100}}, {Int128{-100}}, {Int128{0}}}, parts), Value{Int128{-666667}});
}

void TestAggregate::ag3_extremes() {
    const auto least = [](const TypePtr& type) { return call(AggregateKind::Min, type, type); };
    const auto greatest = [](const TypePtr& type) { return call(AggregateKind::Max, type, type); };
    const std::vector<Value> words{text("b"), {}, text("a"), text("\xC3\xA9"), text("Z")};
    COMPARE_RESULT(resultOf(least(DataType::string()), words, parts), text("Z"));
    COMPARE_RESULT(resultOf(greatest(DataType::string()), words, parts), text("\xC3\xA9"));
    const std::vector<Value> times{seconds(3), seconds(-3), {}};
    COMPARE_RESULT(resultOf(least(DataType::timestamp()), times, parts), seconds(-3));
    COMPARE_RESULT(resultOf(greatest(DataType::timestamp()), times, parts), seconds(3));
    COMPARE_RESULT(resultOf(greatest(DataType::boolean()), {{false}, {true}, {false}}, parts), Value{true});
    COMPARE_RESULT(resultOf(least(DataType::intType()), {{std::int32_t{0}}, {std::int32_t{7}}}, parts), Value{std::int32_t{0}});
    COMPARE_RESULT(resultOf(greatest(DataType::decimal(38, 0)), {{Int128{-5}}, {Int128{-6}}}, parts), Value{Int128{-5}});
    const auto pair = DataType::structType({{"a", DataType::longType()}, {"b", DataType::string()}});
    const Value low{Value::List{number(1), text("z")}};
    const Value high{Value::List{number(2), text("a")}};
    COMPARE_RESULT(resultOf(greatest(pair), {low, high, low}, parts), high);
    COMPARE_RESULT(resultOf(least(pair), {high, low, high}, parts), low);
}

void TestAggregate::ag3_extremesOfNaN() {   // T100
    const double nan = std::numeric_limits<double>::quiet_NaN();
    const auto least = call(AggregateKind::Min, DataType::doubleType(), DataType::doubleType());
    const auto greatest = call(AggregateKind::Max, DataType::doubleType(), DataType::doubleType());
    for (const auto& values : {std::vector<Value>{{nan}, {1.0}}, std::vector<Value>{{1.0}, {nan}}}) {
        COMPARE_RESULT(resultOf(least, values, parts), Value{1.0});
        QVERIFY(std::isnan(resultOf(greatest, values)->get<double>()));
    }
}

void TestAggregate::ag3_nothingGivesNull() {
    for (const auto kind : {AggregateKind::Sum, AggregateKind::Avg, AggregateKind::Min, AggregateKind::Max}) {
        for (const TypePtr& type : {DataType::longType(), DataType::doubleType(), DataType::decimal(10, 2)}) {
            const TypePtr result = kind == AggregateKind::Avg && !type->is(TypeKind::Decimal) ? DataType::doubleType() : type;
            COMPARE_RESULT(resultOf(call(kind, type, result), {{}, {}}, parts), Value{});
            COMPARE_RESULT(resultOf(call(kind, type, result), {}, parts), Value{});
        }
    }
    COMPARE_RESULT(resultOf(call(AggregateKind::Min, DataType::voidType(), DataType::voidType()), {{}, {}}, parts), Value{});
    COMPARE_RESULT(resultOf(call(AggregateKind::Max, DataType::string(), DataType::string()), {{}, {}}, parts), Value{});
}

void TestAggregate::ag4_filter() {
    const std::vector<Value> values{number(1), number(10), {}, number(100)};
    const std::vector<std::uint8_t> selected{1, 0, 1, 1};
    const auto of = [&](AggregateKind kind, const TypePtr& result, std::size_t parts) {
        return resultOf(call(kind, DataType::longType(), result), values, parts, true, selected);
    };
    COMPARE_RESULT(of(AggregateKind::Count, DataType::longType(), parts), number(2));
    COMPARE_RESULT(of(AggregateKind::Sum, DataType::longType(), parts), number(101));
    COMPARE_RESULT(of(AggregateKind::Avg, DataType::doubleType(), parts), Value{50.5});
    COMPARE_RESULT(of(AggregateKind::Max, DataType::longType(), parts), number(100));
}

void TestAggregate::keptValuesAreReleased() {
    const auto state = std::move(*makeAggregateState(call(AggregateKind::Max, DataType::string(), DataType::string()), {}));
    std::uint64_t words[3] = {};
    std::byte* at[3];
    for (int index = 0; index < 3; ++index) at[index] = reinterpret_cast<std::byte*>(&words[index]);
    ColumnBuilder builder(DataType::string());
    for (const char* word : {"one", "a text that does not stand within its object", "three"}) builder.append<std::string_view>(word);
    const std::vector<ColumnPtr> arguments{builder.finish()};
    state->update(arguments, nullptr, at);
    const std::size_t full = state->memoryBytes();
    state->release(at[1]);
    QVERIFY(state->memoryBytes() < full);
    QCOMPARE(words[1], std::uint64_t{0});   // so that a new group can come in the same place
    state->update(arguments, nullptr, at);
    const auto results = state->finish(at);
    QVERIFY(valueAt(*results, 0) == text("one") && valueAt(*results, 1) == text("a text that does not stand within its object") && valueAt(*results, 2) == text("three"));
    QVERIFY(state->memoryBytes() <= full + 2 * sizeof(std::uint64_t));
}

void TestAggregate::unknownTypeIsRefused() {
    const auto refused = makeAggregateState(call(AggregateKind::Sum, DataType::boolean(), DataType::longType()), {});
    QCOMPARE(refused.error().code(), ErrorCode::UnsupportedOperation);
}

QTEST_APPLESS_MAIN(TestAggregate)
#include "aggregate_test.moc"
