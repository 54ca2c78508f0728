// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/query_facts.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include "core/data/timestamp_text.h"
#include "core/formats/option_reader.h"

namespace vitrine {

namespace {

using Json = nlohmann::ordered_json;

bool isSpace(char letter) { return letter == ' ' || letter == '\t' || letter == '\n' || letter == '\r'; }

std::string trimmed(std::string_view text) {
    while (!text.empty() && isSpace(text.front())) text.remove_prefix(1);
    while (!text.empty() && isSpace(text.back())) text.remove_suffix(1);
    return std::string(text);
}

/// `count(*) AS n` → `count(*)`: a name changes nothing in the state.
std::string withoutName(std::string_view expression) {
    const std::string text = trimmed(expression);
    for (std::size_t at = text.size(); at-- > 1;) {
        const char letter = text[at];
        if (letter == ')' || letter == '\'') break;
        const bool isWord = at + 2 < text.size() && isSpace(text[at - 1]) && isSpace(text[at + 2]);
        if (isWord && equalsIgnoringCase(std::string_view(text).substr(at, 2), "as")) return trimmed(std::string_view(text).substr(0, at));
    }
    return text;
}

bool isWindow(std::string_view key) {
    const std::size_t open = key.find('(');
    return open != std::string_view::npos && equalsIgnoringCase(trimmed(key.substr(0, open)), "window");
}

void collectWindows(const LogicalNode& node, std::vector<CheckpointSummary::Window>& windows) {
    if (const auto* aggregate = std::get_if<AggregateNode>(&node.op); aggregate != nullptr && aggregate->window)
        windows.push_back({aggregate->window->duration, aggregate->window->slide, aggregate->window->start});
    for (const LogicalPtr& input : node.inputs) collectWindows(*input, windows);
}

/// Sources whose offsets are written alike: only among them a query can go on.
std::string_view offsetKindOf(std::string_view format) {
    for (const std::string_view each : {"json", "csv", "text", "parquet", "orc", "avro"})
        if (equalsIgnoringCase(format, each)) return "files";
    for (const std::string_view each : {"rate", "socket"})
        if (equalsIgnoringCase(format, each)) return "rows in a line";
    return format;
}

std::string lengthText(std::int64_t micros) {
    constexpr std::array<std::pair<std::int64_t, const char*>, 5> kUnits{
        {{86'400'000'000, "day"}, {3'600'000'000, "hour"}, {60'000'000, "minute"}, {1'000'000, "second"}, {1'000, "millisecond"}}};
    for (const auto& [length, name] : kUnits)
        if (micros >= length && micros % length == 0) return fmt::format("{} {}{}", micros / length, name, micros == length ? "" : "s");
    return fmt::format("{} microseconds", micros);
}

std::string windowText(const CheckpointSummary::Window& window) {
    std::string text = lengthText(window.duration);
    if (window.slide != window.duration) text += " sliding by " + lengthText(window.slide);
    if (window.start != 0) text += fmt::format(" starting {} {} the epoch", lengthText(std::abs(window.start)), window.start < 0 ? "before" : "after");
    return text;
}

std::string listText(const std::vector<std::string>& texts) { return texts.empty() ? "nothing" : fmt::format("{}", fmt::join(texts, ", ")); }

std::vector<std::string> texts(const Json& object, const char* key) {
    std::vector<std::string> read;
    if (const auto found = object.find(key); found != object.end() && found->is_array())
        for (const Json& text : *found)
            if (text.is_string()) read.push_back(text.get<std::string>());
    return read;
}

std::string textOf(const Json& object, const char* key) {
    const auto found = object.find(key);
    return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

std::int64_t numberOf(const Json& object, const char* key) {
    const auto found = object.find(key);
    return found != object.end() && found->is_number_integer() ? found->get<std::int64_t>() : 0;
}

std::string modeNote(const std::string& before, const std::string& now) {
    const char* effect = "the same state is shown in another way from here on";
    if (now == "append") effect = "each window is written once when it is final, also those that have been written before";
    if (now == "complete") effect = "every group in the state is written with each batch, and nothing leaves the state any more";
    if (now == "update") effect = "a group is written each time it changes, also those that have been written before";
    return fmt::format("The output mode is {} now and was {} when the checkpoint was written: {}.", now, before, effect);
}

}  // namespace

QueryFacts QueryFacts::of(const QueryPlan& plan) {
    QueryFacts facts;
    facts.outputMode = plan.outputMode;
    facts.zone = plan.conf.zone.id();
    for (const PlannedSource& source : plan.sources)
        if (!source.isStatic) facts.sources.push_back({source.spec.format, source.resolvedPath});
    collectWindows(*plan.root, facts.windows);
    for (const PlannedWatermark& watermark : plan.watermarks) facts.delays.push_back(watermark.delay);
    for (const Step& step : plan.document.steps) {
        if (const auto* group = std::get_if<GroupByStep>(&step.method)) {
            for (const std::string& key : group->keys)
                if (!isWindow(key)) facts.keys.push_back(withoutName(key));
            for (const std::string& aggregate : group->aggregates) facts.aggregates.push_back(withoutName(aggregate));
        } else if (const auto* duplicates = std::get_if<DropDuplicatesStep>(&step.method)) {
            facts.deduplicated.insert(facts.deduplicated.end(), duplicates->columns.begin(), duplicates->columns.end());
        }
    }
    for (const SinkSpec& sink : plan.document.sinks) {
        const std::string& place = !sink.path.empty() ? sink.path : !sink.table.empty() ? sink.table : sink.command;
        facts.sinks.push_back(place.empty() ? sink.format : sink.format + ' ' + place);
    }
    return facts;
}

QueryFacts QueryFacts::fromJson(std::string_view text) {
    QueryFacts facts;
    const Json json = Json::parse(text, nullptr, false);
    if (!json.is_object()) return facts;
    facts.outputMode = textOf(json, "outputMode");
    facts.zone = textOf(json, "zone");
    const auto objects = [&](const char* key, const auto& take) {
        if (const auto found = json.find(key); found != json.end() && found->is_array())
            for (const Json& object : *found)
                if (object.is_object()) take(object);
    };
    objects("sources", [&](const Json& source) { facts.sources.push_back({textOf(source, "format"), textOf(source, "path")}); });
    objects("windows", [&](const Json& window) {
        facts.windows.push_back({numberOf(window, "duration"), numberOf(window, "slide"), numberOf(window, "start")});
    });
    objects("watermarks", [&](const Json& watermark) { facts.delays.emplace_back(numberOf(watermark, "delayMs")); });
    facts.keys = texts(json, "keys");
    facts.aggregates = texts(json, "aggregates");
    facts.deduplicated = texts(json, "dropDuplicates");
    facts.sinks = texts(json, "sinks");
    if (const auto found = json.find("watermarkJump"); found != json.end() && found->is_object()) {
        WatermarkJump jump;
        jump.batchId = numberOf(*found, "batchId");
        jump.file = textOf(*found, "file");
        jump.offset = static_cast<std::uint64_t>(numberOf(*found, "offset"));
        jump.line = static_cast<std::uint64_t>(numberOf(*found, "line"));
        jump.eventTime = WallTime{Millis{numberOf(*found, "eventTimeMs")}};
        jump.watermark = WallTime{Millis{numberOf(*found, "watermarkMs")}};
        jump.before = WallTime{Millis{numberOf(*found, "beforeMs")}};
        facts.watermarkJump = std::make_shared<const WatermarkJump>(std::move(jump));
    }
    return facts;
}

std::string QueryFacts::toJson() const {
    Json json;
    json["outputMode"] = outputMode;
    json["zone"] = zone;
    json["sources"] = Json::array();
    for (const Source& source : sources) json["sources"].push_back({{"format", source.format}, {"path", source.path}});
    json["windows"] = Json::array();
    for (const CheckpointSummary::Window& window : windows)
        json["windows"].push_back({{"duration", window.duration}, {"slide", window.slide}, {"start", window.start}});
    json["watermarks"] = Json::array();
    for (const Millis delay : delays) json["watermarks"].push_back({{"delayMs", delay.count()}});
    json["keys"] = keys;
    json["aggregates"] = aggregates;
    json["dropDuplicates"] = deduplicated;
    json["sinks"] = sinks;
    if (watermarkJump) {
        json["watermarkJump"] = {{"batchId", watermarkJump->batchId},
                                 {"file", watermarkJump->file},
                                 {"offset", static_cast<std::int64_t>(watermarkJump->offset)},
                                 {"line", static_cast<std::int64_t>(watermarkJump->line)},
                                 {"eventTimeMs", watermarkJump->eventTime.time_since_epoch().count()},
                                 {"watermarkMs", watermarkJump->watermark.time_since_epoch().count()},
                                 {"beforeMs", watermarkJump->before.time_since_epoch().count()}};
    }
    // Paths need not be UTF-8.
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Result<void> checkRestart(const QueryFacts& before, const QueryFacts& now) {
    if (before.sources.size() != now.sources.size()) return {};   // said by whoever counts the offsets
    for (std::size_t at = 0; at < now.sources.size(); ++at) {
        const std::string& was = before.sources[at].format;
        const std::string& is = now.sources[at].format;
        if (was.empty() || is.empty() || offsetKindOf(was) == offsetKindOf(is)) continue;
        return Error(ErrorCode::CheckpointIncompatible,
                     fmt::format("The checkpoint stands at a position of a {} source, from which a {} source cannot go on.", was, is))
            .at("/source/format")
            .withWayOut("Read the source that the checkpoint was made with, or name another checkpoint and start over.");
    }
    return {};
}

std::vector<std::string> notesOfRestart(const QueryFacts& before, const QueryFacts& now, WallTime watermark) {
    std::vector<std::string> notes;
    if (before.outputMode.empty()) return notes;   // nothing is known of the run before
    if (before.outputMode != now.outputMode) notes.push_back(modeNote(before.outputMode, now.outputMode));
    for (std::size_t at = 0; at < std::min(before.windows.size(), now.windows.size()); ++at) {
        if (before.windows[at] == now.windows[at]) continue;
        notes.push_back(fmt::format("Windows are {} now and were {} when the checkpoint was written: those in the state stay as they are, "
                                    "beside the new ones, and rows are counted in the new ones only.",
                                    windowText(now.windows[at]), windowText(before.windows[at])));
    }
    for (std::size_t at = 0; at < std::min(before.delays.size(), now.delays.size()); ++at) {
        if (before.delays[at] == now.delays[at]) continue;
        notes.push_back(fmt::format("The watermark delay is {} now and was {} when the checkpoint was written: the watermark stays at {} "
                                    "until events later than that by the new delay arrive.",
                                    lengthText(now.delays[at].count() * 1000), lengthText(before.delays[at].count() * 1000),
                                    formatMillisUtc(watermark.time_since_epoch().count())));
    }
    if (before.delays.size() != now.delays.size())
        notes.push_back(fmt::format("The query has {} watermarks now and had {} when the checkpoint was written.", now.delays.size(), before.delays.size()));
    if (before.keys != now.keys)
        notes.push_back(fmt::format("The query groups by {} now and grouped by {} when the checkpoint was written: both are of the same types, "
                                    "so old and new groups stand in one state.",
                                    listText(now.keys), listText(before.keys)));
    if (before.aggregates != now.aggregates)
        notes.push_back(fmt::format("The query computes {} now and computed {} when the checkpoint was written: both keep the same types, so "
                                    "the new values go on from the old ones.",
                                    listText(now.aggregates), listText(before.aggregates)));
    if (before.deduplicated != now.deduplicated)
        notes.push_back(fmt::format("Duplicates are told by {} now and were told by {} when the checkpoint was written.", listText(now.deduplicated),
                                    listText(before.deduplicated)));
    for (std::size_t at = 0; at < std::min(before.sources.size(), now.sources.size()); ++at) {
        const QueryFacts::Source& was = before.sources[at];
        const QueryFacts::Source& is = now.sources[at];
        if (was.format != is.format)
            notes.push_back(fmt::format("Source {} is read as {} now and was read as {} when the checkpoint was written.", at, is.format, was.format));
        if (was.path != is.path)
            notes.push_back(fmt::format("Source {} is {} now and was {} when the checkpoint was written: what was read there stays counted.", at,
                                        is.path, was.path));
    }
    if (before.zone != now.zone)
        notes.push_back(fmt::format("The time zone is {} now and was {} when the checkpoint was written: times without a zone are read differently.",
                                    now.zone, before.zone));
    for (const std::string& sink : now.sinks)
        if (std::find(before.sinks.begin(), before.sinks.end(), sink) == before.sinks.end())
            notes.push_back(fmt::format("The output {} was not there when the checkpoint was written: it gets what comes from here on.", sink));
    return notes;
}

}  // namespace vitrine
