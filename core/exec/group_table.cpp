// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exec/group_table.h"

#include <cstring>
#include <new>

namespace vitrine {

namespace {

constexpr std::size_t kFirstEntries = 256;
/// Dead text below this is not worth a walk over the groups.
constexpr std::size_t kLeastDeadText = std::size_t{1} << 20;

std::uint32_t shortHash(std::uint64_t hash) { return static_cast<std::uint32_t>(hash ^ (hash >> 32)); }

}  // namespace

GroupTable::GroupTable(std::shared_ptr<const KeyLayout> layout, std::size_t slotBytes)
    : layout_(std::move(layout)),
      slotsAt_(sizeof(GroupHeader) + layout_->words() * sizeof(std::uint64_t)),
      rowBytes_(slotsAt_ + slotBytes),
      entries_(kFirstEntries),
      mask_(kFirstEntries - 1) {
    VITRINE_ASSERT(slotBytes % sizeof(std::uint64_t) == 0);
}

void GroupTable::locate(const GroupKeys& keys, std::vector<GroupHeader*>& groups) {
    groups.resize(keys.rows);
    const std::uint64_t* words = keys.words.data();
    GroupHeader* last = nullptr;
    std::uint64_t lastHash = 0;
    for (std::size_t row = 0; row < keys.rows; ++row, words += keys.wordsPerRow) {
        const std::uint64_t hash = keys.hashes[row];
        if (last == nullptr || hash != lastHash || last->nulls != keys.nulls[row] || !layout_->equal(last->words(), words)) {
            last = locateShort(words, keys.nulls[row], shortHash(hash));
            lastHash = hash;
        }
        groups[row] = last;
    }
}

GroupHeader* GroupTable::locate(const std::uint64_t* words, std::uint32_t nulls, std::uint64_t hash) {
    return locateShort(words, nulls, shortHash(hash));
}

GroupHeader* GroupTable::locate(const GroupHeader& like) { return locateShort(like.words(), like.nulls, like.hash); }

GroupHeader* GroupTable::find(const GroupKeys& keys, std::size_t row) const noexcept {
    return find(keys.of(row), keys.nulls[row], shortHash(keys.hashes[row]));
}

GroupHeader* GroupTable::find(const GroupHeader& like) const noexcept { return find(like.words(), like.nulls, like.hash); }

GroupHeader* GroupTable::find(const std::uint64_t* words, std::uint32_t nulls, std::uint32_t hash) const noexcept {
    for (std::size_t slot = hash & mask_; entries_[slot].index != kFree; slot = (slot + 1) & mask_) {
        if (entries_[slot].hash != hash) continue;
        GroupHeader* group = at(entries_[slot].index);
        if (group->nulls == nulls && layout_->equal(group->words(), words)) return group;
    }
    return nullptr;
}

GroupHeader* GroupTable::locateShort(const std::uint64_t* words, std::uint32_t nulls, std::uint32_t hash) {
    GroupHeader* group = find(words, nulls, hash);
    return group != nullptr ? group : insert(words, nulls, hash);
}

GroupHeader* GroupTable::insert(const std::uint64_t* words, std::uint32_t nulls, std::uint32_t hash) {
    if ((size_ + 1) * 10 > entries_.size() * 7) grow();
    std::uint32_t index = used_;
    if (!freeRows_.empty()) {
        index = freeRows_.back();
        freeRows_.pop_back();
    } else {
        if (used_ % kPageRows == 0) pages_.emplace_back(new std::byte[kPageRows * rowBytes_]);
        ++used_;
    }
    std::byte* row = pages_[index / kPageRows].get() + (index % kPageRows) * rowBytes_;
    std::memset(row + slotsAt_, 0, rowBytes_ - slotsAt_);
    auto* group = new (row) GroupHeader{};
    group->hash = hash;
    group->index = index;
    group->nulls = nulls;
    if (layout_->words() > 0) std::memcpy(group->words(), words, layout_->words() * sizeof(std::uint64_t));
    liveText_ += layout_->own(group->words(), *text_);

    std::size_t slot = hash & mask_;
    while (entries_[slot].index != kFree) slot = (slot + 1) & mask_;
    entries_[slot] = {hash, index};
    ++size_;
    return group;
}

void GroupTable::grow() {
    std::vector<Entry> old(entries_.size() * 2);
    old.swap(entries_);
    mask_ = entries_.size() - 1;
    for (const Entry& entry : old) {
        if (entry.index == kFree) continue;
        std::size_t slot = entry.hash & mask_;
        while (entries_[slot].index != kFree) slot = (slot + 1) & mask_;
        entries_[slot] = entry;
    }
}

void GroupTable::remove(GroupHeader* group) {
    std::size_t slot = group->hash & mask_;
    while (entries_[slot].index != group->index) slot = (slot + 1) & mask_;
    // Entries behind the gap that may move up do, so that probing never meets a hole (linear probing without tombstones).
    for (std::size_t next = (slot + 1) & mask_; entries_[next].index != kFree; next = (next + 1) & mask_) {
        const std::size_t home = entries_[next].hash & mask_;
        if (((next - home) & mask_) < ((next - slot) & mask_)) continue;
        entries_[slot] = entries_[next];
        slot = next;
    }
    entries_[slot] = {};
    --size_;

    const std::size_t text = layout_->longBytes(group->words());
    liveText_ -= text;
    deadText_ += text;
    freeRows_.push_back(group->index);
    group->index = kFree;
    if (deadText_ > liveText_ && deadText_ > kLeastDeadText) compactText();
}

void GroupTable::compactText() {
    auto fresh = std::make_unique<StringArena>();
    for (GroupHeader* group : groups()) layout_->own(group->words(), *fresh);
    text_ = std::move(fresh);
    deadText_ = 0;
}

std::vector<GroupHeader*> GroupTable::groups() const {
    std::vector<GroupHeader*> all;
    all.reserve(size_);
    for (std::uint32_t index = 0; index < used_; ++index)
        if (GroupHeader* group = at(index); group->index != kFree) all.push_back(group);
    return all;
}

std::size_t GroupTable::memoryBytes() const noexcept {
    return pages_.size() * kPageRows * rowBytes_ + entries_.size() * sizeof(Entry) + text_->memoryBytes() +
           freeRows_.capacity() * sizeof(std::uint32_t);
}

}  // namespace vitrine
