// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest/QtTest>

#include "core/data/interval_text.h"

using namespace vitrine;

class IntervalTextTest : public QObject {
    Q_OBJECT

  private slots:
    /// IV-1 to IV-3.
    void readsIntervals() {
        const struct { const char* text; CalendarInterval interval; } rows[] = {
            {"10 minutes", {0, 0, 600'000'000}},
            {"1 hour 30 minutes", {0, 0, 5'400'000'000}},
            {"1 hour -10 minutes", {0, 0, 3'000'000'000}},
            {"interval 1 day", {0, 1, 0}},
            {"  INTERVAL   1  WEEK  ", {0, 7, 0}},
            {"1 year 2 months", {14, 0, 0}},
            {"1 day 2 hours", {0, 1, 7'200'000'000}},
            {"1.5 seconds", {0, 0, 1'500'000}},
            {".5 seconds", {0, 0, 500'000}},
            {"-.5 seconds", {0, 0, -500'000}},
            {"5. seconds", {0, 0, 5'000'000}},
            {"1.123456789 seconds", {0, 0, 1'123'456}},
            {"-1.123456789 seconds", {0, 0, -1'123'456}},
            {"- 5 minutes", {0, 0, -300'000'000}},
            {"+5 minutes", {0, 0, 300'000'000}},
            {"1500 milliseconds 7 microseconds", {0, 0, 1'500'007}},
            {"1 hours 1 hour", {0, 0, 7'200'000'000}},
            {"-1 month", {-1, 0, 0}},
            {"0 seconds", {0, 0, 0}},
            {"1\thour", {0, 0, 3'600'000'000}},
        };
        for (const auto& row : rows) {
            const Result<CalendarInterval> read = parseInterval(row.text);
            QVERIFY2(read.hasValue(), row.text);
            QVERIFY2(*read == row.interval, row.text);
        }
    }

    /// IV-1, IV-2: what is refused, where, and what is proposed instead.
    void refusesAndProposes() {
        const struct { const char* text; int column; const char* wayOut; } rows[] = {
            {"10 min", 3, "Did you mean 'minutes'?"},
            {"5 s", 2, "Did you mean 'seconds'?"},
            {"1h", 0, "Did you mean '1 hours'?"},
            {"100 ms", 4, "Did you mean 'milliseconds'?"},
            {"1 hour 10 minuets", 10, "Did you mean 'minutes'?"},
            {"1.5 hours", 4, "Write a whole number, or a smaller unit."},
            {"1. hours", 3, "Write a whole number, or a smaller unit."},
            {"", 0, "Write a number and a unit, such as '10 minutes'."},
            {"interval", 0, "Write a number and a unit, such as '10 minutes'."},
            {"intervals 1 day", 0, "Write a number and a unit, such as '10 minutes'."},
            {"hour", 0, "Write a number before each unit, such as '10 minutes'."},
            {"10", 0, "Write a unit after it, such as 'minutes'."},
            {"10 minutes 5", 11, "Write a unit after it, such as 'minutes'."},
            {"1.1234567891 seconds", 0, "Write at most nine of them."},
            {"10 minutess", 3, "Did you mean 'minutes'?"},
            {"1 2 hours", 2, nullptr},
            {". seconds", 0, nullptr},
            {"-", 0, nullptr},
            {"10 minutes,", 3, nullptr},
            {"é 10 minuten", 0, nullptr},
            {"99999999999999999999 days", 0, nullptr},
            {"3000000000 days", 0, nullptr},
            {"9223372036854775807 hours", 0, nullptr},
            {"2147483647 days 1 day", 16, nullptr},
        };
        for (const auto& row : rows) {
            const Result<CalendarInterval> read = parseInterval(row.text);
            QVERIFY2(!read.hasValue(), row.text);
            QVERIFY(read.error().code() == ErrorCode::InvalidInterval);
            QVERIFY2(read.error().column() == row.column, row.text);
            QVERIFY(!read.error().wayOut().empty());
            if (row.wayOut != nullptr) QCOMPARE(read.error().wayOut(), std::string(row.wayOut));
        }
    }

    void writesCalendarIntervals() {
        QCOMPARE(formatCalendarInterval({}), std::string("0 seconds"));
        QCOMPARE(formatCalendarInterval({0, 1, 7'200'000'000}), std::string("1 days 2 hours"));
        QCOMPARE(formatCalendarInterval({0, 0, 5'400'000'000}), std::string("1 hours 30 minutes"));
        QCOMPARE(formatCalendarInterval({14, -3, 0}), std::string("1 years 2 months -3 days"));
        QCOMPARE(formatCalendarInterval({-1, 0, -1'500'000}), std::string("-1 months -1.5 seconds"));
        QCOMPARE(formatCalendarInterval({0, 0, -3'661'000'001}), std::string("-1 hours -1 minutes -1.000001 seconds"));
        for (const char* text : {"1 years 2 months -3 days", "1 hours 30 minutes 0.000001 seconds", "-2 days -4 minutes"}) {
            QCOMPARE(formatCalendarInterval(parseInterval(text).value()), std::string(text));
        }
    }

    /// Recorded in E-interval-paris-01.
    void writesTypedIntervals() {
        using enum IntervalUnit;
        const auto dayTime = [](std::int64_t micros, IntervalUnit first, IntervalUnit last) {
            return formatDayTimeInterval(micros, *DataType::dayTimeInterval(first, last));
        };
        const auto yearMonth = [](std::int32_t months, IntervalUnit first, IntervalUnit last) {
            return formatYearMonthInterval(months, *DataType::yearMonthInterval(first, last));
        };
        QCOMPARE(dayTime(86'400'000'000, Day, Day), std::string("INTERVAL '1' DAY"));
        QCOMPARE(dayTime(5'400'000'000, Minute, Minute), std::string("INTERVAL '90' MINUTE"));
        QCOMPARE(dayTime(131'400'000'000, Day, Second), std::string("INTERVAL '1 12:30:00' DAY TO SECOND"));
        QCOMPARE(dayTime(5'400'000'000, Day, Second), std::string("INTERVAL '0 01:30:00' DAY TO SECOND"));
        QCOMPARE(dayTime(237'171'600'000'000, Day, Second), std::string("INTERVAL '2745 01:00:00' DAY TO SECOND"));
        QCOMPARE(dayTime(-1'500'000, Second, Second), std::string("INTERVAL '-01.5' SECOND"));
        QCOMPARE(dayTime(-90'061'000'001, Day, Second), std::string("INTERVAL '-1 01:01:01.000001' DAY TO SECOND"));
        QCOMPARE(dayTime(5'400'000'000, Hour, Minute), std::string("INTERVAL '01:30' HOUR TO MINUTE"));
        QCOMPARE(dayTime(INT64_MIN, Day, Second), std::string("INTERVAL '-106751991 04:00:54.775808' DAY TO SECOND"));
        QCOMPARE(yearMonth(14, Month, Month), std::string("INTERVAL '14' MONTH"));
        QCOMPARE(yearMonth(14, Year, Month), std::string("INTERVAL '1-2' YEAR TO MONTH"));
        QCOMPARE(yearMonth(-14, Year, Month), std::string("INTERVAL '-1-2' YEAR TO MONTH"));
        QCOMPARE(yearMonth(24, Year, Year), std::string("INTERVAL '2' YEAR"));
    }
};

QTEST_APPLESS_MAIN(IntervalTextTest)
#include "interval_text_test.moc"
