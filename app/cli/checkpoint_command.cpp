// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdio>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "app/cli/commands.h"
#include "app/cli/document_file.h"
#include "core/data/timestamp_text.h"
#include "core/engine/checkpoint_inspection.h"

namespace vitrine::cli {
namespace {

using Json = nlohmann::ordered_json;

std::string instant(WallTime time) { return formatMillisUtc(time.time_since_epoch().count()); }

std::string bytesText(std::uint64_t bytes) {
    if (bytes < 1000) return fmt::format("{} bytes", bytes);
    if (bytes < 1'000'000) return fmt::format("{:.1f} kB", static_cast<double>(bytes) / 1e3);
    return fmt::format("{:.1f} MB", static_cast<double>(bytes) / 1e6);
}

std::string secondsText(std::int64_t micros) { return fmt::format("{} s", static_cast<double>(micros) / 1e6); }

void line(std::string_view label, const std::string& text) { fmt::print("{:<16}{}\n", label, text); }

std::string batchesText(const CheckpointSummary& summary) {
    if (!summary.planned) return "none yet";
    if (!summary.committed) return fmt::format("batch {} was planned, none is committed", *summary.planned);
    std::string text = fmt::format("{} committed last", *summary.committed);
    if (!summary.hasUnfinishedBatch()) return text + fmt::format(", nothing unfinished; {} remembered", summary.numBatches);
    return text + fmt::format("; {} remembered", summary.numBatches);
}

void printRestart(const CheckpointSummary& summary) {
    fmt::print("\nA restart of the query\n");
    if (summary.hasUnfinishedBatch())
        fmt::print("  runs batch {} again first, with the same rows, watermark and time; batches before it are not repeated.\n", *summary.planned);
    else if (summary.committed)
        fmt::print("  goes on with batch {}; batches 0 to {} are not repeated.\n", *summary.committed + 1, *summary.committed);
    else
        fmt::print("  begins with batch 0.\n");
    fmt::print("  may change: the trigger, limits such as maxFilesPerTrigger, filters and columns that no state depends on, outputs and their options.\n");
    fmt::print("  is refused with: another number or kind of sources, files outside of the directories read so far");
    if (!summary.operators.empty()) fmt::print(", a step with state more or less, keys or aggregates of other types");
    fmt::print(".\n");
    if (!summary.operators.empty())
        fmt::print("  goes on and says so with: another output mode, window length, watermark delay, or other keys and aggregates of the same types.\n");
}

void print(const CheckpointSummary& summary) {
    line("checkpoint", summary.directory);
    line("query id", summary.queryId.empty() ? "being made at this moment" : summary.queryId);
    line("format", fmt::format("{}", summary.formatVersion));
    line("in use", summary.holder.empty() ? "no" : "by " + summary.holder);
    line("size on disk", bytesText(summary.bytesOnDisk));
    if (!summary.outputMode.empty()) line("output mode", summary.outputMode);
    line("batches", batchesText(summary));
    if (summary.hasUnfinishedBatch())
        line("unfinished", fmt::format("batch {}, planned {}, is not committed", *summary.planned, instant(summary.batches.back().planned)));
    if (summary.watermark) line("watermark", summary.delays.empty() && summary.watermark->time_since_epoch().count() == 0 ? "none" : instant(*summary.watermark));
    for (const CheckpointSummary::Window& window : summary.windows)
        line("windows", fmt::format("{}{}", secondsText(window.duration), window.slide != window.duration ? " every " + secondsText(window.slide) : ""));
    for (const Millis delay : summary.delays) line("delay", secondsText(delay.count() * 1000));
    for (std::size_t at = 0; at < summary.sources.size(); ++at) {
        const CheckpointSummary::SourcePosition& source = summary.sources[at];
        std::string text = source.format.empty() ? std::string() : source.format + (source.path.empty() ? ": " : " " + source.path + ": ");
        text += source.offset.empty() ? "before its first data" : "offset " + source.offset;
        if (source.items > 0) text += fmt::format(", {} file{} seen", source.items, source.items == 1 ? "" : "s");
        line(fmt::format("source {}", at), text);
    }
    for (const CheckpointSummary::Operator& stateful : summary.operators) {
        line("state", fmt::format("{}: {} rows, {}{}", stateful.name, stateful.rows ? fmt::format("{}", *stateful.rows) : "?", bytesText(stateful.bytes),
                                  stateful.snapshotBatch < 0 ? "" : fmt::format(", snapshot of batch {}", stateful.snapshotBatch)));
        if (!stateful.keys.empty()) line("", "keys: " + stateful.keys);
        if (!stateful.state.empty()) line("", "kept for each: " + stateful.state);
    }
    if (summary.operators.empty()) line("state", "none");
    for (const std::string& sink : summary.sinks) line("output", sink);
    for (const auto& [name, value] : summary.conf) line("pinned", name + " = " + value);
    if (!summary.queryId.empty()) printRestart(summary);
}

Json textOrNull(const std::string& text) { return text.empty() ? Json() : Json(text); }

Json offsetJson(const std::string& text) {
    if (text.empty()) return nullptr;
    Json parsed = Json::parse(text, nullptr, false);
    return parsed.is_discarded() ? Json(text) : parsed;
}

std::string jsonText(const CheckpointSummary& summary) {
    Json json;
    json["directory"] = summary.directory;
    json["id"] = summary.queryId;
    json["formatVersion"] = summary.formatVersion;
    json["inUseBy"] = textOrNull(summary.holder);
    json["bytesOnDisk"] = summary.bytesOnDisk;
    json["outputMode"] = textOrNull(summary.outputMode);
    json["zone"] = textOrNull(summary.zone);
    json["lastPlannedBatch"] = summary.planned ? Json(*summary.planned) : Json();
    json["lastCommittedBatch"] = summary.committed ? Json(*summary.committed) : Json();
    json["unfinishedBatch"] = summary.hasUnfinishedBatch() ? Json(*summary.planned) : Json();
    json["watermark"] = summary.watermark ? Json(instant(*summary.watermark)) : Json();
    json["rememberedBatches"] = summary.numBatches;
    json["batches"] = Json::array();
    for (const CheckpointSummary::Batch& batch : summary.batches)
        json["batches"].push_back({{"batchId", batch.id}, {"planned", instant(batch.planned)}, {"watermark", instant(batch.watermark)},
                                   {"committed", batch.committed}, {"numItems", batch.numItems}, {"items", batch.items}});
    json["sources"] = Json::array();
    for (const CheckpointSummary::SourcePosition& source : summary.sources)
        json["sources"].push_back({{"format", textOrNull(source.format)}, {"path", textOrNull(source.path)}, {"offset", offsetJson(source.offset)}, {"filesSeen", source.items}});
    json["stateOperators"] = Json::array();
    for (const CheckpointSummary::Operator& stateful : summary.operators)
        json["stateOperators"].push_back({{"operatorName", stateful.name}, {"keys", stateful.keys}, {"state", stateful.state},
                                          {"rows", stateful.rows ? Json(*stateful.rows) : Json()}, {"bytes", stateful.bytes},
                                          {"snapshotBatch", stateful.snapshotBatch < 0 ? Json() : Json(stateful.snapshotBatch)}});
    json["windows"] = Json::array();
    for (const CheckpointSummary::Window& window : summary.windows)
        json["windows"].push_back({{"durationUs", window.duration}, {"slideUs", window.slide}, {"startUs", window.start}});
    json["watermarkDelaysMs"] = Json::array();
    for (const Millis delay : summary.delays) json["watermarkDelaysMs"].push_back(delay.count());
    json["sinks"] = summary.sinks;
    json["conf"] = summary.conf;
    return json.dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
}

}  // namespace

int checkpointCommand(const CheckpointArguments& arguments) {
    const auto summary = inspectCheckpoint(absolutePath(arguments.directory), true);
    if (!summary) {
        fmt::print(stderr, "vitrine-cli: {}\n", summary.error().detail());
        return kWrongRequest;
    }
    if (arguments.json) fmt::print("{}", jsonText(*summary));
    else print(*summary);
    return kDone;
}

}  // namespace vitrine::cli
