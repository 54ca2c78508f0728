// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sql/window_binding.h"

#include <limits>

#include "core/data/interval_text.h"
#include "core/sql/datetime.h"
#include "core/sql/kernels.h"

namespace vitrine {
namespace {

const Expression& withoutAlias(const Expression& node) { return node.kind == ExpressionKind::Alias ? withoutAlias(*node.children[0]) : node; }

bool isCallOf(const Expression& node, std::string_view name) { return node.kind == ExpressionKind::Call && node.name == name && !node.isOver; }

bool isWindowStruct(const DataType& type) {
    return type.is(TypeKind::Struct) && type.fields().size() == 2 && type.fields()[0].name == "start" && type.fields()[1].name == "end" &&
           (type.fields()[1].type->is(TypeKind::Timestamp) || type.fields()[1].type->is(TypeKind::TimestampNtz));
}

/// A length of window(): text of an interval or whole microseconds, written as a literal (TW-1).
Result<std::int64_t> lengthOf(const Expression& node, std::string_view what) {
    const auto wrong = [&](ErrorCode code, std::string message) { return Error(code, std::move(message)).atColumn(static_cast<int>(node.begin)); };
    if (node.kind == ExpressionKind::Literal && node.type->is(TypeKind::Int)) return node.literal.get<std::int32_t>();
    if (node.kind == ExpressionKind::Literal && node.type->is(TypeKind::Long)) return node.literal.get<std::int64_t>();
    if (node.kind != ExpressionKind::Literal || !node.type->is(TypeKind::String)) {
        return wrong(ErrorCode::InvalidWindow, "The " + std::string(what) + " of window() must be a text such as '10 minutes' or a number of microseconds.");
    }
    auto interval = parseInterval(node.literal.get<std::string>());
    if (!interval) {
        Error error = std::move(interval).error();
        return std::move(error).atColumn(static_cast<int>(node.begin));
    }
    if (interval->months != 0) {
        return wrong(ErrorCode::InvalidWindow, "The " + std::string(what) + " of window() cannot be given in months or years, whose length varies: '" +
                                                   node.literal.get<std::string>() + "'.")
            .withWayOut("Use days or weeks: '30 days'.");
    }
    const Int128 micros = static_cast<Int128>(interval->days) * kMicrosPerDay + interval->micros;
    if (micros > std::numeric_limits<std::int64_t>::max() || micros < std::numeric_limits<std::int64_t>::min()) {
        return wrong(ErrorCode::InvalidWindow, "The " + std::string(what) + " of window() is too long.");
    }
    return static_cast<std::int64_t>(micros);
}

BoundPtr windowEnd(BoundPtr window) {
    const TypePtr type = window->type()->fields()[1].type;
    const bool nullable = window->nullable();
    return makeKernelCall(
        type, nullable, {makeFieldAccess(std::move(window), 1)},
        [](const KernelCall& call) -> Result<ColumnPtr> { return mapOne<std::int64_t, std::int64_t>(call, [](std::int64_t end) { return end - 1; }); }, false);
}

/// The time column of window() and session_window(): TW-3.
Result<BoundPtr> timeColumn(const ExpressionPtr& node, const BindingScope& scope, std::string_view function) {
    VITRINE_TRY(BoundPtr time, bindExpression(node, scope));
    const DataType& type = *time->type();
    if (type.is(TypeKind::Timestamp) || type.is(TypeKind::TimestampNtz)) return time;
    if (isWindowStruct(type)) return windowEnd(std::move(time));
    if (type.is(TypeKind::String) || type.is(TypeKind::Date) || type.is(TypeKind::Void)) return makeCast(std::move(time), DataType::timestamp(), false);
    return Error(ErrorCode::TypeMismatch, "The time column of " + std::string(function) + "() must be TIMESTAMP, but is " + type.sql() + ".")
        .withWayOut(type.isNumeric() ? "timestamp_seconds() or timestamp_millis() makes a TIMESTAMP of a number." : "")
        .atColumn(static_cast<int>(node->begin));
}

}  // namespace

Result<WindowCall> bindWindowCall(const Expression& node, const BindingScope& scope) {
    const auto refuse = [&](std::string message, std::string wayOut) {
        return Error(ErrorCode::InvalidWindow, std::move(message)).atColumn(static_cast<int>(node.begin)).withWayOut(std::move(wayOut));
    };
    if (node.children.size() < 2 || node.children.size() > 4) {
        return Error(ErrorCode::WrongArgumentCount, "window() takes 2 to 4 arguments, not " + std::to_string(node.children.size()) + ".")
            .withWayOut("window(time, duration[, slide[, start]])")
            .atColumn(static_cast<int>(node.begin));
    }
    WindowCall window;
    VITRINE_TRY(window.duration, lengthOf(*node.children[1], "duration"));
    window.slide = window.duration;
    if (node.children.size() > 2) {
        VITRINE_TRY(window.slide, lengthOf(*node.children[2], "slide"));
    }
    if (node.children.size() > 3) {
        VITRINE_TRY(window.start, lengthOf(*node.children[3], "start"));
    }
    VITRINE_TRY(window.time, timeColumn(node.children[0], scope, "window"));
    if (window.duration <= 0) return refuse("The duration of window() must be greater than 0.", "Give a length such as '10 minutes'.");
    if (window.slide <= 0) return refuse("The slide of window() must be greater than 0.", "Give a length such as '5 minutes', or leave it out.");
    if (window.slide > window.duration) {
        return refuse("The slide of window() must not be longer than its duration: times between two windows would be lost.",
                      "Make the slide shorter, or leave it out for windows side by side.");
    }
    if (window.start >= window.slide || window.start <= -window.slide) {
        return refuse("The start of window() must be shorter than its slide.", "Windows repeat every slide: take the rest of the start divided by it.");
    }
    return window;
}

Result<std::optional<WindowCall>> bindWindow(const ExpressionPtr& expression, const BindingScope& scope) {
    const Expression& node = withoutAlias(*expression);
    if (!isCallOf(node, "window")) return std::optional<WindowCall>{};
    VITRINE_TRY(WindowCall window, bindWindowCall(node, scope));
    return std::optional<WindowCall>(std::move(window));
}

Result<std::optional<SessionCall>> bindSession(const ExpressionPtr& expression, const BindingScope& scope) {
    const Expression& node = withoutAlias(*expression);
    if (!isCallOf(node, "session_window")) return std::optional<SessionCall>{};
    if (node.children.size() != 2) {
        return Error(ErrorCode::WrongArgumentCount, "session_window() takes 2 arguments, not " + std::to_string(node.children.size()) + ".")
            .withWayOut("session_window(time, gap)")
            .atColumn(static_cast<int>(node.begin));
    }
    SessionCall session;
    VITRINE_TRY(session.time, timeColumn(node.children[0], scope, "session_window"));
    VITRINE_TRY(session.gap, bindExpression(node.children[1], scope));
    const DataType& gap = *session.gap->type();
    if (!gap.is(TypeKind::String) && !gap.is(TypeKind::CalendarInterval) && !gap.is(TypeKind::DayTimeInterval) && !gap.is(TypeKind::YearMonthInterval)) {
        if (!gap.is(TypeKind::Void)) {
            return Error(ErrorCode::TypeMismatch, "The gap of session_window() must be a text such as '5 minutes' or an interval, but is " + gap.sql() + ".")
                .atColumn(static_cast<int>(node.children[1]->begin));
        }
        session.gap = makeCast(session.gap, DataType::string(), false);
    }
    return std::optional<SessionCall>(std::move(session));
}

void collectWindowCalls(const ExpressionPtr& expression, std::vector<ExpressionPtr>& calls) {
    if (isCallOf(*expression, "window") || isCallOf(*expression, "session_window")) {
        for (const ExpressionPtr& known : calls) {
            if (sameExpression(*known, *expression, false)) return;
        }
        calls.push_back(expression);
        return;
    }
    for (const ExpressionPtr& child : expression->children) collectWindowCalls(child, calls);
}

BoundPtr makeTumblingWindow(const WindowCall& window) {
    const TypePtr time = window.time->type();
    const TypePtr type = DataType::structType({{"start", time, true}, {"end", time, true}});
    return makeKernelCall(
        type, window.time->nullable(), {window.time},
        [duration = window.duration, start = window.start](const KernelCall& call) -> Result<ColumnPtr> {
            const auto times = call.column(0).values<std::int64_t>();
            const std::vector<std::uint8_t> validity = mergedValidity(call.arguments);
            std::vector<std::int64_t> starts(call.rows);
            std::vector<std::int64_t> ends(call.rows);
            for (std::size_t row = 0; row < call.rows; ++row) {
                if (!isValidAt(validity, row)) continue;
                starts[row] = times[row] - floorMod(times[row] - start, duration);
                ends[row] = starts[row] + duration;
            }
            const TypePtr& part = call.column(0).type();
            return std::make_shared<Column>(call.type, call.rows, Column::Elements{}, validity, std::vector<std::uint32_t>{},
                                            std::vector<ColumnPtr>{makeColumn(part, std::move(starts), validity), makeColumn(part, std::move(ends), validity)});
        },
        false);
}

Result<BoundPtr> bindWindowTime(FunctionBinding& call) {
    if (!isWindowStruct(call.type(0))) return call.wrongType(0, "a window, as window() or session_window() makes it");
    return windowEnd(call.argument(0));
}

}  // namespace vitrine
