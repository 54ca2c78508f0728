// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>

#include "core/sql/binder.h"
#include "core/sql/coercion.h"
#include "core/sql/comparison.h"
#include "core/sql/function_registry.h"
#include "core/sql/kernels.h"
#include "core/sql/operators.h"

namespace vitrine {
namespace {

Result<BoundPtr> bindIf(FunctionBinding& call) {
    if (!call.type(0).is(TypeKind::Boolean) && !call.type(0).is(TypeKind::Void)) return call.wrongType(0, "BOOLEAN");
    VITRINE_CHECK_OK(call.coerce(0, DataType::boolean()));
    VITRINE_TRY(const TypePtr type, call.coerceToCommon(1));
    return makeCase(type, std::move(call.arguments()));
}

Result<BoundPtr> bindCoalesce(FunctionBinding& call) {
    VITRINE_TRY(const TypePtr type, call.coerceToCommon());
    return makeCoalesce(type, std::move(call.arguments()));
}

Result<BoundPtr> bindNullIf(FunctionBinding& call) {
    VITRINE_TRY(BoundPtr equal, bindComparison(Comparison::Equal, call.argument(0), call.argument(1), call.conf()));
    const TypePtr type = call.argument(0)->type();
    return makeCase(type, {std::move(equal), makeLiteral(type, Value{}), call.argument(0)});
}

/// nvl2(a, b, c): b where a is present, else c.
Result<BoundPtr> bindIfPresent(FunctionBinding& call) {
    BoundPtr present = makeIsNull(call.argument(0), true);
    VITRINE_TRY(const TypePtr type, call.coerceToCommon(1));
    return makeCase(type, {std::move(present), call.argument(1), call.argument(2)});
}

Result<BoundPtr> bindIsNull(FunctionBinding& call) { return makeIsNull(call.argument(0), call.name() == "isnotnull"); }

Result<BoundPtr> bindNullIfZero(FunctionBinding& call) {
    VITRINE_TRY(BoundPtr equal, bindComparison(Comparison::Equal, call.argument(0), makeLiteral(DataType::intType(), Value{std::int32_t{0}}), call.conf()));
    const TypePtr type = call.argument(0)->type();
    return makeCase(type, {std::move(equal), makeLiteral(type, Value{}), call.argument(0)});
}

Result<BoundPtr> bindZeroIfNull(FunctionBinding& call) {
    call.arguments().push_back(makeLiteral(DataType::intType(), Value{std::int32_t{0}}));
    return bindCoalesce(call);
}

Result<BoundPtr> floatingArgument(FunctionBinding& call, std::size_t index) {
    if (!call.type(index).is(TypeKind::Float)) VITRINE_CHECK_OK(call.coerce(index, DataType::doubleType()));
    return call.argument(index);
}

template <class T>
BoundPtr isNanOf(BoundPtr value) {
    return makeKernelCall(
        DataType::boolean(), false, {std::move(value)},
        [](const KernelCall& call) -> Result<ColumnPtr> {
            const auto values = call.column(0).values<T>();
            std::vector<std::uint8_t> out(call.rows);
            for (std::size_t row = 0; row < call.rows; ++row) out[row] = !call.column(0).isNull(row) && std::isnan(values[row]);
            return makeColumn(call.type, std::move(out), {});
        },
        false);
}

Result<BoundPtr> bindIsNan(FunctionBinding& call) {
    VITRINE_TRY(BoundPtr value, floatingArgument(call, 0));
    return value->type()->is(TypeKind::Float) ? isNanOf<float>(std::move(value)) : isNanOf<double>(std::move(value));
}

/// nanvl(a, b): b where a is NaN.
Result<BoundPtr> bindNanvl(FunctionBinding& call) {
    const bool bothFloat = call.type(0).is(TypeKind::Float) && call.type(1).is(TypeKind::Float);
    const TypePtr type = bothFloat ? DataType::floatType() : DataType::doubleType();
    VITRINE_CHECK_OK(call.coerce(0, type));
    VITRINE_CHECK_OK(call.coerce(1, type));
    BoundPtr isNan = bothFloat ? isNanOf<float>(call.argument(0)) : isNanOf<double>(call.argument(0));
    return makeCase(type, {std::move(isNan), call.argument(1), call.argument(0)});
}

/// greatest and least skip NULLs.
Result<BoundPtr> bindExtreme(FunctionBinding& call) {
    VITRINE_TRY(const TypePtr type, call.coerceToCommon(0, false));
    if (!isOrderable(*type)) return call.wrongType(0, "a type with an order");
    const int wanted = call.name() == "greatest" ? 1 : -1;
    if (type->is(TypeKind::Void)) return makeLiteral(type, Value{});
    return call.call(
        type,
        [wanted](const KernelCall& kernel) -> Result<ColumnPtr> {
            std::vector<std::uint32_t> picks(kernel.rows, kNullRow);
            for (std::size_t row = 0; row < kernel.rows; ++row) {
                std::size_t best = kernel.arguments.size();
                for (std::size_t index = 0; index < kernel.arguments.size(); ++index) {
                    const Column& candidate = kernel.column(index);
                    if (candidate.isNull(row)) continue;
                    if (best == kernel.arguments.size() || compareRows(candidate, row, kernel.column(best), row) * wanted > 0) best = index;
                }
                if (best < kernel.arguments.size()) picks[row] = static_cast<std::uint32_t>(best * kernel.rows + row);
            }
            return scatter(kernel.type, kernel.arguments, picks);
        },
        true);
}

Result<BoundPtr> bindEqualNull(FunctionBinding& call) {
    return bindComparison(Comparison::NullSafeEqual, call.argument(0), call.argument(1), call.conf());
}

Result<BoundPtr> bindAssertTrue(FunctionBinding& call) {
    VITRINE_CHECK_OK(call.coerce(0, DataType::boolean()));
    if (call.has(1)) VITRINE_CHECK_OK(call.coerce(1, DataType::string()));
    return call.call(
        DataType::voidType(),
        [](const KernelCall& kernel) -> Result<ColumnPtr> {
            const auto values = kernel.column(0).values<std::uint8_t>();
            for (std::size_t row = 0; row < kernel.rows; ++row) {
                if (!kernel.column(0).isNull(row) && values[row] != 0) continue;
                std::string message = "The condition of assert_true() is not true.";
                if (kernel.arguments.size() > 1 && !kernel.column(1).isNull(row)) message = kernel.column(1).values<std::string_view>()[row];
                return Error(ErrorCode::UserRaised, std::move(message));
            }
            return makeNullColumn(kernel.type, kernel.rows);
        },
        true, true);
}

Result<BoundPtr> bindRaiseError(FunctionBinding& call) {
    VITRINE_CHECK_OK(call.coerce(0, DataType::string()));
    return call.call(
        DataType::voidType(),
        [](const KernelCall& kernel) -> Result<ColumnPtr> {
            if (kernel.rows == 0) return makeNullColumn(kernel.type, 0);
            return Error(ErrorCode::UserRaised, kernel.column(0).isNull(0) ? std::string() : std::string(kernel.column(0).values<std::string_view>()[0]));
        },
        true, true);
}

constexpr FunctionEntry kFunctions[] = {
    {{"assert_true", "assert_true(condition[, message]) → VOID", "Ends the query with an error where the condition does not hold.", "conditional"}, 1, 2, bindAssertTrue},
    {{"coalesce", "coalesce(a, b, …) → common type", "The first value that is not NULL.", "conditional"}, 1, -1, bindCoalesce},
    {{"equal_null", "equal_null(a, b) → BOOLEAN", "Equality that treats NULL as a value.", "conditional"}, 2, 2, bindEqualNull},
    {{"greatest", "greatest(a, b, …) → common type", "The greatest value, NULLs skipped.", "conditional"}, 2, -1, bindExtreme},
    {{"if", "if(condition, a, b) → common type", "a where the condition holds, else b.", "conditional"}, 3, 3, bindIf},
    {{"ifnull", "ifnull(a, b) → common type", "a, or b where a is NULL.", "conditional"}, 2, 2, bindCoalesce},
    {{"isnan", "isnan(x) → BOOLEAN", "Whether x is NaN.", "conditional"}, 1, 1, bindIsNan},
    {{"isnotnull", "isnotnull(x) → BOOLEAN", "Whether x is present.", "conditional"}, 1, 1, bindIsNull},
    {{"isnull", "isnull(x) → BOOLEAN", "Whether x is NULL.", "conditional"}, 1, 1, bindIsNull},
    {{"least", "least(a, b, …) → common type", "The least value, NULLs skipped.", "conditional"}, 2, -1, bindExtreme},
    {{"nanvl", "nanvl(a, b) → DOUBLE", "a, or b where a is NaN.", "conditional"}, 2, 2, bindNanvl},
    {{"nullif", "nullif(a, b) → type of a", "NULL where a equals b, else a.", "conditional"}, 2, 2, bindNullIf},
    {{"nullifzero", "nullifzero(a) → type of a", "NULL where a is 0, else a.", "conditional"}, 1, 1, bindNullIfZero},
    {{"nvl", "nvl(a, b) → common type", "a, or b where a is NULL.", "conditional"}, 2, 2, bindCoalesce},
    {{"nvl2", "nvl2(a, b, c) → common type", "b where a is present, else c.", "conditional"}, 3, 3, bindIfPresent},
    {{"raise_error", "raise_error(message) → VOID", "Ends the query with an error.", "conditional"}, 1, 1, bindRaiseError},
    {{"zeroifnull", "zeroifnull(a) → type of a", "0 where a is NULL, else a.", "conditional"}, 1, 1, bindZeroIfNull},
};

}  // namespace

std::span<const FunctionEntry> conditionalFunctions() { return kFunctions; }

}  // namespace vitrine
