// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAbstractItemModelTester>
#include <QItemSelectionModel>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTest>

#include "tests/unit/charts/chart_samples.h"
#include "ui/models/cell_roles.h"
#include "ui/models/result_table_model.h"
#include "ui/models/window_table_model.h"

namespace vitrine::ui {
namespace {

using namespace vitrine::samples;

const QLocale kEnglish(QLocale::English, QLocale::UnitedKingdom);

/// A result of one LONG column that holds `first` … `last`; older rows are no longer kept.
std::shared_ptr<ResultSnapshot> numbers(int first, int last, int notKept = 0) {
    static const std::shared_ptr<ResultShape> kShape = shape({{"n", DataType::longType()}}, {ColumnRole::Other});
    std::vector<Row> rows;
    for (int number = first; number <= last; ++number) rows.push_back({{longValue(number)}});
    auto made = snapshot(kShape, rows);
    made->rowsNotKept = static_cast<std::uint64_t>(notKept);
    return made;
}

/// The rows of windows `first` … `last` of the sample, counts raised by `more` in the newest one.
std::shared_ptr<ResultSnapshot> windows(int first, int last, std::int64_t batch, std::int64_t more = 0, int leaveOut = -1) {
    std::vector<Row> rows;
    const std::vector<Row> all = actionsRows();
    for (int hour = first; hour <= last; ++hour) {
        if (hour == leaveOut) continue;
        for (std::size_t row = 0; row < 2; ++row) {
            Row copy = all[static_cast<std::size_t>(hour) * 2 + row];
            if (hour == last && row == 0) {
                copy.cells[2] = longValue(std::get<std::int64_t>(copy.cells[2].data) + more);
                copy.changedIn = batch;
            }
            rows.push_back(copy);
        }
    }
    static const std::shared_ptr<ResultShape> kShape = actionsShape();
    return snapshot(kShape, rows, batch, kTwo + last * kHour + 84 * kSecond);
}

QStringList column(const QAbstractItemModel& model, int column, int role = Qt::DisplayRole) {
    QStringList texts;
    for (int row = 0; row < model.rowCount(); ++row) texts << model.index(row, column).data(role).toString();
    return texts;
}

int columnNamed(const QAbstractItemModel& model, const QString& name) {
    for (int section = 0; section < model.columnCount(); ++section) {
        if (model.headerData(section, Qt::Horizontal).toString() == name) return section;
    }
    return -1;
}

}  // namespace

class ResultModelsTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void init();
    void rowsAreTheSnapshots();
    void growthKeepsRowsInPlace();
    void oldRowsLeaveAtTheFront();
    void shrinkingRemovesAtTheEnd();
    void otherColumnsReset();
    void openAndChangedRows();
    void numbersFollowTheLanguage();
    void windowNumbersAreTheSnapshots();
    void newWindowComesInFront();
    void gapFillsInPlace();
    void windowsThatLeaveTakeOnlyTheirRows();
    void newKeyIsANewColumn();
    void stateAndWhatMakesItFinal();
    void lastChangeSaysWhatTheBatchAdded();
    void otherCountsFollow();
    void resultWithoutWindowsIsNotShown();
};

void ResultModelsTest::init() {
    QTest::failOnWarning(QRegularExpression(QStringLiteral(".*")));
}

void ResultModelsTest::rowsAreTheSnapshots() {
    ResultTableModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setLocale(kEnglish);
    QCOMPARE(model.rowCount(), 0);
    QCOMPARE(model.columnCount(), 0);
    const auto snapshot = actions();
    model.setSnapshot(snapshot);
    QCOMPARE(model.rowCount(), 14);
    QCOMPARE(model.columnCount(), 3);
    QCOMPARE(model.headerData(1, Qt::Horizontal, Qt::DisplayRole).toString(), QStringLiteral("action"));
    QCOMPARE(model.headerData(2, Qt::Horizontal, Qt::ToolTipRole).toString(), QStringLiteral("BIGINT"));
    const std::vector<Row> rows = actionsRows();
    for (int row = 0; row < 14; ++row) {
        const auto& cells = rows[static_cast<std::size_t>(row)].cells;
        QCOMPARE(model.index(row, 1).data().toString(), QString::fromStdString(std::get<std::string>(cells[1].data)));
        QCOMPARE(model.index(row, 2).data().toString(), kEnglish.toString(static_cast<qlonglong>(std::get<std::int64_t>(cells[2].data))));
    }
    model.setSnapshot(nullptr);
    QCOMPARE(model.rowCount(), 0);
}

void ResultModelsTest::growthKeepsRowsInPlace() {
    ResultTableModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setSnapshot(numbers(1, 5));
    QItemSelectionModel selection(&model);
    selection.select(model.index(2, 0), QItemSelectionModel::Select | QItemSelectionModel::Rows);
    const QPersistentModelIndex kept(model.index(4, 0));
    QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
    QSignalSpy inserts(&model, &QAbstractItemModel::rowsInserted);
    for (int last = 6; last <= 20; ++last) model.setSnapshot(numbers(1, last));
    QCOMPARE(resets.count(), 0);
    QCOMPARE(inserts.count(), 15);
    QCOMPARE(model.rowCount(), 20);
    QCOMPARE(kept.data().toString(), QStringLiteral("5"));
    QCOMPARE(selection.selectedRows().size(), 1);
    QCOMPARE(selection.selectedRows().front().row(), 2);
}

void ResultModelsTest::oldRowsLeaveAtTheFront() {
    ResultTableModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setSnapshot(numbers(1, 10));
    const QPersistentModelIndex eight(model.index(7, 0));
    const QPersistentModelIndex two(model.index(1, 0));
    QItemSelectionModel selection(&model);
    selection.select(eight, QItemSelectionModel::Select | QItemSelectionModel::Rows);
    QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
    // What a view asks for while rows leave and arrive must be there, and right.
    QStringList seen;
    connect(&model, &QAbstractItemModel::rowsRemoved, &model, [&] { seen = column(model, 0); });
    model.setSnapshot(numbers(4, 13, 3));
    QCOMPARE(seen, (QStringList{"4", "5", "6", "7", "8", "9", "10"}));
    QCOMPARE(column(model, 0).size(), 10);
    QCOMPARE(column(model, 0).front(), QStringLiteral("4"));
    QCOMPARE(column(model, 0).back(), QStringLiteral("13"));
    QVERIFY(eight.isValid());
    QCOMPARE(eight.data().toString(), QStringLiteral("8"));
    QVERIFY(!two.isValid());
    QCOMPARE(selection.selectedRows().front().data().toString(), QStringLiteral("8"));
    // More rows than were shown have come and gone.
    model.setSnapshot(numbers(101, 110, 100));
    QCOMPARE(column(model, 0).front(), QStringLiteral("101"));
    QCOMPARE(model.rowCount(), 10);
    QVERIFY(!eight.isValid());
    QCOMPARE(resets.count(), 0);
    // A new run starts over.
    model.setSnapshot(numbers(1, 2));
    QCOMPARE(column(model, 0), (QStringList{"1", "2"}));
}

void ResultModelsTest::shrinkingRemovesAtTheEnd() {
    ResultTableModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setSnapshot(numbers(1, 10));
    const QPersistentModelIndex second(model.index(1, 0));
    QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
    model.setSnapshot(numbers(1, 3));
    QCOMPARE(column(model, 0), (QStringList{"1", "2", "3"}));
    QVERIFY(second.isValid());
    QCOMPARE(resets.count(), 0);
    model.setSnapshot(numbers(1, 0));
    QCOMPARE(model.rowCount(), 0);
    model.setSnapshot(numbers(1, 2));
    QCOMPARE(column(model, 0), (QStringList{"1", "2"}));
}

void ResultModelsTest::otherColumnsReset() {
    ResultTableModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setSnapshot(numbers(1, 10));
    QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
    model.setSnapshot(actions());
    QCOMPARE(resets.count(), 1);
    QCOMPARE(model.columnCount(), 3);
}

void ResultModelsTest::openAndChangedRows() {
    ResultTableModel model;
    model.setSnapshot(actions(46));
    // The watermark stands at 06:01:24: windows from 06:00 on are open.
    for (int row = 0; row < model.rowCount(); ++row) {
        QCOMPARE(model.index(row, 2).data(OpenRole).toBool(), row / 2 >= 4);
        QCOMPARE(model.index(row, 2).data(ChangedRole).toBool(), row / 2 >= 5);
    }
}

void ResultModelsTest::numbersFollowTheLanguage() {
    ResultTableModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    auto mixed = shape({{"n", DataType::longType()}, {"x", DataType::doubleType()}, {"s", DataType::string()}},
                       {ColumnRole::Other, ColumnRole::Other, ColumnRole::Other});
    model.setSnapshot(snapshot(mixed, {{{longValue(1234567), Value{0.5}, text("a")}}, {{null(), null(), null()}}}));
    model.setLocale(kEnglish);
    QCOMPARE(model.index(0, 0).data().toString(), QStringLiteral("1,234,567"));
    QCOMPARE(model.index(0, 1).data().toString(), QStringLiteral("0.5"));
    const QLocale french(QLocale::French, QLocale::France);
    QSignalSpy changes(&model, &QAbstractItemModel::dataChanged);
    model.setLocale(french);
    QCOMPARE(changes.count(), 1);
    QCOMPARE(model.index(0, 0).data().toString(), french.toString(1234567));
    QCOMPARE(model.index(0, 1).data().toString(), QStringLiteral("0,5"));
    QCOMPARE(model.index(0, 0).data(RawRole).toString(), QStringLiteral("1234567"));
    for (int section = 0; section < 3; ++section) QCOMPARE(model.index(1, section).data().toString(), QStringLiteral("–"));
}

void ResultModelsTest::windowNumbersAreTheSnapshots() {
    WindowTableModel model(std::make_shared<KeyColors>());
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setLocale(kEnglish);
    model.setSnapshot(actions());
    QCOMPARE(model.windows(), 7);
    const int closes = columnNamed(model, QStringLiteral("Close"));
    const int opens = columnNamed(model, QStringLiteral("Open"));
    const int total = columnNamed(model, QStringLiteral("total"));
    QVERIFY(closes > 0 && opens > 0 && total > 0);
    const auto rows = actionsRows();
    for (int row = 0; row < 7; ++row) {
        const auto hour = static_cast<std::size_t>(6 - row);  // newest first
        QCOMPARE(model.index(row, 0).data(RawRole).toLongLong(), kTwo + static_cast<std::int64_t>(hour) * kHour);
        const auto open = std::get<std::int64_t>(rows[hour * 2].cells[2].data);
        const auto close = std::get<std::int64_t>(rows[hour * 2 + 1].cells[2].data);
        QCOMPARE(model.index(row, opens).data(RawRole).toDouble(), static_cast<double>(open));
        QCOMPARE(model.index(row, closes).data(RawRole).toDouble(), static_cast<double>(close));
        QCOMPARE(model.index(row, total).data(RawRole).toDouble(), static_cast<double>(open + close));
        QCOMPARE(model.index(row, opens).data().toString(), kEnglish.toString(static_cast<qlonglong>(open)));
    }
    QCOMPARE(model.index(2, closes).data(BarRole).toDouble(), 1.0);  // 1,011 is the highest
}

void ResultModelsTest::newWindowComesInFront() {
    WindowTableModel model(std::make_shared<KeyColors>());
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setSnapshot(windows(0, 3, 10));
    QItemSelectionModel selection(&model);
    selection.select(model.index(1, 0), QItemSelectionModel::Select | QItemSelectionModel::Rows);
    const qlonglong start = model.index(1, 0).data(RawRole).toLongLong();
    QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
    QSignalSpy inserts(&model, &QAbstractItemModel::rowsInserted);
    model.setSnapshot(windows(0, 3, 11, 5));
    QCOMPARE(inserts.count(), 0);
    model.setSnapshot(windows(0, 5, 12));
    QCOMPARE(model.windows(), 6);
    QCOMPARE(inserts.count(), 1);
    QCOMPARE(inserts.front().at(1).toInt(), 0);
    QCOMPARE(inserts.front().at(2).toInt(), 1);
    QCOMPARE(resets.count(), 0);
    QCOMPARE(selection.selectedRows().size(), 1);
    QCOMPARE(selection.selectedRows().front().row(), 3);
    QCOMPARE(selection.selectedRows().front().data(RawRole).toLongLong(), start);
}

void ResultModelsTest::gapFillsInPlace() {
    WindowTableModel model(std::make_shared<KeyColors>());
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setSnapshot(windows(1, 5, 10, 0, 3));
    QCOMPARE(model.windows(), 4);
    const QPersistentModelIndex oldest(model.index(3, 0));
    QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
    model.setSnapshot(windows(0, 6, 11));
    QCOMPARE(resets.count(), 0);
    QCOMPARE(model.windows(), 7);
    QCOMPARE(oldest.row(), 5);
    for (int row = 0; row < 7; ++row) QCOMPARE(model.index(row, 0).data(RawRole).toLongLong(), kTwo + (6 - row) * kHour);
}

void ResultModelsTest::windowsThatLeaveTakeOnlyTheirRows() {
    WindowTableModel model(std::make_shared<KeyColors>());
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setSnapshot(windows(0, 4, 10));
    const QPersistentModelIndex third(model.index(2, 0));
    QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
    model.setSnapshot(windows(1, 5, 11));
    QCOMPARE(resets.count(), 0);
    QCOMPARE(model.windows(), 5);
    QCOMPARE(third.row(), 3);
    QCOMPARE(third.data(RawRole).toLongLong(), kTwo + 2 * kHour);
}

void ResultModelsTest::newKeyIsANewColumn() {
    WindowTableModel model(std::make_shared<KeyColors>());
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setSnapshot(windows(0, 3, 10));
    const int columns = model.columnCount();
    std::vector<Row> rows = actionsRows();
    rows.push_back({{window(6), text("Ajar"), longValue(3)}, 47});
    model.setSnapshot(snapshot(actionsShape(), rows, 47, kLatest));
    QCOMPARE(model.columnCount(), columns + 1);
    const int ajar = columnNamed(model, QStringLiteral("Ajar"));
    QVERIFY(ajar > 0);
    QCOMPARE(model.index(0, ajar).data(RawRole).toDouble(), 3.0);
    QCOMPARE(model.index(1, ajar).data().toString(), QStringLiteral("–"));
    model.setSnapshot(nullptr);
    QCOMPARE(model.rowCount(), 0);
    QCOMPARE(model.columnCount(), 0);
}

void ResultModelsTest::stateAndWhatMakesItFinal() {
    WindowTableModel model(std::make_shared<KeyColors>());
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setLocale(kEnglish);
    model.setZone(*TimeZone::find("UTC"));
    model.setSnapshot(actions());
    const int state = columnNamed(model, QStringLiteral("state"));
    QCOMPARE(column(model, state), (QStringList{"open", "open", "open", "final", "final", "final", "final"}));
    // 08:00 to 09:00 is final once the watermark, two hours behind, has reached 09:00.
    const int becomes = columnNamed(model, QStringLiteral("becomes final when"));
    const QString newest = model.index(0, becomes).data().toString();
    QVERIFY2(newest.contains(QStringLiteral("11:00")), qPrintable(newest));
    QCOMPARE(model.index(3, becomes).data().toString(), QStringLiteral("final"));
    // The zone is said in the header and used in the cells.
    QSignalSpy headers(&model, &QAbstractItemModel::headerDataChanged);
    model.setZone(*TimeZone::find("Asia/Tokyo"));
    QVERIFY(headers.count() > 0);
    QVERIFY(model.headerData(0, Qt::Horizontal, Qt::DisplayRole).toString().contains(QStringLiteral("Asia/Tokyo")));
    QVERIFY2(model.index(0, 0).data().toString().contains(QStringLiteral("17:00")), qPrintable(model.index(0, 0).data().toString()));
}

void ResultModelsTest::lastChangeSaysWhatTheBatchAdded() {
    WindowTableModel model(std::make_shared<KeyColors>());
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setLocale(kEnglish);
    model.setSnapshot(windows(0, 3, 50));
    const int change = columnNamed(model, QStringLiteral("last change"));
    QCOMPARE(model.index(0, change).data().toString(), QStringLiteral("batch 50"));
    model.setSnapshot(windows(0, 3, 51, 5));
    QCOMPARE(model.index(0, change).data().toString(), QStringLiteral("batch 51, +5"));
    QCOMPARE(model.index(1, change).data().toString(), QStringLiteral("batch 36"));
    // Showing the same version again changes nothing.
    model.setLocale(kEnglish);
    QCOMPARE(model.index(0, change).data().toString(), QStringLiteral("batch 51, +5"));
    // Batch 52 was never shown: what came since 51 is not the work of 53 alone.
    model.setSnapshot(windows(0, 3, 53, 9));
    QCOMPARE(model.index(0, change).data().toString(), QStringLiteral("batch 53"));
}

void ResultModelsTest::otherCountsFollow() {
    WindowTableModel model(std::make_shared<KeyColors>());
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    const auto manyKeys = [](int keys, std::int64_t batch) {
        std::vector<Row> rows;
        for (int key = 0; key < keys; ++key) rows.push_back({{window(0), text("key" + std::to_string(key)), longValue(1000 - key)}, batch});
        return snapshot(actionsShape(), rows, batch, kLatest);
    };
    model.setSnapshot(manyKeys(12, 1));
    const int other = columnNamed(model, QStringLiteral("Other (4 key(s))"));
    QVERIFY(other > 0);
    QCOMPARE(model.index(0, other).data(BarSlotRole).toInt(), -1);
    double sum = 0;
    for (int key = 8; key < 12; ++key) sum += 1000 - key;
    QCOMPARE(model.index(0, other).data(RawRole).toDouble(), sum);
    QSignalSpy headers(&model, &QAbstractItemModel::headerDataChanged);
    model.setSnapshot(manyKeys(20, 2));
    QCOMPARE(columnNamed(model, QStringLiteral("Other (12 key(s))")), other);
    QVERIFY(headers.count() > 0);
}

void ResultModelsTest::resultWithoutWindowsIsNotShown() {
    WindowTableModel model(std::make_shared<KeyColors>());
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    const auto plain = numbers(1, 5);
    QVERIFY(!WindowTableModel::canShow(*plain->shape));
    QVERIFY(WindowTableModel::canShow(*actionsShape()));
    model.setSnapshot(actions());
    model.setSnapshot(plain);
    QCOMPARE(model.rowCount(), 0);
}

}  // namespace vitrine::ui

QTEST_GUILESS_MAIN(vitrine::ui::ResultModelsTest)
#include "result_models_test.moc"
