// SPDX-License-Identifier: GPL-3.0-or-later
// JSON files: any bytes give rows, malformed rows or an error, and the fast path gives the rows of the exact reader.
#include "tests/fuzz/same_rows.h"

using namespace vitrine;

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
    spec.options["mode"] = kModes[choice / 4 % 3];
    if ((choice & 0x10U) != 0) spec.options["multiLine"] = "true";
    if ((choice & 0x20U) != 0) spec.options["allowComments"] = "true";
    if ((choice & 0x40U) != 0) spec.options["allowNumericLeadingZeros"] = "true";
    test::requireSameRows("json", std::move(spec), bytes);
    return 0;
}
