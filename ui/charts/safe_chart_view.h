// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QChartView>
#include <QMouseEvent>

namespace vitrine::ui {

/// A QChartView that survives a click where nothing is (Qt 6.4.2 follows a null pointer there).
class SafeChartView : public QChartView {
    Q_OBJECT

  public:
    using QChartView::QChartView;

  protected:
    void mousePressEvent(QMouseEvent* event) override {
        if (!itemAt(event->position().toPoint())) {
            event->ignore();
            return;
        }
        QChartView::mousePressEvent(event);
    }
};

}  // namespace vitrine::ui
