// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exec/canonical_bytes.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>

namespace vitrine {

namespace {

template <class T>
void appendRaw(T element, std::string& bytes) {
    char raw[sizeof(T)];
    std::memcpy(raw, &element, sizeof(T));
    bytes.append(raw, sizeof(T));
}

template <class T>
T readRaw(std::string_view& bytes) {
    T element;
    std::memcpy(&element, bytes.data(), sizeof(T));
    bytes.remove_prefix(sizeof(T));
    return element;
}

}  // namespace

void appendCanonical(const Column& column, std::size_t row, std::string& bytes) {
    if (column.isNull(row)) {
        bytes.push_back('\0');
        return;
    }
    bytes.push_back('\1');
    switch (column.type()->kind()) {
        case TypeKind::Struct:
            for (const ColumnPtr& child : column.children()) appendCanonical(*child, row, bytes);
            return;
        case TypeKind::Array:
            appendRaw(column.offsets()[row + 1] - column.offsets()[row], bytes);
            for (std::uint32_t at = column.offsets()[row]; at < column.offsets()[row + 1]; ++at)
                appendCanonical(*column.child(0), at, bytes);
            return;
        case TypeKind::Map: {
            std::vector<std::string> entries;
            for (std::uint32_t at = column.offsets()[row]; at < column.offsets()[row + 1]; ++at) {
                std::string& entry = entries.emplace_back();
                appendCanonical(*column.child(0), at, entry);
                appendCanonical(*column.child(1), at, entry);
            }
            std::sort(entries.begin(), entries.end());
            appendRaw(static_cast<std::uint32_t>(entries.size()), bytes);
            for (const std::string& entry : entries) bytes += entry;
            return;
        }
        default: break;
    }
    visitPhysical(column.type()->kind(), [&](auto tag) {
        using T = typename decltype(tag)::Type;
        T element = column.values<T>()[row];
        if constexpr (std::is_same_v<T, std::string_view>) {
            appendRaw(static_cast<std::uint32_t>(element.size()), bytes);
            bytes.append(element);
        } else if constexpr (std::is_same_v<T, CalendarInterval>) {
            appendRaw(element.months, bytes);
            appendRaw(element.days, bytes);
            appendRaw(element.micros, bytes);
        } else {
            if constexpr (std::is_floating_point_v<T>) {
                if (std::isnan(element)) element = std::numeric_limits<T>::quiet_NaN();
                if (element == T{0}) element = T{0};
            }
            appendRaw(element, bytes);
        }
    });
}

Value readCanonical(const DataType& type, std::string_view& bytes) {
    const bool present = bytes.front() != '\0';
    bytes.remove_prefix(1);
    if (!present) return {};
    Value::List list;
    switch (type.kind()) {
        case TypeKind::Struct:
            for (const Field& field : type.fields()) list.push_back(readCanonical(*field.type, bytes));
            return {std::move(list)};
        case TypeKind::Array:
            for (auto left = readRaw<std::uint32_t>(bytes); left > 0; --left)
                list.push_back(readCanonical(*type.elementType(), bytes));
            return {std::move(list)};
        case TypeKind::Map:
            for (auto left = readRaw<std::uint32_t>(bytes); left > 0; --left) {
                Value key = readCanonical(*type.keyType(), bytes);
                Value value = readCanonical(*type.valueType(), bytes);
                list.push_back({Value::List{std::move(key), std::move(value)}});
            }
            return {std::move(list)};
        default: break;
    }
    return visitPhysical(type.kind(), [&](auto tag) -> Value {
        using T = typename decltype(tag)::Type;
        if constexpr (std::is_same_v<T, std::string_view>) {
            const auto size = readRaw<std::uint32_t>(bytes);
            std::string text(bytes.substr(0, size));
            bytes.remove_prefix(size);
            return {std::move(text)};
        } else if constexpr (std::is_same_v<T, CalendarInterval>) {
            CalendarInterval interval;
            interval.months = readRaw<std::int32_t>(bytes);
            interval.days = readRaw<std::int32_t>(bytes);
            interval.micros = readRaw<std::int64_t>(bytes);
            return {interval};
        } else if constexpr (std::is_same_v<T, std::uint8_t>) {
            return {readRaw<std::uint8_t>(bytes) != 0};
        } else {
            return {readRaw<T>(bytes)};
        }
    });
}

}  // namespace vitrine
