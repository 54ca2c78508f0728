// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include "ui/charts/chart_view.h"
#include "ui/widgets/card.h"

class QMenu;
class QStackedWidget;
class QToolButton;

namespace vitrine::ui {

class Chip;
class EmptyState;
class FlowLayout;
class SegmentBar;
class TextLabel;

/// A chart with its head (title, caption, type switch, follow chip, enlarge, menu) and foot (legend, what marks mean).
///
/// Shows a spec and asks for changes by specChanged(); it never edits the document itself. GUI thread.
class ChartCard : public Card {
    Q_OBJECT

  public:
    explicit ChartCard(QWidget* parent = nullptr);

    ChartView* view() const { return view_; }
    const ChartSpec& spec() const { return view_->spec(); }
    void setSpec(const ChartSpec& spec);
    void setSnapshot(const ResultSnapshotPtr& snapshot) { view_->setSnapshot(snapshot); }
    void setColors(const KeyColorsPtr& colors) { view_->setColors(colors); }
    void setZone(const TimeZone& zone) { view_->setZone(zone); }
    void setLateRows(std::vector<EventTime> times) { view_->setLateRows(std::move(times)); }
    void setStale(std::optional<int> seconds) { view_->setStale(seconds); }
    /// What stands in the body while there is nothing to draw: "No window is final yet", and why with real values.
    void setEmptyTexts(const QString& what, const QString& why);
    EmptyState* emptyState() const { return empty_; }
    /// The menu of the head; pages may add actions.
    QMenu* menu() const { return menu_; }
    bool isEmpty() const;
    /// Whether there is a chart before and after this one: only then it can move there.
    void setNeighbours(bool before, bool after);

  signals:
    /// The user wants this spec; the document applies it (and can undo it).
    void specChanged(const vitrine::ui::ChartSpec& spec);
    void editRequested();
    void enlargeRequested();
    void exportRequested();
    void copyImageRequested();
    void duplicateRequested();
    void removeRequested();
    /// Among the charts of the query: -1 one place to the front, 1 one place to the end.
    void moveRequested(int places);
    void tableRequested();

  protected:
    void changeEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

  private:
    void retranslate();
    void refresh();
    void refreshFollow();
    void refreshLegend();
    void refreshEmpty(bool always);
    void isolate(const std::string& key);
    void toggle(const std::string& key);
    void ask(ChartSpec spec);

    ChartView* view_;
    QStackedWidget* body_;
    EmptyState* empty_;
    TextLabel* title_;
    TextLabel* caption_;
    SegmentBar* stack_;
    Chip* stale_;
    Chip* follow_;
    QToolButton* enlarge_;
    QToolButton* more_;
    QMenu* menu_;
    QWidget* foot_;
    QWidget* legend_;
    FlowLayout* legendFlow_;
    QWidget* marks_;
    bool before_ = false;
    bool after_ = false;
    QString emptyWhat_;
    QString emptyWhy_;
    QString legendText_;
    ChartRefusal emptyShown_ = ChartRefusal::None;
};

}  // namespace vitrine::ui
