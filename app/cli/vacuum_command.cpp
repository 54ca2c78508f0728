// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdio>
#include <optional>

#include <fmt/format.h>

#include "app/cli/commands.h"
#include "app/cli/document_file.h"
#include "core/base/clock.h"
#include "core/connect/delta/delta_cleaner.h"
#include "core/data/duration_text.h"

namespace vitrine::cli {
namespace {

Result<std::vector<DeltaLeftover>> clean(const VacuumArguments& arguments) {
    DeltaCleanup cleanup;
    cleanup.dryRun = arguments.dryRun;
    cleanup.evenShort = arguments.evenShort;
    if (!arguments.retain.empty()) {
        // A number alone would be milliseconds.
        const bool hasUnit = arguments.retain.find_first_not_of("0123456789 ") != std::string::npos;
        if (hasUnit) cleanup.retention = parseSparkDuration(arguments.retain);
        if (!cleanup.retention || cleanup.retention->count() < 0) {
            return Error(ErrorCode::InvalidCommandLine, fmt::format("'{}' is no time to retain files.", arguments.retain))
                .withWayOut("Write it as 168h or 7d.");
        }
    }
    return cleanDeltaTable(systemFiles(), absolutePath(arguments.directory), cleanup, SystemClock().now());
}

}  // namespace

int vacuumCommand(const VacuumArguments& arguments) {
    const auto removed = clean(arguments);
    if (!removed) {
        fmt::print(stderr, "vitrine-cli: {}\n", removed.error().detail());
        const bool failed = removed.error().code() == ErrorCode::WriteFailed || removed.error().code() == ErrorCode::ReadFailed;
        return failed ? kFailed : kWrongRequest;
    }
    std::uint64_t bytes = 0;
    for (const DeltaLeftover& leftover : *removed) {
        bytes += leftover.size;
        fmt::print("{:>12}  {}\n", leftover.size, leftover.path);
    }
    fmt::print(stderr, "{} {} of {} bytes {} removed.\n", removed->size(), removed->size() == 1 ? "file" : "files", bytes,
               arguments.dryRun ? "would be" : removed->size() == 1 ? "was" : "were");
    return kDone;
}

}  // namespace vitrine::cli
