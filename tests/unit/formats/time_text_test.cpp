// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest/QtTest>

#include "tests/unit/formats/shown_rows.h"

using namespace vitrine;

namespace {

QString read(std::string_view format, std::string_view ddl, std::string text, TimeParserPolicy policy, OptionMap options = {}) {
    ReadSpec spec = specOf(ddl, std::move(options));
    spec.conf.timeParserPolicy = policy;
    return shownRows(spec, readText(spec, std::move(text), "in", format));
}

}  // namespace

class TimeTextTest : public QObject {
    Q_OBJECT

  private slots:
    void thePolicyExceptionEndsTheQuery_TS7() {
        const char* schema = "raw STRING, t TIMESTAMP";
        const std::string line = "{\"raw\":\"a\",\"t\":\"2016-02-30 00:00:00\"}\n";
        QCOMPARE(read("json", schema, line, TimeParserPolicy::Corrected), QString("a|NULL\n"));
        QCOMPARE(read("json", schema, line, TimeParserPolicy::Exception), QString("ERROR 1005"));
        QCOMPARE(read("json", schema, "{\"raw\":\"a\",\"t\":\"nonsense\"}\n", TimeParserPolicy::Exception), QString("a|NULL\n"));
        QCOMPARE(read("json", schema, "{\"raw\":\"a\",\"t\":\"2016-02-28 00:00:00\"}\n", TimeParserPolicy::Exception), QString("a|2016-02-28 00:00:00\n"));
        QCOMPARE(read("csv", "s STRING, d DATE", "a,2016-02-30\n", TimeParserPolicy::Exception), QString("ERROR 1005"));
        QCOMPARE(read("csv", "s STRING, d DATE", "a,x\n", TimeParserPolicy::Exception), QString("a|NULL\n"));
        QCOMPARE(read("csv", "d DATE", "32/01/2016\n", TimeParserPolicy::Exception, {{"dateFormat", "dd/MM/yyyy"}}), QString("ERROR 1005"));
    }

    void timesWithoutADateAreOfToday_TS1() {
        ReadSpec spec = specOf("t TIMESTAMP");
        spec.now = EventTime{Micros{1'469'501'107'000'000}};
        QCOMPARE(shownRows(spec, readText(spec, "{\"t\":\"12:00\"}\n")), QString("2016-07-26 12:00:00\n"));
        QCOMPARE(shownRows(spec, readText(spec, "12:00\n", "in", "csv")), QString("2016-07-26 12:00:00\n"));
        spec.now = {};
        QVERIFY(shownRows(spec, readText(spec, "12:00\n", "in", "csv")) >= QString("2024-01-01 12:00:00\n"));
    }
};

QTEST_APPLESS_MAIN(TimeTextTest)
#include "time_text_test.moc"
