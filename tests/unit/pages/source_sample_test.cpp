// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include "core/formats/read_bytes.h"
#include "core/formats/row_writer.h"
#include "core/query/source_sample.h"

namespace vitrine {
namespace {

/// A directory of files with rising modification times.
class Folder {
  public:
    std::string path() const { return directory_.path().toStdString(); }
    QString add(const char* name, const QByteArray& content) {
        const QString whole = directory_.filePath(QString::fromUtf8(name));
        QDir().mkpath(QFileInfo(whole).path());
        QFile file(whole);
        if (!file.open(QIODevice::WriteOnly)) qFatal("cannot write");
        file.write(content);
        file.flush();
        file.setFileTime(QDateTime::fromSecsSinceEpoch(1'700'000'000 + files_++), QFileDevice::FileModificationTime);
        return whole;
    }
    SourceSpec source(const std::string& schema = {}) const {
        SourceSpec spec;
        spec.path = path();
        spec.schema = schema;
        return spec;
    }
    Result<FolderSample> sample(const SampleLimits& limits = {}) const {
        return sampleFolder(systemFiles(), source(), "/", limits, {});
    }
    Result<RowSample> rows(const SourceSpec& spec, const SampleLimits& limits = {}) const {
        auto folder = sampleFolder(systemFiles(), spec, "/", limits, {});
        if (!folder) return std::move(folder).error();
        return sampleRows(systemFiles(), *folder, spec, SessionConf(), limits, {});
    }

  private:
    QTemporaryDir directory_;
    int files_ = 0;
};

}  // namespace

class SourceSampleTest : public QObject {
    Q_OBJECT

  private slots:
    void missingDirectoryIsAnError() {
        SourceSpec spec;
        QCOMPARE(sampleFolder(systemFiles(), spec, "/", {}, {}).error().code(), ErrorCode::PathMissing);
        spec.path = "/nothing/is/here";
        QCOMPARE(sampleFolder(systemFiles(), spec, "/", {}, {}).error().code(), ErrorCode::SourceUnavailable);
    }

    void filesComeInTheOrderOfAStream() {
        Folder folder;
        folder.add("b.json", "{\"a\":1}\n\n{\"a\":2}\n");
        folder.add("a.json", "{\"a\":3}");
        folder.add("_hidden.json", "{\"a\":4}\n");
        const auto sample = folder.sample();
        QVERIFY(sample);
        QCOMPARE(sample->fileCount, 2u);
        QCOMPARE(sample->files[0].name, std::string("b.json"));
        QCOMPARE(*sample->files[0].rows, 2u);
        QCOMPARE(sample->files[0].firstLine, std::string("{\"a\":1}"));
        QCOMPARE(sample->files[1].name, std::string("a.json"));
        QCOMPARE(*sample->files[1].rows, 1u);
        QCOMPARE(sample->text, SampledText::JsonLines);
    }

    void optionsChooseTheFiles() {
        Folder folder;
        folder.add("a.json", "{\"a\":1}\n");
        folder.add("a.txt", "no\n");
        folder.add("inner/b.json", "{\"a\":1}\n");
        SourceSpec spec = folder.source();
        spec.options = {{"pathGlobFilter", "*.json"}, {"RECURSIVEFILELOOKUP", "True"}};
        const auto sample = sampleFolder(systemFiles(), spec, "/", {}, {});
        QVERIFY(sample);
        QCOMPARE(sample->fileCount, 2u);
        QCOMPARE(sample->files[1].name, std::string("inner/b.json"));
    }

    void emptyFileHasNoRow() {
        Folder folder;
        folder.add("empty.json", "");
        const auto sample = folder.sample();
        QVERIFY(sample);
        QCOMPARE(*sample->files[0].rows, 0u);
        QCOMPARE(sample->text, SampledText::Nothing);
        const auto rows = folder.rows(folder.source());
        QVERIFY(!rows);
        QCOMPARE(rows.error().code(), ErrorCode::CannotInferSchema);
        QVERIFY(folder.rows(folder.source("a INT")));
    }

    void emptyDirectoryHasNoSchema() {
        Folder folder;
        const auto sample = folder.sample();
        QVERIFY(sample);
        QCOMPARE(sample->fileCount, 0u);
        QCOMPARE(folder.rows(folder.source()).error().code(), ErrorCode::CannotInferSchema);
    }

    void binaryFileHasNoColumns() {
        Folder folder;
        QByteArray bytes;
        for (int index = 0; index < 5000; ++index) bytes += static_cast<char>((index * 7919) % 256);
        folder.add("picture.bin", bytes);
        const auto sample = folder.sample();
        QVERIFY(sample);
        QCOMPARE(sample->text, SampledText::Other);
        QVERIFY(sample->files[0].firstLine.size() <= 200);
        QCOMPARE(folder.rows(folder.source()).error().code(), ErrorCode::CannotInferSchema);
    }

    void unreadableFileIsListedAndPassedOver() {
        Folder folder;
        folder.add("packed.json.bz2", "BZh9 of a compression that is not read");
        folder.add("open.json", "{\"a\":2}\n");
        const auto sample = folder.sample();
        QVERIFY(sample);
        QVERIFY(!sample->files[0].problem.empty());
        QVERIFY(!sample->files[0].rows);
        const auto rows = folder.rows(folder.source());
        QVERIFY(rows);
        QCOMPARE(rows->rows, 1u);
    }

    void vanishedFileIsPassedOver() {
        Folder folder;
        const QString gone = folder.add("gone.json", "{\"a\":1}\n");
        folder.add("here.json", "{\"a\":2}\n");
        const auto sample = folder.sample();
        QVERIFY(QFile::remove(gone));
        const auto rows = sampleRows(systemFiles(), *sample, folder.source(), SessionConf(), {}, {});
        QVERIFY(rows);
        QCOMPARE(rows->rows, 1u);
    }

    void columnsAreDescribed() {
        Folder folder;
        folder.add("a.json", "{\"time\":1469501107,\"action\":\"Open\",\"at\":\"2016-07-26T02:45:07Z\"}\n"
                             "{\"time\":1469501147,\"action\":\"Close\",\"at\":\"2016-07-26T02:45:47Z\"}\n"
                             "{\"time\":1469501202,\"action\":null}\n");
        const auto rows = folder.rows(folder.source());
        QVERIFY(rows);
        QVERIFY(rows->isInferred);
        QVERIFY(rows->isWhole);
        QCOMPARE(toDdl(*rows->schema), std::string("action STRING, at STRING, time BIGINT"));
        QCOMPARE(rows->rows, 3u);
        QCOMPARE(rows->columns[0].empty, 1u);
        QCOMPARE(rows->columns[0].values, (std::vector<std::string>{"Close", "Open"}));
        QVERIFY(rows->columns[1].isTimeText);
        QVERIFY(rows->columns[2].isWholeNumber);
        QCOMPARE(rows->columns[2].examples, (std::vector<std::string>{"1469501107", "1469501147", "1469501202"}));
        QCOMPARE(rows->columns[2].least, 1469501107);
        QCOMPARE(rows->columns[2].greatest, 1469501202);
    }

    void malformedRowsHaveFileAndLine() {
        Folder folder;
        folder.add("good.json", "{\"a\":1}\n");
        folder.add("bad.json", "{\"a\":1}\n{\"a\":\n{\"a\":3}\n");
        const auto inferred = folder.rows(folder.source());
        QVERIFY(inferred);
        QCOMPARE(toDdl(*inferred->schema), std::string("a BIGINT"));
        SourceSpec strict = folder.source("a INT");
        strict.options = {{"mode", "FAILFAST"}};
        const auto rows = folder.rows(strict);
        QVERIFY(rows);
        QCOMPARE(rows->malformed, 1u);
        QCOMPARE(rows->malformedRows[0].file, std::string("bad.json"));
        QCOMPARE(rows->malformedRows[0].line, 2u);
    }

    void manyRowsAreCut() {
        Folder folder;
        QByteArray lines;
        for (int row = 0; row < 20'000; ++row) lines += "{\"a\":" + QByteArray::number(row) + "}\n";
        folder.add("a.json", lines);
        folder.add("b.json", lines);
        SampleLimits limits;
        limits.rows = 5000;
        const auto rows = folder.rows(folder.source(), limits);
        QVERIFY(rows);
        QVERIFY(!rows->isWhole);
        QVERIFY(rows->rows >= 5000 && rows->rows < 20'000);
        QVERIFY(rows->columns[0].hasMoreValues);
        QVERIFY(rows->columns[0].values.empty());
    }

    void cancelledReadSaysSo() {
        Folder folder;
        folder.add("a.json", "{\"a\":1}\n");
        std::stop_source stop;
        stop.request_stop();
        QCOMPARE(sampleFolder(systemFiles(), folder.source(), "/", {}, stop.get_token()).error().code(), ErrorCode::Cancelled);
    }

    void filesWithoutLines() {
        Folder folder;
        ReadSpec read;
        read.schema = std::make_shared<const Schema>(parseDdl("time TIMESTAMP, n BIGINT").value());
        read.columns = {0, 1};
        const BytesRead rows = readBytes("json", read, "{\"time\":\"2024-01-01T12:00:00Z\",\"n\":1469501107}\n{\"n\":5}\n").value();
        const auto format = makeWriteFormat("parquet", {read.schema, {}, {}});
        if (!format && format.error().code() == ErrorCode::PartMissing) QSKIP("This build has no Parquet.");
        const auto file = systemFiles().create(folder.path() + "/a.parquet").value();
        const auto writer = (*format)->open(*file).value();
        QVERIFY(writer->write(rows.batches[0]));
        QVERIFY(writer->finish());
        QVERIFY(file->finish());
        folder.add("b.parquet", "no Parquet");
        SourceSpec spec = folder.source();
        spec.format = "parquet";
        const auto sample = sampleFolder(systemFiles(), spec, "/", {}, {});
        QVERIFY(sample);
        for (const SampledFile& found : sample->files) {
            if (found.name == "b.parquet") QVERIFY(!found.problem.empty());
            else QCOMPARE(found.firstLine, std::string("time TIMESTAMP, n BIGINT"));
            if (found.name == "a.parquet") QCOMPARE(*found.rows, 2u);
        }
        const auto sampled = folder.rows(spec);
        QVERIFY(sampled);
        QVERIFY(sampled->isInferred);
        QCOMPARE(sampled->rows, 2u);
        QVERIFY(sampled->columns[0].isTimeText);
        QCOMPARE(sampled->columns[0].examples, std::vector<std::string>{"2024-01-01 12:00:00"});
        QVERIFY(sampled->columns[1].isWholeNumber);
        QCOMPARE(sampled->columns[1].greatest, std::int64_t{1469501107});
    }

    void unitsOfNumbers() {
        QCOMPARE(epochUnitOf(1469501107, 1469520000), std::optional(EpochUnit::Seconds));
        QCOMPARE(epochUnitOf(1424696633490, 1424697000000), std::optional(EpochUnit::Milliseconds));
        QCOMPARE(epochUnitOf(1424696633490000, 1424696633490000), std::optional(EpochUnit::Microseconds));
        QCOMPARE(epochUnitOf(1424696633490222323, 1424696633490222323), std::optional(EpochUnit::Nanoseconds));
        QCOMPARE(epochUnitOf(1, 1469501107), std::nullopt);
        QCOMPARE(instantOf(1424696633490222323, EpochUnit::Nanoseconds), std::optional<std::int64_t>(1424696633490222));
        QCOMPARE(instantOf(INT64_MAX, EpochUnit::Seconds), std::nullopt);
    }
};

}  // namespace vitrine

QTEST_APPLESS_MAIN(vitrine::SourceSampleTest)
#include "source_sample_test.moc"
