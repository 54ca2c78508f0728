// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest/QtTest>

#include <random>

#include "tests/unit/formats/shown_rows.h"

using namespace vitrine;

namespace {

using Random = std::mt19937;

template <std::size_t count>
std::string pick(Random& random, const char* const (&choices)[count]) {
    return choices[random() % count];
}

std::string randomField(Random& random) {
    static const char* const kFields[] = {"", "", "a", "Open", "7", "-12", "128", "32768", "2147483648", "9223372036854775808", "1.5", "-0", "-0.0", "007", "+1", "1e3", ".5", "5.", "1d",
                                          "NaN", "Inf", "-Inf", "true", "FALSE", "2016-07-26 02:45:07", "2016-07-26T02:45:07.259Z", "2016-02-30 00:00:00", "2016-07-26", "100",
                                          "NA", "é😀", "caf\xE9", "#c", " x", "x ", " ", "\t", "\"\"", "\"quoted\"", "\"a,b\"", "\"a;b\"", "\"a\\\"b\"", "\"a\"\"b\"", "\"x\"y", "x\"y", "\"open",
                                          "\"1\"", "\" 5 \"", "\"NA\"", "a\\", "\"a\\\\\"", "\"b\" ", " \"c\"", "\"c\" d", "\\", "\"", "'", "'q'", "a text that is longer than a register of bytes",
                                          "0.30000000000000004", "123456789012345678", "1,5", "\"2016-07-26 02:45:07\""};
    return pick(random, kFields);
}

std::string randomLine(Random& random, const std::string& separator) {
    static const char* const kGood[] = {"1", "2.5", "Close", "2016-07-26 02:45:07", "true", "\"in quotes\"", ""};
    if (random() % 25 == 0) return "";
    if (random() % 25 == 0) return "# comment";
    std::string line;
    const unsigned count = random() % 6 == 0 ? 1 + random() % 7 : 5;
    for (unsigned index = 0; index < count; ++index) {
        if (index > 0) line += separator;
        line += random() % 6 == 0 ? randomField(random) : pick(random, kGood);
    }
    if (random() % 20 == 0 && !line.empty()) line[random() % line.size()] = static_cast<char>(random() % 256);
    return line;
}

std::string randomText(Random& random, int lines, const std::string& separator) {
    static const char* const kEnds[] = {"\n", "\n", "\n", "\n", "\r\n", "\r"};
    std::string text;
    for (int line = 0; line < lines; ++line) text += randomLine(random, separator) + pick(random, kEnds);
    if (random() % 3 == 0) text += randomLine(random, separator);
    return text;
}

ReadSpec randomSpec(Random& random, std::string& separator) {
    static const char* const kTypes[] = {"STRING", "STRING", "INT", "BIGINT", "SMALLINT", "TINYINT", "DOUBLE", "FLOAT", "BOOLEAN", "TIMESTAMP", "TIMESTAMP_NTZ", "DATE", "DECIMAL(5,2)", "BINARY"};
    std::string ddl;
    for (const char* name : {"a", "b", "c", "d", "e"}) ddl += (ddl.empty() ? "" : ", ") + std::string(name) + " " + pick(random, kTypes);
    const bool corrupt = random() % 3 == 0;
    if (corrupt) ddl += ", _corrupt_record STRING";
    OptionMap options;
    separator = ",";
    auto maybe = [&](unsigned rarely, const char* name, const char* value) {
        if (random() % rarely == 0) options[name] = value;
    };
    if (random() % 4 == 0) {
        separator = pick(random, {";", "\t", "||", "'", " "});
        options["sep"] = separator;
    }
    maybe(3, "mode", "DROPMALFORMED");
    maybe(4, "header", "true");
    maybe(4, "comment", "#");
    maybe(5, "nullValue", "NA");
    maybe(6, "emptyValue", "E");
    maybe(5, "escape", "\"");
    maybe(8, "escape", "");
    maybe(8, "quote", "");
    maybe(8, "quote", "'");
    maybe(5, "ignoreLeadingWhiteSpace", "true");
    maybe(5, "ignoreTrailingWhiteSpace", "true");
    maybe(8, "timeZone", "Europe/Paris");
    maybe(8, "timestampFormat", "yyyy-MM-dd HH:mm:ss");
    maybe(8, "unescapedQuoteHandling", "STOP_AT_CLOSING_QUOTE");
    maybe(10, "unescapedQuoteHandling", "SKIP_VALUE");
    maybe(10, "maxColumns", "5");
    maybe(10, "maxCharsPerColumn", "9");
    maybe(8, "columnPruning", "false");
    ReadSpec spec = specOf(ddl, std::move(options));
    if (random() % 3 == 0) std::erase_if(spec.columns, [&](std::size_t) { return random() % 2 == 0; });
    const bool onlyCorrupt = spec.columns.size() == 1 && spec.columns[0] == 5;
    if (onlyCorrupt) spec.columns.clear();
    return spec;
}

void compare(const ReadSpec& spec, const std::vector<std::string>& actual, const std::vector<std::string>& expected, const char* what) {
    std::string options;
    for (const auto& [name, value] : spec.options) options += " " + name + "=" + value;
    for (std::size_t line = 0; line < std::min(actual.size(), expected.size()); ++line) {
        if (actual[line] == expected[line]) continue;
        QFAIL(qPrintable(QString::fromStdString(std::string(what) + ", " + toDdl(*spec.schema) + options + "\n  actual:   " + actual[line] + "\n  expected: " + expected[line])));
    }
    QCOMPARE(actual.size(), expected.size());
}

}  // namespace

class CsvPropertyTest : public QObject {
    Q_OBJECT

  private slots:
    /// Whatever the fast path takes, it reads as the exact reader does.
    void C2_fastPathEqualsExactReader() {
        for (unsigned seed = 1; seed <= 2000; ++seed) {
            Random random(seed);
            std::string separator;
            ReadSpec spec = randomSpec(random, separator);
            const std::string text = randomText(random, 80, separator);
            spec.fastPath = false;
            const std::vector<std::string> exact = shownLines(spec, readText(spec, text, "in.csv", "csv"));
            spec.fastPath = true;
            compare(spec, shownLines(spec, readText(spec, text, "in.csv", "csv")), exact, qPrintable(QString("seed %1").arg(seed)));
            if (QTest::currentTestFailed()) return;
        }
    }

    /// The size of batches and the cut into ranges change nothing.
    void C8_batchesAndRangesGiveTheSameRows() {
        for (unsigned seed = 1; seed <= 200; ++seed) {
            Random random(5000 + seed);
            std::string separator;
            ReadSpec spec = randomSpec(random, separator);
            spec.options.erase("header");  // a header that goes beyond the first range is not found there
            MemoryFiles files;
            const std::string& text = files.content["in.csv"] = randomText(random, 60, separator);
            const std::vector<std::string> whole = shownLines(spec, readText(spec, text, "in.csv", "csv"));
            spec.chunkRows = 1 + random() % 20;
            auto format = makeFormat("csv", spec).value();
            ReadRows parts;
            std::uint64_t begin = 0;
            while (begin < text.size()) {
                std::uint64_t end = begin + 1 + random() % 200;
                if (end >= text.size()) end = random() % 2 == 0 ? text.size() : UINT64_MAX;
                FileRange range{0, "in.csv"};
                range.begin = begin;
                range.end = end;
                readRange(*format, files, range, parts);
                begin = end;
            }
            compare(spec, shownLines(spec, parts), whole, qPrintable(QString("seed %1").arg(seed)));
            if (QTest::currentTestFailed()) return;
        }
    }
};

QTEST_APPLESS_MAIN(CsvPropertyTest)
#include "csv_property_test.moc"
