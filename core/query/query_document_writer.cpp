// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/query/detail/document_json.h"

namespace vitrine::detail {
namespace {

Json optionsTree(const OptionMap& options) {
    Json tree = Json::object();
    for (const auto& [name, value] : options) tree[name] = value;
    return tree;
}

Json sourceTree(const SourceSpec& source) {
    Json tree = Json::object();
    if (source.format != SourceSpec().format) tree["format"] = source.format;
    if (!source.path.empty()) tree["path"] = source.path;
    if (!source.schema.empty()) {
        Json schema = source.schema;
        if (source.schema.front() == '{') {
            Json asObject = Json::parse(source.schema, nullptr, false);
            if (asObject.is_object()) schema = std::move(asObject);
        }
        tree["schema"] = std::move(schema);
    }
    if (!source.options.empty()) tree["options"] = optionsTree(source.options);
    return tree;
}

Json stepsTree(const std::vector<Step>& steps);

struct StepWriter {
    Json operator()(const SelectStep& step) const { return {{"select", step.expressions}}; }
    Json operator()(const WhereStep& step) const { return {{"where", step.condition}}; }
    Json operator()(const WithColumnStep& step) const {
        return {{"withColumn", Json::array({step.name, step.expression})}};
    }
    Json operator()(const WithColumnRenamedStep& step) const {
        return {{"withColumnRenamed", Json::array({step.from, step.to})}};
    }
    Json operator()(const DropStep& step) const { return {{"drop", step.columns}}; }
    Json operator()(const WithWatermarkStep& step) const {
        return {{"withWatermark", Json::array({step.column, step.delay})}};
    }
    Json operator()(const GroupByStep& step) const {
        Json tree = Json::object();
        tree["groupBy"] = step.keys;
        tree["agg"] = step.aggregates;
        return tree;
    }
    Json operator()(const OrderByStep& step) const { return {{"orderBy", step.orders}}; }
    Json operator()(const LimitStep& step) const { return {{"limit", step.rows}}; }
    Json operator()(const DropDuplicatesStep& step) const {
        Json tree = Json::object();
        tree[step.withinWatermark ? "dropDuplicatesWithinWatermark" : "dropDuplicates"] = step.columns;
        return tree;
    }
    Json operator()(const JoinStep& step) const {
        Json join = Json::object();
        join["source"] = sourceTree(step.source);
        if (!step.steps.empty()) join["steps"] = stepsTree(step.steps);
        if (step.isStatic) join["static"] = true;
        join["on"] = step.on;
        if (step.how != JoinStep().how) join["how"] = step.how;
        Json tree = Json::object();
        tree["join"] = std::move(join);
        return tree;
    }
    Json operator()(const UnionStep& step) const {
        Json other = Json::object();
        other["source"] = sourceTree(step.source);
        if (!step.steps.empty()) other["steps"] = stepsTree(step.steps);
        Json tree = Json::object();
        tree["union"] = std::move(other);
        return tree;
    }
};

Json stepsTree(const std::vector<Step>& steps) {
    Json tree = Json::array();
    for (const Step& step : steps) tree.push_back(std::visit(StepWriter{}, step.method));
    return tree;
}

Json triggerTree(const TriggerSpec& trigger) {
    switch (trigger.kind) {
        case TriggerSpec::Kind::Default: break;
        case TriggerSpec::Kind::ProcessingTime: return {{"processingTime", trigger.interval}};
        case TriggerSpec::Kind::Once: return {{"once", true}};
        case TriggerSpec::Kind::AvailableNow: return {{"availableNow", true}};
        case TriggerSpec::Kind::Continuous: return {{"continuous", trigger.interval}};
    }
    return Json::object();
}

Json sinkTree(const SinkSpec& sink) {
    Json tree = Json::object();
    tree["format"] = sink.format;
    if (!sink.path.empty()) tree["path"] = sink.path;
    if (!sink.table.empty()) tree["table"] = sink.table;
    if (!sink.command.empty()) tree["command"] = sink.command;
    if (!sink.options.empty()) tree["options"] = optionsTree(sink.options);
    if (!sink.partitionBy.empty()) tree["partitionBy"] = sink.partitionBy;
    return tree;
}

}  // namespace

Json toJsonTree(const QueryDocument& document) {
    Json tree = Json::object();
    if (!document.name.empty()) tree["name"] = document.name;
    tree["source"] = sourceTree(document.source);
    if (!document.steps.empty()) tree["steps"] = stepsTree(document.steps);
    if (document.outputMode != QueryDocument().outputMode) tree["outputMode"] = document.outputMode;
    if (document.trigger.kind != TriggerSpec::Kind::Default) tree["trigger"] = triggerTree(document.trigger);
    if (!document.sinks.empty()) {
        Json sinks = Json::array();
        for (const SinkSpec& sink : document.sinks) sinks.push_back(sinkTree(sink));
        tree["sinks"] = std::move(sinks);
    }
    if (!document.checkpoint.empty()) tree["checkpoint"] = document.checkpoint;
    if (!document.conf.empty()) {
        Json conf = Json::object();
        for (const auto& [key, value] : document.conf) conf[key] = value;
        tree["conf"] = std::move(conf);
    }
    return tree;
}

}  // namespace vitrine::detail
