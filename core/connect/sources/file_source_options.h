// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/base/time.h"
#include "core/formats/row_reader.h"

namespace vitrine {

/// The options of a file source, read and checked (FS-7, FS-32, FS-34, FS-41 to FS-43).
struct FileSourceOptions {
    std::optional<std::int32_t> maxFilesPerTrigger;
    std::optional<std::int64_t> maxBytesPerTrigger;
    Millis maxFileAge{7LL * 24 * 3600 * 1000};
    bool latestFirst = false;
    bool fileNameOnly = false;
    bool recursiveFileLookup = false;
    std::string pathGlobFilter;
    std::size_t maxCachedFiles = 10'000;         ///< 0: what a batch leaves is listed again
    double discardCachedInputRatio = 0.2;

    /// InvalidOption at `/source/options/NAME`, with what is allowed.
    static Result<FileSourceOptions> parse(const OptionMap& options);
};

}  // namespace vitrine
