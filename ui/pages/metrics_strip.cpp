// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/metrics_strip.h"

#include <cmath>
#include <limits>

#include <QEvent>
#include <QHBoxLayout>
#include <QLocale>

#include "ui/bridge/query_controller.h"
#include "ui/style/fonts.h"
#include "ui/widgets/metric_tile.h"

namespace vitrine::ui {
namespace {

constexpr std::size_t kHistory = 100;
constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();

double stateRows(const BatchReport& report) {
    double rows = 0;
    for (const StateOperatorReport& state : report.stateOperators) rows += static_cast<double>(state.numRowsTotal);
    return rows;
}

double releasedRows(const BatchReport& report) {
    double rows = 0;
    for (const StateOperatorReport& state : report.stateOperators) rows += static_cast<double>(state.numRowsRemoved);
    return rows;
}

QString number(double value) {
    if (std::isnan(value)) return QStringLiteral("–");
    return QLocale().toString(value, 'f', value > 0 && value < 9.95 && std::floor(value) != value ? 1 : 0);
}

}  // namespace

MetricsStrip::MetricsStrip(QWidget* parent) : Card(parent) {
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(1, 0, 1, 0);
    row->setSpacing(0);
    const auto add = [&](MetricTile::Spark spark) {
        if (row->count() > 0) row->addWidget(new Separator(Qt::Vertical, this));
        auto* tile = new MetricTile({}, spark, this);
        row->addWidget(tile, 1);
        return tile;
    };
    input_ = add(MetricTile::Spark::Line);
    processing_ = add(MetricTile::Spark::Line);
    duration_ = add(MetricTile::Spark::Line);
    state_ = add(MetricTile::Spark::Steps);
    late_ = add(MetricTile::Spark::Marks);
    released_ = add(MetricTile::Spark::Marks);
    late_->setWarning(true);
    late_->setInteractive(true);
    connect(late_, &MetricTile::activated, this, &MetricsStrip::lateRequested);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    retranslate();
    refresh(nullptr);
}

void MetricsStrip::refresh(const QueryController* controller) {
    std::vector<double> input, processing, duration, state, late, released;
    const QLocale locale;
    if (controller) {
        const auto& reports = controller->reports();
        const std::size_t first = reports.size() > kHistory ? reports.size() - kHistory : 0;
        for (std::size_t index = first; index < reports.size(); ++index) {
            const BatchReport& report = *reports[index];
            // A batch that only moves the watermark has no rate.
            input.push_back(report.noData ? kUnknown : report.inputRowsPerSecond.value_or(kUnknown));
            processing.push_back(report.noData ? kUnknown : report.processedRowsPerSecond.value_or(kUnknown));
            duration.push_back(static_cast<double>(report.duration.count()) / 1000);
            state.push_back(stateRows(report));
            late.push_back(static_cast<double>(report.rows.late));
            released.push_back(releasedRows(report));
        }
    }
    const bool ran = !duration.empty();
    // The last batch that had a rate stands.
    const auto newest = [](const std::vector<double>& values) {
        for (auto value = values.rbegin(); value != values.rend(); ++value) {
            if (!std::isnan(*value)) return *value;
        }
        return kUnknown;
    };
    input_->setValue(number(newest(input)), tr("rows/s"));
    processing_->setValue(number(newest(processing)), tr("rows/s"));
    const double took = newest(duration);
    duration_->setValue(took < 1 ? QStringLiteral("<\u00A01") : number(took), tr("ms"));
    state_->setValue(ran ? number(state.back()) : QStringLiteral("–"), {});
    late_->setValue(ran ? locale.toString(static_cast<qulonglong>(controller->totals().late)) : QStringLiteral("–"),
                    ran ? tr("of %1").arg(locale.toString(static_cast<qulonglong>(controller->totals().read))) : QString());
    released_->setValue(ran ? locale.toString(static_cast<qlonglong>(controller->stateRowsReleased())) : QStringLiteral("–"), {});
    input_->setHistory(std::move(input));
    processing_->setHistory(std::move(processing));
    duration_->setHistory(std::move(duration));
    state_->setHistory(std::move(state));
    late_->setHistory(std::move(late));
    released_->setHistory(std::move(released));
}

void MetricsStrip::retranslate() {
    input_->setCaption(tr("Input"));
    processing_->setCaption(tr("Processing"));
    duration_->setCaption(tr("Batch duration"));
    state_->setCaption(tr("State rows"));
    late_->setCaption(tr("Late rows dropped"));
    released_->setCaption(tr("State rows released"));
    input_->setToolTip(tr("Rows that arrived a second, since the batch before: inputRowsPerSecond"));
    processing_->setToolTip(tr("Rows a second while a batch works: processedRowsPerSecond"));
    duration_->setToolTip(tr("The newest batch from its trigger to its commit: triggerExecution"));
    state_->setToolTip(tr("Groups kept in the state: numRowsTotal"));
    late_->setToolTip(tr("Rows of the input that came after their window had closed. Click to see them."));
    released_->setToolTip(tr("Groups that left the state because their window is final: numRowsRemoved"));
    setAccessibleName(tr("Metrics"));
}

void MetricsStrip::changeEvent(QEvent* event) {
    Card::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) retranslate();
}

}  // namespace vitrine::ui
