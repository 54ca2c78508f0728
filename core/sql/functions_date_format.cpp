// SPDX-License-Identifier: GPL-3.0-or-later
#include <memory>
#include <optional>

#include "core/data/java_date_pattern.h"
#include "core/data/lenient_date_text.h"
#include "core/sql/binder.h"
#include "core/sql/coercion.h"
#include "core/sql/date_text.h"
#include "core/sql/datetime.h"
#include "core/sql/function_registry.h"
#include "core/sql/kernels.h"

namespace vitrine {
namespace {

using PatternPtr = std::shared_ptr<const JavaDatePattern>;

/// The patterns of a column of texts: one constant for all rows, or compiled whenever the text changes.
class RowPatterns {
  public:
    RowPatterns(PatternPtr constant, const Column& texts, JavaDatePattern::Use use)
        : current_(std::move(constant)), isConstant_(current_ != nullptr), texts_(texts.values<std::string_view>()), use_(use) {}

    /// The pattern of `row`, or null: error() tells why.
    const JavaDatePattern* at(std::size_t row) {
        if (isConstant_ || (current_ != nullptr && text_ == texts_[row])) return current_.get();
        auto compiled = JavaDatePattern::compile(texts_[row], use_);
        if (!compiled) {
            error_ = std::move(compiled).error();
            return nullptr;
        }
        current_ = std::make_shared<const JavaDatePattern>(std::move(compiled).value());
        text_ = texts_[row];
        return current_.get();
    }
    const std::optional<Error>& error() const noexcept { return error_; }

  private:
    PatternPtr current_;
    bool isConstant_;
    std::span<const std::string_view> texts_;
    std::string_view text_;
    JavaDatePattern::Use use_;
    std::optional<Error> error_;
};

/// A pattern that is the same for all rows is read, and refused, while binding. Null for one that differs by row or is NULL.
Result<PatternPtr> constantPattern(const BoundExpression& argument, JavaDatePattern::Use use) {
    const Value* text = constantOf(argument);
    if (text == nullptr || text->isNull()) return PatternPtr{};
    auto compiled = JavaDatePattern::compile(text->get<std::string>(), use);
    if (!compiled) return std::move(compiled).error().atColumn(-1);
    return PatternPtr(std::make_shared<const JavaDatePattern>(std::move(compiled).value()));
}

/// A text of argument 0 (microseconds, multiplied by `unit`) by the pattern of argument 1.
Result<BoundPtr> written(FunctionBinding& call, std::int64_t unit) {
    VITRINE_CHECK_OK(call.coerce(1, DataType::string()));
    VITRINE_TRY(const PatternPtr pattern, constantPattern(*call.argument(1), JavaDatePattern::Use::Format));
    return call.call(
        DataType::string(),
        [pattern, unit](const KernelCall& kernel) -> Result<ColumnPtr> {
            const auto times = kernel.column(0).values<std::int64_t>();
            RowPatterns patterns(pattern, kernel.column(1), JavaDatePattern::Use::Format);
            auto arena = std::make_shared<StringArena>();
            return mapRows<std::string_view>(
                kernel,
                [&](std::size_t row, std::string_view& out) {
                    const JavaDatePattern* use = patterns.at(row);
                    if (use == nullptr) return RowOutcome::Failure;
                    const auto micros = static_cast<std::int64_t>(static_cast<std::uint64_t>(times[row]) * static_cast<std::uint64_t>(unit));
                    out = arena->store(use->format(micros, kernel.conf().zone));
                    return RowOutcome::Value;
                },
                [&](std::size_t) { return *patterns.error(); }, {arena});
        },
        false, pattern == nullptr);
}

Result<BoundPtr> bindFromUnixTime(FunctionBinding& call) {
    VITRINE_CHECK_OK(call.coerce(0, DataType::longType()));
    if (call.size() == 1) call.arguments().push_back(makeLiteral(DataType::string(), Value{std::string("yyyy-MM-dd HH:mm:ss")}));
    return written(call, kMicrosPerSecond);
}

/// Texts of argument 0 by the pattern of argument 1 as `type`, TIMESTAMP or TIMESTAMP_NTZ.
Result<BoundPtr> read(FunctionBinding& call, const TypePtr& type, bool isTry) {
    VITRINE_CHECK_OK(call.coerce(0, DataType::string()));
    VITRINE_CHECK_OK(call.coerce(1, DataType::string()));
    VITRINE_TRY(const PatternPtr pattern, constantPattern(*call.argument(1), JavaDatePattern::Use::Parse));
    const bool fails = call.conf().ansi && !isTry;
    return call.call(
        type,
        [pattern, fails](const KernelCall& kernel) -> Result<ColumnPtr> {
            const auto texts = kernel.column(0).values<std::string_view>();
            RowPatterns patterns(pattern, kernel.column(1), JavaDatePattern::Use::Parse);
            const bool isLocal = kernel.type->is(TypeKind::TimestampNtz);
            return mapRows<std::int64_t>(
                kernel,
                [&](std::size_t row, std::int64_t& out) {
                    const JavaDatePattern* use = patterns.at(row);
                    if (use == nullptr) return RowOutcome::Failure;
                    const auto micros = isLocal ? use->parseTimestampNtz(texts[row], true) : use->parseTimestamp(texts[row], kernel.conf().zone);
                    out = micros.value_or(0);
                    if (micros) return RowOutcome::Value;
                    const bool isContested = kernel.conf().timeParserPolicy == TimeParserPolicy::Exception &&
                                             fitsLeniently(texts[row], kernel.column(1).values<std::string_view>()[row]);
                    return fails || isContested ? RowOutcome::Failure : RowOutcome::Null;
                },
                [&](std::size_t row) {
                    if (patterns.error()) return *patterns.error();
                    return Error(ErrorCode::InvalidCast, "\"" + std::string(texts[row]) + "\" does not fit the pattern \"" +
                                                             std::string(kernel.column(1).values<std::string_view>()[row]) + "\".")
                        .withWayOut("try_to_timestamp() gives NULL instead.");
                });
        },
        true, fails || pattern == nullptr || call.conf().timeParserPolicy == TimeParserPolicy::Exception);
}

/// Argument 0, a date or a time and no text, as the microseconds that the functions with a pattern pass on; these leave a
/// TIMESTAMP_NTZ as it is.
BoundPtr rawMicros(const BoundPtr& time, const TypePtr& type) {
    if (time->type()->is(TypeKind::Date)) return makeCast(time, type, false);
    return makeKernelCall(
        type, time->nullable(), {time},
        [](const KernelCall& kernel) -> Result<ColumnPtr> {
            return mapOne<std::int64_t, std::int64_t>(kernel, [](std::int64_t micros) { return micros; });
        },
        false);
}

bool isDateOrTime(const DataType& type) { return type.is(TypeKind::Date) || type.is(TypeKind::Timestamp) || type.is(TypeKind::TimestampNtz); }

template <TypeKind kind>
Result<BoundPtr> bindTo(FunctionBinding& call) {
    const bool isTry = call.name().starts_with("try_");
    const TypePtr target = kind == TypeKind::Date ? DataType::date() : kind == TypeKind::Timestamp ? DataType::timestamp() : DataType::timestampNtz();
    if (call.size() == 1) {
        if (!canCast(call.type(0), *target, call.conf().ansi, isTry)) return call.wrongType(0, "a text, a date or a time");
        return makeCast(call.argument(0), target, isTry);
    }
    const TypePtr parsed = kind == TypeKind::Date ? DataType::timestamp() : target;
    if (isDateOrTime(call.type(0))) {
        if (kind == TypeKind::Date) return makeCast(call.argument(0), target, isTry);
        return rawMicros(call.argument(0), parsed);
    }
    VITRINE_TRY(BoundPtr time, read(call, parsed, isTry));
    return makeCast(std::move(time), target, isTry);
}

/// unix_timestamp and to_unix_timestamp: whole seconds, the fraction cut off also before 1970.
Result<BoundPtr> bindUnixTimestamp(FunctionBinding& call) {
    BoundPtr time;
    if (call.size() == 0) {
        time = makeCurrentTimestamp();
    } else if (isDateOrTime(call.type(0))) {
        time = rawMicros(call.argument(0), DataType::timestamp());
    } else {
        if (call.size() == 1) call.arguments().push_back(makeLiteral(DataType::string(), Value{std::string("yyyy-MM-dd HH:mm:ss")}));
        VITRINE_TRY(time, read(call, DataType::timestamp(), false));
    }
    const bool nullable = time->nullable();
    return makeKernelCall(
        DataType::longType(), nullable, {std::move(time)},
        [](const KernelCall& kernel) -> Result<ColumnPtr> {
            return mapOne<std::int64_t, std::int64_t>(kernel, [](std::int64_t micros) { return micros / kMicrosPerSecond; });
        },
        false);
}

constexpr std::string_view kDate = "date";
constexpr FunctionEntry kFunctions[] = {
    {{"date_format", "date_format(time, pattern) → STRING", "A time as text: 'yyyy-MM-dd HH:mm'.", kDate}, 2, 2, bindDateFormat},
    {{"from_unixtime", "from_unixtime(seconds[, pattern]) → STRING", "Seconds since 1970 as text.", kDate}, 1, 2, bindFromUnixTime},
    {{"to_date", "to_date(x[, pattern]) → DATE", "A text or time as a date.", kDate}, 1, 2, bindTo<TypeKind::Date>},
    {{"to_timestamp", "to_timestamp(x[, pattern]) → TIMESTAMP", "A text or date as a time.", kDate}, 1, 2, bindTo<TypeKind::Timestamp>},
    {{"to_timestamp_ltz", "to_timestamp_ltz(x[, pattern]) → TIMESTAMP", "A text or date as a time.", kDate}, 1, 2, bindTo<TypeKind::Timestamp>},
    {{"to_timestamp_ntz", "to_timestamp_ntz(x[, pattern]) → TIMESTAMP_NTZ", "A text or date as a time without zone.", kDate}, 1, 2, bindTo<TypeKind::TimestampNtz>},
    {{"to_unix_timestamp", "to_unix_timestamp(time[, pattern]) → BIGINT", "Seconds since 1970.", kDate}, 1, 2, bindUnixTimestamp},
    {{"try_to_date", "try_to_date(x[, pattern]) → DATE", "As to_date(), NULL for a bad text.", kDate}, 1, 2, bindTo<TypeKind::Date>},
    {{"try_to_timestamp", "try_to_timestamp(x[, pattern]) → TIMESTAMP", "As to_timestamp(), NULL for a bad text.", kDate}, 1, 2, bindTo<TypeKind::Timestamp>},
    {{"unix_timestamp", "unix_timestamp([time[, pattern]]) → BIGINT", "Seconds since 1970; of the batch's time without argument.", kDate}, 0, 2, bindUnixTimestamp},
};

}  // namespace

Result<BoundPtr> bindDateFormat(FunctionBinding& call) {
    VITRINE_CHECK_OK(call.coerce(0, DataType::timestamp()));
    return written(call, 1);
}

std::span<const FunctionEntry> dateFormatFunctions() { return kFunctions; }

}  // namespace vitrine
