// SPDX-License-Identifier: GPL-3.0-or-later
// JSON files: any bytes give rows, malformed rows or an error, and the fast path gives the rows of the exact reader.
#include "core/data/value.h"
#include "core/formats/row_reader.h"
#include "tests/fuzz/fuzz_input.h"
#include "tests/fuzz/memory_files.h"

using namespace vitrine;

namespace {

struct Answer {
    std::vector<std::vector<Value>> rows;
    std::uint64_t malformed = 0;
    bool failed = false;
};

Answer read(const std::string_view bytes, ReadSpec spec, bool fastPath) {
    spec.fastPath = fastPath;
    Answer answer;
    test::MemoryFiles files(bytes);
    const auto format = makeFormat("json", std::move(spec));
    if (!format) {
        answer.failed = true;
        return answer;
    }
    FileRange range;
    range.path = test::MemoryFiles::kFile;
    range.end = bytes.size();
    const auto reader = (*format)->open(files, range);
    if (!reader) {
        answer.failed = true;
        return answer;
    }
    MalformedRows malformed;
    while (true) {
        Batch batch;
        const auto more = (*reader)->next(batch, malformed, {});
        answer.failed = answer.failed || !more;
        if (!more || !*more) break;
        for (std::size_t row = 0; row < batch.numRows; ++row) {
            auto& values = answer.rows.emplace_back();
            for (const ColumnPtr& column : batch.columns) values.push_back(valueAt(*column, row));
        }
    }
    answer.malformed = malformed.total;
    return answer;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const char* const kSchemas[] = {
        "time TIMESTAMP, action STRING",
        "a BIGINT, b DOUBLE, c BOOLEAN, d STRING, e DECIMAL(10,2)",
        "a ARRAY<INT>, m MAP<STRING, DOUBLE>, s STRUCT<x: INT, y: STRING>, _corrupt_record STRING",
        "t TINYINT, f FLOAT, d DATE, n TIMESTAMP_NTZ, b BINARY",
    };
    static const char* const kModes[] = {"PERMISSIVE", "DROPMALFORMED", "FAILFAST"};
    std::string_view bytes = test::textOf(data, size);
    const std::uint8_t choice = test::takeByte(bytes);
    ReadSpec spec;
    spec.schema = std::make_shared<const Schema>(*parseDdl(kSchemas[choice % 4]));
    for (std::size_t column = 0; column < spec.schema->size(); ++column) spec.columns.push_back(column);
    spec.options["mode"] = kModes[choice / 4 % 3];
    if ((choice & 0x10U) != 0) spec.options["multiLine"] = "true";
    if ((choice & 0x20U) != 0) spec.options["allowComments"] = "true";
    if ((choice & 0x40U) != 0) spec.options["allowNumericLeadingZeros"] = "true";
    spec.chunkRows = 7;
    spec.now = EventTime{Micros{1'795'223'319'089'000}};
    const Answer fast = read(bytes, spec, true);
    const Answer exact = read(bytes, spec, false);
    FUZZ_REQUIRE(fast.failed == exact.failed);
    FUZZ_REQUIRE(fast.malformed == exact.malformed);
    FUZZ_REQUIRE(fast.rows.size() == exact.rows.size());
    for (std::size_t row = 0; row < fast.rows.size(); ++row)
        for (std::size_t column = 0; column < fast.rows[row].size(); ++column)
            FUZZ_REQUIRE(compareValues(*(*spec.schema)[column].type, fast.rows[row][column], exact.rows[row][column]) == 0);
    return 0;
}
