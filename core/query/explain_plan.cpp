// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include "core/query/plan_nodes.h"

namespace vitrine {
namespace {

std::string namesOf(const Schema& schema, const std::vector<std::size_t>& columns) {
    std::string text;
    for (const std::size_t column : columns) text += (text.empty() ? "" : ", ") + schema[column].name;
    return text;
}

std::string reads(const BoundPtr& expression, const Schema& input) {
    if (!expression) return "-";
    if (expression->columnIndex() >= 0) return input[static_cast<std::size_t>(expression->columnIndex())].name;
    return "f(" + namesOf(input, columnsOf(*expression)) + ")";
}

struct Describer {
    const LogicalNode& node;
    const QueryPlan& plan;

    const Schema& input() const { return *node.inputs.front()->output; }

    std::string operator()(const ScanNode& scan) const {
        const PlannedSource& source = plan.sources[scan.source];
        return fmt::format("Scan {} {}{}({})", scan.source, source.spec.format, source.isStatic ? " static " : " ",
                           namesOf(*source.schema, scan.columns));
    }
    std::string operator()(const ProjectNode& project) const {
        std::string text = "Project";
        for (std::size_t column = 0; column < project.expressions.size(); ++column) {
            const std::string from = reads(project.expressions[column], input());
            const std::string& name = (*node.output)[column].name;
            text += (column ? ", " : " ") + (from == name ? name : from + " AS " + name);
        }
        return text;
    }
    std::string operator()(const FilterNode& filter) const { return "Filter " + reads(filter.condition, input()); }
    std::string operator()(const WatermarkNode& watermark) const {
        return fmt::format("Watermark {} {} delay {} ms", watermark.watermark, input()[watermark.column].name,
                           watermark.delay.count());
    }
    std::string operator()(const WindowNode& op) const {
        return fmt::format("Windows of {}, {}, {}, {}", reads(op.window.time, input()), op.window.duration, op.window.slide, op.window.start);
    }
    std::string operator()(const AggregateNode& aggregate) const {
        std::string text = "Aggregate by";
        for (std::size_t key = 0; key < aggregate.keys.size(); ++key) {
            text += key ? ", " : " ";
            if (aggregate.windowKey == key && aggregate.window) {
                text += fmt::format("window({}, {}, {}, {})", reads(aggregate.window->time, input()),
                                    aggregate.window->duration, aggregate.window->slide, aggregate.window->start);
            } else if (aggregate.windowKey == key && aggregate.session) {
                text += fmt::format("session({}, {})", reads(aggregate.session->time, input()),
                                    reads(aggregate.session->gap, input()));
            } else {
                text += reads(aggregate.keys[key], input());
            }
            if (aggregate.taggedKey == key) text += " tagged";
        }
        if (!aggregate.windowFilters.empty()) text += fmt::format(" in windows that pass {} filters", aggregate.windowFilters.size());
        text += ": ";
        for (std::size_t index = 0; index < aggregate.aggregates.size(); ++index) {
            text += (index ? ", " : "") + aggregate.aggregates[index].text;
        }
        return text;
    }
    std::string operator()(const SortNode& sort) const {
        std::string text = "Sort";
        for (std::size_t index = 0; index < sort.keys.size(); ++index) {
            const SortNode::Key& key = sort.keys[index];
            text += (index ? ", " : " ") + reads(key.expression, input()) + (key.descending ? " DESC" : " ASC") +
                    (key.nulls == NullsOrder::First ? " NULLS FIRST" : " NULLS LAST");
        }
        return text;
    }
    std::string operator()(const LimitNode& limit) const { return fmt::format("Limit {}", limit.rows); }
    std::string operator()(const DeduplicateNode& deduplicate) const {
        return fmt::format(
            "Deduplicate {}{}{}", namesOf(input(), deduplicate.columns),
            deduplicate.withinWatermark ? " within watermark" : "",
            deduplicate.taggedColumn ? " tagged " + input()[*deduplicate.taggedColumn].name : std::string());
    }
    std::string operator()(const UnionNode&) const { return "Union"; }
    std::string operator()(const JoinNode& join) const {
        std::string text = join.leftOuter ? "LeftJoin" : "Join";
        for (const auto& [left, right] : join.on) {
            text += fmt::format(" {}={}", input()[left].name, (*node.inputs.back()->output)[right].name);
        }
        return text;
    }
};

void describe(const LogicalNode& node, const QueryPlan& plan, std::size_t depth, std::string& text) {
    text += fmt::format("{:{}}{} @{}\n", "", depth * 2, std::visit(Describer{node, plan}, node.op), node.place);
    for (const LogicalPtr& input : node.inputs) describe(*input, plan, depth + 1, text);
}

}  // namespace

std::string explain(const QueryPlan& plan) {
    std::string text;
    for (const Field& field : plan.root->output->fields()) {
        text += (text.empty() ? "" : ", ") + field.name + ": " + field.type->simpleString();
    }
    text += fmt::format("  {}{}\n", plan.outputMode, plan.isStateful ? " stateful" : "");
    describe(*plan.root, plan, 0, text);
    return text;
}

}  // namespace vitrine
