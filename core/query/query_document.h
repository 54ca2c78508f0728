// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/base/result.h"
#include "core/base/time.h"
#include "core/formats/row_reader.h"
#include "core/query/diagnostic.h"

namespace vitrine {

/// `source` of a query document. Texts are kept as the user wrote them.
struct SourceSpec {
    std::string format = "json";
    std::string path;             ///< directory or glob, relative to the document
    std::string schema;           ///< DDL; a StructType given as JSON is kept as its JSON text
    OptionMap options;
    bool operator==(const SourceSpec&) const = default;
};

struct Step;

struct WithColumnRenamedStep { std::string from, to; bool operator==(const WithColumnRenamedStep&) const = default; };
struct DropStep { std::vector<std::string> columns; bool operator==(const DropStep&) const = default; };
struct WithColumnStep { std::string name, expression; bool operator==(const WithColumnStep&) const = default; };
struct SelectStep { std::vector<std::string> expressions; bool operator==(const SelectStep&) const = default; };
struct WhereStep { std::string condition; bool operator==(const WhereStep&) const = default; };
struct WithWatermarkStep { std::string column, delay; bool operator==(const WithWatermarkStep&) const = default; };
struct GroupByStep { std::vector<std::string> keys, aggregates; bool operator==(const GroupByStep&) const = default; };
struct OrderByStep { std::vector<std::string> orders; bool operator==(const OrderByStep&) const = default; };
struct LimitStep { std::int64_t rows = 0; bool operator==(const LimitStep&) const = default; };
struct DropDuplicatesStep {
    std::vector<std::string> columns;   ///< empty: all
    bool withinWatermark = false;
    bool operator==(const DropDuplicatesStep&) const = default;
};
struct JoinStep {
    SourceSpec source;
    std::vector<Step> steps;
    std::vector<std::string> on;
    std::string how = "inner";          ///< `inner` or `left_outer`
    bool isStatic = false;              ///< `"static": true`: a table listed once at start, not a second stream
    bool operator==(const JoinStep&) const;
};
struct UnionStep {
    SourceSpec source;
    std::vector<Step> steps;
    bool operator==(const UnionStep&) const;
};

/// One DataFrame method of the chain.
struct Step {
    std::variant<SelectStep, WhereStep, WithColumnStep, WithColumnRenamedStep, DropStep, WithWatermarkStep, GroupByStep,
                 OrderByStep, LimitStep, DropDuplicatesStep, JoinStep, UnionStep>
        method;
    bool operator==(const Step&) const = default;

    /// The document's key: "select", "groupBy" …
    std::string_view name() const noexcept;
};

struct TriggerSpec {
    enum class Kind : std::uint8_t { Default, ProcessingTime, Once, AvailableNow, Continuous };
    Kind kind = Kind::Default;
    std::string interval;   ///< ProcessingTime, Continuous
    bool operator==(const TriggerSpec&) const = default;
};

struct SinkSpec {
    std::string format;
    std::string path, table, command;
    OptionMap options;
    std::vector<std::string> partitionBy;
    bool operator==(const SinkSpec&) const = default;
};

/// One streaming query as data: the only description there is. A value; load then save is byte-identical.
struct QueryDocument {
    std::string name;
    SourceSpec source;
    std::vector<Step> steps;
    std::string outputMode = "append";
    TriggerSpec trigger;
    std::vector<SinkSpec> sinks;
    std::string checkpoint;
    std::map<std::string, std::string> conf;
    bool operator==(const QueryDocument&) const = default;
};

/// Reads a document. `document` is absent when the text is no document at all; unknown fields, unknown steps and wrong
/// types are diagnostics with the JSON pointer, the allowed values and the nearest name.
struct ParsedDocument {
    std::optional<QueryDocument> document;
    std::vector<Diagnostic> diagnostics;
    bool hasErrors() const noexcept;
};
ParsedDocument parseQueryDocument(std::string_view json);

/// The canonical text: fixed key order, defaults omitted, two-space indent, line feed at the end.
std::string toJson(const QueryDocument& document);

/// Applies a JSON merge patch (RFC 7386) or sets one JSON pointer to one JSON value, then reads the result.
ParsedDocument patched(const QueryDocument& document, std::string_view mergePatchJson);
ParsedDocument withValueAt(const QueryDocument& document, std::string_view pointer, std::string_view valueJson);

/// The settings under `spark.*` that the document sets, over Spark 4's defaults and the machine's zone.
struct ConfResult {
    SessionConf conf;
    std::vector<Diagnostic> diagnostics;
};
ConfResult sessionConfOf(const QueryDocument& document);

}  // namespace vitrine
