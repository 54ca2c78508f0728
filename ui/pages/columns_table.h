// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTableWidget>

#include "ui/pages/build_state.h"

class QButtonGroup;

namespace vitrine::ui {

/// The columns of a source: event time, name, type, share of empty values, and what was seen.
class ColumnsTable : public QTableWidget {
    Q_OBJECT
  public:
    explicit ColumnsTable(const BuildState& state, QWidget* parent = nullptr);

    void refresh();
    void retranslate();

  Q_SIGNALS:
    void schemaEdited(const QString& text, const vitrine::Schema& schema);
    void eventTimeChosen(const std::string& column, vitrine::ui::TimeReading reading);

  private:
    void build(const Schema& schema);
    void renameColumn(int row, const QString& name);
    void setType(int row, const std::string& type);
    QString seen(std::size_t column, const Schema& schema) const;

    const BuildState& state_;
    Schema schema_;
    QButtonGroup* times_;
    bool filling_ = false;
};

/// How `column` of the sample can be the event time; empty when its values are no times.
std::optional<TimeReading> timeReadingOf(const RowSample& sample, const std::string& column);

}  // namespace vitrine::ui
