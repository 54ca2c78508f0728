// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTemporaryDir>
#include <QtTest/QtTest>

#include <filesystem>
#include <fstream>
#include <memory>
#include <semaphore>

#include <fcntl.h>
#include <sys/stat.h>

#include "core/connect/sources/file_source.h"

using namespace vitrine;

namespace {

constexpr std::int64_t kDay = 86'400;

std::unique_ptr<Format> textFormat() {
    ReadSpec spec;
    spec.schema = std::make_shared<const Schema>(parseDdl("a STRING").value());
    spec.columns = {0};
    return makeFormat("json", std::move(spec)).value();
}

using Names = std::vector<std::string>;

}  // namespace

class FileSourceTest : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> folder_;
    std::unique_ptr<FileSource> source_;

    std::string root() const { return folder_->path().toStdString(); }

    /// Puts a file there, modified `seconds` after the epoch.
    void put(const std::string& name, std::int64_t seconds, std::string_view content = "{\"a\":\"1\"}\n") const {
        const std::filesystem::path path(root() + "/" + name);
        std::filesystem::create_directories(path.parent_path());
        QVERIFY(systemFiles().writeDurably(path.string(), content).hasValue());
        touch(name, seconds);
    }

    void touch(const std::string& name, std::int64_t seconds) const {
        const ::timespec times[2] = {{seconds, 0}, {seconds, 0}};
        QCOMPARE(::utimensat(AT_FDCWD, (root() + "/" + name).c_str(), times, 0), 0);
    }

    void open(OptionMap options = {}, const std::string& below = "") {
        source_ = std::make_unique<FileSource>(systemFiles(), root() + below, std::move(options), Names{}, textFormat());
        QVERIFY(source_->open({}).hasValue());
    }

    static Offset at(int logOffset) { return "{\"logOffset\":" + std::to_string(logOffset) + "}"; }

    Names planned(const Offset& from, const Offset& to) {
        const Result<ReadPlan> plan = source_->plan(from, to);
        if (!plan) return {"error: " + plan.error().message()};
        Names names;
        for (const FileRange& range : plan->ranges) names.push_back(range.path.substr(root().size() + 1));
        return names;
    }

    /// The files of the next batch: empty when there is none.
    Names next(const AdmissionLimit& limit = {}) {
        const Offset before = last_;
        const Result<Offset> latest = source_->latest(limit);
        if (!latest) return {"error: " + latest.error().message()};
        last_ = *latest;
        return last_ == before ? Names{} : planned(before, last_);
    }

    Offset last_;

    void refuses(OptionMap options, const std::string& place) const {
        FileSource source(systemFiles(), root(), std::move(options), Names{}, textFormat());
        const Result<void> opened = source.open({});
        QVERIFY2(!opened, place.c_str());
        QVERIFY(opened.error().code() == ErrorCode::InvalidOption);
        QCOMPARE(opened.error().place(), "/source/options/" + place);
        QVERIFY(!opened.error().message().empty() && !opened.error().wayOut().empty());
    }

  private slots:
    void init() {
        folder_ = std::make_unique<QTemporaryDir>();
        last_.clear();
    }
    void cleanup() { source_.reset(); }

    /// Recorded as T28-max-files-0, -clean-word, -max-age-word, -modified-before: the source itself refuses, not the plan.
    void wrongOptionsFailAtOpening_FS2b_FS7_FS34_FS41_FS42() {
        for (const char* number : {"0", "-1", "many", "", "1.5", "2147483648", "1 "}) refuses({{"maxFilesPerTrigger", number}}, "maxFilesPerTrigger");
        for (const char* number : {"0", "-5", "1k", "9223372036854775808"}) refuses({{"maxBytesPerTrigger", number}}, "maxBytesPerTrigger");
        for (const char* age : {"7 days", "x", "", "1w", "1.5d", "9223372036854775807d"}) refuses({{"maxFileAge", age}}, "maxFileAge");
        for (const char* name : {"modifiedBefore", "modifiedAfter"}) refuses({{name, "2020-01-01T00:00:00"}}, name);
        for (const char* name : {"latestFirst", "fileNameOnly", "recursiveFileLookup"}) refuses({{name, "yes"}}, name);
        refuses({{"maxFilesPerTrigger", "1"}, {"maxBytesPerTrigger", "1"}}, "maxBytesPerTrigger");
    }

    void ages_FS34() {
        const auto age = [](const char* text) { return FileSourceOptions::parse({{"maxFileAge", text}})->maxFileAge.count(); };
        QCOMPARE(FileSourceOptions::parse({})->maxFileAge.count(), std::int64_t{7 * kDay * 1000});
        QCOMPARE(age("12"), std::int64_t{12});
        QCOMPARE(age("5000us"), std::int64_t{5});
        QCOMPARE(age("5ms"), std::int64_t{5});
        QCOMPARE(age("5s"), std::int64_t{5000});
        QCOMPARE(age("5m"), std::int64_t{300'000});
        QCOMPARE(age("5min"), std::int64_t{300'000});
        QCOMPARE(age("5h"), std::int64_t{18'000'000});
        QCOMPARE(age("5d"), std::int64_t{5 * kDay * 1000});
    }

    void optionNamesHaveNoCase_FS7() {
        put("a.json", 1);
        put("b.json", 2);
        open({{"MAXFILESPERTRIGGER", "1"}});
        QCOMPARE(next(), (Names{"a.json"}));
    }

    void nameFilterAndRecursion_FS7_FS11() {
        put("a.json", 1);
        put("a.csv", 2);
        put("deep/b.json", 3);
        open({{"pathGlobFilter", "*.json"}, {"recursiveFileLookup", "TRUE"}});
        QCOMPARE(next(), (Names{"a.json", "deep/b.json"}));
    }

    /// `_metadata` is listed, but nothing of it is read.
    void summariesAreNotRead_FS13() {
        put("_metadata", 1);
        put("a.json", 2);
        open();
        QCOMPARE(next(), (Names{"a.json"}));
    }

    void offsets_FS45() {
        open();
        QCOMPARE(source_->latest({}).value(), Offset());
        put("a.json", 1);
        QCOMPARE(source_->latest({}).value(), at(0));
        QCOMPARE(source_->latest({}).value(), at(0));
        put("b.json", 2);
        QCOMPARE(source_->latest({}).value(), at(1));
        // A bare integer is accepted on read.
        QCOMPARE(planned("0", "1"), (Names{"b.json"}));
        QCOMPARE(planned("", at(1)), (Names{"a.json", "b.json"}));
        QVERIFY(source_->plan("", "soon").error().code() == ErrorCode::CheckpointDamaged);
    }

    void anEmptyFileMakesABatch_FS12() {
        put("empty.json", 1, "");
        open();
        QCOMPARE(next(), (Names{"empty.json"}));
        const ReadPlan plan = source_->plan("", last_).value();
        QCOMPARE(plan.bytes, std::uint64_t{0});
        QCOMPARE(source_->split(plan, 4, 1 << 20).size(), std::size_t{1});
    }

    /// Recorded as T68.
    void theNameAloneIsTheKey_FS30() {
        open({{"fileNameOnly", "true"}, {"recursiveFileLookup", "true"}});
        put("a/x.json", 1);
        QCOMPARE(next(), (Names{"a/x.json"}));
        put("b/x.json", 2);
        QCOMPARE(next(), Names{});
        put("b/y.json", 3);
        QCOMPARE(next(), (Names{"b/y.json"}));
    }

    void thePathIsTheKeyByDefault_FS30() {
        open({{"recursiveFileLookup", "true"}});
        put("a/x.json", 1);
        QCOMPARE(next(), (Names{"a/x.json"}));
        put("b/x.json", 2);
        QCOMPARE(next(), (Names{"b/x.json"}));
    }

    /// A file that grows or is rewritten is never read again.
    void B3_aSeenFileIsNeverNew_FS31() {
        put("a.json", 10);
        open();
        QCOMPARE(next(), (Names{"a.json"}));
        put("a.json", 20, "{\"a\":\"2\"}\n{\"a\":\"3\"}\n");
        QCOMPARE(next(), Names{});
    }

    void tooOldForTheNewestFile_FS31_FS32() {
        put("old.json", 1);
        put("new.json", 30 * kDay);
        open();
        // In the first batch nothing is too old.
        QCOMPARE(next(), (Names{"old.json", "new.json"}));
        put("late.json", 23 * kDay - 1);
        put("edge.json", 23 * kDay);
        QCOMPARE(next(), (Names{"edge.json"}));
    }

    /// Age is measured against the newest file, never the clock.
    void theClockMakesNoFileOld_FS32() {
        put("a.json", 1);
        open({{"maxFileAge", "1s"}});
        QCOMPARE(next(), (Names{"a.json"}));
        put("b.json", 0);
        QCOMPARE(next(), (Names{"b.json"}));
    }

    void B3_aForgottenFileIsNewAgain_FS33() {
        put("a.json", 1);
        open({{"maxFileAge", "10s"}});
        QCOMPARE(next(), (Names{"a.json"}));
        put("b.json", 100);
        QCOMPARE(next(), (Names{"b.json"}));
        QCOMPARE(next(), Names{});
        touch("a.json", 101);
        QCOMPARE(next(), (Names{"a.json"}));
    }

    void noAgeWithLatestFirstAndALimit_FS34() {
        put("old.json", 1);
        put("new.json", 30 * kDay);
        open({{"latestFirst", "true"}, {"maxFilesPerTrigger", "1"}});
        QCOMPARE(next(), (Names{"new.json"}));
        QCOMPARE(next(), (Names{"old.json"}));
        open({{"latestFirst", "true"}});
        last_.clear();
        QCOMPARE(next(), (Names{"new.json", "old.json"}));
    }

    /// By modification time whatever the names; the path decides between equal times.
    void order_FS40() {
        put("c.json", 5);
        put("a.json", 7);
        put("d.json", 5);
        put("b.json", 6);
        open();
        QCOMPARE(next(), (Names{"c.json", "d.json", "b.json", "a.json"}));
        open({{"latestFirst", "true"}});
        last_.clear();
        QCOMPARE(next(), (Names{"a.json", "b.json", "c.json", "d.json"}));
    }

    void fileLimit_FS41() {
        for (int number = 1; number <= 5; ++number) put("f" + std::to_string(number), number);
        open({{"maxFilesPerTrigger", "2"}});
        QCOMPARE(next(), (Names{"f1", "f2"}));
        QCOMPARE(source_->plan("", last_)->filesWaiting, std::uint64_t{3});
        QCOMPARE(next(), (Names{"f3", "f4"}));
        QCOMPARE(next(), (Names{"f5"}));
        QCOMPARE(source_->plan("", last_)->filesWaiting, std::uint64_t{0});
        QCOMPARE(next(), Names{});
    }

    /// The first file always; the first that does not fit ends the batch.
    void byteLimit_FS42() {
        put("f1", 1, std::string(100, '\n'));
        put("f2", 2, std::string(4, '\n'));
        put("f3", 3, std::string(6, '\n'));
        put("f4", 4, std::string(7, '\n'));
        put("f5", 5, std::string(1, '\n'));
        open({{"maxBytesPerTrigger", "10"}});
        QCOMPARE(next(), (Names{"f1"}));
        QCOMPARE(next(), (Names{"f2", "f3"}));
        QCOMPARE(next(), (Names{"f4", "f5"}));
    }

    void onceIgnoresTheLimit_FS44() {
        for (int number = 1; number <= 3; ++number) put("f" + std::to_string(number), number);
        open({{"maxFilesPerTrigger", "1"}});
        AdmissionLimit all;
        all.unlimited = true;
        QCOMPARE(next(all), (Names{"f1", "f2", "f3"}));
    }

    /// Files that arrive later wait for the next run; the limit holds.
    void availableNowIsASnapshot_FS44() {
        for (int number = 1; number <= 3; ++number) put("f" + std::to_string(number), number);
        open({{"maxFilesPerTrigger", "2"}});
        QVERIFY(source_->prepareAvailableNow().hasValue());
        put("f0", 0);
        put("f4", 4);
        QCOMPARE(next(), (Names{"f1", "f2"}));
        QCOMPARE(next(), (Names{"f3"}));
        QCOMPARE(next(), Names{});
    }

    /// What was appended between discovery and planning is read; what comes later is lost.
    void leftFilesWaitWithoutANewListing_FS43() {
        open({{"maxFilesPerTrigger", "1"}});
        put("b", 20);
        put("c", 30);
        QCOMPARE(next(), Names{"b"});
        put("a", 10);  // older than what waits
        QCOMPARE(next(), Names{"c"});
        QCOMPARE(next(), Names{"a"});

        open({{"maxFilesPerTrigger", "1"}, {"maxCachedFiles", "0"}});
        last_.clear();
        QCOMPARE(next(), Names{"a"});
        put("0", 5);
        QCOMPARE(next(), Names{"0"});
        for (const char* number : {"-1", "x"}) refuses({{"maxCachedFiles", number}}, "maxCachedFiles");
        for (const char* ratio : {"-0.1", "1.1", "x"}) refuses({{"discardCachedInputRatio", ratio}}, "discardCachedInputRatio");
    }

    void fewLeftFilesAreListedAgain_FS43() {
        open({{"maxFilesPerTrigger", "10"}, {"discardCachedInputRatio", "1"}});
        for (int file = 0; file < 12; ++file) put("f" + std::to_string(file), 100 + file);
        QCOMPARE(next().size(), std::size_t{10});
        put("older", 1);
        QCOMPARE(next().front(), std::string("older"));
    }

    void filesOfTheLastChoiceAreCleaned_FS60_FS61_FS62() {
        open({{"cleanSource", "delete"}});
        put("a", 1);
        QCOMPARE(next(), Names{"a"});
        const Offset first = last_;
        put("b", 2);
        QCOMPARE(next(), Names{"b"});
        source_->committed(first);
        QVERIFY(!std::filesystem::exists(root() + "/a"));
        QVERIFY(std::filesystem::exists(root() + "/b"));

        open({{"cleanSource", "archive"}, {"sourceArchiveDir", root() + "/../archive-of-test"}}, "");
        last_.clear();
        QCOMPARE(next(), Names{"b"});
        source_->committed(last_);
        const std::string target = std::filesystem::path(root() + "/../archive-of-test").lexically_normal().string() + root() + "/b";
        QVERIFY(std::filesystem::exists(target));
        std::filesystem::remove_all(root() + "/../archive-of-test");

        refuses({{"cleanSource", "sometimes"}}, "cleanSource");
        refuses({{"cleanSource", "archive"}}, "cleanSource");
        refuses({{"cleanSource", "archive"}, {"sourceArchiveDir", root() + "/old"}}, "sourceArchiveDir");
    }

    void theLogOfASinkNamesTheFiles_FS25() {
        put("x.json", 1);
        put("y.json", 2);
        put("_spark_metadata/0", 1, "v1\n{\"path\":\"file://" + root() + "/x.json\",\"size\":5,\"isDir\":false,\"modificationTime\":1000,\"action\":\"add\"}");
        open();
        QCOMPARE(next(), Names{"x.json"});
        put("_spark_metadata/1", 2, "v1\n{\"path\":\"file://" + root() + "/y.json\",\"size\":5,\"isDir\":false,\"modificationTime\":2000,\"action\":\"add\"}");
        QCOMPARE(next(), Names{"y.json"});
        // Batches of one millisecond keep their order, whatever their files are called.
        put("b.json", 3, "b");
        put("a.json", 3, "a");
        put("_spark_metadata/2", 3, "v1\n{\"path\":\"file://" + root() + "/b.json\",\"size\":5,\"isDir\":false,\"modificationTime\":3000,\"action\":\"add\"}");
        put("_spark_metadata/3", 3, "v1\n{\"path\":\"file://" + root() + "/a.json\",\"size\":5,\"isDir\":false,\"modificationTime\":3000,\"action\":\"add\"}");
        QCOMPARE(next(), (Names{"b.json", "a.json"}));

        SessionConf conf;
        conf.ignoreFileStreamMetadata = true;
        source_ = std::make_unique<FileSource>(systemFiles(), root(), OptionMap{}, Names{}, textFormat(), conf);
        QVERIFY(source_->open({}).hasValue());
        last_.clear();
        QCOMPARE(next(), (Names{"x.json", "y.json", "a.json", "b.json"}));

        open({{"cleanSource", "delete"}});
        QCOMPARE(source_->latest({}).error().code(), ErrorCode::InvalidOption);
    }

    void filesBesidePartitionsGiveNoRows_FS24() {
        open();
        put("plain", 1);
        put("day=1/a", 2);
        QCOMPARE(next(), Names{"day=1/a"});
    }

    void B4_missingAndDamagedFiles_FS52_FS53() {
        for (const bool ignores : {false, true}) {
            open({{"ignoreMissingFiles", ignores ? "true" : "false"}, {"ignoreCorruptFiles", ignores ? "true" : "false"}});
            put("gone", 1);
            put("bad.gz", 1, "no gzip");
            last_.clear();
            next();
            const ReadPlan plan = source_->plan({}, last_).value();
            std::filesystem::remove(root() + "/gone");
            for (const FileRange& range : plan.ranges) {
                auto reader = source_->read(range);
                Batch batch;
                MalformedRows malformed;
                const bool fails = !reader || !(*reader)->next(batch, malformed, {});
                QCOMPARE(fails, !ignores);
            }
        }
    }

    void B1_theSizeWhenPlanned_FS50() {
        put("a.json", 1, "{\"a\":\"1\"}\n");
        open();
        last_ = source_->latest({}).value();
        std::ofstream(root() + "/a.json", std::ios::app) << "{\"a\":\"2\"}\n";
        const ReadPlan plan = source_->plan("", last_).value();
        QCOMPARE(plan.bytes, std::uint64_t{20});
        std::ofstream(root() + "/a.json", std::ios::app) << "{\"a\":\"3\"}\n";
        Batch batch;
        MalformedRows malformed;
        const auto reader = source_->read(plan.ranges.at(0)).value();
        QVERIFY(reader->next(batch, malformed, {}).value());
        QCOMPARE(batch.numRows, std::size_t{2});
        QVERIFY(!reader->next(batch, malformed, {}).value());
    }

    void B4_deletedBeforePlanning_FS51() {
        put("a.json", 1);
        put("b.json", 2);
        open();
        last_ = source_->latest({}).value();
        std::filesystem::remove(root() + "/a.json");
        QCOMPARE(planned("", last_), (Names{"b.json"}));
    }

    /// The same offsets always give the same files, also those of several selections (FS-46).
    void plansAreRepeatable_FS45() {
        put("a.json", 1);
        open();
        (void)next();
        put("b.json", 2);
        (void)next();
        QCOMPARE(planned(at(0), at(1)), (Names{"b.json"}));
        QCOMPARE(planned(at(0), at(1)), (Names{"b.json"}));
        QCOMPARE(planned("", at(1)), (Names{"a.json", "b.json"}));
        source_->committed(at(0));
        QCOMPARE(planned(at(0), at(1)), (Names{"b.json"}));
    }

    /// The directory may vanish and come back: nothing doubled, nothing lost.
    void aDirectoryThatComesBack_FS31() {
        put("in/a.json", 1);
        open({}, "/in");
        QCOMPARE(next(), (Names{"in/a.json"}));
        std::filesystem::rename(root() + "/in", root() + "/away");
        const Result<Offset> gone = source_->latest({});
        QVERIFY(!gone);
        QVERIFY(gone.error().code() == ErrorCode::SourceUnavailable);
        std::filesystem::rename(root() + "/away", root() + "/in");
        QCOMPARE(next(), Names{});
        put("in/b.json", 2);
        QCOMPARE(next(), (Names{"in/b.json"}));
    }

    /// Every line in exactly one part, whatever the number of parts.
    void partsCoverTheFiles_FS57() {
        std::string large;
        std::size_t lines = 0;
        while (large.size() < (5u << 20)) {
            large += "{\"a\":\"" + std::string(1 + lines % 97, 'x') + "\"}\n";
            ++lines;
        }
        put("a.json", 1, large);
        put("b.json", 2, "{\"a\":\"1\"}\n");
        put("c.json", 3, "");
        open();
        last_ = source_->latest({}).value();
        const ReadPlan plan = source_->plan("", last_).value();
        for (const std::size_t parts : {1u, 2u, 3u, 8u}) {
            const auto lists = source_->split(plan, parts, 1 << 20);
            QVERIFY(lists.size() <= parts);
            QVERIFY(parts == 1 || lists.size() > 1);
            std::size_t rows = 0;
            std::uint64_t bytes = 0;
            for (const auto& list : lists) {
                QVERIFY(!list.empty());
                for (const FileRange& range : list) {
                    bytes += range.end - range.begin;
                    const auto reader = source_->read(range).value();
                    MalformedRows malformed;
                    for (Batch batch; reader->next(batch, malformed, {}).value(); batch = {}) rows += batch.numRows;
                }
            }
            QCOMPARE(bytes, plan.bytes);
            QCOMPARE(rows, lines + 1);
        }
    }

    void description_PR11() {
        open({}, "/");
        QCOMPARE(source_->description(), "FileStreamSource[file:" + root() + "]");
    }

    /// New files wake the query, also those in a directory that did not exist when it started.
    void arrivalWakes() {
        std::counting_semaphore<1000> woken(0);
        open({{"recursiveFileLookup", "true"}});
        source_->onArrival([&] { woken.release(); });
        put("a.json", 1);
        QVERIFY(woken.try_acquire_for(std::chrono::seconds(20)));
        std::filesystem::create_directories(root() + "/deep");
        (void)next();
        while (woken.try_acquire()) {}
        put("deep/b.json", 2);
        QVERIFY(woken.try_acquire_for(std::chrono::seconds(20)));
        source_->onArrival({});
        put("c.json", 3);
        QCOMPARE(next(), (Names{"deep/b.json", "c.json"}));
    }
};

QTEST_APPLESS_MAIN(FileSourceTest)
#include "file_source_test.moc"
