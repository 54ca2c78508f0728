// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/data/column.h"
#include "core/formats/byte_stream.h"

namespace vitrine {

/// Reads the lines of a range of a file in blocks of whole lines (FS-50, FS-55 to FS-57).
///
/// A line belongs to the range in which it starts. At least kPadding readable bytes follow every block, and its bytes stay
/// where they are as long as `owner` is held. A byte order mark at the start of the file is left out. Not thread-safe.
class LineSplitter {
  public:
    static constexpr std::size_t kPadding = 64;
    static constexpr std::size_t kBlockSize = 1024 * 1024;

    /// Whole lines with their ends; the very last line of a file may have none.
    struct Block {
        const char* begin = nullptr;
        const char* end = nullptr;
        std::uint64_t offset = 0;  ///< of `begin` in the (decompressed) file
        BufferOwner owner{};
    };
    struct Line {
        const char* begin = nullptr;
        const char* end = nullptr;   ///< behind the text, without its line end
        const char* next = nullptr;  ///< where the next line starts
        std::string_view text() const noexcept { return {begin, static_cast<std::size_t>(end - begin)}; }
    };

    /// `stream` stands at `startOf(begin)`. An empty `separator` means \n, \r\n and \r.
    LineSplitter(std::unique_ptr<ByteStream> stream, std::uint64_t begin, std::uint64_t end, std::string separator,
                 std::size_t blockSize = kBlockSize);

    /// Where a stream has to start for a range from `begin`: one line end earlier, to see whether a line starts there.
    static std::uint64_t startOf(std::uint64_t begin, std::string_view separator) noexcept;

    /// Gives the next block; false at the end of the range. Cancelled, and the errors of ByteStream after all whole lines before.
    Result<bool> next(Block& block, std::stop_token stop);

    /// The line that starts at `from` (< end) in a block.
    Line lineAt(const char* from, const char* end) const noexcept;

    /// Everything that is left as one block, line ends included (JS-60).
    Result<bool> nextWhole(Block& block, std::stop_token stop);

    std::uint64_t fileBytes() const noexcept { return stream_->fileBytes(); }

  private:
    struct Buffer {
        std::unique_ptr<char[]> bytes;
        std::size_t capacity = 0;
    };
    /// The end of the first line end at or behind `from`, or null.
    const char* endOfLineEnd(const char* from, const char* end, bool atEndOfFile) const noexcept;
    /// The end of the last line end, or `begin` when there is none.
    const char* endOfLastLineEnd(const char* begin, const char* end) const noexcept;
    const char* endOfLastLineOfRange() const noexcept;
    std::shared_ptr<Buffer> takeBuffer(std::size_t capacity);
    Result<void> fill(std::stop_token stop, std::size_t capacity);

    std::unique_ptr<ByteStream> stream_;
    std::uint64_t rangeEnd_;
    std::string separator_;
    std::size_t blockSize_;
    bool skipFirst_;
    bool finished_ = false;
    bool atEndOfFile_ = false;
    std::optional<Error> failure_;
    std::shared_ptr<Buffer> current_;
    std::vector<std::shared_ptr<Buffer>> pool_;
    const char* from_ = nullptr;  ///< the first byte not given out yet
    const char* to_ = nullptr;    ///< behind the last byte read
    std::uint64_t offset_ = 0;    ///< of `from_`
};

}  // namespace vitrine
