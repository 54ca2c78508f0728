// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest/QtTest>

#include "core/data/column_builder.h"
#include "core/formats/parquet_reader.h"
#include "core/formats/read_bytes.h"
#include "core/formats/row_writer.h"
#include "tests/unit/formats/shown_rows.h"

using namespace vitrine;

namespace {

class MemoryOutput final : public OutputFile {
  public:
    Result<void> write(std::string_view bytes) override {
        if (content.size() + bytes.size() > limit) return Error(ErrorCode::DiskFull, "No space is left.");
        content += bytes;
        return {};
    }
    Result<void> finish() override { return {}; }

    std::string content;
    std::size_t limit = SIZE_MAX;
};

/// Rows in the notation of JSON, one a line.
std::vector<Batch> rowsOf(std::string_view ddl, std::string_view lines, std::size_t chunkRows = 4096) {
    ReadSpec spec = specOf(ddl);
    spec.chunkRows = chunkRows;
    auto read = readBytes("json", spec, lines, "in.json");
    if (!read) qFatal("%s", read.error().detail().c_str());
    return std::move(read->batches);
}

Result<void> writeRows(MemoryOutput& file, std::string_view ddl, const std::vector<Batch>& batches, OptionMap options = {}) {
    WriteSpec spec;
    spec.schema = std::make_shared<const Schema>(parseDdl(ddl).value());
    spec.options = std::move(options);
    VITRINE_TRY(const auto format, makeWriteFormat("parquet", spec));
    VITRINE_TRY(const auto writer, format->open(file));
    for (const Batch& batch : batches) VITRINE_CHECK_OK(writer->write(batch));
    return writer->finish();
}

std::string fileOf(std::string_view ddl, std::string_view lines, OptionMap options = {}, std::size_t chunkRows = 4096) {
    MemoryOutput file;
    if (auto written = writeRows(file, ddl, rowsOf(ddl, lines, chunkRows), std::move(options)); !written) {
        qFatal("%s", written.error().detail().c_str());
    }
    return file.content;
}

QString shown(const ReadSpec& spec, const std::string& bytes) {
    const ReadRows read = readText(spec, bytes, "in.parquet", "parquet");
    QString text = shownRows(spec, read);
    if (read.error) text += ' ' + QString::fromStdString(read.error->message());
    return text;
}

QString shown(std::string_view ddl, const std::string& bytes) {
    return shown(specOf(ddl), bytes);
}

/// What JSON reads is what Parquet gives back.
QString expected(std::string_view ddl, std::string_view lines) {
    const ReadSpec spec = specOf(ddl);
    return shownRows(spec, readText(spec, std::string(lines)));
}

constexpr std::string_view kAllTypes =
    "a BOOLEAN, b TINYINT, c SMALLINT, d INT, e BIGINT, f FLOAT, g DOUBLE, h DECIMAL(7,2), i DECIMAL(18,4), j DECIMAL(38,10), k STRING, "
    "l BINARY, m DATE, n TIMESTAMP, o TIMESTAMP_NTZ, p ARRAY<BIGINT>, q MAP<STRING,STRING>, r STRUCT<x: INT, y: ARRAY<STRUCT<z: STRING>>>, "
    "s MAP<STRING,STRUCT<u: INT>>";
constexpr std::string_view kAllValues =
    R"({"a":true,"b":-128,"c":32767,"d":-5,"e":9223372036854775807,"f":1.5,"g":-0.0,"h":12345.67,"i":-1.0001,"j":1234567890123456789012345678.5,"k":"é","l":"AAEC","m":"1500-01-01","n":"1677-01-01 00:00:00.000001","o":"2024-02-29T12:00:00","p":[1,null,3],"q":{"k":"v","n":null},"r":{"x":1,"y":[{"z":"a"},null,{"z":null}]},"s":{"one":{"u":1},"two":null}})"
    "\n{}\n"
    R"({"a":false,"k":"","p":[],"q":{},"r":{"x":null,"y":null},"s":{}})"
    "\n";

}  // namespace

class ParquetTest : public QObject {
    Q_OBJECT

  private slots:
    void everyTypeRoundTrips() {
        const std::string bytes = fileOf(kAllTypes, kAllValues);
        QCOMPARE(shown(kAllTypes, bytes), expected(kAllTypes, kAllValues));
        QVERIFY(expected(kAllTypes, kAllValues).startsWith("true|-128|32767|-5|9223372036854775807|1.5|-0.0|12345.67|"));
    }

    void everyCompressionRoundTrips_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("suffix");
        QTest::newRow("default") << "" << ".snappy.parquet";
        QTest::newRow("snappy") << "SNAPPY" << ".snappy.parquet";
        QTest::newRow("gzip") << "gzip" << ".gz.parquet";
        QTest::newRow("zstd") << "zstd" << ".zstd.parquet";
        QTest::newRow("lz4") << "lz4" << ".lz4hadoop.parquet";
        QTest::newRow("lz4_raw") << "lz4_raw" << ".lz4raw.parquet";
        QTest::newRow("none") << "none" << ".parquet";
        QTest::newRow("uncompressed") << "uncompressed" << ".parquet";
    }
    void everyCompressionRoundTrips() {
        QFETCH(QString, name);
        QFETCH(QString, suffix);
        OptionMap options;
        if (!name.isEmpty()) options["compression"] = name.toStdString();
        WriteSpec spec;
        spec.schema = std::make_shared<const Schema>(parseDdl("a INT").value());
        spec.options = options;
        QCOMPARE(QString::fromStdString(makeWriteFormat("parquet", spec).value()->suffix()), suffix);
        std::string lines;
        for (int row = 0; row < 2000; ++row) lines += "{\"a\":" + std::to_string(row % 7) + "}\n";
        QCOMPARE(shown("a INT", fileOf("a INT", lines, options)), expected("a INT", lines));
    }

    void compressionThatIsNotThereIsRefused() {
        WriteSpec spec;
        spec.schema = std::make_shared<const Schema>(parseDdl("a INT").value());
        spec.options = {{"compression", "bogus"}};
        const auto format = makeWriteFormat("parquet", spec);
        QVERIFY(!format);
        QCOMPARE(format.error().code(), ErrorCode::InvalidOption);
        QCOMPARE(format.error().place(), std::string("/options/compression"));
    }

    void typesThatParquetHasNothingFor() {
        WriteSpec spec;
        spec.schema = std::make_shared<const Schema>(Schema({{"a", DataType::array(DataType::calendarInterval())}}));
        const auto format = makeWriteFormat("parquet", spec);
        QVERIFY(!format);
        QCOMPARE(format.error().code(), ErrorCode::UnsupportedType);
    }

    void noTypeAtAll() {
        const auto type = DataType::structType({{"v", DataType::voidType()}});
        const SchemaPtr schema = std::make_shared<const Schema>(Schema({{"s", type}}));
        ColumnBuilder builder(type);
        builder.appendValue(Value{Value::List{Value{}}});
        builder.appendNull();
        Batch batch;
        batch.schema = schema;
        batch.columns = {builder.finish()};
        batch.numRows = 2;
        WriteSpec spec;
        spec.schema = schema;
        MemoryOutput file;
        const auto writer = makeWriteFormat("parquet", spec).value()->open(file).value();
        QVERIFY(writer->write(batch));
        QVERIFY(writer->finish());
        QCOMPARE(shown("s STRUCT<v: VOID>", file.content), QString("{NULL}\nNULL\n"));
    }

    /// Elements that stand below a NULL are not written.
    void whatIsHiddenByNull() {
        const auto list = DataType::array(DataType::intType());
        const auto type = DataType::structType({{"l", list}, {"i", DataType::intType()}});
        auto numbers = std::make_shared<const Column>(DataType::intType(), 5, std::vector<std::int32_t>{1, 2, 3, 4, 5}, std::vector<std::uint8_t>{});
        const auto lists = std::make_shared<const Column>(list, 4, Column::Elements{}, std::vector<std::uint8_t>{1, 0, 1, 1},
                                                          std::vector<std::uint32_t>{0, 1, 3, 4, 5}, std::vector<ColumnPtr>{numbers});
        numbers = std::make_shared<const Column>(DataType::intType(), 4, std::vector<std::int32_t>{1, 2, 3, 4}, std::vector<std::uint8_t>{});
        Batch batch;
        batch.schema = std::make_shared<const Schema>(Schema({{"s", type}}));
        batch.columns = {std::make_shared<const Column>(type, 4, Column::Elements{}, std::vector<std::uint8_t>{1, 1, 0, 1},
                                                        std::vector<std::uint32_t>{}, std::vector<ColumnPtr>{lists, numbers})};
        batch.numRows = 4;
        MemoryOutput file;
        QVERIFY(writeRows(file, "s STRUCT<l: ARRAY<INT>, i: INT>", {batch}));
        QCOMPARE(shown("s STRUCT<l: ARRAY<INT>, i: INT>", file.content), QString("{[1],1}\n{NULL,2}\nNULL\n{[5],4}\n"));
    }

    void diskThatIsFull() {
        MemoryOutput file;
        file.limit = 100;
        const auto written = writeRows(file, kAllTypes, rowsOf(kAllTypes, kAllValues));
        QVERIFY(!written);
        QCOMPARE(written.error().code(), ErrorCode::DiskFull);
    }

    void columnsAreFoundByName() {
        const std::string bytes = fileOf("a INT, b STRING, Deep STRUCT<X: INT, y: INT>", "{\"a\":1,\"b\":\"x\",\"Deep\":{\"X\":2,\"y\":3}}\n");
        QCOMPARE(shown("b STRING, a INT", bytes), QString("x|1\n"));
        QCOMPARE(shown("B STRING, none DOUBLE, A BIGINT", bytes), QString("x|NULL|1\n"));
        QCOMPARE(shown("deep STRUCT<y: INT, z: STRING, x: BIGINT>", bytes), QString("{3,NULL,2}\n"));
        ReadSpec spec = specOf("B STRING, a INT, deep STRUCT<x: INT>");
        spec.conf.caseSensitive = true;
        QCOMPARE(shown(spec, bytes), QString("NULL|1|NULL\n"));
    }

    void onlyWhatIsAskedForIsRead() {
        const std::string bytes = fileOf("a INT, b STRING", "{\"a\":1,\"b\":\"x\"}\n{\"a\":2}\n");
        ReadSpec spec = specOf("a INT, b STRING");
        spec.columns = {1};
        QCOMPARE(shown(spec, bytes), QString("x\nNULL\n"));
        spec.columns = {};
        spec.chunkRows = 1;
        const ReadRows counted = readText(spec, bytes, "in.parquet", "parquet");
        QCOMPARE(counted.rows.size(), std::size_t{2});
        QCOMPARE(counted.offsets, (std::vector<std::uint64_t>{0, 1}));
    }

    void structOfWhichNoFieldIsThere() {
        const std::string bytes = fileOf("s STRUCT<a: ARRAY<INT>, b: INT>, l ARRAY<STRUCT<a: INT>>", R"({"s":{"a":[1,2]},"l":[{"a":1},null]})"
                                                                                                   "\n{}\n{\"s\":{},\"l\":[]}\n");
        QCOMPARE(shown("s STRUCT<n: STRING>", bytes), QString("{NULL}\nNULL\n{NULL}\n"));
        QCOMPARE(shown("s STRUCT<n: STRING>, l ARRAY<STRUCT<n: INT>>", bytes), QString("{NULL}|[{NULL},NULL]\nNULL|NULL\n{NULL}|[]\n"));
    }

    void namesThatDifferInCaseOnly() {
        const SchemaPtr schema = std::make_shared<const Schema>(Schema({{"a", DataType::intType()}, {"A", DataType::intType()}}));
        Batch batch;
        batch.schema = schema;
        batch.numRows = 1;
        for (const int value : {1, 2}) {
            batch.columns.push_back(std::make_shared<const Column>(DataType::intType(), 1, std::vector<std::int32_t>{value}, std::vector<std::uint8_t>{}));
        }
        WriteSpec write;
        write.schema = schema;
        MemoryOutput file;
        const auto writer = makeWriteFormat("parquet", write).value()->open(file).value();
        QVERIFY(writer->write(batch));
        QVERIFY(writer->finish());
        ReadSpec spec = specOf("A INT");
        QVERIFY(shown(spec, file.content).startsWith("ERROR 4002"));
        spec.conf.caseSensitive = true;
        QCOMPARE(shown(spec, file.content), QString("2\n"));
    }

    void valuesThatBecomeWider() {
        const std::string bytes = fileOf("b TINYINT, i INT, l BIGINT, f FLOAT, d DECIMAL(5,2), e DATE, s STRING",
                                         R"({"b":-1,"i":7,"l":8,"f":0.5,"d":1.25,"e":"1970-01-02","s":"x"})"
                                         "\n");
        QCOMPARE(shown("b BIGINT, i BIGINT, f DOUBLE, d DECIMAL(20,10), e TIMESTAMP_NTZ, s BINARY", bytes),
                 QString("-1|7|0.5|1.2500000000|1970-01-02 00:00:00|x\n"));
        QCOMPARE(shown("b DOUBLE, i DOUBLE, d DECIMAL(6,3)", bytes), QString("-1.0|7.0|1.250\n"));
        QCOMPARE(shown("i DECIMAL(11,1), l DECIMAL(20,0)", bytes), QString("7.0|8\n"));
        QCOMPARE(shown("i TINYINT", bytes), QString("7\n"));
    }

    void typesThatDoNotFit_data() {
        QTest::addColumn<QString>("ddl");
        for (const char* ddl : {"i STRING", "i FLOAT", "i TIMESTAMP", "i BOOLEAN", "i DECIMAL(10,1)", "i STRUCT<a: INT>", "i ARRAY<INT>", "l INT",
                                "l DOUBLE", "l TIMESTAMP", "l DECIMAL(19,0)", "g FLOAT", "g INT", "g STRING", "s INT", "s DATE", "t BIGINT, s ARRAY<STRING>",
                                "t DATE", "d DECIMAL(5,1)", "d DECIMAL(6,4)", "d STRING", "r STRING", "r STRUCT<x: STRING>", "r ARRAY<INT>", "m STRUCT<a: INT>",
                                "a STRING", "a MAP<STRING,INT>", "a ARRAY<STRING>", "b INT"}) {
            QTest::newRow(ddl) << ddl;
        }
    }
    void typesThatDoNotFit() {
        QFETCH(QString, ddl);
        const std::string bytes = fileOf(
            "i INT, l BIGINT, g DOUBLE, s STRING, t TIMESTAMP, d DECIMAL(5,2), r STRUCT<x: INT>, m MAP<STRING,INT>, a ARRAY<INT>, b BOOLEAN", "{}\n");
        const QString text = shown(ddl.toStdString(), bytes);
        QVERIFY2(text.startsWith("ERROR 4002 In in.parquet, column `"), qPrintable(text));
    }

    void aRangeHasTheRowGroupsWithTheirMiddleInIt() {
        std::string lines;
        for (int row = 0; row < 100; ++row) lines += "{\"a\":" + std::to_string(row) + "}\n";
        const std::string bytes = fileOf("a INT", lines, {{"parquet.block.size", "1"}}, 10);
        MemoryFiles files;
        files.content["in.parquet"] = bytes;
        ReadSpec spec = specOf("a INT");
        spec.chunkRows = 7;
        const auto format = makeFormat("parquet", spec).value();
        QVERIFY(format->splittable("in.parquet"));
        for (const std::uint64_t parts : {1u, 2u, 3u, 7u, 1000u}) {
            ReadRows read;
            std::uint64_t begin = 0;
            std::size_t used = 0;
            for (std::uint64_t part = 1; part <= parts; ++part) {
                FileRange range;
                range.path = "in.parquet";
                range.begin = begin;
                range.end = begin = bytes.size() * part / parts;
                range.lastOfFile = part == parts;
                const std::size_t before = read.rows.size();
                readRange(*format, files, range, read);
                if (read.rows.size() > before) ++used;
            }
            QVERIFY(!read.error);
            QCOMPARE(read.rows.size(), std::size_t{100});
            for (std::size_t row = 0; row < 100; ++row) {
                QCOMPARE(read.rows[row][0].get<std::int32_t>(), static_cast<std::int32_t>(row));
                QCOMPARE(read.offsets[row], std::uint64_t{row});
            }
            QVERIFY(parts < 7 || used > 1);  // the footer takes most of so small a file
        }
    }

    void filesThatAreDamaged() {
        const std::string bytes = fileOf("a INT, b STRING", "{\"a\":1,\"b\":\"x\"}\n");
        QCOMPARE(shown("a INT", ""), QString());
        for (std::size_t length = 1; length < bytes.size(); ++length) {
            const QString text = shown("a INT, b STRING", bytes.substr(0, length));
            QVERIFY2(text.startsWith("ERROR 4002 in.parquet "), qPrintable(text));
        }
        QVERIFY(shown("a INT", "{\"a\":1}\n").startsWith("ERROR 4002 in.parquet cannot be read as Parquet"));
        // Told by the rows, so that ignoreCorruptFiles can leave the file out.
        MemoryFiles files;
        files.content["in.parquet"] = "no Parquet";
        const auto reader = makeFormat("parquet", specOf("a INT")).value()->open(files, FileRange{0, "in.parquet"});
        QVERIFY(reader);
        Batch batch;
        MalformedRows malformed;
        for (int attempt = 0; attempt < 2; ++attempt) QCOMPARE((*reader)->next(batch, malformed, {}).error().code(), ErrorCode::ReadFailed);
        // Any byte may be wrong: there may be other values or an error, but nothing worse.
        for (std::size_t at = 0; at < bytes.size(); ++at) {
            for (const char other : {'\0', '\xFF', '\x7F'}) {
                std::string changed = bytes;
                changed[at] = other;
                static_cast<void>(shown("a INT, b STRING", changed));
            }
        }
    }

    void theFileKnowsItsSchema() {
        MemoryFiles files;
        files.content["in.parquet"] = fileOf(kAllTypes, kAllValues);
        const auto schema = parquetSchema(files, "in.parquet");
        QVERIFY(schema);
        QCOMPARE(toDdl(*schema), toDdl(parseDdl(kAllTypes).value()));
        QCOMPARE(*parquetRowCount(files, "in.parquet"), std::uint64_t{3});
    }

    void sparksOwnTypesAreNoted() {
        const SchemaPtr schema = std::make_shared<const Schema>(Schema({{"i", DataType::yearMonthInterval()}, {"n", DataType::voidType()}}));
        Batch batch;
        batch.schema = schema;
        batch.columns = {makeNullColumn((*schema)[0].type, 1), makeNullColumn((*schema)[1].type, 1)};
        batch.numRows = 1;
        WriteSpec spec;
        spec.schema = schema;
        MemoryOutput file;
        const auto writer = makeWriteFormat("parquet", spec).value()->open(file).value();
        QVERIFY(writer->write(batch));
        QVERIFY(writer->finish());
        MemoryFiles files;
        files.content["in.parquet"] = file.content;
        QCOMPARE(toDdl(*parquetSchema(files, "in.parquet")), std::string("i INTERVAL YEAR TO MONTH, n VOID"));
    }

    void schemasOfSeveralFiles() {
        MemoryFiles files;
        files.content["2"] = fileOf("A INT, c ARRAY<STRUCT<x: INT>>, d DECIMAL(9,2)", "{}\n");
        files.content["3"] = fileOf("b STRING, c ARRAY<STRUCT<y: STRING>>, d DECIMAL(5,2)", "{}\n");
        files.content["1"] = "";
        files.content["4"] = fileOf("a STRING", "{}\n");
        const auto infer = [&](std::vector<std::string> paths, const OptionMap& options) {
            const auto schema = inferSchema(files, "parquet", paths, options, SessionConf{}, 1, {});
            return schema ? QString::fromStdString(toDdl(schema->schema)) : QString::number(schema.error().number());
        };
        QCOMPARE(infer({"3", "2", "1"}, {}), QString("A INT, c ARRAY<STRUCT<x: INT>>, d DECIMAL(9,2)"));
        QCOMPARE(infer({"3", "2", "1"}, {{"mergeSchema", "true"}}), QString("A INT, c ARRAY<STRUCT<x: INT, y: STRING>>, d DECIMAL(9,2), b STRING"));
        QCOMPARE(infer({"2", "4"}, {{"mergeSchema", "true"}}), QString::number(static_cast<int>(ErrorCode::CannotInferSchema)));
        QCOMPARE(infer({"1"}, {}), QString::number(static_cast<int>(ErrorCode::CannotInferSchema)));
    }

    void directoriesAndMetadataAreColumns() {
        ReadSpec spec = specOf("a INT, day INT");
        spec.fileColumns.basePath = "/in";
        spec.fileColumns.partitions = {"day"};
        const std::string bytes = fileOf("a INT", "{\"a\":1}\n{\"a\":2}\n");
        const ReadRows read = readText(spec, bytes, "/in/day=5/f.parquet", "parquet");
        QCOMPARE(shownRows(spec, read), QString("1|5\n2|5\n"));
    }
};

QTEST_GUILESS_MAIN(ParquetTest)
#include "parquet_test.moc"
