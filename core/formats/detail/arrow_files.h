// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>
#include <string>

#include <arrow/io/interfaces.h>
#include <arrow/result.h>
#include <arrow/status.h>

#include "core/base/file_system.h"

namespace vitrine {

/// A file of ours as Arrow reads it. Keeps the failure that Arrow's words would hide. One thread.
class ArrowInput final : public arrow::io::RandomAccessFile {
  public:
    ArrowInput(std::unique_ptr<InputFile> file, std::uint64_t size) : file_(std::move(file)), size_(static_cast<std::int64_t>(size)) {}

    const std::optional<Error>& failure() const noexcept { return failure_; }

    arrow::Status Close() override;
    bool closed() const override { return file_ == nullptr; }
    arrow::Result<std::int64_t> Tell() const override { return position_; }
    arrow::Status Seek(std::int64_t position) override;
    arrow::Result<std::int64_t> GetSize() override { return size_; }
    arrow::Result<std::int64_t> Read(std::int64_t count, void* out) override;
    arrow::Result<std::shared_ptr<arrow::Buffer>> Read(std::int64_t count) override;
    arrow::Result<std::int64_t> ReadAt(std::int64_t position, std::int64_t count, void* out) override;
    arrow::Result<std::shared_ptr<arrow::Buffer>> ReadAt(std::int64_t position, std::int64_t count) override;

  private:
    std::unique_ptr<InputFile> file_;
    std::int64_t size_;
    std::int64_t position_ = 0;
    std::optional<Error> failure_;
};

/// A file of ours as Arrow writes it; closing it leaves the file open for its owner. One thread.
class ArrowOutput final : public arrow::io::OutputStream {
  public:
    /// `file` must outlive the stream.
    explicit ArrowOutput(OutputFile& file) : file_(&file) {}

    const std::optional<Error>& failure() const noexcept { return failure_; }

    arrow::Status Close() override;
    bool closed() const override { return isClosed_; }
    arrow::Result<std::int64_t> Tell() const override { return position_; }
    arrow::Status Write(const void* data, std::int64_t count) override;
    using arrow::io::OutputStream::Write;

  private:
    OutputFile* file_;
    std::int64_t position_ = 0;
    bool isClosed_ = false;
    std::optional<Error> failure_;
};

/// What Arrow says, as the end of a sentence.
std::string reasonOf(const arrow::Status& status);

}  // namespace vitrine
