// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include "core/sql/binder.h"
#include "core/sql/coercion.h"
#include "core/sql/function_registry.h"
#include "core/sql/kernels.h"
#include "core/sql/operators.h"

namespace vitrine {
namespace {

/// DOUBLE f(DOUBLE).
template <double (*function)(double)>
Result<BoundPtr> bindDouble(FunctionBinding& call) {
    VITRINE_CHECK_OK(call.coerce(0, DataType::doubleType()));
    return call.call(DataType::doubleType(), [](const KernelCall& kernel) -> Result<ColumnPtr> {
        return mapOne<double, double>(kernel, [](double x) { return function(x); });
    });
}

/// DOUBLE f(DOUBLE), NULL where x is not above `limit`.
template <double (*function)(double)>
Result<BoundPtr> bindLogarithm(FunctionBinding& call) {
    VITRINE_CHECK_OK(call.coerce(0, DataType::doubleType()));
    const double limit = call.name() == "log1p" ? -1.0 : 0.0;
    return call.call(
        DataType::doubleType(),
        [limit](const KernelCall& kernel) -> Result<ColumnPtr> {
            const auto values = kernel.column(0).values<double>();
            return mapRowsOrNull<double>(kernel, [&](std::size_t row, double& out) {
                out = function(values[row]);
                return !(values[row] <= limit);
            });
        },
        true);
}

/// DOUBLE f(DOUBLE, DOUBLE).
template <double (*function)(double, double)>
Result<BoundPtr> bindDoublePair(FunctionBinding& call) {
    VITRINE_CHECK_OK(call.coerce(0, DataType::doubleType()));
    VITRINE_CHECK_OK(call.coerce(1, DataType::doubleType()));
    return call.call(DataType::doubleType(), [](const KernelCall& kernel) -> Result<ColumnPtr> {
        return mapTwo<double, double, double>(kernel, [](double x, double y) { return function(x, y); });
    });
}

double squareRoot(double x) { return std::sqrt(x); }
double cubeRoot(double x) { return std::cbrt(x); }
double exponential(double x) { return std::exp(x); }
double exponentialMinusOne(double x) { return std::expm1(x); }
double naturalLogarithm(double x) { return std::log(x); }
double decimalLogarithm(double x) { return std::log10(x); }
double binaryLogarithm(double x) { return std::log(x) / std::log(2.0); }
double logarithmOfNext(double x) { return std::log1p(x); }
double sine(double x) { return std::sin(x); }
double cosine(double x) { return std::cos(x); }
double tangent(double x) { return std::tan(x); }
double cotangent(double x) { return 1 / std::tan(x); }
double arcSine(double x) { return std::asin(x); }
double arcCosine(double x) { return std::acos(x); }
double arcTangent(double x) { return std::atan(x); }
double hyperbolicSine(double x) { return std::sinh(x); }
double hyperbolicCosine(double x) { return std::cosh(x); }
double hyperbolicTangent(double x) { return std::tanh(x); }
double secant(double x) { return 1 / std::cos(x); }
double cosecant(double x) { return 1 / std::sin(x); }
// Spark's own formulas, which lose digits where the library's would not.
double areaSine(double x) { return std::asinh(x); }
double areaCosine(double x) { return std::acosh(x); }
double areaTangent(double x) { return 0.5 * (std::log1p(x) - std::log1p(-x)); }
double toDegrees(double x) { return x * (180.0 / std::numbers::pi); }
double toRadians(double x) { return x * (std::numbers::pi / 180.0); }
double nearestInteger(double x) { return std::nearbyint(x); }
double signOf(double x) { return x > 0 ? 1.0 : x < 0 ? -1.0 : x; }

double power(double x, double y) {
    // Java's pow: 1 to a NaN or infinite power is NaN.
    if (std::isnan(y) || (std::fabs(x) == 1 && std::isinf(y))) return std::numeric_limits<double>::quiet_NaN();
    return std::pow(x, y);
}
double angleOf(double y, double x) { return std::atan2(y + 0.0, x + 0.0); }
double hypotenuse(double x, double y) { return std::hypot(x, y); }

Result<BoundPtr> bindLog(FunctionBinding& call) {
    if (call.size() == 1) return bindLogarithm<naturalLogarithm>(call);
    VITRINE_CHECK_OK(call.coerce(0, DataType::doubleType()));
    VITRINE_CHECK_OK(call.coerce(1, DataType::doubleType()));
    return call.call(
        DataType::doubleType(),
        [](const KernelCall& kernel) -> Result<ColumnPtr> {
            const auto base = kernel.column(0).values<double>();
            const auto value = kernel.column(1).values<double>();
            return mapRowsOrNull<double>(kernel, [&](std::size_t row, double& out) {
                out = std::log(value[row]) / std::log(base[row]);
                return !(base[row] <= 0) && !(value[row] <= 0);
            });
        },
        true);
}

Result<BoundPtr> bindAbs(FunctionBinding& call) { return bindAbsolute(call.argument(0), call.conf()); }
Result<BoundPtr> bindNegative(FunctionBinding& call) { return bindUnary("-", call.argument(0), call.conf()); }
Result<BoundPtr> bindPositive(FunctionBinding& call) { return bindUnary("+", call.argument(0), call.conf()); }
Result<BoundPtr> bindMod(FunctionBinding& call) { return bindArithmetic("%", call.argument(0), call.argument(1), call.conf()); }
Result<BoundPtr> bindPmod(FunctionBinding& call) { return bindArithmetic("pmod", call.argument(0), call.argument(1), call.conf()); }

Result<BoundPtr> bindDiv(FunctionBinding& call) { return bindArithmetic("DIV", call.argument(0), call.argument(1), call.conf()); }

/// -1.0, 0.0 or 1.0; intervals have a sign, too.
Result<BoundPtr> bindSign(FunctionBinding& call) {
    const auto signs = [&call](auto tag) {
        return call.call(DataType::doubleType(), [tag](const KernelCall& kernel) -> Result<ColumnPtr> {
            return mapOne<typename decltype(tag)::Type, double>(kernel, [](auto x) { return x > 0 ? 1.0 : x < 0 ? -1.0 : 0.0; });
        });
    };
    if (call.type(0).is(TypeKind::DayTimeInterval)) return signs(TypeTag<std::int64_t>{});
    if (call.type(0).is(TypeKind::YearMonthInterval)) return signs(TypeTag<std::int32_t>{});
    return bindDouble<signOf>(call);
}

Result<BoundPtr> bindTry(FunctionBinding& call) {
    const std::string_view name = call.name();
    const std::string_view symbol = name == "try_add" ? "+" : name == "try_subtract" ? "-" : name == "try_multiply" ? "*" : name == "try_divide" ? "/" : "%";
    return bindArithmetic(symbol, call.argument(0), call.argument(1), call.conf(), true);
}

Result<BoundPtr> bindPi(FunctionBinding&) { return makeLiteral(DataType::doubleType(), Value{std::numbers::pi}); }
Result<BoundPtr> bindE(FunctionBinding&) { return makeLiteral(DataType::doubleType(), Value{std::numbers::e}); }

Result<BoundPtr> bindShiftFunction(FunctionBinding& call) {
    const std::string_view symbol = call.name() == "shiftleft" ? "<<" : call.name() == "shiftright" ? ">>" : ">>>";
    return bindShift(symbol, call.argument(0), call.argument(1), call.conf());
}

Result<BoundPtr> bindBitNot(FunctionBinding& call) { return bindUnary("~", call.argument(0), call.conf()); }

template <class T>
BoundPtr bitCountOf(FunctionBinding& call) {
    return call.call(DataType::intType(), [](const KernelCall& kernel) -> Result<ColumnPtr> {
        return mapOne<T, std::int32_t>(kernel, [](T x) {
            return static_cast<std::int32_t>(__builtin_popcountll(static_cast<std::uint64_t>(static_cast<std::int64_t>(x))));
        });
    });
}

/// bit_get(x, place): a place outside the type is an error.
Result<BoundPtr> bindBitGet(FunctionBinding& call) {
    if (!call.type(0).isIntegral()) return call.wrongType(0, "an integer");
    const std::int32_t bits = call.type(0).is(TypeKind::Byte) ? 8 : call.type(0).is(TypeKind::Short) ? 16 : call.type(0).is(TypeKind::Int) ? 32 : 64;
    VITRINE_CHECK_OK(call.coerce(0, DataType::longType()));
    VITRINE_CHECK_OK(call.coerce(1, DataType::intType()));
    return call.call(
        DataType::byteType(),
        [bits](const KernelCall& kernel) {
            const auto values = kernel.column(0).values<std::int64_t>();
            const auto places = kernel.column(1).values<std::int32_t>();
            return mapRows<std::int8_t>(
                kernel,
                [&](std::size_t row, std::int8_t& out) {
                    if (places[row] < 0 || places[row] >= bits) return RowOutcome::Failure;
                    out = static_cast<std::int8_t>(values[row] >> places[row] & 1);
                    return RowOutcome::Value;
                },
                [&](std::size_t row) {
                    return Error(ErrorCode::InvalidArgument, "There is no bit " + std::to_string(places[row]) + ", only 0 to " + std::to_string(bits - 1) + ".");
                });
        },
        false, true);
}

/// width_bucket(x, low, high, buckets): NULL for limits that are equal or no numbers, and for fewer than one bucket.
Result<BoundPtr> bindWidthBucket(FunctionBinding& call) {
    for (std::size_t index = 0; index < 3; ++index) VITRINE_CHECK_OK(call.coerce(index, DataType::doubleType()));
    VITRINE_CHECK_OK(call.coerce(3, DataType::longType()));
    return call.call(
        DataType::longType(),
        [](const KernelCall& kernel) -> Result<ColumnPtr> {
            const auto values = kernel.column(0).values<double>();
            const auto lows = kernel.column(1).values<double>();
            const auto highs = kernel.column(2).values<double>();
            const auto buckets = kernel.column(3).values<std::int64_t>();
            return mapRowsOrNull<std::int64_t>(kernel, [&](std::size_t row, std::int64_t& out) {
                const double value = values[row];
                const double low = lows[row];
                const double high = highs[row];
                const std::int64_t count = buckets[row];
                if (count <= 0 || count == std::numeric_limits<std::int64_t>::max() || std::isnan(value) || low == high || !std::isfinite(low) || !std::isfinite(high)) return false;
                const double lower = std::min(low, high);
                const double upper = std::max(low, high);
                if (low < high) {
                    out = value < lower ? 0 : value >= upper ? count + 1 : static_cast<std::int64_t>(static_cast<double>(count) * (value - lower) / (upper - lower)) + 1;
                } else {
                    out = value > upper ? 0 : value <= lower ? count + 1 : static_cast<std::int64_t>(static_cast<double>(count) * (upper - value) / (upper - lower)) + 1;
                }
                return true;
            });
        },
        true);
}

Result<BoundPtr> bindBitCount(FunctionBinding& call) {
    switch (call.type(0).kind()) {
        case TypeKind::Boolean: return bitCountOf<std::uint8_t>(call);
        case TypeKind::Byte: return bitCountOf<std::int8_t>(call);
        case TypeKind::Short: return bitCountOf<std::int16_t>(call);
        case TypeKind::Int: return bitCountOf<std::int32_t>(call);
        case TypeKind::Long: return bitCountOf<std::int64_t>(call);
        default: return call.wrongType(0, "an integer or BOOLEAN");
    }
}

Result<BoundPtr> bindFactorial(FunctionBinding& call) {
    VITRINE_CHECK_OK(call.coerce(0, DataType::intType()));
    return call.call(
        DataType::longType(),
        [](const KernelCall& kernel) -> Result<ColumnPtr> {
            const auto values = kernel.column(0).values<std::int32_t>();
            return mapRowsOrNull<std::int64_t>(kernel, [&](std::size_t row, std::int64_t& out) {
                if (values[row] < 0 || values[row] > 20) return false;
                out = 1;
                for (std::int64_t factor = 2; factor <= values[row]; ++factor) out *= factor;
                return true;
            });
        },
        true);
}

constexpr std::string_view kMath = "math";
#define VITRINE_DOUBLE(name, help, function) {{name, name "(x) → DOUBLE", help, kMath}, 1, 1, bindDouble<function>}
constexpr FunctionEntry kFunctions[] = {
    {{"abs", "abs(x) → type of x", "The value without its sign.", kMath}, 1, 1, bindAbs},
    VITRINE_DOUBLE("acos", "Arc cosine.", arcCosine),
    VITRINE_DOUBLE("asin", "Arc sine.", arcSine),
    VITRINE_DOUBLE("atan", "Arc tangent.", arcTangent),
    {{"atan2", "atan2(y, x) → DOUBLE", "The angle of the point (x, y).", kMath}, 2, 2, bindDoublePair<angleOf>},
    {{"bit_count", "bit_count(x) → INT", "Number of bits that are 1.", kMath}, 1, 1, bindBitCount},
    {{"bitwise_not", "bitwise_not(x) → type of x", "All bits turned over.", kMath}, 1, 1, bindBitNot},
    VITRINE_DOUBLE("cbrt", "Cube root.", cubeRoot),
    VITRINE_DOUBLE("cos", "Cosine.", cosine),
    VITRINE_DOUBLE("cosh", "Hyperbolic cosine.", hyperbolicCosine),
    VITRINE_DOUBLE("cot", "Cotangent.", cotangent),
    VITRINE_DOUBLE("degrees", "Radians to degrees.", toDegrees),
    {{"div", "div(a, b) → BIGINT", "The quotient as a whole number, as a DIV b.", kMath}, 2, 2, bindDiv},
    {{"e", "e() → DOUBLE", "Euler's number.", kMath}, 0, 0, bindE},
    VITRINE_DOUBLE("exp", "e to the power of x.", exponential),
    VITRINE_DOUBLE("expm1", "e to the power of x, minus 1.", exponentialMinusOne),
    {{"factorial", "factorial(n) → BIGINT", "n!, NULL outside 0 to 20.", kMath}, 1, 1, bindFactorial},
    {{"hypot", "hypot(x, y) → DOUBLE", "Length of the hypotenuse.", kMath}, 2, 2, bindDoublePair<hypotenuse>},
    {{"ln", "ln(x) → DOUBLE", "Natural logarithm; NULL for x ≤ 0.", kMath}, 1, 1, bindLogarithm<naturalLogarithm>},
    {{"log", "log([base, ]x) → DOUBLE", "Logarithm, natural without base.", kMath}, 1, 2, bindLog},
    {{"log10", "log10(x) → DOUBLE", "Decimal logarithm; NULL for x ≤ 0.", kMath}, 1, 1, bindLogarithm<decimalLogarithm>},
    {{"log1p", "log1p(x) → DOUBLE", "Natural logarithm of 1 + x.", kMath}, 1, 1, bindLogarithm<logarithmOfNext>},
    {{"log2", "log2(x) → DOUBLE", "Binary logarithm; NULL for x ≤ 0.", kMath}, 1, 1, bindLogarithm<binaryLogarithm>},
    {{"mod", "mod(a, b) → common type", "The remainder, signed as a.", kMath}, 2, 2, bindMod},
    {{"negative", "negative(x) → type of x", "Minus x.", kMath}, 1, 1, bindNegative},
    {{"pi", "pi() → DOUBLE", "π.", kMath}, 0, 0, bindPi},
    {{"pmod", "pmod(a, b) → common type", "The remainder, never negative for b > 0.", kMath}, 2, 2, bindPmod},
    {{"positive", "positive(x) → type of x", "x itself.", kMath}, 1, 1, bindPositive},
    {{"pow", "pow(x, y) → DOUBLE", "x to the power of y.", kMath}, 2, 2, bindDoublePair<power>},
    {{"power", "power(x, y) → DOUBLE", "x to the power of y.", kMath}, 2, 2, bindDoublePair<power>},
    VITRINE_DOUBLE("radians", "Degrees to radians.", toRadians),
    VITRINE_DOUBLE("rint", "The nearest whole number, halves to the even one.", nearestInteger),
    {{"bit_get", "bit_get(x, place) → TINYINT", "The bit at a place counted from 0, the lowest.", kMath}, 2, 2, bindBitGet},
    {{"getbit", "getbit(x, place) → TINYINT", "The bit at a place counted from 0, the lowest.", kMath}, 2, 2, bindBitGet},
    {{"width_bucket", "width_bucket(x, low, high, n) → BIGINT", "In which of n equal parts of a range x lies.", kMath}, 4, 4, bindWidthBucket},
    {{"shiftleft", "shiftleft(x, n) → type of x", "Bits moved to the left.", kMath}, 2, 2, bindShiftFunction},
    {{"shiftright", "shiftright(x, n) → type of x", "Bits moved to the right, sign kept.", kMath}, 2, 2, bindShiftFunction},
    {{"shiftrightunsigned", "shiftrightunsigned(x, n) → type of x", "Bits moved to the right, zeros follow.", kMath}, 2, 2, bindShiftFunction},
    {{"sign", "sign(x) → DOUBLE", "-1.0, 0.0 or 1.0.", kMath}, 1, 1, bindSign},
    {{"signum", "signum(x) → DOUBLE", "-1.0, 0.0 or 1.0.", kMath}, 1, 1, bindSign},
    VITRINE_DOUBLE("sin", "Sine.", sine),
    VITRINE_DOUBLE("sinh", "Hyperbolic sine.", hyperbolicSine),
    VITRINE_DOUBLE("sqrt", "Square root.", squareRoot),
    VITRINE_DOUBLE("sec", "Secant.", secant),
    VITRINE_DOUBLE("csc", "Cosecant.", cosecant),
    VITRINE_DOUBLE("asinh", "Inverse hyperbolic sine.", areaSine),
    VITRINE_DOUBLE("acosh", "Inverse hyperbolic cosine.", areaCosine),
    VITRINE_DOUBLE("atanh", "Inverse hyperbolic tangent.", areaTangent),
    VITRINE_DOUBLE("tan", "Tangent.", tangent),
    VITRINE_DOUBLE("tanh", "Hyperbolic tangent.", hyperbolicTangent),
    {{"try_add", "try_add(a, b) → common type", "a + b, NULL on overflow.", kMath}, 2, 2, bindTry},
    {{"try_divide", "try_divide(a, b) → DOUBLE or DECIMAL", "a / b, NULL for b = 0.", kMath}, 2, 2, bindTry},
    {{"try_mod", "try_mod(a, b) → common type", "a % b, NULL for b = 0.", kMath}, 2, 2, bindTry},
    {{"try_multiply", "try_multiply(a, b) → common type", "a * b, NULL on overflow.", kMath}, 2, 2, bindTry},
    {{"try_subtract", "try_subtract(a, b) → common type", "a - b, NULL on overflow.", kMath}, 2, 2, bindTry},
};
#undef VITRINE_DOUBLE

}  // namespace

std::span<const FunctionEntry> mathFunctions() { return kFunctions; }

}  // namespace vitrine
