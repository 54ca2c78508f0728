// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "core/connect/source.h"
#include "core/connect/sources/directory_watch.h"
#include "core/base/file_listing.h"

namespace vitrine {

/// The options of a file source, read and checked (FS-7, FS-32, FS-34, FS-41, FS-42).
struct FileSourceOptions {
    std::optional<std::int32_t> maxFilesPerTrigger;
    std::optional<std::int64_t> maxBytesPerTrigger;
    Millis maxFileAge{7LL * 24 * 3600 * 1000};
    bool latestFirst = false;
    bool fileNameOnly = false;
    bool recursiveFileLookup = false;
    std::string pathGlobFilter;

    /// InvalidOption at `/source/options/NAME`, with what is allowed.
    static Result<FileSourceOptions> parse(const OptionMap& options);
};

/// A directory, or the matches of a glob, whose files are read once each, oldest first (spark-semantics §1).
///
/// The seen files and the log of selections live in memory; logSince() and restore() take them through a checkpoint.
class FileSource final : public Source {
  public:
    /// `excluded`: directories of the query itself that are never listed. `format` reads the files.
    FileSource(FileSystem& files, std::string path, OptionMap options, std::vector<std::string> excluded,
               std::unique_ptr<Format> format);
    ~FileSource() override;

    Result<void> open(std::stop_token stop) override;
    Result<Offset> latest(const AdmissionLimit& limit) override;
    Result<void> prepareAvailableNow() override;
    std::vector<SourceLogEntry> logSince(const Offset& from) const override;
    Result<void> restore(std::span<const SourceLogEntry> log) override;
    Result<ReadPlan> plan(const Offset& from, const Offset& to) override;
    Result<std::unique_ptr<RowReader>> read(const FileRange& range) override;
    std::vector<std::vector<FileRange>> split(const ReadPlan& plan, std::size_t parts, std::uint64_t leastBytes) const override;
    void committed(const Offset& offset) override;
    std::string description() const override;
    void onArrival(std::function<void()> wake) override;

  private:
    Result<std::vector<ListedFile>> newFiles();
    std::string keyOf(const std::string& path) const;
    void forgetOldFiles();

    FileSystem& files_;
    std::string path_;
    OptionMap optionMap_;
    FileSourceOptions options_;
    ListingRules rules_;
    std::unique_ptr<Format> format_;

    std::unordered_map<std::string, WallTime> seen_;
    WallTime newest_{};                                    ///< largest modification time ever selected
    WallTime purgeFloor_ = WallTime(Millis(INT64_MIN));    ///< FS-32
    std::int64_t logOffset_ = -1;
    std::deque<SourceLogEntry> log_;                                ///< ascending logOffset
    std::optional<std::vector<ListedFile>> availableNow_;  ///< what prepareAvailableNow() saw, not yet selected
    std::uint64_t filesWaiting_ = 0;
    std::unique_ptr<DirectoryWatch> watch_;
};

}  // namespace vitrine
