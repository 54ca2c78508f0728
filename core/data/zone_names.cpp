// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/zone_names.h"

#include <array>
#include <memory>
#include <mutex>
#include <unordered_map>
#include <utility>
#include <vector>

#include <unicode/locid.h>
#include <unicode/timezone.h>
#include <unicode/unistr.h>

namespace vitrine {
namespace {

constexpr std::int64_t kJanuary = 1'705'276'800'000'000;  // 2024-01-15
constexpr std::int64_t kJuly = 1'721'001'600'000'000;     // 2024-07-15

/// Abbreviations that Java still writes where the time zone database went over to plain offsets.
constexpr std::array<std::pair<std::string_view, std::string_view>, 30> kAbbreviations = {{
    {"America/Argentina/Buenos_Aires", "ART"}, {"America/Bogota", "COT"},   {"America/Buenos_Aires", "ART"},
    {"America/Caracas", "VET"},                {"America/La_Paz", "BOT"},   {"America/Lima", "PET"},
    {"America/Montevideo", "UYT"},             {"America/Santiago", "CLT"}, {"America/Sao_Paulo", "BRT"},
    {"Asia/Almaty", "ALMT"},                   {"Asia/Baghdad", "AST"},     {"Asia/Baku", "AZT"},
    {"Asia/Bangkok", "ICT"},                   {"Asia/Dhaka", "BDT"},       {"Asia/Dubai", "GST"},
    {"Asia/Ho_Chi_Minh", "ICT"},               {"Asia/Kabul", "AFT"},       {"Asia/Kathmandu", "NPT"},
    {"Asia/Katmandu", "NPT"},                  {"Asia/Kuala_Lumpur", "MYT"}, {"Asia/Novosibirsk", "NOVT"},
    {"Asia/Riyadh", "AST"},                    {"Asia/Singapore", "SGT"},   {"Asia/Tashkent", "UZT"},
    {"Asia/Tbilisi", "GET"},                   {"Asia/Tehran", "IRST"},     {"Asia/Yangon", "MMT"},
    {"Asia/Yekaterinburg", "YEKT"},            {"Asia/Yerevan", "AMT"},     {"Europe/Istanbul", "TRT"},
}};

/// The zones that a name stands for when it is read; the first that bears it counts.
constexpr std::array<std::string_view, 22> kReadZones = {
    "America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles", "America/Anchorage", "Pacific/Honolulu",
    "America/Halifax",  "America/St_Johns", "America/Sao_Paulo", "GMT", "Europe/London", "Europe/Paris",
    "Europe/Bucharest", "Europe/Moscow", "Asia/Kolkata", "Asia/Shanghai", "Asia/Tokyo", "Asia/Seoul",
    "Australia/Sydney", "Australia/Adelaide", "Pacific/Auckland", "UTC"};

bool startsWithIgnoringCase(std::string_view text, std::string_view word) {
    if (word.empty() || text.size() < word.size()) return false;
    const auto lower = [](char letter) { return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter + ('a' - 'A')) : letter; };
    for (std::size_t index = 0; index < word.size(); ++index) {
        if (lower(text[index]) != lower(word[index])) return false;
    }
    return true;
}

std::string shortName(const TimeZone& zone, bool daylight) {
    // Java names the season, whatever the zone was called at that time in history.
    for (const std::int64_t instant : {kJanuary, kJuly}) {
        if (zone.isDaylightAt(instant) != daylight) continue;
        std::string name = zone.abbreviationAt(instant);
        if (name.empty() || name.front() == '+' || name.front() == '-') {
            for (const auto& [id, abbreviation] : kAbbreviations) {
                if (id == zone.id()) return std::string(abbreviation);
            }
        }
        return name;
    }
    return {};
}

std::string longName(const TimeZone& zone, bool daylight) {
    if (zone.id() == "UTC") return "Coordinated Universal Time";
    if (zone.id() == "GMT") return "Greenwich Mean Time";
    const std::unique_ptr<icu::TimeZone> known(icu::TimeZone::createTimeZone(icu::UnicodeString::fromUTF8(zone.id())));
    icu::UnicodeString name;
    known->getDisplayName(static_cast<UBool>(daylight), icu::TimeZone::LONG, icu::Locale::getUS(), name);
    std::string text;
    name.toUTF8String(text);
    return text;
}

struct Names {
    std::string standard;
    std::string daylight;
};

Names namesOf(const TimeZone& zone, bool full) {
    if (full) return {longName(zone, false), longName(zone, true)};
    return {shortName(zone, false), shortName(zone, true)};
}

/// Names are asked for once a zone: they cost far more than what is done with them.
const Names& knownNames(const TimeZone& zone, bool full) {
    static std::mutex mutex;
    static std::unordered_map<std::string, std::unique_ptr<const Names>> all;
    const std::lock_guard lock(mutex);
    std::unique_ptr<const Names>& names = all[zone.id() + (full ? "/full" : "/short")];
    if (!names) names = std::make_unique<const Names>(namesOf(zone, full));
    return *names;
}

}  // namespace

std::string zoneName(const TimeZone& zone, std::int64_t micros, bool full) {
    if (zone.isPlainOffset()) return zone.id();
    const bool daylight = zone.isDaylightAt(micros);
    const Names& names = knownNames(zone, full);
    const std::string& name = daylight ? names.daylight : names.standard;
    return name.empty() ? zone.abbreviationAt(micros) : name;
}

std::optional<NamedZone> zoneNamedAt(std::string_view text, bool full) {
    NamedZone found;
    for (const std::string_view id : kReadZones) {
        const Result<TimeZone> zone = TimeZone::find(id);
        if (!zone) continue;
        const Names& names = knownNames(*zone, full);
        for (const std::string& name : {names.standard, names.daylight}) {
            if (name.size() <= found.length || !startsWithIgnoringCase(text, name)) continue;
            found = {*zone, name.size()};
        }
    }
    if (found.length == 0) return std::nullopt;
    return found;
}

}  // namespace vitrine
