// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/result_table_model.h"
#include "ui/pages/sql_runner.h"

namespace vitrine::ui {

/// The rows of an answer; the header says the type beside each name.
class SqlResultModel : public ResultTableModel {
    Q_OBJECT
  public:
    using ResultTableModel::ResultTableModel;

    void setAnswer(const SqlAnswerPtr& answer, const TimeZone& zone);
    const SqlAnswerPtr& answer() const noexcept { return answer_; }

    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

  private:
    SqlAnswerPtr answer_;
};

/// The rows of an answer as a result, for export and tables.
ResultSnapshotPtr snapshotOf(const SqlAnswer& answer);

}  // namespace vitrine::ui
