// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <deque>

#include <QAbstractTableModel>
#include <QLocale>

#include "core/data/time_zone.h"
#include "core/report/batch_report.h"

namespace vitrine::ui {

/// The rows of the lanes *Late rows* or *Malformed rows*: where each stands and why it is here, newest first.
/// At most kKept rows are listed; total() counts all.
class ListedRowsModel : public QAbstractTableModel {
    Q_OBJECT
  public:
    enum class Kind { Late, Malformed };
    static constexpr std::size_t kKept = 10'000;

    explicit ListedRowsModel(Kind kind, QObject* parent = nullptr);

    void clear();
    void add(const BatchReport& report);
    void setZone(const TimeZone& zone);
    void setLocale(const QLocale& locale);

    std::uint64_t total() const noexcept { return total_; }

    /// The absolute path of a row's file, and the byte at which it starts.
    const ListedRow* rowAt(int row) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

  Q_SIGNALS:
    void totalChanged(quint64 total);

  private:
    struct Entry {
        std::int64_t batchId;
        ListedRow row;
        mutable QString where;   ///< `file:line`, counted when it is first shown
        mutable QString line;    ///< the record itself, read with it
    };
    void locate(const Entry& entry) const;
    void refreshTexts();
    QString lateText(const Entry& entry, int column) const;
    QString malformedText(const Entry& entry, int column) const;

    Kind kind_;
    std::deque<Entry> entries_;   ///< newest first
    std::uint64_t total_ = 0;
    TimeZone zone_;
    QLocale locale_;
};

}  // namespace vitrine::ui
