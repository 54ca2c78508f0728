// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exec/join_table.h"

#include "core/exec/aggregate_slots.h"

namespace vitrine {

namespace {

struct Chain {
    std::uint32_t first = 0;
    std::uint32_t last = 0;
};

std::shared_ptr<const KeyLayout> layoutOf(const Schema& schema, const std::vector<std::size_t>& keys) {
    std::vector<KeyLayout::Key> layout;
    for (const std::size_t key : keys) layout.push_back({schema[key].type, 0});
    return std::make_shared<KeyLayout>(std::move(layout));
}

void fillKeys(const KeyLayout& layout, const Batch& batch, std::span<const std::size_t> columns, GroupKeys& keys) {
    layout.begin(batch.numRows, keys);
    for (std::size_t key = 0; key < columns.size(); ++key) layout.add(key, batch.column(columns[key]), keys);
}

}  // namespace

JoinTable::JoinTable(const SchemaPtr& schema, std::span<const Batch> rows, const std::vector<std::size_t>& keys)
    : rows_(concatenate(schema, rows)), layout_(layoutOf(*schema, keys)), table_(layout_, sizeof(Chain)), next_(rows_.numRows + 1) {
    GroupKeys found;
    fillKeys(*layout_, rows_, keys, found);
    std::vector<GroupHeader*> groups;
    table_.locate(found, groups);
    for (std::uint32_t row = 0; row < rows_.numRows; ++row) {
        std::byte* slot = reinterpret_cast<std::byte*>(groups[row]) + table_.slotsAt();
        auto chain = detail::load<Chain>(slot);
        if (chain.first == kNone)
            chain.first = row + 1;
        else
            next_[chain.last] = row + 1;
        chain.last = row + 1;
        detail::store(slot, chain);
    }
}

Batch JoinTable::join(const Batch& batch, std::span<const std::size_t> keys, bool leftOuter, const SchemaPtr& output) const {
    GroupKeys wanted;
    fillKeys(*layout_, batch, keys, wanted);
    std::vector<std::uint32_t> streamRows;
    std::vector<std::uint32_t> tableRows;
    for (std::uint32_t row = 0; row < batch.numRows; ++row) {
        const GroupHeader* group = wanted.nulls[row] == 0 ? table_.find(wanted, row) : nullptr;
        std::uint32_t match = kNone;
        if (group != nullptr)
            match = detail::load<Chain>(reinterpret_cast<const std::byte*>(group) + table_.slotsAt()).first;
        if (match == kNone && leftOuter) {
            streamRows.push_back(row);
            tableRows.push_back(kNullRow);
        }
        for (; match != kNone; match = next_[match]) {
            streamRows.push_back(row);
            tableRows.push_back(match - 1);
        }
    }
    Batch joined = gather(batch, streamRows);
    joined.schema = output;
    for (const ColumnPtr& column : rows_.columns) joined.columns.push_back(gather(column, tableRows));
    return joined;
}

}  // namespace vitrine
