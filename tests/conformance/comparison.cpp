// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/conformance/comparison.h"

#include <algorithm>
#include <cmath>

#include <absl/strings/escaping.h>
#include <fmt/format.h>

#include "core/data/interval_text.h"
#include "core/data/number_text.h"
#include "core/data/time_zone.h"
#include "core/data/timestamp_text.h"

namespace vitrine::test {
namespace {

Json floatingJson(double value) {
    if (std::isnan(value)) return "NaN";
    if (std::isinf(value)) return value > 0 ? "Infinity" : "-Infinity";
    return value;
}

/// A text under which equal rows fall together although their doubles differ in the last digits.
std::string sortKey(const Json& cell) {
    if (cell.is_number_float()) return fmt::format("{:.6g}", cell.get<double>() == 0.0 ? 0.0 : cell.get<double>());
    if (cell.is_structured()) {
        std::string key = cell.is_array() ? "[" : "{";
        for (const auto& [name, part] : cell.items()) key += (cell.is_array() ? "" : name) + ":" + sortKey(part) + ",";
        return key;
    }
    return cell.dump();
}

bool sameRow(const Json& expected, const Json& got, bool zeroSignFree) {
    return sameCell(expected, got, zeroSignFree);
}

}  // namespace

Json cellJson(const Column& column, std::size_t row) {
    if (column.isNull(row)) return nullptr;
    const DataType& type = *column.type();
    switch (type.kind()) {
        case TypeKind::Void: return nullptr;
        case TypeKind::Boolean: return column.values<std::uint8_t>()[row] != 0;
        case TypeKind::Byte: return column.values<std::int8_t>()[row];
        case TypeKind::Short: return column.values<std::int16_t>()[row];
        case TypeKind::Int: return column.values<std::int32_t>()[row];
        case TypeKind::Long: return column.values<std::int64_t>()[row];
        case TypeKind::Float: return floatingJson(static_cast<double>(column.values<float>()[row]));
        case TypeKind::Double: return floatingJson(column.values<double>()[row]);
        case TypeKind::Decimal: return formatDecimal(column.values<Int128>()[row], type.scale());
        case TypeKind::String: return std::string(column.values<std::string_view>()[row]);
        case TypeKind::Binary: {
            const std::string_view bytes = column.values<std::string_view>()[row];
            return absl::Base64Escape(absl::string_view(bytes.data(), bytes.size()));
        }
        case TypeKind::Date: {
            const LocalFields date = civilFromDays(column.values<std::int32_t>()[row]);
            const bool isPlain = date.year >= 0 && date.year <= 9999;
            const char* sign = isPlain ? "" : date.year < 0 ? "-" : "+";
            return fmt::format("{}{:04}-{:02}-{:02}", sign, std::abs(date.year), date.month, date.day);
        }
        case TypeKind::Timestamp: return formatTimestampExact(column.values<std::int64_t>()[row], true);
        case TypeKind::TimestampNtz: return formatTimestampExact(column.values<std::int64_t>()[row], false);
        case TypeKind::CalendarInterval: return formatCalendarInterval(column.values<CalendarInterval>()[row]);
        case TypeKind::YearMonthInterval: return formatYearMonthInterval(column.values<std::int32_t>()[row], type);
        case TypeKind::DayTimeInterval: return formatDayTimeInterval(column.values<std::int64_t>()[row], type);
        case TypeKind::Array:
        case TypeKind::Map: {
            Json list = Json::array();
            for (std::uint32_t index = column.offsets()[row]; index < column.offsets()[row + 1]; ++index) {
                if (type.is(TypeKind::Array)) list.push_back(cellJson(*column.child(0), index));
                else list.push_back(Json::array({cellJson(*column.child(0), index), cellJson(*column.child(1), index)}));
            }
            // Entries have no order: the recording has them by the text of their keys.
            if (type.is(TypeKind::Map)) std::sort(list.begin(), list.end(), [](const Json& a, const Json& b) { return a[0].dump(-1, ' ', true) < b[0].dump(-1, ' ', true); });
            return list;
        }
        case TypeKind::Struct: {
            Json object = Json::object();
            for (std::size_t index = 0; index < type.fields().size(); ++index) {
                object[type.fields()[index].name] = cellJson(*column.child(index), row);
            }
            return object;
        }
    }
    return nullptr;
}

Json rowJson(const Batch& batch, std::size_t row) {
    Json cells = Json::array();
    for (const ColumnPtr& column : batch.columns) cells.push_back(cellJson(*column, row));
    return cells;
}

bool sameCell(const Json& expected, const Json& got, bool zeroSignFree) {
    if (expected.is_number() && got.is_number()) {
        if (!expected.is_number_float() && !got.is_number_float()) return expected == got;
        const double left = expected.get<double>();
        const double right = got.get<double>();
        if (left == 0.0 && right == 0.0) return zeroSignFree || std::signbit(left) == std::signbit(right);
        return std::abs(left - right) <= 1e-9 * std::max(std::abs(left), std::abs(right));
    }
    if (expected.is_array() && got.is_array()) {
        return std::equal(expected.begin(), expected.end(), got.begin(), got.end(),
                          [&](const Json& left, const Json& right) { return sameCell(left, right, zeroSignFree); });
    }
    if (expected.is_object() && got.is_object()) {
        if (expected.size() != got.size()) return false;
        for (const auto& [name, part] : expected.items()) {
            if (!got.contains(name) || !sameCell(part, got[name], zeroSignFree)) return false;
        }
        return true;
    }
    return expected == got;
}

std::optional<std::string> differenceOfRows(const Json& expected, const std::vector<Json>& got, bool ordered, bool zeroSignFree) {
    std::vector<Json> left(expected.begin(), expected.end());
    std::vector<Json> right = got;
    if (!ordered) {
        const auto byKey = [](const Json& a, const Json& b) { return sortKey(a) < sortKey(b); };
        std::stable_sort(left.begin(), left.end(), byKey);
        std::stable_sort(right.begin(), right.end(), byKey);
    }
    std::vector<bool> used(right.size(), false);
    std::vector<Json> missing;
    for (std::size_t index = 0; index < left.size(); ++index) {
        if (index < right.size() && !used[index] && sameRow(left[index], right[index], zeroSignFree)) {
            used[index] = true;
            continue;
        }
        std::size_t match = right.size();
        for (std::size_t other = 0; !ordered && other < right.size(); ++other) {
            if (!used[other] && sameRow(left[index], right[other], zeroSignFree)) {
                match = other;
                break;
            }
        }
        if (match < right.size()) used[match] = true;
        else missing.push_back(left[index]);
    }
    std::vector<Json> extra;
    for (std::size_t index = 0; index < right.size(); ++index) {
        if (!used[index]) extra.push_back(right[index]);
    }
    if (missing.empty() && extra.empty()) return std::nullopt;
    return fmt::format("rows: expected {} got {}; first missing {}; first extra {}", left.size(), right.size(),
                       missing.empty() ? "-" : missing.front().dump(-1, ' ', false, Json::error_handler_t::replace),
                       extra.empty() ? "-" : extra.front().dump(-1, ' ', false, Json::error_handler_t::replace));
}

}  // namespace vitrine::test
