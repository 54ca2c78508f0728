// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCoreApplication>
#include <QList>
#include <QPair>
#include <QString>

#include "ui/charts/chart_picture.h"

namespace vitrine::ui {

/// What a chart shows, in words: titles, captions, tool tips, descriptions for screen readers. Follows the language.
class ChartSummary {
    Q_DECLARE_TR_FUNCTIONS(ChartSummary)

  public:
    /// The name of a kind of chart, as menus and settings have it.
    static QString typeName(ChartType type);

    ChartSummary(const ChartFrame& frame, const ChartLook& look) : frame_(frame), look_(look) {}

    /// The title of the spec, or one made from its columns: "count by action".
    static QString title(const ChartSpec& spec);
    /// "3 open windows shown", "2 open windows hidden", "7 windows", "12 of 40 keys" …
    QString caption() const;
    /// "Bar chart, 7 windows, 2 keys, highest 1,011 …"
    QString description() const;
    /// Name of a series: its key, "Other (37)", or the value's name.
    QString seriesName(int series) const;
    /// "07:00–08:00", or the category.
    QString placeName(int place) const;
    /// "open, may still change", "final", "kept".
    QString stateText(int place) const;
    /// The value as shown, with "~" while it may change.
    QString valueText(MarkId mark) const;

    /// The place of the newest value of a chart that shows one number; empty when there is none.
    static std::optional<int> newestPlace(const ChartData& data);
    /// A big number in words: "~1,008", "07:00–08:00, open, may still change", "last final value 1,003 (05:00–06:00)".
    struct NumberText {
        QString value;
        QString where;
        QString change;
    };
    NumberText number() const;

    /// What cannot be drawn and why, for the body of the card; both empty where nothing is refused.
    QPair<QString, QString> refusal() const;

    /// The lines of the tool tip below key, window and state: name and value.
    QList<QPair<QString, QString>> details(MarkId mark) const;
    /// All of a mark in one sentence, for screen readers.
    QString markText(MarkId mark) const;

  private:
    QString kindName() const;
    const ChartFrame& frame_;
    const ChartLook& look_;
};

}  // namespace vitrine::ui
