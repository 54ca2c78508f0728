// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTemporaryDir>
#include <QtTest/QtTest>

#include <algorithm>

#include <sys/stat.h>
#include <unistd.h>

#include "core/base/file_system.h"

using namespace vitrine;

class FileSystemTest : public QObject {
    Q_OBJECT

    std::string path(const char* name) const { return folder_.filePath(name).toStdString(); }

    std::vector<std::string> names() const {
        std::vector<std::string> found;
        const std::vector<DirectoryEntry> entries = systemFiles().list(folder_.path().toStdString()).value();
        for (const DirectoryEntry& entry : entries) found.push_back(entry.name);
        std::sort(found.begin(), found.end());
        return found;
    }

    QTemporaryDir folder_;

  private slots:
    /// The whole content stands there afterwards, and nothing else does.
    void writesDurably() {
        QVERIFY(systemFiles().writeDurably(path("a"), "first").hasValue());
        QVERIFY(systemFiles().writeDurably(path("a"), "second").hasValue());
        QCOMPARE(readFile(systemFiles(), path("a")).value(), std::string("second"));
        QCOMPARE(names(), std::vector<std::string>{"a"});
    }

    /// What cannot be written leaves what was there, and no temporary file.
    void failedWriteLeavesTheOldContent() {
        QVERIFY(systemFiles().makeDirectories(path("directory/inner")).hasValue());
        const Result<void> written = systemFiles().writeDurably(path("directory"), "x");
        QVERIFY(written.error().code() == ErrorCode::WriteFailed);
        QVERIFY(systemFiles().stat(path("directory"))->isDirectory);
        QCOMPARE(names(), (std::vector<std::string>{"a", "directory"}));
        QVERIFY(systemFiles().writeDurably(path("missing/a"), "x").error().code() == ErrorCode::WriteFailed);
    }

    void sayWhatIsMissing() {
        QVERIFY(systemFiles().list(path("nowhere")).error().code() == ErrorCode::PathNotFound);
        QVERIFY(systemFiles().stat(path("nowhere")).error().code() == ErrorCode::PathNotFound);
        QVERIFY(systemFiles().openForReading(path("nowhere")).error().code() == ErrorCode::FileVanished);
        QVERIFY(systemFiles().remove(path("nowhere")).hasValue());
    }

    /// A FIFO that nobody writes to must not hang the reader.
    void refusesFifos() {
        QCOMPARE(::mkfifo(path("fifo").c_str(), 0600), 0);
        QVERIFY(systemFiles().openForReading(path("fifo")).error().code() == ErrorCode::ReadFailed);
        QVERIFY(!systemFiles().stat(path("fifo"))->isRegular);
        QVERIFY(systemFiles().openForReading(path("directory")).error().code() == ErrorCode::ReadFailed);
    }

    /// FS-15: links are followed; one that leads nowhere or to itself is an entry that is neither file nor directory (B5).
    void B5_followsLinks() {
        QCOMPARE(::symlink("a", path("link").c_str()), 0);
        QCOMPARE(::symlink("nothing", path("dangling").c_str()), 0);
        const std::vector<std::string> found = names();
        QVERIFY(std::count(found.begin(), found.end(), "link") == 1);
        QCOMPARE(::symlink("itself", path("itself").c_str()), 0);
        const std::vector<DirectoryEntry> entries = systemFiles().list(path(".")).value();
        for (const DirectoryEntry& entry : entries) {
            const bool leadsNowhere = entry.name == "dangling" || entry.name == "itself";
            if (leadsNowhere) QVERIFY(!entry.isRegular && !entry.isDirectory);
        }
        QVERIFY(std::count(found.begin(), found.end(), "dangling") == 1);
        QCOMPARE(systemFiles().stat(path("link"))->size, std::uint64_t{6});
    }

    void readsParts() {
        const std::unique_ptr<InputFile> file = systemFiles().openForReading(path("a")).value();
        char buffer[4];
        QCOMPARE(file->size().value(), std::uint64_t{6});
        QCOMPARE(file->readAt(3, buffer).value(), std::size_t{3});
        QCOMPARE(std::string(buffer, 3), std::string("ond"));
        QCOMPARE(file->readAt(6, buffer).value(), std::size_t{0});
        QVERIFY(readFile(systemFiles(), path("a"), 5).error().code() == ErrorCode::ReadFailed);
    }

    void renamesAndRemoves() {
        QVERIFY(systemFiles().rename(path("a"), path("b")).hasValue());
        QVERIFY(systemFiles().stat(path("b")).hasValue());
        QVERIFY(!systemFiles().rename(path("a"), path("c")).hasValue());
        QVERIFY(!systemFiles().remove(path("directory")).hasValue());
        QVERIFY(systemFiles().removeTree(path("directory")).hasValue());
        QVERIFY(systemFiles().remove(path("b")).hasValue());
        QVERIFY(!systemFiles().stat(path("b")).hasValue());
    }

    void errorsNameTheirCause() {
        QVERIFY(ioError(ENOSPC, "write", "/x", true).code() == ErrorCode::DiskFull);
        QVERIFY(ioError(EDQUOT, "write", "/x", true).code() == ErrorCode::DiskFull);
        QVERIFY(ioError(EACCES, "read", "/x", false).code() == ErrorCode::ReadFailed);
        QVERIFY(!ioError(EACCES, "read", "/x", false).wayOut().empty());
        QCOMPARE(ioError(EIO, "read", "/x", false).place(), std::string("/x"));
    }
};

QTEST_APPLESS_MAIN(FileSystemTest)
#include "file_system_test.moc"
