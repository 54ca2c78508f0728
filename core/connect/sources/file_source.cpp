// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/connect/sources/file_source.h"

#include <algorithm>
#include <charconv>
#include <limits>

#include <fmt/format.h>

#include "core/base/stop.h"

namespace vitrine {
namespace {

Error badOption(std::string_view name, std::string_view value, std::string_view allowed) {
    return Error(ErrorCode::InvalidOption, fmt::format("The option {} cannot be '{}'.", name, value))
        .at(fmt::format("/source/options/{}", name))
        .withWayOut(fmt::format("Give {}.", allowed));
}

template <class Number>
Result<std::optional<Number>> positiveOption(const OptionMap& options, std::string_view name) {
    const auto found = options.find(name);
    if (found == options.end()) return std::optional<Number>();
    Number number = 0;
    const std::string& text = found->second;
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (failure != std::errc() || end != text.data() + text.size() || number <= 0) {
        return badOption(name, text, fmt::format("a whole number from 1 to {}", std::numeric_limits<Number>::max()));
    }
    return std::optional<Number>(number);
}

Result<bool> booleanOption(const OptionMap& options, std::string_view name) {
    const auto found = options.find(name);
    if (found == options.end()) return false;
    std::string word = found->second;
    std::transform(word.begin(), word.end(), word.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    if (word == "true") return true;
    if (word == "false") return false;
    return badOption(name, found->second, "true or false");
}

/// FS-34: `<int>[us|ms|s|m|min|h|d]`, no suffix = ms.
std::optional<Millis> parseAge(std::string_view text) {
    std::int64_t number = 0;
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (failure != std::errc() || number < 0) return std::nullopt;
    const std::string_view unit(end, static_cast<std::size_t>(text.data() + text.size() - end));
    if (unit == "us") return Millis(number / 1000);
    const std::pair<std::string_view, std::int64_t> units[] = {{"", 1},       {"ms", 1},       {"s", 1000},       {"m", 60'000},
                                                               {"min", 60'000}, {"h", 3'600'000}, {"d", 86'400'000}};
    for (const auto& [name, factor] : units) {
        if (unit == name) {
            std::int64_t product = 0;
            if (__builtin_mul_overflow(number, factor, &product)) return std::nullopt;
            return Millis(product);
        }
    }
    return std::nullopt;
}

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

Result<FileSourceOptions> FileSourceOptions::parse(const OptionMap& options) {
    FileSourceOptions parsed;
    for (const std::string_view refused : {"modifiedBefore", "modifiedAfter"}) {
        if (const auto found = options.find(refused); found != options.end()) {
            return Error(ErrorCode::InvalidOption, fmt::format("The option {} does not work on a stream.", refused))
                .at(fmt::format("/source/options/{}", refused))
                .withWayOut("Remove it, or filter with a where step.");
        }
    }
    VITRINE_TRY(parsed.maxFilesPerTrigger, positiveOption<std::int32_t>(options, "maxFilesPerTrigger"));
    VITRINE_TRY(parsed.maxBytesPerTrigger, positiveOption<std::int64_t>(options, "maxBytesPerTrigger"));
    if (parsed.maxFilesPerTrigger && parsed.maxBytesPerTrigger) {
        return Error(ErrorCode::InvalidOption, "maxFilesPerTrigger and maxBytesPerTrigger cannot both be set.")
            .at("/source/options/maxBytesPerTrigger")
            .withWayOut("Keep one of them.");
    }
    VITRINE_TRY(parsed.latestFirst, booleanOption(options, "latestFirst"));
    VITRINE_TRY(parsed.fileNameOnly, booleanOption(options, "fileNameOnly"));
    VITRINE_TRY(parsed.recursiveFileLookup, booleanOption(options, "recursiveFileLookup"));
    if (const auto found = options.find("pathGlobFilter"); found != options.end()) parsed.pathGlobFilter = found->second;
    if (const auto found = options.find("maxFileAge"); found != options.end()) {
        const auto age = parseAge(found->second);
        if (!age) return badOption("maxFileAge", found->second, "a number with us, ms, s, m, min, h or d, such as 7d");
        parsed.maxFileAge = *age;
    }
    if (parsed.latestFirst && (parsed.maxFilesPerTrigger || parsed.maxBytesPerTrigger)) {
        parsed.maxFileAge = Millis(std::numeric_limits<std::int64_t>::max());
    }
    return parsed;
}

FileSource::FileSource(FileSystem& files, std::string path, OptionMap options, std::vector<std::string> excluded,
                       std::unique_ptr<Format> format)
    : files_(files), path_(std::move(path)), optionMap_(std::move(options)), format_(std::move(format)) {
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
    return {};
}

std::string FileSource::keyOf(const std::string& path) const {
    return options_.fileNameOnly ? path.substr(path.find_last_of('/') + 1) : path;
}

Result<std::vector<ListedFile>> FileSource::newFiles() {
    VITRINE_TRY(Listing listing, listFiles(files_, rules_));
    if (watch_) watch_->watch(listing.directories);
    std::vector<ListedFile> found;
    std::set<std::string> names;
    for (ListedFile& file : listing.files) {
        if (file.modified < purgeFloor_) continue;                        // FS-31
        if (seen_.contains(keyOf(file.path))) continue;
        found.push_back(std::move(file));
    }
    // FS-40: by modification time; Spark leaves ties open, the path decides here so that a run can be repeated.
    std::sort(found.begin(), found.end(), [this](const ListedFile& left, const ListedFile& right) {
        if (left.modified != right.modified) return options_.latestFirst ? left.modified > right.modified : left.modified < right.modified;
        return left.path < right.path;
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

Result<Offset> FileSource::latest(const AdmissionLimit& limit) {
    std::vector<ListedFile> candidates;
    if (availableNow_) {
        candidates = *availableNow_;
    } else {
        VITRINE_TRY(candidates, newFiles());
    }
    std::size_t taken = candidates.size();
    if (!limit.unlimited && options_.maxFilesPerTrigger) {
        taken = std::min<std::size_t>(taken, static_cast<std::size_t>(*options_.maxFilesPerTrigger));
    } else if (!limit.unlimited && options_.maxBytesPerTrigger) {
        // FS-42: the first file always, then as long as the sum fits.
        std::uint64_t sum = 0;
        taken = 0;
        for (const ListedFile& file : candidates) {
            sum += file.size;
            if (taken > 0 && sum > static_cast<std::uint64_t>(*options_.maxBytesPerTrigger)) break;
            ++taken;
        }
    }
    filesWaiting_ = candidates.size() - taken;
    if (taken > 0) {
        ++logOffset_;
        for (std::size_t index = 0; index < taken; ++index) {
            const ListedFile& file = candidates[index];
            seen_.emplace(keyOf(file.path), file.modified);
            newest_ = std::max(newest_, file.modified);
            log_.push_back({logOffset_, file.path, file.modified.time_since_epoch().count()});
        }
        forgetOldFiles();
        if (availableNow_) availableNow_->erase(availableNow_->begin(), availableNow_->begin() + static_cast<std::ptrdiff_t>(taken));
    }
    return logOffset_ < 0 ? Offset() : fmt::format("{{\"logOffset\":{}}}", logOffset_);
}

void FileSource::forgetOldFiles() {
    if (options_.maxFileAge.count() == std::numeric_limits<std::int64_t>::max()) return;
    const WallTime floor = newest_ - options_.maxFileAge;
    if (floor <= purgeFloor_) return;
    purgeFloor_ = floor;
    std::erase_if(seen_, [&](const auto& file) { return file.second < purgeFloor_; });
}

std::vector<SourceLogEntry> FileSource::logSince(const Offset& from) const {
    const auto after = logOffsetOf(from);
    std::vector<SourceLogEntry> entries;
    for (const SourceLogEntry& entry : log_)
        if (!after || entry.logOffset > *after) entries.push_back(entry);
    return entries;
}

Result<void> FileSource::restore(std::span<const SourceLogEntry> log) {
    const bool isGlob = path_.find_first_of("{}[]*?\\") != std::string::npos;   // FS-2
    for (const SourceLogEntry& entry : log) {
        if (!isGlob && path_ != "/" && entry.item != path_ && !entry.item.starts_with(path_ + '/'))
            return Error(ErrorCode::CheckpointIncompatible,
                         fmt::format("The checkpoint has read {}, which is not in {}.", entry.item, path_))
                .at("/source/path")
                .withWayOut("Read the directory that the checkpoint was made with, or name another checkpoint.");
        const WallTime modified{Millis{entry.modifiedMillis}};
        seen_.emplace(keyOf(entry.item), modified);
        newest_ = std::max(newest_, modified);
        logOffset_ = std::max(logOffset_, entry.logOffset);
        log_.push_back(entry);
    }
    forgetOldFiles();
    return {};
}

Result<ReadPlan> FileSource::plan(const Offset& from, const Offset& to) {
    VITRINE_TRY(const std::int64_t after, logOffsetOf(from));
    VITRINE_TRY(const std::int64_t last, logOffsetOf(to));
    ReadPlan plan;
    plan.filesWaiting = filesWaiting_;
    std::uint32_t fileIndex = 0;
    for (const SourceLogEntry& entry : log_) {
        if (entry.logOffset <= after || entry.logOffset > last) continue;
        const auto now = files_.stat(entry.item);
        if (!now) continue;  // FS-51: deleted before planning
        if (!isDataName(std::string_view(entry.item).substr(entry.item.find_last_of('/') + 1))) continue;  // FS-13
        FileRange range;
        range.fileIndex = fileIndex++;
        range.path = entry.item;
        range.end = now->size;
        plan.bytes += now->size;
        plan.ranges.push_back(std::move(range));
    }
    return plan;
}

Result<std::unique_ptr<RowReader>> FileSource::read(const FileRange& range) {
    return format_->open(files_, range);
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
    while (!log_.empty() && log_.front().logOffset < *upTo) log_.pop_front();
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
