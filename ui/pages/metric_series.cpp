// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/metric_series.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include <QLocale>

namespace vitrine::ui {
namespace {

constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();

/// Sum over the state operators of a batch.
double stateSum(const BatchReport& report, std::int64_t StateOperatorReport::*field) {
    double sum = 0;
    for (const StateOperatorReport& state : report.stateOperators) sum += static_cast<double>(state.*field);
    return sum;
}

/// Seconds from the watermark to the start of the trigger; a watermark at 1970 is none.
double watermarkGap(const BatchReport& report) {
    const auto watermark = report.watermark.time_since_epoch();
    if (!report.hasWatermark || watermark.count() <= 0) return kUnknown;
    return static_cast<double>((report.triggerStart.time_since_epoch() - watermark).count()) / 1000;
}

}  // namespace

QString metricText(double value, MetricUnit unit, const QLocale& locale) {
    if (std::isnan(value)) return QStringLiteral("–");
    const auto number = [&](double shown) {
        if (shown > 0 && shown < 0.05) return QStringLiteral("<\u00A0") + locale.toString(0.1, 'f', 1);
        const bool needsDigit = shown > 0 && shown < 9.95 && std::floor(shown) != shown;
        return locale.toString(shown, 'f', needsDigit ? 1 : 0);
    };
    switch (unit) {
        case MetricUnit::RowsPerSecond: return MetricNames::tr("%1 rows/s").arg(number(value));
        case MetricUnit::Rows: return MetricNames::tr("%Ln row(s)", nullptr, static_cast<int>(std::min(value, 2e9)));
        case MetricUnit::Milliseconds: return MetricNames::tr("%1 ms").arg(number(value));
        case MetricUnit::Bytes: return locale.formattedDataSize(static_cast<qint64>(value), 1, QLocale::DataSizeSIFormat);
        case MetricUnit::Seconds: break;
    }
    constexpr double kMinute = 60;
    constexpr double kHour = 3600;
    constexpr double kDay = 86400;
    const double size = std::abs(value);
    if (size < 2 * kMinute) return MetricNames::tr("%1 s").arg(number(value));
    if (size < 2 * kHour) return MetricNames::tr("%1 min").arg(number(value / kMinute));
    if (size < 2 * kDay) return MetricNames::tr("%1 h").arg(number(value / kHour));
    return MetricNames::tr("%1 days").arg(number(value / kDay));
}

double MetricSeries::highest() const {
    double highest = 0;
    for (const double value : values) {
        if (std::isfinite(value)) highest = std::max(highest, value);
    }
    return highest;
}

double MetricSeries::mean() const {
    double sum = 0;
    int count = 0;
    for (const double value : values) {
        if (!std::isfinite(value)) continue;
        sum += value;
        ++count;
    }
    return count == 0 ? kUnknown : sum / count;
}

std::vector<int> MetricSeries::histogram(int bins) const {
    std::vector<int> counts(static_cast<std::size_t>(bins), 0);
    const double top = highest();
    for (const double value : values) {
        if (!std::isfinite(value)) continue;
        const double share = top > 0 ? std::clamp(value / top, 0.0, 1.0) : 0;
        const int bin = std::min(bins - 1, static_cast<int>(share * bins));
        ++counts[static_cast<std::size_t>(bin)];
    }
    return counts;
}

MetricHistory MetricNames::historyOf(const std::deque<BatchReportPtr>& reports) {
    MetricHistory history;
    const std::size_t first = reports.size() > MetricHistory::kBatches ? reports.size() - MetricHistory::kBatches : 0;
    bool keepsState = false;
    bool hasGap = false;
    for (std::size_t at = first; at < reports.size(); ++at) {
        const BatchReport& report = *reports[at];
        history.batches.push_back(report.batchId);
        history.times.push_back(report.triggerStart);
        keepsState = keepsState || !report.stateOperators.empty();
        hasGap = hasGap || std::isfinite(watermarkGap(report));
    }
    const auto add = [&](const char* name, const QString& meaning, MetricUnit unit, const auto& valueOf) {
        MetricSeries series;
        series.name = QLatin1String(name);
        series.meaning = meaning;
        series.unit = unit;
        for (std::size_t at = first; at < reports.size(); ++at) series.values.push_back(valueOf(*reports[at]));
        history.series.push_back(std::move(series));
    };
    const auto addState = [&](const char* name, const QString& meaning, MetricUnit unit, std::int64_t StateOperatorReport::*field) {
        add(name, meaning, unit, [field](const BatchReport& report) { return stateSum(report, field); });
    };
    // A batch that only moves the watermark has no rate.
    add("Input Rate", tr("How many rows arrived a second since the trigger before."), MetricUnit::RowsPerSecond,
        [](const BatchReport& report) { return report.noData ? kUnknown : report.inputRowsPerSecond.value_or(kUnknown); });
    add("Process Rate", tr("How many rows a second a batch worked through. Below the input rate for long, the query falls behind."),
        MetricUnit::RowsPerSecond,
        [](const BatchReport& report) { return report.noData ? kUnknown : report.processedRowsPerSecond.value_or(kUnknown); });
    add("Input Rows", tr("Rows that a batch read."), MetricUnit::Rows,
        [](const BatchReport& report) { return static_cast<double>(report.numInputRows); });
    add("Batch Duration", tr("From the trigger to the commit of the batch."), MetricUnit::Milliseconds,
        [](const BatchReport& report) { return static_cast<double>(report.duration.count()) / 1000; });

    const std::pair<const char*, Millis BatchDurations::*> parts[] = {
        {"addBatch", &BatchDurations::addBatch},           {"commitOffsets", &BatchDurations::commitOffsets},
        {"getBatch", &BatchDurations::getBatch},           {"latestOffset", &BatchDurations::latestOffset},
        {"queryPlanning", &BatchDurations::queryPlanning}, {"walCommit", &BatchDurations::walCommit}};
    add("Operation Duration", tr("Where the time of a batch went: finding files, writing the plan, reading and computing, committing."),
        MetricUnit::Milliseconds, [&parts](const BatchReport& report) {
            double sum = 0;
            for (const auto& part : parts) sum += static_cast<double>((report.durations.*part.second).count());
            return sum;
        });
    for (const auto& [name, field] : parts) {
        MetricSeries::Part part{QLatin1String(name), {}};
        for (std::size_t at = first; at < reports.size(); ++at) {
            part.values.push_back(static_cast<double>((reports[at]->durations.*field).count()));
        }
        history.series.back().parts.push_back(std::move(part));
    }
    if (hasGap) {
        add("Global Watermark Gap", tr("From the watermark to the clock at the trigger. It grows when no newer event time arrives."),
            MetricUnit::Seconds, watermarkGap);
    }
    if (keepsState) {
        addState("Aggregated Number Of Total State Rows", tr("Groups kept in the state after the batch."), MetricUnit::Rows,
                 &StateOperatorReport::numRowsTotal);
        addState("Aggregated Number Of Updated State Rows", tr("Groups that the batch added or changed."), MetricUnit::Rows,
                 &StateOperatorReport::numRowsUpdated);
        addState("Aggregated Number Of Removed State Rows",
                 tr("Groups released because their window is final. Nothing is lost by that."), MetricUnit::Rows,
                 &StateOperatorReport::numRowsRemoved);
        addState("Aggregated State Memory Used In Bytes", tr("Memory of the state."), MetricUnit::Bytes,
                 &StateOperatorReport::memoryUsedBytes);
        addState("Aggregated Number Of Rows Dropped By Watermark",
                 tr("Input that came too late, counted as Spark does: groups of a batch, not rows. The lane Late rows has the rows."),
                 MetricUnit::Rows, &StateOperatorReport::numRowsDroppedByWatermark);
        history.series.back().isLoss = true;
    }
    return history;
}

}  // namespace vitrine::ui
