// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest/QtTest>

#include "core/formats/read_bytes.h"
#include "tests/unit/formats/shown_rows.h"

using namespace vitrine;
using namespace std::string_literals;

namespace {

QString read(std::string_view ddl, std::string text, OptionMap options = {}, std::vector<std::size_t> columns = {}) {
    ReadSpec spec = specOf(ddl, std::move(options));
    if (!columns.empty()) spec.columns = std::move(columns);
    const QString fast = shownRows(spec, readText(spec, text, "in.csv", "csv"));
    spec.fastPath = false;
    const QString exact = shownRows(spec, readText(spec, text, "in.csv", "csv"));
    return fast == exact ? fast : "FAST " + fast + "EXACT " + exact;
}

/// One STRING column and what a field gives.
QString field(std::string text, OptionMap options = {}) {
    return read("s STRING, n STRING", std::move(text), std::move(options));
}

}  // namespace

class CsvReaderTest : public QObject {
    Q_OBJECT

  private slots:
    void quotesAndEscapes_CSV1() {
        QCOMPARE(field("\"a,b\",1\n"), QString("a,b|1\n"));
        QCOMPARE(field("\"a \\\"q\\\" b\",3\n"), QString("a \"q\" b|3\n"));
        QCOMPARE(field("\"a \"\"q\"\" b\",2\n"), QString("\"a \"\"q\"\" b\"|2\n"));
        QCOMPARE(field("\"a \"\"q\"\" b\",2\n", {{"escape", "\""}}), QString("a \"q\" b|2\n"));
        QCOMPARE(field("\"x\"y,7\n"), QString("\"x\"y|7\n"));
        QCOMPARE(field("x\"y,8\n"), QString("x\"y|8\n"));
        QCOMPARE(field("a\\,b\n"), QString("a\\|b\n"));
        QCOMPARE(field("\"a\\\\\",1\n"), QString("a\\|1\n"));
        QCOMPARE(field("\"a\\b\",1\n"), QString("a\\b|1\n"));
        QCOMPARE(field("x,\"ab\"\n"), QString("x|ab\n"));
        QCOMPARE(field("x,ab\"\n"), QString("x|ab\"\n"));
        QCOMPARE(field("x,\"ab\" \n"), QString("x|ab\n"));
        QCOMPARE(field("x,\"\n"), QString("x|\"\n"));
        QCOMPARE(field("\"a,b\",1\n", {{"quote", ""}}), QString("\"a|b\"\n"));
        QCOMPARE(field("'a,b',1\n", {{"quote", "'"}}), QString("a,b|1\n"));
    }

    void aQuoteLeftOpenEndsWithTheLine() {
        QCOMPARE(read("s STRING, n INT, _corrupt_record STRING", "\"unclosed,9\n\"a\nb\",12\n"),
                 QString("unclosed,9|NULL|\"unclosed,9\na|NULL|\"a\nb\"|12|NULL\n"));
    }

    void unescapedQuotes() {
        const OptionMap closing{{"unescapedQuoteHandling", "STOP_AT_CLOSING_QUOTE"}};
        QCOMPARE(field("\"x\"y,z\",7\n", closing), QString("x\"y,z|7\n"));
        QCOMPARE(field("\"x\"y,7\n", {{"unescapedQuoteHandling", "SKIP_VALUE"}}), QString("NULL|7\n"));
        QCOMPARE(field("\"x\"y,7\n", {{"unescapedQuoteHandling", "RAISE_ERROR"}}), QString("ERROR 3006"));
        QCOMPARE(field("\"x\"y,7\n", {{"unescapedQuoteHandling", "sometimes"}}), QString("ERROR 2017"));
    }

    void emptyAndNull_CSV1() {
        QCOMPARE(field(",\"\"\n\"\",\n"), QString("NULL|NULL\nNULL|NULL\n"));
        const OptionMap named{{"nullValue", "NA"}, {"emptyValue", "EMPTY"}};
        QCOMPARE(field("NA,1\n\"NA\",2\n\"\",3\n,4\nx,NA\n", named), QString("NULL|1\nNULL|2\nEMPTY|3\nNULL|4\nx|NULL\n"));
        QCOMPARE(read("s STRING, n INT", "x,\"\"\n", {{"nullValue", "NA"}}), QString("x|NULL\n"));
    }

    void blankLinesAndComments_CSV3() {
        QCOMPARE(field("\n  \t\na,1\n\n"), QString("a|1\n"));
        QCOMPARE(read("s STRING, n INT", "#c,1\na,2\n #d,3\n\"#e\",4\n", {{"comment", "#"}}), QString("a|2\n #d|3\n#e|4\n"));
    }

    void shortAndLongLines_CSV3() {
        const std::string text = "a,1,2.5\nb,x,3.5\nc,3\nd,4,5,6\ne,5,y\n";
        const char* schema = "s STRING, n INT, x DOUBLE";
        QCOMPARE(read(schema, text), QString("a|1|2.5\nb|NULL|3.5\nc|3|NULL\nd|4|5.0\ne|5|NULL\n"));
        QCOMPARE(read(schema, text, {{"mode", "DROPMALFORMED"}}), QString("a|1|2.5\n"));
        QCOMPARE(read(schema, text, {{"mode", "FAILFAST"}}), QString("ERROR 3006"));
        // With fewer columns lines may be of any length.
        QCOMPARE(read(schema, text, {{"mode", "FAILFAST"}}, {0}), QString("a\nb\nc\nd\ne\n"));
        QCOMPARE(read(schema, text, {{"mode", "DROPMALFORMED"}}, {0, 1}), QString("a|1\nc|3\nd|4\ne|5\n"));
        QCOMPARE(read(schema, text, {{"mode", "FAILFAST"}, {"columnPruning", "false"}}, {0}), QString("ERROR 3006"));
    }

    void corruptRecordColumn() {
        const char* schema = "s STRING, n INT, _corrupt_record STRING";
        QCOMPARE(read(schema, "a,1\nb,x\nc\n"), QString("a|1|NULL\nb|NULL|b,x\nc|NULL|c\n"));
        QCOMPARE(read("_corrupt_record STRING, s STRING, n INT", "a,1\nb,x\n"), QString("NULL|a|1\nb,x|b|NULL\n"));
        // Asking for it looks at whole records.
        QCOMPARE(read(schema, "a,1\nc\n", {}, {0, 2}), QString("a|NULL\nc|c\n"));
        QCOMPARE(read(schema, "a,1\n", {}, {2}), QString("ERROR 2023"));
        QCOMPARE(read("s STRING, bad INT", "a,1\n", {{"columnNameOfCorruptRecord", "bad"}}), QString("ERROR 2023"));
    }

    void header_CSV2() {
        const char* schema = "s STRING, n INT";
        QCOMPARE(read(schema, "\n  \nx,y\na,1\n", {{"header", "true"}}), QString("a|1\n"));
        QCOMPARE(read(schema, "", {{"header", "true"}}), QString());
        QCOMPARE(read(schema, " #c\nx,y\na,1\n", {{"header", "true"}, {"comment", "#"}}), QString("a|1\n"));
        const OptionMap strict{{"header", "true"}, {"enforceSchema", "false"}};
        QCOMPARE(read(schema, "S,n\na,1\n", strict), QString("a|1\n"));
        QCOMPARE(read(schema, "n,s\na,1\n", strict), QString("ERROR 3006"));
        QCOMPARE(read(schema, "s\na,1\n", strict), QString("ERROR 3006"));
        QCOMPARE(read(schema, "s,other\na,1\n", strict, {0}), QString("a\n"));
    }

    void separators() {
        QCOMPARE(field("a\t1\nb\t\n", {{"delimiter", "\\t"}}), QString("a|1\nb|NULL\n"));
        QCOMPARE(field("a;1\n\"x;y\";2\n", {{"sep", ";"}}), QString("a|1\nx;y|2\n"));
        QCOMPARE(field("a||1\n\"x||y\"||2\na|b||3\n", {{"sep", "||"}}), QString("a|1\nx||y|2\na|b|3\n"));
        QCOMPARE(field("a¦1\n", {{"sep", "¦"}}), QString("a|1\n"));
        QCOMPARE(field("a,1\n", {{"sep", ""}}), QString("ERROR 2017"));
        QCOMPARE(field("a,1\n", {{"sep", "\\"}}), QString("ERROR 2017"));
        QCOMPARE(field("a,1\n", {{"quote", "''"}}), QString("ERROR 2017"));
    }

    void whiteSpace() {
        const OptionMap trims{{"ignoreLeadingWhiteSpace", "true"}, {"ignoreTrailingWhiteSpace", "true"}};
        QCOMPARE(read("s STRING, n INT", " x , 4 \n\" y \" , 5\n  \"a,b\", 6\n", trims), QString("x|4\n y |5\na,b|6\n"));
        QCOMPARE(read("s STRING, n INT", " x , 4 \n"), QString(" x |NULL\n"));
        QCOMPARE(read("s STRING, n STRING", "  \"a,b\",6\nz,y\n", trims, {1}), QString("6\ny\n"));
    }

    void numbers_CSV4() {
        QCOMPARE(read("a INT, b BIGINT", "+1,-1\n1.0,1e3\n007,9223372036854775808\n-0,-9223372036854775808\n2147483648,5L\n+-1,--1\n"),
                 QString("1|-1\nNULL|NULL\n7|NULL\n0|-9223372036854775808\nNULL|NULL\nNULL|NULL\n"));
        QCOMPARE(read("a TINYINT, b SMALLINT", "127,-32768\n128,32768\n"), QString("127|-32768\nNULL|NULL\n"));
        QCOMPARE(read("a DOUBLE", "1\n 1 \n1d\n.5\n5.\n1e400\nInf\n-Infinity\nNaN\n1,5\n-0\nx\n1E3\n"),
                 QString("1.0\n1.0\n1.0\n0.5\n5.0\nInfinity\nInfinity\n-Infinity\nNaN\n1.0\n-0.0\nNULL\n1000.0\n"));
        QCOMPARE(read("a FLOAT", "0.1\nmany\nlots\n", {{"positiveInf", "many"}, {"nanValue", "lots"}}), QString("0.1\nInfinity\nNaN\n"));
        QCOMPARE(read("a DECIMAL(5,2), b INT", "1.005;1\n1,5;2\n1e3;3\n-.5;4\n", {{"sep", ";"}}), QString("1.01|1\n15.00|2\nNULL|3\n-0.50|4\n"));
        QCOMPARE(read("a BOOLEAN", "true\nTRUE\nFalse\n1\nyes\n"), QString("true\ntrue\nfalse\nNULL\nNULL\n"));
        QCOMPARE(read("a BINARY", "x1\n"), QString("x1\n"));
    }

    void times_CSV4() {
        QCOMPARE(read("t TIMESTAMP", "2016-07-26 02:45:07\n2016-07-26T02:45:07.5Z\n2016-07-26\n1469501107\n2016-02-30 00:00:00\n"),
                 QString("2016-07-26 02:45:07\n2016-07-26 02:45:07.5\n2016-07-26 00:00:00\nNULL\nNULL\n"));
        QCOMPARE(read("t TIMESTAMP", "2016-07-26 02:45:07\n", {{"timeZone", "Europe/Paris"}}), QString("2016-07-26 00:45:07\n"));
        QCOMPARE(read("t TIMESTAMP", "26/07/2016 02:45\n2016-07-26 02:45:00\n", {{"timestampFormat", "dd/MM/yyyy HH:mm"}}),
                 QString("2016-07-26 02:45:00\nNULL\n"));
        QCOMPARE(read("d DATE", "2016-07-26\n2016-7-6\n2016\n100\n2016-07-26 junk\n"), QString("2016-07-26\n2016-07-06\n2016-01-01\nNULL\n2016-07-26\n"));
    }

    void typesThatCsvDoesNotHave() {
        QCOMPARE(read("a STRUCT<x: INT>", "1\n"), QString("ERROR 2002"));
        QCOMPARE(read("a ARRAY<INT>, b INT", "1,2\n", {}, {1}), QString("ERROR 2002"));
    }

    void multiLine() {
        const OptionMap options{{"multiLine", "true"}};
        QCOMPARE(field("\"a\nb\",1\nc,2\n\nd,\n", options), QString("a\nb|1\nc|2\nd|NULL\n"));
        QCOMPARE(field("\"a\r\nb\",1\r\nc,2\r\n", options), QString("a\nb|1\nc|2\n"));
        QCOMPARE(field("x,y\n\"a\nb\",1", {{"multiLine", "true"}, {"header", "true"}}), QString("a\nb|1\n"));
        QCOMPARE(read("s STRING, n INT, _corrupt_record STRING", "\"a\nb\",x\nc\n", options), QString("a\nb|NULL|\"a\nb\",x\nc|NULL|c\n"));
        QCOMPARE(field("#x\na,1\n", {{"multiLine", "true"}, {"comment", "#"}}), QString("a|1\n"));
    }

    void lineEndsAndMarks() {
        QCOMPARE(read("a INT, b STRING", "1,x\r\n2,y\r\n\r\n3,z\r4,w"), QString("1|x\n2|y\n3|z\n4|w\n"));
        QCOMPARE(field("\xEF\xBB\xBF" "a,1\n"), QString("a|1\n"));
        QCOMPARE(field("a,1|b\n,2|", {{"lineSep", "|"}}), QString("a|1\nb\n|2\n"));
    }

    void encodings() {
        QCOMPARE(field("caf\xE9,1\n", {{"encoding", "ISO-8859-1"}}), QString::fromUtf8("café|1\n"));
        QCOMPARE(field("caf\xE9,1\nok,2\n"), QString::fromUtf8("caf\xEF\xBF\xBD|1\nok|2\n"));
        QCOMPARE(field("a,1\n", {{"encoding", "klingon"}}), QString("ERROR 4007"));
    }

    void limits() {
        QCOMPARE(field("a,1\na,b,c\n", {{"maxColumns", "2"}}), QString("a|1\nNULL|NULL\n"));
        QCOMPARE(field("abc,1\nabcd,1\n", {{"maxCharsPerColumn", "3"}}), QString("abc|1\nNULL|NULL\n"));
    }

    void countingReadsLinesOnly() {
        ReadSpec spec = specOf("s STRING, n INT", {{"mode", "FAILFAST"}});
        spec.columns.clear();
        const ReadRows rows = readText(spec, "a,x\n\nb\n", "in.csv", "csv");
        QVERIFY(!rows.error);
        QCOMPARE(rows.rows.size(), std::size_t{2});
    }

    void malformedRowsAreReported() {
        const ReadSpec spec = specOf("s STRING, n INT");
        const ReadRows rows = readText(spec, "a,1\nb,x\nc\n", "in.csv", "csv");
        QCOMPARE(rows.malformed.total, std::uint64_t{2});
        QCOMPARE(rows.malformed.rows[0].column, std::string("n"));
        QCOMPARE(rows.malformed.rows[0].reason, std::string("`x` is not an INT"));
        QCOMPARE(rows.malformed.rows[0].offset, std::uint64_t{4});
        QCOMPARE(rows.malformed.rows[1].reason, std::string("it has 1 fields instead of 2"));
    }

    void bytesAreReadWithoutFiles() {
        const auto rows = readBytes("csv", specOf("s STRING, n INT"), "a,1\nb,2\n");
        QVERIFY(rows.hasValue());
        QCOMPARE(rows->batches.front().numRows, std::size_t{2});
    }
};

QTEST_APPLESS_MAIN(CsvReaderTest)
#include "csv_reader_test.moc"
