// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include <atomic>
#include <fstream>
#include <random>
#include <thread>

#include <fcntl.h>
#include <nlohmann/json.hpp>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "tests/support/passing_files.h"
#include "tests/unit/engine/document_fixture.h"

using namespace vitrine;
using namespace vitrine::test;

namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

std::string document(Json options = Json::object()) {
    return Json{{"source", {{"format", "json"}, {"path", "in"}, {"schema", "n BIGINT"}, {"options", std::move(options)}}},
                {"steps", Json::array()},
                {"outputMode", "append"},
                {"checkpoint", "ck"}}
        .dump();
}

std::string line(std::int64_t number) { return fmt::format("{{\"n\":{}}}\n", number); }

void append(const fs::path& path, std::string_view text) { std::ofstream(path, std::ios::binary | std::ios::app) << text; }

std::string notesOf(const DocumentFixture& fixture) { return fmt::format("{}", fmt::join(fixture.query->status().notes, "\n")); }

/// Sets the modification time, in seconds since the epoch.
void touch(const fs::path& path, std::int64_t seconds) {
    const ::timespec times[2] = {{seconds, 0}, {seconds, 0}};
    QCOMPARE(::utimensat(AT_FDCWD, path.c_str(), times, 0), 0);
}

std::size_t rowsIn(const DocumentFixture& fixture) {
    std::size_t rows = 0;
    for (const BatchReportPtr& report : fixture.query->recentReports()) rows += report->rows.read;
    return rows;
}

#define VERIFY_SAYS(text, part) QVERIFY2((text).find(part) != std::string::npos, (text).c_str())

/// Files that do not open as long as `refused`, and one that vanishes as soon as it was listed.
class UneasyFiles final : public PassingFiles {
  public:
    Result<std::unique_ptr<InputFile>> openForReading(const std::string& path) override {
        if (path.ends_with(refused.load())) return ioError(EACCES, "open", path, false);
        if (path.ends_with(vanishing.load())) fs::remove(path);
        return PassingFiles::openForReading(path);
    }
    Result<std::vector<DirectoryEntry>> list(const std::string& path) override {
        auto entries = PassingFiles::list(path);
        if (!entries) return entries;
        for (const DirectoryEntry& entry : *entries)
            if (entry.name == listedOnly.load()) fs::remove(path + "/" + entry.name);
        return entries;
    }
    std::atomic<const char*> refused = "\n", vanishing = "\n", listedOnly = "\n";
};

}  // namespace

/// What becomes of files while a query reads them: Spark's rules hold, and what they lose or count twice is said.
class TestSourcePromises : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    /// Cut at every byte: whole lines count once, the rest of the cut line is a line as it stands (FS-55), and what comes later
    /// is not read, of which every file is named.
    void B1_halfWrittenFileIsNeverHalfCounted() {
        DocumentFixture fixture(document());
        const std::string whole = line(10) + line(200) + line(3000) + line(7);
        std::size_t expected = 0;
        for (std::size_t cut = 0; cut <= whole.size(); ++cut) {
            const std::string part = whole.substr(0, cut);
            expected += static_cast<std::size_t>(std::count(part.begin(), part.end(), '\n')) + (!part.empty() && part.back() != '\n' ? 1 : 0);
            fixture.write(fmt::format("in/cut{:03}.json", cut), part);
        }
        QVERIFY(fixture.start(3, 7));
        fixture.process();
        QCOMPARE(rowsIn(fixture), expected);
        for (std::size_t cut = 0; cut <= whole.size(); ++cut) append(fixture.path(fmt::format("in/cut{:03}.json", cut)), whole.substr(cut));
        fixture.process();
        QCOMPARE(fixture.batch(1), std::string("none"));
        fixture.feed("in/next.json", line(1));
        const std::vector<std::string> notices = fixture.report(1)->notices;
        QCOMPARE(notices.size(), whole.size());   // all but the one that was whole
        for (std::size_t cut = 0; cut < whole.size(); ++cut) {
            const std::string wanted = fmt::format("cut{:03}.json' grew from {} to {} bytes after it was read", cut, cut, whole.size());
            QVERIFY(std::any_of(notices.begin(), notices.end(), [&](const std::string& notice) { return notice.find(wanted) != std::string::npos; }));
        }
        VERIFY_SAYS(toProgressJson(*fixture.report(1), "", "", ""), "\"notices\":[\"'");
        fixture.feed("in/last.json", line(2));
        QVERIFY(fixture.report(2)->notices.empty());   // once
    }

    /// A writer that appends a few bytes at a time, beside the query: no line counts twice, and a file that was taken too early is named.
    void B1_aWriterBesideTheQuery() {
        for (unsigned seed = 1; seed <= 5; ++seed) {
            DocumentFixture fixture(document());
            fixture.makeDirectory("in");
            QVERIFY(fixture.start());
            std::string whole;
            for (int number = 0; number < 300; ++number) whole += line(number);
            std::thread writer([&] {
                std::mt19937 random(seed);
                for (std::size_t at = 0; at < whole.size();) {
                    const std::size_t count = std::min<std::size_t>(1 + random() % 50, whole.size() - at);
                    append(fixture.path("in/growing.json"), whole.substr(at, count));
                    at += count;
                    if (random() % 20 == 0) fixture.process();
                }
            });
            writer.join();
            fixture.process();
            fixture.feed("in/end.json", "");
            const BatchReportPtr first = fixture.report(0);
            QVERIFY(first->rows.read <= 300);
            if (first->rows.read < 300) VERIFY_SAYS(notesOf(fixture), "growing.json' grew from");
            const std::size_t good = first->rows.read - first->rows.malformed;
            const std::string rows = fixture.batch(0);
            QCOMPARE(rows == "-" ? 0 : static_cast<std::size_t>(std::count(rows.begin(), rows.end(), ';')) + 1, first->rows.read);
            QVERIFY(good + 1 >= first->rows.read);   // at most the last line was cut
        }
    }

    void B2_aRenameIntoPlaceIsTakenOnce_data() {
        QTest::addColumn<QString>("temporary");
        QTest::addColumn<bool>("isHidden");
        for (const char* name : {".x", "_x", ".x.json.swp", "x.json._COPYING_"}) QTest::newRow(name) << name << true;
        for (const char* name : {"x.tmp", "x.json~", "x.swp", "x.part", "x.crdownload"}) QTest::newRow(name) << name << false;
    }
    void B2_aRenameIntoPlaceIsTakenOnce() {
        QFETCH(QString, temporary);
        QFETCH(bool, isHidden);
        const std::string name = "in/" + temporary.toStdString();
        DocumentFixture fixture(document());
        fixture.makeDirectory("in");
        QVERIFY(fixture.start());
        fixture.feed(name, line(1));
        QCOMPARE(fixture.batch(0), std::string(isHidden ? "none" : "1"));
        fs::rename(fixture.path(name), fixture.path("in/x.json"));
        fixture.process();
        QCOMPARE(fixture.batch(isHidden ? 0 : 1), std::string("1"));
        fixture.process();
        QCOMPARE(fixture.batch(isHidden ? 1 : 2), std::string("none"));
        // An ordinary name to Spark (FS-14): read twice, which is said both times.
        const std::string notes = notesOf(fixture);
        if (isHidden) QVERIFY2(notes.empty(), notes.c_str());
        else VERIFY_SAYS(notes, "its name is that of an unfinished file");
        if (!isHidden) VERIFY_SAYS(notes, "under its new name it is read again, and its rows count twice");
    }

    void B3_changesAfterReading_data() {
        QTest::addColumn<QString>("change");
        QTest::addColumn<QString>("time");
        QTest::addColumn<bool>("restarts");
        for (const char* change : {"append", "truncate", "rewrite", "replace", "delete", "rename", "empty", "recreate"})
            for (const char* time : {"new", "same", "backwards"})
                for (const bool restarts : {false, true}) QTest::addRow("%s, %s time%s", change, time, restarts ? ", restart" : "") << change << time << restarts;
    }
    void B3_changesAfterReading() {
        QFETCH(QString, change);
        QFETCH(QString, time);
        QFETCH(bool, restarts);
        DocumentFixture fixture(document());
        fixture.write("in/a.json", line(1) + line(2));
        fixture.write("in/b.json", line(3));
        QVERIFY(fixture.start());
        fixture.process();
        QCOMPARE(fixture.batch(0), std::string("1; 2; 3"));
        if (restarts) fixture.stop();
        const fs::path path = fixture.path("in/a.json");
        const fs::path other = fixture.path("in/c.json");
        const fs::file_time_type before = fs::last_write_time(path);
        if (change == "append") append(path, line(4));
        else if (change == "truncate") fs::resize_file(path, line(1).size());
        else if (change == "rewrite") std::ofstream(path, std::ios::binary) << line(8) + line(9);
        else if (change == "empty") fs::resize_file(path, 0);
        else if (change == "replace") fixture.write("in/a.json", line(8) + line(9));
        else if (change == "delete") fs::remove(path);
        else if (change == "rename") fs::rename(path, other);
        else if (change == "recreate") {
            fs::remove(path);
            std::ofstream(path, std::ios::binary) << line(8) + line(9);   // may get the same place on the disk
        }
        const fs::path changed = change == "rename" ? other : path;
        if (fs::exists(changed)) {
            if (time == "same") fs::last_write_time(changed, before);
            else fs::last_write_time(changed, before + std::chrono::hours(time == "new" ? 1 : -1));
        }
        if (restarts) QVERIFY(fixture.start());
        fixture.process();
        const bool isTwice = change == "rename";
        QCOMPARE(fixture.batch(1), std::string(isTwice ? "1; 2" : "none"));
        const std::string notes = notesOf(fixture);
        // Of an earlier run no more than the time is known; and a file whose every trace was put back looks as it did.
        const bool canTell = restarts ? (isTwice ? time == "same" : change != "delete" && time != "same")
                                      : !(isTwice && time != "same") && !((change == "rewrite" || change == "recreate") && time == "same");
        if (canTell) VERIFY_SAYS(notes, "a.json'");
        if (canTell && isTwice) VERIFY_SAYS(notes, "its rows count twice");
        if (canTell && !isTwice && change != "delete") VERIFY_SAYS(notes, "what it holds now is not counted");
        if (change == "delete" && !restarts) VERIFY_SAYS(notes, "stays counted");
        const std::size_t told = fixture.query->status().notes.size();
        fixture.process();
        QCOMPARE(fixture.query->status().notes.size(), told);
    }

    /// Forgotten for its age and changed: Spark reads it again (FS-33), and that is said.
    void B3_aForgottenFileThatIsReadAgainIsSaid() {
        DocumentFixture fixture(document({{"maxFileAge", "10s"}}));
        const auto place = [&](const char* name, std::int64_t number, std::int64_t seconds) {
            append(fixture.path("in/.hidden"), line(number));
            touch(fixture.path("in/.hidden"), seconds);
            fs::rename(fixture.path("in/.hidden"), fixture.path(name));
        };
        fixture.makeDirectory("in");
        place("in/a.json", 1, 1000);
        QVERIFY(fixture.start());
        fixture.process();
        place("in/b.json", 2, 2000);
        fixture.process();
        QVERIFY(notesOf(fixture).empty());
        touch(fixture.path("in/a.json"), 2001);
        fixture.process();
        QCOMPARE(fixture.batch(2), std::string("1"));
        VERIFY_SAYS(notesOf(fixture), "a.json' is read again");
    }

    void B3_aFileOfTheSameNameIsSaid() {
        DocumentFixture fixture(document({{"fileNameOnly", "true"}, {"recursiveFileLookup", "true"}}));
        fixture.makeDirectory("in");
        QVERIFY(fixture.start());
        fixture.feed("in/one/a.json", line(1));
        fixture.feed("in/two/a.json", line(2));
        QCOMPARE(fixture.batch(1), std::string("none"));
        VERIFY_SAYS(notesOf(fixture), "two/a.json' is not read: a file of the same name was");
    }

    /// Many lost files are one sentence; a directory that comes back has lost none.
    void B3_manyLostFilesAreOneSentence() {
        DocumentFixture fixture(document());
        for (int file = 0; file < 20; ++file) fixture.write(fmt::format("in/{:02}.json", file), line(file));
        QVERIFY(fixture.start());
        fixture.process();
        fs::rename(fixture.path("in"), fixture.path("away"));
        fixture.process();
        fs::rename(fixture.path("away"), fixture.path("in"));
        fixture.process();
        QVERIFY2(notesOf(fixture).empty(), notesOf(fixture).c_str());
        for (int file = 0; file < 20; ++file) fs::remove(fixture.path(fmt::format("in/{:02}.json", file)));
        fixture.process();
        QCOMPARE(fixture.query->status().notes.size(), std::size_t{1});
        VERIFY_SAYS(notesOf(fixture), "and 17 more are not there any more: what was read of them stays counted");
    }

    /// Gone between listing and reading: the others are read (FS-51).
    void B4_deletedBeforeReadingIsSaid() {
        UneasyFiles files;
        DocumentFixture fixture(document());
        fixture.files = &files;
        fixture.makeDirectory("in");
        QVERIFY(fixture.start());
        fixture.process();   // the watch has looked at the directory
        files.listedOnly = "gone.json";
        fixture.feed("in/gone.json", line(1));
        QVERIFY2(fixture.batch(0) == "-", (fixture.batch(0) + notesOf(fixture) + fixture.query->status().message).c_str());
        QCOMPARE(fixture.report(0)->notices.size(), std::size_t{1});
        fixture.feed("in/here.json", line(2));
        QCOMPARE(fixture.batch(1), std::string("2"));
        VERIFY_SAYS(notesOf(fixture), "gone.json' was gone before it could be read: none of its rows is counted");
    }

    /// Spark fails (FS-53); nothing is lost or doubled once the file can be read.
    void B4_aFileThatMayNotBeReadStopsTheQueryWithItsName() {
        UneasyFiles files;
        DocumentFixture fixture(document({{"ignoreCorruptFiles", "false"}}));
        fixture.files = &files;
        fixture.write("in/a.json", line(1));
        fixture.write("in/b.json", line(2));
        files.refused = "b.json";
        QVERIFY(fixture.start());
        fixture.query->awaitTermination(Millis{0});
        QCOMPARE(fixture.query->status().state, QueryState::Failed);
        VERIFY_SAYS(fixture.query->status().error->message(), "b.json'");
        QVERIFY(!fixture.query->status().error->wayOut().empty());
        QCOMPARE(fixture.batch(0), std::string("none"));
        files.refused = "\n";
        QVERIFY(fixture.start());
        fixture.process();
        QCOMPARE(fixture.batch(0), std::string("1; 2"));
    }

    void B4_whatIsPassedOverIsSaid() {
        UneasyFiles files;
        DocumentFixture fixture(document({{"ignoreMissingFiles", "true"}, {"ignoreCorruptFiles", "true"}}));
        fixture.files = &files;
        fixture.write("in/a.json", line(1));
        fixture.write("in/b.json", line(2));
        fixture.write("in/c.json.gz", "no gzip");
        files.vanishing = "a.json";
        QVERIFY(fixture.start());
        fixture.process();
        QCOMPARE(fixture.batch(0), std::string("2"));
        VERIFY_SAYS(notesOf(fixture), "A file is left out: The file '");
        VERIFY_SAYS(notesOf(fixture), "The rest of a file is left out: ");
        VERIFY_SAYS(notesOf(fixture), "c.json.gz");
    }

    void B5_oddEntriesNeitherHangNorCrash() {
        DocumentFixture fixture(document({{"recursiveFileLookup", "true"}}));
        fixture.write("in/deep/a.json", line(1));
        fixture.write("in/twice/b.json", line(2));
        const auto at = [&](const char* name) { return fixture.path(std::string("in/") + name); };
        QCOMPARE(::mkfifo(at("fifo.json").c_str(), 0600), 0);
        ::sockaddr_un address{};
        address.sun_family = AF_UNIX;
        const int listener = ::socket(AF_UNIX, SOCK_STREAM, 0);
        const std::string place = at("socket.json").string();
        QVERIFY(place.size() < sizeof(address.sun_path));
        std::copy(place.begin(), place.end(), address.sun_path);
        QCOMPARE(::bind(listener, reinterpret_cast<::sockaddr*>(&address), sizeof(address)), 0);
        fs::create_symlink("/dev/zero", at("zero.json"));
        fs::create_symlink("nowhere", at("dangling.json"));
        fs::create_symlink("itself.json", at("itself.json"));
        fs::create_directory_symlink("..", at("deep/parent"));
        fs::create_directory_symlink(".", at("deep/here"));
        fs::create_directory_symlink("twice", at("other"));   // FS-15: followed, so its file is read under both names
        fs::create_directory(at("directory.json"));
        // Links that fork again and again: 2^20 ways to the same place.
        fs::create_directories(at("fork/20"));
        for (int step = 0; step < 20; ++step) {
            fs::create_directories(at(fmt::format("fork/{}", step).c_str()));
            for (const char* side : {"left", "right"}) fs::create_directory_symlink(fmt::format("../{}", step + 1), at(fmt::format("fork/{}/{}", step, side).c_str()));
        }
        QVERIFY(fixture.start());
        fixture.process();
        ::close(listener);
        QCOMPARE(fixture.batch(0), std::string("1; 2; 2"));
        const std::string notes = fmt::format("{}", fmt::join(fixture.report(0)->notices, "\n"));
        for (const char* name : {"fifo.json'", "socket.json'", "zero.json'", "dangling.json'", "itself.json'", "deep/parent'", "deep/here'"}) VERIFY_SAYS(notes, name);
        VERIFY_SAYS(notes, "leads back to a directory that is listed already");
        const std::size_t told = fixture.query->status().notes.size();
        fixture.process();
        QCOMPARE(fixture.query->status().notes.size(), told);
    }

    void B6_oddNamesWorkAndAreShownSafely_data() {
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<QByteArray>("shown");
        const auto row = [](const char* what, const QByteArray& name, const QByteArray& shown = {}) { QTest::newRow(what) << name << (shown.isEmpty() ? name : shown); };
        row("new line", "a\nb.json", "a\\nb.json");
        row("quotes", "it's \"so\".json");
        row("dots", "a..json..");
        row("percent", "a%00b%2F.json");
        row("255 bytes", QByteArray(250, 'x') + ".json");
        row("emoji", "\xF0\x9F\x98\x80.json");
        row("no UTF-8", "\xff\xfe.json", "\\xff\\xfe.json");
        row("cut character", "caf\xc3", "caf\\xc3");
        row("surrogate", "\xed\xa0\x80.json", "\\xed\\xa0\\x80.json");
        row("right to left", "a\xe2\x80\xaenosj.exe", "a\\u202enosj.exe");
        row("formula", "=cmd()|' ' !A0.json");
        row("option", "-rf");
        row("terminal", "a\x1b]0;x\x07.json", "a\\x1b]0;x\\x07.json");
        row("glob", "[a-z]*?{b}\\.json");
        row("blank", " ");
        row("equals", "a=b");
    }
    void B6_oddNamesWorkAndAreShownSafely() {
        QFETCH(QByteArray, name);
        QFETCH(QByteArray, shown);
        DocumentFixture fixture(document());
        fixture.makeDirectory("in");
        const fs::path path = fixture.path("in") / name.toStdString();
        std::ofstream(path, std::ios::binary) << line(1);
        QVERIFY(fixture.start());
        fixture.process();
        QCOMPARE(fixture.batch(0), std::string("1"));
        fixture.stop();
        QVERIFY(fixture.start());
        fixture.process();
        QCOMPARE(fixture.batch(1), std::string("none"));   // known again
        append(path, line(2));
        fixture.process();
        VERIFY_SAYS(notesOf(fixture), "/in/" + shown.toStdString() + "' ");
        QCOMPARE(fixture.batch(1), std::string("none"));
        fs::remove(path);   // QTemporaryDir does not see every name
    }

    // Cleaning

    void FS62_filesAreCleanedAfterTheirBatch() {
        DocumentFixture fixture(document({{"cleanSource", "delete"}}));
        fixture.makeDirectory("in");
        QVERIFY(fixture.start());
        fixture.feed("in/a.json", line(1));
        QVERIFY(fs::exists(fixture.path("in/a.json")));   // until the next batch is made
        fixture.stop();
        QVERIFY(fixture.start());
        fixture.feed("in/b.json", line(2));
        QVERIFY(!fs::exists(fixture.path("in/a.json")));
        QVERIFY(fs::exists(fixture.path("in/b.json")));
        QVERIFY2(notesOf(fixture).empty(), notesOf(fixture).c_str());
    }

    /// A file whose batch failed is never taken away.
    void FS62_nothingOfAnUnfinishedBatchIsCleaned() {
        DocumentFixture fixture(document({{"cleanSource", "delete"}, {"mode", "FAILFAST"}}));
        fixture.makeDirectory("in");
        QVERIFY(fixture.start());
        fixture.feed("in/a.json", line(1));
        fixture.write("in/b.json", "{oops\n");
        for (int run = 0; run < 3; ++run) {
            if (run > 0) QVERIFY(fixture.start());
            fixture.process();
            fixture.query->awaitTermination(Millis{0});
            QCOMPARE(fixture.query->status().state, QueryState::Failed);
            QVERIFY(fs::exists(fixture.path("in/b.json")));
        }
        QVERIFY(!fs::exists(fixture.path("in/a.json")));
    }

    void FS62_whatCannotBeCleanedIsSaid() {
        DocumentFixture fixture(document({{"cleanSource", "archive"}, {"sourceArchiveDir", "placeholder"}}));
        fixture.write("no-directory", "");
        fixture.change(document({{"cleanSource", "archive"}, {"sourceArchiveDir", fixture.path("no-directory").string()}}));
        fixture.makeDirectory("in");
        QVERIFY(fixture.start());
        fixture.feed("in/a.json", line(1));
        fixture.feed("in/b.json", line(2));
        QVERIFY(fs::exists(fixture.path("in/a.json")));
        QCOMPARE(fixture.batch(1), std::string("2"));
        VERIFY_SAYS(notesOf(fixture), "a.json' stays where it is, though cleanSource would have it away: ");
    }

    void FS62_whatWasAddedBeforeCleaningIsSaid() {
        DocumentFixture fixture(document({{"cleanSource", "archive"}, {"sourceArchiveDir", "placeholder"}}));
        const std::string archive = fixture.path("archive").string();
        fixture.change(document({{"cleanSource", "archive"}, {"sourceArchiveDir", archive}}));
        fixture.makeDirectory("in");
        QVERIFY(fixture.start());
        fixture.feed("in/a.json", line(1));
        append(fixture.path("in/a.json"), line(3));
        fixture.feed("in/b.json", line(2));
        QVERIFY(!fs::exists(fixture.path("in/a.json")));
        QCOMPARE(fs::file_size(archive + fixture.path("in/a.json").string()), line(1).size() + line(3).size());
        VERIFY_SAYS(notesOf(fixture), "a.json' grew from 8 to 16 bytes after it was read");
    }
};

QTEST_GUILESS_MAIN(TestSourcePromises)
#include "source_promises_test.moc"
