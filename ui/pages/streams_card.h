// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>

#include "ui/models/streams_model.h"
#include "ui/widgets/card.h"

class QPushButton;
class QStackedWidget;
class QTableView;
class QToolButton;

namespace vitrine::ui {

class Chip;
class EmptyState;
class TextLabel;

/// Active streams: the queries that run, here and in other processes, then those that ended, with what can be done about each.
class StreamsCard : public Card {
    Q_OBJECT
  public:
    explicit StreamsCard(QWidget* parent = nullptr);

    /// The queries in their order, and the processes that did not answer, a sentence each.
    void setStreams(std::vector<StreamRow> rows, const QStringList& unanswered, WallTime now);
    const StreamsModel& model() const { return model_; }

    /// The selected query; the first one when nothing was selected.
    const StreamRow* chosen() const;
    void choose(const std::string& runId);

    QTableView* table() const { return table_; }
    QPushButton* stopAllButton() const { return stopAll_; }
    QToolButton* copyButton() const { return copy_; }
    /// The button in a row: *Stop*, *Start*, or none.
    QPushButton* actionOf(int row) const;

  Q_SIGNALS:
    void chosenChanged();
    void stopRequested(qint64 process, const QString& runId);
    void stopAllRequested();
    /// Of a query of this window that has ended.
    void restartRequested(const QString& name);

  protected:
    void changeEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

  private:
    void placeActions();
    void fitColumns(bool fromScratch);
    void refreshHead();
    void retranslate();

    StreamsModel model_;
    QStringList unanswered_;
    std::string chosenRun_;
    bool choosing_ = false;
    std::array<int, StreamsModel::kColumns> wanted_{};   ///< width of each column, in pixels
    TextLabel* title_;
    Chip* count_;
    TextLabel* caption_;
    QToolButton* copy_;
    QPushButton* stopAll_;
    QStackedWidget* body_;
    QTableView* table_;
    EmptyState* empty_;
};

}  // namespace vitrine::ui
