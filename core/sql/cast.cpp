// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>
#include <limits>
#include <optional>

#include "core/base/time.h"
#include "core/data/interval_text.h"
#include "core/data/number_text.h"
#include "core/data/timestamp_text.h"
#include "core/sql/binder.h"
#include "core/sql/bound_node.h"
#include "core/data/cast_text.h"
#include "core/sql/datetime.h"
#include "core/sql/kernels.h"
#include "core/sql/literal_reader.h"

namespace vitrine {
namespace {

/// Strict: bad values are errors (ANSI). Lenient: NULL or wrapped (ANSI off). Try: NULL, but with ANSI's rules.
enum class CastMode : std::uint8_t { Strict, Lenient, Try };

struct CastJob {
    const TypePtr& target;
    CastMode mode;
    const EvaluationContext& context;
    const SessionConf& conf;
    bool strictRules() const noexcept { return mode != CastMode::Lenient; }
    EventTime now() const noexcept { return EventTime(std::chrono::duration_cast<Micros>(context.batchTime.time_since_epoch())); }
};

Result<ColumnPtr> castColumn(const ColumnPtr& column, const CastJob& job);

Error badText(std::string_view text, const DataType& target) {
    std::string shown(text.substr(0, 60));
    if (shown.size() < text.size()) shown += "…";
    return Error(ErrorCode::InvalidCast, "The text '" + shown + "' cannot be cast to " + target.sql() + ".")
        .withWayOut("Use try_cast(… AS " + target.sql() + ") to get NULL instead.");
}

Error badValue(const Column& column, std::size_t row, const DataType& target, ErrorCode code = ErrorCode::NumberOutOfRange) {
    return Error(code, "The value " + castToText(column, row, TimeZone()) + " of type " + column.type()->sql() + " does not fit into " +
                           target.sql() + ".")
        .withWayOut("Use try_cast(… AS " + target.sql() + ") to get NULL instead.");
}

/// A column of R computed row by row; f(row, R&) says false when the value does not exist, onFailure then names it.
template <class R, class F, class E>
Result<ColumnPtr> convert(const Column& column, const CastJob& job, F f, E onFailure, std::vector<BufferOwner> owners = {}) {
    std::vector<R> values(column.size());
    std::vector<std::uint8_t> validity(column.validity().begin(), column.validity().end());
    for (std::size_t row = 0; row < values.size(); ++row) {
        if (!isValidAt(validity, row)) continue;
        if (f(row, values[row])) continue;
        if (job.mode == CastMode::Strict) return onFailure(row);
        if (validity.empty()) validity.assign(values.size(), 1);
        validity[row] = 0;
    }
    return makeColumn(job.target, std::move(values), std::move(validity), std::move(owners));
}

std::string_view trimmed(std::string_view text) {
    const auto isSpace = [](char letter) { return static_cast<unsigned char>(letter) <= 0x20; };
    while (!text.empty() && isSpace(text.front())) text.remove_prefix(1);
    while (!text.empty() && isSpace(text.back())) text.remove_suffix(1);
    return text;
}

/// Integral text; lenient reading cuts a fraction off (`1.5` is 1).
std::optional<std::int64_t> integralOf(std::string_view text, bool strict) {
    text = trimmed(text);
    if (!strict) {
        const std::size_t point = text.find('.');
        if (point != std::string_view::npos) {
            for (const char digit : text.substr(point + 1)) {
                if (digit < '0' || digit > '9') return std::nullopt;
            }
            if (point == 0 || (point == 1 && (text[0] == '-' || text[0] == '+'))) return text.size() > point + 1 ? std::optional<std::int64_t>(0) : std::nullopt;
            text = text.substr(0, point);
        }
    }
    if (text.empty()) return std::nullopt;
    if (text.front() == '+') {
        text.remove_prefix(1);
        if (text.empty() || text.front() < '0' || text.front() > '9') return std::nullopt;
    }
    return parseLong(text);
}

std::optional<double> doubleOf(std::string_view text) {
    text = trimmed(text);
    std::string_view body = text;
    bool isNegative = false;
    if (!body.empty() && (body.front() == '-' || body.front() == '+')) {
        isNegative = body.front() == '-';
        body.remove_prefix(1);
    }
    if (equalsIgnoreCase(body, "infinity") || equalsIgnoreCase(body, "inf")) {
        return isNegative ? -std::numeric_limits<double>::infinity() : std::numeric_limits<double>::infinity();
    }
    if (equalsIgnoreCase(text, "nan")) return std::numeric_limits<double>::quiet_NaN();
    if (const auto value = parseDouble(text)) return value;
    if (text.size() > 1 && std::string_view("dDfF").find(text.back()) != std::string_view::npos) {
        const char before = text[text.size() - 2];
        if ((before >= '0' && before <= '9') || before == '.') return parseDouble(text.substr(0, text.size() - 1));
    }
    return std::nullopt;
}

std::optional<bool> booleanOf(std::string_view text) {
    text = trimmed(text);
    for (const std::string_view word : {"t", "true", "y", "yes", "1"}) {
        if (equalsIgnoreCase(text, word)) return true;
    }
    for (const std::string_view word : {"f", "false", "n", "no", "0"}) {
        if (equalsIgnoreCase(text, word)) return false;
    }
    return std::nullopt;
}

template <class R>
Result<ColumnPtr> textToIntegral(const Column& column, const CastJob& job) {
    const auto texts = column.values<std::string_view>();
    return convert<R>(
        column, job,
        [&](std::size_t row, R& out) {
            const auto value = integralOf(texts[row], job.strictRules());
            if (!value || *value < std::numeric_limits<R>::min() || *value > std::numeric_limits<R>::max()) return false;
            out = static_cast<R>(*value);
            return true;
        },
        [&](std::size_t row) { return badText(texts[row], *job.target); });
}

Result<ColumnPtr> textToInterval(const Column& column, const CastJob& job) {
    const auto texts = column.values<std::string_view>();
    const auto fail = [&](std::size_t row) { return badText(texts[row], *job.target); };
    if (job.target->is(TypeKind::CalendarInterval)) {
        return convert<CalendarInterval>(
            column, job,
            [&](std::size_t row, CalendarInterval& out) {
                const auto value = parseInterval(texts[row]);
                if (value) out = *value;
                return value.hasValue();
            },
            fail);
    }
    // `INTERVAL '1' DAY`, `1-2`, `1 02:03:04.5`: the literal's grammar, with or without its frame.
    const auto read = [&](std::string_view text) -> std::optional<LiteralValue> {
        text = trimmed(text);
        std::string whole(text);
        if (text.size() < 8 || !equalsIgnoreCase(text.substr(0, 8), "INTERVAL")) {
            const auto nameOf = [](IntervalUnit unit) {
                static constexpr std::array<std::string_view, 6> kNames = {"YEAR", "MONTH", "DAY", "HOUR", "MINUTE", "SECOND"};
                return std::string(kNames[static_cast<std::size_t>(unit)]);
            };
            const IntervalUnit first = job.target->firstUnit();
            const IntervalUnit last = job.target->lastUnit();
            whole = "INTERVAL '" + whole + "' " + nameOf(first) + (first == last ? "" : " TO " + nameOf(last));
        }
        const auto parsed = parseExpression(whole);
        if (!parsed || (*parsed)->kind != ExpressionKind::Literal || (*parsed)->type->kind() != job.target->kind()) return std::nullopt;
        return LiteralValue{(*parsed)->type, (*parsed)->literal};
    };
    if (job.target->is(TypeKind::YearMonthInterval)) {
        return convert<std::int32_t>(
            column, job,
            [&](std::size_t row, std::int32_t& out) {
                const auto value = read(texts[row]);
                if (value) out = value->value.get<std::int32_t>();
                return value.has_value();
            },
            fail);
    }
    return convert<std::int64_t>(
        column, job,
        [&](std::size_t row, std::int64_t& out) {
            const auto value = read(texts[row]);
            if (value) out = value->value.get<std::int64_t>();
            return value.has_value();
        },
        fail);
}

Result<ColumnPtr> castText(const Column& column, const CastJob& job) {
    const auto texts = column.values<std::string_view>();
    const auto fail = [&](std::size_t row) { return badText(texts[row], *job.target); };
    switch (job.target->kind()) {
        case TypeKind::Boolean:
            return convert<std::uint8_t>(
                column, job,
                [&](std::size_t row, std::uint8_t& out) {
                    const auto value = booleanOf(texts[row]);
                    out = value.value_or(false) ? 1 : 0;
                    return value.has_value();
                },
                fail);
        case TypeKind::Byte: return textToIntegral<std::int8_t>(column, job);
        case TypeKind::Short: return textToIntegral<std::int16_t>(column, job);
        case TypeKind::Int: return textToIntegral<std::int32_t>(column, job);
        case TypeKind::Long: return textToIntegral<std::int64_t>(column, job);
        case TypeKind::Float:
            return convert<float>(
                column, job,
                [&](std::size_t row, float& out) {
                    const auto value = doubleOf(texts[row]);
                    if (value) out = static_cast<float>(*value);
                    return value.has_value();
                },
                fail);
        case TypeKind::Double:
            return convert<double>(
                column, job,
                [&](std::size_t row, double& out) {
                    const auto value = doubleOf(texts[row]);
                    if (value) out = *value;
                    return value.has_value();
                },
                fail);
        case TypeKind::Decimal: {
            const int precision = job.target->precision();
            const int scale = job.target->scale();
            return convert<Int128>(
                column, job,
                [&](std::size_t row, Int128& out) {
                    const auto parsed = parseDecimal(trimmed(texts[row]));
                    if (!parsed || parsed->overflow) return false;
                    const auto value = rescaleDecimal(parsed->unscaled, parsed->scale, scale, precision);
                    if (value) out = *value;
                    return value.has_value();
                },
                [&](std::size_t row) {
                    return parseDecimal(trimmed(texts[row])) ? badValue(column, row, *job.target) : badText(texts[row], *job.target);
                });
        }
        case TypeKind::Date:
            return convert<std::int32_t>(
                column, job,
                [&](std::size_t row, std::int32_t& out) {
                    const auto value = parseDate(texts[row]);
                    out = value.value_or(0);
                    return value.has_value();
                },
                fail);
        case TypeKind::Timestamp:
            return convert<std::int64_t>(
                column, job,
                [&](std::size_t row, std::int64_t& out) {
                    const auto value = parseTimestampForCast(texts[row], job.conf.zone, job.now());
                    out = value.value_or(0);
                    return value.has_value();
                },
                fail);
        case TypeKind::TimestampNtz:
            return convert<std::int64_t>(
                column, job,
                [&](std::size_t row, std::int64_t& out) {
                    const auto value = parseTimestampNtz(texts[row]);
                    out = value.value_or(0);
                    return value.has_value();
                },
                fail);
        case TypeKind::CalendarInterval:
        case TypeKind::YearMonthInterval:
        case TypeKind::DayTimeInterval: return textToInterval(column, job);
        case TypeKind::Binary:
            return makeColumn(job.target, std::vector<std::string_view>(texts.begin(), texts.end()),
                              std::vector<std::uint8_t>(column.validity().begin(), column.validity().end()), column.owners());
        default: return Error(ErrorCode::Internal, "No cast from STRING to " + job.target->sql() + ".");
    }
}

/// Java's narrowing of a floating value: towards zero, saturated, NaN is 0.
template <class R>
R saturated(double value) {
    if (std::isnan(value)) return 0;
    if (value >= static_cast<double>(std::numeric_limits<R>::max())) return std::numeric_limits<R>::max();
    if (value <= static_cast<double>(std::numeric_limits<R>::min())) return std::numeric_limits<R>::min();
    return static_cast<R>(value);
}

template <class R>
bool floatingToIntegral(double value, bool strict, R& out) {
    if (strict) {
        const double limit = -static_cast<double>(std::numeric_limits<R>::min());
        if (!(std::floor(value) < limit && std::ceil(value) >= -limit)) {
            // Java compares with the largest value turned into a double, which for BIGINT is 2^63 itself.
            if (!(sizeof(R) == 8 && std::floor(value) == limit)) return false;
            out = std::numeric_limits<R>::max();
            return true;
        }
        out = static_cast<R>(value);
        return true;
    }
    if constexpr (sizeof(R) == 8) {
        out = saturated<std::int64_t>(value);
    } else {
        out = static_cast<R>(saturated<std::int32_t>(value));
    }
    return true;
}

template <class R>
bool wideToIntegral(Int128 value, bool strict, R& out) {
    if (strict && (value < std::numeric_limits<R>::min() || value > std::numeric_limits<R>::max())) return false;
    out = static_cast<R>(static_cast<std::uint64_t>(value));
    return true;
}

template <class S, class R>
Result<ColumnPtr> numberToIntegral(const Column& column, const CastJob& job) {
    const auto values = column.values<S>();
    const bool strict = job.strictRules();
    const int scale = column.type()->is(TypeKind::Decimal) ? column.type()->scale() : 0;
    const Int128 divisor = powerOfTen(scale);
    return convert<R>(
        column, job,
        [&](std::size_t row, R& out) {
            if constexpr (std::is_floating_point_v<S>) {
                return floatingToIntegral<R>(values[row], strict, out);
            } else if constexpr (std::is_same_v<S, Int128>) {
                return wideToIntegral<R>(values[row] / divisor, strict, out);
            } else {
                return wideToIntegral<R>(values[row], strict, out);
            }
        },
        [&](std::size_t row) { return badValue(column, row, *job.target, ErrorCode::InvalidCast); });
}

template <class S>
double asDouble(S value, int scale) {
    if constexpr (std::is_same_v<S, Int128>) {
        return decimalToDouble(value, scale);
    } else {
        return static_cast<double>(value);
    }
}

/// Seconds as a number → microseconds.
template <class S>
bool secondsToMicros(S value, int scale, bool strict, std::int64_t& out) {
    if constexpr (std::is_floating_point_v<S>) {
        if (!std::isfinite(value) || (strict && std::fabs(static_cast<double>(value)) >= 9223372036854.775808)) return false;
        out = saturated<std::int64_t>(static_cast<double>(value) * 1e6);
        return true;
    } else if constexpr (std::is_same_v<S, Int128>) {
        const Int128 micros = scale <= 6 ? value * powerOfTen(6 - scale) : value / powerOfTen(scale - 6);
        return wideToIntegral<std::int64_t>(micros, strict, out);
    } else {
        const Int128 micros = static_cast<Int128>(value) * 1'000'000;
        out = micros > std::numeric_limits<std::int64_t>::max()   ? std::numeric_limits<std::int64_t>::max()
              : micros < std::numeric_limits<std::int64_t>::min() ? std::numeric_limits<std::int64_t>::min()
                                                                  : static_cast<std::int64_t>(micros);
        return true;
    }
}

std::int64_t microsPerUnit(IntervalUnit unit) {
    switch (unit) {
        case IntervalUnit::Day: return kMicrosPerDay;
        case IntervalUnit::Hour: return kMicrosPerHour;
        case IntervalUnit::Minute: return kMicrosPerMinute;
        default: return kMicrosPerSecond;
    }
}

template <class S>
Result<ColumnPtr> castNumber(const Column& column, const CastJob& job) {
    const auto values = column.values<S>();
    const int scale = column.type()->is(TypeKind::Decimal) ? column.type()->scale() : 0;
    const auto fail = [&](std::size_t row) { return badValue(column, row, *job.target); };
    switch (job.target->kind()) {
        case TypeKind::Boolean:
            return convert<std::uint8_t>(column, job, [&](std::size_t row, std::uint8_t& out) { out = values[row] != 0; return true; }, fail);
        case TypeKind::Byte: return numberToIntegral<S, std::int8_t>(column, job);
        case TypeKind::Short: return numberToIntegral<S, std::int16_t>(column, job);
        case TypeKind::Int: return numberToIntegral<S, std::int32_t>(column, job);
        case TypeKind::Long: return numberToIntegral<S, std::int64_t>(column, job);
        case TypeKind::Float:
            return convert<float>(column, job, [&](std::size_t row, float& out) {
                if constexpr (std::is_same_v<S, Int128>) {
                    out = static_cast<float>(decimalToDouble(values[row], scale));
                } else {
                    out = static_cast<float>(values[row]);
                }
                return true; }, fail);
        case TypeKind::Double:
            return convert<double>(column, job, [&](std::size_t row, double& out) { out = asDouble(values[row], scale); return true; }, fail);
        case TypeKind::Decimal:
            return convert<Int128>(
                column, job,
                [&](std::size_t row, Int128& out) {
                    std::optional<Int128> value;
                    if constexpr (std::is_same_v<S, float>) {
                        value = doubleToDecimal(static_cast<double>(values[row]), job.target->precision(), job.target->scale());
                    } else if constexpr (std::is_same_v<S, double>) {
                        value = doubleToDecimal(values[row], job.target->precision(), job.target->scale());
                    } else {
                        value = rescaleDecimal(values[row], scale, job.target->scale(), job.target->precision());
                    }
                    if (value) out = *value;
                    return value.has_value();
                },
                fail);
        case TypeKind::Timestamp:
            return convert<std::int64_t>(
                column, job, [&](std::size_t row, std::int64_t& out) { return secondsToMicros(values[row], scale, job.strictRules(), out); }, fail);
        case TypeKind::YearMonthInterval:
        case TypeKind::DayTimeInterval: {
            if constexpr (!std::is_floating_point_v<S>) {
                const bool isMonths = job.target->is(TypeKind::YearMonthInterval);
                const std::int64_t unit = isMonths ? (job.target->lastUnit() == IntervalUnit::Year ? 12 : 1) : microsPerUnit(job.target->lastUnit());
                const auto count = [&](std::size_t row, std::int64_t& out) {
                    Int128 total = static_cast<Int128>(values[row]) * unit;
                    total /= powerOfTen(scale);
                    const Int128 limit = isMonths ? std::numeric_limits<std::int32_t>::max() : std::numeric_limits<std::int64_t>::max();
                    out = static_cast<std::int64_t>(total);
                    return total <= limit && total >= -limit;
                };
                if (isMonths) {
                    return convert<std::int32_t>(column, job, [&](std::size_t row, std::int32_t& out) {
                        std::int64_t months = 0;
                        const bool fits = count(row, months);
                        out = static_cast<std::int32_t>(months);
                        return fits; }, fail);
                }
                return convert<std::int64_t>(column, job, count, fail);
            }
            break;
        }
        case TypeKind::Binary: {
            if constexpr (std::is_integral_v<S>) {
                auto arena = std::make_shared<StringArena>();
                return convert<std::string_view>(
                    column, job,
                    [&](std::size_t row, std::string_view& out) {
                        char bytes[sizeof(S)];
                        for (std::size_t index = 0; index < sizeof(S); ++index) {
                            bytes[index] = static_cast<char>(static_cast<std::uint64_t>(values[row]) >> (8 * (sizeof(S) - 1 - index)));
                        }
                        out = arena->store(std::string_view(bytes, sizeof(S)));
                        return true;
                    },
                    fail, {arena});
            }
            break;
        }
        default: break;
    }
    return Error(ErrorCode::Internal, "No cast from " + column.type()->sql() + " to " + job.target->sql() + ".");
}

Result<ColumnPtr> castTimestamp(const Column& column, const CastJob& job) {
    const auto values = column.values<std::int64_t>();
    const auto fail = [&](std::size_t row) { return badValue(column, row, *job.target, ErrorCode::InvalidCast); };
    const TimeZone& zone = job.conf.zone;
    const auto seconds = [&](std::size_t row) { return floorDiv(values[row], kMicrosPerSecond); };
    switch (job.target->kind()) {
        case TypeKind::Boolean:
            return convert<std::uint8_t>(column, job, [&](std::size_t row, std::uint8_t& out) { out = values[row] != 0; return true; }, fail);
        case TypeKind::Byte:
            return convert<std::int8_t>(column, job, [&](std::size_t row, std::int8_t& out) { return wideToIntegral(seconds(row), job.strictRules(), out); }, fail);
        case TypeKind::Short:
            return convert<std::int16_t>(column, job, [&](std::size_t row, std::int16_t& out) { return wideToIntegral(seconds(row), job.strictRules(), out); }, fail);
        case TypeKind::Int:
            return convert<std::int32_t>(column, job, [&](std::size_t row, std::int32_t& out) { return wideToIntegral(seconds(row), job.strictRules(), out); }, fail);
        case TypeKind::Long:
            return convert<std::int64_t>(column, job, [&](std::size_t row, std::int64_t& out) { out = seconds(row); return true; }, fail);
        case TypeKind::Float:
            return convert<float>(column, job, [&](std::size_t row, float& out) { out = static_cast<float>(static_cast<double>(values[row]) / 1e6); return true; }, fail);
        case TypeKind::Double:
            return convert<double>(column, job, [&](std::size_t row, double& out) { out = static_cast<double>(values[row]) / 1e6; return true; }, fail);
        case TypeKind::Decimal:
            return convert<Int128>(
                column, job,
                [&](std::size_t row, Int128& out) {
                    const auto value = rescaleDecimal(values[row], 6, job.target->scale(), job.target->precision());
                    if (value) out = *value;
                    return value.has_value();
                },
                fail);
        case TypeKind::Date:
            return convert<std::int32_t>(column, job, [&](std::size_t row, std::int32_t& out) {
                out = static_cast<std::int32_t>(floorDiv(localMicros(values[row], zone), kMicrosPerDay)); return true; }, fail);
        case TypeKind::TimestampNtz:
            return convert<std::int64_t>(column, job, [&](std::size_t row, std::int64_t& out) { out = localMicros(values[row], zone); return true; }, fail);
        default: return Error(ErrorCode::Internal, "No cast from TIMESTAMP to " + job.target->sql() + ".");
    }
}

Result<ColumnPtr> castLocalTime(const Column& column, const CastJob& job) {
    const bool isDate = column.type()->is(TypeKind::Date);
    const auto local = [&](std::size_t row) {
        return isDate ? column.values<std::int32_t>()[row] * kMicrosPerDay : column.values<std::int64_t>()[row];
    };
    const auto fail = [&](std::size_t row) { return badValue(column, row, *job.target, ErrorCode::InvalidCast); };
    switch (job.target->kind()) {
        case TypeKind::Timestamp:
            return convert<std::int64_t>(
                column, job,
                [&](std::size_t row, std::int64_t& out) {
                    const auto value = instantOf(local(row), job.conf.zone);
                    out = value.value_or(0);
                    return value.has_value();
                },
                fail);
        case TypeKind::TimestampNtz:
            return convert<std::int64_t>(column, job, [&](std::size_t row, std::int64_t& out) { out = local(row); return true; }, fail);
        case TypeKind::Date:
            return convert<std::int32_t>(column, job, [&](std::size_t row, std::int32_t& out) {
                out = static_cast<std::int32_t>(floorDiv(local(row), kMicrosPerDay)); return true; }, fail);
        default: return makeNullColumn(job.target, column.size());
    }
}

Result<ColumnPtr> castInterval(const Column& column, const CastJob& job) {
    const bool isMonths = column.type()->is(TypeKind::YearMonthInterval);
    const auto lengthOf = [&](std::size_t row) {
        return isMonths ? static_cast<std::int64_t>(column.values<std::int32_t>()[row]) : column.values<std::int64_t>()[row];
    };
    const auto fail = [&](std::size_t row) { return badValue(column, row, *job.target, ErrorCode::InvalidCast); };
    if (job.target->is(TypeKind::YearMonthInterval)) {
        const bool yearsOnly = job.target->lastUnit() == IntervalUnit::Year;
        return convert<std::int32_t>(column, job, [&](std::size_t row, std::int32_t& out) {
            out = static_cast<std::int32_t>(lengthOf(row));
            if (yearsOnly) out -= out % 12;
            return true; }, fail);
    }
    if (job.target->is(TypeKind::DayTimeInterval)) {
        const std::int64_t unit = job.target->lastUnit() == IntervalUnit::Second ? 1 : microsPerUnit(job.target->lastUnit());
        return convert<std::int64_t>(column, job, [&](std::size_t row, std::int64_t& out) { out = lengthOf(row) / unit * unit; return true; }, fail);
    }
    const std::int64_t unit = isMonths ? (column.type()->lastUnit() == IntervalUnit::Year ? 12 : 1) : microsPerUnit(column.type()->lastUnit());
    switch (job.target->kind()) {
        case TypeKind::Byte:
            return convert<std::int8_t>(column, job, [&](std::size_t row, std::int8_t& out) { return wideToIntegral(lengthOf(row) / unit, true, out); }, fail);
        case TypeKind::Short:
            return convert<std::int16_t>(column, job, [&](std::size_t row, std::int16_t& out) { return wideToIntegral(lengthOf(row) / unit, true, out); }, fail);
        case TypeKind::Int:
            return convert<std::int32_t>(column, job, [&](std::size_t row, std::int32_t& out) { return wideToIntegral(lengthOf(row) / unit, true, out); }, fail);
        case TypeKind::Long:
            return convert<std::int64_t>(column, job, [&](std::size_t row, std::int64_t& out) { out = lengthOf(row) / unit; return true; }, fail);
        default:
            return convert<Int128>(
                column, job,
                [&](std::size_t row, Int128& out) {
                    const auto value = rescaleDecimal(static_cast<Int128>(lengthOf(row)) * 1'000'000 / unit, 6, job.target->scale(), job.target->precision());
                    if (value) out = *value;
                    return value.has_value();
                },
                fail);
    }
}

Result<ColumnPtr> castNested(const ColumnPtr& column, const CastJob& job) {
    std::vector<ColumnPtr> children;
    for (std::size_t index = 0; index < column->children().size(); ++index) {
        const CastJob part{job.target->fields()[index].type, job.mode, job.context, job.conf};
        // Elements below a NULL are not values: they must not fail.
        const ColumnPtr child = job.target->is(TypeKind::Struct) ? maskedBy(column->child(index), *column) : column->child(index);
        VITRINE_TRY(ColumnPtr cast, castColumn(child, part));
        children.push_back(std::move(cast));
    }
    return std::make_shared<Column>(job.target, column->size(), Column::Elements{},
                                    std::vector<std::uint8_t>(column->validity().begin(), column->validity().end()),
                                    std::vector<std::uint32_t>(column->offsets().begin(), column->offsets().end()), std::move(children),
                                    column->owners());
}

Result<ColumnPtr> toText(const Column& column, const CastJob& job) {
    auto arena = std::make_shared<StringArena>();
    std::vector<std::string_view> texts(column.size());
    for (std::size_t row = 0; row < texts.size(); ++row) {
        if (!column.isNull(row)) texts[row] = arena->store(castToText(column, row, job.conf.zone));
    }
    return makeColumn(job.target, std::move(texts), std::vector<std::uint8_t>(column.validity().begin(), column.validity().end()), {arena});
}

Result<ColumnPtr> castColumn(const ColumnPtr& column, const CastJob& job) {
    const DataType& from = *column->type();
    if (from == *job.target) return column;
    if (from.is(TypeKind::Void)) return makeNullColumn(job.target, column->size());
    if (job.target->is(TypeKind::String)) {
        if (from.is(TypeKind::Binary)) {
            const auto bytes = column->values<std::string_view>();
            return makeColumn(job.target, std::vector<std::string_view>(bytes.begin(), bytes.end()),
                              std::vector<std::uint8_t>(column->validity().begin(), column->validity().end()), column->owners());
        }
        return toText(*column, job);
    }
    switch (from.kind()) {
        case TypeKind::String: return castText(*column, job);
        case TypeKind::Boolean:
            if (job.target->is(TypeKind::Timestamp)) {
                const auto values = column->values<std::uint8_t>();
                return convert<std::int64_t>(*column, job, [&](std::size_t row, std::int64_t& out) { out = values[row]; return true; },
                                             [&](std::size_t row) { return badValue(*column, row, *job.target); });
            }
            return castNumber<std::uint8_t>(*column, job);
        case TypeKind::Byte: return castNumber<std::int8_t>(*column, job);
        case TypeKind::Short: return castNumber<std::int16_t>(*column, job);
        case TypeKind::Int: return castNumber<std::int32_t>(*column, job);
        case TypeKind::Long: return castNumber<std::int64_t>(*column, job);
        case TypeKind::Float: return castNumber<float>(*column, job);
        case TypeKind::Double: return castNumber<double>(*column, job);
        case TypeKind::Decimal: return castNumber<Int128>(*column, job);
        case TypeKind::Timestamp: return castTimestamp(*column, job);
        case TypeKind::Date:
        case TypeKind::TimestampNtz: return castLocalTime(*column, job);
        case TypeKind::YearMonthInterval:
        case TypeKind::DayTimeInterval: return castInterval(*column, job);
        case TypeKind::Array:
        case TypeKind::Map:
        case TypeKind::Struct: return castNested(column, job);
        default: return Error(ErrorCode::Internal, "No cast from " + from.sql() + " to " + job.target->sql() + ".");
    }
}

/// Whether the cast can meet a value that does not exist in the target.
bool castMayFail(const DataType& from, const DataType& to) {
    if (from.is(TypeKind::Void) || to.is(TypeKind::String) || to.is(TypeKind::Binary) || from.sameType(to)) return false;
    if (from.isIntegral() && to.isIntegral()) return from.kind() > to.kind();
    if (from.isNumeric() && (to.is(TypeKind::Double) || to.is(TypeKind::Float) || to.is(TypeKind::Boolean))) return false;
    if (from.isIntegral() && to.is(TypeKind::Timestamp)) return false;
    if (from.is(TypeKind::Boolean)) return false;
    if (from.is(TypeKind::Timestamp) && (to.is(TypeKind::Date) || to.is(TypeKind::TimestampNtz) || to.is(TypeKind::Long))) return false;
    return !(from.is(TypeKind::TimestampNtz) && to.is(TypeKind::Date));
}

}  // namespace

BoundPtr makeCast(BoundPtr value, TypePtr target, bool isTry) {
    if (*value->type() == *target) return value;
    if (const Value* constant = constantOf(*value); constant != nullptr && constant->isNull()) return makeLiteral(std::move(target), Value{});
    const bool canFail = castMayFail(*value->type(), *target);
    const bool nullable = value->nullable() || canFail;
    return makeKernelCall(
        target, nullable, {std::move(value)},
        [isTry](const KernelCall& call) {
            const CastMode mode = isTry ? CastMode::Try : call.ansi() ? CastMode::Strict : CastMode::Lenient;
            return castColumn(call.arguments[0], CastJob{call.type, mode, call.context, call.conf()});
        },
        canFail && !isTry);
}

}  // namespace vitrine
