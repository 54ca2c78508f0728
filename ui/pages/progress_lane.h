// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <deque>

#include <QPointer>
#include <QWidget>

#include "core/report/batch_report.h"

class QListWidget;
class QListWidgetItem;
class QPlainTextEdit;

namespace vitrine::ui {

class QuerySession;

/// Spark's StreamingQueryProgress of each kept batch: the batches, newest first, and the JSON of the chosen one. Follows the
/// newest batch until another is chosen.
class ProgressLane : public QWidget {
    Q_OBJECT
  public:
    static constexpr int kListed = 100;

    explicit ProgressLane(QWidget* parent = nullptr);

    void setSession(QuerySession* session);
    /// Takes the reports that came since the last call.
    void refresh();
    bool isEmpty() const;
    /// The JSON shown, indented, in Spark's order of keys.
    QString text() const;
    void copy() const;

  protected:
    void changeEvent(QEvent* event) override;

  private:
    QString caption(const BatchReport& report) const;
    void show(QListWidgetItem* item);
    void retranslate();

    QPointer<QuerySession> session_;
    QListWidget* batches_;
    QPlainTextEdit* json_;
    BatchReportPtr newest_;   ///< the last one taken
};

}  // namespace vitrine::ui
