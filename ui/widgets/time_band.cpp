// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/time_band.h"

#include <algorithm>

#include <QEvent>
#include <QHBoxLayout>
#include <QPainter>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/style/control_kind.h"
#include "ui/style/fonts.h"
#include "ui/style/icons.h"
#include "ui/style/paint_tools.h"
#include "ui/style/theme.h"
#include "ui/widgets/chip.h"
#include "ui/widgets/labels.h"

namespace vitrine::ui {

namespace {

constexpr int kVermilion = 1;

}  // namespace

/// The marks of the panel explained, right of the title.
class TimeLegend : public QWidget {
  public:
    explicit TimeLegend(QWidget* parent) : QWidget(parent) { setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed); }

    void setTexts(const QStringList& texts) {
        texts_ = texts;
        setAccessibleName(texts.join(QStringLiteral(", ")));
        updateGeometry();
        update();
    }

    QSize sizeHint() const override {
        const QFontMetrics metrics((captionFont()));
        int width = 0;
        for (const QString& text : texts_) width += scaled(14) + metrics.horizontalAdvance(text) + scaled(16);
        return {width, std::max(scaled(16), metrics.height())};
    }

  protected:
    void paintEvent(QPaintEvent*) override {
        const ThemeTokens& t = Theme::tokens();
        QPainter painter(this);
        painter.setFont(captionFont());
        const QFontMetrics metrics = painter.fontMetrics();
        double x = 0.0;
        const double middle = height() / 2.0;
        for (int index = 0; index < texts_.size(); ++index) {
            const double wide = scaled(14) + metrics.horizontalAdvance(texts_[index]);
            const QRect item = QStyle::visualRect(layoutDirection(), rect(), QRectF(x, 0, wide, height()).toRect());
            const QPointF centre(
                layoutDirection() == Qt::RightToLeft ? item.right() - scaled(4) : item.left() + scaled(4), middle);
            const double side = scaled(8);
            switch (index) {
                case 0:
                    painter.fillRect(alignedToPixels(painter, QRectF(centre.x() - 3, centre.y() - 4, 6, 8)), t.axis);
                    break;
                case 1:
                    painter.save();
                    painter.setRenderHint(QPainter::Antialiasing);
                    painter.setPen(QPen(t.text2, 1.5));
                    painter.drawEllipse(centre, side / 2.0 - 1.0, side / 2.0 - 1.0);
                    painter.restore();
                    break;
                case 2: drawTriangleDown(painter, centre, side, t.wm, true); break;
                case 3: drawTriangleDown(painter, centre, side, Theme::current().series(kVermilion).fill, false); break;
                default: drawCross(painter, centre, side - 1.0, t.err); break;
            }
            painter.setPen(t.text2);
            const QRect label = layoutDirection() == Qt::RightToLeft ? item.adjusted(0, 0, -scaled(14), 0)
                                                                     : item.adjusted(scaled(14), 0, 0, 0);
            painter.drawText(label, Qt::AlignVCenter | Qt::AlignLeft | Qt::TextDontClip, texts_[index]);
            x += wide + scaled(16);
        }
    }

  private:
    QStringList texts_;
};

TimeBand::TimeBand(QWidget* parent)
    : QWidget(parent),
      panel_(new TimePanel(this)),
      title_(new TextLabel(TextLabel::Role::CaptionStrong, this)),
      range_(new TextLabel(TextLabel::Role::Caption, this)),
      legend_(new TimeLegend(this)),
      first_(new QToolButton(this)),
      previous_(new QToolButton(this)),
      next_(new QToolButton(this)),
      live_(new Chip({}, Chip::Kind::Accent, this)),
      row_(new QHBoxLayout) {
    auto* head = new QHBoxLayout;
    head->setSpacing(scaled(12));
    head->addWidget(title_);
    head->addWidget(range_);
    head->addStretch(1);
    head->addWidget(legend_);
    live_->setLarge(true);
    live_->setInteractive(true);
    connect(live_, &QAbstractButton::clicked, panel_, &TimePanel::goLive);
    connect(first_, &QToolButton::clicked, panel_, &TimePanel::goFirst);
    connect(previous_, &QToolButton::clicked, panel_, &TimePanel::goPrevious);
    connect(next_, &QToolButton::clicked, panel_, &TimePanel::goNext);
    connect(panel_, &TimePanel::shownBatchChanged, this, [this] { refreshChip(); });
    row_->setSpacing(scaled(4));
    for (QToolButton* button : {first_, previous_, next_}) row_->addWidget(button);
    row_->addSpacing(scaled(4));
    row_->addWidget(live_);
    row_->addSpacing(scaled(4));
    row_->addWidget(panel_, 1);
    first_->setIcon(icon(Icon::SkipBack));
    previous_->setIcon(icon(Icon::ChevronLeft));
    next_->setIcon(icon(Icon::ChevronRight));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(scaled(12), scaled(6), scaled(16), scaled(2));
    column->setSpacing(0);
    column->addLayout(head);
    column->addLayout(row_);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    retranslate();
}

void TimeBand::setTicks(BatchTicks ticks, const QString& rangeText) {
    panel_->setTicks(std::move(ticks));
    range_->setText(rangeText);
    refreshChip();
}

void TimeBand::addAction(QWidget* widget) {
    row_->addSpacing(scaled(12));
    row_->addWidget(widget);
}

void TimeBand::refreshChip() {
    const bool live = panel_->isLive();
    live_->setKind(live ? Chip::Kind::Accent : Chip::Kind::Warn);
    live_->setDot(live);
    live_->setGlyph(live ? std::nullopt : std::optional<Icon>(Icon::History));
    live_->setText(live ? tr("LIVE") : tr("Back to live"));
    live_->setAccessibleName(live ? tr("Live: the newest batch is shown") : tr("Back to live"));
    live_->updateGeometry();
    const bool any = !panel_->ticks()->empty();
    live_->setVisible(any);  // before the first batch nothing is live
    first_->setEnabled(any);
    previous_->setEnabled(any);
    next_->setEnabled(any && !live);
}

void TimeBand::retranslate() {
    title_->setText(tr("Time"));
    static_cast<TimeLegend*>(legend_)->setTexts(
        {tr("rows"), tr("no-data batch"), tr("window closed"), tr("late row dropped"), tr("malformed row")});
    const auto name = [](QToolButton* button, const QString& text) {
        button->setToolTip(text);
        button->setAccessibleName(text);
    };
    name(first_, tr("First batch"));
    name(previous_, tr("Previous batch"));
    name(next_, tr("Next batch"));
    setAccessibleName(tr("Time"));
    refreshChip();
}

void TimeBand::paintEvent(QPaintEvent* event) {
    Q_UNUSED(event);
    const ThemeTokens& t = Theme::tokens();
    QPainter painter(this);
    painter.fillRect(rect(), t.surface);
    drawHorizontalLine(painter, 0, width(), 0, t.line);
}

void TimeBand::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) retranslate();
}

}  // namespace vitrine::ui
