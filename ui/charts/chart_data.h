// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/data/time_zone.h"
#include "core/report/result_snapshot.h"
#include "ui/charts/key_colors.h"
#include "ui/document/project.h"

namespace vitrine::ui {

/// What stands along the x axis.
enum class ChartAxis : std::uint8_t {
    Windows,     ///< event-time windows, one place each, also where no row came
    Time,        ///< spans of equal length, counted from rows with a time (no window in the query)
    Categories,  ///< values of key columns, largest first: horizontal bars, parts of a pie
    Bins,        ///< ranges of a number, all of one width: histogram
    Numbers,     ///< one place a row of the result, at its number or instant: scatter
};

/// Why a kind of chart would lie about these values and nothing is drawn.
enum class ChartRefusal : std::uint8_t {
    None,
    NoNumbers,  ///< a scatter or a histogram of something that is no number
    NoKeys,     ///< a pie without a column of keys
    NoTotal,    ///< a pie of averages, lowest or highest values
    Overlap,    ///< a pie over windows that share rows
    Negative,   ///< a pie with a part below 0
    AllZero,    ///< a pie of nothing
};

/// What may still happen to a place (R16).
enum class PlaceState : std::uint8_t {
    Kept,   ///< nothing is ever final: complete mode, or no watermark on a grouping column
    Open,   ///< may still change
    Final,  ///< window end ≤ watermark
};

/// One place on the x axis.
struct ChartPlace {
    std::int64_t start = 0;  ///< microseconds, the window's start; of Categories 0
    std::int64_t end = 0;    ///< exclusive; of Bins their number, of Numbers the row's id: what a mark is known by
    std::string label;       ///< of Categories
    bool isOther = false;    ///< Categories: all that are not shown
    double low = 0;          ///< Bins: the lower border; Numbers: where it stands
    double high = 0;         ///< Bins: the upper border, exclusive
    PlaceState state = PlaceState::Kept;
    double total = 0;   ///< over all series, hidden ones included
    bool seen = false;  ///< a row of the result stands here
};

/// The value of one series at one place.
struct ChartCell {
    double value = 0;
    bool present = false;         ///< something is to be drawn; else a gap
    bool seen = false;            ///< made from a row; a present cell that is not seen is an explicit 0 (R15)
    std::int64_t changedIn = -1;  ///< the batch that last changed it
    double openValue = 0;         ///< the part of `value` that comes from open windows (Categories, Bins)
    bool touchesOpen = false;     ///< a row of it stands in an open window (Categories, Bins)
    bool operator==(const ChartCell&) const = default;
};

/// One colour of a chart: a group, a value column, or both.
struct ChartSeries {
    std::string key;  ///< text shown in the legend; "NULL" for a NULL group
    int slot = 0;     ///< colour slot 0 to 7, -1 for Other
    bool isOther = false;
    int otherCount = 0;  ///< how many keys are in Other
    bool hidden = false;
    std::vector<ChartCell> cells;  ///< one a place
};

/// Everything a chart shows of one result version. A value; knows no window system.
struct ChartData {
    ChartAxis axis = ChartAxis::Windows;
    std::vector<ChartPlace> places;
    std::vector<ChartSeries> series;
    std::string valueName;           ///< "count", or "2 values"
    bool whole = true;               ///< all values are whole numbers
    bool additive = true;            ///< totals and shares make sense (count, sum)
    bool stackedByCategory = false;  ///< one series a category: bars are not grouped side by side
    bool canBeFinal = false;
    bool hasWatermark = false;
    bool overlapping = false;                   ///< sliding windows: bars share rows, no totals (R21)
    std::int64_t length = 0;                    ///< of a window, microseconds
    std::int64_t pitch = 0;                     ///< from place to place: the slide
    std::optional<std::int64_t> watermark;      ///< microseconds
    std::optional<std::int64_t> latest;         ///< event time
    std::int64_t delay = 0;                     ///< of the watermark, microseconds
    std::optional<std::int64_t> nextWatermark;  ///< where the mark will be, if it differs
    std::int64_t batch = -1;
    std::int64_t oldest = 0, newest = 0;  ///< first start and last end of the whole result
    int openPlaces = 0;                   ///< open windows that are shown, or that Categories and Bins were made from
    int hiddenOpenPlaces = 0;             ///< left out because the spec shows final windows only
    int keys = 0;                         ///< different groups over the visible span
    std::uint64_t rowsWithoutPlace = 0;   ///< rows whose window or time is NULL
    std::uint64_t rowsLeftOut = 0;        ///< Numbers: rows beyond what is drawn; the last changed ones are drawn
    int merged = 1;                       ///< windows a place: more where bars would be too thin to be seen (R31)
    bool unresolved = false;              ///< a column of the spec is not in the result
    bool negative = false;                ///< a drawn value is below 0
    bool timeNumbers = false;             ///< Numbers: places are instants in microseconds
    ChartRefusal refusal = ChartRefusal::None;
    /// Number of a result without windows: its value after each of the last batches that were drawn.
    struct Moment {
        std::int64_t batch = 0;
        double value = 0;
        bool operator==(const Moment&) const = default;
    };
    std::vector<Moment> history;
    OutputMode mode = OutputMode::Append;

    bool isEmpty() const { return places.empty() || series.empty(); }
    /// How marks of one place stand, where what `spec` asks for would lie: averages are not stacked, logarithms neither,
    /// shares need values that make a whole.
    StackMode stacking(const ChartSpec& spec) const;
    /// End of the last window that is final, limited to what is shown; empty when none is.
    std::optional<std::int64_t> finalUntil() const;
    /// Lowest and highest drawn value of series that are not hidden; with `stacked`, of their sums.
    struct Extremes {
        double lowest = 0, highest = 0, lowestPositive = 0;
        bool any = false;
    };
    Extremes extremes(bool stacked, bool percent) const;
    /// The share of a cell in its place's total, 0 to 1; empty where totals make no sense.
    std::optional<double> share(std::size_t seriesIndex, std::size_t place) const;
};

/// Numeric reading of a column's row; empty for NULL, NaN, infinities and types that are no numbers.
std::optional<double> numberAt(const Column& column, std::size_t row);

/// The text of a key: strings as they are, numbers and times as Spark casts them to STRING, NULL as "NULL".
std::string keyText(const Column& column, std::size_t row, const TimeZone& zone);

/// A column of a result, or a field of a struct column (`window.start`); empty when there is none.
struct ResultColumn {
    std::size_t index = 0;
    int field = -1;
    TypePtr type;
    ColumnRole role = ColumnRole::Other;
    const Column& of(const Batch& rows) const;
};
std::optional<ResultColumn> findColumn(const ResultShape& shape, const std::string& name);

/// Turns versions of a result into chart data. Remembers which groups are shown, so that they do not flicker (R14).
/// One for a chart; GUI thread or one worker at a time.
class ChartDataBuilder {
  public:
    struct View {
        TimeZone zone;
        std::optional<std::int64_t> end;     ///< Free: end of the newest window shown, microseconds; empty = Follow
        std::map<std::string, bool> hidden;  ///< by series key
        int mostPlaces = 0;                  ///< more windows are merged where values allow it (R31); 0: never
    };

    /// Values of `snapshot` as `spec` asks; new keys get their slot in `colors`. Never blocks.
    ChartData build(const ResultSnapshot& snapshot, const ChartSpec& spec, const View& view, KeyColors& colors);
    void reset() { *this = ChartDataBuilder(); }

  private:
    struct Rows;
    void chooseKeys(Rows& rows, const ChartSpec& spec, std::int64_t batch);
    void remember(ChartData& data);

    std::vector<std::string> shown_;
    std::map<std::string, int> challengers_;  ///< batches in which a key beat the last one shown
    std::int64_t lastBatch_ = -1;
    double binWidth_ = 0;
    std::vector<ChartData::Moment> history_;
};

/// The lower border of the first bin, their width and number.
struct BinGrid {
    double first = 0;
    double width = 1;
    int count = 0;
};

/// Bins of a nice width (1, 2, 5 × 10ⁿ) on multiples of it that hold both values. About `wanted` of them, 0: as many as read
/// well. `width` is the one in use: kept while it still fits, so that bins do not move under the reader. `whole` numbers
/// get no bins narrower than 1.
BinGrid binsFor(double lowest, double highest, int wanted, bool whole, double width);

}  // namespace vitrine::ui
