// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAbstractItemModelTester>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTest>

#include "ui/models/listed_rows_model.h"
#include "ui/models/log_model.h"

namespace vitrine::ui {
namespace {

constexpr std::int64_t kThree = 1469502000;  ///< 2016-07-26T03:00:00Z, seconds

/// A batch that lists `listed` late rows and `listed` malformed ones, of `counted` each.
BatchReport reportOf(std::int64_t batch, int listed, std::uint64_t counted) {
    BatchReport report;
    report.batchId = batch;
    for (int number = 0; number < listed; ++number) {
        ListedRow row;
        row.file = "/data/events/file-" + std::to_string(batch) + ".json";
        row.offset = static_cast<std::uint64_t>(1000 * number);
        row.eventTime = EventTime(std::chrono::seconds(kThree - 60));
        row.windowStart = EventTime(std::chrono::seconds(kThree - 3600));
        row.windowEnd = EventTime(std::chrono::seconds(kThree));
        row.threshold = WallTime(std::chrono::seconds(kThree + 30));
        row.delayNeeded = Millis(90'000);
        report.late.push_back(row);
        row.reason = "`time` is no TIMESTAMP";
        row.text = "{\"time\":";
        row.counted = number % 2 == 0;
        report.malformed.push_back(row);
    }
    report.rows.late = counted;
    report.rows.malformed = counted;
    return report;
}

}  // namespace

class LaneModelsTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }
    void rowsComeNewestFirst();
    void totalCountsWhatIsNotListed();
    void tenThousandAreKept();
    void lateRowSaysWhatWouldKeepIt();
    void malformedRowSaysWhy();
    void zoneAndLanguageReachListedRows();
    void clearStartsOver();
    void logIsNewestFirst();
    void logForgetsItsOldest();
};

void LaneModelsTest::rowsComeNewestFirst() {
    ListedRowsModel model(ListedRowsModel::Kind::Late);
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.add(reportOf(1, 2, 2));
    const QPersistentModelIndex kept(model.index(0, 0));
    model.add(reportOf(2, 3, 3));
    QCOMPARE(model.rowCount(), 5);
    QCOMPARE(model.rowAt(0)->file, std::string("/data/events/file-2.json"));
    QCOMPARE(model.rowAt(0)->offset, std::uint64_t(2000));
    QCOMPARE(model.rowAt(4)->file, std::string("/data/events/file-1.json"));
    QCOMPARE(kept.row(), 3);
    QVERIFY(model.rowAt(5) == nullptr);
    QVERIFY(model.rowAt(-1) == nullptr);
}

void LaneModelsTest::totalCountsWhatIsNotListed() {
    ListedRowsModel late(ListedRowsModel::Kind::Late), malformed(ListedRowsModel::Kind::Malformed);
    QSignalSpy totals(&late, &ListedRowsModel::totalChanged);
    BatchReport report = reportOf(1, 2, 5000);
    report.rows.partlyLate = 7;
    for (ListedRowsModel* model : {&late, &malformed}) model->add(report);
    QCOMPARE(late.rowCount(), 2);
    QCOMPARE(late.total(), std::uint64_t(5007));
    QCOMPARE(malformed.total(), std::uint64_t(5000));
    late.add(reportOf(2, 0, 0));
    QCOMPARE(totals.count(), 1);
    late.add(reportOf(3, 0, 1));
    QCOMPARE(totals.takeLast().at(0).toULongLong(), 5008ULL);
}

void LaneModelsTest::tenThousandAreKept() {
    ListedRowsModel model(ListedRowsModel::Kind::Malformed);
    for (int batch = 0; batch < 12; ++batch) model.add(reportOf(batch, 1000, 1000));
    QCOMPARE(model.rowCount(), 10'000);
    QCOMPARE(model.total(), std::uint64_t(12'000));
    QCOMPARE(model.rowAt(0)->file, std::string("/data/events/file-11.json"));
    QCOMPARE(model.rowAt(9'999)->file, std::string("/data/events/file-2.json"));
}

void LaneModelsTest::lateRowSaysWhatWouldKeepIt() {
    ListedRowsModel model(ListedRowsModel::Kind::Late);
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setLocale(QLocale(QLocale::English, QLocale::UnitedKingdom));
    model.setZone(*TimeZone::find("UTC"));
    model.add(reportOf(1234, 1, 1));
    QCOMPARE(model.columnCount(), 6);
    const auto text = [&](int column) { return model.index(0, column).data().toString(); };
    QVERIFY2(text(0).contains(QStringLiteral("02:59:00")), qPrintable(text(0)));
    QVERIFY2(text(1).contains(QStringLiteral("02:00")) && text(1).contains(QStringLiteral("03:00")), qPrintable(text(1)));
    QVERIFY2(text(2).contains(QStringLiteral("03:00:30")), qPrintable(text(2)));
    QVERIFY2(text(3).contains(QStringLiteral("1")) && text(3).contains(QStringLiteral("30")), qPrintable(text(3)));
    QCOMPARE(text(4), QStringLiteral("1,234"));
    QCOMPARE(text(5), QStringLiteral("file-1234.json, byte 0"));
    QCOMPARE(model.index(0, 5).data(Qt::ToolTipRole).toString(), QStringLiteral("/data/events/file-1234.json"));
}

void LaneModelsTest::malformedRowSaysWhy() {
    ListedRowsModel model(ListedRowsModel::Kind::Malformed);
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.add(reportOf(3, 2, 2));
    QCOMPARE(model.columnCount(), 5);
    QCOMPARE(model.index(0, 0).data().toString(), QStringLiteral("`time` is no TIMESTAMP"));
    QCOMPARE(model.index(0, 1).data().toString(), QStringLiteral("{\"time\":"));
    QCOMPARE(model.index(0, 2).data().toString(), QStringLiteral("not counted"));
    QCOMPARE(model.index(1, 2).data().toString(), QStringLiteral("counted, with NULL"));
}

void LaneModelsTest::zoneAndLanguageReachListedRows() {
    ListedRowsModel model(ListedRowsModel::Kind::Late);
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.add(reportOf(1, 2, 2));
    QSignalSpy changes(&model, &QAbstractItemModel::dataChanged);
    model.setZone(*TimeZone::find("Asia/Tokyo"));
    QCOMPARE(changes.count(), 1);
    QVERIFY(model.index(1, 0).data().toString().contains(QStringLiteral("11:59:00")));
    model.setLocale(QLocale(QLocale::French, QLocale::France));
    QCOMPARE(changes.count(), 2);
}

void LaneModelsTest::clearStartsOver() {
    ListedRowsModel model(ListedRowsModel::Kind::Late);
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.add(reportOf(1, 2, 2));
    QSignalSpy totals(&model, &ListedRowsModel::totalChanged);
    model.clear();
    QCOMPARE(model.rowCount(), 0);
    QCOMPARE(model.total(), std::uint64_t(0));
    QCOMPARE(totals.count(), 1);
}

void LaneModelsTest::logIsNewestFirst() {
    LogModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.add(LogModel::Level::Note, QStringLiteral("Started."));
    model.add(LogModel::Level::Error, QStringLiteral("Failed."));
    QCOMPARE(model.rowCount(), 2);
    QCOMPARE(model.index(0, 2).data().toString(), QStringLiteral("Failed."));
    QCOMPARE(model.index(0, 1).data().toString(), QStringLiteral("error"));
    QCOMPARE(model.index(1, 1).data().toString(), QStringLiteral("note"));
    QCOMPARE(model.levelAt(0), LogModel::Level::Error);
    QVERIFY(QRegularExpression(QStringLiteral("^\\d\\d:\\d\\d:\\d\\d$")).match(model.index(0, 0).data().toString()).hasMatch());
    model.clear();
    QCOMPARE(model.rowCount(), 0);
}

void LaneModelsTest::logForgetsItsOldest() {
    LogModel model;
    const int lines = static_cast<int>(LogModel::kKept) + 10;
    for (int line = 0; line < lines; ++line) model.add(LogModel::Level::Note, QString::number(line));
    QCOMPARE(model.rowCount(), static_cast<int>(LogModel::kKept));
    QCOMPARE(model.index(0, 2).data().toString(), QString::number(lines - 1));
    QCOMPARE(model.index(model.rowCount() - 1, 2).data().toString(), QStringLiteral("10"));
}

}  // namespace vitrine::ui

QTEST_GUILESS_MAIN(vitrine::ui::LaneModelsTest)
#include "lane_models_test.moc"
