// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/chart_data.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "core/data/number_text.h"
#include "core/data/table_text.h"

namespace vitrine::ui {

namespace {

constexpr int kMostBins = 200;
constexpr int kUsualBins = 20;

}  // namespace

std::optional<double> numberAt(const Column& column, std::size_t row) {
    if (column.isNull(row)) return std::nullopt;
    double value = 0;
    switch (column.type()->kind()) {
        case TypeKind::Boolean: value = column.values<std::uint8_t>()[row]; break;
        case TypeKind::Byte: value = column.values<std::int8_t>()[row]; break;
        case TypeKind::Short: value = column.values<std::int16_t>()[row]; break;
        case TypeKind::Int: value = column.values<std::int32_t>()[row]; break;
        case TypeKind::Long: value = static_cast<double>(column.values<std::int64_t>()[row]); break;
        case TypeKind::Float: value = static_cast<double>(column.values<float>()[row]); break;
        case TypeKind::Double: value = column.values<double>()[row]; break;
        case TypeKind::Decimal: value = decimalToDouble(column.values<Int128>()[row], column.type()->scale()); break;
        default: return std::nullopt;
    }
    if (!std::isfinite(value)) return std::nullopt;
    return value;
}

std::string keyText(const Column& column, std::size_t row, const TimeZone& zone) {
    return cellText(column, row, zone);
}

const Column& ResultColumn::of(const Batch& rows) const {
    const Column& column = *rows.columns[index];
    return field < 0 ? column : *column.child(static_cast<std::size_t>(field));
}

std::optional<ResultColumn> findColumn(const ResultShape& shape, const std::string& name) {
    if (!shape.schema || name.empty()) return std::nullopt;
    const auto roleOf = [&shape](std::size_t index) {
        return index < shape.roles.size() ? shape.roles[index] : ColumnRole::Other;
    };
    auto found = shape.schema->find(name, true);
    if (found.empty()) found = shape.schema->find(name, false);
    if (!found.empty()) return ResultColumn{found[0], -1, (*shape.schema)[found[0]].type, roleOf(found[0])};
    const auto dot = name.rfind('.');
    if (dot == std::string::npos) return std::nullopt;
    const auto outer = shape.schema->find(name.substr(0, dot), false);
    if (outer.empty() || !(*shape.schema)[outer[0]].type->is(TypeKind::Struct)) return std::nullopt;
    const TypePtr& type = (*shape.schema)[outer[0]].type;
    const int field = type->fieldIndex(name.substr(dot + 1));
    if (field < 0) return std::nullopt;
    ColumnRole role = ColumnRole::Other;
    if (roleOf(outer[0]) == ColumnRole::Window) role = field == 0 ? ColumnRole::WindowStart : ColumnRole::WindowEnd;
    return ResultColumn{outer[0], field, type->fields()[static_cast<std::size_t>(field)].type, role};
}

BinGrid binsFor(double lowest, double highest, int wanted, bool whole, double width) {
    const auto fits = [&](double candidate, int most) {
        return candidate > 0 && std::floor(highest / candidate) - std::floor(lowest / candidate) + 1 <= most;
    };
    const int aim = std::clamp(wanted > 0 ? wanted : kUsualBins, 1, kMostBins);
    const double span = highest - lowest;
    // The width in use stays until it gives clearly too many bins or hardly any.
    const bool keep = width > 0 && fits(width, std::min(2 * aim, kMostBins)) && span / width * 4 >= std::min(aim, 8);
    if (!keep) {
        constexpr std::array<double, 3> kSteps{1, 2, 5};
        const double least = span > 0 ? span / aim : (highest == 0 ? 1 : std::abs(highest) * 0.1);
        const double power = std::pow(10.0, std::floor(std::log10(least)));
        width = power * 10;
        for (const double step : kSteps) {
            if (step * power * (1 + 1e-9) >= least) {
                width = step * power;
                break;
            }
        }
        if (whole) width = std::max(1.0, std::round(width));
        while (!fits(width, kMostBins)) width *= 2;
    }
    BinGrid grid;
    grid.width = width;
    const double from = std::floor(lowest / width);
    grid.first = from * width;
    grid.count = std::max(1, static_cast<int>(std::floor(highest / width) - from) + 1);
    return grid;
}

StackMode ChartData::stacking(const ChartSpec& spec) const {
    if (stackedByCategory) return StackMode::Stacked;
    if (spec.type == ChartType::Histogram) return StackMode::Stacked;
    const bool kinds = spec.type == ChartType::Bar || spec.type == ChartType::Area;
    if (!kinds || spec.logScale || !additive) return StackMode::Grouped;
    // An area below 0 would cross the one above it.
    if (negative && spec.type == ChartType::Area) return StackMode::Grouped;
    if (spec.stack == StackMode::Percent && (overlapping || negative)) return StackMode::Stacked;
    return spec.stack;
}

std::optional<std::int64_t> ChartData::finalUntil() const {
    std::optional<std::int64_t> until;
    for (const ChartPlace& place : places) {
        if (place.state == PlaceState::Final) until = place.end;
    }
    return until;
}

ChartData::Extremes ChartData::extremes(bool stacked, bool percent) const {
    Extremes found;
    found.lowestPositive = std::numeric_limits<double>::infinity();
    const auto take = [&found](double value) {
        if (!found.any) found.lowest = found.highest = value;
        found.any = true;
        found.lowest = std::min(found.lowest, value);
        found.highest = std::max(found.highest, value);
        if (value > 0) found.lowestPositive = std::min(found.lowestPositive, value);
    };
    if (percent) {
        take(0);
        take(1);
    } else if (stacked) {
        for (std::size_t place = 0; place < places.size(); ++place) {
            double above = 0;
            double below = 0;
            for (const ChartSeries& one : series) {
                if (!one.hidden && one.cells[place].present)
                    (one.cells[place].value < 0 ? below : above) += one.cells[place].value;
            }
            take(above);
            take(below);
        }
    } else {
        for (const ChartSeries& one : series) {
            if (one.hidden) continue;
            for (const ChartCell& cell : one.cells) {
                if (cell.present) take(cell.value);
            }
        }
    }
    if (!std::isfinite(found.lowestPositive)) found.lowestPositive = 1;
    return found;
}

std::optional<double> ChartData::share(std::size_t seriesIndex, std::size_t place) const {
    if (!additive || overlapping || places[place].total <= 0) return std::nullopt;
    const ChartCell& cell = series[seriesIndex].cells[place];
    if (!cell.present || cell.value < 0) return std::nullopt;
    return cell.value / places[place].total;
}

}  // namespace vitrine::ui
