// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/card.h"

namespace vitrine::ui {

class MetricTile;
class QueryController;

/// Six numbers of the run with their last batches as sparklines. *Late rows dropped* counts rows of the input, *State rows
/// released* rows of the state: never one number.
class MetricsStrip : public Card {
    Q_OBJECT
  public:
    explicit MetricsStrip(QWidget* parent = nullptr);

    /// Numbers of the newest batch and of the whole run; null empties the tiles.
    void refresh(const QueryController* controller);

  Q_SIGNALS:
    void lateRequested();

  protected:
    void changeEvent(QEvent* event) override;

  private:
    void retranslate();

    MetricTile* input_;
    MetricTile* processing_;
    MetricTile* duration_;
    MetricTile* state_;
    MetricTile* late_;
    MetricTile* released_;
};

}  // namespace vitrine::ui
