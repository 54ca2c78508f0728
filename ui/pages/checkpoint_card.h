// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <vector>

#include "core/report/checkpoint_summary.h"
#include "ui/models/streams_model.h"
#include "ui/widgets/card.h"

class QGridLayout;
class QPushButton;
class QScrollArea;
class QTableWidget;

namespace vitrine::ui {

class Chip;
class EmptyState;
class TextLabel;

/// Checkpoint of the chosen query: what is in it, what each batch wrote, what a restart would do and what it may change.
class CheckpointCard : public Card {
    Q_OBJECT
  public:
    explicit CheckpointCard(QWidget* parent = nullptr);

    /// The query it is about; null: none. What is known of another query's checkpoint goes.
    void setStream(const StreamRow* row);
    /// What was found; with an error, why nothing was.
    void setSummary(const CheckpointSummary& summary, const QString& error);

    QPushButton* stopButton() const { return stop_; }
    QPushButton* restartButton() const { return restart_; }
    QTableWidget* batches() const { return batches_; }
    /// All that stands on the card, a line each: for tests and screen readers.
    QString text() const;

  Q_SIGNALS:
    void stopRequested(qint64 process, const QString& runId);
    void restartRequested(const QString& name);

  protected:
    void changeEvent(QEvent* event) override;

  private:
    enum Field { Folder, QueryId, RunId, LastCommit, Watermark, State, Read, Size, Holder };
    static constexpr int kFields = Holder + 1;

    void refresh();
    void refreshFields();
    void refreshBatches();
    QString nextSentence() const;
    QString changesSentence() const;
    void retranslate();

    std::optional<StreamRow> row_;
    std::optional<CheckpointSummary> summary_;
    QString error_;
    TextLabel* title_;
    TextLabel* query_;
    Chip* delivery_;
    QWidget* body_;
    EmptyState* empty_;
    std::vector<TextLabel*> labels_, values_;
    QTableWidget* batches_;
    TextLabel* next_;
    TextLabel* changes_;
    QPushButton* stop_;
    QPushButton* restart_;
};

}  // namespace vitrine::ui
