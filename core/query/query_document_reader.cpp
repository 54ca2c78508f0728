// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <span>

#include "core/data/nearest_word.h"
#include "core/query/detail/document_json.h"

namespace vitrine::detail {
namespace {

using Names = std::span<const std::string_view>;

constexpr std::array<std::string_view, 8> kDocumentFields{"name",    "source", "steps",      "outputMode",
                                                          "trigger", "sinks",  "checkpoint", "conf"};
constexpr std::array<std::string_view, 4> kSourceFields{"format", "path", "schema", "options"};
constexpr std::array<std::string_view, 6> kSinkFields{"format", "path", "table", "command", "options", "partitionBy"};
constexpr std::array<std::string_view, 4> kTriggerFields{"processingTime", "once", "availableNow", "continuous"};
constexpr std::array<std::string_view, 5> kJoinFields{"source", "steps", "static", "on", "how"};
constexpr std::array<std::string_view, 2> kUnionFields{"source", "steps"};
constexpr std::array<std::string_view, 2> kJoinKinds{"inner", "left_outer"};
constexpr std::array<std::string_view, 13> kSteps{"select",
                                                  "where",
                                                  "withColumn",
                                                  "withColumnRenamed",
                                                  "drop",
                                                  "withWatermark",
                                                  "groupBy",
                                                  "orderBy",
                                                  "limit",
                                                  "dropDuplicates",
                                                  "dropDuplicatesWithinWatermark",
                                                  "join",
                                                  "union"};

std::string_view describe(const Json& value) {
    switch (value.type()) {
        case Json::value_t::null: return "null";
        case Json::value_t::boolean: return "a boolean";
        case Json::value_t::string: return "a text";
        case Json::value_t::array: return "a list";
        case Json::value_t::object: return "an object";
        default: return "a number";
    }
}

/// The JSON of a StructType without its blanks, whether it came as an object or as text; DDL as it is.
std::string compacted(std::string schema) {
    if (!schema.starts_with('{')) return schema;
    const Json tree = Json::parse(schema, nullptr, false);
    return tree.is_object() ? tree.dump() : schema;
}

/// Reads a JSON tree piece by piece and notes what is wrong with it.
class DocumentReader {
  public:
    std::vector<Diagnostic> diagnostics;

    QueryDocument readDocument(const Json& tree) {
        QueryDocument document;
        refuseUnknown(tree, "", kDocumentFields);
        document.name = text(tree, "", "name");
        if (const Json* source = member(tree, "source")) {
            document.source = readSource(*source, "/source");
        } else {
            add(Error(ErrorCode::MissingField, "The document has no `source`.")
                    .at("/source")
                    .withWayOut(R"(Say what is read: "source": {"format": "json", "path": "events", "schema": "…"}.)"));
        }
        document.steps = readSteps(tree, "");
        if (member(tree, "outputMode")) document.outputMode = text(tree, "", "outputMode");
        if (const Json* trigger = member(tree, "trigger")) document.trigger = readTrigger(*trigger);
        if (const Json* sinks = list(tree, "", "sinks")) {
            for (std::size_t index = 0; index < sinks->size(); ++index) {
                document.sinks.push_back(readSink((*sinks)[index], pointerTo("/sinks", index)));
            }
        }
        document.checkpoint = text(tree, "", "checkpoint");
        if (const Json* conf = object(tree, "", "conf")) {
            for (const auto& [key, value] : conf->items())
                document.conf[key] = optionText(value, pointerTo("/conf", key));
        }
        return document;
    }

  private:
    void add(Error error) { diagnostics.push_back({std::move(error), Severity::Error, Phase::Define}); }

    void addWrongType(const std::string& place, std::string_view wanted, const Json& value) {
        add(Error(ErrorCode::WrongType, fmt::format("`{}` must be {}, not {}.", place, wanted, describe(value)))
                .at(place));
    }

    static const Json* member(const Json& tree, const char* name) {
        const auto found = tree.find(name);
        return found == tree.end() || found->is_null() ? nullptr : &*found;
    }

    void refuseUnknown(const Json& tree, const std::string& place, Names allowed) {
        for (const auto& [key, value] : tree.items()) {
            if (std::find(allowed.begin(), allowed.end(), key) != allowed.end()) continue;
            const std::string_view nearest = nearestWord(key, allowed);
            Error error = Error(ErrorCode::UnknownField, fmt::format("The field `{}` is not known here.", key))
                              .at(pointerTo(place, key));
            add(std::move(error).withWayOut(nearest.empty() ? fmt::format("Known fields: {}.", fmt::join(allowed, ", "))
                                                            : fmt::format("Did you mean `{}`?", nearest)));
        }
    }

    std::string text(const Json& tree, const std::string& place, const char* name) {
        const Json* value = member(tree, name);
        if (!value) return {};
        if (value->is_string()) return value->get<std::string>();
        addWrongType(pointerTo(place, name), "a text", *value);
        return {};
    }

    const Json* list(const Json& tree, const std::string& place, const char* name) {
        const Json* value = member(tree, name);
        if (!value || value->is_array()) return value;
        addWrongType(pointerTo(place, name), "a list", *value);
        return nullptr;
    }

    const Json* object(const Json& tree, const std::string& place, const char* name) {
        const Json* value = member(tree, name);
        if (!value || value->is_object()) return value;
        addWrongType(pointerTo(place, name), "an object", *value);
        return nullptr;
    }

    std::vector<std::string> texts(const Json& value, const std::string& place) {
        std::vector<std::string> result;
        if (!value.is_array()) {
            Error error = Error(ErrorCode::WrongType,
                                fmt::format("`{}` must be a list of texts, not {}.", place, describe(value)))
                              .at(place);
            if (value.is_string()) error.withWayOut(fmt::format("Write {}.", Json::array({value}).dump()));
            add(std::move(error));
            return result;
        }
        for (std::size_t index = 0; index < value.size(); ++index) {
            if (value[index].is_string()) result.push_back(value[index].get<std::string>());
            else addWrongType(pointerTo(place, index), "a text", value[index]);
        }
        return result;
    }

    /// Exactly two texts: the arguments of a method.
    std::pair<std::string, std::string> textPair(const Json& value, const std::string& place,
                                                 std::string_view example) {
        if (value.is_array() && value.size() == 2 && value[0].is_string() && value[1].is_string()) {
            return {value[0].get<std::string>(), value[1].get<std::string>()};
        }
        add(Error(ErrorCode::WrongType, fmt::format("`{}` must be a list of two texts.", place))
                .at(place)
                .withWayOut(fmt::format("Write it like {}.", example)));
        return {};
    }

    /// Option values are texts in Spark; a number or boolean is told how to write it.
    std::string optionText(const Json& value, const std::string& place) {
        if (value.is_string()) return value.get<std::string>();
        Error error =
            Error(ErrorCode::WrongType, fmt::format("`{}` must be a text, not {}.", place, describe(value))).at(place);
        if (value.is_primitive() && !value.is_null()) error.withWayOut(fmt::format("Write \"{}\".", value.dump()));
        add(std::move(error));
        return value.is_primitive() && !value.is_null() ? value.dump() : std::string();
    }

    OptionMap readOptions(const Json& tree, const std::string& place) {
        OptionMap options;
        const Json* values = object(tree, place, "options");
        if (!values) return options;
        const std::string within = pointerTo(place, "options");
        for (const auto& [name, value] : values->items()) {
            const std::string here = pointerTo(within, name);
            if (!options.emplace(name, optionText(value, here)).second) {
                add(Error(ErrorCode::DuplicateName,
                          fmt::format("The option `{}` is there twice: letter case does not count in option names.",
                                      name))
                        .at(here)
                        .withWayOut("Remove one of the two."));
            }
        }
        return options;
    }

    SourceSpec readSource(const Json& tree, const std::string& place) {
        SourceSpec source;
        if (!tree.is_object()) {
            addWrongType(place, "an object", tree);
            return source;
        }
        refuseUnknown(tree, place, kSourceFields);
        if (member(tree, "format")) source.format = text(tree, place, "format");
        source.path = text(tree, place, "path");
        if (const Json* schema = member(tree, "schema")) {
            if (schema->is_object()) source.schema = schema->dump();
            else if (schema->is_string()) source.schema = compacted(schema->get<std::string>());
            else addWrongType(pointerTo(place, "schema"), "a text (DDL) or the object of a StructType", *schema);
        }
        source.options = readOptions(tree, place);
        return source;
    }

    SinkSpec readSink(const Json& tree, const std::string& place) {
        SinkSpec sink;
        if (!tree.is_object()) {
            addWrongType(place, "an object", tree);
            return sink;
        }
        refuseUnknown(tree, place, kSinkFields);
        if (member(tree, "format")) {
            sink.format = text(tree, place, "format");
        } else {
            add(Error(ErrorCode::MissingField, "A sink needs a `format`.").at(pointerTo(place, "format")));
        }
        sink.path = text(tree, place, "path");
        sink.table = text(tree, place, "table");
        sink.command = text(tree, place, "command");
        sink.options = readOptions(tree, place);
        if (const Json* columns = member(tree, "partitionBy")) {
            sink.partitionBy = texts(*columns, pointerTo(place, "partitionBy"));
        }
        return sink;
    }

    TriggerSpec readTrigger(const Json& tree) {
        TriggerSpec trigger;
        const std::string place = "/trigger";
        if (!tree.is_object()) {
            addWrongType(place, R"(an object like {"processingTime": "3 seconds"})", tree);
            return trigger;
        }
        refuseUnknown(tree, place, kTriggerFields);
        int count = 0;
        for (const char* name : {"processingTime", "continuous"}) {
            if (!member(tree, name)) continue;
            ++count;
            trigger.kind = std::string_view(name) == "continuous" ? TriggerSpec::Kind::Continuous
                                                                  : TriggerSpec::Kind::ProcessingTime;
            trigger.interval = text(tree, place, name);
        }
        for (const char* name : {"once", "availableNow"}) {
            const Json* value = member(tree, name);
            if (!value) continue;
            ++count;
            trigger.kind = std::string_view(name) == "once" ? TriggerSpec::Kind::Once : TriggerSpec::Kind::AvailableNow;
            if (!value->is_boolean()) {
                addWrongType(pointerTo(place, name), "true", *value);
            } else if (!value->get<bool>()) {
                add(Error(ErrorCode::InvalidValue, fmt::format("The trigger `{}` can only be true.", name))
                        .at(pointerTo(place, name))
                        .withWayOut("Leave the trigger out to run as soon as possible."));
            }
        }
        if (count > 1) {
            add(Error(ErrorCode::InvalidTrigger, "A query has one trigger, not several.")
                    .at(place)
                    .withWayOut("Keep one of them."));
        }
        return trigger;
    }

    std::vector<Step> readSteps(const Json& tree, const std::string& place) {
        std::vector<Step> steps;
        const Json* values = list(tree, place, "steps");
        if (!values) return steps;
        const std::string within = pointerTo(place, "steps");
        for (std::size_t index = 0; index < values->size(); ++index) {
            readStep((*values)[index], pointerTo(within, index), steps);
        }
        return steps;
    }

    void addUnknownStep(const std::string& name, const std::string& place) {
        Error error =
            Error(ErrorCode::UnknownStep, fmt::format("There is no step `{}`.", name)).at(pointerTo(place, name));
        if (name == "having" || name == "filter") {
            error.withWayOut(name == "having" ? "Write a `where` after the `groupBy`." : "Write `where`.");
        } else if (name == "agg") {
            error.withWayOut(R"(Write {"groupBy": [], "agg": […]}.)");
        } else {
            const std::string_view nearest = nearestWord(name, kSteps);
            error.withWayOut(nearest.empty() ? fmt::format("Known steps: {}.", fmt::join(kSteps, ", "))
                                             : fmt::format("Did you mean `{}`?", nearest));
        }
        add(std::move(error));
    }

    void readStep(const Json& tree, const std::string& place, std::vector<Step>& steps) {
        if (!tree.is_object() || tree.empty()) {
            addWrongType(place, R"(an object like {"where": "action = 'Open'"})", tree);
            return;
        }
        std::vector<std::string> methods;
        const bool isGroupBy = tree.contains("groupBy");
        for (const auto& [key, value] : tree.items()) {
            if (std::find(kSteps.begin(), kSteps.end(), key) != kSteps.end()) methods.push_back(key);
            else if (!(isGroupBy && key == "agg")) addUnknownStep(key, place);
        }
        if (methods.empty()) return;
        if (methods.size() > 1) {
            add(Error(ErrorCode::UnknownStep,
                      fmt::format("A step has one method, but here are `{}`.", fmt::join(methods, "` and `")))
                    .at(place)
                    .withWayOut("Make them steps of their own, in the order they shall happen."));
            return;
        }
        const std::string& method = methods.front();
        readMethod(method, tree, tree[method], pointerTo(place, method), place, steps);
    }

    void readMethod(const std::string& method, const Json& tree, const Json& value, const std::string& here,
                    const std::string& place, std::vector<Step>& steps) {
        if (method == "select") {
            steps.push_back({SelectStep{texts(value, here)}});
        } else if (method == "where") {
            if (!value.is_string()) return addWrongType(here, "a text", value);
            steps.push_back({WhereStep{value.get<std::string>()}});
        } else if (method == "withColumn") {
            auto [name, expression] = textPair(value, here, R"x(["seconds", "unix_timestamp(time)"])x");
            steps.push_back({WithColumnStep{std::move(name), std::move(expression)}});
        } else if (method == "withColumnRenamed") {
            auto [from, to] = textPair(value, here, R"(["old", "new"])");
            steps.push_back({WithColumnRenamedStep{std::move(from), std::move(to)}});
        } else if (method == "drop") {
            steps.push_back({DropStep{texts(value, here)}});
        } else if (method == "withWatermark") {
            auto [column, delay] = textPair(value, here, R"(["time", "2 hours"])");
            steps.push_back({WithWatermarkStep{std::move(column), std::move(delay)}});
        } else if (method == "groupBy") {
            readGroupBy(tree, value, here, place, steps);
        } else if (method == "orderBy") {
            steps.push_back({OrderByStep{texts(value, here)}});
        } else if (method == "limit") {
            if (!value.is_number_integer()) return addWrongType(here, "a whole number", value);
            steps.push_back({LimitStep{value.get<std::int64_t>()}});
        } else if (method == "join") {
            readJoin(value, here, steps);
        } else if (method == "union") {
            if (!value.is_object()) return addWrongType(here, "an object", value);
            refuseUnknown(value, here, kUnionFields);
            UnionStep step;
            step.source = readInnerSource(value, here);
            step.steps = readSteps(value, here);
            steps.push_back({std::move(step)});
        } else {
            steps.push_back({DropDuplicatesStep{texts(value, here), method == "dropDuplicatesWithinWatermark"}});
        }
    }

    void readGroupBy(const Json& tree, const Json& keys, const std::string& here, const std::string& place,
                     std::vector<Step>& steps) {
        GroupByStep step;
        step.keys = texts(keys, here);
        const std::string aggPlace = pointerTo(place, "agg");
        if (const Json* aggregates = member(tree, "agg")) step.aggregates = texts(*aggregates, aggPlace);
        if (!member(tree, "agg") || (tree["agg"].is_array() && tree["agg"].empty())) {
            add(Error(ErrorCode::MissingField, "A `groupBy` needs at least one aggregate in `agg`.")
                    .at(aggPlace)
                    .withWayOut(R"(For example "agg": ["count(*) AS count"].)"));
        }
        steps.push_back({std::move(step)});
    }

    SourceSpec readInnerSource(const Json& tree, const std::string& place) {
        if (const Json* source = member(tree, "source")) return readSource(*source, pointerTo(place, "source"));
        add(Error(ErrorCode::MissingField, "The other side has no `source`.").at(pointerTo(place, "source")));
        return {};
    }

    void readJoin(const Json& value, const std::string& here, std::vector<Step>& steps) {
        if (!value.is_object()) return addWrongType(here, "an object", value);
        refuseUnknown(value, here, kJoinFields);
        JoinStep step;
        step.source = readInnerSource(value, here);
        step.steps = readSteps(value, here);
        if (const Json* isStatic = member(value, "static")) {
            if (isStatic->is_boolean()) step.isStatic = isStatic->get<bool>();
            else addWrongType(pointerTo(here, "static"), "true or false", *isStatic);
        }
        if (const Json* on = member(value, "on")) step.on = texts(*on, pointerTo(here, "on"));
        if (step.on.empty()) {
            add(Error(ErrorCode::MissingField, "A `join` needs the columns it compares.")
                    .at(pointerTo(here, "on"))
                    .withWayOut(R"(For example "on": ["device"].)"));
        }
        if (member(value, "how")) {
            step.how = text(value, here, "how");
            if (std::find(kJoinKinds.begin(), kJoinKinds.end(), step.how) == kJoinKinds.end()) {
                add(Error(ErrorCode::InvalidValue, fmt::format("`{}` is no kind of join.", step.how))
                        .at(pointerTo(here, "how"))
                        .withWayOut("Use inner or left_outer."));
            }
        }
        steps.push_back({std::move(step)});
    }
};

}  // namespace

ParsedDocument fromJsonTree(const Json& tree) {
    ParsedDocument parsed;
    if (!tree.is_object()) {
        parsed.diagnostics.push_back(
            {Error(ErrorCode::WrongType, fmt::format("A query document is an object, not {}.", describe(tree)))
                 .withWayOut(R"(It starts like {"source": {"format": "json", …}, "steps": […]}.)"),
             Severity::Error, Phase::Define});
        return parsed;
    }
    DocumentReader reader;
    parsed.document = reader.readDocument(tree);
    parsed.diagnostics = std::move(reader.diagnostics);
    return parsed;
}

}  // namespace vitrine::detail
