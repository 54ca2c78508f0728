// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/metric_graph.h"

#include <algorithm>
#include <cmath>

#include <QAccessible>
#include <QKeyEvent>
#include <QLocale>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>
#include <QStyle>

#include "ui/charts/time_labels.h"
#include "ui/style/fonts.h"
#include "ui/style/paint_tools.h"
#include "ui/style/theme.h"

namespace vitrine::ui {
namespace {

// Sizes of the design in pixels, before scaling.
constexpr int kPadding = 12;
constexpr int kPlotHeight = 72;
constexpr int kSideWidth = 112;
constexpr int kGap = 12;
constexpr int kHeadGap = 6;
constexpr int kAxisGap = 4;
constexpr int kSwatch = 8;
constexpr int kWidth = 340;
constexpr int kBins = 9;
constexpr int kVermilion = 1;

}  // namespace

MetricGraph::MetricGraph(QWidget* parent) : QWidget(parent) {
    setMouseTracking(true);
    setFocusPolicy(Qt::TabFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(&Theme::current(), &Theme::changed, this, [this] { updateGeometry(); });
}

void MetricGraph::setSeries(std::shared_ptr<const MetricHistory> history, std::size_t series, const TimeZone& zone) {
    history_ = std::move(history);
    at_ = series;
    zone_ = zone;
    if (chosen_ >= static_cast<int>(history_->batches.size())) chosen_ = -1;
    refreshName();
    update();
}

const MetricSeries* MetricGraph::series() const {
    return history_ && at_ < history_->series.size() ? &history_->series[at_] : nullptr;
}

void MetricGraph::setChosen(int place) {
    if (chosen_ == place) return;
    chosen_ = place;
    refreshName();
    update();
}

QString MetricGraph::readOut() const {
    const MetricSeries* shown = series();
    if (!shown || shown->values.empty()) return QStringLiteral("–");
    const QLocale locale;
    if (chosen_ < 0) {
        // The last batch that had a value stands.
        const auto newest = std::find_if(shown->values.rbegin(), shown->values.rend(), [](double value) { return std::isfinite(value); });
        return newest == shown->values.rend() ? QStringLiteral("–") : metricText(*newest, shown->unit, locale);
    }
    const auto place = static_cast<std::size_t>(chosen_);
    const TimeLabels labels(locale, zone_);
    constexpr std::int64_t kSecond = 1'000'000;
    return tr("%1 in batch %2, at %3")
        .arg(metricText(shown->values[place], shown->unit, locale), locale.toString(static_cast<qlonglong>(history_->batches[place])),
             labels.time(history_->times[place].time_since_epoch().count() * 1000 / kSecond * kSecond, kSecond));
}

void MetricGraph::refreshName() {
    const MetricSeries* shown = series();
    if (!shown) return;
    setAccessibleName(shown->name);
    const QString said = tr("%1. %2 Highest %3, mean %4.")
                             .arg(readOut(), shown->meaning, metricText(shown->highest(), shown->unit, QLocale()),
                                  metricText(shown->mean(), shown->unit, QLocale()));
    setToolTip(shown->meaning);
    if (said == accessibleDescription()) return;
    setAccessibleDescription(said);
    if (hasFocus()) {
        QAccessibleEvent changed(this, QAccessible::DescriptionChanged);
        QAccessible::updateAccessibility(&changed);
    }
}

QSize MetricGraph::sizeHint() const {
    const QFontMetrics caption((captionFont()));
    return {scaled(kWidth), 2 * scaled(kPadding) + caption.height() + scaled(kHeadGap) + scaled(kPlotHeight)};
}

QRectF MetricGraph::timelineBox() const {
    const QRectF side = sideBox();
    const double left = rect().left() + scaled(kPadding);
    return {left, side.top(), side.left() - scaled(kGap) - left, side.height()};
}

QRectF MetricGraph::sideBox() const {
    const int bottom = rect().bottom() + 1 - scaled(kPadding);
    return QRectF(rect().right() + 1 - scaled(kPadding) - scaled(kSideWidth), bottom - scaled(kPlotHeight), scaled(kSideWidth),
                  scaled(kPlotHeight));
}

/// The centre of a batch: the newest stands at the right edge.
double MetricGraph::placeX(const QRectF& box, int place) const {
    const auto count = static_cast<double>(std::max<std::size_t>(history_->batches.size(), 20));
    const auto fromRight = static_cast<double>(history_->batches.size()) - 1 - place;
    return box.right() - (fromRight + 0.5) * box.width() / count;
}

void MetricGraph::paintEvent(QPaintEvent*) {
    const MetricSeries* shown = series();
    if (!shown) return;
    const ThemeTokens& t = Theme::tokens();
    QPainter painter(this);
    const QFontMetrics strong((captionFont(QFont::DemiBold)));
    const QRect inner = rect().adjusted(scaled(kPadding), scaled(kPadding), -scaled(kPadding), -scaled(kPadding));
    const QString value = readOut();
    painter.setFont(captionFont(QFont::DemiBold));
    painter.setPen(t.text);
    painter.drawText(QRect(inner.left(), inner.top(), inner.width(), strong.height()), Qt::AlignLeft | Qt::AlignTop,
                     strong.elidedText(shown->name, Qt::ElideRight, inner.width()));
    // Beside a long name is no room for the value: it stands above the timeline, across from the scale.
    const bool beside = strong.horizontalAdvance(shown->name) + scaled(kGap) + strong.horizontalAdvance(value) <= inner.width();
    const QRectF timeline = timelineBox();
    const QRectF place = beside ? QRectF(inner.left(), inner.top(), inner.width(), strong.height())
                                : QRectF(timeline.left(), timeline.top() - scaled(kAxisGap), timeline.width(), strong.height());
    painter.setPen(chosen_ >= 0 ? t.accentText : t.text2);
    painter.setFont(captionFont(QFont::Medium));
    painter.drawText(place, Qt::AlignRight | Qt::AlignTop, value);
    paintTimeline(painter, timeline, *shown);
    if (shown->parts.empty()) paintHistogram(painter, sideBox(), *shown);
    else paintParts(painter, sideBox(), *shown);
    if (hasFocus()) drawBox(painter, QRectF(rect()).adjusted(2, 2, -2, -2), scaled(6), QColor(), t.accent, Theme::current().focusWidth());
}

void MetricGraph::paintTimeline(QPainter& painter, const QRectF& box, const MetricSeries& series) const {
    const ThemeTokens& t = Theme::tokens();
    const QFontMetrics caption((captionFont()));
    const double thickness = alignedWidth(painter, 1);
    const double base = box.bottom() - thickness;
    const double head = caption.height();  // the label of the highest value stands above the plot's top line
    const double usable = box.height() - thickness - head;
    const double top = series.highest();
    drawHorizontalLine(painter, box.left(), box.right(), base, t.axis);
    drawHorizontalLine(painter, box.left(), box.right(), base - usable, t.grid);
    painter.setFont(captionFont());
    painter.setPen(t.text3);
    painter.drawText(QRectF(box.left(), box.top() - scaled(kAxisGap), box.width(), head), Qt::AlignLeft | Qt::AlignTop,
                     metricText(top, series.unit, QLocale()));
    const auto y = [&](double value) { return base - (top > 0 ? value / top : 0) * usable; };
    const int count = static_cast<int>(series.values.size());
    if (count == 0) return;
    const double pitch = std::abs(placeX(box, 1) - placeX(box, 0));
    if (chosen_ >= 0) {
        const double x = placeX(box, chosen_);
        painter.fillRect(QRectF(x - std::max(1.0, pitch / 2), base - usable, std::max(2.0, pitch), usable), t.sel);
    }
    if (!series.parts.empty()) {
        const double width = std::max(1.0, pitch - (pitch > 4 ? 1 : 0));
        for (int place = 0; place < count; ++place) {
            double below = 0;
            for (std::size_t part = 0; part < series.parts.size(); ++part) {
                const double value = series.parts[part].values[static_cast<std::size_t>(place)];
                const QRectF bar(placeX(box, place) - width / 2, y(below + value), width, y(below) - y(below + value));
                painter.fillRect(bar, Theme::current().series(static_cast<int>(part)).fill);
                below += value;
            }
        }
        return;
    }
    const QColor color = series.isLoss ? Theme::current().lineColor(kVermilion) : Theme::current().lineColor(0);
    const double mean = series.mean();
    if (std::isfinite(mean) && top > 0) {
        painter.setPen(QPen(t.axis, thickness, Qt::DotLine));
        painter.drawLine(QPointF(box.left(), y(mean)), QPointF(box.right(), y(mean)));
    }
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    QPainterPath path;
    bool pen = false;
    for (int place = 0; place < count; ++place) {
        const double value = series.values[static_cast<std::size_t>(place)];
        if (!std::isfinite(value)) {
            pen = false;
            continue;
        }
        const QPointF point(placeX(box, place), y(value));
        const bool alone = !pen && (place + 1 == count || !std::isfinite(series.values[static_cast<std::size_t>(place) + 1]));
        if (alone || place == chosen_) {
            painter.setPen(Qt::NoPen);
            painter.setBrush(color);
            painter.drawEllipse(point, scaled(2), scaled(2));
        }
        if (pen) path.lineTo(point);
        else path.moveTo(point);
        pen = true;
    }
    painter.setPen(QPen(color, 1.5, Qt::SolidLine, Qt::FlatCap, Qt::RoundJoin));
    painter.setBrush(Qt::NoBrush);
    painter.drawPath(path);
    painter.restore();
}

/// Horizontal bars beside the timeline, on its scale: how many batches had such a value.
void MetricGraph::paintHistogram(QPainter& painter, const QRectF& box, const MetricSeries& series) const {
    const ThemeTokens& t = Theme::tokens();
    const QFontMetrics caption((captionFont()));
    const double head = caption.height();
    const double base = box.bottom() - alignedWidth(painter, 1);
    const double usable = base - box.top() - head;
    const std::vector<int> counts = series.histogram(kBins);
    const int most = *std::max_element(counts.begin(), counts.end());
    drawVerticalLine(painter, box.left(), base - usable, base, t.axis);
    painter.setFont(captionFont());
    painter.setPen(t.text3);
    painter.drawText(QRectF(box.left(), box.top() - scaled(kAxisGap), box.width(), head), Qt::AlignLeft | Qt::AlignTop,
                     tr("%Ln batch(es)", nullptr, static_cast<int>(series.values.size())));
    if (most == 0) return;
    const double height = usable / kBins;
    const QFontMetrics numbers((captionFont()));
    const double room = box.width() - numbers.horizontalAdvance(QLocale().toString(most)) - scaled(kAxisGap);
    for (int bin = 0; bin < kBins; ++bin) {
        const int count = counts[static_cast<std::size_t>(bin)];
        if (count == 0) continue;
        const double width = std::max(1.0, room * count / most);
        const QRectF bar(box.left() + 1, base - (bin + 1) * height + 0.5, width, height - 1);
        painter.fillRect(alignedToPixels(painter, bar), t.axis);
        if (count == most) {
            painter.setPen(t.text3);
            painter.drawText(QRectF(bar.right() + scaled(kAxisGap), bar.center().y() - head / 2, box.width(), head),
                             Qt::AlignLeft | Qt::AlignVCenter, QLocale().toString(count));
        }
    }
}

void MetricGraph::paintParts(QPainter& painter, const QRectF& box, const MetricSeries& series) const {
    const ThemeTokens& t = Theme::tokens();
    const QFontMetrics caption((monoCaptionFont()));
    const std::size_t place = chosen_ >= 0 ? static_cast<std::size_t>(chosen_) : series.values.size() - 1;
    const double row = box.height() / static_cast<double>(series.parts.size());
    const double swatch = scaled(kSwatch);
    painter.setFont(monoCaptionFont());
    for (std::size_t part = 0; part < series.parts.size(); ++part) {
        const QRectF line(box.left(), box.top() + row * static_cast<double>(part), box.width(), row);
        const SeriesColor color = Theme::current().series(static_cast<int>(part));
        drawBox(painter, QRectF(line.left(), line.center().y() - swatch / 2, swatch, swatch), 1, color.fill, color.outline);
        const double text = line.left() + swatch + scaled(kAxisGap);
        const QString value = series.values.empty() ? QString() : QLocale().toString(series.parts[part].values[place], 'f', 0);
        painter.setPen(t.text2);
        painter.drawText(QRectF(text, line.top(), line.right() - text, row), Qt::AlignRight | Qt::AlignVCenter | Qt::TextDontClip, value);
        const double room = line.right() - text - caption.horizontalAdvance(value) - scaled(kAxisGap);
        painter.drawText(QRectF(text, line.top(), line.right() - text, row), Qt::AlignLeft | Qt::AlignVCenter | Qt::TextDontClip,
                         caption.elidedText(series.parts[part].name, Qt::ElideRight, static_cast<int>(room)));
    }
}

void MetricGraph::choose(int place) {
    if (place == chosen_) return;
    setChosen(place);
    Q_EMIT choiceChanged(place);
}

void MetricGraph::mouseMoveEvent(QMouseEvent* event) {
    QWidget::mouseMoveEvent(event);
    if (!series() || history_->batches.empty()) return;
    const QRectF box = timelineBox();
    const QPointF at = event->position();
    if (!box.contains(at)) return choose(-1);
    const int last = static_cast<int>(history_->batches.size()) - 1;
    const double pitch = box.width() / static_cast<double>(std::max<std::size_t>(history_->batches.size(), 20));
    const int place = last - static_cast<int>(std::floor((box.right() - at.x()) / pitch));
    choose(place >= 0 ? std::min(place, last) : -1);
}

void MetricGraph::leaveEvent(QEvent* event) {
    QWidget::leaveEvent(event);
    choose(-1);
}

/// Left and Right walk through the batches, Home and End go to the oldest and the newest, Esc back to live.
void MetricGraph::keyPressEvent(QKeyEvent* event) {
    const int last = series() ? static_cast<int>(history_->batches.size()) - 1 : -1;
    const int from = chosen_ < 0 ? last : chosen_;
    if (last >= 0) {
        switch (event->key()) {
            case Qt::Key_Left: return choose(std::max(0, chosen_ < 0 ? last : from - 1));
            case Qt::Key_Right: return choose(std::min(last, from + 1));
            case Qt::Key_Home: return choose(0);
            case Qt::Key_End: return choose(last);
            case Qt::Key_Escape:
                if (chosen_ >= 0) return choose(-1);
                break;
            default: break;
        }
    }
    QWidget::keyPressEvent(event);
}

void MetricGraph::focusOutEvent(QFocusEvent* event) {
    QWidget::focusOutEvent(event);
    choose(-1);
}

bool MetricGraph::event(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) {
        refreshName();
        update();
    }
    return QWidget::event(event);
}

}  // namespace vitrine::ui
