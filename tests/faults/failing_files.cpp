// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/faults/failing_files.h"

#include <cerrno>

namespace vitrine::test {

const char* nameOf(FileFault fault) {
    switch (fault) {
        case FileFault::InputOutput: return "EIO";
        case FileFault::NoSpace: return "ENOSPC";
        case FileFault::ShortWrite: return "short_write";
    }
    return "";
}

class FailingInput final : public InputFile {
  public:
    FailingInput(FailingFiles& files, std::unique_ptr<InputFile> below, std::string path)
        : files_(files), below_(std::move(below)), path_(std::move(path)) {}

    Result<std::size_t> readAt(std::uint64_t offset, std::span<char> into) override {
        VITRINE_CHECK_OK(files_.pass("read", path_, false));
        return below_->readAt(offset, into);
    }
    Result<std::uint64_t> size() override {
        VITRINE_CHECK_OK(files_.pass("examine", path_, false));
        return below_->size();
    }

  private:
    FailingFiles& files_;
    std::unique_ptr<InputFile> below_;
    std::string path_;
};

class FailingOutput final : public OutputFile {
  public:
    FailingOutput(FailingFiles& files, std::unique_ptr<OutputFile> below, std::string path)
        : files_(files), below_(std::move(below)), path_(std::move(path)) {}

    Result<void> write(std::string_view bytes) override {
        auto passed = files_.pass("write", path_, true);
        if (passed) return below_->write(bytes);
        if (files_.fault_ == FileFault::ShortWrite) VITRINE_CHECK_OK(below_->write(bytes.substr(0, bytes.size() / 2)));
        return passed;
    }
    Result<void> finish() override {
        VITRINE_CHECK_OK(files_.pass("sync", path_, true));
        return below_->finish();
    }

  private:
    FailingFiles& files_;
    std::unique_ptr<OutputFile> below_;
    std::string path_;
};

Result<void> FailingFiles::pass(const char* doing, const std::string& path, bool writing) {
    const std::uint64_t call = ++calls_;
    if (call < at_ || (call > at_ && !stuck_)) return {};
    fired_ = true;
    return ioError(fault_ == FileFault::InputOutput || !writing ? EIO : ENOSPC, doing, path, writing);
}

Result<std::vector<DirectoryEntry>> FailingFiles::list(const std::string& path) {
    VITRINE_CHECK_OK(pass("list", path, false));
    return below_.list(path);
}

Result<DirectoryEntry> FailingFiles::stat(const std::string& path) {
    VITRINE_CHECK_OK(pass("examine", path, false));
    return below_.stat(path);
}

Result<std::unique_ptr<InputFile>> FailingFiles::openForReading(const std::string& path) {
    VITRINE_CHECK_OK(pass("open", path, false));
    VITRINE_TRY(auto file, below_.openForReading(path));
    return std::unique_ptr<InputFile>(std::make_unique<FailingInput>(*this, std::move(file), path));
}

Result<std::unique_ptr<OutputFile>> FailingFiles::create(const std::string& path) {
    VITRINE_CHECK_OK(pass("create", path, true));
    VITRINE_TRY(auto file, below_.create(path));
    return std::unique_ptr<OutputFile>(std::make_unique<FailingOutput>(*this, std::move(file), path));
}

Result<void> FailingFiles::publish(const std::string& from, const std::string& to) {
    VITRINE_CHECK_OK(pass("rename", from, true));
    return below_.publish(from, to);
}

Result<void> FailingFiles::syncDirectory(const std::string& path) {
    VITRINE_CHECK_OK(pass("sync", path, true));
    return below_.syncDirectory(path);
}

Result<void> FailingFiles::makeDirectories(const std::string& path) {
    VITRINE_CHECK_OK(pass("create the directory", path, true));
    return below_.makeDirectories(path);
}

Result<void> FailingFiles::rename(const std::string& from, const std::string& to) {
    VITRINE_CHECK_OK(pass("rename", from, true));
    return below_.rename(from, to);
}

Result<void> FailingFiles::remove(const std::string& path) {
    VITRINE_CHECK_OK(pass("remove", path, true));
    return below_.remove(path);
}

Result<void> FailingFiles::removeTree(const std::string& path) {
    VITRINE_CHECK_OK(pass("remove", path, true));
    return below_.removeTree(path);
}

}  // namespace vitrine::test
