// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest/QtTest>

#include "tests/unit/formats/shown_rows.h"

using namespace vitrine;

namespace {

QString read(std::string text, OptionMap options = {}, std::string_view ddl = "value STRING") {
    const ReadSpec spec = specOf(ddl, std::move(options));
    return shownRows(spec, readText(spec, std::move(text), "in.txt", "text"));
}

}  // namespace

class TextReaderTest : public QObject {
    Q_OBJECT

  private slots:
    void aRowALine_TXT1() {
        QCOMPARE(read("a\n\n  b \r\nc\rd"), QString("a\n\n  b \nc\nd\n"));
        QCOMPARE(read(""), QString());
        QCOMPARE(read("\n"), QString("\n"));
    }

    void lineSeparator() {
        QCOMPARE(read("a,b,,c\n,", {{"lineSep", ","}}), QString("a\nb\n\nc\n\n"));
        QCOMPARE(read("a", {{"lineSep", ""}}), QString("ERROR 2017"));
    }

    void wholeText() {
        QCOMPARE(read("a\n\nb\n", {{"wholetext", "true"}}), QString("a\n\nb\n\n"));
        QCOMPARE(read("", {{"wholetext", "true"}}), QString());
    }

    void schema() {
        QCOMPARE(read("a\n", {}, "line STRING"), QString("a\n"));
        QCOMPARE(read("a\n", {}, "a INT"), QString("ERROR 2002"));
        QCOMPARE(read("a\n", {}, "a STRING, b STRING"), QString("ERROR 2002"));
    }
};

QTEST_APPLESS_MAIN(TextReaderTest)
#include "text_reader_test.moc"
