// SPDX-License-Identifier: GPL-3.0-or-later
// Power cuts. Sinks of files write through the file system's seam, so every moment of a run can be cut there: after each of its
// operations, what was synced is kept and what was not is lost, kept, cut or zeroed. The checkpoint is an SQLite file on the machine's own
// disk; of it a copy is taken after every transaction, and a moment goes with the copy that was durable by then. That a transaction is
// durable when its COMMIT returns, and old or new when the cut falls into it, is SQLite's guarantee for write-ahead logging with
// synchronous=FULL; that every connection which writes is set so, is checked below.
#include <filesystem>

#include <fmt/format.h>
#include <sqlite3.h>

#include "core/base/sqlite_database.h"
#include "core/engine/checkpoint_store.h"
#include "tests/faults/harness.h"
#include "tests/faults/recorded_files.h"

namespace vitrine::test {

namespace fs = std::filesystem;

namespace {

/// The record of one run, and copies of its checkpoint.
struct Recording {
    RecordedFiles* files = nullptr;
    std::string checkpoint;
    std::string copies;
    std::size_t number = 0;

    std::string copy(std::size_t which) const { return fmt::format("{}/{}", copies, which); }
};
Recording recording;

void copyCheckpoint() {
    fs::create_directories(recording.copy(recording.number));
    // The file that maps the log is rebuilt, as after a power cut.
    for (const auto& entry : fs::directory_iterator(recording.checkpoint))
        if (!entry.path().string().ends_with("-shm")) fs::copy(entry.path(), recording.copy(recording.number) / entry.path().filename());
    recording.files->mark(recording.number++);
}

void restoreCheckpoint(const Place& place, std::optional<std::size_t> which) {
    fs::remove_all(place.checkpoint());
    if (which) fs::copy(recording.copy(*which), place.checkpoint());
}

/// Restarts on one image; words when the result is wrong.
std::optional<std::string> restart(Harness& harness, const Scenario& scenario, const Place& place, DiskImage image) {
    RecordedFiles files(place.out(), std::move(image));
    if (auto problem = wrongnessOf(scenario, contentsOf(scenario, place, files))) return "before the restart: " + *problem;
    RunOptions run = harness.runOptions();
    run.files = &files;
    if (const auto ran = runQuery(scenario, place, run); !ran) return "the restart failed: " + ran.error().detail();
    return differenceFromAnswer(scenario, contentsOf(scenario, place, files));
}

/// In a child. `=N images` when all are right.
std::string recordAndRestart(Harness& harness, const Scenario& scenario, const Place& place, std::size_t images) {
    const bool syncs = harness.options().breakage == nullptr || !harness.options().breakage->skipsSync;
    RecordedFiles files(place.out(), {}, syncs);
    recording = {&files, place.checkpoint(), place.root + "/copies", 0};
    killPointHook = [](KillPoint reached) {
        if (reached == KillPoint::TransactionCommitted) copyCheckpoint();
    };
    RunOptions run = harness.runOptions();
    run.files = &files;
    const auto ran = runQuery(scenario, place, run);
    killPointHook = nullptr;
    if (!ran) return wordsOf(ran);
    deliverClosing(scenario, place);

    std::size_t restarts = 0;
    std::set<std::pair<std::optional<std::size_t>, std::map<std::string, std::string>>> seen;
    for (std::size_t records = 0; records <= files.length(); ++records) {
        seen.clear();
        for (std::size_t index = 0; index < images; ++index) {
            keepAlive();
            DiskImage image = files.imageAt(records, CutChoice::number(index), harness.random());
            const auto which = files.markAt(records);
            if (!seen.emplace(which, image.files).second) continue;   // nothing was open: the same disk again
            restoreCheckpoint(place, which);
            ++restarts;
            if (const auto problem = restart(harness, scenario, place, std::move(image)))
                return fmt::format("image {} after operation {} of {} ({}): {}", index, records, files.length(),
                                   records == 0 ? "" : files.describe(records - 1), *problem);
        }
    }
    return fmt::format("={} images of {} operations, {} of them different", images * (files.length() + 1), files.length(), restarts);
}

/// Every connection that the process opens, and what is wrong with one of them.
struct Connections {
    std::vector<sqlite3*> open;
    std::string problem;
    std::size_t checks = 0;
};
Connections connections;

std::string pragma(sqlite3* connection, const char* name) {
    sqlite3_stmt* statement = nullptr;
    std::string value;
    const std::string sql = std::string("PRAGMA ") + name;
    if (sqlite3_prepare_v2(connection, sql.c_str(), -1, &statement, nullptr) == SQLITE_OK && sqlite3_step(statement) == SQLITE_ROW)
        value = reinterpret_cast<const char*>(sqlite3_column_text(statement, 0));
    sqlite3_finalize(statement);
    return value;
}

std::string checkConnections(Harness& harness, const Scenario& scenario, const Place& place) {
    sqlite3_auto_extension(reinterpret_cast<void (*)()>(+[](sqlite3* connection, char**, const sqlite3_api_routines*) {
        connections.open.push_back(connection);
        return SQLITE_OK;
    }));
    killPointHook = [](KillPoint reached) {
        if (reached != KillPoint::TransactionCommitted) return;
        for (sqlite3* connection : connections.open) {
            ++connections.checks;
            const std::string synchronous = pragma(connection, "synchronous");
            const std::string journal = pragma(connection, "journal_mode");
            if (synchronous != "2" || journal != "wal")
                connections.problem = fmt::format("{} has synchronous={}, journal_mode={}", sqlite3_db_filename(connection, "main"), synchronous, journal);
        }
    };
    const auto ran = runQuery(scenario, place, harness.runOptions());
    if (!ran) return wordsOf(ran);
    const std::size_t wanted = scenario.sink == SinkKind::Sqlite ? 2 : 1;
    if (connections.problem.empty() && (connections.checks == 0 || connections.open.size() < wanted)) return "no connection was seen";
    return connections.problem;
}

void checkDurability(Harness& harness, Scenario scenario) {
    scenario = harness.seeded(scenario);
    const Place place = harness.newPlace();
    deliverAll(scenario, place);
    const ChildEnd end = inChild([&] { return checkConnections(harness, scenario, place); });
    std::optional<std::string> problem;
    if (end.signal != 0 || !end.words.empty()) problem = end.describe();
    harness.endPlace(place, problem);
    harness.verdict("A3_database_is_durable_when_it_says_so_" + scenario.name(), problem);
}

}  // namespace

void restartOnCrashImages(Harness& harness, std::size_t images) {
    std::set<SinkKind> checked;
    for (const Scenario& each : harness.options().scenarios) {
        if (checked.insert(each.sink).second) checkDurability(harness, each);
        // Theirs is SQLite's own disk, and no seam.
        if (each.sink == SinkKind::Sqlite || each.sink == SinkKind::Command) continue;
        Scenario scenario = harness.seeded(each);
        scenario.files = 4;
        scenario.rowsPerFile = 8;
        const Place place = harness.newPlace(false);
        deliverAll(scenario, place);
        const ChildEnd end = inChild([&] { return recordAndRestart(harness, scenario, place, images); });
        const bool isRight = end.signal == 0 && end.words.starts_with('=');
        const auto problem = isRight ? std::nullopt : std::optional(end.describe());
        harness.endPlace(place, problem);
        harness.verdict("A3_crash_images_" + scenario.name(), problem, isRight ? end.words.substr(1) : "");
    }
}

}  // namespace vitrine::test
