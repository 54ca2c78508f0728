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
#include "tests/faults/failing_files.h"
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

/// Runs while every operation and transaction is recorded into `files`.
Result<void> record(Harness& harness, const Scenario& scenario, const Place& place, RecordedFiles& files, FileSystem& seen) {
    recording.files = &files;
    recording.checkpoint = place.checkpoint();
    recording.copies = place.root + "/copies";
    killPointHook = [](KillPoint reached) {
        if (reached == KillPoint::TransactionCommitted) copyCheckpoint();
    };
    RunOptions run = harness.runOptions();
    run.files = &seen;
    auto ran = runQuery(scenario, place, run);
    killPointHook = nullptr;
    return ran;
}

/// Restarts on `images` images of each moment from record `first` on, or of those where the checkpoint has just become durable; words when a result is wrong.
std::string restartOnAll(Harness& harness, const Scenario& scenario, const Place& place, const RecordedFiles& files, std::size_t first,
                         std::size_t images, bool onlyAfterMarks, std::size_t& restarts) {
    std::set<std::pair<std::optional<std::size_t>, std::map<std::string, std::string>>> seen;
    for (std::size_t records = first; records <= files.length(); ++records) {
        if (onlyAfterMarks && (records == 0 || !files.isMark(records - 1))) continue;
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
    return {};
}

bool syncsIn(Harness& harness) { return harness.options().breakage == nullptr || !harness.options().breakage->skipsSync; }

/// In a child. `=N images` when all are right.
std::string recordAndRestart(Harness& harness, const Scenario& scenario, const Place& place, std::size_t images) {
    RecordedFiles files(place.out(), {}, syncsIn(harness));
    recording.number = 0;
    if (const auto ran = record(harness, scenario, place, files, files); !ran) return wordsOf(ran);
    deliverClosing(scenario, place);
    std::size_t restarts = 0;
    if (auto words = restartOnAll(harness, scenario, place, files, 0, images, false, restarts); !words.empty()) return words;
    return fmt::format("={} images of {} operations, {} of them different", images * (files.length() + 1), files.length(), restarts);
}

/// In a child: a run in which the disk refuses everything from one call on, which is how a kill looks to the disk; a second run to the
/// end; and a power cut after any transaction of that one. What the first left unsynced must not be taken for durable by the second.
std::string failRecordAndRestart(Harness& harness, const Scenario& scenario, const Place& place) {
    std::size_t restarts = 0;
    for (std::uint64_t at = 1;; ++at) {
        keepAlive();
        undeliver(place);
        deliverAll(scenario, place);
        fs::remove_all(place.checkpoint());
        fs::remove_all(place.root + "/copies");
        recording.number = 0;
        RecordedFiles files(place.out(), {}, syncsIn(harness));
        FailingFiles failing(FileFault::InputOutput, at, true, files);
        static_cast<void>(record(harness, scenario, place, files, failing));
        if (!failing.hasFired()) return fmt::format("={} failures, {} different images", at - 1, restarts);
        const std::size_t first = files.length();
        if (const auto ran = record(harness, scenario, place, files, files); !ran) return wordsOf(ran);
        deliverClosing(scenario, place);
        if (auto words = restartOnAll(harness, scenario, place, files, first, 1, true, restarts); !words.empty())
            return fmt::format("after a failure at call {}: {}", at, words);
    }
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
        const auto attempt = [&](const char* name, const std::function<std::string(const Place&)>& work) {
            const Place place = harness.newPlace(false);
            deliverAll(scenario, place);
            const ChildEnd end = inChild([&] { return work(place); });
            const bool isRight = end.signal == 0 && end.words.starts_with('=');
            const auto problem = isRight ? std::nullopt : std::optional(end.describe());
            harness.endPlace(place, problem);
            harness.verdict(name + scenario.name(), problem, isRight ? end.words.substr(1) : "");
        };
        attempt("A3_crash_images_", [&](const Place& place) { return recordAndRestart(harness, scenario, place, images); });
        scenario.files = 2;
        attempt("A4_crash_images_after_a_failure_", [&](const Place& place) { return failRecordAndRestart(harness, scenario, place); });
    }
}

}  // namespace vitrine::test
