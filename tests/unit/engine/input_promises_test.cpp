// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include <cmath>
#include <numeric>
#include <random>

#include <nlohmann/json.hpp>

#include "tests/unit/engine/document_fixture.h"

using namespace vitrine;
using namespace vitrine::test;
using namespace std::string_literals;

namespace {

using Json = nlohmann::ordered_json;

std::string document(const std::string& schema, Json options = Json::object(), Json steps = Json::array(), const char* mode = "append") {
    return Json{{"source", {{"format", "json"}, {"path", "in"}, {"schema", schema}, {"options", std::move(options)}}},
                {"steps", std::move(steps)},
                {"outputMode", mode},
                {"conf", {{"spark.sql.session.timeZone", "UTC"}}}}
        .dump();
}

std::string line(std::int64_t number) { return fmt::format("{{\"n\":{}}}\n", number); }

/// What a query over one file with these bytes gives, and how many of its lines were malformed: `1; 2 (1 malformed)`.
std::string answerTo(const std::string& schema, const std::string& bytes) {
    DocumentFixture fixture(document(schema));
    fixture.write("in/a.json", bytes);
    if (!fixture.start()) return "refused";
    fixture.process();
    if (const auto error = fixture.query->status().error) return error->message();
    const std::uint64_t malformed = fixture.report(0)->rows.malformed;
    return fixture.batch(0) + (malformed == 0 ? "" : fmt::format(" ({} malformed)", malformed));
}

}  // namespace

/// What becomes of any bytes in a file: a row is used whole or counted as malformed, and Spark's rules hold.
class TestInputPromises : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void C2_aLineIsUsedOrCountedWithItsPlaceAndReason() {
        const std::vector<std::string> bad{"{oops", "{\"n\":", "\"text\"", "{\"n\":tru}", "{\"n\":1}x\"", "\xff\xfe", "{\"n\":01}", "{\"n\":1,,}", "{n:1}", "nul"};
        std::mt19937 random(7);
        std::string bytes;
        std::vector<std::uint64_t> places;
        std::int64_t sum = 0;
        std::uint64_t rows = 0;
        for (int number = 0; number < 2000; ++number) {
            if (number % 5 == 2) {
                const std::string& text = bad[random() % bad.size()];
                if (text != bad[4]) places.push_back(bytes.size());   // after its value a line may hold anything (JS-2)
                else sum += 1;
                bytes += text + "\n";
            } else {
                const std::int64_t value = static_cast<std::int64_t>(random() % 1000);
                sum += value;
                bytes += line(value);
            }
            ++rows;
        }
        for (const std::size_t threads : {1U, 3U, 8U}) {
            for (const std::size_t chunk : {1U, 7U, 4096U}) {
                DocumentFixture fixture(document("n BIGINT", {}, Json::array({Json{{"groupBy", Json::array()}, {"agg", Json::array({"sum(n) AS s"})}}}), "complete"));
                fixture.write("in/a.json", bytes);
                QVERIFY(fixture.start(threads, chunk));
                fixture.process();
                QCOMPARE(fixture.batch(0), fmt::format("{}", sum));
                const BatchReportPtr report = fixture.report(0);
                QCOMPARE(report->rows.read, rows);
                QCOMPARE(report->rows.malformed, static_cast<std::uint64_t>(places.size()));
                std::vector<std::uint64_t> told;
                for (const ListedRow& row : report->malformed) {
                    QVERIFY(row.file.ends_with("/in/a.json") && !row.reason.empty() && !row.text.empty());
                    told.push_back(row.offset);
                }
                std::sort(told.begin(), told.end());
                QVERIFY(told == places);
            }
        }
    }

    /// Cases of RFC 8259, each as a value beside a column that shows whether the line was taken. Spark's reader takes more than
    /// the grammar: single quotes, NaN and infinities (JS-13, JS-14).
    void C3_jsonGrammar_data() {
        QTest::addColumn<QByteArray>("value");
        QTest::addColumn<bool>("isTaken");
        for (const char* good : {"[]", "[[]]", "[1]", "[\"\"]", "[null]", "[1 ]", "[ 1]", "{}", "{\"a\":[]}", "{\"\":0}", "{\"a\":{}}", "{\"a\":\"b\",\"a\":\"c\"}", "{\"a\\u0000b\":1}",
                                 "0", "-0", "1", "-1", "123e65", "0e+1", "0e1", "20e1", "1E22", "1E-2", "1E+2", "123.456e78", "1e-2", "123.456789", "-0.000000000000000001",
                                 "true", "false", "null", "\"\"", "\"a\"", "\"\\u0060\\u012a\\u12AB\"", "\"\\ud801\\udc37\"", "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "\"\\\\u0000\"", "\"a/*b*/c\"",
                                 "\"\\u0012\"", "\"\\uFFFF\"", "\"\xF4\x8F\xBF\xBF\"", "\"\xE2\x80\xA8\"", "\"\xE2\x80\xA9\"", "\"\xEF\xBF\xBF\"", "\"\x7F\"", "\"\\u005C\"", "'single'", "NaN",
                                 "-Infinity"})
            QTest::newRow(good) << QByteArray(good) << true;
        for (const char* bad : {"[1 true]", "[\"\": 1]", "[,1]", "[1,,2]", "[\"\",]", "[\"x\"", "[x", "[-]", "[a", "[*]", "[1,", "[1:2]", "[\"a\",\n4\n,1,", "{\"a\":\"b\",}", "{,}", "{1:1}",
                                "{\"a\" b}", "{:\"b\"}", "{\"a\" \"b\"}", "{\"a\":", "{\"a\"", "{a: \"b\"}", "{\"a\":\"a", "{\"id\":0,,,,,}", "{null:null,null:null}", "{\"a\":\"b\"}}}",
                                "-01", "-1.0.", "-2.", ".-1", "0.1.2", "0.3e+", "0.3e", "0.e1", "0E+", "0E", "1.0e+", "1.0e-", "1.0e", "1 000.0", "1eE2", "2.e+3", "2.e3", "9.e+", "1+2",
                                "0x1", "0x42", "+1", "++1234", ".123", ".2e-3", "012", "-012", "-foo", "-a", "nul", "tru", "fals", "True", "TRUE", "\"\\x00\"", "\"\\a\"", "\"\\u00A\"", "\"\\u\"",
                                "\"\\uqqqq\"", "\"\\", "\"", "\"a\tb\"", "\"\x1F\"", "abc", "\xEF\xBB\xBF", "[\xE2\x81\xA0]", "\xE5", "<null>", "]", "}", "&", "#", "/*c*/1", "//c"})
            QTest::newRow(bad) << QByteArray(bad) << false;
    }
    void C3_jsonGrammar() {
        QFETCH(QByteArray, value);
        QFETCH(bool, isTaken);
        if (value == "{\"a\":\"b\"}}}") isTaken = true;   // the first value of the line counts, whatever follows it (JS-2)
        const std::string bytes = "{\"k\":7}\n{\"v\":" + (isTaken ? value : value.replace('\n', ' ')).toStdString() + ",\"k\":1}\n{\"k\":8}\n";
        const std::string answer = answerTo("k BIGINT", bytes);
        // With text behind its first value the line ends before `k`.
        if (value == "{\"a\":\"b\"}}}") QCOMPARE(answer, std::string("7; 8; NULL"));
        else QCOMPARE(answer, std::string(isTaken ? "1; 7; 8" : "7; 8; NULL (1 malformed)"));
    }

    void C4_textsAreTheSameEverywhere_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("answer");
        const auto row = [](const char* what, const std::string& bytes, const char* answer) { QTest::newRow(what) << QByteArray::fromStdString(bytes) << QString::fromUtf8(answer); };
        row("byte order mark", "\xEF\xBB\xBF{\"a\":\"x\"}\n", "x");
        row("CR", "{\"a\":\"x\"}\r{\"a\":\"y\"}\r", "x; y");
        row("CRLF", "{\"a\":\"x\"}\r\n{\"a\":\"y\"}\r\n", "x; y");
        row("mixed", "{\"a\":\"x\"}\r{\"a\":\"y\"}\n\r\n{\"a\":\"z\"}", "x; y; z");
        row("line separator in a text", "{\"a\":\"x\xE2\x80\xA8y\"}\n", "x\xE2\x80\xA8y");
        row("NUL before a value", "\0{\"a\":\"x\"}\n{\"a\":\"y\"}\n"s, "NULL; y (1 malformed)");
        row("escaped NUL", "{\"a\":\"x\\u0000\"}\n{\"a\":\"y\"}\n", nullptr);
        row("lone surrogate", "{\"a\":\"\\ud800\"}\n", "?");
        row("pair of surrogates", "{\"a\":\"\\ud83d\\ude00\"}\n", "\xF0\x9F\x98\x80");
        row("impossible byte", "{\"a\":\"\xFF\"}\n{\"a\":\"y\"}\n", "NULL; y (1 malformed)");
        row("cut character", "{\"a\":\"caf\xE9\"}\n{\"a\":\"y\"}\n", "NULL; y (1 malformed)");
    }
    void C4_textsAreTheSameEverywhere() {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, answer);
        const std::string got = answerTo("a STRING", bytes.toStdString());
        QCOMPARE(got, answer.isNull() ? "x\0; y"s : answer.toStdString());
    }

    void C5_theLineAfterALongOneIsRead() {
        const std::string text(12'000'000, 'x');
        for (const char* name : {"a", "z"})   // wanted, and passed over
            QCOMPARE(answerTo("n BIGINT, a STRING", line(1) + "{\"" + name + "\":\"" + text + "\",\"n\":2}\n" + line(3)),
                     "1,NULL; 2," + (name == "a"s ? text : "NULL") + "; 3,NULL");
    }

    /// A thousand levels are the limit of Spark's reader; deeper ones spoil their line alone.
    void C6_deepNestingSpoilsItsLineAlone() {
        for (const std::size_t depth : {999U, 1000U, 10'000U, 1'000'000U}) {
            const std::string nested = "{\"z\":" + std::string(depth, '[') + std::string(depth, ']') + ",\"n\":2}\n";
            QCOMPARE(answerTo("n BIGINT", line(1) + nested + line(3)), std::string(depth < 1000 ? "1; 2; 3" : "1; 3; NULL (1 malformed)"));
            const std::string open = "{\"z\":" + std::string(depth, '[') + "\n";
            QCOMPARE(answerTo("n BIGINT", line(1) + open + line(3)), std::string("1; 3; NULL (1 malformed)"));
        }
    }

    void C7_numbersKeepTheirResult_data() {
        QTest::addColumn<QString>("type");
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("answer");
        const auto row = [](const char* type, const char* text, const char* answer) { QTest::addRow("%s %s", type, text) << type << text << answer; };
        row("BIGINT", "9223372036854775807", "9223372036854775807");
        row("BIGINT", "-9223372036854775808", "-9223372036854775808");
        row("BIGINT", "9223372036854775808", "NULL (1 malformed)");
        row("BIGINT", "-9223372036854775809", "NULL (1 malformed)");
        row("BIGINT", "18446744073709551616", "NULL (1 malformed)");
        row("BIGINT", "-0", "0");
        row("BIGINT", "1.0", "NULL (1 malformed)");
        row("INT", "2147483648", "NULL (1 malformed)");
        row("DOUBLE", "1e400", "inf");
        row("DOUBLE", "-1e400", "-inf");
        row("DOUBLE", "1e-400", "0");
        row("DOUBLE", "18446744073709551616", "1.84467e+19");
        row("DOUBLE", "NaN", "nan");
        row("STRING", "1e400", "1e400");
        row("STRING", "18446744073709551616", "18446744073709551616");
        row("STRING", "0.30000000000000004", "0.30000000000000004");
    }
    void C7_numbersKeepTheirResult() {
        QFETCH(QString, type);
        QFETCH(QString, text);
        QFETCH(QString, answer);
        QCOMPARE(answerTo("n " + type.toStdString(), "{\"n\":" + text.toStdString() + "}\n"), answer.toStdString());
    }

    /// Files in another order within the batch, workers and pieces: the same windows, whole.
    void C8_orderThreadsAndChunksChangeNothing() {
        const std::string query = document("time TIMESTAMP, action STRING, n BIGINT, q DOUBLE", {},
                                           Json::array({Json{{"groupBy", Json::array({"window(time, '10 seconds', '5 seconds')", "action"})},
                                                             {"agg", Json::array({"count(*) AS c", "sum(n) AS s", "avg(q) AS a", "min(n) AS l", "max(n) AS h"})}}}),
                                           "complete");
        std::mt19937 random(11);
        std::vector<std::string> contents;
        for (int file = 0; file < 12; ++file) {
            std::string& bytes = contents.emplace_back();
            for (unsigned row = 0; row < 40; ++row) {
                if (random() % 12 == 0) bytes += "{oops\r\n";
                bytes += fmt::format("{{\"time\":{},\"action\":\"{}\",\"n\":{},\"q\":{}}}{}", random() % 60, "abc"[random() % 3], static_cast<int>(random() % 2000) - 1000,
                                     static_cast<double>(random() % 64) / 4, random() % 3 == 0 ? "\r\n" : "\n");
            }
        }
        std::optional<std::string> first;
        std::vector<std::size_t> order(contents.size());
        std::iota(order.begin(), order.end(), std::size_t{0});
        for (std::size_t threads = 1; threads <= 8; ++threads) {
            for (const std::size_t chunk : {1U, 7U, 4096U}) {
                DocumentFixture fixture(query);
                for (std::size_t place = 0; place < order.size(); ++place) fixture.write(fmt::format("in/{}-{}.json", place, order[place]), contents[order[place]]);
                QVERIFY(fixture.start(threads, chunk));
                fixture.process();
                const std::string answer = fmt::format("{} {} {}", fixture.batch(0), fixture.report(0)->rows.read, fixture.report(0)->rows.malformed);
                if (!first) first = answer;
                QCOMPARE(answer, *first);
                std::shuffle(order.begin(), order.end(), random);
            }
        }
    }

    void C10_driftingFields_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("answer");
        const auto row = [](const char* text, const char* answer) { QTest::newRow(text) << text << answer; };
        row("{\"n\":1,\"s\":\"a\"}", "1,a");
        row("{\"s\":\"a\"}", "NULL,a");                             // missing
        row("{\"n\":null,\"s\":null}", "NULL,NULL");                // null
        row("{\"n\":\"1\",\"s\":\"a\"}", "NULL,a (1 malformed)");   // another type
        row("{\"n\":1.5,\"s\":\"a\"}", "NULL,a (1 malformed)");
        row("{\"n\":true,\"s\":\"a\"}", "NULL,a (1 malformed)");
        row("{\"n\":{},\"s\":\"a\"}", "NULL,a (1 malformed)");
        row("{\"n\":1,\"s\":2.50}", "1,2.50");                      // anything goes into a text
        row("{\"n\":1,\"s\":[1, 2]}", "1,[1, 2]");
        row("{\"n\":1,\"n\":2,\"s\":\"a\"}", "2,a");                // the last of two
        row("{\"n\":1,\"n\":null,\"s\":\"a\"}", "NULL,a");
        row("{\"N\":1,\"S\":\"a\"}", "NULL,NULL");                  // another case is another name
        row("{\"n\":1,\"s\":\"a\",\"new\":{\"deep\":[1]}}", "1,a"); // a field that nobody asked for
        row("{}", "NULL,NULL");
    }
    void C10_driftingFields() {
        QFETCH(QString, text);
        QFETCH(QString, answer);
        QCOMPARE(answerTo("n BIGINT, s STRING", text.toStdString() + "\n"), answer.toStdString());
    }
};

QTEST_GUILESS_MAIN(TestInputPromises)
#include "input_promises_test.moc"
