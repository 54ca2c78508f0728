// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include <fstream>

#include "core/base/sqlite_database.h"

using namespace vitrine;

class TestSqliteDatabase : public QObject {
    Q_OBJECT
  private slots:
    void init() {
        directory_ = std::make_unique<QTemporaryDir>();
        path_ = directory_->filePath("a.db").toStdString();
    }

    void valuesComeBack() {
        auto database = open();
        QVERIFY(database.execute("CREATE TABLE t (number INTEGER, words TEXT, bytes BLOB)"));
        auto insert = database.prepare("INSERT INTO t VALUES (?1, ?2, ?3)");
        const std::string bytes("a\0b", 3);
        QVERIFY(insert->bind(1, std::int64_t{1} << 60).bind(2, std::string_view("é")).bindBlob(3, bytes).run());
        QVERIFY(insert->bind(1, 2).bind(2, std::string_view("")).bindBlob(3, "").run());
        auto ask = database.prepare("SELECT number, words, bytes FROM t ORDER BY number DESC");
        QVERIFY(*ask->step());
        QCOMPARE(ask->integer(0), std::int64_t{1} << 60);
        QCOMPARE(ask->text(1), std::string_view("é"));
        QCOMPARE(ask->blob(2), std::string_view(bytes));
        QVERIFY(*ask->step());
        QVERIFY(!*ask->step());
    }

    void rolledBackUnlessCommitted() {
        auto database = open();
        QVERIFY(database.execute("CREATE TABLE t (number INTEGER)"));
        {
            auto transaction = database.begin();
            QVERIFY(database.execute("INSERT INTO t VALUES (1)"));
        }
        QCOMPARE(count(database), 0);
        auto transaction = database.begin();
        QVERIFY(database.execute("INSERT INTO t VALUES (1)"));
        QVERIFY(transaction->commit());
        QCOMPARE(count(database), 1);
    }

    void commitsAreSynced() {
        auto database = open();
        auto ask = database.prepare("PRAGMA synchronous");
        QVERIFY(*ask->step());
        QCOMPARE(ask->integer(0), 2);   // FULL
        auto journal = database.prepare("PRAGMA journal_mode");
        QVERIFY(*journal->step());
        QCOMPARE(journal->text(0), std::string_view("wal"));
    }

    void noDatabase() {
        std::ofstream(path_) << std::string(8192, 'x');
        const auto opened = SqliteDatabase::open(path_, 0);
        QVERIFY(!opened);
        QCOMPARE(opened.error().code(), ErrorCode::CheckpointDamaged);
        QVERIFY(opened.error().message().find(path_) != std::string::npos);
    }

    void busy() {
        auto first = open();
        QVERIFY(first.execute("CREATE TABLE t (number INTEGER)"));
        auto second = open();
        const auto held = first.begin();
        const auto refused = second.begin();
        QVERIFY(!refused);
        QCOMPARE(refused.error().code(), ErrorCode::CheckpointLocked);
    }

    void noDirectory() {
        const auto opened = SqliteDatabase::open(directory_->filePath("missing/a.db").toStdString(), 0);
        QVERIFY(!opened);
        QCOMPARE(opened.error().code(), ErrorCode::WriteFailed);
    }

  private:
    SqliteDatabase open() { return std::move(SqliteDatabase::open(path_, 0)).value(); }
    static std::int64_t count(SqliteDatabase& database) {
        auto ask = database.prepare("SELECT count(*) FROM t");
        return *ask->step() ? ask->integer(0) : -1;
    }

    std::unique_ptr<QTemporaryDir> directory_;
    std::string path_;
};

QTEST_APPLESS_MAIN(TestSqliteDatabase)
#include "sqlite_database_test.moc"
