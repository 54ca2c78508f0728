// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/query_panel.h"

#include <algorithm>

#include <QHBoxLayout>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QStackedWidget>
#include <QVBoxLayout>

#include "ui/pages/document_editor.h"
#include "ui/pages/query_session.h"
#include "ui/style/control_kind.h"
#include "ui/style/fonts.h"
#include "ui/style/icons.h"
#include "ui/style/paint_tools.h"
#include "ui/style/theme.h"
#include "ui/widgets/chip.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/segment_bar.h"

namespace vitrine::ui {
namespace {

constexpr int kWidth = 320;
constexpr int kWidest = 400;
constexpr int kScrollBar = 8;

}  // namespace

QueryPanel::QueryPanel(QWidget* parent) : QWidget(parent) {
    setAutoFillBackground(false);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 1, 0);
    column->setSpacing(0);

    auto* head = new QHBoxLayout;
    head->setContentsMargins(scaled(16), scaled(8), scaled(16), scaled(8));
    title_ = new TextLabel(TextLabel::Role::Strong, this);
    head->addWidget(title_, 1);
    face_ = new SegmentBar(ControlSize::Small, this);
    face_->addSegment({});
    face_->addSegment({});
    head->addWidget(face_);
    column->addLayout(head);

    editedRow_ = new QWidget(this);
    auto* line = new QHBoxLayout(editedRow_);
    line->setContentsMargins(scaled(16), 0, scaled(16), scaled(8));
    edited_ = new Chip({}, Chip::Kind::Warn, editedRow_);
    edited_->setGlyph(Icon::Pencil);
    edited_->setLarge(true);
    line->addWidget(edited_);
    line->addStretch();
    restart_ = new QPushButton(editedRow_);
    restart_->setAutoDefault(false);
    restart_->setIcon(icon(Icon::RotateCcw));
    setControlSize(restart_, ControlSize::Small);
    line->addWidget(restart_);
    editedRow_->hide();
    column->addWidget(editedRow_);
    stale_ = new TextLabel(TextLabel::Role::Caption, this);
    stale_->setTokenColor(&ThemeTokens::warn);
    stale_->setWordWrap(true);
    stale_->setContentsMargins(scaled(16), 0, scaled(16), scaled(8));
    stale_->hide();
    column->addWidget(stale_);

    faces_ = new QStackedWidget(this);
    scroll_ = new QScrollArea(faces_);
    scroll_->setFrameShape(QFrame::NoFrame);
    scroll_->setWidgetResizable(true);
    scroll_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll_->setFocusPolicy(Qt::NoFocus);
    scroll_->verticalScrollBar()->setFixedWidth(scaled(kScrollBar));
    form_ = new QueryForm(scroll_);
    scroll_->setWidget(form_);
    scroll_->viewport()->setAutoFillBackground(false);
    form_->setAutoFillBackground(false);
    editor_ = new DocumentEditor(faces_);
    faces_->addWidget(scroll_);
    faces_->addWidget(editor_);
    column->addWidget(faces_, 1);

    connect(face_, &SegmentBar::chosen, this, &QueryPanel::showFace);
    connect(restart_, &QPushButton::clicked, this, [this] { if (session_) session_->run(); });
    connect(editor_, &DocumentEditor::problemChanged, this, &QueryPanel::refreshEdited);
    connect(&Theme::current(), &Theme::changed, this, [this] {
        scroll_->verticalScrollBar()->setFixedWidth(scaled(kScrollBar));
        fitWidth();
    });
    retranslate();
}

/// Longer words of another language make the panel wider; none is cut.
void QueryPanel::fitWidth() {
    const int needed = form_->minimumSizeHint().width() + scaled(kScrollBar) + 1;
    setFixedWidth(std::clamp(needed, scaled(kWidth), scaled(kWidest)));
}

QSize QueryPanel::sizeHint() const {
    return {scaled(kWidth), scaled(600)};
}

void QueryPanel::setSession(QuerySession* session) {
    if (session_) session_->disconnect(this);
    session_ = session;
    form_->setSession(session);
    editor_->setSession(session);
    faces_->setVisible(session != nullptr);
    if (session) {
        connect(session, &QuerySession::documentChanged, this, [this] {
            form_->refreshDocument();
            editor_->refreshDocument();
            fitWidth();
            refreshEdited();
        });
        connect(session, &QuerySession::diagnosticsChanged, this, [this] {
            form_->refreshDocument();
            refreshEdited();
        });
    }
    fitWidth();
    refreshEdited();
}

void QueryPanel::showFace(int face) {
    face_->setCurrentIndex(face);
    faces_->setCurrentIndex(face);
    refreshEdited();
}

void QueryPanel::focusCheckpoint() {
    showFace(0);
    form_->focusCheckpoint();
    scroll_->ensureWidgetVisible(form_->focusWidget());
}

void QueryPanel::refreshNumbers(const WindowCounts& windows) {
    form_->refreshNumbers(windows);
    refreshEdited();
}

void QueryPanel::refreshEdited() {
    editedRow_->setVisible(session_ && session_->isEdited());
    restart_->setEnabled(session_ && session_->isRunnable());
    // The form stands for the last valid document while the text does not read.
    const bool stale = !editor_->problem().isEmpty() && faces_->currentIndex() == 0;
    stale_->setVisible(stale);
}

void QueryPanel::retranslate() {
    title_->setText(tr("Query"));
    face_->setText(0, tr("Form"));
    face_->setText(1, tr("Document"));
    face_->setAccessibleName(tr("Query as"));
    edited_->setText(tr("edited: restart to apply"));
    edited_->setToolTip(tr("The running query still follows the document it was started with."));
    restart_->setText(tr("Restart"));
    restart_->setToolTip(tr("Stop the query and start it anew with the edited document"));
    stale_->setText(tr("The document's text cannot be read yet; this is the last valid one."));
    setAccessibleName(tr("Query panel"));
    form_->retranslate();
    editor_->retranslate();
    fitWidth();
}

void QueryPanel::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) retranslate();
}

void QueryPanel::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const ThemeTokens& tokens = Theme::tokens();
    painter.fillRect(rect(), tokens.surface);
    drawVerticalLine(painter, width() - 1, 0, height(), tokens.line);
}

}  // namespace vitrine::ui
