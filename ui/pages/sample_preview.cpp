// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/sample_preview.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

#include <QEvent>
#include <QVBoxLayout>

#include "core/sql/expression.h"
#include "ui/charts/chart_data.h"
#include "ui/charts/chart_view.h"
#include "ui/charts/default_charts.h"
#include "ui/pages/form_parts.h"
#include "ui/style/fonts.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/labels.h"

namespace vitrine::ui {
namespace {

constexpr std::size_t kMostGroups = 20'000;

struct Aggregate {
    std::string name;       ///< of the function
    std::string column;     ///< empty for count(*)
    std::string resultName;
};

std::optional<Aggregate> aggregateOf(const std::vector<std::string>& aggregates) {
    if (aggregates.size() != 1) return std::nullopt;
    const auto parsed = parseExpression(aggregates.front());
    if (!parsed) return std::nullopt;
    const Expression* call = parsed->get();
    if (call->kind == ExpressionKind::Alias) call = call->children[0].get();
    if (call->kind != ExpressionKind::Call || call->children.size() != 1 || call->isDistinct || call->filter || call->isOver) return std::nullopt;
    const Expression& argument = *call->children[0];
    Aggregate aggregate{call->name, {}, columnNameOf(**parsed)};
    if (argument.kind == ExpressionKind::Column && argument.nameParts.size() == 1) aggregate.column = argument.nameParts[0];
    else if (call->name != "count" || (argument.kind != ExpressionKind::Star && argument.kind != ExpressionKind::Literal)) return std::nullopt;
    for (const char* known : {"count", "sum", "avg", "min", "max"}) {
        if (call->name == known) return aggregate;
    }
    return std::nullopt;
}

struct Accumulator {
    double sum = 0, least = std::numeric_limits<double>::infinity(), greatest = -std::numeric_limits<double>::infinity();
    std::int64_t count = 0;

    void add(double value) {
        sum += value;
        least = std::min(least, value);
        greatest = std::max(greatest, value);
        ++count;
    }
    std::optional<double> result(const std::string& name) const {
        if (name == "count") return static_cast<double>(count);
        if (count == 0) return std::nullopt;
        if (name == "sum") return sum;
        if (name == "avg") return sum / static_cast<double>(count);
        return name == "min" ? least : greatest;
    }
};

struct Group {
    std::int64_t start = 0;
    std::optional<std::string> key;
    bool operator<(const Group& other) const { return std::tie(start, key) < std::tie(other.start, other.key); }
};

std::optional<std::size_t> columnOf(const RowSample& sample, const std::string& name) {
    const auto found = sample.schema->find(name, false);
    return found.size() == 1 ? std::optional(found[0]) : std::nullopt;
}

ColumnPtr textColumn(const std::vector<std::optional<std::string>>& texts) {
    std::size_t size = 0;
    for (const auto& text : texts) size += text ? text->size() : 0;
    const auto buffer = std::make_shared<std::string>();
    buffer->reserve(size);
    std::vector<std::string_view> views;
    std::vector<std::uint8_t> validity;
    for (const auto& text : texts) {
        const std::size_t begin = buffer->size();
        if (text) *buffer += *text;
        views.emplace_back(buffer->data() + begin, buffer->size() - begin);
        validity.push_back(text ? 1 : 0);
    }
    const std::size_t rows = views.size();
    return std::make_shared<const Column>(DataType::string(), rows, std::move(views), std::move(validity), std::vector<std::uint32_t>(),
                                          std::vector<ColumnPtr>(), std::vector<BufferOwner>{buffer});
}

ColumnPtr timeColumn(std::vector<std::int64_t> instants) {
    const std::size_t rows = instants.size();
    return std::make_shared<const Column>(DataType::timestamp(), rows, std::move(instants), std::vector<std::uint8_t>());
}

}  // namespace

ResultSnapshotPtr answerOver(const RowSample& sample, const QueryDocument& document, const Question& question) {
    const std::optional<Aggregate> aggregate = aggregateOf(question.aggregates);
    if (!question.isGrouped() || !aggregate || !question.otherSteps.empty() || question.keys.size() > 1) return nullptr;
    if (!question.window && question.keys.empty()) return nullptr;
    if (question.window && !question.window->start.empty()) return nullptr;
    std::optional<std::size_t> key, value;
    if (!question.keys.empty()) {
        const auto parsed = parseExpression(question.keys.front());
        if (!parsed || (*parsed)->kind != ExpressionKind::Column || (*parsed)->nameParts.size() != 1) return nullptr;
        if (!(key = columnOf(sample, (*parsed)->nameParts[0]))) return nullptr;
    }
    if (!aggregate->column.empty() && !(value = columnOf(sample, aggregate->column))) return nullptr;

    std::int64_t length = 0, slide = 0;
    std::vector<std::optional<std::int64_t>> instants;
    if (question.window) {
        const auto wanted = IntervalWords::length(question.window->length);
        const auto step = question.window->slide.empty() ? wanted : IntervalWords::length(question.window->slide);
        if (!wanted || !step || *step <= 0 || *wanted < *step || *wanted / *step > 1000) return nullptr;
        length = *wanted;
        slide = *step;
        instants = instantsByRow(sample, question, question.window->column);
        if (instants.empty()) return nullptr;
    }

    std::map<Group, Accumulator> groups;
    std::optional<std::int64_t> latest;
    const Column* texts = key ? &sample.texts.column(*key) : nullptr;
    for (std::size_t row = 0; row < sample.rows; ++row) {
        if (groups.size() > kMostGroups) return nullptr;
        std::optional<double> number = 1;
        if (value) {
            number = numberAt(sample.values.column(*value), row);
            if (aggregate->name == "count" && !sample.values.column(*value).isNull(row)) number = 1;
        }
        Group group;
        if (texts && !texts->isNull(row)) group.key = std::string(texts->values<std::string_view>()[row]);
        if (!question.window) {
            if (Accumulator& sums = groups[group]; number) sums.add(*number);
            continue;
        }
        if (!instants[row]) continue;
        latest = std::max(latest.value_or(*instants[row]), *instants[row]);
        for (std::int64_t start = floorDiv(*instants[row], slide) * slide; start > *instants[row] - length; start -= slide) {
            group.start = start;
            if (Accumulator& sums = groups[group]; number) sums.add(*number);
        }
    }
    if (groups.empty()) return nullptr;

    auto shape = std::make_shared<ResultShape>();
    auto chunk = std::make_shared<ResultChunk>();
    std::vector<Field> fields;
    std::vector<std::optional<std::string>> keys;
    std::vector<std::int64_t> starts, ends;
    std::vector<double> numbers;
    std::vector<std::uint8_t> present;
    std::vector<std::uint64_t> ids;
    for (const auto& [group, sums] : groups) {
        keys.push_back(group.key);
        starts.push_back(group.start);
        ends.push_back(group.start + length);
        const auto number = sums.result(aggregate->name);
        numbers.push_back(number.value_or(0));
        present.push_back(number ? 1 : 0);
        ids.push_back(ids.size());
        chunk->changedIn.push_back(0);
    }
    chunk->ids = std::make_shared<const std::vector<std::uint64_t>>(std::move(ids));
    const std::size_t rows = groups.size();
    chunk->rows.numRows = rows;
    if (key) {
        fields.push_back({question.keys.front(), DataType::string()});
        shape->roles.push_back(ColumnRole::Key);
        chunk->rows.columns.push_back(textColumn(keys));
    }
    if (question.window) {
        const TypePtr type = DataType::structType({{"start", DataType::timestamp()}, {"end", DataType::timestamp()}});
        fields.push_back({"window", type});
        shape->roles.push_back(ColumnRole::Window);
        chunk->rows.columns.push_back(std::make_shared<const Column>(type, rows, Column::Elements(), std::vector<std::uint8_t>(), std::vector<std::uint32_t>(),
                                                                     std::vector<ColumnPtr>{timeColumn(starts), timeColumn(ends)}));
    }
    fields.push_back({aggregate->resultName, DataType::doubleType()});
    shape->roles.push_back(ColumnRole::Value);
    if (aggregate->name == "count") {
        std::vector<std::int64_t> counts(numbers.begin(), numbers.end());
        fields.back().type = DataType::longType();
        chunk->rows.columns.push_back(std::make_shared<const Column>(DataType::longType(), rows, std::move(counts), std::vector<std::uint8_t>()));
    } else {
        chunk->rows.columns.push_back(std::make_shared<const Column>(DataType::doubleType(), rows, std::move(numbers), std::move(present)));
    }
    shape->schema = std::make_shared<const Schema>(std::move(fields));
    chunk->rows.schema = shape->schema;
    shape->aggregated = true;
    shape->mode = document.outputMode == "complete" ? OutputMode::Complete : document.outputMode == "append" ? OutputMode::Append : OutputMode::Update;
    shape->windowDuration = Micros(length);
    shape->windowSlide = Micros(slide);
    auto snapshot = std::make_shared<ResultSnapshot>();
    const auto delay = question.watermarkStep ? IntervalWords::length(question.delay) : std::nullopt;
    if (delay && latest) {
        shape->hasWatermark = true;
        shape->watermarkDelay = Millis(*delay / 1000);
        shape->canBeFinal = shape->mode != OutputMode::Complete && question.window && question.window->column == question.watermarkColumn;
        snapshot->watermark = WallTime(Millis(floorDiv(*latest - *delay, 1000)));
    }
    if (latest) snapshot->latestEventTime = EventTime(Micros(*latest));
    snapshot->shape = shape;
    snapshot->version = 1;
    snapshot->batchId = 0;
    snapshot->chunks.push_back(chunk);
    snapshot->numRows = rows;
    snapshot->replaced = true;
    return snapshot;
}

SamplePreview::SamplePreview(QWidget* parent)
    : QWidget(parent), title_(new TextLabel(TextLabel::Role::Strong, this)), caption_(new TextLabel(TextLabel::Role::Caption, this)),
      chart_(new ChartView(this)), none_(new EmptyState(Icon::ChartColumn, {}, {}, this)) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(scaled(20), scaled(12), scaled(20), scaled(8));
    column->setSpacing(scaled(2));
    column->addWidget(title_);
    column->addWidget(caption_);
    column->addWidget(chart_, 1);
    column->addWidget(none_, 1);
    chart_->setMinimumHeight(scaled(190));
    retranslate();
    hide();
}

void SamplePreview::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) retranslate();
}

void SamplePreview::retranslate() {
    title_->setText(tr("What the sample gives"));
    none_->setTexts(tr("No picture before the first batch"), tr("What this question gives is seen once it runs."));
    caption_->setText(hasOpenWindows_ ? tr("hatched windows are still open") : tr("nothing is final: every value may still change"));
}

void SamplePreview::show(const BuildState& state, const Question& question) {
    const RowSample* sample = state.sample();
    ResultSnapshotPtr answer;
    if (state.session && sample) answer = answerOver(*sample, state.session->document(), question);
    const std::vector<ChartSpec> charts = answer ? defaultCharts(*answer->shape, state.session->name()) : std::vector<ChartSpec>();
    setVisible(sample != nullptr);
    for (QWidget* part : {static_cast<QWidget*>(title_), static_cast<QWidget*>(caption_), static_cast<QWidget*>(chart_)}) part->setVisible(!charts.empty());
    none_->setVisible(charts.empty());
    if (charts.empty()) return;
    hasOpenWindows_ = answer->shape->canBeFinal;
    retranslate();
    chart_->setColors(std::make_shared<KeyColors>(state.session->project().project().colours));
    chart_->setZone(sessionConfOf(state.session->document()).conf.zone);
    if (!(chart_->spec() == charts.front())) chart_->setSpec(charts.front());
    chart_->setSnapshot(answer);
}

}  // namespace vitrine::ui
