// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTemporaryDir>
#include <QtTest/QtTest>

#include <algorithm>
#include <filesystem>

#include <locale.h>

#include "core/base/file_glob.h"

using namespace vitrine;

class FileGlobTest : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;

    std::string root() const { return folder_.path().toStdString(); }

    void put(const char* name) const {
        const std::filesystem::path path(root() + "/" + name);
        std::filesystem::create_directories(path.parent_path());
        QVERIFY(systemFiles().writeDurably(path.string(), "x").hasValue());
    }

    /// What a glob below the folder matches, without the folder's own path.
    std::vector<std::string> matches(const std::string& pattern) const {
        std::vector<std::string> found = expandGlob(systemFiles(), root() + "/" + pattern);
        for (std::string& path : found) path.erase(0, root().size() + 1);
        return found;
    }

  private slots:
    void initTestCase() {
        for (const char* name : {"a/1.json", "a/2.json", "b/1.json", "b/.h.json", "c/d/1.json", "_tmp/1.json", "star*.json", "top.json"}) put(name);
    }

    void aPathIsAGlob_FS2() {
        for (const char* path : {"/in/*", "/in/?", "/in/[ab]", "/in/{a,b}", "/in/a\\b", "/in/a]", "/in/a}"}) QVERIFY2(isGlob(path), path);
        for (const char* path : {"/in", "/in/a b", "/in/été.json", "/in/a,b", "/in/a=1"}) QVERIFY2(!isGlob(path), path);
    }

    void matchesOneName_FS7_data() {
        QTest::addColumn<QString>("pattern");
        QTest::addColumn<QString>("name");
        QTest::addColumn<bool>("expected");
        const auto row = [](const char* pattern, const char* name, bool expected) {
            QTest::newRow(qPrintable(QString("%1 ~ %2").arg(pattern, name))) << QString(pattern) << QString(name) << expected;
        };
        row("*", "", true);
        row("*", ".hidden", true);
        row("*.json", "a.json", true);
        row("*.json", "a.json.gz", false);
        row("a?c", "abc", true);
        row("a?c", "ac", false);
        row("a?c", "aéc", true);
        row("[à-ü]", "é", true);
        row("[a-c]x", "bx", true);
        row("[a-c]x", "dx", false);
        row("[^a-c]x", "dx", true);
        row("[^a-c]x", "bx", false);
        row("{a,b}", "b", true);
        row("{a,b}", "c", false);
        row("{a,b}*", "bz", true);
        row("part-{0,1{0,1}}", "part-11", true);
        row("part-{0,1{0,1}}", "part-12", false);
        row("a{,b}", "a", true);
        row("\\*", "*", true);
        row("\\*", "a", false);
        row("\\{a,b\\}", "{a,b}", true);
        row("a{b", "a{b", true);
    }

    void matchesOneName_FS7() {
        QFETCH(QString, pattern);
        QFETCH(QString, name);
        QFETCH(bool, expected);
        QCOMPARE(globMatches(pattern.toStdString(), name.toStdString()), expected);
        // The same in a program that never set a locale.
        const std::string before = ::setlocale(LC_ALL, nullptr);
        ::setlocale(LC_ALL, "C");
        const bool plain = globMatches(pattern.toStdString(), name.toStdString());
        ::setlocale(LC_ALL, before.c_str());
        QCOMPARE(plain, expected);
    }

    /// A component never reaches over a slash; what is matched comes sorted and once.
    void expandsPaths_FS2() {
        QCOMPARE(matches("*/1.json"), (std::vector<std::string>{"_tmp/1.json", "a/1.json", "b/1.json"}));
        QCOMPARE(matches("{a,b}/*"), (std::vector<std::string>{"a/1.json", "a/2.json", "b/.h.json", "b/1.json"}));
        QCOMPARE(matches("{a/1,c/d/1}.json"), (std::vector<std::string>{"a/1.json", "c/d/1.json"}));
        QCOMPARE(matches("{a,a,[a]}/1.json"), (std::vector<std::string>{"a/1.json"}));
        QCOMPARE(matches("star\\*.json"), (std::vector<std::string>{"star*.json"}));
        QCOMPARE(matches("[ac]"), (std::vector<std::string>{"a", "c"}));
        QCOMPARE(matches("c/*/1.json"), (std::vector<std::string>{"c/d/1.json"}));
    }

    /// A glob may match nothing yet; what is no directory has nothing below it.
    void mayMatchNothing_FS2() {
        QCOMPARE(matches("nowhere/*"), std::vector<std::string>{});
        QCOMPARE(matches("*.csv"), std::vector<std::string>{});
        QCOMPARE(matches("top.json/*"), std::vector<std::string>{});
    }
};

QTEST_APPLESS_MAIN(FileGlobTest)
#include "file_glob_test.moc"
