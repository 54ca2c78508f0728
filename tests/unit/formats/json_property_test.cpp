// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest/QtTest>

#include <random>

#include "tests/unit/formats/memory_files.h"
#include "tests/unit/formats/value_text.h"

using namespace vitrine;

namespace {

using Random = std::mt19937;

template <std::size_t count>
std::string pick(Random& random, const char* const (&choices)[count]) {
    return choices[random() % count];
}

std::string randomValue(Random& random, int depth) {
    static const char* const kNumbers[] = {"0", "-0", "7", "-12", "127", "128", "255", "256", "-128", "-129", "1469501107", "2147483648", "9223372036854775807", "-9223372036854775808",
                                           "9223372036854775808", "123456789012345678901", "1.5", "-0.0", "1e3", "1E-7", "0.1", "3.4028235e39", "1e400",
                                           "1.005", "16777217", "0.30000000000000004", "12345678.87654321", "-2.718281828459045", "1e23", "007", "+1", "5.", ".5",
                                           "1e", "1.e5", "NaN", "-INF", "Infinity", "INF"};
    static const char* const kTexts[] = {"", "Open", "Close", "é😀", "a\\nb", "a\\\"b", "\\u00e9", "\\ud83d\\ude00", "\\ud800", "tab\there", "2016-07-26T02:45:07.259Z",
                                         "2016-07-26 02:45:07", "2016-07-26T02:45:07.1234567Z", "2016-07-26T02:45:07.", "2016-02-30T00:00:00Z", "2016-07-26T24:00:00Z",
                                         "2016-07-26T02:45Z", "2016-07-26T02:45:07+02", "0000-01-01 00:00:00", "9999-12-31T23:59:59.999999Z", "2016-07-26", "100", "2016-7-6",
                                         "1,5", "1e2", "NaN", "-Infinity", "caf\xE9", "\xFF", "\xED\xA0\x80", "\xC0\x80", "a text that is longer than one register",
                                         "exactly 16 bytes", "2016-07-26T02:45:07z", "2016-07-26x02:45:07Z", "2016-07-26T02:45:07,5Z"};
    switch (random() % (depth > 2 ? 7u : 9u)) {
        case 0:
        case 1:
        case 2: return pick(random, kNumbers);
        case 3:
        case 4: return "\"" + pick(random, kTexts) + "\"";
        case 5: return "'" + pick(random, kTexts) + "'";
        case 6: {
            static const char* const kWords[] = {"true", "false", "null", "nul", "tru", "True", "undefined"};
            return pick(random, kWords);
        }
        case 7: {
            std::string text = "[";
            for (unsigned element = random() % 3; element > 0; --element) text += randomValue(random, depth + 1) + (element > 1 ? "," : "");
            return text + "]";
        }
        default: return "{\"k\":" + randomValue(random, depth + 1) + "}";
    }
}

/// A plain value that often fits the column.
std::string goodValue(Random& random) {
    static const char* const kGood[] = {"1469501107", "\"Open\"", "\"Close\"", "1.5", "true", "null", "-3", "\"2016-07-26T02:45:07.259Z\"", "\"2016-07-27 02:45:07\"", "\"é\""};
    return pick(random, kGood);
}

std::string randomLine(Random& random) {
    static const char* const kNames[] = {"a", "b", "c", "d", "e", "z", "A", "\\u0061", "x y"};
    static const char* const kSpaces[] = {"", "", "", " ", "\t", "  "};
    switch (random() % 40) {
        case 0: return "";
        case 1: return "  ";
        case 2: return randomValue(random, 0);
        case 3: return "[{\"a\":" + goodValue(random) + "},{\"b\":" + randomValue(random, 1) + "}]";
        case 4: return "\xEF\xBB\xBF{\"a\":1}";
        default: break;
    }
    const std::string space = random() % 4 == 0 ? pick(random, kSpaces) : "";
    std::string line = "{";
    const bool regular = random() % 3 != 0;
    const unsigned count = regular ? 5 : random() % 6;
    for (unsigned index = 0; index < count; ++index) {
        if (index > 0) line += "," + space;
        line += "\"" + (regular ? std::string(kNames[index]) : pick(random, kNames)) + "\":" + space;
        line += random() % 8 == 0 ? randomValue(random, 0) : goodValue(random);
    }
    line += "}";
    if (random() % 10 == 0) {
        // Damage.
        switch (random() % 4) {
            case 0: line.resize(random() % line.size()); break;
            case 1: line[random() % line.size()] = static_cast<char>(random() % 256); break;
            case 2: line.insert(random() % line.size(), 1, "{}[],:\"'\\ \t0x\x01"[random() % 15]); break;
            default: line += pick(random, {" junk", "}", ",", " ", "{\"a\":1}"}); break;
        }
    }
    return line;
}

std::string randomText(Random& random, int lines) {
    static const char* const kEnds[] = {"\n", "\n", "\n", "\n", "\r\n", "\r"};
    std::string text;
    for (int line = 0; line < lines; ++line) text += randomLine(random) + pick(random, kEnds);
    if (random() % 3 == 0) text += randomLine(random);
    return text;
}

std::string randomSchema(Random& random) {
    static const char* const kTypes[] = {"STRING", "STRING", "INT", "BIGINT", "SMALLINT", "TINYINT", "TINYINT", "DOUBLE", "FLOAT", "BOOLEAN", "TIMESTAMP", "TIMESTAMP", "TIMESTAMP_NTZ", "DATE", "DECIMAL(5,2)", "DECIMAL(38,10)"};
    static const char* const kNested[] = {"ARRAY<INT>", "MAP<STRING, STRING>", "STRUCT<k: INT>", "BINARY", "VOID"};
    std::string ddl;
    const bool nested = random() % 6 == 0;
    for (const char* name : {"a", "b", "c", "d", "e"}) {
        if (random() % 5 == 0) continue;
        if (!ddl.empty()) ddl += ", ";
        ddl += std::string(name) + " " + (nested && random() % 2 == 0 ? pick(random, kNested) : pick(random, kTypes));
    }
    if (ddl.empty()) ddl = "a STRING";
    if (random() % 2 == 0) ddl += ", _corrupt_record STRING";
    return ddl;
}

OptionMap randomOptions(Random& random) {
    OptionMap options;
    if (random() % 3 == 0) options["mode"] = "DROPMALFORMED";
    if (random() % 6 == 0) options["timeZone"] = "Europe/Paris";
    if (random() % 6 == 0) options["encoding"] = "UTF-8";
    if (random() % 8 == 0) options["timestampFormat"] = "yyyy-MM-dd HH:mm:ss";
    if (random() % 16 == 0) options["enableDateTimeParsingFallback"] = "false";
    for (const char* name : {"allowSingleQuotes", "allowNonNumericNumbers"}) if (random() % 6 == 0) options[name] = "false";
    for (const char* name : {"allowComments", "allowUnquotedFieldNames", "allowNumericLeadingZeros", "allowBackslashEscapingAnyCharacter", "allowUnquotedControlChars"})
        if (random() % 8 == 0) options[name] = "true";
    return options;
}

/// Everything observable, one line each.
std::vector<std::string> shown(const ReadSpec& spec, const ReadRows& read) {
    std::vector<std::string> lines;
    for (std::size_t row = 0; row < read.rows.size(); ++row) {
        std::string line = std::to_string(read.offsets[row]);
        for (std::size_t column = 0; column < read.rows[row].size(); ++column) {
            line += "|" + textOf(*(*spec.schema)[spec.columns[column]].type, read.rows[row][column]);
        }
        lines.push_back(std::move(line));
    }
    for (const MalformedRow& row : read.malformed.rows) {
        lines.push_back("malformed " + std::to_string(row.offset) + " " + row.column + " " + row.reason + " " + row.text);
    }
    lines.push_back(std::to_string(read.malformed.total) + " malformed, " + std::to_string(read.malformed.dropped) + " dropped");
    if (read.error) lines.push_back(read.error->detail());
    return lines;
}

void compare(const ReadSpec& spec, const std::vector<std::string>& actual, const std::vector<std::string>& expected, const char* what) {
    for (std::size_t line = 0; line < std::min(actual.size(), expected.size()); ++line) {
        if (actual[line] != expected[line]) {
            QFAIL(qPrintable(QString::fromStdString(std::string(what) + ", " + toDdl(*spec.schema) + "\n  actual:   " + actual[line] + "\n  expected: " + expected[line])));
        }
    }
    QCOMPARE(actual.size(), expected.size());
}

ReadSpec randomSpec(Random& random) {
    ReadSpec spec = specOf(randomSchema(random), randomOptions(random));
    if (random() % 3 == 0) std::erase_if(spec.columns, [&](std::size_t) { return random() % 3 == 0; });
    const bool onlyCorrupt = spec.columns.size() == 1 && (*spec.schema)[spec.columns[0]].name == "_corrupt_record";
    if (onlyCorrupt) spec.columns.clear();
    return spec;
}

}  // namespace

class JsonPropertyTest : public QObject {
    Q_OBJECT

  private slots:
    /// Whatever the fast path takes, it reads as the exact reader does.
    void C2_fastPathEqualsExactReader() {
        for (unsigned seed = 1; seed <= 1200; ++seed) {
            Random random(seed);
            ReadSpec spec = randomSpec(random);
            const std::string text = randomText(random, 120);
            spec.fastPath = false;
            const std::vector<std::string> exact = shown(spec, readText(spec, text));
            spec.fastPath = true;
            compare(spec, shown(spec, readText(spec, text)), exact, qPrintable(QString("seed %1").arg(seed)));
            if (QTest::currentTestFailed()) return;
        }
    }

    /// The size of batches and the cut into ranges change nothing.
    void C8_batchesAndRangesGiveTheSameRows() {
        for (unsigned seed = 1; seed <= 150; ++seed) {
            Random random(1000 + seed);
            ReadSpec spec = randomSpec(random);
            if (random() % 4 == 0) spec.options["lineSep"] = "\n";
            MemoryFiles files;
            const std::string& text = files.content["in.json"] = randomText(random, 60);
            const std::vector<std::string> whole = shown(spec, readText(spec, text));
            spec.chunkRows = 1 + random() % 20;
            auto format = makeFormat("json", spec).value();
            ReadRows parts;
            std::uint64_t begin = 0;
            while (begin < text.size()) {
                std::uint64_t end = begin + 1 + random() % 200;
                if (random() % 10 == 0) end = begin + 1 + random() % 3;
                if (end >= text.size()) end = random() % 2 == 0 ? text.size() : UINT64_MAX;
                FileRange range{0, "in.json"};
                range.begin = begin;
                range.end = end;
                readRange(*format, files, range, parts);
                begin = end;
            }
            compare(spec, shown(spec, parts), whole, qPrintable(QString("seed %1").arg(seed)));
            if (QTest::currentTestFailed()) return;
        }
    }
};

QTEST_APPLESS_MAIN(JsonPropertyTest)
#include "json_property_test.moc"
