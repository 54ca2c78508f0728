// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/document/project.h"

#include <algorithm>
#include <array>
#include <set>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace vitrine::ui {
namespace {

using Json = nlohmann::ordered_json;

constexpr int kProjectVersion = 1;
constexpr int kDeepest = 256;
constexpr int kColourSlots = 8;

/// A name as one token of a JSON pointer (RFC 6901).
std::string pointerToken(std::string_view name) {
    std::string token;
    for (const char c : name) {
        if (c == '~') token += "~0";
        else if (c == '/') token += "~1";
        else token += c;
    }
    return token;
}

constexpr std::array<std::pair<ChartType, std::string_view>, 8> kChartTypes{{
    {ChartType::Bar, "bar"}, {ChartType::Line, "line"}, {ChartType::Area, "area"}, {ChartType::Scatter, "scatter"},
    {ChartType::Pie, "pie"}, {ChartType::Histogram, "histogram"}, {ChartType::Number, "number"}, {ChartType::Table, "table"}}};
constexpr std::array<std::pair<StackMode, std::string_view>, 3> kStackModes{{
    {StackMode::Grouped, "grouped"}, {StackMode::Stacked, "stacked"}, {StackMode::Percent, "percent"}}};
constexpr std::array<std::pair<ValueAggregate, std::string_view>, 9> kAggregates{{
    {ValueAggregate::None, "none"}, {ValueAggregate::Sum, "sum"}, {ValueAggregate::Count, "count"},
    {ValueAggregate::Avg, "avg"}, {ValueAggregate::Min, "min"}, {ValueAggregate::Max, "max"},
    {ValueAggregate::Median, "median"}, {ValueAggregate::Stddev, "stddev"}, {ValueAggregate::Distinct, "distinct"}}};
constexpr std::array<std::pair<AxisMode, std::string_view>, 4> kAxisModes{{
    {AxisMode::Sticky, "sticky"}, {AxisMode::Lock, "lock"}, {AxisMode::Auto, "auto"}, {AxisMode::Same, "same"}}};

template <class Table, class Value>
std::string_view wordOf(const Table& table, Value value) {
    for (const auto& [candidate, word] : table) {
        if (candidate == value) return word;
    }
    return {};
}

/// Reads the fields of one JSON object and notes what is wrong with them, each at its pointer.
class ObjectReader {
  public:
    ObjectReader(const Json& object, std::string pointer, std::vector<Diagnostic>& diagnostics)
        : object_(object), pointer_(std::move(pointer)), diagnostics_(diagnostics) {
        if (!object_.is_object()) wrong(pointer_, ErrorCode::WrongType, "This must be an object.", "");
    }

    ~ObjectReader() {
        if (!object_.is_object()) return;
        for (const auto& [key, value] : object_.items()) {
            if (known_.contains(key)) continue;
            wrong(pointer_ + "/" + pointerToken(key), ErrorCode::UnknownField, fmt::format("There is no field '{}' here.", key),
                  fmt::format("Known fields: {}.", fmt::join(known_, ", ")));
        }
    }
    ObjectReader(const ObjectReader&) = delete;
    ObjectReader& operator=(const ObjectReader&) = delete;

    const Json* field(const char* name) {
        known_.insert(name);
        if (!object_.is_object()) return nullptr;
        const auto found = object_.find(name);
        return found == object_.end() ? nullptr : &*found;
    }

    std::string at(const char* name) const { return pointer_ + "/" + name; }

    /// The field if it is a list; anything else but nothing is noted.
    const Json* list(const char* name) {
        const Json* value = field(name);
        if (value == nullptr || value->is_array()) return value;
        wrong(at(name), ErrorCode::WrongType, "This must be a list.", "");
        return nullptr;
    }

    const Json* object(const char* name) {
        const Json* value = field(name);
        if (value == nullptr || value->is_object()) return value;
        wrong(at(name), ErrorCode::WrongType, "This must be an object.", "");
        return nullptr;
    }

    void read(const char* name, std::string& into) {
        const Json* value = field(name);
        if (value == nullptr) return;
        if (value->is_string()) into = value->get<std::string>();
        else wrong(at(name), ErrorCode::WrongType, "This must be a text.", "");
    }

    void read(const char* name, int& into, int least, int most) {
        const Json* value = field(name);
        if (value == nullptr) return;
        if (value->is_number_integer() && *value >= least && *value <= most) into = value->get<int>();
        else wrong(at(name), ErrorCode::InvalidValue, fmt::format("This must be a whole number from {} to {}.", least, most), "");
    }

    void read(const char* name, std::optional<double>& into) {
        const Json* value = field(name);
        if (value == nullptr) return;
        if (value->is_number()) into = value->get<double>();
        else wrong(at(name), ErrorCode::WrongType, "This must be a number.", "");
    }

    void read(const char* name, std::vector<std::string>& into) {
        const Json* value = list(name);
        if (value == nullptr) return;
        for (std::size_t index = 0; index < value->size(); ++index) {
            if ((*value)[index].is_string()) into.push_back((*value)[index].get<std::string>());
            else wrong(fmt::format("{}/{}", at(name), index), ErrorCode::WrongType, "This must be a text.", "");
        }
    }

    template <class Table, class Value>
    void readWord(const char* name, const Table& table, Value& into) {
        const Json* value = field(name);
        if (value == nullptr) return;
        std::vector<std::string_view> allowed;
        for (const auto& [candidate, word] : table) {
            if (value->is_string() && value->get_ref<const std::string&>() == word) {
                into = candidate;
                return;
            }
            allowed.push_back(word);
        }
        wrong(at(name), ErrorCode::InvalidValue, fmt::format("{} is not allowed here.", value->dump()),
              fmt::format("Choose one of: {}.", fmt::join(allowed, ", ")));
    }

    void wrong(std::string pointer, ErrorCode code, std::string sentence, std::string wayOut) {
        diagnostics_.push_back({Error(code, std::move(sentence)).at(std::move(pointer)).withWayOut(std::move(wayOut)), Severity::Error, Phase::Define});
    }

  private:
    const Json& object_;
    std::string pointer_;
    std::vector<Diagnostic>& diagnostics_;
    std::set<std::string> known_;
};

ChartSpec readChart(const Json& json, const std::string& pointer, std::vector<Diagnostic>& diagnostics) {
    ChartSpec chart;
    ObjectReader reader(json, pointer, diagnostics);
    reader.read("id", chart.id);
    reader.read("query", chart.query);
    reader.read("title", chart.title);
    reader.readWord("type", kChartTypes, chart.type);
    reader.readWord("stack", kStackModes, chart.stack);
    reader.read("keys", chart.keys);
    reader.read("groups", chart.groups);
    if (const Json* values = reader.list("values")) {
        for (std::size_t index = 0; index < values->size(); ++index) {
            ObjectReader value((*values)[index], fmt::format("{}/values/{}", pointer, index), diagnostics);
            ChartValue& added = chart.values.emplace_back();
            value.read("column", added.column);
            value.readWord("aggregate", kAggregates, added.aggregate);
        }
    }
    reader.read("span", chart.span, 1, 10'000);
    reader.read("topN", chart.topN, 1, 1'000);
    reader.read("pinned", chart.pinned);
    const std::array<std::pair<bool, std::string_view>, 2> open{{{true, "show"}, {false, "hide"}}};
    reader.readWord("openWindows", open, chart.showOpenWindows);
    const std::array<std::pair<bool, std::string_view>, 2> nulls{{{true, "zero"}, {false, "gap"}}};
    reader.readWord("nulls", nulls, chart.nullsAsZero);
    reader.read("bins", chart.bins, 0, 200);
    reader.readWord("hole", open, chart.hole);
    if (const Json* y = reader.field("y")) {
        ObjectReader axis(*y, pointer + "/y", diagnostics);
        axis.readWord("mode", kAxisModes, chart.yMode);
        const std::array<std::pair<bool, std::string_view>, 2> scale{{{false, "linear"}, {true, "log"}}};
        axis.readWord("scale", scale, chart.logScale);
        axis.read("min", chart.yMin);
        axis.read("max", chart.yMax);
    }
    return chart;
}

CardSpec readCard(const Json& json, const std::string& pointer, std::vector<Diagnostic>& diagnostics) {
    CardSpec card;
    ObjectReader reader(json, pointer, diagnostics);
    reader.read("chart", card.chart);
    reader.read("table", card.table);
    const std::array<std::pair<std::string, std::string_view>, 2> views{{{"window", "window"}, {"rows", "rows"}}};
    reader.readWord("view", views, card.view);
    if (const Json* at = reader.field("at")) {
        const bool fits = at->is_array() && at->size() == 4 &&
                          std::all_of(at->begin(), at->end(), [](const Json& part) { return part.is_number_integer() && part >= 0 && part < 10'000; });
        if (fits) {
            card.column = (*at)[0];
            card.row = (*at)[1];
            card.width = (*at)[2];
            card.height = (*at)[3];
        } else {
            reader.wrong(pointer + "/at", ErrorCode::WrongType, "A place is [column, row, width, height] on 12 columns.", "");
        }
    }
    return card;
}

Json chartJson(const ChartSpec& chart) {
    const ChartSpec defaults;
    Json json = Json::object();
    json["id"] = chart.id;
    json["query"] = chart.query;
    if (!chart.title.empty()) json["title"] = chart.title;
    json["type"] = wordOf(kChartTypes, chart.type);
    if (chart.stack != defaults.stack) json["stack"] = wordOf(kStackModes, chart.stack);
    if (!chart.keys.empty()) json["keys"] = chart.keys;
    if (!chart.groups.empty()) json["groups"] = chart.groups;
    for (const ChartValue& value : chart.values) {
        Json entry = Json::object();
        entry["column"] = value.column;
        if (value.aggregate != ValueAggregate::Sum) entry["aggregate"] = wordOf(kAggregates, value.aggregate);
        json["values"].push_back(std::move(entry));
    }
    if (chart.span != defaults.span) json["span"] = chart.span;
    if (chart.topN != defaults.topN) json["topN"] = chart.topN;
    if (!chart.pinned.empty()) json["pinned"] = chart.pinned;
    if (!chart.showOpenWindows) json["openWindows"] = "hide";
    if (!chart.nullsAsZero) json["nulls"] = "gap";
    if (chart.bins != defaults.bins) json["bins"] = chart.bins;
    if (!chart.hole) json["hole"] = "hide";
    Json y = Json::object();
    if (chart.yMode != defaults.yMode) y["mode"] = wordOf(kAxisModes, chart.yMode);
    if (chart.logScale) y["scale"] = "log";
    if (chart.yMin) y["min"] = *chart.yMin;
    if (chart.yMax) y["max"] = *chart.yMax;
    if (!y.empty()) json["y"] = std::move(y);
    return json;
}

Json cardJson(const CardSpec& card) {
    Json json = Json::object();
    if (!card.chart.empty()) json["chart"] = card.chart;
    if (!card.table.empty()) {
        json["table"] = card.table;
        if (card.view != "window") json["view"] = card.view;
    }
    json["at"] = {card.column, card.row, card.width, card.height};
    return json;
}

void readQueries(const Json& queries, Project& project, std::vector<Diagnostic>& diagnostics) {
    std::set<std::string> names;
    for (std::size_t index = 0; index < queries.size(); ++index) {
        const std::string pointer = fmt::format("/queries/{}", index);
        ParsedDocument parsed = parseQueryDocument(queries[index].dump());
        for (Diagnostic& diagnostic : parsed.diagnostics) {
            diagnostic.error.at(pointer + diagnostic.error.place());
            diagnostics.push_back(std::move(diagnostic));
        }
        if (!parsed.document) continue;
        if (!names.insert(parsed.document->name).second || parsed.document->name.empty()) {
            diagnostics.push_back({Error(ErrorCode::DuplicateName, parsed.document->name.empty()
                                                                       ? std::string("Every query of a project needs a name.")
                                                                       : fmt::format("Two queries are named '{}'.", parsed.document->name))
                                       .at(pointer + "/name")
                                       .withWayOut("Give each query a name of its own."),
                                   Severity::Error, Phase::Define});
        }
        project.queries.push_back(*std::move(parsed.document));
    }
}

void readColours(const Json& colours, Project& project, ObjectReader& reader) {
    for (const auto& [column, values] : colours.items()) {
        const std::string pointer = "/colours/" + pointerToken(column);
        if (!values.is_object()) {
            reader.wrong(pointer, ErrorCode::WrongType, "This must be an object.", "");
            continue;
        }
        for (const auto& [value, slot] : values.items()) {
            if (slot.is_number_integer() && slot >= 0 && slot < kColourSlots) project.colours[column][value] = slot.get<int>();
            else reader.wrong(pointer + "/" + pointerToken(value), ErrorCode::InvalidValue,
                              fmt::format("This must be a whole number from 0 to {}.", kColourSlots - 1), "");
        }
    }
}

void readCharts(const Json& charts, Project& project, std::vector<Diagnostic>& diagnostics) {
    std::set<std::string> ids;
    for (std::size_t index = 0; index < charts.size(); ++index) {
        const std::string pointer = fmt::format("/charts/{}", index);
        const ChartSpec& chart = project.charts.emplace_back(readChart(charts[index], pointer, diagnostics));
        if (!chart.id.empty() && ids.insert(chart.id).second) continue;
        diagnostics.push_back({Error(ErrorCode::DuplicateName, chart.id.empty() ? std::string("Every chart of a project needs an id.")
                                                                                : fmt::format("Two charts have the id '{}'.", chart.id))
                                   .at(pointer + "/id")
                                   .withWayOut("Give each chart an id of its own, such as c1."),
                               Severity::Error, Phase::Define});
    }
}

}  // namespace

ParsedProject parseProject(std::string_view text) {
    ParsedProject parsed;
    // What is nested deeper than any project is left out while it is read: walking through it would use up the stack.
    bool tooDeep = false;
    const Json json = Json::parse(text, [&](int depth, Json::parse_event_t, Json&) {
        tooDeep = tooDeep || depth > kDeepest;
        return depth <= kDeepest;
    }, false);
    if (tooDeep) {
        parsed.diagnostics.push_back({Error(ErrorCode::InvalidJson, fmt::format("The document is nested deeper than {} levels.", kDeepest)),
                                      Severity::Error, Phase::Define});
        return parsed;
    }
    if (!json.is_object() || !json.contains("vitrine")) {
        ParsedDocument query = parseQueryDocument(text);
        parsed.diagnostics = std::move(query.diagnostics);
        if (query.document) {
            parsed.isBareQuery = true;
            parsed.project.emplace();
            parsed.project->queries.push_back(*std::move(query.document));
        }
        return parsed;
    }
    const Json& version = json["vitrine"];
    if (!version.is_number_integer() || version < 1) {
        parsed.diagnostics.push_back({Error(ErrorCode::InvalidValue, "The field `vitrine` says which form the project has: a whole number from 1.")
                                          .at("/vitrine"),
                                      Severity::Error, Phase::Define});
        return parsed;
    }
    if (version > kProjectVersion) {
        parsed.diagnostics.push_back({Error(ErrorCode::NewerDocument, "This project was written by a newer Vitrine; it was not changed.")
                                          .at("/vitrine")
                                          .withWayOut("Open it with the version that wrote it, or a newer one."),
                                      Severity::Error, Phase::Define});
        return parsed;
    }
    Project project;
    {
        ObjectReader reader(json, "", parsed.diagnostics);
        reader.field("vitrine");
        reader.read("title", project.title);
        if (const Json* queries = reader.list("queries")) readQueries(*queries, project, parsed.diagnostics);
        if (const Json* colours = reader.object("colours")) readColours(*colours, project, reader);
        if (const Json* charts = reader.list("charts")) readCharts(*charts, project, parsed.diagnostics);
        if (const Json* pages = reader.list("pages")) {
            for (std::size_t index = 0; index < pages->size(); ++index) {
                const std::string pointer = fmt::format("/pages/{}", index);
                ObjectReader page((*pages)[index], pointer, parsed.diagnostics);
                PageSpec& added = project.pages.emplace_back();
                page.read("title", added.title);
                if (const Json* cards = page.list("cards")) {
                    for (std::size_t card = 0; card < cards->size(); ++card) {
                        added.cards.push_back(readCard((*cards)[card], fmt::format("{}/cards/{}", pointer, card), parsed.diagnostics));
                    }
                }
            }
        }
    }
    parsed.project = std::move(project);
    return parsed;
}

std::string toJson(const Project& project) {
    Json json = Json::object();
    json["vitrine"] = kProjectVersion;
    if (!project.title.empty()) json["title"] = project.title;
    json["queries"] = Json::array();
    for (const QueryDocument& query : project.queries) json["queries"].push_back(Json::parse(toJson(query)));
    if (!project.colours.empty()) json["colours"] = project.colours;
    if (!project.charts.empty()) {
        json["charts"] = Json::array();
        for (const ChartSpec& chart : project.charts) json["charts"].push_back(chartJson(chart));
    }
    for (const PageSpec& page : project.pages) {
        Json entry = Json::object();
        entry["title"] = page.title;
        entry["cards"] = Json::array();
        for (const CardSpec& card : page.cards) entry["cards"].push_back(cardJson(card));
        json["pages"].push_back(std::move(entry));
    }
    // Names of colours come from data, which may hold bytes that are no UTF-8.
    return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace vitrine::ui
