// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

#include <QCoreApplication>
#include <QLocale>
#include <QString>

#include "core/data/time_zone.h"

namespace vitrine::ui {

/// Times and durations as charts and tool tips write them: in the project's zone and the language of the screen.
/// Instants and lengths are microseconds.
class TimeLabels {
    Q_DECLARE_TR_FUNCTIONS(TimeLabels)

  public:
    TimeLabels(const QLocale& locale, const TimeZone& zone) : locale_(locale), zone_(zone) {}

    /// "02:00", with seconds or parts of them only where `resolution` needs them.
    QString time(std::int64_t instant, std::int64_t resolution) const;
    /// "26 Jul"; with the year when `withYear`.
    QString date(std::int64_t instant, bool withYear = false) const;
    /// "26 Jul 02:00"; the date alone for lengths of whole days at midnight.
    QString dateAndTime(std::int64_t instant, std::int64_t resolution) const;
    /// "07:00–08:00", with dates when the window crosses midnight or is a day or longer.
    QString window(std::int64_t start, std::int64_t end) const;
    /// "2 h", "1 h 30 min", "10 s".
    QString duration(std::int64_t length) const;
    bool isMidnight(std::int64_t instant) const;

  private:
    QLocale locale_;
    TimeZone zone_;
};

}  // namespace vitrine::ui
