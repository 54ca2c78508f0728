// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "core/report/result_snapshot.h"
#include "ui/pages/build_state.h"

namespace vitrine::ui {

class ChartView;
class EmptyState;
class TextLabel;

/// What the sample gives: the question answered over the sampled rows alone, as a chart. Says so where the question is not
/// a count, sum, average, minimum or maximum by windows or by one column.
class SamplePreview : public QWidget {
    Q_OBJECT
  public:
    explicit SamplePreview(QWidget* parent = nullptr);

    void show(const BuildState& state, const Question& question);

  protected:
    void changeEvent(QEvent* event) override;

  private:
    void retranslate();

    TextLabel* title_;
    TextLabel* caption_;
    ChartView* chart_;
    EmptyState* none_;
    bool hasOpenWindows_ = false;
};

/// The answer to `question` over the rows of `sample`, as if one batch had read them all and the next one had its watermark.
/// Null where it cannot be told without running the query.
ResultSnapshotPtr answerOver(const RowSample& sample, const QueryDocument& document, const Question& question);

}  // namespace vitrine::ui
