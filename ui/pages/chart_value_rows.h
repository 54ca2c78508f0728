// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <QWidget>

#include "core/report/result_snapshot.h"
#include "ui/document/project.h"

class QComboBox;
class QPushButton;
class QToolButton;
class QVBoxLayout;

namespace vitrine::ui {

/// The values of a chart: a line each with column and what is done to rows that fall on one mark; lines can be added and
/// removed, one always stays.
class ChartValueRows : public QWidget {
    Q_OBJECT
  public:
    ChartValueRows(const std::vector<ChartValue>& values, const ResultShapePtr& shape, QWidget* parent = nullptr);

    std::vector<ChartValue> values() const;
    /// Kinds that draw rows as they are, or one value only.
    void setLimits(bool withAggregate, bool oneOnly);

  Q_SIGNALS:
    void changed();

  private:
    struct Line {
        QWidget* box;
        QComboBox* column;
        QComboBox* aggregate;
        QToolButton* remove;
    };
    void addLine(const ChartValue& value);
    void refresh();

    ResultShapePtr shape_;
    QVBoxLayout* column_;
    std::vector<Line> lines_;
    QPushButton* add_;
    bool withAggregate_ = true;
    bool oneOnly_ = false;
};

}  // namespace vitrine::ui
