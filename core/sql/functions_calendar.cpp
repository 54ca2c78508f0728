// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>
#include <limits>
#include <optional>

#include "core/sql/binder.h"
#include "core/sql/datetime.h"
#include "core/sql/function_registry.h"
#include "core/sql/kernels.h"
#include "core/sql/token.h"

namespace vitrine {
namespace {

/// The zone named in a column, found again only when the name changes; null for an unknown one.
class RowZones {
  public:
    explicit RowZones(const Column& names) : names_(names.values<std::string_view>()) {}

    const TimeZone* at(std::size_t row) {
        if (!hasName_ || names_[row] != name_) {
            auto found = TimeZone::find(names_[row]);
            zone_ = found ? std::optional(std::move(found).value()) : std::nullopt;
            name_ = names_[row];
            hasName_ = true;
        }
        return zone_ ? &*zone_ : nullptr;
    }

  private:
    std::span<const std::string_view> names_;
    std::string_view name_;
    bool hasName_ = false;
    std::optional<TimeZone> zone_;
};

Error unknownZone(std::string_view name) {
    return Error(ErrorCode::InvalidArgument, "There is no time zone \"" + std::string(name) + "\".")
        .withWayOut("Use a region such as Europe/Paris, an offset such as +02:00, or UTC.");
}

Error timeOverflow() { return Error(ErrorCode::ArithmeticOverflow, "The date or time lies outside the years that can be stored."); }

/// from_utc_timestamp and to_utc_timestamp.
template <bool fromUtc>
Result<BoundPtr> bindUtcShift(FunctionBinding& call) {
    VITRINE_CHECK_OK(call.coerce(0, DataType::timestamp()));
    VITRINE_CHECK_OK(call.coerce(1, DataType::string()));
    return call.call(
        DataType::timestamp(),
        [](const KernelCall& kernel) {
            const auto times = kernel.column(0).values<std::int64_t>();
            RowZones zones(kernel.column(1));
            bool isUnknown = false;
            return mapRows<std::int64_t>(
                kernel,
                [&](std::size_t row, std::int64_t& out) {
                    const TimeZone* zone = zones.at(row);
                    isUnknown = zone == nullptr;
                    if (isUnknown) return RowOutcome::Failure;
                    const std::optional<std::int64_t> moved = fromUtc ? std::optional(localMicros(times[row], *zone)) : instantOf(times[row], *zone);
                    out = moved.value_or(0);
                    return moved ? RowOutcome::Value : RowOutcome::Failure;
                },
                [&](std::size_t row) { return isUnknown ? unknownZone(kernel.column(1).values<std::string_view>()[row]) : timeOverflow(); });
        },
        false, true);
}

/// convert_timezone([from, ]to, local time)
Result<BoundPtr> bindConvertTimezone(FunctionBinding& call) {
    if (call.size() == 2) call.arguments().insert(call.arguments().begin(), makeLiteral(DataType::string(), Value{call.conf().zone.id()}));
    VITRINE_CHECK_OK(call.coerce(0, DataType::string()));
    VITRINE_CHECK_OK(call.coerce(1, DataType::string()));
    VITRINE_CHECK_OK(call.coerce(2, DataType::timestampNtz()));
    return call.call(
        DataType::timestampNtz(),
        [](const KernelCall& kernel) {
            const auto times = kernel.column(2).values<std::int64_t>();
            RowZones sources(kernel.column(0));
            RowZones targets(kernel.column(1));
            std::optional<std::string_view> unknown;
            return mapRows<std::int64_t>(
                kernel,
                [&](std::size_t row, std::int64_t& out) {
                    const TimeZone* source = sources.at(row);
                    const TimeZone* target = targets.at(row);
                    if (source == nullptr || target == nullptr) {
                        unknown = kernel.column(source == nullptr ? 0 : 1).values<std::string_view>()[row];
                        return RowOutcome::Failure;
                    }
                    const auto instant = instantOf(times[row], *source);
                    if (!instant) return RowOutcome::Failure;
                    out = localMicros(*instant, *target);
                    return RowOutcome::Value;
                },
                [&](std::size_t) { return unknown ? unknownZone(*unknown) : timeOverflow(); });
        },
        false, true);
}

LocalFields dateOf(std::int64_t micros, const TimeZone& zone) {
    return civilFromDays(floorDiv(localMicros(micros, zone), kMicrosPerDay));
}

/// Seconds that passed since the midnight of `date`, an hour that the zone repeats or leaves out counted as it passed.
std::int64_t secondsSince(const LocalFields& date, std::int64_t micros, const TimeZone& zone) {
    return (micros - zone.toInstant(date).value_or(micros)) / kMicrosPerSecond;
}

/// Months from `b` to `a` with a fraction in 31sts: whole where both are the same day of the month or the last one.
double monthsBetween(std::int64_t a, std::int64_t b, bool rounded, const TimeZone& zone) {
    const LocalFields dateA = dateOf(a, zone);
    const LocalFields dateB = dateOf(b, zone);
    const auto months = static_cast<double>((dateA.year - dateB.year) * 12 + (dateA.month - dateB.month));
    const bool bothLast = dateA.day == daysInMonth(dateA.year, dateA.month) && dateB.day == daysInMonth(dateB.year, dateB.month);
    if (dateA.day == dateB.day || bothLast) return months;
    const std::int64_t seconds = static_cast<std::int64_t>(dateA.day - dateB.day) * 86'400 + secondsSince(dateA, a, zone) - secondsSince(dateB, b, zone);
    const double difference = months + static_cast<double>(seconds) / (31.0 * 86'400);
    return rounded ? std::floor(difference * 1e8 + 0.5) / 1e8 : difference;
}

Result<BoundPtr> bindMonthsBetween(FunctionBinding& call) {
    VITRINE_CHECK_OK(call.coerce(0, DataType::timestamp()));
    VITRINE_CHECK_OK(call.coerce(1, DataType::timestamp()));
    if (call.size() == 2) call.arguments().push_back(makeLiteral(DataType::boolean(), Value{true}));
    VITRINE_CHECK_OK(call.coerce(2, DataType::boolean()));
    return call.call(DataType::doubleType(), [](const KernelCall& kernel) -> Result<ColumnPtr> {
        const auto a = kernel.column(0).values<std::int64_t>();
        const auto b = kernel.column(1).values<std::int64_t>();
        const auto rounded = kernel.column(2).values<std::uint8_t>();
        const TimeZone& zone = kernel.conf().zone;
        return mapRowsOrNull<double>(kernel, [&](std::size_t row, double& out) {
            out = monthsBetween(a[row], b[row], rounded[row] != 0, zone);
            return true;
        });
    });
}

/// 0 Monday … 6 Sunday, for `MO`, `Mon`, `Monday` in any case.
std::optional<int> weekdayNamed(std::string_view text) {
    static constexpr std::string_view kNames[] = {"MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY"};
    const std::string name = toUpperAscii(text);
    for (int day = 0; day < 7; ++day) {
        if (name == kNames[day] || name == kNames[day].substr(0, 3) || name == kNames[day].substr(0, 2)) return day;
    }
    return std::nullopt;
}

Result<BoundPtr> bindNextDay(FunctionBinding& call) {
    VITRINE_CHECK_OK(call.coerce(0, DataType::date()));
    VITRINE_CHECK_OK(call.coerce(1, DataType::string()));
    return call.call(
        DataType::date(),
        [](const KernelCall& kernel) {
            const auto days = kernel.column(0).values<std::int32_t>();
            const auto names = kernel.column(1).values<std::string_view>();
            return mapRows<std::int32_t>(
                kernel,
                [&](std::size_t row, std::int32_t& out) {
                    const auto wanted = weekdayNamed(names[row]);
                    if (!wanted) return kernel.ansi() ? RowOutcome::Failure : RowOutcome::Null;
                    const std::int64_t day = days[row];
                    out = static_cast<std::int32_t>(day + 1 + floorMod(*wanted - (day + 4), 7));
                    return RowOutcome::Value;
                },
                [&](std::size_t row) {
                    return Error(ErrorCode::InvalidArgument, "\"" + std::string(names[row]) + "\" is no day of the week.").withWayOut("Write it as MO, MON or MONDAY.");
                });
        },
        true, true);
}

constexpr std::string_view kDate = "date";
constexpr FunctionEntry kFunctions[] = {
    {{"convert_timezone", "convert_timezone([from, ]to, time) → TIMESTAMP_NTZ", "A local time of one zone as that of another.", kDate}, 2, 3, bindConvertTimezone},
    {{"from_utc_timestamp", "from_utc_timestamp(time, zone) → TIMESTAMP", "The time moved as if UTC's clock were read in a zone.", kDate}, 2, 2, bindUtcShift<true>},
    {{"months_between", "months_between(end, start[, rounded]) → DOUBLE", "Months between two times, a fraction in 31sts.", kDate}, 2, 3, bindMonthsBetween},
    {{"next_day", "next_day(date, weekday) → DATE", "The next day that is a 'MON', 'TUE' …", kDate}, 2, 2, bindNextDay},
    {{"to_utc_timestamp", "to_utc_timestamp(time, zone) → TIMESTAMP", "The time moved as if a zone's clock were read in UTC.", kDate}, 2, 2, bindUtcShift<false>},
};

}  // namespace

std::span<const FunctionEntry> calendarFunctions() { return kFunctions; }

}  // namespace vitrine
