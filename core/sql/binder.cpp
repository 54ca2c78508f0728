// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sql/binder.h"

#include <algorithm>

#include "core/data/nearest_word.h"
#include "core/data/timestamp_text.h"
#include "core/sql/aggregate_binding.h"
#include "core/sql/bound_node.h"
#include "core/sql/coercion.h"
#include "core/sql/comparison.h"
#include "core/sql/function_registry.h"
#include "core/sql/operators.h"
#include "core/sql/subscript.h"
#include "core/sql/token.h"
#include "core/sql/window_binding.h"

namespace vitrine {
namespace {

const SessionConf& defaultConf() {
    static const SessionConf kDefaults;
    return kDefaults;
}

/// Whether two bound trees are told apart by nothing that this room can see.
bool looksSame(const BoundExpression& left, const BoundExpression& right) {
    if (&left == &right) return true;
    if (!(*left.type() == *right.type()) || left.columnIndex() != right.columnIndex() || left.children().size() != right.children().size()) return false;
    const Value* first = constantOf(left);
    const Value* second = constantOf(right);
    if ((first == nullptr) != (second == nullptr) || (first != nullptr && !(*first == *second))) return false;
    for (std::size_t index = 0; index < left.children().size(); ++index) {
        if (!looksSame(*left.children()[index], *right.children()[index])) return false;
    }
    return true;
}

bool sameCall(const AggregateCall& left, const AggregateCall& right) {
    if (left.kind != right.kind || left.text != right.text || left.isDistinct != right.isDistinct || left.ignoreNulls != right.ignoreNulls ||
        left.parameters != right.parameters || left.arguments.size() != right.arguments.size() || (left.filter == nullptr) != (right.filter == nullptr)) {
        return false;
    }
    if (left.filter && !looksSame(*left.filter, *right.filter)) return false;
    for (std::size_t index = 0; index < left.arguments.size(); ++index) {
        if (!looksSame(*left.arguments[index], *right.arguments[index])) return false;
    }
    return true;
}

// Binding goes down the tree by recursion, so what stays on the stack at every level is kept small: the functions that do
// the work of one node are not inlined into those that recurse.
#define VITRINE_LEAF [[gnu::noinline]]

class Binder {
  public:
    explicit Binder(const BindingScope& scope) : scope_(scope), conf_(scope.conf != nullptr ? *scope.conf : defaultConf()) {
        static const Schema kNoColumns;
        if (scope_.schema == nullptr) scope_.schema = &kNoColumns;
    }

    Result<BoundPtr> bind(const Expression& node) {
        auto result = bindNode(node);
        if (!result && result.error().column() < 0) return std::move(result).error().atColumn(static_cast<int>(node.begin));
        return result;
    }

  private:
    Result<BoundPtr> bindNode(const Expression& node) {
        for (const auto& [expression, column] : scope_.replacements) {
            if (sameExpression(*expression, node, conf_.caseSensitive) && !namesParameter(node)) return reference(column);
        }
        switch (node.kind) {
            case ExpressionKind::Literal: return literal(node);
            case ExpressionKind::Column: return column(node);
            case ExpressionKind::Star: return Error(ErrorCode::TypeMismatch, "\"*\" stands for all columns and is no value here.");
            case ExpressionKind::Call: return call(node);
            case ExpressionKind::Cast: return cast(node);
            case ExpressionKind::Case: return caseOf(node);
            case ExpressionKind::Field: {
                VITRINE_TRY(BoundPtr base, bind(*node.children[0]));
                return field(std::move(base), node.name);
            }
            case ExpressionKind::Subscript: return subscript(node);
            case ExpressionKind::Lambda:
                return Error(ErrorCode::TypeMismatch, "A lambda (x -> …) can only be an argument of a function such as transform().");
            case ExpressionKind::Alias: return bind(*node.children[0]);
        }
        return Error(ErrorCode::Internal, "Unknown kind of expression.");
    }

    BoundPtr reference(std::size_t index) const {
        const Field& column = (*scope_.schema)[index];
        return makeColumnReference(index, column.type, column.nullable);
    }

    VITRINE_LEAF Result<BoundPtr> literal(const Expression& node) const {
        if (node.type->is(TypeKind::Timestamp) && std::holds_alternative<std::string>(node.literal.data)) {
            const auto micros = parseTimestampForCast(node.literal.get<std::string>(), conf_.zone);
            if (!micros) return Error(ErrorCode::ExpressionSyntax, "\"" + node.literal.get<std::string>() + "\" is not a date and time.");
            return makeLiteral(node.type, Value{*micros});
        }
        return makeLiteral(node.type, node.literal);
    }

    VITRINE_LEAF Error unresolved(const std::string& name) const {
        Error error(ErrorCode::UnresolvedColumn, "There is no column `" + name + "` here.");
        std::vector<std::string_view> names;
        for (const Field& known : scope_.schema->fields()) names.push_back(known.name);
        const std::string_view near = nearestWord(name, names);
        if (!near.empty()) return std::move(error).withWayOut("Did you mean `" + std::string(near) + "`?");
        if (names.empty()) return error;
        std::string list;
        for (std::size_t index = 0; index < std::min<std::size_t>(names.size(), 8); ++index) {
            list += (index == 0 ? "" : ", ") + std::string(names[index]);
        }
        if (names.size() > 8) list += ", …";
        return std::move(error).withWayOut("The columns are: " + list + ".");
    }

    /// A parameter of a lambda around this place.
    struct Parameter {
        std::string name;
        std::size_t column = 0;
        Field field;
    };

    const Parameter* parameterNamed(std::string_view name) const {
        for (auto known = parameters_.rbegin(); known != parameters_.rend(); ++known) {
            if (conf_.caseSensitive ? known->name == name : equalsIgnoreCase(known->name, name)) return &*known;
        }
        return nullptr;
    }

    /// Whether a parameter of a lambda is used within, which hides a grouping key of that text.
    bool namesParameter(const Expression& node) const {
        if (parameters_.empty()) return false;
        if (node.kind == ExpressionKind::Column && parameterNamed(node.nameParts.front()) != nullptr) return true;
        return std::any_of(node.children.begin(), node.children.end(), [this](const ExpressionPtr& child) { return namesParameter(*child); });
    }

    VITRINE_LEAF Result<BoundPtr> column(const Expression& node) {
        if (const Parameter* parameter = parameterNamed(node.nameParts.front())) {
            return fields(makeColumnReference(parameter->column, parameter->field.type, parameter->field.nullable), node);
        }
        const std::vector<std::size_t> found = scope_.schema->find(node.nameParts.front(), conf_.caseSensitive);
        if (found.size() > 1) {
            return Error(ErrorCode::AmbiguousColumn, "The name `" + node.nameParts.front() + "` is ambiguous: " + std::to_string(found.size()) +
                                                         " columns are called so.")
                .withWayOut("Give one of them another name in an earlier step.");
        }
        if (found.empty()) return unresolved(node.nameParts.front());
        return fields(reference(found.front()), node);
    }

    Result<BoundPtr> fields(BoundPtr base, const Expression& node) {
        for (std::size_t index = 1; index < node.nameParts.size(); ++index) {
            VITRINE_TRY(base, field(std::move(base), node.nameParts[index]));
        }
        return base;
    }

    VITRINE_LEAF Result<BoundPtr> field(BoundPtr base, const std::string& name) const {
        const DataType& type = *base->type();
        if (type.is(TypeKind::Map)) return element(std::move(base), makeLiteral(DataType::string(), Value{name}));
        const DataType* record = &type;
        if (type.is(TypeKind::Array)) record = type.elementType().get();
        if (!record->is(TypeKind::Struct)) {
            return Error(ErrorCode::TypeMismatch, "A value of " + type.sql() + " has no field `" + name + "`.");
        }
        std::vector<std::size_t> found;
        std::vector<std::string_view> names;
        for (std::size_t index = 0; index < record->fields().size(); ++index) {
            const std::string& candidate = record->fields()[index].name;
            names.push_back(candidate);
            if (conf_.caseSensitive ? candidate == name : equalsIgnoreCase(candidate, name)) found.push_back(index);
        }
        if (found.size() > 1) return Error(ErrorCode::AmbiguousColumn, "The field name `" + name + "` is ambiguous.");
        if (found.empty()) {
            Error error(ErrorCode::UnresolvedColumn, "There is no field `" + name + "` in " + record->sql() + ".");
            const std::string_view near = nearestWord(name, names);
            if (!near.empty()) error.withWayOut("Did you mean `" + std::string(near) + "`?");
            return error;
        }
        return makeFieldAccess(std::move(base), found.front());
    }

    VITRINE_LEAF Result<BoundPtr> subscript(const Expression& node) {
        VITRINE_TRY(BoundPtr base, bind(*node.children[0]));
        const DataType& type = *base->type();
        if (type.is(TypeKind::Struct) || (type.is(TypeKind::Array) && type.elementType()->is(TypeKind::Struct))) {
            const Expression& key = *node.children[1];
            if (key.kind == ExpressionKind::Literal && key.type->is(TypeKind::String)) return field(std::move(base), key.literal.get<std::string>());
        }
        VITRINE_TRY(BoundPtr key, bind(*node.children[1]));
        return element(std::move(base), std::move(key));
    }

    VITRINE_LEAF Result<BoundPtr> element(BoundPtr base, BoundPtr key) const {
        if (!base->type()->is(TypeKind::Array) && !base->type()->is(TypeKind::Map)) {
            return Error(ErrorCode::TypeMismatch, "A value of " + base->type()->sql() + " has no elements; […] needs an array or a map.");
        }
        FunctionBinding binding("[]", {std::move(base), std::move(key)}, {"", ""}, conf_);
        return bindSubscript(binding);
    }

    VITRINE_LEAF Result<BoundPtr> cast(const Expression& node) {
        VITRINE_TRY(BoundPtr value, bind(*node.children[0]));
        if (!canCast(*value->type(), *node.type, conf_.ansi, node.isTry)) {
            return Error(ErrorCode::TypeMismatch, value->type()->sql() + " cannot be cast to " + node.type->sql() + ".");
        }
        return makeCast(std::move(value), node.type, node.isTry);
    }

    VITRINE_LEAF Result<BoundPtr> condition(const Expression& node, std::string_view what) {
        VITRINE_TRY(BoundPtr value, bind(node));
        if (!value->type()->is(TypeKind::Boolean) && !value->type()->is(TypeKind::Void) && !value->type()->is(TypeKind::String)) {
            return Error(ErrorCode::TypeMismatch, std::string(what) + " must be BOOLEAN, but is " + value->type()->sql() + ".").atColumn(static_cast<int>(node.begin));
        }
        return makeCast(std::move(value), DataType::boolean(), false);
    }

    VITRINE_LEAF Result<BoundPtr> caseOf(const Expression& node) {
        BoundPtr operand;
        std::size_t index = 0;
        if (node.hasOperand) {
            VITRINE_TRY(operand, bind(*node.children[index++]));
        }
        const std::size_t end = node.children.size() - (node.hasElse ? 1 : 0);
        std::vector<BoundPtr> conditions;
        std::vector<BoundPtr> values;
        for (; index < end; index += 2) {
            if (operand) {
                VITRINE_TRY(BoundPtr match, bind(*node.children[index]));
                VITRINE_TRY(match, bindComparison(Comparison::Equal, operand, std::move(match), conf_));
                conditions.push_back(std::move(match));
            } else {
                VITRINE_TRY(BoundPtr when, condition(*node.children[index], "The condition after WHEN"));
                conditions.push_back(std::move(when));
            }
            VITRINE_TRY(BoundPtr value, bind(*node.children[index + 1]));
            values.push_back(std::move(value));
        }
        if (node.hasElse) {
            VITRINE_TRY(BoundPtr value, bind(*node.children.back()));
            values.push_back(std::move(value));
        }
        const TypePtr type = widerType(values, conf_.ansi);
        if (!type) {
            std::string types;
            for (const BoundPtr& value : values) types += (types.empty() ? "" : ", ") + value->type()->sql();
            return Error(ErrorCode::TypeMismatch, "The values of CASE have no common type: " + types + ".");
        }
        std::vector<BoundPtr> parts;
        for (std::size_t branch = 0; branch < values.size(); ++branch) {
            if (branch < conditions.size()) parts.push_back(conditions[branch]);
            parts.push_back(makeCast(values[branch], type, false));
        }
        return makeCase(type, std::move(parts));
    }

    /// The column that the body of a lambda takes from outside.
    VITRINE_LEAF BoundPtr captured(std::size_t column) const {
        for (const Parameter& parameter : parameters_) {
            if (parameter.column == column) return makeColumnReference(column, parameter.field.type, parameter.field.nullable);
        }
        if (column < scope_.schema->size()) return reference(column);
        const AggregateCall& aggregate = (*scope_.aggregates)[column - scope_.schema->size()];
        return makeColumnReference(column, aggregate.type, aggregate.nullable);
    }

    /// While the body is bound its parameters have columns far behind all others; then they become its first ones, and what
    /// it takes from outside the ones behind them.
    VITRINE_LEAF Result<BoundLambda> lambda(const Expression& node, const std::vector<Field>& types, std::size_t least) {
        constexpr std::size_t kFirstParameter = 10'000;
        const std::size_t count = node.nameParts.size();
        const auto refuse = [&node](std::string message) { return Error(ErrorCode::TypeMismatch, std::move(message)).atColumn(static_cast<int>(node.begin)); };
        if (count < least || count > types.size()) {
            return refuse("The lambda here has " + std::to_string(least) + (types.size() > least ? " or " + std::to_string(types.size()) : std::string()) +
                          " parameters, not " + std::to_string(count) + ".");
        }
        const std::size_t outer = parameters_.size();
        const std::size_t first = scope_.schema->size() + kFirstParameter + outer;
        for (std::size_t index = 0; index < count; ++index) {
            const std::string& name = node.nameParts[index];
            for (std::size_t other = outer; other < parameters_.size(); ++other) {
                if (conf_.caseSensitive ? parameters_[other].name == name : equalsIgnoreCase(parameters_[other].name, name)) {
                    return refuse("Two parameters of the lambda are called `" + name + "`.");
                }
            }
            parameters_.push_back({name, first + index, types[index]});
        }
        auto body = bind(*node.children[0]);
        parameters_.resize(outer);
        if (!body) return std::move(body).error();
        BoundLambda bound;
        bound.parameters = count;
        std::vector<std::size_t> columns;
        collectColumns(**body, columns);
        std::vector<int> newIndex(first + count, -1);
        for (const std::size_t column : columns) {
            if (column >= first) {
                newIndex[column] = static_cast<int>(column - first);
            } else {
                newIndex[column] = static_cast<int>(count + bound.captures.size());
                bound.captures.push_back(captured(column));
            }
        }
        bound.body = remapColumns(*body, newIndex);
        return bound;
    }

    VITRINE_LEAF Result<BoundPtr> applyWithLambdas(const FunctionEntry& entry, const Expression& node) {
        std::vector<BoundPtr> arguments(node.children.size());
        for (std::size_t index = 0; index < arguments.size(); ++index) {
            const Expression& child = *node.children[index];
            const bool isLambda = child.kind == ExpressionKind::Lambda;
            const bool wantsLambda = index < 32 && (entry.lambdas >> index & 1U) != 0;
            if (isLambda != wantsLambda) {
                return Error(ErrorCode::TypeMismatch, "Argument " + std::to_string(index + 1) + " of " + node.name + "() must " + (wantsLambda ? "" : "not ") +
                                                          "be a lambda (x -> …).")
                    .withWayOut(std::string(entry.info.signature))
                    .atColumn(static_cast<int>(child.begin));
            }
            if (isLambda) continue;
            VITRINE_TRY(arguments[index], bind(child));
        }
        const auto bindOne = [this, &node](std::size_t index, const std::vector<Field>& types, std::size_t least) { return lambda(*node.children[index], types, least); };
        FunctionBinding binding(node.name, std::move(arguments), std::vector<std::string>(node.children.size()), conf_, bindOne);
        return entry.bind(binding);
    }

    VITRINE_LEAF Result<std::vector<BoundPtr>> bindAll(std::span<const ExpressionPtr> nodes) {
        std::vector<BoundPtr> bound;
        for (const ExpressionPtr& node : nodes) {
            VITRINE_TRY(BoundPtr value, bind(*node));
            bound.push_back(std::move(value));
        }
        return bound;
    }

    VITRINE_LEAF Result<BoundPtr> call(const Expression& node) {
        if (node.isOver) return refuseAnalytic();
        if (const auto kind = aggregateKindOf(node.name)) return aggregate(node, *kind);
        if (node.isDistinct || node.filter) {
            return Error(ErrorCode::TypeMismatch, "DISTINCT and FILTER are only allowed with aggregate functions, and " + node.name + "() is none.");
        }
        if (node.name == "AND" || node.name == "OR" || node.name == "NOT") return connective(node);
        if (!node.name.empty() && node.name[0] != '_' && (node.name[0] < 'a' || node.name[0] > 'z')) {
            VITRINE_TRY(std::vector<BoundPtr> sides, bindAll(node.children));
            return applyOperator(node, std::move(sides));
        }
        if (node.name == "window") return windowCall(node);
        if (node.name == "session_window") {
            return Error(ErrorCode::InvalidWindow, "session_window() can only be a grouping key.");
        }

        VITRINE_TRY(const FunctionEntry* entry, functionFor(node));
        if (entry->lambdas != 0) return applyWithLambdas(*entry, node);
        VITRINE_TRY(std::vector<BoundPtr> arguments, bindAll(node.children));
        return applyFunction(*entry, node, std::move(arguments));
    }

    VITRINE_LEAF static Error refuseAnalytic() {
        return Error(ErrorCode::UnsupportedOperation, "Analytic functions (OVER …) do not work on a stream.")
            .withWayOut("Group by window(time, duration) instead.");
    }

    VITRINE_LEAF Result<const FunctionEntry*> functionFor(const Expression& node) const {
        const FunctionEntry* entry = findFunction(node.name);
        if (entry == nullptr) {
            if (std::optional<Error> refused = refusedFunction(node.name)) return *std::move(refused);
            Error error(ErrorCode::UnknownFunction, "There is no function " + node.name + "().");
            const std::string_view near = nearestWord(node.name, functionNames());
            if (!near.empty() && near != node.name) error.withWayOut("Did you mean " + std::string(near) + "()?");
            return error;
        }
        const auto count = static_cast<int>(node.children.size());
        if (count < entry->minimum || (entry->maximum >= 0 && count > entry->maximum)) {
            std::string wanted = std::to_string(entry->minimum);
            if (entry->maximum < 0) wanted += " or more";
            if (entry->maximum > entry->minimum) wanted += " to " + std::to_string(entry->maximum);
            return Error(ErrorCode::WrongArgumentCount, node.name + "() takes " + wanted + " argument" + (wanted == "1" ? "" : "s") + ", not " +
                                                            std::to_string(count) + ".")
                .withWayOut(std::string(entry->info.signature));
        }
        return entry;
    }

    VITRINE_LEAF Result<BoundPtr> applyFunction(const FunctionEntry& entry, const Expression& node, std::vector<BoundPtr> arguments) const {
        std::vector<std::string> names;
        for (const ExpressionPtr& child : node.children) {
            const bool isNamed = child->kind == ExpressionKind::Alias || child->kind == ExpressionKind::Column || child->kind == ExpressionKind::Field;
            names.push_back(!isNamed ? std::string() : child->kind == ExpressionKind::Field ? child->name : columnNameOf(*child));
        }
        FunctionBinding binding(node.name, std::move(arguments), std::move(names), conf_);
        return entry.bind(binding);
    }

    VITRINE_LEAF Result<BoundPtr> connective(const Expression& node) {
        const std::string& name = node.name;
        if (name == "AND" || name == "OR") {
            VITRINE_TRY(BoundPtr left, condition(*node.children[0], "The left side of " + name));
            VITRINE_TRY(BoundPtr right, condition(*node.children[1], "The right side of " + name));
            return name == "AND" ? makeAnd(std::move(left), std::move(right)) : makeOr(std::move(left), std::move(right));
        }
        VITRINE_TRY(BoundPtr value, condition(*node.children[0], "The value after NOT"));
        return makeNot(std::move(value));
    }

    VITRINE_LEAF Result<BoundPtr> applyOperator(const Expression& node, std::vector<BoundPtr> sides) const {
        const std::string& name = node.name;
        if (name == "IS NULL" || name == "IS UNKNOWN") return makeIsNull(std::move(sides[0]), node.isNegated);
        if (name == "IS TRUE" || name == "IS FALSE") {
            VITRINE_TRY(BoundPtr same, bindComparison(Comparison::NullSafeEqual, std::move(sides[0]), makeLiteral(DataType::boolean(), Value{name == "IS TRUE"}), conf_));
            return node.isNegated ? makeNot(std::move(same)) : same;
        }
        if (name == "IS DISTINCT FROM") {
            VITRINE_TRY(BoundPtr same, bindComparison(Comparison::NullSafeEqual, std::move(sides[0]), std::move(sides[1]), conf_));
            return node.isNegated ? same : makeNot(std::move(same));
        }
        if (name == "BETWEEN") {
            VITRINE_TRY(BoundPtr low, bindComparison(Comparison::GreaterOrEqual, sides[0], std::move(sides[1]), conf_));
            VITRINE_TRY(BoundPtr high, bindComparison(Comparison::LessOrEqual, sides[0], std::move(sides[2]), conf_));
            BoundPtr both = makeAnd(std::move(low), std::move(high));
            return node.isNegated ? makeNot(std::move(both)) : both;
        }
        if (name == "IN") {
            FunctionBinding binding("IN", std::move(sides), std::vector<std::string>(node.children.size()), conf_);
            VITRINE_TRY(const TypePtr type, binding.coerceToCommon());
            if (!isOrderable(*type)) return Error(ErrorCode::TypeMismatch, "Values of " + type->sql() + " cannot be compared.");
            BoundPtr in = makeIn(std::move(binding.arguments()));
            return node.isNegated ? makeNot(std::move(in)) : in;
        }
        if (name == "LIKE" || name == "ILIKE" || name == "RLIKE") {
            const FunctionEntry* entry = findFunction(toLowerAscii(name));
            if (entry == nullptr) return Error(ErrorCode::UnknownFunction, name + " is not supported.");
            FunctionBinding binding(entry->info.name, std::move(sides), std::vector<std::string>(node.children.size()), conf_);
            VITRINE_TRY(BoundPtr match, entry->bind(binding));
            return node.isNegated ? makeNot(std::move(match)) : match;
        }
        if (sides.size() == 1) return bindUnary(name, std::move(sides[0]), conf_);
        if (name == "||") {
            FunctionBinding binding("concat", std::move(sides), std::vector<std::string>(2), conf_);
            return findFunction("concat")->bind(binding);
        }
        if (name == "&" || name == "|" || name == "^") return bindBitwise(name, std::move(sides[0]), std::move(sides[1]), conf_);
        if (name == "<<" || name == ">>" || name == ">>>") return bindShift(name, std::move(sides[0]), std::move(sides[1]), conf_);
        static constexpr std::pair<std::string_view, Comparison> kComparisons[] = {
            {"=", Comparison::Equal},        {"<>", Comparison::NotEqual},       {"<", Comparison::Less},
            {"<=", Comparison::LessOrEqual}, {">", Comparison::Greater},         {">=", Comparison::GreaterOrEqual},
            {"<=>", Comparison::NullSafeEqual}};
        for (const auto& [symbol, comparison] : kComparisons) {
            if (symbol == name) return bindComparison(comparison, std::move(sides[0]), std::move(sides[1]), conf_);
        }
        return bindArithmetic(name, std::move(sides[0]), std::move(sides[1]), conf_);
    }

    VITRINE_LEAF Result<BoundPtr> windowCall(const Expression& node) {
        VITRINE_TRY(const WindowCall window, bindWindowCall(node, scope_));
        if (window.slide != window.duration) {
            return Error(ErrorCode::InvalidWindow, "A sliding window() gives several rows for one; it cannot stand here.").withWayOut("Compute it in a step of its own before, or group by it.");
        }
        return makeTumblingWindow(window);
    }

    VITRINE_LEAF Result<BoundPtr> aggregate(const Expression& node, AggregateKind kind) {
        if (!parameters_.empty()) {
            return Error(ErrorCode::AggregateMisplaced, "An aggregate function cannot stand in a lambda: " + columnNameOf(node) + ".");
        }
        if (scope_.aggregates == nullptr || insideAggregate_) {
            return Error(ErrorCode::AggregateMisplaced, insideAggregate_ ? "An aggregate function cannot be an argument of another one: " + columnNameOf(node) + "."
                                                                         : "An aggregate function cannot stand here: " + columnNameOf(node) + ".")
                .withWayOut(insideAggregate_ ? "" : "Aggregates go into a groupBy step.");
        }
        BindingScope inner = scope_;
        if (scope_.aggregateInput != nullptr) {
            inner.schema = scope_.aggregateInput;
            inner.replacements.clear();
        }
        Binder binder(inner);
        binder.insideAggregate_ = true;
        AggregateCall made;
        made.kind = kind;
        made.isDistinct = node.isDistinct;
        made.ignoreNulls = node.ignoreNulls;
        made.text = columnNameOf(node);
        const bool countsRows = kind == AggregateKind::Count && node.children.size() == 1 && node.children[0]->kind == ExpressionKind::Star;
        if (!countsRows) {
            VITRINE_TRY(made.arguments, binder.bindAll(node.children));
        }
        if (kind == AggregateKind::Count && !countsRows && made.arguments.empty()) {
            return Error(ErrorCode::WrongArgumentCount, "count() needs an argument.").withWayOut("count(*) counts rows.");
        }
        if (node.filter) {
            VITRINE_TRY(made.filter, binder.condition(*node.filter, "The FILTER condition"));
        }
        VITRINE_CHECK_OK(completeAggregate(made, node.name, conf_));
        std::vector<AggregateCall>& all = *scope_.aggregates;
        std::size_t index = 0;
        while (index < all.size() && !sameCall(all[index], made)) ++index;
        if (index == all.size()) all.push_back(std::move(made));
        return makeColumnReference(scope_.schema->size() + index, all[index].type, all[index].nullable);
    }

    BindingScope scope_;
    const SessionConf& conf_;
    bool insideAggregate_ = false;
    std::vector<Parameter> parameters_;  ///< of the lambdas around this place, the outermost first
};

#undef VITRINE_LEAF

}  // namespace

Result<BoundPtr> bindExpression(const ExpressionPtr& expression, const BindingScope& scope) { return Binder(scope).bind(*expression); }

bool containsAggregate(const Expression& expression) {
    if (expression.kind == ExpressionKind::Call && !expression.isOver && aggregateKindOf(expression.name)) return true;
    return std::any_of(expression.children.begin(), expression.children.end(), [](const ExpressionPtr& child) { return containsAggregate(*child); });
}

}  // namespace vitrine
