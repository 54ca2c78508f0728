// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/connect/delta/delta_stats.h"

#include <cmath>
#include <cstdint>
#include <optional>
#include <type_traits>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "core/data/number_text.h"
#include "core/data/timestamp_text.h"
#include "core/data/value.h"

namespace vitrine {
namespace {

constexpr std::size_t kIndexedColumns = 32;
constexpr std::size_t kTextLength = 32;
constexpr std::string_view kGreatestLetter = "\xF4\x8F\xBF\xBF";   // U+10FFFF
/// Other readers take bounds of decimals through a double.
constexpr int kExactDigits = 15;
constexpr std::int64_t kMicrosOfYear1 = -62'135'596'800'000'000;
constexpr std::int64_t kMicrosOfYear10000 = 253'402'300'800'000'000;

/// A column inside of the rows of one batch, with the structs around it, outermost first.
struct Nested {
    const Column* column;
    std::vector<const Column*> around;

    bool isNull(std::size_t row) const {
        if (column->isNull(row)) return true;
        for (const Column* parent : around) {
            if (parent->isNull(row)) return true;
        }
        return false;
    }
};

bool hasBounds(TypeKind kind) {
    switch (kind) {
        case TypeKind::Byte:
        case TypeKind::Short:
        case TypeKind::Int:
        case TypeKind::Long:
        case TypeKind::Float:
        case TypeKind::Double:
        case TypeKind::Decimal:
        case TypeKind::String:
        case TypeKind::Date:
        case TypeKind::Timestamp:
        case TypeKind::TimestampNtz: return true;
        default: return false;
    }
}

/// A JSON text of `text`; empty when it is not UTF-8.
std::optional<std::string> jsonText(std::string_view text) {
    try {
        return nlohmann::json(text).dump();
    } catch (const nlohmann::json::exception&) {
        return std::nullopt;
    }
}

/// The byte after the first `letters` letters.
std::size_t lengthOfLetters(std::string_view text, std::size_t letters) {
    std::size_t at = 0;
    for (; at < text.size(); ++at) {
        const bool begins = (static_cast<unsigned char>(text[at]) & 0xC0) != 0x80;
        if (begins && letters-- == 0) break;
    }
    return at;
}

std::optional<std::string> textBound(std::string_view text, bool isMax) {
    const std::size_t length = lengthOfLetters(text, kTextLength);
    if (length == text.size()) return jsonText(text);
    if (!isMax) return jsonText(text.substr(0, length));
    if (text.substr(length).starts_with(kGreatestLetter)) return std::nullopt;
    return jsonText(std::string(text.substr(0, length)) + std::string(kGreatestLetter));
}

/// Milliseconds, rounded away from the values that it bounds.
std::optional<std::string> timeBound(std::int64_t micros, bool isMax, bool withZone) {
    if (micros < kMicrosOfYear1 || micros >= kMicrosOfYear10000 - 1000) return std::nullopt;
    const std::int64_t rounded = floorDiv(micros + (isMax ? 999 : 0), 1000);
    std::string text = formatMillisUtc(rounded);
    if (!withZone) text.pop_back();
    return jsonText(text);
}

std::optional<std::string> realBound(double value, bool isMax, bool isFloat) {
    if (!std::isfinite(value)) return std::nullopt;
    // Readers differ in whether -0.0 is less than 0.0.
    if (value == 0) return isMax ? "0.0" : "-0.0";
    return isFloat ? formatFloat(static_cast<float>(value)) : formatDouble(value);
}

std::optional<std::string> bound(const Value& value, const DataType& type, bool isMax) {
    switch (type.kind()) {
        case TypeKind::Byte: return fmt::format("{}", value.get<std::int8_t>());
        case TypeKind::Short: return fmt::format("{}", value.get<std::int16_t>());
        case TypeKind::Int: return fmt::format("{}", value.get<std::int32_t>());
        case TypeKind::Long: return fmt::format("{}", value.get<std::int64_t>());
        case TypeKind::Float: return realBound(value.get<float>(), isMax, true);
        case TypeKind::Double: return realBound(value.get<double>(), isMax, false);
        case TypeKind::Decimal:
            if (type.precision() > kExactDigits) return std::nullopt;
            return formatDecimal(value.get<Int128>(), type.scale());
        case TypeKind::String: return textBound(value.get<std::string>(), isMax);
        case TypeKind::Date: {
            const std::int64_t micros = value.get<std::int32_t>() * std::int64_t{86'400'000'000};
            if (micros < kMicrosOfYear1 || micros >= kMicrosOfYear10000) return std::nullopt;
            return jsonText(formatDate(value.get<std::int32_t>()));
        }
        case TypeKind::Timestamp: return timeBound(value.get<std::int64_t>(), isMax, true);
        case TypeKind::TimestampNtz: return timeBound(value.get<std::int64_t>(), isMax, false);
        default: return std::nullopt;
    }
}

/// One object of the statistics, growing.
struct JsonObject {
    std::string text;
    void add(const std::string& name, const std::string& json) {
        if (json.empty()) return;
        text += fmt::format("{}{}:{}", text.empty() ? "" : ",", nlohmann::json(name).dump(), json);
    }
    std::string whole() const { return text.empty() ? std::string() : "{" + text + "}"; }
};

struct Cell {
    const Column* column = nullptr;
    std::size_t row = 0;
};

/// The least and the greatest value of a column.
struct Bounds {
    Cell least, most;
    bool isUnordered = false;   ///< holds NaN, which is the greatest value here and not everywhere
};

/// Widens `bounds` by the values of one batch and returns the number of NULLs.
template <class T>
std::uint64_t widen(Bounds& bounds, const Nested& part) {
    if constexpr (std::is_same_v<T, CalendarInterval>) {
        return 0;
    } else {
        const std::span<const T> values = part.column->values<T>();
        const auto valueOf = [](const Cell& cell) { return cell.column->values<T>()[cell.row]; };
        std::uint64_t nulls = 0;
        T least = bounds.least.column ? valueOf(bounds.least) : T{};
        T most = bounds.most.column ? valueOf(bounds.most) : T{};
        for (std::size_t row = 0; row < values.size(); ++row) {
            if (part.isNull(row)) {
                ++nulls;
                continue;
            }
            const T value = values[row];
            if constexpr (std::is_floating_point_v<T>) bounds.isUnordered |= std::isnan(value);
            if (!bounds.least.column || value < least) {
                bounds.least = {part.column, row};
                least = value;
            }
            if (!bounds.most.column || value > most) {
                bounds.most = {part.column, row};
                most = value;
            }
        }
        return nulls;
    }
}

struct Members {
    JsonObject least, most, nulls;
};

class Collector {
  public:
    void add(const Field& field, const std::vector<Nested>& parts, Members& into) {
        if (field.type->is(TypeKind::Struct)) {
            Members members;
            for (std::size_t index = 0; index < field.type->fields().size(); ++index) {
                std::vector<Nested> children;
                for (const Nested& part : parts) {
                    Nested child{part.column->child(index).get(), part.around};
                    if (part.column->mayHaveNulls()) child.around.push_back(part.column);
                    children.push_back(std::move(child));
                }
                add(field.type->fields()[index], children, members);
            }
            into.least.add(field.name, members.least.whole());
            into.most.add(field.name, members.most.whole());
            into.nulls.add(field.name, members.nulls.whole());
            return;
        }
        if (indexed_ == kIndexedColumns) return;
        ++indexed_;
        std::uint64_t nulls = 0;
        Bounds bounds;
        for (const Nested& part : parts) {
            if (!hasBounds(field.type->kind())) {
                for (std::size_t row = 0; row < part.column->size(); ++row) nulls += part.isNull(row) ? 1 : 0;
            } else {
                visitPhysical(field.type->kind(), [&]<class T>(TypeTag<T>) { nulls += widen<T>(bounds, part); });
            }
        }
        into.nulls.add(field.name, fmt::format("{}", nulls));
        if (!bounds.least.column || bounds.isUnordered) return;
        const auto low = bound(valueAt(*bounds.least.column, bounds.least.row), *field.type, false);
        const auto high = bound(valueAt(*bounds.most.column, bounds.most.row), *field.type, true);
        if (!low || !high) return;
        into.least.add(field.name, *low);
        into.most.add(field.name, *high);
    }

  private:
    std::size_t indexed_ = 0;
};

}  // namespace

std::string deltaStats(const Schema& schema, std::span<const Batch> batches) {
    std::uint64_t rows = 0;
    for (const Batch& batch : batches) rows += batch.numRows;
    Members members;
    Collector collector;
    for (std::size_t index = 0; index < schema.size(); ++index) {
        std::vector<Nested> parts;
        for (const Batch& batch : batches) parts.push_back({batch.columns[index].get(), {}});
        collector.add(schema[index], parts, members);
    }
    return fmt::format(R"({{"numRecords":{},"minValues":{{{}}},"maxValues":{{{}}},"nullCount":{{{}}}}})", rows, members.least.text,
                       members.most.text, members.nulls.text);
}

}  // namespace vitrine
