// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sql/operators.h"

#include <cmath>
#include <limits>

#include "core/data/number_text.h"
#include "core/sql/binder.h"
#include "core/sql/bound_node.h"
#include "core/sql/coercion.h"
#include "core/sql/decimal_math.h"
#include "core/sql/kernels.h"

namespace vitrine {
namespace {

Error mismatch(std::string message) { return Error(ErrorCode::TypeMismatch, std::move(message)); }

Error overflowError(const DataType& type) {
    return Error(ErrorCode::ArithmeticOverflow, "The result does not fit into " + type.sql() + ".")
        .withWayOut("Use a wider type, or try_add, try_subtract, try_multiply to get NULL instead.");
}

Error zeroError() {
    return Error(ErrorCode::DivideByZero, "Division by zero.").withWayOut("Use try_divide, or nullif(divisor, 0), to get NULL instead.");
}

enum class Operation : std::uint8_t { Add, Subtract, Multiply, Divide, Remainder, IntegralDivide, PositiveRemainder };

Operation operationOf(std::string_view symbol) {
    if (symbol == "+") return Operation::Add;
    if (symbol == "-") return Operation::Subtract;
    if (symbol == "*") return Operation::Multiply;
    if (symbol == "/") return Operation::Divide;
    if (symbol == "%") return Operation::Remainder;
    if (symbol == "pmod") return Operation::PositiveRemainder;
    return Operation::IntegralDivide;
}

bool dividesBy(Operation operation) { return operation >= Operation::Divide; }

/// a op b for integers, wrapping; true when it overflowed. The divisor is not 0.
template <class T>
bool compute(Operation operation, T a, T b, T& out) {
    switch (operation) {
        case Operation::Add: return __builtin_add_overflow(a, b, &out);
        case Operation::Subtract: return __builtin_sub_overflow(a, b, &out);
        case Operation::Multiply: return __builtin_mul_overflow(a, b, &out);
        case Operation::Divide:
        case Operation::IntegralDivide:
            if (b == -1) return __builtin_sub_overflow(T{0}, a, &out);
            out = static_cast<T>(a / b);
            return false;
        case Operation::Remainder: out = b == -1 ? T{0} : static_cast<T>(a % b); return false;
        case Operation::PositiveRemainder: {
            const Int128 rest = static_cast<Int128>(a) % b;
            out = static_cast<T>(rest < 0 ? (rest + b) % b : rest);
            return false;
        }
    }
    return false;
}

template <class T>
bool computeFloating(Operation operation, T a, T b, T& out) {
    switch (operation) {
        case Operation::Add: out = a + b; break;
        case Operation::Subtract: out = a - b; break;
        case Operation::Multiply: out = a * b; break;
        case Operation::Divide:
        case Operation::IntegralDivide: out = a / b; break;
        case Operation::Remainder: out = std::fmod(a, b); break;
        case Operation::PositiveRemainder: {
            const T rest = std::fmod(a, b);
            out = rest < 0 ? std::fmod(rest + b, b) : rest;
            break;
        }
    }
    return false;
}

/// Add, subtract and multiply of integers without a branch a row: rows are looked at again only when some overflowed.
template <class T, class F>
ColumnPtr wrappingLoop(const KernelCall& call, bool& overflowed, F f) {
    const auto a = call.column(0).values<T>();
    const auto b = call.column(1).values<T>();
    std::vector<T> values(call.rows);
    bool any = false;
    for (std::size_t row = 0; row < call.rows; ++row) any |= f(a[row], b[row], values[row]);
    overflowed = any;
    return makeColumn(call.type, std::move(values), mergedValidity(call.arguments));
}

template <class T>
Result<ColumnPtr> arithmetic(Operation operation, bool isTry, const KernelCall& call) {
    const bool ansi = call.ansi() || isTry;
    if constexpr (std::is_integral_v<T>) {
        if (!dividesBy(operation)) {
            bool overflowed = false;
            ColumnPtr result;
            if (operation == Operation::Add) {
                result = wrappingLoop<T>(call, overflowed, [](T a, T b, T& out) { return __builtin_add_overflow(a, b, &out); });
            } else if (operation == Operation::Subtract) {
                result = wrappingLoop<T>(call, overflowed, [](T a, T b, T& out) { return __builtin_sub_overflow(a, b, &out); });
            } else {
                result = wrappingLoop<T>(call, overflowed, [](T a, T b, T& out) { return __builtin_mul_overflow(a, b, &out); });
            }
            if (!overflowed || !ansi) return result;
        }
    }
    const auto a = call.column(0).values<T>();
    const auto b = call.column(1).values<T>();
    bool byZero = false;
    return mapRows<T>(
        call,
        [&](std::size_t row, T& out) {
            if (dividesBy(operation) && b[row] == 0) {
                byZero = true;
                return call.ansi() && !isTry ? RowOutcome::Failure : RowOutcome::Null;
            }
            bool overflowed = false;
            if constexpr (std::is_floating_point_v<T>) {
                overflowed = computeFloating(operation, a[row], b[row], out);
            } else {
                overflowed = compute(operation, a[row], b[row], out);
            }
            if (overflowed && ansi) return isTry ? RowOutcome::Null : RowOutcome::Failure;
            return RowOutcome::Value;
        },
        [&](std::size_t) { return byZero ? zeroError() : overflowError(*call.type); });
}

Result<ColumnPtr> decimalArithmetic(Operation operation, bool isTry, const TypePtr& resultType, const KernelCall& call) {
    const auto a = call.column(0).values<Int128>();
    const auto b = call.column(1).values<Int128>();
    const int leftScale = call.column(0).type()->scale();
    const int rightScale = call.column(1).type()->scale();
    bool byZero = false;
    const auto one = [&](std::size_t row, Int128& out) {
        if (dividesBy(operation) && b[row] == 0) {
            byZero = true;
            return call.ansi() && !isTry ? RowOutcome::Failure : RowOutcome::Null;
        }
        const auto value = decimalOperation(static_cast<DecimalOperation>(
                                                operation == Operation::Add                 ? DecimalOperation::Add
                                                : operation == Operation::Subtract          ? DecimalOperation::Subtract
                                                : operation == Operation::Multiply          ? DecimalOperation::Multiply
                                                : operation == Operation::Divide            ? DecimalOperation::Divide
                                                : operation == Operation::Remainder         ? DecimalOperation::Remainder
                                                : operation == Operation::PositiveRemainder ? DecimalOperation::PositiveRemainder
                                                                                            : DecimalOperation::IntegralDivide),
                                            a[row], leftScale, b[row], rightScale, resultType->scale(), resultType->precision());
        if (!value) return call.ansi() && !isTry ? RowOutcome::Failure : RowOutcome::Null;
        out = *value;
        return RowOutcome::Value;
    };
    const auto fail = [&](std::size_t) {
        return byZero ? zeroError()
                      : Error(ErrorCode::NumberOutOfRange, "The result does not fit into " + resultType->sql() + ".");
    };
    if (operation != Operation::IntegralDivide) return mapRows<Int128>(call, one, fail);
    return mapRows<std::int64_t>(
        call,
        [&](std::size_t row, std::int64_t& out) {
            Int128 wide = 0;
            const RowOutcome outcome = one(row, wide);
            out = static_cast<std::int64_t>(wide);
            return outcome;
        },
        fail);
}

TypePtr decimalResult(Operation operation, const DataType& left, const DataType& right) {
    const int p1 = left.precision();
    const int s1 = left.scale();
    const int p2 = right.precision();
    const int s2 = right.scale();
    switch (operation) {
        case Operation::Add:
        case Operation::Subtract: {
            const int scale = std::max(s1, s2);
            return adjustedDecimal(std::max(p1 - s1, p2 - s2) + scale + 1, scale);
        }
        case Operation::Multiply: return adjustedDecimal(p1 + p2 + 1, s1 + s2);
        case Operation::Divide: {
            const int scale = std::max(6, s1 + p2 + 1);
            return adjustedDecimal(p1 - s1 + s2 + scale, scale);
        }
        case Operation::Remainder:
        case Operation::PositiveRemainder: {
            const int scale = std::max(s1, s2);
            return adjustedDecimal(std::min(p1 - s1, p2 - s2) + scale, scale);
        }
        case Operation::IntegralDivide: return boundedDecimal(std::max(1, p1 - s1 + s2), 0);
    }
    return nullptr;
}

/// An integral side beside a decimal: constants take the fewest digits.
BoundPtr asDecimal(BoundPtr value) {
    if (value->type()->is(TypeKind::Decimal)) return value;
    if (const Value* constant = constantOf(*value); constant != nullptr && !constant->isNull()) {
        Int128 number = 0;
        switch (value->type()->kind()) {
            case TypeKind::Byte: number = constant->get<std::int8_t>(); break;
            case TypeKind::Short: number = constant->get<std::int16_t>(); break;
            case TypeKind::Int: number = constant->get<std::int32_t>(); break;
            default: number = constant->get<std::int64_t>(); break;
        }
        return makeLiteral(decimalForValue(number), Value{number});
    }
    const TypePtr target = decimalFor(*value->type());
    return makeCast(std::move(value), target, false);
}

std::string pairText(std::string_view symbol, const BoundPtr& left, const BoundPtr& right) {
    return "\"" + std::string(symbol) + "\" does not work on " + left->type()->sql() + " and " + right->type()->sql() + ".";
}

}  // namespace

Result<BoundPtr> coerceTo(BoundPtr value, const TypePtr& target, const SessionConf& conf, std::string_view what) {
    if (*value->type() == *target) return value;
    if (!canCastImplicitly(*value->type(), *target, conf.ansi, constantOf(*value) != nullptr)) {
        return mismatch(std::string(what) + " must be " + target->sql() + ", but is " + value->type()->sql() + ".");
    }
    return makeCast(std::move(value), target, false);
}

Result<BoundPtr> bindArithmetic(std::string_view symbol, BoundPtr left, BoundPtr right, const SessionConf& conf, bool isTry) {
    const Operation operation = operationOf(symbol);
    VITRINE_TRY(BoundPtr temporal, bindTemporalArithmetic(symbol, left, right, conf));
    if (temporal) return temporal;

    if (conf.ansi) {
        if (const TypePtr promoted = stringPromotion(left->type(), right->type())) {
            left = makeCast(std::move(left), promoted, false);
            right = makeCast(std::move(right), promoted, false);
        }
    } else {
        if (left->type()->is(TypeKind::String)) left = makeCast(std::move(left), DataType::doubleType(), false);
        if (right->type()->is(TypeKind::String)) right = makeCast(std::move(right), DataType::doubleType(), false);
    }
    const bool nothingKnown = left->type()->is(TypeKind::Void) && right->type()->is(TypeKind::Void);
    if (nothingKnown) {
        left = makeCast(std::move(left), DataType::doubleType(), false);
        right = makeCast(std::move(right), DataType::doubleType(), false);
    }
    if (left->type()->is(TypeKind::Void)) left = makeCast(std::move(left), right->type(), false);
    if (right->type()->is(TypeKind::Void)) right = makeCast(std::move(right), left->type(), false);
    if (!left->type()->isNumeric() || !right->type()->isNumeric()) return mismatch(pairText(symbol, left, right));

    const bool anyDecimal = left->type()->is(TypeKind::Decimal) || right->type()->is(TypeKind::Decimal);
    const auto isFloating = [](const BoundPtr& value) { return value->type()->is(TypeKind::Float) || value->type()->is(TypeKind::Double); };
    const bool anyFloating = isFloating(left) || isFloating(right);
    if (anyDecimal && !anyFloating) {
        left = asDecimal(std::move(left));
        right = asDecimal(std::move(right));
        const TypePtr result = decimalResult(operation, *left->type(), *right->type());
        const TypePtr type = operation == Operation::IntegralDivide ? DataType::longType() : result;
        const bool nullable = left->nullable() || right->nullable() || !conf.ansi || dividesBy(operation);
        return makeKernelCall(
            type, nullable, {std::move(left), std::move(right)},
            [operation, isTry, result](const KernelCall& call) { return decimalArithmetic(operation, isTry, result, call); }, !isTry);
    }
    TypePtr type;
    if (operation == Operation::Divide || (anyDecimal && anyFloating)) {
        type = DataType::doubleType();
    } else if (operation == Operation::IntegralDivide) {
        if (anyFloating) return mismatch(pairText("DIV", left, right));
        type = DataType::longType();
    } else {
        type = tightestCommonType(left->type(), right->type(), conf.ansi);
    }
    left = makeCast(std::move(left), type, false);
    right = makeCast(std::move(right), type, false);
    const bool nullable = left->nullable() || right->nullable() || dividesBy(operation) || isTry;
    const bool canFail = !isTry && (dividesBy(operation) || type->isIntegral());
    return visitPhysical(type->kind(), [&](auto tag) -> Result<BoundPtr> {
        using T = typename decltype(tag)::Type;
        if constexpr (std::is_arithmetic_v<T>) {
            return makeKernelCall(
                type, nullable, {std::move(left), std::move(right)},
                [operation, isTry](const KernelCall& call) { return arithmetic<T>(operation, isTry, call); }, canFail);
        } else {
            return Error(ErrorCode::Internal, "Arithmetic on a type without numbers.");
        }
    });
}

Result<BoundPtr> bindBitwise(std::string_view symbol, BoundPtr left, BoundPtr right, const SessionConf& conf) {
    if (conf.ansi) {
        if (const TypePtr promoted = stringPromotion(left->type(), right->type())) {
            left = makeCast(std::move(left), promoted, false);
            right = makeCast(std::move(right), promoted, false);
        }
    }
    const TypePtr type = tightestCommonType(left->type(), right->type(), conf.ansi);
    if (!type || !type->isIntegral()) return mismatch(pairText(symbol, left, right));
    left = makeCast(std::move(left), type, false);
    right = makeCast(std::move(right), type, false);
    const bool nullable = left->nullable() || right->nullable();
    return visitPhysical(type->kind(), [&](auto tag) -> Result<BoundPtr> {
        using T = typename decltype(tag)::Type;
        if constexpr (std::is_integral_v<T>) {
            return makeKernelCall(
                type, nullable, {std::move(left), std::move(right)},
                [letter = symbol.front()](const KernelCall& call) -> Result<ColumnPtr> {
                    if (letter == '&') return mapTwo<T, T, T>(call, [](T a, T b) { return static_cast<T>(a & b); });
                    if (letter == '|') return mapTwo<T, T, T>(call, [](T a, T b) { return static_cast<T>(a | b); });
                    return mapTwo<T, T, T>(call, [](T a, T b) { return static_cast<T>(a ^ b); });
                },
                false);
        } else {
            return Error(ErrorCode::Internal, "Bits of a type without integers.");
        }
    });
}

Result<BoundPtr> bindShift(std::string_view symbol, BoundPtr value, BoundPtr distance, const SessionConf& conf) {
    if (!value->type()->is(TypeKind::Long)) {
        VITRINE_TRY(value, coerceTo(std::move(value), DataType::intType(), conf, "The value to shift"));
    }
    VITRINE_TRY(distance, coerceTo(std::move(distance), DataType::intType(), conf, "The distance of a shift"));
    const bool nullable = value->nullable() || distance->nullable();
    const TypePtr type = value->type();
    const auto make = [&]<class T, class U>(TypeTag<T>, TypeTag<U>) {
        return makeKernelCall(
            type, nullable, {value, distance},
            [kind = std::string(symbol)](const KernelCall& call) -> Result<ColumnPtr> {
                constexpr int kMask = sizeof(T) * 8 - 1;
                if (kind == "<<") return mapTwo<T, std::int32_t, T>(call, [](T a, std::int32_t n) { return static_cast<T>(static_cast<U>(a) << (n & kMask)); });
                if (kind == ">>") return mapTwo<T, std::int32_t, T>(call, [](T a, std::int32_t n) { return static_cast<T>(a >> (n & kMask)); });
                return mapTwo<T, std::int32_t, T>(call, [](T a, std::int32_t n) { return static_cast<T>(static_cast<U>(a) >> (n & kMask)); });
            },
            false);
    };
    if (type->is(TypeKind::Long)) return make(TypeTag<std::int64_t>{}, TypeTag<std::uint64_t>{});
    return make(TypeTag<std::int32_t>{}, TypeTag<std::uint32_t>{});
}

Result<BoundPtr> bindComparison(Comparison comparison, BoundPtr left, BoundPtr right, const SessionConf& conf) {
    TypePtr type;
    const TypePtr first = left->type();
    const TypePtr second = right->type();
    const bool oneString = first->is(TypeKind::String) != second->is(TypeKind::String);
    if (oneString && conf.ansi) {
        type = stringPromotion(first, second);
    } else if (oneString) {
        const TypePtr& other = first->is(TypeKind::String) ? second : first;
        type = other->is(TypeKind::Decimal) ? DataType::doubleType() : other->isNested() ? nullptr : other;
        if (other->is(TypeKind::Void)) type = DataType::string();
    }
    if (!type) {
        const bool decimals = first->is(TypeKind::Decimal) || second->is(TypeKind::Decimal);
        const auto exact = [](const DataType& side) { return side.isIntegral() || side.is(TypeKind::Decimal); };
        if (decimals && exact(*first) && exact(*second)) {
            left = asDecimal(std::move(left));
            right = asDecimal(std::move(right));
        }
        type = widerType(left->type(), right->type(), conf.ansi);
    }
    if (!type) return mismatch("Values of " + first->sql() + " and " + second->sql() + " cannot be compared.");
    const bool isEquality = comparison == Comparison::Equal || comparison == Comparison::NotEqual || comparison == Comparison::NullSafeEqual;
    if (!isOrderable(*type) && !(isEquality && type->is(TypeKind::CalendarInterval))) {
        return mismatch("Values of " + type->sql() + " cannot be compared.");
    }
    left = makeCast(std::move(left), type, false);
    right = makeCast(std::move(right), type, false);
    const bool nullable = comparison != Comparison::NullSafeEqual && (left->nullable() || right->nullable());
    return makeKernelCall(
        DataType::boolean(), nullable, {std::move(left), std::move(right)},
        [comparison](const KernelCall& call) -> Result<ColumnPtr> { return compareColumns(comparison, call.column(0), call.column(1)); },
        false);
}

Result<BoundPtr> bindUnary(std::string_view symbol, BoundPtr value, const SessionConf& conf) {
    if (value->type()->is(TypeKind::String)) value = makeCast(std::move(value), DataType::doubleType(), false);
    if (value->type()->is(TypeKind::Void)) value = makeCast(std::move(value), DataType::doubleType(), false);
    const TypePtr type = value->type();
    const bool isLength = type->is(TypeKind::YearMonthInterval) || type->is(TypeKind::DayTimeInterval);
    if (type->is(TypeKind::CalendarInterval) && symbol != "~") {
        if (symbol == "+") return value;
        return bindTemporalArithmetic("-", makeLiteral(type, Value{CalendarInterval{}}), value, conf);
    }
    if (symbol == "~") {
        if (!type->isIntegral()) return mismatch("\"~\" works on integers, not on " + type->sql() + ".");
        const bool nullable = value->nullable();
        return visitPhysical(type->kind(), [&](auto tag) -> Result<BoundPtr> {
            using T = typename decltype(tag)::Type;
            if constexpr (std::is_integral_v<T>) {
                return makeKernelCall(
                    type, nullable, {std::move(value)},
                    [](const KernelCall& call) -> Result<ColumnPtr> { return mapOne<T, T>(call, [](T a) { return static_cast<T>(~a); }); }, false);
            } else {
                return Error(ErrorCode::Internal, "Bits of a type without integers.");
            }
        });
    }
    if (!type->isNumeric() && !isLength) return mismatch("\"" + std::string(symbol) + "\" works on numbers, not on " + type->sql() + ".");
    if (symbol == "+") return value;
    static_cast<void>(conf);
    const bool nullable = value->nullable();
    return visitPhysical(type->kind(), [&](auto tag) -> Result<BoundPtr> {
        using T = typename decltype(tag)::Type;
        if constexpr (std::is_floating_point_v<T>) {
            return makeKernelCall(
                type, nullable, {std::move(value)},
                [](const KernelCall& call) -> Result<ColumnPtr> { return mapOne<T, T>(call, [](T a) { return -a; }); }, false);
        } else if constexpr (std::is_integral_v<T> || std::is_same_v<T, Int128>) {
            return makeKernelCall(
                type, nullable, {std::move(value)},
                [](const KernelCall& call) {
                    const auto a = call.column(0).values<T>();
                    return mapRows<T>(
                        call,
                        [&](std::size_t row, T& out) {
                            return __builtin_sub_overflow(T{0}, a[row], &out) && call.ansi() ? RowOutcome::Failure : RowOutcome::Value;
                        },
                        [&](std::size_t) { return overflowError(*call.type); });
                },
                true);
        } else {
            return Error(ErrorCode::Internal, "Minus on a type without numbers.");
        }
    });
}

Result<BoundPtr> bindAbsolute(BoundPtr value, const SessionConf&) {
    if (value->type()->is(TypeKind::String) || value->type()->is(TypeKind::Void)) {
        value = makeCast(std::move(value), DataType::doubleType(), false);
    }
    const TypePtr type = value->type();
    const bool isLength = type->is(TypeKind::YearMonthInterval) || type->is(TypeKind::DayTimeInterval);
    if (!type->isNumeric() && !isLength) return mismatch("abs() works on numbers, not on " + type->sql() + ".");
    const bool nullable = value->nullable();
    return visitPhysical(type->kind(), [&](auto tag) -> Result<BoundPtr> {
        using T = typename decltype(tag)::Type;
        if constexpr (std::is_floating_point_v<T>) {
            return makeKernelCall(
                type, nullable, {std::move(value)},
                [](const KernelCall& call) -> Result<ColumnPtr> { return mapOne<T, T>(call, [](T a) { return std::fabs(a); }); }, false);
        } else if constexpr (std::is_integral_v<T> || std::is_same_v<T, Int128>) {
            return makeKernelCall(
                type, nullable, {std::move(value)},
                [](const KernelCall& call) {
                    const auto a = call.column(0).values<T>();
                    return mapRows<T>(
                        call,
                        [&](std::size_t row, T& out) {
                            out = a[row];
                            return a[row] < 0 && __builtin_sub_overflow(T{0}, a[row], &out) && call.ansi() ? RowOutcome::Failure
                                                                                                          : RowOutcome::Value;
                        },
                        [&](std::size_t) { return overflowError(*call.type); });
                },
                true);
        } else {
            return Error(ErrorCode::Internal, "abs() of a type without numbers.");
        }
    });
}

BoundPtr makeNot(BoundPtr value) {
    const bool nullable = value->nullable();
    return makeKernelCall(
        DataType::boolean(), nullable, {std::move(value)},
        [](const KernelCall& call) -> Result<ColumnPtr> {
            return mapOne<std::uint8_t, std::uint8_t>(call, [](std::uint8_t a) { return static_cast<std::uint8_t>(a == 0); });
        },
        false);
}

BoundPtr makeIsNull(BoundPtr value, bool isNegated) {
    return makeKernelCall(
        DataType::boolean(), false, {std::move(value)},
        [isNegated](const KernelCall& call) -> Result<ColumnPtr> {
            std::vector<std::uint8_t> values(call.rows);
            for (std::size_t row = 0; row < call.rows; ++row) values[row] = call.column(0).isNull(row) != isNegated;
            return makeColumn(call.type, std::move(values), {});
        },
        false);
}

}  // namespace vitrine
