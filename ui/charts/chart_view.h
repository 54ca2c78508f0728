// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>
#include <set>
#include <vector>

#include <QElapsedTimer>
#include <QTimer>
#include <QWidget>

#include "core/base/time.h"
#include "core/report/result_snapshot.h"
#include "ui/charts/chart_picture.h"
#include "ui/charts/key_colors.h"
#include "ui/charts/value_axis.h"

namespace vitrine::ui {

class MarkToolTip;
class SafeChartView;

/// A chart on screen: follows a result, or stays where the user left it. Never changes its spec; asks for changes by
/// signals.
///
/// setSnapshot() only stores. The picture is drawn when the widget is visible: by its own timer at most once per 33 ms and
/// at most a third of the time, or by a frame scheduler that calls flushPendingUpdate(), one chart a turn. GUI thread.
class ChartView : public QWidget {
    Q_OBJECT

  public:
    explicit ChartView(QWidget* parent = nullptr);
    ~ChartView() override;

    void setSpec(const ChartSpec& spec);
    const ChartSpec& spec() const { return spec_; }
    void setSnapshot(ResultSnapshotPtr snapshot);
    const ResultSnapshotPtr& snapshot() const { return snapshot_; }
    /// The colours of the project's keys; one of its own until set.
    void setColors(KeyColorsPtr colors);
    const KeyColorsPtr& colors() const { return colors_; }
    /// The zone of the project: labels of the time axis.
    void setZone(const TimeZone& zone);
    /// Event times of rows dropped as late; hollow triangles under the axis.
    void setLateRows(std::vector<EventTime> times);
    /// Follow: the newest windows. Otherwise the windows in view stay (R3).
    void setFollow(bool follow);
    bool isFollowing() const { return !viewEnd_; }
    /// Batches that came while not following.
    int missedBatches() const { return missedBatches_; }
    /// Seconds since the last good batch; empty when the picture is current. The picture does not change.
    void setStale(std::optional<int> seconds);
    std::optional<int> staleSeconds() const { return stale_; }

    /// Legend: keys that are not drawn.
    void setHiddenKeys(const std::set<std::string>& keys);
    const std::set<std::string>& hiddenKeys() const { return hidden_; }

    /// Draws while `host` is visible, also where the view itself is behind the text for an empty chart. Null: the view.
    void setHost(QWidget* host);
    /// A frame scheduler takes over: the view no longer draws by its own timer but emits updatePending().
    void setScheduled(bool scheduled);
    bool isUpdatePending() const { return pending_; }
    /// Draws what is stored, if something is and the view is visible. True when it drew. Also with a hidden view when
    /// `evenHidden`.
    bool flushPendingUpdate(bool evenHidden = false);

    /// What is drawn now; pass it to renderChart() for exports.
    const ChartFrame& frame() const;
    const ChartPicture& picture() const { return *picture_; }
    /// Draws the chart as it is, detached from the screen: no hover, no selection.
    void render(QPainter* painter, const QSizeF& size, const ChartLook& look) const;
    using QWidget::render;

    /// What the chart shows, in a sentence (also the accessible description).
    QString summary() const;
    QString caption() const;
    std::optional<MarkId> hitTest(const QPoint& position) const;
    std::optional<MarkId> currentMark() const { return current_; }
    /// Shows the tool tip of a mark, or none.
    void setCurrentMark(std::optional<MarkId> mark);
    bool isPinned() const { return pinned_; }
    void setPinned(bool pinned);
    const MarkToolTip* toolTipFrame() const { return tip_; }

    /// Left room that this chart needs, and the room to use so that charts above each other align (R8).
    double preferredPlotLeft() const;
    void setMinimumPlotLeft(double pixels);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

  signals:
    /// Something to draw; a frame scheduler calls flushPendingUpdate().
    void updatePending();
    /// A frame was drawn: legend, caption and description may have changed.
    void updated();
    void followChanged(bool following);
    void missedBatchesChanged(int batches);
    void staleChanged();
    /// The user zoomed: another number of windows. The document decides.
    void spanRequested(int windows);
    /// Enter on a mark that is pinned already, or a double click: explain this value.
    void explainRequested(vitrine::ui::MarkId mark);
    /// T: the table of this chart (R35).
    void tableRequested();

  protected:
    bool event(QEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;
    void changeEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

  private:
    void invalidate();
    bool isOnScreen() const { return host_ ? host_->isVisible() : isVisible(); }
    void schedule();
    void draw();
    void makePicture();
    ChartLook look() const;
    void showTip();
    void announce();
    void moveBy(int places);
    void step(int places, int series);
    int mostBars() const;
    std::vector<std::vector<std::optional<double>>> changesSince(const ChartFrame& shown, const ChartData& drawn) const;

    ChartSpec spec_;
    ResultSnapshotPtr snapshot_;
    KeyColorsPtr colors_;
    TimeZone zone_;
    std::vector<std::int64_t> late_;
    std::optional<std::int64_t> viewEnd_;
    std::optional<int> stale_;
    std::set<std::string> hidden_;
    ChartDataBuilder builder_;
    StickyAxis axis_;
    StickyAxis numbersAxis_;
    std::unique_ptr<ChartPicture> picture_;
    QWidget* host_ = nullptr;
    SafeChartView* view_;
    MarkToolTip* tip_;
    std::optional<MarkId> current_;
    std::int64_t newestBatch_ = -1;  ///< drawn so far; below it a batch is looked back at
    bool pinned_ = false;
    bool pending_ = false;
    bool scheduled_ = false;
    int missedBatches_ = 0;
    double minimumLeft_ = 0;
    QTimer timer_;
    QElapsedTimer sinceDrawn_;
    QElapsedTimer sinceAnnounced_;
    double meanCost_ = 0;  ///< milliseconds
    std::optional<QPoint> dragFrom_;
    std::int64_t dragEnd_ = 0;
    bool dragged_ = false;
};

/// What a chart of `spec` shows of `snapshot`, without a widget: for exports and the command line.
ChartFrame makeChartFrame(const ResultSnapshot& snapshot, const ChartSpec& spec, const TimeZone& zone,
                          KeyColors& colors);

/// Draws a frame into the rectangle (0, 0, size) of `painter`. Needs a QApplication, no window.
void renderChart(const ChartFrame& frame, QPainter* painter, const QSizeF& size, const ChartLook& look);

}  // namespace vitrine::ui
