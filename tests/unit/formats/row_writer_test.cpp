// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest/QtTest>

#include "core/formats/read_bytes.h"
#include "core/formats/row_writer.h"
#include "tests/unit/formats/memory_files.h"
#include "tests/unit/formats/rows_written_by_spark.h"

using namespace vitrine;

namespace {

class TextFile final : public OutputFile {
  public:
    std::string bytes;
    Result<void> write(std::string_view more) override {
        bytes += more;
        return {};
    }
    Result<void> finish() override { return {}; }
};

/// What a format makes of rows that are given as JSON lines.
std::string written(const char* format, const char* ddl, const char* lines, OptionMap options) {
    SessionConf conf;
    conf.zone = TimeZone();
    ReadSpec spec = specOf(ddl, {{"timestampFormat", "[+]yyyy-MM-dd HH:mm:ss[.SSSSSS]"}});
    spec.conf = conf;
    const BytesRead read = readBytes("json", spec, lines, "in.json").value();
    if (read.malformed.total > 0) return read.malformed.rows.front().reason;
    TextFile file;
    const auto made = makeWriteFormat(format, {spec.schema, std::move(options), conf});
    if (!made) return made.error().message();
    auto writer = (*made)->open(file).value();
    for (const Batch& batch : read.batches)
        if (!writer->write(batch)) return "not written";
    return writer->finish() ? file.bytes : "not finished";
}

}  // namespace

/// What Spark 4.3.0 wrote for the same rows.
class RowWriterTest : public QObject {
    Q_OBJECT

  private slots:
    void writesAsSpark_SK6_data() {
        QTest::addColumn<QString>("format");
        QTest::addColumn<QStringList>("options");
        QTest::addColumn<QString>("text");
        QTest::newRow("json") << "json" << QStringList() << kWrittenJson;
        QTest::newRow("csv") << "csv" << QStringList() << kWrittenCsv;
        QTest::newRow("quoteAll") << "csv" << QStringList{"quoteAll", "true"} << kWrittenQuoteall;
        QTest::newRow("escapeQuotes=false") << "csv" << QStringList{"escapeQuotes", "false"} << kWrittenEscapequotesFalse;
        QTest::newRow("header and words") << "csv" << QStringList{"header", "true", "nullValue", "NULL", "emptyValue", "EMPTY", "sep", "|"} << kWrittenHeaderAndWords;
        QTest::newRow("escape is the quote") << "csv" << QStringList{"escape", "\""} << kWrittenEscapeIsTheQuote;
    }

    void writesAsSpark_SK6() {
        QFETCH(QString, format);
        QFETCH(QStringList, options);
        QFETCH(QString, text);
        OptionMap map;
        for (int at = 0; at + 1 < options.size(); at += 2) map[options[at].toStdString()] = options[at + 1].toStdString();
        QCOMPARE(QString::fromStdString(written(format.toLatin1(), kSchema, kRows, map)), text);
    }

    /// A line without a letter is no row for any reader.
    void passesOverEmptyLines() {
        QCOMPARE(written("csv", "a STRING", "{}\n{\"a\":\"\"}\n{\"a\":\"x\"}\n", {}), std::string("\"\"\nx\n"));
        QCOMPARE(written("csv", "a STRING", "{}\n{\"a\":\"\"}\n{\"a\":\"x\"}\n", {{"nullValue", "-"}, {"emptyValue", ""}}), std::string("-\nx\n"));
    }

    void nullsOfStructs() {
        const char* ddl = "st STRUCT<a: STRING, b: INT>, m MAP<STRING, STRING>, ar ARRAY<INT>";
        const char* row = R"({"st":{"b":1},"m":{"k":null},"ar":[null,1]})";
        QCOMPARE(written("json", ddl, row, {}), std::string("{\"st\":{\"b\":1},\"m\":{\"k\":null},\"ar\":[null,1]}\n"));
        QCOMPARE(written("json", ddl, row, {{"ignoreNullFields", "false"}}), std::string("{\"st\":{\"a\":null,\"b\":1},\"m\":{\"k\":null},\"ar\":[null,1]}\n"));
    }

    /// What is compressed on its way to the disk is read back by the readers.
    void compresses_data() {
        QTest::addColumn<QString>("compression");
        for (const char* name : {"gzip", "deflate", "bzip2", "zstd", "NONE"}) QTest::newRow(name) << name;
    }
    void compresses() {
        QFETCH(QString, compression);
        std::string lines;
        for (int row = 0; row < 50'000; ++row) lines += "{\"a\":\"row " + std::to_string(row) + "\"}\n";
        const OptionMap options{{"compression", compression.toStdString()}};
        const std::string bytes = written("json", "a STRING", lines.c_str(), options);
        const ReadSpec spec = specOf("a STRING");
        const std::string suffix = makeWriteFormat("json", {spec.schema, options, {}}).value()->suffix();
        const ReadRows read = readText(spec, bytes, "in" + suffix);
        QCOMPARE(read.rows.size(), std::size_t{50'000});
        if (compression != "NONE") QVERIFY(bytes.size() < lines.size() / 2);
    }

    void refusesWhatItCannotWrite() {
        QVERIFY(written("csv", "s STRUCT<a: INT>", "{}", {}).find("struct<a:int>") != std::string::npos);
        QVERIFY(written("csv", "b BINARY", "{}", {}).find("binary") != std::string::npos);
        QVERIFY(written("json", "a INT", "{}", {{"compression", "rar"}}).find("rar") != std::string::npos);
        QVERIFY(written("json", "a INT", "{}", {{"encoding", "UTF-16"}}).find("UTF-16") != std::string::npos);
    }
};

QTEST_APPLESS_MAIN(RowWriterTest)
#include "row_writer_test.moc"
