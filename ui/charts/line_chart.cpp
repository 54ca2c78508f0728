// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/line_chart.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include <QChart>
#include <QFontMetricsF>
#include <QLineSeries>
#include <QPaintEngine>
#include <QPainter>
#include <QPixmap>
#include <QValueAxis>

namespace vitrine::ui {

namespace {

constexpr double kMarker = 8;
constexpr int kMostEndLabels = 5;
constexpr double kWidthForEndLabels = 560;
constexpr double kSmallestPitchForMarkers = 10;
constexpr std::size_t kDrawnMarkers = 100;

QString endLabel(const ChartSeries& series) {
    return series.isOther ? LineChart::tr("Other (%n)", nullptr, series.otherCount)
                          : QString::fromStdString(series.key);
}

}  // namespace

bool LineChart::labelsEnds() const {
    if (!connects()) return false;
    const auto shown =
        std::count_if(data().series.begin(), data().series.end(), [](const ChartSeries& one) { return !one.hidden; });
    return shown > 1 && shown <= kMostEndLabels;
}

double LineChart::rightRoom(const QSizeF& size) const {
    // A narrow chart gives its width to the lines; the legend names them.
    if (!labelsEnds() || size.width() < look().px(kWidthForEndLabels)) return 0;
    const QFontMetricsF metrics(look().font);
    double widest = 0;
    for (const ChartSeries& one : data().series) {
        if (!one.hidden) widest = std::max(widest, metrics.horizontalAdvance(endLabel(one)));
    }
    return std::min(widest, look().px(120)) + look().px(20);
}

void LineChart::placeMarks() {
    const double side = look().px(kMarker);
    for (std::size_t index = 0; index < data().series.size(); ++index) {
        const ChartSeries& one = data().series[index];
        if (one.hidden) continue;
        for (std::size_t place = 0; place < one.cells.size(); ++place) {
            const ChartCell& cell = one.cells[place];
            if (!cell.present || (frame().range.logarithmic && cell.value <= 0)) continue;
            ChartMark mark;
            mark.id = {static_cast<int>(index), static_cast<int>(place)};
            mark.anchor = QPointF(placePixel(place), valuePixel(level(index, place)));
            mark.rect = QRectF(mark.anchor.x() - side / 2, mark.anchor.y() - side / 2, side, side);
            mark.value = cell.value;
            mark.open = data().places[place].state == PlaceState::Open;
            marks_.push_back(mark);
        }
    }
}

std::vector<LineChart::Run> LineChart::runs() const {
    std::vector<Run> all;
    if (!connects()) return all;
    const AxisRange& range = frame().range;
    for (std::size_t index = 0; index < data().series.size(); ++index) {
        const ChartSeries& one = data().series[index];
        if (one.hidden) continue;
        Run run;
        run.series = index;
        const auto finish = [&all, &run] {
            if (run.points.size() > 1) all.push_back(run);
            run.points.clear();
            run.open = false;
        };
        for (std::size_t place = 0; place < one.cells.size(); ++place) {
            const ChartCell& cell = one.cells[place];
            if (!cell.present || (range.logarithmic && cell.value <= 0)) {
                finish();
                continue;
            }
            const QPointF point(static_cast<double>(place) + 0.5, range.fraction(level(index, place)));
            const bool open = data().places[place].state == PlaceState::Open;
            if (!run.points.isEmpty() && open != run.open) {
                const QPointF shared = run.points.last();
                finish();
                run.points << shared;
            }
            run.open = open;
            run.points << point;
        }
        finish();
    }
    return all;
}

void LineChart::updateSeries() {
    if (!x_) {
        x_ = new QValueAxis;
        y_ = new QValueAxis;
        y_->setRange(0, 1);
        for (QValueAxis* axis : {x_, y_}) {
            axis->setVisible(false);
            axis->setGridLineVisible(false);
            axis->setLabelsVisible(false);
        }
        chart_->addAxis(x_, Qt::AlignBottom);
        chart_->addAxis(y_, Qt::AlignLeft);
    }
    const std::vector<Run> wanted = data().isEmpty() ? std::vector<Run>() : runs();
    const double places = std::max(1, placeCount());
    if (x_->max() != places || x_->min() != 0) x_->setRange(0, places);
    while (lines_.size() > wanted.size()) {
        chart_->removeSeries(lines_.back());
        delete lines_.back();
        lines_.pop_back();
    }
    while (lines_.size() < wanted.size()) {
        auto* line = new QLineSeries;
        chart_->addSeries(line);
        line->attachAxis(x_);
        line->attachAxis(y_);
        lines_.push_back(line);
    }
    lineSeries_.clear();
    for (std::size_t index = 0; index < wanted.size(); ++index) {
        const Run& run = wanted[index];
        QPen pen(look().lineColor(data().series[run.series].slot), look().px(2));
        pen.setCapStyle(Qt::FlatCap);
        pen.setJoinStyle(Qt::RoundJoin);
        // A dash pattern counts in pen widths: 5 and 4 pixels.
        if (run.open) pen.setDashPattern({2.5, 2});
        if (lines_[index]->pen() != pen) lines_[index]->setPen(pen);
        if (lines_[index]->points() != run.points) lines_[index]->replace(run.points);
        lineSeries_.push_back(run.series);
    }
}

void LineChart::emphasise() {
    for (std::size_t index = 0; index < lines_.size() && index < lineSeries_.size(); ++index) {
        const bool back = highlight_ && static_cast<int>(lineSeries_[index]) != highlight_->series;
        lines_[index]->setOpacity(back ? kStepBack : 1.0);
    }
}

void LineChart::paintMarks(QPainter& painter) const {
    const bool markers = !connects() || placePitch() >= look().px(kSmallestPitchForMarkers);
    const double side = look().px(kMarker);
    // Hundreds of markers are stamped instead of drawn; vector files always get shapes.
    const bool stamps = marks_.size() > kDrawnMarkers && painter.paintEngine()->type() == QPaintEngine::Raster;
    const double ratio = painter.device()->devicePixelRatioF();
    std::map<std::pair<int, bool>, QPixmap> stampOf;
    for (const ChartMark& mark : marks_) {
        const ChartSeries& series = data().series[static_cast<std::size_t>(mark.id.series)];
        const bool chosen = highlight_ && mark.id == *highlight_;
        // A point between two gaps has no line: it is always drawn.
        const auto place = static_cast<std::size_t>(mark.id.place);
        const bool alone = (place == 0 || !series.cells[place - 1].present) &&
                           (place + 1 >= series.cells.size() || !series.cells[place + 1].present);
        if (!markers && !chosen && !alone) continue;
        painter.setOpacity(highlight_ && mark.id.series != highlight_->series ? kStepBack : 1.0);
        SeriesColor color = look().series(series.slot);
        if (mark.open) color.fill = look().lineColor(series.slot);
        if (!stamps) {
            paintSeriesMarker(painter, mark.anchor, side, series.slot, color, look().tokens->surface, mark.open);
            continue;
        }
        QPixmap& stamp = stampOf[{series.slot, mark.open}];
        if (stamp.isNull()) {
            const double room = std::ceil(side * 1.3) + 4;
            stamp = QPixmap((QSizeF(room, room) * ratio).toSize());
            stamp.setDevicePixelRatio(ratio);
            stamp.fill(Qt::transparent);
            QPainter onto(&stamp);
            paintSeriesMarker(onto, {room / 2, room / 2}, side, series.slot, color, look().tokens->surface, mark.open);
        }
        const QSizeF size = stamp.deviceIndependentSize();
        painter.drawPixmap(mark.anchor - QPointF(size.width() / 2, size.height() / 2), stamp);
    }
    painter.setOpacity(1);
    if (const ChartMark* mark = highlight_ ? ChartPicture::mark(*highlight_) : nullptr) {
        painter.setRenderHint(QPainter::Antialiasing, true);
        painter.setPen(QPen(look().tokens->text, look().px(2)));
        painter.setBrush(Qt::NoBrush);
        painter.drawEllipse(mark->anchor, side * 0.9, side * 0.9);
    }
    if (rightRoom(frame().data.isEmpty() ? QSizeF() : chart_->size()) <= 0) return;

    struct Label {
        double y;
        const ChartSeries* series;
    };
    std::vector<Label> labels;
    for (std::size_t index = 0; index < data().series.size(); ++index) {
        const auto last = std::find_if(marks_.rbegin(), marks_.rend(), [index](const ChartMark& mark) {
            return mark.id.series == static_cast<int>(index);
        });
        if (last != marks_.rend()) labels.push_back({last->anchor.y(), &data().series[index]});
    }
    std::stable_sort(labels.begin(), labels.end(),
                     [](const Label& left, const Label& right) { return left.y < right.y; });
    const QFontMetricsF metrics(look().font);
    for (std::size_t index = 1; index < labels.size(); ++index)
        labels[index].y = std::max(labels[index].y, labels[index - 1].y + metrics.height());
    double limit = plot_.bottom();
    for (std::size_t index = labels.size(); index-- > 0;) {
        labels[index].y = std::min(labels[index].y, limit);
        limit = labels[index].y - metrics.height();
    }
    painter.setFont(look().font);
    painter.setPen(look().tokens->text2);
    const double left = plot_.right() + look().px(6);
    for (const Label& label : labels) {
        const double room = chart_->size().width() - left - look().px(4);
        painter.drawText(QRectF(left, label.y - metrics.height() / 2, room, metrics.height()),
                         Qt::AlignVCenter | Qt::TextDontClip,
                         metrics.elidedText(endLabel(*label.series), Qt::ElideMiddle, room));
    }
}

}  // namespace vitrine::ui
