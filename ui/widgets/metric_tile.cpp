// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/metric_tile.h"

#include <algorithm>
#include <cmath>

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>

#include "ui/style/fonts.h"
#include "ui/style/paint_tools.h"
#include "ui/style/theme.h"

namespace vitrine::ui {

namespace {

constexpr std::size_t kMaximumPoints = 200;
constexpr int kSparkHeight = 22;
constexpr int kSparkWidth = 72;
constexpr int kLeastSparkWidth = 24;
constexpr int kPadding = 16;
constexpr int kVerticalPadding = 8;
constexpr int kVermilion = 1;

}  // namespace

MetricTile::MetricTile(const QString& caption, Spark spark, QWidget* parent)
    : QWidget(parent), caption_(caption), spark_(spark) {
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    refreshName();
}

void MetricTile::setCaption(const QString& caption) {
    caption_ = caption;
    refreshName();
    updateGeometry();
}

void MetricTile::setValue(const QString& value, const QString& unit) {
    if (value == value_ && unit == unit_) return;
    const bool grows = value.size() != value_.size() || unit != unit_;
    value_ = value;
    unit_ = unit;
    refreshName();
    // Digits are tabular, so a value of the same length never moves its neighbours.
    if (grows) updateGeometry();
}

void MetricTile::setHistory(std::vector<double> values) {
    if (values.size() > kMaximumPoints)
        values.erase(values.begin(), values.end() - static_cast<std::ptrdiff_t>(kMaximumPoints));
    history_ = std::move(values);
    update();
}

void MetricTile::setWarning(bool warning) {
    warning_ = warning;
    update();
}

void MetricTile::setInteractive(bool interactive) {
    interactive_ = interactive;
    setFocusPolicy(interactive ? Qt::StrongFocus : Qt::NoFocus);
    setAttribute(Qt::WA_Hover, interactive);
    setCursor(interactive ? Qt::PointingHandCursor : Qt::ArrowCursor);
}

void MetricTile::refreshName() {
    setAccessibleName(caption_);
    setAccessibleDescription(value_ + QLatin1Char(' ') + unit_);
    update();
}

QSize MetricTile::minimumSizeHint() const {
    const QFontMetrics caption((captionFont()));
    const QFontMetrics value((titleFont()));
    const int number = value.horizontalAdvance(value_) + scaled(4) + caption.horizontalAdvance(unit_);
    const int width = std::max(caption.horizontalAdvance(caption_), number) + 2 * scaled(kPadding);
    return {width, std::max(scaled(60), caption.height() + value.height() + 2 * scaled(kVerticalPadding))};
}

QSize MetricTile::sizeHint() const {
    const QFontMetrics caption((captionFont()));
    const QFontMetrics value((titleFont()));
    const int number = value.horizontalAdvance(value_) + scaled(4) + caption.horizontalAdvance(unit_);
    const int wanted = number + scaled(8) + scaled(kSparkWidth) + 2 * scaled(kPadding);
    return minimumSizeHint().expandedTo({wanted, 0});
}

void MetricTile::paintEvent(QPaintEvent* event) {
    Q_UNUSED(event);
    const ThemeTokens& t = Theme::tokens();
    QPainter painter(this);
    if (interactive_ && underMouse()) drawBox(painter, rect().adjusted(2, 2, -2, -2), scaled(6), t.raised, QColor());
    const QRect inner =
        rect().adjusted(scaled(kPadding), scaled(kVerticalPadding), -scaled(kPadding), -scaled(kVerticalPadding));
    const QFontMetrics caption((captionFont()));
    const QFontMetrics value((titleFont()));
    const auto visual = [&](const QRect& part) { return QStyle::visualRect(layoutDirection(), inner, part); };
    painter.setFont(captionFont());
    painter.setPen(t.text2);
    painter.drawText(
        visual(QRect(inner.left(), inner.top(), inner.width(), caption.height())),
        static_cast<int>(QStyle::visualAlignment(layoutDirection(), Qt::AlignLeft)) | Qt::AlignTop | Qt::TextDontClip,
        caption_);
    const int baseline = inner.bottom() + 1 - value.descent();
    const int numberWidth = value.horizontalAdvance(value_);
    const int unitWidth = caption.horizontalAdvance(unit_);
    painter.setFont(titleFont());
    painter.setPen(t.text);
    painter.drawText(QPoint(visual(QRect(inner.left(), 0, numberWidth, 1)).left(), baseline), value_);
    painter.setFont(captionFont());
    painter.setPen(t.text3);
    painter.drawText(QPoint(visual(QRect(inner.left() + numberWidth + scaled(4), 0, unitWidth, 1)).left(), baseline),
                     unit_);
    const int free = inner.width() - numberWidth - unitWidth - scaled(4 + 10);
    const int sparkWidth = std::min(free, scaled(kSparkWidth));
    if (sparkWidth >= scaled(kLeastSparkWidth)) {
        const QRect box = visual(QRect(inner.right() + 1 - sparkWidth, inner.bottom() + 1 - scaled(kSparkHeight),
                                       sparkWidth, scaled(kSparkHeight)));
        paintSpark(painter, box);
    }
}

void MetricTile::paintSpark(QPainter& painter, const QRectF& box) const {
    const ThemeTokens& t = Theme::tokens();
    const double thickness = alignedWidth(painter, 1.0);
    drawHorizontalLine(painter, box.left(), box.right(), box.bottom() - thickness, t.grid);
    double highest = 0.0;
    for (const double point : history_) {
        if (std::isfinite(point)) highest = std::max(highest, point);
    }
    if (highest <= 0.0 || history_.empty()) return;
    const QColor color = warning_ ? Theme::current().lineColor(kVermilion) : t.text2;
    const double step = box.width() / static_cast<double>(std::max<std::size_t>(history_.size() - 1, 1));
    const double usable = box.height() - 4.0;
    const auto y = [&](double point) { return box.bottom() - thickness - point / highest * usable; };
    if (spark_ == Spark::Marks) {
        const double pitch = box.width() / static_cast<double>(history_.size());
        for (std::size_t index = 0; index < history_.size(); ++index) {
            if (!std::isfinite(history_[index]) || history_[index] <= 0.0) continue;
            const double x = box.left() + pitch * (static_cast<double>(index) + 0.5);
            drawVerticalLine(painter, x, y(history_[index]), box.bottom(), color, 1.5);
        }
        return;
    }
    QPainterPath path;
    bool pen = false;
    for (std::size_t index = 0; index < history_.size(); ++index) {
        if (!std::isfinite(history_[index])) {
            pen = false;
            continue;
        }
        const QPointF point(box.left() + step * static_cast<double>(index), y(history_[index]));
        if (!pen) path.moveTo(point);
        else {
            if (spark_ == Spark::Steps) path.lineTo(point.x(), path.currentPosition().y());
            path.lineTo(point);
        }
        pen = true;
    }
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing, spark_ == Spark::Line);
    painter.setPen(QPen(color, 1.25, Qt::SolidLine, Qt::FlatCap, Qt::RoundJoin));
    painter.setBrush(Qt::NoBrush);
    painter.drawPath(path);
    painter.restore();
}

void MetricTile::mouseReleaseEvent(QMouseEvent* event) {
    if (interactive_ && event->button() == Qt::LeftButton && rect().contains(event->position().toPoint())) {
        emit activated();
        return;
    }
    QWidget::mouseReleaseEvent(event);
}

void MetricTile::keyPressEvent(QKeyEvent* event) {
    if (interactive_ &&
        (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter || event->key() == Qt::Key_Space)) {
        emit activated();
        return;
    }
    QWidget::keyPressEvent(event);
}

}  // namespace vitrine::ui
