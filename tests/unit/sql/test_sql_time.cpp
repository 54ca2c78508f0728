// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "tests/unit/sql/expression_fixture.h"

using namespace vitrine;

class TestSqlTime : public QObject {
    Q_OBJECT

  private slots:
    void answersAsSparkDoes_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("ansi");
        QTest::addColumn<QString>("lenient");
        const auto row = [](const char* text, const char* ansi, const char* lenient = nullptr) {
            QTest::newRow(text) << text << ansi << (lenient != nullptr ? lenient : ansi);
        };
        row("date_format(TIMESTAMP '2016-07-26 02:45:07', 'EEEE d MMM, HH''h''mm')", "Tuesday 26 Jul, 02h45");
        row("date_format(NULL, 'yyyy')", "NULL");
        row("date_format(DATE '2016-07-26', 'bad')", "!InvalidArgument");
        row("date_format(DATE '2016-07-26', if(a = 1, 'yy', 'uu'))", "16");
        row("date_format(DATE '2016-07-26', if(a = 1, 'uu', 'yy'))", "!InvalidArgument");
        row("from_unixtime(0)", "1970-01-01 00:00:00");
        row("from_unixtime(86400, 'dd.MM.')", "02.01.");
        row("to_timestamp('26/07/2016 02:45', 'dd/MM/yyyy HH:mm')", "2016-07-26 02:45:00");
        row("to_timestamp('26/07/2016', 'yyyy-MM-dd')", "!InvalidCast", "NULL");
        row("to_timestamp('x', NULL)", "NULL");
        row("try_to_timestamp('26/07/2016', 'yyyy-MM-dd')", "NULL");
        row("to_timestamp('2016-07-26 02:45 +02:00', 'yyyy-MM-dd HH:mm XXX')", "2016-07-26 00:45:00");
        row("to_timestamp_ntz('2016-07-26 02:45 +02:00', 'yyyy-MM-dd HH:mm XXX')", "2016-07-26 02:45:00");
        row("to_date('26.07.2016', 'dd.MM.yyyy')", "2016-07-26");
        row("to_date('2016-208', 'yyyy-DDD')", "2016-07-26");
        row("to_date('31.02.2016', 'dd.MM.yyyy')", "!InvalidCast", "NULL");
        row("to_date(TIMESTAMP '2016-07-26 02:45:07', 'dd')", "2016-07-26");
        row("unix_timestamp('1970-01-01 00:01:00')", "60");
        row("unix_timestamp('1970/01/02', 'yyyy/MM/dd')", "86400");
        row("unix_timestamp('2016-07-26', 'yyyy/MM/dd')", "!InvalidCast", "NULL");
        row("unix_timestamp()", "1469501107");
        row("to_unix_timestamp(DATE '1970-01-02')", "86400");
        row("make_date(2016, 2, 29)", "2016-02-29");
        row("make_date(2015, 2, 29)", "!InvalidArgument", "NULL");
        row("make_date(2015, NULL, 29)", "NULL");
        row("make_timestamp(2016, 7, 26, 2, 45, 7.5)", "2016-07-26 02:45:07.5");
        row("make_timestamp(2016, 7, 26, 2, 59, 60)", "2016-07-26 03:00:00");
        row("make_timestamp(2016, 7, 26, 2, 59, 60.5)", "!InvalidArgument", "NULL");
        row("make_timestamp(2016, 7, 26, 24, 0, 0)", "!InvalidArgument", "NULL");
        row("try_make_timestamp(2016, 7, 26, 24, 0, 0)", "NULL");
        row("make_timestamp(2016, 7, 26, 2, 45, 7, 'Europe/Paris')", "2016-07-26 00:45:07");
        row("make_timestamp_ntz(-1, 1, 1, 0, 0, 0)", "-0001-01-01 00:00:00");
        row("make_interval(1, 2, 1, 1, 1, 1, 1.5)", "1 years 2 months 8 days 1 hours 1 minutes 1.5 seconds");
        row("make_interval(178956971)", "!ArithmeticOverflow", "NULL");
        row("try_make_interval(178956971)", "NULL");
        row("make_dt_interval(1, 2, 3, 4.5)", "INTERVAL '1 02:03:04.5' DAY TO SECOND");
        row("make_ym_interval(1, 2)", "INTERVAL '1-2' YEAR TO MONTH");
        row("make_ym_interval(178956971)", "!ArithmeticOverflow");
        row("months_between(TIMESTAMP '2016-07-26 02:45:07', TIMESTAMP '2016-01-31 12:00:00')", "5.8262795");
        row("months_between(DATE '2016-02-29', DATE '2016-01-31')", "1.0");
        row("months_between(DATE '2016-02-28', DATE '2016-01-31', false)", "0.9032258064516129");
        row("next_day(DATE '2016-07-26', 'Tuesday')", "2016-08-02");
        row("next_day(DATE '2016-07-26', 'we')", "2016-07-27");
        row("next_day(DATE '2016-07-26', 'xx')", "!InvalidArgument", "NULL");
        row("from_utc_timestamp(TIMESTAMP '2016-07-26 02:45:07', 'Asia/Tokyo')", "2016-07-26 11:45:07");
        row("to_utc_timestamp(TIMESTAMP '2016-07-26 02:45:07', 'GMT+1')", "2016-07-26 01:45:07");
        row("from_utc_timestamp(TIMESTAMP '2016-07-26 02:45:07', 'Nope/Zone')", "!InvalidArgument");
        row("convert_timezone('Europe/Paris', 'America/New_York', TIMESTAMP_NTZ '2016-07-26 02:45:07')", "2016-07-25 20:45:07");
        row("convert_timezone('Asia/Kolkata', TIMESTAMP_NTZ '2016-07-26 02:45:07')", "2016-07-26 08:15:07");
        row("extract(HOUR FROM make_interval(0, 0, 0, 0, 30))", "30");
        row("extract(MONTH FROM make_interval(1, 14))", "2");
        row("make_interval(1, 0, 0, 3) + make_interval(0, 2, 0, 1, 5)", "1 years 2 months 4 days 5 hours");
        row("make_interval(1) - make_interval(0, 14)", "-2 months");
        row("make_interval(178956970) + make_interval(178956970)", "!ArithmeticOverflow", "NULL");
        row("make_interval(0, 0, 0, 1) * 1.5", "1 days 12 hours");
        row("3 * make_interval(0, 0, 0, 1)", "3 days");
        row("make_interval(1, 0, 0, 1) / 2", "6 months 12 hours");
        row("make_interval(1) / 0", "!DivideByZero", "NULL");
        row("-make_interval(1, 0, 0, 1)", "-1 years -1 days");
        row("TIMESTAMP '2016-01-31 00:00:00' + make_interval(0, 1, 0, 1)", "2016-03-01 00:00:00");
        row("DATE '2016-01-31' + make_interval(0, 0, 0, 0, 1)", "!InvalidArgument", "2016-01-31");
        row("DATE '2016-01-31' + make_interval(0, 0, 0, 0, 30)", "!InvalidArgument", "2016-02-01");
        row("DATE '2016-07-26' + INTERVAL '1' HOUR", "2016-07-26 01:00:00");
        row("INTERVAL '1' DAY * 2.5", "INTERVAL '2 12:00:00' DAY TO SECOND");
        row("INTERVAL '1' MONTH / 0", "!DivideByZero");
        row("round(-0.0D, 1)", "0.0");
        row("date_part('epoch', TIMESTAMP '2016-07-26 02:45:07')", "!TypeMismatch");
    }

    void answersAsSparkDoes() {
        QFETCH(QString, text);
        QFETCH(QString, ansi);
        QFETCH(QString, lenient);
        ExpressionFixture fixture;
        QCOMPARE(QString::fromStdString(fixture.answers(text.toStdString())), ansi);
        fixture.conf.ansi = false;
        QCOMPARE(QString::fromStdString(fixture.answers(text.toStdString())), lenient);
    }

    /// Texts that only the lenient reader of earlier versions would take.
    void refusesContestedTexts_TS7() {
        ExpressionFixture fixture;
        fixture.conf.ansi = false;
        fixture.conf.timeParserPolicy = TimeParserPolicy::Exception;
        QCOMPARE(fixture.answers("to_timestamp('2016-02-30', 'yyyy-MM-dd')"), std::string("!InvalidCast"));
        QCOMPARE(fixture.answers("to_timestamp('2016-02-03 and more', 'yyyy-MM-dd')"), std::string("!InvalidCast"));
        QCOMPARE(fixture.answers("to_timestamp('x', 'yyyy-MM-dd')"), std::string("NULL"));
        QCOMPARE(fixture.answers("to_timestamp('2016-02-03', 'yyyy-MM-dd')"), std::string("2016-02-03 00:00:00"));
        fixture.conf.timeParserPolicy = TimeParserPolicy::Corrected;
        QCOMPARE(fixture.answers("to_timestamp('2016-02-30', 'yyyy-MM-dd')"), std::string("NULL"));
    }

    /// The hour that a change to summer time leaves out, and the one that the change back repeats.
    void movesThroughChangesOfTheClock() {
        ExpressionFixture fixture;
        fixture.conf.zone = TimeZone::find("Europe/Paris").value();
        QCOMPARE(fixture.answers("make_timestamp(2024, 3, 31, 2, 30, 0)"), std::string("2024-03-31 03:30:00"));
        QCOMPARE(fixture.answers("unix_timestamp('2024-10-27 02:30:00')"), std::string("1729989000"));
        QCOMPARE(fixture.answers("to_timestamp('2024-03-31 02:30', 'yyyy-MM-dd HH:mm')"), std::string("2024-03-31 03:30:00"));
        QCOMPARE(fixture.answers("date_format(timestamp_seconds(1729989000), 'HH:mm z zzzz')"), std::string("02:30 CEST Central European Summer Time"));
        QCOMPARE(fixture.answers("date_format(timestamp_seconds(1729992600), 'HH:mm z XXX')"), std::string("02:30 CET +01:00"));
        QCOMPARE(fixture.answers("sequence(TIMESTAMP '2024-03-30 12:00:00', TIMESTAMP '2024-04-01 00:00:00', INTERVAL 1 DAY)"),
                 std::string("[2024-03-30 12:00:00, 2024-03-31 12:00:00]"));
        QCOMPARE(fixture.answers("to_utc_timestamp(TIMESTAMP '2024-03-31 03:30:00', 'America/New_York')"), std::string("2024-03-31 07:30:00"));
        QCOMPARE(fixture.answers("from_unixtime(0)"), std::string("1970-01-01 01:00:00"));
    }
};

QTEST_APPLESS_MAIN(TestSqlTime)
#include "test_sql_time.moc"
