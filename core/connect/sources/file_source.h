// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "core/connect/source.h"
#include "core/base/file_listing.h"
#include "core/connect/sources/directory_watch.h"
#include "core/connect/sources/file_cleaner.h"
#include "core/connect/sources/file_source_options.h"
#include "core/connect/sources/seen_files.h"
#include "core/connect/sources/tolerant_reader.h"

namespace vitrine {

/// A directory, or the matches of a glob, whose files are read once each, oldest first (spark-semantics §1).
///
/// The seen files and the log of selections live in memory; logSince() and restore() take them through a checkpoint.
class FileSource final : public Source {
  public:
    /// `excluded`: directories of the query itself that are never listed. `format` reads the files; `conf` has the defaults
    /// of options and whether a sink's log is followed (FS-25).
    FileSource(FileSystem& files, std::string path, OptionMap options, std::vector<std::string> excluded,
               std::unique_ptr<Format> format, const SessionConf& conf = {});
    ~FileSource() override;

    Result<void> open(std::stop_token stop) override;
    Result<Offset> latest(const AdmissionLimit& limit) override;
    Result<void> prepareAvailableNow() override;
    std::vector<SourceLogEntry> logSince(const Offset& from) const override;
    Result<void> restore(std::span<const SourceLogEntry> log) override;
    Result<void> recall(const Offset& from, const Offset& to) override;
    Result<ReadPlan> plan(const Offset& from, const Offset& to) override;
    Result<std::unique_ptr<RowReader>> read(const FileRange& range) override;
    std::vector<std::vector<FileRange>> split(const ReadPlan& plan, std::size_t parts, std::uint64_t leastBytes) const override;
    void committed(const Offset& offset) override;
    std::vector<std::string> takeNotices() override;
    std::string description() const override;
    void onArrival(std::function<void()> wake) override;

  private:
    Result<std::vector<ListedFile>> newFiles();
    /// All files of the stream as they stand now, by the sink's log where the directory has one.
    Result<std::vector<ListedFile>> allFiles();
    /// How many of `candidates` a batch takes (FS-41, FS-42).
    std::size_t admitted(const std::vector<ListedFile>& candidates, const AdmissionLimit& limit) const;
    /// Whether it is worth to keep what a batch left, instead of listing again (FS-43).
    bool keepsLeft(const std::vector<ListedFile>& candidates, std::size_t taken, const AdmissionLimit& limit) const;
    std::string keyOf(const std::string& path) const;
    /// What a batch chose must lie below the directory that names columns (7.4).
    Result<void> checkPlace(const SourceLogEntry& entry) const;

    FileSystem& files_;
    std::string path_;
    OptionMap optionMap_;
    FileSourceOptions options_;
    ListingRules rules_;
    std::unique_ptr<Format> format_;
    bool ignoresSinkLog_;
    ReadTolerance tolerance_;
    FileCleaner cleaner_;
    std::string partitionBase_;

    SeenFiles seen_;
    std::int64_t logOffset_ = -1;
    std::deque<SourceLogEntry> log_;                                ///< ascending logOffset
    std::optional<std::vector<ListedFile>> availableNow_;  ///< what prepareAvailableNow() saw, not yet selected
    std::optional<std::vector<ListedFile>> left_;          ///< listed before and not yet selected (FS-43)
    std::optional<bool> followsSinkLog_;                   ///< decided at the first listing that finds anything
    std::int64_t cleaned_ = -1;                            ///< logOffset
    std::uint64_t filesWaiting_ = 0;
    std::unique_ptr<DirectoryWatch> watch_;
    std::mutex readingMutex_;
    std::vector<std::string> saidWhileReading_;            ///< by several workers
};

}  // namespace vitrine
