// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <functional>

#include "core/data/nearest_word.h"
#include "core/query/detail/document_json.h"
#include "core/data/duration_text.h"
#include "core/query/query_document.h"

namespace vitrine {
namespace {

constexpr std::string_view kSql = "spark.sql.";

std::string lowered(std::string_view text) {
    while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
    while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
    std::string result(text);
    std::transform(result.begin(), result.end(), result.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return result;
}

/// Sets one setting from its text; the returned sentence says what values are allowed when it could not.
using Setter = std::function<std::string(SessionConf&, const std::string&)>;

struct Setting {
    std::string_view key;
    Setter set;
};

Setter flag(bool SessionConf::*member) {
    return [member](SessionConf& conf, const std::string& text) -> std::string {
        const std::string word = lowered(text);
        if (word != "true" && word != "false") return "Use true or false.";
        conf.*member = word == "true";
        return {};
    };
}

std::string setZone(SessionConf& conf, const std::string& text) {
    auto zone = TimeZone::find(text);
    if (!zone) return "Use a zone like `UTC`, `Europe/Paris` or `+02:00`.";
    conf.zone = std::move(zone).value();
    return {};
}

std::string setTimeParserPolicy(SessionConf& conf, const std::string& text) {
    const std::string word = lowered(text);
    if (word == "corrected") conf.timeParserPolicy = TimeParserPolicy::Corrected;
    else if (word == "legacy") conf.timeParserPolicy = TimeParserPolicy::Legacy;
    else if (word == "exception") conf.timeParserPolicy = TimeParserPolicy::Exception;
    else return "Use CORRECTED, LEGACY or EXCEPTION.";
    return {};
}

std::string setWatermarkPolicy(SessionConf& conf, const std::string& text) {
    const std::string word = lowered(text);
    if (word != "min" && word != "max") return "Use min or max.";
    conf.watermarkPolicy = word == "min" ? MultipleWatermarkPolicy::Min : MultipleWatermarkPolicy::Max;
    return {};
}

std::string setPollingDelay(SessionConf& conf, const std::string& text) {
    const auto delay = parseSparkDuration(text);
    if (!delay || delay->count() < 0) return "Use a length like `10ms` or `1s`.";
    conf.pollingDelay = *delay;
    return {};
}

const std::array<Setting, 17>& settings() {
    static const std::array<Setting, 17> all{{
        {"session.timeZone", setZone},
        {"ansi.enabled", flag(&SessionConf::ansi)},
        {"caseSensitive", flag(&SessionConf::caseSensitive)},
        {"legacy.timeParserPolicy", setTimeParserPolicy},
        {"json.enablePartialResults", flag(&SessionConf::jsonPartialResults)},
        {"json.enableExactStringParsing", flag(&SessionConf::jsonExactStringParsing)},
        {"columnNameOfCorruptRecord",
         [](SessionConf& conf, const std::string& text) {
             conf.corruptRecordColumn = text;
             return std::string();
         }},
        {"streaming.noDataMicroBatches.enabled", flag(&SessionConf::noDataMicroBatches)},
        {"streaming.multipleWatermarkPolicy", setWatermarkPolicy},
        {"streaming.statefulOperator.allowMultiple", flag(&SessionConf::allowMultipleStateful)},
        {"streaming.statefulOperator.checkCorrectness.enabled", flag(&SessionConf::checkCorrectness)},
        {"streaming.schemaInference", flag(&SessionConf::schemaInference)},
        {"streaming.fileStreamSink.ignoreMetadata", flag(&SessionConf::ignoreFileStreamMetadata)},
        {"files.ignoreMissingFiles", flag(&SessionConf::ignoreMissingFiles)},
        {"files.ignoreCorruptFiles", flag(&SessionConf::ignoreCorruptFiles)},
        {"sources.partitionColumnTypeInference.enabled", flag(&SessionConf::partitionColumnTypeInference)},
        {"streaming.pollingDelay", setPollingDelay},
    }};
    return all;
}

std::string_view nearestSetting(std::string_view key) {
    std::array<std::string_view, 17> names;
    std::transform(settings().begin(), settings().end(), names.begin(),
                   [](const Setting& setting) { return setting.key; });
    const auto same = std::find(names.begin(), names.end(), key);
    return same != names.end() ? *same : nearestWord(key, names);
}

}  // namespace

ConfResult sessionConfOf(const QueryDocument& document) {
    ConfResult result;
    result.conf.zone = TimeZone::local();
    for (const auto& [key, value] : document.conf) {
        const std::string place = detail::pointerTo("/conf", key);
        const std::string_view name =
            key.starts_with(kSql) ? std::string_view(key).substr(kSql.size()) : std::string_view();
        const auto setting = std::find_if(settings().begin(), settings().end(),
                                          [name](const Setting& candidate) { return candidate.key == name; });
        if (setting != settings().end()) {
            const std::string allowed = setting->set(result.conf, value);
            if (!allowed.empty()) {
                result.diagnostics.push_back(
                    {Error(ErrorCode::InvalidValue, fmt::format("`{}` is no value for `{}`.", value, key))
                         .at(place)
                         .withWayOut(allowed),
                     Severity::Error, Phase::Define});
            }
            continue;
        }
        if (!key.starts_with("spark.")) {
            const std::string_view nearest = nearestSetting(key);
            result.diagnostics.push_back(
                {Error(ErrorCode::UnknownField,
                       fmt::format("`{}` is no setting of Spark: those start with `spark.`.", key))
                     .at(place)
                     .withWayOut(nearest.empty() ? std::string("Remove it.")
                                                 : fmt::format("Did you mean `{}{}`?", kSql, nearest)),
                 Severity::Error, Phase::Define});
            continue;
        }
        result.conf.kept.emplace(key, value);
        const std::string_view nearest = name.empty() ? std::string_view() : nearestSetting(name);
        result.diagnostics.push_back(
            {Error(ErrorCode::UnknownOption, fmt::format("`{}` has no effect here; it is kept for Spark.", key))
                 .at(place)
                 .withWayOut(nearest.empty() ? std::string() : fmt::format("Did you mean `{}{}`?", kSql, nearest)),
             Severity::Warning, Phase::Define});
    }
    return result;
}

}  // namespace vitrine
