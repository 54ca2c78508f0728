// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest/QtTest>

#include "core/base/file_uri.h"
#include "core/formats/file_columns.h"
#include "core/formats/partition_values.h"
#include "tests/unit/formats/shown_rows.h"

using namespace vitrine;

namespace {

QString read(ReadSpec spec, const std::string& path, std::string_view format = "json", std::string text = "{\"a\":1}\n{\"a\":2}\n") {
    spec.fileColumns.basePath = "/in";
    return shownRows(spec, readText(spec, std::move(text), path, format));
}

QString discovered(std::vector<std::string> files, std::string_view ddl = "a INT") {
    const auto fields = discoverPartitions(files, "/in", parseDdl(ddl).value(), SessionConf{});
    return fields ? QString::fromStdString(toDdl(Schema(*fields))) : QString::number(fields.error().number());
}

QString typeOf(std::vector<std::string> values) {
    std::vector<std::string> files;
    for (const std::string& value : values) files.push_back("/in/p=" + value + "/f");
    return discovered(files).mid(2);
}

}  // namespace

class FileColumnsTest : public QObject {
    Q_OBJECT

  private slots:
    void directoriesGiveColumns_FS20() {
        ReadSpec spec = specOf("a INT, day INT, c STRING");
        spec.fileColumns.partitions = {"day", "c"};
        QCOMPARE(read(spec, "/in/day=5/c=F%20R/f.json"), QString("1|5|F R\n2|5|F R\n"));
        QCOMPARE(read(spec, "/in/day=__HIVE_DEFAULT_PARTITION__/c=x/f.json"), QString("1|NULL|x\n2|NULL|x\n"));
        QCOMPARE(read(spec, "/in/day=x/c=x/f.json"), QString("ERROR 3003"));
        spec.columns = {1};
        QCOMPARE(read(spec, "/in/day=5/c=x/f.json"), QString("5\n5\n"));
    }

    void fieldsOfCsvAreCountedWithoutThem() {
        ReadSpec spec = specOf("a INT, b INT, day INT");
        spec.fileColumns.partitions = {"day"};
        QCOMPARE(read(spec, "/in/day=5/f.csv", "csv", "1,2\n"), QString("1|2|5\n"));
    }

    void directoriesThatAppearLater_FS23() {
        QCOMPARE(read(specOf("a INT, day INT"), "/in/day=5/f.json"), QString("1|5\n2|5\n"));
        QCOMPARE(read(specOf("a INT, day INT"), "/in/f.json"), QString("1|NULL\n2|NULL\n"));
        QCOMPARE(read(specOf("a INT"), "/in/day=5/f.json"), QString("ERROR 2004"));
        QCOMPARE(read(specOf("day INT, a INT"), "/in/day=5/f.json"), QString("ERROR 2004"));
    }

    void typesOfDirectories_FS21() {
        QCOMPARE(typeOf({"1", "2"}), QString("INT"));
        QCOMPARE(typeOf({"1", "3000000000"}), QString("BIGINT"));
        QCOMPARE(typeOf({"1", "30000000000000000000"}), QString("DECIMAL(20,0)"));
        QCOMPARE(typeOf({"1", "2.5"}), QString("DOUBLE"));
        QCOMPARE(typeOf({"3000000000", "2.5"}), QString("STRING"));
        QCOMPARE(typeOf({"2024-01-01 10%3A00%3A00", "2024-01-02"}), QString("TIMESTAMP"));
        QCOMPARE(typeOf({"2024-01-02"}), QString("DATE"));
        QCOMPARE(typeOf({"1", "x"}), QString("STRING"));
        QCOMPARE(typeOf({"1", "__HIVE_DEFAULT_PARTITION__"}), QString("INT"));
        QCOMPARE(typeOf({"__HIVE_DEFAULT_PARTITION__"}), QString("STRING"));
    }

    void schemaAndStructure_FS21_FS24() {
        QCOMPARE(discovered({"/in/Day=1/f"}, "a INT, day STRING"), QString("day STRING"));
        QCOMPARE(discovered({"/in/f"}), QString(""));
        QCOMPARE(discovered({"/in/f", "/in/day=1/f"}), QString("day INT"));
        QCOMPARE(discovered({"/in/x/day=1/f", "/in/y/day=2/f"}), QString("2012"));
        QCOMPARE(discovered({"/in/day=1/f", "/in/month=2/f"}), QString("2012"));
        QVERIFY(partitionBase("/in/*", {}).empty());
        QVERIFY(partitionBase("/in", {{"recursiveFileLookup", "true"}}).empty());
    }

    void metadata_FS58() {
        ReadSpec spec = specOf("a INT");
        Schema schema = *spec.schema;
        schema.add({"_metadata", metadataType(), false});
        spec.schema = std::make_shared<const Schema>(schema);
        spec.columns = {0, 1};
        spec.fileColumns.metadata = 1;
        QCOMPARE(read(spec, "/in/a é.json"),
                 QString::fromUtf8("1|{file:///in/a%20é.json,a%20é.json,0,0,0,1970-01-01 00:00:00}\n2|{file:///in/a%20é.json,a%20é.json,0,0,0,1970-01-01 00:00:00}\n"));
    }

    void uris() {
        QCOMPARE(fileUri("/a b/50%.json"), std::string("file:///a%20b/50%25.json"));
        QCOMPARE(pathOfUri("file:///a%20b/50%25.json"), std::string("/a b/50%.json"));
        QCOMPARE(pathOfUri("file:/x"), std::string("/x"));
        QCOMPARE(pathOfUri("/x%20"), std::string("/x%20"));
    }
};

QTEST_APPLESS_MAIN(FileColumnsTest)
#include "file_columns_test.moc"
