// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include <QCoreApplication>
#include <QRectF>
#include <QString>

#include "ui/charts/chart_data.h"
#include "ui/charts/chart_look.h"
#include "ui/charts/value_axis.h"

class QChart;
class QGraphicsItem;
class QPainter;

namespace vitrine::ui {

/// All that one picture of a chart is made from. A value: what is on screen can be drawn again elsewhere.
struct ChartFrame {
    ChartSpec spec;
    ChartData data;
    AxisRange range;
    AxisRange xRange;                ///< of ChartAxis::Numbers
    std::vector<std::int64_t> late;  ///< event times of dropped rows, microseconds
    /// Values shown before the last change of a mark, by series and place; empty where it did not change in this batch.
    std::vector<std::vector<std::optional<double>>> before;
};

/// A mark of a chart: which series, which place.
struct MarkId {
    int series = 0;
    int place = 0;
    bool operator==(const MarkId&) const = default;
};

/// Where a mark is drawn, in pixels of the chart.
struct ChartMark {
    MarkId id;
    QRectF rect;     ///< the bar, or the box of the marker
    QPointF anchor;  ///< where a tool tip points
    double value = 0;
    bool open = false;
    double openShare = 0;  ///< how much of it comes from open windows, 0 to 1, where time is not the axis
};

/// A text of an axis and where it stands.
struct AxisLabel {
    QString text;
    QRectF rect;
    bool isZone = false;
};

/// The drawing of a chart: a QChart with the final marks, an underlay (final tint, grid) and an overlay (open windows,
/// watermark, labels). Knows no widget: the same object serves the screen and exports. GUI thread.
class ChartPicture {
    Q_DECLARE_TR_FUNCTIONS(ChartPicture)

  public:
    /// The picture for the type of `spec`; bars for a type that has none.
    static std::unique_ptr<ChartPicture> create(const ChartSpec& spec);

    ChartPicture();
    virtual ~ChartPicture();
    ChartPicture(const ChartPicture&) = delete;
    ChartPicture& operator=(const ChartPicture&) = delete;

    /// Owned by this object, also while a scene shows it; the scene must outlive this object.
    QChart* chart() const { return chart_; }

    /// Draws `frame` at `size`. Updates what is there; nothing is rebuilt as long as the number of series is the same.
    void show(ChartFrame frame, const ChartLook& look, const QSizeF& size);
    void resize(const QSizeF& size);
    /// Emphasises one mark (hover or keyboard): the other keys step back (R34).
    void setHighlight(std::optional<MarkId> mark);
    std::optional<MarkId> highlight() const { return highlight_; }
    /// The focus ring around the plot.
    void setFocusRing(bool visible);
    /// Room left of the plot, at least; the card aligns charts that stand above each other (R8).
    void setMinimumLeft(double pixels) { minimumLeft_ = pixels; }

    const ChartFrame& frame() const { return frame_; }
    QRectF plotArea() const { return plot_; }
    const std::vector<ChartMark>& marks() const { return marks_; }
    const ChartMark* mark(MarkId id) const;
    virtual std::optional<MarkId> markAt(const QPointF& position) const;
    const std::vector<AxisLabel>& xLabels() const { return xLabels_; }
    const std::vector<AxisLabel>& yLabels() const { return yLabels_; }
    /// The place under `position`, -1 outside.
    int placeAt(const QPointF& position) const;
    /// Pixels from one place to the next.
    double placePitch() const;
    /// Text left or right of the watermark line; empty when no line is in view.
    QString watermarkLabel() const { return watermarkLabel_; }
    std::optional<double> watermarkX() const;
    /// Right end of the final tint, in pixels.
    std::optional<double> finalEdge() const;

    void paintUnderlay(QPainter& painter) const;
    void paintOverlay(QPainter& painter) const;

  protected:
    virtual bool isHorizontal() const { return false; }
    /// Whether values and places are read from axes.
    virtual bool hasAxes() const { return true; }
    /// Free places at the right edge (R2).
    virtual int airPlaces() const { return 0; }
    virtual bool stacks() const { return false; }
    virtual bool writesFinal() const { return false; }
    virtual bool hangsLateMarks() const { return false; }
    /// Brings the series of the chart up to the frame.
    virtual void updateSeries() = 0;
    /// Fills marks_; the plot is known.
    virtual void placeMarks() = 0;
    virtual void paintMarks(QPainter& painter) const = 0;
    /// What stands over the grid and under the series.
    virtual void paintUnderMarks(QPainter&) const {}
    virtual void emphasise() {}
    /// Room wanted at the right of the plot for labels at line ends.
    virtual double rightRoom(const QSizeF&) const { return 0; }

    const ChartLook& look() const { return look_; }
    const ChartData& data() const { return frame_.data; }
    /// Pixel of a value, along the value axis.
    double valuePixel(double value) const;
    /// Pixel of the border before place `index`, along the place axis.
    double borderPixel(double index) const;
    double baseline() const;
    /// Pixel of a number of ChartAxis::Numbers.
    double pixelOfNumber(double number) const;
    QSizeF size() const { return size_; }
    int placeCount() const { return static_cast<int>(frame_.data.places.size()) + airPlaces(); }
    std::optional<double> pixelOfInstant(std::int64_t instant) const;
    bool usesTextures() const;

    QChart* chart_;
    QRectF plot_;
    std::vector<ChartMark> marks_;
    std::optional<MarkId> highlight_;

  private:
    void layOut();
    void layOutLabels();
    void layOutNumbers();
    void paintWatermark(QPainter& painter) const;
    void paintLate(QPainter& painter) const;
    void paintAxes(QPainter& painter) const;

    ChartFrame frame_;
    ChartLook look_;
    QSizeF size_{400, 240};
    double minimumLeft_ = 0;
    bool focusRing_ = false;
    std::vector<AxisLabel> xLabels_;
    std::vector<AxisLabel> yLabels_;
    std::vector<double> gridX_;
    QString watermarkLabel_;
    QString watermarkDetail_;
    QGraphicsItem* underlay_;
    QGraphicsItem* overlay_;
};

}  // namespace vitrine::ui
