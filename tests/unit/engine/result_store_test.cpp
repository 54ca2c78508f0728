// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "core/engine/result_store.h"
#include "tests/support/plain_expressions.h"

using namespace vitrine;
using namespace vitrine::test;

namespace {

SchemaPtr schema() {
    static const auto shared =
        std::make_shared<const Schema>(std::vector<Field>{{"key", DataType::string()}, {"count", DataType::longType()}});
    return shared;
}

ResultShapePtr shape(OutputMode mode, bool aggregated) {
    auto made = std::make_shared<ResultShape>();
    made->schema = schema();
    made->mode = mode;
    made->aggregated = aggregated;
    return made;
}

/// Groups first…first+count-1, each with id = its number + 1.
Batch groups(std::int64_t first, std::int64_t count, std::int64_t value) {
    std::vector<Row> rows;
    auto ids = std::make_shared<RowOrigins>();
    for (std::int64_t group = first; group < first + count; ++group) {
        rows.push_back({text("key" + std::to_string(group)), number(value)});
        ids->offsets.push_back(static_cast<std::uint64_t>(group + 1));
    }
    Batch batch = makeBatch(schema(), rows);
    batch.origins = std::move(ids);
    return batch;
}

}  // namespace

class TestResultStore : public QObject {
    Q_OBJECT
  private slots:
    void updateRebuildsOnlyTouchedChunksAndColumns();
    void updateKeepsOneRowAGroup();
    void appendFillsChunks();
    void newestRowsAreKept();
};

void TestResultStore::updateRebuildsOnlyTouchedChunksAndColumns() {
    ResultStore store(shape(OutputMode::Update, true), 10);
    const auto before = store.apply(0, {groups(0, 10'000, 1)});
    QCOMPARE(before->chunks.size(), 20U);
    QCOMPARE(before->added.size(), 10'000U);
    const auto after = store.apply(1, {groups(5000, 2, 7)});
    QCOMPARE(after->numRows, 10'000U);
    const std::size_t touched = 5000 / 512;
    for (std::size_t chunk = 0; chunk < 20; ++chunk) QCOMPARE(after->chunks[chunk] == before->chunks[chunk], chunk != touched);
    QVERIFY(after->chunks[touched]->rows.columns[0] == before->chunks[touched]->rows.columns[0]);
    QVERIFY(after->chunks[touched]->ids == before->chunks[touched]->ids);
    QVERIFY(after->changed == (std::vector<std::uint64_t>{5001, 5002}));
    QVERIFY(after->added.empty());
    const auto row = after->at(5001);
    QCOMPARE((*row.chunk->ids)[row.row], 5002U);
    QCOMPARE(row.chunk->changedIn[row.row], 1);
    QVERIFY(valueAt(row.chunk->rows.column(1), row.row) == number(7));
    QVERIFY(valueAt(before->at(5001).chunk->rows.column(1), row.row) == number(1));
}

void TestResultStore::updateKeepsOneRowAGroup() {
    ResultStore store(shape(OutputMode::Update, true), 10);
    for (std::int64_t batch = 0; batch < 50; ++batch) store.apply(batch, {groups(batch * 100, 300, batch)});
    const auto last = store.apply(50, {groups(4000, 1, -1)});
    QCOMPARE(last->numRows, 5200U);
    for (std::uint64_t row = 0; row < last->numRows; ++row) {
        const auto at = last->at(row);
        QVERIFY(valueAt(at.chunk->rows.column(0), at.row) == text("key" + std::to_string(row)));
        const std::int64_t expected = row == 4000 ? -1 : std::min<std::int64_t>(49, static_cast<std::int64_t>(row) / 100);
        QVERIFY(valueAt(at.chunk->rows.column(1), at.row) == number(expected));
    }
}

void TestResultStore::appendFillsChunks() {
    ResultStore store(shape(OutputMode::Append, true), 10);
    std::shared_ptr<ResultSnapshot> last;
    for (std::int64_t batch = 0; batch < 100; ++batch) last = store.apply(batch, {groups(batch * 100, 100, 1)});
    QCOMPARE(last->numRows, 10'000U);
    QCOMPARE(last->chunks.size(), 3U);
    QCOMPARE(last->chunks[0]->rows.numRows, 4096U);
    for (std::uint64_t row = 0; row < last->numRows; ++row) {
        const auto at = last->at(row);
        QVERIFY(valueAt(at.chunk->rows.column(0), at.row) == text("key" + std::to_string(row)));
        QCOMPARE((*at.chunk->ids)[at.row], row + 1);
    }
}

void TestResultStore::newestRowsAreKept() {
    ResultStore store(shape(OutputMode::Append, false), 5000);
    const auto first = store.apply(0, {groups(0, 4000, 1), groups(4000, 4000, 1), groups(8000, 4000, 1)});
    QCOMPARE(first->numRows, 5000U);
    QCOMPARE(first->rowsNotKept, 7000U);
    QVERIFY(valueAt(first->at(0).chunk->rows.column(0), first->at(0).row) == text("key7000"));
    const auto second = store.apply(1, {groups(12'000, 10, 1)});
    QCOMPARE(second->numRows, 5000U);
    QCOMPARE(second->removed.size(), 10U);
    QVERIFY(valueAt(second->at(0).chunk->rows.column(0), second->at(0).row) == text("key7010"));
}

QTEST_APPLESS_MAIN(TestResultStore)
#include "result_store_test.moc"
