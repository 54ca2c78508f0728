// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/legend_chip.h"

#include <algorithm>

#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QKeyEvent>
#include <QEvent>
#include <QMenu>
#include <QMouseEvent>
#include <QPainter>

#include "ui/style/control_properties.h"
#include "ui/style/fonts.h"
#include "ui/style/paint_tools.h"
#include "ui/style/theme.h"

namespace vitrine::ui {

namespace {

constexpr int kSwatch = 10;
constexpr int kLine = 20;
constexpr int kPadding = 8;
constexpr int kGap = 6;

}  // namespace

MarkerShape markerShape(int slot) {
    static constexpr MarkerShape kShapes[kSeriesSlots] = {
        MarkerShape::Circle, MarkerShape::Diamond, MarkerShape::Square,       MarkerShape::Triangle,
        MarkerShape::Cross,  MarkerShape::Plus,    MarkerShape::TriangleDown, MarkerShape::Ring};
    return kShapes[((slot % kSeriesSlots) + kSeriesSlots) % kSeriesSlots];
}

void paintMarker(QPainter& painter, const QPointF& centre, double side, MarkerShape shape, const QColor& fill,
                 const QColor& outline, bool hollow) {
    const double half = side / 2.0;
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(hollow ? fill : outline, hollow ? 1.5 : 1.0, Qt::SolidLine, Qt::FlatCap, Qt::MiterJoin));
    painter.setBrush(hollow ? Theme::tokens().surface : fill);
    const auto at = [&](double x, double y) { return centre + QPointF(x, y); };
    switch (shape) {
        case MarkerShape::Circle: painter.drawEllipse(centre, half, half); break;
        case MarkerShape::Diamond:
            painter.drawPolygon(
                QPolygonF({at(0, -half * 1.2), at(half * 1.2, 0), at(0, half * 1.2), at(-half * 1.2, 0)}));
            break;
        case MarkerShape::Square: painter.drawRect(QRectF(centre.x() - half, centre.y() - half, side, side)); break;
        case MarkerShape::Triangle:
            painter.drawPolygon(QPolygonF({at(0, -half), at(half, half), at(-half, half)}));
            break;
        case MarkerShape::TriangleDown:
            painter.drawPolygon(QPolygonF({at(0, half), at(half, -half), at(-half, -half)}));
            break;
        case MarkerShape::Cross:
            painter.setPen(QPen(fill, hollow ? 1.5 : 2.5));
            painter.drawLine(at(-half, -half), at(half, half));
            painter.drawLine(at(-half, half), at(half, -half));
            break;
        case MarkerShape::Plus:
            painter.setPen(QPen(fill, hollow ? 1.5 : 2.5));
            painter.drawLine(at(-half, 0), at(half, 0));
            painter.drawLine(at(0, -half), at(0, half));
            break;
        case MarkerShape::Ring:
            painter.setPen(QPen(fill, hollow ? 1.0 : 2.0));
            painter.setBrush(Theme::tokens().surface);
            painter.drawEllipse(centre, half - 0.5, half - 0.5);
            break;
    }
    painter.restore();
}

LegendChip::LegendChip(const QString& key, int slot, Swatch swatch, QWidget* parent)
    : QAbstractButton(parent), slot_(slot), swatch_(swatch) {
    setText(key);
    setAccessibleName(key);
    setCheckable(true);
    setChecked(true);
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_Hover);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setProperty(kFocusRadiusProperty, 10.0);
    retranslate();
}

void LegendChip::retranslate() {
    setToolTip(tr("Click: only this. Ctrl+click: show or hide."));
}

void LegendChip::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) retranslate();
    QAbstractButton::changeEvent(event);
}

void LegendChip::setSlot(int slot) {
    slot_ = slot;
    update();
}

QSize LegendChip::sizeHint() const {
    const QFontMetrics metrics(captionFont(QFont::Medium));
    const int swatch = scaled(swatch_ == Swatch::Line ? kLine : kSwatch);
    return {2 * scaled(kPadding) + swatch + scaled(kGap) + metrics.horizontalAdvance(text()),
            std::max(scaled(20), metrics.height() + 4)};
}

void LegendChip::paintEvent(QPaintEvent* event) {
    Q_UNUSED(event);
    const ThemeTokens& t = Theme::tokens();
    QPainter painter(this);
    drawBox(painter, rect(), height() / 2.0, underMouse() ? t.raised : t.surface, underMouse() ? t.line2 : t.line);
    const SeriesColor color = slot_ < 0 ? SeriesColor{t.axis, t.text2} : Theme::current().series(slot_);
    const int swatchWidth = scaled(swatch_ == Swatch::Line ? kLine : kSwatch);
    const auto visual = [&](const QRect& part) { return QStyle::visualRect(layoutDirection(), rect(), part); };
    const int side = scaled(kSwatch);
    const QRect box = visual(QRect(scaled(kPadding), (height() - side) / 2, swatchWidth, side));
    if (swatch_ != Swatch::Square) {
        const QColor stroke = slot_ < 0 ? t.axis : Theme::current().lineColor(slot_);
        if (isShown() && swatch_ == Swatch::Line)
            drawHorizontalLine(painter, box.left(), box.right() + 1, QRectF(box).center().y() - 1.0, stroke, 2.0);
        paintMarker(painter, QRectF(box).center(), scaled(8), markerShape(std::max(slot_, 0)), stroke, color.outline,
                    !isShown());
    } else {
        drawBox(painter, box, 2, isShown() ? color.fill : QColor(), color.outline);
    }
    painter.setFont(captionFont(QFont::Medium));
    painter.setPen(isShown() ? t.text : t.text3);
    const int left = scaled(kPadding) + swatchWidth + scaled(kGap);
    const QRect label = visual(QRect(left, 0, width() - left - scaled(kPadding) + 1, height()));
    painter.drawText(label,
                     static_cast<int>(QStyle::visualAlignment(layoutDirection(), Qt::AlignLeft)) | Qt::AlignVCenter |
                         Qt::TextDontClip,
                     text());
    if (!isShown()) {
        const int width = painter.fontMetrics().horizontalAdvance(text());
        drawHorizontalLine(painter, label.left(), label.left() + width, height() / 2.0, t.text3);
    }
}

void LegendChip::mouseReleaseEvent(QMouseEvent* event) {
    const bool hit = event->button() == Qt::LeftButton && rect().contains(event->position().toPoint());
    setDown(false);
    if (!hit) return;
    if (event->modifiers() & Qt::ControlModifier) emit toggleRequested(text());
    else emit isolateRequested(text());
}

void LegendChip::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Space && (event->modifiers() & Qt::ControlModifier)) {
        emit toggleRequested(text());
        return;
    }
    if (event->key() == Qt::Key_Space || event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) {
        emit isolateRequested(text());
        return;
    }
    if (event->matches(QKeySequence::Copy)) {
        QApplication::clipboard()->setText(text());
        return;
    }
    QAbstractButton::keyPressEvent(event);
}

void LegendChip::contextMenuEvent(QContextMenuEvent* event) {
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(tr("Show only this"), this, [this] { emit isolateRequested(text()); });
    menu->addAction(isShown() ? tr("Hide this") : tr("Show this"), this, [this] { emit toggleRequested(text()); });
    menu->addAction(tr("Copy text"), this, [this] { QApplication::clipboard()->setText(text()); });
    menu->popup(event->globalPos());
}

}  // namespace vitrine::ui
