// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include <QDateTime>
#include <QObject>
#include <QThreadPool>
#include <QTimer>

#include "core/base/file_lock.h"
#include "ui/document/project_document.h"

namespace vitrine::ui {

/// A project with edits that an ended process had not saved.
struct RecoverableProject {
    QString file;              ///< of the recovery itself
    QString name;              ///< as it was shown
    QString path;              ///< of the project; empty when it never had one
    std::string directory;     ///< what the project's relative paths are relative to
    QDateTime saved;           ///< when the edits were kept
    Project project;
    bool isFileGone = false;   ///< `path` is not there any more
    bool isFileNewer = false;  ///< `path` was written after the edits were kept
};

/// Keeps the unsaved edits of a project where the end of the process does not take them (H1): a file of its own in `directory`,
/// written at most kDelay after an edit, whole or not at all; gone once the project is saved or given up. The project's own file
/// is never touched. A lock tells the file of a running process from one that is left over (H2).
///
/// Window thread; the disk is written by a thread of its own.
class Autosave : public QObject {
    Q_OBJECT
  public:
    static constexpr int kDelay = 2000;   ///< milliseconds; what a crash may take is at most twice that

    Autosave(ProjectDocument& project, QString directory, QObject* parent = nullptr);
    /// Leaves the file: only end() says that nothing is worth keeping.
    ~Autosave() override;

    /// `$XDG_STATE_HOME/vitrine/autosave`.
    static QString defaultDirectory();

    /// Asked before each write; edits of which it says no are nobody's work.
    void setWorthKeeping(std::function<bool()> worth) { worth_ = std::move(worth); }

    /// Writes what waits, now, and returns when it is on the disk.
    void flush();
    /// The edits are saved or given up: removes the file.
    void end();

    /// What processes that are gone left in `directory`, newest first. Files that cannot be read are left alone. Blocks on the disk.
    static std::vector<RecoverableProject> recoverable(const QString& directory);
    /// Takes a recovery out of the list; restore() puts it back. A week later it is removed.
    static void discard(const RecoverableProject& project);
    static void restore(const RecoverableProject& project);

  Q_SIGNALS:
    /// Edits cannot be kept, or (with an empty text) can be kept again. Once for each.
    void trouble(const QString& reason);

  private:
    void follow();
    void write();
    void report(const QString& reason);
    bool takeLock();

    ProjectDocument& project_;
    QString directory_;
    QString id_;
    std::function<bool()> worth_;
    QTimer timer_;
    QThreadPool thread_;
    std::optional<FileLock> lock_;
    QString reason_;
    bool isKept_ = false;
};

}  // namespace vitrine::ui
