// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

#include "core/report/result_snapshot.h"
#include "ui/document/project.h"

class QComboBox;
class QLineEdit;
class QSpinBox;

namespace vitrine::ui {

/// The settings of a chart: title, kind, what is drawn, how much of it. Each change is asked for at once; closing keeps them
/// (undo takes them back).
class ChartSheet : public QDialog {
    Q_OBJECT
  public:
    ChartSheet(ChartSpec spec, const ResultShapePtr& shape, QWidget* parent);

  Q_SIGNALS:
    void specChanged(const vitrine::ui::ChartSpec& spec);

  private:
    void ask();

    ChartSpec spec_;
    QLineEdit* title_;
    QComboBox* type_;
    QComboBox* value_;
    QComboBox* aggregate_;
    QComboBox* group_;
    QSpinBox* span_;
    QSpinBox* keys_;
};

}  // namespace vitrine::ui
