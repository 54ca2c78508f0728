// SPDX-License-Identifier: GPL-3.0-or-later
#include <array>
#include <cstdlib>

#include <fmt/format.h>

#include "core/base/time.h"
#include "core/data/java_date_pattern.h"
#include "core/data/zone_names.h"

namespace vitrine {
namespace {

constexpr std::array<std::string_view, 12> kMonths = {"January", "February", "March",     "April",   "May",      "June",
                                                      "July",    "August",   "September", "October", "November", "December"};
constexpr std::array<std::string_view, 7> kDays = {"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"};
constexpr std::array<std::string_view, 4> kQuarters = {"1st quarter", "2nd quarter", "3rd quarter", "4th quarter"};

std::int64_t powerOfTen(int digits) {
    std::int64_t power = 1;
    for (int digit = 0; digit < digits; ++digit) power *= 10;
    return power;
}

}  // namespace

std::string JavaDatePattern::format(std::int64_t micros, const TimeZone& zone) const {
    const LocalFields local = zone.toLocal(micros);
    const std::int64_t days = daysFromCivil(local.year, local.month, local.day);
    const int offset = zone.offsetAt(micros);
    std::string out;
    auto pad = [&out](std::int64_t value, int width) { out += fmt::format("{:0{}d}", value, width); };
    auto writeOffset = [&](bool colons, bool withMinutes, bool withSeconds) {
        const int size = std::abs(offset);
        out.push_back(offset < 0 ? '-' : '+');
        pad(size / 3600, 2);
        if (!withMinutes && size / 60 % 60 == 0) return;
        if (colons) out.push_back(':');
        pad(size / 60 % 60, 2);
        if (!withSeconds || size % 60 == 0) return;
        if (colons) out.push_back(':');
        pad(size % 60, 2);
    };
    for (const Element& element : elements_) {
        switch (element.kind) {
            case Kind::Literal: out += element.text; break;
            case Kind::Number: {
                std::int64_t value = 0;
                switch (element.unit) {
                    case Unit::Year: value = hasEra_ && local.year <= 0 ? 1 - local.year : local.year; break;
                    case Unit::Month: value = local.month; break;
                    case Unit::DayOfMonth: value = local.day; break;
                    case Unit::DayOfYear: value = days - daysFromCivil(local.year, 1, 1) + 1; break;
                    case Unit::HourOfDay: value = local.hour; break;
                    case Unit::ClockHourOfDay: value = local.hour == 0 ? 24 : local.hour; break;
                    case Unit::HourOfHalfDay: value = local.hour % 12; break;
                    case Unit::ClockHourOfHalfDay: value = local.hour % 12 == 0 ? 12 : local.hour % 12; break;
                    case Unit::Minute: value = local.minute; break;
                    case Unit::Second: value = local.second; break;
                    case Unit::Quarter: value = (local.month - 1) / 3 + 1; break;
                    case Unit::AlignedDayOfWeek: value = (local.day - 1) % 7 + 1; break;
                }
                if (element.reduced) value = std::abs(value) % 100;
                if (element.exceedsPad && value >= powerOfTen(element.least)) out.push_back('+');
                if (value < 0) {
                    out.push_back('-');
                    value = -value;
                }
                pad(value, element.least);
                break;
            }
            case Kind::Fraction: out += fmt::format("{:06d}000", local.micro).substr(0, static_cast<std::size_t>(element.least)); break;
            case Kind::MonthName: {
                const std::string_view name = kMonths[static_cast<std::size_t>(local.month - 1)];
                out += element.full ? name : name.substr(0, 3);
                break;
            }
            case Kind::DayName: {
                const std::string_view name = kDays[static_cast<std::size_t>(floorMod(days + 3, 7))];
                out += element.full ? name : name.substr(0, 3);
                break;
            }
            case Kind::QuarterName: {
                const int quarter = (local.month - 1) / 3 + 1;
                out += element.full ? std::string(kQuarters[static_cast<std::size_t>(quarter - 1)]) : fmt::format("Q{}", quarter);
                break;
            }
            case Kind::HalfDay: out += local.hour < 12 ? "AM" : "PM"; break;
            case Kind::Era: out += local.year > 0 ? (element.full ? "Anno Domini" : "AD") : (element.full ? "Before Christ" : "BC"); break;
            case Kind::ZoneId: out += zone.id(); break;
            case Kind::ZoneName: out += zoneName(zone, micros, element.full); break;
            case Kind::ZoneOffset: {
                const int count = element.least;
                const bool zeroIsZ = element.letter == 'X' || (element.letter == 'Z' && count == 5);
                if (offset == 0 && zeroIsZ) out.push_back('Z');
                else if (element.letter == 'Z' && count <= 3) writeOffset(false, true, false);
                else writeOffset(count == 3 || count == 5, count > 1, count >= 4);
                break;
            }
            case Kind::LocalizedOffset:
                out += "GMT";
                if (offset == 0) break;
                if (element.full) {
                    writeOffset(true, true, true);
                } else {
                    const int size = std::abs(offset);
                    out += fmt::format("{}{}", offset < 0 ? '-' : '+', size / 3600);
                    if (size % 3600 != 0) out += fmt::format(":{:02d}", size / 60 % 60);
                    if (size % 60 != 0) out += fmt::format(":{:02d}", size % 60);
                }
                break;
            case Kind::OptionalStart:
            case Kind::OptionalEnd:
            case Kind::Unreadable: break;
        }
    }
    return out;
}

}  // namespace vitrine
