// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <numeric>

#include "core/query/plan_nodes.h"

namespace vitrine {
namespace {

using Needed = std::vector<bool>;

struct Pruned {
    LogicalPtr node;
    std::vector<int> newIndex;  ///< new position of each old output column, -1 when it is gone
};

Pruned prune(const LogicalPtr& node, const Needed& needed);

void need(Needed& needed, const BoundPtr& expression) {
    if (!expression) return;
    for (const std::size_t column : columnsOf(*expression)) needed[column] = true;
}

/// Copies of output and traits for the columns that remain, in their new order.
void keepColumns(LogicalNode& node, const std::vector<int>& newIndex) {
    std::vector<Field> fields;
    std::vector<ColumnTraits> traits;
    for (std::size_t column = 0; column < newIndex.size(); ++column) {
        if (newIndex[column] < 0) continue;
        fields.push_back((*node.output)[column]);
        traits.push_back(node.traits[column]);
    }
    node.output = std::make_shared<const Schema>(std::move(fields));
    node.traits = std::move(traits);
}

std::vector<int> positions(const Needed& kept) {
    std::vector<int> newIndex;
    int next = 0;
    for (const bool keep : kept) newIndex.push_back(keep ? next++ : -1);
    return newIndex;
}

Pruned finish(LogicalNode copy, std::vector<int> newIndex) {
    keepColumns(copy, newIndex);
    return {std::make_shared<const LogicalNode>(std::move(copy)), std::move(newIndex)};
}

/// Reduces `side` to exactly `needed`, in order.
LogicalPtr exactly(const LogicalPtr& side, const Needed& needed) {
    Pruned pruned = prune(side, needed);
    const auto wanted = static_cast<std::size_t>(std::count(needed.begin(), needed.end(), true));
    if (pruned.node->output->size() == wanted) return pruned.node;
    std::vector<BoundPtr> expressions;
    Schema output;
    std::vector<ColumnTraits> traits;
    for (std::size_t column = 0; column < needed.size(); ++column) {
        if (!needed[column]) continue;
        const auto position = static_cast<std::size_t>(pruned.newIndex[column]);
        expressions.push_back(referenceTo(*pruned.node, position));
        output.add((*side->output)[column]);
        traits.push_back(side->traits[column]);
    }
    const std::string place = side->place;
    return makeProject(std::move(pruned.node), std::move(expressions), std::move(output), std::move(traits), place);
}

struct Pruner {
    const LogicalPtr& node;
    const Needed& needed;

    Pruned operator()(const ScanNode& scan) const {
        LogicalNode copy = *node;
        ScanNode reduced{scan.source, {}};
        for (std::size_t column = 0; column < needed.size(); ++column) {
            if (needed[column]) reduced.columns.push_back(scan.columns[column]);
        }
        copy.op = std::move(reduced);
        return finish(std::move(copy), positions(needed));
    }

    Pruned operator()(const ProjectNode& project) const {
        Needed below(node->inputs.front()->output->size(), false);
        for (std::size_t column = 0; column < needed.size(); ++column) {
            if (needed[column]) need(below, project.expressions[column]);
        }
        Pruned input = prune(node->inputs.front(), below);
        LogicalNode copy = *node;
        ProjectNode reduced;
        for (std::size_t column = 0; column < needed.size(); ++column) {
            if (needed[column]) reduced.expressions.push_back(remapped(project.expressions[column], input.newIndex));
        }
        copy.op = std::move(reduced);
        copy.inputs = {std::move(input.node)};
        return finish(std::move(copy), positions(needed));
    }

    /// For operators that pass all columns of their one input on.
    template <class Op, class Need, class Remap>
    Pruned passing(const Op& op, Need addNeeds, Remap remap) const {
        Needed below = needed;
        addNeeds(below);
        Pruned input = prune(node->inputs.front(), below);
        LogicalNode copy = *node;
        Op reduced = op;
        remap(reduced, input.newIndex);
        copy.op = std::move(reduced);
        copy.inputs = {std::move(input.node)};
        return finish(std::move(copy), std::move(input.newIndex));
    }

    Pruned operator()(const FilterNode& filter) const {
        return passing(
            filter, [&](Needed& below) { need(below, filter.condition); },
            [](FilterNode& reduced, const std::vector<int>& newIndex) {
                reduced.condition = remapped(reduced.condition, newIndex);
            });
    }

    Pruned operator()(const WatermarkNode& watermark) const {
        return passing(
            watermark, [&](Needed& below) { below[watermark.column] = true; },
            [](WatermarkNode& reduced, const std::vector<int>& newIndex) {
                reduced.column = static_cast<std::size_t>(newIndex[reduced.column]);
            });
    }

    /// The window stays even where nothing reads it: it says how often a row is there.
    Pruned operator()(const WindowNode& op) const {
        Needed below(needed.begin(), needed.end() - 1);
        need(below, op.window.time);
        Pruned input = prune(node->inputs.front(), below);
        std::vector<int> newIndex = input.newIndex;
        newIndex.push_back(static_cast<int>(input.node->output->size()));
        LogicalNode copy = *node;
        WindowNode reduced = op;
        reduced.window.time = remapped(reduced.window.time, input.newIndex);
        copy.op = std::move(reduced);
        copy.inputs = {std::move(input.node)};
        return finish(std::move(copy), std::move(newIndex));
    }

    Pruned operator()(const SortNode& sort) const {
        return passing(
            sort,
            [&](Needed& below) {
                for (const SortNode::Key& key : sort.keys) need(below, key.expression);
            },
            [](SortNode& reduced, const std::vector<int>& newIndex) {
                for (SortNode::Key& key : reduced.keys) key.expression = remapped(key.expression, newIndex);
            });
    }

    Pruned operator()(const LimitNode& limit) const {
        return passing(
            limit, [](Needed&) {}, [](LimitNode&, const std::vector<int>&) {});
    }

    Pruned operator()(const DeduplicateNode& deduplicate) const {
        return passing(
            deduplicate,
            [&](Needed& below) {
                for (const std::size_t column : deduplicate.columns) below[column] = true;
                if (deduplicate.withinWatermark && deduplicate.taggedColumn) below[*deduplicate.taggedColumn] = true;
            },
            [](DeduplicateNode& reduced, const std::vector<int>& newIndex) {
                for (std::size_t& column : reduced.columns) column = static_cast<std::size_t>(newIndex[column]);
                // An event time that nothing needs is gone before the rows get here: nothing is late then, as in Spark.
                if (reduced.taggedColumn && newIndex[*reduced.taggedColumn] < 0) reduced.taggedColumn.reset();
                if (reduced.taggedColumn) {
                    reduced.taggedColumn = static_cast<std::size_t>(newIndex[*reduced.taggedColumn]);
                }
            });
    }

    Pruned operator()(const AggregateNode& aggregate) const {
        Needed kept = needed;
        std::fill(kept.begin(), kept.begin() + static_cast<std::ptrdiff_t>(aggregate.keys.size()), true);
        Needed below(node->inputs.front()->output->size(), false);
        for (const BoundPtr& key : aggregate.keys) need(below, key);
        if (aggregate.window) need(below, aggregate.window->time);
        if (aggregate.session) {
            need(below, aggregate.session->time);
            need(below, aggregate.session->gap);
        }
        AggregateNode reduced = aggregate;
        reduced.aggregates.clear();
        for (std::size_t index = 0; index < aggregate.aggregates.size(); ++index) {
            if (!kept[aggregate.keys.size() + index]) continue;
            const AggregateCall& call = aggregate.aggregates[index];
            for (const BoundPtr& argument : call.arguments) need(below, argument);
            need(below, call.filter);
            reduced.aggregates.push_back(call);
        }
        Pruned input = prune(node->inputs.front(), below);
        for (BoundPtr& key : reduced.keys) key = remapped(key, input.newIndex);
        if (reduced.window) reduced.window->time = remapped(reduced.window->time, input.newIndex);
        if (reduced.session) {
            reduced.session->time = remapped(reduced.session->time, input.newIndex);
            reduced.session->gap = remapped(reduced.session->gap, input.newIndex);
        }
        for (AggregateCall& call : reduced.aggregates) {
            for (BoundPtr& argument : call.arguments) argument = remapped(argument, input.newIndex);
            call.filter = remapped(call.filter, input.newIndex);
        }
        LogicalNode copy = *node;
        copy.op = std::move(reduced);
        copy.inputs = {std::move(input.node)};
        return finish(std::move(copy), positions(kept));
    }

    Pruned operator()(const UnionNode&) const {
        LogicalNode copy = *node;
        for (LogicalPtr& side : copy.inputs) side = exactly(side, needed);
        return finish(std::move(copy), positions(needed));
    }

    Pruned operator()(const JoinNode& join) const {
        const std::size_t leftWidth = node->inputs[0]->output->size();
        const auto middle = needed.begin() + static_cast<std::ptrdiff_t>(leftWidth);
        Needed left(needed.begin(), middle);
        Needed right(middle, needed.end());
        for (const auto& [leftColumn, rightColumn] : join.on) {
            left[leftColumn] = true;
            right[rightColumn] = true;
        }
        LogicalNode copy = *node;
        copy.inputs = {exactly(node->inputs[0], left), exactly(node->inputs[1], right)};
        const std::vector<int> newLeft = positions(left);
        const std::vector<int> newRight = positions(right);
        JoinNode reduced = join;
        for (auto& [leftColumn, rightColumn] : reduced.on) {
            leftColumn = static_cast<std::size_t>(newLeft[leftColumn]);
            rightColumn = static_cast<std::size_t>(newRight[rightColumn]);
        }
        copy.op = std::move(reduced);
        left.insert(left.end(), right.begin(), right.end());
        return finish(std::move(copy), positions(left));
    }
};

Pruned prune(const LogicalPtr& node, const Needed& needed) {
    return std::visit(Pruner{node, needed}, node->op);
}

}  // namespace

LogicalPtr prunedColumns(const LogicalPtr& root) {
    return exactly(root, Needed(root->output->size(), true));
}

}  // namespace vitrine
