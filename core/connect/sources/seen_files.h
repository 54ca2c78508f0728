// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "core/base/file_listing.h"

namespace vitrine {

/// The files that a source has taken: a file is new as long as its key is not among them or was forgotten (FS-30 to FS-33).
/// What became of a taken file changes nothing, as with Spark, but it is said: one that grew, was rewritten, replaced, removed
/// or given another name, and one that is read a second time. Each file is spoken of once.
class SeenFiles {
  public:
    static constexpr std::size_t kNotices = 1000;   ///< kept until takeNotices(); of more the number is said

    /// Larger than every age: nothing is ever forgotten.
    void setMaxAge(Millis age) { maxAge_ = age; }
    /// The source removes files itself: those of earlier runs that are gone are no reason to look for their new names.
    void setCleans(bool cleans) { cleans_ = cleans; }

    /// One walk over all files that are there now: beginListing(), isNew() for each, endListing().
    void beginListing();
    bool isNew(const std::string& key, const ListedFile& file);
    void endListing();

    /// A sink's log names its files once and for all: whether one is new, without a look at the file.
    bool isUnknown(const std::string& key, WallTime modified) const;

    /// A batch takes the file.
    void take(const std::string& key, const ListedFile& file);
    /// A batch of an earlier run took it; of the file no more is known.
    void restore(const std::string& key, const std::string& path, WallTime modified);
    /// After all take() and restore() of a batch: what is too old for the newest file is forgotten (FS-32).
    void forgetOld();

    /// The file as it is when its read is planned, or none when it is gone by then (FS-50, FS-51).
    void planned(const std::string& key, const std::string& path, const Result<DirectoryEntry>& now);
    /// The source itself removes the file as it is `now`, or could not.
    void cleaned(const std::string& key, const std::string& path, const DirectoryEntry& now, const Result<void>& done);

    /// Says what is none of the above; at most once for each `path` of those left out.
    void notice(std::string sentence);
    void leftOut(std::span<const LeftOutEntry> entries);

    std::vector<std::string> takeNotices();

  private:
    static constexpr std::uint64_t kUnknownSize = UINT64_MAX;
    struct Seen {
        WallTime modified{};             ///< when it was taken (FS-32)
        WallTime asRead{};               ///< when its read was planned
        std::uint64_t size = kUnknownSize;
        std::uint64_t identity = 0;
        std::size_t path = 0;            ///< hash of it: with fileNameOnly several files have one key
        std::uint32_t listing = 0;       ///< the last that had it
        bool isThere = false;            ///< at the last listing
        bool isForgotten = false;        ///< kept only while it is there, to say that it is read again
        bool isSaid = false;
    };
    using Entry = std::unordered_map<std::string, Seen>::value_type;

    void meet(Seen& seen);
    void lose(Entry& entry);
    /// Before the entry is erased or its `asRead` changes.
    void unlist(const Entry& entry);
    /// What `now` differs in from what was read: a sentence fragment, empty when nothing does.
    static std::string changeOf(const Seen& seen, std::uint64_t size, WallTime modified, std::uint64_t identity);

    std::unordered_map<std::string, Seen> seen_;
    std::unordered_map<std::int64_t, Entry*> lost_;   ///< by `asRead`: files that may be gone, to know them by another name
    std::unordered_set<std::string> leftOut_;
    std::vector<std::string> notices_;
    std::uint64_t noticesDropped_ = 0;
    Millis maxAge_{};
    bool cleans_ = false;
    WallTime newest_{};
    WallTime purgeFloor_ = WallTime(Millis(INT64_MIN));    ///< FS-32
    std::uint32_t listing_ = 0;
    std::size_t there_ = 0;          ///< how many are there, by the last listing
    std::size_t met_ = 0;            ///< of them, how many this listing has had
};

}  // namespace vitrine
