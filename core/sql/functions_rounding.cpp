// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>
#include <limits>

#include "core/data/number_text.h"
#include "core/sql/binder.h"
#include "core/sql/coercion.h"
#include "core/sql/function_registry.h"
#include "core/sql/kernels.h"

namespace vitrine {
namespace {

enum class Rounding : std::uint8_t { HalfUp, HalfEven, Ceiling, Floor };

/// value / 10^drop, rounded; `drop` > 0.
Int128 dropDigits(Int128 value, int drop, Rounding rounding) {
    const bool isNegative = value < 0;
    if (drop > 38) return rounding == Rounding::Ceiling && value > 0 ? 1 : rounding == Rounding::Floor && isNegative ? -1 : 0;
    const Int128 divisor = powerOfTen(drop);
    Int128 quotient = value / divisor;
    const Int128 rest = value < 0 ? -(value % divisor) : value % divisor;
    const Int128 half = divisor / 2;
    bool away = false;
    switch (rounding) {
        case Rounding::HalfUp: away = rest >= half; break;
        case Rounding::HalfEven: away = rest > half || (rest == half && quotient % 2 != 0); break;
        case Rounding::Ceiling: away = rest != 0 && !isNegative; break;
        case Rounding::Floor: away = rest != 0 && isNegative; break;
    }
    if (away) quotient += isNegative ? -1 : 1;
    return quotient;
}

double roundDouble(double value, int scale, Rounding rounding) {
    if (!std::isfinite(value)) return value;
    if (value == 0) return 0;  // rounding goes through a decimal, which has no -0.0
    const auto parsed = parseDecimal(formatDouble(value));
    if (!parsed || parsed->scale <= scale) return value;
    const Int128 rounded = dropDigits(parsed->unscaled, parsed->scale - scale, rounding);
    return parseDouble(formatInt128(rounded) + "E" + std::to_string(-scale)).value_or(value);
}

Error roundOverflow(const DataType& type) { return Error(ErrorCode::ArithmeticOverflow, "The rounded value does not fit into " + type.sql() + "."); }

/// The digits after the point: a constant INT.
Result<int> scaleArgument(FunctionBinding& call, std::size_t index) {
    if (!call.has(index)) return 0;
    if (!call.type(index).isIntegral() || call.type(index).is(TypeKind::Long)) return call.wrongType(index, "a constant INT");
    VITRINE_CHECK_OK(call.coerce(index, DataType::intType()));
    VITRINE_TRY(const Value digits, call.constantArgument(index));
    if (digits.isNull()) return call.wrongType(index, "a constant INT");
    return digits.get<std::int32_t>();
}

TypePtr roundedDecimal(const DataType& type, int scale) {
    const int integralDigits = type.precision() - type.scale() + 1;
    if (scale < 0) return DataType::decimal(std::min(std::max(integralDigits, 1 - scale), DataType::kMaxDecimalPrecision), 0);
    const int kept = std::min(type.scale(), scale);
    return DataType::decimal(std::min(integralDigits + kept, DataType::kMaxDecimalPrecision), kept);
}

BoundPtr roundDecimal(FunctionBinding& call, const TypePtr& type, int scale, Rounding rounding) {
    return call.call(
        type,
        [scale, rounding](const KernelCall& kernel) {
            const auto values = kernel.column(0).values<Int128>();
            const int from = kernel.column(0).type()->scale();
            const Int128 limit = powerOfTen(kernel.type->precision());
            return mapRows<Int128>(
                kernel,
                [&](std::size_t row, Int128& out) {
                    out = scale < from ? dropDigits(values[row], from - scale, rounding) : values[row];
                    if (scale < 0 && out != 0) {
                        if (-scale > 38) return RowOutcome::Failure;
                        out *= powerOfTen(-scale);
                    }
                    if (out < limit && out > -limit) return RowOutcome::Value;
                    return kernel.ansi() ? RowOutcome::Failure : RowOutcome::Null;
                },
                [&](std::size_t) { return roundOverflow(*kernel.type); });
        },
        true, true);
}

template <class T>
BoundPtr roundIntegral(FunctionBinding& call, const TypePtr& type, int scale, Rounding rounding) {
    if (scale >= 0) return call.argument(0);
    return call.call(
        type,
        [scale, rounding](const KernelCall& kernel) {
            const auto values = kernel.column(0).values<T>();
            return mapRows<T>(
                kernel,
                [&](std::size_t row, T& out) {
                    const Int128 dropped = dropDigits(values[row], -scale, rounding);
                    const Int128 rounded = dropped == 0 ? 0 : dropped * powerOfTen(-scale);
                    out = static_cast<T>(static_cast<std::uint64_t>(rounded));
                    return rounded != out && kernel.ansi() ? RowOutcome::Failure : RowOutcome::Value;
                },
                [&](std::size_t) { return roundOverflow(*kernel.type); });
        },
        false, true);
}

template <class T>
BoundPtr roundFloating(FunctionBinding& call, const TypePtr& type, int scale, Rounding rounding) {
    return call.call(type, [scale, rounding](const KernelCall& kernel) -> Result<ColumnPtr> {
        return mapOne<T, T>(kernel, [&](T value) { return static_cast<T>(roundDouble(static_cast<double>(value), scale, rounding)); });
    });
}

Result<BoundPtr> bindRound(FunctionBinding& call) {
    const Rounding rounding = call.name() == "bround" ? Rounding::HalfEven : Rounding::HalfUp;
    VITRINE_TRY(const int scale, scaleArgument(call, 1));
    call.arguments().resize(1);
    if (call.type(0).is(TypeKind::String) || call.type(0).is(TypeKind::Void)) VITRINE_CHECK_OK(call.coerce(0, DataType::doubleType()));
    const TypePtr type = call.argument(0)->type();
    switch (type->kind()) {
        case TypeKind::Byte: return roundIntegral<std::int8_t>(call, type, scale, rounding);
        case TypeKind::Short: return roundIntegral<std::int16_t>(call, type, scale, rounding);
        case TypeKind::Int: return roundIntegral<std::int32_t>(call, type, scale, rounding);
        case TypeKind::Long: return roundIntegral<std::int64_t>(call, type, scale, rounding);
        case TypeKind::Float: return roundFloating<float>(call, type, scale, rounding);
        case TypeKind::Double: return roundFloating<double>(call, type, scale, rounding);
        case TypeKind::Decimal: return roundDecimal(call, roundedDecimal(*type, scale), scale, rounding);
        default: return call.wrongType(0, "a number");
    }
}

Result<BoundPtr> bindCeilFloor(FunctionBinding& call) {
    const Rounding rounding = call.name() == "floor" ? Rounding::Floor : Rounding::Ceiling;
    if (call.has(1)) {
        VITRINE_TRY(const int scale, scaleArgument(call, 1));
        call.arguments().resize(1);
        if (!call.type(0).is(TypeKind::Decimal)) VITRINE_CHECK_OK(call.coerce(0, decimalFor(call.type(0))));
        return roundDecimal(call, roundedDecimal(call.type(0), scale), scale, rounding);
    }
    if (call.type(0).is(TypeKind::Decimal)) {
        const DataType& type = call.type(0);
        const int precision = type.scale() == 0 ? type.precision() : type.precision() - type.scale() + 1;
        return roundDecimal(call, DataType::decimal(precision, 0), 0, rounding);
    }
    if (call.type(0).isIntegral()) return makeCast(call.argument(0), DataType::longType(), false);
    VITRINE_CHECK_OK(call.coerce(0, DataType::doubleType()));
    return call.call(
        DataType::longType(),
        [rounding](const KernelCall& kernel) {
            const auto values = kernel.column(0).values<double>();
            return mapRows<std::int64_t>(
                kernel,
                [&](std::size_t row, std::int64_t& out) {
                    const double rounded = rounding == Rounding::Floor ? std::floor(values[row]) : std::ceil(values[row]);
                    constexpr double kLimit = 9223372036854775808.0;
                    if (rounded >= -kLimit && rounded < kLimit) {
                        out = static_cast<std::int64_t>(rounded);
                        return RowOutcome::Value;
                    }
                    out = std::isnan(rounded) ? 0 : rounded > 0 ? std::numeric_limits<std::int64_t>::max() : std::numeric_limits<std::int64_t>::min();
                    return kernel.ansi() ? RowOutcome::Failure : RowOutcome::Value;
                },
                [&](std::size_t) { return roundOverflow(*kernel.type); });
        },
        false, true);
}

constexpr FunctionEntry kFunctions[] = {
    {{"bround", "bround(x[, digits]) → type of x", "Rounded, halves to the even neighbour.", "math"}, 1, 2, bindRound},
    {{"ceil", "ceil(x[, digits]) → BIGINT or DECIMAL", "Rounded up.", "math"}, 1, 2, bindCeilFloor},
    {{"ceiling", "ceiling(x[, digits]) → BIGINT or DECIMAL", "Rounded up.", "math"}, 1, 2, bindCeilFloor},
    {{"floor", "floor(x[, digits]) → BIGINT or DECIMAL", "Rounded down.", "math"}, 1, 2, bindCeilFloor},
    {{"round", "round(x[, digits]) → type of x", "Rounded, halves away from zero.", "math"}, 1, 2, bindRound},
};

}  // namespace

std::span<const FunctionEntry> roundingFunctions() { return kFunctions; }

}  // namespace vitrine
