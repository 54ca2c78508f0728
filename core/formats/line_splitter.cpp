// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/line_splitter.h"

#include <algorithm>
#include <cstring>

#include "core/base/stop.h"

namespace vitrine {
namespace {

constexpr std::size_t kPoolSize = 4;
constexpr std::size_t kReadAtOnce = 1024 * 1024;
constexpr std::size_t kBeyondRange = 64 * 1024;
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

const char* find(const char* from, const char* end, char letter) noexcept {
    return from == end ? nullptr : static_cast<const char*>(std::memchr(from, letter, static_cast<std::size_t>(end - from)));
}

const char* findLast(const char* from, const char* end, char letter) noexcept {
    return from == end ? nullptr : static_cast<const char*>(memrchr(from, letter, static_cast<std::size_t>(end - from)));
}

}  // namespace

LineSplitter::LineSplitter(std::unique_ptr<ByteStream> stream, std::uint64_t begin, std::uint64_t end, std::string separator,
                           std::size_t blockSize)
    : stream_(std::move(stream)),
      rangeEnd_(end),
      separator_(std::move(separator)),
      blockSize_(blockSize),
      skipFirst_(begin > 0),
      finished_(begin >= end),
      offset_(startOf(begin, separator_)) {}

std::uint64_t LineSplitter::startOf(std::uint64_t begin, std::string_view separator) noexcept {
    return begin - std::min<std::uint64_t>(begin, std::max<std::size_t>(separator.size(), 1));
}

const char* LineSplitter::endOfLineEnd(const char* from, const char* end, bool atEndOfFile) const noexcept {
    if (!separator_.empty()) {
        const auto* found = static_cast<const char*>(
            memmem(from, static_cast<std::size_t>(end - from), separator_.data(), separator_.size()));
        return found == nullptr ? nullptr : found + separator_.size();
    }
    const char* newline = find(from, end, '\n');
    const char* carriageReturn = find(from, newline == nullptr ? end : newline, '\r');
    if (carriageReturn == nullptr) return newline == nullptr ? nullptr : newline + 1;
    if (carriageReturn + 1 == end) return atEndOfFile ? end : nullptr;
    return carriageReturn[1] == '\n' ? carriageReturn + 2 : carriageReturn + 1;
}

const char* LineSplitter::endOfLastLineEnd(const char* begin, const char* end) const noexcept {
    if (!separator_.empty()) {
        // From the front, as separators may overlap themselves.
        const char* last = begin;
        while (const char* next = endOfLineEnd(last, end, false)) last = next;
        return last;
    }
    const char* newline = findLast(begin, end, '\n');
    // A \r at the very end may be half of \r\n.
    const char* after = newline == nullptr ? begin : newline + 1;
    const char* carriageReturn = after < end ? findLast(after, end - 1, '\r') : nullptr;
    return carriageReturn == nullptr ? after : carriageReturn + 1;
}

LineSplitter::Line LineSplitter::lineAt(const char* from, const char* end) const noexcept {
    if (!separator_.empty()) {
        const char* next = endOfLineEnd(from, end, true);
        return next == nullptr ? Line{from, end, end} : Line{from, next - separator_.size(), next};
    }
    const char* newline = find(from, end, '\n');
    const char* limit = newline == nullptr ? end : newline;
    const char* carriageReturn = find(from, limit, '\r');
    if (carriageReturn == nullptr) return {from, limit, newline == nullptr ? end : newline + 1};
    return {from, carriageReturn, carriageReturn + 1 == newline ? newline + 1 : carriageReturn + 1};
}

std::shared_ptr<LineSplitter::Buffer> LineSplitter::takeBuffer(std::size_t capacity) {
    for (const std::shared_ptr<Buffer>& buffer : pool_) {
        if (buffer.use_count() == 1 && buffer->capacity >= capacity && buffer->capacity <= 2 * std::max(capacity, blockSize_)) {
            return buffer;
        }
    }
    auto buffer = std::make_shared<Buffer>();
    buffer->bytes.reset(new char[capacity + kPadding]);
    buffer->capacity = capacity;
    if (pool_.size() < kPoolSize) {
        pool_.push_back(buffer);
    } else {
        for (std::shared_ptr<Buffer>& slot : pool_) {
            if (slot.use_count() == 1) {
                slot = buffer;
                break;
            }
        }
    }
    return buffer;
}

/// Moves what is left into another buffer and reads on until it holds `capacity` bytes, the range's end or the file's.
/// Beyond the range's end a short piece is read at first and then ever more, so that a long line is copied a few times only.
Result<void> LineSplitter::fill(std::stop_token stop, std::size_t capacity) {
    const std::size_t left = static_cast<std::size_t>(to_ - from_);
    const std::shared_ptr<Buffer> previous = std::move(current_);
    current_ = takeBuffer(capacity);
    char* bytes = current_->bytes.get();
    if (left > 0) std::memcpy(bytes, from_, left);
    std::size_t used = left;
    const std::size_t beyond = left > kBeyondRange ? left : 1;
    std::optional<Error> problem;
    while (used < capacity && !atEndOfFile_ && !problem) {
        if (stop.stop_requested()) {
            problem = cancelled();
            break;
        }
        std::size_t wanted = std::min(capacity - used, kReadAtOnce);
        const std::uint64_t position = offset_ + used;
        if (position >= rangeEnd_ && used - left >= beyond) break;
        if (position >= rangeEnd_) wanted = std::min(wanted, std::max(kBeyondRange, beyond));
        else if (rangeEnd_ - position < wanted) wanted = std::min<std::size_t>(wanted, rangeEnd_ - position + 4096);
        Result<std::size_t> count = stream_->read({bytes + used, wanted});
        if (!count) {
            problem = std::move(count).error();
            break;
        }
        used += *count;
        atEndOfFile_ = *count == 0;
    }
    std::memset(bytes + used, 0, kPadding);
    from_ = bytes;
    to_ = bytes + used;
    if (problem) return *std::move(problem);
    return {};
}

/// The end of the line that starts before the range's end and ends at or behind it; null when it was not read yet.
const char* LineSplitter::endOfLastLineOfRange() const noexcept {
    const char* rangeEnd = from_ + (rangeEnd_ - std::min(rangeEnd_, offset_));
    // Line ends of several bytes are found from the front only.
    const char* end = separator_.size() > 1 ? from_ : std::max(from_, rangeEnd - 1);
    do {
        end = endOfLineEnd(end, to_, atEndOfFile_);
    } while (end != nullptr && end < rangeEnd);
    return end;
}

Result<bool> LineSplitter::next(Block& block, std::stop_token stop) {
    block = {};
    while (!finished_) {
        if (failure_) return *failure_;
        const std::size_t left = static_cast<std::size_t>(to_ - from_);
        std::size_t capacity = std::max(blockSize_, left * 2);
        if (auto filled = fill(stop, capacity); !filled) {
            if (filled.error().code() == ErrorCode::Cancelled) return std::move(filled).error();
            failure_ = std::move(filled).error();
        }
        if (skipFirst_) {
            const char* start = endOfLineEnd(from_, to_, atEndOfFile_);
            if (start == nullptr) {
                if (atEndOfFile_) finished_ = true;
                // Nothing of the line before is wanted; one byte may be the first half of \r\n or of the separator.
                const std::size_t keep = std::max<std::size_t>(separator_.size(), 1);
                if (static_cast<std::size_t>(to_ - from_) > keep) {
                    offset_ += static_cast<std::size_t>(to_ - from_) - keep;
                    from_ = to_ - keep;
                }
                continue;
            }
            offset_ += static_cast<std::size_t>(start - from_);
            from_ = start;
            skipFirst_ = false;
            if (offset_ >= rangeEnd_) {
                finished_ = true;
                break;
            }
        }
        if (offset_ == 0 && std::string_view(from_, static_cast<std::size_t>(to_ - from_)).starts_with(kByteOrderMark)) {
            from_ += kByteOrderMark.size();
            offset_ += kByteOrderMark.size();
        }

        const std::uint64_t length = static_cast<std::uint64_t>(to_ - from_);
        const char* end = nullptr;
        if (offset_ + length < rangeEnd_) {
            end = endOfLastLineEnd(from_, to_);
            if (end == from_) end = nullptr;
        } else {
            end = endOfLastLineOfRange();
            finished_ = end != nullptr;
        }
        if (atEndOfFile_ && !finished_) {
            end = to_;
            finished_ = true;
        }
        if (end == nullptr) {
            if (failure_) return *failure_;
            continue;
        }
        if (end == from_) continue;
        block = Block{from_, end, offset_, BufferOwner(current_, current_->bytes.get())};
        offset_ += static_cast<std::uint64_t>(end - from_);
        from_ = end;
        return true;
    }
    return false;
}

Result<bool> LineSplitter::nextWhole(Block& block, std::stop_token stop) {
    block = {};
    if (finished_) return false;
    rangeEnd_ = UINT64_MAX;
    while (!atEndOfFile_) {
        VITRINE_CHECK_OK(fill(stop, std::max(blockSize_, static_cast<std::size_t>(to_ - from_) * 2)));
    }
    finished_ = true;
    if (from_ == to_) return false;
    block = Block{from_, to_, offset_, BufferOwner(current_, current_->bytes.get())};
    return true;
}

}  // namespace vitrine
