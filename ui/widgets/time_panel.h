// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include <QString>
#include <QWidget>

namespace vitrine::ui {

/// What the time panel shows of one batch.
struct BatchTick {
    std::int64_t batchId = 0;
    std::int64_t rows = 0;
    bool noData = false;  ///< ran only to move the watermark
    int windowsClosed = 0;
    std::int64_t late = 0;  ///< rows dropped
    std::int64_t malformed = 0;
    bool failed = false;
    bool detailsReleased = false;  ///< report kept, rows not any more: hollow
    std::int64_t time = 0;         ///< start, milliseconds since the epoch
};

using BatchTicks = std::shared_ptr<const std::vector<BatchTick>>;

/// One tick a batch, to look back in time. Follows the newest batch until the user chooses another one.
///
/// Left, Right, Home, End, Page Up and Page Down move; L or Esc goes back to live. Screen readers hear the batch.
/// Below 4 px a batch, neighbours share a tick.
class TimePanel : public QWidget {
    Q_OBJECT

  public:
    explicit TimePanel(QWidget* parent = nullptr);

    /// Shows an immutable list, ordered by batch id; the chosen batch is kept.
    void setTicks(BatchTicks ticks);
    const BatchTicks& ticks() const { return ticks_; }

    /// Id of the chosen batch; -1 while following live.
    std::int64_t selectedBatch() const { return selected_; }
    bool isLive() const { return selected_ < 0; }
    /// Chooses without emitting; -1 or an unknown id follows live.
    void setSelectedBatch(std::int64_t batchId);

    /// One sentence on the tick of a batch, as the tool tip and the screen reader say it.
    QString describe(const BatchTick& tick) const;
    /// Place of a batch in the widget; empty if there is none. For tests and pointing.
    QRect tickRect(std::int64_t batchId) const;

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

  public slots:
    void goLive();
    void goFirst();
    void goPrevious();
    void goNext();

  signals:
    /// The user chose a batch, or -1: back to live.
    void batchSelected(qint64 batchId);
    /// Another batch is shown, whoever chose it.
    void shownBatchChanged();

  protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    bool event(QEvent* event) override;

  private:
    struct Layout;
    Layout layoutNow() const;
    int indexOf(std::int64_t batchId) const;
    int currentIndex() const;
    void choose(int index);
    void announce();

    BatchTicks ticks_;
    std::int64_t selected_ = -1;
};

}  // namespace vitrine::ui
