// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/status_line.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLocale>
#include <QPainter>
#include <QToolButton>

#include "ui/pages/query_session.h"
#include "ui/style/control_kind.h"
#include "ui/style/fonts.h"
#include "ui/style/icons.h"
#include "ui/style/theme.h"
#include "ui/widgets/labels.h"

namespace vitrine::ui {
namespace {

/// The state's shape, painted at caption height.
class SmallMark : public QWidget {
  public:
    explicit SmallMark(QWidget* parent) : QWidget(parent) { setFixedSize(scaled(10), scaled(10)); }
    void setState(StateMark state) {
        state_ = state;
        update();
    }

  protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        paintStateMark(painter, rect(), state_);
    }

  private:
    StateMark state_ = StateMark::NotStarted;
};

QToolButton* smallButton(Icon glyph, QWidget* parent) {
    auto* button = new QToolButton(parent);
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    button->setIcon(icon(glyph));
    button->setFont(captionFont());
    button->setIconSize({scaled(12), scaled(12)});
    setControlSize(button, ControlSize::Small);
    return button;
}

}  // namespace

StatusLine::StatusLine(QWidget* parent)
    : QWidget(parent), mark_(new SmallMark(this)), state_(new TextLabel(TextLabel::Role::CaptionStrong, this)),
      rows_(new TextLabel(TextLabel::Role::Caption, this)), windows_(new TextLabel(TextLabel::Role::Caption, this)),
      stateSize_(new TextLabel(TextLabel::Role::Caption, this)), saved_(new TextLabel(TextLabel::Role::Caption, this)),
      zone_(new TextLabel(TextLabel::Role::Caption, this)), language_(smallButton(Icon::Languages, this)),
      theme_(smallButton(Icon::Sun, this)) {
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(scaled(12), 0, scaled(8), 0);
    row->setSpacing(scaled(16));
    auto* state = new QHBoxLayout;
    state->setSpacing(scaled(6));
    state->addWidget(mark_);
    state->addWidget(state_);
    row->addLayout(state);
    row->addWidget(rows_);
    row->addWidget(windows_);
    row->addWidget(stateSize_);
    row->addStretch();
    row->addWidget(saved_);
    row->addWidget(zone_);
    row->addWidget(language_);
    row->addWidget(theme_);
    setMinimumHeight(scaled(28));
    connect(language_, &QToolButton::clicked, this, &StatusLine::languageClicked);
    connect(theme_, &QToolButton::clicked, this, &StatusLine::themeClicked);
    retranslate();
    showSession(nullptr);
}

void StatusLine::showSession(QuerySession* session) {
    const bool has = session != nullptr;
    for (QWidget* part : {mark_, static_cast<QWidget*>(rows_), static_cast<QWidget*>(windows_), static_cast<QWidget*>(stateSize_),
                          static_cast<QWidget*>(zone_)}) {
        part->setVisible(has);
    }
    if (!has) {
        state_->setText(tr("Ready"));
        return;
    }
    const QLocale locale;
    const auto number = [&](std::uint64_t value) { return locale.toString(static_cast<qulonglong>(value)); };
    static_cast<SmallMark*>(mark_)->setState(session->mark());
    state_->setText(stateWord(session->mark()));

    const RowBalance& rows = session->controller().totals();
    QStringList parts{tr("%1 counted").arg(number(rows.counted))};
    if (rows.filtered > 0) parts << tr("%1 filtered out").arg(number(rows.filtered));
    if (rows.withoutTime > 0) parts << tr("%1 without time").arg(number(rows.withoutTime));
    if (rows.late > 0) parts << tr("%1 late").arg(number(rows.late));
    if (rows.malformedDropped > 0) parts << tr("%1 malformed").arg(number(rows.malformedDropped));
    rows_->setText(tr("%1 rows read = %2").arg(number(rows.read), parts.join(QStringLiteral(" + "))));
    rows_->setVisible(rows.read > 0);

    const auto& reports = session->controller().reports();
    std::int64_t groups = 0, bytes = 0;
    if (!reports.empty()) {
        for (const StateOperatorReport& state : reports.back()->stateOperators) {
            groups += state.numRowsTotal;
            bytes += state.memoryUsedBytes;
        }
    }
    const ResultSnapshotPtr snapshot = session->controller().snapshot();
    windows_->setText(snapshot ? tr("%1 result rows").arg(number(snapshot->numRows)) : QString());
    windows_->setVisible(snapshot != nullptr);
    stateSize_->setText(tr("state %1 rows, %2").arg(number(static_cast<std::uint64_t>(groups)), locale.formattedDataSize(bytes, 1, QLocale::DataSizeSIFormat)));
    stateSize_->setVisible(groups > 0);
    zone_->setText(QString::fromStdString(session->zone().id()));
}

void StatusLine::setSaved(bool saved, bool hasProject) {
    saved_->setText(!hasProject ? QString() : saved ? tr("saved") : tr("not saved"));
    saved_->setVisible(hasProject);
}

void StatusLine::setLanguageName(const QString& name) {
    language_->setText(name);
}

void StatusLine::setThemeName(const QString& name) {
    theme_->setText(name);
    theme_->setIcon(icon(Theme::current().isHighContrast() ? Icon::Contrast : Theme::current().isDark() ? Icon::Moon : Icon::Sun));
}

void StatusLine::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) retranslate();
    QWidget::changeEvent(event);
}

void StatusLine::retranslate() {
    language_->setToolTip(tr("Language of the window"));
    language_->setAccessibleName(tr("Language of the window"));
    theme_->setToolTip(tr("Theme"));
    theme_->setAccessibleName(tr("Theme"));
}

void StatusLine::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.fillRect(rect(), Theme::tokens().bg);
    painter.setPen(Theme::tokens().line);
    painter.drawLine(QPointF(0, 0.5), QPointF(width(), 0.5));
}

}  // namespace vitrine::ui
