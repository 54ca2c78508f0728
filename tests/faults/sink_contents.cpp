// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/faults/sink_contents.h"

#include <algorithm>
#include <charconv>
#include <map>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "tests/faults/table_contents.h"

namespace vitrine::test {

namespace {

using Json = nlohmann::json;

std::vector<std::string> namesIn(FileSystem& files, const std::string& directory) {
    std::vector<std::string> names;
    if (const auto entries = files.list(directory))
        for (const DirectoryEntry& entry : *entries) names.push_back(entry.name);
    std::sort(names.begin(), names.end());
    return names;
}

std::vector<std::string> linesOf(std::string_view text) {
    std::vector<std::string> lines;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        lines.emplace_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return lines;
}

std::optional<std::int64_t> numberOf(std::string_view text) {
    std::int64_t number = 0;
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (failure != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return number;
}

/// The text of a cell in JSON.
std::string cellOf(const Json& row, const std::string& column) {
    const auto found = row.find(column);
    if (found == row.end() || found->is_null()) return "NULL";
    return found->is_string() ? found->get<std::string>() : found->dump();
}

std::optional<std::string> readCsvText(const std::vector<std::string>& columns, const std::string& content, Rows& rows) {
    if (!content.empty() && content.back() != '\n') return "ends within a line";
    for (std::string& row : linesOf(content)) {
        if (static_cast<std::size_t>(std::count(row.begin(), row.end(), ',')) + 1 != columns.size()) return "holds a line that is no row: " + row;
        std::replace(row.begin(), row.end(), ',', '|');
        rows.push_back(std::move(row));
    }
    return std::nullopt;
}

std::optional<std::string> readJsonText(const std::vector<std::string>& columns, const std::string& content, Rows& rows) {
    if (!content.empty() && content.back() != '\n') return "ends within a line";
    for (const std::string& line : linesOf(content)) {
        const Json parsed = Json::parse(line, nullptr, false);
        if (!parsed.is_object()) return "holds a line that is no row: " + line;
        std::string& row = rows.emplace_back();
        for (const std::string& column : columns) row += (row.empty() ? "" : "|") + cellOf(parsed, column);
    }
    return std::nullopt;
}

/// Reads one part file whole.
std::optional<std::string> readPartFile(const Scenario& scenario, FileSystem& files, const std::string& path, Rows& rows) {
    const auto content = readFile(files, path);
    if (!content) return content.error().message();
    auto* read = scenario.sink == SinkKind::Csv ? readCsvText : scenario.sink == SinkKind::Json ? readJsonText : readParquet;
    auto problem = read(scenario.columns(), *content, rows);
    if (problem) return path + ' ' + *problem;
    return problem;
}

/// SK-1, SK-2: the newest compact log and the entries after it name the files that count.
void readFileSink(const Scenario& scenario, const Place& place, FileSystem& files, SinkContents& contents) {
    const std::string log = place.out() + "/_spark_metadata";
    std::map<std::int64_t, std::string> entries;
    std::int64_t compacted = -1;
    for (const std::string& name : namesIn(files, log)) {
        if (name.starts_with('.')) continue;
        const bool isCompact = name.ends_with(".compact");
        const auto id = numberOf(std::string_view(name).substr(0, name.size() - (isCompact ? 8 : 0)));
        if (!id) {
            contents.damage = "the log holds '" + name + "'";
            return;
        }
        entries[*id] = name;
        if (isCompact) compacted = std::max(compacted, *id);
    }
    std::int64_t next = compacted < 0 ? 0 : compacted;
    for (const auto& [id, name] : entries) {
        if (id < compacted) continue;
        if (id != next++) {
            contents.damage = fmt::format("the log has no entry {}", next - 1);
            return;
        }
        const auto content = readFile(files, log + '/' + name);
        const auto lines = content ? linesOf(*content) : std::vector<std::string>();
        if (lines.empty() || lines.front() != "v1") {
            contents.damage = "log entry " + name + " is damaged";
            return;
        }
        for (std::size_t index = 1; index < lines.size(); ++index) {
            const Json entry = Json::parse(lines[index], nullptr, false);
            if (!entry.is_object()) {
                contents.damage = "log entry " + name + " is cut";
                return;
            }
            std::string path = entry.value("path", "");
            for (const std::string_view prefix : {"file://", "file:"})
                if (path.starts_with(prefix)) path.erase(0, prefix.size());
            const auto standing = files.stat(path);
            if (!standing || standing->size != entry.value("size", std::uint64_t{0})) {
                contents.damage = path + (standing ? " has another size than the log says" : " is named in the log and not there");
                return;
            }
            contents.damage = readPartFile(scenario, files, path, contents.rows);
            if (contents.damage) return;
        }
    }
    // Also those that are in no log are whole: a plain listing never shows half a file.
    for (const std::string& name : namesIn(files, place.out())) {
        if (name.starts_with('.') || name.starts_with('_')) continue;
        Rows unnamed;
        contents.damage = readPartFile(scenario, files, place.out() + '/' + name, unnamed);
        if (contents.damage) return;
    }
}

void readBatchFiles(const Scenario& scenario, const Place& place, FileSystem& files, SinkContents& contents) {
    if (scenario.outputMode == "complete") contents.keeping = Keeping::LastBatch;
    std::int64_t next = 0;
    for (const std::string& name : namesIn(files, place.out())) {
        if (name.starts_with('.')) continue;
        const auto content = readFile(files, place.out() + '/' + name);
        if (!content || name != fmt::format("batch-{:06}", next++) || (!content->empty() && content->back() != '\n')) {
            contents.damage = "there is " + name;
            return;
        }
        const Rows rows = linesOf(*content);
        if (contents.keeping == Keeping::LastBatch && !rows.empty()) contents.rows.clear();
        contents.rows.insert(contents.rows.end(), rows.begin(), rows.end());
    }
}

}  // namespace

std::optional<std::string> readJsonLines(const std::vector<std::string>& columns, const std::string& path, Rows& rows) {
    const auto content = readFile(systemFiles(), path);
    if (!content) return content.error().message();
    if (auto problem = readJsonText(columns, *content, rows)) return path + ' ' + *problem;
    return std::nullopt;
}

SinkContents contentsOf(const Scenario& scenario, const Place& place, FileSystem& files) {
    SinkContents contents;
    switch (scenario.sink) {
        case SinkKind::BatchFiles: readBatchFiles(scenario, place, files, contents); break;
        case SinkKind::Json:
        case SinkKind::Csv:
        case SinkKind::Parquet: readFileSink(scenario, place, files, contents); break;
        case SinkKind::Sqlite: readSqlite(scenario, place, contents); break;
        case SinkKind::Delta: readDelta(scenario, place, files, contents); break;
        case SinkKind::Command: readCommand(scenario, place, contents); break;
    }
    return contents;
}

std::optional<std::string> differenceFromAnswer(const Scenario& scenario, const SinkContents& contents) {
    if (contents.damage) return contents.damage;
    return differenceOf(expectedRows(scenario, contents.keeping), contents.rows);
}

std::optional<std::string> wrongnessOf(const Scenario& scenario, const SinkContents& contents) {
    if (contents.damage) return contents.damage;
    // Only what is never taken back can be compared on the way.
    if (contents.keeping != Keeping::EveryRow) return std::nullopt;
    return surplusOf(expectedRows(scenario, contents.keeping), contents.rows);
}

}  // namespace vitrine::test
