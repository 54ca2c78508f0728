// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/faults/recorded_files.h"

#include <cerrno>
#include <filesystem>

#include <fmt/format.h>

namespace vitrine::test {

namespace {

std::string parentOf(const std::string& path) { return std::filesystem::path(path).parent_path().string(); }
std::string nameIn(const std::string& path) { return std::filesystem::path(path).filename().string(); }

class StandingContent final : public InputFile {
  public:
    explicit StandingContent(std::string content) : content_(std::move(content)) {}
    Result<std::size_t> readAt(std::uint64_t offset, std::span<char> into) override {
        if (offset >= content_.size()) return std::size_t{0};
        return content_.copy(into.data(), into.size(), offset);
    }
    Result<std::uint64_t> size() override { return std::uint64_t{content_.size()}; }

  private:
    std::string content_;
};

Error existsAlready(const std::string& path) { return Error(ErrorCode::FileExists, fmt::format("'{}' is there already.", path)).at(path); }

}  // namespace

class RecordedOutput final : public OutputFile {
  public:
    RecordedOutput(RecordedFiles& files, std::size_t node) : files_(files), node_(node) {}
    Result<void> write(std::string_view bytes) override {
        files_.append(node_, bytes);
        return {};
    }
    Result<void> finish() override {
        files_.syncNode(node_);
        return {};
    }

  private:
    RecordedFiles& files_;
    std::size_t node_;
};

CutChoice CutChoice::number(std::size_t index) {
    constexpr Content kContents[] = {Content::None, Content::All, Content::Part, Content::Zeroes};
    const Content content = kContents[index % 4];
    const bool keeps = index / 4 % 2 == 1;
    // The random contents come with random names.
    const bool isRandom = content == Content::Part || content == Content::Zeroes;
    return {content, isRandom && keeps ? Names::Some : keeps ? Names::All : Names::None};
}

RecordedFiles::RecordedFiles(std::string root, DiskImage start, bool syncs) : root_(std::move(root)), start_(std::move(start)), syncs_(syncs) {
    directories_ = start_.directories;
    for (const auto& [path, content] : start_.files) {
        names_[path] = nodes_.size();
        nodes_.push_back({content, 0});
    }
}

bool RecordedFiles::isRecorded(const std::string& path) const {
    return path.starts_with(root_) && (path.size() == root_.size() || path[root_.size()] == '/');
}

void RecordedFiles::mark(std::size_t number) {
    std::scoped_lock lock(mutex_);
    records_.push_back({Action::Mark, {}, {}, number, {}});
}

std::size_t RecordedFiles::length() const {
    std::scoped_lock lock(mutex_);
    return records_.size();
}

std::optional<std::size_t> RecordedFiles::markAt(std::size_t records) const {
    for (std::size_t index = records; index-- > 0;)
        if (records_[index].action == Action::Mark) return records_[index].node;
    return std::nullopt;
}

DiskImage RecordedFiles::imageAt(std::size_t records, CutChoice choice, std::mt19937_64& random) const {
    struct File {
        std::string synced, content;
    };
    /// One change of the names in a directory, whole or not at all.
    struct Change {
        std::string directory;
        std::vector<std::pair<std::string, std::optional<std::size_t>>> names;
    };
    std::vector<File> files;
    std::map<std::string, std::size_t> durable;
    std::map<std::string, std::size_t> current;
    std::vector<Change> pending;
    DiskImage image;
    image.directories = start_.directories;
    for (const auto& [path, content] : start_.files) {
        durable[path] = files.size();
        files.push_back({content, content});
    }
    current = durable;
    const auto apply = [](std::map<std::string, std::size_t>& names, const Change& change) {
        for (const auto& [path, node] : change.names) {
            if (node) names[path] = *node;
            else names.erase(path);
        }
    };
    const auto change = [&](Change made) {
        apply(current, made);
        pending.push_back(std::move(made));
    };
    for (std::size_t index = 0; index < records; ++index) {
        const Record& record = records_[index];
        switch (record.action) {
            case Action::Create:
                files.resize(std::max(files.size(), record.node + 1));
                change({parentOf(record.path), {{record.path, record.node}}});
                break;
            case Action::Write: files[record.node].content += record.bytes; break;
            case Action::SyncFile: files[record.node].synced = files[record.node].content; break;
            case Action::Rename:
                if (parentOf(record.path) == parentOf(record.to)) {
                    change({parentOf(record.path), {{record.path, std::nullopt}, {record.to, record.node}}});
                } else {
                    change({parentOf(record.to), {{record.to, record.node}}});
                    change({parentOf(record.path), {{record.path, std::nullopt}}});
                }
                break;
            case Action::Remove: change({parentOf(record.path), {{record.path, std::nullopt}}}); break;
            case Action::SyncDirectory:
                for (const Change& each : pending)
                    if (each.directory == record.path) apply(durable, each);
                std::erase_if(pending, [&](const Change& each) { return each.directory == record.path; });
                break;
            case Action::MakeDirectory: image.directories.insert(record.path); break;   // syncs its parents itself
            case Action::Mark: break;
        }
    }
    for (const Change& each : pending) {
        const bool isKept = choice.names == CutChoice::Names::All || (choice.names == CutChoice::Names::Some && random() % 2 == 0);
        if (isKept) apply(durable, each);
    }
    for (const auto& [path, node] : durable) {
        const File& file = files[node];
        std::string content = file.content;
        const std::size_t unsynced = content.size() - file.synced.size();
        if (unsynced > 0 && choice.content != CutChoice::Content::All) {
            const std::size_t left = choice.content == CutChoice::Content::None ? 0 : random() % (unsynced + 1);
            content.resize(file.synced.size() + left);
            if (choice.content == CutChoice::Content::Zeroes) content.resize(file.content.size(), '\0');
        }
        image.files[path] = std::move(content);
    }
    return image;
}

std::string RecordedFiles::describe(std::size_t record) const {
    static constexpr const char* kNames[] = {"create", "write", "sync", "rename", "remove", "sync directory", "make directory", "mark"};
    const Record& one = records_[record];
    return fmt::format("{} {}{}{}", kNames[static_cast<std::size_t>(one.action)], one.path, one.to.empty() ? "" : " -> ", one.to);
}

void RecordedFiles::append(std::size_t node, std::string_view bytes) {
    std::scoped_lock lock(mutex_);
    nodes_[node].content += bytes;
    records_.push_back({Action::Write, {}, {}, node, std::string(bytes)});
}

void RecordedFiles::syncNode(std::size_t node) {
    std::scoped_lock lock(mutex_);
    if (syncs_) records_.push_back({Action::SyncFile, {}, {}, node, {}});
}

Result<std::vector<DirectoryEntry>> RecordedFiles::list(const std::string& path) {
    if (!isRecorded(path)) return systemFiles().list(path);
    std::scoped_lock lock(mutex_);
    if (!directories_.contains(path)) return ioError(ENOENT, "list", path, false);
    std::vector<DirectoryEntry> entries;
    for (const auto& [name, node] : names_) {
        if (parentOf(name) != path) continue;
        DirectoryEntry& entry = entries.emplace_back();
        entry.name = nameIn(name);
        entry.isRegular = true;
        entry.size = nodes_[node].content.size();
    }
    for (const std::string& directory : directories_) {
        if (parentOf(directory) != path) continue;
        DirectoryEntry& entry = entries.emplace_back();
        entry.name = nameIn(directory);
        entry.isDirectory = true;
    }
    return entries;
}

Result<DirectoryEntry> RecordedFiles::stat(const std::string& path) {
    if (!isRecorded(path)) return systemFiles().stat(path);
    std::scoped_lock lock(mutex_);
    DirectoryEntry entry;
    entry.name = nameIn(path);
    if (const auto found = names_.find(path); found != names_.end()) {
        entry.isRegular = true;
        entry.size = nodes_[found->second].content.size();
        return entry;
    }
    entry.isDirectory = true;
    if (directories_.contains(path)) return entry;
    return ioError(ENOENT, "examine", path, false);
}

Result<std::unique_ptr<InputFile>> RecordedFiles::openForReading(const std::string& path) {
    if (!isRecorded(path)) return systemFiles().openForReading(path);
    std::scoped_lock lock(mutex_);
    const auto found = names_.find(path);
    if (found == names_.end()) return Error(ErrorCode::FileVanished, fmt::format("The file '{}' is not there any more.", path)).at(path);
    return std::unique_ptr<InputFile>(std::make_unique<StandingContent>(nodes_[found->second].content));
}

Result<std::unique_ptr<OutputFile>> RecordedFiles::create(const std::string& path) {
    if (!isRecorded(path)) return systemFiles().create(path);
    std::scoped_lock lock(mutex_);
    if (names_.contains(path) || directories_.contains(path)) return existsAlready(path);
    if (!directories_.contains(parentOf(path))) return ioError(ENOENT, "create", path, true);
    const std::size_t node = nodes_.size();
    nodes_.emplace_back();
    names_[path] = node;
    records_.push_back({Action::Create, path, {}, node, {}});
    return std::unique_ptr<OutputFile>(std::make_unique<RecordedOutput>(*this, node));
}

Result<void> RecordedFiles::move(const std::string& from, const std::string& to, bool replace) {
    std::scoped_lock lock(mutex_);
    const auto found = names_.find(from);
    if (found == names_.end()) return ioError(ENOENT, "rename", from, true);
    if (!replace && (names_.contains(to) || directories_.contains(to))) return existsAlready(to);
    const std::size_t node = found->second;
    names_.erase(found);
    names_[to] = node;
    records_.push_back({Action::Rename, from, to, node, {}});
    return {};
}

Result<void> RecordedFiles::publish(const std::string& from, const std::string& to) {
    return isRecorded(from) ? move(from, to, false) : systemFiles().publish(from, to);
}

Result<void> RecordedFiles::rename(const std::string& from, const std::string& to) {
    return isRecorded(from) ? move(from, to, true) : systemFiles().rename(from, to);
}

Result<void> RecordedFiles::syncDirectory(const std::string& path) {
    if (!isRecorded(path)) return systemFiles().syncDirectory(path);
    std::scoped_lock lock(mutex_);
    if (!directories_.contains(path)) return ioError(ENOENT, "open", path, true);
    if (syncs_) records_.push_back({Action::SyncDirectory, path, {}, 0, {}});
    return {};
}

Result<void> RecordedFiles::makeDirectories(const std::string& path) {
    if (!isRecorded(path)) return systemFiles().makeDirectories(path);
    std::scoped_lock lock(mutex_);
    for (std::string each = path; isRecorded(each); each = parentOf(each))
        if (directories_.insert(each).second) records_.push_back({Action::MakeDirectory, each, {}, 0, {}});
    return {};
}

void RecordedFiles::removeName(const std::string& path) {
    names_.erase(path);
    records_.push_back({Action::Remove, path, {}, 0, {}});
}

Result<void> RecordedFiles::remove(const std::string& path) {
    if (!isRecorded(path)) return systemFiles().remove(path);
    std::scoped_lock lock(mutex_);
    if (names_.contains(path)) removeName(path);
    return {};
}

Result<void> RecordedFiles::removeTree(const std::string& path) {
    if (!isRecorded(path)) return systemFiles().removeTree(path);
    std::scoped_lock lock(mutex_);
    std::vector<std::string> gone;
    for (const auto& [name, node] : names_)
        if (name == path || name.starts_with(path + '/')) gone.push_back(name);
    for (const std::string& name : gone) removeName(name);
    return {};
}

}  // namespace vitrine::test
