// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/query_summary.h"

#include <algorithm>
#include <array>
#include <utility>

#include <nlohmann/json.hpp>

namespace vitrine {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::array<std::pair<QueryState, std::string_view>, 8> kWords{{{QueryState::NotStarted, "not started"},
                                                                         {QueryState::Starting, "starting"},
                                                                         {QueryState::Running, "running"},
                                                                         {QueryState::Paused, "paused"},
                                                                         {QueryState::Stopping, "stopping"},
                                                                         {QueryState::Stopped, "stopped"},
                                                                         {QueryState::Finished, "finished"},
                                                                         {QueryState::Failed, "failed"}}};

Json timeJson(const std::optional<WallTime>& time) { return time ? Json(time->time_since_epoch().count()) : Json(); }

template <class T>
Json optionalJson(const std::optional<T>& value) {
    return value ? Json(*value) : Json();
}

/// Reads members of an object; one of another type is noticed and reads as nothing.
class Reader {
  public:
    explicit Reader(const Json& object) : object_(object) {}

    bool isSound() const noexcept { return sound_; }

    void read(const char* key, std::string& into) {
        if (const Json* value = member(key, &Json::is_string)) into = value->get<std::string>();
    }
    void read(const char* key, bool& into) {
        if (const Json* value = member(key, &Json::is_boolean)) into = value->get<bool>();
    }
    void read(const char* key, std::int64_t& into) {
        if (const Json* value = member(key, &Json::is_number_integer)) into = value->get<std::int64_t>();
    }
    void read(const char* key, Millis& into) {
        std::int64_t count = 0;
        read(key, count);
        into = Millis{count};
    }
    void read(const char* key, WallTime& into) {
        Millis since{};
        read(key, since);
        into = WallTime{since};
    }
    template <class T>
    void readOptional(const char* key, std::optional<T>& into) {
        const auto found = object_.find(key);
        if (found == object_.end() || found->is_null()) return;
        read(key, into.emplace());
    }
    void read(const char* key, double& into) {
        if (const Json* value = member(key, &Json::is_number)) into = value->get<double>();
    }
    const Json* list(const char* key) { return member(key, &Json::is_array); }
    void fail() noexcept { sound_ = false; }

  private:
    const Json* member(const char* key, bool (Json::*is)() const noexcept) {
        const auto found = object_.find(key);
        if (found == object_.end()) return nullptr;
        if (((*found).*is)()) return &*found;
        sound_ = false;
        return nullptr;
    }

    const Json& object_;
    bool sound_ = true;
};

}  // namespace

std::string_view wordOf(QueryState state) noexcept {
    const auto* found = std::find_if(kWords.begin(), kWords.end(), [&](const auto& entry) { return entry.first == state; });
    return found == kWords.end() ? std::string_view() : found->second;
}

bool isActive(QueryState state) noexcept {
    switch (state) {
        case QueryState::Starting:
        case QueryState::Running:
        case QueryState::Paused:
        case QueryState::Stopping: return true;
        case QueryState::NotStarted:
        case QueryState::Stopped:
        case QueryState::Finished:
        case QueryState::Failed: break;
    }
    return false;
}

std::string toJson(const QuerySummary& summary) {
    Json json;
    json["name"] = summary.name;
    json["id"] = summary.id;
    json["runId"] = summary.runId;
    json["state"] = wordOf(summary.state);
    json["message"] = summary.message;
    json["isDataAvailable"] = summary.isDataAvailable;
    json["isTriggerActive"] = summary.isTriggerActive;
    json["startedMs"] = summary.started.time_since_epoch().count();
    json["endedMs"] = timeJson(summary.ended);
    json["batches"] = summary.batches;
    json["lastBatch"] = optionalJson(summary.lastBatch);
    json["lastProgressMs"] = timeJson(summary.lastProgress);
    json["inputRowsPerSecond"] = optionalJson(summary.inputRate);
    json["processedRowsPerSecond"] = optionalJson(summary.processedRate);
    json["meanInputRowsPerSecond"] = optionalJson(summary.meanInputRate);
    json["meanProcessedRowsPerSecond"] = optionalJson(summary.meanProcessedRate);
    json["lastDurationMs"] = summary.lastDuration.count();
    json["intervalMs"] = summary.interval.count();
    json["trigger"] = summary.trigger;
    json["outputMode"] = summary.outputMode;
    Json& sinks = json["sinks"] = Json::array();
    for (const SinkSummary& sink : summary.sinks) {
        sinks.push_back({{"description", sink.description}, {"exactlyOnce", sink.exactlyOnce}, {"path", sink.path}, {"table", sink.table}});
    }
    json["checkpoint"] = summary.checkpoint;
    json["workspace"] = summary.workspace;
    json["error"] = summary.error;
    json["notes"] = summary.notes;
    json["crashAsked"] = summary.crashAsked;
    json["replayed"] = optionalJson(summary.replayed);
    // Paths need not be UTF-8.
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::optional<QuerySummary> querySummaryFrom(std::string_view text) {
    const Json json = Json::parse(text, nullptr, false);
    if (!json.is_object()) return std::nullopt;
    QuerySummary summary;
    Reader reader(json);
    std::string state;
    reader.read("name", summary.name);
    reader.read("id", summary.id);
    reader.read("runId", summary.runId);
    reader.read("state", state);
    reader.read("message", summary.message);
    reader.read("isDataAvailable", summary.isDataAvailable);
    reader.read("isTriggerActive", summary.isTriggerActive);
    reader.read("startedMs", summary.started);
    reader.readOptional("endedMs", summary.ended);
    reader.read("batches", summary.batches);
    reader.readOptional("lastBatch", summary.lastBatch);
    reader.readOptional("lastProgressMs", summary.lastProgress);
    reader.readOptional("inputRowsPerSecond", summary.inputRate);
    reader.readOptional("processedRowsPerSecond", summary.processedRate);
    reader.readOptional("meanInputRowsPerSecond", summary.meanInputRate);
    reader.readOptional("meanProcessedRowsPerSecond", summary.meanProcessedRate);
    reader.read("lastDurationMs", summary.lastDuration);
    reader.read("intervalMs", summary.interval);
    reader.read("trigger", summary.trigger);
    reader.read("outputMode", summary.outputMode);
    if (const Json* sinks = reader.list("sinks")) {
        for (const Json& sink : *sinks) {
            if (!sink.is_object()) return std::nullopt;
            Reader each(sink);
            SinkSummary& read = summary.sinks.emplace_back();
            each.read("description", read.description);
            each.read("exactlyOnce", read.exactlyOnce);
            each.read("path", read.path);
            each.read("table", read.table);
            if (!each.isSound()) reader.fail();
        }
    }
    reader.read("checkpoint", summary.checkpoint);
    reader.read("workspace", summary.workspace);
    reader.read("error", summary.error);
    if (const Json* notes = reader.list("notes")) {
        for (const Json& note : *notes) {
            if (!note.is_string()) return std::nullopt;
            summary.notes.push_back(note.get<std::string>());
        }
    }
    reader.read("crashAsked", summary.crashAsked);
    reader.readOptional("replayed", summary.replayed);
    const auto* found = std::find_if(kWords.begin(), kWords.end(), [&](const auto& entry) { return entry.second == state; });
    if (found == kWords.end() || summary.id.empty() || !reader.isSound()) return std::nullopt;
    summary.state = found->first;
    return summary;
}

}  // namespace vitrine
