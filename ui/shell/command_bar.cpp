// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/command_bar.h"

#include <QEvent>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLocale>
#include <QMenu>
#include <QPainter>
#include <QPushButton>
#include <QToolButton>

#include "ui/pages/query_session.h"
#include "ui/style/control_kind.h"
#include "ui/style/fonts.h"
#include "ui/style/icons.h"
#include "ui/style/theme.h"
#include "ui/widgets/chip.h"
#include "ui/widgets/segment_bar.h"

namespace vitrine::ui {
namespace {

/// A button that does what `action` does and looks the way it says.
QPushButton* buttonOf(QAction* action, QWidget* parent) {
    auto* button = new QPushButton(parent);
    const auto follow = [button, action] {
        button->setText(action->iconText());
        button->setIcon(action->icon());
        button->setEnabled(action->isEnabled());
        button->setToolTip(action->toolTip());
        button->setAccessibleName(action->iconText());
    };
    QObject::connect(action, &QAction::changed, button, follow);
    QObject::connect(button, &QPushButton::clicked, action, &QAction::trigger);
    follow();
    return button;
}

QToolButton* quietButton(QWidget* parent) {
    auto* button = new QToolButton(parent);
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    setControlSize(button, ControlSize::Large);
    return button;
}

}  // namespace

CommandBar::CommandBar(const Actions& actions, QWidget* parent)
    : QWidget(parent), actions_(actions), run_(buttonOf(actions.run, this)), stop_(buttonOf(actions.stop, this)),
      step_(buttonOf(actions.step, this)), pages_(new SegmentBar(ControlSize::Large, this)), live_(new Chip({}, Chip::Kind::Plain, this)),
      addChart_(quietButton(this)), export_(quietButton(this)) {
    setKind(step_, ButtonKind::Quiet);
    live_->setLarge(true);
    addChart_->setDefaultAction(actions.addChart);
    addChart_->setIcon(icon(Icon::Plus));
    connect(actions.addChart, &QAction::changed, addChart_, [this] { addChart_->setVisible(actions_.addChart->isVisible()); });
    export_->setIcon(icon(Icon::Download));
    export_->setMenu(actions.exportMenu);
    export_->setPopupMode(QToolButton::InstantPopup);

    auto* left = new QHBoxLayout;
    left->setSpacing(scaled(8));
    left->addWidget(run_);
    left->addWidget(stop_);
    left->addWidget(step_);
    left->addStretch();
    auto* right = new QHBoxLayout;
    right->setSpacing(scaled(8));
    right->addStretch();
    right->addWidget(live_);
    right->addWidget(addChart_);
    right->addWidget(export_);

    auto* grid = new QGridLayout(this);
    grid->setContentsMargins(scaled(12), scaled(8), scaled(12), scaled(8));
    grid->addLayout(left, 0, 0);
    grid->addWidget(pages_, 0, 1);
    grid->addLayout(right, 0, 2);
    grid->setColumnStretch(0, 1);
    grid->setColumnStretch(2, 1);

    connect(pages_, &SegmentBar::chosen, this, &CommandBar::pageChosen);
    retranslate();
    showState(nullptr);
}

void CommandBar::setPages(const QStringList& names) {
    for (int index = 0; index < names.size(); ++index) {
        if (index < pages_->count()) pages_->setText(index, names[index]);
        else pages_->addSegment(names[index]);
    }
}

void CommandBar::setPage(int page) {
    pages_->setCurrentIndex(page);
}

void CommandBar::showState(const QuerySession* session) {
    if (session == nullptr) {
        live_->hide();
        return;
    }
    auto* shown = const_cast<QuerySession*>(session);
    const QLocale locale;
    const std::int64_t batch = shown->controller().reports().empty() ? -1 : shown->controller().reports().back()->batchId;
    const QString number = batch < 0 ? QString() : tr("batch %1").arg(locale.toString(static_cast<qlonglong>(batch)));
    const StateMark mark = session->mark();
    const bool live = mark == StateMark::Running;
    const bool warns = mark == StateMark::Paused;
    live_->setKind(live ? Chip::Kind::Accent : warns ? Chip::Kind::Warn : mark == StateMark::Failed ? Chip::Kind::Error : Chip::Kind::Plain);
    live_->setDot(live);
    if (session->viewedBatch() >= 0) {
        live_->setKind(Chip::Kind::Warn);
        live_->setDot(false);
        live_->setText(tr("VIEWING"));
        live_->setDetail(tr("batch %1 of %2").arg(locale.toString(static_cast<qlonglong>(session->viewedBatch())), locale.toString(static_cast<qlonglong>(batch))));
    } else if (live) {
        live_->setText(tr("LIVE"));
        live_->setDetail(number);
    } else {
        live_->setText(stateWord(mark));
        live_->setDetail(number);
    }
    live_->show();
    // The one filled button of the window: the next thing to do, and none while the query runs. Build has its own.
    const bool onWatch = pages_->currentIndex() == 1;
    const bool next = onWatch && (mark == StateMark::Paused || mark == StateMark::NotStarted || mark == StateMark::Stopped || mark == StateMark::Failed);
    setKind(run_, next && session->isRunnable() ? ButtonKind::Filled : ButtonKind::Default);
}

void CommandBar::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) retranslate();
    QWidget::changeEvent(event);
}

void CommandBar::retranslate() {
    export_->setText(tr("Export"));
    export_->setAccessibleName(tr("Export"));
    pages_->setAccessibleName(tr("Pages"));
}

void CommandBar::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.fillRect(rect(), Theme::tokens().surface);
    painter.setPen(Theme::tokens().line);
    painter.drawLine(QPointF(0, height() - 0.5), QPointF(width(), height() - 0.5));
}

}  // namespace vitrine::ui
