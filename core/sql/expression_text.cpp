// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>
#include <span>

#include "core/data/interval_text.h"
#include "core/data/number_text.h"
#include "core/data/schema.h"
#include "core/data/timestamp_text.h"
#include "core/sql/binder.h"
#include "core/sql/expression.h"
#include "core/sql/token.h"

namespace vitrine {
namespace {

/// Functions whose columns Spark names in capitals.
constexpr std::array<std::string_view, 23> kCapitalNames = {
    "acos", "asin", "atan",  "atan2", "cbrt", "ceil",  "cos",     "degrees", "e",    "exp",  "expm1", "floor",
    "hypot", "log10", "log1p", "log2",  "pi",   "power", "radians", "sin",     "sinh", "sqrt", "tan"};

enum class Purpose : bool { Name, Sql };

std::string quoteText(std::string_view text) {
    std::string quoted = "'";
    for (const char letter : text) {
        switch (letter) {
            case '\'': quoted += "\\'"; break;
            case '\\': quoted += "\\\\"; break;
            case '\n': quoted += "\\n"; break;
            case '\r': quoted += "\\r"; break;
            case '\t': quoted += "\\t"; break;
            case '\0': quoted += "\\000"; break;   // a digit may follow
            default: quoted += letter;
        }
    }
    return quoted + "'";
}

std::string hexText(std::string_view bytes) {
    static constexpr std::string_view kDigits = "0123456789ABCDEF";
    std::string text = "X'";
    for (const char byte : bytes) {
        text += kDigits[static_cast<unsigned char>(byte) >> 4];
        text += kDigits[static_cast<unsigned char>(byte) & 15];
    }
    return text + "'";
}

std::string literalText(const Expression& literal, Purpose purpose) {
    if (literal.literal.isNull()) return "NULL";
    const bool sql = purpose == Purpose::Sql;
    const Value& value = literal.literal;
    switch (literal.type->kind()) {
        case TypeKind::Boolean: return value.get<bool>() ? "true" : "false";
        case TypeKind::Byte: return std::to_string(value.get<std::int8_t>()) + (sql ? "Y" : "");
        case TypeKind::Short: return std::to_string(value.get<std::int16_t>()) + (sql ? "S" : "");
        case TypeKind::Int: return std::to_string(value.get<std::int32_t>());
        case TypeKind::Long: return std::to_string(value.get<std::int64_t>()) + (sql ? "L" : "");
        case TypeKind::Float: return formatFloat(value.get<float>()) + (sql ? "F" : "");
        case TypeKind::Double: return formatDouble(value.get<double>()) + (sql ? "D" : "");
        case TypeKind::Decimal: return formatDecimal(value.get<Int128>(), literal.type->scale()) + (sql ? "BD" : "");
        case TypeKind::String: return sql ? quoteText(value.get<std::string>()) : value.get<std::string>();
        case TypeKind::Binary: return hexText(value.get<std::string>());
        case TypeKind::Date: return "DATE '" + formatDate(value.get<std::int32_t>()) + "'";
        case TypeKind::Timestamp: return "TIMESTAMP '" + value.get<std::string>() + "'";
        case TypeKind::TimestampNtz: return "TIMESTAMP_NTZ '" + formatTimestampNtz(value.get<std::int64_t>()) + "'";
        case TypeKind::YearMonthInterval: return formatYearMonthInterval(value.get<std::int32_t>(), *literal.type);
        case TypeKind::DayTimeInterval: return formatDayTimeInterval(value.get<std::int64_t>(), *literal.type);
        default: return "NULL";
    }
}

std::string textOf(const Expression& expression, Purpose purpose);

std::string listText(std::span<const ExpressionPtr> children, Purpose purpose) {
    std::string text;
    for (const ExpressionPtr& child : children) {
        if (!text.empty() || &child != children.data()) text += ", ";
        text += textOf(*child, purpose);
    }
    return text;
}

bool isWordOperator(std::string_view name) {
    return name == "IN" || name == "LIKE" || name == "ILIKE" || name == "RLIKE" || name == "BETWEEN" || name.starts_with("IS ");
}

std::string predicateText(const Expression& node, Purpose purpose) {
    const bool sql = purpose == Purpose::Sql;
    const std::string value = textOf(*node.children[0], purpose);
    const std::string_view negation = node.isNegated ? "NOT " : "";
    if (node.name == "IS NULL") return "(" + value + " IS " + std::string(negation) + "NULL)";
    if (node.name.starts_with("IS ") && sql) {
        std::string text = "(" + value + " IS " + std::string(negation) + node.name.substr(3);
        if (node.children.size() > 1) text += ' ' + textOf(*node.children[1], purpose);
        return text + ")";
    }
    if (node.name == "IS DISTINCT FROM") {
        const std::string same = "(" + value + " <=> " + textOf(*node.children[1], purpose) + ")";
        return node.isNegated ? same : "(NOT " + same + ")";
    }
    if (node.name == "IS UNKNOWN") return "(" + value + " IS " + std::string(negation) + "NULL)";
    if (node.name.starts_with("IS ")) {
        const std::string same = "(" + value + " <=> " + toLowerAscii(std::string_view(node.name).substr(3)) + ")";
        return node.isNegated ? "(NOT " + same + ")" : same;
    }
    std::string text;
    if (node.name == "BETWEEN") {
        if (sql) {
            return "(" + value + ' ' + std::string(negation) + "BETWEEN " + textOf(*node.children[1], purpose) + " AND " +
                   textOf(*node.children[2], purpose) + ")";
        }
        text = "between(" + listText(node.children, purpose) + ")";
        return node.isNegated ? "(NOT " + text + ")" : text;
    }
    if (node.name == "IN") {
        const std::string list = "(" + listText(std::span(node.children).subspan(1), purpose) + ")";
        if (sql) return "(" + value + ' ' + std::string(negation) + "IN " + list + ")";
        text = "(" + value + " IN " + list + ")";
        return node.isNegated ? "(NOT " + text + ")" : text;
    }
    const std::string pattern = textOf(*node.children[1], purpose);
    const std::string escape = node.children.size() > 2 ? " ESCAPE " + quoteText(node.children[2]->literal.get<std::string>()) : "";
    if (sql) return "(" + value + ' ' + std::string(negation) + node.name + ' ' + pattern + escape + ")";
    text = node.name == "LIKE" ? value + " LIKE " + pattern + escape : toLowerAscii(node.name) + "(" + value + ", " + pattern + ")";
    if (node.name == "RLIKE") text = "RLIKE(" + value + ", " + pattern + ")";
    return node.isNegated ? "(NOT " + text + ")" : text;
}

std::string callText(const Expression& node, Purpose purpose) {
    const bool sql = purpose == Purpose::Sql;
    if (isWordOperator(node.name) && !node.children.empty()) return predicateText(node, purpose);
    const bool isSymbolic = !node.name.empty() && !(node.name[0] >= 'a' && node.name[0] <= 'z') && node.name[0] != '_' &&
                            !(node.name[0] >= '0' && node.name[0] <= '9');
    if (isSymbolic && node.children.size() == 1) {
        const std::string operand = textOf(*node.children[0], purpose);
        if (node.name == "~") return (sql ? "(~ " : "~") + operand + (sql ? ")" : "");
        return "(" + node.name + ' ' + operand + ")";
    }
    if (isSymbolic && node.children.size() == 2) {
        const std::string left = textOf(*node.children[0], purpose);
        const std::string right = textOf(*node.children[1], purpose);
        if (node.name == "||" && !sql) return "concat(" + left + ", " + right + ")";
        if (node.name == "<>" && !sql) return "(NOT (" + left + " = " + right + "))";
        const std::string name = node.name == "DIV" ? "div" : node.name;
        return "(" + left + ' ' + name + ' ' + right + ")";
    }
    if (!sql && (node.name == "window" || node.name == "session_window")) return node.name;
    if (node.name == "extract" && node.children.size() == 2 && node.children[0]->kind == ExpressionKind::Literal) {
        return "extract(" + literalText(*node.children[0], Purpose::Name) + " FROM " + textOf(*node.children[1], purpose) + ")";
    }
    std::string name = node.name;
    if (!sql && std::find(kCapitalNames.begin(), kCapitalNames.end(), name) != kCapitalNames.end()) name = toUpperAscii(name);
    std::string arguments = listText(node.children, purpose);
    if (!sql) {
        if (node.name == "count" && node.children.size() == 1 && node.children[0]->kind == ExpressionKind::Star) arguments = "1";
        if ((node.name == "substring" || node.name == "substr") && node.children.size() == 2) arguments += ", 2147483647";
        if ((node.name == "round" || node.name == "bround") && node.children.size() == 1) arguments += ", 0";
        if (node.name == "percentile_approx" && node.children.size() == 2) arguments += ", 10000";
        if ((node.name == "lpad" || node.name == "rpad") && node.children.size() == 2) arguments += ",  ";
        if (node.name == "locate" && node.children.size() == 2) arguments += ", 1";
    }
    std::string text = name + "(" + (node.isDistinct ? "DISTINCT " : "") + arguments + ")";
    if (!sql && node.name == "if") text = "(IF(" + arguments + "))";
    if (node.filter) text += " FILTER (WHERE " + textOf(*node.filter, purpose) + ")";
    if (node.ignoreNulls) text += sql ? " IGNORE NULLS" : " ignore nulls";
    if (node.isOver) text += " OVER ()";
    return text;
}

std::string textOf(const Expression& node, Purpose purpose) {
    const bool sql = purpose == Purpose::Sql;
    switch (node.kind) {
        case ExpressionKind::Literal: return literalText(node, purpose);
        case ExpressionKind::Column: {
            std::string text;
            for (const std::string& part : node.nameParts) {
                if (!text.empty()) text += '.';
                text += sql ? quoteIdentifier(part) : part;
            }
            return text;
        }
        case ExpressionKind::Star: return "*";
        case ExpressionKind::Call: return callText(node, purpose);
        case ExpressionKind::Cast: {
            const std::string value = textOf(*node.children[0], purpose);
            return (node.isTry ? "TRY_CAST(" : "CAST(") + value + " AS " + node.type->sql() + ")";
        }
        case ExpressionKind::Case: {
            std::string text = "CASE";
            std::size_t index = 0;
            if (node.hasOperand) text += ' ' + textOf(*node.children[index++], purpose);
            const std::size_t end = node.children.size() - (node.hasElse ? 1 : 0);
            for (; index + 1 < end + 1 && index < end; index += 2) {
                text += " WHEN " + textOf(*node.children[index], purpose) + " THEN " + textOf(*node.children[index + 1], purpose);
            }
            if (node.hasElse) text += " ELSE " + textOf(*node.children.back(), purpose);
            return text + " END";
        }
        case ExpressionKind::Field: return textOf(*node.children[0], purpose) + "." + (sql ? quoteIdentifier(node.name) : node.name);
        case ExpressionKind::Subscript: return textOf(*node.children[0], purpose) + "[" + textOf(*node.children[1], purpose) + "]";
        case ExpressionKind::Lambda: {
            if (!sql) {
                std::string text = "lambdafunction(" + textOf(*node.children[0], purpose);
                for (std::size_t index = 0; index < node.nameParts.size(); ++index) text += ", namedlambdavariable()";
                return text + ")";
            }
            std::string names;
            for (const std::string& name : node.nameParts) names += (names.empty() ? "" : ", ") + quoteIdentifier(name);
            return "(" + names + ") -> " + textOf(*node.children[0], purpose);
        }
        case ExpressionKind::Alias: {
            const std::string value = textOf(*node.children[0], purpose);
            return sql ? value + " AS " + quoteIdentifier(node.name) : value + " AS " + node.name;
        }
    }
    return {};
}

bool sameNames(const std::vector<std::string>& left, const std::vector<std::string>& right, bool caseSensitive) {
    return std::equal(left.begin(), left.end(), right.begin(), right.end(), [&](const std::string& a, const std::string& b) {
        return caseSensitive ? a == b : equalsIgnoreCase(a, b);
    });
}

}  // namespace

std::string columnNameOf(const Expression& expression) {
    if (expression.kind == ExpressionKind::Alias) return expression.name;
    if (expression.kind == ExpressionKind::Column) return expression.nameParts.back();
    if (expression.kind == ExpressionKind::Cast) {
        const Expression& inner = *expression.children[0];
        if (inner.kind == ExpressionKind::Column && inner.nameParts.size() == 1) return inner.nameParts.back();
    }
    return textOf(expression, Purpose::Name);
}

std::string toSql(const Expression& expression) { return textOf(expression, Purpose::Sql); }

bool sameExpression(const Expression& left, const Expression& right, bool caseSensitive) {
    if (&left == &right) return true;
    if (left.kind != right.kind || left.children.size() != right.children.size() || left.isTry != right.isTry ||
        left.isDistinct != right.isDistinct || left.isNegated != right.isNegated || left.hasOperand != right.hasOperand ||
        left.hasElse != right.hasElse || left.ignoreNulls != right.ignoreNulls || left.isOver != right.isOver ||
        (left.filter == nullptr) != (right.filter == nullptr)) {
        return false;
    }
    if (left.kind == ExpressionKind::Literal && !(left.literal == right.literal)) return false;
    if ((left.type == nullptr) != (right.type == nullptr) || (left.type && !left.type->sameType(*right.type))) return false;
    if (!(caseSensitive ? left.name == right.name : equalsIgnoreCase(left.name, right.name))) return false;
    if (!sameNames(left.nameParts, right.nameParts, caseSensitive)) return false;
    if (left.filter && !sameExpression(*left.filter, *right.filter, caseSensitive)) return false;
    for (std::size_t index = 0; index < left.children.size(); ++index) {
        if (!sameExpression(*left.children[index], *right.children[index], caseSensitive)) return false;
    }
    return true;
}

}  // namespace vitrine
