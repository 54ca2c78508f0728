// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/bar_chart.h"

#include <algorithm>
#include <cmath>

#include <QBarCategoryAxis>
#include <QBarSeries>
#include <QBarSet>
#include <QChart>
#include <QHorizontalBarSeries>
#include <QHorizontalStackedBarSeries>
#include <QPainter>
#include <QStackedBarSeries>
#include <QValueAxis>

namespace vitrine::ui {

namespace {

constexpr double kStackWidth = 0.7;
constexpr double kBinWidth = 1.0;
constexpr double kStepBack = 0.6;

QRectF normalised(double left, double top, double right, double bottom) {
    return QRectF(QPointF(left, top), QPointF(right, bottom)).normalized();
}

}  // namespace

bool BarChart::isHorizontal() const {
    return data().axis == ChartAxis::Categories;
}

int BarChart::airPlaces() const {
    return data().axis == ChartAxis::Windows ? 1 : 0;
}

bool BarChart::stacks() const {
    return data().stackedByCategory ||
           (data().stacking(frame().spec) != StackMode::Grouped && !frame().range.logarithmic);
}

double BarChart::stackWidth() const {
    // Bins touch each other: there is nothing between them.
    return data().axis == ChartAxis::Bins ? kBinWidth : kStackWidth;
}

double BarChart::drawn(std::size_t series, std::size_t place) const {
    const ChartCell& cell = data().series[series].cells[place];
    if (data().series[series].hidden || !cell.present) return 0;
    if (stacks() && data().stacking(frame().spec) == StackMode::Percent) return data().share(series, place).value_or(0);
    return cell.value;
}

void BarChart::placeMarks() {
    const auto& series = data().series;
    std::vector<std::size_t> visible;
    for (std::size_t index = 0; index < series.size(); ++index) {
        if (!series[index].hidden) visible.push_back(index);
    }
    if (visible.empty()) return;
    const double pitch = placePitch();
    const auto keys = static_cast<double>(visible.size());
    const double width = pitch * (stacks() ? stackWidth() : keys / (keys + 1));
    const double each = stacks() ? width : width / keys;
    for (std::size_t place = 0; place < data().places.size(); ++place) {
        const double from = borderPixel(static_cast<double>(place)) + (pitch - width) / 2;
        double above = 0;
        double below = 0;
        for (std::size_t order = 0; order < visible.size(); ++order) {
            const std::size_t index = visible[order];
            const ChartCell& cell = series[index].cells[place];
            if (!cell.present || !cell.seen) continue;
            const double value = drawn(index, place);
            double low =
                frame().range.logarithmic ? frame().range.low : std::clamp(0.0, frame().range.low, frame().range.high);
            double high = value;
            if (stacks()) {
                double& reached = value < 0 ? below : above;
                low = reached;
                reached += value;
                high = reached;
            }
            const double start = stacks() ? from : from + each * static_cast<double>(order);
            double one = valuePixel(low);
            double two = valuePixel(high);
            // A bar that stands for something is never thinner than a pixel.
            if (value != 0 && std::abs(two - one) < 1) two = one + (isHorizontal() ? 1 : -1) * (value < 0 ? -1 : 1);
            ChartMark mark;
            mark.id = {static_cast<int>(index), static_cast<int>(place)};
            mark.rect =
                isHorizontal() ? normalised(one, start, two, start + each) : normalised(start, one, start + each, two);
            if (isHorizontal()) mark.rect.setHeight(each);
            mark.anchor = isHorizontal() ? QPointF(two, mark.rect.center().y()) : QPointF(mark.rect.center().x(), two);
            mark.value = value;
            mark.open = data().places[place].state == PlaceState::Open;
            // Where parts cannot be told apart, all of the bar may still change.
            const bool parts = data().additive && !frame().range.logarithmic && cell.value != 0;
            if (cell.touchesOpen) mark.openShare = parts ? std::clamp(cell.openValue / cell.value, 0.0, 1.0) : 1;
            marks_.push_back(mark);
        }
    }
}

void BarChart::rebuild(const Signature& wanted) {
    chart_->removeAllSeries();
    sets_.clear();
    for (QAbstractAxis* axis : chart_->axes()) {
        chart_->removeAxis(axis);
        delete axis;
    }
    if (wanted.horizontal) {
        bars_ = wanted.stacked ? static_cast<QAbstractBarSeries*>(new QHorizontalStackedBarSeries)
                               : new QHorizontalBarSeries;
    } else {
        bars_ = wanted.stacked ? static_cast<QAbstractBarSeries*>(new QStackedBarSeries) : new QBarSeries;
    }
    for (std::size_t index = 0; index < wanted.series; ++index) sets_.push_back(new QBarSet(QString::number(index)));
    bars_->append(QList<QBarSet*>(sets_.begin(), sets_.end()));
    chart_->addSeries(bars_);
    places_ = new QBarCategoryAxis;
    values_ = new QValueAxis;
    for (QAbstractAxis* axis : {static_cast<QAbstractAxis*>(places_), static_cast<QAbstractAxis*>(values_)}) {
        axis->setVisible(false);
        axis->setGridLineVisible(false);
        axis->setLabelsVisible(false);
    }
    chart_->addAxis(places_, wanted.horizontal ? Qt::AlignLeft : Qt::AlignBottom);
    chart_->addAxis(values_, wanted.horizontal ? Qt::AlignBottom : Qt::AlignLeft);
    bars_->attachAxis(places_);
    bars_->attachAxis(values_);
    categories_ = 0;
    built_ = wanted;
}

void BarChart::updateSeries() {
    if (data().isEmpty()) {
        if (built_) {
            chart_->removeAllSeries();
            sets_.clear();
            built_.reset();
        }
        return;
    }
    std::vector<std::size_t> visible;
    for (std::size_t index = 0; index < data().series.size(); ++index) {
        if (!data().series[index].hidden) visible.push_back(index);
    }
    const Signature wanted{visible.size(), isHorizontal(), stacks()};
    if (built_ != wanted) rebuild(wanted);

    const int count = placeCount();
    if (categories_ != count) {
        // A category axis drops names it already has: numbers are unique.
        QStringList names;
        for (int index = 0; index < count; ++index) names << QString::number(index);
        places_->setCategories(names);
        categories_ = count;
    }
    // Logarithms and ranges are applied here, so that Qt's axis always goes from 0 to 1 (or to the negative share).
    const AxisRange& range = frame().range;
    const double extent = range.logarithmic ? 1 : std::max(std::abs(range.low), std::abs(range.high));
    const auto scaledValue = [&](double value) { return range.logarithmic ? range.fraction(value) : value / extent; };
    const double low = range.logarithmic ? 0 : range.low / extent;
    const double high = range.logarithmic ? 1 : range.high / extent;
    if (values_->min() != low || values_->max() != high) values_->setRange(low, high);

    const auto keys = static_cast<double>(std::max<std::size_t>(1, visible.size()));
    const double barWidth = stacks() ? stackWidth() : keys / (keys + 1);
    if (bars_->barWidth() != barWidth) bars_->setBarWidth(barWidth);

    for (std::size_t order = 0; order < visible.size(); ++order) {
        const std::size_t index = visible[order];
        const ChartSeries& one = data().series[index];
        QList<qreal> values;
        values.reserve(static_cast<qsizetype>(data().places.size()));
        for (std::size_t place = 0; place < data().places.size(); ++place) {
            const bool open = data().places[place].state == PlaceState::Open;
            values << (open ? 0.0 : scaledValue(drawn(index, place)));
        }
        // Lying categories count from below; the largest stands on top.
        if (isHorizontal()) std::reverse(values.begin(), values.end());
        QBarSet* set = sets_[order];
        const SeriesColor color = look().series(one.slot);
        QPen pen(color.outline, 1);
        pen.setJoinStyle(Qt::MiterJoin);
        if (set->pen() != pen) set->setPen(pen);
        if (set->brush() != QBrush(color.fill)) set->setBrush(color.fill);
        QList<qreal> present;
        present.reserve(set->count());
        for (int place = 0; place < set->count(); ++place) present << set->at(place);
        if (present == values) continue;
        set->remove(0, set->count());
        set->append(values);
    }
}

void BarChart::paintMarks(QPainter& painter) const {
    painter.setRenderHint(QPainter::Antialiasing, false);
    const bool textures = usesTextures();
    const QColor surface = look().tokens->surface;
    std::vector<double> highest(data().places.size(), isHorizontal() ? plot_.left() : baseline());
    for (const ChartMark& mark : marks_) {
        const ChartSeries& series = data().series[static_cast<std::size_t>(mark.id.series)];
        const SeriesColor color = look().series(series.slot);
        const auto place = static_cast<std::size_t>(mark.id.place);
        highest[place] =
            isHorizontal() ? std::max(highest[place], mark.rect.right()) : std::min(highest[place], mark.rect.top());
        if (mark.open) {
            paintHatch(painter, mark.rect, look().lineColor(series.slot), surface, look().scale);
            paintOpenOutline(painter, mark.rect, color.outline, look().scale);
        } else {
            if (textures || series.isOther) paintTexture(painter, mark.rect, series.slot, surface, look().scale);
            const bool thin = (isHorizontal() ? mark.rect.width() : mark.rect.height()) <= 1.5;
            if (thin && mark.value != 0) painter.fillRect(mark.rect, color.outline);
            if (mark.openShare > 0) {
                QRectF open = mark.rect;
                const bool down = mark.value < 0;
                if (isHorizontal() && down) open.setWidth(open.width() * mark.openShare);
                else if (isHorizontal()) open.setLeft(open.right() - open.width() * mark.openShare);
                else if (down) open.setTop(open.bottom() - open.height() * mark.openShare);
                else open.setHeight(open.height() * mark.openShare);
                paintHatch(painter, open, look().lineColor(series.slot), surface, look().scale);
                paintOpenOutline(painter, open, color.outline, look().scale);
            }
        }
        const auto series0 = static_cast<std::size_t>(mark.id.series);
        if (!mark.open && data().places[place].state == PlaceState::Final && series0 < frame().before.size() &&
            place < frame().before[series0].size() && frame().before[series0][place] && !stacks() &&
            series.cells[place].changedIn == data().batch) {
            // Final, but other than shown before (R16): a notch, and the old height for one batch.
            QRectF ghost = mark.rect;
            ghost.setTop(valuePixel(*frame().before[series0][place]));
            paintOpenOutline(painter, ghost.normalized(), color.outline, look().scale);
            const double notch = std::min(look().px(6), mark.rect.width() / 2);
            painter.setRenderHint(QPainter::Antialiasing, true);
            painter.setPen(Qt::NoPen);
            painter.setBrush(surface);
            painter.drawConvexPolygon(QPolygonF({mark.rect.topRight(), mark.rect.topRight() - QPointF(notch, 0),
                                                 mark.rect.topRight() + QPointF(0, notch)}));
            painter.setRenderHint(QPainter::Antialiasing, false);
        }
    }
    painter.setFont(look().font);
    painter.setPen(look().tokens->text2);
    if (!isHorizontal()) {
        for (std::size_t place = 0; place < data().places.size(); ++place) {
            if (data().places[place].state != PlaceState::Open || !data().places[place].seen) continue;
            const double middle = borderPixel(static_cast<double>(place) + 0.5);
            painter.drawText(QRectF(middle - 10, highest[place] - look().px(16), 20, look().px(14)),
                             Qt::AlignCenter | Qt::TextDontClip, QStringLiteral("~"));
        }
    } else {
        for (const ChartMark& mark : marks_) {
            // The value stands at the end of the bar, inside it where the plot ends.
            if (!data().stackedByCategory) break;
            const QString text = (mark.openShare > 0 ? QStringLiteral("~") : QString()) + look().number(mark.value);
            const double width = painter.fontMetrics().horizontalAdvance(text);
            const bool inside = mark.rect.right() + width + look().px(8) > plot_.right() + look().px(12);
            if (inside) continue;
            painter.drawText(QRectF(mark.rect.right() + look().px(6), mark.rect.top(), width, mark.rect.height()),
                             Qt::AlignVCenter | Qt::TextDontClip, text);
        }
    }
    if (!highlight_) return;
    QColor wash = surface;
    wash.setAlphaF(static_cast<float>(kStepBack));
    for (const ChartMark& mark : marks_) {
        if (mark.id.series != highlight_->series && !data().stackedByCategory)
            painter.fillRect(mark.rect.adjusted(0, 0, 1, 0), wash);
    }
    if (const ChartMark* mark = ChartPicture::mark(*highlight_)) {
        QPen pen(look().tokens->text, look().px(2));
        pen.setJoinStyle(Qt::MiterJoin);
        painter.setPen(pen);
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(mark->rect);
    }
}

}  // namespace vitrine::ui
