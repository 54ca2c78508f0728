// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/metrics_lane.h"

#include <algorithm>

#include <QGridLayout>

#include "ui/bridge/query_controller.h"
#include "ui/pages/metric_graph.h"
#include "ui/style/fonts.h"

namespace vitrine::ui {
namespace {

constexpr int kMostColumns = 3;

}  // namespace

MetricsLane::MetricsLane(QWidget* parent) : QScrollArea(parent), content_(new QWidget(this)), grid_(new QGridLayout(content_)) {
    setFrameShape(QFrame::NoFrame);
    setWidgetResizable(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFocusPolicy(Qt::NoFocus);
    grid_->setContentsMargins(0, 0, 0, 0);
    grid_->setSpacing(0);
    setWidget(content_);
    // The card's ground shows.
    viewport()->setAutoFillBackground(false);
    content_->setAutoFillBackground(false);
}

void MetricsLane::refresh(const QueryController* controller, const TimeZone& zone) {
    auto history = std::make_shared<const MetricHistory>(controller ? MetricNames::historyOf(controller->reports()) : MetricHistory());
    const std::size_t count = history->batches.empty() ? 0 : history->series.size();
    while (graphs_.size() < count) {
        auto* graph = new MetricGraph(content_);
        connect(graph, &MetricGraph::choiceChanged, this, [this](int place) {
            for (MetricGraph* other : graphs_) other->setChosen(place);
        });
        graphs_.push_back(graph);
    }
    for (std::size_t index = 0; index < count; ++index) graphs_[index]->setSeries(history, index, zone);
    if (count == shown_) return;
    shown_ = count;
    columns_ = 0;
    arrange();
}

std::vector<MetricGraph*> MetricsLane::graphs() const {
    return {graphs_.begin(), graphs_.begin() + static_cast<std::ptrdiff_t>(shown_)};
}

void MetricsLane::arrange() {
    if (graphs_.empty()) return;
    const int fitting = std::clamp(viewport()->width() / std::max(1, graphs_.front()->sizeHint().width()), 1, kMostColumns);
    if (fitting == columns_) return;
    columns_ = fitting;
    while (QLayoutItem* item = grid_->takeAt(0)) delete item;
    for (int column = 0; column < kMostColumns; ++column) grid_->setColumnStretch(column, column < columns_ ? 1 : 0);
    for (std::size_t index = 0; index < graphs_.size(); ++index) {
        graphs_[index]->setVisible(index < shown_);
        if (index >= shown_) continue;
        const int place = static_cast<int>(index);
        grid_->addWidget(graphs_[index], place / columns_, place % columns_, Qt::AlignTop);
    }
    grid_->setRowStretch(static_cast<int>(shown_) / columns_ + 1, 1);
}

void MetricsLane::resizeEvent(QResizeEvent* event) {
    QScrollArea::resizeEvent(event);
    arrange();
}

}  // namespace vitrine::ui
