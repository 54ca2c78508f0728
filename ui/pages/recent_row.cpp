// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/recent_row.h"

#include <QDateTime>
#include <QDir>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLocale>
#include <QPainter>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/style/control_kind.h"
#include "ui/style/fonts.h"
#include "ui/style/icons.h"
#include "ui/style/theme.h"
#include "ui/widgets/labels.h"

namespace vitrine::ui {
namespace {

/// "2 hours ago", "yesterday", or the date.
struct Ago {
    Q_DECLARE_TR_FUNCTIONS(RecentRow)
  public:
    static QString of(const QDateTime& then) {
        const QDateTime now = QDateTime::currentDateTime();
        const qint64 minutes = then.secsTo(now) / 60;
        const qint64 days = then.date().daysTo(now.date());
        if (minutes < 1) return tr("just now");
        if (minutes < 60) return tr("%n minute(s) ago", nullptr, static_cast<int>(minutes));
        if (days == 0) return tr("%n hour(s) ago", nullptr, static_cast<int>(minutes / 60));
        if (days == 1) return tr("yesterday");
        if (days < 7) return tr("%n day(s) ago", nullptr, static_cast<int>(days));
        return QLocale().toString(then.date(), QLocale::ShortFormat);
    }
};

QString withHome(const QString& path) {
    const QString home = QDir::homePath();
    return path == home || path.startsWith(home + QLatin1Char('/')) ? QLatin1Char('~') + path.mid(home.size()) : path;
}

}  // namespace

RecentRow::RecentRow(const QString& path, QWidget* parent) : QAbstractButton(parent), isThere_(QFileInfo::exists(path)) {
    const QFileInfo info(path);
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_Hover);
    setEnabled(true);
    setCursor(isThere_ ? Qt::PointingHandCursor : Qt::ArrowCursor);
    auto* mark = new QLabel(this);
    mark->setPixmap(ui::icon(info.isDir() ? Icon::Folder : Icon::Layers).pixmap(scaled(18), scaled(18)));
    auto* name = new TextLabel(info.fileName(), TextLabel::Role::Body, this);
    name->setTextFormat(Qt::PlainText);
    auto* where = new TextLabel(withHome(info.absolutePath()), TextLabel::Role::Caption, this);
    where->setTextFormat(Qt::PlainText);
    auto* when = new TextLabel(isThere_ ? Ago::of(info.lastModified()) : tr("not there any more"), TextLabel::Role::Caption, this);
    if (!isThere_) name->setTokenColor(&ThemeTokens::text3);
    auto* words = new QVBoxLayout;
    words->setSpacing(0);
    words->addWidget(name);
    words->addWidget(where);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(scaled(16), scaled(8), scaled(16), scaled(8));
    row->setSpacing(scaled(12));
    row->addWidget(mark);
    row->addLayout(words, 1);
    row->addWidget(when);
    for (QWidget* part : {static_cast<QWidget*>(mark), static_cast<QWidget*>(name), static_cast<QWidget*>(where), static_cast<QWidget*>(when)}) {
        part->setAttribute(Qt::WA_TransparentForMouseEvents);
        part->setForegroundRole(QPalette::WindowText);
    }
    setAccessibleName(info.fileName());
    setAccessibleDescription(tr("%1, %2").arg(where->text(), when->text()));
    setToolTip(path);
    if (!isThere_) {
        auto* remove = new QToolButton(this);
        remove->setIcon(ui::icon(Icon::X));
        remove->setToolTip(tr("Take it from the list"));
        remove->setAccessibleName(tr("Take %1 from the list").arg(info.fileName()));
        setControlSize(remove, ControlSize::Small);
        row->addWidget(remove);
        connect(remove, &QToolButton::clicked, this, &RecentRow::removeRequested);
    }
}

QSize RecentRow::sizeHint() const {
    return layout()->sizeHint();
}

void RecentRow::paintEvent(QPaintEvent*) {
    if (!underMouse() && !isDown()) return;
    QPainter painter(this);
    painter.fillRect(rect(), Theme::tokens().raised);
}

void RecentRow::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) return click();
    if (event->key() == Qt::Key_Delete && !isThere_) return Q_EMIT removeRequested();
    QAbstractButton::keyPressEvent(event);
}

}  // namespace vitrine::ui
