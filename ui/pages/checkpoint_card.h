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
    QPushButton* crashButton() const { return crash_; }
    QPushButton* freshButton() const { return fresh_; }
    /// Where the checkpoint of the query `name` was put for a fresh start; said while that query is chosen.
    void setAside(const QString& name, const QString& path);
    QTableWidget* batches() const { return batches_; }
    /// All that stands on the card, a line each: for tests and screen readers.
    QString text() const;

  Q_SIGNALS:
    void stopRequested(qint64 process, const QString& runId);
    void restartRequested(const QString& name);
    /// Of a query of this process.
    void crashRequested(const QString& runId);
    void freshRequested(const QString& name);

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
    /// Whether all outputs of the query get each row once.
    bool isExactlyOnce() const;
    void retranslate();

    std::optional<StreamRow> row_;
    std::optional<CheckpointSummary> summary_;
    QString error_;
    QString asideOf_, aside_;
    std::optional<std::int64_t> marked_;   ///< the batch whose row is marked
    TextLabel* title_;
    TextLabel* query_;
    Chip* delivery_;
    QWidget* body_;
    EmptyState* empty_;
    std::vector<TextLabel*> labels_, values_;
    QTableWidget* batches_;
    TextLabel* asideLabel_;
    TextLabel* next_;
    TextLabel* changes_;
    QPushButton* stop_;
    QPushButton* crash_;
    QPushButton* restart_;
    QPushButton* fresh_;
};

}  // namespace vitrine::ui
