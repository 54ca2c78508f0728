// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include <cmath>
#include <fmt/ranges.h>

#include "core/exec/join_table.h"
#include "core/exec/row_pipeline.h"
#include "tests/unit/exec/operator_run.h"

using namespace vitrine;
using namespace vitrine::test;

namespace {

SchemaPtr schemaOf(std::vector<Field> fields) { return std::make_shared<const Schema>(std::move(fields)); }

const SchemaPtr kStream = schemaOf({{"key", DataType::string()}, {"row", DataType::longType()}});
const SchemaPtr kTable = schemaOf({{"key", DataType::string()}, {"label", DataType::string()}});
const SchemaPtr kJoined =
    schemaOf({{"key", DataType::string()}, {"row", DataType::longType()}, {"key", DataType::string()}, {"label", DataType::string()}});

std::vector<Batch> tableRows() {
    std::vector<Row> rows{{text("b"), text("B2")}, {text("a"), text("A")}, {text("b"), text("B1")}, {Value{}, text("none")}};
    return {makeBatch(kTable, std::span(rows).first(2)), makeBatch(kTable, std::span(rows).last(2))};
}

std::string joined(bool leftOuter) {
    const JoinTable table(kTable, tableRows(), {0});
    const std::vector<Row> rows{{text("b"), number(1)}, {text("x"), number(2)}, {Value{}, number(3)}, {text("a"), number(4)}};
    const std::vector<std::size_t> keys{0};
    const Batch batch = table.join(makeBatch(kStream, rows), keys, leftOuter, kJoined);
    return fmt::format("{}", fmt::join(textsOf({&batch, 1}), "; "));
}

}  // namespace

class TestJoinTable : public QObject {
    Q_OBJECT
  private slots:
    void innerKeepsTheOrderOfStreamAndTable();
    void leftOuterKeepsRowsWithoutAMatch();
    void emptyTable();
    void nanAndZerosMatch();
    void originsStayWithTheirRows();
    void pipelineCountsRowsWithoutAMatch();
};

void TestJoinTable::innerKeepsTheOrderOfStreamAndTable() { QCOMPARE(joined(false), std::string("b 1 b B2; b 1 b B1; a 4 a A")); }

void TestJoinTable::leftOuterKeepsRowsWithoutAMatch() {
    QCOMPARE(joined(true), std::string("b 1 b B2; b 1 b B1; x 2 NULL NULL; NULL 3 NULL NULL; a 4 a A"));
}

void TestJoinTable::emptyTable() {
    const JoinTable table(kTable, {}, {0});
    const std::vector<Row> rows{{text("b"), number(1)}};
    const std::vector<std::size_t> keys{0};
    QCOMPARE(table.join(makeBatch(kStream, rows), keys, false, kJoined).numRows, std::size_t{0});
    const Batch batch = table.join(makeBatch(kStream, rows), keys, true, kJoined);
    QCOMPARE(textsOf({&batch, 1}).front(), std::string("b 1 NULL NULL"));
}

void TestJoinTable::nanAndZerosMatch() {
    const SchemaPtr one = schemaOf({{"x", DataType::doubleType()}});
    const std::vector<Row> rows{{Value{std::nan("")}}, {Value{-0.0}}, {Value{1.0}}};
    const JoinTable table(one, std::vector<Batch>{makeBatch(one, rows)}, {0});
    const std::vector<Row> asked{{Value{0.0}}, {Value{-std::nan("1")}}, {Value{2.0}}};
    const std::vector<std::size_t> keys{0};
    QCOMPARE(table.join(makeBatch(one, asked), keys, false, schemaOf({{"x", DataType::doubleType()}, {"y", DataType::doubleType()}})).numRows, std::size_t{2});
}

void TestJoinTable::originsStayWithTheirRows() {
    const JoinTable table(kTable, tableRows(), {0});
    const std::vector<Row> rows{{text("x"), number(1)}, {text("b"), number(2)}};
    const std::vector<std::size_t> keys{0};
    const Batch batch = table.join(makeBatch(kStream, rows, 7, 100), keys, false, kJoined);
    QCOMPARE(batch.origins->fileIndex, 7U);
    QCOMPARE(batch.origins->offsets, (std::vector<std::uint64_t>{101, 101}));
}

void TestJoinTable::pipelineCountsRowsWithoutAMatch() {
    std::vector<JoinTable> tables;
    tables.emplace_back(kTable, tableRows(), std::vector<std::size_t>{0});
    const RowSteps steps{LookupStep{0, {0}, false, kJoined}};
    RowPipeline pipeline(steps, 0, tables);
    Batch batch = makeBatch(kStream, std::vector<Row>{{text("x"), number(1)}, {text("y"), number(2)}, {text("a"), number(3)}});
    const SessionConf conf;
    QVERIFY(pipeline.apply(batch, {&conf, {}}));
    QCOMPARE(pipeline.rowsFiltered(), std::uint64_t{2});
    QCOMPARE(batch.schema, kJoined);
}

QTEST_APPLESS_MAIN(TestJoinTable)
#include "join_table_test.moc"
