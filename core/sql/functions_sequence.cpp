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

constexpr std::int64_t kLongestArray = std::numeric_limits<std::int32_t>::max() - 15;
constexpr std::int64_t kMicrosPerMonth = 28 * kMicrosPerDay;

/// Elements from `start` to `stop` by `step`; empty when the step leads away, 0 is an element itself.
std::optional<std::int64_t> countBetween(std::int64_t start, std::int64_t stop, std::int64_t step) {
    if (start == stop) return 1;
    if (step == 0 || (step > 0) != (start < stop)) return std::nullopt;
    const Int128 distance = static_cast<Int128>(stop) - start;
    return static_cast<std::int64_t>(distance / step) + 1;
}

Error wrongStep() { return Error(ErrorCode::InvalidArgument, "The step of sequence() leads away from its end, or is 0."); }
Error tooLong() { return Error(ErrorCode::InvalidArgument, "sequence() would have more elements than an array can hold."); }

template <class T>
ColumnPtr finish(const KernelCall& kernel, std::vector<std::uint8_t> validity, std::vector<std::uint32_t> offsets, std::vector<T> elements) {
    return std::make_shared<Column>(kernel.type, kernel.rows, Column::Elements{}, std::move(validity), std::move(offsets),
                                    std::vector<ColumnPtr>{makeColumn(kernel.type->elementType(), std::move(elements), {})});
}

template <class T>
Result<ColumnPtr> integers(const KernelCall& kernel) {
    const bool hasStep = kernel.arguments.size() == 3;
    const auto starts = kernel.column(0).values<T>();
    const auto stops = kernel.column(1).values<T>();
    std::vector<std::uint8_t> validity = mergedValidity(kernel.arguments);
    std::vector<std::uint32_t> offsets(kernel.rows + 1, 0);
    std::vector<T> elements;
    for (std::size_t row = 0; row < kernel.rows; ++row) {
        if (isValidAt(validity, row)) {
            const std::int64_t step = hasStep ? kernel.column(2).values<T>()[row] : starts[row] <= stops[row] ? 1 : -1;
            const auto count = countBetween(starts[row], stops[row], step);
            if (!count) return wrongStep();
            if (*count > kLongestArray) return tooLong();
            std::int64_t value = starts[row];
            for (std::int64_t index = 0; index < *count; ++index) {
                elements.push_back(static_cast<T>(value));
                value = static_cast<std::int64_t>(static_cast<std::uint64_t>(value) + static_cast<std::uint64_t>(step));
            }
        }
        offsets[row + 1] = static_cast<std::uint32_t>(elements.size());
    }
    return finish(kernel, std::move(validity), std::move(offsets), std::move(elements));
}

CalendarInterval stepAt(const KernelCall& kernel, std::size_t row, bool isForward) {
    if (kernel.arguments.size() < 3) return {0, isForward ? 1 : -1, 0};
    const Column& steps = kernel.column(2);
    switch (steps.type()->kind()) {
        case TypeKind::YearMonthInterval: return {steps.values<std::int32_t>()[row], 0, 0};
        case TypeKind::CalendarInterval: return steps.values<CalendarInterval>()[row];
        default: {
            const std::int64_t micros = steps.values<std::int64_t>()[row];
            return {0, static_cast<std::int32_t>(micros / kMicrosPerDay), micros % kMicrosPerDay};
        }
    }
}

/// Dates (T 32 bits, `scale` a day) and times (T 64 bits, `scale` 1): every element is counted from the start.
template <class T>
Result<ColumnPtr> moments(const KernelCall& kernel, std::int64_t scale) {
    const TypePtr& element = kernel.type->elementType();
    const TimeZone zone = element->is(TypeKind::Timestamp) ? kernel.conf().zone : TimeZone();
    const auto starts = kernel.column(0).values<T>();
    const auto stops = kernel.column(1).values<T>();
    std::vector<std::uint8_t> validity = mergedValidity(kernel.arguments);
    std::vector<std::uint32_t> offsets(kernel.rows + 1, 0);
    std::vector<T> elements;
    for (std::size_t row = 0; row < kernel.rows; ++row) {
        if (isValidAt(validity, row)) {
            const CalendarInterval step = stepAt(kernel, row, starts[row] <= stops[row]);
            if (scale == kMicrosPerDay && step.months == 0 && step.days == 0 && step.micros != 0) {
                return Error(ErrorCode::InvalidArgument, "A sequence() of dates needs a step of whole days.");
            }
            std::int64_t start = 0;
            std::int64_t stop = 0;
            if (__builtin_mul_overflow(static_cast<std::int64_t>(starts[row]), scale, &start) || __builtin_mul_overflow(static_cast<std::int64_t>(stops[row]), scale, &stop)) {
                return tooLong();
            }
            const Int128 length = static_cast<Int128>(step.months) * kMicrosPerMonth + static_cast<Int128>(step.days) * kMicrosPerDay + step.micros;
            if (start == stop) {
                elements.push_back(starts[row]);
                offsets[row + 1] = static_cast<std::uint32_t>(elements.size());
                continue;
            }
            if (length == 0 || (length > 0) != (start < stop)) return wrongStep();
            if ((static_cast<Int128>(stop) - start) / length > kLongestArray) return tooLong();
            std::int64_t moment = start;
            for (std::int64_t index = 1; length > 0 ? moment <= stop : moment >= stop; ++index) {
                elements.push_back(static_cast<T>(floorDiv(moment, scale)));
                const auto next = addInterval(start, index * step.months, index * step.days, index * step.micros, zone);
                if (!next) break;
                moment = *next;
            }
        }
        offsets[row + 1] = static_cast<std::uint32_t>(elements.size());
    }
    return finish(kernel, std::move(validity), std::move(offsets), std::move(elements));
}

bool isInterval(const DataType& type) {
    return type.is(TypeKind::CalendarInterval) || type.is(TypeKind::YearMonthInterval) || type.is(TypeKind::DayTimeInterval);
}

/// sequence(start, stop[, step])
Result<BoundPtr> bindSequence(FunctionBinding& call) {
    const std::span<const BoundPtr> ends(call.arguments().data(), 2);
    const TypePtr type = widerTypeWithoutStrings(ends, call.conf().ansi);
    if (!type) return call.wrongType(1, "of the type of the start");
    if (type->isIntegral()) {
        VITRINE_TRY(const TypePtr common, call.coerceToCommon(0, false));
        if (!common->isIntegral()) return call.wrongType(2, "a whole number");
        return call.call(
            DataType::array(common, false),
            [](const KernelCall& kernel) -> Result<ColumnPtr> {
                switch (kernel.type->elementType()->kind()) {
                    case TypeKind::Byte: return integers<std::int8_t>(kernel);
                    case TypeKind::Short: return integers<std::int16_t>(kernel);
                    case TypeKind::Int: return integers<std::int32_t>(kernel);
                    default: return integers<std::int64_t>(kernel);
                }
            },
            false, true);
    }
    if (!type->is(TypeKind::Date) && !type->is(TypeKind::Timestamp) && !type->is(TypeKind::TimestampNtz)) return call.wrongType(0, "a whole number, a date or a time");
    call.argument(0) = makeCast(call.argument(0), type, false);
    call.argument(1) = makeCast(call.argument(1), type, false);
    if (call.has(2) && call.type(2).is(TypeKind::Void)) call.argument(2) = makeCast(call.argument(2), DataType::calendarInterval(), false);
    if (call.has(2) && call.type(2).is(TypeKind::String)) VITRINE_CHECK_OK(call.coerce(2, DataType::calendarInterval()));
    if (call.has(2) && !isInterval(call.type(2))) return call.wrongType(2, "an interval");
    return call.call(
        DataType::array(type, false),
        [](const KernelCall& kernel) -> Result<ColumnPtr> {
            if (kernel.type->elementType()->is(TypeKind::Date)) return moments<std::int32_t>(kernel, kMicrosPerDay);
            return moments<std::int64_t>(kernel, 1);
        },
        false, true);
}

constexpr FunctionEntry kFunctions[] = {
    {{"sequence", "sequence(start, stop[, step]) → ARRAY", "Numbers, dates or times from start to stop.", "collection"}, 2, 3, bindSequence},
};

}  // namespace

std::span<const FunctionEntry> sequenceFunctions() { return kFunctions; }

}  // namespace vitrine
