// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/catalog/catalog_fixture.h"

using namespace vitrine;
using namespace vitrine::test;

class WorkspaceTest : public QObject {
    Q_OBJECT

    std::unique_ptr<WorkspaceFolder> folder_;

    static QStringList namesOf(const Result<std::vector<CatalogTable>>& tables) {
        if (!tables) return {"error: " + QString::fromStdString(tables.error().detail())};
        QStringList names;
        for (const CatalogTable& table : *tables) names << QString::fromStdString(table.name + ":" + table.format);
        return names;
    }

  private slots:
    void init() { folder_ = std::make_unique<WorkspaceFolder>(); }
    void cleanup() {
        qunsetenv("VITRINE_WORKSPACE");
        qunsetenv("XDG_DATA_HOME");
    }

    void readingMakesNothing() {
        const Workspace workspace = folder_->workspace();
        QCOMPARE(*workspace.databases(), std::vector<std::string>{"default"});
        QVERIFY(workspace.tables("default")->empty());
        QVERIFY(!workspace.find({"default", "t"}));
        QVERIFY(!QFile::exists(QString::fromStdString(folder_->path("ws"))));
    }

    void databasesAreMadeOnceAndFoundAgain() {
        Workspace workspace = folder_->workspace();
        QVERIFY(*workspace.createDatabase("outputDelta", true));
        QVERIFY(!*workspace.createDatabase("OUTPUTDELTA", true));
        QCOMPARE(workspace.createDatabase("outputdelta", false).error().code(), ErrorCode::DuplicateName);
        const std::vector<std::string> expected = {"default", "outputdelta"};
        QCOMPARE(*folder_->workspace().databases(), expected);
        QVERIFY(*workspace.hasDatabase("OutputDelta"));
        QVERIFY(QFile::exists(QString::fromStdString(folder_->path("ws/warehouse/outputdelta.db"))));
    }

    void namesCannotLeaveTheDirectory_E8_F2() {
        Workspace workspace = folder_->workspace();
        const std::vector<std::string> hostile = {"", ".", "..", "../x", "a/b", "/etc", std::string("a\0b", 3), std::string(300, 'a'), "a b", "a.b", "é", "a\nb", "x;y", "\"; drop table t; --", "`", "C:", "a\\b", "~"};
        for (const std::string& name : hostile) {
            QCOMPARE(workspace.createDatabase(name, true).error().code(), ErrorCode::InvalidValue);
            QCOMPARE(workspace.locationOf({"default", name}).error().code(), ErrorCode::InvalidValue);
            QCOMPARE(workspace.locationOf({name, "t"}).error().code(), ErrorCode::InvalidValue);
            QCOMPARE(workspace.registerTable({name, "t", "delta", "/x", false, {}, {}}).error().code(), ErrorCode::InvalidValue);
            QCOMPARE(workspace.registerTable({"default", name, "delta", "/x", false, {}, {}}).error().code(), ErrorCode::InvalidValue);
        }
        for (const char* reserved : {"live", "main", "Temp", "delta", "json"}) QCOMPARE(workspace.createDatabase(reserved, true).error().code(), ErrorCode::InvalidValue);
        QVERIFY(folder_->listing().empty());
    }

    void placesOfTables() {
        const Workspace workspace = folder_->workspace();
        QCOMPARE(*workspace.locationOf({"outputDelta", "Table"}), folder_->path("ws/warehouse/outputdelta.db/table"));
        QCOMPARE(*workspace.locationOf({"Db", "t"}, "sqlite"), folder_->path("ws/tables/db.sqlite"));
        QCOMPARE(parseTableName("outputDelta.table")->database, std::string("outputdelta"));
        QCOMPARE(parseTableName("`T`")->table, std::string("t"));
        QCOMPARE(parseTableName("t", "db")->database, std::string("db"));
        QCOMPARE(parseTableName("spark_catalog.a.b")->table, std::string("b"));
        for (const char* wrong : {"", ".", "a.", "a.b.c", "a b", "a..b", "'a'", "a.`b/c`"}) QCOMPARE(parseTableName(wrong).error().code(), ErrorCode::InvalidValue);
    }

    void tablesThatStandInTheWarehouseAreListed() {
        folder_->put("ws/warehouse/demo.db/counts/_delta_log/00000000000000000000.json", "{}\n");
        folder_->put("ws/warehouse/demo.db/no_table/a.txt", "x");
        folder_->put("ws/warehouse/demo.db/.hidden/_delta_log/0.json", "{}\n");
        folder_->runSqlite("demo", "CREATE TABLE rows (a INT); CREATE TABLE _vitrine_batches (id INT)");
        folder_->put("ws/tables/broken.sqlite", QByteArray(5000, 'x'));
        const Workspace workspace = folder_->workspace();
        const std::vector<std::string> databases = {"broken", "default", "demo"};
        QCOMPARE(*workspace.databases(), databases);
        QCOMPARE(namesOf(workspace.tables("DEMO")), (QStringList{"counts:delta", "rows:sqlite"}));
        QVERIFY(!workspace.find({"demo", "COUNTS"})->created);
        QVERIFY(workspace.tables("broken")->empty());
    }

    void registeredTables() {
        Workspace workspace = folder_->workspace();
        QVERIFY(workspace.registerTable({"Demo", "Counts", "delta", *workspace.locationOf({"demo", "counts"}), true, {}, "a INT"}));
        QVERIFY(workspace.registerTable({"demo", "outside", "json", folder_->path("events"), false, {}, "a INT"}));
        QCOMPARE(namesOf(workspace.tables("demo")), (QStringList{"counts:delta", "outside:json"}));
        const CatalogTable counts = *workspace.find({"demo", "counts"});
        QCOMPARE(counts.schemaDdl, std::string("a INT"));
        QVERIFY(counts.created && !counts.external);
        QCOMPARE(counts.location, folder_->path("ws/warehouse/demo.db/counts"));
        QVERIFY(workspace.find({"demo", "outside"})->external);
        // A second note replaces the first.
        QVERIFY(workspace.registerTable({"demo", "outside", "csv", folder_->path("other"), false, {}, "b INT"}));
        QCOMPARE(workspace.find({"demo", "outside"})->format, std::string("csv"));
        // The workspace moved: what is inside moved with it.
        QVERIFY(QDir().rename(QString::fromStdString(folder_->path("ws")), QString::fromStdString(folder_->path("moved"))));
        QCOMPARE(Workspace(folder_->path("moved")).find({"demo", "counts"})->location, folder_->path("moved/warehouse/demo.db/counts"));
    }

    void unknownNamesHaveWaysOut() {
        Workspace workspace = folder_->workspace();
        QVERIFY(workspace.registerTable({"outputdelta2", "gold2", "delta", *workspace.locationOf({"outputdelta2", "gold2"}), false, {}, {}}));
        const auto table = workspace.find({"outputDelta2", "gold"});
        QCOMPARE(table.error().code(), ErrorCode::TableNotFound);
        QVERIFY2(table.error().wayOut().find("outputdelta2.gold2") != std::string::npos, table.error().wayOut().c_str());
        const auto database = workspace.tables("outputdelta");
        QCOMPARE(database.error().code(), ErrorCode::TableNotFound);
        QVERIFY2(database.error().wayOut().find("Did you mean outputdelta2? Databases: default, outputdelta2.") != std::string::npos, database.error().wayOut().c_str());
    }

    void dropRemovesOnlyWhatIsInside() {
        Workspace workspace = folder_->workspace();
        folder_->put("ws/warehouse/demo.db/counts/_delta_log/00000000000000000000.json", "{}\n");
        folder_->put("ws/warehouse/demo.db/counts/part-0.parquet", "x");
        folder_->put("events/a.json", "{}\n");
        folder_->runSqlite("demo", "CREATE TABLE rows (a INT); CREATE TABLE others (a INT)");
        QVERIFY(workspace.registerTable({"demo", "outside", "json", folder_->path("events"), false, {}, {}}));
        QVERIFY(workspace.dropTable({"demo", "outside"}));
        QVERIFY(QFile::exists(QString::fromStdString(folder_->path("events/a.json"))));
        QVERIFY(workspace.dropTable({"Demo", "Counts"}));
        QVERIFY(QDir(QString::fromStdString(folder_->path("ws/warehouse/demo.db"))).isEmpty());
        QVERIFY(workspace.dropTable({"demo", "rows"}));
        QCOMPARE(namesOf(workspace.tables("demo")), (QStringList{"others:sqlite"}));
        QCOMPARE(workspace.dropTable({"demo", "counts"}).error().code(), ErrorCode::TableNotFound);
    }

    /// A link in the warehouse leads out of it; only the link goes.
    void dropDoesNotFollowLinks() {
        folder_->put("elsewhere/_delta_log/00000000000000000000.json", "{}\n");
        QDir().mkpath(QString::fromStdString(folder_->path("ws/warehouse/demo.db")));
        QVERIFY(QFile::link(QString::fromStdString(folder_->path("elsewhere")), QString::fromStdString(folder_->path("ws/warehouse/demo.db/linked"))));
        Workspace workspace = folder_->workspace();
        QVERIFY(workspace.find({"demo", "linked"})->external);
        QVERIFY(workspace.dropTable({"demo", "linked"}));
        QVERIFY(workspace.tables("demo")->empty());
        QVERIFY(QFile::exists(QString::fromStdString(folder_->path("elsewhere/_delta_log/00000000000000000000.json"))));
    }

    void whichWorkspace() {
        QCOMPARE(workspaceDirectory("/a/b/", "/p/x.vitrine"), std::string("/a/b"));
        qputenv("VITRINE_WORKSPACE", "/env");
        QCOMPARE(workspaceDirectory("", "/p/x.vitrine"), std::string("/env"));
        QCOMPARE(workspaceDirectory("/a", "/p/x.vitrine"), std::string("/a"));
        qputenv("VITRINE_WORKSPACE", "");
        QCOMPARE(workspaceDirectory("", "/p/x.vitrine"), std::string("/p/x.workspace"));
        qputenv("XDG_DATA_HOME", "/data");
        QCOMPARE(workspaceDirectory(""), std::string("/data/vitrine/workspace"));
        qputenv("XDG_DATA_HOME", "relative");
        QVERIFY(workspaceDirectory("").starts_with('/'));
    }
};

QTEST_APPLESS_MAIN(WorkspaceTest)
#include "workspace_test.moc"
