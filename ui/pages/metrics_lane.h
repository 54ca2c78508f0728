// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <vector>

#include <QScrollArea>

#include "core/data/time_zone.h"
#include "ui/pages/metric_series.h"

class QGridLayout;

namespace vitrine::ui {

class MetricGraph;
class QueryController;

/// Every graph of Spark's streaming tab for the newest 100 batches, one, two or three beside each other. A batch chosen in
/// one graph is read out in all of them.
class MetricsLane : public QScrollArea {
    Q_OBJECT
  public:
    explicit MetricsLane(QWidget* parent = nullptr);

    /// Takes the controller's newest reports; null empties the lane. Costs a pass over 100 reports.
    void refresh(const QueryController* controller, const TimeZone& zone);
    bool isEmpty() const { return shown_ == 0; }
    /// The graphs that are shown, in order.
    std::vector<MetricGraph*> graphs() const;

  protected:
    void resizeEvent(QResizeEvent* event) override;

  private:
    void arrange();

    QWidget* content_;
    QGridLayout* grid_;
    std::vector<MetricGraph*> graphs_;
    std::size_t shown_ = 0;
    int columns_ = 0;
};

}  // namespace vitrine::ui
