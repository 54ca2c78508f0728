// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

#include "core/data/number_text.h"
#include "core/sql/binder.h"
#include "core/sql/coercion.h"
#include "core/sql/date_text.h"
#include "core/sql/datetime.h"
#include "core/sql/function_registry.h"
#include "core/sql/kernels.h"
#include "core/sql/operators.h"
#include "core/sql/token.h"
#include "core/sql/window_binding.h"

namespace vitrine {
namespace {

int dayOfYear(const LocalFields& date) {
    return static_cast<int>(daysFromCivil(date.year, date.month, date.day) - daysFromCivil(date.year, 1, 1)) + 1;
}

/// 0 Monday … 6 Sunday.
int weekdayOf(std::int64_t days) { return static_cast<int>(floorMod(days + 3, 7)); }

/// The Thursday of a day's ISO week, which lies in the week's year.
LocalFields thursdayOf(std::int64_t days) { return civilFromDays(days - weekdayOf(days) + 3); }

enum class DatePart : std::uint8_t { Year, Quarter, Month, Day, DayOfWeek, Weekday, DayOfWeekIso, DayOfYear, Week, YearOfWeek };

std::int32_t partOf(std::int64_t days, DatePart part) {
    switch (part) {
        case DatePart::Year: return static_cast<std::int32_t>(civilFromDays(days).year);
        case DatePart::Quarter: return (civilFromDays(days).month - 1) / 3 + 1;
        case DatePart::Month: return civilFromDays(days).month;
        case DatePart::Day: return civilFromDays(days).day;
        case DatePart::DayOfWeek: return (weekdayOf(days) + 1) % 7 + 1;
        case DatePart::Weekday: return weekdayOf(days);
        case DatePart::DayOfWeekIso: return weekdayOf(days) + 1;
        case DatePart::DayOfYear: return dayOfYear(civilFromDays(days));
        case DatePart::Week: return (dayOfYear(thursdayOf(days)) - 1) / 7 + 1;
        case DatePart::YearOfWeek: return static_cast<std::int32_t>(thursdayOf(days).year);
    }
    return 0;
}

Result<BoundPtr> datePart(FunctionBinding& call, DatePart part) {
    VITRINE_CHECK_OK(call.coerce(0, DataType::date()));
    return call.call(DataType::intType(), [part](const KernelCall& kernel) -> Result<ColumnPtr> {
        return mapOne<std::int32_t, std::int32_t>(kernel, [part](std::int32_t days) { return partOf(days, part); });
    });
}

template <DatePart part>
Result<BoundPtr> bindDatePart(FunctionBinding& call) { return datePart(call, part); }

/// hour, minute, second: of the local time.
Result<BoundPtr> timePart(FunctionBinding& call, std::int64_t unit, std::int64_t range) {
    if (!call.type(0).is(TypeKind::TimestampNtz)) VITRINE_CHECK_OK(call.coerce(0, DataType::timestamp()));
    return call.call(DataType::intType(), [unit, range](const KernelCall& kernel) -> Result<ColumnPtr> {
        const TimeZone zone = kernel.column(0).type()->is(TypeKind::Timestamp) ? kernel.conf().zone : TimeZone();
        return mapOne<std::int64_t, std::int32_t>(kernel, [&](std::int64_t micros) {
            return static_cast<std::int32_t>(floorMod(floorDiv(localMicros(micros, zone), unit), range));
        });
    });
}

Result<BoundPtr> bindHour(FunctionBinding& call) { return timePart(call, kMicrosPerHour, 24); }
Result<BoundPtr> bindMinute(FunctionBinding& call) { return timePart(call, kMicrosPerMinute, 60); }
Result<BoundPtr> bindSecond(FunctionBinding& call) { return timePart(call, kMicrosPerSecond, 60); }

/// Seconds with their fraction: DECIMAL(8,6).
Result<BoundPtr> secondsWithFraction(FunctionBinding& call) {
    if (!call.type(0).is(TypeKind::TimestampNtz)) VITRINE_CHECK_OK(call.coerce(0, DataType::timestamp()));
    return call.call(DataType::decimal(8, 6), [](const KernelCall& kernel) -> Result<ColumnPtr> {
        const TimeZone zone = kernel.column(0).type()->is(TypeKind::Timestamp) ? kernel.conf().zone : TimeZone();
        return mapOne<std::int64_t, Int128>(kernel, [&](std::int64_t micros) { return static_cast<Int128>(floorMod(localMicros(micros, zone), kMicrosPerMinute)); });
    });
}

std::optional<DatePart> datePartNamed(std::string_view field) {
    struct Name { std::string_view text; DatePart part; };
    static constexpr Name kNames[] = {
        {"YEAR", DatePart::Year}, {"Y", DatePart::Year}, {"YEARS", DatePart::Year}, {"YR", DatePart::Year}, {"YRS", DatePart::Year},
        {"YEAROFWEEK", DatePart::YearOfWeek}, {"QUARTER", DatePart::Quarter}, {"QTR", DatePart::Quarter},
        {"MONTH", DatePart::Month}, {"MON", DatePart::Month}, {"MONS", DatePart::Month}, {"MONTHS", DatePart::Month},
        {"WEEK", DatePart::Week}, {"W", DatePart::Week}, {"WEEKS", DatePart::Week},
        {"DAY", DatePart::Day}, {"D", DatePart::Day}, {"DAYS", DatePart::Day},
        {"DAYOFWEEK", DatePart::DayOfWeek}, {"DOW", DatePart::DayOfWeek}, {"DAYOFWEEK_ISO", DatePart::DayOfWeekIso}, {"DOW_ISO", DatePart::DayOfWeekIso},
        {"DOY", DatePart::DayOfYear}};
    for (const Name& name : kNames) {
        if (name.text == field) return name.part;
    }
    return std::nullopt;
}

bool isOneOf(std::string_view word, std::initializer_list<std::string_view> words) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

/// A field of an interval of months, days and a time, which are kept apart.
Result<BoundPtr> calendarIntervalPart(FunctionBinding& call, const std::string& field) {
    const auto part = [&](const TypePtr& type, auto value) -> BoundPtr {
        using R = decltype(value(CalendarInterval{}));
        return call.call(type, [value](const KernelCall& kernel) -> Result<ColumnPtr> { return mapOne<CalendarInterval, R>(kernel, value); });
    };
    if (isOneOf(field, {"YEAR", "Y", "YEARS", "YR", "YRS"})) return part(DataType::intType(), [](const CalendarInterval& interval) { return interval.months / 12; });
    if (isOneOf(field, {"MONTH", "MON", "MONS", "MONTHS"})) {
        return part(DataType::byteType(), [](const CalendarInterval& interval) { return static_cast<std::int8_t>(interval.months % 12); });
    }
    if (isOneOf(field, {"DAY", "D", "DAYS"})) return part(DataType::intType(), [](const CalendarInterval& interval) { return interval.days; });
    if (isOneOf(field, {"HOUR", "H", "HOURS", "HR", "HRS"})) {
        return part(DataType::longType(), [](const CalendarInterval& interval) { return interval.micros / kMicrosPerHour; });
    }
    if (isOneOf(field, {"MINUTE", "M", "MIN", "MINS", "MINUTES"})) {
        return part(DataType::byteType(), [](const CalendarInterval& interval) { return static_cast<std::int8_t>(interval.micros % kMicrosPerHour / kMicrosPerMinute); });
    }
    if (isOneOf(field, {"SECOND", "S", "SEC", "SECONDS", "SECS"})) {
        return part(DataType::decimal(8, 6), [](const CalendarInterval& interval) { return static_cast<Int128>(interval.micros % kMicrosPerMinute); });
    }
    return Error(ErrorCode::TypeMismatch, "\"" + field + "\" is no part of INTERVAL.");
}

/// A field of an interval: the part above it is taken off.
Result<BoundPtr> intervalPart(FunctionBinding& call, const std::string& field) {
    if (call.type(0).is(TypeKind::CalendarInterval)) return calendarIntervalPart(call, field);
    const bool isMonths = call.type(0).is(TypeKind::YearMonthInterval);
    const auto part = [&](auto tag, std::int64_t unit, std::int64_t range, const TypePtr& type) -> BoundPtr {
        using R = typename decltype(tag)::Type;
        return call.call(type, [unit, range, isMonths](const KernelCall& kernel) -> Result<ColumnPtr> {
            const auto value = [unit, range](std::int64_t length) {
                const std::int64_t whole = length / unit;
                return static_cast<R>(range == 0 ? whole : whole % range);
            };
            if (isMonths) return mapOne<std::int32_t, R>(kernel, value);
            return mapOne<std::int64_t, R>(kernel, value);
        });
    };
    if (isMonths && isOneOf(field, {"YEAR", "Y", "YEARS", "YR", "YRS"})) return part(TypeTag<std::int32_t>{}, 12, 0, DataType::intType());
    if (isMonths && isOneOf(field, {"MONTH", "MON", "MONS", "MONTHS"})) return part(TypeTag<std::int8_t>{}, 1, 12, DataType::byteType());
    if (!isMonths && isOneOf(field, {"DAY", "D", "DAYS"})) return part(TypeTag<std::int32_t>{}, kMicrosPerDay, 0, DataType::intType());
    if (!isMonths && isOneOf(field, {"HOUR", "H", "HOURS", "HR", "HRS"})) return part(TypeTag<std::int8_t>{}, kMicrosPerHour, 24, DataType::byteType());
    if (!isMonths && isOneOf(field, {"MINUTE", "M", "MIN", "MINS", "MINUTES"})) return part(TypeTag<std::int8_t>{}, kMicrosPerMinute, 60, DataType::byteType());
    if (!isMonths && isOneOf(field, {"SECOND", "S", "SEC", "SECONDS", "SECS"})) return part(TypeTag<Int128>{}, 1, kMicrosPerMinute, DataType::decimal(8, 6));
    return Error(ErrorCode::TypeMismatch, "\"" + field + "\" is no part of " + call.type(0).sql() + ".");
}

/// extract(FIELD FROM x), date_part('field', x), datepart.
Result<BoundPtr> bindExtract(FunctionBinding& call) {
    const Value* constant = constantOf(*call.argument(0));
    if (constant == nullptr || constant->isNull() || !call.type(0).is(TypeKind::String)) return call.wrongType(0, "the name of a field in quotes");
    const std::string field = toUpperAscii(constant->get<std::string>());
    call.arguments().erase(call.arguments().begin());
    if (call.type(0).is(TypeKind::YearMonthInterval) || call.type(0).is(TypeKind::DayTimeInterval) || call.type(0).is(TypeKind::CalendarInterval)) {
        return intervalPart(call, field);
    }
    if (const auto part = datePartNamed(field)) return datePart(call, *part);
    if (isOneOf(field, {"HOUR", "H", "HOURS", "HR", "HRS"})) return bindHour(call);
    if (isOneOf(field, {"MINUTE", "M", "MIN", "MINS", "MINUTES"})) return bindMinute(call);
    if (isOneOf(field, {"SECOND", "S", "SEC", "SECONDS", "SECS"})) return secondsWithFraction(call);
    return Error(ErrorCode::TypeMismatch, "\"" + field + "\" is no part of a date or time.")
        .withWayOut("Known are YEAR, QUARTER, MONTH, WEEK, DAY, DAYOFWEEK, DOY, HOUR, MINUTE, SECOND and YEAROFWEEK.");
}

Result<BoundPtr> dateShift(FunctionBinding& call, std::int32_t sign) {
    VITRINE_CHECK_OK(call.coerce(0, DataType::date()));
    if (call.type(1).is(TypeKind::String) || call.type(1).is(TypeKind::Void)) VITRINE_CHECK_OK(call.coerce(1, DataType::intType()));
    if (!call.type(1).isIntegral() || call.type(1).is(TypeKind::Long)) return call.wrongType(1, "INT, SMALLINT or TINYINT");
    return bindTemporalArithmetic(sign > 0 ? "+" : "-", call.argument(0), call.argument(1), call.conf());
}

enum class TimeUnit : std::uint8_t { Year, Quarter, Month, Week, Day, Hour, Minute, Second, Millisecond, Microsecond };

std::optional<TimeUnit> unitNamed(std::string_view name) {
    static constexpr std::string_view kNames[] = {"YEAR", "QUARTER", "MONTH", "WEEK", "DAY", "HOUR", "MINUTE", "SECOND", "MILLISECOND", "MICROSECOND"};
    if (name == "DAYOFYEAR") return TimeUnit::Day;
    for (std::size_t index = 0; index < std::size(kNames); ++index) {
        if (kNames[index] == name) return static_cast<TimeUnit>(index);
    }
    return std::nullopt;
}

Result<TimeUnit> unitArgument(FunctionBinding& call) {
    const Value* constant = constantOf(*call.argument(0));
    if (constant != nullptr && !constant->isNull() && call.type(0).is(TypeKind::String)) {
        if (const auto unit = unitNamed(toUpperAscii(constant->get<std::string>()))) return *unit;
    }
    return call.wrongType(0, "a unit such as DAY or HOUR");
}

std::int64_t monthsOf(TimeUnit unit) { return unit == TimeUnit::Year ? 12 : unit == TimeUnit::Quarter ? 3 : 1; }

std::int64_t microsOf(TimeUnit unit) {
    switch (unit) {
        case TimeUnit::Hour: return kMicrosPerHour;
        case TimeUnit::Minute: return kMicrosPerMinute;
        case TimeUnit::Second: return kMicrosPerSecond;
        case TimeUnit::Millisecond: return 1000;
        default: return 1;
    }
}

/// timestampadd(UNIT, n, time)
Result<BoundPtr> bindTimestampAdd(FunctionBinding& call) {
    VITRINE_TRY(const TimeUnit unit, unitArgument(call));
    call.arguments().erase(call.arguments().begin());
    VITRINE_CHECK_OK(call.coerce(0, DataType::longType()));
    if (!call.type(1).is(TypeKind::TimestampNtz)) VITRINE_CHECK_OK(call.coerce(1, DataType::timestamp()));
    const TypePtr type = call.argument(1)->type();
    return call.call(
        type,
        [unit](const KernelCall& kernel) {
            const auto counts = kernel.column(0).values<std::int64_t>();
            const auto times = kernel.column(1).values<std::int64_t>();
            const TimeZone zone = kernel.type->is(TypeKind::Timestamp) ? kernel.conf().zone : TimeZone();
            return mapRows<std::int64_t>(
                kernel,
                [&](std::size_t row, std::int64_t& out) {
                    const std::int64_t count = counts[row];
                    if (count > 4'000'000'000'000 || count < -4'000'000'000'000) {
                        if (unit < TimeUnit::Millisecond) return RowOutcome::Failure;
                    }
                    std::optional<std::int64_t> moved;
                    std::int64_t micros = 0;
                    if (unit <= TimeUnit::Month) {
                        moved = addInterval(times[row], count * monthsOf(unit), 0, 0, zone);
                    } else if (unit <= TimeUnit::Day) {
                        moved = addInterval(times[row], 0, count * (unit == TimeUnit::Week ? 7 : 1), 0, zone);
                    } else if (!__builtin_mul_overflow(count, microsOf(unit), &micros)) {
                        moved = addInterval(times[row], 0, 0, micros, zone);
                    }
                    out = moved.value_or(0);
                    return moved ? RowOutcome::Value : RowOutcome::Failure;
                },
                [](std::size_t) { return Error(ErrorCode::ArithmeticOverflow, "The time lies outside the years that can be stored."); });
        },
        false, true);
}

/// Whole months between two local times.
std::int64_t wholeMonths(std::int64_t from, std::int64_t to) {
    const LocalFields a = civilFromDays(floorDiv(from, kMicrosPerDay));
    const LocalFields b = civilFromDays(floorDiv(to, kMicrosPerDay));
    std::int64_t months = (b.year - a.year) * 12 + (b.month - a.month);
    const std::int64_t restA = a.day * kMicrosPerDay + floorMod(from, kMicrosPerDay);
    const std::int64_t restB = b.day * kMicrosPerDay + floorMod(to, kMicrosPerDay);
    if (months > 0 && restB < restA) --months;
    if (months < 0 && restB > restA) ++months;
    return months;
}

/// timestampdiff(UNIT, from, to)
Result<BoundPtr> bindTimestampDiff(FunctionBinding& call) {
    VITRINE_TRY(const TimeUnit unit, unitArgument(call));
    call.arguments().erase(call.arguments().begin());
    VITRINE_CHECK_OK(call.coerce(0, DataType::timestamp()));
    VITRINE_CHECK_OK(call.coerce(1, DataType::timestamp()));
    return call.call(DataType::longType(), [unit](const KernelCall& kernel) -> Result<ColumnPtr> {
        const TimeZone zone = kernel.conf().zone;
        return mapTwo<std::int64_t, std::int64_t, std::int64_t>(kernel, [&](std::int64_t from, std::int64_t to) -> std::int64_t {
            const std::int64_t a = localMicros(from, zone);
            const std::int64_t b = localMicros(to, zone);
            if (unit <= TimeUnit::Month) return wholeMonths(a, b) / monthsOf(unit);
            const std::int64_t length = unit == TimeUnit::Week ? 7 * kMicrosPerDay : unit == TimeUnit::Day ? kMicrosPerDay : microsOf(unit);
            return static_cast<std::int64_t>((static_cast<Int128>(b) - a) / length);
        });
    });
}

Result<BoundPtr> bindDateAdd(FunctionBinding& call) { return call.size() == 3 ? bindTimestampAdd(call) : dateShift(call, 1); }
Result<BoundPtr> bindDateSub(FunctionBinding& call) { return dateShift(call, -1); }

Result<BoundPtr> bindDateDiff(FunctionBinding& call) {
    if (call.size() == 3) return bindTimestampDiff(call);
    VITRINE_CHECK_OK(call.coerce(0, DataType::date()));
    VITRINE_CHECK_OK(call.coerce(1, DataType::date()));
    return call.call(DataType::intType(), [](const KernelCall& kernel) -> Result<ColumnPtr> {
        return mapTwo<std::int32_t, std::int32_t, std::int32_t>(kernel, [](std::int32_t a, std::int32_t b) {
            return static_cast<std::int32_t>(static_cast<std::uint32_t>(a) - static_cast<std::uint32_t>(b));
        });
    });
}

Result<BoundPtr> bindAddMonths(FunctionBinding& call) {
    VITRINE_CHECK_OK(call.coerce(0, DataType::date()));
    VITRINE_CHECK_OK(call.coerce(1, DataType::intType()));
    return call.call(
        DataType::date(),
        [](const KernelCall& kernel) {
            const auto days = kernel.column(0).values<std::int32_t>();
            const auto months = kernel.column(1).values<std::int32_t>();
            return mapRows<std::int32_t>(
                kernel,
                [&](std::size_t row, std::int32_t& out) {
                    const std::int64_t moved = addMonths(days[row], months[row]);
                    out = static_cast<std::int32_t>(moved);
                    return moved == out ? RowOutcome::Value : RowOutcome::Failure;
                },
                [](std::size_t) { return Error(ErrorCode::ArithmeticOverflow, "The date lies outside the years that can be stored."); });
        },
        false, true);
}

Result<BoundPtr> bindLastDay(FunctionBinding& call) {
    VITRINE_CHECK_OK(call.coerce(0, DataType::date()));
    return call.call(DataType::date(), [](const KernelCall& kernel) -> Result<ColumnPtr> {
        return mapOne<std::int32_t, std::int32_t>(kernel, [](std::int32_t days) {
            const LocalFields date = civilFromDays(days);
            return days + daysInMonth(date.year, date.month) - date.day;
        });
    });
}

/// The day a date is cut to; empty for an unknown unit.
std::optional<std::int64_t> truncateDay(std::int64_t days, std::string_view unit) {
    const LocalFields date = civilFromDays(days);
    if (isOneOf(unit, {"YEAR", "YYYY", "YY"})) return daysFromCivil(date.year, 1, 1);
    if (unit == "QUARTER") return daysFromCivil(date.year, (date.month - 1) / 3 * 3 + 1, 1);
    if (isOneOf(unit, {"MONTH", "MM", "MON"})) return daysFromCivil(date.year, date.month, 1);
    if (unit == "WEEK") return days - weekdayOf(days);
    return std::nullopt;
}

/// trunc(date, unit)
Result<BoundPtr> bindTrunc(FunctionBinding& call) {
    VITRINE_CHECK_OK(call.coerce(0, DataType::date()));
    VITRINE_CHECK_OK(call.coerce(1, DataType::string()));
    return call.call(
        DataType::date(),
        [](const KernelCall& kernel) -> Result<ColumnPtr> {
            const auto days = kernel.column(0).values<std::int32_t>();
            const auto units = kernel.column(1).values<std::string_view>();
            return mapRowsOrNull<std::int32_t>(kernel, [&](std::size_t row, std::int32_t& out) {
                const auto cut = truncateDay(days[row], toUpperAscii(units[row]));
                out = static_cast<std::int32_t>(cut.value_or(0));
                return cut.has_value();
            });
        },
        true);
}

/// date_trunc(unit, time)
Result<BoundPtr> bindDateTrunc(FunctionBinding& call) {
    VITRINE_CHECK_OK(call.coerce(0, DataType::string()));
    VITRINE_CHECK_OK(call.coerce(1, DataType::timestamp()));
    return call.call(
        DataType::timestamp(),
        [](const KernelCall& kernel) -> Result<ColumnPtr> {
            const auto units = kernel.column(0).values<std::string_view>();
            const auto times = kernel.column(1).values<std::int64_t>();
            const TimeZone& zone = kernel.conf().zone;
            return mapRowsOrNull<std::int64_t>(kernel, [&](std::size_t row, std::int64_t& out) {
                const std::string unit = toUpperAscii(units[row]);
                const std::int64_t local = localMicros(times[row], zone);
                const std::int64_t day = floorDiv(local, kMicrosPerDay);
                if (unit == "MICROSECOND") {
                    out = times[row];
                    return true;
                }
                if (unit == "MILLISECOND" || unit == "SECOND") {
                    const std::int64_t length = unit == "SECOND" ? kMicrosPerSecond : 1000;
                    out = times[row] - floorMod(times[row], length);
                    return true;
                }
                std::optional<std::int64_t> cut;
                if (unit == "MINUTE" || unit == "HOUR") {
                    out = times[row] - floorMod(local, unit == "HOUR" ? kMicrosPerHour : kMicrosPerMinute);
                    return true;
                }
                if (isOneOf(unit, {"DAY", "DD"})) {
                    cut = day;
                } else {
                    cut = truncateDay(day, unit);
                }
                if (!cut) return false;
                const auto instant = instantOf(*cut * kMicrosPerDay, zone);
                out = instant.value_or(0);
                return instant.has_value();
            });
        },
        true);
}

Error instantOverflow() { return Error(ErrorCode::ArithmeticOverflow, "The number is too large for a TIMESTAMP."); }

/// timestamp_millis and timestamp_micros
template <std::int64_t factor>
Result<BoundPtr> bindTimestampOf(FunctionBinding& call) {
    if (!call.type(0).isIntegral() && !call.type(0).is(TypeKind::Void)) return call.wrongType(0, "an integer");
    VITRINE_CHECK_OK(call.coerce(0, DataType::longType()));
    return call.call(
        DataType::timestamp(),
        [](const KernelCall& kernel) {
            const auto values = kernel.column(0).values<std::int64_t>();
            return mapRows<std::int64_t>(
                kernel,
                [&](std::size_t row, std::int64_t& out) { return __builtin_mul_overflow(values[row], factor, &out) ? RowOutcome::Failure : RowOutcome::Value; },
                [](std::size_t) { return instantOverflow(); });
        },
        false, factor != 1);
}

/// timestamp_seconds: fractions are kept, doubles saturate, integers must fit.
Result<BoundPtr> bindTimestampSeconds(FunctionBinding& call) {
    const DataType& type = call.type(0);
    if (type.isIntegral() || type.is(TypeKind::Void)) return bindTimestampOf<kMicrosPerSecond>(call);
    if (type.is(TypeKind::Decimal)) {
        return call.call(
            DataType::timestamp(),
            [](const KernelCall& kernel) {
                const auto values = kernel.column(0).values<Int128>();
                const int scale = kernel.column(0).type()->scale();
                return mapRows<std::int64_t>(
                    kernel,
                    [&](std::size_t row, std::int64_t& out) {
                        Int128 micros = 0;
                        if (scale > 6 ? values[row] % powerOfTen(scale - 6) != 0 : false) return RowOutcome::Failure;
                        if (scale > 6) {
                            micros = values[row] / powerOfTen(scale - 6);
                        } else if (__builtin_mul_overflow(values[row], powerOfTen(6 - scale), &micros)) {
                            return RowOutcome::Failure;
                        }
                        out = static_cast<std::int64_t>(micros);
                        return micros == out ? RowOutcome::Value : RowOutcome::Failure;
                    },
                    [](std::size_t) { return instantOverflow(); });
            },
            false, true);
    }
    if (!type.isNumeric()) return call.wrongType(0, "a number");
    VITRINE_CHECK_OK(call.coerce(0, DataType::doubleType()));
    return call.call(
        DataType::timestamp(),
        [](const KernelCall& kernel) -> Result<ColumnPtr> {
            const auto values = kernel.column(0).values<double>();
            return mapRowsOrNull<std::int64_t>(kernel, [&](std::size_t row, std::int64_t& out) {
                if (!std::isfinite(values[row])) return false;
                const double micros = values[row] * 1e6;
                out = micros >= 9223372036854775808.0    ? std::numeric_limits<std::int64_t>::max()
                      : micros <= -9223372036854775808.0 ? std::numeric_limits<std::int64_t>::min()
                                                         : static_cast<std::int64_t>(micros);
                return true;
            });
        },
        true);
}

/// unix_seconds, unix_millis, unix_micros
template <std::int64_t unit>
Result<BoundPtr> bindUnixOf(FunctionBinding& call) {
    VITRINE_CHECK_OK(call.coerce(0, DataType::timestamp()));
    return call.call(DataType::longType(), [](const KernelCall& kernel) -> Result<ColumnPtr> {
        return mapOne<std::int64_t, std::int64_t>(kernel, [](std::int64_t micros) { return floorDiv(micros, unit); });
    });
}

Result<BoundPtr> bindUnixDate(FunctionBinding& call) {
    VITRINE_CHECK_OK(call.coerce(0, DataType::date()));
    return call.call(DataType::intType(), [](const KernelCall& kernel) -> Result<ColumnPtr> {
        return mapOne<std::int32_t, std::int32_t>(kernel, [](std::int32_t days) { return days; });
    });
}

Result<BoundPtr> bindDateFromUnixDate(FunctionBinding& call) {
    VITRINE_CHECK_OK(call.coerce(0, DataType::intType()));
    return call.call(DataType::date(), [](const KernelCall& kernel) -> Result<ColumnPtr> {
        return mapOne<std::int32_t, std::int32_t>(kernel, [](std::int32_t days) { return days; });
    });
}

std::int64_t batchMicros(const KernelCall& kernel) {
    return std::chrono::duration_cast<Micros>(kernel.context.batchTime.time_since_epoch()).count();
}

/// Frozen at the batch's time (TR-8).
Result<BoundPtr> bindCurrentTimestamp(FunctionBinding& call) {
    const bool isLocal = call.name() == "localtimestamp";
    return call.call(isLocal ? DataType::timestampNtz() : DataType::timestamp(), [isLocal](const KernelCall& kernel) -> Result<ColumnPtr> {
        const std::int64_t now = batchMicros(kernel);
        return makeConstantColumn(kernel.type, Value{isLocal ? localMicros(now, kernel.conf().zone) : now}, kernel.rows);
    });
}

Result<BoundPtr> bindCurrentDate(FunctionBinding& call) {
    return call.call(DataType::date(), [](const KernelCall& kernel) -> Result<ColumnPtr> {
        const auto today = static_cast<std::int32_t>(floorDiv(localMicros(batchMicros(kernel), kernel.conf().zone), kMicrosPerDay));
        return makeConstantColumn(kernel.type, Value{today}, kernel.rows);
    });
}

Result<BoundPtr> bindCurrentTimezone(FunctionBinding& call) { return makeLiteral(DataType::string(), Value{call.conf().zone.id()}); }

template <bool ofDay>
Result<BoundPtr> bindName(FunctionBinding& call) {
    VITRINE_CHECK_OK(call.coerce(0, DataType::date()));
    return call.call(DataType::string(), [](const KernelCall& kernel) -> Result<ColumnPtr> {
        static constexpr std::string_view kDays[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
        static constexpr std::string_view kMonths[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
        return mapOne<std::int32_t, std::string_view>(
            kernel, [](std::int32_t days) { return ofDay ? kDays[weekdayOf(days)] : kMonths[civilFromDays(days).month - 1]; });
    });
}

constexpr std::string_view kDate = "date";
constexpr FunctionEntry kFunctions[] = {
    {{"add_months", "add_months(date, n) → DATE", "The date n months later.", kDate}, 2, 2, bindAddMonths},
    {{"curdate", "curdate() → DATE", "The date at which the batch began.", kDate}, 0, 0, bindCurrentDate},
    {{"current_date", "current_date() → DATE", "The date at which the batch began.", kDate}, 0, 0, bindCurrentDate},
    {{"current_timestamp", "current_timestamp() → TIMESTAMP", "The time at which the batch began.", kDate}, 0, 0, bindCurrentTimestamp},
    {{"current_timezone", "current_timezone() → STRING", "The session's time zone.", kDate}, 0, 0, bindCurrentTimezone},
    {{"date_add", "date_add(date, days) → DATE", "The date some days later.", kDate}, 2, 3, bindDateAdd},
    {{"date_diff", "date_diff(end, start) → INT", "Days from start to end.", kDate}, 2, 3, bindDateDiff},
    {{"date_from_unix_date", "date_from_unix_date(days) → DATE", "The date some days after 1970-01-01.", kDate}, 1, 1, bindDateFromUnixDate},
    {{"date_part", "date_part(field, time) → INT or DECIMAL", "A part of a date or time.", kDate}, 2, 2, bindExtract},
    {{"date_sub", "date_sub(date, days) → DATE", "The date some days earlier.", kDate}, 2, 2, bindDateSub},
    {{"date_trunc", "date_trunc(unit, time) → TIMESTAMP", "The time cut to a unit: 'HOUR', 'DAY', 'MONTH' …", kDate}, 2, 2, bindDateTrunc},
    {{"dateadd", "dateadd(date, days) → DATE", "The date some days later.", kDate}, 2, 3, bindDateAdd},
    {{"datediff", "datediff(end, start) → INT", "Days from start to end.", kDate}, 2, 3, bindDateDiff},
    {{"datepart", "datepart(field, time) → INT or DECIMAL", "A part of a date or time.", kDate}, 2, 2, bindExtract},
    {{"day", "day(date) → INT", "Day of the month.", kDate}, 1, 1, bindDatePart<DatePart::Day>},
    {{"dayname", "dayname(date) → STRING", "Mon, Tue …", kDate}, 1, 1, bindName<true>},
    {{"dayofmonth", "dayofmonth(date) → INT", "Day of the month.", kDate}, 1, 1, bindDatePart<DatePart::Day>},
    {{"dayofweek", "dayofweek(date) → INT", "1 Sunday to 7 Saturday.", kDate}, 1, 1, bindDatePart<DatePart::DayOfWeek>},
    {{"dayofyear", "dayofyear(date) → INT", "Day of the year.", kDate}, 1, 1, bindDatePart<DatePart::DayOfYear>},
    {{"extract", "extract(FIELD FROM time) → INT or DECIMAL", "A part of a date or time.", kDate}, 2, 2, bindExtract},
    {{"hour", "hour(time) → INT", "Hour of the day.", kDate}, 1, 1, bindHour},
    {{"last_day", "last_day(date) → DATE", "The last day of the month.", kDate}, 1, 1, bindLastDay},
    {{"localtimestamp", "localtimestamp() → TIMESTAMP_NTZ", "The local time at which the batch began.", kDate}, 0, 0, bindCurrentTimestamp},
    {{"minute", "minute(time) → INT", "Minute of the hour.", kDate}, 1, 1, bindMinute},
    {{"month", "month(date) → INT", "Month of the year.", kDate}, 1, 1, bindDatePart<DatePart::Month>},
    {{"monthname", "monthname(date) → STRING", "Jan, Feb …", kDate}, 1, 1, bindName<false>},
    {{"now", "now() → TIMESTAMP", "The time at which the batch began.", kDate}, 0, 0, bindCurrentTimestamp},
    {{"quarter", "quarter(date) → INT", "Quarter of the year.", kDate}, 1, 1, bindDatePart<DatePart::Quarter>},
    {{"second", "second(time) → INT", "Second of the minute.", kDate}, 1, 1, bindSecond},
    {{"timestamp_micros", "timestamp_micros(n) → TIMESTAMP", "The time n microseconds after 1970.", kDate}, 1, 1, bindTimestampOf<1>},
    {{"timestamp_millis", "timestamp_millis(n) → TIMESTAMP", "The time n milliseconds after 1970.", kDate}, 1, 1, bindTimestampOf<1000>},
    {{"timestamp_seconds", "timestamp_seconds(n) → TIMESTAMP", "The time n seconds after 1970.", kDate}, 1, 1, bindTimestampSeconds},
    {{"timestampadd", "timestampadd(UNIT, n, time) → TIMESTAMP", "The time n units later.", kDate}, 3, 3, bindTimestampAdd},
    {{"timestampdiff", "timestampdiff(UNIT, from, to) → BIGINT", "Whole units between two times.", kDate}, 3, 3, bindTimestampDiff},
    {{"trunc", "trunc(date, unit) → DATE", "The date cut to 'YEAR', 'QUARTER', 'MONTH' or 'WEEK'.", kDate}, 2, 2, bindTrunc},
    {{"unix_date", "unix_date(date) → INT", "Days since 1970-01-01.", kDate}, 1, 1, bindUnixDate},
    {{"unix_micros", "unix_micros(time) → BIGINT", "Microseconds since 1970.", kDate}, 1, 1, bindUnixOf<1>},
    {{"unix_millis", "unix_millis(time) → BIGINT", "Milliseconds since 1970.", kDate}, 1, 1, bindUnixOf<1000>},
    {{"unix_seconds", "unix_seconds(time) → BIGINT", "Seconds since 1970.", kDate}, 1, 1, bindUnixOf<kMicrosPerSecond>},
    {{"weekday", "weekday(date) → INT", "0 Monday to 6 Sunday.", kDate}, 1, 1, bindDatePart<DatePart::Weekday>},
    {{"weekofyear", "weekofyear(date) → INT", "ISO week of the year.", kDate}, 1, 1, bindDatePart<DatePart::Week>},
    {{"window_time", "window_time(window) → TIMESTAMP", "The last instant of a window.", "window"}, 1, 1, bindWindowTime},
    {{"year", "year(date) → INT", "The year.", kDate}, 1, 1, bindDatePart<DatePart::Year>},
};

}  // namespace

BoundPtr makeCurrentTimestamp() {
    return makeKernelCall(
        DataType::timestamp(), false, {},
        [](const KernelCall& kernel) -> Result<ColumnPtr> { return makeConstantColumn(kernel.type, Value{batchMicros(kernel)}, kernel.rows); }, false);
}

std::span<const FunctionEntry> timeFunctions() { return kFunctions; }

}  // namespace vitrine
