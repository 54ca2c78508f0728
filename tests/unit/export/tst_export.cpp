// SPDX-License-Identifier: GPL-3.0-or-later
#include <csignal>

#include <sys/resource.h>
#include <unistd.h>

#include <QApplication>
#include <QDir>
#include <QFile>
#include <QImageReader>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>
#include <QXmlStreamReader>

#include "../charts/chart_samples.h"
#include "ui/charts/default_charts.h"
#include "ui/export/chart_export.h"
#include "ui/export/file_saver.h"
#include "ui/export/table_export.h"
#include "ui/style/fonts.h"
#include "ui/style/theme.h"

using namespace vitrine;
using namespace vitrine::ui;

namespace {

QByteArray contentOf(const QString& path) {
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) return {};
    return file.readAll();
}

ChartFrame barsFrame() {
    const auto snapshot = samples::actions();
    KeyColors colors;
    return makeChartFrame(*snapshot, defaultCharts(*snapshot->shape, "actions_live")[0], TimeZone(), colors);
}

Provenance origin() {
    Provenance made = Provenance::of(*samples::actions(), "actions_live", "UTC", "0.1.0");
    made.document = "{\"name\": \"actions_live\",\n \"source\": {\"path\": \"events/\"}}";
    return made;
}

ChartExportOptions options() {
    ChartExportOptions made;
    made.locale = QLocale(QLocale::English);
    return made;
}

}  // namespace

class TestExport : public QObject {
    Q_OBJECT

  private slots:
    void initTestCase() { QVERIFY(installFonts(*qApp)); }
    void init() {
        QTest::failOnWarning(QRegularExpression(".*"));
        Theme::current().setChoice(ThemeChoice::Light);
    }

    void csvIsExact() {
        const auto shape = samples::actionsShape();
        const auto snapshot =
            samples::snapshot(shape, {{{samples::window(0), samples::text("say \"hi\", you"), samples::longValue(11)}},
                                      {{samples::null(), samples::null(), samples::null()}},
                                      {{samples::window(1), samples::text(""), samples::longValue(-3)}}});
        const std::string text = tableText(*snapshot, TableFormat::Csv, TimeZone());
        // A window is two fields, so that any program reads its start and its end.
        QCOMPARE(QString::fromStdString(text),
                 QStringLiteral("window.start,window.end,action,count\n"
                                "2016-07-26T02:00:00.000Z,2016-07-26T03:00:00.000Z,\"say \"\"hi\"\", you\",11\n"
                                ",,,\n"
                                "2016-07-26T03:00:00.000Z,2016-07-26T04:00:00.000Z,\"\",-3\n"));
    }

    void E7_excelFrenchIsForSpreadsheets() {
        const auto shape = samples::shape({{"name", DataType::string()}, {"value", DataType::doubleType()}},
                                          {ColumnRole::Key, ColumnRole::Value});
        const auto snapshot =
            samples::snapshot(shape, {{{samples::text("=1+1"), Value{1.5}}}, {{samples::text("a;b"), Value{-2.25}}}});
        const std::string text = tableText(*snapshot, TableFormat::ExcelFrench, TimeZone());
        QCOMPARE(QByteArray::fromStdString(text), QByteArray("\xEF\xBB\xBF"
                                                             "name;value\r\n\"'=1+1\";1,5\r\n\"a;b\";-2,25\r\n"));
        QCOMPARE(QByteArray::fromStdString(tableText(*snapshot, TableFormat::Tsv, TimeZone())),
                 QByteArray("name\tvalue\n\"'=1+1\"\t1.5\n\"a;b\"\t-2.25\n"));
    }

    void jsonIsOneObjectARow() {
        const std::string text = tableText(*samples::actions(), TableFormat::Json, TimeZone());
        const QList<QByteArray> lines = QByteArray::fromStdString(text).split('\n');
        QCOMPARE(lines.size(), 15);
        QVERIFY(lines.last().isEmpty());
        const QJsonObject first = QJsonDocument::fromJson(lines[0]).object();
        QCOMPARE(first["window"].toObject()["start"].toString(), QString("2016-07-26T02:00:00.000Z"));
        QCOMPARE(first["action"].toString(), QString("Open"));
        QCOMPARE(first["count"].toInt(), 179);
    }

    void zoneOfTheQueryDecides() {
        const auto paris = TimeZone::find("Europe/Paris");
        QVERIFY(paris.hasValue());
        const std::string text = tableText(*samples::actions(), TableFormat::Json, *paris);
        QVERIFY(QByteArray::fromStdString(text).contains("2016-07-26T04:00:00.000+02:00"));
    }

    void rowsComeInTheOrderAskedFor() {
        const std::string text = tableText(*samples::actions(), TableFormat::Json, TimeZone(), {13, 0});
        const QList<QByteArray> lines = QByteArray::fromStdString(text).split('\n');
        QCOMPARE(lines.size(), 3);
        QVERIFY(lines[0].contains(":23}"));
        QVERIFY(lines[1].contains(":179}"));
    }

    void tableFileWithSidecar() {
        QTemporaryDir folder;
        const QString path = folder.filePath("out.csv");
        const Provenance from = origin();
        QVERIFY(writeTable(path, *samples::actions(), TableFormat::Csv, TimeZone(), &from).hasValue());
        QCOMPARE(contentOf(path),
                 QByteArray::fromStdString(tableText(*samples::actions(), TableFormat::Csv, TimeZone())));
        const QJsonObject sidecar = QJsonDocument::fromJson(contentOf(path + ".vitrine.json")).object();
        QCOMPARE(sidecar["batch"].toInt(), 47);
        QCOMPARE(sidecar["watermark"].toString(), QString("2016-07-26T06:01:24.000Z"));
        QCOMPARE(sidecar["rows"].toInt(), 14);
        QCOMPARE(sidecar["zone"].toString(), QString("UTC"));
        QCOMPARE(sidecar["document"].toObject()["name"].toString(), QString("actions_live"));
        const QByteArray user = qgetenv("USER");
        if (user.size() > 3) QVERIFY(!contentOf(path + ".vitrine.json").contains(user));
    }

    void unwritablePlaceIsSaid() {
        QTemporaryDir folder;
        const auto nowhere =
            writeTable(folder.filePath("no/such/folder/out.csv"), *samples::actions(), TableFormat::Csv, TimeZone());
        QVERIFY(!nowhere.hasValue());
        QCOMPARE(nowhere.error().code(), ErrorCode::FileNotWritable);
        QVERIFY(!nowhere.error().wayOut().empty());
        const auto device = saveFile("/dev/full", "text");
        QVERIFY(!device.hasValue());
        QCOMPARE(device.error().code(), ErrorCode::FileNotWritable);
    }

    void whatDoesNotFitChangesNothing() {
        QTemporaryDir folder;
        const QString path = folder.filePath("out.csv");
        QVERIFY(saveFile(path, "before\n").hasValue());
        // A limit on the size of files stands for a full disk.
        struct rlimit limit {};
        QCOMPARE(getrlimit(RLIMIT_FSIZE, &limit), 0);
        const auto handler = std::signal(SIGXFSZ, SIG_IGN);
        struct rlimit small = limit;
        small.rlim_cur = 4096;
        QCOMPARE(setrlimit(RLIMIT_FSIZE, &small), 0);
        const auto large = saveFile(path, std::string(100'000, 'x'));
        const auto medium = saveFile(path, std::string(5'000, 'y'));
        setrlimit(RLIMIT_FSIZE, &limit);
        std::signal(SIGXFSZ, handler);
        QVERIFY(!large.hasValue());
        QVERIFY(!medium.hasValue());
        QVERIFY(QString::fromStdString(large.error().message()).contains(path));
        QCOMPARE(contentOf(path), QByteArray("before\n"));
        QCOMPARE(QDir(folder.path()).entryList(QDir::Files).size(), 1);
    }

    void pngCarriesItsOrigin() {
        QTemporaryDir folder;
        const QString path = folder.filePath("chart.png");
        const auto written = ChartExport::writePng(path, barsFrame(), options(), origin());
        QVERIFY2(written.hasValue(), written.hasValue() ? "" : written.error().detail().c_str());
        const QImage image(path);
        QCOMPARE(image.size(), QSize(1920, 1080));
        const QJsonObject from = QJsonDocument::fromJson(image.text("vitrine").toUtf8()).object();
        QCOMPARE(from["query"].toString(), QString("actions_live"));
        QCOMPARE(from["document"].toObject()["source"].toObject()["path"].toString(), QString("events/"));
        QVERIFY(QFile::copy(path, "export.png") || (QFile::remove("export.png") && QFile::copy(path, "export.png")));
    }

    void themeOfTheWindowDoesNotLeak() {
        const QImage light = ChartExport::image(barsFrame(), options(), origin());
        Theme::current().setChoice(ThemeChoice::Dark);
        const QImage dark = ChartExport::image(barsFrame(), options(), origin());
        ChartExportOptions asShown = options();
        asShown.asOnScreen = true;
        const QImage shown = ChartExport::image(barsFrame(), asShown, origin());
        QCOMPARE(dark, light);
        QVERIFY(shown != light);
        QCOMPARE(shown.pixelColor(3, 3), QColor(kDarkTokens.surface));
    }

    void svgIsTextWithMetadata() {
        const QByteArray svg = ChartExport::svg(barsFrame(), options(), origin());
        QXmlStreamReader reader(svg);
        QString metadata;
        QStringList texts;
        QString viewBox;
        while (!reader.atEnd()) {
            reader.readNext();
            if (!reader.isStartElement()) continue;
            if (reader.name() == QLatin1String("svg")) viewBox = reader.attributes().value("viewBox").toString();
            if (reader.name() == QLatin1String("metadata")) metadata = reader.readElementText();
            else if (reader.name() == QLatin1String("text")) texts << reader.readElementText().trimmed();
        }
        QVERIFY2(!reader.hasError(), qPrintable(reader.errorString()));
        QCOMPARE(viewBox, QString("0 0 960 540"));
        QCOMPARE(QJsonDocument::fromJson(metadata.toUtf8()).object()["batch"].toInt(), 47);
        for (const char* wanted : {"1,200", "03:00", "26 Jul 02:00", "UTC", "watermark 06:01:24", "Close", "Open"})
            QVERIFY2(texts.contains(QString(wanted)), qPrintable(QString(wanted) + " not in " + texts.join("|")));
        QVERIFY(svg.contains("font-family=\"Vitrine Inter, Inter, sans-serif\""));
        QFile file("export.svg");
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(svg) == svg.size());
    }

    void nothingToDrawIsAnError() {
        const auto refused = ChartExport::writePng("never.png", ChartFrame(), options(), origin());
        QVERIFY(!refused.hasValue());
        QCOMPARE(refused.error().code(), ErrorCode::InvalidArgument);
    }

    void aRefusedChartSaysWhy() {
        ChartFrame frame;
        frame.spec.type = ChartType::Pie;
        frame.data.refusal = ChartRefusal::NoTotal;
        const auto refused = ChartExport::writePng("never.png", frame, options(), origin());
        QVERIFY(!refused);
        QVERIFY2(refused.error().message().find("Averages") != std::string::npos, refused.error().message().c_str());
        QVERIFY(!QFile::exists("never.png"));
    }

    void fileNames() {
        QCOMPARE(QString::fromStdString(suggestedFileName(origin(), "svg")),
                 QString("actions_live_batch47_20160726T060124Z.svg"));
        Provenance odd = origin();
        odd.query = "a/b c";
        odd.watermark.reset();
        QCOMPARE(QString::fromStdString(suggestedFileName(odd, "png")), QString("a_b_c_batch47.png"));
    }
};

QTEST_MAIN(TestExport)
#include "tst_export.moc"
