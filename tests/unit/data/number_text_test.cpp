// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest/QtTest>

#include <bit>
#include <cmath>
#include <limits>
#include <random>

#include "core/data/number_text.h"

using namespace vitrine;

namespace {

std::string decimalText(std::string_view text, int precision, int scale) {
    const std::optional<Int128> value = parseDecimalAs(text, precision, scale);
    return value ? formatDecimal(*value, scale) : "none";
}

}  // namespace

class NumberTextTest : public QObject {
    Q_OBJECT

  private slots:
    /// Double.toString of Java 19 and later.
    void writesDoublesAsJava() {
        const struct { double value; const char* text; } rows[] = {
            {0.0, "0.0"}, {-0.0, "-0.0"}, {1.0, "1.0"}, {-7.0, "-7.0"}, {123456.7, "123456.7"}, {0.001, "0.001"}, {0.01, "0.01"},
            {0.0012345, "0.0012345"}, {1e-5, "1.0E-5"}, {9.999e-4, "9.999E-4"}, {1e7, "1.0E7"}, {9999999.0, "9999999.0"},
            {9999999.5, "9999999.5"}, {1e10, "1.0E10"}, {1.5e300, "1.5E300"}, {100.0, "100.0"}, {1e6, "1000000.0"}, {1.1, "1.1"},
            {0.1 + 0.2, "0.30000000000000004"}, {100000000.5, "1.000000005E8"}, {4.9e-324, "4.9E-324"}, {2e-323, "2.0E-323"},
            {1e23, "1.0E23"}, {2e23, "2.0E23"}, {1.7976931348623157e308, "1.7976931348623157E308"},
            {1469501107.123456, "1.469501107123456E9"}, {std::numeric_limits<double>::infinity(), "Infinity"},
            {-std::numeric_limits<double>::infinity(), "-Infinity"}, {std::nan(""), "NaN"},
        };
        for (const auto& row : rows) QCOMPARE(formatDouble(row.value), std::string(row.text));
        QCOMPARE(formatFloat(1.1f), std::string("1.1"));
        QCOMPARE(formatFloat(1e10f), std::string("1.0E10"));
        QCOMPARE(formatFloat(16777216.0f), std::string("1.6777216E7"));
        QCOMPARE(formatFloat(1.4e-45f), std::string("1.4E-45"));
        QCOMPARE(formatFloat(std::numeric_limits<float>::max()), std::string("3.4028235E38"));
    }

    void doublesComeBack() {
        std::mt19937_64 random(20160726);
        for (int round = 0; round < 20'000; ++round) {
            const auto value = std::bit_cast<double>(random());
            if (std::isfinite(value)) QCOMPARE(parseDouble(formatDouble(value)).value(), value);
            const auto narrow = std::bit_cast<float>(static_cast<std::uint32_t>(random()));
            if (std::isfinite(narrow)) QCOMPARE(parseFloat(formatFloat(narrow)).value(), narrow);
        }
    }

    void readsDoublesAsJava() {
        QCOMPARE(parseDouble(" 1.5 ").value(), 1.5);
        QCOMPARE(parseDouble("1d").value(), 1.0);
        QCOMPARE(parseDouble("1f").value(), 1.0);
        QCOMPARE(parseDouble("+.5").value(), 0.5);
        QCOMPARE(parseDouble("5.").value(), 5.0);
        QCOMPARE(parseDouble("1e400").value(), std::numeric_limits<double>::infinity());
        QCOMPARE(parseDouble("-0.1e400").value(), -std::numeric_limits<double>::infinity());
        QCOMPARE(parseDouble("1e-400").value(), 0.0);
        QCOMPARE(parseDouble("-0.000001e-320").value(), 0.0);
        QVERIFY(std::signbit(parseDouble("-1e-400").value()));
        QCOMPARE(parseDouble("-Infinity").value(), -std::numeric_limits<double>::infinity());
        QVERIFY(std::isnan(parseDouble("NaN").value()));
        for (const char* text : {"", " ", "-", ".", "e5", "1e", "1 2", "1,5", "nan", "inf", "Inf", "0x10", "1dd", "--1", "+-1", "d", "1_000"}) {
            QVERIFY2(!parseDouble(text), text);
        }
    }

    void readsLongs() {
        QCOMPARE(parseLong("-9223372036854775808").value(), INT64_MIN);
        QCOMPARE(parseLong("+9223372036854775807").value(), INT64_MAX);
        for (const char* text : {"", "+", "-", "+-5", " 5", "5 ", "1.0", "9223372036854775808", "5x"}) QVERIFY2(!parseLong(text), text);
    }

    void writesDecimals() {
        QCOMPARE(formatDecimal(-5, 2), std::string("-0.05"));
        QCOMPARE(formatDecimal(0, 2), std::string("0.00"));
        QCOMPARE(formatDecimal(12345, 2), std::string("123.45"));
        QCOMPARE(formatDecimal(12345, 0), std::string("12345"));
        QCOMPARE(formatDecimal(-100, 2), std::string("-1.00"));
        QCOMPARE(formatDecimal(12, -3), std::string("12000"));
        QCOMPARE(formatInt128(0), std::string("0"));
        QCOMPARE(formatInt128(powerOfTen(38) - 1), std::string(38, '9'));
        QCOMPARE(formatInt128(-powerOfTen(38)), "-1" + std::string(38, '0'));
        QCOMPARE(formatInt128(powerOfTen(20)), "1" + std::string(20, '0'));
        QCOMPARE(formatInt128(std::numeric_limits<Int128>::min()), std::string("-170141183460469231731687303715884105728"));
    }

    /// Java's BigDecimal grammar.
    void readsDecimals() {
        const struct { const char* text; std::int64_t unscaled; int scale; } rows[] = {
            {"0", 0, 0}, {"-1.50", -150, 2}, {"+7", 7, 0}, {"1e5", 1, -5}, {"1.5E-3", 15, 4}, {".5", 5, 1}, {"5.", 5, 0}, {"007", 7, 0},
            {"0.00", 0, 2}, {"12e+2", 12, -2},
        };
        for (const auto& row : rows) {
            const std::optional<ParsedDecimal> read = parseDecimal(row.text);
            QVERIFY2(read.has_value(), row.text);
            QVERIFY2(read->unscaled == row.unscaled && read->scale == row.scale && !read->overflow, row.text);
        }
        for (const char* text : {"", "-", ".", "e5", "1e", "1e+", " 1", "1 ", "1,5", "NaN", "1e99999999999", "1.2.3", "0x1", "--1"}) {
            QVERIFY2(!parseDecimal(text), text);
        }
    }

    void longDecimalsAreRounded() {
        const std::string nines(38, '9');
        QVERIFY(parseDecimal(nines)->unscaled == powerOfTen(38) - 1);
        QVERIFY(!parseDecimal(nines)->overflow);
        QVERIFY(parseDecimal(nines + "0")->overflow);
        QVERIFY(parseDecimal("1e38")->overflow);
        QVERIFY(!parseDecimal("1e37")->overflow);
        const ParsedDecimal rounded = parseDecimal("0." + std::string(40, '6')).value();
        QVERIFY(formatInt128(rounded.unscaled) == std::string(37, '6') + "7");
        QCOMPARE(rounded.scale, 38);
        // Rounding up may make one digit more.
        QVERIFY(parseDecimal(nines + ".5")->overflow);
        const ParsedDecimal carried = parseDecimal("0." + nines + "9").value();
        QVERIFY(carried.unscaled == powerOfTen(37) && carried.scale == 37 && !carried.overflow);
    }

    /// Rounding happens once, however long the text is (JSON and CSV decimals, CAST).
    void readsStraightToAType() {
        QCOMPARE(decimalText("1.005", 5, 2), std::string("1.01"));
        QCOMPARE(decimalText("-1.005", 5, 2), std::string("-1.01"));
        QCOMPARE(decimalText("1.0049999999999999999999999999999999999999999999", 5, 2), std::string("1.00"));
        QCOMPARE(decimalText("999.994", 5, 2), std::string("999.99"));
        QCOMPARE(decimalText("999.995", 5, 2), std::string("none"));
        QCOMPARE(decimalText("12345.678", 5, 2), std::string("none"));
        QCOMPARE(decimalText("0.004", 5, 2), std::string("0.00"));
        QCOMPARE(decimalText("0.005", 5, 2), std::string("0.01"));
        QCOMPARE(decimalText("0.0005", 5, 2), std::string("0.00"));
        QCOMPARE(decimalText("1e2", 5, 2), std::string("100.00"));
        QCOMPARE(decimalText("1e-1000000", 5, 2), std::string("0.00"));
        QCOMPARE(decimalText("1e1000000", 5, 2), std::string("none"));
        QCOMPARE(decimalText("0e1000000", 5, 2), std::string("0.00"));
        QCOMPARE(decimalText("x", 5, 2), std::string("none"));
    }

    void rescales() {
        QVERIFY(rescaleDecimal(150, 2, 1, 10) == Int128{15});
        QVERIFY(rescaleDecimal(155, 2, 1, 10) == Int128{16});
        QVERIFY(rescaleDecimal(-155, 2, 1, 10) == Int128{-16});
        QVERIFY(rescaleDecimal(-154, 2, 1, 10) == Int128{-15});
        QVERIFY(rescaleDecimal(1, 0, 2, 3) == Int128{100});
        QVERIFY(!rescaleDecimal(10, 0, 2, 3));
        QVERIFY(!rescaleDecimal(995, 1, 0, 2).has_value());
        QVERIFY(!rescaleDecimal(1, -100, 0, 38));
        QVERIFY(rescaleDecimal(0, -100, 0, 38) == Int128{0});
        QVERIFY(rescaleDecimal(powerOfTen(38) - 1, 100, 0, 38) == Int128{0});
        QVERIFY(rescaleDecimal(powerOfTen(38) - 1, 38, 0, 38) == Int128{1});
        QVERIFY(!rescaleDecimal(powerOfTen(38) - 1, 0, 1, 38));
    }

    void convertsDoubles() {
        QCOMPARE(decimalToDouble(1469501107123456, 6), 1469501107.123456);
        QCOMPARE(decimalToDouble(-5, 1), -0.5);
        QCOMPARE(decimalToDouble(powerOfTen(38) - 1, 38), 1.0);
        QCOMPARE(decimalToDouble(1, -3), 1000.0);
        QCOMPARE(decimalToDouble(static_cast<Int128>(9007199254740993), 0), 9007199254740992.0);
        QVERIFY(doubleToDecimal(0.1, 10, 3) == Int128{100});
        QVERIFY(doubleToDecimal(2.675, 10, 2) == Int128{268});
        QVERIFY(doubleToDecimal(1e9, 12, 2) == Int128{100'000'000'000});
        QVERIFY(!doubleToDecimal(1e10, 12, 2));
        QVERIFY(!doubleToDecimal(std::nan(""), 10, 2));
        QVERIFY(!doubleToDecimal(std::numeric_limits<double>::infinity(), 38, 0));
    }
};

QTEST_APPLESS_MAIN(NumberTextTest)
#include "number_text_test.moc"
