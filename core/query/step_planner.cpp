// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/query/step_planner.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/data/nearest_word.h"
#include "core/query/detail/document_json.h"
#include "core/data/duration_text.h"
#include "core/query/plan_nodes.h"
#include "core/query/source_planner.h"
#include "core/sql/comparison.h"

namespace vitrine {
namespace {

bool sameName(std::string_view left, std::string_view right, bool caseSensitive) {
    if (caseSensitive) return left == right;
    return std::equal(left.begin(), left.end(), right.begin(), right.end(), [](char a, char b) {
        const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
        return lower(a) == lower(b);
    });
}

/// The parts of a condition that must all hold, left to right.
void splitConjunction(const ExpressionPtr& condition, std::vector<ExpressionPtr>& parts) {
    const bool isAnd = condition->kind == ExpressionKind::Call && condition->children.size() == 2 &&
                       sameName(condition->name, "and", false);
    if (!isAnd) {
        parts.push_back(condition);
        return;
    }
    for (const ExpressionPtr& child : condition->children) splitConjunction(child, parts);
}

std::string wayToTimestamp(const std::string& column, const DataType& type) {
    const std::string name = quoteIdentifier(column);
    std::string expression = fmt::format("CAST({} AS TIMESTAMP)", name);
    if (type.isNumeric()) expression = fmt::format("timestamp_seconds({})", name);
    else if (type.is(TypeKind::String)) expression = fmt::format("to_timestamp({})", name);
    return fmt::format("Make it one before: `withColumn` {} = `{}`.", column, expression);
}

}  // namespace

const ExpressionPtr& withoutAlias(const ExpressionPtr& expression) {
    return expression->kind == ExpressionKind::Alias ? expression->children.front() : expression;
}

LogicalPtr StepPlanner::planChain(const SourceSpec& source, const std::vector<Step>& steps, const std::string& place,
                                  bool isStatic) {
    const std::string sourcePlace = detail::pointerTo(place, "source");
    const auto number = planSource(context_, source, sourcePlace, isStatic);
    if (!number) return nullptr;
    sourcePlaces_.push_back(sourcePlace);

    const LogicalPtr outerNode = std::move(node_);
    const std::string outerPlace = std::move(place_);
    const bool outerIsStatic = isStatic_;
    isStatic_ = isStatic;

    const SchemaPtr& schema = context_.plan.sources[*number].schema;
    LogicalNode scan;
    ScanNode op{*number, {}};
    for (std::size_t column = 0; column < schema->size(); ++column) op.columns.push_back(column);
    scan.op = std::move(op);
    scan.output = schema;
    scan.traits.resize(schema->size());
    if (const auto metadata = context_.plan.sources[*number].fileColumns.metadata) scan.traits[*metadata].isHidden = true;
    scan.place = sourcePlace;
    node_ = std::make_shared<const LogicalNode>(std::move(scan));

    bool isPlanned = true;
    const std::string within = detail::pointerTo(place, "steps");
    for (std::size_t index = 0; isPlanned && index < steps.size(); ++index) {
        place_ = detail::pointerTo(within, index);
        isPlanned = std::visit([this](const auto& step) { return plan(step); }, steps[index].method);
    }
    if (isPlanned) hideMetadata();
    LogicalPtr result = isPlanned ? std::move(node_) : nullptr;
    node_ = outerNode;
    place_ = outerPlace;
    isStatic_ = outerIsStatic;
    return result;
}

void StepPlanner::hideMetadata() {
    const auto isHidden = [](const ColumnTraits& traits) { return traits.isHidden; };
    if (std::none_of(node_->traits.begin(), node_->traits.end(), isHidden)) return;
    Projection visible;
    for (std::size_t column = 0; column < node_->output->size(); ++column) {
        if (!node_->traits[column].isHidden) visible.pass(*node_, column);
    }
    node_ = std::move(visible).over(node_, node_->place);
}

BindingScope StepPlanner::scope() const {
    BindingScope scope;
    scope.schema = node_->output.get();
    scope.conf = &context_.plan.conf;
    if (windowCall_) scope.replacements.emplace_back(windowCall_, node_->output->size() - 1);
    return scope;
}

bool StepPlanner::refuse(Phase phase, Error error) {
    context_.refuse(phase, std::move(error));
    return false;
}

bool StepPlanner::refuseAt(const std::string& place, Error error) {
    error.at(place);
    return refuse(Phase::Define, std::move(error));
}

bool StepPlanner::refuseOnTable(std::string_view method) {
    return refuse(Phase::Define, Error(ErrorCode::UnsupportedOperation,
                                       fmt::format("`{}` is not supported on the table of a join.", method))
                                     .at(place_)
                                     .withWayOut("Prepare the table's files beforehand."));
}

std::string StepPlanner::placeOf(std::string_view member) const {
    return detail::pointerTo(place_, member);
}

std::string StepPlanner::placeOf(std::string_view member, std::size_t index) const {
    return detail::pointerTo(placeOf(member), index);
}

std::optional<NamedExpression> StepPlanner::read(const std::string& text, const std::string& place) {
    auto parsed = parseExpression(text);
    if (!parsed) {
        refuseAt(place, std::move(parsed).error());
        return std::nullopt;
    }
    if (!checkCalls(**parsed, place)) return std::nullopt;
    return NamedExpression{withoutAlias(*parsed), columnNameOf(**parsed), place};
}

bool StepPlanner::checkCalls(const Expression& expression, const std::string& place) {
    const auto refuseCall = [&](std::string message, std::string wayOut) {
        return refuse(Phase::Start, Error(ErrorCode::UnsupportedOperation, std::move(message))
                                        .at(place)
                                        .withWayOut(std::move(wayOut))
                                        .atColumn(static_cast<int>(expression.begin)));
    };
    if (isStatic_) return true;
    if (expression.isOver) {
        return refuseCall("A stream has no analytic functions (`OVER (…)`).",
                          "Group by `window(…)` instead: windows of time are the only ones on a stream.");
    }
    if (expression.isDistinct) {
        return refuseCall("A stream has no DISTINCT aggregates.", "Use `approx_count_distinct(…)`.");
    }
    if (expression.kind == ExpressionKind::Call && expression.name == "monotonically_increasing_id") {
        return refuseCall("`monotonically_increasing_id()` is not supported on a stream.",
                          "Use `uuid()` for an id a row.");
    }
    if (expression.filter && !checkCalls(*expression.filter, place)) return false;
    return std::all_of(expression.children.begin(), expression.children.end(),
                       [&](const ExpressionPtr& child) { return !child || checkCalls(*child, place); });
}

BoundPtr StepPlanner::bind(const NamedExpression& named) {
    auto bound = bindExpression(named.expression, scope());
    if (bound) return std::move(bound).value();
    refuseAt(named.place, std::move(bound).error());
    return nullptr;
}

std::optional<std::size_t> StepPlanner::findColumn(const Expression& expression) const {
    if (windowCall_ && sameExpression(*windowCall_, expression, context_.plan.conf.caseSensitive)) return node_->output->size() - 1;
    if (expression.kind != ExpressionKind::Column || expression.nameParts.empty()) return std::nullopt;
    const std::vector<std::size_t> found =
        node_->output->find(expression.nameParts.front(), context_.plan.conf.caseSensitive);
    return found.size() == 1 ? std::optional(found.front()) : std::nullopt;
}

std::optional<std::size_t> StepPlanner::watermarkOf(const Expression& expression) const {
    if (expression.kind == ExpressionKind::Call && expression.name == "window_time" &&
        expression.children.size() == 1) {
        const auto column = findColumn(*expression.children.front());
        if (column && node_->traits[*column].isWindow) return watermarkOf(*expression.children.front());
        return std::nullopt;
    }
    const auto column = findColumn(expression);
    const bool isPart = expression.kind == ExpressionKind::Column && expression.nameParts.size() > 1;
    return column && !isPart ? node_->traits[*column].watermark : std::nullopt;
}

ColumnTraits StepPlanner::traitsOf(const Expression& expression, const BoundExpression& bound) const {
    // A cast to the type a column has already is no reference to it, although it reads the same.
    const bool isReference = expression.kind == ExpressionKind::Column || findColumn(expression).has_value();
    if (bound.columnIndex() >= 0 && isReference) {
        return node_->traits[static_cast<std::size_t>(bound.columnIndex())];
    }
    ColumnTraits traits;
    traits.watermark = watermarkOf(expression);
    // `window.start` comes as one dotted name or as the field of an expression.
    const Expression& base = expression.kind == ExpressionKind::Field ? *expression.children.front() : expression;
    const std::string_view field = expression.kind == ExpressionKind::Field ? std::string_view(expression.name)
                                   : expression.nameParts.size() == 2 ? std::string_view(expression.nameParts.back())
                                                                      : std::string_view();
    if (const auto column = findColumn(base); column && node_->traits[*column].isWindow && !field.empty()) {
        if (sameName(field, "start", false)) traits.role = PlanRole::WindowStart;
        if (sameName(field, "end", false)) traits.role = PlanRole::WindowEnd;
        if (traits.role != PlanRole::Other) {
            traits.key = node_->traits[*column].key;
            return traits;
        }
    }
    const std::vector<std::size_t> columns = columnsOf(bound);
    const auto hasRole = [&](PlanRole role) {
        return std::any_of(columns.begin(), columns.end(),
                           [&](std::size_t column) { return node_->traits[column].role == role; });
    };
    if (hasRole(PlanRole::Value)) traits.role = PlanRole::Value;
    else if (hasRole(PlanRole::Key) || hasRole(PlanRole::Window) || hasRole(PlanRole::WindowStart) ||
             hasRole(PlanRole::WindowEnd)) {
        traits.role = PlanRole::Key;
    }
    return traits;
}

Error StepPlanner::unresolved(const std::string& name) const {
    std::vector<std::string_view> names;
    std::string list;
    for (const Field& field : node_->output->fields()) {
        names.push_back(field.name);
        list += (list.empty() ? "`" : ", `") + field.name + "`";
    }
    const std::string_view nearest = nearestWord(name, names);
    return Error(ErrorCode::UnresolvedColumn, fmt::format("There is no column `{}` here.", name))
        .withWayOut(!nearest.empty() ? fmt::format("Did you mean `{}`?", nearest)
                    : list.empty()   ? std::string("There are no columns left at this step.")
                                     : fmt::format("Columns at this step: {}.", list));
}

bool StepPlanner::plan(const SelectStep& step) {
    std::vector<NamedExpression> expressions;
    bool isReadable = true;
    for (std::size_t index = 0; index < step.expressions.size(); ++index) {
        auto named = read(step.expressions[index], placeOf("select", index));
        if (named) expressions.push_back(std::move(*named));
        else isReadable = false;
    }
    if (!isReadable) return false;
    const bool aggregates = std::any_of(expressions.begin(), expressions.end(), [](const NamedExpression& named) {
        return containsAggregate(*named.expression);
    });
    if (aggregates) return isStatic_ ? refuseOnTable("select with an aggregate") : planAggregation({}, expressions);

    const std::size_t width = node_->output->size();
    if (!computeWindow(expressions)) return false;
    Projection projection;
    bool isBound = true;
    for (const NamedExpression& named : expressions) {
        if (named.expression->kind == ExpressionKind::Star && named.expression->nameParts.empty()) {
            for (std::size_t column = 0; column < width; ++column) {
                if (!node_->traits[column].isHidden) projection.pass(*node_, column);
            }
            continue;
        }
        if (named.expression->kind == ExpressionKind::Star) {
            // `s.*`: the fields of a struct, one column each.
            Expression structColumn = *named.expression;
            structColumn.kind = ExpressionKind::Column;
            const NamedExpression whole{std::make_shared<const Expression>(structColumn), structColumn.nameParts.back(),
                                        named.place};
            const BoundPtr bound = bind(whole);
            if (!bound || !bound->type()->is(TypeKind::Struct)) {
                if (bound)
                    refuseAt(named.place, Error(ErrorCode::TypeMismatch,
                                                fmt::format("`{}` has no fields: it is not a STRUCT.", whole.name)));
                isBound = false;
                continue;
            }
            for (const Field& field : bound->type()->fields()) {
                Expression part = structColumn;
                part.nameParts.push_back(field.name);
                const NamedExpression member{std::make_shared<const Expression>(std::move(part)), field.name,
                                             named.place};
                if (const BoundPtr value = bind(member))
                    projection.add(field.name, value, traitsOf(*member.expression, *value));
                else isBound = false;
            }
            continue;
        }
        const BoundPtr bound = bind(named);
        if (bound) projection.add(named.name, bound, traitsOf(*named.expression, *bound));
        else isBound = false;
    }
    windowCall_.reset();
    if (!isBound) return false;
    // What was asked for is to be seen; what was not stays at hand.
    for (ColumnTraits& traits : projection.traits) traits.isHidden = false;
    for (std::size_t column = 0; column < node_->output->size(); ++column) {
        const std::string& name = (*node_->output)[column].name;
        const bool isTaken = std::any_of(projection.fields.begin(), projection.fields.end(), [&](const Field& field) { return field.name == name; });
        if (node_->traits[column].isHidden && !isTaken) projection.pass(*node_, column);
    }
    node_ = std::move(projection).over(node_, place_);
    return true;
}

bool StepPlanner::computeWindow(const std::vector<NamedExpression>& expressions) {
    std::vector<ExpressionPtr> calls;
    const NamedExpression* first = nullptr;
    for (const NamedExpression& named : expressions) {
        collectWindowCalls(named.expression, calls);
        if (!first && !calls.empty()) first = &named;
        if (calls.size() > 1) {
            return refuseAt(named.place, Error(ErrorCode::InvalidWindow, "There can be one window of time in a step only.")
                                             .withWayOut("Compute the other one in a step of its own."));
        }
    }
    if (calls.empty()) return true;
    auto window = bindWindow(calls.front(), scope());
    if (!window) return refuseAt(first->place, std::move(window).error());
    if (!*window) return true;
    LogicalNode node;
    node.traits = node_->traits;
    ColumnTraits traits;
    traits.role = PlanRole::Window;
    traits.isWindow = true;
    traits.watermark = watermarkOf(*calls.front()->children.front());
    node.traits.push_back(traits);
    std::vector<Field> fields = node_->output->fields();
    const TypePtr time = (*window)->time->type();
    fields.push_back({toSql(*calls.front()), DataType::structType({{"start", time, true}, {"end", time, true}}), false});
    node.output = std::make_shared<const Schema>(std::move(fields));
    node.op = WindowNode{std::move(**window)};
    node.inputs.push_back(std::move(node_));
    node.place = place_;
    node_ = std::make_shared<const LogicalNode>(std::move(node));
    windowCall_ = calls.front();
    return true;
}

bool StepPlanner::plan(const WithColumnStep& step) {
    const auto named = read(step.expression, placeOf("withColumn", 1));
    if (!named) return false;
    const std::size_t width = node_->output->size();
    if (!computeWindow({*named})) return false;
    const BoundPtr bound = bind(*named);
    const ColumnTraits traits = bound ? traitsOf(*named->expression, *bound) : ColumnTraits{};
    windowCall_.reset();
    if (!bound) return false;
    Projection projection;
    bool replaced = false;
    for (std::size_t column = 0; column < width; ++column) {
        if (sameName((*node_->output)[column].name, step.name, context_.plan.conf.caseSensitive)) {
            projection.add(step.name, bound, traits);
            replaced = true;
        } else {
            projection.pass(*node_, column);
        }
    }
    if (!replaced) projection.add(step.name, bound, traits);
    node_ = std::move(projection).over(node_, place_);
    return true;
}

bool StepPlanner::plan(const WithColumnRenamedStep& step) {
    Projection projection;
    for (std::size_t column = 0; column < node_->output->size(); ++column) {
        projection.pass(*node_, column);
        std::string& name = projection.fields.back().name;
        if (sameName(name, step.from, context_.plan.conf.caseSensitive)) name = step.to;
    }
    node_ = std::move(projection).over(node_, place_);
    return true;
}

bool StepPlanner::plan(const DropStep& step) {
    Projection projection;
    for (std::size_t column = 0; column < node_->output->size(); ++column) {
        const std::string& name = (*node_->output)[column].name;
        const bool isDropped = std::any_of(step.columns.begin(), step.columns.end(), [&](const std::string& dropped) {
            return sameName(name, dropped, context_.plan.conf.caseSensitive);
        });
        if (!isDropped) projection.pass(*node_, column);
    }
    node_ = std::move(projection).over(node_, place_);
    return true;
}

bool StepPlanner::filter(const ExpressionPtr& condition, const std::string& place) {
    LogicalPtr input = node_;
    auto bound = bindExpression(condition, scope());
    if (!bound && bound.error().code() == ErrorCode::UnresolvedColumn) {
        if (LogicalPtr wider = withHiddenColumns()) {
            BindingScope wide = scope();
            wide.schema = wider->output.get();
            if (auto again = bindExpression(condition, wide)) {
                input = std::move(wider);
                bound = std::move(again);
            }
        }
    }
    if (!bound) return refuseAt(place, std::move(bound).error());
    BoundPtr test = std::move(bound).value();
    if (test->type()->is(TypeKind::Void)) test = makeCast(test, DataType::boolean(), false);
    if (!test->type()->is(TypeKind::Boolean)) {
        return refuse(Phase::Define,
                      Error(ErrorCode::TypeMismatch, fmt::format("A filter must be true or false, but `{}` is {}.",
                                                                 toSql(*condition), test->type()->sql()))
                          .at(place)
                          .withWayOut(fmt::format("Compare it: `{} = …`.", toSql(*condition)))
                          .atColumn(static_cast<int>(condition->begin)));
    }
    const std::size_t width = node_->output->size();
    LogicalPtr result = filtered(input, test, place_);
    if (input != node_) {
        Projection shown;
        for (std::size_t column = 0; column < width; ++column) shown.pass(*result, column);
        result = std::move(shown).over(result, place_);
    }
    node_ = std::move(result);
    return true;
}

LogicalPtr StepPlanner::withHiddenColumns() const {
    const auto* project = std::get_if<ProjectNode>(&node_->op);
    const LogicalPtr input = project ? node_->inputs.front() : nullptr;
    if (!input || input->place == node_->place) return nullptr;
    Projection wider{project->expressions, node_->output->fields(), node_->traits};
    for (std::size_t column = 0; column < input->output->size(); ++column) {
        if (node_->output->find((*input->output)[column].name, context_.plan.conf.caseSensitive).empty()) {
            wider.pass(*input, column);
        }
    }
    return std::move(wider).over(input, node_->place);
}

bool StepPlanner::plan(const WhereStep& step) {
    const std::string place = placeOf("where");
    auto parsed = parseExpression(step.condition);
    if (!parsed) return refuseAt(place, std::move(parsed).error());
    const ExpressionPtr& condition = withoutAlias(*parsed);
    if (!checkCalls(*condition, place)) return false;
    if (containsAggregate(*condition)) {
        return refuse(Phase::Define,
                      Error(ErrorCode::AggregateMisplaced, "A filter cannot call an aggregate function.")
                          .at(place)
                          .withWayOut("Name the aggregate in `agg` and filter by that name after the `groupBy`."));
    }
    std::vector<ExpressionPtr> parts;
    splitConjunction(condition, parts);
    return std::all_of(parts.begin(), parts.end(), [&](const ExpressionPtr& part) { return filter(part, place); });
}

bool StepPlanner::plan(const WithWatermarkStep& step) {
    auto interval = parseInterval(step.delay);
    if (!interval) return refuseAt(placeOf("withWatermark", 1), std::move(interval).error());
    const auto delay = watermarkDelay(*interval);
    if (!delay || delay->count() < 0 ||
        interval->months * 31LL * 86'400'000'000LL + interval->days * 86'400'000'000LL + interval->micros < 0) {
        return refuse(Phase::Define,
                      Error(ErrorCode::InvalidWatermark, delay ? fmt::format("The delay `{}` is negative.", step.delay)
                                                               : fmt::format("The delay `{}` is too long.", step.delay))
                          .at(placeOf("withWatermark", 1))
                          .withWayOut("Use a delay of `0 seconds` or more."));
    }

    const std::string columnPlace = placeOf("withWatermark", 0);
    std::vector<std::size_t> found = node_->output->find(step.column, context_.plan.conf.caseSensitive);
    if (found.empty()) {
        if (const auto parsed = parseExpression(step.column); parsed && (*parsed)->kind == ExpressionKind::Column) {
            found = node_->output->find((*parsed)->nameParts.front(), context_.plan.conf.caseSensitive);
            if (found.size() == 1 && (*parsed)->nameParts.size() > 1) {
                return refuse(
                    Phase::Define,
                    Error(ErrorCode::InvalidWatermark,
                          fmt::format("`{}` is inside a STRUCT; a watermark needs a column of its own.", step.column))
                        .at(columnPlace)
                        .withWayOut(fmt::format("Make it one before: `withColumn` {} = `{}`.",
                                                (*parsed)->nameParts.back(), step.column)));
            }
        }
    }
    if (found.empty()) return refuseAt(columnPlace, unresolved(step.column));
    if (found.size() > 1) {
        return refuse(Phase::Define, Error(ErrorCode::AmbiguousColumn,
                                           fmt::format("There are {} columns `{}` here.", found.size(), step.column))
                                         .at(columnPlace)
                                         .withWayOut("Rename or drop one of them before."));
    }
    const std::size_t column = found.front();
    const Field& field = (*node_->output)[column];
    const bool isWindow =
        field.type->is(TypeKind::Struct) && field.type->fieldIndex("end") >= 0 &&
        field.type->fields()[static_cast<std::size_t>(field.type->fieldIndex("end"))].type->is(TypeKind::Timestamp);
    if (!isWindow && !field.type->is(TypeKind::Timestamp)) {
        return refuse(Phase::Define,
                      Error(ErrorCode::InvalidWatermark, fmt::format("A watermark needs a TIMESTAMP, but `{}` is {}.",
                                                                     field.name, field.type->sql()))
                          .at(columnPlace)
                          .withWayOut(wayToTimestamp(field.name, *field.type)));
    }
    if (isStatic_) return true;

    LogicalNode node;
    WatermarkNode op{column, context_.plan.watermarks.size(), *delay};
    node.output = node_->output;
    node.traits = node_->traits;
    for (ColumnTraits& traits : node.traits) traits.watermark.reset();
    node.traits[column].watermark = op.watermark;
    context_.plan.watermarks.push_back({field.name, *delay, place_});
    node.op = op;
    node.inputs = {node_};
    node.place = place_;
    node_ = std::make_shared<const LogicalNode>(std::move(node));
    return true;
}

bool StepPlanner::plan(const OrderByStep& step) {
    SortNode sort;
    LogicalPtr input = node_;
    for (std::size_t index = 0; index < step.orders.size(); ++index) {
        const std::string place = placeOf("orderBy", index);
        auto order = parseSortOrder(step.orders[index]);
        if (!order) return refuseAt(place, std::move(order).error());
        if (!checkCalls(*order->expression, place)) return false;
        BindingScope names = scope();
        names.schema = input->output.get();
        auto bound = bindExpression(order->expression, names);
        if (!bound && bound.error().code() == ErrorCode::UnresolvedColumn && input == node_) {
            if (LogicalPtr wider = withHiddenColumns()) {
                names.schema = wider->output.get();
                if (auto again = bindExpression(order->expression, names)) {
                    input = std::move(wider);
                    bound = std::move(again);
                }
            }
        }
        if (!bound) return refuseAt(place, std::move(bound).error());
        if (!isOrderable(*(*bound)->type())) {
            return refuse(Phase::Define, Error(ErrorCode::TypeMismatch,
                                               fmt::format("Rows cannot be ordered by a {}.", (*bound)->type()->sql()))
                                             .at(place)
                                             .withWayOut("Order by a part of it."));
        }
        sort.keys.push_back({std::move(bound).value(), order->descending, order->nulls});
    }
    if (sort.keys.empty()) return true;
    const std::size_t width = node_->output->size();
    LogicalNode node;
    node.op = std::move(sort);
    node.output = input->output;
    node.traits = input->traits;
    node.place = place_;
    const bool isWider = input != node_;
    node.inputs = {std::move(input)};
    node_ = std::make_shared<const LogicalNode>(std::move(node));
    if (isWider) {
        Projection shown;
        for (std::size_t column = 0; column < width; ++column) shown.pass(*node_, column);
        node_ = std::move(shown).over(node_, place_);
    }
    return true;
}

bool StepPlanner::plan(const LimitStep& step) {
    if (isStatic_) return refuseOnTable("limit");
    if (step.rows < 0) {
        return refuse(Phase::Define,
                      Error(ErrorCode::InvalidValue, "A limit cannot be negative.").at(placeOf("limit")));
    }
    LogicalNode node;
    node.op = LimitNode{step.rows};
    node.output = node_->output;
    node.traits = node_->traits;
    node.place = place_;
    node.inputs = {node_};
    node_ = std::make_shared<const LogicalNode>(std::move(node));
    return true;
}

}  // namespace vitrine
