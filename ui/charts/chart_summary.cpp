// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/chart_summary.h"

#include <algorithm>

#include <QStringList>

#include "ui/charts/time_labels.h"

namespace vitrine::ui {

namespace {

/// What the parts of a pie add up to.
double wholeOf(const ChartData& data) {
    double whole = 0;
    for (const ChartPlace& place : data.places) whole += place.total;
    return whole;
}

}  // namespace

QString ChartSummary::typeName(ChartType type) {
    switch (type) {
        case ChartType::Bar: return tr("Bars");
        case ChartType::Line: return tr("Lines");
        case ChartType::Area: return tr("Areas");
        case ChartType::Scatter: return tr("Points");
        case ChartType::Pie: return tr("Pie");
        case ChartType::Histogram: return tr("Histogram");
        case ChartType::Number: return tr("Big number");
        case ChartType::Table: break;
    }
    return tr("Table");
}

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
    if (spec.type == ChartType::Histogram) return tr("Distribution of %1").arg(values.first());
    if (spec.type == ChartType::Number) return values.first();
    if (spec.type == ChartType::Scatter)
        return tr("%1 against %2").arg(values.join(QStringLiteral(", ")), keys.join(QStringLiteral(", ")));
    if (spec.type == ChartType::Pie) {
        const QStringList& parts = groups.isEmpty() ? keys : groups;
        return tr("%1 by %2").arg(values.first(), parts.join(QStringLiteral(", ")));
    }
    QString text = groups.isEmpty()
                       ? tr("%1 by %2").arg(values.join(QStringLiteral(", ")), keys.join(QStringLiteral(", ")))
                       : tr("%1 by %2 and %3")
                             .arg(values.join(QStringLiteral(", ")), groups.join(QStringLiteral(", ")),
                                  keys.join(QStringLiteral(", ")));
    if (spec.type == ChartType::Line) text = tr("%1, as lines").arg(text);
    if (spec.type == ChartType::Area) text = tr("%1, as areas").arg(text);
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
        const QString length = TimeLabels(look_.locale, look_.zone).duration(data.length);
        const bool bars = frame_.spec.type == ChartType::Bar;
        parts << (bars ? tr("1 bar = %1") : tr("1 point = %1")).arg(length);
    } else if (data.axis == ChartAxis::Bins) {
        parts << tr("1 bar = %1").arg(look_.number(data.places.front().high - data.places.front().low));
    } else if (data.axis == ChartAxis::Numbers) {
        if (data.rowsLeftOut == 0) parts << tr("%n row(s)", nullptr, static_cast<int>(data.places.size()));
        else
            parts << tr("the %1 rows of %2 that changed last")
                         .arg(look_.number(static_cast<double>(data.places.size())),
                              look_.number(static_cast<double>(data.places.size()) +
                                           static_cast<double>(data.rowsLeftOut)));
    } else if (frame_.spec.type != ChartType::Number) {
        parts << tr("%n key(s)", nullptr, data.keys);
    }
    if (data.merged > 1) parts << tr("1 bar = %n window(s)", nullptr, data.merged);
    if (data.axis != ChartAxis::Windows && data.hiddenOpenPlaces > 0)
        parts << tr("%n open window(s) hidden", nullptr, data.hiddenOpenPlaces);
    if (data.axis != ChartAxis::Windows && data.openPlaces > 0)
        parts << tr("%n open window(s) included", nullptr, data.openPlaces);
    if (data.rowsWithoutPlace > 0) {
        const int rows = static_cast<int>(std::min<std::uint64_t>(data.rowsWithoutPlace, 2'000'000'000));
        parts << (data.axis == ChartAxis::Bins || data.axis == ChartAxis::Numbers
                      ? tr("%n row(s) without a number left out", nullptr, rows)
                      : tr("%n row(s) without a time left out", nullptr, rows));
    }
    if (data.negative && frame_.spec.stack != StackMode::Grouped && data.stacking(frame_.spec) != frame_.spec.stack)
        parts << tr("values below 0 have no shares");
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
    if (data.axis == ChartAxis::Bins) return tr("%1 to %2").arg(look_.number(one.low), look_.number(one.high));
    if (data.axis == ChartAxis::Numbers)
        return data.timeNumbers
                   ? TimeLabels(look_.locale, look_.zone).dateAndTime(static_cast<std::int64_t>(one.low), 1'000'000)
                   : look_.number(one.low);
    if (data.axis != ChartAxis::Categories) return TimeLabels(look_.locale, look_.zone).window(one.start, one.end);
    if (frame_.spec.type == ChartType::Number) return QString();
    return one.isOther ? tr("Other (%n)", nullptr, data.keys - static_cast<int>(data.places.size()) + 1)
                       : QString::fromStdString(one.label);
}

QString ChartSummary::stateText(int place) const {
    switch (frame_.data.places[static_cast<std::size_t>(place)].state) {
        case PlaceState::Open: return tr("open, may still change");
        case PlaceState::Final: return tr("final");
        case PlaceState::Kept: break;
    }
    for (const ChartSeries& one : frame_.data.series) {
        if (one.cells[static_cast<std::size_t>(place)].touchesOpen)
            return tr("from open windows too, may still change");
    }
    return frame_.data.axis == ChartAxis::Windows ? tr("kept, nothing is ever final here") : QString();
}

QString ChartSummary::valueText(MarkId mark) const {
    const ChartData& data = frame_.data;
    const ChartCell& cell =
        data.series[static_cast<std::size_t>(mark.series)].cells[static_cast<std::size_t>(mark.place)];
    if (!cell.present) return tr("no value");
    const bool open = cell.touchesOpen || data.places[static_cast<std::size_t>(mark.place)].state == PlaceState::Open;
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
    if (data.axis == ChartAxis::Numbers && !frame_.spec.keys.empty())
        lines.append({QString::fromStdString(frame_.spec.keys.front()), placeName(mark.place)});
    if (cell.touchesOpen && data.additive && cell.openValue != cell.value)
        lines.append({tr("in open windows"), QStringLiteral("~") + look_.number(cell.openValue)});
    if (frame_.spec.type == ChartType::Pie && wholeOf(data) > 0)
        lines.append({tr("share"), look_.percent(cell.value / wholeOf(data))});
    const bool shares = data.series.size() > 1 && !data.stackedByCategory && data.axis != ChartAxis::Numbers;
    if (const auto share = data.share(series, place); share && shares)
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
    if (!frame_.data.stackedByCategory && frame_.data.axis != ChartAxis::Numbers) parts << placeName(mark.place);
    if (const QString state = stateText(mark.place); !state.isEmpty()) parts << state;
    for (const auto& [name, value] : details(mark)) parts << name + QLatin1Char(' ') + value;
    return parts.join(QStringLiteral(", "));
}

std::optional<int> ChartSummary::newestPlace(const ChartData& data) {
    if (data.isEmpty()) return std::nullopt;
    const std::vector<ChartCell>& cells = data.series.front().cells;
    for (std::size_t place = cells.size(); place-- > 0;) {
        if (cells[place].present && cells[place].seen) return static_cast<int>(place);
    }
    return std::nullopt;
}

ChartSummary::NumberText ChartSummary::number() const {
    const ChartData& data = frame_.data;
    NumberText text;
    const auto newest = newestPlace(data);
    if (!newest) return text;
    text.value = valueText({0, *newest});
    const auto& cells = data.series.front().cells;
    const double value = cells[static_cast<std::size_t>(*newest)].value;
    const auto changeTo = [&](double before) {
        const double difference = value - before;
        QString words = (difference >= 0 ? QStringLiteral("+") : QString()) + look_.number(difference);
        if (before > 0)
            words += QStringLiteral(" (") + (difference >= 0 ? QStringLiteral("+") : QString()) +
                     look_.percent(difference / before) + QLatin1Char(')');
        return words;
    };
    if (data.axis == ChartAxis::Categories) {
        text.where = stateText(*newest);
        if (data.history.size() > 1) {
            const ChartData::Moment& before = data.history[data.history.size() - 2];
            text.change =
                tr("%1 since batch %2").arg(changeTo(before.value), look_.number(static_cast<double>(before.batch)));
        }
        return text;
    }
    const QString state = stateText(*newest);
    text.where = state.isEmpty() ? placeName(*newest) : tr("%1, %2").arg(placeName(*newest), state);
    const bool open = data.places[static_cast<std::size_t>(*newest)].state == PlaceState::Open;
    for (int place = *newest - 1; place >= 0; --place) {
        const ChartCell& before = cells[static_cast<std::size_t>(place)];
        if (!before.present) continue;
        if (open && data.places[static_cast<std::size_t>(place)].state == PlaceState::Open) continue;
        // A number that is not whole yet is not compared: it would always seem to fall.
        text.change = open ? tr("last final value %1 (%2)").arg(look_.number(before.value), placeName(place))
                           : tr("%1 against %2").arg(changeTo(before.value), placeName(place));
        break;
    }
    return text;
}

QPair<QString, QString> ChartSummary::refusal() const {
    const QString pie = tr("A pie cannot show this");
    switch (frame_.data.refusal) {
        case ChartRefusal::None: break;
        case ChartRefusal::NoNumbers:
            return {tr("There are no numbers to place"), tr("Choose a column of numbers, or another kind of chart.")};
        case ChartRefusal::NoKeys:
            return {pie, tr("Its parts are the values of a column that is not time. Choose one under Parts.")};
        case ChartRefusal::NoTotal:
            return {pie, tr("Averages, lowest and highest values do not add up to a whole. Bars compare them.")};
        case ChartRefusal::Overlap:
            return {pie,
                    tr("The windows overlap: a row would be in several parts of the whole. Bars show each window.")};
        case ChartRefusal::Negative:
            return {pie, tr("A value is below 0, and no part of a whole can be. Bars show it.")};
        case ChartRefusal::AllZero: return {pie, tr("All values are 0: there is no whole to share.")};
    }
    return {};
}

QString ChartSummary::kindName() const {
    switch (frame_.spec.type) {
        case ChartType::Line: return tr("Line chart");
        case ChartType::Area: return tr("Area chart");
        case ChartType::Scatter: return tr("Scatter chart");
        case ChartType::Pie: return tr("Pie chart");
        case ChartType::Histogram: return tr("Histogram");
        case ChartType::Number: return tr("Big number");
        case ChartType::Bar:
        case ChartType::Table: break;
    }
    return frame_.data.axis == ChartAxis::Categories ? tr("Horizontal bar chart") : tr("Bar chart");
}

QString ChartSummary::description() const {
    const ChartData& data = frame_.data;
    QStringList parts{kindName()};
    if (data.refusal != ChartRefusal::None) {
        const auto [what, why] = refusal();
        return parts.first() + QStringLiteral(", ") + what + QStringLiteral(". ") + why;
    }
    if (data.isEmpty()) return parts.first() + QStringLiteral(", ") + tr("no rows yet");
    if (frame_.spec.type == ChartType::Number) {
        const NumberText text = number();
        parts << text.value;
        for (const QString& line : {text.where, text.change}) {
            if (!line.isEmpty()) parts << line;
        }
        return parts.join(QStringLiteral(", "));
    }
    if (frame_.spec.type == ChartType::Pie) {
        // Few parts: all of them are said.
        for (int part = 0; part < static_cast<int>(data.series.size()); ++part) {
            const auto lines = details({part, part});
            QStringList words{seriesName(part), lines.front().second};
            words << look_.percent(data.places[static_cast<std::size_t>(part)].total / wholeOf(data));
            parts << words.join(QLatin1Char(' '));
        }
        if (data.openPlaces > 0) parts << tr("%n open window(s) included", nullptr, data.openPlaces);
        return parts.join(QStringLiteral(", "));
    }
    const int places = static_cast<int>(data.places.size());
    if (data.axis == ChartAxis::Windows) parts << tr("%n window(s)", nullptr, places);
    if (data.axis == ChartAxis::Time) parts << tr("%n span(s) of time", nullptr, places);
    if (data.axis == ChartAxis::Categories || data.axis == ChartAxis::Bins) parts << tr("%n bar(s)", nullptr, places);
    if (data.axis == ChartAxis::Numbers) parts << tr("%n row(s)", nullptr, places);
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
