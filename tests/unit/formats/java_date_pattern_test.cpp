// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest/QtTest>

#include "core/data/java_date_pattern.h"

using namespace vitrine;

namespace {

QString written(std::string_view pattern, std::string_view zone = "UTC") {
    // 2016-07-06 14:05:07.123456 UTC, a Wednesday.
    const auto compiled = JavaDatePattern::compile(pattern, JavaDatePattern::Use::Format);
    if (!compiled) return "ERROR at " + QString::number(compiled.error().column());
    return QString::fromStdString(compiled->format(1'467'813'907'123'456, TimeZone::find(zone).value()));
}

}  // namespace

class JavaDatePatternTest : public QObject {
    Q_OBJECT

  private slots:
    /// As java.time writes them.
    void writesTimes_TS8() {
        QCOMPARE(written("yyyy-MM-dd HH:mm:ss.SSSSSS"), QString("2016-07-06 14:05:07.123456"));
        QCOMPARE(written("yy/M/d h:m a"), QString("16/7/6 2:5 PM"));
        QCOMPARE(written("EEE, EEEE d MMM MMMM D"), QString("Wed, Wednesday 6 Jul July 188"));
        QCOMPARE(written("'Week''s' QQQ q G"), QString("Week's Q3 3 AD"));
        QCOMPARE(written("HH XXX X Z VV", "Europe/Paris"), QString("16 +02:00 +02 +0200 Europe/Paris"));
        QCOMPARE(written("X xxx O OOOO"), QString("Z +00:00 GMT GMT"));
        QCOMPARE(written("k K H F"), QString("14 2 14 6"));
    }

    void refusesLetters_TS8() {
        QCOMPARE(written("yyyy-ww"), QString("ERROR at 5"));
        QCOMPARE(written("MMMMM"), QString("ERROR at 0"));
        QCOMPARE(written("yyyy {"), QString("ERROR at 5"));
        QVERIFY(!JavaDatePattern::compile("EEE", JavaDatePattern::Use::Parse));
    }

    void readsNumbersWithoutGaps_TS8() {
        const auto pattern = JavaDatePattern::compile("yyyyMMddHHmmss", JavaDatePattern::Use::Parse).value();
        QCOMPARE(pattern.parseTimestampNtz("20160706140507").value(), 1'467'813'907'000'000);
        QVERIFY(!pattern.parseTimestampNtz("2016070614050"));
        const auto year = JavaDatePattern::compile("yyyy", JavaDatePattern::Use::Parse).value();
        QVERIFY(!year.parseDate("12016"));
        QCOMPARE(year.parseDate("1971").value(), 365);
        QVERIFY(year.parseDate("+12016").has_value());
    }
};

QTEST_APPLESS_MAIN(JavaDatePatternTest)
#include "java_date_pattern_test.moc"
