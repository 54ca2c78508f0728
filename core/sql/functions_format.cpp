// SPDX-License-Identifier: GPL-3.0-or-later
#include <optional>

#include "core/sql/coercion.h"
#include "core/sql/function_registry.h"
#include "core/sql/java_format.h"
#include "core/sql/kernels.h"

namespace vitrine {
namespace {

/// format_string(format, a, b, …): NULL only for a NULL format; other NULLs print as "null".
Result<BoundPtr> bindFormat(FunctionBinding& call) {
    VITRINE_CHECK_OK(call.coerce(0, DataType::string()));
    if (const Value* format = constantOf(*call.argument(0)); format != nullptr && !format->isNull()) {
        if (format->get<std::string>().find("%0$") != std::string::npos) {
            return Error(ErrorCode::TypeMismatch, "The format asks for argument 0.").withWayOut("Arguments are counted from 1: %1$s, %2$s …");
        }
    }
    const bool nullable = call.argument(0)->nullable();
    return makeKernelCall(
        DataType::string(), nullable, std::move(call.arguments()),
        [](const KernelCall& kernel) -> Result<ColumnPtr> {
            const Column& formats = kernel.column(0);
            auto arena = std::make_shared<StringArena>();
            std::vector<std::string_view> texts(kernel.rows);
            std::optional<JavaFormat> format;
            std::size_t formatRow = 0;
            std::string text;
            for (std::size_t row = 0; row < kernel.rows; ++row) {
                if (formats.isNull(row)) continue;
                const auto all = formats.values<std::string_view>();
                if (!format || all[row] != all[formatRow]) {
                    VITRINE_TRY(format, JavaFormat::parse(all[row]));
                    formatRow = row;
                }
                text.clear();
                VITRINE_CHECK_OK(format->format(kernel.arguments.subspan(1), row, text));
                texts[row] = arena->store(text);
            }
            return makeColumn(kernel.type, std::move(texts), {formats.validity().begin(), formats.validity().end()}, {arena});
        },
        true);
}

constexpr FunctionEntry kFunctions[] = {
    {{"format_string", "format_string(format, a, b, …) → STRING", "Values in a text with %s, %d, %.2f …, as Java formats them.", "text"}, 1, -1, bindFormat},
    {{"printf", "printf(format, a, b, …) → STRING", "Values in a text with %s, %d, %.2f …, as Java formats them.", "text"}, 1, -1, bindFormat},
};

}  // namespace

std::span<const FunctionEntry> formatFunctions() { return kFunctions; }

}  // namespace vitrine
