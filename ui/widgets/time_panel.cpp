// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/time_panel.h"

#include <algorithm>
#include <cmath>

#include <QAccessible>
#include <QAccessibleWidget>
#include <QDateTime>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QLocale>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>

#include "ui/style/fonts.h"
#include "ui/style/paint_tools.h"
#include "ui/style/theme.h"

namespace vitrine::ui {

namespace {

constexpr double kLeastPitch = 4.0;
constexpr double kMostPitch = 24.0;
constexpr int kMarkRow = 14;
constexpr int kBarRow = 20;
constexpr int kLeastLabelGap = 64;
constexpr int kPage = 10;
constexpr int kVermilion = 1;

/// One drawn tick: a batch, or neighbours merged below 4 px a batch.
struct Merged {
    std::int64_t rows = 0;
    bool noData = true;
    bool closed = false;
    bool late = false;
    bool malformed = false;
    bool failed = false;
    bool released = true;
};

Merged merge(const std::vector<BatchTick>& ticks, int first, int last) {
    Merged merged;
    for (int index = first; index < last; ++index) {
        const BatchTick& tick = ticks[static_cast<std::size_t>(index)];
        merged.rows = std::max(merged.rows, tick.rows);
        merged.noData = merged.noData && tick.noData;
        merged.closed = merged.closed || tick.windowsClosed > 0;
        merged.late = merged.late || tick.late > 0;
        merged.malformed = merged.malformed || tick.malformed > 0;
        merged.failed = merged.failed || tick.failed;
        merged.released = merged.released && tick.detailsReleased;
    }
    return merged;
}

/// Says the chosen batch as the value of a slider over all batches.
class TimePanelAccessible : public QAccessibleWidget, public QAccessibleValueInterface {
  public:
    explicit TimePanelAccessible(TimePanel* panel) : QAccessibleWidget(panel, QAccessible::Slider), panel_(panel) {}

    void* interface_cast(QAccessible::InterfaceType type) override {
        if (type == QAccessible::ValueInterface) return static_cast<QAccessibleValueInterface*>(this);
        return QAccessibleWidget::interface_cast(type);
    }

    QString text(QAccessible::Text type) const override {
        if (type != QAccessible::Value) return QAccessibleWidget::text(type);
        const BatchTick* tick = current();
        return tick ? panel_->describe(*tick) : QString();
    }

    QVariant currentValue() const override {
        const BatchTick* tick = current();
        return tick ? static_cast<double>(tick->batchId) : 0.0;
    }
    void setCurrentValue(const QVariant& value) override { panel_->setSelectedBatch(value.toLongLong()); }
    QVariant maximumValue() const override {
        return has() ? static_cast<double>(panel_->ticks()->back().batchId) : 0.0;
    }
    QVariant minimumValue() const override {
        return has() ? static_cast<double>(panel_->ticks()->front().batchId) : 0.0;
    }
    QVariant minimumStepSize() const override { return 1.0; }

  private:
    bool has() const { return panel_->ticks() && !panel_->ticks()->empty(); }

    const BatchTick* current() const {
        if (!has()) return nullptr;
        if (panel_->isLive()) return &panel_->ticks()->back();
        for (const BatchTick& tick : *panel_->ticks()) {
            if (tick.batchId == panel_->selectedBatch()) return &tick;
        }
        return nullptr;
    }

    TimePanel* panel_;
};

QAccessibleInterface* makeAccessible(const QString& className, QObject* object) {
    auto* panel = qobject_cast<TimePanel*>(object);
    return panel && className == QLatin1String("vitrine::ui::TimePanel") ? new TimePanelAccessible(panel) : nullptr;
}

}  // namespace

struct TimePanel::Layout {
    int count = 0;       ///< batches
    int group = 1;       ///< batches a drawn tick
    double pitch = 0.0;  ///< width of a drawn tick
    double left = 0.0;
    double top = 0.0;
    double base = 0.0;  ///< y of the base line

    int drawn() const { return (count + group - 1) / group; }
    double x(int drawnIndex) const { return left + pitch * drawnIndex; }
};

TimePanel::TimePanel(QWidget* parent) : QWidget(parent), ticks_(std::make_shared<const std::vector<BatchTick>>()) {
    static const bool installed = [] {
        QAccessible::installFactory(makeAccessible);
        return true;
    }();
    Q_UNUSED(installed);
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(false);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAccessibleName(tr("Batches"));
}

QSize TimePanel::sizeHint() const {
    return {scaled(480), minimumSizeHint().height()};
}

QSize TimePanel::minimumSizeHint() const {
    return {scaled(120), scaled(kMarkRow + kBarRow + kMarkRow) + QFontMetrics(captionFont()).height()};
}

TimePanel::Layout TimePanel::layoutNow() const {
    Layout layout;
    layout.count = static_cast<int>(ticks_->size());
    const double margin = scaled(4);
    layout.left = margin;
    layout.top = scaled(1);
    layout.base = scaled(kMarkRow + kBarRow);
    const double room = std::max(1.0, width() - 2.0 * margin);
    if (layout.count == 0) return layout;
    const double free = room / layout.count;
    layout.group = free >= kLeastPitch ? 1 : static_cast<int>(std::ceil(kLeastPitch / free));
    layout.pitch = std::min(room / layout.drawn(), scaled(static_cast<int>(kMostPitch)) * 1.0);
    return layout;
}

int TimePanel::indexOf(std::int64_t batchId) const {
    const auto place = std::lower_bound(ticks_->begin(), ticks_->end(), batchId,
                                        [](const BatchTick& tick, std::int64_t id) { return tick.batchId < id; });
    return place != ticks_->end() && place->batchId == batchId ? static_cast<int>(place - ticks_->begin()) : -1;
}

int TimePanel::currentIndex() const {
    return isLive() ? static_cast<int>(ticks_->size()) - 1 : indexOf(selected_);
}

void TimePanel::setTicks(BatchTicks ticks) {
    ticks_ = ticks ? std::move(ticks) : std::make_shared<const std::vector<BatchTick>>();
    if (!isLive() && indexOf(selected_) < 0) {
        selected_ = -1;
        announce();
    }
    update();
}

void TimePanel::setSelectedBatch(std::int64_t batchId) {
    const std::int64_t before = selected_;
    selected_ = batchId >= 0 && indexOf(batchId) >= 0 ? batchId : -1;
    if (before != selected_) announce();
    update();
}

void TimePanel::choose(int index) {
    if (ticks_->empty()) return;
    index = std::clamp(index, 0, static_cast<int>(ticks_->size()) - 1);
    const BatchTick& tick = (*ticks_)[static_cast<std::size_t>(index)];
    const std::int64_t id = tick.batchId;
    if (id == selected_ || tick.detailsReleased) return;
    selected_ = id;
    announce();
    update();
    emit batchSelected(selected_);
}

void TimePanel::goLive() {
    if (isLive()) return;
    selected_ = -1;
    announce();
    update();
    emit batchSelected(-1);
}

/// The first batch that can still be looked at.
void TimePanel::goFirst() {
    const auto kept = std::find_if(ticks_->begin(), ticks_->end(), [](const BatchTick& tick) { return !tick.detailsReleased; });
    choose(static_cast<int>(kept - ticks_->begin()));
}

void TimePanel::goPrevious() {
    choose(currentIndex() - 1);
}

void TimePanel::goNext() {
    if (!isLive() && currentIndex() >= static_cast<int>(ticks_->size()) - 1) goLive();
    else if (!isLive()) choose(currentIndex() + 1);
}

void TimePanel::announce() {
    emit shownBatchChanged();
    const int index = currentIndex();
    if (index < 0) return;
    QAccessibleValueChangeEvent changed(this, static_cast<double>((*ticks_)[static_cast<std::size_t>(index)].batchId));
    QAccessible::updateAccessibility(&changed);
}

QString TimePanel::describe(const BatchTick& tick) const {
    const QLocale numbers = locale();
    QStringList parts{tr("Batch %1").arg(numbers.toString(static_cast<qlonglong>(tick.batchId)))};
    if (tick.time > 0)
        parts << numbers.toString(QDateTime::fromMSecsSinceEpoch(tick.time).time(), QStringLiteral("HH:mm:ss"));
    if (tick.failed) parts << tr("failed");
    if (tick.noData) parts << tr("no data");
    else parts << tr("%n row(s)", nullptr, static_cast<int>(std::min<std::int64_t>(tick.rows, 2'000'000'000)));
    if (tick.windowsClosed > 0) parts << tr("%n window(s) closed", nullptr, tick.windowsClosed);
    if (tick.late > 0) parts << tr("%n late row(s) dropped", nullptr, static_cast<int>(tick.late));
    if (tick.malformed > 0) parts << tr("%n malformed row(s)", nullptr, static_cast<int>(tick.malformed));
    if (tick.detailsReleased) parts << tr("details released");
    return parts.join(QStringLiteral(", "));
}

QRect TimePanel::tickRect(std::int64_t batchId) const {
    const int index = indexOf(batchId);
    if (index < 0) return {};
    const Layout layout = layoutNow();
    return QRectF(layout.x(index / layout.group), layout.top, layout.pitch, layout.base - layout.top).toAlignedRect();
}

void TimePanel::paintEvent(QPaintEvent* event) {
    Q_UNUSED(event);
    const ThemeTokens& t = Theme::tokens();
    const Layout layout = layoutNow();
    QPainter painter(this);
    drawHorizontalLine(painter, layout.left - 2.0, width() - layout.left + 2.0, layout.base, t.axis);
    if (layout.count == 0) return;
    std::int64_t mostRows = 1;
    for (const BatchTick& tick : *ticks_) mostRows = std::max(mostRows, tick.rows);
    const double gap = layout.pitch >= 12.0 ? 4.0 : layout.pitch >= 6.0 ? 2.0 : 1.0;
    const double highest = scaled(kBarRow) - 1.0;
    const int current = currentIndex() < 0 ? -1 : currentIndex() / layout.group;
    const QColor lateColor = Theme::current().series(kVermilion).fill;
    const double markSide = std::clamp(layout.pitch, 6.0, 9.0) * textScale();
    for (int drawn = 0; drawn < layout.drawn(); ++drawn) {
        const Merged tick = merge(*ticks_, drawn * layout.group, std::min(layout.count, (drawn + 1) * layout.group));
        const double x = layout.x(drawn);
        const double middle = x + layout.pitch / 2.0;
        const bool chosen = drawn == current;
        if (chosen) {
            const double wide = std::max(layout.pitch + 2.0, 10.0);
            drawBox(painter, QRectF(middle - wide / 2.0, layout.top, wide, layout.base - layout.top + 3.0), 4, t.tint,
                    t.accent);
        }
        const QColor barColor = chosen ? t.accent : t.axis;
        const double share = static_cast<double>(tick.rows) / static_cast<double>(mostRows);
        const double height = tick.rows > 0 ? std::max(1.0, share * highest) : 0.0;
        const QRectF bar(x + gap / 2.0, layout.base - height, layout.pitch - gap, height);
        if (tick.failed) {
            const QRectF box(bar.left(), layout.base - scaled(13), bar.width(), scaled(13));
            drawBox(painter, box, 0, t.errBg, t.err);
        } else if (tick.noData || tick.rows == 0) {
            const double side = std::min(7.0 * textScale(), layout.pitch);
            painter.save();
            painter.setRenderHint(QPainter::Antialiasing);
            painter.setPen(QPen(barColor, 1.5));
            painter.setBrush(Qt::NoBrush);
            painter.drawEllipse(QPointF(middle, layout.base - side / 2.0 - 1.5), side / 2.0 - 0.75, side / 2.0 - 0.75);
            painter.restore();
        } else if (tick.released) {
            drawBox(painter, bar, 0, QColor(), barColor);
        } else {
            painter.fillRect(alignedToPixels(painter, bar), barColor);
        }
        if (tick.closed) drawTriangleDown(painter, QPointF(middle, layout.top + scaled(6)), markSide * 0.9, t.wm, true);
        const double below = layout.base + scaled(kMarkRow) / 2.0 + 0.5;
        const bool both = tick.late && tick.malformed;
        const double aside = both ? markSide * 0.6 : 0.0;
        if (tick.late) drawTriangleDown(painter, QPointF(middle - aside, below), markSide, lateColor, false);
        if (tick.malformed) drawCross(painter, QPointF(middle + aside, below), markSide * 0.85, t.err);
    }

    // Labels: the newest and the chosen batch always, others at a round distance.
    painter.setFont(captionFont());
    const QFontMetrics metrics = painter.fontMetrics();
    const double labelTop = layout.base + scaled(kMarkRow);
    const double perBatch = layout.pitch / layout.group;
    std::int64_t step = 1;
    for (const std::int64_t candidate : {1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000}) {
        step = candidate;
        if (perBatch * static_cast<double>(candidate) >= scaled(kLeastLabelGap)) break;
    }
    std::vector<QRectF> used;
    const auto label = [&](int index) {
        const BatchTick& tick = (*ticks_)[static_cast<std::size_t>(index)];
        const QString number = locale().toString(static_cast<qlonglong>(tick.batchId));
        const QString text = tick.failed ? tr("%1 failed", "number of a batch").arg(number) : number;
        const double textWidth = metrics.horizontalAdvance(text);
        double x = layout.x(index / layout.group) + layout.pitch / 2.0 - textWidth / 2.0;
        x = std::clamp(x, 0.0, std::max(0.0, width() - textWidth));
        const QRectF box(x, labelTop, textWidth + 1.0, metrics.height());
        for (const QRectF& other : used) {
            if (other.adjusted(-8, 0, 8, 0).intersects(box)) return;
        }
        used.push_back(box);
        painter.setPen(index == currentIndex() ? t.text : t.text2);
        painter.drawText(box, Qt::AlignCenter | Qt::TextDontClip, text);
    };
    if (currentIndex() >= 0) label(currentIndex());
    for (int index = 0; index < layout.count; ++index) {
        if ((*ticks_)[static_cast<std::size_t>(index)].failed) label(index);
    }
    label(layout.count - 1);
    for (int index = 0; index < layout.count; ++index) {
        if ((*ticks_)[static_cast<std::size_t>(index)].batchId % step == 0) label(index);
    }
}

void TimePanel::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton || ticks_->empty()) {
        QWidget::mousePressEvent(event);
        return;
    }
    mouseMoveEvent(event);
}

void TimePanel::mouseMoveEvent(QMouseEvent* event) {
    if (!(event->buttons() & Qt::LeftButton) || ticks_->empty()) return;
    const Layout layout = layoutNow();
    const double place = (event->position().x() - layout.left) / layout.pitch * layout.group;
    // Beyond the newest tick is live.
    if (place >= layout.count) goLive();
    else choose(static_cast<int>(place));
}

void TimePanel::keyPressEvent(QKeyEvent* event) {
    switch (event->key()) {
        case Qt::Key_Left: goPrevious(); return;
        case Qt::Key_Right: goNext(); return;
        case Qt::Key_Home: goFirst(); return;
        case Qt::Key_End:
        case Qt::Key_L:
        case Qt::Key_Escape: goLive(); return;
        case Qt::Key_PageUp: choose(currentIndex() - kPage); return;
        case Qt::Key_PageDown:
            if (currentIndex() + kPage >= static_cast<int>(ticks_->size())) goLive();
            else choose(currentIndex() + kPage);
            return;
        default: QWidget::keyPressEvent(event);
    }
}

bool TimePanel::event(QEvent* event) {
    if (event->type() == QEvent::ToolTip && !ticks_->empty()) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const Layout layout = layoutNow();
        const int index = static_cast<int>((help->pos().x() - layout.left) / layout.pitch * layout.group);
        if (index >= 0 && index < layout.count) {
            QToolTip::showText(help->globalPos(), describe((*ticks_)[static_cast<std::size_t>(index)]), this,
                               tickRect((*ticks_)[static_cast<std::size_t>(index)].batchId));
        } else {
            QToolTip::hideText();
        }
        return true;
    }
    if (event->type() == QEvent::LanguageChange) setAccessibleName(tr("Batches"));
    return QWidget::event(event);
}

}  // namespace vitrine::ui
