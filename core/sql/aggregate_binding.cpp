// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sql/aggregate_binding.h"

#include <algorithm>
#include <array>

#include "core/sql/bound_node.h"
#include "core/sql/coercion.h"
#include "core/sql/comparison.h"
#include "core/sql/operators.h"

namespace vitrine {
namespace {

struct AggregateName {
    FunctionInfo info;
    AggregateKind kind;
    int minimum;
    int maximum;  ///< -1: any number
};

constexpr std::string_view kGroup = "aggregate";
constexpr double kCoarsestDeviation = 0.39;   ///< of approx_count_distinct: fewer than 16 registers estimate nothing
#define VITRINE_AGGREGATE(name, signature, help, kind, minimum, maximum) \
    {{name, signature, help, kGroup}, AggregateKind::kind, minimum, maximum}
constexpr AggregateName kAggregates[] = {
    VITRINE_AGGREGATE("any", "any(condition) → BOOLEAN", "True when the condition holds for at least one row.", BoolOr, 1, 1),
    VITRINE_AGGREGATE("any_value", "any_value(x[, ignoreNulls]) → type of x", "The value of some row.", AnyValue, 1, 2),
    VITRINE_AGGREGATE("approx_count_distinct", "approx_count_distinct(x[, rsd]) → BIGINT", "Estimated number of different values.", ApproxCountDistinct, 1, 2),
    VITRINE_AGGREGATE("approx_percentile", "approx_percentile(x, percentage[, accuracy]) → type of x", "An approximate percentile.", PercentileApprox, 2, 3),
    VITRINE_AGGREGATE("array_agg", "array_agg(x) → ARRAY", "All values but NULL, in a list.", CollectList, 1, 1),
    VITRINE_AGGREGATE("avg", "avg(x) → DOUBLE or DECIMAL", "The mean.", Avg, 1, 1),
    VITRINE_AGGREGATE("bit_and", "bit_and(x) → type of x", "Bitwise AND of all values.", BitAnd, 1, 1),
    VITRINE_AGGREGATE("bit_or", "bit_or(x) → type of x", "Bitwise OR of all values.", BitOr, 1, 1),
    VITRINE_AGGREGATE("bit_xor", "bit_xor(x) → type of x", "Bitwise XOR of all values.", BitXor, 1, 1),
    VITRINE_AGGREGATE("bool_and", "bool_and(condition) → BOOLEAN", "True when the condition holds for all rows.", BoolAnd, 1, 1),
    VITRINE_AGGREGATE("bool_or", "bool_or(condition) → BOOLEAN", "True when the condition holds for at least one row.", BoolOr, 1, 1),
    VITRINE_AGGREGATE("collect_list", "collect_list(x) → ARRAY", "All values but NULL, in a list.", CollectList, 1, 1),
    VITRINE_AGGREGATE("collect_set", "collect_set(x) → ARRAY", "The different values but NULL, in a list.", CollectSet, 1, 1),
    VITRINE_AGGREGATE("corr", "corr(x, y) → DOUBLE", "Pearson's correlation.", Corr, 2, 2),
    VITRINE_AGGREGATE("count", "count(* | x[, y …]) → BIGINT", "Number of rows, or of rows where no argument is NULL.", Count, 0, -1),
    VITRINE_AGGREGATE("count_if", "count_if(condition) → BIGINT", "Number of rows for which the condition holds.", CountIf, 1, 1),
    VITRINE_AGGREGATE("covar_pop", "covar_pop(x, y) → DOUBLE", "Population covariance.", CovarPop, 2, 2),
    VITRINE_AGGREGATE("covar_samp", "covar_samp(x, y) → DOUBLE", "Sample covariance.", CovarSamp, 2, 2),
    VITRINE_AGGREGATE("every", "every(condition) → BOOLEAN", "True when the condition holds for all rows.", BoolAnd, 1, 1),
    VITRINE_AGGREGATE("first", "first(x[, ignoreNulls]) → type of x", "The first value seen.", First, 1, 2),
    VITRINE_AGGREGATE("first_value", "first_value(x[, ignoreNulls]) → type of x", "The first value seen.", First, 1, 2),
    VITRINE_AGGREGATE("histogram_numeric", "histogram_numeric(x, bins) → ARRAY of STRUCT<x, y>", "Bins of unequal width: centre and height.", HistogramNumeric, 2, 2),
    VITRINE_AGGREGATE("kurtosis", "kurtosis(x) → DOUBLE", "Excess kurtosis.", Kurtosis, 1, 1),
    VITRINE_AGGREGATE("last", "last(x[, ignoreNulls]) → type of x", "The last value seen.", Last, 1, 2),
    VITRINE_AGGREGATE("last_value", "last_value(x[, ignoreNulls]) → type of x", "The last value seen.", Last, 1, 2),
    VITRINE_AGGREGATE("listagg", "listagg(x[, delimiter]) → STRING", "All values but NULL, joined.", ListAgg, 1, 2),
    VITRINE_AGGREGATE("max", "max(x) → type of x", "The greatest value.", Max, 1, 1),
    VITRINE_AGGREGATE("max_by", "max_by(x, y) → type of x", "The x of the row with the greatest y.", MaxBy, 2, 2),
    VITRINE_AGGREGATE("mean", "mean(x) → DOUBLE or DECIMAL", "The mean.", Avg, 1, 1),
    VITRINE_AGGREGATE("median", "median(x) → DOUBLE", "The middle value.", Median, 1, 1),
    VITRINE_AGGREGATE("min", "min(x) → type of x", "The least value.", Min, 1, 1),
    VITRINE_AGGREGATE("min_by", "min_by(x, y) → type of x", "The x of the row with the least y.", MinBy, 2, 2),
    VITRINE_AGGREGATE("mode", "mode(x) → type of x", "The most frequent value.", Mode, 1, 2),
    VITRINE_AGGREGATE("percentile", "percentile(x, percentage[, frequency]) → DOUBLE", "An exact percentile.", Percentile, 2, 3),
    VITRINE_AGGREGATE("percentile_approx", "percentile_approx(x, percentage[, accuracy]) → type of x", "An approximate percentile.", PercentileApprox, 2, 3),
    VITRINE_AGGREGATE("regr_avgx", "regr_avgx(y, x) → DOUBLE", "Mean of x over the pairs without NULL.", RegrAvgX, 2, 2),
    VITRINE_AGGREGATE("regr_avgy", "regr_avgy(y, x) → DOUBLE", "Mean of y over the pairs without NULL.", RegrAvgY, 2, 2),
    VITRINE_AGGREGATE("regr_count", "regr_count(y, x) → BIGINT", "Number of pairs without NULL.", Count, 2, 2),
    VITRINE_AGGREGATE("regr_intercept", "regr_intercept(y, x) → DOUBLE", "Intercept of the regression line.", RegrIntercept, 2, 2),
    VITRINE_AGGREGATE("regr_r2", "regr_r2(y, x) → DOUBLE", "Coefficient of determination.", RegrR2, 2, 2),
    VITRINE_AGGREGATE("regr_slope", "regr_slope(y, x) → DOUBLE", "Slope of the regression line.", RegrSlope, 2, 2),
    VITRINE_AGGREGATE("regr_sxx", "regr_sxx(y, x) → DOUBLE", "Sum of squared deviations of x.", RegrSxx, 2, 2),
    VITRINE_AGGREGATE("regr_sxy", "regr_sxy(y, x) → DOUBLE", "Sum of products of the deviations.", RegrSxy, 2, 2),
    VITRINE_AGGREGATE("regr_syy", "regr_syy(y, x) → DOUBLE", "Sum of squared deviations of y.", RegrSyy, 2, 2),
    VITRINE_AGGREGATE("skewness", "skewness(x) → DOUBLE", "Skewness.", Skewness, 1, 1),
    VITRINE_AGGREGATE("some", "some(condition) → BOOLEAN", "True when the condition holds for at least one row.", BoolOr, 1, 1),
    VITRINE_AGGREGATE("std", "std(x) → DOUBLE", "Sample standard deviation.", StddevSamp, 1, 1),
    VITRINE_AGGREGATE("stddev", "stddev(x) → DOUBLE", "Sample standard deviation.", StddevSamp, 1, 1),
    VITRINE_AGGREGATE("stddev_pop", "stddev_pop(x) → DOUBLE", "Population standard deviation.", StddevPop, 1, 1),
    VITRINE_AGGREGATE("stddev_samp", "stddev_samp(x) → DOUBLE", "Sample standard deviation.", StddevSamp, 1, 1),
    VITRINE_AGGREGATE("string_agg", "string_agg(x[, delimiter]) → STRING", "All values but NULL, joined.", ListAgg, 1, 2),
    VITRINE_AGGREGATE("sum", "sum(x) → BIGINT, DOUBLE or DECIMAL", "The sum.", Sum, 1, 1),
    VITRINE_AGGREGATE("try_avg", "try_avg(x) → DOUBLE or DECIMAL", "The mean; NULL on overflow.", TryAvg, 1, 1),
    VITRINE_AGGREGATE("try_sum", "try_sum(x) → BIGINT, DOUBLE or DECIMAL", "The sum; NULL on overflow.", TrySum, 1, 1),
    VITRINE_AGGREGATE("var_pop", "var_pop(x) → DOUBLE", "Population variance.", VarPop, 1, 1),
    VITRINE_AGGREGATE("var_samp", "var_samp(x) → DOUBLE", "Sample variance.", VarSamp, 1, 1),
    VITRINE_AGGREGATE("variance", "variance(x) → DOUBLE", "Sample variance.", VarSamp, 1, 1),
};
#undef VITRINE_AGGREGATE

const AggregateName* findAggregate(std::string_view name) {
    const auto* found = std::lower_bound(std::begin(kAggregates), std::end(kAggregates), name,
                                         [](const AggregateName& entry, std::string_view wanted) { return entry.info.name < wanted; });
    return found != std::end(kAggregates) && found->info.name == name ? found : nullptr;
}

class Completion {
  public:
    Completion(AggregateCall& call, std::string_view name, const SessionConf& conf) : call_(call), name_(name), conf_(conf) {}

    Result<void> run() {
        using Kind = AggregateKind;
        switch (call_.kind) {
            case Kind::Count:
                call_.type = DataType::longType();
                call_.nullable = false;
                return {};
            case Kind::CountIf:
                call_.type = DataType::longType();
                call_.nullable = false;
                return coerce(0, DataType::boolean());
            case Kind::Sum:
            case Kind::TrySum: return sum();
            case Kind::Avg:
            case Kind::TryAvg: return average();
            case Kind::Min:
            case Kind::Max:
                call_.type = type(0);
                return orderable(0);
            case Kind::StddevSamp:
            case Kind::StddevPop:
            case Kind::VarSamp:
            case Kind::VarPop:
            case Kind::Skewness:
            case Kind::Kurtosis:
            case Kind::CovarPop:
            case Kind::CovarSamp:
            case Kind::Corr:
            case Kind::RegrAvgX:
            case Kind::RegrAvgY:
            case Kind::RegrIntercept:
            case Kind::RegrR2:
            case Kind::RegrSlope:
            case Kind::RegrSxx:
            case Kind::RegrSxy:
            case Kind::RegrSyy:
                call_.type = DataType::doubleType();
                for (std::size_t index = 0; index < call_.arguments.size(); ++index) {
                    VITRINE_CHECK_OK(coerce(index, DataType::doubleType()));
                }
                return {};
            case Kind::First:
            case Kind::Last:
            case Kind::AnyValue:
                VITRINE_CHECK_OK(takeIgnoreNulls());
                call_.type = type(0);
                return {};
            case Kind::Mode:
                if (call_.arguments.size() > 1) {
                    VITRINE_TRY(const double deterministic, takeParameter());
                    call_.parameters.push_back(deterministic);
                }
                call_.type = type(0);
                return {};
            case Kind::CollectList:
            case Kind::CollectSet:
                if (call_.kind == Kind::CollectSet && type(0)->is(TypeKind::Map)) return wrongType(0, "a type without MAP");
                call_.type = DataType::array(type(0), false);
                call_.nullable = false;
                return {};
            case Kind::ApproxCountDistinct:
                call_.type = DataType::longType();
                call_.nullable = false;
                if (call_.arguments.size() > 1) {
                    VITRINE_TRY(const double rsd, takeParameter());
                    if (!(rsd > 0 && rsd <= kCoarsestDeviation)) return Error(ErrorCode::TypeMismatch, "The relative deviation of " + std::string(name_) + "() must lie between 0 and 0.39.");
                    call_.parameters.push_back(rsd);
                }
                return {};
            case Kind::PercentileApprox: return approximatePercentile();
            case Kind::Percentile: return percentile();
            case Kind::Median:
                call_.type = DataType::doubleType();
                return isInterval() ? Result<void>{} : coerce(0, DataType::doubleType());
            case Kind::ListAgg: return join();
            case Kind::HistogramNumeric: return histogram();
            case Kind::MaxBy:
            case Kind::MinBy:
                call_.type = type(0);
                return orderable(1);
            case Kind::BoolAnd:
            case Kind::BoolOr:
                call_.type = DataType::boolean();
                return coerce(0, DataType::boolean());
            case Kind::BitAnd:
            case Kind::BitOr:
            case Kind::BitXor:
                if (type(0)->is(TypeKind::Void)) VITRINE_CHECK_OK(coerce(0, DataType::intType()));
                if (!type(0)->isIntegral()) return wrongType(0, "an integer");
                call_.type = type(0);
                return {};
        }
        return {};
    }

  private:
    const TypePtr& type(std::size_t index) const { return call_.arguments[index]->type(); }

    Error wrongType(std::size_t index, std::string_view wanted) const {
        return Error(ErrorCode::TypeMismatch, "Argument " + std::to_string(index + 1) + " of " + std::string(name_) + "() must be " +
                                                  std::string(wanted) + ", but is " + type(index)->sql() + ".");
    }

    Result<void> coerce(std::size_t index, const TypePtr& target) {
        const std::string what = "Argument " + std::to_string(index + 1) + " of " + std::string(name_) + "()";
        VITRINE_TRY(call_.arguments[index], coerceTo(call_.arguments[index], target, conf_, what));
        return {};
    }

    Result<void> orderable(std::size_t index) const {
        if (isOrderable(*type(index))) return {};
        return Error(ErrorCode::TypeMismatch, std::string(name_) + "() cannot order values of " + type(index)->sql() + ".");
    }

    bool isInterval() const { return type(0)->is(TypeKind::YearMonthInterval) || type(0)->is(TypeKind::DayTimeInterval); }

    Result<void> sum() {
        if (type(0)->is(TypeKind::String) || type(0)->is(TypeKind::Void)) VITRINE_CHECK_OK(coerce(0, DataType::doubleType()));
        if (type(0)->is(TypeKind::Decimal)) {
            call_.type = boundedDecimal(type(0)->precision() + 10, type(0)->scale());
            return {};
        }
        if (isInterval()) {
            call_.type = type(0);
            return {};
        }
        if (!type(0)->isNumeric()) return wrongType(0, "a number");
        call_.type = type(0)->isIntegral() ? DataType::longType() : DataType::doubleType();
        return coerce(0, call_.type);
    }

    Result<void> average() {
        if (type(0)->is(TypeKind::Decimal)) {
            call_.type = boundedDecimal(type(0)->precision() + 4, type(0)->scale() + 4);
            return {};
        }
        if (isInterval()) {
            call_.type = type(0)->is(TypeKind::DayTimeInterval) ? DataType::dayTimeInterval() : DataType::yearMonthInterval();
            return {};
        }
        if (!type(0)->isNumeric() && !type(0)->is(TypeKind::String) && !type(0)->is(TypeKind::Void)) return wrongType(0, "a number");
        call_.type = DataType::doubleType();
        return coerce(0, DataType::doubleType());
    }

    /// The last argument, a constant number, taken off the arguments.
    Result<double> takeParameter() {
        VITRINE_TRY(const std::vector<double> values, takeParameters());
        if (values.size() != 1) return Error(ErrorCode::TypeMismatch, "Argument " + std::to_string(call_.arguments.size() + 1) + " of " + std::string(name_) + "() must be one number.");
        return values.front();
    }

    /// The last argument, a constant number or array of numbers.
    Result<std::vector<double>> takeParameters() {
        const BoundPtr parameter = call_.arguments.back();
        const std::string what = "Argument " + std::to_string(call_.arguments.size()) + " of " + std::string(name_) + "()";
        std::vector<std::size_t> columns;
        collectColumns(*parameter, columns);
        if (!columns.empty()) return Error(ErrorCode::TypeMismatch, what + " must be a constant.");
        const bool isArray = parameter->type()->is(TypeKind::Array);
        const DataType& kind = isArray ? *parameter->type()->elementType() : *parameter->type();
        if (!kind.isNumeric() && !kind.is(TypeKind::Boolean)) return Error(ErrorCode::TypeMismatch, what + " must be a number, but is " + parameter->type()->sql() + ".");
        const TypePtr target = isArray ? DataType::array(DataType::doubleType()) : DataType::doubleType();
        Batch one;
        one.numRows = 1;
        EvaluationContext context;
        context.conf = &conf_;
        VITRINE_TRY(const ColumnPtr column, makeCast(parameter, target, false)->evaluate(one, context));
        const Column& values = isArray ? *column->child(0) : *column;
        std::vector<double> numbers;
        for (std::size_t row = 0; row < values.size(); ++row) {
            if (values.isNull(row)) return Error(ErrorCode::TypeMismatch, what + " must not be NULL.");
            numbers.push_back(values.values<double>()[row]);
        }
        call_.arguments.pop_back();
        return numbers;
    }

    Result<void> takeIgnoreNulls() {
        if (call_.arguments.size() < 2) return {};
        const Value* constant = constantOf(*call_.arguments[1]);
        if (constant == nullptr || !type(1)->is(TypeKind::Boolean) || constant->isNull()) return wrongType(1, "true or false");
        call_.ignoreNulls = constant->get<bool>();
        call_.arguments.pop_back();
        return {};
    }

    Result<void> checkPercentages(const std::vector<double>& percentages) const {
        for (const double percentage : percentages) {
            if (!(percentage >= 0 && percentage <= 1)) {
                return Error(ErrorCode::TypeMismatch, "A percentage of " + std::string(name_) + "() must lie between 0.0 and 1.0.");
            }
        }
        return {};
    }

    Result<void> approximatePercentile() {
        double accuracy = 10000;
        if (call_.arguments.size() > 2) {
            VITRINE_TRY(accuracy, takeParameter());
        }
        if (!(accuracy > 0 && accuracy <= 2147483647)) return Error(ErrorCode::TypeMismatch, "The accuracy of " + std::string(name_) + "() must be greater than 0.");
        const bool isArray = type(1)->is(TypeKind::Array);
        VITRINE_TRY(call_.parameters, takeParameters());
        VITRINE_CHECK_OK(checkPercentages(call_.parameters));
        call_.parameters.push_back(accuracy);
        if (type(0)->is(TypeKind::String) || type(0)->is(TypeKind::Void)) VITRINE_CHECK_OK(coerce(0, DataType::doubleType()));
        const bool isTime = type(0)->is(TypeKind::Date) || type(0)->is(TypeKind::Timestamp) || type(0)->is(TypeKind::TimestampNtz);
        if (!type(0)->isNumeric() && !isTime && !isInterval()) return wrongType(0, "a number or a time");
        call_.type = isArray ? DataType::array(type(0), false) : type(0);
        return {};
    }

    Result<void> percentile() {
        if (call_.arguments.size() > 2) {
            if (!type(2)->isIntegral() && !type(2)->is(TypeKind::Void)) return wrongType(2, "an integer");
            VITRINE_CHECK_OK(coerce(2, DataType::longType()));
            std::swap(call_.arguments[1], call_.arguments[2]);
        }
        const bool isArray = call_.arguments.back()->type()->is(TypeKind::Array);
        VITRINE_TRY(call_.parameters, takeParameters());
        VITRINE_CHECK_OK(checkPercentages(call_.parameters));
        call_.type = isArray ? DataType::array(DataType::doubleType(), false) : DataType::doubleType();
        return isInterval() ? Result<void>{} : coerce(0, DataType::doubleType());
    }

    Result<void> join() {
        const bool isBinary = type(0)->is(TypeKind::Binary);
        if (type(0)->isNested() || type(0)->is(TypeKind::CalendarInterval)) return wrongType(0, "a string");
        call_.type = isBinary ? DataType::binary() : DataType::string();
        if (!isBinary) VITRINE_CHECK_OK(coerce(0, DataType::string()));
        if (call_.arguments.size() < 2) return {};
        if (constantOf(*call_.arguments[1]) == nullptr) return Error(ErrorCode::TypeMismatch, "The delimiter of " + std::string(name_) + "() must be a constant.");
        if (!type(1)->is(TypeKind::Void) && !type(1)->sameType(*call_.type)) return wrongType(1, "a " + call_.type->sql());
        return {};
    }

    Result<void> histogram() {
        VITRINE_TRY(const double bins, takeParameter());
        if (!(bins >= 2 && bins <= 2147483647)) return Error(ErrorCode::TypeMismatch, std::string(name_) + "() needs at least 2 bins.");
        call_.parameters.push_back(bins);
        const bool isTime = type(0)->is(TypeKind::Date) || type(0)->is(TypeKind::Timestamp) || type(0)->is(TypeKind::TimestampNtz);
        if (type(0)->is(TypeKind::Void)) VITRINE_CHECK_OK(coerce(0, DataType::doubleType()));
        if (!type(0)->isNumeric() && !isTime && !isInterval()) return wrongType(0, "a number or a time");
        call_.type = DataType::array(DataType::structType({{"x", type(0), true}, {"y", DataType::doubleType(), true}}), true);
        return {};
    }

    AggregateCall& call_;
    std::string_view name_;
    const SessionConf& conf_;
};

}  // namespace

std::optional<AggregateKind> aggregateKindOf(std::string_view name) {
    const AggregateName* found = findAggregate(name);
    return found == nullptr ? std::nullopt : std::optional<AggregateKind>(found->kind);
}

std::span<const FunctionInfo> aggregateFunctions() {
    static const std::vector<FunctionInfo> kInfos = [] {
        std::vector<FunctionInfo> infos;
        for (const AggregateName& entry : kAggregates) infos.push_back(entry.info);
        return infos;
    }();
    return kInfos;
}

Result<void> completeAggregate(AggregateCall& call, std::string_view name, const SessionConf& conf) {
    const AggregateName* entry = findAggregate(name);
    const auto count = static_cast<int>(call.arguments.size());
    if (count < entry->minimum || (entry->maximum >= 0 && count > entry->maximum)) {
        return Error(ErrorCode::WrongArgumentCount, std::string(name) + "() takes " + std::to_string(entry->minimum) +
                                                        (entry->maximum == entry->minimum ? "" : " or more") + " arguments, not " +
                                                        std::to_string(count) + ".")
            .withWayOut(std::string(entry->info.signature));
    }
    return Completion(call, name, conf).run();
}

}  // namespace vitrine
