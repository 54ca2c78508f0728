// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "core/exec/group_keys.h"

namespace vitrine {

/// What stands before the key words of every group.
struct GroupHeader {
    std::uint64_t id = 0;              ///< stable identity, given by the owner of the table
    GroupHeader* next = nullptr;       ///< for lists of groups that the owner keeps
    std::uint32_t hash = 0;
    std::uint32_t index = 0;           ///< position in the table
    std::uint32_t stamp = 0;           ///< the owner's mark of the last batch that touched the group
    std::uint32_t nulls = 0;           ///< bit k: key k is NULL

    std::uint64_t* words() noexcept { return reinterpret_cast<std::uint64_t*>(this + 1); }
    const std::uint64_t* words() const noexcept { return reinterpret_cast<const std::uint64_t*>(this + 1); }
};

/// Groups of one kind: header, key words and zero-initialised aggregation slots in one row each, found by open addressing
/// over 8-byte entries. Rows never move; removed ones are used again. About 14 bytes a group beside its row. Not thread-safe.
class GroupTable {
  public:
    GroupTable(std::shared_ptr<const KeyLayout> layout, std::size_t slotBytes);
    GroupTable(GroupTable&&) noexcept = default;

    /// The group of each row of `keys`, made where there is none. New groups have id 0 and stamp 0.
    void locate(const GroupKeys& keys, std::vector<GroupHeader*>& groups);

    /// The group with these key words, made where there is none; `hash` is KeyLayout's.
    GroupHeader* locate(const std::uint64_t* words, std::uint32_t nulls, std::uint64_t hash);

    /// The group of row `row` of `keys`, or null.
    GroupHeader* find(const GroupKeys& keys, std::size_t row) const noexcept;

    /// The same for one group of another table with the same layout.
    GroupHeader* locate(const GroupHeader& like);

    /// The group with the keys of `like`, or null.
    GroupHeader* find(const GroupHeader& like) const noexcept;

    void remove(GroupHeader* group);

    std::size_t size() const noexcept { return size_; }

    /// All groups, oldest first where none was removed.
    std::vector<GroupHeader*> groups() const;

    /// Where the aggregation slots start within the row of a group.
    std::size_t slotsAt() const noexcept { return slotsAt_; }

    const KeyLayout& layout() const noexcept { return *layout_; }
    std::size_t memoryBytes() const noexcept;

  private:
    struct Entry {
        std::uint32_t hash = 0;
        std::uint32_t index = kFree;
    };
    static constexpr std::uint32_t kFree = 0xFFFF'FFFF;
    static constexpr std::size_t kPageRows = 512;

    GroupHeader* at(std::uint32_t index) const noexcept {
        return reinterpret_cast<GroupHeader*>(pages_[index / kPageRows].get() + (index % kPageRows) * rowBytes_);
    }
    GroupHeader* find(const std::uint64_t* words, std::uint32_t nulls, std::uint32_t hash) const noexcept;
    GroupHeader* locateShort(const std::uint64_t* words, std::uint32_t nulls, std::uint32_t hash);
    GroupHeader* insert(const std::uint64_t* words, std::uint32_t nulls, std::uint32_t hash);
    void grow();
    void compactText();

    std::shared_ptr<const KeyLayout> layout_;
    std::size_t slotsAt_;
    std::size_t rowBytes_;
    std::vector<std::unique_ptr<std::byte[]>> pages_;
    std::vector<Entry> entries_;
    std::size_t mask_;
    std::size_t size_ = 0;
    std::uint32_t used_ = 0;                    ///< rows of pages_ that were ever used
    std::vector<std::uint32_t> freeRows_;
    std::unique_ptr<StringArena> text_ = std::make_unique<StringArena>();
    std::size_t liveText_ = 0;
    std::size_t deadText_ = 0;
};

}  // namespace vitrine
