// SPDX-License-Identifier: GPL-3.0-or-later
#include <csignal>

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QProcess>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <unistd.h>

#include "ui/document/autosave.h"

namespace vitrine::ui {
namespace {

constexpr int kPatience = 60'000;

Project titled(const std::string& title) {
    Project project;
    project.title = title;
    QueryDocument query;
    query.name = "q";
    query.source.path = "events";
    query.source.schema = "a STRING";
    project.queries = {query};
    return project;
}

/// What a window does before it crashes: edit after edit, each kept, until somebody kills it.
int editForEver(const QString& directory) {
    ProjectDocument document;
    Autosave autosave(document, directory);
    QFile out;
    if (!out.open(STDOUT_FILENO, QIODevice::WriteOnly)) return 1;
    for (int edit = 1;; ++edit) {
        document.edit(QStringLiteral("edit"), titled(std::to_string(edit)));
        autosave.flush();
        out.write(QByteArray::number(edit) + '\n');
        out.flush();
    }
}

}  // namespace

class AutosaveTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    /// Killed at any moment, the last edit that was kept is there, whole.
    void H1_killedWindowLosesNoKeptEdit() {
        for (int round = 0; round < 10; ++round) {
            QTemporaryDir directory;
            QProcess window;
            window.start(QCoreApplication::applicationFilePath(), {QStringLiteral("--edit-for-ever"), directory.path()});
            QVERIFY(window.waitForStarted());
            int kept = 0;
            while (kept <= round) {
                QVERIFY(window.canReadLine() || window.waitForReadyRead(kPatience));
                while (window.canReadLine()) kept = window.readLine().trimmed().toInt();
            }
            QVERIFY(Autosave::recoverable(directory.path()).empty());  // it is running
            window.kill();
            QVERIFY(window.waitForFinished(kPatience));
            while (window.canReadLine()) kept = window.readLine().trimmed().toInt();
            const auto found = Autosave::recoverable(directory.path());
            QCOMPARE(found.size(), std::size_t(1));
            QVERIFY(std::stoi(found[0].project.title) >= kept);
            QCOMPARE(found[0].project, titled(found[0].project.title));
        }
    }

    void H1_editsAreKeptByThemselves() {
        static_assert(2 * Autosave::kDelay <= 5000);
        QTemporaryDir directory;
        ProjectDocument document;
        Autosave autosave(document, directory.path());
        document.edit(QStringLiteral("edit"), titled("one"));
        QTRY_COMPARE_WITH_TIMEOUT(QDir(directory.path()).entryList({QStringLiteral("*.json")}).size(), 1, kPatience);
    }

    void H2_savedProjectLeavesNothingBehind() {
        QTemporaryDir directory;
        ProjectDocument document;
        Autosave autosave(document, directory.filePath(QStringLiteral("kept")));
        document.edit(QStringLiteral("edit"), titled("one"));
        autosave.flush();
        QCOMPARE(QDir(directory.filePath(QStringLiteral("kept"))).entryList(QDir::Files).size(), 2);
        QVERIFY(document.save(directory.filePath(QStringLiteral("p.vitrine"))));
        QVERIFY(QDir(directory.filePath(QStringLiteral("kept"))).isEmpty());
        // The next edit is kept again.
        document.edit(QStringLiteral("edit"), titled("two"));
        autosave.flush();
        QCOMPARE(QDir(directory.filePath(QStringLiteral("kept"))).entryList({QStringLiteral("*.json")}).size(), 1);
    }

    void H2_tellsWhatBecameOfTheProject() {
        QTemporaryDir directory;
        const QString path = directory.filePath(QStringLiteral("p.vitrine"));
        const QString kept = directory.filePath(QStringLiteral("kept"));
        ProjectDocument document;
        document.edit(QStringLiteral("edit"), titled("one"));
        QVERIFY(document.save(path));
        {
            Autosave autosave(document, kept);
            document.edit(QStringLiteral("edit"), titled("two"));
            autosave.flush();
        }  // gone without a word, as a crash is
        auto found = Autosave::recoverable(kept);
        QCOMPARE(found.size(), std::size_t(1));
        QCOMPARE(found[0].path, path);
        QCOMPARE(found[0].name, QStringLiteral("p.vitrine"));
        QVERIFY(!found[0].isFileGone && !found[0].isFileNewer);
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QVERIFY(!file.readAll().contains("two"));  // the project's own file is never touched
        QVERIFY(file.setFileTime(QDateTime::currentDateTime().addSecs(3600), QFileDevice::FileModificationTime));
        file.close();
        QVERIFY(Autosave::recoverable(kept)[0].isFileNewer);
        QVERIFY(QFile::remove(path));
        QVERIFY(Autosave::recoverable(kept)[0].isFileGone);
    }

    void H2_twoWindowsKeepTheirOwn() {
        QTemporaryDir directory;
        ProjectDocument one, two;
        Autosave first(one, directory.path());
        auto second = std::make_unique<Autosave>(two, directory.path());
        one.edit(QStringLiteral("edit"), titled("one"));
        two.edit(QStringLiteral("edit"), titled("two"));
        first.flush();
        second->flush();
        QVERIFY(Autosave::recoverable(directory.path()).empty());
        second.reset();
        const auto found = Autosave::recoverable(directory.path());
        QCOMPARE(found.size(), std::size_t(1));
        QCOMPARE(found[0].project.title, std::string("two"));
    }

    void H2_discardedCanBePutBack() {
        QTemporaryDir directory;
        ProjectDocument document;
        {
            Autosave autosave(document, directory.path());
            document.edit(QStringLiteral("edit"), titled("one"));
            autosave.flush();
        }
        const auto found = Autosave::recoverable(directory.path());
        Autosave::discard(found.at(0));
        QVERIFY(Autosave::recoverable(directory.path()).empty());
        Autosave::restore(found.at(0));
        QCOMPARE(Autosave::recoverable(directory.path()).size(), std::size_t(1));
    }

    void H2_damagedRecoveryIsLeftAlone() {
        QTemporaryDir directory;
        for (const char* text : {"", "{", "[]", "{\"recovery\":2,\"project\":{}}", "{\"recovery\":1}", "{\"recovery\":1,\"project\":7}"}) {
            QFile file(directory.filePath(QStringLiteral("%1.json").arg(qHash(QByteArray(text)))));
            QVERIFY(file.open(QIODevice::WriteOnly));
            file.write(text);
        }
        QVERIFY(Autosave::recoverable(directory.path()).empty());
        QCOMPARE(QDir(directory.path()).entryList({QStringLiteral("*.json")}).size(), 6);
    }

    void H2_placeThatCannotBeWrittenIsSaidOnce() {
        QTemporaryDir directory;
        QFile file(directory.filePath(QStringLiteral("file")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        ProjectDocument document;
        Autosave autosave(document, directory.filePath(QStringLiteral("file/below")));
        QSignalSpy trouble(&autosave, &Autosave::trouble);
        document.edit(QStringLiteral("edit"), titled("one"));
        autosave.flush();
        document.edit(QStringLiteral("edit"), titled("two"));
        autosave.flush();
        QCOMPARE(trouble.count(), 1);
        QVERIFY(!trouble[0][0].toString().isEmpty());
    }

    void editsThatAreNobodysWorkAreNotKept() {
        QTemporaryDir directory;
        ProjectDocument document;
        Autosave autosave(document, directory.path());
        autosave.setWorthKeeping([] { return false; });
        document.edit(QStringLiteral("edit"), titled("one"));
        autosave.flush();
        QVERIFY(QDir(directory.path()).isEmpty());
    }

    void recoveredPathsMeanTheSamePlaces() {
        QTemporaryDir directory;
        ProjectDocument before;
        before.edit(QStringLiteral("edit"), titled("one"));
        ProjectDocument after;
        after.recover(before.project(), QString(), before.baseDirectory());
        QVERIFY(after.isModified());
        QCOMPARE(QDir::cleanPath(QDir(QString::fromStdString(after.baseDirectory())).absoluteFilePath(QString::fromStdString(after.project().queries[0].source.path))),
                 QDir::cleanPath(QDir(QString::fromStdString(before.baseDirectory())).absoluteFilePath(QStringLiteral("events"))));
    }
};

}  // namespace vitrine::ui

int main(int argc, char** argv) {
    QCoreApplication application(argc, argv);
    if (argc == 3 && qstrcmp(argv[1], "--edit-for-ever") == 0) return vitrine::ui::editForEver(QString::fromLocal8Bit(argv[2]));
    vitrine::ui::AutosaveTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "autosave_test.moc"
