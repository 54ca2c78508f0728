// SPDX-License-Identifier: GPL-3.0-or-later
#include <limits>
#include <optional>

#include "core/sql/binder.h"
#include "core/sql/coercion.h"
#include "core/sql/datetime.h"
#include "core/sql/function_registry.h"
#include "core/sql/kernels.h"

namespace vitrine {
namespace {

bool isTry(const FunctionBinding& call) { return call.name().starts_with("try_"); }

bool isDate(std::int64_t year, std::int32_t month, std::int32_t day) {
    return month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
}

Error noDate(std::int32_t year, std::int32_t month, std::int32_t day) {
    return Error(ErrorCode::InvalidArgument, "There is no date with year " + std::to_string(year) + ", month " + std::to_string(month) + " and day " +
                                                 std::to_string(day) + ".");
}

Result<void> integers(FunctionBinding& call, std::size_t first, std::size_t last) {
    for (std::size_t index = first; index < last; ++index) VITRINE_CHECK_OK(call.coerce(index, DataType::intType()));
    return {};
}

Result<BoundPtr> bindMakeDate(FunctionBinding& call) {
    VITRINE_CHECK_OK(integers(call, 0, 3));
    return call.call(
        DataType::date(),
        [](const KernelCall& kernel) {
            const auto years = kernel.column(0).values<std::int32_t>();
            const auto months = kernel.column(1).values<std::int32_t>();
            const auto days = kernel.column(2).values<std::int32_t>();
            return mapRows<std::int32_t>(
                kernel,
                [&](std::size_t row, std::int32_t& out) {
                    if (!isDate(years[row], months[row], days[row])) return kernel.ansi() ? RowOutcome::Failure : RowOutcome::Null;
                    const std::int64_t made = daysFromCivil(years[row], months[row], days[row]);
                    out = static_cast<std::int32_t>(made);
                    return made == out ? RowOutcome::Value : RowOutcome::Failure;
                },
                [&](std::size_t row) { return noDate(years[row], months[row], days[row]); });
        },
        true, true);
}

/// make_timestamp(year, month, day, hour, minute, second[, zone]); 60 seconds are the next minute's 0.
Result<BoundPtr> makeTimestamp(FunctionBinding& call, const TypePtr& type) {
    const bool isLocal = type->is(TypeKind::TimestampNtz);
    if (isLocal && call.size() == 7) return Error(ErrorCode::WrongArgumentCount, std::string(call.name()) + "() takes no time zone.");
    if (call.size() == 2 || call.size() == 3) {
        VITRINE_CHECK_OK(call.coerce(0, DataType::date()));
        return Error(ErrorCode::UnsupportedOperation, std::string(call.name()) + "() of a date and a TIME is not supported.")
            .withWayOut("Give year, month, day, hour, minute and second.");
    }
    if (call.size() < 6) return Error(ErrorCode::WrongArgumentCount, std::string(call.name()) + "() takes year, month, day, hour, minute and second.");
    VITRINE_CHECK_OK(integers(call, 0, 5));
    VITRINE_CHECK_OK(call.coerce(5, DataType::decimal(16, 6)));
    if (call.size() == 7) VITRINE_CHECK_OK(call.coerce(6, DataType::string()));
    const bool nullOnError = isTry(call);
    return call.call(
        type,
        [isLocal, nullOnError](const KernelCall& kernel) {
            const auto number = [&kernel](std::size_t index, std::size_t row) { return kernel.column(index).values<std::int32_t>()[row]; };
            const auto seconds = kernel.column(5).values<Int128>();
            const auto refused = nullOnError || !kernel.ansi() ? RowOutcome::Null : RowOutcome::Failure;
            return mapRows<std::int64_t>(
                kernel,
                [&](std::size_t row, std::int64_t& out) {
                    LocalFields local;
                    local.year = number(0, row);
                    local.month = number(1, row);
                    local.day = number(2, row);
                    local.hour = number(3, row);
                    local.minute = number(4, row);
                    const bool isLeap = seconds[row] == 60 * kMicrosPerSecond;
                    if (!isDate(local.year, local.month, local.day) || local.hour < 0 || local.hour > 23 || local.minute < 0 || local.minute > 59 ||
                        seconds[row] < 0 || (seconds[row] >= 60 * kMicrosPerSecond && !isLeap)) {
                        return refused;
                    }
                    const auto within = static_cast<std::int64_t>(seconds[row]);
                    if (!isLeap) {
                        local.second = static_cast<int>(within / kMicrosPerSecond);
                        local.micro = static_cast<int>(within % kMicrosPerSecond);
                    }
                    std::optional<std::int64_t> micros = microsFromLocal(local);
                    if (!micros || (isLeap && __builtin_add_overflow(*micros, kMicrosPerMinute, &*micros))) return RowOutcome::Failure;
                    if (!isLocal) {
                        TimeZone zone = kernel.conf().zone;
                        if (kernel.arguments.size() == 7) {
                            auto found = TimeZone::find(kernel.column(6).values<std::string_view>()[row]);
                            if (!found) return refused;
                            zone = std::move(found).value();
                        }
                        micros = instantOf(*micros, zone);
                        if (!micros) return RowOutcome::Failure;
                    }
                    out = *micros;
                    return RowOutcome::Value;
                },
                [](std::size_t) { return Error(ErrorCode::InvalidArgument, "A part lies outside its range: there is no such date and time."); });
        },
        true, true);
}

template <TypeKind kind>
Result<BoundPtr> bindMakeTimestamp(FunctionBinding& call) {
    return makeTimestamp(call, kind == TypeKind::Timestamp ? DataType::timestamp() : DataType::timestampNtz());
}

Error intervalOverflow() { return Error(ErrorCode::ArithmeticOverflow, "The interval is too long."); }

/// Missing arguments are 0; the last of `count` is a number of seconds.
Result<void> intervalArguments(FunctionBinding& call, std::size_t count) {
    while (call.size() < count) call.arguments().push_back(makeLiteral(DataType::intType(), Value{std::int32_t{0}}));
    VITRINE_CHECK_OK(integers(call, 0, count - 1));
    if (call.type(count - 1).isIntegral()) {
        call.argument(count - 1) = makeCast(call.argument(count - 1), DataType::decimal(18, 6), false);
        return {};
    }
    return call.coerce(count - 1, DataType::decimal(18, 6));
}

/// Hours, minutes and seconds from column `first` on.
std::optional<std::int64_t> microsOf(const KernelCall& kernel, std::size_t first, std::size_t row) {
    const Int128 hours = kernel.column(first).values<std::int32_t>()[row];
    const Int128 minutes = kernel.column(first + 1).values<std::int32_t>()[row];
    const Int128 micros = hours * kMicrosPerHour + minutes * kMicrosPerMinute + kernel.column(first + 2).values<Int128>()[row];
    if (micros > std::numeric_limits<std::int64_t>::max() || micros < std::numeric_limits<std::int64_t>::min()) return std::nullopt;
    return static_cast<std::int64_t>(micros);
}

/// make_interval([years[, months[, weeks[, days[, hours[, minutes[, seconds]]]]]]])
Result<BoundPtr> bindMakeInterval(FunctionBinding& call) {
    VITRINE_CHECK_OK(intervalArguments(call, 7));
    const bool fails = call.conf().ansi && !isTry(call);
    return call.call(
        DataType::calendarInterval(),
        [fails](const KernelCall& kernel) {
            const auto number = [&kernel](std::size_t index, std::size_t row) -> std::int64_t { return kernel.column(index).values<std::int32_t>()[row]; };
            return mapRows<CalendarInterval>(
                kernel,
                [&](std::size_t row, CalendarInterval& out) {
                    const std::int64_t months = number(0, row) * 12 + number(1, row);
                    const std::int64_t days = number(2, row) * 7 + number(3, row);
                    const auto micros = microsOf(kernel, 4, row);
                    out = {static_cast<std::int32_t>(months), static_cast<std::int32_t>(days), micros.value_or(0)};
                    const bool fits = micros && months == out.months && days == out.days;
                    return fits ? RowOutcome::Value : fails ? RowOutcome::Failure : RowOutcome::Null;
                },
                [](std::size_t) { return intervalOverflow(); });
        },
        true, fails);
}

/// make_dt_interval([days[, hours[, minutes[, seconds]]]])
Result<BoundPtr> bindMakeDayTimeInterval(FunctionBinding& call) {
    VITRINE_CHECK_OK(intervalArguments(call, 4));
    return call.call(
        DataType::dayTimeInterval(),
        [](const KernelCall& kernel) {
            const auto days = kernel.column(0).values<std::int32_t>();
            return mapRows<std::int64_t>(
                kernel,
                [&](std::size_t row, std::int64_t& out) {
                    const auto micros = microsOf(kernel, 1, row);
                    const bool fits = micros && !__builtin_add_overflow(days[row] * kMicrosPerDay, *micros, &out);
                    return fits ? RowOutcome::Value : RowOutcome::Failure;
                },
                [](std::size_t) { return intervalOverflow(); });
        },
        false, true);
}

/// make_ym_interval([years[, months]])
Result<BoundPtr> bindMakeYearMonthInterval(FunctionBinding& call) {
    while (call.size() < 2) call.arguments().push_back(makeLiteral(DataType::intType(), Value{std::int32_t{0}}));
    VITRINE_CHECK_OK(integers(call, 0, 2));
    return call.call(
        DataType::yearMonthInterval(),
        [](const KernelCall& kernel) {
            const auto years = kernel.column(0).values<std::int32_t>();
            const auto months = kernel.column(1).values<std::int32_t>();
            return mapRows<std::int32_t>(
                kernel,
                [&](std::size_t row, std::int32_t& out) {
                    const std::int64_t total = static_cast<std::int64_t>(years[row]) * 12 + months[row];
                    out = static_cast<std::int32_t>(total);
                    return total == out ? RowOutcome::Value : RowOutcome::Failure;
                },
                [](std::size_t) { return intervalOverflow(); });
        },
        false, true);
}

constexpr std::string_view kDate = "date";
constexpr FunctionEntry kFunctions[] = {
    {{"make_date", "make_date(year, month, day) → DATE", "A date of its parts.", kDate}, 3, 3, bindMakeDate},
    {{"make_dt_interval", "make_dt_interval([days[, hours[, minutes[, seconds]]]]) → INTERVAL DAY TO SECOND", "A length of time of its parts.", kDate}, 0, 4, bindMakeDayTimeInterval},
    {{"make_interval", "make_interval([years[, months[, weeks[, days[, hours[, minutes[, seconds]]]]]]]) → INTERVAL", "An interval of its parts.", kDate}, 0, 7, bindMakeInterval},
    {{"make_timestamp", "make_timestamp(year, month, day, hour, minute, second[, zone]) → TIMESTAMP", "A time of its parts.", kDate}, 2, 7, bindMakeTimestamp<TypeKind::Timestamp>},
    {{"make_timestamp_ltz", "make_timestamp_ltz(year, month, day, hour, minute, second[, zone]) → TIMESTAMP", "A time of its parts.", kDate}, 2, 7, bindMakeTimestamp<TypeKind::Timestamp>},
    {{"make_timestamp_ntz", "make_timestamp_ntz(year, month, day, hour, minute, second) → TIMESTAMP_NTZ", "A time without zone of its parts.", kDate}, 2, 6, bindMakeTimestamp<TypeKind::TimestampNtz>},
    {{"make_ym_interval", "make_ym_interval([years[, months]]) → INTERVAL YEAR TO MONTH", "A length of months of its parts.", kDate}, 0, 2, bindMakeYearMonthInterval},
    {{"try_make_interval", "try_make_interval([years[, months[, …]]]) → INTERVAL", "As make_interval(), NULL when it is too long.", kDate}, 0, 7, bindMakeInterval},
    {{"try_make_timestamp", "try_make_timestamp(year, month, day, hour, minute, second[, zone]) → TIMESTAMP", "As make_timestamp(), NULL for parts out of range.", kDate}, 2, 7, bindMakeTimestamp<TypeKind::Timestamp>},
    {{"try_make_timestamp_ltz", "try_make_timestamp_ltz(year, month, day, hour, minute, second[, zone]) → TIMESTAMP", "As make_timestamp_ltz(), NULL for parts out of range.", kDate}, 2, 7, bindMakeTimestamp<TypeKind::Timestamp>},
    {{"try_make_timestamp_ntz", "try_make_timestamp_ntz(year, month, day, hour, minute, second) → TIMESTAMP_NTZ", "As make_timestamp_ntz(), NULL for parts out of range.", kDate}, 2, 6, bindMakeTimestamp<TypeKind::TimestampNtz>},
};

}  // namespace

std::span<const FunctionEntry> timeMakingFunctions() { return kFunctions; }

}  // namespace vitrine
