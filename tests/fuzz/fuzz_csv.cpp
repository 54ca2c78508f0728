// SPDX-License-Identifier: GPL-3.0-or-later
// CSV files: any bytes give rows, malformed rows or an error, and the fast path gives the rows of the exact reader.
#include "tests/fuzz/same_rows.h"

using namespace vitrine;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const char* const kSchemas[] = {
        "time TIMESTAMP, action STRING",
        "a INT, b DOUBLE, c BOOLEAN, d STRING, e DECIMAL(10,2)",
        "a STRING, b STRING, c STRING, _corrupt_record STRING",
        "t TINYINT, f FLOAT, d DATE, n TIMESTAMP_NTZ, l BIGINT",
    };
    static const char* const kModes[] = {"PERMISSIVE", "DROPMALFORMED", "FAILFAST"};
    static const char* const kHandling[] = {"STOP_AT_DELIMITER", "STOP_AT_CLOSING_QUOTE", "BACK_TO_DELIMITER", "SKIP_VALUE"};
    std::string_view bytes = test::textOf(data, size);
    const std::uint8_t choice = test::takeByte(bytes);
    const std::uint8_t more = test::takeByte(bytes);
    ReadSpec spec;
    spec.schema = std::make_shared<const Schema>(*parseDdl(kSchemas[choice % 4]));
    spec.options["mode"] = kModes[choice / 4 % 3];
    if ((choice & 0x10U) != 0) spec.options["multiLine"] = "true";
    if ((choice & 0x20U) != 0) spec.options["header"] = "true";
    if ((choice & 0x40U) != 0) spec.options["ignoreLeadingWhiteSpace"] = spec.options["ignoreTrailingWhiteSpace"] = "true";
    if ((choice & 0x80U) != 0) spec.options["comment"] = "#";
    if ((more & 1U) != 0) spec.options["sep"] = "||";
    if ((more & 2U) != 0) spec.options["escape"] = "\"";
    if ((more & 4U) != 0) spec.options["nullValue"] = "NA";
    if ((more & 8U) != 0) spec.options["emptyValue"] = "-";
    if ((more & 16U) != 0) spec.options["quote"] = "'";
    spec.options["unescapedQuoteHandling"] = kHandling[more / 32 % 4];
    test::requireSameRows("csv", std::move(spec), bytes);
    return 0;
}
