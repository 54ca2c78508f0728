// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include <QWidget>

#include "core/data/time_zone.h"
#include "ui/pages/metric_series.h"

namespace vitrine::ui {

/// One metric over the last batches: a timeline, and beside it how often each height came. A stacked metric has its parts
/// there instead. The batch under the pointer, or chosen with the arrow keys, is read out in the head.
class MetricGraph : public QWidget {
    Q_OBJECT
  public:
    explicit MetricGraph(QWidget* parent = nullptr);

    /// Shows `series` of `history`, which is shared and not changed any more.
    void setSeries(std::shared_ptr<const MetricHistory> history, std::size_t series, const TimeZone& zone);
    /// The place of the batch that is read out; -1: the newest.
    void setChosen(int place);
    int chosen() const { return chosen_; }
    /// What the head says: value and unit, with batch and time when one is chosen.
    QString readOut() const;

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

  Q_SIGNALS:
    void choiceChanged(int place);

  protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

  private:
    const MetricSeries* series() const;
    QRectF timelineBox() const;
    QRectF sideBox() const;
    double placeX(const QRectF& box, int place) const;
    void choose(int place);
    void refreshName();
    void paintTimeline(QPainter& painter, const QRectF& box, const MetricSeries& series) const;
    void paintHistogram(QPainter& painter, const QRectF& box, const MetricSeries& series) const;
    void paintParts(QPainter& painter, const QRectF& box, const MetricSeries& series) const;

    std::shared_ptr<const MetricHistory> history_;
    std::size_t at_ = 0;
    TimeZone zone_;
    int chosen_ = -1;
};

}  // namespace vitrine::ui
