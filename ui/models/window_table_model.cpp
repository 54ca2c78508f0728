// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/window_table_model.h"

#include <algorithm>
#include <cmath>

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

    // Rows are kept by their windows: new windows come first, so selection and scroll position stay on theirs.
    const bool sameColumns = sections.size() == sections_.size() && next.series.size() == data_.series.size() &&
                             std::equal(next.series.begin(), next.series.end(), data_.series.begin(),
                                        [](const ChartSeries& left, const ChartSeries& right) { return left.key == right.key; });
    std::vector<std::int64_t> oldStarts, newStarts;
    for (const std::size_t place : rows_) oldStarts.push_back(data_.places[place].start);
    for (const std::size_t place : rows) newStarts.push_back(next.places[place].start);
    const bool grewInFront = newStarts.size() >= oldStarts.size() &&
                             std::equal(oldStarts.rbegin(), oldStarts.rend(), newStarts.rbegin());
    const auto adopt = [&] {
        totalsBefore_.assign(next.places.size(), 0);
        for (std::size_t place = 0; place < next.places.size(); ++place) {
            const auto old = std::find_if(data_.places.begin(), data_.places.end(),
                                          [&](const ChartPlace& other) { return other.start == next.places[place].start; });
            if (old != data_.places.end()) totalsBefore_[place] = old->total;
        }
        data_ = std::move(next);
        sections_ = std::move(sections);
        rows_ = std::move(rows);
        highest_ = 0;
        for (const ChartSeries& series : data_.series) {
            for (const ChartCell& cell : series.cells) highest_ = std::max(highest_, std::abs(cell.value));
        }
    };
    if (!sameColumns || !grewInFront) {
        beginResetModel();
        adopt();
        endResetModel();
        return;
    }
    const int added = static_cast<int>(newStarts.size() - oldStarts.size());
    if (added > 0) beginInsertRows({}, 0, added - 1);
    adopt();
    if (added > 0) endInsertRows();
    if (!oldStarts.empty()) Q_EMIT dataChanged(index(added, 0), index(rowCount() - 1, columnCount() - 1));
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
    const double grown = data_.places[place].total - totalsBefore_[place];
    if (batch == data_.batch && data_.additive && grown > 0 && totalsBefore_[place] > 0) {
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
