// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>

#include <QDialog>

#include "core/report/result_snapshot.h"
#include "ui/document/project.h"

class QCheckBox;
class QComboBox;
class QLineEdit;
class QSpinBox;

namespace vitrine::ui {

class ChartValueRows;
class FormRow;

/// The settings of a chart: title, kind, what is drawn and how. Only what the kind uses is shown. Each change is asked for
/// at once; closing keeps them (undo takes them back).
class ChartSheet : public QDialog {
    Q_OBJECT
  public:
    ChartSheet(ChartSpec spec, const ResultShapePtr& shape, QWidget* parent);

    const ChartSpec& spec() const { return spec_; }

  Q_SIGNALS:
    void specChanged(const vitrine::ui::ChartSpec& spec);

  private:
    void fillColumns(QComboBox* box, const std::vector<std::string>& chosen,
                     const std::function<bool(std::size_t)>& fits) const;
    bool isOnTime(std::size_t column) const;
    void refresh();
    void ask();

    ChartSpec spec_;
    ResultShapePtr shape_;
    QLineEdit* title_;
    QComboBox* type_;
    QComboBox* keys_;
    ChartValueRows* values_;
    QComboBox* group_;
    QComboBox* stack_;
    QSpinBox* bins_;
    QSpinBox* span_;
    QSpinBox* top_;
    QComboBox* nulls_;
    QComboBox* axis_;
    QCheckBox* open_;
    QCheckBox* logarithmic_;
    QCheckBox* hole_;
    FormRow* keysRow_;
    FormRow* valuesRow_;
    FormRow* groupRow_;
    FormRow* stackRow_;
    FormRow* binsRow_;
    FormRow* spanRow_;
    FormRow* topRow_;
    FormRow* nullsRow_;
    FormRow* axisRow_;
};

}  // namespace vitrine::ui
