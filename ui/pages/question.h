// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/query/query_document.h"
#include "core/query/source_sample.h"

namespace vitrine::ui {

/// The part of a query document that sentence and forms show and edit: the first `withWatermark`, the first `groupBy`, and a
/// `withColumn` that makes a time of a number. All other steps stay as they are.
struct Question {
    enum class Shape : std::uint8_t {
        Rows,      ///< no aggregation: every row is written
        Grouped,   ///< one groupBy without a window
        Windowed,  ///< one groupBy with a window of fixed length over a column
        Other,     ///< joins, unions, sessions, several groupBy: only the steps say what it does
    };
    /// `window(column, length [, slide [, start]])` among the grouping keys.
    struct Window {
        std::string column, length, slide, start;
    };
    Shape shape = Shape::Rows;
    std::optional<std::size_t> watermarkStep, groupStep, epochStep;
    std::string watermarkColumn, delay;
    std::optional<Window> window;
    std::size_t windowKey = 0;              ///< position of the window among the keys
    std::vector<std::string> keys;          ///< the other keys
    std::vector<std::size_t> keyPlaces;     ///< their positions
    std::vector<std::string> aggregates;
    bool countsRows = false;                ///< one aggregate, and it is count(*)
    EpochUnit epochUnit = EpochUnit::Seconds;   ///< of epochStep
    std::string epochColumn;
    std::vector<std::size_t> otherSteps;

    bool isGrouped() const { return groupStep.has_value(); }
    /// The column whose time counts; empty when there is none.
    const std::string& timeColumn() const { return window ? window->column : watermarkColumn; }
};

Question questionOf(const QueryDocument& document);

// Changes of one part. Where the output mode does not go with the new shape it becomes the shape's own: update for groups
// with a watermark, complete for groups without, append for rows.

/// An empty length takes the window away.
QueryDocument withWindow(QueryDocument document, const std::string& column, const std::string& length, const std::string& slide);
/// An empty delay takes the watermark away.
QueryDocument withDelay(QueryDocument document, const std::string& column, const std::string& delay);
QueryDocument withGroupKeys(QueryDocument document, const std::vector<std::string>& keys);
/// No aggregates: each row is written.
QueryDocument withAggregates(QueryDocument document, const std::vector<std::string>& aggregates);
/// Leaving complete also takes `orderBy` steps away, which no other mode allows.
QueryDocument withOutputMode(QueryDocument document, const std::string& mode);

/// How a column becomes the event time.
enum class TimeReading : std::uint8_t { Typed, Seconds, Milliseconds, Microseconds, Nanoseconds };

/// Makes `column` the event time: sets its type in the schema and writes or removes the `withColumn` that reads the number;
/// the watermark and the window follow. A schema that cannot be read stays as it is.
QueryDocument withEventTime(QueryDocument document, const Schema& schema, const std::string& column, TimeReading reading);

/// The document with another schema text of the same form (DDL or StructType); as it was where columns are fixed.
QueryDocument withSchema(QueryDocument document, const Schema& schema);
Result<Schema> schemaOf(const SourceSpec& source);
/// The columns of the source as the document declares them; empty when it declares none or they cannot be read.
Schema declaredSchema(const QueryDocument& document);

/// Splits at commas that stand outside brackets and quotes.
std::vector<std::string> splitExpressions(std::string_view text);
std::string joinExpressions(const std::vector<std::string>& expressions);

/// A whole query for a folder that has none yet: schema, event time, watermark, window and key guessed from the sample.
QueryDocument suggestedQuery(QueryDocument document, const RowSample& sample);

/// The instants of `column` in the sample as the document reads it, one a row, microseconds since 1970. Nothing at all when
/// they cannot be told without running the query.
std::vector<std::optional<std::int64_t>> instantsByRow(const RowSample& sample, const Question& question, const std::string& column);

/// The first and the last of them.
struct TimeSpan {
    std::int64_t least = 0, greatest = 0;
};
std::optional<TimeSpan> timeSpanOf(const RowSample& sample, const Question& question, const std::string& column);

}  // namespace vitrine::ui
