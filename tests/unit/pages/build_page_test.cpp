// SPDX-License-Identifier: GPL-3.0-or-later
#include <memory>

#include <QDir>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "app/connectors.h"
#include "core/base/file_lock.h"
#include "core/engine/checkpoint_store.h"
#include "core/query/supported_formats.h"
#include "ui/pages/build_page.h"
#include "ui/pages/expression_field.h"
#include "ui/pages/form_parts.h"
#include "ui/pages/option_rows.h"
#include "ui/pages/query_session.h"
#include "ui/pages/query_words.h"
#include "ui/pages/step_row.h"
#include "ui/style/theme.h"
#include "ui/style/vitrine_style.h"
#include "ui/widgets/segment_bar.h"
#include "ui/widgets/sentence_view.h"

namespace vitrine::ui {
namespace {

constexpr int kPatience = 60'000;

/// A query for a directory that was just chosen, on the page.
class BuildFixture {
  public:
    BuildFixture() {
        QDir(directory.path()).mkdir(QStringLiteral("events"));
        page = std::make_unique<BuildPage>();
        page->resize(1440, 760);
        page->show();
    }
    ~BuildFixture() { page->setSession(nullptr); }

    void add(const QByteArray& content) {
        QFile file(directory.filePath(QStringLiteral("events/events-%1.json").arg(files_++, 2, 10, QLatin1Char('0'))));
        if (!file.open(QIODevice::WriteOnly)) qFatal("cannot write");
        file.write(content);
        file.flush();
        file.setFileTime(QDateTime::fromSecsSinceEpoch(1'700'000'000 + files_), QFileDevice::FileModificationTime);
    }
    /// Opens and closes every 40 seconds from 02:45 on, over almost three hours; one line is cut off.
    void addActions() {
        int row = 0;
        for (int file = 0; file < 20; ++file) {
            QByteArray lines;
            for (int index = 0; index < 12; ++index, ++row) {
                lines += "{\"time\":" + QByteArray::number(1469501107 + row * 41) + ",\"action\":\"" + (row % 3 ? "Open" : "Close") + "\"}\n";
            }
            if (file == 9) lines += "{\"time\":14695\n";
            add(lines);
        }
    }
    void open(QueryDocument query = {}) {
        query.name = "events";
        query.source.path = directory.path().toStdString() + "/events";
        query.trigger = {TriggerSpec::Kind::ProcessingTime, "3 seconds"};
        query.conf.insert({"spark.sql.session.timeZone", "UTC"});
        Project with;
        with.queries.push_back(query);
        project.reset(with);
        session = std::make_unique<QuerySession>(project, allConnectors(), query.name);
        page->setSession(session.get());
    }
    template <class Widget>
    Widget* find(const char* name) {
        return page->findChild<Widget*>(QString::fromLatin1(name));
    }
    const QueryDocument& document() { return session->document(); }
    void typeInto(QLineEdit* field, const QString& text) {
        field->setFocus();
        field->selectAll();
        QTest::keyClicks(field, text);
        QTest::keyClick(field, Qt::Key_Return);
    }

    QTemporaryDir directory;
    ProjectDocument project;
    std::unique_ptr<QuerySession> session;
    std::unique_ptr<BuildPage> page;

  private:
    int files_ = 0;
};

std::string stepsOf(const QueryDocument& document) {
    QueryDocument only;
    only.steps = document.steps;
    return toJson(only);
}

}  // namespace

class BuildPageTest : public QObject {
    Q_OBJECT

  private slots:
    void init() { Theme::current().setChoice(ThemeChoice::Light); }

    void folderBecomesAQueryInOneUndoStep() {
        BuildFixture f;
        f.addActions();
        f.open();
        QTRY_VERIFY_WITH_TIMEOUT(!f.document().source.schema.empty(), kPatience);
        QCOMPARE(f.document().source.schema, std::string("action STRING, time TIMESTAMP"));
        QCOMPARE(f.document().steps.size(), 2u);
        const auto& watermark = std::get<WithWatermarkStep>(f.document().steps[0].method);
        QCOMPARE(watermark.column, std::string("time"));
        QCOMPARE(watermark.delay, std::string("2 hours"));
        const auto& group = std::get<GroupByStep>(f.document().steps[1].method);
        QCOMPARE(group.keys, (std::vector<std::string>{"action", "window(time, '1 hour')"}));
        QCOMPARE(f.document().outputMode, std::string("update"));
        QCOMPARE(f.project.undoStack().count(), 1);
        QTRY_VERIFY_WITH_TIMEOUT(f.session->isRunnable(), kPatience);
        QTRY_VERIFY(f.find<QPushButton>("run")->isEnabled());

        f.project.undoStack().undo();
        QVERIFY(f.document().source.schema.empty());
        QVERIFY(f.document().steps.empty());
        // Taken back is taken back: the next sample does not write it again.
        auto* ready = f.find<QLabel>("ready");
        QCOMPARE(ready->text(), QStringLiteral("Reading the sample…"));
        QTRY_VERIFY_WITH_TIMEOUT(ready->text() != QStringLiteral("Reading the sample…"), kPatience);
        QVERIFY(f.document().source.schema.empty());
    }

    void rowsWithoutTimeAreCountedInComplete() {
        BuildFixture f;
        f.add("{\"kind\":\"a\",\"n\":1}\n{\"kind\":\"b\",\"n\":2}\n{\"kind\":\"a\",\"n\":3}\n{\"kind\":\"b\",\"n\":3}\n");
        f.open();
        QTRY_VERIFY_WITH_TIMEOUT(!f.document().source.schema.empty(), kPatience);
        QCOMPARE(std::get<GroupByStep>(f.document().steps[0].method).keys, std::vector<std::string>{"kind"});
        QCOMPARE(f.document().outputMode, std::string("complete"));
    }

    void anEditIsAnUndoStep() {
        BuildFixture f;
        f.addActions();
        f.open();
        QTRY_COMPARE_WITH_TIMEOUT(f.document().steps.size(), std::size_t(2), kPatience);
        const int before = f.project.undoStack().count();
        f.typeInto(f.find<ChoiceBox>("windowLength")->lineEdit(), QStringLiteral("15 minutes"));
        QCOMPARE(std::get<GroupByStep>(f.document().steps[1].method).keys[1], std::string("window(time, '15 minutes')"));
        QCOMPARE(f.project.undoStack().count(), before + 1);
        f.typeInto(f.find<QLineEdit>("pattern"), QStringLiteral("*.json"));
        QCOMPARE(f.document().source.options.at("pathGlobFilter"), std::string("*.json"));
        QCOMPARE(f.project.undoStack().count(), before + 2);
        f.project.undoStack().undo();
        f.project.undoStack().undo();
        QCOMPARE(std::get<GroupByStep>(f.document().steps[1].method).keys[1], std::string("window(time, '1 hour')"));
        QVERIFY(f.find<QLineEdit>("pattern")->text().isEmpty());
    }

    void textOfTheColumnsIsRefusedAtTheCharacter() {
        BuildFixture f;
        f.addActions();
        f.open();
        QTRY_VERIFY_WITH_TIMEOUT(!f.document().source.schema.empty(), kPatience);
        const std::string before = f.document().source.schema;
        auto* faces = f.find<SegmentBar>("schemaFaces");
        QTest::mouseClick(reinterpret_cast<QWidget*>(faces->button(1)), Qt::LeftButton);
        auto* ddl = f.find<QPlainTextEdit>("ddl");
        QCOMPARE(ddl->toPlainText(), QStringLiteral("action STRING,\ntime TIMESTAMP"));
        ddl->setPlainText(QStringLiteral("action STRING,\ntime TIMESTMP"));
        QTRY_VERIFY_WITH_TIMEOUT(!ddl->extraSelections().isEmpty(), kPatience);
        QCOMPARE(ddl->extraSelections().front().cursor.selectedText(), QStringLiteral("TIMESTMP"));
        bool isSaid = false;
        for (const ErrorLine* line : f.page->findChildren<ErrorLine*>()) isSaid = isSaid || line->text().startsWith(QLatin1String("Line 2, character 6:"));
        QVERIFY(isSaid);
        QCOMPARE(f.document().source.schema, before);
        ddl->setPlainText(QStringLiteral("time TIMESTAMP, action STRING, place STRING"));
        QTRY_COMPARE_WITH_TIMEOUT(f.document().source.schema, std::string("time TIMESTAMP, action STRING, place STRING"), kPatience);
    }

    void structTypeIsInStep() {
        BuildFixture f;
        f.addActions();
        f.open();
        QTRY_VERIFY_WITH_TIMEOUT(!f.document().source.schema.empty(), kPatience);
        QTest::mouseClick(reinterpret_cast<QWidget*>(f.find<SegmentBar>("schemaFaces")->button(2)), Qt::LeftButton);
        auto* box = f.find<QPlainTextEdit>("structType");
        const auto read = parseStructTypeJson(box->toPlainText().toStdString());
        QVERIFY(read);
        QCOMPARE(toDdl(*read), f.document().source.schema);
    }

    void refusalStandsAtItsField() {
        BuildFixture f;
        f.addActions();
        f.open();
        QTRY_VERIFY_WITH_TIMEOUT(f.session->isRunnable(), kPatience);
        f.typeInto(f.find<ChoiceBox>("delay")->lineEdit(), QStringLiteral("2 houres"));
        QTRY_VERIFY_WITH_TIMEOUT(f.find<ValueRow>("delayRow")->hasError(), kPatience);
        QVERIFY(!f.find<QPushButton>("run")->isEnabled());
        f.typeInto(f.find<ChoiceBox>("delay")->lineEdit(), QStringLiteral("none"));
        QTRY_VERIFY_WITH_TIMEOUT(!f.find<ValueRow>("delayRow")->hasError(), kPatience);
        // Append needs the watermark that was just taken away.
        QTest::mouseClick(reinterpret_cast<QWidget*>(f.find<SegmentBar>("mode")->button(0)), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(f.find<ValueRow>("modeRow")->hasError(), kPatience);
        f.typeInto(f.find<ChoiceBox>("count")->lineEdit(), QStringLiteral("sum(nothing)"));
        QTRY_VERIFY_WITH_TIMEOUT(f.find<ValueRow>("countRow")->hasError(), kPatience);
    }

    void millisecondsAreReadByAStep() {
        BuildFixture f;
        QByteArray lines;
        for (int row = 0; row < 100; ++row) lines += "{\"Arrival_Time\":" + QByteArray::number(1424696633490 + row * 1000ll) + ",\"User\":\"" + (row % 2 ? "a" : "b") + "\"}\n";
        f.add(lines);
        f.open();
        QTRY_VERIFY_WITH_TIMEOUT(!f.document().source.schema.empty(), kPatience);
        QCOMPARE(f.document().source.schema, std::string("Arrival_Time BIGINT, User STRING"));
        const auto* step = std::get_if<WithColumnStep>(&f.document().steps[0].method);
        QVERIFY(step);
        QCOMPARE(step->name, std::string("Arrival_Time"));
        QCOMPARE(step->expression, std::string("timestamp_millis(Arrival_Time)"));
        QTRY_VERIFY_WITH_TIMEOUT(f.session->isRunnable(), kPatience);
        // The reading is a choice; nanoseconds are a step as well, seconds a type.
        f.typeInto(f.find<ChoiceBox>("reading")->lineEdit(), QStringLiteral("epoch nanoseconds"));
        QCOMPARE(std::get<WithColumnStep>(f.document().steps[0].method).expression, std::string("timestamp_micros(Arrival_Time div 1000)"));
        QCOMPARE(f.document().steps.size(), 3u);
        QTRY_VERIFY_WITH_TIMEOUT(f.session->isRunnable(), kPatience);
        f.typeInto(f.find<ChoiceBox>("reading")->lineEdit(), QStringLiteral("epoch seconds"));
        QCOMPARE(f.document().source.schema, std::string("Arrival_Time TIMESTAMP, User STRING"));
        QCOMPARE(f.document().steps.size(), 2u);
    }

    void expressionsOfStepsHaveFields() {
        BuildFixture f;
        f.addActions();
        QueryDocument query;
        query.source.schema = "time TIMESTAMP, action STRING";
        query.steps = {Step{WhereStep{"action = 'Open'"}}, Step{WithColumnStep{"short", "upper(action)"}}, Step{SelectStep{{"time", "short"}}},
                       Step{GroupByStep{{"short"}, {"count(*) AS count"}}}, Step{OrderByStep{{"short"}}}};
        query.outputMode = "complete";
        f.open(query);
        QTRY_VERIFY_WITH_TIMEOUT(f.session->isRunnable(), kPatience);
        const QList<StepRow*> rows = f.page->findChildren<StepRow*>();
        QCOMPARE(rows.size(), 4);
        const auto field = [&](int row, int at = 0) { return rows[row]->findChildren<ExpressionField*>()[at]; };
        QCOMPARE(field(0)->text(), QStringLiteral("action = 'Open'"));
        QCOMPARE(field(1)->text(), QStringLiteral("upper(action)"));
        QCOMPARE(field(2)->text(), QStringLiteral("time, short"));
        QCOMPARE(field(3)->text(), QStringLiteral("short"));

        // What a step may name is what the steps before it made.
        const auto offered = [](ExpressionField* asked) {
            asked->setFocus();
            asked->clear();
            QTest::keyClick(asked, Qt::Key_Space, Qt::ControlModifier);
            QStringList names;
            for (int row = 0; row < 3; ++row) names << asked->completions()->model()->index(row, 0).data().toString();
            asked->completions()->hide();
            return names;
        };
        QCOMPARE(offered(field(0)).mid(0, 2), (QStringList{"time", "action"}));
        QCOMPARE(offered(field(2)), (QStringList{"time", "action", "short"}));
        QCOMPARE(offered(field(3)).mid(0, 2), (QStringList{"short", "count"}));
        f.typeInto(field(0), QStringLiteral("action = 'Close'"));
        f.typeInto(field(2), QStringLiteral("time,short, 1 AS one"));
        f.typeInto(field(3), QStringLiteral("short DESC"));
        QCOMPARE(std::get<WhereStep>(f.document().steps[0].method).condition, std::string("action = 'Close'"));
        QCOMPARE(std::get<SelectStep>(f.document().steps[2].method).expressions, (std::vector<std::string>{"time", "short", "1 AS one"}));
        QCOMPARE(field(2)->text(), QStringLiteral("time, short, 1 AS one"));
        QCOMPARE(std::get<OrderByStep>(f.document().steps[4].method).orders, std::vector<std::string>{"short DESC"});
        f.project.undoStack().undo();
        QCOMPARE(field(3)->text(), QStringLiteral("short"));
    }

    void errorsOfExpressionsKeepTheirPlace() {
        BuildFixture f;
        f.addActions();
        QueryDocument query;
        query.source.schema = "time TIMESTAMP, action STRING";
        query.steps = {Step{SelectStep{{"time", "upper(nothing) AS up"}}}};
        f.open(query);
        auto* row = f.page->findChild<StepRow*>();
        auto* field = row->findChild<ExpressionField*>();
        QTRY_COMPARE_WITH_TIMEOUT(field->mark(), 12, kPatience);
        QVERIFY(row->findChild<ErrorLine*>()->text().startsWith(QLatin1String("Character 13: ")));
        f.typeInto(field, QStringLiteral("time, upper(action) AS up"));
        QTRY_VERIFY_WITH_TIMEOUT(f.session->isRunnable(), kPatience);
        QCOMPARE(field->mark(), -1);
        f.typeInto(f.find<ChoiceBox>("count")->lineEdit(), QStringLiteral("count(*) AS n, max(nothing)"));
        auto* count = qobject_cast<ExpressionField*>(f.find<ChoiceBox>("count")->lineEdit());
        QTRY_COMPARE_WITH_TIMEOUT(count->mark(), 19, kPatience);
    }

    void sourceHasFormatAndOptions() {
        BuildFixture f;
        f.add("time;action\n2016-07-26 02:45:07;Open\n2016-07-26 02:46:07;Close\n");
        f.open();
        auto* format = f.find<ChoiceBox>("format");
        QCOMPARE(format->count(), static_cast<int>(sourceFormats().size()));
        format->choose(QStringLiteral("csv"));
        QCOMPARE(f.document().source.format, std::string("csv"));
        auto* options = f.find<OptionRows>("options");
        QVERIFY(options->isFolded());
        for (const OptionInfo& option : formatOptions("csv")) QVERIFY2(f.find<ChoiceBox>(("option " + std::string(option.name)).c_str()), option.name.data());
        f.find<ChoiceBox>("option sep")->choose(QStringLiteral(";"));
        f.find<ChoiceBox>("option header")->choose(QStringLiteral("true"));
        f.find<ChoiceBox>("option quote")->choose(QStringLiteral("\"\""));
        QCOMPARE(f.document().source.options, (OptionMap{{"sep", ";"}, {"header", "true"}, {"quote", ""}}));
        QTRY_VERIFY_WITH_TIMEOUT(!f.document().source.schema.empty(), kPatience);
        QCOMPARE(f.document().source.schema.substr(0, 5), std::string("time "));
        // A value that is refused unfolds the rows and says why at its field.
        f.find<ChoiceBox>("option maxColumns")->choose(QStringLiteral("many"));
        QTRY_VERIFY_WITH_TIMEOUT(!options->isFolded(), kPatience);
        QTRY_VERIFY_WITH_TIMEOUT(f.find<ChoiceBox>("option maxColumns")->accessibleDescription().contains(QLatin1String("many")), kPatience);
        f.project.undoStack().undo();
        QCOMPARE(f.find<ChoiceBox>("option maxColumns")->value(), std::string());
        // What only the other format knows does not come along.
        format->choose(QStringLiteral("text"));
        QVERIFY(!f.document().source.options.contains("sep"));
    }

    void sourceWithoutFilesHasItsOwnColumns() {
        BuildFixture f;
        f.addActions();
        f.open();
        QTRY_VERIFY_WITH_TIMEOUT(f.session->isRunnable(), kPatience);
        f.find<ChoiceBox>("format")->choose(QStringLiteral("rate"));
        QVERIFY(f.document().source.path.empty());
        QVERIFY(f.document().source.schema.empty());
        QVERIFY(!f.find<QLineEdit>("path")->isVisible());
        QVERIFY(!f.find<OptionRows>("options")->isFolded());
        auto* speed = f.find<ChoiceBox>("option rowsPerSecond");
        speed->choose(QStringLiteral("none"));
        QTRY_VERIFY_WITH_TIMEOUT(speed->accessibleDescription().contains(QLatin1String("none")), kPatience);
        speed->choose(QStringLiteral("5"));
        QueryDocument rows = f.document();
        rows.steps = {Step{SelectStep{{"timestamp", "value"}}}};
        rows.outputMode = "append";
        f.session->edit(QStringLiteral("rows"), rows);
        QTRY_VERIFY_WITH_TIMEOUT(f.session->isRunnable(), kPatience);
        QVERIFY(f.find<QRadioButton>("eventTime:timestamp"));
        QVERIFY(!f.find<ChoiceBox>("type:timestamp")->isEnabled());
        QVERIFY(f.find<QPushButton>("run")->isEnabled());
        // The event time is chosen without a schema being written.
        f.find<QRadioButton>("eventTime:timestamp")->click();
        QTRY_COMPARE_WITH_TIMEOUT(f.document().steps.size(), std::size_t(2), kPatience);
        QVERIFY(f.document().source.schema.empty());
    }

    void checkpointIsAFieldOfTheForm() {
        BuildFixture f;
        f.addActions();
        f.open();
        QTRY_VERIFY_WITH_TIMEOUT(f.session->isRunnable(), kPatience);
        auto* field = f.find<QLineEdit>("checkpoint");
        QVERIFY(field->text().isEmpty());
        QCOMPARE(field->placeholderText(), QStringLiteral("none: starts over each time"));
        f.typeInto(field, f.directory.filePath(QStringLiteral("progress/")));
        const std::string folder = f.directory.filePath(QStringLiteral("progress")).toStdString();
        QCOMPARE(f.document().checkpoint, folder);
        auto* sentence = f.find<SentenceView>("sentence");
        QVERIFY(sentence->token(QLatin1String(QueryWords::kCheckpoint)));
        QVERIFY(sentence->accessibleName().contains(QString::fromStdString(folder)));
        // Another query holds it.
        QVERIFY(systemFiles().makeDirectories(folder));
        {
            auto lock = FileLock::take(folder + '/' + CheckpointStore::kLockName, "the query other", Millis{0});
            QVERIFY(lock);
            QVERIFY(!f.session->run());
            QVERIFY(f.session->startError());
            auto* row = f.find<ValueRow>("checkpointRow");
            QVERIFY(row->hasError());
            QVERIFY(row->shownText().contains(QLatin1String("the query other")));
            QVERIFY(row->shownText().contains(QLatin1String("name another checkpoint")));
        }
        QVERIFY(f.session->run());
        QVERIFY(!f.session->startError());
        QVERIFY(!f.find<ValueRow>("checkpointRow")->hasError());
        f.session->stop();
        f.project.undoStack().undo();
        QVERIFY(f.document().checkpoint.empty());
        QVERIFY(field->text().isEmpty());
    }

    void triggersFitTheSource() {
        BuildFixture f;
        f.addActions();
        f.open();
        auto* box = f.find<ChoiceBox>("trigger");
        const auto offers = [&](TriggerSpec::Kind kind, const char* interval) { return box->findText(QueryWords::trigger({kind, interval})) >= 0; };
        QVERIFY(offers(TriggerSpec::Kind::Default, ""));
        QVERIFY(offers(TriggerSpec::Kind::Once, ""));
        QVERIFY(offers(TriggerSpec::Kind::AvailableNow, ""));
        QVERIFY(!offers(TriggerSpec::Kind::Continuous, "1 second"));
        f.typeInto(box->lineEdit(), QStringLiteral("5 minutes"));
        QCOMPARE(f.document().trigger, (TriggerSpec{TriggerSpec::Kind::ProcessingTime, "5 minutes"}));
        QCOMPARE(box->lineEdit()->text(), QueryWords::trigger(f.document().trigger));
        QueryDocument rate = f.document();
        rate.source.format = "rate";
        f.session->edit(QStringLiteral("rate"), rate);
        QVERIFY(offers(TriggerSpec::Kind::Continuous, "1 second"));
        box->choose(QueryWords::trigger({TriggerSpec::Kind::Continuous, "1 second"}));
        QCOMPARE(f.document().trigger, (TriggerSpec{TriggerSpec::Kind::Continuous, "1 second"}));
    }

    void stepsWithoutEditorAreNeverLost() {
        BuildFixture f;
        f.addActions();
        QueryDocument query;
        query.source.schema = "time TIMESTAMP, action STRING";
        query.steps = {Step{DropStep{{"place"}}}, Step{GroupByStep{{"action"}, {"count(*) AS count"}}}, Step{LimitStep{5}}};
        query.outputMode = "complete";
        f.open(query);
        const std::string before = stepsOf(f.document());
        const QList<StepRow*> rows = f.page->findChildren<StepRow*>();
        QCOMPARE(rows.size(), 2);
        auto* text = rows[0]->findChild<QLineEdit*>();
        QCOMPARE(text->text(), QStringLiteral("{\"drop\":[\"place\"]}"));
        f.typeInto(text, QStringLiteral("{\"dorp\":1}"));
        QCOMPARE(stepsOf(f.document()), before);
        QVERIFY(!rows[0]->findChild<ErrorLine*>()->text().isEmpty());
        f.typeInto(text, QStringLiteral("{\"where\":\"action = 'Close'\"}"));
        QCOMPARE(std::get<WhereStep>(f.document().steps[0].method).condition, std::string("action = 'Close'"));
        QCOMPARE(f.document().steps.size(), 3u);
    }

    void missingFolderIsSaidAtThePath() {
        BuildFixture f;
        f.open();
        f.typeInto(f.find<QLineEdit>("path"), QStringLiteral("/nothing/is/here"));
        QCOMPARE(f.document().source.path, std::string("/nothing/is/here"));
        bool isSaid = false;
        const auto look = [&] {
            for (const ErrorLine* line : f.page->findChildren<ErrorLine*>()) isSaid = isSaid || line->text().contains(QLatin1String("/nothing/is/here"));
            return isSaid;
        };
        QTRY_VERIFY_WITH_TIMEOUT(look(), kPatience);
    }

    void closedSessionLeavesThePageEmpty() {
        BuildFixture f;
        f.addActions();
        f.open();
        f.session.reset();
        QVERIFY(!f.find<QPushButton>("run")->isEnabled());
        f.open();
        QTRY_VERIFY_WITH_TIMEOUT(!f.document().source.schema.empty(), kPatience);
    }

    void everyControlHasAName() {
        BuildFixture f;
        f.addActions();
        f.open();
        QTRY_VERIFY_WITH_TIMEOUT(!f.document().source.schema.empty(), kPatience);
        for (const QWidget* widget : f.page->findChildren<QWidget*>()) {
            if (widget->focusPolicy() == Qt::NoFocus || widget->objectName().startsWith(QLatin1String("qt_"))) continue;
            if (widget->inherits("QComboBoxListView") || widget->inherits("QMenu") || widget->inherits("QLabel")) continue;
            const auto* button = qobject_cast<const QAbstractButton*>(widget);
            if (button && !button->text().isEmpty()) continue;
            if (widget->parentWidget() && !widget->parentWidget()->accessibleName().isEmpty()) continue;
            QVERIFY2(!widget->accessibleName().isEmpty() || !widget->toolTip().isEmpty(), qPrintable(widget->objectName() + QLatin1String(widget->metaObject()->className())));
        }
    }

    void pictures_data() {
        QTest::addColumn<int>("theme");
        QTest::addColumn<QSize>("size");
        QTest::newRow("light") << static_cast<int>(ThemeChoice::Light) << QSize(1440, 760);
        QTest::newRow("dark") << static_cast<int>(ThemeChoice::Dark) << QSize(1440, 760);
        QTest::newRow("high-contrast") << static_cast<int>(ThemeChoice::HighContrast) << QSize(1440, 760);
        QTest::newRow("narrow") << static_cast<int>(ThemeChoice::Light) << QSize(960, 1500);
        QTest::newRow("refused") << static_cast<int>(ThemeChoice::Light) << QSize(1440, 900);
    }
    void pictures() {
        QFETCH(int, theme);
        QFETCH(QSize, size);
        Theme::current().setChoice(static_cast<ThemeChoice>(theme));
        BuildFixture f;
        f.addActions();
        f.page->resize(size);
        QueryDocument query;
        query.source.options = {{"maxFilesPerTrigger", "1"}};
        f.open(query);
        QTRY_VERIFY_WITH_TIMEOUT(f.session->isRunnable(), kPatience);
        if (qstrcmp(QTest::currentDataTag(), "refused") == 0) {
            QueryDocument wrong = f.document();
            wrong.steps.insert(wrong.steps.begin(), Step{WhereStep{"action = 'Open' AND colour = 1"}});
            std::get<GroupByStep>(wrong.steps[2].method).aggregates = {"sum(nothing)"};
            f.session->edit(QStringLiteral("break"), wrong);
        }
        QTRY_VERIFY_WITH_TIMEOUT(f.session->isRunnable() || !f.session->diagnostics().empty(), kPatience);
        QTest::qWait(300);  // the preview draws by its own timer
        QVERIFY(f.page->grab().save(QStringLiteral(VITRINE_PICTURE_DIR "/build-%1.png").arg(QString::fromLatin1(QTest::currentDataTag()))));
    }
};

}  // namespace vitrine::ui

int main(int argc, char** argv) {
    QApplication application(argc, argv);
    vitrine::ui::applyStyle(application);
    vitrine::ui::BuildPageTest test;
    return QTest::qExec(&test, argc, argv);
}
#include "build_page_test.moc"
