// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/default_charts.h"

#include <string_view>

namespace vitrine::ui {

namespace {

bool isWindow(ColumnRole role) {
    return role == ColumnRole::Window || role == ColumnRole::WindowStart || role == ColumnRole::WindowEnd;
}

}  // namespace

ValueAggregate defaultAggregate(const std::string& column) {
    const auto begins = [&column](std::string_view word) { return std::string_view(column).starts_with(word); };
    if (begins("avg") || begins("mean") || begins("stddev") || begins("std") || begins("variance") || begins("var_") ||
        begins("percentile") || begins("median"))
        return ValueAggregate::Avg;
    if (begins("min")) return ValueAggregate::Min;
    if (begins("max")) return ValueAggregate::Max;
    return ValueAggregate::Sum;
}

std::vector<ChartSpec> defaultCharts(const ResultShape& shape, const std::string& queryName) {
    std::vector<ChartSpec> charts;
    if (!shape.schema) return charts;
    std::string window;
    std::string time;
    std::vector<std::string> keys;
    std::vector<ChartValue> values;
    for (std::size_t index = 0; index < shape.schema->size(); ++index) {
        const Field& field = (*shape.schema)[index];
        const ColumnRole role = index < shape.roles.size() ? shape.roles[index] : ColumnRole::Other;
        if (isWindow(role)) {
            if (window.empty()) window = field.name;
        } else if (role == ColumnRole::Key) {
            keys.push_back(field.name);
        } else if (field.type->isNumeric() && (role == ColumnRole::Value || !shape.aggregated)) {
            values.push_back({field.name, defaultAggregate(field.name)});
        }
        if (time.empty() && (field.type->is(TypeKind::Timestamp) || field.type->is(TypeKind::TimestampNtz)))
            time = field.name;
    }

    ChartSpec chart;
    chart.id = "c1";
    chart.query = queryName;
    if (!shape.aggregated) {
        if (time.empty()) return charts;
        chart.keys = {time};
        chart.values = {{"", ValueAggregate::Count}};
        charts.push_back(chart);
        return charts;
    }
    if (values.empty()) return charts;
    chart.values = {values.front()};
    if (window.empty()) {
        if (keys.empty()) return charts;
        chart.keys = keys;
        charts.push_back(chart);
        return charts;
    }
    chart.keys = {window};
    chart.groups = keys;
    charts.push_back(chart);
    chart.id = "c2";
    chart.type = ChartType::Line;
    charts.push_back(chart);
    return charts;
}

ChartSpec newChart(const ResultShape& shape, const std::string& queryName) {
    const std::vector<ChartSpec> charts = defaultCharts(shape, queryName);
    ChartSpec chart;
    if (!charts.empty()) chart = charts.front();
    chart.id.clear();
    chart.query = queryName;
    if (!charts.empty()) return chart;
    chart.type = ChartType::Number;
    chart.values = {{"", ValueAggregate::Count}};
    return chart;
}

}  // namespace vitrine::ui
