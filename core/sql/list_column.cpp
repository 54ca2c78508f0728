// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sql/list_column.h"

#include <algorithm>
#include <numeric>
#include <string>

#include "core/data/value.h"

namespace vitrine {

FlatElements flattened(const ColumnPtr& lists) {
    FlatElements flat;
    const std::size_t size = lists->size();
    flat.offsets.assign(size + 1, 0);
    if (lists->type()->is(TypeKind::Void)) return flat;
    const auto offsets = lists->offsets();
    std::vector<std::uint32_t> positions;
    bool isWhole = offsets.front() == 0;
    for (std::size_t row = 0; row < size; ++row) {
        const bool isNull = lists->isNull(row);
        isWhole = isWhole && !(isNull && offsets[row] != offsets[row + 1]);
        if (!isNull) {
            for (std::uint32_t at = offsets[row]; at < offsets[row + 1]; ++at) {
                positions.push_back(at);
                flat.rows.push_back(static_cast<std::uint32_t>(row));
            }
        }
        flat.offsets[row + 1] = static_cast<std::uint32_t>(positions.size());
    }
    for (const ColumnPtr& child : lists->children()) {
        flat.children.push_back(isWhole && child->size() == positions.size() ? child : gather(child, positions));
    }
    return flat;
}

ColumnPtr makeList(const TypePtr& type, const Column& like, std::vector<std::uint32_t> offsets, std::vector<ColumnPtr> children) {
    return std::make_shared<Column>(type, like.size(), Column::Elements{}, std::vector<std::uint8_t>(like.validity().begin(), like.validity().end()),
                                    std::move(offsets), std::move(children));
}

Result<void> checkMapKeys(const Column& map, std::string_view name) {
    constexpr std::size_t kFewKeys = 16;
    const Column& keys = *map.child(0);
    const auto offsets = map.offsets();
    std::vector<std::uint32_t> sorted;
    for (std::size_t row = 0; row < map.size(); ++row) {
        if (map.isNull(row)) continue;
        const std::uint32_t begin = offsets[row];
        const std::uint32_t end = offsets[row + 1];
        bool isTwice = false;
        for (std::uint32_t at = begin; at < end; ++at) {
            if (keys.isNull(at)) return Error(ErrorCode::InvalidArgument, std::string(name) + "() got a NULL key; the key of a map must not be NULL.");
        }
        if (end - begin <= kFewKeys) {
            for (std::uint32_t at = begin; at < end && !isTwice; ++at) {
                for (std::uint32_t other = begin; other < at && !isTwice; ++other) isTwice = compareRows(keys, at, keys, other) == 0;
            }
        } else {
            sorted.resize(end - begin);
            std::iota(sorted.begin(), sorted.end(), begin);
            std::sort(sorted.begin(), sorted.end(), [&](std::uint32_t a, std::uint32_t b) { return compareRows(keys, a, keys, b) < 0; });
            isTwice = std::adjacent_find(sorted.begin(), sorted.end(), [&](std::uint32_t a, std::uint32_t b) { return compareRows(keys, a, keys, b) == 0; }) != sorted.end();
        }
        if (isTwice) return Error(ErrorCode::InvalidArgument, std::string(name) + "() got the same key twice.");
    }
    return {};
}

}  // namespace vitrine
