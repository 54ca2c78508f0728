// SPDX-License-Identifier: GPL-3.0-or-later
#include <memory>

#include "core/sql/binder.h"
#include "core/sql/coercion.h"
#include "core/sql/date_text.h"
#include "core/sql/function_registry.h"
#include "core/sql/kernels.h"
#include "core/sql/number_format.h"
#include "core/sql/token.h"

namespace vitrine {
namespace {

/// The constant text of argument `index`; null for NULL.
Result<const std::string*> constantText(FunctionBinding& call, std::size_t index) {
    VITRINE_CHECK_OK(call.coerce(index, DataType::string()));
    const Value* text = constantOf(*call.argument(index));
    if (text == nullptr) return call.wrongType(index, "a text in quotes");
    return text->isNull() ? nullptr : &text->get<std::string>();
}

/// to_number and try_to_number
Result<BoundPtr> bindToNumber(FunctionBinding& call) {
    VITRINE_CHECK_OK(call.coerce(0, DataType::string()));
    VITRINE_TRY(const std::string* text, constantText(call, 1));
    if (text == nullptr) return makeLiteral(DataType::decimal(38, 18), Value{});
    VITRINE_TRY(NumberFormat compiled, NumberFormat::compile(*text));
    const auto format = std::make_shared<const NumberFormat>(std::move(compiled));
    const bool fails = !call.name().starts_with("try_");
    const std::string shown = *text;
    call.arguments().pop_back();
    return call.call(
        DataType::decimal(format->precision(), format->scale()),
        [format, fails, shown](const KernelCall& kernel) {
            const auto texts = kernel.column(0).values<std::string_view>();
            return mapRows<Int128>(
                kernel,
                [&](std::size_t row, Int128& out) {
                    const auto number = format->read(texts[row]);
                    out = number.value_or(0);
                    return number ? RowOutcome::Value : fails ? RowOutcome::Failure : RowOutcome::Null;
                },
                [&](std::size_t row) {
                    return Error(ErrorCode::InvalidArgument, "\"" + std::string(texts[row]) + "\" does not fit the number format \"" + shown + "\".")
                        .withWayOut("try_to_number() gives NULL instead.");
                });
        },
        true, fails);
}

/// Bytes as text: 'base64', 'hex' or 'utf-8'.
Result<BoundPtr> bytesToText(FunctionBinding& call) {
    VITRINE_TRY(const std::string* text, constantText(call, 1));
    if (text == nullptr) return makeLiteral(DataType::string(), Value{});
    const std::string form = toLowerAscii(*text);
    if (form == "utf-8") return makeCast(call.argument(0), DataType::string(), false);
    const FunctionEntry* writer = form == "base64" || form == "hex" ? findFunction(form) : nullptr;
    if (writer == nullptr) return Error(ErrorCode::InvalidArgument, "Bytes cannot be written as \"" + *text + "\".").withWayOut("Use 'base64', 'hex' or 'utf-8'.");
    FunctionBinding inner(writer->info.name, {call.argument(0)}, {""}, call.conf());
    return writer->bind(inner);
}

/// to_char and to_varchar, of numbers, dates and times, bytes.
Result<BoundPtr> bindToChar(FunctionBinding& call) {
    const DataType& type = call.type(0);
    if (type.is(TypeKind::Date) || type.is(TypeKind::Timestamp) || type.is(TypeKind::TimestampNtz)) return bindDateFormat(call);
    if (type.is(TypeKind::Binary)) return bytesToText(call);
    if (!type.is(TypeKind::Decimal)) {
        VITRINE_CHECK_OK(call.coerce(0, type.isNumeric() ? decimalFor(type) : DataType::decimal(38, 18)));
    }
    VITRINE_TRY(const std::string* text, constantText(call, 1));
    if (text == nullptr) return makeLiteral(DataType::string(), Value{});
    VITRINE_TRY(NumberFormat compiled, NumberFormat::compile(*text));
    const auto format = std::make_shared<const NumberFormat>(std::move(compiled));
    call.arguments().pop_back();
    return call.call(DataType::string(), [format](const KernelCall& kernel) -> Result<ColumnPtr> {
        const auto numbers = kernel.column(0).values<Int128>();
        const int scale = kernel.column(0).type()->scale();
        return mapText(kernel, [&](std::size_t row, StringArena& arena) { return arena.store(format->write(numbers[row], scale)); });
    });
}

std::string written(const Column& numbers, std::size_t row, const JavaNumberPattern& pattern) {
    switch (numbers.type()->kind()) {
        case TypeKind::Decimal: return pattern.write(numbers.values<Int128>()[row], numbers.type()->scale());
        case TypeKind::Long: return pattern.write(numbers.values<std::int64_t>()[row], 0);
        default: return pattern.write(numbers.values<double>()[row]);
    }
}

/// format_number(number, decimals) and (number, pattern): NULL for a negative number of decimals.
Result<BoundPtr> bindFormatNumber(FunctionBinding& call) {
    if (call.type(0).is(TypeKind::String) || call.type(0).is(TypeKind::Void)) VITRINE_CHECK_OK(call.coerce(0, DataType::doubleType()));
    if (!call.type(0).isNumeric()) return call.wrongType(0, "a number");
    if (!call.type(0).is(TypeKind::Decimal)) {
        call.argument(0) = makeCast(call.argument(0), call.type(0).isIntegral() ? DataType::longType() : DataType::doubleType(), false);
    }
    if (call.type(1).is(TypeKind::String)) {
        return call.call(
            DataType::string(),
            [](const KernelCall& kernel) {
                const auto texts = kernel.column(1).values<std::string_view>();
                auto arena = std::make_shared<StringArena>();
                std::optional<JavaNumberPattern> pattern;
                std::optional<Error> failure;
                std::string_view text;
                return mapRows<std::string_view>(
                    kernel,
                    [&](std::size_t row, std::string_view& out) {
                        if (!pattern || text != texts[row]) {
                            auto compiled = JavaNumberPattern::compile(texts[row]);
                            if (!compiled) {
                                failure = std::move(compiled).error();
                                return RowOutcome::Failure;
                            }
                            pattern = std::move(compiled).value();
                            text = texts[row];
                        }
                        out = arena->store(written(kernel.column(0), row, *pattern));
                        return RowOutcome::Value;
                    },
                    [&](std::size_t) { return *failure; }, {arena});
            },
            false, true);
    }
    VITRINE_CHECK_OK(call.coerce(1, DataType::intType()));
    return call.call(
        DataType::string(),
        [](const KernelCall& kernel) -> Result<ColumnPtr> {
            constexpr std::int32_t kMostDecimals = 340;  // Java's DecimalFormat writes no more of a double
            const auto decimals = kernel.column(1).values<std::int32_t>();
            auto arena = std::make_shared<StringArena>();
            return mapRowsOrNull<std::string_view>(
                kernel,
                [&](std::size_t row, std::string_view& out) {
                    if (decimals[row] < 0) return false;
                    out = arena->store(written(kernel.column(0), row, JavaNumberPattern(std::min(decimals[row], kMostDecimals))));
                    return true;
                },
                {arena});
        },
        true);
}

constexpr std::string_view kText = "text";
constexpr FunctionEntry kFunctions[] = {
    {{"format_number", "format_number(number, decimals or pattern) → STRING", "A number with separated thousands: 1,234.50.", kText}, 2, 2, bindFormatNumber},
    {{"to_char", "to_char(number or time, format) → STRING", "A number by a format such as '$99,999.99', or a time by a pattern.", kText}, 2, 2, bindToChar},
    {{"to_number", "to_number(text, format) → DECIMAL", "A text such as '$12,345.60' as a number.", kText}, 2, 2, bindToNumber},
    {{"to_varchar", "to_varchar(number or time, format) → STRING", "A number by a format such as '$99,999.99', or a time by a pattern.", kText}, 2, 2, bindToChar},
    {{"try_to_number", "try_to_number(text, format) → DECIMAL", "As to_number(), NULL for a text that does not fit.", kText}, 2, 2, bindToNumber},
};

}  // namespace

std::span<const FunctionEntry> numberFormatFunctions() { return kFunctions; }

}  // namespace vitrine
