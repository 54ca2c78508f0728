// SPDX-License-Identifier: GPL-3.0-or-later
// Query documents: what is accepted is written as a document that reads back equal; planning it gives a plan or reasons.
#include "core/query/logical_plan.h"
#include "tests/fuzz/fuzz_input.h"
#include "tests/fuzz/memory_files.h"

using namespace vitrine;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const ParsedDocument parsed = parseQueryDocument(test::textOf(data, size));
    if (!parsed.document) {
        FUZZ_REQUIRE(!parsed.diagnostics.empty());
        return 0;
    }
    const std::string written = toJson(*parsed.document);
    const ParsedDocument again = parseQueryDocument(written);
    FUZZ_REQUIRE(again.document);
    FUZZ_REQUIRE(toJson(*again.document) == written);

    test::MemoryFiles files("{\"time\":\"2016-07-26 02:45:07\",\"action\":\"Open\"}\n");
    const PlanResult planned = planQuery(*parsed.document, "/", files);
    FUZZ_REQUIRE(planned.plan || !planned.diagnostics.empty());
    if (planned.plan) explain(*planned.plan);
    return 0;
}
