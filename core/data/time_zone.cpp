// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/time_zone.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>
#include <utility>

#include <absl/time/civil_time.h>
#include <absl/time/time.h>
#include <fmt/format.h>

#include "core/base/time.h"
#include "core/data/type.h"
#include "core/data/zone_offset.h"

namespace vitrine {
namespace {

constexpr std::int64_t kMicrosPerSecond = 1'000'000;
constexpr std::int64_t kSecondsPerDay = 86'400;
constexpr int kLargestOffset = 18 * 3600;

/// Years beyond this do not fit into 64 bits of microseconds; below it no arithmetic here overflows.
constexpr std::int64_t kLargestYear = 400'000;

/// Java's ZoneId.SHORT_IDS.
constexpr std::array<std::pair<std::string_view, std::string_view>, 28> kShortIds = {{
    {"ACT", "Australia/Darwin"},
    {"AET", "Australia/Sydney"},
    {"AGT", "America/Argentina/Buenos_Aires"},
    {"ART", "Africa/Cairo"},
    {"AST", "America/Anchorage"},
    {"BET", "America/Sao_Paulo"},
    {"BST", "Asia/Dhaka"},
    {"CAT", "Africa/Harare"},
    {"CNT", "America/St_Johns"},
    {"CST", "America/Chicago"},
    {"CTT", "Asia/Shanghai"},
    {"EAT", "Africa/Addis_Ababa"},
    {"ECT", "Europe/Paris"},
    {"EST", "-05:00"},
    {"HST", "-10:00"},
    {"IET", "America/Indiana/Indianapolis"},
    {"IST", "Asia/Kolkata"},
    {"JST", "Asia/Tokyo"},
    {"MIT", "Pacific/Apia"},
    {"MST", "-07:00"},
    {"NET", "Asia/Yerevan"},
    {"NST", "Pacific/Auckland"},
    {"PLT", "Asia/Karachi"},
    {"PNT", "America/Phoenix"},
    {"PRT", "America/Puerto_Rico"},
    {"PST", "America/Los_Angeles"},
    {"SST", "Pacific/Guadalcanal"},
    {"VST", "Asia/Ho_Chi_Minh"},
}};

bool isDigit(char letter) { return letter >= '0' && letter <= '9'; }

/// `±h ±hh ±hh:mm …`: the part of an id after `UTC`, `GMT`, `UT` or alone. Two-part forms may be `±h:mm` and `±hh:m` too.
std::optional<int> signedOffset(std::string_view text) {
    if (text.size() < 2 || (text[0] != '+' && text[0] != '-')) return std::nullopt;
    std::array<int, 3> parts{};   // hours, minutes, seconds
    std::string_view rest = text.substr(1);
    if (rest.find(':') == std::string_view::npos) {
        if (rest.size() != 1 && rest.size() != 2 && rest.size() != 4 && rest.size() != 6) return std::nullopt;
        if (!std::all_of(rest.begin(), rest.end(), isDigit)) return std::nullopt;
        if (rest.size() == 1) {
            parts[0] = rest[0] - '0';
        } else {
            for (std::size_t at = 0; at < rest.size(); at += 2) parts[at / 2] = (rest[at] - '0') * 10 + (rest[at + 1] - '0');
        }
    } else {
        for (std::size_t part = 0;; ++part) {
            if (part == parts.size()) return std::nullopt;
            std::size_t digits = 0;
            while (digits < rest.size() && digits <= 2 && isDigit(rest[digits])) parts[part] = parts[part] * 10 + (rest[digits++] - '0');
            const bool last = digits == rest.size();
            // One digit will do for hours, and for minutes that end the text.
            if (digits == 0 || digits > 2 || (digits == 1 && part > 0 && !(part == 1 && last))) return std::nullopt;
            if (last) break;
            if (rest[digits] != ':') return std::nullopt;
            rest.remove_prefix(digits + 1);
        }
    }
    if (parts[1] > 59 || parts[2] > 59) return std::nullopt;
    const int seconds = parts[0] * 3600 + parts[1] * 60 + parts[2];
    if (seconds > kLargestOffset) return std::nullopt;
    return text[0] == '-' ? -seconds : seconds;
}

std::string offsetId(int seconds) {
    if (seconds == 0) return "Z";
    const char sign = seconds < 0 ? '-' : '+';
    const int size = std::abs(seconds);
    std::string id = fmt::format("{}{:02}:{:02}", sign, size / 3600, size / 60 % 60);
    if (size % 60 != 0) id += fmt::format(":{:02}", size % 60);
    return id;
}

/// Whether an id is one of the time zone database as Java takes it. The loader alone would read files of any name.
bool mayBeRegion(std::string_view id) {
    if (id.size() < 2 || !((id[0] >= 'A' && id[0] <= 'Z') || (id[0] >= 'a' && id[0] <= 'z'))) return false;
    const bool plain = std::all_of(id.begin(), id.end(), [](char letter) {
        return isDigit(letter) || (letter >= 'A' && letter <= 'Z') || (letter >= 'a' && letter <= 'z') || letter == '/' ||
               letter == '_' || letter == '+' || letter == '-';
    });
    if (!plain || id == "localtime" || id == "posixrules" || id == "ROC" || id == "Factory") return false;
    for (const std::string_view folder : {"Fixed/", "posix/", "right/", "libc"}) {
        if (id.starts_with(folder)) return false;
    }
    return true;
}

/// The region id at the end of `.../zoneinfo/Europe/Paris`.
std::string regionOfPath(const std::string& path) {
    constexpr std::string_view kFolder = "zoneinfo/";
    const std::size_t at = path.find(kFolder);
    return at == std::string::npos ? std::string() : path.substr(at + kFolder.size());
}

LocalFields fieldsOf(std::int64_t localSeconds, std::int64_t micro) {
    LocalFields fields = civilFromDays(floorDiv(localSeconds, kSecondsPerDay));
    const auto secondOfDay = static_cast<int>(floorMod(localSeconds, kSecondsPerDay));
    fields.hour = secondOfDay / 3600;
    fields.minute = secondOfDay / 60 % 60;
    fields.second = secondOfDay % 60;
    fields.micro = static_cast<int>(micro);
    return fields;
}

std::int64_t localSecondsOf(const LocalFields& local) {
    return daysFromCivil(local.year, local.month, local.day) * kSecondsPerDay + local.hour * 3600 + local.minute * 60 + local.second;
}

bool isRepresentable(const LocalFields& local) {
    return local.year >= -kLargestYear && local.year <= kLargestYear;
}

std::optional<std::int64_t> microsOf(std::int64_t seconds, int micro) {
    const Int128 micros = static_cast<Int128>(seconds) * kMicrosPerSecond + micro;
    if (micros < INT64_MIN || micros > INT64_MAX) return std::nullopt;
    return static_cast<std::int64_t>(micros);
}

}  // namespace

struct TimeZone::State {
    std::string id = "UTC";
    bool fixed = true;
    int offset = 0;   ///< seconds, when fixed
    absl::TimeZone zone;
};

TimeZone::TimeZone() {
    static const auto utc = std::make_shared<const State>();
    state_ = utc;
}

std::optional<int> parseZoneOffset(std::string_view id) noexcept {
    if (id == "Z" || id == "UTC" || id == "GMT" || id == "UT") return 0;
    if (id.starts_with("UTC") || id.starts_with("GMT")) return signedOffset(id.substr(3));
    if (id.starts_with("UT")) return signedOffset(id.substr(2));
    return signedOffset(id);
}

Result<TimeZone> TimeZone::find(std::string_view id) {
    for (const auto& [shortId, meaning] : kShortIds) {
        if (id == shortId) return find(meaning);
    }
    TimeZone result;
    if (const std::optional<int> offset = parseZoneOffset(id)) {
        if (id == "UTC") return result;
        auto state = std::make_shared<State>();
        state->offset = *offset;
        const std::string prefix(id.substr(0, std::min(id.find_first_of("+-"), id.size())));
        if (*offset != 0) state->id = prefix + offsetId(*offset);
        else state->id = prefix.empty() ? "Z" : prefix;
        result.state_ = std::move(state);
        return result;
    }
    absl::TimeZone zone;
    if (!mayBeRegion(id) || !absl::LoadTimeZone(std::string(id), &zone)) {
        return Error(ErrorCode::InvalidValue, fmt::format("There is no time zone '{}'.", id))
            .withWayOut("Use a region such as Europe/Paris, an offset such as +02:00, or UTC.");
    }
    auto state = std::make_shared<State>();
    state->id = id;
    state->fixed = false;
    state->zone = zone;
    result.state_ = std::move(state);
    return result;
}

TimeZone TimeZone::local() {
    std::string id;
    if (const char* variable = std::getenv("TZ"); variable != nullptr) {
        id = variable;
        if (id.starts_with(':')) id.erase(0, 1);
        if (id.starts_with('/')) id = regionOfPath(id);
    } else {
        std::error_code failure;
        id = regionOfPath(std::filesystem::canonical("/etc/localtime", failure).string());
    }
    if (id.starts_with("posix/")) id.erase(0, 6);
    Result<TimeZone> found = find(id);
    return found ? std::move(found).value() : TimeZone();
}

const std::string& TimeZone::id() const noexcept {
    return state_->id;
}

bool TimeZone::isUtc() const noexcept {
    return state_->fixed && state_->offset == 0;
}

int TimeZone::offsetAt(std::int64_t micros) const {
    if (state_->fixed) return state_->offset;
    return state_->zone.At(absl::FromUnixSeconds(floorDiv(micros, kMicrosPerSecond))).offset;
}

std::optional<std::int64_t> TimeZone::toInstant(const LocalFields& local) const {
    if (!isRepresentable(local)) return std::nullopt;
    if (state_->fixed) return microsOf(localSecondsOf(local) - state_->offset, local.micro);
    const absl::CivilSecond civil(local.year, local.month, local.day, local.hour, local.minute, local.second);
    // `pre` applies the offset before the transition: in a gap that is later by the gap, in an overlap the earlier one.
    return microsOf(absl::ToUnixSeconds(state_->zone.At(civil).pre), local.micro);
}

LocalFields TimeZone::toLocal(std::int64_t micros) const {
    return fieldsOf(floorDiv(micros, kMicrosPerSecond) + offsetAt(micros), floorMod(micros, kMicrosPerSecond));
}

bool TimeZone::isPlainOffset() const noexcept {
    return state_->fixed && (state_->id == "Z" || state_->id.front() == '+' || state_->id.front() == '-');
}

bool TimeZone::isDaylightAt(std::int64_t micros) const {
    return !state_->fixed && state_->zone.At(absl::FromUnixSeconds(floorDiv(micros, kMicrosPerSecond))).is_dst;
}

std::string TimeZone::abbreviationAt(std::int64_t micros) const {
    if (state_->fixed) return state_->id;
    return state_->zone.At(absl::FromUnixSeconds(floorDiv(micros, kMicrosPerSecond))).zone_abbr;
}

// Days are counted in eras of 400 years that start on 1 March, so that the leap day is an era's last.

std::int64_t daysFromCivil(std::int64_t year, int month, int day) noexcept {
    const std::int64_t shifted = month <= 2 ? year - 1 : year;
    const std::int64_t era = floorDiv(shifted, 400);
    const std::int64_t yearOfEra = shifted - era * 400;
    const std::int64_t dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    const std::int64_t dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
    return era * 146'097 + dayOfEra - 719'468;
}

LocalFields civilFromDays(std::int64_t days) noexcept {
    const std::int64_t shifted = days + 719'468;
    const std::int64_t era = floorDiv(shifted, 146'097);
    const std::int64_t dayOfEra = shifted - era * 146'097;
    const std::int64_t yearOfEra = (dayOfEra - dayOfEra / 1'460 + dayOfEra / 36'524 - dayOfEra / 146'096) / 365;
    const std::int64_t dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
    const std::int64_t shiftedMonth = (5 * dayOfYear + 2) / 153;
    LocalFields fields;
    fields.day = static_cast<int>(dayOfYear - (153 * shiftedMonth + 2) / 5 + 1);
    fields.month = static_cast<int>(shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9);
    fields.year = yearOfEra + era * 400 + (fields.month <= 2 ? 1 : 0);
    return fields;
}

bool isLeapYear(std::int64_t year) noexcept {
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

int daysInMonth(std::int64_t year, int month) noexcept {
    constexpr std::array<int, 12> kDays = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return month == 2 && isLeapYear(year) ? 29 : kDays[static_cast<std::size_t>(month - 1)];
}

std::optional<std::int64_t> microsFromLocal(const LocalFields& local) noexcept {
    if (!isRepresentable(local)) return std::nullopt;
    return microsOf(localSecondsOf(local), local.micro);
}

LocalFields localFromMicros(std::int64_t micros) noexcept {
    return fieldsOf(floorDiv(micros, kMicrosPerSecond), floorMod(micros, kMicrosPerSecond));
}

}  // namespace vitrine
