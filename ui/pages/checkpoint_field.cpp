// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/checkpoint_field.h"

#include <QDir>
#include <QEvent>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QToolButton>

#include "ui/pages/query_session.h"
#include "ui/style/control_kind.h"
#include "ui/style/fonts.h"
#include "ui/style/icons.h"

namespace vitrine::ui {

CheckpointField::CheckpointField(QWidget* parent) : QWidget(parent), path_(new QLineEdit(this)), browse_(new QToolButton(this)) {
    // The words that stand for none are narrower than a path is.
    const auto fitFont = [this] { path_->setFont(path_->text().isEmpty() ? captionFont() : monoFont()); };
    fitFont();
    connect(path_, &QLineEdit::textChanged, this, fitFont);
    path_->setObjectName(QStringLiteral("checkpoint"));
    browse_->setIcon(icon(Icon::FolderOpen));
    browse_->setFocusPolicy(Qt::StrongFocus);
    setControlSize(browse_, ControlSize::Medium);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(scaled(4));
    row->addWidget(path_, 1);
    row->addWidget(browse_);
    setFocusProxy(path_);
    connect(path_, &QLineEdit::editingFinished, this, [this] {
        path_->setModified(false);
        choose(path_->text());
    });
    connect(browse_, &QToolButton::clicked, this, &CheckpointField::browse);
    retranslate();
}

QString CheckpointField::help() {
    return tr("Keeps which rows were read and the state of the groups; a restart goes on from there.");
}

void CheckpointField::show(QuerySession* session) {
    session_ = session;
    const QString shown = session ? QString::fromStdString(session->document().checkpoint) : QString();
    path_->setToolTip(shown.isEmpty() ? help() : shown);
    if (path_->text() == shown || (path_->hasFocus() && path_->isModified())) return;
    path_->setText(shown);
}

void CheckpointField::choose(const QString& folder) {
    if (!session_) return;
    QueryDocument next = session_->document();
    next.checkpoint = folder.trimmed().toStdString();
    while (next.checkpoint.size() > 1 && next.checkpoint.back() == '/') next.checkpoint.pop_back();
    if (next == session_->document()) return show(session_);
    const QString what = next.checkpoint.empty() ? tr("Take the checkpoint away") : tr("Change the checkpoint");
    session_->edit(what, std::move(next));
}

void CheckpointField::browse() {
    if (!session_) return;
    const bool hasPlace = !session_->project().path().isEmpty();
    const QDir base(QString::fromStdString(session_->project().baseDirectory()));
    const QString before = path_->text();
    const QString from = !before.isEmpty() ? base.absoluteFilePath(before) : hasPlace ? base.path() : QDir::homePath();
    QString folder = QFileDialog::getExistingDirectory(this, tr("Choose a folder for the checkpoint"), from);
    if (folder.isEmpty()) return;
    // Beside a saved project a relative path keeps its meaning when both move.
    if (const QString relative = base.relativeFilePath(folder); hasPlace && !relative.startsWith(QLatin1String("..")) && relative != QLatin1String(".")) folder = relative;
    choose(folder);
}

void CheckpointField::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) retranslate();
}

void CheckpointField::retranslate() {
    path_->setAccessibleName(tr("Checkpoint"));
    path_->setPlaceholderText(tr("none: starts over each time"));
    browse_->setToolTip(tr("Choose…"));
    browse_->setAccessibleName(tr("Choose the folder of the checkpoint"));
}

}  // namespace vitrine::ui
