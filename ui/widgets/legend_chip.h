// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractButton>

namespace vitrine::ui {

/// Shape of a point in line charts, by series slot.
enum class MarkerShape { Circle, Diamond, Square, Triangle, Cross, Plus, TriangleDown, Ring };
MarkerShape markerShape(int slot);
/// Paints a marker of `side` pixels; hollow ones say "into an open window".
void paintMarker(QPainter& painter, const QPointF& centre, double side, MarkerShape shape, const QColor& fill,
                 const QColor& outline, bool hollow = false);

/// Key of a chart: swatch (or line and marker) and name, a toggle button.
///
/// Click: only this key. Ctrl+click or Ctrl+Space: this key on or off. The context menu copies the text.
class LegendChip : public QAbstractButton {
    Q_OBJECT

  public:
    enum class Swatch { Square, Line, Point };

    /// `slot` is the colour slot from 0; negative is the grey of *Other*.
    explicit LegendChip(const QString& key, int slot, Swatch swatch = Swatch::Square, QWidget* parent = nullptr);

    int slot() const { return slot_; }
    void setSlot(int slot);
    /// Whether the key is shown in the chart; a hidden key has an empty swatch.
    bool isShown() const { return isChecked(); }
    void setShown(bool shown) { setChecked(shown); }

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

  signals:
    /// Click or Enter: show only this key (or all again when it is already the only one).
    void isolateRequested(const QString& key);
    /// Ctrl+click or Ctrl+Space: show or hide this key.
    void toggleRequested(const QString& key);

  protected:
    void paintEvent(QPaintEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void nextCheckState() override {}
    void changeEvent(QEvent* event) override;

  private:
    void retranslate();

    int slot_;
    Swatch swatch_;
};

}  // namespace vitrine::ui
