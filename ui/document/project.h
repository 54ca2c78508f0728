// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/query/query_document.h"

namespace vitrine::ui {

enum class ChartType : std::uint8_t { Bar, Line, Area, Scatter, Pie, Histogram, Number, Table };
enum class StackMode : std::uint8_t { Grouped, Stacked, Percent };
enum class ValueAggregate : std::uint8_t { None, Sum, Count, Avg, Min, Max, Median, Stddev, Distinct };
enum class AxisMode : std::uint8_t { Sticky, Lock, Auto, Same };

struct ChartValue {
    std::string column;
    ValueAggregate aggregate = ValueAggregate::Sum;
    bool operator==(const ChartValue&) const = default;
};

/// One chart of a project: names columns, never data. `keys`, `groups`, `values` are Databricks' plot options.
struct ChartSpec {
    std::string id;                       ///< unique in the project: `c1`
    std::string query;                    ///< name of its query
    std::string title;                    ///< empty: made from the columns
    ChartType type = ChartType::Bar;
    StackMode stack = StackMode::Grouped;
    std::vector<std::string> keys;        ///< x: window column(s) first
    std::vector<std::string> groups;      ///< series
    std::vector<ChartValue> values;
    int span = 12;                        ///< newest windows shown while following
    int topN = 8;                         ///< series shown; the rest is *Other*
    std::vector<std::string> pinned;      ///< groups always shown
    bool showOpenWindows = true;
    bool nullsAsZero = true;
    int bins = 0;                         ///< of a histogram; 0: as many as read well
    bool hole = true;                     ///< of a pie: a ring with the total in its middle
    AxisMode yMode = AxisMode::Sticky;
    bool logScale = false;
    std::optional<double> yMin, yMax;     ///< with AxisMode::Lock
    bool operator==(const ChartSpec&) const = default;
};

struct CardSpec {
    std::string chart;                    ///< a chart's id, or empty
    std::string table;                    ///< a query's name, or empty
    std::string view = "window";          ///< of a table: `window` or `rows`
    int column = 0, row = 0, width = 12, height = 3;  ///< on 12 columns
    bool operator==(const CardSpec&) const = default;
};

struct PageSpec {
    std::string title;
    std::vector<CardSpec> cards;
    bool operator==(const PageSpec&) const = default;
};

/// A `.vitrine` project as data (design: the query document). Load then save is byte-identical.
struct Project {
    std::string title;
    std::vector<QueryDocument> queries;
    std::map<std::string, std::map<std::string, int>> colours;  ///< column → value → series slot 0…7: for ever
    std::vector<ChartSpec> charts;
    std::vector<PageSpec> pages;
    bool operator==(const Project&) const = default;
};

struct ParsedProject {
    std::optional<Project> project;
    std::vector<Diagnostic> diagnostics;
    bool isBareQuery = false;             ///< the text was a query document without `vitrine` key
};

/// Reads a project or a bare query document. A higher `vitrine` number is NewerDocument and nothing else is read.
ParsedProject parseProject(std::string_view json);

/// The canonical text: fixed key order, defaults omitted.
std::string toJson(const Project& project);

}  // namespace vitrine::ui
