// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest/QtTest>

#include <cmath>
#include <limits>

#include "core/data/column_builder.h"

using namespace vitrine;

namespace {

/// Checks that `values` ascend strictly, compared as values and as rows of columns.
bool ascends(const TypePtr& type, const std::vector<Value>& values) {
    ColumnBuilder builder(type);
    for (const Value& value : values) builder.appendValue(value);
    const ColumnPtr column = builder.finish();
    for (std::size_t left = 0; left < values.size(); ++left) {
        for (std::size_t right = 0; right < values.size(); ++right) {
            const int expected = left < right ? -1 : left > right ? 1 : 0;
            const auto sign = [](int order) { return order < 0 ? -1 : order > 0 ? 1 : 0; };
            if (sign(compareValues(*type, values[left], values[right])) != expected) return false;
            if (sign(compareRows(*column, left, *column, right)) != expected) return false;
        }
    }
    return true;
}

template <class... T>
Value list(T... values) {
    return Value{Value::List{Value{values}...}};
}

}  // namespace

/// AG-2 and the ordering of min, max and orderBy.
class ValueOrderTest : public QObject {
    Q_OBJECT

  private slots:
    void numbers() {
        constexpr double infinity = std::numeric_limits<double>::infinity();
        QVERIFY(ascends(DataType::doubleType(), {Value{}, Value{-infinity}, Value{-1.0}, Value{0.0}, Value{infinity}, Value{std::nan("")}}));
        QVERIFY(ascends(DataType::floatType(), {Value{}, Value{-1.0f}, Value{std::nanf("")}}));
        QVERIFY(compareValues(*DataType::doubleType(), Value{-0.0}, Value{0.0}) == 0);
        QVERIFY(compareValues(*DataType::doubleType(), Value{std::nan("")}, Value{std::nan("")}) == 0);
        QVERIFY(ascends(DataType::longType(), {Value{}, Value{std::int64_t{INT64_MIN}}, Value{std::int64_t{0}}, Value{std::int64_t{INT64_MAX}}}));
        QVERIFY(ascends(DataType::boolean(), {Value{}, Value{false}, Value{true}}));
        QVERIFY(ascends(DataType::decimal(38, 0), {Value{}, Value{-(static_cast<Int128>(1) << 100)}, Value{Int128{0}}, Value{static_cast<Int128>(1) << 100}}));
    }

    /// By bytes: U+FF5E comes before U+10000, unlike in UTF-16.
    void strings() {
        QVERIFY(ascends(DataType::string(), {Value{}, Value{std::string()}, Value{std::string("B")}, Value{std::string("a")},
                                             Value{std::string("aa")}, Value{std::string("\xEF\xBD\x9E")}, Value{std::string("\xF0\x90\x80\x80")}}));
        QVERIFY(ascends(DataType::binary(), {Value{std::string("\0", 1)}, Value{std::string("\0\0", 2)}, Value{std::string("\x7F")}, Value{std::string("\xFF")}}));
    }

    void nested() {
        const TypePtr pair = parseType("struct<a: int, b: string>").value();
        QVERIFY(ascends(pair, {Value{}, Value{Value::List{Value{}, Value{std::string("z")}}}, list(std::int32_t{1}, std::string("a")),
                               list(std::int32_t{1}, std::string("b")), list(std::int32_t{2}, std::string("a"))}));
        const TypePtr numbers = parseType("array<int>").value();
        QVERIFY(ascends(numbers, {Value{}, list(), Value{Value::List{Value{}}}, list(std::int32_t{1}), list(std::int32_t{1}, std::int32_t{0}),
                                  list(std::int32_t{2})}));
    }
};

QTEST_APPLESS_MAIN(ValueOrderTest)
#include "value_order_test.moc"
