// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/chart_picture.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <QChart>
#include <QFontMetricsF>
#include <QGraphicsItem>
#include <QGraphicsLayout>
#include <QLegend>

#include "ui/charts/area_chart.h"
#include "ui/charts/bar_chart.h"
#include "ui/charts/line_chart.h"
#include "ui/charts/number_chart.h"
#include "ui/charts/pie_chart.h"
#include "ui/charts/scatter_chart.h"
#include "ui/charts/time_labels.h"

namespace vitrine::ui {

namespace {

constexpr double kLeft = 48;
constexpr double kRight = 16;
constexpr double kTop = 32;
constexpr double kBottom = 32;
constexpr double kTick = 4;
constexpr double kLateSide = 10;
constexpr double kWidestCategory = 0.35;
constexpr int kMostLateMarks = 50;
constexpr std::int64_t kSecond = 1'000'000;

/// Paints one layer of the picture inside the scene of the chart.
class Layer : public QGraphicsItem {
  public:
    using Paint = void (ChartPicture::*)(QPainter&) const;
    Layer(QGraphicsItem* parent, const ChartPicture& picture, Paint how, double z)
        : QGraphicsItem(parent), picture_(picture), paint_(how) {
        setZValue(z);
        setAcceptedMouseButtons(Qt::NoButton);
    }
    QRectF boundingRect() const override { return area_; }
    void paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*) override { (picture_.*paint_)(*painter); }
    void setArea(const QRectF& area) {
        if (area == area_) return;
        prepareGeometryChange();
        area_ = area;
    }

  private:
    const ChartPicture& picture_;
    Paint paint_;
    QRectF area_;
};

}  // namespace

std::unique_ptr<ChartPicture> ChartPicture::create(const ChartSpec& spec) {
    switch (spec.type) {
        case ChartType::Line: return std::make_unique<LineChart>();
        case ChartType::Area: return std::make_unique<AreaChart>();
        case ChartType::Scatter: return std::make_unique<ScatterChart>();
        case ChartType::Pie: return std::make_unique<PieChart>();
        case ChartType::Number: return std::make_unique<NumberChart>();
        case ChartType::Bar:
        case ChartType::Histogram:
        case ChartType::Table: break;
    }
    return std::make_unique<BarChart>();
}

ChartPicture::ChartPicture() : chart_(new QChart) {
    chart_->legend()->hide();
    chart_->setBackgroundVisible(false);
    chart_->setPlotAreaBackgroundVisible(false);
    chart_->setMargins(QMargins());
    chart_->layout()->setContentsMargins(0, 0, 0, 0);
    chart_->setAnimationOptions(QChart::NoAnimation);
    underlay_ = new Layer(chart_, *this, &ChartPicture::paintUnderlay, -1);
    overlay_ = new Layer(chart_, *this, &ChartPicture::paintOverlay, 20);
}

ChartPicture::~ChartPicture() {
    delete chart_;
}

void ChartPicture::show(ChartFrame frame, const ChartLook& look, const QSizeF& size) {
    frame_ = std::move(frame);
    look_ = look;
    size_ = size;
    if (highlight_ && (highlight_->series >= static_cast<int>(frame_.data.series.size()) ||
                       highlight_->place >= static_cast<int>(frame_.data.places.size())))
        highlight_.reset();
    layOut();
    updateSeries();
    emphasise();
    underlay_->update();
    overlay_->update();
}

void ChartPicture::resize(const QSizeF& size) {
    if (size == size_) return;
    size_ = size;
    layOut();
    updateSeries();
    underlay_->update();
    overlay_->update();
}

void ChartPicture::setHighlight(std::optional<MarkId> mark) {
    if (mark == highlight_) return;
    highlight_ = mark;
    emphasise();
    underlay_->update();
    overlay_->update();
}

void ChartPicture::setFocusRing(bool visible) {
    if (focusRing_ == visible) return;
    focusRing_ = visible;
    overlay_->update();
}

void ChartPicture::layOut() {
    chart_->resize(size_);
    layOutLabels();
    chart_->setPlotArea(plot_);
    const QRectF all(QPointF(), size_);
    static_cast<Layer*>(underlay_)->setArea(all);
    static_cast<Layer*>(overlay_)->setArea(all);
    marks_.clear();
    if (!data().isEmpty()) placeMarks();
}

void ChartPicture::layOutLabels() {
    xLabels_.clear();
    yLabels_.clear();
    gridX_.clear();
    watermarkLabel_.clear();
    watermarkDetail_.clear();
    const QFontMetricsF metrics(look_.font);
    const double height = metrics.height();
    const bool percent = stacks() && data().stacking(frame_.spec) == StackMode::Percent;
    const auto valueText = [&](double value) {
        return percent ? look_.locale.toString(value * 100, 'f', 0) + look_.percent(0).right(2) : look_.number(value);
    };

    // The plot
    if (!hasAxes()) {
        const double side = look_.px(kRight);
        plot_ = QRectF(side, look_.px(12), std::max(8.0, size_.width() - 2 * side),
                       std::max(8.0, size_.height() - look_.px(24)));
        return;
    }
    double left = std::max(look_.px(kLeft), minimumLeft_);
    if (isHorizontal()) {
        for (const ChartPlace& place : data().places)
            left = std::max(left, metrics.horizontalAdvance(QString::fromStdString(place.label)) + look_.px(24));
        left = std::min(left, std::max(look_.px(kLeft), size_.width() * kWidestCategory));
    } else {
        for (const double value : frame_.range.ticks())
            left = std::max(left, metrics.horizontalAdvance(valueText(value)) + look_.px(8 + 8));
    }
    const double right = std::max(look_.px(kRight), rightRoom(size_));
    const double top = isHorizontal() ? look_.px(12) : look_.px(kTop);
    const double bottom = look_.px(kBottom);
    plot_ = QRectF(std::round(left), std::round(top), std::max(8.0, std::round(size_.width() - left - right)),
                   std::max(8.0, std::round(size_.height() - top - bottom)));
    if (data().isEmpty()) return;

    // Values
    const std::vector<double> ticks = frame_.range.ticks();
    const double room = (isHorizontal() ? plot_.width() : plot_.height()) / std::max<std::size_t>(1, ticks.size() - 1);
    const double needed =
        isHorizontal() ? metrics.horizontalAdvance(valueText(frame_.range.high)) + look_.px(16) : height;
    const int every = std::max(1, static_cast<int>(std::ceil(needed / room)));
    for (std::size_t index = 0; index < ticks.size(); index += static_cast<std::size_t>(every)) {
        const QString text = valueText(ticks[index]);
        const double width = metrics.horizontalAdvance(text);
        const double at = valuePixel(ticks[index]);
        yLabels_.push_back({text,
                            isHorizontal() ? QRectF(std::min(at - width / 2, size_.width() - width - look_.px(4)),
                                                    plot_.bottom() + look_.px(8), width, height)
                                           : QRectF(plot_.left() - look_.px(8) - width, at - height / 2, width, height),
                            false});
    }

    // Places
    const auto& places = data().places;
    if (data().axis == ChartAxis::Categories) {
        for (std::size_t index = 0; index < places.size(); ++index) {
            const QString label = places[index].isOther
                                      ? tr("Other (%n)", nullptr, data().keys - static_cast<int>(places.size()) + 1)
                                      : QString::fromStdString(places[index].label);
            const double middle =
                (borderPixel(static_cast<double>(index)) + borderPixel(static_cast<double>(index) + 1)) / 2;
            if (isHorizontal()) {
                const double width = plot_.left() - look_.px(16);
                xLabels_.push_back({metrics.elidedText(label, Qt::ElideMiddle, width),
                                    QRectF(look_.px(8), middle - height / 2, width, height), false});
            } else {
                const double width = placePitch() - look_.px(4);
                const QString text = metrics.elidedText(label, Qt::ElideMiddle, width);
                xLabels_.push_back(
                    {text, QRectF(middle - width / 2, plot_.bottom() + look_.px(12), width, height), false});
            }
        }
        return;
    }

    if (data().axis == ChartAxis::Bins || data().axis == ChartAxis::Numbers) {
        layOutNumbers();
        return;
    }

    const TimeLabels labels(look_.locale, look_.zone);
    const int count = placeCount();
    const double pitch = placePitch();
    const std::int64_t origin = places.front().end - data().pitch;
    const auto instantOf = [&](int index) { return origin + index * data().pitch; };
    const double y = plot_.bottom() + look_.px(12);

    const QString zone = QString::fromStdString(look_.zone.id());
    const double zoneWidth = metrics.horizontalAdvance(zone);
    const QRectF zoneRect(plot_.right() - zoneWidth, y, zoneWidth, height);
    const QString firstText = labels.dateAndTime(instantOf(0), data().pitch);
    const double firstWidth = metrics.horizontalAdvance(firstText);
    // Half a label may hang over the plot, never over the card.
    const double firstLeft = std::max(look_.px(4), plot_.left() - firstWidth / 2);
    xLabels_.push_back({firstText, QRectF(firstLeft, y, firstWidth, height), false});

    // Labels stand at equal distances, also after the first one, which is wider.
    const double timeWidth = metrics.horizontalAdvance(labels.time(instantOf(0), data().pitch));
    const double typical =
        std::max(timeWidth + look_.px(16), firstLeft + firstWidth - plot_.left() + look_.px(8) + timeWidth / 2);
    constexpr std::array<int, 14> strides{1, 2, 3, 4, 6, 8, 12, 16, 24, 36, 48, 96, 240, 1200};
    int stride = strides.back();
    for (const int candidate : strides) {
        if (candidate * pitch >= typical) {
            stride = candidate;
            break;
        }
    }
    const int gridStride = pitch >= look_.px(12) ? 1 : stride;
    double end = xLabels_.back().rect.right();
    for (int index = 0; index <= count; ++index) {
        const std::int64_t instant = instantOf(index);
        const std::int64_t number =
            floorDiv(instant + std::int64_t{look_.zone.offsetAt(instant)} * kSecond, data().pitch);
        const bool onStride = floorMod(number, stride) == 0;
        if (floorMod(number, gridStride) == 0) gridX_.push_back(borderPixel(index));
        if (!onStride || index == 0) continue;
        const QString text = labels.isMidnight(instant) ? labels.date(instant) : labels.time(instant, data().pitch);
        const double width = metrics.horizontalAdvance(text);
        const QRectF rect(borderPixel(index) - width / 2, y, width, height);
        if (rect.left() < end + look_.px(8) || rect.right() > zoneRect.left() - look_.px(8)) continue;
        xLabels_.push_back({text, rect, false});
        end = rect.right();
    }
    if (zoneRect.left() > xLabels_.front().rect.right() + look_.px(4)) xLabels_.push_back({zone, zoneRect, true});

    // Watermark
    if (watermarkX() && data().watermark) {
        const std::int64_t mark = *data().watermark;
        watermarkLabel_ = tr("watermark %1").arg(labels.time(mark, kSecond));
        if (!data().canBeFinal) {
            watermarkDetail_ =
                data().mode == OutputMode::Complete ? tr("no effect in complete") : tr("closes no window");
        } else if (data().latest && floorDiv(*data().latest, 1000) * 1000 - data().delay == mark) {
            watermarkDetail_ =
                tr("= latest %1 \u2212 %2").arg(labels.time(*data().latest, kSecond), labels.duration(data().delay));
        }
    }
}

/// Numbers along the x axis: borders of bins, or nice steps. Labels never lie on each other.
void ChartPicture::layOutNumbers() {
    const QFontMetricsF metrics(look_.font);
    const double y = plot_.bottom() + look_.px(12);
    const bool bins = data().axis == ChartAxis::Bins;
    const std::string& column =
        bins ? (frame_.spec.values.empty() ? frame_.spec.title : frame_.spec.values.front().column)
             : frame_.spec.keys.front();
    const TimeLabels times(look_.locale, look_.zone);
    const auto step = static_cast<std::int64_t>(frame_.xRange.step);
    struct Tick {
        double x;
        QString text;
    };
    std::vector<Tick> ticks;
    if (bins) {
        for (std::size_t index = 0; index <= data().places.size(); ++index) {
            const double border = index < data().places.size() ? data().places[index].low : data().places.back().high;
            ticks.push_back({borderPixel(static_cast<double>(index)), look_.number(border)});
        }
    } else {
        for (const double value : frame_.xRange.ticks()) {
            const auto instant = static_cast<std::int64_t>(value);
            const bool withDate = data().timeNumbers && (ticks.empty() || times.isMidnight(instant));
            ticks.push_back({pixelOfNumber(value), !data().timeNumbers ? look_.number(value)
                                                   : withDate          ? times.dateAndTime(instant, step)
                                                                       : times.time(instant, step)});
        }
    }
    // The name of what is measured ends the axis, as the zone does on an axis of time.
    const QString name = data().timeNumbers ? QString::fromStdString(look_.zone.id()) : QString::fromStdString(column);
    const double nameWidth = std::min(metrics.horizontalAdvance(name), plot_.width() / 3);
    const QRectF nameRect(plot_.right() - nameWidth, y, nameWidth, metrics.height());
    double widest = 0;
    for (const Tick& tick : ticks) widest = std::max(widest, metrics.horizontalAdvance(tick.text));
    const double room = ticks.size() > 1 ? ticks[1].x - ticks[0].x : plot_.width();
    const auto every =
        static_cast<std::size_t>(std::max(1.0, std::ceil((widest + look_.px(16)) / std::max(1.0, room))));
    double end = -1e9;
    for (std::size_t index = 0; index < ticks.size(); ++index) {
        if (index % every == 0 || !bins) gridX_.push_back(ticks[index].x);
        if (index % every != 0) continue;
        const double width = metrics.horizontalAdvance(ticks[index].text);
        const QRectF rect(std::max(look_.px(4), ticks[index].x - width / 2), y, width, metrics.height());
        if (rect.left() < end + look_.px(8) || rect.right() > nameRect.left() - look_.px(8)) continue;
        xLabels_.push_back({ticks[index].text, rect, false});
        end = rect.right();
    }
    xLabels_.push_back({metrics.elidedText(name, Qt::ElideMiddle, nameWidth + 1), nameRect, true});
}

double ChartPicture::pixelOfNumber(double number) const {
    return plot_.left() + frame_.xRange.fraction(number) * plot_.width();
}

double ChartPicture::placePitch() const {
    return (isHorizontal() ? plot_.height() : plot_.width()) / std::max(1, placeCount());
}

double ChartPicture::borderPixel(double index) const {
    return (isHorizontal() ? plot_.top() : plot_.left()) + index * placePitch();
}

double ChartPicture::valuePixel(double value) const {
    const double fraction = frame_.range.fraction(value);
    return isHorizontal() ? plot_.left() + fraction * plot_.width() : plot_.bottom() - fraction * plot_.height();
}

double ChartPicture::baseline() const {
    const double zero =
        frame_.range.logarithmic ? frame_.range.low : std::clamp(0.0, frame_.range.low, frame_.range.high);
    return valuePixel(zero);
}

std::optional<double> ChartPicture::pixelOfInstant(std::int64_t instant) const {
    const bool onTime = data().axis == ChartAxis::Windows || data().axis == ChartAxis::Time;
    if (data().isEmpty() || !onTime || data().pitch <= 0) return std::nullopt;
    const std::int64_t origin = data().places.front().end - data().pitch;
    const double index = static_cast<double>(instant - origin) / static_cast<double>(data().pitch);
    if (index < 0 || index > placeCount()) return std::nullopt;
    return borderPixel(index);
}

std::optional<double> ChartPicture::watermarkX() const {
    if (data().axis != ChartAxis::Windows || !data().hasWatermark || !data().watermark) return std::nullopt;
    return pixelOfInstant(*data().watermark);
}

std::optional<double> ChartPicture::finalEdge() const {
    const auto until = data().finalUntil();
    return until ? pixelOfInstant(*until) : std::nullopt;
}

bool ChartPicture::usesTextures() const {
    int shown = 0;
    for (const ChartSeries& series : data().series) shown += series.hidden ? 0 : 1;
    return look_.textures || shown > 4;
}

const ChartMark* ChartPicture::mark(MarkId id) const {
    const auto found =
        std::find_if(marks_.begin(), marks_.end(), [id](const ChartMark& mark) { return mark.id == id; });
    return found == marks_.end() ? nullptr : &*found;
}

int ChartPicture::placeAt(const QPointF& position) const {
    if (data().isEmpty() || data().axis == ChartAxis::Numbers || !plot_.contains(position)) return -1;
    const double along = isHorizontal() ? position.y() - plot_.top() : position.x() - plot_.left();
    const int index = static_cast<int>(along / placePitch());
    return index < static_cast<int>(data().places.size()) ? index : -1;
}

std::optional<MarkId> ChartPicture::markAt(const QPointF& position) const {
    // A little larger than drawn, so that a bar of one pixel can be met; the nearest wins.
    const double reach = look_.px(6);
    const ChartMark* best = nullptr;
    double bestDistance = reach;
    for (const ChartMark& mark : marks_) {
        const double dx = std::max({mark.rect.left() - position.x(), position.x() - mark.rect.right(), 0.0});
        const double dy = std::max({mark.rect.top() - position.y(), position.y() - mark.rect.bottom(), 0.0});
        const double distance = std::hypot(dx, dy);
        if (distance < bestDistance || (distance == 0 && best && bestDistance > 0)) {
            best = &mark;
            bestDistance = distance;
            if (distance == 0) break;
        }
    }
    if (!best) return std::nullopt;
    return best->id;
}

void ChartPicture::paintUnderlay(QPainter& painter) const {
    if (!hasAxes()) return;
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing, false);
    if (!data().isEmpty()) {
        if (const auto edge = finalEdge())
            painter.fillRect(QRectF(plot_.left(), plot_.top(), *edge - plot_.left(), plot_.height()),
                             look_.tokens->final);
    }
    QPen grid(look_.tokens->grid, 1);
    grid.setCosmetic(true);
    painter.setPen(grid);
    QList<QLineF> lines;
    for (const double value : frame_.range.ticks()) {
        const double at = valuePixel(value);
        lines << (isHorizontal() ? QLineF(at, plot_.top(), at, plot_.bottom())
                                 : QLineF(plot_.left(), at, plot_.right(), at));
    }
    for (const double x : gridX_) lines << QLineF(x, plot_.top(), x, plot_.bottom());
    painter.drawLines(lines);
    if (!data().isEmpty()) paintUnderMarks(painter);
    painter.restore();
}

void ChartPicture::paintOverlay(QPainter& painter) const {
    painter.save();
    if (!data().isEmpty()) {
        paintMarks(painter);
        if (hasAxes()) {
            paintAxes(painter);
            paintWatermark(painter);
            paintLate(painter);
        }
    }
    if (focusRing_) {
        painter.setRenderHint(QPainter::Antialiasing, true);
        painter.setPen(QPen(look_.tokens->accent, look_.px(2)));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(QRectF(QPointF(), size_).adjusted(2, 2, -2, -2), look_.px(6), look_.px(6));
    }
    painter.restore();
}

void ChartPicture::paintAxes(QPainter& painter) const {
    painter.setRenderHint(QPainter::Antialiasing, false);
    QPen axis(look_.tokens->axis, 1);
    axis.setCosmetic(true);
    painter.setPen(axis);
    const double base = baseline();
    if (isHorizontal()) {
        painter.drawLine(QLineF(base, plot_.top(), base, plot_.bottom()));
    } else {
        painter.drawLine(QLineF(plot_.left(), base, plot_.right(), base));
        QList<QLineF> ticks;
        for (const double x : gridX_) ticks << QLineF(x, plot_.bottom(), x, plot_.bottom() + look_.px(kTick));
        painter.drawLines(ticks);
        if (!frame_.range.logarithmic && frame_.range.low > 0) {
            // The axis does not begin at 0: it is broken there (R6).
            const double x = plot_.left();
            const double y = plot_.bottom() - look_.px(10);
            const double step = look_.px(3);
            painter.setRenderHint(QPainter::Antialiasing, true);
            painter.setPen(QPen(look_.tokens->axis, look_.px(1.5)));
            painter.drawPolyline(QPolygonF({{x, y + 3 * step},
                                            {x, y + 2 * step},
                                            {x - step, y + step},
                                            {x + step, y - step},
                                            {x, y - 2 * step},
                                            {x, y - 3 * step}}));
            painter.setRenderHint(QPainter::Antialiasing, false);
        }
    }
    painter.setPen(look_.tokens->text2);
    painter.setFont(look_.font);
    for (const AxisLabel& label : yLabels_)
        painter.drawText(label.rect, Qt::AlignVCenter | Qt::AlignRight | Qt::TextDontClip, label.text);
    const int align = Qt::AlignVCenter | Qt::TextDontClip | (isHorizontal() ? Qt::AlignRight : Qt::AlignHCenter);
    for (const AxisLabel& label : xLabels_) painter.drawText(label.rect, align, label.text);
    if (const auto edge = finalEdge(); edge && writesFinal() && !isHorizontal()) {
        const QString text = tr("final", "windows left of the watermark");
        const QFontMetricsF metrics(look_.font);
        const double width = metrics.horizontalAdvance(text);
        const double right = *edge - look_.px(8);
        const QRectF place(right - width, plot_.top() + look_.px(4), width, metrics.height());
        // The word gives way to the bars.
        const bool covered = std::any_of(marks_.begin(), marks_.end(),
                                         [&](const ChartMark& mark) { return mark.rect.intersects(place); });
        if (!covered && width + look_.px(12) < *edge - plot_.left())
            painter.drawText(place, Qt::AlignCenter | Qt::TextDontClip, text);
    }
}

void ChartPicture::paintWatermark(QPainter& painter) const {
    const auto at = watermarkX();
    const QColor color = look_.tokens->wm;
    if (data().canBeFinal && data().nextWatermark) {
        if (const auto next = pixelOfInstant(*data().nextWatermark); next && (!at || std::abs(*next - *at) > 2)) {
            painter.setRenderHint(QPainter::Antialiasing, false);
            painter.setPen(QPen(color, 1, Qt::DotLine));
            painter.drawLine(QLineF(std::round(*next), plot_.top(), std::round(*next), plot_.bottom()));
        }
    }
    if (!at) return;
    const double x = std::round(*at);
    painter.setRenderHint(QPainter::Antialiasing, false);
    if (data().canBeFinal) {
        const double width = look_.px(2);
        painter.fillRect(QRectF(x - width / 2, plot_.top() - look_.px(3), width, plot_.height() + look_.px(3)), color);
        painter.setRenderHint(QPainter::Antialiasing, true);
        painter.setPen(Qt::NoPen);
        painter.setBrush(color);
        const double half = look_.px(5);
        const double top = plot_.top() - look_.px(6);
        painter.drawConvexPolygon(QPolygonF({{x - half, top}, {x + half, top}, {x, top + look_.px(6)}}));
    } else {
        painter.setPen(QPen(color, look_.px(1), Qt::DotLine));
        painter.drawLine(QLineF(x, plot_.top(), x, plot_.bottom()));
    }

    const QFontMetricsF strong(look_.strongFont);
    const QFontMetricsF normal(look_.font);
    const double gap = look_.px(8);
    const double strongWidth = strong.horizontalAdvance(watermarkLabel_);
    double detailWidth = watermarkDetail_.isEmpty() ? 0 : normal.horizontalAdvance(watermarkDetail_) + look_.px(4);
    const double leftRoom = x - gap - look_.px(8);
    const double rightRoom = size_.width() - x - gap - look_.px(8);
    if (std::max(leftRoom, rightRoom) < strongWidth + detailWidth) detailWidth = 0;
    const double width = strongWidth + detailWidth;
    double left = leftRoom >= width || leftRoom >= rightRoom ? x - gap - width : x + gap;
    left = std::max(left, look_.px(4));
    const double top = plot_.top() - look_.px(15) - strong.height() / 2;
    painter.setFont(look_.strongFont);
    painter.setPen(look_.tokens->text);
    painter.drawText(QRectF(left, top, strongWidth, strong.height()), Qt::AlignVCenter | Qt::TextDontClip,
                     watermarkLabel_);
    if (detailWidth > 0) {
        painter.setFont(look_.font);
        painter.setPen(look_.tokens->text2);
        painter.drawText(QRectF(left + strongWidth + look_.px(4), top, detailWidth, strong.height()),
                         Qt::AlignVCenter | Qt::TextDontClip, watermarkDetail_);
    }
}

void ChartPicture::paintLate(QPainter& painter) const {
    if (!hangsLateMarks() || isHorizontal() || frame_.late.empty()) return;
    const QColor color = look_.lineColor(1);
    const double side = look_.px(kLateSide);
    const double width = look_.px(1.5);
    std::vector<double> positions;
    for (const std::int64_t instant : frame_.late) {
        if (const auto x = pixelOfInstant(instant)) positions.push_back(*x);
    }
    if (positions.size() <= kMostLateMarks) {
        for (const double x : positions)
            paintLateMark(painter, {x, plot_.bottom() + 1}, side, color, look_.tokens->surface, width);
        return;
    }
    // Too many to be told apart: one mark a place with the count.
    std::vector<int> counts(static_cast<std::size_t>(placeCount()), 0);
    for (const double x : positions) {
        const int place = std::clamp(static_cast<int>((x - plot_.left()) / placePitch()), 0, placeCount() - 1);
        ++counts[static_cast<std::size_t>(place)];
    }
    painter.setFont(look_.font);
    for (std::size_t place = 0; place < counts.size(); ++place) {
        if (counts[place] == 0) continue;
        const double x = borderPixel(static_cast<double>(place) + 0.5);
        paintLateMark(painter, {x - look_.px(8), plot_.bottom() + 1}, side, color, look_.tokens->surface, width);
        painter.setPen(look_.tokens->text2);
        painter.drawText(QRectF(x - look_.px(2), plot_.bottom() - 1, look_.px(40), look_.px(14)),
                         Qt::AlignVCenter | Qt::TextDontClip, look_.number(counts[place]));
    }
}

}  // namespace vitrine::ui
