// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include <cmath>
#include <random>

#include "core/data/column_builder.h"
#include "core/data/schema.h"
#include "core/exec/aggregate_state.h"
#include "core/sql/binder.h"
#include "core/sql/expression.h"
#include "tests/support/plain_expressions.h"

using namespace vitrine;
using namespace vitrine::test;

namespace {

constexpr std::size_t kGroups = 3;

const Schema& inputSchema() {
    static const Schema kSchema = *parseDdl(
        "i INT, l BIGINT, h SMALLINT, y TINYINT, d DOUBLE, f FLOAT, c DECIMAL(12,2), s STRING, z BINARY, b BOOLEAN, t "
        "TIMESTAMP, a DATE, "
        "m INTERVAL YEAR TO MONTH, n INTERVAL DAY TO SECOND, x ARRAY<INT>, r STRUCT<p: INT, q: STRING>");
    return kSchema;
}

/// Every function and the kinds of arguments that have code of their own.
constexpr const char* kCalls[] = {"count(*)",
                                  "count(s)",
                                  "count(i, s)",
                                  "count_if(b)",
                                  "sum(i)",
                                  "sum(l)",
                                  "sum(h)",
                                  "sum(y)",
                                  "sum(d)",
                                  "sum(f)",
                                  "sum(c)",
                                  "sum(m)",
                                  "sum(n)",
                                  "try_sum(l)",
                                  "try_sum(c)",
                                  "try_sum(m)",
                                  "try_sum(n)",
                                  "avg(i)",
                                  "avg(f)",
                                  "avg(c)",
                                  "avg(m)",
                                  "avg(n)",
                                  "try_avg(l)",
                                  "try_avg(c)",
                                  "try_avg(m)",
                                  "try_avg(n)",
                                  "min(i)",
                                  "min(d)",
                                  "min(s)",
                                  "min(x)",
                                  "min(r)",
                                  "min(b)",
                                  "min(z)",
                                  "max(l)",
                                  "max(f)",
                                  "max(c)",
                                  "max(s)",
                                  "max(r)",
                                  "max(t)",
                                  "max(NULL)",
                                  "stddev(d)",
                                  "stddev_pop(i)",
                                  "variance(f)",
                                  "var_pop(c)",
                                  "skewness(d)",
                                  "kurtosis(d)",
                                  "corr(d, i)",
                                  "covar_samp(d, f)",
                                  "covar_pop(i, l)",
                                  "regr_count(d, i)",
                                  "regr_avgx(d, i)",
                                  "regr_avgy(d, i)",
                                  "regr_slope(d, i)",
                                  "regr_intercept(d, i)",
                                  "regr_r2(d, i)",
                                  "regr_sxx(d, i)",
                                  "regr_sxy(d, i)",
                                  "regr_syy(d, i)",
                                  "first(i)",
                                  "first(s)",
                                  "first(x)",
                                  "first(s, true)",
                                  "first(d, true)",
                                  "first(c)",
                                  "first(b)",
                                  "first(NULL)",
                                  "last(i)",
                                  "last(s)",
                                  "last(r)",
                                  "last(i, true)",
                                  "last(x, true)",
                                  "any_value(t)",
                                  "collect_list(i)",
                                  "collect_list(s)",
                                  "collect_list(r)",
                                  "collect_set(i)",
                                  "collect_set(d)",
                                  "collect_set(s)",
                                  "collect_set(x)",
                                  "array_agg(m)",
                                  "listagg(s)",
                                  "listagg(s, ', ')",
                                  "string_agg(z)",
                                  "approx_count_distinct(l)",
                                  "approx_count_distinct(s, 0.01)",
                                  "approx_count_distinct(d)",
                                  "approx_count_distinct(r)",
                                  "approx_count_distinct(c)",
                                  "percentile_approx(i, 0.5)",
                                  "percentile_approx(d, array(0.1, 0.5, 0.9), 5)",
                                  "percentile_approx(c, 0.3, 10)",
                                  "percentile_approx(t, 0.5)",
                                  "percentile_approx(a, 0.2)",
                                  "percentile_approx(n, 0.7)",
                                  "approx_percentile(y, 0.25, 100)",
                                  "percentile(i, 0.25)",
                                  "percentile(d, array(0.0, 0.33, 1.0))",
                                  "percentile(l, 0.5, abs(i))",
                                  "percentile(m, 0.5)",
                                  "median(c)",
                                  "median(n)",
                                  "mode(i)",
                                  "mode(s)",
                                  "mode(s, true)",
                                  "mode(r)",
                                  "mode(d)",
                                  "mode(b)",
                                  "max_by(s, i)",
                                  "max_by(i, d)",
                                  "min_by(r, s)",
                                  "min_by(s, f)",
                                  "bit_and(i)",
                                  "bit_or(l)",
                                  "bit_xor(h)",
                                  "bit_and(y)",
                                  "bool_and(b)",
                                  "bool_or(b)",
                                  "every(b)",
                                  "some(b)",
                                  "any(b)",
                                  "sum(i) FILTER (WHERE b)",
                                  "collect_list(s) FILTER (WHERE i > 2)",
                                  "first(s) FILTER (WHERE b)",
                                  "stddev(d) FILTER (WHERE i > 0)",
                                  "approx_count_distinct(s) FILTER (WHERE b)",
                                  "percentile_approx(d, 0.5) FILTER (WHERE NOT b)",
                                  "max_by(s, i) FILTER (WHERE b)"};

AggregateCall bound(std::string_view text, const Schema& schema = inputSchema(), SessionConf conf = {}) {
    std::vector<AggregateCall> calls;
    BindingScope scope;
    scope.schema = &schema;
    scope.conf = &conf;
    scope.aggregates = &calls;
    const auto expression = parseExpression(text);
    if (!expression) qFatal("%s", expression.error().message().c_str());
    const auto made = bindExpression(*expression, scope);
    if (!made) qFatal("%s: %s", std::string(text).c_str(), made.error().message().c_str());
    return calls.front();
}

Batch randomRows(std::size_t rows, std::uint32_t seed) {
    std::mt19937 random(seed);
    const auto upTo = [&](std::uint32_t most) { return random() % (most + 1); };
    Batch batch;
    batch.schema = std::make_shared<Schema>(inputSchema());
    batch.numRows = rows;
    for (const Field& field : inputSchema().fields()) {
        ColumnBuilder builder(field.type);
        for (std::size_t row = 0; row < rows; ++row) {
            const auto small = static_cast<std::int32_t>(upTo(20)) - 7;
            const std::string word = std::string(upTo(3) * 7, 'w') + std::to_string(upTo(9));
            if (upTo(5) == 0) {
                builder.appendNull();
                continue;
            }
            switch (field.type->kind()) {
                case TypeKind::Boolean: builder.append<std::uint8_t>(upTo(1) != 0); break;
                case TypeKind::Byte: builder.append(static_cast<std::int8_t>(small)); break;
                case TypeKind::Short: builder.append(static_cast<std::int16_t>(small * 100)); break;
                case TypeKind::Int:
                case TypeKind::Date:
                case TypeKind::YearMonthInterval: builder.append(small); break;
                case TypeKind::Long:
                case TypeKind::Timestamp:
                case TypeKind::DayTimeInterval: builder.append(std::int64_t{small} * 1'000'000'007); break;
                case TypeKind::Float: builder.append(static_cast<float>(small) / 3); break;
                case TypeKind::Double: builder.append(small == 0 ? -0.0 : small / 7.0); break;
                case TypeKind::Decimal: builder.append(static_cast<Int128>(small) * 12'345); break;
                case TypeKind::String:
                case TypeKind::Binary: builder.append<std::string_view>(word); break;
                case TypeKind::Array: builder.appendValue({Value::List{{small}, {}, {small / 2}}}); break;
                default: builder.appendValue({Value::List{{small / 4}, {word}}}); break;
            }
        }
        batch.columns.push_back(builder.finish());
    }
    return batch;
}

/// A state with the slots of kGroups groups.
class Groups {
  public:
    explicit Groups(const AggregateCall& call, const SessionConf& conf = {}) : call_(call) {
        auto made = makeAggregateState(call, conf);
        if (!made) qFatal("%s", made.error().message().c_str());
        state_ = std::move(*made);
        words_.resize(state_->slotBytes() / 8 * kGroups + 1);
        for (std::size_t group = 0; group < kGroups; ++group)
            slots_.push_back(reinterpret_cast<std::byte*>(words_.data()) + group * state_->slotBytes());
    }

    /// Takes in rows `begin` to `end` of `batch`; row r belongs to group r mod kGroups, or all to the first.
    void update(const Batch& batch, std::size_t begin, std::size_t end, bool single = false) {
        std::vector<std::uint32_t> rows;
        std::vector<std::byte*> states;
        for (std::size_t row = begin; row < end; ++row) {
            rows.push_back(static_cast<std::uint32_t>(row));
            states.push_back(slots_[single ? 0 : row % kGroups]);
        }
        const Batch part = gather(batch, rows);
        EvaluationContext context;
        context.conf = &conf_;
        std::vector<ColumnPtr> arguments;
        for (const BoundPtr& argument : call_.arguments) arguments.push_back(*argument->evaluate(part, context));
        std::vector<std::uint8_t> selected;
        if (call_.filter) {
            const ColumnPtr condition = *call_.filter->evaluate(part, context);
            for (std::size_t row = 0; row < part.numRows; ++row)
                selected.push_back(!condition->isNull(row) && condition->values<std::uint8_t>()[row] != 0);
        }
        state_->update(arguments, selected.empty() ? nullptr : selected.data(), states);
    }

    void merge(const Groups& other) { state_->merge(*other.state_, other.slots_, slots_); }

    std::string save() const {
        StateWriter out;
        state_->save(slots_, out);
        return out.take();
    }

    bool load(std::string_view bytes) {
        StateReader in(bytes);
        state_->load(in, slots_);
        return !in.failed() && in.atEnd();
    }

    void release() {
        for (std::byte* slot : slots_) state_->release(slot);
        std::fill(words_.begin(), words_.end(), 0);
    }

    std::size_t memoryBytes() const { return state_->memoryBytes(); }
    Result<void> settle() const { return state_->settle(slots_); }
    Result<void> checkResults() const { return state_->checkResults(slots_); }

    std::vector<Value> finish() const {
        const ColumnPtr column = state_->finish(slots_);
        std::vector<Value> values;
        for (std::size_t group = 0; group < kGroups; ++group) values.push_back(valueAt(*column, group));
        return values;
    }

  private:
    AggregateCall call_;
    SessionConf conf_;
    std::unique_ptr<AggregateState> state_;
    std::vector<std::uint64_t> words_;
    std::vector<std::byte*> slots_;
};

/// Equal, floating point up to the order of additions.
bool alike(const Value& left, const Value& right) {
    if (left.data.index() != right.data.index()) return false;
    if (const auto* first = std::get_if<double>(&left.data)) {
        const double second = right.get<double>();
        if (std::isnan(*first) || std::isnan(second)) return std::isnan(*first) && std::isnan(second);
        return std::abs(*first - second) <= 1e-9 * std::max({1.0, std::abs(*first), std::abs(second)});
    }
    if (const auto* first = std::get_if<Value::List>(&left.data)) {
        const auto& second = right.get<Value::List>();
        return std::equal(first->begin(), first->end(), second.begin(), second.end(), alike);
    }
    return left == right;
}

bool allAlike(const std::vector<Value>& left, const std::vector<Value>& right) {
    return std::equal(left.begin(), left.end(), right.begin(), right.end(), alike);
}

/// The result of `text` over one column `v` of type `type`.
Result<Value> resultOf(std::string_view text, std::string_view type, const std::vector<Value>& values,
                       bool ansi = true) {
    const Schema schema = *parseDdl("v " + std::string(type) + ", w " + std::string(type));
    SessionConf conf;
    conf.ansi = ansi;
    Batch batch;
    batch.schema = std::make_shared<Schema>(schema);
    batch.numRows = values.size();
    ColumnBuilder first(schema[0].type);
    ColumnBuilder second(schema[1].type);
    for (const Value& value : values) {
        const auto* pair = std::get_if<Value::List>(&value.data);
        first.appendValue(pair != nullptr ? (*pair)[0] : value);
        second.appendValue(pair != nullptr ? (*pair)[1] : value);
    }
    batch.columns = {first.finish(), second.finish()};
    Groups groups(bound(text, schema, conf), conf);
    groups.update(batch, 0, batch.numRows, true);
    VITRINE_CHECK_OK(groups.settle());
    VITRINE_CHECK_OK(groups.checkResults());
    return groups.finish().front();
}

Value pair(double first, double second) {
    return {Value::List{{first}, {second}}};
}
Value whole(std::int32_t value) {
    return {value};
}

std::vector<Value> wholes(std::initializer_list<std::int32_t> values) {
    std::vector<Value> list;
    for (const std::int32_t value : values) list.push_back(whole(value));
    return list;
}

}  // namespace

#define COMPARE_GIVES(expected, ...)                                                                                   \
    do {                                                                                                               \
        const auto got = resultOf(__VA_ARGS__);                                                                        \
        QVERIFY2(got.hasValue(), got ? "" : got.error().message().c_str());                                            \
        QVERIFY(alike(*got, Value(expected)));                                                                         \
    } while (false)

class TestAggregateKinds : public QObject {
    Q_OBJECT
  private slots:
    void eachKind_data();
    void eachKind();
    void ag3_moments();
    void ag3_pairs();
    void ag3_chosenValues();
    void ag3_percentiles();
    void ag3_approximatePercentiles();
    void ag3_batchesMakeTheSummary();
    void ag3_mode();
    void ag3_collected();
    void ag3_intervals();
    void ag3_approximateCounts();
    void ag3_histogram();
    void ag3_nothingGivesNull();
    void ag3_trySumStaysNull();
    void refused();
};

void TestAggregateKinds::eachKind_data() {
    QTest::addColumn<QString>("text");
    for (const char* text : kCalls) QTest::newRow(text) << text;
}

/// Rows at once or in any parts merged in order; saved and loaded halfway; released.
void TestAggregateKinds::eachKind() {
    QFETCH(QString, text);
    const AggregateCall call = bound(text.toStdString());
    const Batch rows = randomRows(200, 11);
    Groups atOnce(call);
    atOnce.update(rows, 0, rows.numRows);
    QVERIFY(atOnce.settle());
    const std::vector<Value> expected = atOnce.finish();

    std::mt19937 random(5);
    for (int round = 0; round < 5; ++round) {
        auto total = std::make_unique<Groups>(call);
        const std::size_t most = round == 0 ? 1 : 1 + random() % 90;
        bool reloaded = false;
        for (std::size_t begin = 0; begin < rows.numRows;) {
            const std::size_t end = std::min(rows.numRows, begin + 1 + random() % most);
            Groups part(call);
            part.update(rows, begin, end);
            total->merge(part);
            begin = end;
            if (reloaded || begin < rows.numRows / 2) continue;
            reloaded = true;
            const std::string saved = total->save();
            auto fresh = std::make_unique<Groups>(call);
            fresh->update(rows, 0, 10);  // load() replaces what was there
            QVERIFY(fresh->load(saved));
            QCOMPARE(fresh->save(), saved);
            QVERIFY(allAlike(fresh->finish(), total->finish()));
            for (std::size_t cut = 0; cut < saved.size(); cut += 1 + saved.size() / 16) {
                Groups damaged(call);
                QVERIFY(!damaged.load(std::string_view(saved).substr(0, cut)));
            }
            total = std::move(fresh);
        }
        QVERIFY(total->settle());
        QVERIFY(allAlike(total->finish(), expected));
        const std::size_t full = total->memoryBytes();
        total->release();
        Groups empty(call);
        QVERIFY(allAlike(total->finish(), empty.finish()));
        QVERIFY(total->memoryBytes() <= full + kGroups * sizeof(std::uint64_t));
    }
}

void TestAggregateKinds::ag3_moments() {
    const std::vector<Value> values{{1.0}, {3.0}, {5.0}, {}};
    COMPARE_GIVES(2.0, "stddev(v)", "DOUBLE", values);
    COMPARE_GIVES(1.632993161855452, "stddev_pop(v)", "DOUBLE", values);
    COMPARE_GIVES(4.0, "var_samp(v)", "DOUBLE", values);
    COMPARE_GIVES(8.0 / 3, "var_pop(v)", "DOUBLE", values);
    COMPARE_GIVES(0.0, "skewness(v)", "DOUBLE", values);
    COMPARE_GIVES(-1.5, "kurtosis(v)", "DOUBLE", values);
    COMPARE_GIVES(1.1135657469022011, "skewness(v)", "INT", wholes({-10, -20, 100, 1000}));
    COMPARE_GIVES(Value{}, "stddev(v)", "DOUBLE", {{1.0}});
    COMPARE_GIVES(0.0, "stddev_pop(v)", "DOUBLE", {{1.0}});
    COMPARE_GIVES(Value{}, "kurtosis(v)", "DOUBLE", {{5.0}, {5.0}});
    COMPARE_GIVES(std::nan(""), "stddev(v)", "DOUBLE", {{std::nan("")}, {1.0}});
}

void TestAggregateKinds::ag3_pairs() {
    const std::vector<Value> pairs{pair(3, 2), pair(3, 3), pair(6, 4), {Value::List{{}, {9.0}}}};
    COMPARE_GIVES(0.8660254037844387, "corr(v, w)", "DOUBLE", pairs);
    COMPARE_GIVES(1.0, "covar_pop(v, w)", "DOUBLE", pairs);
    COMPARE_GIVES(1.5, "covar_samp(v, w)", "DOUBLE", pairs);
    COMPARE_GIVES(std::int64_t{3}, "regr_count(v, w)", "DOUBLE", pairs);
    COMPARE_GIVES(3.0, "regr_avgx(v, w)", "DOUBLE", pairs);
    COMPARE_GIVES(1.5, "regr_slope(v, w)", "DOUBLE", pairs);
    COMPARE_GIVES(-0.5, "regr_intercept(v, w)", "DOUBLE", pairs);
    COMPARE_GIVES(0.75, "regr_r2(v, w)", "DOUBLE", pairs);
    COMPARE_GIVES(Value{}, "covar_samp(v, w)", "DOUBLE", {pair(1, 1)});
    COMPARE_GIVES(Value{}, "corr(v, w)", "DOUBLE", {pair(1, 1)});
    COMPARE_GIVES(Value{}, "corr(v, w)", "DOUBLE", {pair(1, 1), pair(1, 2)}, false);
    QCOMPARE(resultOf("corr(v, w)", "DOUBLE", {pair(1, 1), pair(1, 2)}).error().code(), ErrorCode::DivideByZero);
}

void TestAggregateKinds::ag3_chosenValues() {
    const std::vector<Value> values{{}, whole(2), whole(3), {}};
    COMPARE_GIVES(Value{}, "first(v)", "INT", values);
    COMPARE_GIVES(whole(2), "first(v, true)", "INT", values);
    COMPARE_GIVES(Value{}, "last(v)", "INT", values);
    COMPARE_GIVES(whole(3), "last(v) IGNORE NULLS", "INT", values);
    COMPARE_GIVES(Value{}, "any_value(v)", "INT", values);
    // Of equal orders the latest row wins.
    const std::vector<Value> rows{{Value::List{{text("a")}, {text("x")}}},
                                  {Value::List{{text("b")}, {text("x")}}},
                                  {Value::List{{text("c")}, {}}}};
    COMPARE_GIVES(text("b"), "max_by(v, w)", "STRING", rows);
    COMPARE_GIVES(text("b"), "min_by(v, w)", "STRING", rows);
}

void TestAggregateKinds::ag3_percentiles() {
    COMPARE_GIVES(3.0, "percentile(v, 0.3)", "INT", wholes({0, 10}));
    COMPARE_GIVES(1.5, "median(v)", "INT", wholes({0, 1, 2, 10}));
    COMPARE_GIVES((Value{Value::List{{2.5}, {7.5}}}), "percentile(v, array(0.25, 0.75))", "INT", wholes({0, 10}));
    COMPARE_GIVES(
        9.0, "percentile(v, 0.5, w)", "INT",
        {{Value::List{whole(1), whole(2)}}, {Value::List{whole(9), whole(5)}}, {Value::List{whole(7), whole(0)}}});
    QCOMPARE(resultOf("percentile(v, 0.5, w)", "INT", wholes({-1})).error().code(), ErrorCode::InvalidArgument);
    COMPARE_GIVES(2.0, "percentile(v, 1)", "DOUBLE", {{1.0}, {2.0}, {}});
}

void TestAggregateKinds::ag3_approximatePercentiles() {
    const auto values = wholes({0, 1, 2, 10});
    COMPARE_GIVES((Value{Value::List{whole(1), whole(1), whole(0)}}), "percentile_approx(v, array(0.5, 0.4, 0.1), 100)",
                  "INT", values);
    COMPARE_GIVES(whole(10), "percentile_approx(v, 1.0)", "INT", values);
    COMPARE_GIVES(whole(0), "percentile_approx(v, 0)", "INT", values);
    COMPARE_GIVES((Value{static_cast<Int128>(250)}), "percentile_approx(v, 0.5)", "DECIMAL(8,2)",
                  {{static_cast<Int128>(100)}, {static_cast<Int128>(250)}, {static_cast<Int128>(9900)}});
}

void TestAggregateKinds::ag3_batchesMakeTheSummary() {
    // 60 000 rows are more than are sorted at once, at an accuracy that drops most of them.
    constexpr std::size_t kRows = 60'000;
    ColumnBuilder builder(DataType::doubleType());
    std::mt19937 random(3);
    for (std::size_t row = 0; row < kRows; ++row) builder.append(static_cast<double>(random() % 1'000'000));
    Batch batch;
    const Schema schema = *parseDdl("v DOUBLE");
    batch.schema = std::make_shared<Schema>(schema);
    batch.numRows = kRows;
    batch.columns.push_back(builder.finish());
    const AggregateCall call = bound("percentile_approx(v, array(0.1, 0.5, 0.99), 1000)", schema);
    Groups atOnce(call);
    atOnce.update(batch, 0, kRows, true);
    QVERIFY(atOnce.settle());
    const std::size_t settled = atOnce.memoryBytes();
    QVERIFY2(settled < 200'000, std::to_string(settled).c_str());
    const auto results = atOnce.finish().front().get<Value::List>();
    QVERIFY(std::abs(results[0].get<double>() - 100'000) < 3'000);
    QVERIFY(std::abs(results[1].get<double>() - 500'000) < 3'000);
    QVERIFY(std::abs(results[2].get<double>() - 990'000) < 3'000);
    Groups total(call);
    for (std::size_t begin = 0; begin < kRows; begin += 7'000) {
        Groups part(call);
        part.update(batch, begin, std::min(kRows, begin + 7'000), true);
        total.merge(part);
    }
    QVERIFY(total.settle());
    QCOMPARE(total.save(), atOnce.save());  // workers change nothing, to the last byte
}

void TestAggregateKinds::ag3_mode() {
    COMPARE_GIVES(whole(0), "mode(v)", "INT", wholes({0, 1, 2, 10}));
    COMPARE_GIVES(whole(10), "mode(v)", "INT", wholes({0, 10, 10}));
    COMPARE_GIVES(whole(0), "mode(v, false)", "INT", wholes({-10, 0, 10}));
    COMPARE_GIVES(whole(-10), "mode(v, true)", "INT", wholes({10, 0, -10}));
    COMPARE_GIVES(Value{}, "mode(v)", "INT", {{}, {}});
}

void TestAggregateKinds::ag3_collected() {
    COMPARE_GIVES((Value{Value::List{whole(2), whole(1), whole(2)}}), "collect_list(v)", "INT",
                  {whole(2), {}, whole(1), whole(2)});
    COMPARE_GIVES((Value{Value::List{whole(2), whole(1)}}), "collect_set(v)", "INT",
                  {whole(2), {}, whole(1), whole(2)});
    COMPARE_GIVES((Value{Value::List{}}), "collect_list(v)", "INT", {{}});
    COMPARE_GIVES((Value{Value::List{}}), "collect_set(v)", "INT", {});
    COMPARE_GIVES(text("a|b"), "string_agg(v, '|')", "STRING", {text("a"), {}, text("b")});
    COMPARE_GIVES(text(""), "listagg(v)", "STRING", {text("")});
    COMPARE_GIVES(Value{}, "listagg(v)", "STRING", {{}});
}

void TestAggregateKinds::ag3_intervals() {
    const std::vector<Value> months{whole(1), whole(2), {}, whole(-8)};
    COMPARE_GIVES(whole(-5), "sum(v)", "INTERVAL YEAR TO MONTH", months);
    COMPARE_GIVES(whole(-2), "avg(v)", "INTERVAL YEAR TO MONTH", months);
    COMPARE_GIVES(whole(3), "avg(v)", "INTERVAL YEAR TO MONTH", wholes({2, 3}));
    COMPARE_GIVES(1.0, "median(v)", "INTERVAL YEAR TO MONTH", months);
    const std::vector<Value> much{whole(2'147'483'647), whole(1)};
    QCOMPARE(resultOf("sum(v)", "INTERVAL YEAR TO MONTH", much).error().code(), ErrorCode::ArithmeticOverflow);
    QCOMPARE(resultOf("sum(v)", "INTERVAL YEAR TO MONTH", much, false).error().code(), ErrorCode::ArithmeticOverflow);
    QCOMPARE(resultOf("avg(v)", "INTERVAL YEAR TO MONTH", much).error().code(), ErrorCode::ArithmeticOverflow);
    COMPARE_GIVES(Value{}, "try_sum(v)", "INTERVAL YEAR TO MONTH", much);
    COMPARE_GIVES(Value{}, "try_avg(v)", "INTERVAL YEAR TO MONTH", much);
    COMPARE_GIVES(number(5), "avg(v)", "INTERVAL DAY TO SECOND", {number(4), number(5)});
}

void TestAggregateKinds::ag3_approximateCounts() {
    std::vector<Value> values;
    for (std::int32_t at = 0; at < 2000; ++at) values.push_back(whole(at * 7919 % 100003));
    COMPARE_GIVES(number(1941), "approx_count_distinct(v)", "INT", values);
    COMPARE_GIVES(number(1), "approx_count_distinct(v)", "DOUBLE", {{0.0}, {-0.0}, {}});
    COMPARE_GIVES(number(0), "approx_count_distinct(v)", "STRING", {{}});
}

void TestAggregateKinds::ag3_histogram() {
    const Value bins{Value::List{{Value::List{whole(0), {1.0}}},
                                 {Value::List{whole(1), {1.0}}},
                                 {Value::List{whole(2), {1.0}}},
                                 {Value::List{whole(10), {1.0}}}}};
    COMPARE_GIVES(bins, "histogram_numeric(v, 5)", "INT", wholes({0, 1, 2, 10}));
    const Value joined{Value::List{{Value::List{{0.5}, {2.0}}}, {Value::List{{10.0}, {3.0}}}}};
    COMPARE_GIVES(joined, "histogram_numeric(v, 2)", "DOUBLE", {{0.0}, {10.0}, {1.0}, {10.0}, {10.0}});
    COMPARE_GIVES(Value{}, "histogram_numeric(v, 2)", "DOUBLE", {{}});
}

void TestAggregateKinds::ag3_nothingGivesNull() {
    for (const char* text : kCalls) {
        const AggregateCall call = bound(text);
        for (const Value& value : Groups(call).finish()) {
            const std::string_view name = text;
            if (name.starts_with("count") || name.starts_with("regr_count") || name.starts_with("approx_count"))
                QVERIFY2(value == number(0), text);
            else if (name.starts_with("collect") || name.starts_with("array_agg"))
                QVERIFY2(value == Value{Value::List{}}, text);
            else QVERIFY2(value.isNull(), text);
        }
    }
}

void TestAggregateKinds::ag3_trySumStaysNull() {
    const Schema schema = *parseDdl("v BIGINT");
    Groups groups(bound("try_sum(v)", schema));
    for (const std::int64_t value : {std::numeric_limits<std::int64_t>::max(), std::int64_t{1}, std::int64_t{-5}}) {
        Batch batch;
        batch.schema = std::make_shared<Schema>(schema);
        batch.numRows = 1;
        batch.columns.push_back(makeConstantColumn(DataType::longType(), {value}, 1));
        groups.update(batch, 0, 1, true);
        QVERIFY(groups.settle());
    }
    QVERIFY(groups.finish().front().isNull());
}

void TestAggregateKinds::refused() {
    for (const char* text : {"product(d)", "percentile_approx(s, 2)", "percentile(d, 1.5)", "percentile(d, i)",
                             "approx_count_distinct(i, 0.5)", "approx_count_distinct(i, 0)", "bit_and(d)",
                             "collect_set(map(1, 2))", "listagg(s, i)", "mode()", "histogram_numeric(d, 1)",
                             "max_by(s, map(1, 2))", "percentile_approx(d, 0.5, 0)", "sum(b)", "avg(t)", "stddev(x)"}) {
        std::vector<AggregateCall> calls;
        const SessionConf conf;
        BindingScope scope;
        scope.schema = &inputSchema();
        scope.conf = &conf;
        scope.aggregates = &calls;
        const auto expression = parseExpression(text);
        QVERIFY2(expression.hasValue(), text);
        QVERIFY2(!bindExpression(*expression, scope).hasValue(), text);
    }
}

QTEST_APPLESS_MAIN(TestAggregateKinds)
#include "aggregate_kinds_test.moc"
