// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/file_system.h"

namespace vitrine {

/// A file that belongs to a stream.
struct ListedFile {
    std::string path;   ///< absolute
    std::uint64_t size = 0;
    WallTime modified{};
    std::uint64_t identity = 0;   ///< DirectoryEntry::identity
};

struct ListingRules {
    std::string path;                       ///< absolute directory or glob
    bool recursive = false;                 ///< recursiveFileLookup
    std::string nameGlob;                   ///< pathGlobFilter: matches the file name only (FS-7); empty = all
    std::vector<std::string> excluded;      ///< absolute directories that are not the stream's: checkpoint, outputs
};

/// A name that is no hidden one and gives no file to the stream.
struct LeftOutEntry {
    std::string path;
    std::string reason;   ///< goes on after the path: "is not a regular file"
};

/// The files of a stream at this moment, in unspecified order, and the directories they were looked for in.
struct Listing {
    std::vector<ListedFile> files;
    std::vector<std::string> directories;   ///< all that were listed, for watching
    std::vector<LeftOutEntry> leftOut;
};

/// Lists by rules FS-10 to FS-15. SourceUnavailable when a non-glob root is not there or is no directory.
Result<Listing> listFiles(FileSystem& files, const ListingRules& rules);

/// Whether a name is left out of every listing (FS-10).
bool isHiddenName(std::string_view name) noexcept;

/// Whether a listed file's content is read: summaries such as `_metadata` are listed and give no rows (FS-13).
bool isDataName(std::string_view name) noexcept;

}  // namespace vitrine
