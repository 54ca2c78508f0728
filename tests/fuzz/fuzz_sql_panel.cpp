// SPDX-License-Identifier: GPL-3.0-or-later
// Statements of the SQL panel: whatever they say, the live table stays, and no file can be made or read.
#include "core/catalog/sql_panel.h"
#include "core/catalog/sql_token.h"
#include "core/data/column_builder.h"
#include "tests/fuzz/fuzz_input.h"
#include "tests/fuzz/memory_files.h"

using namespace vitrine;

namespace {

class OneTable final : public LiveTables {
  public:
    OneTable() {
        auto schema = std::make_shared<const Schema>(parseDdl("window STRUCT<start: TIMESTAMP, end: TIMESTAMP>, action STRING, count BIGINT").value());
        const Value window{Value::List{Value{std::int64_t{0}}, Value{std::int64_t{3'600'000'000}}}};
        Batch batch{schema, {}, 2, nullptr};
        batch.columns = {makeConstantColumn((*schema)[0].type, window, 2), makeConstantColumn((*schema)[1].type, Value{std::string("Open")}, 2),
                         makeConstantColumn((*schema)[2].type, Value{std::int64_t{7}}, 2)};
        table_ = makeBatchTable(schema, {batch});
    }
    std::vector<std::string> names() const override { return {"t"}; }
    SqlTablePtr find(std::string_view name) const override { return name == "t" ? table_ : nullptr; }

  private:
    SqlTablePtr table_;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text = test::textOf(data, size);
    std::size_t end = 0;
    for (const SqlToken& token : sqlTokens(text)) {
        FUZZ_REQUIRE(token.begin >= end && token.end > token.begin && token.end <= text.size());
        end = token.end;
    }
    test::MemoryFiles files("{\"a\":1}\n");
    static const auto live = std::make_shared<OneTable>();
    SqlPanel panel(Workspace("/workspace", files), live);
    SqlOptions options;
    options.timeLimit = std::chrono::milliseconds(100);
    options.rowLimit = 1000;
    options.confirmed = true;
    if (const auto answer = panel.run(text, options)) {
        FUZZ_REQUIRE(answer->kind != SqlAnswer::Kind::TableDropped && answer->kind != SqlAnswer::Kind::DatabaseCreated);
        FUZZ_REQUIRE(answer->columns.size() == answer->rows.columns.size());
        for (const ColumnPtr& column : answer->rows.columns) FUZZ_REQUIRE(column->size() == answer->rows.numRows);
    }
    const auto sum = panel.run("SELECT sum(count) FROM live.t");
    FUZZ_REQUIRE(sum && sum->rows.column(0).values<std::int64_t>()[0] == 14);
    return 0;
}
