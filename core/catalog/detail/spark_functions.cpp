// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/catalog/detail/spark_functions.h"

#include <array>
#include <optional>
#include <string_view>

#include <sqlite3.h>

#include "core/catalog/sql_token.h"
#include "core/data/java_date_pattern.h"
#include "core/data/timestamp_text.h"

namespace vitrine::detail {
namespace {

const FunctionContext& contextOf(sqlite3_context* call) { return *static_cast<const FunctionContext*>(sqlite3_user_data(call)); }

std::string_view textOf(sqlite3_value* value) {
    const auto* bytes = reinterpret_cast<const char*>(sqlite3_value_text(value));
    return bytes == nullptr ? std::string_view() : std::string_view(bytes, static_cast<std::size_t>(sqlite3_value_bytes(value)));
}

void giveText(sqlite3_context* call, std::string_view text) {
    sqlite3_result_text64(call, text.data() == nullptr ? "" : text.data(), text.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
}

/// The instant that an argument names; nothing for NULL and for what is no time.
std::optional<std::int64_t> instantOf(sqlite3_context* call, sqlite3_value* value) {
    if (sqlite3_value_type(value) != SQLITE_TEXT) return {};
    return parseTimestampForCast(textOf(value), contextOf(call).zone);
}

void concat(sqlite3_context* call, int count, sqlite3_value** arguments) {
    std::string joined;
    for (int index = 0; index < count; ++index) {
        if (sqlite3_value_type(arguments[index]) == SQLITE_NULL) return sqlite3_result_null(call);
        joined += textOf(arguments[index]);
        if (joined.size() > static_cast<std::size_t>(sqlite3_limit(sqlite3_context_db_handle(call), SQLITE_LIMIT_LENGTH, -1))) return sqlite3_result_error_toobig(call);
    }
    giveText(call, joined);
}

void nvl(sqlite3_context* call, int, sqlite3_value** arguments) {
    sqlite3_result_value(call, arguments[sqlite3_value_type(arguments[0]) == SQLITE_NULL ? 1 : 0]);
}

void toTimestamp(sqlite3_context* call, int, sqlite3_value** arguments) {
    if (const auto instant = instantOf(call, arguments[0])) giveText(call, formatTimestamp(*instant, contextOf(call).zone));
}

void toDate(sqlite3_context* call, int, sqlite3_value** arguments) {
    if (sqlite3_value_type(arguments[0]) != SQLITE_TEXT) return;
    if (const auto days = parseDate(textOf(arguments[0]))) giveText(call, formatDate(*days));
}

void unixTimestamp(sqlite3_context* call, int, sqlite3_value** arguments) {
    if (const auto instant = instantOf(call, arguments[0])) sqlite3_result_int64(call, floorDiv(*instant, 1'000'000));
}

void dateFormat(sqlite3_context* call, int, sqlite3_value** arguments) {
    const auto instant = instantOf(call, arguments[0]);
    if (!instant || sqlite3_value_type(arguments[1]) == SQLITE_NULL) return;
    const auto pattern = JavaDatePattern::compile(textOf(arguments[1]), JavaDatePattern::Use::Format);
    if (!pattern) return sqlite3_result_error(call, pattern.error().message().c_str(), -1);
    giveText(call, pattern->format(*instant, contextOf(call).zone));
}

void dateTrunc(sqlite3_context* call, int, sqlite3_value** arguments) {
    const auto instant = instantOf(call, arguments[1]);
    if (!instant) return;
    const TimeZone& zone = contextOf(call).zone;
    LocalFields local = zone.toLocal(*instant);
    constexpr std::array<std::string_view, 7> kUnits = {"SECOND", "MINUTE", "HOUR", "DAY", "WEEK", "MONTH", "YEAR"};
    const std::string unit = upperAscii(textOf(arguments[0]));
    std::size_t level = 0;
    while (level < kUnits.size() && kUnits[level] != unit) ++level;
    if (level == kUnits.size()) return;
    local.micro = 0;
    if (level >= 1) local.second = 0;
    if (level >= 2) local.minute = 0;
    if (level >= 3) local.hour = 0;
    if (unit == "WEEK") {
        const std::int64_t days = daysFromCivil(local.year, local.month, local.day);
        local = civilFromDays(days - floorMod(days + 3, 7));  // 1970-01-01 was a Thursday; weeks begin on Monday
    }
    if (level >= 5) local.day = 1;
    if (level >= 6) local.month = 1;
    if (const auto start = zone.toInstant(local)) giveText(call, formatTimestamp(*start, zone));
}

template <auto field>
void part(sqlite3_context* call, int, sqlite3_value** arguments) {
    if (const auto instant = instantOf(call, arguments[0])) sqlite3_result_int64(call, contextOf(call).zone.toLocal(*instant).*field);
}

void currentDatabase(sqlite3_context* call, int, sqlite3_value**) { giveText(call, contextOf(call).currentDatabase); }

}  // namespace

void addSparkFunctions(sqlite3* database, FunctionContext* context) {
    struct Function {
        const char* name;
        int arguments;
        void (*call)(sqlite3_context*, int, sqlite3_value**);
    };
    static constexpr Function kFunctions[] = {
        {"concat", -1, concat},
        {"nvl", 2, nvl},
        {"date_format", 2, dateFormat},
        {"date_trunc", 2, dateTrunc},
        {"to_timestamp", 1, toTimestamp},
        {"to_date", 1, toDate},
        {"unix_timestamp", 1, unixTimestamp},
        {"year", 1, part<&LocalFields::year>},
        {"month", 1, part<&LocalFields::month>},
        {"day", 1, part<&LocalFields::day>},
        {"dayofmonth", 1, part<&LocalFields::day>},
        {"hour", 1, part<&LocalFields::hour>},
        {"minute", 1, part<&LocalFields::minute>},
        {"second", 1, part<&LocalFields::second>},
        {"current_database", 0, currentDatabase},
        {"current_schema", 0, currentDatabase},
    };
    for (const Function& function : kFunctions) {
        sqlite3_create_function_v2(database, function.name, function.arguments, SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS, context, function.call, nullptr,
                                   nullptr, nullptr);
    }
}

}  // namespace vitrine::detail
