// SPDX-License-Identifier: GPL-3.0-or-later
// Schema texts: whatever is accepted is written as a text that gives the same schema.
#include "core/data/schema.h"
#include "tests/fuzz/fuzz_input.h"

using namespace vitrine;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text = test::textOf(data, size);
    if (const auto schema = parseDdl(text)) {
        const std::string written = toDdl(*schema);
        const auto again = parseDdl(written);
        FUZZ_REQUIRE(again);
        FUZZ_REQUIRE(toDdl(*again) == written);
    }
    if (const auto schema = parseStructTypeJson(text)) {
        const auto again = parseStructTypeJson(toStructTypeJson(*schema));
        FUZZ_REQUIRE(again);
        FUZZ_REQUIRE(toDdl(*again) == toDdl(*schema));
    }
    return 0;
}
