// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest/QtTest>

#include <random>

#include "core/formats/line_splitter.h"
#include "tests/unit/formats/memory_files.h"

using namespace vitrine;

namespace {

struct Cut {
    std::vector<std::string> lines;
    std::vector<std::uint64_t> offsets;
};

Cut split(MemoryFiles& files, std::uint64_t begin, std::uint64_t end, const std::string& separator, std::size_t blockSize) {
    Cut cut;
    const std::uint64_t start = LineSplitter::startOf(begin, separator);
    LineSplitter lines(openByteStream(files, "f", start).value(), begin, end, separator, blockSize);
    LineSplitter::Block block;
    while (lines.next(block, {}).value()) {
        for (const char* at = block.begin; at != block.end;) {
            const LineSplitter::Line line = lines.lineAt(at, block.end);
            cut.lines.emplace_back(line.text());
            cut.offsets.push_back(block.offset + static_cast<std::uint64_t>(at - block.begin));
            at = line.next;
        }
    }
    return cut;
}

}  // namespace

class LineSplitterTest : public QObject {
    Q_OBJECT

  private slots:
    void lineEnds_FS55() {
        MemoryFiles files;
        files.content["f"] = "one\ntwo\r\nthree\r\rfive\n\nseven";
        const Cut cut = split(files, 0, UINT64_MAX, "", 1024);
        QCOMPARE(cut.lines, (std::vector<std::string>{"one", "two", "three", "", "five", "", "seven"}));
        QCOMPARE(cut.offsets, (std::vector<std::uint64_t>{0, 4, 9, 15, 16, 21, 22}));
        files.content["f"] = "";
        QVERIFY(split(files, 0, UINT64_MAX, "", 1024).lines.empty());
    }

    void aLineBelongsToTheRangeInWhichItStarts_FS50_FS57() {
        MemoryFiles files;
        files.content["f"] = "one\r\ntwo\nthree\n";
        QCOMPARE(split(files, 0, 1, "", 64).lines, (std::vector<std::string>{"one"}));
        QCOMPARE(split(files, 1, 5, "", 64).lines, (std::vector<std::string>{}));
        QCOMPARE(split(files, 1, 6, "", 64).lines, (std::vector<std::string>{"two"}));
        QCOMPARE(split(files, 5, 9, "", 64).lines, (std::vector<std::string>{"two"}));
        QCOMPARE(split(files, 4, 10, "", 64).lines, (std::vector<std::string>{"two", "three"}));
        QCOMPARE(split(files, 9, 9, "", 64).lines, (std::vector<std::string>{}));
    }

    /// What was appended behind the planned end is not read, but the line that crosses it is finished.
    void theLastLineIsFinished_FS50() {
        MemoryFiles files;
        files.content["f"] = "one\ntwo and more\nlater\n";
        QCOMPARE(split(files, 0, 7, "", 1024).lines, (std::vector<std::string>{"one", "two and more"}));
    }

    /// Any block size and any cut into ranges gives the same lines.
    void C8_anyCutGivesTheSameLines() {
        for (unsigned seed = 1; seed <= 500; ++seed) {
            std::mt19937 random(seed);
            const std::string separator = random() % 3 == 0 ? "|" : "";
            MemoryFiles files;
            std::string& text = files.content["f"];
            for (unsigned count = random() % 300; count > 0; --count) text += "ab\r\n\r\n|x"[random() % 8];
            if (random() % 4 == 0) text += std::string(random() % 500, 'y');
            const Cut whole = split(files, 0, UINT64_MAX, separator, 4096);
            Cut parts;
            for (std::uint64_t begin = 0; begin < text.size();) {
                const std::uint64_t end = std::min<std::uint64_t>(text.size(), begin + 1 + random() % 60);
                const Cut part = split(files, begin, end, separator, 1 + random() % 40);
                parts.lines.insert(parts.lines.end(), part.lines.begin(), part.lines.end());
                parts.offsets.insert(parts.offsets.end(), part.offsets.begin(), part.offsets.end());
                begin = end;
            }
            QCOMPARE(parts.offsets, whole.offsets);
            QCOMPARE(parts.lines, whole.lines);
        }
    }
};

QTEST_APPLESS_MAIN(LineSplitterTest)
#include "line_splitter_test.moc"
