// SPDX-License-Identifier: GPL-3.0-or-later
#include <QFile>
#include <QFileInfo>
#include <QLocale>

#include "ui/pages/query_session.h"
#include "ui/shell/main_window.h"
#include "ui/widgets/banner.h"

namespace vitrine::ui {

void MainWindow::connectAutosave() {
    if (services_.autosaveDirectory.isEmpty()) return;
    autosave_ = std::make_unique<Autosave>(project_, services_.autosaveDirectory);
    autosave_->setWorthKeeping([this] { return !demoRuns_ && !sessions_.empty(); });
    connect(autosave_.get(), &Autosave::trouble, this, [this](const QString& reason) {
        const QString key = QStringLiteral("autosave");
        if (reason.isEmpty()) return banners_->remove(key);
        auto* banner = new Banner(Banner::Kind::Warning, tr("Edits cannot be kept for the case that Vitrine ends unexpectedly."), tr("%1 Save the project yourself.").arg(reason));
        banner->setClosable(true);
        banners_->put(key, banner);
    });
}

/// Nothing is opened by itself: what made the window crash must not do so again at its start (H4).
void MainWindow::offerRecovery() {
    if (!autosave_) return;
    for (const RecoverableProject& project : Autosave::recoverable(services_.autosaveDirectory)) {
        const QString key = QStringLiteral("recover ") + project.file;
        if (postponed_.contains(key)) continue;
        const QString when = QLocale().toString(project.saved.toLocalTime(), QLocale::ShortFormat);
        QString detail = tr("Kept %1.").arg(when);
        if (project.isFileGone) detail += QLatin1Char(' ') + tr("Its file %1 is not there any more.").arg(project.path);
        else if (project.isFileNewer) detail += QLatin1Char(' ') + tr("The file %1 was saved after that.").arg(project.path);
        auto* banner = new Banner(Banner::Kind::Warning, tr("“%1” has edits that were not saved when Vitrine ended.").arg(project.name), detail);
        banner->addAction(tr("Recover"), [this, project] { recover(project); }, Icon::RefreshCw);
        banner->addAction(tr("Discard"), [this, project, key] {
            Autosave::discard(project);
            auto* gone = new Banner(Banner::Kind::Note, tr("The unsaved edits of “%1” are discarded.").arg(project.name));
            gone->addAction(tr("Undo"), [this, project, key] {
                Autosave::restore(project);
                banners_->remove(key);
                offerRecovery();
            });
            gone->setClosable(true);
            banners_->put(key, gone);
        });
        banner->addAction(tr("Later"), [this, key] {
            postponed_ << key;
            banners_->remove(key);
        });
        banners_->put(key, banner);
    }
}

void MainWindow::recover(const RecoverableProject& project) {
    if (!mayDiscard()) return;
    project_.recover(project.project, project.isFileGone ? QString() : project.path, project.directory);
    adoptProject();
    endDemo();
    if (sessions_.empty()) return showWelcome();
    showPage(sessions_.front()->isRunnable() ? WatchPageIndex : BuildPageIndex);
    // Only when they are kept anew may the old file go.
    autosave_->flush();
    Autosave::discard(project);
}

}  // namespace vitrine::ui
