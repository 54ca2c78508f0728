// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

#include <QAbstractTableModel>
#include <QString>

#include "core/report/query_summary.h"

namespace vitrine::ui {

/// A query as the list of streams shows it, of this process or another.
struct StreamRow {
    QuerySummary query;
    std::int64_t process = 0;   ///< 0: this one
    QString program;            ///< of another process
    bool isRestartable = false; ///< ended, and its document is open here

    bool isActive() const noexcept { return vitrine::isActive(query.state); }
    bool operator==(const StreamRow&) const = default;
};

/// Active queries and those that ended, as UI-1 has them. While the same runs stand in the same order, new figures change
/// cells only, so that selection and scroll stay.
class StreamsModel : public QAbstractTableModel {
    Q_OBJECT
  public:
    enum Column { State, Name, Id, Mode, WritesTo, Trigger, InputRate, ProcessedRate, Duration, Batch, LastProgress, Process, Action };
    static constexpr int kColumns = Action + 1;

    explicit StreamsModel(QObject* parent = nullptr);

    /// Takes the rows in their order; `now` is what ages are counted from.
    void setRows(std::vector<StreamRow> rows, WallTime now);
    const std::vector<StreamRow>& rows() const noexcept { return rows_; }
    const StreamRow* rowAt(int row) const;
    int activeCount() const;
    /// Names, texts and figures in the present language.
    void retranslate();

    /// What the loop over `spark.streams.active` prints, after the loop itself.
    QString asPySpark() const;

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

  private:
    QString text(const StreamRow& row, int column) const;
    QString toolTip(const StreamRow& row, int column) const;

    std::vector<StreamRow> rows_;
    WallTime now_{};
};

/// The word of a query's state, and the trigger, in the language of the window.
QString streamStateWord(const QuerySummary& query);
QString triggerWords(const QuerySummary& query);

}  // namespace vitrine::ui
