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
            wrong(pointer_ + "/" + key, ErrorCode::UnknownField, fmt::format("There is no field '{}' here.", key),
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
        const Json* value = field(name);
        if (value == nullptr) return;
        if (!value->is_array()) return wrong(at(name), ErrorCode::WrongType, "This must be a list of texts.", "");
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
    if (const Json* values = reader.field("values"); values != nullptr && values->is_array()) {
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
    reader.read("view", card.view);
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

}  // namespace

ParsedProject parseProject(std::string_view text) {
    ParsedProject parsed;
    const Json json = Json::parse(text, nullptr, false);
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
    if (!json["vitrine"].is_number_integer() || json["vitrine"] > kProjectVersion) {
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
        if (const Json* queries = reader.field("queries"); queries != nullptr && queries->is_array()) {
            readQueries(*queries, project, parsed.diagnostics);
        }
        if (const Json* colours = reader.field("colours"); colours != nullptr && colours->is_object()) {
            for (const auto& [column, values] : colours->items()) {
                if (!values.is_object()) continue;
                for (const auto& [value, slot] : values.items()) {
                    if (slot.is_number_integer() && slot >= 0 && slot < 8) project.colours[column][value] = slot.get<int>();
                }
            }
        }
        if (const Json* charts = reader.field("charts"); charts != nullptr && charts->is_array()) {
            for (std::size_t index = 0; index < charts->size(); ++index) {
                project.charts.push_back(readChart((*charts)[index], fmt::format("/charts/{}", index), parsed.diagnostics));
            }
        }
        if (const Json* pages = reader.field("pages"); pages != nullptr && pages->is_array()) {
            for (std::size_t index = 0; index < pages->size(); ++index) {
                const std::string pointer = fmt::format("/pages/{}", index);
                ObjectReader page((*pages)[index], pointer, parsed.diagnostics);
                PageSpec& added = project.pages.emplace_back();
                page.read("title", added.title);
                if (const Json* cards = page.field("cards"); cards != nullptr && cards->is_array()) {
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
    return json.dump(2) + "\n";
}

}  // namespace vitrine::ui
