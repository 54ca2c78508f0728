// SPDX-License-Identifier: GPL-3.0-or-later
// Texts of times, dates, intervals and numbers: what is read and written is read again as the same value.
#include "core/data/interval_text.h"
#include "core/data/number_text.h"
#include "core/data/time_zone.h"
#include "core/data/timestamp_text.h"
#include "tests/fuzz/fuzz_input.h"

using namespace vitrine;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const char* const kZones[] = {"UTC", "Europe/Paris", "America/New_York", "Asia/Kolkata", "+05:30", "Pacific/Apia"};
    std::string_view text = test::textOf(data, size);
    const auto zone = TimeZone::find(kZones[test::takeByte(text) % std::size(kZones)]);
    FUZZ_REQUIRE(zone);
    const EventTime now{Micros{1'795'223'319'089'000}};

    if (const auto micros = parseTimestamp(text, *zone, now)) {
        // An hour that a zone repeats is written as its first; reading it back once settles it.
        const auto settled = parseTimestamp(formatTimestamp(*micros, *zone), *zone, now);
        if (settled) FUZZ_REQUIRE(parseTimestamp(formatTimestamp(*settled, *zone), *zone, now) == settled);
        formatTimestampIso(*micros, *zone);
        formatTimestampExact(*micros, true);
    }
    parseTimestampForCast(text, *zone, now);
    if (const auto micros = parseTimestampNtz(text)) {
        const auto again = parseTimestampNtz(formatTimestampNtz(*micros));
        if (again) FUZZ_REQUIRE(*again == *micros);
    }
    if (const auto days = parseDate(text)) {
        const auto again = parseDate(formatDate(*days));
        if (again) FUZZ_REQUIRE(*again == *days);
    }
    parseDateForReader(text);
    if (const auto interval = parseInterval(text)) formatCalendarInterval(*interval);
    if (const auto decimal = parseDecimalAs(text, 38, 10)) {
        FUZZ_REQUIRE(parseDecimalAs(formatDecimal(*decimal, 10), 38, 10) == decimal);
    }
    if (const auto number = parseDouble(text); number && *number == *number) FUZZ_REQUIRE(parseDouble(formatDouble(*number)) == number);
    parseFloat(text);
    parseLong(text);
    return 0;
}
