// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest/QtTest>

#include <zlib.h>

#include "tests/unit/formats/memory_files.h"
#include "tests/unit/formats/value_text.h"

using namespace vitrine;
using namespace std::string_literals;

namespace {

/// One line a row, columns divided by `|`.
QString shown(const ReadSpec& spec, const ReadRows& read) {
    std::string text;
    for (const Value::List& row : read.rows) {
        for (std::size_t column = 0; column < row.size(); ++column) {
            if (column > 0) text += '|';
            text += textOf(*(*spec.schema)[spec.columns[column]].type, row[column]);
        }
        text += '\n';
    }
    if (read.error) text += "ERROR " + std::to_string(read.error->number());
    return QString::fromStdString(text);
}

QString read(std::string_view ddl, std::string text, OptionMap options = {}) {
    const ReadSpec spec = specOf(ddl, std::move(options));
    return shown(spec, readText(spec, std::move(text)));
}

std::string gzip(const std::string& text) {
    z_stream state{};
    deflateInit2(&state, 6, Z_DEFLATED, MAX_WBITS + 16, 8, Z_DEFAULT_STRATEGY);
    std::string packed(deflateBound(&state, static_cast<uLong>(text.size())) + 32, '\0');
    state.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
    state.avail_in = static_cast<uInt>(text.size());
    state.next_out = reinterpret_cast<Bytef*>(packed.data());
    state.avail_out = static_cast<uInt>(packed.size());
    deflate(&state, Z_FINISH);
    packed.resize(state.total_out);
    deflateEnd(&state);
    return packed;
}

constexpr const char* kTimeAction = "time TIMESTAMP, action STRING";
constexpr const char* kWithCorrupt = "time TIMESTAMP, action STRING, _corrupt_record STRING";

}  // namespace

class JsonReaderTest : public QObject {
    Q_OBJECT

  private slots:
    void blankLinesGiveNoRow_JS1() {
        QCOMPARE(read(kTimeAction, "\n  \t \n{\"time\":1,\"action\":\"a\"}\n\n"), QString("1970-01-01 00:00:01|a\n"));
        QCOMPARE(read(kTimeAction, ""), QString());
    }

    void onlyTheFirstValueOfALineCounts_JS2() {
        QCOMPARE(read("time BIGINT, action STRING",
                      "{\"time\":1,\"action\":\"a\"} junk\n{\"time\":1,\"action\":\"b\"}{\"time\":2,\"action\":\"c\"}\n"
                      "{\"time\":3,\"action\":\"d\"},\n{\"time\":4,\"action\":\"e\"}]\n  {\"time\":5,\"action\":\"f\"}  \n"),
                 QString("1|a\n1|b\n3|d\n4|e\n5|f\n"));
    }

    void arraysGiveARowAnElement_JS3() {
        QCOMPARE(read("time BIGINT, action STRING, _corrupt_record STRING",
                      "[{\"time\":1,\"action\":\"a\"},{\"time\":2,\"action\":\"b\"}]\n[]\n[{\"time\":1,\"action\":\"a\"}, null]\n"
                      "[{\"time\":3}, 5]\n[1,2]\n[{\"time\":5,\"action\":\"e\"}\n[{\"time\":1},{\"time\":\"bad\",\"action\":\"y\"}]\n"),
                 QString("1|a|NULL\n2|b|NULL\nNULL|NULL|[{\"time\":1,\"action\":\"a\"}, null]\nNULL|NULL|[{\"time\":3}, 5]\n"
                         "NULL|NULL|[1,2]\nNULL|NULL|[{\"time\":5,\"action\":\"e\"}\n"
                         "1|NULL|[{\"time\":1},{\"time\":\"bad\",\"action\":\"y\"}]\nNULL|y|[{\"time\":1},{\"time\":\"bad\",\"action\":\"y\"}]\n"));
    }

    void namesAreCaseSensitive_JS4() {
        QCOMPARE(read(kWithCorrupt, "{\"Time\":1,\"ACTION\":\"a\"}\n"), QString("NULL|NULL|NULL\n"));
    }

    void C10_theLastOfRepeatedKeysWins_JS5() {
        QCOMPARE(read("time BIGINT, action STRING, _corrupt_record STRING",
                      "{\"time\":1,\"action\":\"a\",\"action\":\"b\"}\n{\"time\":1,\"time\":null}\n"
                      "{\"time\":1,\"time\":\"x\",\"action\":\"c\"}\n{\"time\":\"x\",\"time\":2,\"action\":\"d\"}\n"),
                 QString("1|b|NULL\nNULL|NULL|NULL\n1|c|{\"time\":1,\"time\":\"x\",\"action\":\"c\"}\n"
                         "2|d|{\"time\":\"x\",\"time\":2,\"action\":\"d\"}\n"));
    }

    void onlyNeededColumnsAreConverted_JS6() {
        ReadSpec spec = specOf(kTimeAction, {{"mode", "DROPMALFORMED"}});
        const std::string lines = "{\"time\":1,\"action\":\"good\"}\n{\"time\":\"x\",\"action\":\"a\"}\n{\n";
        QCOMPARE(readText(spec, lines).rows.size(), 1u);
        spec.columns = {1};
        QCOMPARE(shown(spec, readText(spec, lines)), QString("good\na\n"));
        spec.columns = {};
        const ReadRows counted = readText(spec, lines);
        QCOMPARE(counted.rows.size(), 2u);
        QCOMPARE(counted.malformed.total, 1u);
        QCOMPARE(counted.malformed.dropped, 1u);
        spec.options["mode"] = "FAILFAST";
        QCOMPARE(readText(spec, lines).error->code(), ErrorCode::MalformedRecord);
    }

    void numbersAndNestedValuesIntoString_JS10_JS11() {
        QCOMPARE(read("n STRING", "{\"n\":1.10}\n{\"n\": 1e2 }\n{\"n\":true}\n{\"n\":{\"k\": [1, 2]}}\n{\"n\":-0}\n{\"n\":NaN}\n{\"n\":[ ]}\n"),
                 QString("1.10\n1e2\ntrue\n{\"k\": [1, 2]}\n-0\nNaN\n[ ]\n"));
        ReadSpec spec = specOf("n STRING");
        spec.conf.jsonExactStringParsing = false;
        QCOMPARE(shown(spec, readText(spec, "{\"n\":1.10}\n{\"n\":1e2}\n{\"n\":{\"k\": [1, 2.50, null, {}]}}\n{\"n\":-0}\n{\"n\":NaN}\n")),
                 QString("1.1\n100.0\n{\"k\":[1,2.5,null,{}]}\n0\n\"NaN\"\n"));
    }

    void C7_numbersByType_2_4() {
        const std::string lines =
            "{\"n\":5}\n{\"n\":5.0}\n{\"n\":\"5\"}\n{\"n\":200}\n{\"n\":256}\n{\"n\":-129}\n{\"n\":32768}\n{\"n\":2147483648}\n"
            "{\"n\":9223372036854775807}\n{\"n\":9223372036854775808}\n{\"n\":-0}\n{\"n\":null}\n{\"n\":true}\n{\"n\":[5]}\n";
        QCOMPARE(read("n TINYINT", lines), QString("5\nNULL\nNULL\n-56\nNULL\nNULL\nNULL\nNULL\nNULL\nNULL\n0\nNULL\nNULL\nNULL\n"));
        QCOMPARE(read("n SMALLINT", lines), QString("5\nNULL\nNULL\n200\n256\n-129\nNULL\nNULL\nNULL\nNULL\n0\nNULL\nNULL\nNULL\n"));
        QCOMPARE(read("n INT", lines), QString("5\nNULL\nNULL\n200\n256\n-129\n32768\nNULL\nNULL\nNULL\n0\nNULL\nNULL\nNULL\n"));
        QCOMPARE(read("n BIGINT", lines),
                 QString("5\nNULL\nNULL\n200\n256\n-129\n32768\n2147483648\n9223372036854775807\nNULL\n0\nNULL\nNULL\nNULL\n"));
        QCOMPARE(read("n BOOLEAN", lines), QString("NULL\nNULL\nNULL\nNULL\nNULL\nNULL\nNULL\nNULL\nNULL\nNULL\nNULL\nNULL\ntrue\nNULL\n"));
        QCOMPARE(read("n DECIMAL(5,2), _corrupt_record STRING",
                      "{\"n\":1.005}\n{\"n\":1000}\n{\"n\":999.995}\n{\"n\":-1.005}\n{\"n\":\"1,5\"}\n{\"n\":\"1e2\"}\n{\"n\":\" 1.5 \"}\n{\"n\":0.015}\n{\"n\":NaN}\n"),
                 QString("1.01|NULL\nNULL|{\"n\":1000}\nNULL|{\"n\":999.995}\n-1.01|NULL\n15.00|NULL\n100.00|NULL\n"
                         "NULL|{\"n\":\" 1.5 \"}\n0.02|NULL\nNULL|{\"n\":NaN}\n"));
    }

    void C7_fractions_JS13() {
        const std::string lines =
            "{\"n\":\"NaN\"}\n{\"n\":\"nan\"}\n{\"n\":NaN}\n{\"n\":-INF}\n{\"n\":+Infinity}\n{\"n\":\"+INF\"}\n{\"n\":1e400}\n{\"n\":-1e400}\n"
            "{\"n\":1e-400}\n{\"n\":16777217}\n{\"n\":0.1}\n{\"n\":123456789012345678901234567890}\n";
        QCOMPARE(read("n DOUBLE", lines),
                 QString("NaN\nNULL\nNaN\n-Infinity\nInfinity\nInfinity\nInfinity\n-Infinity\n0.0\n1.6777217E7\n0.1\n1.2345678901234568E29\n"));
        QCOMPARE(read("n FLOAT", lines),
                 QString("NaN\nNULL\nNaN\n-Infinity\nInfinity\nInfinity\nInfinity\n-Infinity\n0.0\n1.6777216E7\n0.1\n1.2345679E29\n"));
        // Syntax errors: the whole row.
        QCOMPARE(read("n DOUBLE, a INT", "{\"a\":1,\"n\":INF}\n{\"a\":1,\"n\":+1}\n{\"a\":1,\"n\":.5}\n{\"a\":1,\"n\":5.}\n{\"a\":1,\"n\":007}\n"),
                 QString("NULL|NULL\nNULL|NULL\nNULL|NULL\nNULL|NULL\nNULL|NULL\n"));
        QCOMPARE(read("n DOUBLE", "{\"n\":NaN}\n{\"n\":\"NaN\"}\n{\"n\":1.5}\n", {{"allowNonNumericNumbers", "false"}}), QString("NULL\nNULL\n1.5\n"));
    }

    void base64_2_4() {
        QCOMPARE(read("n BINARY, _corrupt_record STRING", "{\"n\":\"aGVsbG8=\"}\n{\"n\":\"aGVsbG8\"}\n{\"n\":\"not base64!\"}\n{\"n\":\"\"}\n{\"n\":5}\n{'n':'aGVsbG8='}\n"),
                 QString("hello|NULL\nNULL|{\"n\":\"aGVsbG8\"}\nNULL|{\"n\":\"not base64!\"}\n|NULL\nNULL|{\"n\":5}\nhello|NULL\n"));
    }

    void timesAreSecondsOrText_2_4_TS() {
        QCOMPARE(read(kTimeAction,
                      "{\"time\":1469501107,\"action\":\"a\"}\n{\"time\":1.5,\"action\":\"b\"}\n{\"time\":\"1469501107\",\"action\":\"c\"}\n"
                      "{\"time\":\"2016-07-26T02:45:07.259Z\",\"action\":\"d\"}\n{\"time\":\"2016-07-26T02:45:07+02\"}\n{\"time\":\"2016-02-30 00:00:00\"}\n"
                      "{\"time\":9223372036854775807,\"action\":\"e\"}\n{\"time\":\"\",\"action\":\"f\"}\n"),
                 QString("2016-07-26 02:45:07|a\nNULL|b\nNULL|c\n2016-07-26 02:45:07.259|d\n2016-07-26 00:45:07|NULL\nNULL|NULL\n"
                         "1969-12-31 23:59:59|e\nNULL|f\n"));
        QCOMPARE(read("d DATE", "{\"d\":\"2016-7-6\"}\n{\"d\":\"100\"}\n{\"d\":\"2016-07-26 junk\"}\n{\"d\":100}\n{\"d\":\"\"}\n"),
                 QString("2016-07-06\n1970-04-11\n2016-07-26\nNULL\nNULL\n"));
        QCOMPARE(read("d TIMESTAMP_NTZ", "{\"d\":\"2016-07-26T02:45:07\"}\n{\"d\":\"2016-07-26T02:45:07Z\"}\n{\"d\":5}\n"),
                 QString("2016-07-26 02:45:07\nNULL\nNULL\n"));
    }

    void theTimeZoneOptionCounts_2_2() {
        QCOMPARE(read("time TIMESTAMP", "{\"time\":\"2016-07-26T02:45:07\"}\n", {{"timezone", "America/New_York"}}), QString("2016-07-26 06:45:07\n"));
        QCOMPARE(read("time TIMESTAMP", "", {{"timeZone", "Nowhere/Land"}}), QString("ERROR 2017"));
    }

    void formats_TS8() {
        auto times = [](const char* format, std::string text, OptionMap more = {}) {
            more["timestampFormat"] = format;
            return read("time TIMESTAMP", "{\"time\":\"" + text + "\"}\n", more).trimmed();
        };
        QCOMPARE(times("yyyy-MM-dd HH:mm:ss", "2016-07-26 02:45:07"), QString("2016-07-26 02:45:07"));
        for (const char* text : {"2016-07-26T02:45:07Z", "2016-7-26 02:45:07", "2016-07-26 02:45:07.5", " 2016-07-26 02:45:07", "2016-02-30 00:00:00"}) {
            QCOMPARE(times("yyyy-MM-dd HH:mm:ss", text), QString("NULL"));
        }
        QCOMPARE(times("yyyy-MM-dd HH:mm:ss[.SSS]", "2016-07-26 02:45:07"), QString("2016-07-26 02:45:07"));
        QCOMPARE(times("yyyy-MM-dd HH:mm:ss[.SSS]", "2016-07-26 02:45:07.12"), QString("2016-07-26 02:45:07.12"));
        QCOMPARE(times("yyyy-MM-dd HH:mm:ss[.SSS]", "2016-07-26 02:45:07.1234"), QString("NULL"));
        QCOMPARE(times("M/d/yyyy h:mm a", "7/26/2016 2:45 pm"), QString("2016-07-26 14:45:00"));
        QCOMPARE(times("M/d/yyyy h:mm a", "7/26/2016 14:45 PM"), QString("NULL"));
        QCOMPARE(times("dd-MMM-yyyy", "26-JUL-2016"), QString("2016-07-26 00:00:00"));
        QCOMPARE(times("dd-MMM-yyyy", "26-July-2016"), QString("NULL"));
        QCOMPARE(times("yyyyMMdd", "20160726"), QString("2016-07-26 00:00:00"));
        QCOMPARE(times("yyyy-MM-dd HH:mm:ss z", "2016-07-26 02:45:07 PST"), QString("2016-07-26 09:45:07"));
        QCOMPARE(times("yyyy-MM-dd HH:mm:ss VV", "2016-07-26 02:45:07 Europe/Paris"), QString("2016-07-26 00:45:07"));
        QCOMPARE(times("yy/M/d", "16/7/26"), QString("2016-07-26 00:00:00"));
        QCOMPARE(times("yy/M/d", "2016/7/26"), QString("NULL"));
        QCOMPARE(times("yyyy-DDD", "2016-208"), QString("2016-07-26 00:00:00"));
        QCOMPARE(times("yyyy-'Q'q", "2016-Q3"), QString("NULL"));
        QCOMPARE(times("yyyy-MM-dd'T'HH:mm:ssXXX", "2016-07-26T02:45:07+02:00"), QString("2016-07-26 00:45:07"));
        for (const char* refused : {"YYYY-MM-dd", "EEE MMM d HH:mm:ss yyyy", "yyyy]", "'open", "HHH", "n"}) {
            QCOMPARE(times(refused, "x"), QString("ERROR 2017"));
        }
        QCOMPARE(times("dd/MM/yyyy HH:mm", "2016-07-26T02:45:07Z", {{"enableDateTimeParsingFallback", "true"}}), QString("2016-07-26 02:45:07"));
        QCOMPARE(read("time TIMESTAMP", "{\"time\":5}\n", {{"timestampFormat", "yyyy"}}), QString("1970-01-01 00:00:05\n"));
        QCOMPARE(read("d DATE", "{\"d\":\"26/07/2016\"}\n{\"d\":\"2016-07-26\"}\n{\"d\":\"6/7/2016\"}\n{\"d\":\"31/02/2016\"}\n", {{"dateFormat", "dd/MM/yyyy"}}),
                 QString("2016-07-26\nNULL\nNULL\nNULL\n"));
    }

    void C4_controlCharactersQuotesAndEncodings_JS14() {
        QCOMPARE(read(kWithCorrupt,
                      "{'time':1,'action':'a'}\n{\"time\":1,\"action\":\"a\tb\"}\n{\"time\":1,/*c*/\"action\":\"x\"}\n{\"time\":1,\"action\":\"\\q\"}\n"
                      "{\"time\":01,\"action\":\"z\"}\n{\"time\":1,\"action\":\"é😀\\u00e9\\ud83d\\ude00\\ud800\"}\n\xEF\xBB\xBF{\"time\":1,\"action\":\"bom\"}\n"),
                 QString("1970-01-01 00:00:01|a|NULL\nNULL|NULL|{\"time\":1,\"action\":\"a\tb\"}\nNULL|NULL|{\"time\":1,/*c*/\"action\":\"x\"}\n"
                         "NULL|NULL|{\"time\":1,\"action\":\"\\q\"}\nNULL|NULL|{\"time\":01,\"action\":\"z\"}\n1970-01-01 00:00:01|é😀é😀?|NULL\n"
                         "1970-01-01 00:00:01|bom|NULL\n"));
        // A truncated sequence spoils its field, an impossible byte the whole row.
        QCOMPARE(read("time BIGINT, action STRING", "{\"time\":1,\"action\":\"\xFF\xFE\"}\n{\"time\":2,\"action\":\"caf\xE9\"}\n{\"time\":3,\"action\":\"ok\"}\n"),
                 QString("NULL|NULL\n2|NULL\n3|ok\n"));
        // NUL bytes.
        QCOMPARE(read("time BIGINT, action STRING", "\0{\"time\":1,\"action\":\"a\"}\n{\"time\":2,\"action\":\"b\"}\0\n"s), QString("NULL|NULL\n2|b\n"));
    }

    void extensionsAreOptions_2_2() {
        const std::string lines =
            "{'time':1,'action':'a'}\n{\"time\":2,\"action\":\"a\tb\"}\n{\"time\":3,/*c*/\"action\":\"x\"}\n{\"time\":4,\"action\":\"\\q\"}\n"
            "{\"time\":05,\"action\":\"z\"}\n{time:7,action:\"u\"}\n{\"time\":9,\"action\":\"ok\"}\n";
        const char* const ddl = "time BIGINT, action STRING";
        QCOMPARE(read(ddl, lines, {{"allowSingleQuotes", "false"}, {"mode", "DROPMALFORMED"}}), QString("9|ok\n"));
        QCOMPARE(read(ddl, lines, {{"allowUnquotedControlChars", "true"}, {"mode", "DROPMALFORMED"}}), QString("1|a\n2|a\tb\n9|ok\n"));
        QCOMPARE(read(ddl, lines, {{"allowComments", "true"}, {"mode", "DROPMALFORMED"}}), QString("1|a\n3|x\n9|ok\n"));
        QCOMPARE(read(ddl, lines, {{"allowBackslashEscapingAnyCharacter", "true"}, {"mode", "DROPMALFORMED"}}), QString("1|a\n4|q\n9|ok\n"));
        QCOMPARE(read(ddl, lines, {{"allowNumericLeadingZeros", "true"}, {"mode", "DROPMALFORMED"}}), QString("1|a\n5|z\n9|ok\n"));
        QCOMPARE(read(ddl, lines, {{"allowUnquotedFieldNames", "true"}, {"mode", "DROPMALFORMED"}}), QString("1|a\n7|u\n9|ok\n"));
        QCOMPARE(read(ddl, lines, {{"allowComments", "yes"}}), QString("ERROR 2017"));
    }

    void C6_limitsAreJacksons_2_2() {
        auto nested = [](int depth) { return "{\"a\":" + std::string(static_cast<std::size_t>(depth), '[') + std::string(static_cast<std::size_t>(depth), ']') + ",\"b\":1}\n"; };
        QCOMPARE(read("b INT", nested(999) + nested(1000)), QString("1\nNULL\n"));
        QCOMPARE(read("b INT", "{\"a\":" + std::string(1000, '1') + ",\"b\":1}\n{\"a\":" + std::string(1001, '1') + ",\"b\":1}\n"), QString("1\nNULL\n"));
        QCOMPARE(read("a STRING, b INT", "{\"b\":1,\"a\":\"xxx\"}\n{\"b\":1,\"a\":\"xxxx\"}\n", {{"maxStringLen", "3"}}), QString("xxx|1\nNULL|1\n"));
        QCOMPARE(read("b INT", nested(1) + nested(2), {{"maxNestingDepth", "2"}}), QString("1\nNULL\n"));
    }

    void nestedValues_JS15() {
        const char* const ddl = "s STRUCT<a: INT, b: STRING>, m MAP<STRING, INT>, l ARRAY<STRUCT<a: INT>>, _corrupt_record STRING";
        QCOMPARE(read(ddl,
                      "{\"s\":{\"a\":1,\"b\":\"x\"},\"m\":{\"k\":1,\"l\":2},\"l\":[{\"a\":1}]}\n"
                      "{\"s\":{\"b\":\"y\"},\"m\":{},\"l\":[{}]}\n{\"s\":{\"a\":1,\"a\":2},\"m\":{\"k\":1,\"k\":2}}\n{\"s\":{\"a\":1,\"z\":{\"q\":[1,2]}},\"m\":{\"k\":null}}\n"),
                 QString("{1,x}|<k=1,l=2>|[{1}]|NULL\n{NULL,y}|<>|[{NULL}]|NULL\n{2,NULL}|<k=1,k=2>|NULL|NULL\n{1,NULL}|<k=NULL>|NULL|NULL\n"));
        const ReadSpec spec = specOf(ddl);
        const ReadRows partial = readText(spec, "{\"s\":{\"a\":\"bad\",\"b\":\"x\"},\"m\":{\"k\":\"bad\",\"l\":2},\"l\":[{\"a\":\"bad\"}]}\n");
        QVERIFY(shown(spec, partial).startsWith("{NULL,x}|NULL|[{NULL}]|{"));
        QCOMPARE(partial.malformed.rows[0].column, std::string("s"));
        QCOMPARE(partial.malformed.rows[0].reason, std::string("the text `bad` is not an INT"));
    }

    void C10_fieldErrorsKeepTheRow_JS40() {
        QCOMPARE(read("a DOUBLE, b ARRAY<INT>, c STRING",
                      "{\"a\":\"-\",\"b\":[0,1,2],\"c\":\"abc\"}\n{\"a\":0.1,\"b\":{},\"c\":\"def\"}\n{\"a\":0.1,\"b\":[1,\"x\",3],\"c\":\"ghi\"}\n"),
                 QString("NULL|[0,1,2]|abc\n0.1|NULL|def\n0.1|NULL|ghi\n"));
        QCOMPARE(read("a STRING, b STRING", "{\"a\":1, b:2}\n{\"a\":\"1\"\n{\"a\":\"1\",\"b\":\"2\"}\n"), QString("NULL|NULL\nNULL|NULL\n1|2\n"));
    }

    void C2_malformedRowsAreKeptAndExplained_JS41() {
        const ReadSpec spec = specOf(kWithCorrupt);
        const ReadRows rows = readText(spec, "{\"time\":1,\"action\":\"a\"}\n{\"time\":\"x\",\"action\":\"b\"}\n{oops\n5\n");
        QCOMPARE(rows.rows.size(), 4u);
        QCOMPARE(rows.malformed.total, 3u);
        QCOMPARE(rows.malformed.rows[0].offset, 24u);
        QCOMPARE(rows.malformed.rows[0].column, std::string("time"));
        QCOMPARE(rows.malformed.rows[0].reason, std::string("the text `x` is not a TIMESTAMP"));
        QCOMPARE(rows.malformed.rows[0].text, std::string("{\"time\":\"x\",\"action\":\"b\"}"));
        QVERIFY(rows.malformed.rows[0].counted);
        QCOMPARE(rows.malformed.rows[1].reason, std::string("unexpected `o` at byte 1"));
        QVERIFY(rows.malformed.rows[1].column.empty());
        QCOMPARE(rows.malformed.rows[2].reason, std::string("the record is not a JSON object"));
        QCOMPARE(rows.offsets, (std::vector<std::uint64_t>{0, 24, 50, 56}));
    }

    void malformedRowsAreBounded() {
        std::string lines;
        for (int line = 0; line < 1500; ++line) lines += "{" + std::string(2000, 'x') + "\n";
        const ReadRows rows = readText(specOf(kTimeAction), lines);
        QCOMPARE(rows.malformed.total, 1500u);
        QCOMPARE(rows.malformed.rows.size(), MalformedRows::kKept);
        QCOMPARE(rows.malformed.rows[0].text.size(), 1000u);
    }

    void corruptRecordColumnRules_JS42() {
        ReadSpec only = specOf(kWithCorrupt);
        only.columns = {2};
        QCOMPARE(makeFormat("json", only).error().code(), ErrorCode::CorruptRecordColumn);
        QCOMPARE(makeFormat("json", specOf("a INT, _corrupt_record INT")).error().code(), ErrorCode::CorruptRecordColumn);
        QCOMPARE(read("a INT, bad STRING", "{\"a\":\"x\",\"bad\":\"y\"}\n", {{"columnNameOfCorruptRecord", "bad"}}), QString("NULL|{\"a\":\"x\",\"bad\":\"y\"}\n"));
    }

    void modes_JS43_JS44() {
        const std::string lines = "{\"time\":1,\"action\":\"good\"}\n{\"time\":\"x\",\"action\":\"a\"}\n{\n";
        QCOMPARE(read("time BIGINT, action STRING", lines, {{"mode", "dropmalformed"}}), QString("1|good\n"));
        QCOMPARE(read("time BIGINT, action STRING", lines, {{"mode", "nonsense"}}), QString("1|good\nNULL|a\nNULL|NULL\n"));
        const ReadRows failed = readText(specOf("time BIGINT, action STRING", {{"MODE", "FailFast"}}), lines);
        QCOMPARE(failed.error->code(), ErrorCode::MalformedRecord);
        QVERIFY(failed.error->message().find("in.json") != std::string::npos);
        QVERIFY(failed.error->message().find("`time`") != std::string::npos);
    }

    void aFileIsOneDocument_JS60() {
        const OptionMap options{{"multiLine", "true"}};
        QCOMPARE(read("time BIGINT, action STRING", "[{\"time\":1,\n\"action\":\"a\"},\n{\"time\":2,\"action\":\"b\"}]\n", options), QString("1|a\n2|b\n"));
        QCOMPARE(read("time BIGINT, action STRING", "{\"time\":3,\n\"action\":\"c\"} trailing {\"time\":9}\n", options), QString("3|c\n"));
        QCOMPARE(read("time BIGINT, _corrupt_record STRING", "{\"time\":4,\n\"action\"\n", options), QString("NULL|{\"time\":4,\n\"action\"\n\n"));
        QCOMPARE(read("time BIGINT", "", options), QString());
        QVERIFY(!makeFormat("json", specOf("a INT", options)).value()->splittable("a.json"));
    }

    void encodings_2_2() {
        QCOMPARE(read(kTimeAction, "{\"action\":\"caf\xE9\"}\n", {{"encoding", "ISO-8859-1"}, {"lineSep", "\n"}}), QString("NULL|café\n"));
        QCOMPARE(read(kTimeAction, "", {{"encoding", "ISO-8859-1"}}), QString("ERROR 2017"));
        QCOMPARE(read(kTimeAction, "", {{"encoding", "UTF-16"}}), QString("ERROR 4007"));
        QCOMPARE(read(kTimeAction, "", {{"charset", "EBCDIC"}}), QString("ERROR 4007"));
        QCOMPARE(read("a STRING", "{\0\"\0a\0\"\0:\0\"\0\xE9\0\"\0}\0\n\0{\0}\0"s, {{"encoding", "UTF-16LE"}, {"lineSep", "\n"}}), QString("é\nNULL\n"));
        // Without the option the first line shows its byte order mark; the second starts with half a character.
        QCOMPARE(read("a BIGINT", "\xFF\xFE{\0\"\0a\0\"\0:\0""1\0}\0\n\0"s), QString("1\nNULL\n"));
    }

    void lineEnds_FS55_FS56() {
        QCOMPARE(read("a INT", "\xEF\xBB\xBF{\"a\":1}\r\n{\"a\":2}\r{\"a\":3}\n\r\n{\"a\":4}"), QString("1\n2\n3\n4\n"));
        QCOMPARE(read("a INT", "{\"a\":1}|{\"a\":\n2}||{\"a\":3}", {{"lineSep", "|"}}), QString("1\n2\n3\n"));
        QCOMPARE(read("a INT", "", {{"lineSep", ""}}), QString("ERROR 2017"));
    }

    void compressedFiles_FS54() {
        std::string lines;
        for (int line = 0; line < 200'000; ++line) lines += "{\"a\":" + std::to_string(line) + "}\n";
        const ReadSpec spec = specOf("a INT");
        const std::string packed = gzip(lines);
        const ReadRows whole = readText(spec, packed, "x.json.gz");
        QVERIFY(!whole.error);
        QCOMPARE(whole.rows.size(), 200'000u);
        QCOMPARE(whole.rows.back()[0].get<std::int32_t>(), 199'999);
        QCOMPARE(readText(spec, gzip("{\"a\":1}\n") + gzip("{\"a\":2}\n"), "x.gz").rows.size(), 2u);
        const ReadRows cut = readText(spec, packed.substr(0, packed.size() / 2), "x.json.gz");
        QCOMPARE(cut.error->code(), ErrorCode::CorruptCompression);
        QVERIFY(cut.error->message().find("x.json.gz") != std::string::npos);
        QVERIFY(cut.rows.size() > 1000);
        QCOMPARE(readText(spec, "not gzip at all", "x.gz").error->code(), ErrorCode::CorruptCompression);
    }

    void C5_veryLongLines() {
        const std::string text(20'000'000, 'x');
        const ReadRows rows = readText(specOf("a STRING, b INT"), "{\"b\":1}\n{\"a\":\"" + text + "\",\"b\":2}\n{\"z\":\"" + text + text + text + "\",\"b\":3}\n");
        QCOMPARE(rows.rows.size(), 3u);
        QCOMPARE(rows.rows[1][0].get<std::string>().size(), text.size());
        QCOMPARE(rows.rows[2][1].get<std::int32_t>(), 3);
    }

    void stopsWhenAsked() {
        MemoryFiles files;
        files.content["a"] = "{\"a\":1}\n";
        auto format = makeFormat("json", specOf("a INT")).value();
        auto reader = format->open(files, FileRange{0, "a"}).value();
        std::stop_source stop;
        stop.request_stop();
        Batch batch;
        MalformedRows malformed;
        QCOMPARE(reader->next(batch, malformed, stop.get_token()).error().code(), ErrorCode::Cancelled);
        QCOMPARE(format->open(files, FileRange{0, "b"}).error().code(), ErrorCode::FileVanished);
    }

    void optionTable() {
        QVERIFY(formatOptions("JSON").size() > 20);
        QVERIFY(formatOptions("avro").empty());
        QCOMPARE(makeFormat("avro", specOf("a INT")).error().code(), ErrorCode::UnsupportedFormat);
    }
};

QTEST_APPLESS_MAIN(JsonReaderTest)
#include "json_reader_test.moc"
