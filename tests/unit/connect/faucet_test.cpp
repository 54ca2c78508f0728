// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTemporaryDir>
#include <QtTest/QtTest>

#include <algorithm>
#include <filesystem>
#include <map>
#include <memory>

#include <nlohmann/json.hpp>

#include "core/base/file_listing.h"
#include "core/connect/faucet.h"
#include "tests/support/passing_files.h"

using namespace vitrine;

namespace {

using Contents = std::map<std::string, std::string>;

std::vector<std::string> linesOf(const std::string& content) {
    std::vector<std::string> lines;
    for (std::size_t at = 0; at < content.size();) {
        const std::size_t end = std::min(content.find('\n', at), content.size());
        lines.push_back(content.substr(at, end - at));
        at = end + 1;
    }
    return lines;
}

}  // namespace

class FaucetTest : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> folder_;

    std::string path(const std::string& name) const { return folder_->path().toStdString() + "/" + name; }

    void put(const std::string& name, std::string_view content) const {
        std::filesystem::create_directories(std::filesystem::path(path(name)).parent_path());
        QVERIFY(systemFiles().writeDurably(path(name), content).hasValue());
    }

    Contents contents(const std::string& directory) const {
        Contents found;
        const std::vector<DirectoryEntry> entries = systemFiles().list(path(directory)).value();
        for (const DirectoryEntry& entry : entries) {
            if (entry.isRegular) found[entry.name] = readFile(systemFiles(), path(directory) + "/" + entry.name).value();
        }
        return found;
    }

    Contents demo(const std::string& directory, const FaucetSpec& spec, int files) const {
        const auto faucet = makeDemoFaucet(systemFiles(), path(directory), spec).value();
        for (int file = 0; file < files; ++file) {
            if (faucet->writeNext().value().empty()) return {};
        }
        return contents(directory);
    }

    /// Replays to the end: how many files were written.
    int replay(const std::string& from, const std::string& directory, std::size_t rowsPerFile) const {
        FaucetSpec spec;
        spec.rowsPerFile = rowsPerFile;
        const auto faucet = makeReplayFaucet(systemFiles(), path(from), path(directory), spec).value();
        int files = 0;
        while (!faucet->writeNext().value().empty()) ++files;
        if (!faucet->writeNext().value().empty()) return -1;
        return files;
    }

    struct Shares {
        int rows = 0;
        int malformed = 0;
        int late = 0;
    };

    /// Late: further behind the newest time before than a file's event time and the disorder explain.
    static Shares shares(const Contents& files, const FaucetSpec& spec) {
        Shares counted;
        std::int64_t newest = INT64_MIN / 2;
        const std::int64_t slack = std::chrono::duration_cast<std::chrono::seconds>(spec.disorder + spec.eventTimePerFile).count() + 60;
        for (const auto& [name, content] : files) {
            for (const std::string& line : linesOf(content)) {
                ++counted.rows;
                const auto row = nlohmann::json::parse(line, nullptr, false);
                if (!row.is_object() || !row["time"].is_number_integer()) {
                    ++counted.malformed;
                    continue;
                }
                const auto time = row["time"].get<std::int64_t>();
                if (time < newest - slack) ++counted.late;
                newest = std::max(newest, time);
            }
        }
        return counted;
    }

  private slots:
    void init() { folder_ = std::make_unique<QTemporaryDir>(); }

    void sameSeedSameFiles() {
        FaucetSpec spec;
        spec.malformedShare = 0.05;
        const Contents first = demo("first", spec, 5);
        QCOMPARE(first.size(), std::size_t{5});
        QVERIFY(demo("again", spec, 5) == first);
        spec.seed = 2;
        QVERIFY(demo("other", spec, 5) != first);
    }

    void rowsAreAsAsked() {
        FaucetSpec spec;
        spec.rowsPerFile = 37;
        spec.malformedShare = 0;
        for (const auto& [name, content] : demo("out", spec, 3)) {
            QVERIFY(content.ends_with('\n'));
            const std::vector<std::string> lines = linesOf(content);
            QCOMPARE(lines.size(), std::size_t{37});
            for (const std::string& line : lines) {
                const auto row = nlohmann::json::parse(line, nullptr, false);
                QVERIFY2(row.is_object() && row.size() == 2, line.c_str());
                QVERIFY(row["time"].is_number_integer());
                QVERIFY(row["action"] == "Open" || row["action"] == "Close");
            }
        }
    }

    /// Event time starts where asked and moves on by each file's share; disorder reaches back at most as far as asked.
    void eventTimeMovesOn() {
        FaucetSpec spec;
        spec.malformedShare = spec.lateShare = 0;
        std::int64_t start = std::chrono::duration_cast<std::chrono::seconds>(spec.start.time_since_epoch()).count();
        for (const auto& [name, content] : demo("out", spec, 4)) {
            for (const std::string& line : linesOf(content)) {
                const auto time = nlohmann::json::parse(line)["time"].get<std::int64_t>();
                QVERIFY(time >= start - 25 * 60 - 1);
                QVERIFY(time < start + 8 * 60);
            }
            start += 8 * 60;
        }
    }

    void sharesOfLateAndMalformedRows() {
        FaucetSpec spec;
        spec.rowsPerFile = 500;
        spec.lateShare = 0.1;
        spec.malformedShare = 0.05;
        spec.lateBy = std::chrono::hours(4);
        spec.eventTimePerFile = std::chrono::hours(1);
        const Shares counted = shares(demo("out", spec, 40), spec);
        QCOMPARE(counted.rows, 20'000);
        QVERIFY2(counted.malformed > 800 && counted.malformed < 1200, std::to_string(counted.malformed).c_str());
        // The first four hours cannot have rows that far behind.
        QVERIFY2(counted.late > 1400 && counted.late < 2200, std::to_string(counted.late).c_str());
        spec.lateShare = spec.malformedShare = 0;
        const Shares none = shares(demo("none", spec, 40), spec);
        QCOMPARE(none.late, 0);
        QCOMPARE(none.malformed, 0);
    }

    void rowsOnDemand() {
        FaucetSpec spec;
        spec.malformedShare = 0;
        const auto faucet = makeDemoFaucet(systemFiles(), path("out"), spec).value();
        const std::string filled = readFile(systemFiles(), faucet->writeNext().value()).value();
        const auto row = [&](FaucetRow kind) { return readFile(systemFiles(), faucet->writeRow(kind).value()).value(); };
        const auto time = [&](FaucetRow kind) { return nlohmann::json::parse(row(kind))["time"].get<std::int64_t>(); };
        QCOMPARE(row(FaucetRow::Duplicate), linesOf(filled).back() + "\n");
        const std::int64_t now = time(FaucetRow::OnTime);
        QCOMPARE(now, std::int64_t{1469491200 + 8 * 60});
        QCOMPARE(time(FaucetRow::Late), now - 4 * 3600);
        QVERIFY(time(FaucetRow::FarFuture) > now + 9LL * 365 * 24 * 3600);
        QVERIFY(!nlohmann::json::parse(row(FaucetRow::Malformed))["time"].is_number());
        // Every one in a file of its own.
        QCOMPARE(contents("out").size(), std::size_t{6});
    }

    /// A file under construction bears a name that no stream lists; afterwards nothing else is left.
    void neverAHalfFile_FS10() {
        class Recording final : public test::PassingFiles {
          public:
            std::vector<std::string> created, renamed;
            Result<std::unique_ptr<OutputFile>> create(const std::string& at) override {
                created.push_back(at);
                return PassingFiles::create(at);
            }
            Result<void> rename(const std::string& from, const std::string& to) override {
                renamed.push_back(to);
                return PassingFiles::rename(from, to);
            }
        } files;
        const auto faucet = makeDemoFaucet(files, path("out"), {}).value();
        const std::string written = faucet->writeNext().value();
        QCOMPARE(files.created.size(), std::size_t{1});
        QVERIFY(isHiddenName(std::filesystem::path(files.created.front()).filename().string()));
        QCOMPARE(files.renamed, std::vector<std::string>{written});
        QCOMPARE(contents("out").size(), std::size_t{1});
        QVERIFY(!isHiddenName(contents("out").begin()->first));
    }

    void replayOfAFileLosesNoLine_data() {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<int>("rowsPerFile");
        QTest::addColumn<int>("files");
        QTest::newRow("even") << QByteArray("1\n2\n3\n4\n") << 2 << 2;
        QTest::newRow("rest") << QByteArray("1\n2\n3\n4\n5\n") << 2 << 3;
        QTest::newRow("no last line end") << QByteArray("1\n2\n3") << 2 << 2;
        QTest::newRow("blank lines") << QByteArray("1\n\n\n2\n") << 1 << 4;
        QTest::newRow("carriage returns") << QByteArray("1\r\n2\r\n3") << 2 << 2;
        QTest::newRow("one line") << QByteArray("1") << 200 << 1;
        QTest::newRow("not UTF-8, NUL") << QByteArray("\xff\n\0\n3\n", 6) << 1 << 3;
        QTest::newRow("empty") << QByteArray() << 2 << 0;
    }

    void replayOfAFileLosesNoLine() {
        QFETCH(QByteArray, content);
        QFETCH(int, rowsPerFile);
        QFETCH(int, files);
        put("from.json", content.toStdString());
        QCOMPARE(replay("from.json", "out", static_cast<std::size_t>(rowsPerFile)), files);
        std::string joined;
        for (const auto& [name, part] : contents("out")) joined += part;
        QCOMPARE(QByteArray::fromStdString(joined), content);
    }

    /// Its lines cannot be dealt out without unpacking it.
    void aCompressedFileIsReplayedWhole() {
        put("from.json.gz", std::string("\x1f\x8b\x08\n\n\n", 6));
        QCOMPARE(replay("from.json.gz", "out", 1), 1);
        QCOMPARE(contents("out"), (Contents{{"from.json.gz", std::string("\x1f\x8b\x08\n\n\n", 6)}}));
    }

    void replayOfAFolderLosesNoFile() {
        put("from/b.json", "2\n");
        put("from/a.json", "1\n1");
        put("from/c.json.gz", "3");
        put("from/_SUCCESS", "");
        put("from/.hidden", "x");
        put("from/deep/d.json", "4");
        FaucetSpec spec;
        const auto faucet = makeReplayFaucet(systemFiles(), path("from"), path("out"), spec).value();
        for (const char* name : {"out/a.json", "out/b.json", "out/c.json.gz"}) QCOMPARE(faucet->writeNext().value(), path(name));
        QCOMPARE(faucet->writeNext().value(), std::string());
        QCOMPARE(contents("out"), (Contents{{"a.json", "1\n1"}, {"b.json", "2\n"}, {"c.json.gz", "3"}}));
        QVERIFY(faucet->writeRow(FaucetRow::Late).error().code() == ErrorCode::InvalidArgument);
    }

    void saysWhatIsMissing() {
        QVERIFY(makeReplayFaucet(systemFiles(), path("nowhere"), path("out"), {}).error().code() == ErrorCode::PathNotFound);
        put("file", "x");
        QVERIFY(!makeDemoFaucet(systemFiles(), path("file/out"), {}).hasValue());
        put("from/a.json", "1\n");
        const auto faucet = makeReplayFaucet(systemFiles(), path("from"), path("out"), {}).value();
        std::filesystem::remove(path("from/a.json"));
        QVERIFY(!faucet->writeNext().hasValue());
    }
};

QTEST_APPLESS_MAIN(FaucetTest)
#include "faucet_test.moc"
