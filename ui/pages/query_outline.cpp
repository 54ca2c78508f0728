// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/query_outline.h"

#include <algorithm>

#include "core/sql/expression.h"

namespace vitrine::ui {
namespace {

std::string joined(const std::vector<std::string>& texts) {
    std::string all;
    for (const std::string& text : texts) {
        if (!all.empty()) all += ", ";
        all += text;
    }
    return all;
}

/// The text of a literal argument without its quotes; other expressions as SQL.
std::string argumentText(const Expression& node) {
    if (node.kind == ExpressionKind::Literal && node.type && node.type->is(TypeKind::String) && !node.literal.isNull()) {
        return node.literal.get<std::string>();
    }
    return toSql(node);
}

/// The call of `window` that a key is, without its alias; null when it is none.
ExpressionPtr windowCall(const std::string& key, const char* function) {
    auto parsed = parseExpression(key);
    if (!parsed) return nullptr;
    ExpressionPtr node = *std::move(parsed);
    if (node->kind == ExpressionKind::Alias) node = node->children.front();
    return node->kind == ExpressionKind::Call && node->name == function ? node : nullptr;
}

bool isRowCount(const std::string& aggregate) {
    auto parsed = parseExpression(aggregate);
    if (!parsed) return false;
    const Expression* node = parsed->get();
    if (node->kind == ExpressionKind::Alias) node = node->children.front().get();
    return columnNameOf(*node) == "count(1)";
}

std::string windowText(const std::string& column, const std::string& length, const std::string& slide, const std::string& start) {
    std::string text = "window(" + column + ", '" + length + "'";
    if (!slide.empty() || !start.empty()) text += ", '" + (slide.empty() ? length : slide) + "'";
    if (!start.empty()) text += ", '" + start + "'";
    return text + ")";
}

GroupByStep* groupByOf(QueryDocument& document, const QueryOutline& outline) {
    return outline.groupStep ? std::get_if<GroupByStep>(&document.steps[*outline.groupStep].method) : nullptr;
}

void setWindow(QueryDocument& document, const QueryOutline& outline, const std::string& column, const std::string& length,
               const std::string& slide) {
    GroupByStep* group = groupByOf(document, outline);
    if (group == nullptr) return;
    const std::string text = windowText(column, length, slide == length ? std::string() : slide, outline.windowStart);
    if (outline.windowKey) group->keys[*outline.windowKey] = text;
    else group->keys.push_back(text);
}

}  // namespace

QueryOutline outlineOf(const QueryDocument& document) {
    QueryOutline outline;
    bool isOther = false;
    for (std::size_t index = 0; index < document.steps.size(); ++index) {
        const auto& method = document.steps[index].method;
        if (const auto* watermark = std::get_if<WithWatermarkStep>(&method); watermark && !outline.watermarkStep) {
            outline.watermarkStep = index;
            outline.delay = watermark->delay;
            if (outline.timeColumn.empty()) outline.timeColumn = watermark->column;
        } else if (const auto* group = std::get_if<GroupByStep>(&method)) {
            if (outline.groupStep) {
                isOther = true;
                continue;
            }
            outline.groupStep = index;
            outline.aggregates = group->aggregates;
            outline.countsRows = group->aggregates.size() == 1 && isRowCount(group->aggregates.front());
            for (std::size_t key = 0; key < group->keys.size(); ++key) {
                const ExpressionPtr window = windowCall(group->keys[key], "window");
                if (windowCall(group->keys[key], "session_window")) isOther = true;
                if (!window || window->children.size() < 2) {
                    outline.keys.push_back(group->keys[key]);
                    continue;
                }
                outline.windowKey = key;
                outline.timeColumn = toSql(*window->children[0]);
                outline.windowLength = argumentText(*window->children[1]);
                if (window->children.size() > 2) outline.windowSlide = argumentText(*window->children[2]);
                if (window->children.size() > 3) outline.windowStart = argumentText(*window->children[3]);
                if (outline.windowSlide == outline.windowLength) outline.windowSlide.clear();
            }
        } else if (std::holds_alternative<JoinStep>(method) || std::holds_alternative<UnionStep>(method)) {
            isOther = true;
        }
    }
    if (isOther) outline.shape = QueryOutline::Shape::Other;
    else if (outline.windowKey) outline.shape = QueryOutline::Shape::Windowed;
    else if (outline.groupStep) outline.shape = QueryOutline::Shape::Grouped;
    return outline;
}

Schema declaredSchema(const QueryDocument& document) {
    const std::string& text = document.source.schema;
    const std::size_t first = text.find_first_not_of(" \t\r\n");
    if (first == std::string::npos) return {};
    auto schema = text[first] == '{' ? parseStructTypeJson(text) : parseDdl(text);
    return schema ? *std::move(schema) : Schema();
}

QueryDocument withWindow(const QueryDocument& document, const std::string& length, const std::string& slide) {
    QueryDocument next = document;
    const QueryOutline outline = outlineOf(document);
    std::string column = outline.timeColumn;
    if (column.empty()) {
        const Schema schema = declaredSchema(document);
        for (const Field& field : schema.fields()) {
            if (field.type->is(TypeKind::Timestamp)) {
                column = quoteIdentifier(field.name);
                break;
            }
        }
    }
    if (length.empty()) {
        GroupByStep* group = groupByOf(next, outline);
        if (group != nullptr && outline.windowKey) group->keys.erase(group->keys.begin() + static_cast<std::ptrdiff_t>(*outline.windowKey));
    } else if (!column.empty()) {
        setWindow(next, outline, column, length, slide);
    }
    return next;
}

QueryDocument withTimeColumn(const QueryDocument& document, const std::string& column) {
    QueryDocument next = document;
    const QueryOutline outline = outlineOf(document);
    if (outline.watermarkStep) std::get<WithWatermarkStep>(next.steps[*outline.watermarkStep].method).column = column;
    if (outline.windowKey) setWindow(next, outline, quoteIdentifier(column), outline.windowLength, outline.windowSlide);
    return next;
}

QueryDocument withDelay(const QueryDocument& document, const std::string& delay) {
    QueryDocument next = document;
    const QueryOutline outline = outlineOf(document);
    if (outline.watermarkStep) {
        const auto step = next.steps.begin() + static_cast<std::ptrdiff_t>(*outline.watermarkStep);
        if (delay.empty()) next.steps.erase(step);
        else std::get<WithWatermarkStep>(step->method).delay = delay;
    } else if (!delay.empty() && !outline.timeColumn.empty() && outline.groupStep) {
        next.steps.insert(next.steps.begin() + static_cast<std::ptrdiff_t>(*outline.groupStep),
                          Step{WithWatermarkStep{outline.timeColumn, delay}});
    }
    return next;
}

QueryDocument withKeys(const QueryDocument& document, const std::vector<std::string>& keys) {
    QueryDocument next = document;
    const QueryOutline outline = outlineOf(document);
    if (GroupByStep* group = groupByOf(next, outline)) {
        std::vector<std::string> all = keys;
        if (outline.windowKey) {
            const auto place = std::min(*outline.windowKey, all.size());
            all.insert(all.begin() + static_cast<std::ptrdiff_t>(place), group->keys[*outline.windowKey]);
        }
        group->keys = std::move(all);
    }
    return next;
}

QueryDocument withAggregate(const QueryDocument& document, const std::string& aggregate) {
    QueryDocument next = document;
    if (GroupByStep* group = groupByOf(next, outlineOf(document))) group->aggregates = {aggregate};
    return next;
}

QueryDocument withTrigger(const QueryDocument& document, TriggerSpec trigger) {
    QueryDocument next = document;
    next.trigger = std::move(trigger);
    return next;
}

QueryDocument withOutputMode(const QueryDocument& document, const std::string& mode) {
    QueryDocument next = document;
    next.outputMode = mode;
    if (mode != "complete") {
        std::erase_if(next.steps, [](const Step& step) { return std::holds_alternative<OrderByStep>(step.method); });
    }
    return next;
}

std::vector<StepText> stepTexts(const std::vector<Step>& steps) {
    std::vector<StepText> texts;
    for (const Step& step : steps) {
        StepText text{std::string(step.name()), {}};
        struct Arguments {
            std::string operator()(const SelectStep& select) const { return joined(select.expressions); }
            std::string operator()(const WhereStep& where) const { return where.condition; }
            std::string operator()(const WithColumnStep& column) const { return column.name + ", " + column.expression; }
            std::string operator()(const WithColumnRenamedStep& renamed) const { return renamed.from + ", " + renamed.to; }
            std::string operator()(const DropStep& drop) const { return joined(drop.columns); }
            std::string operator()(const WithWatermarkStep& watermark) const { return watermark.column + ", " + watermark.delay; }
            std::string operator()(const GroupByStep& group) const { return joined(group.keys); }
            std::string operator()(const OrderByStep& order) const { return joined(order.orders); }
            std::string operator()(const LimitStep& limit) const { return std::to_string(limit.rows); }
            std::string operator()(const DropDuplicatesStep& distinct) const { return joined(distinct.columns); }
            std::string operator()(const JoinStep& join) const { return join.source.path + ", " + joined(join.on) + ", " + join.how; }
            std::string operator()(const UnionStep& united) const { return united.source.path; }
        };
        text.arguments = std::visit(Arguments{}, step.method);
        if (const auto* group = std::get_if<GroupByStep>(&step.method)) {
            std::vector<std::string> keys = group->keys;
            for (std::string& key : keys) {
                // window(time, '1 hour') reads better without its quotes.
                if (windowCall(key, "window")) std::erase(key, '\'');
            }
            text.arguments = joined(keys);
            texts.push_back(text);
            texts.push_back({"agg", joined(group->aggregates)});
            continue;
        }
        texts.push_back(std::move(text));
    }
    return texts;
}

}  // namespace vitrine::ui
