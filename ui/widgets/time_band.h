// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "ui/widgets/time_panel.h"

class QHBoxLayout;
class QToolButton;

namespace vitrine::ui {

class Chip;
class TextLabel;

/// The whole band at the bottom: title, range, legend, first/previous/next, live chip, ticks, and free room at the
/// right for an action of the page.
class TimeBand : public QWidget {
    Q_OBJECT

  public:
    explicit TimeBand(QWidget* parent = nullptr);

    TimePanel* panel() const { return panel_; }
    /// Shows the ticks and "48 batches, 14:02:09-14:04:30", already formatted by the caller.
    void setTicks(BatchTicks ticks, const QString& rangeText);
    /// Adds a widget at the right end, such as *Diff with...*.
    void addAction(QWidget* widget);

  protected:
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;

  private:
    void retranslate();
    void refreshChip();

    TimePanel* panel_;
    TextLabel* title_;
    TextLabel* range_;
    QWidget* legend_;
    QToolButton* first_;
    QToolButton* previous_;
    QToolButton* next_;
    Chip* live_;
    QHBoxLayout* row_;
};

}  // namespace vitrine::ui
