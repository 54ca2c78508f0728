// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/step_text.h"

#include "core/sql/expression.h"
#include "ui/pages/question.h"

namespace vitrine::ui {
namespace {

bool isWindowCall(const std::string& key) {
    const auto parsed = parseExpression(key);
    return parsed && (*parsed)->kind == ExpressionKind::Call && (*parsed)->name == "window";
}

}  // namespace

std::vector<StepText> stepTexts(const std::vector<Step>& steps) {
    std::vector<StepText> texts;
    for (const Step& step : steps) {
        StepText text{std::string(step.name()), {}};
        struct Arguments {
            std::string operator()(const SelectStep& select) const { return joinExpressions(select.expressions); }
            std::string operator()(const WhereStep& where) const { return where.condition; }
            std::string operator()(const WithColumnStep& column) const { return column.name + ", " + column.expression; }
            std::string operator()(const WithColumnRenamedStep& renamed) const { return renamed.from + ", " + renamed.to; }
            std::string operator()(const DropStep& drop) const { return joinExpressions(drop.columns); }
            std::string operator()(const WithWatermarkStep& watermark) const { return watermark.column + ", " + watermark.delay; }
            std::string operator()(const GroupByStep& group) const { return joinExpressions(group.keys); }
            std::string operator()(const OrderByStep& order) const { return joinExpressions(order.orders); }
            std::string operator()(const LimitStep& limit) const { return std::to_string(limit.rows); }
            std::string operator()(const DropDuplicatesStep& distinct) const { return joinExpressions(distinct.columns); }
            std::string operator()(const JoinStep& join) const { return join.source.path + ", " + joinExpressions(join.on) + ", " + join.how; }
            std::string operator()(const UnionStep& united) const { return united.source.path; }
        };
        text.arguments = std::visit(Arguments{}, step.method);
        if (const auto* group = std::get_if<GroupByStep>(&step.method)) {
            std::vector<std::string> keys = group->keys;
            for (std::string& key : keys) {
                // window(time, '1 hour') reads better without its quotes.
                if (isWindowCall(key)) std::erase(key, '\'');
            }
            text.arguments = joinExpressions(keys);
            texts.push_back(text);
            texts.push_back({"agg", joinExpressions(group->aggregates)});
            continue;
        }
        texts.push_back(std::move(text));
    }
    return texts;
}

}  // namespace vitrine::ui
