// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/faults/table_contents.h"

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <map>
#include <memory>
#include <set>
#include <sstream>

#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <sqlite3.h>

namespace vitrine::test {

namespace {

struct CloseDatabase {
    void operator()(sqlite3* database) const { sqlite3_close_v2(database); }
};
using Database = std::unique_ptr<sqlite3, CloseDatabase>;

/// All rows of a question, columns joined by `|`; words when it cannot be answered.
std::optional<std::string> ask(sqlite3* database, const std::string& sql, Rows& rows) {
    sqlite3_stmt* statement = nullptr;
    if (sqlite3_prepare_v2(database, sql.c_str(), -1, &statement, nullptr) != SQLITE_OK) return sqlite3_errmsg(database);
    int code = SQLITE_OK;
    while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
        std::string& row = rows.emplace_back();
        for (int column = 0; column < sqlite3_column_count(statement); ++column) {
            const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement, column));
            row += (column > 0 ? "|" : "") + std::string(text != nullptr ? text : "NULL");
        }
    }
    sqlite3_finalize(statement);
    if (code != SQLITE_DONE) return sqlite3_errmsg(database);
    return std::nullopt;
}

}  // namespace

void readSqlite(const Scenario& scenario, const Place& place, SinkContents& contents) {
    if (scenario.outputMode == "update") contents.keeping = Keeping::LastOfKey;
    if (scenario.outputMode == "complete") contents.keeping = Keeping::LastBatch;
    const std::string path = place.out() + "/result.db";
    if (!std::filesystem::exists(path)) return;
    sqlite3* opened = nullptr;
    const int code = sqlite3_open_v2(path.c_str(), &opened, SQLITE_OPEN_READWRITE, nullptr);
    const Database database(opened);
    if (code != SQLITE_OK) {
        contents.damage = path + ": " + sqlite3_errmsg(opened);
        return;
    }
    Rows sound, tables;
    contents.damage = ask(opened, "PRAGMA integrity_check", sound);
    if (!contents.damage && sound != Rows{"ok"}) contents.damage = "the database is damaged: " + sound.front();
    if (!contents.damage) contents.damage = ask(opened, "SELECT name FROM sqlite_schema WHERE name = 'result'", tables);
    if (contents.damage || tables.empty()) return;
    std::string names;
    for (const std::string& column : scenario.columns())
        names += (names.empty() ? "" : ", ") + (column == "start" ? "strftime('%s', \"window.start\")" : column);
    contents.damage = ask(opened, "SELECT " + names + " FROM result", contents.rows);
}

/// The protocol's own words: commits without a hole; files added and not removed; each (appId, version) once.
void readDelta(const Scenario& scenario, const Place& place, FileSystem& files, SinkContents& contents) {
    if (scenario.outputMode == "complete") contents.keeping = Keeping::LastBatch;
    const std::string log = place.out() + "/_delta_log";
    std::map<std::string, std::uint64_t> live;
    std::set<std::pair<std::string, std::int64_t>> transactions;
    for (std::int64_t version = 0;; ++version) {
        const auto commit = readFile(files, fmt::format("{}/{:020}.json", log, version));
        if (!commit) {
            if (files.stat(fmt::format("{}/{:020}.json", log, version + 1))) contents.damage = fmt::format("the log has no version {}", version);
            break;
        }
        std::istringstream lines(*commit);
        for (std::string line; std::getline(lines, line);) {
            const auto action = nlohmann::json::parse(line, nullptr, false);
            if (!action.is_object()) {
                contents.damage = fmt::format("version {} is damaged", version);
                return;
            }
            if (action.contains("add")) live[action["add"]["path"]] = action["add"]["size"];
            if (action.contains("remove")) live.erase(action["remove"]["path"].get<std::string>());
            if (!action.contains("txn")) continue;
            if (!transactions.emplace(action["txn"]["appId"], action["txn"]["version"]).second)
                contents.damage = fmt::format("version {} holds a batch that was there", version);
        }
    }
    for (const auto& [path, size] : live) {
        if (contents.damage) return;
        const auto content = readFile(files, place.out() + '/' + path);
        if (!content || content->size() != size) contents.damage = path + (content ? " has another size than the log says" : " is in the log and not there");
        else if (auto problem = readParquet(scenario.columns(), *content, contents.rows)) contents.damage = path + ' ' + *problem;
    }
}

void readCommand(const Scenario& scenario, const Place& place, SinkContents& contents) {
    if (scenario.outputMode == "complete") contents.keeping = Keeping::LastBatch;
    // The same batch may come again, but only with the same rows.
    std::map<std::int64_t, Rows> batches;
    for (const auto& entry : std::filesystem::directory_iterator(place.out())) {
        const std::string name = entry.path().filename();
        std::int64_t batch = 0;
        if (std::from_chars(name.data(), name.data() + name.size(), batch).ec != std::errc()) continue;   // still being written
        Rows rows;
        contents.damage = readJsonLines(scenario.columns(), entry.path(), rows);
        if (contents.damage) return;
        std::sort(rows.begin(), rows.end());
        const auto [found, isNew] = batches.emplace(batch, rows);
        if (!isNew && found->second != rows) {
            contents.damage = fmt::format("batch {} came again with other rows", batch);
            return;
        }
    }
    for (const auto& [batch, rows] : batches) {
        if (contents.keeping == Keeping::LastBatch && !rows.empty()) contents.rows.clear();
        contents.rows.insert(contents.rows.end(), rows.begin(), rows.end());
    }
}

}  // namespace vitrine::test
