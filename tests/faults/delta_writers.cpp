// SPDX-License-Identifier: GPL-3.0-or-later
#include <filesystem>

#include <csignal>
#include <fmt/format.h>

#include "tests/faults/harness.h"

namespace vitrine::test {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kWriters = 4;

/// A query of its own, into the table of all.
struct Writer {
    Scenario scenario;
    Place place;
};

std::optional<std::string> writeTogether(Harness& harness, const std::vector<Writer>& writers, std::size_t& kills) {
    const auto work = [&harness](const Writer& writer) {
        return [&harness, &writer] { return wordsOf(runQuery(writer.scenario, writer.place, harness.runOptions())); };
    };
    {
        // Some are killed on the way.
        std::vector<std::unique_ptr<ChildProcess>> children;
        for (const Writer& writer : writers) children.push_back(std::make_unique<ChildProcess>(work(writer)));
        pass(Micros(5'000 + static_cast<std::int64_t>(harness.below(40'000))));
        for (std::size_t index = 0; index < writers.size(); index += 2) children[index]->send(SIGKILL);
        for (const auto& child : children) {
            const ChildEnd end = child->wait();
            if (end.wasKilled()) ++kills;
            if (!end.isSound() || !end.words.empty()) return end.describe();
        }
    }
    std::vector<std::unique_ptr<ChildProcess>> children;
    for (const Writer& writer : writers) {
        deliverClosing(writer.scenario, writer.place);
        children.push_back(std::make_unique<ChildProcess>(work(writer)));
    }
    for (const auto& child : children) {
        const ChildEnd end = child->wait();
        if (end.signal != 0 || !end.words.empty()) return end.describe();
    }
    return std::nullopt;
}

}  // namespace

void writeDeltaTogether(Harness& harness) {
    std::optional<std::string> problem;
    const Place place = harness.newPlace();
    fs::create_directories(place.out());
    std::vector<Writer> writers;
    for (std::size_t index = 0; index < kWriters; ++index) {
        Scenario scenario;
        scenario.sink = SinkKind::Delta;
        scenario.files = 25;
        scenario.rowsPerFile = 4;
        const Place own{fmt::format("{}/{}", place.root, index)};
        fs::create_directories(own.root);
        fs::create_directory_symlink(place.out(), own.out());
        writers.push_back({harness.seeded(scenario), own});
        deliverAll(writers.back().scenario, own);
    }
    std::size_t kills = 0;
    problem = writeTogether(harness, writers, kills);
    if (!problem) {
        const ChildEnd end = inChild([&]() -> std::string {
            Rows expected;
            for (const Writer& writer : writers) {
                const Rows rows = expectedRows(writer.scenario, Keeping::EveryRow);
                expected.insert(expected.end(), rows.begin(), rows.end());
            }
            const SinkContents contents = contentsOf(writers.front().scenario, place);
            return contents.damage ? *contents.damage : differenceOf(expected, contents.rows).value_or("");
        });
        if (end.signal != 0 || !end.words.empty()) problem = end.describe();
    }
    harness.endPlace(place, problem);
    harness.verdict("E2_four_writers_of_a_delta_table", problem, fmt::format("{} commits, {} writers killed", kWriters * 26, kills));
}

}  // namespace vitrine::test
