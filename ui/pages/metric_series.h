// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <deque>
#include <vector>

#include <QCoreApplication>
#include <QString>

#include "core/report/batch_report.h"

class QLocale;

namespace vitrine::ui {

/// What the values of a metric are; decides how they are written.
enum class MetricUnit : std::uint8_t { RowsPerSecond, Rows, Milliseconds, Seconds, Bytes };

/// A value with its unit in the language of `locale`: "3,300 rows/s", "1.2 kB"; long times in minutes, hours or days.
QString metricText(double value, MetricUnit unit, const QLocale& locale);

/// One graph of the streaming tab of Spark's web page, over the batches of a run.
struct MetricSeries {
    /// A part of a stacked graph, under Spark's key.
    struct Part {
        QString name;
        std::vector<double> values;
    };

    QString name;                ///< Spark's own, in no other language
    QString meaning;             ///< a sentence in the language of the window
    MetricUnit unit = MetricUnit::Rows;
    std::vector<double> values;  ///< one a batch, oldest first; NaN where the batch has none; sums of the parts if there are any
    std::vector<Part> parts;
    bool isLoss = false;         ///< dropped rows: in the colour of late rows

    double highest() const;      ///< 0 without values
    double mean() const;         ///< of the values there are; NaN without
    /// How many values lie in each of `bins` equal parts of 0 … highest().
    std::vector<int> histogram(int bins) const;
};

/// The graphs of the newest batches, and which batch stands where.
struct MetricHistory {
    static constexpr std::size_t kBatches = 100;

    std::vector<std::int64_t> batches;
    std::vector<WallTime> times;       ///< trigger start
    std::vector<MetricSeries> series;  ///< those of the state only for a query that keeps one, as in Spark
};

class MetricNames {
    Q_DECLARE_TR_FUNCTIONS(MetricNames)

  public:
    /// The newest 100 of `reports`, under the names of Spark's streaming tab (StreamingQueryStatisticsPage).
    static MetricHistory historyOf(const std::deque<BatchReportPtr>& reports);
};

}  // namespace vitrine::ui
