// SPDX-License-Identifier: GPL-3.0-or-later
#include <memory>

#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QDir>
#include <QListView>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

#include "core/data/value.h"
#include "ui/pages/catalog_tree.h"
#include "ui/pages/sql_card.h"
#include "ui/pages/sql_editor.h"
#include "ui/pages/sql_offers.h"
#include "ui/pages/sql_page.h"
#include "ui/style/theme.h"
#include "ui/style/vitrine_style.h"

namespace vitrine::ui {
namespace {

constexpr int kPatience = 30'000;

/// A live result of windows, actions and counts.
LiveResult actionsLive() {
    auto schema = std::make_shared<const Schema>(parseDdl("window STRUCT<start: TIMESTAMP, end: TIMESTAMP>, action STRING, count BIGINT").value());
    auto shape = std::make_shared<ResultShape>();
    shape->schema = schema;
    shape->roles = {ColumnRole::Window, ColumnRole::Key, ColumnRole::Value};
    auto snapshot = std::make_shared<ResultSnapshot>();
    snapshot->shape = shape;
    constexpr std::int64_t kFirst = 1'469'498'400'000'000;   // 2016-07-26T02:00:00Z
    constexpr std::int64_t kHour = 3'600'000'000;
    const std::int64_t counts[] = {11, 179, 344, 1001, 815, 999, 1003, 1000, 1011, 993, 989, 1008, 23, 24};
    std::vector<Batch> rows;
    for (std::int64_t row = 0; row < 14; ++row) {
        const std::int64_t start = kFirst + row / 2 * kHour;
        rows.push_back(Batch{schema,
                             {makeConstantColumn((*schema)[0].type, Value{Value::List{Value{start}, Value{start + kHour}}}, 1),
                              makeConstantColumn((*schema)[1].type, Value{std::string(row % 2 == 0 ? "Close" : "Open")}, 1),
                              makeConstantColumn((*schema)[2].type, Value{counts[row]}, 1)},
                             1,
                             nullptr});
    }
    auto chunk = std::make_shared<ResultChunk>();
    chunk->rows = concatenate(schema, rows);
    snapshot->chunks = {chunk};
    snapshot->numRows = 14;
    return {"actions_per_hour", shape, snapshot};
}

/// The page over a workspace in a folder of its own.
class SqlFixture {
  public:
    SqlFixture() : page(std::make_unique<SqlPage>()) {
        card()->setSurroundings([this] {
            ++asked;
            SqlSurroundings around;
            around.workspace = workspacePath();
            around.live = live;
            around.conf.zone = TimeZone();
            return around;
        });
        page->resize(1440, 760);
    }

    std::string workspacePath() const { return folder.path().toStdString() + "/ws"; }

    /// A table of JSON files in the database demo.
    void addTable(const QString& name, const char* ddl, const QByteArray& lines) const {
        QDir(folder.path()).mkpath(name);
        QFile file(folder.filePath(name + QStringLiteral("/a.json")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(lines);
        QVERIFY(Workspace(workspacePath()).registerTable({"demo", name.toStdString(), "json", folder.filePath(name).toStdString(), true, {}, ddl}));
    }

    void showWithCatalog() {
        page->show();
        QTRY_VERIFY_WITH_TIMEOUT(card()->catalog()->topLevelItemCount() > 0, kPatience);
    }

    void run(const QString& statement) {
        card()->editor()->replaceText(statement);
        QSignalSpy ended(card(), &SqlCard::finished);
        card()->run();
        QTRY_COMPARE_WITH_TIMEOUT(ended.count(), 1, kPatience);
    }

    SqlCard* card() const { return page->sql(); }
    QString cell(int row, int column) const { return card()->table()->model()->index(row, column).data().toString(); }
    QTreeWidgetItem* item(const QString& path) const {
        QTreeWidgetItem* at = card()->catalog()->invisibleRootItem();
        for (const QString& name : path.split(QLatin1Char('/'))) {
            QTreeWidgetItem* found = nullptr;
            for (int index = 0; index < at->childCount(); ++index) {
                if (at->child(index)->text(0) == name) found = at->child(index);
            }
            if (found == nullptr) return nullptr;
            at = found;
        }
        return at;
    }

    QTemporaryDir folder;
    std::vector<LiveResult> live{actionsLive()};
    std::unique_ptr<SqlPage> page;
    int asked = 0;
};

QStringList namesOf(const std::vector<SqlOffer>& offers, SqlOffer::Kind kind) {
    QStringList names;
    for (const SqlOffer& offer : offers) {
        if (offer.kind == kind) names << offer.name;
    }
    return names;
}

CatalogListing catalogOfTwo() {
    CatalogListing catalog;
    catalog.databases.push_back({QStringLiteral("demo"), false, {{QStringLiteral("activity"), QStringLiteral("delta"), {{"time", DataType::timestamp()}, {"order", DataType::string()}}, {}, -1}}});
    catalog.databases.push_back({QStringLiteral("live"),
                                 true,
                                 {{QStringLiteral("per_hour"), {}, {{"window", DataType::structType({{"start", DataType::timestamp()}, {"end", DataType::timestamp()}})}, {"count", DataType::longType()}}, {}, 3}}});
    return catalog;
}

}  // namespace

class SqlPageTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void initTestCase() {
        QVERIFY(applyStyle(*qApp));
        QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedKingdom));
    }

    void rowsOfALiveResult() {
        SqlFixture fixture;
        fixture.showWithCatalog();
        fixture.run(QStringLiteral("SELECT window.start, action, count FROM actions_per_hour ORDER BY window.start, action"));
        const auto* model = fixture.card()->table()->model();
        QCOMPARE(model->rowCount(), 14);
        QCOMPARE(model->headerData(0, Qt::Horizontal).toString().simplified(), QStringLiteral("start TIMESTAMP"));
        QCOMPARE(fixture.cell(1, 0), QStringLiteral("2016-07-26 02:00:00"));
        QCOMPARE(fixture.cell(3, 2), QStringLiteral("1,001"));
        QVERIFY(fixture.card()->table()->isVisible());
        QVERIFY2(fixture.card()->footer().startsWith(QStringLiteral("14 row")), qPrintable(fixture.card()->footer()));
        QVERIFY(fixture.card()->problem().isEmpty());
        fixture.run(QStringLiteral("SELECT count FROM actions_per_hour WHERE count > 5000"));
        QVERIFY(!fixture.card()->table()->isVisible());
        QVERIFY(fixture.card()->footer().startsWith(QStringLiteral("0 row")));
    }

    void errorsStandAtTheirPlace() {
        SqlFixture fixture;
        fixture.showWithCatalog();
        fixture.run(QStringLiteral("SELECT 'é😀',\n  actoin FROM actions_per_hour"));
        QVERIFY2(fixture.card()->problem().startsWith(QStringLiteral("Line 2, column 3: There is no column 'actoin'. Did you mean action?")), qPrintable(fixture.card()->problem()));
        QCOMPARE(fixture.card()->editor()->mark(), 16);
        QCOMPARE(fixture.card()->editor()->extraSelections().size(), 1);
        // Typing takes the mark and the words away.
        fixture.card()->editor()->insertPlainText(QStringLiteral(" "));
        QCOMPARE(fixture.card()->editor()->mark(), -1);
        QVERIFY(fixture.card()->problem().isEmpty());
        QVERIFY(!fixture.card()->footer().contains(QStringLiteral("before")));
        fixture.run(QStringLiteral("SELECT 1"));
        fixture.run(QStringLiteral("DELETE FROM actions_per_hour"));
        QVERIFY(fixture.card()->footer().endsWith(QStringLiteral("of the statement before")));
        QVERIFY2(fixture.card()->problem().contains(QStringLiteral("DELETE")), qPrintable(fixture.card()->problem()));
    }

    void oneOfSeveralStatementsRuns() {
        SqlFixture fixture;
        SqlEditor* editor = fixture.card()->editor();
        editor->setPlainText(QStringLiteral("SELECT 1 AS a;\n\nSELECT 2 AS b;\nSELECT ';' AS c"));
        const auto at = [&](int position) {
            QTextCursor cursor = editor->textCursor();
            cursor.setPosition(position);
            editor->setTextCursor(cursor);
            return editor->statement();
        };
        QCOMPARE(at(0), QStringLiteral("SELECT 1 AS a"));
        QCOMPARE(at(14), QStringLiteral("SELECT 1 AS a"));
        QCOMPARE(at(15), QStringLiteral("SELECT 1 AS a"));
        QCOMPARE(at(20), QStringLiteral("SELECT 2 AS b"));
        QCOMPARE(editor->statementBegin(), 16);
        QCOMPARE(at(static_cast<int>(editor->toPlainText().size())), QStringLiteral("SELECT ';' AS c"));
        QTextCursor selection = editor->textCursor();
        selection.setPosition(16);
        selection.setPosition(24, QTextCursor::KeepAnchor);
        editor->setTextCursor(selection);
        QCOMPARE(editor->statement(), QStringLiteral("SELECT 2"));
    }

    void keysRunAndWalkThroughHistory() {
        SqlFixture fixture;
        fixture.showWithCatalog();
        SqlEditor* editor = fixture.card()->editor();
        QSignalSpy ended(fixture.card(), &SqlCard::finished);
        QSignalSpy remembered(fixture.card(), &SqlCard::historyChanged);
        editor->setPlainText(QStringLiteral("SELECT 1"));
        QTest::keyClick(editor, Qt::Key_Return, Qt::ControlModifier);
        QTRY_COMPARE_WITH_TIMEOUT(ended.count(), 1, kPatience);
        QCOMPARE(editor->toPlainText(), QStringLiteral("SELECT 1"));
        fixture.run(QStringLiteral("SELECT 2"));
        fixture.run(QStringLiteral("SELECT 1"));
        QCOMPARE(fixture.card()->history(), (QStringList{QStringLiteral("SELECT 1"), QStringLiteral("SELECT 2")}));
        QCOMPARE(remembered.count(), 3);
        editor->replaceText(QStringLiteral("draft"));
        QTest::keyClick(editor, Qt::Key_Up, Qt::AltModifier);
        QCOMPARE(editor->toPlainText(), QStringLiteral("SELECT 1"));
        QTest::keyClick(editor, Qt::Key_Up, Qt::AltModifier);
        QTest::keyClick(editor, Qt::Key_Up, Qt::AltModifier);
        QCOMPARE(editor->toPlainText(), QStringLiteral("SELECT 2"));
        QTest::keyClick(editor, Qt::Key_Down, Qt::AltModifier);
        QTest::keyClick(editor, Qt::Key_Down, Qt::AltModifier);
        QCOMPARE(editor->toPlainText(), QStringLiteral("draft"));
    }

    void stopEndsAStatement() {
        SqlFixture fixture;
        SqlCard* card = fixture.card();
        card->findChild<QComboBox*>()->setCurrentIndex(3);   // ten minutes
        card->editor()->replaceText(QStringLiteral("WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r) SELECT count(*) FROM r"));
        QSignalSpy ended(card, &SqlCard::finished);
        card->run();
        QVERIFY(card->isRunning());
        card->run();   // one at a time
        card->stop();
        QTRY_COMPARE_WITH_TIMEOUT(ended.count(), 1, kPatience);
        QCOMPARE(card->problem(), QStringLiteral("Stopped."));
        QVERIFY(!card->isRunning());
        // Leaving while one runs waits for nothing long.
        card->run();
        fixture.page.reset();
    }

    void catalogShowsWhatIsThere() {
        SqlFixture fixture;
        fixture.addTable(QStringLiteral("activity"), "time TIMESTAMP, action STRING", "{\"action\":\"Open\"}\n");
        fixture.showWithCatalog();
        QVERIFY(fixture.item(QStringLiteral("default")) && fixture.item(QStringLiteral("demo")));
        QTreeWidgetItem* column = fixture.item(QStringLiteral("demo/activity/time"));
        QVERIFY(column);
        QCOMPARE(column->text(1), QStringLiteral("TIMESTAMP"));
        QVERIFY(fixture.item(QStringLiteral("live/actions_per_hour"))->text(1).startsWith(QStringLiteral("14 row")));
        QVERIFY(fixture.item(QStringLiteral("demo"))->isExpanded());
        // What was folded stays folded when the catalog is read again.
        fixture.item(QStringLiteral("demo"))->setExpanded(false);
        fixture.addTable(QStringLiteral("later"), "a INT", "{}\n");
        fixture.card()->refreshCatalog();
        QTRY_VERIFY_WITH_TIMEOUT(fixture.item(QStringLiteral("demo/later")) != nullptr, kPatience);
        QVERIFY(!fixture.item(QStringLiteral("demo"))->isExpanded());
        // A double click writes the statement, undo takes it back.
        SqlEditor* editor = fixture.card()->editor();
        Q_EMIT fixture.card()->catalog()->itemActivated(fixture.item(QStringLiteral("demo/activity")), 0);
        QCOMPARE(editor->toPlainText(), QStringLiteral("SELECT * FROM demo.activity"));
        fixture.run(editor->toPlainText());
        QCOMPARE(fixture.cell(0, 1), QStringLiteral("Open"));
        Q_EMIT fixture.card()->catalog()->itemActivated(fixture.item(QStringLiteral("live/actions_per_hour")), 0);
        QCOMPARE(editor->statement(), QStringLiteral("SELECT * FROM live.actions_per_hour"));
        editor->undo();
        QCOMPARE(editor->toPlainText(), QStringLiteral("SELECT * FROM demo.activity"));
    }

    void dropAsksFirst() {
        SqlFixture fixture;
        fixture.addTable(QStringLiteral("activity"), "a INT", "{}\n");
        fixture.showWithCatalog();
        int questions = 0;
        bool yes = false;
        fixture.card()->setConfirmation([&](const SqlAnswer& answer) {
            ++questions;
            return yes && answer.subject == "demo.activity" && !answer.deletesFiles;
        });
        fixture.run(QStringLiteral("DROP TABLE demo.activity"));
        QCOMPARE(questions, 1);
        QVERIFY(Workspace(fixture.workspacePath()).find({"demo", "activity"}));
        yes = true;
        fixture.run(QStringLiteral("DROP TABLE demo.activity"));
        QCOMPARE(questions, 2);
        QVERIFY(!Workspace(fixture.workspacePath()).find({"demo", "activity"}));
        QTRY_VERIFY_WITH_TIMEOUT(fixture.item(QStringLiteral("demo/activity")) == nullptr, kPatience);
    }

    void useIsKept() {
        SqlFixture fixture;
        fixture.addTable(QStringLiteral("activity"), "a INT", "{\"a\":7}\n");
        fixture.showWithCatalog();
        fixture.run(QStringLiteral("USE demo"));
        fixture.run(QStringLiteral("SELECT a FROM activity"));
        QCOMPARE(fixture.cell(0, 0), QStringLiteral("7"));
        fixture.card()->resetDatabase();
        fixture.run(QStringLiteral("SELECT a FROM activity"));
        QVERIFY(!fixture.card()->problem().isEmpty());
    }

    void namesAreOffered() {
        const CatalogListing catalog = catalogOfTwo();
        const auto offers = [&](const QString& text) { return sqlOffers(sqlPlaceAt(text, static_cast<int>(text.size())), text, catalog, QStringLiteral("default")); };
        using Kind = SqlOffer::Kind;
        QCOMPARE(namesOf(offers(QStringLiteral("SELECT * FROM ")), Kind::Table), QStringList{QStringLiteral("per_hour")});
        QCOMPARE(namesOf(offers(QStringLiteral("SELECT * FROM ")), Kind::Database), (QStringList{QStringLiteral("demo"), QStringLiteral("live")}));
        QVERIFY(namesOf(offers(QStringLiteral("SELECT * FROM ")), Kind::Function).isEmpty());
        QCOMPARE(namesOf(offers(QStringLiteral("SELECT * FROM demo.")), Kind::Table), QStringList{QStringLiteral("activity")});
        QCOMPARE(namesOf(offers(QStringLiteral("SELECT * FROM demo.activity a WHERE ")), Kind::Column), (QStringList{QStringLiteral("time"), QStringLiteral("order")}));
        QCOMPARE(namesOf(offers(QStringLiteral("SELECT * FROM demo.activity AS a WHERE a.")), Kind::Column), (QStringList{QStringLiteral("time"), QStringLiteral("order")}));
        QCOMPARE(namesOf(offers(QStringLiteral("SELECT * FROM per_hour WHERE window.")), Kind::Column), (QStringList{QStringLiteral("start"), QStringLiteral("end")}));
        QVERIFY(namesOf(offers(QStringLiteral("SELECT ")), Kind::Function).contains(QStringLiteral("count")));
        QVERIFY(namesOf(offers(QStringLiteral("SELECT ")), Kind::Keyword).contains(QStringLiteral("FROM")));
        QCOMPARE(namesOf(offers(QStringLiteral("USE ")), Kind::Table), QStringList());
        for (const char* nothing : {"SELECT 'a", "SELECT -- a", "SELECT /* a", "SELECT 12"}) QVERIFY(offers(QLatin1String(nothing)).empty());
        QCOMPARE(sqlPlaceAt(QStringLiteral("SELECT é.`a b"), 13).typed, QStringLiteral("a b"));
        QCOMPARE(sqlPlaceAt(QStringLiteral("SELECT é.`a b"), 13).owner, QStringList{QStringLiteral("é")});
        QCOMPARE(sqlPlaceAt(QStringLiteral("SELECT é.`a b"), 13).begin, 9);
    }

    void completionWritesNames() {
        SqlFixture fixture;
        fixture.showWithCatalog();
        SqlEditor* editor = fixture.card()->editor();
        QCOMPARE(fixture.page->focusWidget(), editor);   // writing can begin at once
        QTest::keyClicks(editor, QStringLiteral("SELECT cou"));
        QTRY_VERIFY(editor->isCompleting());
        QTest::keyClick(editor->completions(), Qt::Key_Tab);
        QCOMPARE(editor->toPlainText(), QStringLiteral("SELECT count()"));
        QTest::keyClicks(editor, QStringLiteral("*"));
        editor->moveCursor(QTextCursor::End);
        QTest::keyClicks(editor, QStringLiteral(" FROM acti"));
        QTest::keyClick(editor->completions(), Qt::Key_Tab);
        QCOMPARE(editor->toPlainText(), QStringLiteral("SELECT count(*) FROM actions_per_hour"));
        QVERIFY(!editor->isCompleting());
    }

    void copyGivesData() {
        SqlFixture fixture;
        fixture.run(QStringLiteral("SELECT action, count FROM actions_per_hour ORDER BY count LIMIT 2"));
        fixture.card()->table()->setFocus();
        for (QToolButton* button : fixture.card()->findChildren<QToolButton*>()) {
            if (button->text() == QStringLiteral("Copy")) button->click();
        }
        QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("action\tcount\nClose\t11\nClose\t23\n"));
    }

    void everyControlHasAName() {
        SqlFixture fixture;
        for (QWidget* widget : fixture.page->findChildren<QWidget*>()) {
            if (widget->focusPolicy() == Qt::NoFocus || qobject_cast<QAbstractScrollArea*>(widget->parentWidget()) || qobject_cast<QComboBox*>(widget->parentWidget())) continue;
            const auto* button = qobject_cast<QAbstractButton*>(widget);
            const bool named = !widget->accessibleName().isEmpty() || (button != nullptr && !button->text().isEmpty());
            const bool plain = qstrcmp(widget->metaObject()->className(), "QWidget") == 0 || widget->inherits("QSplitter") || widget->inherits("QLabel") || widget->inherits("QComboBoxListView");
            QVERIFY2(named || plain, widget->metaObject()->className());
        }
    }

    void pictures() {
        const auto before = Theme::current().choice();
        for (const auto& [choice, name] : {std::pair{ThemeChoice::Light, "light"}, std::pair{ThemeChoice::Dark, "dark"}}) {
            Theme::current().setChoice(choice);
            SqlFixture fixture;
            fixture.addTable(QStringLiteral("activity"), "time TIMESTAMP, action STRING", "{\"action\":\"Open\"}\n");
            fixture.showWithCatalog();
            if (QTreeWidgetItem* table = fixture.item(QStringLiteral("live/actions_per_hour"))) table->setExpanded(true);
            fixture.run(QStringLiteral("SELECT window.start, action, count -- newest\nFROM live.actions_per_hour\nORDER BY window.start, action"));
            QVERIFY(fixture.page->grab().save(QStringLiteral(VITRINE_PICTURE_DIR "/sql-%1.png").arg(QLatin1String(name))));
            fixture.run(QStringLiteral("SELECT actoin FROM live.actions_per_hour"));
            QVERIFY(fixture.page->grab().save(QStringLiteral(VITRINE_PICTURE_DIR "/sql-error-%1.png").arg(QLatin1String(name))));
        }
        Theme::current().setChoice(before);
    }
};

}  // namespace vitrine::ui

QTEST_MAIN(vitrine::ui::SqlPageTest)
#include "sql_page_test.moc"
