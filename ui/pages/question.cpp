// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/question.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "core/data/timestamp_text.h"
#include "core/sql/expression.h"
#include "ui/pages/source_kind.h"

namespace vitrine::ui {
namespace {

template <class Method>
Method* methodOf(QueryDocument& document, std::size_t step) {
    return std::get_if<Method>(&document.steps[step].method);
}

std::string epochExpression(const std::string& column, EpochUnit unit) {
    const std::string name = quoteIdentifier(column);
    switch (unit) {
        case EpochUnit::Seconds: return "timestamp_seconds(" + name + ")";
        case EpochUnit::Milliseconds: return "timestamp_millis(" + name + ")";
        case EpochUnit::Microseconds: return "timestamp_micros(" + name + ")";
        case EpochUnit::Nanoseconds: return "timestamp_micros(" + name + " div 1000)";
    }
    return {};
}

std::optional<EpochUnit> epochUnitOf(const WithColumnStep& step) {
    for (const EpochUnit unit : {EpochUnit::Seconds, EpochUnit::Milliseconds, EpochUnit::Microseconds, EpochUnit::Nanoseconds}) {
        if (step.expression == epochExpression(step.name, unit)) return unit;
    }
    return std::nullopt;
}

/// The expression without its alias; null when it cannot be read.
ExpressionPtr bareExpression(const std::string& text) {
    const auto parsed = parseExpression(text);
    if (!parsed) return nullptr;
    return (*parsed)->kind == ExpressionKind::Alias ? (*parsed)->children.front() : *parsed;
}

bool isCall(const ExpressionPtr& expression, std::string_view function) {
    return expression && expression->kind == ExpressionKind::Call && expression->name == function;
}

/// `window(column, 'length' …)` as text parts; empty for anything else.
std::optional<Question::Window> windowOf(const ExpressionPtr& key) {
    if (!isCall(key, "window") || key->children.size() < 2 || key->children.size() > 4) return std::nullopt;
    const Expression& column = *key->children[0];
    if (column.kind != ExpressionKind::Column || column.nameParts.size() != 1) return std::nullopt;
    std::array<std::string, 3> texts;
    for (std::size_t index = 1; index < key->children.size(); ++index) {
        const Expression& argument = *key->children[index];
        if (argument.kind != ExpressionKind::Literal || !std::holds_alternative<std::string>(argument.literal.data)) return std::nullopt;
        texts[index - 1] = argument.literal.get<std::string>();
    }
    if (texts[1] == texts[0]) texts[1].clear();
    return Question::Window{column.nameParts[0], texts[0], texts[1], texts[2]};
}

bool isRowCount(const std::string& aggregate) {
    const ExpressionPtr expression = bareExpression(aggregate);
    return expression && columnNameOf(*expression) == "count(1)";
}

std::string quoted(const std::string& text) {
    std::string result = "'";
    for (const char c : text) {
        if (c == '\'' || c == '\\') result += '\\';
        result += c;
    }
    return result + "'";
}

std::string windowText(const Question::Window& window) {
    std::string text = "window(" + quoteIdentifier(window.column) + ", " + quoted(window.length);
    if (!window.slide.empty() || !window.start.empty()) text += ", " + quoted(window.slide.empty() ? window.length : window.slide);
    if (!window.start.empty()) text += ", " + quoted(window.start);
    return text + ")";
}

/// The position at which a form's own step goes: after steps that shape columns, before the grouping.
std::size_t placeForGroup(const Question& question) {
    if (question.watermarkStep) return *question.watermarkStep + 1;
    if (question.epochStep) return *question.epochStep + 1;
    return 0;
}

GroupByStep& groupOf(QueryDocument& document) {
    const Question question = questionOf(document);
    if (question.groupStep) return *methodOf<GroupByStep>(document, *question.groupStep);
    std::size_t place = placeForGroup(question);
    for (const std::size_t step : question.otherSteps) place = std::max(place, step + 1);
    const auto added = document.steps.insert(document.steps.begin() + static_cast<std::ptrdiff_t>(place), Step{GroupByStep{{}, {"count(*) AS count"}}});
    return std::get<GroupByStep>(added->method);
}

void fitOutputMode(QueryDocument& document) {
    const Question question = questionOf(document);
    const std::string& mode = document.outputMode;
    if (!question.isGrouped()) {
        if (mode != "append") document.outputMode = "append";
        return;
    }
    const bool tracksTime = question.watermarkStep && question.window && question.window->column == question.watermarkColumn;
    if (mode == "append" && !tracksTime) document.outputMode = question.watermarkStep ? "update" : "complete";
}

struct Span {
    const char* length;
    const char* delay;
    std::int64_t seconds;
};
constexpr std::array<Span, 9> kSpans{{{"7 days", "14 days", 604800}, {"1 day", "2 days", 86400}, {"1 hour", "2 hours", 3600},
                                      {"15 minutes", "30 minutes", 900}, {"5 minutes", "10 minutes", 300}, {"1 minute", "2 minutes", 60},
                                      {"10 seconds", "20 seconds", 10}, {"1 second", "2 seconds", 1}, {"1 hour", "2 hours", 0}}};

/// The longest window of which the span holds at least two and a half; an hour when all times are one.
const Span& spanFor(std::int64_t micros) {
    for (const Span& span : kSpans) {
        if (span.seconds > 0 && micros >= span.seconds * 2'500'000) return span;
    }
    return kSpans.back();
}

/// How much a name sounds like the time of an event.
int timeNameScore(std::string name) {
    std::transform(name.begin(), name.end(), name.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    for (const char* exact : {"time", "timestamp", "ts", "event_time", "eventtime", "event_timestamp", "date", "datetime"}) {
        if (name == exact) return 3;
    }
    for (const char* part : {"time", "date", "_at", "stamp"}) {
        if (name.find(part) != std::string::npos) return 2;
    }
    return 0;
}

struct TimeGuess {
    std::size_t column = 0;
    TimeReading reading = TimeReading::Typed;
};

std::optional<TimeGuess> guessTime(const RowSample& sample) {
    std::optional<TimeGuess> best;
    int bestScore = 0;
    for (std::size_t index = 0; index < sample.columns.size(); ++index) {
        const SampledColumn& column = sample.columns[index];
        const Field& field = (*sample.schema)[index];
        int score = timeNameScore(field.name);
        TimeGuess guess{index, TimeReading::Typed};
        if (field.type->is(TypeKind::Timestamp) || column.isTimeText) {
            score += 2;
        } else if (const auto unit = column.isWholeNumber ? vitrine::epochUnitOf(column.least, column.greatest) : std::nullopt) {
            // A number of ten digits may be anything; one of thirteen or more that is a time of our days hardly is.
            if (*unit == EpochUnit::Seconds && score == 0) continue;
            guess.reading = static_cast<TimeReading>(static_cast<int>(*unit) + 1);
            score += 1;
        } else {
            continue;
        }
        if (score > bestScore) {
            best = guess;
            bestScore = score;
        }
    }
    return best;
}

}  // namespace

Question questionOf(const QueryDocument& document) {
    Question question;
    bool isOther = false;
    for (std::size_t index = 0; index < document.steps.size(); ++index) {
        const auto& method = document.steps[index].method;
        const bool isBeforeGroup = !question.groupStep;
        if (const auto* watermark = std::get_if<WithWatermarkStep>(&method); watermark && !question.watermarkStep && isBeforeGroup) {
            question.watermarkStep = index;
            question.watermarkColumn = watermark->column;
            question.delay = watermark->delay;
            continue;
        }
        if (const auto* group = std::get_if<GroupByStep>(&method); group && isBeforeGroup) {
            question.groupStep = index;
            question.aggregates = group->aggregates;
            question.countsRows = group->aggregates.size() == 1 && isRowCount(group->aggregates.front());
            for (std::size_t key = 0; key < group->keys.size(); ++key) {
                const ExpressionPtr expression = bareExpression(group->keys[key]);
                std::optional<Question::Window> window = question.window ? std::nullopt : windowOf(expression);
                isOther = isOther || isCall(expression, "session_window") || (isCall(expression, "window") && !window);
                if (window) {
                    question.window = std::move(window);
                    question.windowKey = key;
                } else {
                    question.keys.push_back(group->keys[key]);
                    question.keyPlaces.push_back(key);
                }
            }
            continue;
        }
        if (const auto* column = std::get_if<WithColumnStep>(&method); column && !question.epochStep && isBeforeGroup) {
            if (const auto unit = epochUnitOf(*column)) {
                question.epochStep = index;
                question.epochUnit = *unit;
                question.epochColumn = column->name;
                continue;
            }
        }
        isOther = isOther || std::holds_alternative<GroupByStep>(method) || std::holds_alternative<JoinStep>(method) || std::holds_alternative<UnionStep>(method);
        question.otherSteps.push_back(index);
    }
    if (isOther) question.shape = Question::Shape::Other;
    else if (question.window) question.shape = Question::Shape::Windowed;
    else if (question.groupStep) question.shape = Question::Shape::Grouped;
    return question;
}

QueryDocument withWindow(QueryDocument document, const std::string& column, const std::string& length, const std::string& slide) {
    GroupByStep& group = groupOf(document);
    const Question question = questionOf(document);
    if (length.empty()) {
        if (question.window) group.keys.erase(group.keys.begin() + static_cast<std::ptrdiff_t>(question.windowKey));
    } else {
        Question::Window window = question.window.value_or(Question::Window{});
        window.column = column;
        window.length = length;
        window.slide = slide == length ? std::string() : slide;
        if (question.window) group.keys[question.windowKey] = windowText(window);
        else group.keys.push_back(windowText(window));
    }
    fitOutputMode(document);
    return document;
}

QueryDocument withDelay(QueryDocument document, const std::string& column, const std::string& delay) {
    const Question question = questionOf(document);
    if (question.watermarkStep) {
        const auto at = document.steps.begin() + static_cast<std::ptrdiff_t>(*question.watermarkStep);
        if (delay.empty()) document.steps.erase(at);
        else at->method = WithWatermarkStep{column, delay};
    } else if (!delay.empty()) {
        const std::size_t place = question.epochStep ? *question.epochStep + 1 : question.groupStep.value_or(document.steps.size());
        document.steps.insert(document.steps.begin() + static_cast<std::ptrdiff_t>(place), Step{WithWatermarkStep{column, delay}});
        const Question now = questionOf(document);
        if (now.window && now.window->column == column && document.outputMode == "complete") document.outputMode = "update";
    }
    fitOutputMode(document);
    return document;
}

QueryDocument withGroupKeys(QueryDocument document, const std::vector<std::string>& keys) {
    GroupByStep& group = groupOf(document);
    const Question question = questionOf(document);
    std::vector<std::string> all = keys;
    if (question.window) {
        const auto place = static_cast<std::ptrdiff_t>(std::min(question.windowKey, all.size()));
        // A window that was last stays last.
        const bool wasLast = question.windowKey + 1 == group.keys.size();
        all.insert(wasLast ? all.end() : all.begin() + place, group.keys[question.windowKey]);
    }
    group.keys = std::move(all);
    fitOutputMode(document);
    return document;
}

QueryDocument withAggregates(QueryDocument document, const std::vector<std::string>& aggregates) {
    const Question question = questionOf(document);
    if (aggregates.empty()) {
        if (question.groupStep) document.steps.erase(document.steps.begin() + static_cast<std::ptrdiff_t>(*question.groupStep));
    } else {
        groupOf(document).aggregates = aggregates;
    }
    fitOutputMode(document);
    return document;
}

QueryDocument withOutputMode(QueryDocument document, const std::string& mode) {
    document.outputMode = mode;
    if (mode != "complete") {
        std::erase_if(document.steps, [](const Step& step) { return std::holds_alternative<OrderByStep>(step.method); });
    }
    return document;
}

Result<Schema> schemaOf(const SourceSpec& source) {
    return !source.schema.empty() && source.schema.front() == '{' ? parseStructTypeJson(source.schema) : parseDdl(source.schema);
}

Schema declaredSchema(const QueryDocument& document) {
    auto schema = schemaOf(document.source);
    return schema ? *std::move(schema) : Schema();
}

QueryDocument withSchema(QueryDocument document, const Schema& schema) {
    if (hasOwnColumns(document.source.format)) return document;
    const bool isJson = !document.source.schema.empty() && document.source.schema.front() == '{';
    document.source.schema = isJson ? toStructTypeJson(schema) : toDdl(schema);
    return document;
}

QueryDocument withEventTime(QueryDocument document, const Schema& schema, const std::string& column, TimeReading reading) {
    const Question before = questionOf(document);
    std::vector<Field> fields = schema.fields();
    const bool isNumber = reading == TimeReading::Milliseconds || reading == TimeReading::Microseconds || reading == TimeReading::Nanoseconds;
    for (Field& field : fields) {
        if (field.name != column) continue;
        const bool isTime = field.type->is(TypeKind::Timestamp) || field.type->is(TypeKind::TimestampNtz);
        if (isNumber) field.type = DataType::longType();
        else if (!isTime || reading == TimeReading::Seconds) field.type = DataType::timestamp();
    }
    if (before.epochStep) document.steps.erase(document.steps.begin() + static_cast<std::ptrdiff_t>(*before.epochStep));
    if (isNumber) {
        const auto unit = static_cast<EpochUnit>(static_cast<int>(reading) - 1);
        document.steps.insert(document.steps.begin(), Step{WithColumnStep{column, epochExpression(column, unit)}});
    }
    // The schema's text stays as it was written where no type changes.
    if (fields != schema.fields() || document.source.schema.empty()) document = withSchema(std::move(document), Schema(std::move(fields)));
    if (before.watermarkStep) document = withDelay(std::move(document), column, before.delay);
    if (before.window) document = withWindow(std::move(document), column, before.window->length, before.window->slide);
    return document;
}

std::vector<std::string> splitExpressions(std::string_view text) {
    std::vector<std::string> parts;
    std::string part;
    int depth = 0;
    char quote = 0;
    const auto finish = [&] {
        const std::size_t first = part.find_first_not_of(' ');
        if (first != std::string::npos) parts.push_back(part.substr(first, part.find_last_not_of(' ') - first + 1));
        part.clear();
    };
    for (const char c : text) {
        if (quote) quote = c == quote ? '\0' : quote;
        else if (c == '\'' || c == '"' || c == '`') quote = c;
        else if (c == '(' || c == '[') ++depth;
        else if (c == ')' || c == ']') --depth;
        if (c == ',' && depth == 0 && !quote) finish();
        else part += c;
    }
    finish();
    return parts;
}

std::string joinExpressions(const std::vector<std::string>& expressions) {
    std::string text;
    for (const std::string& expression : expressions) text += (text.empty() ? "" : ", ") + expression;
    return text;
}

QueryDocument suggestedQuery(QueryDocument document, const RowSample& sample) {
    if (!document.steps.empty()) {
        // Only the columns are read anew; the event time stays what it was made.
        const std::string time = questionOf(document).timeColumn();
        std::vector<Field> fields = sample.schema->fields();
        if (const auto before = schemaOf(document.source)) {
            for (Field& field : fields) {
                const auto found = before->find(field.name, true);
                if (field.name == time && found.size() == 1) field.type = (*before)[found[0]].type;
            }
        }
        return withSchema(std::move(document), Schema(std::move(fields)));
    }
    document = withSchema(std::move(document), *sample.schema);
    const std::optional<TimeGuess> time = guessTime(sample);
    std::optional<std::size_t> key;
    for (std::size_t index = 0; index < sample.columns.size() && !key; ++index) {
        const SampledColumn& column = sample.columns[index];
        if (time && time->column == index) continue;
        const bool repeats = column.values.size() > 1 && sample.rows >= 2 * column.values.size();
        if ((*sample.schema)[index].type->is(TypeKind::String) && !column.hasMoreValues && repeats) key = index;
    }
    if (!time && !key) {
        document.outputMode = "append";
        return document;
    }
    GroupByStep group{{}, {"count(*) AS count"}};
    if (key) group.keys.push_back(quoteIdentifier((*sample.schema)[*key].name));
    document.steps.push_back(Step{std::move(group)});
    document.outputMode = "complete";
    if (!time) return document;
    const std::string name = (*sample.schema)[time->column].name;
    document = withEventTime(std::move(document), *sample.schema, name, time->reading);
    const std::optional<TimeSpan> seen = timeSpanOf(sample, questionOf(document), name);
    const Span& span = spanFor(seen ? seen->greatest - seen->least : 0);
    document = withWindow(std::move(document), name, span.length, {});
    return withDelay(std::move(document), name, span.delay);
}

std::vector<std::optional<std::int64_t>> instantsByRow(const RowSample& sample, const Question& question, const std::string& column) {
    const std::vector<std::size_t> found = sample.schema->find(column, false);
    if (found.size() != 1) return {};
    const std::size_t index = found[0];
    const bool computed = question.epochStep && question.epochColumn == column;
    const Column& values = sample.values.column(index);
    const bool typed = !computed && values.type()->is(TypeKind::Timestamp);
    const SampledColumn& seen = sample.columns[index];
    // A column of an inferred schema is not typed as a time yet: whole numbers are read as seconds, texts as times.
    if (!typed && !computed && !seen.isWholeNumber && !seen.isTimeText) return {};
    const Column& texts = sample.texts.column(index);
    const EpochUnit unit = computed ? question.epochUnit : EpochUnit::Seconds;
    std::vector<std::optional<std::int64_t>> instants(sample.rows);
    for (std::size_t row = 0; row < sample.rows; ++row) {
        if (typed) {
            if (!values.isNull(row)) instants[row] = values.values<std::int64_t>()[row];
        } else if (!texts.isNull(row)) {
            const std::string_view text = texts.values<std::string_view>()[row];
            std::int64_t number = 0;
            const auto [end, status] = std::from_chars(text.data(), text.data() + text.size(), number);
            if (status == std::errc() && end == text.data() + text.size()) instants[row] = instantOf(number, unit);
            else if (!computed) instants[row] = parseTimestamp(text, TimeZone());
        }
    }
    return instants;
}

std::optional<TimeSpan> timeSpanOf(const RowSample& sample, const Question& question, const std::string& column) {
    std::optional<TimeSpan> span;
    for (const auto& instant : instantsByRow(sample, question, column)) {
        if (!instant) continue;
        if (!span) span = TimeSpan{*instant, *instant};
        span->least = std::min(span->least, *instant);
        span->greatest = std::max(span->greatest, *instant);
    }
    return span;
}

}  // namespace vitrine::ui
