// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "ui/bridge/snapshot_history.h"

namespace vitrine::ui {
namespace {

using Chunk = std::shared_ptr<const ResultChunk>;

Chunk chunkOf(std::size_t rows) {
    auto chunk = std::make_shared<ResultChunk>();
    chunk->changedIn.resize(rows);
    return chunk;
}

ResultSnapshotPtr version(std::int64_t batch, std::vector<Chunk> chunks) {
    auto snapshot = std::make_shared<ResultSnapshot>();
    snapshot->batchId = batch;
    snapshot->chunks = std::move(chunks);
    return snapshot;
}

}  // namespace

class SnapshotHistoryTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void findsTheVersionOfABatchOrTheOneBefore() {
        SnapshotHistory history;
        QVERIFY(history.at(0) == nullptr);
        QCOMPARE(history.oldestBatch(), std::int64_t(-1));
        const auto third = version(3, {});
        const auto fifth = version(5, {});
        history.add(third);
        history.add(fifth);
        QVERIFY(history.at(2) == nullptr);
        QVERIFY(history.at(3) == third);
        QVERIFY(history.at(4) == third);
        QVERIFY(history.at(5) == fifth);
        QVERIFY(history.at(9) == fifth);
    }

    void aBatchHasOneVersion() {
        SnapshotHistory history;
        history.add(version(1, {}));
        const auto again = version(1, {});
        history.add(again);
        QCOMPARE(history.size(), std::size_t(1));
        QVERIFY(history.at(1) == again);
    }

    void releasesTheOldestBeyondTheNumberOfVersions() {
        SnapshotHistory history(3);
        for (int batch = 0; batch < 10; ++batch) history.add(version(batch, {}));
        QCOMPARE(history.size(), std::size_t(3));
        QCOMPARE(history.oldestBatch(), std::int64_t(7));
        QVERIFY(history.at(6) == nullptr);
    }

    void countsASharedChunkOnce() {
        SnapshotHistory history(100, 1 << 20);
        const Chunk shared = chunkOf(1000);
        history.add(version(0, {shared}));
        const std::size_t one = history.bytes();
        QVERIFY(one >= 8000);
        history.add(version(1, {shared}));
        QCOMPARE(history.bytes(), one);
        history.add(version(2, {shared, chunkOf(1000)}));
        QCOMPARE(history.bytes(), 2 * one);
        history.clear();
        QCOMPARE(history.bytes(), std::size_t(0));
    }

    void releasesTheOldestBeyondTheBytesAndKeepsTheNewest() {
        SnapshotHistory measured;
        measured.add(version(0, {chunkOf(1000)}));
        const std::size_t one = measured.bytes();
        SnapshotHistory history(100, 3 * one);
        for (int batch = 0; batch < 10; ++batch) history.add(version(batch, {chunkOf(1000)}));
        QCOMPARE(history.size(), std::size_t(3));
        QCOMPARE(history.bytes(), 3 * one);
        history.add(version(10, {chunkOf(9000)}));
        QCOMPARE(history.size(), std::size_t(1));
        QCOMPARE(history.oldestBatch(), std::int64_t(10));
    }

    void anEarlierBatchBeginsAnew() {
        SnapshotHistory history;
        history.add(version(7, {}));
        history.add(version(0, {}));
        QCOMPARE(history.oldestBatch(), std::int64_t(0));
        QCOMPARE(history.size(), std::size_t(1));
    }
};

}  // namespace vitrine::ui

QTEST_GUILESS_MAIN(vitrine::ui::SnapshotHistoryTest)
#include "snapshot_history_test.moc"
