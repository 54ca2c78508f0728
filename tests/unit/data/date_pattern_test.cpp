// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest/QtTest>

#include "core/data/java_date_pattern.h"
#include "core/data/lenient_date_text.h"
#include "core/data/timestamp_text.h"
#include "core/data/zone_names.h"

using namespace vitrine;

namespace {

QString written(std::string_view pattern, std::string_view zone, std::string_view time) {
    const auto compiled = JavaDatePattern::compile(pattern, JavaDatePattern::Use::Format);
    if (!compiled) return "refused";
    return QString::fromStdString(compiled->format(parseTimestamp(time, TimeZone()).value(), TimeZone::find(zone).value()));
}

QString read(std::string_view pattern, std::string_view text, std::string_view zone = "UTC") {
    const auto compiled = JavaDatePattern::compile(pattern, JavaDatePattern::Use::Parse);
    if (!compiled) return "refused";
    const auto micros = compiled->parseTimestamp(text, TimeZone::find(zone).value());
    return micros ? QString::fromStdString(formatTimestamp(*micros, TimeZone())) : "none";
}

}  // namespace

class DatePatternTest : public QObject {
    Q_OBJECT

  private slots:
    void writesZones_TS8() {
        const char* july = "2016-07-26 02:45:07";
        QCOMPARE(written("z|zzzz|VV", "America/New_York", july), QString("EDT|Eastern Daylight Time|America/New_York"));
        QCOMPARE(written("z|zzzz|VV|O|OOOO", "UTC", july), QString("UTC|Coordinated Universal Time|UTC|GMT|GMT"));
        QCOMPARE(written("z|zzzz", "+02:00", july), QString("+02:00|+02:00"));
        QCOMPARE(written("z|zzzz|O|OOOO", "Asia/Kolkata", july), QString("IST|India Standard Time|GMT+5:30|GMT+05:30"));
        QCOMPARE(written("z", "America/Sao_Paulo", july), QString("BRT"));
        QCOMPARE(written("z zzzz XXX XXXXX", "Europe/Paris", "1800-01-01 00:00:00"), QString("CET Central European Standard Time +00:09 +00:09:21"));
        QCOMPARE(written("x xx xxx Z ZZZZ ZZZZZ", "UTC", july), QString("+00 +0000 +00:00 +0000 GMT Z"));
    }

    void writesYearsOutsideFourDigits_TS8() {
        QCOMPARE(written("yyyy|yyyyy|y|yy", "UTC", "+12345-01-01 00:00:00"), QString("+12345|12345|12345|45"));
        QCOMPARE(written("yyyy|y|yy", "UTC", "-0044-03-15 00:00:00"), QString("-0044|-44|44"));
        QCOMPARE(written("y G|yyyy GGGG", "UTC", "-0044-03-15 00:00:00"), QString("45 BC|0045 Before Christ"));
        QCOMPARE(written("uuuu", "UTC", "2016-01-01 00:00:00"), QString("refused"));
        QCOMPARE(written("F", "UTC", "2016-07-31 00:00:00"), QString("3"));
    }

    void readsZones_TS8() {
        QCOMPARE(read("yyyy-MM-dd HH:mm z", "2016-07-26 02:45 PST"), QString("2016-07-26 09:45:00"));
        QCOMPARE(read("yyyy-MM-dd HH:mm z", "2016-07-26 02:45 CEST"), QString("2016-07-26 00:45:00"));
        QCOMPARE(read("yyyy-MM-dd HH:mm zzzz", "2016-01-26 02:45 Eastern Standard Time"), QString("2016-01-26 07:45:00"));
        QCOMPARE(read("yyyy-MM-dd HH:mm VV", "2016-07-26 02:45 Asia/Tokyo"), QString("2016-07-25 17:45:00"));
        QCOMPARE(read("yyyy-MM-dd HH:mm z", "2016-07-26 02:45 XQZ"), QString("none"));
        QCOMPARE(read("yyyy-MM-dd HH:mm O", "2016-07-26 02:45 GMT+2"), QString("2016-07-26 00:45:00"));
    }

    void readsEras_TS8() {
        QCOMPARE(read("yyyy G", "0045 BC"), QString("-0044-01-01 00:00:00"));
        QCOMPARE(read("yyyy G", "0000 AD"), QString("none"));
        QCOMPARE(read("yyyy", "0000"), QString("0000-01-01 00:00:00"));
        QCOMPARE(read("uuuu", "2016"), QString("refused"));
    }

    void fitsAsEarlierVersionsDid_TS7() {
        for (const char* text : {"2016-07-26 25:00:00", "2016-13-01 00:00:00", "2016-07-26 02:45:07 blah", "2016-07-26  02:45:07", "16-7-6 1:2:3"})
            QVERIFY2(fitsLeniently(text, "yyyy-MM-dd HH:mm:ss"), text);
        for (const char* text : {"", "five", "2016-07-26", "2016/07/26 02:45:07", "2016-07-26T02:45:07"})
            QVERIFY2(!fitsLeniently(text, "yyyy-MM-dd HH:mm:ss"), text);
        QVERIFY(fitsLeniently("32 july 16 5 pm", "d MMM yy h a"));
        QVERIFY(!fitsLeniently("32 jux 16", "d MMM yy"));
    }

    void namesZonesInAnyCase() {
        QCOMPARE(zoneNamedAt("central european SUMMER time!", true)->length, std::size_t{28});
        QVERIFY(!zoneNamedAt("nowhere", false));
    }
};

QTEST_APPLESS_MAIN(DatePatternTest)
#include "date_pattern_test.moc"
