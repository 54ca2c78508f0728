// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/result_delegate.h"

#include <algorithm>

#include <QPainter>

#include "ui/charts/chart_data.h"
#include "ui/models/cell_roles.h"
#include "ui/models/result_table_model.h"
#include "ui/style/fonts.h"
#include "ui/style/icons.h"
#include "ui/style/paint_tools.h"
#include "ui/style/theme.h"

namespace vitrine::ui {
namespace {

constexpr int kRow = 26;
constexpr int kPadding = 12;
constexpr int kBarWidth = 72;
constexpr int kBarHeight = 8;
constexpr int kChip = 20;

SeriesColor seriesOf(int slot) {
    if (slot < 0) return {Theme::tokens().axis, Theme::tokens().axis};
    SeriesColor color = Theme::current().series(slot);
    if (Theme::current().isHighContrast()) color.outline = Theme::tokens().text;
    return color;
}

bool isRight(const QModelIndex& index) {
    return index.data(Qt::TextAlignmentRole).toInt() & Qt::AlignRight;
}

void paintBar(QPainter& painter, const QRect& cell, double share, int slot, bool open) {
    const SeriesColor color = seriesOf(slot);
    const double width = std::max(1.0, share * scaled(kBarWidth));
    const QRectF bar = alignedToPixels(painter, QRectF(cell.left() + scaled(kPadding), cell.center().y() - scaled(kBarHeight) / 2.0 + 0.5, width, scaled(kBarHeight)));
    if (open) drawBox(painter, bar, 0, QColor(), color.outline, 1.0, Qt::DashLine);
    else drawBox(painter, bar, 0, color.fill, color.outline);
}

void paintState(QPainter& painter, const QRect& cell, PlaceState state, const QString& text) {
    const ThemeTokens& tokens = Theme::tokens();
    painter.setFont(captionFont(QFont::Medium));
    const QFontMetrics metrics = painter.fontMetrics();
    const int icon = state == PlaceState::Final ? scaled(16) : 0;
    const int width = std::min(cell.width() - scaled(kPadding), metrics.horizontalAdvance(text) + icon + 2 * scaled(8));
    const QRectF chip = alignedToPixels(painter, QRectF(cell.left() + scaled(kPadding), cell.center().y() - scaled(kChip) / 2.0 + 0.5, width, scaled(kChip)));
    const bool open = state == PlaceState::Open;
    if (state != PlaceState::Kept) {
        drawBox(painter, chip, chip.height() / 2, open ? QColor() : tokens.raised, open ? tokens.axis : tokens.line, 1.0, open ? Qt::DashLine : Qt::SolidLine);
    }
    const double left = chip.left() + (state == PlaceState::Kept ? 0 : scaled(8));
    if (icon > 0) paintIcon(painter, QRectF(left, chip.center().y() - scaled(6), scaled(12), scaled(12)), Icon::Check, tokens.text2);
    painter.setPen(tokens.text2);
    painter.drawText(QRectF(left + icon, chip.top(), chip.right() - left - icon, chip.height()), Qt::AlignVCenter | Qt::AlignLeft, text);
}

/// A number that may still change; a missing one has nothing to change.
bool isOpenNumber(const QModelIndex& index, const QString& text) {
    return isRight(index) && text != QStringLiteral("–") && index.data(OpenRole).toBool();
}

}  // namespace

QString ResultDelegate::displayText(const QModelIndex& index) const {
    const QString text = index.data(Qt::DisplayRole).toString();
    return isOpenNumber(index, text) ? QLatin1Char('~') + text : text;
}

QSize ResultDelegate::sizeHint(const QStyleOptionViewItem&, const QModelIndex& index) const {
    const bool state = index.data(StateRole).isValid();
    const QFontMetrics metrics(state ? captionFont(QFont::Medium) : bodyFont(QFont::Medium));
    int width = metrics.horizontalAdvance(displayText(index)) + 2 * scaled(kPadding);
    if (index.data(BarSlotRole).isValid()) width += scaled(kBarWidth) + scaled(10);
    if (state) width += scaled(16 + 16);
    return {width, std::max(scaled(kRow), metrics.height() + 6)};
}

void ResultDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    const ThemeTokens& tokens = Theme::tokens();
    painter->save();
    const QRect cell = option.rect;
    const bool selected = option.state & QStyle::State_Selected;
    painter->fillRect(cell, selected ? tokens.sel : tokens.surface);
    const bool open = index.data(OpenRole).toBool();
    if (index.data(ChangedRole).toBool() && !selected) {
        painter->fillRect(alignedToPixels(*painter, QRectF(cell.right() - 1, cell.top() + scaled(5), 2, cell.height() - 2 * scaled(5))), tokens.tintLine);
    }
    if (const QVariant share = index.data(BarRole); share.isValid()) paintBar(*painter, cell, share.toDouble(), index.data(BarSlotRole).toInt(), open);

    if (const QVariant state = index.data(StateRole); state.isValid()) {
        paintState(*painter, cell, static_cast<PlaceState>(state.toInt()), index.data(Qt::DisplayRole).toString());
    } else {
        const bool right = isRight(index);
        const bool isNumber = right && (index.data(RawRole).typeId() == QMetaType::Double || qobject_cast<const ResultTableModel*>(index.model()));
        painter->setFont(bodyFont(isNumber && !open ? QFont::Medium : QFont::Normal));
        const QFontMetrics metrics = painter->fontMetrics();
        QRect room = cell.adjusted(scaled(kPadding), 0, -scaled(kPadding), 0);
        const QString text = metrics.elidedText(index.data(Qt::DisplayRole).toString(), Qt::ElideRight, room.width());
        painter->setPen(tokens.text);
        painter->drawText(room, Qt::AlignVCenter | Qt::TextSingleLine | (right ? Qt::AlignRight : Qt::AlignLeft), text);
        if (isOpenNumber(index, text)) {
            room.setRight(room.right() - metrics.horizontalAdvance(text) - 1);
            painter->setPen(tokens.text3);
            painter->drawText(room, Qt::AlignVCenter | Qt::AlignRight | Qt::TextSingleLine, QStringLiteral("~"));
        }
    }
    drawHorizontalLine(*painter, cell.left(), cell.right() + 1, cell.bottom() + 1 - alignedWidth(*painter, 1.0), tokens.grid);
    if (option.state & QStyle::State_HasFocus) drawBox(*painter, cell, 3, QColor(), tokens.accent, Theme::current().focusWidth());
    painter->restore();
}

SwatchHeader::SwatchHeader(QWidget* parent) : QHeaderView(Qt::Horizontal, parent) {
    setHighlightSections(false);
    setSectionsClickable(false);
    setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    setFixedHeight(std::max(scaled(28), QFontMetrics(captionFont()).height() + 8));
    setMinimumSectionSize(scaled(40));
    setTextElideMode(Qt::ElideRight);
}

void SwatchHeader::paintSection(QPainter* painter, const QRect& rect, int section) const {
    const ThemeTokens& tokens = Theme::tokens();
    painter->fillRect(rect, tokens.surface);
    drawHorizontalLine(*painter, rect.left(), rect.right() + 1, rect.bottom() + 1 - alignedWidth(*painter, 1.0), tokens.line);
    // The style keeps 8 px at the sides; names stand above their values.
    const int more = scaled(kPadding - 8);
    QHeaderView::paintSection(painter, rect.adjusted(more, 0, -more, 0), section);
}

void SwatchHeader::initStyleOptionForIndex(QStyleOptionHeader* option, int section) const {
    QHeaderView::initStyleOptionForIndex(option, section);
    if (!model()) return;
    const QVariant slot = model()->headerData(section, orientation(), BarSlotRole);
    if (!slot.isValid()) return;
    const int side = scaled(12);
    QPixmap swatch(QSize(side, side) * devicePixelRatioF());
    swatch.setDevicePixelRatio(devicePixelRatioF());
    swatch.fill(Qt::transparent);
    QPainter painter(&swatch);
    const SeriesColor color = seriesOf(slot.toInt());
    drawBox(painter, QRectF(1, 1, side - 2, side - 2), 2, color.fill, color.outline);
    painter.end();
    option->icon = QIcon(swatch);
}

}  // namespace vitrine::ui
