// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exec/session_bounds.h"

#include <optional>
#include <string_view>

#include "core/data/interval_text.h"
#include "core/sql/datetime.h"

namespace vitrine {

namespace {

/// The gap of each row; texts that repeat the row before are not read again.
class Gaps {
  public:
    explicit Gaps(const Column& column) : column_(column) {}

    std::optional<CalendarInterval> at(std::size_t row) {
        if (column_.isNull(row)) return std::nullopt;
        switch (column_.type()->kind()) {
            case TypeKind::String: return read(column_.values<std::string_view>()[row]);
            case TypeKind::CalendarInterval: return column_.values<CalendarInterval>()[row];
            case TypeKind::DayTimeInterval: return CalendarInterval{0, 0, column_.values<std::int64_t>()[row]};
            case TypeKind::YearMonthInterval: return CalendarInterval{column_.values<std::int32_t>()[row], 0, 0};
            default: return std::nullopt;
        }
    }

  private:
    std::optional<CalendarInterval> read(std::string_view text) {
        if (hasRead_ && text == text_) return gap_;
        hasRead_ = true;
        text_ = text;
        gap_.reset();
        if (const auto parsed = parseInterval(text)) gap_ = *parsed;
        return gap_;
    }

    const Column& column_;
    bool hasRead_ = false;
    std::string_view text_;
    std::optional<CalendarInterval> gap_;
};

}  // namespace

Result<void> openSessions(const Column& times, const Column& gaps, const TimeZone& zone, SessionBounds& into) {
    into.rows.clear();
    into.starts.clear();
    into.ends.clear();
    if (times.type()->is(TypeKind::Void)) return {};
    static const TimeZone utc;
    const TimeZone& calendar = times.type()->is(TypeKind::TimestampNtz) ? utc : zone;
    const auto micros = times.values<std::int64_t>();
    Gaps gapOf(gaps);
    for (std::uint32_t row = 0; row < times.size(); ++row) {
        if (times.isNull(row)) continue;
        const auto gap = gapOf.at(row);
        if (!gap) continue;
        const auto end = addInterval(micros[row], gap->months, gap->days, gap->micros, calendar);
        if (!end) return Error(ErrorCode::ArithmeticOverflow, "A session would end outside of the time that can be told.");
        if (*end <= micros[row]) continue;
        into.rows.push_back(row);
        into.starts.push_back(micros[row]);
        into.ends.push_back(*end);
    }
    return {};
}

}  // namespace vitrine
