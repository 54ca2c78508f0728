// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "core/base/file_system.h"

namespace vitrine::test {

/// What a power cut made of everything that was not synced. Contents: of a file whose bytes were not synced nothing, all, a random part
/// or a part and zeroes is left. Names: of the changes of a directory since its last sync all, none or some are left.
struct CutChoice {
    enum class Content : std::uint8_t { None, All, Part, Zeroes } content = Content::None;
    enum class Names : std::uint8_t { None, All, Some } names = Names::None;

    /// The eight images of a moment; further ones repeat them with other random parts.
    static CutChoice number(std::size_t index);
};

/// What a disk held: files by path, and directories.
struct DiskImage {
    std::map<std::string, std::string> files;
    std::set<std::string> directories;
};

/// A file system in memory for everything below `root` that records what happens in order, and the machine's for all else. Thread-safe.
class RecordedFiles final : public FileSystem {
  public:
    /// `syncs`: false ignores every sync, as a wrong engine would leave them out.
    explicit RecordedFiles(std::string root, DiskImage start = {}, bool syncs = true);

    /// Notes that state `number` of something outside is now durable.
    void mark(std::size_t number);

    /// The number of records so far.
    std::size_t length() const;
    /// The last mark among the first `records` ones.
    std::optional<std::size_t> markAt(std::size_t records) const;
    bool isMark(std::size_t record) const { return records_[record].action == Action::Mark; }
    /// What a power cut after the first `records` records leaves.
    DiskImage imageAt(std::size_t records, CutChoice choice, std::mt19937_64& random) const;
    /// For messages: `rename /out/.a -> /out/a`.
    std::string describe(std::size_t record) const;

    Result<std::vector<DirectoryEntry>> list(const std::string& path) override;
    Result<DirectoryEntry> stat(const std::string& path) override;
    Result<std::unique_ptr<InputFile>> openForReading(const std::string& path) override;
    Result<std::unique_ptr<OutputFile>> create(const std::string& path) override;
    Result<void> publish(const std::string& from, const std::string& to) override;
    Result<void> syncDirectory(const std::string& path) override;
    Result<void> makeDirectories(const std::string& path) override;
    Result<void> rename(const std::string& from, const std::string& to) override;
    Result<void> remove(const std::string& path) override;
    Result<void> removeTree(const std::string& path) override;

  private:
    friend class RecordedOutput;
    struct Node {
        std::string content;
        std::int64_t modified = 0;
    };
    enum class Action : std::uint8_t { Create, Write, SyncFile, Rename, Remove, SyncDirectory, MakeDirectory, Mark };
    struct Record {
        Action action;
        std::string path, to;
        std::size_t node = 0;      ///< or the number of a mark
        std::string bytes;
    };

    bool isRecorded(const std::string& path) const;
    void removeName(const std::string& path);
    Result<void> move(const std::string& from, const std::string& to, bool replace);
    void append(std::size_t node, std::string_view bytes);
    void syncNode(std::size_t node);

    std::string root_;
    DiskImage start_;
    bool syncs_;
    mutable std::mutex mutex_;
    std::vector<Node> nodes_;
    std::map<std::string, std::size_t> names_;
    std::set<std::string> directories_;
    std::vector<Record> records_;
};

}  // namespace vitrine::test
