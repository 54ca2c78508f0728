// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <optional>

#include "core/query/plan_nodes.h"
#include "core/sql/window_binding.h"

namespace vitrine {
namespace {

/// The rebuilt node when `condition` can go below something that sees rows (a watermark, an aggregation, one side of a
/// union or join); null when it would only wander past projections, where its place makes no difference.
LogicalPtr pushedBelow(const LogicalPtr& node, const BoundPtr& condition, const std::string& place);

struct Pusher {
    const LogicalPtr& node;
    const BoundPtr& condition;
    const std::string& place;
    std::vector<std::size_t> reads = columnsOf(*condition);

    LogicalPtr input() const { return node->inputs.front(); }

    LogicalPtr throughInput(const BoundPtr& translated) const {
        LogicalPtr below = pushedBelow(input(), translated, place);
        return below ? withInputs(*node, {std::move(below)}) : nullptr;
    }

    LogicalPtr operator()(const ScanNode&) const { return nullptr; }
    LogicalPtr operator()(const LimitNode&) const { return nullptr; }
    LogicalPtr operator()(const DeduplicateNode&) const { return nullptr; }
    LogicalPtr operator()(const SortNode&) const { return throughInput(condition); }

    LogicalPtr operator()(const FilterNode& filter) const {
        return isDeterministicThroughout(*filter.condition) ? throughInput(condition) : nullptr;
    }

    LogicalPtr operator()(const ProjectNode& project) const {
        const bool stable =
            std::all_of(project.expressions.begin(), project.expressions.end(),
                        [](const BoundPtr& expression) { return isDeterministicThroughout(*expression); });
        return stable ? throughInput(substituted(condition, project.expressions)) : nullptr;
    }

    LogicalPtr operator()(const WatermarkNode& watermark) const {
        if (std::binary_search(reads.begin(), reads.end(), watermark.column)) return nullptr;
        return withInputs(*node, {filtered(input(), condition, place)});
    }

    LogicalPtr operator()(const WindowNode&) const {
        const bool readsWindow = !reads.empty() && reads.back() >= input()->output->size();
        return readsWindow ? nullptr : throughInput(condition);
    }

    LogicalPtr operator()(const AggregateNode& aggregate) const {
        const bool onKeys = !reads.empty() && reads.back() < aggregate.keys.size() &&
                            std::all_of(aggregate.keys.begin(), aggregate.keys.end(),
                                        [](const BoundPtr& key) { return !key || isDeterministicThroughout(*key); });
        if (!onKeys) return nullptr;
        std::vector<BoundPtr> keys = aggregate.keys;
        if (aggregate.windowKey && std::binary_search(reads.begin(), reads.end(), *aggregate.windowKey)) {
            if (aggregate.session) return nullptr;   // it is not known before rows have been merged
            if (aggregate.window->slide != aggregate.window->duration) {
                AggregateNode filtering = aggregate;
                filtering.windowFilters.push_back(condition);
                LogicalNode copy = *node;
                copy.op = std::move(filtering);
                return std::make_shared<const LogicalNode>(std::move(copy));
            }
            keys[*aggregate.windowKey] = makeTumblingWindow(*aggregate.window);
        }
        return withInputs(*node, {filtered(input(), substituted(condition, keys), place)});
    }

    LogicalPtr operator()(const UnionNode&) const {
        std::vector<LogicalPtr> inputs;
        for (const LogicalPtr& side : node->inputs) inputs.push_back(filtered(side, condition, place));
        return withInputs(*node, std::move(inputs));
    }

    LogicalPtr operator()(const JoinNode&) const {
        const std::size_t leftWidth = input()->output->size();
        if (reads.empty() || reads.back() >= leftWidth) return nullptr;
        return withInputs(*node, {filtered(input(), condition, place), node->inputs.back()});
    }
};

LogicalPtr pushedBelow(const LogicalPtr& node, const BoundPtr& condition, const std::string& place) {
    return std::visit(Pusher{node, condition, place}, node->op);
}

}  // namespace

LogicalPtr filtered(const LogicalPtr& node, const BoundPtr& condition, const std::string& place) {
    if (isDeterministicThroughout(*condition)) {
        if (LogicalPtr pushed = pushedBelow(node, condition, place)) return pushed;
    }
    return makeFilter(node, condition, place);
}

}  // namespace vitrine
