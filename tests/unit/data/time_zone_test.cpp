// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest/QtTest>

#include "core/data/time_zone.h"
#include "core/data/timestamp_text.h"

using namespace vitrine;

namespace {

TimeZone zone(std::string_view id) { return TimeZone::find(id).value(); }

std::int64_t instant(std::string_view utc) { return parseTimestamp(utc, TimeZone()).value(); }

LocalFields local(std::string_view text) { return localFromMicros(parseTimestampNtz(text).value()); }

/// Seconds at an instant without daylight-saving time in the north.
int winterOffset(std::string_view id) { return zone(id).offsetAt(instant("2016-01-15T00:00:00Z")); }

}  // namespace

class TimeZoneTest : public QObject {
    Q_OBJECT

  private slots:
    /// The ids of TS-3 and their normal form in Java.
    void readsOffsets() {
        const struct { const char* id; int seconds; const char* normal; } rows[] = {
            {"UTC", 0, "UTC"}, {"GMT", 0, "GMT"}, {"UT", 0, "UT"}, {"Z", 0, "Z"}, {"+0", 0, "Z"}, {"-00:00", 0, "Z"},
            {"+2", 7200, "+02:00"}, {"-5", -18000, "-05:00"}, {"+02", 7200, "+02:00"}, {"+02:00", 7200, "+02:00"},
            {"+0530", 19800, "+05:30"}, {"+053015", 19815, "+05:30:15"}, {"+02:00:30", 7230, "+02:00:30"},
            {"-03:30", -12600, "-03:30"}, {"GMT+3", 10800, "GMT+03:00"}, {"UTC-2", -7200, "UTC-02:00"}, {"UT+1", 3600, "UT+01:00"},
            {"+18:00", 64800, "+18:00"}, {"-18", -64800, "-18:00"}, {"+1:30", 5400, "+01:30"}, {"+01:5", 3900, "+01:05"},
            {"UTC+0", 0, "UTC"},
        };
        for (const auto& row : rows) {
            const Result<TimeZone> found = TimeZone::find(row.id);
            QVERIFY2(found.hasValue(), row.id);
            QCOMPARE(found->offsetAt(0), row.seconds);
            QCOMPARE(found->id(), std::string(row.normal));
            QCOMPARE(found->isUtc(), row.seconds == 0);
        }
    }

    void refusesWhatJavaRefuses() {
        for (const char* id : {"", "z", "A", "+", "+19", "+18:01", "-18:00:01", "+1:2:3:4", "+123", "+12345", "+1a", "+02:60", "+02:00:60",
                               "UTC+", "UTCZ", "utc", "europe/paris", "Nowhere/Else", "Fixed/UTC+05:00:00", "localtime", "libc:localtime",
                               "../etc/passwd", "/etc/localtime", "posix/Europe/Paris", "right/Europe/Paris", "America", "Europe/Paris ",
                               "ROC", "+99999999999:00", "+1:99999999999"}) {
            const Result<TimeZone> found = TimeZone::find(id);
            QVERIFY2(!found.hasValue(), id);
            QVERIFY(found.error().code() == ErrorCode::InvalidValue);
        }
    }

    /// Java's ZoneId.SHORT_IDS, some of which mean other places than elsewhere (BST is Dhaka).
    void knowsShortIds() {
        QCOMPARE(zone("PST").id(), std::string("America/Los_Angeles"));
        QCOMPARE(zone("BST").id(), std::string("Asia/Dhaka"));
        QCOMPARE(zone("EST").id(), std::string("-05:00"));
        QCOMPARE(winterOffset("CST"), -6 * 3600);
        QCOMPARE(winterOffset("ECT"), 3600);
        QCOMPARE(winterOffset("IST"), 19800);
        QCOMPARE(winterOffset("JST"), 9 * 3600);
        QCOMPARE(winterOffset("HST"), -10 * 3600);
        QCOMPARE(winterOffset("MST"), -7 * 3600);
        for (const char* id : {"ACT", "AET", "AGT", "ART", "AST", "BET", "CAT", "CNT", "CTT", "EAT", "IET", "MIT", "NET", "NST", "PLT",
                               "PNT", "PRT", "SST", "VST", "GMT0", "CET", "EST5EDT", "Etc/GMT+3"}) {
            QVERIFY2(TimeZone::find(id).hasValue(), id);
        }
        QCOMPARE(winterOffset("Etc/GMT+3"), -3 * 3600);
    }

    /// TS-4: Europe/Paris, 2024-03-31 02:00 → 03:00, 2024-10-27 03:00 → 02:00.
    void gapsAndOverlapsInParis() {
        const TimeZone paris = zone("Europe/Paris");
        QCOMPARE(paris.toInstant(local("2024-03-31 01:59:59")).value(), instant("2024-03-31T00:59:59Z"));
        QCOMPARE(paris.toInstant(local("2024-03-31 02:00:00")).value(), instant("2024-03-31T01:00:00Z"));
        QCOMPARE(paris.toInstant(local("2024-03-31 02:30:00.25")).value(), instant("2024-03-31T01:30:00.25Z"));
        QCOMPARE(paris.toInstant(local("2024-03-31 03:00:00")).value(), instant("2024-03-31T01:00:00Z"));
        QCOMPARE(paris.toInstant(local("2024-10-27 02:30:00")).value(), instant("2024-10-27T00:30:00Z"));
        QCOMPARE(paris.toInstant(local("2024-10-27 03:00:00")).value(), instant("2024-10-27T02:00:00Z"));
        QCOMPARE(paris.toLocal(instant("2024-03-31T01:30:00Z")).hour, 3);
        QCOMPARE(paris.toLocal(instant("2024-10-27T00:30:00Z")).hour, 2);
        QCOMPARE(paris.toLocal(instant("2024-10-27T01:30:00Z")).hour, 2);
    }

    /// TS-4: America/New_York, 2024-03-10 02:00 → 03:00, 2024-11-03 02:00 → 01:00.
    void gapsAndOverlapsInNewYork() {
        const TimeZone newYork = zone("America/New_York");
        QCOMPARE(newYork.toInstant(local("2024-03-10 02:30:00")).value(), instant("2024-03-10T07:30:00Z"));
        QCOMPARE(newYork.toInstant(local("2024-11-03 01:30:00")).value(), instant("2024-11-03T05:30:00Z"));
        QCOMPARE(newYork.toInstant(local("2024-11-03 02:00:00")).value(), instant("2024-11-03T07:00:00Z"));
        // A gap that is no hour: Lord Howe Island moves by 30 minutes.
        QCOMPARE(zone("Australia/Lord_Howe").toInstant(local("2024-10-06 02:15:00")).value(), instant("2024-10-05T15:45:00Z"));
    }

    /// Local mean time before there were zones, and rules far beyond the tables (recorded in E-datetime-paris).
    void spansAllOfTime() {
        const TimeZone paris = zone("Europe/Paris");
        QCOMPARE(paris.offsetAt(instant("0001-01-01T00:00:00Z")), 561);
        QCOMPARE(paris.offsetAt(instant("1900-06-15T10:00:00Z")), 561);
        QCOMPARE(paris.offsetAt(instant("9999-07-01T00:00:00Z")), 7200);
        QCOMPARE(paris.offsetAt(instant("123456-07-01T00:00:00Z")), 7200);
        QCOMPARE(paris.toInstant(local("0001-01-01 00:00:00")).value(), instant("0000-12-31T23:50:39Z"));
        QCOMPARE(paris.toLocal(INT64_MAX).year, std::int64_t{294247});
        QCOMPARE(paris.toLocal(INT64_MIN).year, std::int64_t{-290308});
        QVERIFY(!paris.toInstant({.year = 300'000}).has_value());
    }

    void everyInstantComesBackOutsideOverlaps() {
        for (const char* id : {"UTC", "+05:30", "Europe/Paris", "America/New_York", "Asia/Kolkata"}) {
            const TimeZone place = zone(id);
            for (std::int64_t second = -9'000'000'000; second < 9'000'000'000; second += 12'345'678) {
                const std::int64_t micros = second * 1'000'000 + 7;
                const std::int64_t back = place.toInstant(place.toLocal(micros)).value();
                QVERIFY(back == micros || micros - back == 3'600'000'000);
            }
        }
    }

    void localZoneFollowsTheVariable() {
        qputenv("TZ", "Asia/Tokyo");
        QCOMPARE(TimeZone::local().id(), std::string("Asia/Tokyo"));
        qputenv("TZ", ":/usr/share/zoneinfo/Europe/Paris");
        QCOMPARE(TimeZone::local().id(), std::string("Europe/Paris"));
        qputenv("TZ", "nonsense");
        QVERIFY(TimeZone::local().isUtc());
        qputenv("TZ", "UTC");
    }
};

QTEST_APPLESS_MAIN(TimeZoneTest)
#include "time_zone_test.moc"
