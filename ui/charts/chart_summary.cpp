// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/chart_summary.h"

#include <QStringList>

#include "ui/charts/time_labels.h"

namespace vitrine::ui {

QString ChartSummary::title(const ChartSpec& spec) {
    if (!spec.title.empty()) return QString::fromStdString(spec.title);
    QStringList values;
    for (const ChartValue& value : spec.values)
        values << (value.column.empty() ? tr("rows") : QString::fromStdString(value.column));
    QStringList groups;
    for (const std::string& group : spec.groups) groups << QString::fromStdString(group);
    QStringList keys;
    for (const std::string& key : spec.keys) keys << QString::fromStdString(key);
    if (values.isEmpty()) return tr("Chart");
    QString text = groups.isEmpty()
                       ? tr("%1 by %2").arg(values.join(QStringLiteral(", ")), keys.join(QStringLiteral(", ")))
                       : tr("%1 by %2 and %3")
                             .arg(values.join(QStringLiteral(", ")), groups.join(QStringLiteral(", ")),
                                  keys.join(QStringLiteral(", ")));
    if (spec.type == ChartType::Line) text = tr("%1, as lines").arg(text);
    return text;
}

QString ChartSummary::caption() const {
    const ChartData& data = frame_.data;
    if (data.isEmpty()) return {};
    QStringList parts;
    if (data.axis == ChartAxis::Windows && data.canBeFinal) {
        if (data.hiddenOpenPlaces > 0) parts << tr("%n open window(s) hidden", nullptr, data.hiddenOpenPlaces);
        else if (data.openPlaces > 0) parts << tr("%n open window(s) shown", nullptr, data.openPlaces);
        else parts << tr("all windows final");
    } else if (data.axis == ChartAxis::Windows) {
        parts << tr("%n window(s)", nullptr, static_cast<int>(data.places.size()));
    } else if (data.axis == ChartAxis::Time) {
        parts << tr("1 bar = %1").arg(TimeLabels(look_.locale, look_.zone).duration(data.length));
    } else {
        parts << tr("%n key(s)", nullptr, data.keys);
    }
    if (data.overlapping) parts << tr("windows overlap: bars share rows");
    if (data.axis != ChartAxis::Categories && !data.series.empty() && data.series.back().isOther)
        parts << tr("%1 of %2 keys")
                     .arg(look_.number(data.keys - data.series.back().otherCount), look_.number(data.keys));
    if (data.unresolved) parts << tr("a column is missing in the result");
    return parts.join(QStringLiteral(" · "));
}

QString ChartSummary::seriesName(int series) const {
    const ChartSeries& one = frame_.data.series[static_cast<std::size_t>(series)];
    if (!one.isOther) return QString::fromStdString(one.key);
    const QString other = tr("Other (%n)", nullptr, one.otherCount);
    return one.key.empty() || frame_.data.stackedByCategory
               ? other
               : other + QStringLiteral(" · ") + QString::fromStdString(one.key);
}

QString ChartSummary::placeName(int place) const {
    const ChartData& data = frame_.data;
    const ChartPlace& one = data.places[static_cast<std::size_t>(place)];
    if (data.axis != ChartAxis::Categories) return TimeLabels(look_.locale, look_.zone).window(one.start, one.end);
    return one.isOther ? tr("Other (%n)", nullptr, data.keys - static_cast<int>(data.places.size()) + 1)
                       : QString::fromStdString(one.label);
}

QString ChartSummary::stateText(int place) const {
    switch (frame_.data.places[static_cast<std::size_t>(place)].state) {
        case PlaceState::Open: return tr("open, may still change");
        case PlaceState::Final: return tr("final");
        case PlaceState::Kept: break;
    }
    return frame_.data.axis == ChartAxis::Windows ? tr("kept, nothing is ever final here") : QString();
}

QString ChartSummary::valueText(MarkId mark) const {
    const ChartData& data = frame_.data;
    const ChartCell& cell =
        data.series[static_cast<std::size_t>(mark.series)].cells[static_cast<std::size_t>(mark.place)];
    if (!cell.present) return tr("no value");
    const bool open = data.places[static_cast<std::size_t>(mark.place)].state == PlaceState::Open;
    return (open ? QStringLiteral("~") : QString()) + look_.number(cell.value);
}

QList<QPair<QString, QString>> ChartSummary::details(MarkId mark) const {
    const ChartData& data = frame_.data;
    const auto series = static_cast<std::size_t>(mark.series);
    const auto place = static_cast<std::size_t>(mark.place);
    const ChartCell& cell = data.series[series].cells[place];
    QList<QPair<QString, QString>> lines;
    lines.append({data.valueName.empty()     ? tr("value")
                  : data.valueName == "rows" ? tr("rows")
                                             : QString::fromStdString(data.valueName),
                  valueText(mark)});
    if (const auto share = data.share(series, place); share && data.series.size() > 1 && !data.stackedByCategory)
        lines.append({tr("share"), look_.percent(*share)});
    if (cell.changedIn >= 0) {
        QString change;
        if (series < frame_.before.size() && place < frame_.before[series].size() && frame_.before[series][place]) {
            const double difference = cell.value - *frame_.before[series][place];
            change = (difference >= 0 ? QStringLiteral("+") : QString()) + look_.number(difference);
        }
        lines.append(
            {change.isEmpty() ? tr("last change")
                              : tr("batch %1").arg(look_.number(static_cast<double>(cell.changedIn))),
             change.isEmpty() ? tr("batch %1").arg(look_.number(static_cast<double>(cell.changedIn))) : change});
    }
    return lines;
}

QString ChartSummary::markText(MarkId mark) const {
    QStringList parts{seriesName(mark.series)};
    if (!frame_.data.stackedByCategory) parts << placeName(mark.place);
    if (const QString state = stateText(mark.place); !state.isEmpty()) parts << state;
    for (const auto& [name, value] : details(mark)) parts << name + QLatin1Char(' ') + value;
    return parts.join(QStringLiteral(", "));
}

QString ChartSummary::description() const {
    const ChartData& data = frame_.data;
    const bool lines = frame_.spec.type == ChartType::Line || frame_.spec.type == ChartType::Area;
    QStringList parts{lines                                ? tr("Line chart")
                      : data.axis == ChartAxis::Categories ? tr("Horizontal bar chart")
                                                           : tr("Bar chart")};
    if (data.isEmpty()) return parts.first() + QStringLiteral(", ") + tr("no rows yet");
    const int places = static_cast<int>(data.places.size());
    if (data.axis == ChartAxis::Windows) parts << tr("%n window(s)", nullptr, places);
    if (data.axis == ChartAxis::Time) parts << tr("%n span(s) of time", nullptr, places);
    if (data.axis == ChartAxis::Categories) parts << tr("%n bar(s)", nullptr, places);
    if (!data.stackedByCategory) parts << tr("%n key(s)", nullptr, static_cast<int>(data.series.size()));
    std::optional<MarkId> best;
    std::optional<MarkId> least;
    const auto valueOf = [&data](MarkId id) {
        return data.series[static_cast<std::size_t>(id.series)].cells[static_cast<std::size_t>(id.place)].value;
    };
    for (int series = 0; series < static_cast<int>(data.series.size()); ++series) {
        for (int place = 0; place < places; ++place) {
            const ChartCell& cell =
                data.series[static_cast<std::size_t>(series)].cells[static_cast<std::size_t>(place)];
            if (!cell.present || !cell.seen || data.series[static_cast<std::size_t>(series)].hidden) continue;
            const MarkId id{series, place};
            if (!best || cell.value > valueOf(*best)) best = id;
            if (!least || cell.value < valueOf(*least)) least = id;
        }
    }
    const auto where = [this, &data](MarkId id) {
        return data.stackedByCategory ? seriesName(id.series)
                                      : tr("%1, %2").arg(seriesName(id.series), placeName(id.place));
    };
    if (best) parts << tr("highest %1 (%2)").arg(look_.number(valueOf(*best)), where(*best));
    if (least) parts << tr("lowest %1 (%2)").arg(look_.number(valueOf(*least)), where(*least));
    if (data.canBeFinal && data.openPlaces > 0) parts << tr("%n open window(s)", nullptr, data.openPlaces);
    if (data.canBeFinal && data.watermark)
        parts << tr("watermark %1").arg(TimeLabels(look_.locale, look_.zone).time(*data.watermark, 1'000'000));
    return parts.join(QStringLiteral(", "));
}

}  // namespace vitrine::ui
