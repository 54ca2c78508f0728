// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTemporaryDir>
#include <QtTest/QtTest>

#include <filesystem>
#include <memory>
#include <semaphore>

#include "core/base/file_system.h"
#include "core/connect/sources/directory_watch.h"

using namespace vitrine;

class DirectoryWatchTest : public QObject {
    Q_OBJECT

    static constexpr std::chrono::seconds kPatience{20};

    QTemporaryDir folder_;
    std::counting_semaphore<100'000> woken_{0};
    std::unique_ptr<DirectoryWatch> watch_;

    std::string path(const std::string& name) const { return folder_.path().toStdString() + "/" + name; }

    bool isWoken() { return woken_.try_acquire_for(kPatience); }

    /// Takes what earlier changes still send: a marker in a directory of its own comes behind them.
    void settle() {
        QVERIFY(systemFiles().writeDurably(path("a/marker"), "x").hasValue());
        QVERIFY(isWoken());
        while (woken_.try_acquire_for(std::chrono::milliseconds(50))) {}
    }

  private slots:
    void init() {
        std::filesystem::create_directories(path("a"));
        std::filesystem::create_directories(path("b"));
        watch_ = std::make_unique<DirectoryWatch>([this] { woken_.release(); });
        if (!watch_->isWorking()) QSKIP("this system gives no hints");
    }

    void cleanup() {
        watch_.reset();
        while (woken_.try_acquire()) {}
        std::filesystem::remove_all(path("a"));
        std::filesystem::remove_all(path("b"));
    }

    void tellsOfAFileRenamedIntoPlace() {
        watch_->watch({path("a")});
        QVERIFY(systemFiles().writeDurably(path("a/new.json"), "x").hasValue());
        QVERIFY(isWoken());
    }

    void tellsOfADirectoryMadeInside() {
        watch_->watch({path("a")});
        std::filesystem::create_directory(path("a/deep"));
        QVERIFY(isWoken());
    }

    void tellsWhenTheDirectoryGoes() {
        watch_->watch({path("a")});
        std::filesystem::rename(path("a"), path("c"));
        QVERIFY(isWoken());
        std::filesystem::remove_all(path("c"));
        QVERIFY(isWoken());
    }

    /// A directory made anew under the old name has to be watched anew.
    void watchesADirectoryThatCameBack() {
        watch_->watch({path("a"), path("b")});
        std::filesystem::remove(path("b"));
        QVERIFY(isWoken());
        std::filesystem::create_directory(path("b"));
        watch_->watch({path("a"), path("b")});
        settle();
        QVERIFY(systemFiles().writeDurably(path("b/new.json"), "x").hasValue());
        QVERIFY(isWoken());
    }

    /// What cannot be watched gives no hints and no trouble.
    void ignoresWhatIsNotThere() {
        QVERIFY(systemFiles().writeDurably(path("b/file"), "x").hasValue());
        watch_->watch({path("nowhere"), path("b/file"), path("a")});
        QVERIFY(systemFiles().writeDurably(path("a/new.json"), "x").hasValue());
        QVERIFY(isWoken());
    }

    void endsWhileEventsArrive() {
        watch_->watch({path("a")});
        for (int file = 0; file < 50; ++file) QVERIFY(systemFiles().writeDurably(path("a/" + std::to_string(file)), "x").hasValue());
        watch_.reset();
    }
};

QTEST_APPLESS_MAIN(DirectoryWatchTest)
#include "directory_watch_test.moc"
