// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/data/schema.h"
#include "core/query/query_document.h"

namespace vitrine::ui {

/// What sentence and form show of a query document, found in its steps. A value.
struct QueryOutline {
    enum class Shape {
        Rows,      ///< no aggregation: every row is written
        Grouped,   ///< one groupBy without a window
        Windowed,  ///< one groupBy with a window of fixed length
        Other,     ///< joins, unions, sessions, several groupBy: the form shows the steps only
    };
    Shape shape = Shape::Rows;
    std::optional<std::size_t> watermarkStep;
    std::optional<std::size_t> groupStep;
    std::optional<std::size_t> windowKey;   ///< among the keys of groupStep
    std::string timeColumn;                 ///< of the window, else of the watermark
    std::string windowLength, windowSlide, windowStart;  ///< interval texts; slide and start may be empty
    std::string delay;                      ///< of the watermark
    std::vector<std::string> keys;          ///< of groupStep, without the window
    std::vector<std::string> aggregates;
    bool countsRows = false;                ///< one aggregate, and it is count(*)
};

QueryOutline outlineOf(const QueryDocument& document);

/// The columns of the source as the document declares them; empty when it declares none or they cannot be read.
Schema declaredSchema(const QueryDocument& document);

/// Each returns the document with one part replaced; the document as it was when there is no such part.
/// Texts are Spark's; they are not checked here, so that a refusal can be shown at its field.
QueryDocument withWindow(const QueryDocument& document, const std::string& length, const std::string& slide);
QueryDocument withTimeColumn(const QueryDocument& document, const std::string& column);
QueryDocument withDelay(const QueryDocument& document, const std::string& delay);   ///< empty: no watermark
QueryDocument withKeys(const QueryDocument& document, const std::vector<std::string>& keys);
QueryDocument withAggregate(const QueryDocument& document, const std::string& aggregate);
QueryDocument withTrigger(const QueryDocument& document, TriggerSpec trigger);
/// Leaving complete also takes `orderBy` steps away, which no other mode allows.
QueryDocument withOutputMode(const QueryDocument& document, const std::string& mode);

/// A step as text: method and arguments as Spark writes them.
struct StepText {
    std::string method;
    std::string arguments;
};
/// groupBy gives two: groupBy and agg.
std::vector<StepText> stepTexts(const std::vector<Step>& steps);

}  // namespace vitrine::ui
