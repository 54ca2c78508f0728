// SPDX-License-Identifier: GPL-3.0-or-later
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <fstream>

#include <fmt/format.h>

#include "core/engine/checkpoint_store.h"
#include "tests/faults/harness.h"

namespace vitrine::test {

namespace fs = std::filesystem;

namespace {

std::string contentOf(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

void restore(const fs::path& from, const fs::path& to) {
    fs::remove_all(to);
    if (fs::exists(from)) fs::copy(from, to, fs::copy_options::recursive);
}

/// Damages one file of the checkpoint; the words say how.
std::string damage(Harness& harness, const Place& place) {
    std::vector<fs::path> files;
    for (const auto& entry : fs::directory_iterator(place.checkpoint())) {
        // The file that maps the log is rebuilt, and the lock holds nothing.
        const std::string name = entry.path().filename();
        if (name.starts_with(CheckpointStore::kFileName) && !name.ends_with("-shm") && entry.file_size() > 0) files.push_back(entry.path());
    }
    if (files.empty()) return "nothing";
    std::sort(files.begin(), files.end());
    const fs::path& path = files[harness.below(files.size())];
    std::string content = contentOf(path);
    std::string words;
    const std::uint64_t at = harness.below(content.size());
    switch (harness.below(20)) {
        case 0:
            content.resize(at);
            words = fmt::format("{} cut to {} bytes", path.filename().string(), at);
            break;
        case 1:
            fs::remove(path);
            return path.filename().string() + " removed";
        case 2: {
            const std::size_t block = at / 4096 * 4096;
            content.replace(block, std::min<std::size_t>(4096, content.size() - block), std::min<std::size_t>(4096, content.size() - block), '\0');
            words = fmt::format("{} with zeroes from {}", path.filename().string(), block);
            break;
        }
        default: {
            const auto bit = static_cast<char>(1U << harness.below(8));
            content[at] = static_cast<char>(content[at] ^ bit);
            words = fmt::format("{} with a bit flipped at {}", path.filename().string(), at);
        }
    }
    std::ofstream(path, std::ios::binary | std::ios::trunc) << content;
    return words;
}

/// Runs to the end on a damaged checkpoint. Refused in a sentence, or right.
std::string runDamaged(Harness& harness, const Scenario& scenario, const Place& place) {
    const auto ran = runQuery(scenario, place, harness.runOptions());
    if (!ran) {
        const bool says = ran.error().code() != ErrorCode::Internal && ran.error().message().size() > 10;
        return says ? "refused" : "the refusal says nothing: " + ran.error().detail();
    }
    return differenceFromAnswer(scenario, contentsOf(scenario, place)).value_or("");
}

}  // namespace

void damageCheckpoints(Harness& harness, std::size_t damages) {
    const auto& scenarios = harness.options().scenarios;
    const std::size_t share = (damages + scenarios.size() - 1) / scenarios.size();
    for (const Scenario& each : scenarios) {
        std::optional<std::string> problem;
        std::size_t refused = 0;
        for (std::size_t count = 0; count < share && !problem;) {
            const Scenario scenario = harness.seeded(each);
            const Place place = harness.newPlace(false);
            deliverAll(scenario, place);
            // In the middle of a life: killed, or ended properly with input to come.
            const auto hit = static_cast<std::uint32_t>(1 + harness.below(2 * scenario.files));
            clearKillPointCounts();
            const ChildEnd life = inChild([&] {
                armKillPoint(harness.below(2) == 0 ? KillPoint::BatchWritten : KillPoint::BatchCommitted, hit);
                return wordsOf(runQuery(scenario, place, harness.runOptions()));
            });
            if (!life.isSound() || !life.words.empty()) problem = life.describe();
            deliverClosing(scenario, place);
            const std::string saved = place.root + "/saved";
            fs::create_directories(saved);
            restore(place.checkpoint(), saved + "/checkpoint");
            restore(place.out(), saved + "/out");
            for (std::size_t again = 0; again < 20 && count < share && !problem; ++again, ++count) {
                restore(saved + "/checkpoint", place.checkpoint());
                restore(saved + "/out", place.out());
                const std::string words = damage(harness, place);
                const ChildEnd end = inChild([&] { return runDamaged(harness, scenario, place); });
                if (end.signal == 0 && end.words == "refused") ++refused;
                else if (end.signal != 0 || !end.words.empty()) problem = words + ": " + end.describe();
            }
            harness.endPlace(place, problem);
        }
        harness.verdict("A9_damaged_checkpoint_" + each.name(), problem,
                        fmt::format("{} damages, {} refused, the others harmless", share, refused));
    }
}

}  // namespace vitrine::test
