// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/detail/arrow_files.h"

#include <algorithm>
#include <span>

#include <arrow/buffer.h>
#include <arrow/result.h>

namespace vitrine {

arrow::Status ArrowInput::Close() {
    file_.reset();
    return arrow::Status::OK();
}

arrow::Status ArrowInput::Seek(std::int64_t position) {
    if (position < 0) return arrow::Status::Invalid("a position before the file");
    position_ = position;
    return arrow::Status::OK();
}

arrow::Result<std::int64_t> ArrowInput::Read(std::int64_t count, void* out) {
    ARROW_ASSIGN_OR_RAISE(const std::int64_t read, ReadAt(position_, count, out));
    position_ += read;
    return read;
}

arrow::Result<std::shared_ptr<arrow::Buffer>> ArrowInput::Read(std::int64_t count) {
    ARROW_ASSIGN_OR_RAISE(auto buffer, ReadAt(position_, count));
    position_ += buffer->size();
    return buffer;
}

arrow::Result<std::int64_t> ArrowInput::ReadAt(std::int64_t position, std::int64_t count, void* out) {
    if (file_ == nullptr) return arrow::Status::Invalid("the file is closed");
    if (position < 0 || count < 0) return arrow::Status::Invalid("a position outside of the file");
    std::int64_t done = 0;
    while (done < count) {
        auto read = file_->readAt(static_cast<std::uint64_t>(position + done),
                                  std::span(static_cast<char*>(out) + done, static_cast<std::size_t>(count - done)));
        if (!read) {
            failure_ = std::move(read).error();
            return arrow::Status::IOError(failure_->message());
        }
        if (*read == 0) break;
        done += static_cast<std::int64_t>(*read);
    }
    return done;
}

arrow::Result<std::shared_ptr<arrow::Buffer>> ArrowInput::ReadAt(std::int64_t position, std::int64_t count) {
    // A damaged file may ask for any number of bytes.
    const std::int64_t wanted = std::clamp<std::int64_t>(count, 0, std::max<std::int64_t>(size_ - position, 0));
    ARROW_ASSIGN_OR_RAISE(auto buffer, arrow::AllocateResizableBuffer(wanted));
    ARROW_ASSIGN_OR_RAISE(const std::int64_t read, ReadAt(position, wanted, buffer->mutable_data()));
    if (read < wanted) ARROW_RETURN_NOT_OK(buffer->Resize(read));
    return std::shared_ptr<arrow::Buffer>(std::move(buffer));
}

arrow::Status ArrowOutput::Close() {
    isClosed_ = true;
    return arrow::Status::OK();
}

arrow::Status ArrowOutput::Write(const void* data, std::int64_t count) {
    auto written = file_->write(std::string_view(static_cast<const char*>(data), static_cast<std::size_t>(count)));
    if (!written) {
        failure_ = std::move(written).error();
        return arrow::Status::IOError(failure_->message());
    }
    position_ += count;
    return arrow::Status::OK();
}

std::string reasonOf(const arrow::Status& status) {
    std::string text = status.message();
    if (const std::size_t end = text.find('\n'); end != std::string::npos) text.resize(end);
    while (!text.empty() && (text.back() == '.' || text.back() == ' ')) text.pop_back();
    return text;
}

}  // namespace vitrine
