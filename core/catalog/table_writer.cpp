// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/catalog/table_writer.h"

#include <algorithm>
#include <filesystem>

#include <fmt/format.h>

#include "core/formats/option_reader.h"

namespace vitrine {
namespace {

/// Links and dots resolved as far as the path is there.
std::filesystem::path whole(const std::string& path) {
    std::error_code failure;
    std::filesystem::path canonical = std::filesystem::weakly_canonical(path, failure);
    if (failure) canonical = path;
    return canonical.filename().empty() ? canonical.parent_path() : canonical;
}

}  // namespace

Result<void> checkUnwritten(const CatalogTable& table, const std::vector<TableWriter>& writers) {
    const std::filesystem::path location = whole(table.location);
    const auto found = std::find_if(writers.begin(), writers.end(), [&](const TableWriter& writer) {
        return !writer.path.empty() && whole(writer.path) == location && (table.format != "sqlite" || equalsIgnoringCase(writer.table, table.name));
    });
    if (found == writers.end()) return {};
    const std::string where = found->process == 0 ? std::string() : fmt::format(" of process {}", found->process);
    return Error(ErrorCode::SqlRefused, fmt::format("The query {}{} writes the table {}.{}.", found->query, where, table.database, table.name))
        .withWayOut(found->process == 0 ? "Stop the query first, then drop the table."
                                        : fmt::format("Stop the query first, for example with `vitrine-cli streams --stop {}`, then drop the table.", found->query));
}

}  // namespace vitrine
