// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest/QtTest>

#include <algorithm>

#include "core/formats/line_splitter.h"

using namespace vitrine;

namespace {

/// One long line and a short one after it, never held in memory.
class LongLine final : public ByteStream {
  public:
    LongLine(std::uint64_t length, std::size_t& reads) : length_(length), reads_(reads) {}

    Result<std::size_t> read(std::span<char> into) override {
        ++reads_;
        const std::string_view tail = "\nb\n";
        const std::uint64_t size = length_ + tail.size();
        const std::size_t count = static_cast<std::size_t>(std::min<std::uint64_t>(into.size(), size - position_));
        for (std::size_t index = 0; index < count; ++index) {
            const std::uint64_t at = position_ + index;
            into[index] = at < length_ ? 'a' : tail[static_cast<std::size_t>(at - length_)];
        }
        position_ += count;
        return count;
    }

    std::uint64_t fileBytes() const noexcept override { return position_; }

  private:
    std::uint64_t length_;
    std::uint64_t position_ = 0;
    std::size_t& reads_;
};

}  // namespace

class LongLineTest : public QObject {
    Q_OBJECT

  private slots:
    /// A line that reaches far beyond its range is finished in few steps: each step copies all of the line so far, so
    /// many small ones would make the time grow with the square of its length.
    void C5_aLineBeyondItsRangeIsReadInFewSteps_FS50_FS57() {
        constexpr std::uint64_t kLength = 20u << 20;
        std::size_t reads = 0;
        LineSplitter lines(std::make_unique<LongLine>(kLength, reads), 0, 1u << 20, "");
        LineSplitter::Block block;
        QVERIFY(lines.next(block, {}).value());
        QCOMPARE(static_cast<std::uint64_t>(block.end - block.begin), kLength + 1);
        QVERIFY2(reads <= 40, std::to_string(reads).c_str());
        QVERIFY(!lines.next(block, {}).value());
    }

    /// The rest of a short line costs a short read only.
    void C5_aShortLineReadsLittleBeyondItsRange_FS50() {
        std::size_t reads = 0;
        auto stream = std::make_unique<LongLine>(100, reads);
        LineSplitter lines(std::move(stream), 0, 50, "");
        LineSplitter::Block block;
        QVERIFY(lines.next(block, {}).value());
        QCOMPARE(block.end - block.begin, std::ptrdiff_t{101});
        QVERIFY(lines.fileBytes() <= 64u * 1024 + 50);
    }

    void C5_theNextRangeStartsBehindTheLongLine_FS57() {
        std::size_t reads = 0;
        auto stream = std::make_unique<LongLine>(5u << 20, reads);
        char first = 0;
        for (std::uint64_t skipped = 0; skipped < (1u << 20) - 1; ++skipped) (void)stream->read({&first, 1});
        LineSplitter lines(std::move(stream), 1u << 20, UINT64_MAX, "");
        LineSplitter::Block block;
        QVERIFY(lines.next(block, {}).value());
        QCOMPARE(std::string(block.begin, block.end), std::string("b\n"));
        QCOMPARE(block.offset, (std::uint64_t{5} << 20) + 1);
    }
};

QTEST_APPLESS_MAIN(LongLineTest)
#include "long_line_test.moc"
