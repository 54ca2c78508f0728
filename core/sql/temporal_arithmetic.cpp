// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>
#include <limits>

#include "core/data/number_text.h"
#include "core/sql/binder.h"
#include "core/sql/bound_node.h"
#include "core/sql/coercion.h"
#include "core/sql/datetime.h"
#include "core/sql/kernels.h"
#include "core/sql/operators.h"

namespace vitrine {
namespace {

Error timeOverflow() { return Error(ErrorCode::ArithmeticOverflow, "The date or time lies outside the years that can be stored."); }

bool isTime(const DataType& type) { return type.is(TypeKind::Timestamp) || type.is(TypeKind::TimestampNtz); }
bool isLength(const DataType& type) { return type.is(TypeKind::YearMonthInterval) || type.is(TypeKind::DayTimeInterval); }
bool isInterval(const DataType& type) { return isLength(type) || type.is(TypeKind::CalendarInterval); }

/// Months, days and microseconds of an interval value, as they are added to an instant: whole days of a day-time interval
/// are calendar days.
CalendarInterval partsOf(const Column& column, std::size_t row) {
    switch (column.type()->kind()) {
        case TypeKind::YearMonthInterval: return {column.values<std::int32_t>()[row], 0, 0};
        case TypeKind::CalendarInterval: return column.values<CalendarInterval>()[row];
        default: {
            const std::int64_t micros = column.values<std::int64_t>()[row];
            return {0, static_cast<std::int32_t>(micros / kMicrosPerDay), micros % kMicrosPerDay};
        }
    }
}

BoundPtr timePlusInterval(BoundPtr time, BoundPtr interval, std::int64_t sign) {
    const TypePtr type = time->type();
    const bool nullable = time->nullable() || interval->nullable();
    return makeKernelCall(
        type, nullable, {std::move(time), std::move(interval)},
        [sign](const KernelCall& call) {
            const auto instants = call.column(0).values<std::int64_t>();
            const TimeZone zone = call.type->is(TypeKind::Timestamp) ? call.conf().zone : TimeZone();
            return mapRows<std::int64_t>(
                call,
                [&](std::size_t row, std::int64_t& out) {
                    const CalendarInterval parts = partsOf(call.column(1), row);
                    const auto moved = addInterval(instants[row], sign * parts.months, sign * parts.days, sign * parts.micros, zone);
                    out = moved.value_or(0);
                    return moved ? RowOutcome::Value : RowOutcome::Failure;
                },
                [](std::size_t) { return timeOverflow(); });
        },
        true);
}

BoundPtr datePlusInterval(BoundPtr date, BoundPtr interval, std::int64_t sign) {
    const bool nullable = date->nullable() || interval->nullable();
    return makeKernelCall(
        DataType::date(), nullable, {std::move(date), std::move(interval)},
        [sign](const KernelCall& call) {
            const auto days = call.column(0).values<std::int32_t>();
            bool hasTime = false;
            return mapRows<std::int32_t>(
                call,
                [&](std::size_t row, std::int32_t& out) {
                    const CalendarInterval parts = partsOf(call.column(1), row);
                    hasTime = parts.micros != 0 && call.column(1).type()->is(TypeKind::CalendarInterval) && call.ansi();
                    std::int64_t moved = addMonths(days[row], sign * parts.months) + sign * parts.days;
                    if (parts.micros != 0 && !hasTime) {
                        // Outside ANSI mode the time of day that is reached is cut off.
                        const TimeZone& zone = call.conf().zone;
                        const auto begin = instantOf(days[row] * kMicrosPerDay, zone);
                        const auto end = begin ? addInterval(*begin, sign * parts.months, sign * parts.days, sign * parts.micros, zone) : begin;
                        if (!end) return RowOutcome::Failure;
                        moved = floorDiv(localMicros(*end, zone), kMicrosPerDay);
                    }
                    out = static_cast<std::int32_t>(moved);
                    return hasTime || moved != out ? RowOutcome::Failure : RowOutcome::Value;
                },
                [&](std::size_t) {
                    return hasTime ? Error(ErrorCode::InvalidArgument, "Hours, minutes and seconds cannot be added to a date.") : timeOverflow();
                });
        },
        true);
}

BoundPtr datePlusDays(BoundPtr date, BoundPtr count, std::int32_t sign) {
    const bool nullable = date->nullable() || count->nullable();
    return makeKernelCall(
        DataType::date(), nullable, {std::move(date), makeCast(std::move(count), DataType::intType(), false)},
        [sign](const KernelCall& call) -> Result<ColumnPtr> {
            return mapTwo<std::int32_t, std::int32_t, std::int32_t>(call, [sign](std::int32_t days, std::int32_t n) {
                return static_cast<std::int32_t>(static_cast<std::uint32_t>(days) + static_cast<std::uint32_t>(sign) * static_cast<std::uint32_t>(n));
            });
        },
        false);
}

BoundPtr dateDifference(BoundPtr left, BoundPtr right) {
    const bool nullable = left->nullable() || right->nullable();
    return makeKernelCall(
        DataType::dayTimeInterval(IntervalUnit::Day, IntervalUnit::Day), nullable, {std::move(left), std::move(right)},
        [](const KernelCall& call) -> Result<ColumnPtr> {
            return mapTwo<std::int32_t, std::int32_t, std::int64_t>(
                call, [](std::int32_t a, std::int32_t b) { return (static_cast<std::int64_t>(a) - b) * kMicrosPerDay; });
        },
        false);
}

BoundPtr timeDifference(BoundPtr left, BoundPtr right) {
    const bool nullable = left->nullable() || right->nullable();
    return makeKernelCall(
        DataType::dayTimeInterval(), nullable, {std::move(left), std::move(right)},
        [](const KernelCall& call) {
            const auto a = call.column(0).values<std::int64_t>();
            const auto b = call.column(1).values<std::int64_t>();
            const TimeZone zone = call.column(0).type()->is(TypeKind::Timestamp) ? call.conf().zone : TimeZone();
            return mapRows<std::int64_t>(
                call,
                [&](std::size_t row, std::int64_t& out) {
                    return __builtin_sub_overflow(localMicros(a[row], zone), localMicros(b[row], zone), &out) ? RowOutcome::Failure
                                                                                                              : RowOutcome::Value;
                },
                [](std::size_t) { return timeOverflow(); });
        },
        true);
}

template <class T>
BoundPtr sumOfLengths(const TypePtr& type, BoundPtr left, BoundPtr right, bool subtract) {
    const bool nullable = left->nullable() || right->nullable();
    return makeKernelCall(
        type, nullable, {std::move(left), std::move(right)},
        [subtract](const KernelCall& call) {
            const auto a = call.column(0).values<T>();
            const auto b = call.column(1).values<T>();
            return mapRows<T>(
                call,
                [&](std::size_t row, T& out) {
                    const bool overflow = subtract ? __builtin_sub_overflow(a[row], b[row], &out) : __builtin_add_overflow(a[row], b[row], &out);
                    return overflow ? RowOutcome::Failure : RowOutcome::Value;
                },
                [](std::size_t) { return Error(ErrorCode::ArithmeticOverflow, "The interval is too long."); });
        },
        true);
}

/// interval × number and interval ÷ number, HALF_UP.
template <class T>
BoundPtr scaledLength(const TypePtr& type, BoundPtr length, BoundPtr number, bool divide) {
    const bool nullable = length->nullable() || number->nullable();
    const bool isExact = number->type()->isIntegral();
    number = makeCast(std::move(number), isExact ? DataType::longType() : DataType::doubleType(), false);
    return makeKernelCall(
        type, nullable, {std::move(length), std::move(number)},
        [divide, isExact](const KernelCall& call) {
            const auto lengths = call.column(0).values<T>();
            bool byZero = false;
            return mapRows<T>(
                call,
                [&](std::size_t row, T& out) {
                    Int128 scaled = 0;
                    if (isExact) {
                        const Int128 factor = call.column(1).values<std::int64_t>()[row];
                        if (divide && factor == 0) {
                            byZero = true;
                            return RowOutcome::Failure;
                        }
                        if (divide) {
                            const Int128 twice = static_cast<Int128>(lengths[row]) * 2;
                            const bool isNegative = (twice < 0) != (factor < 0);
                            const Int128 size = factor < 0 ? -factor : factor;
                            scaled = ((twice < 0 ? -twice : twice) + size) / (2 * size);
                            if (isNegative) scaled = -scaled;
                        } else if (__builtin_mul_overflow(static_cast<Int128>(lengths[row]), factor, &scaled)) {
                            return RowOutcome::Failure;
                        }
                    } else {
                        const double factor = call.column(1).values<double>()[row];
                        if (divide && factor == 0) {
                            byZero = true;
                            return RowOutcome::Failure;
                        }
                        const double value = divide ? static_cast<double>(lengths[row]) / factor : static_cast<double>(lengths[row]) * factor;
                        if (!(std::fabs(value) < 9.3e18)) return RowOutcome::Failure;
                        scaled = static_cast<Int128>(std::round(value));
                    }
                    out = static_cast<T>(scaled);
                    return scaled == out ? RowOutcome::Value : RowOutcome::Failure;
                },
                [&](std::size_t) {
                    return byZero ? Error(ErrorCode::DivideByZero, "Division of an interval by zero.")
                                  : Error(ErrorCode::ArithmeticOverflow, "The interval is too long.");
                });
        },
        true);
}

Error intervalOverflow() { return Error(ErrorCode::ArithmeticOverflow, "The interval is too long."); }

/// Months, days and microseconds each added on their own. Without ANSI mode an overflow is NULL.
BoundPtr sumOfIntervals(BoundPtr left, BoundPtr right, bool subtract, bool ansi) {
    return makeKernelCall(
        DataType::calendarInterval(), true, {std::move(left), std::move(right)},
        [subtract, ansi](const KernelCall& call) {
            const auto a = call.column(0).values<CalendarInterval>();
            const auto b = call.column(1).values<CalendarInterval>();
            const auto combine = [subtract](auto x, auto y, auto& out) { return subtract ? __builtin_sub_overflow(x, y, &out) : __builtin_add_overflow(x, y, &out); };
            return mapRows<CalendarInterval>(
                call,
                [&](std::size_t row, CalendarInterval& out) {
                    const bool overflow = combine(a[row].months, b[row].months, out.months) || combine(a[row].days, b[row].days, out.days) ||
                                          combine(a[row].micros, b[row].micros, out.micros);
                    return !overflow ? RowOutcome::Value : ansi ? RowOutcome::Failure : RowOutcome::Null;
                },
                [](std::size_t) { return intervalOverflow(); });
        },
        true);
}

/// Months and days times or divided by a number are cut to whole ones; a day's rest goes to the microseconds.
BoundPtr scaledInterval(BoundPtr interval, BoundPtr number, bool divide, bool ansi) {
    return makeKernelCall(
        DataType::calendarInterval(), true, {std::move(interval), makeCast(std::move(number), DataType::doubleType(), false)},
        [divide, ansi](const KernelCall& call) {
            const auto intervals = call.column(0).values<CalendarInterval>();
            const auto factors = call.column(1).values<double>();
            const auto refused = ansi ? RowOutcome::Failure : RowOutcome::Null;
            return mapRows<CalendarInterval>(
                call,
                [&](std::size_t row, CalendarInterval& out) {
                    const double factor = factors[row];
                    if (divide && factor == 0) return refused;
                    const auto scaled = [divide, factor](auto part) { return divide ? static_cast<double>(part) / factor : static_cast<double>(part) * factor; };
                    const double months = std::trunc(scaled(intervals[row].months));
                    const double days = scaled(intervals[row].days);
                    const double micros = scaled(intervals[row].micros) + static_cast<double>(kMicrosPerDay) * (days - std::trunc(days));
                    if (!(std::fabs(months) < 2147483648.0) || !(std::fabs(days) < 2147483648.0) || !(std::fabs(micros) < 9.2e18)) return refused;
                    out = {static_cast<std::int32_t>(months), static_cast<std::int32_t>(days), static_cast<std::int64_t>(std::floor(micros + 0.5))};
                    return RowOutcome::Value;
                },
                [&](std::size_t row) { return divide && factors[row] == 0 ? Error(ErrorCode::DivideByZero, "Division of an interval by zero.") : intervalOverflow(); });
        },
        true);
}

}  // namespace

Result<BoundPtr> bindTemporalArithmetic(std::string_view symbol, const BoundPtr& left, const BoundPtr& right, const SessionConf& conf) {
    const DataType& a = *left->type();
    const DataType& b = *right->type();
    const bool plus = symbol == "+";
    const bool minus = symbol == "-";
    const auto isDateTime = [](const DataType& type) { return type.is(TypeKind::Date) || isTime(type); };
    if (!isDateTime(a) && !isDateTime(b) && !isInterval(a) && !isInterval(b)) return BoundPtr{};

    if (plus && (isInterval(a) || a.isNumeric()) && (isDateTime(b) || (isInterval(a) && b.is(TypeKind::String)))) {
        return bindTemporalArithmetic(symbol, right, left, conf);
    }
    if ((plus || minus) && isInterval(b)) {
        const int sign = plus ? 1 : -1;
        if (isTime(a)) return timePlusInterval(left, right, sign);
        if (a.is(TypeKind::String)) return timePlusInterval(makeCast(left, DataType::timestamp(), false), right, sign);
        if (a.is(TypeKind::Date)) {
            const bool wholeDays = !b.is(TypeKind::DayTimeInterval) || b.lastUnit() == IntervalUnit::Day;
            if (wholeDays) return datePlusInterval(left, right, sign);
            return timePlusInterval(makeCast(left, DataType::timestamp(), false), right, sign);
        }
        if (a.is(TypeKind::CalendarInterval) && b.is(TypeKind::CalendarInterval)) return sumOfIntervals(left, right, minus, conf.ansi);
        if (a.kind() == b.kind() && isLength(a)) {
            const TypePtr type = tightestCommonType(left->type(), right->type(), conf.ansi);
            if (a.is(TypeKind::YearMonthInterval)) return sumOfLengths<std::int32_t>(type, left, right, minus);
            return sumOfLengths<std::int64_t>(type, left, right, minus);
        }
    }
    if ((plus || minus) && a.is(TypeKind::Date) && b.isNumeric()) {
        if (!b.isIntegral() || b.is(TypeKind::Long)) {
            return Error(ErrorCode::TypeMismatch, "Only a whole number of days (INT) can be added to a date, not " + b.sql() + ".");
        }
        return datePlusDays(left, right, plus ? 1 : -1);
    }
    if (minus && (isDateTime(a) || a.is(TypeKind::String)) && (isDateTime(b) || b.is(TypeKind::String))) {
        const auto asDateTime = [&](const BoundPtr& value, const DataType& other) {
            return value->type()->is(TypeKind::String) ? makeCast(value, other.is(TypeKind::Date) ? DataType::date() : DataType::timestamp(), false) : value;
        };
        const BoundPtr first = asDateTime(left, b);
        const BoundPtr second = asDateTime(right, a);
        if (first->type()->is(TypeKind::Date) && second->type()->is(TypeKind::Date)) return dateDifference(first, second);
        const TypePtr type = tightestCommonType(first->type(), second->type(), conf.ansi);
        return timeDifference(makeCast(first, type, false), makeCast(second, type, false));
    }
    if ((symbol == "*" || symbol == "/") && isLength(a) && b.isNumeric()) {
        const bool divide = symbol == "/";
        if (a.is(TypeKind::YearMonthInterval)) return scaledLength<std::int32_t>(DataType::yearMonthInterval(), left, right, divide);
        return scaledLength<std::int64_t>(DataType::dayTimeInterval(), left, right, divide);
    }
    if ((symbol == "*" || symbol == "/") && a.is(TypeKind::CalendarInterval) && b.isNumeric()) return scaledInterval(left, right, symbol == "/", conf.ansi);
    if (symbol == "*" && a.isNumeric() && isInterval(b)) return bindTemporalArithmetic(symbol, right, left, conf);
    if (a.is(TypeKind::Void) || b.is(TypeKind::Void)) {
        const TypePtr type = a.is(TypeKind::Void) ? right->type() : left->type();
        if (plus || minus) return makeLiteral(type, Value{});
    }
    return Error(ErrorCode::TypeMismatch, "\"" + std::string(symbol) + "\" does not work on " + a.sql() + " and " + b.sql() + ".");
}

}  // namespace vitrine
