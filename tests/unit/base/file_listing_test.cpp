// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTemporaryDir>
#include <QtTest/QtTest>

#include <algorithm>
#include <filesystem>
#include <memory>

#include <fcntl.h>
#include <sys/stat.h>

#include "core/base/file_listing.h"

using namespace vitrine;

class FileListingTest : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> folder_;

    std::string root() const { return folder_->path().toStdString(); }

    void put(const std::string& name, std::string_view content = "x") const {
        const std::filesystem::path path(root() + "/" + name);
        std::filesystem::create_directories(path.parent_path());
        QVERIFY(systemFiles().writeDurably(path.string(), content).hasValue());
    }

    ListingRules rules(const std::string& below = "") const {
        ListingRules rules;
        rules.path = below.empty() ? root() : root() + "/" + below;
        return rules;
    }

    /// The names of the listed files, sorted, without the folder's own path.
    std::vector<std::string> names(const ListingRules& rules) const {
        const Result<Listing> listing = listFiles(systemFiles(), rules);
        if (!listing) return {"error: " + listing.error().message()};
        std::vector<std::string> found;
        for (const ListedFile& file : listing->files) found.push_back(file.path.substr(root().size() + 1));
        std::sort(found.begin(), found.end());
        return found;
    }

    using Names = std::vector<std::string>;

  private slots:
    void init() { folder_ = std::make_unique<QTemporaryDir>(); }

    void hiddenNames_FS10() {
        for (const char* name : {".a", "_a", "_SUCCESS", "a._COPYING_", ".a=b", "_spark_metadata"}) QVERIFY2(isHiddenName(name), name);
        for (const char* name : {"a", "a_b", "_a=b", "_metadata", "_common_metadata", "a.crc", "a.tmp", "~a", "a._COPYING_2"}) {
            QVERIFY2(!isHiddenName(name), name);
        }
    }

    /// A dropped directory hides everything beneath it.
    void hiddenDirectoriesHideTheirContent_FS10() {
        put("a.json");
        put("_tmp/a.json");
        put(".x/a.json");
        put("b._COPYING_/a.json");
        put("c/a.json");
        ListingRules asked = rules();
        asked.recursive = true;
        QCOMPARE(names(asked), (Names{"a.json", "c/a.json"}));
    }

    void onlyDirectFilesByDefault_FS11() {
        put("a.json");
        put("deep/b.json");
        put("deep/er/c.json");
        QCOMPARE(names(rules()), (Names{"a.json"}));
        ListingRules asked = rules();
        asked.recursive = true;
        QCOMPARE(names(asked), (Names{"a.json", "deep/b.json", "deep/er/c.json"}));
    }

    void aPartitionDirectoryOpensTheWholeTree_FS11() {
        put("a.json");
        put("deep/b.json");
        put("country=US/c.json");
        QCOMPARE(names(rules()), (Names{"a.json", "country=US/c.json", "deep/b.json"}));
    }

    /// Only a leaf counts, that is a directory with a file: an empty one makes no partitions.
    void anEmptyPartitionDirectoryOpensNothing_FS11() {
        put("a.json");
        put("deep/b.json");
        put("country=US/_SUCCESS");
        std::filesystem::create_directories(root() + "/country=FR");
        QCOMPARE(names(rules()), (Names{"a.json"}));
        put("country=FR/city/c.json");
        QCOMPARE(names(rules()), (Names{"a.json", "country=FR/city/c.json", "deep/b.json"}));
    }

    /// A matched file is taken; a matched directory contributes its direct children only.
    void matchesOfAGlobAreRoots_FS11() {
        put("in/a.json");
        put("in/x/b.json");
        put("in/x/deep/c.json");
        put("in/x/k=1/d.json");
        QCOMPARE(names(rules("in/*")), (Names{"in/a.json", "in/x/b.json"}));
        QCOMPARE(names(rules("in/nothing*")), Names{});
    }

    void emptyFilesAreFiles_FS12() {
        put("empty.json", "");
        const Result<Listing> listing = listFiles(systemFiles(), rules());
        QCOMPARE(listing->files.size(), std::size_t{1});
        QCOMPARE(listing->files[0].size, std::uint64_t{0});
    }

    void whatGivesRows_FS13() {
        for (const char* name : {"a", "_a=b", "a._COPYING_"}) QVERIFY2(isDataName(name), name);
        for (const char* name : {".a", "_metadata", "_common_metadata.json"}) QVERIFY2(!isDataName(name), name);
    }

    /// Recorded as T63glob-b.
    void hiddenMatchesOfAGlob_FS14() {
        put("in/_tmp/a.json");
        put("in/_tmp/.h.json");
        put("in/_u.json");
        put("in/.v.json");
        put("in/w.json");
        QCOMPARE(names(rules("in/*")), (Names{"in/_tmp/a.json", "in/w.json"}));
    }

    /// Recorded as T63.
    void B2_unusualEndingsAreOrdinary_FS14() {
        for (const char* name : {"a.crc", "b.tmp", "~c"}) put(name);
        QCOMPARE(names(rules()), (Names{"a.crc", "b.tmp", "~c"}));
    }

    void linksAreFollowed_FS15() {
        put("elsewhere/a.json", "12345");
        const ::timespec times[2] = {{1000, 0}, {1000, 0}};
        QCOMPARE(::utimensat(AT_FDCWD, (root() + "/elsewhere/a.json").c_str(), times, 0), 0);
        std::filesystem::create_directories(root() + "/in");
        std::filesystem::create_symlink(root() + "/elsewhere/a.json", root() + "/in/link.json");
        std::filesystem::create_symlink(root() + "/nowhere", root() + "/in/dangling.json");
        const Result<Listing> listing = listFiles(systemFiles(), rules("in"));
        QCOMPARE(listing->files.size(), std::size_t{1});
        QCOMPARE(listing->files[0].path, root() + "/in/link.json");
        QCOMPARE(listing->files[0].size, std::uint64_t{5});
        QCOMPARE(listing->files[0].modified.time_since_epoch().count(), std::int64_t{1'000'000});
    }

    /// A link to a parent would otherwise be listed for ever.
    void B5_aLoopOfLinksEnds_FS15() {
        put("in/a.json");
        put("in/deep/b.json");
        std::filesystem::create_directory_symlink(root() + "/in", root() + "/in/deep/back");
        ListingRules asked = rules("in");
        asked.recursive = true;
        QCOMPARE(names(asked), (Names{"in/a.json", "in/deep/b.json"}));
    }

    /// pathGlobFilter matches the file's name only, and never a directory's.
    void nameFilter_FS7() {
        put("a.json");
        put("a.csv");
        put("deep/b.json");
        ListingRules asked = rules();
        asked.nameGlob = "*.json";
        asked.recursive = true;
        QCOMPARE(names(asked), (Names{"a.json", "deep/b.json"}));
        asked.nameGlob = "deep/*";
        QCOMPARE(names(asked), Names{});
    }

    /// FIFOs and sockets are no files of a stream.
    void B5_specialFilesAreLeftOut_FS10() {
        put("a.json");
        QCOMPARE(::mkfifo((root() + "/pipe.json").c_str(), 0600), 0);
        QCOMPARE(names(rules()), (Names{"a.json"}));
    }

    void theQuerysOwnDirectoriesAreNotListed() {
        put("a.json");
        put("checkpoint/metadata");
        ListingRules asked = rules();
        asked.recursive = true;
        asked.excluded = {root() + "/checkpoint"};
        QCOMPARE(names(asked), (Names{"a.json"}));
        asked.recursive = false;
        asked.path += "/*";
        QCOMPARE(names(asked), (Names{"a.json"}));
    }

    void oneFileIsAStreamOfOneFile() {
        put("a.json");
        QCOMPARE(names(rules("a.json")), (Names{"a.json"}));
    }

    void saysWhatIsMissing_FS2() {
        const Result<Listing> missing = listFiles(systemFiles(), rules("nowhere"));
        QVERIFY(!missing);
        QVERIFY(missing.error().code() == ErrorCode::SourceUnavailable);
        QVERIFY(missing.error().message().find(root() + "/nowhere") != std::string::npos);
        QCOMPARE(missing.error().place(), std::string("/source/path"));
        QVERIFY(!missing.error().wayOut().empty());
        QCOMPARE(::mkfifo((root() + "/pipe").c_str(), 0600), 0);
        QVERIFY(listFiles(systemFiles(), rules("pipe")).error().code() == ErrorCode::SourceUnavailable);
    }

    /// All directories that were looked into are told, for watching.
    void tellsTheDirectories() {
        put("x/a.json");
        put("y/z/b.json");
        Listing listing = listFiles(systemFiles(), rules()).value();
        std::sort(listing.directories.begin(), listing.directories.end());
        QCOMPARE(listing.directories, (Names{root(), root() + "/x", root() + "/y", root() + "/y/z"}));
    }
};

QTEST_APPLESS_MAIN(FileListingTest)
#include "file_listing_test.moc"
