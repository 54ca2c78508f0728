// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/batch_report.h"

#include <cmath>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace vitrine {

namespace {

using Json = nlohmann::ordered_json;

/// `2026-11-21T01:08:39.089Z` (PR-4).
std::string instantText(WallTime time) {
    const auto day = std::chrono::floor<std::chrono::days>(time);
    const std::chrono::year_month_day date(day);
    const auto millis = (time - day).count();
    const int year = static_cast<int>(date.year());
    const std::string yearText = year >= 0 && year <= 9999 ? fmt::format("{:04}", year) : fmt::format("{:+05}", year);
    return fmt::format("{}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z", yearText, static_cast<unsigned>(date.month()),
                       static_cast<unsigned>(date.day()), millis / 3'600'000, millis / 60'000 % 60, millis / 1000 % 60,
                       millis % 1000);
}

/// Rates have one decimal, halves up; what is not finite is left out (PR-3, PR-6).
void addRate(Json& json, const char* key, std::optional<double> rate) {
    if (rate && std::isfinite(*rate)) json[key] = std::floor(*rate * 10.0 + 0.5) / 10.0;
}

/// Offsets are JSON where they parse, null before the first data (PR-8).
Json offsetJson(const std::string& text) {
    if (text.empty()) return nullptr;
    Json parsed = Json::parse(text, nullptr, false);
    return parsed.is_discarded() ? Json(text) : parsed;
}

Json durationsJson(const BatchReport& report) {
    const BatchDurations& durations = report.durations;
    Json json = Json::object();
    if (!report.idle) {
        json["addBatch"] = durations.addBatch.count();
        json["commitOffsets"] = durations.commitOffsets.count();
        json["getBatch"] = durations.getBatch.count();
    }
    json["latestOffset"] = durations.latestOffset.count();
    if (!report.idle) json["queryPlanning"] = durations.queryPlanning.count();
    json["triggerExecution"] = durations.triggerExecution.count();
    if (!report.idle) json["walCommit"] = durations.walCommit.count();
    return json;
}

Json eventTimeJson(const BatchReport& report) {
    Json json = Json::object();
    const EventTimeReport& time = report.eventTime;
    if (time.avg) json["avg"] = instantText(*time.avg);
    if (time.max) json["max"] = instantText(*time.max);
    if (time.min) json["min"] = instantText(*time.min);
    json["watermark"] = instantText(report.watermark);
    return json;
}

Json stateJson(const StateOperatorReport& state) {
    return {{"operatorName", state.operatorName},
            {"numRowsTotal", state.numRowsTotal},
            {"numRowsUpdated", state.numRowsUpdated},
            {"allUpdatesTimeMs", state.allUpdatesTime.count()},
            {"numRowsRemoved", state.numRowsRemoved},
            {"allRemovalsTimeMs", state.allRemovalsTime.count()},
            {"commitTimeMs", state.commitTime.count()},
            {"memoryUsedBytes", state.memoryUsedBytes},
            {"numRowsDroppedByWatermark", state.numRowsDroppedByWatermark},
            {"numShufflePartitions", 1},
            {"numStateStoreInstances", 1}};
}

Json sourceJson(const SourceReport& source, const BatchReport& report) {
    Json json = {{"description", source.description},
                 {"startOffset", offsetJson(source.startOffset)},
                 {"endOffset", offsetJson(source.endOffset)},
                 {"latestOffset", offsetJson(source.latestOffset)},
                 {"numInputRows", source.numInputRows}};
    if (report.inputRowsPerSecond) addRate(json, "inputRowsPerSecond", source.inputRowsPerSecond);
    if (report.processedRowsPerSecond) addRate(json, "processedRowsPerSecond", source.processedRowsPerSecond);
    if (!source.metrics.empty()) json["metrics"] = source.metrics;
    return json;
}

/// What Vitrine knows beyond Spark's figures.
Json ownJson(const BatchReport& report) {
    const RowBalance& rows = report.rows;
    Json json = {{"files", report.files.size()},
                 {"filesWaiting", report.filesWaiting},
                 {"rows",
                  {{"read", rows.read},
                   {"counted", rows.counted},
                   {"filtered", rows.filtered},
                   {"withoutTime", rows.withoutTime},
                   {"late", rows.late},
                   {"partlyLate", rows.partlyLate},
                   {"malformed", rows.malformed},
                   {"malformedDropped", rows.malformedDropped}}},
                 {"windowsClosed", report.windowsClosed}};
    if (!report.notices.empty()) json["notices"] = report.notices;
    for (const SinkReport& sink : report.sinks)
        json["sinks"].push_back({{"description", sink.description}, {"delivery", sink.exactlyOnce ? "exactly once" : "at least once"}, {"wasThere", sink.wasThere}, {"tookMs", sink.took.count()}});
    if (report.hasWatermark) {
        json["lateThreshold"] = instantText(report.lateThreshold);
        json["watermarkAfter"] = instantText(report.watermarkAfter);
    }
    if (const WatermarkJump* jump = report.watermarkJump.get()) {
        json["watermarkJump"] = {{"batchId", jump->batchId},
                                 {"file", jump->file},
                                 {"offset", jump->offset},
                                 {"line", jump->line > 0 ? Json(jump->line) : Json(nullptr)},
                                 {"eventTime", instantText(jump->eventTime)},
                                 {"watermarkBefore", instantText(jump->before)}};
    }
    return json;
}

}  // namespace

std::string sentenceOf(const WatermarkJump& jump) {
    std::string row = "one row";
    if (!jump.file.empty()) row += jump.line > 0 ? fmt::format(", {} line {},", jump.file, jump.line) : fmt::format(", {} at {},", jump.file, jump.offset);
    return fmt::format("The watermark stands at {} because of {} of batch {}, which is dated {}. Rows up to then are late.", instantText(jump.watermark), row,
                       jump.batchId, instantText(jump.eventTime));
}

std::string toProgressJson(const BatchReport& report, const std::string& id, const std::string& runId, const std::string& name) {
    Json json;
    json["id"] = id;
    json["runId"] = runId;
    json["name"] = name.empty() ? Json(nullptr) : Json(name);
    json["timestamp"] = instantText(report.triggerStart);
    json["batchId"] = report.batchId;
    json["batchDuration"] = std::chrono::duration_cast<Millis>(report.duration).count();
    json["numInputRows"] = report.numInputRows;
    addRate(json, "inputRowsPerSecond", report.inputRowsPerSecond);
    addRate(json, "processedRowsPerSecond", report.processedRowsPerSecond);
    json["durationMs"] = durationsJson(report);
    if (report.hasWatermark) json["eventTime"] = eventTimeJson(report);
    json["stateOperators"] = Json::array();
    for (const StateOperatorReport& state : report.stateOperators) json["stateOperators"].push_back(stateJson(state));
    json["sources"] = Json::array();
    for (const SourceReport& source : report.sources) json["sources"].push_back(sourceJson(source, report));
    json["sink"] = {{"description", report.sinkDescription}, {"numOutputRows", report.numOutputRows}};
    json["vitrine"] = ownJson(report);
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace vitrine
