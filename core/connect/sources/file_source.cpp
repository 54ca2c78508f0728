// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/connect/sources/file_source.h"

#include <algorithm>
#include <charconv>
#include <iterator>

#include <fmt/format.h>

#include "core/base/file_glob.h"
#include "core/base/printable_path.h"
#include "core/base/stop.h"
#include "core/connect/sources/sink_log.h"
#include "core/formats/partition_values.h"

namespace vitrine {
namespace {

/// `{"logOffset":3}` or a bare integer (FS-45); -1 for the empty offset.
Result<std::int64_t> logOffsetOf(const Offset& offset) {
    if (offset.empty()) return std::int64_t{-1};
    const std::size_t begin = offset.find_first_of("-0123456789");
    std::int64_t number = 0;
    if (begin != std::string::npos &&
        std::from_chars(offset.data() + begin, offset.data() + offset.size(), number).ec == std::errc()) {
        return number;
    }
    return Error(ErrorCode::CheckpointDamaged, fmt::format("'{}' is not an offset of a file source.", offset));
}

}  // namespace

FileSource::FileSource(FileSystem& files, std::string path, OptionMap options, std::vector<std::string> excluded,
                       std::unique_ptr<Format> format, const SessionConf& conf)
    : files_(files),
      path_(std::move(path)),
      optionMap_(std::move(options)),
      format_(std::move(format)),
      ignoresSinkLog_(conf.ignoreFileStreamMetadata),
      tolerance_{conf.ignoreMissingFiles, conf.ignoreCorruptFiles} {
    while (path_.size() > 1 && path_.back() == '/') path_.pop_back();
    rules_.path = path_;
    rules_.excluded = std::move(excluded);
}

FileSource::~FileSource() = default;

Result<void> FileSource::open(std::stop_token stop) {
    VITRINE_CHECK_OK(checkStop(stop));
    VITRINE_TRY(options_, FileSourceOptions::parse(optionMap_));
    rules_.recursive = options_.recursiveFileLookup;
    rules_.nameGlob = options_.pathGlobFilter;
    VITRINE_TRY(tolerance_, readTolerance(optionMap_, tolerance_));
    VITRINE_TRY(cleaner_, FileCleaner::make(optionMap_, path_));
    seen_.setMaxAge(options_.maxFileAge);
    seen_.setCleans(cleaner_.isOn());
    partitionBase_ = partitionBase(path_, optionMap_);
    if (ignoresSinkLog_ || isGlob(path_)) followsSinkLog_ = false;
    return {};
}

std::string FileSource::keyOf(const std::string& path) const {
    return options_.fileNameOnly ? path.substr(path.find_last_of('/') + 1) : path;
}

Result<std::vector<ListedFile>> FileSource::allFiles() {
    VITRINE_TRY(Listing listing, listFiles(files_, rules_));
    if (watch_) watch_->watch(listing.directories);
    const bool follows = followsSinkLog_.value_or(hasSinkLog(files_, path_));
    if (follows || !listing.files.empty()) followsSinkLog_ = follows;
    if (!follows) {
        seen_.leftOut(listing.leftOut);
        return std::move(listing.files);
    }
    if (cleaner_.isOn()) {
        return Error(ErrorCode::InvalidOption, "The output of a file sink cannot be cleaned, as its log names the files.")
            .at("/source/options/cleanSource")
            .withWayOut("Remove cleanSource.");
    }
    return filesOfSinkLog(files_, path_);
}

Result<std::vector<ListedFile>> FileSource::newFiles() {
    VITRINE_TRY(std::vector<ListedFile> listed, allFiles());
    std::vector<ListedFile> found;
    std::set<std::string> names;
    if (followsSinkLog_.value_or(false)) {
        std::erase_if(listed, [this](const ListedFile& file) { return !seen_.isUnknown(keyOf(file.path), file.modified); });
        found = std::move(listed);
    } else {
        seen_.beginListing();
        for (ListedFile& file : listed)
            if (seen_.isNew(keyOf(file.path), file)) found.push_back(std::move(file));
        seen_.endListing();
    }
    // FS-40: by modification time; Spark leaves ties open. So that a run can be repeated the path decides here, and the order of
    // their batches among files of a sink, whose names are drawn at random.
    std::stable_sort(found.begin(), found.end(), [this](const ListedFile& left, const ListedFile& right) {
        if (left.modified != right.modified) return options_.latestFirst ? left.modified > right.modified : left.modified < right.modified;
        return !followsSinkLog_.value_or(false) && left.path < right.path;
    });
    if (options_.fileNameOnly) {
        std::erase_if(found, [&](const ListedFile& file) { return !names.insert(keyOf(file.path)).second; });
    }
    return found;
}

Result<void> FileSource::prepareAvailableNow() {
    VITRINE_TRY(availableNow_, newFiles());
    return {};
}

std::size_t FileSource::admitted(const std::vector<ListedFile>& candidates, const AdmissionLimit& limit) const {
    if (limit.unlimited) return candidates.size();
    if (options_.maxFilesPerTrigger) return std::min<std::size_t>(candidates.size(), static_cast<std::size_t>(*options_.maxFilesPerTrigger));
    if (!options_.maxBytesPerTrigger) return candidates.size();
    // The first file always, then as long as the sum fits.
    std::uint64_t sum = 0;
    std::size_t taken = 0;
    for (const ListedFile& file : candidates) {
        sum += file.size;
        if (taken > 0 && sum > static_cast<std::uint64_t>(*options_.maxBytesPerTrigger)) break;
        ++taken;
    }
    return taken;
}

bool FileSource::keepsLeft(const std::vector<ListedFile>& candidates, std::size_t taken, const AdmissionLimit& limit) const {
    if (limit.unlimited || options_.latestFirst || availableNow_ || options_.maxCachedFiles == 0 || taken == candidates.size()) return false;
    if (options_.maxFilesPerTrigger) {
        return static_cast<double>(candidates.size() - taken) >= *options_.maxFilesPerTrigger * options_.discardCachedInputRatio;
    }
    if (!options_.maxBytesPerTrigger) return false;
    double bytes = 0;
    for (std::size_t index = taken; index < candidates.size(); ++index) bytes += static_cast<double>(candidates[index].size);
    return bytes >= static_cast<double>(*options_.maxBytesPerTrigger) * options_.discardCachedInputRatio;
}

Result<Offset> FileSource::latest(const AdmissionLimit& limit) {
    std::vector<ListedFile> candidates;
    if (availableNow_) {
        candidates = *availableNow_;
    } else if (left_ && !left_->empty()) {
        candidates = std::move(*left_);
    } else {
        VITRINE_TRY(candidates, newFiles());
    }
    left_.reset();
    const std::size_t taken = admitted(candidates, limit);
    if (keepsLeft(candidates, taken, limit)) {
        left_.emplace(candidates.begin() + static_cast<std::ptrdiff_t>(taken), candidates.end());
        if (left_->size() > options_.maxCachedFiles) left_->resize(options_.maxCachedFiles);
    }
    filesWaiting_ = candidates.size() - taken;
    if (taken > 0) {
        ++logOffset_;
        for (std::size_t index = 0; index < taken; ++index) {
            const ListedFile& file = candidates[index];
            seen_.take(keyOf(file.path), file);
            log_.push_back({logOffset_, file.path, file.modified.time_since_epoch().count()});
        }
        seen_.forgetOld();
        if (availableNow_) availableNow_->erase(availableNow_->begin(), availableNow_->begin() + static_cast<std::ptrdiff_t>(taken));
    }
    return logOffset_ < 0 ? Offset() : fmt::format("{{\"logOffset\":{}}}", logOffset_);
}

std::vector<SourceLogEntry> FileSource::logSince(const Offset& from) const {
    const auto after = logOffsetOf(from);
    std::vector<SourceLogEntry> entries;
    for (const SourceLogEntry& entry : log_)
        if (!after || entry.logOffset > *after) entries.push_back(entry);
    return entries;
}

Result<void> FileSource::restore(std::span<const SourceLogEntry> log) {
    for (const SourceLogEntry& entry : log) {
        seen_.restore(keyOf(entry.item), entry.item, WallTime{Millis{entry.modifiedMillis}});
        logOffset_ = std::max(logOffset_, entry.logOffset);
        log_.push_back(entry);
    }
    seen_.forgetOld();
    return {};
}

/// By the letters of the path alone, and only where directories can be columns, as Spark has it.
Result<void> FileSource::checkPlace(const SourceLogEntry& entry) const {
    if (isGlob(path_) || options_.recursiveFileLookup || entry.item.starts_with(path_)) return {};
    return Error(ErrorCode::CheckpointIncompatible,
                 fmt::format("The checkpoint has read '{}', which is not in '{}'.", printablePath(entry.item), printablePath(path_)))
        .at("/source/path")
        .withWayOut("Read the directory that the checkpoint was made with, or name another checkpoint.");
}

Result<void> FileSource::recall(const Offset& from, const Offset& to) {
    VITRINE_TRY(const std::int64_t after, logOffsetOf(from));
    VITRINE_TRY(const std::int64_t last, logOffsetOf(to));
    for (const SourceLogEntry& entry : log_)
        if (entry.logOffset > after && entry.logOffset <= last) VITRINE_CHECK_OK(checkPlace(entry));
    return {};
}

Result<ReadPlan> FileSource::plan(const Offset& from, const Offset& to) {
    VITRINE_TRY(const std::int64_t after, logOffsetOf(from));
    VITRINE_TRY(const std::int64_t last, logOffsetOf(to));
    ReadPlan plan;
    plan.filesWaiting = filesWaiting_;
    std::uint32_t fileIndex = 0;
    const auto isOfBatch = [&](const SourceLogEntry& entry) { return entry.logOffset > after && entry.logOffset <= last; };
    const auto isPartitioned = [this](const SourceLogEntry& entry) {
        return !partitionBase_.empty() && !partitionsOf(entry.item, partitionBase_).directories.empty();
    };
    // Files beside the directories that are columns belong to the batch, but none of their rows does (FS-24).
    const bool onlyPartitions = std::any_of(log_.begin(), log_.end(), [&](const SourceLogEntry& entry) { return isOfBatch(entry) && isPartitioned(entry); });
    for (const SourceLogEntry& entry : log_) {
        if (!isOfBatch(entry)) continue;
        VITRINE_CHECK_OK(checkPlace(entry));
        if (onlyPartitions && !isPartitioned(entry)) {
            seen_.notice(fmt::format("'{}' is not read: it lies beside the directories that are columns.", printablePath(entry.item)));
            continue;
        }
        const auto now = files_.stat(entry.item);
        if (!now && now.error().code() != ErrorCode::PathNotFound) return now.error();   // may be back soon: nothing is lost
        seen_.planned(keyOf(entry.item), entry.item, now);
        if (!now) continue;  // FS-51: deleted before planning
        if (!isDataName(std::string_view(entry.item).substr(entry.item.find_last_of('/') + 1))) continue;  // FS-13
        FileRange range;
        range.fileIndex = fileIndex++;
        range.path = entry.item;
        range.end = now->size;
        range.fileSize = now->size;
        range.modified = now->modified;
        plan.bytes += now->size;
        plan.ranges.push_back(std::move(range));
    }
    return plan;
}

Result<std::unique_ptr<RowReader>> FileSource::read(const FileRange& range) {
    return openTolerantly(*format_, files_, range, tolerance_, [this](std::string sentence) {
        const std::scoped_lock lock(readingMutex_);
        if (saidWhileReading_.size() < SeenFiles::kNotices) saidWhileReading_.push_back(std::move(sentence));
    });
}

std::vector<std::vector<FileRange>> FileSource::split(const ReadPlan& plan, std::size_t parts, std::uint64_t leastBytes) const {
    parts = std::clamp<std::size_t>(plan.bytes / std::max<std::uint64_t>(leastBytes, 1), 1, std::max<std::size_t>(parts, 1));
    const std::uint64_t share = plan.bytes / parts + 1;
    std::vector<std::vector<FileRange>> result(1);
    std::uint64_t filled = 0;
    for (const FileRange& whole : plan.ranges) {
        std::uint64_t begin = whole.begin;
        const bool splittable = format_->splittable(whole.path);
        do {
            if (filled >= share && result.size() < parts) {
                result.emplace_back();
                filled = 0;
            }
            FileRange range = whole;
            range.begin = begin;
            if (splittable && result.size() < parts && whole.end - begin > share - filled) range.end = begin + (share - filled);
            range.lastOfFile = range.end == whole.end;
            filled += range.end - range.begin;
            begin = range.end;
            result.back().push_back(std::move(range));
        } while (begin < whole.end);
    }
    return result;
}

void FileSource::committed(const Offset& offset) {
    const auto upTo = logOffsetOf(offset);
    if (!upTo) return;
    if (cleaner_.isOn() && *upTo > cleaned_) {
        // Only what was chosen last, as FS-62 has it.
        for (const SourceLogEntry& entry : log_) {
            if (entry.logOffset != *upTo) continue;
            if (const auto now = files_.stat(entry.item)) seen_.cleaned(keyOf(entry.item), entry.item, *now, cleaner_.clean(files_, entry.item));
        }
        cleaned_ = *upTo;
    }
    while (!log_.empty() && log_.front().logOffset < *upTo) log_.pop_front();
}

std::vector<std::string> FileSource::takeNotices() {
    std::vector<std::string> notices = seen_.takeNotices();
    const std::scoped_lock lock(readingMutex_);
    notices.insert(notices.end(), std::make_move_iterator(saidWhileReading_.begin()), std::make_move_iterator(saidWhileReading_.end()));
    saidWhileReading_.clear();
    return notices;
}

std::string FileSource::description() const {
    return fmt::format("FileStreamSource[file:{}]", path_);
}

void FileSource::onArrival(std::function<void()> wake) {
    watch_.reset();
    if (!wake) return;
    watch_ = std::make_unique<DirectoryWatch>(std::move(wake));
    if (const auto listing = listFiles(files_, rules_)) watch_->watch(listing->directories);
}

}  // namespace vitrine
