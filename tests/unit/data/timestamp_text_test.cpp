// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest/QtTest>

#include "core/data/timestamp_text.h"

using namespace vitrine;

namespace {

struct TimestampRow {
    const char* text;
    const char* inUtc;     ///< null: not a timestamp
    const char* inParis;
    const char* withoutZone;
};

/// Texts and what Spark 4.3 makes of them in a JSON file (TS-1 to TS-4, TS-9).
const TimestampRow kTimestamps[] = {
    {"2016-07-26 02:45", "2016-07-26T02:45:00.000000Z", "2016-07-26T00:45:00.000000Z",
     "2016-07-26T02:45:00.000000"},
    {"2016-07-26T02", "2016-07-26T02:00:00.000000Z", "2016-07-26T00:00:00.000000Z",
     "2016-07-26T02:00:00.000000"},
    {"2016-7-6 2:5:7.1234567", "2016-07-06T02:05:07.123456Z", "2016-07-06T00:05:07.123456Z",
     "2016-07-06T02:05:07.123456"},
    {"2016-07-26T02:45:07+02", "2016-07-26T00:45:07.000000Z", "2016-07-26T00:45:07.000000Z",
     nullptr},
    {"2016-07-26T02:45Z", nullptr, nullptr,
     nullptr},
    {"2016-07-26T", nullptr, nullptr,
     nullptr},
    {"20160726", nullptr, nullptr,
     nullptr},
    {"2016/07/26 01:00:00", nullptr, nullptr,
     nullptr},
    {"", nullptr, nullptr,
     nullptr},
    {"  2016-07  ", "2016-07-01T00:00:00.000000Z", "2016-06-30T22:00:00.000000Z",
     "2016-07-01T00:00:00.000000"},
    {"2016", "2016-01-01T00:00:00.000000Z", "2015-12-31T23:00:00.000000Z",
     "2016-01-01T00:00:00.000000"},
    {"2016-07-26", "2016-07-26T00:00:00.000000Z", "2016-07-25T22:00:00.000000Z",
     "2016-07-26T00:00:00.000000"},
    {"2016-07-26T02:45:07Z", "2016-07-26T02:45:07.000000Z", "2016-07-26T02:45:07.000000Z",
     nullptr},
    {"2016-07-26T02:45:07z", nullptr, nullptr,
     nullptr},
    {"2016-07-26 02:45:07 UTC", "2016-07-26T02:45:07.000000Z", "2016-07-26T02:45:07.000000Z",
     nullptr},
    {"2016-07-26 02:45:07 GMT", "2016-07-26T02:45:07.000000Z", "2016-07-26T02:45:07.000000Z",
     nullptr},
    {"2016-07-26T02:45:07.5+05:30", "2016-07-25T21:15:07.500000Z", "2016-07-25T21:15:07.500000Z",
     nullptr},
    {"2016-07-26T02:45:07+0530", "2016-07-25T21:15:07.000000Z", "2016-07-25T21:15:07.000000Z",
     nullptr},
    {"2016-07-26T02:45:07-5", "2016-07-26T07:45:07.000000Z", "2016-07-26T07:45:07.000000Z",
     nullptr},
    {"2016-07-26T02:45:07 Europe/Paris", "2016-07-26T00:45:07.000000Z", "2016-07-26T00:45:07.000000Z",
     nullptr},
    {"2016-07-26T02:45:07 PST", "2016-07-26T09:45:07.000000Z", "2016-07-26T09:45:07.000000Z",
     nullptr},
    {"2016-07-26T02:45:07GMT+3", "2016-07-25T23:45:07.000000Z", "2016-07-25T23:45:07.000000Z",
     nullptr},
    {"2016-07-26T02:45:07 UTC-2", "2016-07-26T04:45:07.000000Z", "2016-07-26T04:45:07.000000Z",
     nullptr},
    {"2016-07-26T02:45:07+02:00:30", "2016-07-26T00:44:37.000000Z", "2016-07-26T00:44:37.000000Z",
     nullptr},
    {"2016-07-26T02:45:07.", "2016-07-26T02:45:07.000000Z", "2016-07-26T00:45:07.000000Z",
     "2016-07-26T02:45:07.000000"},
    {"2016-07-26T02:45:07.123456789", "2016-07-26T02:45:07.123456Z", "2016-07-26T00:45:07.123456Z",
     "2016-07-26T02:45:07.123456"},
    {"2016-07-26  02:45:07", nullptr, nullptr,
     nullptr},
    {"2016-07-26T02:45:07 blah", nullptr, nullptr,
     nullptr},
    {"0000-01-01 00:00:00", "0000-01-01T00:00:00.000000Z", "-0001-12-31T23:50:39.000000Z",
     "0000-01-01T00:00:00.000000"},
    {"0001-01-01 00:00:00", "0001-01-01T00:00:00.000000Z", "0000-12-31T23:50:39.000000Z",
     "0001-01-01T00:00:00.000000"},
    {"9999-12-31 23:59:59.999999", "9999-12-31T23:59:59.999999Z", "9999-12-31T22:59:59.999999Z",
     "9999-12-31T23:59:59.999999"},
    {"10000-01-01 00:00:00", "+10000-01-01T00:00:00.000000Z", "9999-12-31T23:00:00.000000Z",
     "+10000-01-01T00:00:00.000000"},
    {"123456-01-01 00:00:00", "+123456-01-01T00:00:00.000000Z", "+123455-12-31T23:00:00.000000Z",
     "+123456-01-01T00:00:00.000000"},
    {"-0001-01-01 00:00:00", "-0001-01-01T00:00:00.000000Z", "-0002-12-31T23:50:39.000000Z",
     "-0001-01-01T00:00:00.000000"},
    {"+2016-07-26 00:00:00", "2016-07-26T00:00:00.000000Z", "2016-07-25T22:00:00.000000Z",
     "2016-07-26T00:00:00.000000"},
    {"16-07-26", nullptr, nullptr,
     nullptr},
    {"2016-13-01", nullptr, nullptr,
     nullptr},
    {"2016-02-30 00:00:00", nullptr, nullptr,
     nullptr},
    {"2016-02-29 00:00:00", "2016-02-29T00:00:00.000000Z", "2016-02-28T23:00:00.000000Z",
     "2016-02-29T00:00:00.000000"},
    {"2016-07-26 24:00:00", nullptr, nullptr,
     nullptr},
    {"2016-07-26 25:00:00", nullptr, nullptr,
     nullptr},
    {"2016-07-26 02:45:60", nullptr, nullptr,
     nullptr},
    {"2016-07-26 02:60:00", nullptr, nullptr,
     nullptr},
    {"now", nullptr, nullptr,
     nullptr},
    {"today", nullptr, nullptr,
     nullptr},
    {"epoch", nullptr, nullptr,
     nullptr},
    {"1469501107", nullptr, nullptr,
     nullptr},
    {"2016-07-26T02:45:07+19:00", nullptr, nullptr,
     nullptr},
    {"2016-07-26T02:45:07+18:00", "2016-07-25T08:45:07.000000Z", "2016-07-25T08:45:07.000000Z",
     nullptr},
    {"2016-07-26 2:5", "2016-07-26T02:05:00.000000Z", "2016-07-26T00:05:00.000000Z",
     "2016-07-26T02:05:00.000000"},
    {"2016-07-26T02:45:7", "2016-07-26T02:45:07.000000Z", "2016-07-26T00:45:07.000000Z",
     "2016-07-26T02:45:07.000000"},
    {"2016-07-26T02:45:07,5", nullptr, nullptr,
     nullptr},
    {"Tue Jul 26 2016", nullptr, nullptr,
     nullptr},
    {"26/07/2016", nullptr, nullptr,
     nullptr},
};

struct DateRow {
    const char* text;
    const char* date;
};

/// The same for DATE (TS-5).
const DateRow kDates[] = {
    {"2016-07-26", "2016-07-26"},
    {"2016-7-6", "2016-07-06"},
    {"2016-07", "2016-07-01"},
    {"2016", "2016-01-01"},
    {"2016-07-26T12:00:00Z", "2016-07-26"},
    {"2016-07-26 junk", "2016-07-26"},
    {"2016-07-26junk", nullptr},
    {"100", "1970-04-11"},
    {"-100", "1969-09-23"},
    {"12345", "+12345-01-01"},
    {"1234567", "+1234567-01-01"},
    {"12345678", "+35771-04-27"},
    {"0", "1970-01-01"},
    {"99", "1970-04-10"},
    {"999", "1972-09-26"},
    {"1000", "1000-01-01"},
    {"20160726", "+57168-03-12"},
    {"", nullptr},
    {" 2016-07-26 ", "2016-07-26"},
    {"2016-02-30", nullptr},
    {"2016-13-01", nullptr},
    {"today", nullptr},
    {"epoch", nullptr},
    {"0001-01-01", "0001-01-01"},
    {"9999-12-31", "9999-12-31"},
    {"10000-01-01", "+10000-01-01"},
    {"-0001-01-01", "-0001-01-01"},
    {"+2016-01-01", "2016-01-01"},
    {"2016-07-26T", "2016-07-26"},
    {"1e3", nullptr},
    {"2016/07/26", nullptr},
};

std::string exact(std::optional<std::int64_t> micros, bool withZ = true) {
    return micros ? formatTimestampExact(*micros, withZ) : "none";
}

std::string orNone(const char* text) { return text == nullptr ? "none" : text; }

TimeZone zone(const char* id) { return TimeZone::find(id).value(); }

}  // namespace

class TimestampTextTest : public QObject {
    Q_OBJECT

  private slots:
    void readsTimestampsAsSparkDoes() {
        const TimeZone paris = zone("Europe/Paris");
        for (const TimestampRow& row : kTimestamps) {
            const QByteArray where(row.text);
            QVERIFY2(exact(parseTimestamp(row.text, TimeZone())) == orNone(row.inUtc), where);
            QVERIFY2(exact(parseTimestamp(row.text, paris)) == orNone(row.inParis), where);
            QVERIFY2(exact(parseTimestampNtz(row.text, false), false) == orNone(row.withoutZone), where);
        }
    }

    void readsDatesAsSparkDoes() {
        for (const DateRow& row : kDates) {
            const std::optional<std::int32_t> days = parseDateForReader(row.text);
            QVERIFY2((days ? formatDate(*days) : "none") == orNone(row.date), row.text);
        }
    }

    /// CAST does not fall back to a day number (TS-5).
    void castsNoDayNumbers() {
        QVERIFY(!parseDate("100"));
        QVERIFY(!parseDate("12345678"));
        QVERIFY(!parseDate("-100"));
        QCOMPARE(parseDate("1970-01-02").value(), 1);
    }

    /// TS-1, TS-3: the parts of the grammar that the recorded cases do not show.
    void keepsToTheGrammar() {
        for (const char* text : {"", " ", "T", "2016-", "2016-07-", "2016-07-26 ab", "2016-07-26 02:", "2016-07-26 02:45:", "2016-07-26 123", "201", "201-07-26", "1234567",
                                 "2016-007-26", "02", "002:45", "+02:45", "1:2:3:4", "2016-07-26 02:45:07.5.5", "2016-07-26T02:45:07ZZ",
                                 "2016T02", "2016-07-26\t02:45:07", "99999999999999999999-01-01"}) {
            QVERIFY2(!parseTimestamp(text, TimeZone()), text);
        }
        QCOMPARE(exact(parseTimestamp("\t2016-07-26 02:45:07\n", TimeZone())), std::string("2016-07-26T02:45:07.000000Z"));
        QCOMPARE(exact(parseTimestamp("2016-07-26 02:45:07.+02:00", TimeZone())), std::string("2016-07-26T00:45:07.000000Z"));
        QCOMPARE(exact(parseTimestamp("2016-07-26 02:45:07  Z", TimeZone())), std::string("2016-07-26T02:45:07.000000Z"));
    }

    /// The quick way and the whole grammar must agree: the same instants written so that only one of them takes the text.
    void quickWayAgreesWithGrammar() {
        const TimeZone newYork = zone("America/New_York");
        for (const TimeZone& local : {TimeZone(), newYork}) {
            for (std::int64_t second = -3'000'000'000; second < 5'000'000'000; second += 7'654'321) {
                const std::int64_t micros = second * 1'000'000 + (second % 1'000'000 + 1'000'000) % 1'000'000;
                const std::string text = formatTimestampExact(micros, false);
                QCOMPARE(parseTimestamp(text, local), parseTimestamp(" " + text, local));
                QCOMPARE(parseTimestamp(text + "Z", local).value(), micros);
                QCOMPARE(parseTimestamp(text + "+00:00", local).value(), micros);
            }
        }
    }

    /// TS-1: a text without a date is today, in the zone that counts.
    void timeOnlyIsToday() {
        const EventTime now(Micros(parseTimestamp("2024-02-29T23:30:00Z", TimeZone()).value()));
        const TimeZone paris = zone("Europe/Paris");
        QCOMPARE(exact(parseTimestamp("12:00", TimeZone(), now)), std::string("2024-02-29T12:00:00.000000Z"));
        QCOMPARE(exact(parseTimestamp("12:00", paris, now)), std::string("2024-03-01T11:00:00.000000Z"));
        QCOMPARE(exact(parseTimestamp("T1:2:3.5+02:00", TimeZone(), now)), std::string("2024-02-29T23:02:03.500000Z"));
        QCOMPARE(exact(parseTimestamp("T7", TimeZone(), now)), std::string("2024-02-29T07:00:00.000000Z"));
        QVERIFY(!parseTimestampNtz("12:00"));
    }

    /// TS-6: readers drop `GMT`, CAST does not.
    void readersDropGmt() {
        QCOMPARE(exact(parseTimestamp("2016-07-26 02:45 GMT", TimeZone())), std::string("2016-07-26T02:45:00.000000Z"));
        QVERIFY(!parseTimestampForCast("2016-07-26 02:45 GMT", TimeZone()));
        QCOMPARE(exact(parseTimestampForCast("2016-07-26 02:45:07 GMT+1", TimeZone())), std::string("2016-07-26T01:45:07.000000Z"));
    }

    void ntzIgnoresAllowedZones() {
        QCOMPARE(exact(parseTimestampNtz("2016-07-26T02:45:07+02:00"), false), std::string("2016-07-26T02:45:07.000000"));
        QCOMPARE(exact(parseTimestampNtz("2016-07-26T02:45:07Z"), false), std::string("2016-07-26T02:45:07.000000"));
        QVERIFY(!parseTimestampNtz("2016-07-26T02:45:07 nowhere"));
    }

    void refusesInstantsBeyond64Bits() {
        QVERIFY(parseTimestamp("294247-01-10 04:00:54.775807", TimeZone()).value() == INT64_MAX);
        QVERIFY(!parseTimestamp("294247-01-10 04:00:54.775808", TimeZone()));
        QVERIFY(parseTimestamp("-290308-12-21 19:59:05.224192", TimeZone()).value() == INT64_MIN);
        QVERIFY(!parseTimestamp("-290308-12-21 19:59:05.224191", TimeZone()));
        QVERIFY(!parseTimestamp("999999-01-01", zone("Europe/Paris")));
    }

    /// CAST(t AS STRING), recorded in Europe/Paris.
    void writesAsCast() {
        const TimeZone paris = zone("Europe/Paris");
        const auto text = [&](const char* instant) { return formatTimestamp(parseTimestamp(instant, TimeZone()).value(), paris); };
        QCOMPARE(text("2016-07-26T02:45:07.123456Z"), std::string("2016-07-26 04:45:07.123456"));
        QCOMPARE(text("2023-01-01T06:00:00.5Z"), std::string("2023-01-01 07:00:00.5"));
        QCOMPARE(text("0001-01-01T00:00:00Z"), std::string("0001-01-01 00:09:21"));
        QCOMPARE(text("9999-12-31T23:59:59.999999Z"), std::string("+10000-01-01 00:59:59.999999"));
        QCOMPARE(text("1582-10-10T00:00:00Z"), std::string("1582-10-10 00:09:21"));
        QCOMPARE(formatTimestampNtz(-1), std::string("1969-12-31 23:59:59.999999"));
        QCOMPARE(formatTimestampNtz(0), std::string("1970-01-01 00:00:00"));
    }

    /// SK-6 and PR-4.
    void writesIsoTexts() {
        const std::int64_t micros = parseTimestamp("2016-07-26T02:00:00.123456Z", TimeZone()).value();
        QCOMPARE(formatTimestampIso(micros, TimeZone()), std::string("2016-07-26T02:00:00.123Z"));
        QCOMPARE(formatTimestampIso(micros, zone("Europe/Paris")), std::string("2016-07-26T04:00:00.123+02:00"));
        QCOMPARE(formatTimestampIso(micros, zone("-03:30")), std::string("2016-07-25T22:30:00.123-03:30"));
        QCOMPARE(formatMillisUtc(micros / 1000), std::string("2016-07-26T02:00:00.123Z"));
        QCOMPARE(formatMillisUtc(-1), std::string("1969-12-31T23:59:59.999Z"));
    }

    /// Every day there is comes back, the ends of the range included.
    void datesRoundTrip() {
        for (std::int64_t days = INT32_MIN; days <= INT32_MAX; days += 1'234'567) {
            const LocalFields fields = civilFromDays(days);
            QCOMPARE(daysFromCivil(fields.year, fields.month, fields.day), days);
            QVERIFY(fields.day >= 1 && fields.day <= daysInMonth(fields.year, fields.month));
        }
        QCOMPARE(formatDate(-719'529), std::string("-0001-12-31"));
        QCOMPARE(formatDate(-719'528), std::string("0000-01-01"));
    }
};

QTEST_APPLESS_MAIN(TimestampTextTest)
#include "timestamp_text_test.moc"
