// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/duration_text.h"

#include <array>
#include <charconv>
#include <string>

namespace vitrine {

std::optional<Millis> parseSparkDuration(std::string_view text) {
    while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
    while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
    std::int64_t number = 0;
    const auto [end, status] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (status != std::errc()) return std::nullopt;
    std::string suffix;
    for (const char* cursor = end; cursor != text.data() + text.size(); ++cursor) {
        suffix += *cursor >= 'A' && *cursor <= 'Z' ? static_cast<char>(*cursor - 'A' + 'a') : *cursor;
    }
    if (suffix == "us") return Millis(number / 1000);
    struct Unit {
        std::string_view suffix;
        std::int64_t millis;
    };
    static constexpr std::array<Unit, 7> kUnits{
        {{"", 1}, {"ms", 1}, {"s", 1000}, {"m", 60'000}, {"min", 60'000}, {"h", 3'600'000}, {"d", 86'400'000}}};
    for (const Unit& unit : kUnits) {
        std::int64_t millis = 0;
        if (unit.suffix == suffix) {
            if (__builtin_mul_overflow(number, unit.millis, &millis)) return std::nullopt;
            return Millis(millis);
        }
    }
    return std::nullopt;
}

std::optional<Millis> watermarkDelay(const CalendarInterval& interval) {
    constexpr std::int64_t kMicrosPerDay = 86'400'000'000;
    std::int64_t days = std::int64_t{interval.months} * 31 + interval.days;
    std::int64_t micros = 0;
    if (__builtin_mul_overflow(days, kMicrosPerDay, &days) || __builtin_add_overflow(days, interval.micros, &micros)) {
        return std::nullopt;
    }
    return Millis(micros / 1000);
}

}  // namespace vitrine
