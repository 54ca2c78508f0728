// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/time_labels.h"

#include <QDate>
#include <QStringList>

namespace vitrine::ui {

namespace {

constexpr std::int64_t kMilli = 1'000;
constexpr std::int64_t kSecond = 1'000'000;
constexpr std::int64_t kMinute = 60 * kSecond;
constexpr std::int64_t kHour = 60 * kMinute;
constexpr std::int64_t kDay = 24 * kHour;
const QChar kDash(0x2013);

}  // namespace

QString TimeLabels::time(std::int64_t instant, std::int64_t resolution) const {
    const LocalFields local = zone_.toLocal(instant);
    QString text =
        QStringLiteral("%1:%2").arg(local.hour, 2, 10, QLatin1Char('0')).arg(local.minute, 2, 10, QLatin1Char('0'));
    if (resolution % kMinute != 0 || local.second != 0 || local.micro != 0)
        text += QStringLiteral(":%1").arg(local.second, 2, 10, QLatin1Char('0'));
    if (local.micro != 0 && resolution % kSecond != 0)
        text += locale_.decimalPoint() + QStringLiteral("%1").arg(local.micro / kMilli, 3, 10, QLatin1Char('0'));
    return text;
}

QString TimeLabels::date(std::int64_t instant, bool withYear) const {
    const LocalFields local = zone_.toLocal(instant);
    const QDate day(static_cast<int>(local.year), local.month, local.day);
    if (!day.isValid()) return QString::number(local.year);
    return locale_.toString(day, withYear ? QStringLiteral("d MMM yyyy") : QStringLiteral("d MMM"));
}

QString TimeLabels::dateAndTime(std::int64_t instant, std::int64_t resolution) const {
    if (resolution % kDay == 0 && isMidnight(instant)) return date(instant);
    return date(instant) + QLatin1Char(' ') + time(instant, resolution);
}

QString TimeLabels::window(std::int64_t start, std::int64_t end) const {
    const std::int64_t length = end - start;
    if (length > 0 && length % kDay == 0 && isMidnight(start)) {
        return length == kDay ? date(start) : date(start) + kDash + date(end - 1);
    }
    // 23:00–00:00 belongs to one day.
    if (date(start) == date(end - 1)) return time(start, length) + kDash + time(end, length);
    return dateAndTime(start, length) + QStringLiteral(" ") + kDash + QStringLiteral(" ") + dateAndTime(end, length);
}

QString TimeLabels::duration(std::int64_t length) const {
    QStringList parts;
    const auto part = [&](std::int64_t unit, const QString& name) {
        if (length < unit || parts.size() == 2) return;
        parts << locale_.toString(static_cast<qlonglong>(length / unit)) + QChar(0x00A0) + name;
        length %= unit;
    };
    if (length <= 0) return QStringLiteral("0") + QChar(0x00A0) + tr("s", "seconds");
    part(kDay, tr("d", "days"));
    part(kHour, tr("h", "hours"));
    part(kMinute, tr("min", "minutes"));
    part(kSecond, tr("s", "seconds"));
    part(kMilli, tr("ms", "milliseconds"));
    return parts.join(QLatin1Char(' '));
}

bool TimeLabels::isMidnight(std::int64_t instant) const {
    const LocalFields local = zone_.toLocal(instant);
    return local.hour == 0 && local.minute == 0 && local.second == 0 && local.micro == 0;
}

}  // namespace vitrine::ui
