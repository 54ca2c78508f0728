// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <QWidget>

namespace vitrine::ui {

/// One number of the metrics strip: caption, value in title size, unit, and the last values as a sparkline.
///
/// Clickable when someone listens to activated() after setInteractive(true).
class MetricTile : public QWidget {
    Q_OBJECT

  public:
    enum class Spark {
        Line,   ///< rates and durations
        Steps,  ///< levels that hold, such as state rows
        Marks,  ///< one thin bar per batch that is not 0, such as late rows
    };

    explicit MetricTile(const QString& caption = {}, Spark spark = Spark::Line, QWidget* parent = nullptr);

    void setCaption(const QString& caption);
    /// Already formatted for the locale ("3,300" and "rows/s").
    void setValue(const QString& value, const QString& unit);
    /// Oldest first; NaN leaves a gap. At most the last 200 are drawn.
    void setHistory(std::vector<double> values);
    /// Marks in the colour of late rows instead of text2.
    void setWarning(bool warning);
    void setInteractive(bool interactive);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

  signals:
    void activated();

  protected:
    void paintEvent(QPaintEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

  private:
    void paintSpark(QPainter& painter, const QRectF& box) const;
    void refreshName();

    QString caption_;
    QString value_;
    QString unit_;
    Spark spark_;
    std::vector<double> history_;
    bool warning_ = false;
    bool interactive_ = false;
};

}  // namespace vitrine::ui
