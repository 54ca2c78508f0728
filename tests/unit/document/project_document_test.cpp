// SPDX-License-Identifier: GPL-3.0-or-later
#include <csignal>
#include <functional>
#include <memory>

#include <sys/resource.h>
#include <sys/stat.h>

#include <QDir>
#include <QFile>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "ui/document/project_document.h"

namespace vitrine::ui {
namespace {

QueryDocument queryNamed(const std::string& name, const std::string& path = "events") {
    QueryDocument query;
    query.name = name;
    query.source.path = path;
    query.source.schema = "time TIMESTAMP, action STRING";
    return query;
}

/// Queries `a` and `b`, each with a chart; a page with a chart card and a table card of `a`.
Project sample() {
    Project project;
    project.queries = {queryNamed("a"), queryNamed("b")};
    project.charts.resize(2);
    project.charts[0].id = "c1";
    project.charts[0].query = "a";
    project.charts[1].id = "c2";
    project.charts[1].query = "b";
    project.pages = {{"Watch", {{"c1", ""}, {"", "a"}, {"c2", ""}}}};
    return project;
}

QByteArray contentOf(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void write(const QString& path, const QByteArray& content) {
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(content);
}

/// While it lives, no file of this process can grow beyond `bytes`: as on a disk that is full.
class FullDisk {
  public:
    explicit FullDisk(rlim_t bytes) {
        handler_ = std::signal(SIGXFSZ, SIG_IGN);
        getrlimit(RLIMIT_FSIZE, &before_);
        rlimit limited = before_;
        limited.rlim_cur = bytes;
        setrlimit(RLIMIT_FSIZE, &limited);
    }
    ~FullDisk() {
        setrlimit(RLIMIT_FSIZE, &before_);
        std::signal(SIGXFSZ, handler_);
    }

  private:
    rlimit before_{};
    void (*handler_)(int) = nullptr;
};

}  // namespace

class ProjectDocumentTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }
    void everyEditIsOneStep_data();
    void everyEditIsOneStep();
    void editWithoutChangeIsNoStep();
    void typingIsOneStep();
    void renameReachesChartsAndCards();
    void namesStayUnique();
    void idsStayUnique();
    void chartsMoveAmongThoseOfTheirQuery();
    void saveThenOpenGivesTheSame();
    void modifiedFollowsUndo();
    void pathsKeepTheirMeaningWhenSavedElsewhere();
    void undoAfterSaveAsKeepsTheMeaningOfPaths();
    void saveThatRewritesPathsSaysSo();
    void failedSaveKeepsEverything_data();
    void failedSaveKeepsEverything();
    void failedOpenKeepsTheProject();
    void newerFileIsLeftUntouched();
    void queryDocumentOpensUnderItsFileName();
    void pipeIsNotWaitedFor();
    void coloursStayThroughUndoAndSave();
    void unsavedProjectsHaveDirectoriesOfTheirOwn();
};

void ProjectDocumentTest::everyEditIsOneStep_data() {
    using Edit = std::function<void(ProjectDocument&)>;
    QTest::addColumn<Edit>("edit");
    QTest::newRow("edit") << Edit([](ProjectDocument& document) {
        Project next = document.project();
        next.title = "Other";
        document.edit(QStringLiteral("text"), next);
    });
    QTest::newRow("setQuery") << Edit([](ProjectDocument& document) { document.setQuery(QStringLiteral("text"), "a", queryNamed("a", "elsewhere")); });
    QTest::newRow("rename") << Edit([](ProjectDocument& document) { document.setQuery(QStringLiteral("text"), "a", queryNamed("z")); });
    QTest::newRow("addQuery") << Edit([](ProjectDocument& document) { document.addQuery(QStringLiteral("text"), queryNamed("c")); });
    QTest::newRow("removeQuery") << Edit([](ProjectDocument& document) { document.removeQuery(QStringLiteral("text"), "a"); });
    QTest::newRow("setChart") << Edit([](ProjectDocument& document) {
        ChartSpec chart = *document.chart("c1");
        chart.type = ChartType::Line;
        document.setChart(QStringLiteral("text"), chart);
    });
    QTest::newRow("addChart") << Edit([](ProjectDocument& document) { document.addChart(QStringLiteral("text"), ChartSpec{}); });
    QTest::newRow("removeChart") << Edit([](ProjectDocument& document) { document.removeChart(QStringLiteral("text"), "c1"); });
}

void ProjectDocumentTest::everyEditIsOneStep() {
    QFETCH(std::function<void(ProjectDocument&)>, edit);
    ProjectDocument document;
    document.reset(sample());
    QSignalSpy changed(&document, &ProjectDocument::changed);
    edit(document);
    const Project after = document.project();
    QVERIFY(!(after == sample()));
    QCOMPARE(document.undoStack().count(), 1);
    QCOMPARE(document.undoStack().undoText(), QStringLiteral("text"));
    QCOMPARE(changed.count(), 1);
    document.undoStack().undo();
    QVERIFY(document.project() == sample());
    document.undoStack().redo();
    QVERIFY(document.project() == after);
    QCOMPARE(changed.count(), 3);
}

void ProjectDocumentTest::editWithoutChangeIsNoStep() {
    ProjectDocument document;
    document.reset(sample());
    document.edit(QStringLiteral("nothing"), sample());
    document.setQuery(QStringLiteral("nothing"), "missing", queryNamed("x"));
    document.setChart(QStringLiteral("nothing"), ChartSpec{});
    document.removeQuery(QStringLiteral("nothing"), "missing");
    document.removeChart(QStringLiteral("nothing"), "missing");
    QCOMPARE(document.undoStack().count(), 0);
    QVERIFY(!document.isModified());
}

void ProjectDocumentTest::typingIsOneStep() {
    ProjectDocument document;
    document.reset(sample());
    for (const char* path : {"e", "ev", "eve"}) document.setQuery(QStringLiteral("Folder"), "a", queryNamed("a", path), QStringLiteral("folder"));
    QCOMPARE(document.undoStack().count(), 1);
    document.setQuery(QStringLiteral("Folder"), "b", queryNamed("b", "x"), QStringLiteral("other"));
    document.setQuery(QStringLiteral("Folder"), "a", queryNamed("a", "even"), QStringLiteral("folder"));
    QCOMPARE(document.undoStack().count(), 3);
    document.undoStack().setIndex(1);
    QCOMPARE(document.query("a")->source.path, std::string("eve"));
    document.undoStack().undo();
    QVERIFY(document.project() == sample());
    // Typing back to the start leaves no step.
    document.setQuery(QStringLiteral("Folder"), "a", queryNamed("a", "x"), QStringLiteral("folder"));
    document.setQuery(QStringLiteral("Folder"), "a", queryNamed("a"), QStringLiteral("folder"));
    QCOMPARE(document.undoStack().count(), 0);
    QVERIFY(document.project() == sample());
}

void ProjectDocumentTest::renameReachesChartsAndCards() {
    ProjectDocument document;
    document.reset(sample());
    document.setQuery(QStringLiteral("Rename"), "a", queryNamed("actions"));
    QVERIFY(document.query("a") == nullptr);
    QVERIFY(document.query("actions") != nullptr);
    QCOMPARE(document.chart("c1")->query, std::string("actions"));
    QCOMPARE(document.chart("c2")->query, std::string("b"));
    QCOMPARE(document.project().pages[0].cards[1].table, std::string("actions"));
    QCOMPARE(document.undoStack().count(), 1);
    document.removeQuery(QStringLiteral("Remove"), "actions");
    QCOMPARE(document.project().charts.size(), std::size_t(1));
    QCOMPARE(document.project().pages[0].cards.size(), std::size_t(1));
    QCOMPARE(document.project().pages[0].cards[0].chart, std::string("c2"));
}

void ProjectDocumentTest::namesStayUnique() {
    QTemporaryDir directory;
    ProjectDocument document;
    document.reset(sample());
    document.setQuery(QStringLiteral("Rename"), "a", queryNamed("b"));
    QCOMPARE(document.project().queries[0].name, std::string("b_2"));
    QCOMPARE(document.chart("c1")->query, std::string("b_2"));
    QCOMPARE(document.chart("c2")->query, std::string("b"));
    document.setQuery(QStringLiteral("Rename"), "b", queryNamed("", "elsewhere"));
    QCOMPARE(document.project().queries[1].name, std::string("b"));
    QCOMPARE(document.project().queries[1].source.path, std::string("elsewhere"));
    document.addQuery(QStringLiteral("Add"), queryNamed("b"));
    document.addQuery(QStringLiteral("Add"), queryNamed(""));
    QCOMPARE(document.project().queries[2].name, std::string("b_3"));
    QCOMPARE(document.project().queries[3].name, std::string("query"));
    // What can be saved can be opened.
    const QString path = directory.filePath(QStringLiteral("p.vitrine"));
    QVERIFY(document.save(path).hasValue());
    ProjectDocument again;
    QVERIFY(again.open(path).hasValue());
}

void ProjectDocumentTest::idsStayUnique() {
    ProjectDocument document;
    document.reset(sample());
    document.addChart(QStringLiteral("Add"), ChartSpec{});
    ChartSpec copy = *document.chart("c1");
    document.addChart(QStringLiteral("Add"), copy);
    QCOMPARE(document.project().charts[2].id, std::string("c3"));
    QCOMPARE(document.project().charts[3].id, std::string("c4"));
    document.removeChart(QStringLiteral("Remove"), "c2");
    QCOMPARE(document.freeChartId(), std::string("c2"));
}

void ProjectDocumentTest::chartsMoveAmongThoseOfTheirQuery() {
    ProjectDocument document;
    document.reset(sample());
    ChartSpec another;
    another.query = "a";
    document.addChart(QStringLiteral("Add"), another);
    const auto ids = [&document] {
        QStringList all;
        for (const ChartSpec& chart : document.project().charts) all << QString::fromStdString(chart.id);
        return all.join(QLatin1Char(' '));
    };
    QCOMPARE(ids(), QStringLiteral("c1 c2 c3"));
    document.moveChart(QStringLiteral("Move"), "c3", -1);
    QCOMPARE(ids(), QStringLiteral("c3 c2 c1"));
    const int steps = document.undoStack().count();
    // At an end, alone, or unknown: nothing to do and no step.
    document.moveChart(QStringLiteral("Move"), "c3", -1);
    document.moveChart(QStringLiteral("Move"), "c2", 1);
    document.moveChart(QStringLiteral("Move"), "c9", 1);
    QCOMPARE(document.undoStack().count(), steps);
    document.moveChart(QStringLiteral("Move"), "c3", 5);
    QCOMPARE(ids(), QStringLiteral("c1 c2 c3"));
    document.undoStack().undo();
    QCOMPARE(ids(), QStringLiteral("c3 c2 c1"));
}

void ProjectDocumentTest::saveThenOpenGivesTheSame() {
    QTemporaryDir directory;
    const QString path = directory.filePath(QStringLiteral("été.vitrine"));
    ProjectDocument document;
    Project project = sample();
    project.title = "Été ☀";
    document.reset(project, path, true);
    QVERIFY(document.isModified());
    QVERIFY(document.save(path).hasValue());
    QVERIFY(!document.isModified());
    QCOMPARE(document.displayName(), QStringLiteral("été.vitrine"));
    ProjectDocument again;
    QVERIFY(again.open(path).hasValue());
    QVERIFY(again.project() == document.project());
    QCOMPARE(again.path(), path);
    QVERIFY(!again.isModified());
    const QByteArray before = contentOf(path);
    QVERIFY(again.save(path).hasValue());
    QCOMPARE(contentOf(path), before);
}

void ProjectDocumentTest::modifiedFollowsUndo() {
    QTemporaryDir directory;
    ProjectDocument document;
    document.reset(sample());
    QSignalSpy modified(&document, &ProjectDocument::modifiedChanged);
    document.addQuery(QStringLiteral("Add"), queryNamed("c"));
    QVERIFY(document.isModified());
    QCOMPARE(modified.takeLast().at(0).toBool(), true);
    document.undoStack().undo();
    QVERIFY(!document.isModified());
    document.undoStack().redo();
    QVERIFY(document.save(directory.filePath(QStringLiteral("p.vitrine"))).hasValue());
    QVERIFY(!document.isModified());
    QCOMPARE(modified.takeLast().at(0).toBool(), false);
    document.undoStack().undo();
    QVERIFY(document.isModified());
    // After a save, typing goes on in a step of its own.
    document.undoStack().redo();
    document.setQuery(QStringLiteral("Folder"), "a", queryNamed("a", "x"), QStringLiteral("folder"));
    QVERIFY(document.save(document.path()).hasValue());
    document.setQuery(QStringLiteral("Folder"), "a", queryNamed("a", "xy"), QStringLiteral("folder"));
    QVERIFY(document.isModified());
    document.undoStack().undo();
    QVERIFY(!document.isModified());
}

void ProjectDocumentTest::pathsKeepTheirMeaningWhenSavedElsewhere() {
    QTemporaryDir directory;
    QDir(directory.path()).mkpath(QStringLiteral("one"));
    QDir(directory.path()).mkpath(QStringLiteral("two/deep"));
    Project project;
    QueryDocument query = queryNamed("a", "events/*.json");
    query.checkpoint = "checkpoints/a";
    query.sinks.resize(2);
    query.sinks[0].format = "json";
    query.sinks[0].path = "../out";
    query.sinks[1].format = "sqlite";
    query.sinks[1].table = "hours";
    JoinStep join;
    join.source.path = "devices";
    join.on = {"device"};
    UnionStep united;
    united.source.path = "more/";
    join.steps = {Step{united}};
    query.steps = {Step{join}};
    project.queries = {query, queryNamed("b", "/absolute/events"), queryNamed("c", "file:/data/events"), queryNamed("d", "s3a://bucket/events")};
    ProjectDocument document;
    document.reset(project, directory.filePath(QStringLiteral("one/p.vitrine")));
    QVERIFY(document.save(directory.filePath(QStringLiteral("two/deep/p.vitrine"))).hasValue());

    const std::vector<QueryDocument>& saved = document.project().queries;
    QCOMPARE(saved[0].source.path, std::string("../../one/events/*.json"));
    QCOMPARE(saved[0].checkpoint, std::string("../../one/checkpoints/a"));
    QCOMPARE(saved[0].sinks[0].path, std::string("../../out"));
    QCOMPARE(saved[0].sinks[1].path, std::string());
    const auto& joined = std::get<JoinStep>(saved[0].steps[0].method);
    QCOMPARE(joined.source.path, std::string("../../one/devices"));
    QCOMPARE(std::get<UnionStep>(joined.steps[0].method).source.path, std::string("../../one/more/"));
    QCOMPARE(saved[1].source.path, std::string("/absolute/events"));
    QCOMPARE(saved[2].source.path, std::string("file:/data/events"));
    QCOMPARE(saved[3].source.path, std::string("s3a://bucket/events"));
    ProjectDocument again;
    const auto opened = again.open(document.path());
    QVERIFY2(opened.hasValue(), opened.hasValue() ? "" : opened.error().detail().c_str());
    QVERIFY(again.project() == document.project());
    // And back again.
    QVERIFY(again.save(directory.filePath(QStringLiteral("one/p.vitrine"))).hasValue());
    QVERIFY(again.project() == project);
}

void ProjectDocumentTest::undoAfterSaveAsKeepsTheMeaningOfPaths() {
    QTemporaryDir directory;
    QDir(directory.path()).mkpath(QStringLiteral("one"));
    QDir(directory.path()).mkpath(QStringLiteral("two"));
    ProjectDocument document;
    Project project;
    project.queries = {queryNamed("a")};
    document.reset(project, directory.filePath(QStringLiteral("one/p.vitrine")));
    document.setQuery(QStringLiteral("Folder"), "a", queryNamed("a", "later"));
    QVERIFY(document.save(directory.filePath(QStringLiteral("two/p.vitrine"))).hasValue());
    QCOMPARE(document.query("a")->source.path, std::string("../one/later"));
    document.undoStack().undo();
    QCOMPARE(document.query("a")->source.path, std::string("../one/events"));
    document.undoStack().redo();
    QCOMPARE(document.query("a")->source.path, std::string("../one/later"));
    QVERIFY(!document.isModified());
}

void ProjectDocumentTest::saveThatRewritesPathsSaysSo() {
    QTemporaryDir directory;
    QDir(directory.path()).mkpath(QStringLiteral("two"));
    ProjectDocument document;
    document.reset(sample(), directory.filePath(QStringLiteral("p.vitrine")));
    QSignalSpy changed(&document, &ProjectDocument::changed);
    QVERIFY(document.save(document.path()).hasValue());
    QCOMPARE(changed.count(), 0);
    QVERIFY(document.save(directory.filePath(QStringLiteral("two/p.vitrine"))).hasValue());
    QCOMPARE(changed.count(), 1);
}

void ProjectDocumentTest::failedSaveKeepsEverything_data() {
    QTest::addColumn<QString>("target");
    QTest::addColumn<bool>("full");
    QTest::newRow("no such directory") << QStringLiteral("missing/p.vitrine") << false;
    QTest::newRow("below a file") << QStringLiteral("old.vitrine/p.vitrine") << false;
    QTest::newRow("a directory stands there") << QStringLiteral("folder") << false;
    QTest::newRow("disk full") << QStringLiteral("old.vitrine") << true;
    QTest::newRow("unwritable directory") << QStringLiteral("locked/p.vitrine") << false;
}

void ProjectDocumentTest::failedSaveKeepsEverything() {
    QFETCH(QString, target);
    QFETCH(bool, full);
    QTemporaryDir directory;
    QDir(directory.path()).mkpath(QStringLiteral("folder/inside"));
    QDir(directory.path()).mkpath(QStringLiteral("locked"));
    QFile::setPermissions(directory.filePath(QStringLiteral("locked")), QFile::ReadOwner | QFile::ExeOwner);
    if (target.startsWith(QLatin1String("locked")) && QFileInfo(directory.filePath(QStringLiteral("locked"))).isWritable()) {
        QSKIP("This user may write everywhere.");
    }
    write(directory.filePath(QStringLiteral("old.vitrine")), "before");
    ProjectDocument document;
    document.reset(sample());
    document.addQuery(QStringLiteral("Add"), queryNamed("c"));
    const Project before = document.project();
    QSignalSpy paths(&document, &ProjectDocument::pathChanged);
    std::unique_ptr<FullDisk> disk;
    if (full) disk = std::make_unique<FullDisk>(16);
    const auto saved = document.save(directory.filePath(target));
    disk.reset();
    QVERIFY(!saved.hasValue());
    QCOMPARE(saved.error().code(), ErrorCode::FileNotWritable);
    QVERIFY(!saved.error().wayOut().empty());
    QVERIFY(document.project() == before);
    QVERIFY(document.isModified());
    QVERIFY(document.path().isEmpty());
    QCOMPARE(paths.count(), 0);
    QCOMPARE(document.undoStack().count(), 1);
    QCOMPARE(contentOf(directory.filePath(QStringLiteral("old.vitrine"))), QByteArray("before"));
    QCOMPARE(QDir(directory.path()).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot).size(), 3);
}

void ProjectDocumentTest::failedOpenKeepsTheProject() {
    QTemporaryDir directory;
    write(directory.filePath(QStringLiteral("broken.vitrine")), "{\"vitrine\": 1,");
    write(directory.filePath(QStringLiteral("wrong.vitrine")), "{\"vitrine\": 1, \"queries\": {}}");
    write(directory.filePath(QStringLiteral("empty.vitrine")), "");
    ProjectDocument document;
    document.reset(sample());
    document.addQuery(QStringLiteral("Add"), queryNamed("c"));
    const Project before = document.project();
    for (const char* name : {"broken.vitrine", "wrong.vitrine", "empty.vitrine", "missing.vitrine", "."}) {
        const auto opened = document.open(directory.filePath(QLatin1String(name)));
        QVERIFY2(!opened.hasValue(), name);
        QVERIFY2(!opened.error().message().empty(), name);
    }
    QVERIFY(document.project() == before);
    QCOMPARE(document.undoStack().count(), 1);
    QVERIFY(document.path().isEmpty());
}

void ProjectDocumentTest::newerFileIsLeftUntouched() {
    QTemporaryDir directory;
    const QString path = directory.filePath(QStringLiteral("p.vitrine"));
    write(path, "{\"vitrine\": 2, \"something\": \"new\"}");
    ProjectDocument document;
    const auto opened = document.open(path);
    QVERIFY(!opened.hasValue());
    QCOMPARE(opened.error().code(), ErrorCode::NewerDocument);
    QCOMPARE(contentOf(path), QByteArray("{\"vitrine\": 2, \"something\": \"new\"}"));
    QVERIFY(document.project() == Project{});
}

void ProjectDocumentTest::queryDocumentOpensUnderItsFileName() {
    QTemporaryDir directory;
    const QString path = directory.filePath(QStringLiteral("hours.json"));
    write(path, "{\"source\": {\"path\": \"events\", \"schema\": \"a INT\"}}");
    ProjectDocument document;
    QVERIFY(document.open(path).hasValue());
    QCOMPARE(document.project().queries.at(0).name, std::string("hours"));
    QCOMPARE(document.baseDirectory(), directory.path().toStdString());
}

void ProjectDocumentTest::pipeIsNotWaitedFor() {
    QTemporaryDir directory;
    const QByteArray path = QFile::encodeName(directory.filePath(QStringLiteral("pipe.vitrine")));
    QCOMPARE(::mkfifo(path.constData(), 0600), 0);
    ProjectDocument document;
    const auto opened = document.open(QFile::decodeName(path));
    QVERIFY(!opened.hasValue());
    QCOMPARE(opened.error().code(), ErrorCode::FileNotReadable);
}

void ProjectDocumentTest::coloursStayThroughUndoAndSave() {
    QTemporaryDir directory;
    ProjectDocument document;
    Project project = sample();
    project.colours["action"] = {{"Open", 1}};
    document.reset(project);
    document.addQuery(QStringLiteral("Add"), queryNamed("c"));
    document.keepColours({{"action", {{"Open", 1}, {"Close", 0}}}});
    QCOMPARE(document.undoStack().count(), 1);
    document.undoStack().undo();
    QCOMPARE(document.project().colours.at("action").at("Close"), 0);
    QCOMPARE(document.project().colours.at("action").at("Open"), 1);
    const QString path = directory.filePath(QStringLiteral("p.vitrine"));
    QVERIFY(document.save(path).hasValue());
    ProjectDocument again;
    QVERIFY(again.open(path).hasValue());
    QVERIFY(again.project().colours == document.project().colours);
}

void ProjectDocumentTest::unsavedProjectsHaveDirectoriesOfTheirOwn() {
    ProjectDocument first, second;
    first.reset(sample());
    second.reset(sample());
    QVERIFY(first.baseDirectory() != second.baseDirectory());
    const std::string before = first.baseDirectory();
    first.reset(sample());
    QVERIFY(first.baseDirectory() != before);
    QVERIFY(QDir::isAbsolutePath(QString::fromStdString(before)));
}

}  // namespace vitrine::ui

QTEST_GUILESS_MAIN(vitrine::ui::ProjectDocumentTest)
#include "project_document_test.moc"
