// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "core/engine/checkpoint_store.h"
#include "tests/unit/engine/query_fixture.h"

using namespace vitrine;
using namespace vitrine::test;

namespace {

using Shape = QueryFixture::Shape;

/// Stops the query and starts it again on the same checkpoint.
void restart(QueryFixture& fixture) {
    fixture.query.reset();
    QVERIFY(fixture.start());
    QVERIFY(fixture.query->processAllAvailable());
}

}  // namespace

/// Queries that are stopped and started again on their checkpoint (spark-semantics §7).
class TestCheckpoint : public QObject {
    Q_OBJECT
  private slots:
    void init() { directory_ = std::make_unique<QTemporaryDir>(); }

    void cp15_idStaysRunIdChanges() {
        QueryFixture fixture(shape("update"));
        QVERIFY(fixture.start());
        fixture.feed("10");
        const std::string id = fixture.query->id();
        const std::string run = fixture.query->runId();
        restart(fixture);
        QCOMPARE(fixture.query->id(), id);
        QVERIFY(fixture.query->runId() != run);
    }

    void cp10_committedBatchesAreNotRepeated() {
        QueryFixture fixture(shape("update"));
        fixture.shape.delay.reset();
        QVERIFY(fixture.start());
        fixture.feed("10 11");
        fixture.feed("12a");
        restart(fixture);
        QVERIFY(fixture.report(2) == nullptr);
        fixture.feed("13");
        QCOMPARE(fixture.batch(2), std::string("[10,15)k:3"));
    }

    /// T80: planned and not committed: run again with the same files, watermark and time.
    void cp14_unfinishedBatchComesFirst() {
        QueryFixture fixture(shape("update"));
        QVERIFY(fixture.start());
        fixture.feed("10");
        fixture.control->setBlocking(true);
        fixture.add("11");
        fixture.control->awaitBlockedReader();
        const std::int64_t interrupted = fixture.query->status().batchId;
        fixture.query.reset();
        fixture.control->setBlocking(false);
        fixture.add("12");
        restart(fixture);
        QCOMPARE(fixture.batch(interrupted), std::string("[10,15)k:2"));
        QCOMPARE(fixture.batch(interrupted + 1), std::string("[10,15)k:3"));
        QCOMPARE(fixture.report(interrupted)->numInputRows, 1);
    }

    /// T85: what became due at the stop waits for the next batch; late(N) is the watermark before it.
    void cp12_wm22_watermarkSurvives() {
        QueryFixture fixture(shape("append"));
        fixture.shape.conf.noDataMicroBatches = false;
        QVERIFY(fixture.start());
        fixture.feed("10 11 12 13 14 15");
        fixture.feed("25");
        fixture.shape.conf.noDataMicroBatches = true;
        restart(fixture);
        QCOMPARE(fixture.batch(2), std::string("none"));
        fixture.feed("26");
        QCOMPARE(fixture.watermark(2), 15.0);
        QCOMPARE(fixture.report(2)->lateThreshold.time_since_epoch().count(), 5000);
        QCOMPARE(fixture.batch(2), std::string("[10,15)k:5"));
    }

    void stateIsTheSameAfterEachBatch() {
        QueryFixture whole(Shape{.mode = "append"});
        QueryFixture stopped(shape("append"));
        QVERIFY(whole.start());
        QVERIFY(stopped.start());
        for (const char* file : {"10 11a 12", "25 14a", "31 26a NULL", "47b 33", "80", "81"}) {
            whole.feed(file);
            stopped.feed(file);
            restart(stopped);
        }
        for (std::int64_t batch = 0; whole.batch(batch) != "none"; ++batch) QCOMPARE(stopped.batch(batch), whole.batch(batch));
    }

    void snapshotReplacesChanges() {
        QueryFixture fixture(shape("complete"));
        fixture.shape.delay.reset();
        QVERIFY(fixture.start());
        for (int file = 0; file < 8; ++file) {
            std::string rows;
            for (int row = 0; row < 4000; ++row) rows += fmt::format("{}10u{}", row == 0 ? "" : " ", file * 2000 + row);
            fixture.feed(rows);
        }
        fixture.query.reset();
        auto database = open();
        QVERIFY(ask(database, "SELECT count(*) FROM state WHERE snapshot = 1") > 0);
        QCOMPARE(ask(database, "SELECT count(*) FROM state WHERE batch < (SELECT max(batch) FROM state WHERE snapshot = 1)"), 0);
        QVERIFY(fixture.start());
        fixture.feed("10new");
        QCOMPARE(fixture.total(8), 18001);
        QVERIFY(fixture.batch(8).find("[10,15)u2500:2") != std::string::npos);
    }

    void cp7_oldBatchesAreForgotten() {
        QueryFixture fixture(shape("update"));
        fixture.shape.delay.reset();
        QVERIFY(fixture.start());
        for (int file = 0; file < 104; ++file) fixture.feed("10");
        fixture.query.reset();
        auto database = open();
        QCOMPARE(ask(database, "SELECT min(id) FROM batches"), 3);
        QCOMPARE(ask(database, "SELECT max(id) FROM batches"), 103);
        QCOMPARE(ask(database, "SELECT min(batch) FROM commits"), 3);
    }

    void ag8_otherKeysAreRefused() {
        QueryFixture fixture(shape("update"));
        QVERIFY(fixture.start());
        fixture.feed("10");
        fixture.query.reset();
        fixture.shape.duration = 0;
        QVERIFY(fixture.start());
        QVERIFY(fixture.query->awaitTermination(Millis{0}));
        QCOMPARE(fixture.query->status().error->code(), ErrorCode::CheckpointIncompatible);
    }

    void stepThatIsGoneIsRefused() {
        QueryFixture fixture(shape("update"));
        QVERIFY(fixture.start());
        fixture.feed("10");
        fixture.query.reset();
        fixture.shape.aggregated = false;
        QVERIFY(fixture.start());
        QVERIFY(fixture.query->awaitTermination(Millis{0}));
        QCOMPARE(fixture.query->status().error->code(), ErrorCode::CheckpointIncompatible);
    }

    void damageIsNoticed() {
        QueryFixture fixture(shape("update"));
        QVERIFY(fixture.start());
        fixture.feed("10 11a");
        fixture.query.reset();
        {
            auto database = open();
            QVERIFY(database.execute("UPDATE state SET data = zeroblob(length(data)) WHERE batch = 0"));
        }
        QVERIFY(fixture.start());
        QVERIFY(fixture.query->awaitTermination(Millis{0}));
        QCOMPARE(fixture.query->status().error->code(), ErrorCode::CheckpointDamaged);
    }

    /// A9: whatever is changed or lost, no number comes of it.
    void a9_lossIsNoticed() {
        QueryFixture fixture(shape("update"));
        QVERIFY(fixture.start());
        fixture.feed("10 11a");
        fixture.feed("12");
        fixture.query.reset();
        QVERIFY(QFile::copy(QString::fromStdString(path()), directory_->filePath("copy")));
        for (const char* change : {"UPDATE batches SET watermark_ms = watermark_ms + 1000", "UPDATE batches SET offsets = replace(offsets, '1', '0')",
                                   "UPDATE commits SET next_watermark_ms = 7", "UPDATE source_log SET modified_ms = 7",
                                   "DELETE FROM source_log WHERE log_offset = 0", "UPDATE source_log SET log_offset = 0",
                                   "DELETE FROM state WHERE batch = 0", "UPDATE state SET batch = batch + 5", "DELETE FROM operators",
                                   "UPDATE about SET value = 'another'", "DELETE FROM commits WHERE batch = (SELECT max(batch) FROM commits)",
                                   "DELETE FROM commits WHERE batch > 0; DELETE FROM batches WHERE id > 0", "DELETE FROM commits; DELETE FROM batches"}) {
            {
                auto database = open();
                QVERIFY2(database.execute(change), change);
            }
            const auto started = fixture.start();
            if (started) {
                QVERIFY2(fixture.query->awaitTermination(Millis{5000}), change);
                QVERIFY2(fixture.query->status().error, change);
                QCOMPARE(fixture.query->status().error->code(), ErrorCode::CheckpointDamaged);
            } else {
                QCOMPARE(started.error().code(), ErrorCode::CheckpointDamaged);
            }
            fixture.query.reset();
            QVERIFY(QFile::remove(QString::fromStdString(path())));
            QVERIFY(QFile::copy(directory_->filePath("copy"), QString::fromStdString(path())));
        }
        QVERIFY(QFile::remove(QString::fromStdString(path())));
        const auto started = fixture.start();
        QVERIFY(!started);
        QCOMPARE(started.error().code(), ErrorCode::CheckpointDamaged);
    }

    void newerFormatIsLeftAsItIs() {
        QueryFixture fixture(shape("update"));
        QVERIFY(fixture.start());
        fixture.feed("10");
        fixture.query.reset();
        {
            auto database = open();
            QVERIFY(database.execute("PRAGMA user_version = 99"));
        }
        const QByteArray before = bytes();
        const auto started = fixture.start();
        QVERIFY(!started);
        QCOMPARE(started.error().code(), ErrorCode::CheckpointNewer);
        QCOMPARE(started.error().place(), std::string("/checkpoint"));
        QCOMPARE(bytes(), before);
    }

    /// TR-6: delivered first, logged afterwards, so a batch that was cut off comes again whole, with what came since.
    void tr6_continuousQueriesLogAfterwards() {
        QueryFixture fixture(shape("append"));
        fixture.shape.trigger = TriggerSpec::Kind::Continuous;
        fixture.shape.interval = Millis{1000};
        fixture.shape.aggregated = false;
        fixture.shape.delay.reset();
        QVERIFY(fixture.start());
        fixture.feed("10");
        fixture.control->setBlocking(true);
        fixture.add("11");
        fixture.control->awaitBlockedReader();
        fixture.query.reset();
        fixture.control->setBlocking(false);
        fixture.add("12");
        restart(fixture);
        QCOMPARE(fixture.report(1)->numInputRows, 2);
        QVERIFY(fixture.report(2) == nullptr);
        restart(fixture);
        QVERIFY(fixture.report(2) == nullptr);
    }

    /// A10, here within one process; also through a symbolic link.
    void a10_secondQueryIsToldWhoHasIt() {
        QueryFixture first(shape("update"));
        first.name = "first";
        QVERIFY(first.start());
        QueryFixture second(shape("update"));
        QVERIFY(QFile::link(directory_->filePath("ck"), directory_->filePath("link")));
        second.shape.checkpoint = directory_->filePath("link/é").toStdString();
        const auto refused = second.start();
        QVERIFY(!refused);
        QCOMPARE(refused.error().code(), ErrorCode::CheckpointLocked);
        QVERIFY(refused.error().message().find("the query first, process") != std::string::npos);
        first.query.reset();
        QVERIFY(second.start());
    }

    void fileThatIsNoDatabaseIsSaidWithAWayOut() {
        QVERIFY(QDir().mkpath(directory_->filePath("ck/é")));
        QFile file(QString::fromStdString(path()));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("no database");
        file.close();
        QueryFixture fixture(shape("update"));
        const auto started = fixture.start();
        QVERIFY(!started);
        QCOMPARE(started.error().code(), ErrorCode::CheckpointDamaged);
        QVERIFY(!started.error().wayOut().empty());
    }

    void directoryThatCannotBeMade() {
        QueryFixture fixture(shape("update"));
        fixture.shape.checkpoint = "/proc/nowhere/ck";
        const auto started = fixture.start();
        QVERIFY(!started);
        QCOMPARE(started.error().place(), std::string("/checkpoint"));
    }

  private:
    Shape shape(const char* mode) const {
        Shape shape;
        shape.mode = mode;
        shape.checkpoint = directory_->filePath("ck/é").toStdString();
        return shape;
    }
    std::string path() const { return directory_->filePath("ck/é/_vitrine.db").toStdString(); }
    SqliteDatabase open() const { return std::move(SqliteDatabase::open(path(), 0)).value(); }
    QByteArray bytes() const {
        QFile file(QString::fromStdString(path()));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    static std::int64_t ask(SqliteDatabase& database, const char* question) {
        auto statement = database.prepare(question);
        return *statement->step() ? statement->integer(0) : -1;
    }

    std::unique_ptr<QTemporaryDir> directory_;
};

QTEST_APPLESS_MAIN(TestCheckpoint)
#include "checkpoint_test.moc"
