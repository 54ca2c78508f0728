// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/window_table_model.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "ui/charts/default_charts.h"
#include "ui/models/cell_roles.h"

namespace vitrine::ui {
namespace {

constexpr int kMostKeys = 8;
constexpr int kMostWindows = 10'000;

}  // namespace

WindowTableModel::WindowTableModel(KeyColorsPtr colours, QObject* parent)
    : QAbstractTableModel(parent), colours_(std::move(colours)) {}

bool WindowTableModel::canShow(const ResultShape& shape) {
    const std::vector<ChartSpec> charts = defaultCharts(shape, "");
    return shape.windowDuration.count() > 0 && !charts.empty();
}

void WindowTableModel::setZone(const TimeZone& zone) {
    zone_ = zone;
    rebuild();
}

void WindowTableModel::setLocale(const QLocale& locale) {
    locale_ = locale;
    rebuild();
}

void WindowTableModel::setSnapshot(const ResultSnapshotPtr& snapshot) {
    snapshot_ = snapshot;
    rebuild();
}

void WindowTableModel::rebuild() {
    ChartData next;
    if (snapshot_ && canShow(*snapshot_->shape)) {
        ChartSpec spec = defaultCharts(*snapshot_->shape, "").front();
        spec.span = kMostWindows;
        spec.topN = kMostKeys;
        ChartDataBuilder::View view;
        view.zone = zone_;
        next = builder_.build(*snapshot_, spec, view, *colours_);
    }
    std::vector<Section> sections;
    if (!next.isEmpty()) {
        sections.push_back({Part::Window});
        for (std::size_t series = 0; series < next.series.size(); ++series) sections.push_back({Part::Key, series});
        if (next.series.size() > 1 && next.additive) sections.push_back({Part::Total});
        sections.push_back({Part::State});
        if (next.canBeFinal) sections.push_back({Part::BecomesFinal});
        sections.push_back({Part::LastChange});
    }
    std::vector<std::size_t> rows;
    for (std::size_t place = next.places.size(); place-- > 0;) {
        if (next.places[place].seen) rows.push_back(place);
    }

    const bool sameColumns = sections.size() == sections_.size() && next.series.size() == data_.series.size() &&
                             std::equal(next.series.begin(), next.series.end(), data_.series.begin(),
                                        [](const ChartSeries& left, const ChartSeries& right) { return left.key == right.key; });
    const auto startOf = [](const ChartData& data) { return [&data](std::size_t place) { return data.places[place].start; }; };
    std::set<std::int64_t> starts;
    for (const std::size_t place : rows) starts.insert(next.places[place].start);
    if (!sameColumns) {
        beginResetModel();
        adopt(std::move(next));
        sections_ = std::move(sections);
        rows_ = std::move(rows);
        endResetModel();
        return;
    }
    // Rows are kept by their windows, so selection and scroll position stay on theirs: first those that are gone leave,
    // then the new version serves the others, then the new ones come in.
    for (auto row = static_cast<int>(rows_.size()) - 1; row >= 0; --row) {
        if (starts.contains(startOf(data_)(rows_[static_cast<std::size_t>(row)]))) continue;
        beginRemoveRows({}, row, row);
        rows_.erase(rows_.begin() + row);
        endRemoveRows();
    }
    std::set<std::int64_t> kept;
    for (const std::size_t place : rows_) kept.insert(startOf(data_)(place));
    adopt(std::move(next));
    rows_.clear();
    for (const std::size_t place : rows) {
        if (kept.contains(startOf(data_)(place))) rows_.push_back(place);
    }
    for (std::size_t row = 0; row < rows.size();) {
        if (row < rows_.size() && rows_[row] == rows[row]) {
            ++row;
            continue;
        }
        std::size_t end = row + 1;
        while (end < rows.size() && !kept.contains(startOf(data_)(rows[end]))) ++end;
        beginInsertRows({}, static_cast<int>(row), static_cast<int>(end) - 1);
        rows_.insert(rows_.begin() + static_cast<std::ptrdiff_t>(row), rows.begin() + static_cast<std::ptrdiff_t>(row),
                     rows.begin() + static_cast<std::ptrdiff_t>(end));
        endInsertRows();
        row = end;
    }
    if (rows_.empty()) return;
    Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
    Q_EMIT headerDataChanged(Qt::Horizontal, 0, columnCount() - 1);
}

/// Takes over `next` and remembers what the batch before it had summed up.
void WindowTableModel::adopt(ChartData next) {
    if (next.batch != data_.batch) {
        std::map<std::int64_t, double> before;
        for (const ChartPlace& place : data_.places) before[place.start] = place.total;
        totalsBefore_ = std::move(before);
        batchBefore_ = data_.batch;
    }
    data_ = std::move(next);
    highest_ = 0;
    for (const ChartSeries& series : data_.series) {
        for (const ChartCell& cell : series.cells) highest_ = std::max(highest_, std::abs(cell.value));
    }
}

int WindowTableModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(rows_.size());
}

int WindowTableModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(sections_.size());
}

QString WindowTableModel::becomesFinal(const ChartPlace& place) const {
    const TimeLabels labels(locale_, zone_);
    if (place.state == PlaceState::Open) {
        // The watermark reaches the window's end once an event `delay` later has been seen (WM-5, WM-13).
        return tr("an event at %1 or later is seen").arg(labels.time(place.end + data_.delay, data_.length));
    }
    return tr("final");
}

QString WindowTableModel::lastChange(std::size_t place) const {
    std::int64_t batch = -1;
    for (const ChartSeries& series : data_.series) batch = std::max(batch, series.cells[place].changedIn);
    if (batch < 0) return {};
    const auto before = totalsBefore_.find(data_.places[place].start);
    const double grown = before == totalsBefore_.end() ? 0 : data_.places[place].total - before->second;
    // Versions may be skipped; what several batches added is not this one's.
    if (batch == data_.batch && batchBefore_ == batch - 1 && data_.additive && grown > 0 && before->second > 0) {
        return tr("batch %1, +%2").arg(locale_.toString(static_cast<qlonglong>(batch)), locale_.toString(grown, 'f', data_.whole ? 0 : 2));
    }
    return tr("batch %1").arg(locale_.toString(static_cast<qlonglong>(batch)));
}

QVariant WindowTableModel::cell(const Section& section, std::size_t place, int role) const {
    const ChartPlace& window = data_.places[place];
    const bool open = window.state == PlaceState::Open;
    const auto number = [&](double value) { return locale_.toString(value, 'f', data_.whole ? 0 : 2); };
    switch (section.part) {
        case Part::Window:
            if (role == Qt::DisplayRole) {
                const TimeLabels labels(locale_, zone_);
                return labels.date(window.start) + QLatin1Char(' ') + labels.window(window.start, window.end);
            }
            if (role == RawRole) return static_cast<qlonglong>(window.start);
            break;
        case Part::Key: {
            const ChartSeries& series = data_.series[section.series];
            const ChartCell& value = series.cells[place];
            if (role == Qt::DisplayRole) return value.seen ? number(value.value) : QStringLiteral("–");
            if (role == RawRole) return value.value;
            if (role == BarRole && value.seen && highest_ > 0) return std::clamp(value.value / highest_, 0.0, 1.0);
            if (role == BarSlotRole) return series.isOther ? -1 : series.slot;
            if (role == ChangedRole) return value.changedIn == data_.batch;
            break;
        }
        case Part::Total:
            if (role == Qt::DisplayRole) return number(window.total);
            if (role == RawRole) return window.total;
            break;
        case Part::State:
            if (role == StateRole) return static_cast<int>(window.state);
            if (role == Qt::DisplayRole || role == RawRole) {
                return window.state == PlaceState::Final ? tr("final") : open ? tr("open") : tr("kept");
            }
            break;
        case Part::BecomesFinal:
            if (role == Qt::DisplayRole || role == RawRole) return becomesFinal(window);
            break;
        case Part::LastChange:
            if (role == Qt::DisplayRole || role == RawRole) return lastChange(place);
            break;
    }
    if (role == OpenRole) return open && (section.part == Part::Key || section.part == Part::Total);
    return {};
}

QVariant WindowTableModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const Section& section = sections_[static_cast<std::size_t>(index.column())];
    if (role == Qt::TextAlignmentRole) {
        const bool right = section.part == Part::Key || section.part == Part::Total || section.part == Part::LastChange;
        return QVariant::fromValue<int>(Qt::AlignVCenter | (right ? Qt::AlignRight : Qt::AlignLeft));
    }
    return cell(section, rows_[static_cast<std::size_t>(index.row())], role);
}

QVariant WindowTableModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || section < 0 || section >= columnCount()) return {};
    const Section& column = sections_[static_cast<std::size_t>(section)];
    if (role == BarSlotRole && column.part == Part::Key) {
        const ChartSeries& series = data_.series[column.series];
        return series.isOther ? -1 : series.slot;
    }
    if (role == Qt::TextAlignmentRole) {
        const bool right = column.part == Part::Key || column.part == Part::Total || column.part == Part::LastChange;
        return QVariant::fromValue<int>(Qt::AlignVCenter | (right ? Qt::AlignRight : Qt::AlignLeft));
    }
    if (role != Qt::DisplayRole) return {};
    switch (column.part) {
        case Part::Window: return tr("window (%1)").arg(QString::fromStdString(zone_.id()));
        case Part::Key: {
            const ChartSeries& series = data_.series[column.series];
            return series.isOther ? tr("Other (%n key(s))", nullptr, series.otherCount) : QString::fromStdString(series.key);
        }
        case Part::Total: return tr("total");
        case Part::State: return tr("state");
        case Part::BecomesFinal: return tr("becomes final when");
        case Part::LastChange: return tr("last change");
    }
    return {};
}

}  // namespace vitrine::ui
