// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <algorithm>

#include "core/query/plan_nodes.h"
#include "core/query/step_planner.h"

namespace vitrine {
namespace {

bool isWindowCall(const Expression& expression) {
    return expression.kind == ExpressionKind::Call &&
           (expression.name == "window" || expression.name == "session_window");
}

bool containsWindowCall(const Expression& expression) {
    return isWindowCall(expression) ||
           std::any_of(expression.children.begin(), expression.children.end(),
                       [](const ExpressionPtr& child) { return child && containsWindowCall(*child); });
}

/// The grouping keys, each once, with what is known of them.
struct Grouping {
    AggregateNode op;
    Schema output;   ///< the keys' columns under the names they get
    Schema visible;  ///< the keys under the names that `agg` may use for them
    std::vector<ColumnTraits> traits;
    std::vector<ExpressionPtr> expressions;
    std::vector<std::size_t> keyOf;  ///< for every key of the document, its place among the unique ones
};

}  // namespace

bool StepPlanner::plan(const GroupByStep& step) {
    if (isStatic_) return refuseOnTable("groupBy");
    bool isReadable = true;
    const auto readAll = [&](const std::vector<std::string>& texts, std::string_view member) {
        std::vector<NamedExpression> result;
        for (std::size_t index = 0; index < texts.size(); ++index) {
            auto named = read(texts[index], placeOf(member, index));
            if (named) result.push_back(std::move(*named));
            else isReadable = false;
        }
        return result;
    };
    const std::vector<NamedExpression> keys = readAll(step.keys, "groupBy");
    const std::vector<NamedExpression> aggregates = readAll(step.aggregates, "agg");
    return isReadable && planAggregation(keys, aggregates);
}

bool StepPlanner::planAggregation(const std::vector<NamedExpression>& keys,
                                  const std::vector<NamedExpression>& aggregates) {
    const bool caseSensitive = context_.plan.conf.caseSensitive;
    const LogicalPtr input = node_;
    Grouping grouping;
    bool isPlanned = true;
    std::vector<std::size_t> taggedColumns;  // input columns behind tagged keys

    for (const NamedExpression& key : keys) {
        const auto same = std::find_if(
            grouping.expressions.begin(), grouping.expressions.end(),
            [&](const ExpressionPtr& earlier) { return sameExpression(*earlier, *key.expression, caseSensitive); });
        if (same != grouping.expressions.end()) {
            grouping.keyOf.push_back(static_cast<std::size_t>(same - grouping.expressions.begin()));
            continue;
        }
        const std::size_t position = grouping.op.keys.size();
        ColumnTraits traits;
        Field field;
        field.name = key.name;
        if (key.expression->kind == ExpressionKind::Star) {
            isPlanned = refuse(Phase::Define, Error(ErrorCode::UnsupportedOperation, "`*` is no grouping key.")
                                                  .at(key.place)
                                                  .withWayOut("Name the columns to group by."));
            continue;
        }
        if (isWindowCall(*key.expression)) {
            auto window = bindWindow(key.expression, scope());
            auto session = window && !*window ? bindSession(key.expression, scope())
                                              : Result<std::optional<SessionCall>>(std::optional<SessionCall>());
            if (!window || !session) {
                Error error = !window ? std::move(window).error() : std::move(session).error();
                const auto column =
                    key.expression->children.empty() ? std::nullopt : findColumn(*key.expression->children.front());
                if (column && (*input->output)[*column].type->isNumeric() &&
                    error.code() != ErrorCode::InvalidInterval) {
                    const std::string name = quoteIdentifier((*input->output)[*column].name);
                    error.withWayOut(
                        fmt::format("Make it a TIMESTAMP before: `withColumn` {0} = `timestamp_seconds({0})`.", name));
                }
                isPlanned = refuseAt(key.place, std::move(error));
                continue;
            }
            if (grouping.op.windowKey) {
                isPlanned = refuse(Phase::Define,
                                   Error(ErrorCode::InvalidWindow, "Rows cannot be grouped by two different windows.")
                                       .at(key.place)
                                       .withWayOut("Keep one window; use a query of its own for the other."));
                continue;
            }
            const BoundPtr time = *window ? (*window)->time : (*session)->time;
            const TypePtr bound = time->type();
            field.type =
                DataType::structType({{"start", bound, time->nullable(), ""}, {"end", bound, time->nullable(), ""}});
            field.nullable = false;
            traits.role = PlanRole::Window;
            traits.isWindow = true;
            traits.watermark = watermarkOf(*key.expression->children.front());
            grouping.op.windowKey = position;
            grouping.op.window = *window;
            grouping.op.session = *session;
            grouping.op.keys.push_back(nullptr);
            // A window of its own is a column of its own, whatever else reads the time.
            if (traits.watermark) taggedColumns.push_back(input->output->size());
        } else if (containsWindowCall(*key.expression)) {
            isPlanned =
                refuse(Phase::Define,
                       Error(ErrorCode::UnsupportedOperation, "A window must be a grouping key as it is.")
                           .at(key.place)
                           .withWayOut("Group by `window(…)` and take its `start` or `end` in a `select` after it."));
            continue;
        } else if (containsAggregate(*key.expression)) {
            isPlanned = refuse(Phase::Define,
                               Error(ErrorCode::AggregateMisplaced, "A grouping key cannot call an aggregate function.")
                                   .at(key.place)
                                   .withWayOut("Put it into `agg`."));
            continue;
        } else {
            const BoundPtr bound = bind(key);
            if (!bound) {
                isPlanned = false;
                continue;
            }
            field.type = bound->type();
            field.nullable = bound->nullable();
            if (bound->columnIndex() >= 0 && key.expression->kind == ExpressionKind::Column) {
                const auto column = static_cast<std::size_t>(bound->columnIndex());
                traits = input->traits[column];
                if (traits.watermark &&
                    std::find(taggedColumns.begin(), taggedColumns.end(), column) == taggedColumns.end()) {
                    taggedColumns.push_back(column);
                }
            }
            if (!traits.isWindow && traits.role != PlanRole::WindowStart && traits.role != PlanRole::WindowEnd) {
                traits.role = PlanRole::Key;
            }
            grouping.op.keys.push_back(bound);
        }
        if (traits.watermark && !grouping.op.taggedKey) grouping.op.taggedKey = position;
        traits.key = position;
        grouping.keyOf.push_back(position);
        grouping.expressions.push_back(key.expression);
        Field visible = field;
        const bool isPlain = key.expression->kind == ExpressionKind::Column && key.expression->nameParts.size() == 1;
        visible.name = isPlain ? key.expression->nameParts.front() : toSql(*key.expression);
        grouping.visible.add(std::move(visible));
        grouping.output.add(std::move(field));
        grouping.traits.push_back(traits);
    }
    if (!isPlanned) return false;

    BindingScope names;
    names.schema = &grouping.visible;
    names.conf = &context_.plan.conf;
    names.aggregates = &grouping.op.aggregates;
    names.aggregateInput = input->output.get();
    for (std::size_t index = 0; index < grouping.expressions.size(); ++index) {
        names.replacements.emplace_back(grouping.expressions[index], index);
    }
    std::vector<BoundPtr> results;
    for (const NamedExpression& aggregate : aggregates) {
        if (aggregate.expression->kind == ExpressionKind::Star) {
            isPlanned =
                refuse(Phase::Define, Error(ErrorCode::AggregateMisplaced, "`*` cannot stand beside aggregates.")
                                          .at(aggregate.place)
                                          .withWayOut("Name the columns and put them into `groupBy`."));
            continue;
        }
        auto bound = bindExpression(aggregate.expression, names);
        if (bound) {
            results.push_back(std::move(bound).value());
            continue;
        }
        Error error = std::move(bound).error();
        if (error.code() == ErrorCode::UnresolvedColumn) {
            // Is the column there, only neither grouped by nor aggregated?
            std::vector<AggregateCall> unused;
            BindingScope wide = names;
            wide.schema = input->output.get();
            wide.aggregates = &unused;
            wide.replacements.clear();
            if (bindExpression(aggregate.expression, wide)) {
                const int column = error.column();
                error = Error(ErrorCode::AggregateMisplaced,
                              fmt::format(
                                  "`{}` uses a column that is neither a grouping key nor inside an aggregate function.",
                                  toSql(*aggregate.expression)))
                            .withWayOut("Add the column to `groupBy`, or take one of its values with `any_value(…)`.")
                            .atColumn(column);
            }
        }
        isPlanned = refuseAt(aggregate.place, std::move(error));
    }
    if (!isPlanned) return false;

    if (taggedColumns.size() > 1 && context_.plan.conf.allowMultipleStateful) {
        refuse(Phase::Run, Error(ErrorCode::InvalidWatermark,
                                 "Several grouping keys carry the watermark; it is not clear which decides.")
                               .at(placeOf("groupBy"))
                               .withWayOut("Group by one of them."));
    }
    if (grouping.op.session && grouping.op.keys.size() == 1) {
        refuse(Phase::Run, Error(ErrorCode::InvalidWindow, "Sessions need another grouping key on a stream.")
                               .at(placeOf("groupBy"))
                               .withWayOut("Group by a column too, for example the user the session belongs to."));
    }

    const std::size_t keyCount = grouping.op.keys.size();
    LogicalNode node;
    Schema output = grouping.output;
    node.traits = grouping.traits;
    ColumnTraits value;
    value.role = PlanRole::Value;
    for (const AggregateCall& call : grouping.op.aggregates) {
        output.add({call.text, call.type, call.nullable, ""});
        node.traits.push_back(value);
    }

    // Where every result is one aggregate, in order, the operator's own columns get the names; else a projection does.
    bool isDirect = keys.size() == keyCount && results.size() == grouping.op.aggregates.size();
    for (std::size_t index = 0; isDirect && index < results.size(); ++index) {
        isDirect = results[index]->columnIndex() == static_cast<int>(keyCount + index);
    }
    if (isDirect) {
        std::vector<Field> fields = output.fields();
        for (std::size_t index = 0; index < aggregates.size(); ++index)
            fields[keyCount + index].name = aggregates[index].name;
        output = Schema(std::move(fields));
    }
    node.output = std::make_shared<const Schema>(std::move(output));
    node.op = std::move(grouping.op);
    node.inputs = {input};
    node.place = place_;
    node_ = std::make_shared<const LogicalNode>(std::move(node));
    if (isDirect) return true;

    std::vector<BoundPtr> expressions;
    Schema shown;
    std::vector<ColumnTraits> traits;
    for (std::size_t index = 0; index < keys.size(); ++index) {
        const std::size_t key = grouping.keyOf[index];
        expressions.push_back(referenceTo(*node_, key));
        Field field = (*node_->output)[key];
        field.name = keys[index].name;
        shown.add(std::move(field));
        traits.push_back(node_->traits[key]);
    }
    for (std::size_t index = 0; index < results.size(); ++index) {
        const BoundPtr& result = results[index];
        expressions.push_back(result);
        shown.add({aggregates[index].name, result->type(), result->nullable(), ""});
        ColumnTraits resultTraits;
        const std::vector<std::size_t> reads = columnsOf(*result);
        if (result->columnIndex() >= 0) resultTraits = node_->traits[static_cast<std::size_t>(result->columnIndex())];
        else if (!reads.empty()) resultTraits.role = reads.back() >= keyCount ? PlanRole::Value : PlanRole::Key;
        traits.push_back(resultTraits);
    }
    node_ = makeProject(node_, std::move(expressions), std::move(shown), std::move(traits), place_);
    return true;
}

}  // namespace vitrine
