// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdio>

#include <fmt/format.h>

#include "app/cli/commands.h"
#include "app/cli/document_file.h"
#include "core/query/logical_plan.h"

namespace vitrine::cli {

int checkCommand(const CheckArguments& arguments) {
    const LoadedDocument loaded = loadDocument(arguments.document, arguments.query);
    bool refused = printDiagnostics(loaded.parsed.diagnostics, arguments.document);
    if (loaded.parsed.document) {
        const PlanResult planned = planQuery(*loaded.parsed.document, loaded.directory, systemFiles());
        refused |= printDiagnostics(planned.diagnostics, arguments.document);
        if (!refused) fmt::print("accepted: {}\n", toDdl(*planned.plan->root->output));
    }
    return refused ? kWrongRequest : kDone;
}

}  // namespace vitrine::cli
