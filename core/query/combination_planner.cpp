// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <algorithm>

#include "core/query/detail/document_json.h"
#include "core/query/plan_nodes.h"
#include "core/query/step_planner.h"
#include "core/sql/coercion.h"
#include "core/sql/comparison.h"

namespace vitrine {
namespace {

/// Exec finds rows of a table by at most so many keys.
constexpr std::size_t kMostJoinKeys = 32;

/// What both sides of `left = right` are cast to; null when they cannot be compared.
TypePtr comparableType(const TypePtr& left, const TypePtr& right, bool ansi) {
    TypePtr common;
    if (left->sameType(*right)) common = left;
    if (!common) common = tightestCommonType(left, right, ansi);
    if (!common && ansi) common = stringPromotion(left, right);
    if (!common && !ansi && left->is(TypeKind::String)) common = right;
    if (!common && !ansi && right->is(TypeKind::String)) common = left;
    if (!common) common = widerType(left, right, ansi);
    return common && isOrderable(*common) ? common : nullptr;
}

/// `node` with column `column` cast to `type` behind its own columns.
LogicalPtr withCastColumn(const LogicalPtr& node, std::size_t column, const TypePtr& type, const std::string& place) {
    Projection wider;
    for (std::size_t each = 0; each < node->output->size(); ++each) wider.pass(*node, each);
    wider.add((*node->output)[column].name, makeCast(referenceTo(*node, column), type, false), {});
    return std::move(wider).over(node, place);
}

/// The filters of a table that read nothing but key columns: `streamColumn` is the stream's column for each column of
/// `node` that is a key, else -1. They hold for the stream's keys as well, and Spark filters the stream by them.
void collectKeyFilters(const LogicalNode& node, const std::vector<int>& streamColumn, std::vector<BoundPtr>& filters) {
    if (const auto* filter = std::get_if<FilterNode>(&node.op)) {
        const std::vector<std::size_t> reads = columnsOf(*filter->condition);
        const bool onKeys = !reads.empty() && std::all_of(reads.begin(), reads.end(), [&](std::size_t column) { return streamColumn[column] >= 0; });
        if (onKeys && isDeterministicThroughout(*filter->condition)) filters.push_back(remapped(filter->condition, streamColumn));
    } else if (const auto* project = std::get_if<ProjectNode>(&node.op)) {
        std::vector<int> below(node.inputs.front()->output->size(), -1);
        for (std::size_t column = 0; column < project->expressions.size(); ++column) {
            const int source = project->expressions[column]->columnIndex();
            if (source >= 0 && streamColumn[column] >= 0) below[static_cast<std::size_t>(source)] = streamColumn[column];
        }
        collectKeyFilters(*node.inputs.front(), below, filters);
        return;
    } else if (!std::holds_alternative<SortNode>(node.op)) {
        return;
    }
    collectKeyFilters(*node.inputs.front(), streamColumn, filters);
}

}  // namespace

bool StepPlanner::plan(const DropDuplicatesStep& step) {
    const char* method = step.withinWatermark ? "dropDuplicatesWithinWatermark" : "dropDuplicates";
    if (isStatic_) return refuseOnTable(method);
    DeduplicateNode deduplicate;
    deduplicate.withinWatermark = step.withinWatermark;
    for (std::size_t index = 0; index < step.columns.size(); ++index) {
        const auto found = node_->output->find(step.columns[index], context_.plan.conf.caseSensitive);
        if (found.empty()) return refuseAt(placeOf(method, index), unresolved(step.columns[index]));
        for (const std::size_t column : found) {
            if (std::find(deduplicate.columns.begin(), deduplicate.columns.end(), column) ==
                deduplicate.columns.end()) {
                deduplicate.columns.push_back(column);
            }
        }
    }
    if (step.columns.empty()) {
        for (std::size_t column = 0; column < node_->output->size(); ++column) {
            if (!node_->traits[column].isHidden) deduplicate.columns.push_back(column);
        }
    }
    for (std::size_t column = 0; column < node_->output->size(); ++column) {
        const auto& watermark = node_->traits[column].watermark;
        if (!watermark) continue;
        if (deduplicate.taggedColumn) {
            if (context_.plan.conf.allowMultipleStateful) {
                refuse(
                    Phase::Run,
                    Error(ErrorCode::InvalidWatermark,
                          fmt::format("`{}` and `{}` both carry the watermark; it is not clear which decides.",
                                      (*node_->output)[*deduplicate.taggedColumn].name, (*node_->output)[column].name))
                        .at(place_)
                        .withWayOut("Drop one of them before."));
            }
            break;
        }
        deduplicate.taggedColumn = column;
        deduplicate.delay = context_.plan.watermarks[*watermark].delay;
    }
    LogicalNode node;
    node.op = std::move(deduplicate);
    node.output = node_->output;
    node.traits = node_->traits;
    node.place = place_;
    node.inputs = {node_};
    node_ = std::make_shared<const LogicalNode>(std::move(node));
    return true;
}

bool StepPlanner::plan(const JoinStep& step) {
    const std::string here = placeOf("join");
    if (isStatic_) return refuseOnTable("join");
    if (!step.isStatic) {
        return refuse(Phase::Define, Error(ErrorCode::UnsupportedOperation, "Two streams cannot be joined here.")
                                         .at(here)
                                         .withWayOut(R"(Join with a table: add "static": true.)"));
    }
    const LogicalPtr left = node_;
    const LogicalPtr right = planChain(step.source, step.steps, here, true);
    if (!right) return false;
    std::vector<std::pair<std::size_t, std::size_t>> on;
    std::vector<TypePtr> types;
    for (std::size_t index = 0; index < step.on.size(); ++index) {
        const std::string place = detail::pointerTo(detail::pointerTo(here, "on"), index);
        const auto inLeft = left->output->find(step.on[index], context_.plan.conf.caseSensitive);
        const auto inRight = right->output->find(step.on[index], context_.plan.conf.caseSensitive);
        if (inLeft.empty()) return refuseAt(place, unresolved(step.on[index]));
        if (inRight.empty()) {
            return refuseAt(place, Error(ErrorCode::UnresolvedColumn,
                                         fmt::format("The table has no column `{}`.", step.on[index])));
        }
        if (inLeft.size() > 1 || inRight.size() > 1) {
            return refuseAt(place, Error(ErrorCode::AmbiguousColumn,
                                         fmt::format("There are several columns `{}`.", step.on[index])));
        }
        const Field& leftField = (*left->output)[inLeft.front()];
        const Field& rightField = (*right->output)[inRight.front()];
        const TypePtr type = comparableType(leftField.type, rightField.type, context_.plan.conf.ansi);
        if (!type) {
            return refuse(Phase::Define,
                          Error(ErrorCode::TypeMismatch,
                                fmt::format("`{}` cannot be compared: it is {} in the stream and {} in the table.",
                                            step.on[index], leftField.type->sql(), rightField.type->sql()))
                              .at(place)
                              .withWayOut("Give both the same type, with a `withColumn` and CAST on one side."));
        }
        on.emplace_back(inLeft.front(), inRight.front());
        types.push_back(type);
    }
    if (on.size() > kMostJoinKeys) {
        return refuse(Phase::Define, Error(ErrorCode::UnsupportedOperation,
                                           fmt::format("A join may have at most {} columns in `on`.", kMostJoinKeys))
                                         .at(detail::pointerTo(here, "on")));
    }
    const bool isOuter = step.how == "left_outer";
    node_ = joined(left, right, on, types, isOuter);
    return true;
}

LogicalPtr StepPlanner::joined(const LogicalPtr& left, const LogicalPtr& right,
                               const std::vector<std::pair<std::size_t, std::size_t>>& on, const std::vector<TypePtr>& types,
                               bool leftOuter) const {
    LogicalPtr stream = left;
    LogicalPtr table = right;
    if (!leftOuter) {
        // Rows that cannot match are filtered out first, below the watermark too: NULL keys, and keys the table leaves out.
        std::vector<int> streamColumn(right->output->size(), -1);
        for (std::size_t key = 0; key < on.size(); ++key) {
            const auto [leftColumn, rightColumn] = on[key];
            Expression column;
            column.kind = ExpressionKind::Column;
            column.nameParts = {(*left->output)[leftColumn].name};
            BindingScope names = scope();
            names.schema = stream->output.get();
            if (const auto test = parseExpression(toSql(column) + " IS NOT NULL")) {
                if (auto bound = bindExpression(*test, names)) stream = filtered(stream, *bound, place_);
            }
            if ((*left->output)[leftColumn].type->sameType(*(*right->output)[rightColumn].type))
                streamColumn[rightColumn] = static_cast<int>(leftColumn);
        }
        std::vector<BoundPtr> filters;
        collectKeyFilters(*right, streamColumn, filters);
        for (const BoundPtr& filter : filters) stream = filtered(stream, filter, place_);
    }
    JoinNode join;
    join.leftOuter = leftOuter;
    for (std::size_t key = 0; key < on.size(); ++key) {
        auto [leftColumn, rightColumn] = on[key];
        if (!(*left->output)[leftColumn].type->sameType(*types[key])) {
            stream = withCastColumn(stream, leftColumn, types[key], place_);
            leftColumn = stream->output->size() - 1;
        }
        if (!(*right->output)[rightColumn].type->sameType(*types[key])) {
            table = withCastColumn(table, rightColumn, types[key], place_);
            rightColumn = table->output->size() - 1;
        }
        join.on.emplace_back(leftColumn, rightColumn);
    }

    LogicalNode node;
    Schema output = *stream->output;
    node.traits = stream->traits;
    for (Field field : table->output->fields()) {
        field.nullable = field.nullable || leftOuter;
        output.add(std::move(field));
        node.traits.emplace_back();
    }
    node.output = std::make_shared<const Schema>(std::move(output));
    node.place = place_;
    const std::size_t leftWidth = stream->output->size();
    node.inputs = {std::move(stream), std::move(table)};
    node.op = std::move(join);
    const auto whole = std::make_shared<const LogicalNode>(std::move(node));

    // What is shown: the keys once, then the other columns of the stream and of the table.
    Projection shown;
    for (const auto& [leftColumn, rightColumn] : on) shown.pass(*whole, leftColumn);
    for (std::size_t column = 0; column < left->output->size(); ++column)
        if (std::none_of(on.begin(), on.end(), [&](const auto& key) { return key.first == column; })) shown.pass(*whole, column);
    for (std::size_t column = 0; column < right->output->size(); ++column)
        if (std::none_of(on.begin(), on.end(), [&](const auto& key) { return key.second == column; }))
            shown.pass(*whole, leftWidth + column);
    return std::move(shown).over(whole, place_);
}

bool StepPlanner::plan(const UnionStep& step) {
    const std::string here = placeOf("union");
    if (isStatic_) return refuseOnTable("union");
    hideMetadata();
    const LogicalPtr left = node_;
    const LogicalPtr right = planChain(step.source, step.steps, here, false);
    if (!right) return false;
    if (left->output->size() != right->output->size()) {
        return refuse(Phase::Define,
                      Error(ErrorCode::TypeMismatch,
                            fmt::format("A union needs as many columns on both sides, but here are {} and {}.",
                                        left->output->size(), right->output->size()))
                          .at(here)
                          .withWayOut("End both sides with a `select` of the same columns."));
    }
    std::vector<TypePtr> types;
    for (std::size_t column = 0; column < left->output->size(); ++column) {
        const Field& field = (*left->output)[column];
        const Field& other = (*right->output)[column];
        const bool areEqual = field.type->sameType(*other.type);
        const TypePtr type = areEqual ? field.type : widerType(field.type, other.type, context_.plan.conf.ansi);
        if (!type) {
            return refuse(Phase::Define,
                          Error(ErrorCode::TypeMismatch,
                                fmt::format("Column {} of the union is {} on one side and {} on the other.", column + 1,
                                            field.type->sql(), other.type->sql()))
                              .at(here)
                              .withWayOut("Give both the same type with CAST; columns are matched by position."));
        }
        types.push_back(type);
    }
    LogicalNode node;
    node.inputs = {withTypes(left, types), withTypes(right, types)};
    node.traits = node.inputs.front()->traits;
    Schema output;
    for (std::size_t column = 0; column < types.size(); ++column) {
        Field field = (*node.inputs.front()->output)[column];
        field.nullable = field.nullable || (*right->output)[column].nullable;
        output.add(std::move(field));
    }
    node.op = UnionNode{};
    node.output = std::make_shared<const Schema>(std::move(output));
    node.place = place_;
    node_ = std::make_shared<const LogicalNode>(std::move(node));
    return true;
}

LogicalPtr StepPlanner::withTypes(const LogicalPtr& side, const std::vector<TypePtr>& types) const {
    Projection cast;
    bool changes = false;
    for (std::size_t column = 0; column < types.size(); ++column) {
        const Field& field = (*side->output)[column];
        if (field.type->sameType(*types[column])) {
            cast.pass(*side, column);
            continue;
        }
        changes = true;
        ColumnTraits traits;   // a cast loses the watermark (WM-3)
        if (const PlanRole role = side->traits[column].role; role == PlanRole::Key || role == PlanRole::Value) traits.role = role;
        cast.add(field.name, makeCast(referenceTo(*side, column), types[column], false), traits);
    }
    return changes ? std::move(cast).over(side, place_) : side;
}

}  // namespace vitrine
