// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/chart_data.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>
#include <limits>
#include <numeric>
#include <set>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

#include "core/base/time.h"

namespace vitrine::ui {

namespace {

constexpr std::uint32_t kNoPlace = std::numeric_limits<std::uint32_t>::max();
constexpr int kMostPlaces = 4096;
constexpr int kMostTimeSpans = 40;
constexpr std::size_t kMostPoints = 4000;
constexpr int kMostParts = 6;
constexpr std::size_t kMostMoments = 120;
constexpr double kEnterMargin = 1.10;
constexpr int kEnterAfterBatches = 3;

bool isAdditive(ValueAggregate aggregate) {
    return aggregate == ValueAggregate::Sum || aggregate == ValueAggregate::Count || aggregate == ValueAggregate::None;
}

/// Puts the values of rows that fall on one mark together.
struct Accumulator {
    std::uint64_t count = 0;
    std::uint64_t rows = 0;
    double sum = 0;
    double openSum = 0;
    bool touchesOpen = false;
    double sumOfSquares = 0;
    double lowest = std::numeric_limits<double>::infinity();
    double highest = -std::numeric_limits<double>::infinity();
    std::int64_t changedIn = -1;
    std::unique_ptr<std::vector<double>> all;                // Median
    std::unique_ptr<std::unordered_set<std::string>> texts;  // Distinct

    void add(double value) {
        ++count;
        sum += value;
        sumOfSquares += value * value;
        lowest = std::min(lowest, value);
        highest = std::max(highest, value);
    }

    std::optional<double> result(ValueAggregate aggregate) {
        switch (aggregate) {
            case ValueAggregate::Count: return static_cast<double>(count);
            case ValueAggregate::Distinct: return texts ? static_cast<double>(texts->size()) : 0.0;
            case ValueAggregate::None:
            case ValueAggregate::Sum: break;
            case ValueAggregate::Avg:
                if (count == 0) return std::nullopt;
                return sum / static_cast<double>(count);
            case ValueAggregate::Min:
                if (count == 0) return std::nullopt;
                return lowest;
            case ValueAggregate::Max:
                if (count == 0) return std::nullopt;
                return highest;
            case ValueAggregate::Median: {
                if (!all || all->empty()) return std::nullopt;
                std::sort(all->begin(), all->end());
                const std::size_t middle = all->size() / 2;
                return all->size() % 2 == 1 ? (*all)[middle] : ((*all)[middle - 1] + (*all)[middle]) / 2;
            }
            case ValueAggregate::Stddev: {
                if (count < 2) return std::nullopt;
                const auto n = static_cast<double>(count);
                return std::sqrt(std::max(0.0, (sumOfSquares - sum * sum / n) / (n - 1)));
            }
        }
        if (count == 0) return std::nullopt;
        return sum;
    }
};

/// A value column with what is done to it; `column` is empty for the number of rows.
struct ValueSource {
    std::optional<ResultColumn> column;
    ValueAggregate aggregate = ValueAggregate::Sum;
    std::string name;
    bool whole = false;
};

std::string valueName(const ChartValue& value) {
    return value.column.empty() ? std::string("rows") : value.column;
}

/// Whether values of windows give the value of the window they make together.
bool isMergeable(ValueAggregate aggregate) {
    return isAdditive(aggregate) || aggregate == ValueAggregate::Min || aggregate == ValueAggregate::Max;
}

bool isWindowRole(ColumnRole role) {
    return role == ColumnRole::Window || role == ColumnRole::WindowStart || role == ColumnRole::WindowEnd;
}

bool isOnTime(const ResultColumn& column) {
    if (!column.type) return false;
    return isWindowRole(column.role) || column.type->is(TypeKind::Timestamp) ||
           column.type->is(TypeKind::TimestampNtz) || column.type->is(TypeKind::Date);
}

/// The column of the result's window, of any of its forms.
std::optional<ResultColumn> windowColumn(const ResultShape& shape) {
    for (std::size_t index = 0; index < shape.roles.size() && index < shape.schema->size(); ++index) {
        if (isWindowRole(shape.roles[index]))
            return ResultColumn{index, -1, (*shape.schema)[index].type, shape.roles[index]};
    }
    return std::nullopt;
}

/// An instant in microseconds, of a window its start; empty for NULL.
std::optional<std::int64_t> instantAt(const Column& from, std::size_t row) {
    const Column* column = &from;
    if (column->type()->is(TypeKind::Struct)) {
        if (column->isNull(row)) return std::nullopt;
        column = column->child(0).get();
    }
    if (column->isNull(row)) return std::nullopt;
    if (column->type()->is(TypeKind::Date)) return std::int64_t{column->values<std::int32_t>()[row]} * 86'400'000'000;
    return column->values<std::int64_t>()[row];
}

std::int64_t niceSpan(std::int64_t range) {
    constexpr std::int64_t second = 1'000'000;
    constexpr std::array<std::int64_t, 18> spans{1,    2,        5,        10,        15,      30,
                                                 60,   2 * 60,   5 * 60,   10 * 60,   15 * 60, 30 * 60,
                                                 3600, 3 * 3600, 6 * 3600, 12 * 3600, 86400,   7 * 86400};
    for (const std::int64_t span : spans) {
        if (range / (span * second) < kMostTimeSpans) return span * second;
    }
    return (range / kMostTimeSpans / (86400 * second) + 1) * 86400 * second;
}

}  // namespace

/// The rows of a snapshot that fall on the chart: their place and their group.
struct ChartDataBuilder::Rows {
    std::vector<std::uint32_t> place;  // one a result row, kNoPlace when it is not shown
    std::vector<std::uint32_t> group;
    std::vector<std::string> groupText;
    std::vector<bool> groupIsNull;
    std::vector<double> weight;          // one a group, for the ranking
    std::vector<std::uint32_t> shownAs;  // one a group: index among the shown, or the shown count for Other
    std::vector<std::uint32_t> shownGroups;
};

void ChartDataBuilder::chooseKeys(Rows& rows, const ChartSpec& spec, std::int64_t batch) {
    const auto limit = static_cast<std::size_t>(std::max(1, spec.topN));
    std::unordered_map<std::string_view, std::uint32_t> byText;
    for (std::uint32_t group = 0; group < rows.groupText.size(); ++group) byText.emplace(rows.groupText[group], group);

    std::vector<std::uint32_t> ranked(rows.groupText.size());
    std::iota(ranked.begin(), ranked.end(), 0u);
    std::sort(ranked.begin(), ranked.end(), [&rows](std::uint32_t left, std::uint32_t right) {
        if (rows.weight[left] != rows.weight[right]) return rows.weight[left] > rows.weight[right];
        return rows.groupText[left] < rows.groupText[right];
    });

    std::vector<std::uint32_t> chosen;
    const auto choose = [&chosen](std::uint32_t group) {
        if (std::find(chosen.begin(), chosen.end(), group) == chosen.end()) chosen.push_back(group);
    };
    for (const std::string& pin : spec.pinned) {
        if (const auto found = byText.find(pin); found != byText.end()) choose(found->second);
    }
    const std::size_t pins = chosen.size();
    std::vector<std::uint32_t> staying;
    for (const std::string& text : shown_) {
        if (const auto found = byText.find(text); found != byText.end()) staying.push_back(found->second);
    }
    std::sort(staying.begin(), staying.end(),
              [&rows](std::uint32_t left, std::uint32_t right) { return rows.weight[left] > rows.weight[right]; });
    for (const std::uint32_t group : staying) {
        if (chosen.size() < std::max(limit, pins)) choose(group);
    }
    const bool newBatch = batch != lastBatch_;
    lastBatch_ = batch;
    std::map<std::string, int> challengers;
    for (const std::uint32_t group : ranked) {
        if (std::find(chosen.begin(), chosen.end(), group) != chosen.end()) continue;
        if (chosen.size() < limit) {
            chosen.push_back(group);
            continue;
        }
        // The weakest of those shown gives way only after it was clearly beaten for some batches.
        auto weakest = std::min_element(
            chosen.begin() + static_cast<std::ptrdiff_t>(pins), chosen.end(),
            [&rows](std::uint32_t left, std::uint32_t right) { return rows.weight[left] < rows.weight[right]; });
        if (weakest == chosen.end() || rows.weight[group] <= rows.weight[*weakest] * kEnterMargin) break;
        const std::string& text = rows.groupText[group];
        const auto before = challengers_.find(text);
        const int beaten = (before == challengers_.end() ? 0 : before->second) + (newBatch ? 1 : 0);
        if (beaten >= kEnterAfterBatches) {
            *weakest = group;
        } else {
            challengers[text] = beaten;
        }
    }
    challengers_ = std::move(challengers);
    shown_.clear();
    rows.shownGroups = chosen;
    rows.shownAs.assign(rows.groupText.size(), static_cast<std::uint32_t>(chosen.size()));
    for (std::uint32_t index = 0; index < chosen.size(); ++index) {
        rows.shownAs[chosen[index]] = index;
        shown_.push_back(rows.groupText[chosen[index]]);
    }
}

ChartData ChartDataBuilder::build(const ResultSnapshot& snapshot, const ChartSpec& spec, const View& view,
                                  KeyColors& colors) {
    ChartData data;
    if (!snapshot.shape || !snapshot.shape->schema) return data;
    const ResultShape& shape = *snapshot.shape;
    data.canBeFinal = shape.canBeFinal;
    data.hasWatermark = shape.hasWatermark;
    data.mode = shape.mode;
    data.batch = snapshot.batchId;
    data.delay = std::chrono::duration_cast<Micros>(shape.watermarkDelay).count();
    if (snapshot.latestEventTime) data.latest = snapshot.latestEventTime->time_since_epoch().count();
    const std::int64_t mark = std::chrono::duration_cast<Micros>(snapshot.watermark.time_since_epoch()).count();
    if (shape.hasWatermark) {
        data.watermark = mark;
        // The mark counts in whole milliseconds (WM-1).
        if (data.latest) {
            const std::int64_t next = floorDiv(*data.latest, 1000) * 1000 - data.delay;
            if (next > mark) data.nextWatermark = next;
        }
    }

    // Which columns
    const bool isPie = spec.type == ChartType::Pie;
    const bool isNumber = spec.type == ChartType::Number;
    const bool isHistogram = spec.type == ChartType::Histogram;
    const bool isScatter = spec.type == ChartType::Scatter;
    // The parts of a pie are its groups: the same options as the bars it was made from.
    const std::vector<std::string>& axisNames = isPie && !spec.groups.empty() ? spec.groups : spec.keys;
    const std::vector<std::string> groupNames = isPie || isNumber ? std::vector<std::string>() : spec.groups;
    std::vector<ResultColumn> axisColumns;
    for (const std::string& name : axisNames) {
        const auto column = findColumn(shape, name);
        if (!column) {
            data.unresolved = true;
            continue;
        }
        axisColumns.push_back(*column);
    }
    std::vector<ResultColumn> groupColumns;
    std::string groupName;
    for (const std::string& name : groupNames) {
        const auto column = findColumn(shape, name);
        if (!column) {
            data.unresolved = true;
            continue;
        }
        groupColumns.push_back(*column);
        groupName += (groupName.empty() ? "" : ", ") + name;
    }
    std::vector<ValueSource> values;
    for (const ChartValue& value : spec.values) {
        ValueSource source{findColumn(shape, value.column), value.aggregate, valueName(value), false};
        if (!source.column && !value.column.empty()) {
            data.unresolved = true;
            continue;
        }
        source.whole = value.aggregate == ValueAggregate::Count || value.aggregate == ValueAggregate::Distinct ||
                       !source.column ||
                       (source.column->type->isIntegral() && value.aggregate != ValueAggregate::Avg &&
                        value.aggregate != ValueAggregate::Stddev && value.aggregate != ValueAggregate::Median);
        if (!source.column) source.aggregate = ValueAggregate::Count;
        if (isHistogram) {
            axisColumns.clear();
            if (source.column) axisColumns.push_back(*source.column);
            if (!source.column || !source.column->type->isNumeric()) {
                data.refusal = ChartRefusal::NoNumbers;
                return data;
            }
            // A bar counts the rows whose number falls on it.
            source = {std::nullopt, ValueAggregate::Count, "rows", true};
        }
        data.whole = data.whole && source.whole;
        data.additive = data.additive && isAdditive(source.aggregate);
        values.push_back(std::move(source));
        if (isPie || isNumber || isHistogram) break;
    }
    if (values.empty() || (axisColumns.empty() && !isNumber)) return data;
    data.valueName = values.size() == 1 ? values[0].name : std::string();

    // Which places
    const ResultColumn first = axisColumns.empty() ? ResultColumn() : axisColumns.front();
    const bool isTotal = isNumber && (axisColumns.empty() || !isOnTime(first));
    const bool isWindow = isWindowRole(first.role);
    const bool isTime = !isTotal && isOnTime(first);
    data.length = shape.windowDuration.count();
    data.pitch = shape.windowSlide.count() > 0 ? shape.windowSlide.count() : data.length;
    data.axis = isHistogram                   ? ChartAxis::Bins
                : isTotal || isPie            ? ChartAxis::Categories
                : isWindow && data.length > 0 ? ChartAxis::Windows
                : isScatter                   ? ChartAxis::Numbers
                : isTime                      ? ChartAxis::Time
                                              : ChartAxis::Categories;
    if (data.length > 0)
        data.overlapping = data.pitch < data.length && (isWindow || data.axis == ChartAxis::Categories);
    if (isPie && (isWindow || isTime)) data.refusal = ChartRefusal::NoKeys;
    else if (isPie && !data.additive) data.refusal = ChartRefusal::NoTotal;
    else if (isPie && data.overlapping) data.refusal = ChartRefusal::Overlap;
    if (isScatter && data.axis == ChartAxis::Numbers && !isTime && !first.type->isNumeric())
        data.refusal = ChartRefusal::NoNumbers;
    if (data.refusal != ChartRefusal::None) return data;

    Rows rows;
    rows.place.assign(snapshot.numRows, kNoPlace);
    rows.group.assign(snapshot.numRows, 0);

    const auto forEachRow = [&snapshot](auto&& visit) {
        std::size_t at = 0;
        for (const auto& chunk : snapshot.chunks) {
            for (std::size_t row = 0; row < chunk->rows.numRows; ++row, ++at) visit(*chunk, row, at);
        }
    };

    // Where time is not the axis, what comes from open windows is told apart all the same (R16, R17).
    const bool onTime = data.axis == ChartAxis::Windows || data.axis == ChartAxis::Time;
    std::vector<bool> openRow;
    std::vector<bool> hiddenRow(snapshot.numRows, false);
    if (const auto window = onTime ? std::nullopt : windowColumn(shape);
        window && shape.canBeFinal && data.length > 0) {
        openRow.assign(snapshot.numRows, false);
        std::set<std::int64_t> open;
        forEachRow([&](const ResultChunk& chunk, std::size_t row, std::size_t at) {
            const auto instant = instantAt(window->of(chunk.rows), row);
            if (!instant) return;
            const std::int64_t end = window->role == ColumnRole::WindowEnd ? *instant : *instant + data.length;
            if (end <= mark) return;
            open.insert(end);
            openRow[at] = true;
            hiddenRow[at] = !spec.showOpenWindows;
        });
        (spec.showOpenWindows ? data.openPlaces : data.hiddenOpenPlaces) = static_cast<int>(open.size());
    }

    if (data.axis == ChartAxis::Bins) {
        double lowest = std::numeric_limits<double>::infinity();
        double highest = -lowest;
        std::vector<double> numbers(snapshot.numRows, std::numeric_limits<double>::quiet_NaN());
        forEachRow([&](const ResultChunk& chunk, std::size_t row, std::size_t at) {
            if (hiddenRow[at]) return;
            const auto number = numberAt(first.of(chunk.rows), row);
            if (!number) {
                ++data.rowsWithoutPlace;
                return;
            }
            numbers[at] = *number;
            lowest = std::min(lowest, *number);
            highest = std::max(highest, *number);
        });
        if (lowest > highest) return data;
        const BinGrid grid = binsFor(lowest, highest, spec.bins, first.type->isIntegral(), binWidth_);
        binWidth_ = grid.width;
        const auto from = static_cast<std::int64_t>(std::llround(grid.first / grid.width));
        for (int index = 0; index < grid.count; ++index) {
            ChartPlace place;
            place.start = from + index;
            place.end = place.start + 1;
            place.low = static_cast<double>(place.start) * grid.width;
            place.high = static_cast<double>(place.end) * grid.width;
            data.places.push_back(std::move(place));
        }
        data.pitch = data.length = 1;
        for (std::size_t at = 0; at < numbers.size(); ++at) {
            if (std::isnan(numbers[at])) continue;
            const double index = std::floor(numbers[at] / grid.width) - static_cast<double>(from);
            rows.place[at] = static_cast<std::uint32_t>(std::clamp(index, 0.0, grid.count - 1.0));
        }
    } else if (data.axis == ChartAxis::Numbers) {
        struct Point {
            double x;
            std::int64_t changedIn;
            std::uint64_t id;
            std::size_t at;
        };
        std::vector<Point> points;
        data.timeNumbers = isTime;
        forEachRow([&](const ResultChunk& chunk, std::size_t row, std::size_t at) {
            if (hiddenRow[at]) return;
            std::optional<double> x;
            if (!isTime) x = numberAt(first.of(chunk.rows), row);
            else if (const auto instant = instantAt(first.of(chunk.rows), row)) x = static_cast<double>(*instant);
            bool anyValue = false;
            for (const ValueSource& value : values)
                anyValue = anyValue || !value.column || numberAt(value.column->of(chunk.rows), row);
            if (!x || !anyValue) {
                ++data.rowsWithoutPlace;
                return;
            }
            points.push_back({*x, row < chunk.changedIn.size() ? chunk.changedIn[row] : 0,
                              chunk.ids && row < chunk.ids->size() ? (*chunk.ids)[row] : at, at});
        });
        if (points.size() > kMostPoints) {
            data.rowsLeftOut = points.size() - kMostPoints;
            std::nth_element(points.begin(), points.begin() + static_cast<std::ptrdiff_t>(kMostPoints), points.end(),
                             [](const Point& left, const Point& right) {
                                 return std::pair(left.changedIn, left.at) > std::pair(right.changedIn, right.at);
                             });
            points.resize(kMostPoints);
        }
        std::sort(points.begin(), points.end(), [](const Point& left, const Point& right) {
            return std::pair(left.x, left.at) < std::pair(right.x, right.at);
        });
        for (const Point& point : points) {
            ChartPlace place;
            place.start = place.end = static_cast<std::int64_t>(point.id);
            place.low = place.high = point.x;
            if (!openRow.empty()) place.state = openRow[point.at] ? PlaceState::Open : PlaceState::Final;
            rows.place[point.at] = static_cast<std::uint32_t>(data.places.size());
            data.places.push_back(std::move(place));
        }
        if (points.empty()) return data;
    } else if (isTotal) {
        ChartSeries one;
        one.key = data.valueName;
        data.series.push_back(std::move(one));
        data.places.emplace_back();
        data.stackedByCategory = true;
        for (std::size_t at = 0; at < rows.place.size(); ++at) {
            if (!hiddenRow[at]) rows.place[at] = 0;
        }
        rows.shownAs = {0};
    } else if (data.axis == ChartAxis::Categories) {
        std::unordered_map<std::string, std::uint32_t> places;
        std::vector<std::string> labels;
        forEachRow([&](const ResultChunk& chunk, std::size_t row, std::size_t at) {
            if (hiddenRow[at]) return;
            std::string text;
            for (std::size_t index = 0; index < axisColumns.size(); ++index) {
                if (index > 0) text += " · ";
                text += keyText(axisColumns[index].of(chunk.rows), row, view.zone);
            }
            const auto [found, isNew] = places.try_emplace(std::move(text), static_cast<std::uint32_t>(labels.size()));
            if (isNew) labels.push_back(found->first);
            rows.place[at] = found->second;
        });
        // A category is chosen by the same rule as a group; it becomes a place instead of a colour.
        rows.groupText = labels;
        rows.weight.assign(labels.size(), 0);
        std::vector<double> signedWeight(labels.size(), 0);
        forEachRow([&](const ResultChunk& chunk, std::size_t row, std::size_t at) {
            if (hiddenRow[at]) return;
            for (const ValueSource& value : values) {
                const auto number =
                    value.column ? numberAt(value.column->of(chunk.rows), row) : std::optional<double>(1);
                if (!number) continue;
                rows.weight[rows.place[at]] += std::abs(*number);
                signedWeight[rows.place[at]] += *number;
            }
        });
        ChartSpec limit = spec;
        // A ranking of categories is not a colour scheme: more of them fit.
        if (spec.groups.empty() && values.size() > 1) limit.topN = std::max(spec.topN, 1);
        if (isPie) limit.topN = std::min(spec.topN, kMostParts);
        chooseKeys(rows, limit, snapshot.batchId);
        std::vector<std::uint32_t> order(rows.shownGroups.size());
        std::iota(order.begin(), order.end(), 0u);
        std::sort(order.begin(), order.end(), [&](std::uint32_t left, std::uint32_t right) {
            const auto one = rows.shownGroups[left];
            const auto two = rows.shownGroups[right];
            // The parts of a pie never change their order while it is watched (R15).
            if (signedWeight[one] != signedWeight[two] && !isPie) return signedWeight[one] > signedWeight[two];
            return labels[one] < labels[two];
        });
        std::vector<std::uint32_t> placeOf(labels.size(), static_cast<std::uint32_t>(order.size()));
        for (std::uint32_t index = 0; index < order.size(); ++index) {
            const auto group = rows.shownGroups[order[index]];
            placeOf[group] = index;
            ChartPlace place;
            place.label = labels[group];
            data.places.push_back(std::move(place));
        }
        if (labels.size() > order.size()) {
            ChartPlace place;
            place.isOther = true;
            data.places.push_back(std::move(place));
        }
        data.keys = static_cast<int>(labels.size());
        for (auto& place : rows.place) {
            if (place != kNoPlace) place = placeOf[place];
        }
        const auto others = static_cast<int>(labels.size() - order.size());

        rows.groupText.clear();
        rows.weight.clear();
        if (groupColumns.empty() && values.size() == 1) {
            // One colour a category: the same key has the same colour in every chart.
            data.stackedByCategory = true;
            std::string column;
            for (const std::string& name : axisNames) column += (column.empty() ? "" : ", ") + name;
            std::set<std::string> shown(shown_.begin(), shown_.end());
            for (std::uint32_t index = 0; index < data.places.size(); ++index) {
                ChartSeries one;
                one.isOther = data.places[index].isOther;
                one.key = data.places[index].label;
                one.otherCount = one.isOther ? others : 0;
                one.slot = one.isOther ? -1 : 0;
                data.series.push_back(std::move(one));
            }
            // Slots are given in the order of names, so that the first picture does not depend on the ranking.
            std::vector<std::size_t> byName(data.series.size());
            std::iota(byName.begin(), byName.end(), std::size_t{0});
            std::sort(byName.begin(), byName.end(), [&data](std::size_t left, std::size_t right) {
                return data.series[left].key < data.series[right].key;
            });
            for (const std::size_t index : byName) {
                if (!data.series[index].isOther)
                    data.series[index].slot = colors.slot(column, data.series[index].key, shown);
            }
            rows.group = rows.place;
            rows.shownAs.resize(data.series.size());
            std::iota(rows.shownAs.begin(), rows.shownAs.end(), 0u);
        }
    } else {
        // The place of a row is the end of its window; windows that slide stand at their end (R21).
        const bool hasEnd = first.role == ColumnRole::WindowEnd;
        std::int64_t oldest = std::numeric_limits<std::int64_t>::max();
        std::int64_t newest = std::numeric_limits<std::int64_t>::min();
        std::set<std::int64_t> hiddenOpen;
        std::vector<std::int64_t> ends(snapshot.numRows, std::numeric_limits<std::int64_t>::min());
        forEachRow([&](const ResultChunk& chunk, std::size_t row, std::size_t at) {
            const auto instant = instantAt(first.of(chunk.rows), row);
            if (!instant) {
                ++data.rowsWithoutPlace;
                return;
            }
            const std::int64_t end = data.axis == ChartAxis::Windows && !hasEnd ? *instant + data.length : *instant;
            if (data.axis == ChartAxis::Windows && shape.canBeFinal && !spec.showOpenWindows && end > mark) {
                hiddenOpen.insert(end);
                return;
            }
            ends[at] = end;
            oldest = std::min(oldest, end);
            newest = std::max(newest, end);
        });
        data.hiddenOpenPlaces = static_cast<int>(hiddenOpen.size());
        if (oldest > newest) return data;

        std::int64_t base = 0;
        if (data.axis == ChartAxis::Time) {
            data.pitch = data.length = niceSpan(newest - oldest);
            for (auto& end : ends) {
                if (end != std::numeric_limits<std::int64_t>::min()) end = (floorDiv(end, data.pitch) + 1) * data.pitch;
            }
            oldest = (floorDiv(oldest, data.pitch) + 1) * data.pitch;
            newest = (floorDiv(newest, data.pitch) + 1) * data.pitch;
        }
        data.oldest = oldest - data.pitch;
        data.newest = newest;
        std::int64_t span = data.axis == ChartAxis::Time ? std::max(spec.span, kMostTimeSpans + 1) : spec.span;
        span = std::clamp<std::int64_t>(span, 1, kMostPlaces);
        const bool mergeable = std::all_of(values.begin(), values.end(),
                                           [](const ValueSource& value) { return isMergeable(value.aggregate); });
        const std::int64_t wanted = view.end ? span : std::min(span, (newest - oldest) / data.pitch + 1);
        if (data.axis == ChartAxis::Windows && mergeable && !data.overlapping && view.mostPlaces > 0 &&
            wanted > view.mostPlaces) {
            data.merged = static_cast<int>((wanted + view.mostPlaces - 1) / view.mostPlaces);
            // On multiples of their length, so that a bar stands for the same windows in every batch.
            const std::int64_t grid = floorMod(newest, data.pitch);
            const std::int64_t wide = data.pitch * data.merged;
            const auto coarse = [&](std::int64_t end) { return -floorDiv(grid - end, wide) * wide + grid; };
            for (auto& end : ends) {
                if (end != std::numeric_limits<std::int64_t>::min()) end = coarse(end);
            }
            oldest = coarse(oldest);
            newest = coarse(newest);
            data.oldest = oldest - wide;
            data.newest = newest;
            data.pitch = data.length = wide;
            // One more, since the first and the last one may be cut by the grid.
            span = (span + data.merged - 1) / data.merged + 1;
        }
        std::int64_t last = newest;
        if (view.end && data.axis == ChartAxis::Windows) {
            // Free: exactly the windows the user left on screen, on the grid of the windows.
            last = newest + floorDiv(*view.end - newest, data.pitch) * data.pitch;
        }
        std::int64_t count = view.end ? span : std::min(span, (last - oldest) / data.pitch + 1);
        count = std::max<std::int64_t>(count, 1);
        base = last - (count - 1) * data.pitch;
        for (std::int64_t index = 0; index < count; ++index) {
            ChartPlace place;
            place.end = base + index * data.pitch;
            place.start = place.end - data.length;
            if (data.axis == ChartAxis::Windows && shape.canBeFinal)
                place.state = place.end <= mark ? PlaceState::Final : PlaceState::Open;
            data.places.push_back(std::move(place));
        }
        for (std::size_t at = 0; at < ends.size(); ++at) {
            if (ends[at] < base || ends[at] > last) continue;
            rows.place[at] = static_cast<std::uint32_t>((ends[at] - base) / data.pitch);
        }
    }

    // Which series
    if (!groupColumns.empty()) {
        std::unordered_map<std::string, std::uint32_t> groups;
        const bool oneString = groupColumns.size() == 1 && groupColumns[0].type->is(TypeKind::String);
        std::string text;
        forEachRow([&](const ResultChunk& chunk, std::size_t row, std::size_t at) {
            if (rows.place[at] == kNoPlace) return;
            text.clear();
            bool isNull = false;
            for (std::size_t index = 0; index < groupColumns.size(); ++index) {
                const Column& column = groupColumns[index].of(chunk.rows);
                if (index > 0) text += " · ";
                isNull = isNull || (groupColumns.size() == 1 && column.isNull(row));
                if (oneString && !isNull) text += column.values<std::string_view>()[row];
                else text += keyText(column, row, view.zone);
            }
            // A NULL group and a group whose text is "NULL" are two groups.
            if (isNull) text += '\0';
            const auto [found, isNew] = groups.try_emplace(text, static_cast<std::uint32_t>(rows.groupText.size()));
            if (isNew) {
                rows.groupText.push_back(text);
                rows.weight.push_back(0);
            }
            rows.group[at] = found->second;
            for (const ValueSource& value : values) {
                const auto number =
                    value.column ? numberAt(value.column->of(chunk.rows), row) : std::optional<double>(1);
                if (number) rows.weight[found->second] += std::abs(*number);
            }
        });
        if (data.axis == ChartAxis::Categories) {
            ChartDataBuilder once;
            once.chooseKeys(rows, spec, snapshot.batchId);
        } else {
            chooseKeys(rows, spec, snapshot.batchId);
            data.keys = static_cast<int>(rows.groupText.size());
        }
    } else if (!data.stackedByCategory) {
        rows.groupText = {std::string()};
        rows.shownGroups = {0};
        rows.shownAs = {0};
    }

    const std::size_t shownCount = data.stackedByCategory ? data.series.size() : rows.shownGroups.size();
    const bool withOther = !data.stackedByCategory && rows.groupText.size() > shownCount;
    const std::size_t groupCount = shownCount + (withOther ? 1 : 0);
    const std::size_t placeCount = data.places.size();
    std::vector<Accumulator> accumulators(groupCount * values.size() * placeCount);

    forEachRow([&](const ResultChunk& chunk, std::size_t row, std::size_t at) {
        const std::uint32_t place = rows.place[at];
        if (place == kNoPlace) return;
        data.places[place].seen = true;
        const std::size_t group = rows.shownAs[rows.group[at]];
        for (std::size_t index = 0; index < values.size(); ++index) {
            Accumulator& into = accumulators[(group * values.size() + index) * placeCount + place];
            ++into.rows;
            if (row < chunk.changedIn.size()) into.changedIn = std::max(into.changedIn, chunk.changedIn[row]);
            const ValueSource& value = values[index];
            const bool open = !openRow.empty() && openRow[at];
            into.touchesOpen = into.touchesOpen || open;
            if (value.aggregate == ValueAggregate::Count || value.aggregate == ValueAggregate::Distinct) {
                if (value.column && value.column->of(chunk.rows).isNull(row)) continue;
                ++into.count;
                if (open) into.openSum += 1;
                if (value.aggregate == ValueAggregate::Distinct) {
                    if (!into.texts) into.texts = std::make_unique<std::unordered_set<std::string>>();
                    if (value.column) into.texts->insert(keyText(value.column->of(chunk.rows), row, view.zone));
                }
                continue;
            }
            const auto number = numberAt(value.column->of(chunk.rows), row);
            if (!number) continue;
            into.add(*number);
            if (open) into.openSum += *number;
            if (value.aggregate == ValueAggregate::Median) {
                if (!into.all) into.all = std::make_unique<std::vector<double>>();
                into.all->push_back(*number);
            }
        }
    });

    if (!data.stackedByCategory) {
        std::vector<std::pair<std::string, std::uint32_t>> named;
        for (std::uint32_t index = 0; index < rows.shownGroups.size(); ++index)
            named.emplace_back(rows.groupText[rows.shownGroups[index]], index);
        std::sort(named.begin(), named.end());
        std::set<std::string> shown;
        for (const auto& [text, index] : named) shown.insert(text);
        std::vector<ChartSeries> ordered;
        std::vector<std::uint32_t> groupOf;
        for (std::size_t index = 0; index < values.size(); ++index) {
            for (auto [text, group] : named) {
                ChartSeries one;
                const bool isNull = !text.empty() && text.back() == '\0';
                if (isNull) text.pop_back();
                one.key = text;
                if (groupColumns.empty()) {
                    one.key = values[index].name;
                    one.slot = static_cast<int>(index) % 8;
                } else {
                    if (values.size() > 1) one.key += " · " + values[index].name;
                    // The project file stores colours as text; NULL there cannot be mistaken for a string.
                    one.slot = colors.slot(groupName, isNull ? std::string("\xE2\x88\x85") : one.key, shown);
                }
                ordered.push_back(std::move(one));
                groupOf.push_back(static_cast<std::uint32_t>(group * values.size() + index));
            }
        }
        if (withOther) {
            for (std::size_t index = 0; index < values.size(); ++index) {
                ChartSeries one;
                one.isOther = true;
                one.slot = -1;
                one.otherCount = static_cast<int>(rows.groupText.size() - shownCount);
                if (values.size() > 1) one.key = values[index].name;
                ordered.push_back(std::move(one));
                groupOf.push_back(static_cast<std::uint32_t>(shownCount * values.size() + index));
            }
        }
        std::vector<std::size_t> order(ordered.size());
        std::iota(order.begin(), order.end(), std::size_t{0});
        std::stable_sort(order.begin(), order.end(), [&ordered](std::size_t left, std::size_t right) {
            const ChartSeries& one = ordered[left];
            const ChartSeries& two = ordered[right];
            if (one.isOther != two.isOther) return two.isOther;
            return one.slot < two.slot;
        });
        std::vector<std::uint32_t> accumulatorOf;
        for (const std::size_t index : order) {
            data.series.push_back(std::move(ordered[index]));
            accumulatorOf.push_back(groupOf[index]);
        }
        rows.shownAs = std::move(accumulatorOf);
    }

    for (std::size_t index = 0; index < data.series.size(); ++index) {
        ChartSeries& one = data.series[index];
        const std::size_t from = rows.shownAs[index] * placeCount;
        const ValueSource& value = values[rows.shownAs[index] % values.size()];
        const auto hidden = view.hidden.find(one.key);
        one.hidden = !one.isOther && hidden != view.hidden.end() && hidden->second;
        one.cells.resize(placeCount);
        for (std::size_t place = 0; place < placeCount; ++place) {
            ChartCell& cell = one.cells[place];
            Accumulator& accumulator = accumulators[from + place];
            cell.seen = accumulator.rows > 0;
            cell.changedIn = accumulator.changedIn;
            if (data.stackedByCategory && place != index) continue;
            const auto result = accumulator.result(value.aggregate);
            if (result && cell.seen) {
                cell.value = *result;
                cell.present = true;
            } else if (isAdditive(value.aggregate) && !isScatter) {
                // A window nobody counted is 0 for a count or a sum, a gap for an average (R15). NULL sums follow the spec.
                cell.present = !cell.seen || spec.nullsAsZero;
            }
            cell.touchesOpen = accumulator.touchesOpen;
            if (isAdditive(value.aggregate)) cell.openValue = accumulator.openSum;
            if (cell.present) data.places[place].total += cell.value;
            data.negative = data.negative || (cell.present && cell.value < 0);
        }
    }
    if (onTime) {
        for (const ChartPlace& place : data.places) {
            if (place.state == PlaceState::Open && place.seen) ++data.openPlaces;
        }
    }
    if (isPie) {
        const bool any = std::any_of(data.places.begin(), data.places.end(),
                                     [](const ChartPlace& place) { return place.total > 0; });
        if (data.negative) data.refusal = ChartRefusal::Negative;
        else if (!any && !data.places.empty()) data.refusal = ChartRefusal::AllZero;
        if (data.refusal != ChartRefusal::None) {
            data.places.clear();
            data.series.clear();
        }
    }
    if (isTotal && data.places.front().seen) remember(data);
    else if (isTotal) data.places.clear();
    return data;
}

void ChartDataBuilder::remember(ChartData& data) {
    const ChartCell& cell = data.series.front().cells.front();
    // A batch that is looked back at stands where it was; what came later is not shown with it.
    auto at =
        std::lower_bound(history_.begin(), history_.end(), data.batch,
                         [](const ChartData::Moment& moment, std::int64_t batch) { return moment.batch < batch; });
    if (cell.present && (at == history_.end() || at->batch != data.batch)) at = history_.insert(at, {data.batch, 0});
    if (cell.present) at->value = cell.value;
    if (history_.size() > kMostMoments) history_.erase(history_.begin());
    std::copy_if(history_.begin(), history_.end(), std::back_inserter(data.history),
                 [&data](const ChartData::Moment& moment) { return moment.batch <= data.batch; });
}

}  // namespace vitrine::ui
