// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/query_words.h"

#include <QRegularExpression>
#include <QStringList>

#include "core/sql/expression.h"
#include "ui/pages/question.h"

namespace vitrine::ui {
namespace {

constexpr const char* kUnits[] = {"millisecond", "second", "minute", "hour", "day", "week", "month", "year"};

QString list(const std::vector<std::string>& texts) {
    QStringList all;
    for (const std::string& text : texts) all << QString::fromStdString(text);
    return all.join(QStringLiteral(", "));
}

/// "sum(amount) AS total" without its name.
QString aggregateName(const std::string& text) {
    auto parsed = parseExpression(text);
    if (!parsed) return QString::fromStdString(text);
    const Expression* node = parsed->get();
    if (node->kind == ExpressionKind::Alias) node = node->children.front().get();
    return QString::fromStdString(toSql(*node));
}

QString lengthWords(const char* unit, int count) {
    const QLatin1String name(unit);
    if (name == QLatin1String("millisecond")) return QueryWords::tr("%n millisecond(s)", nullptr, count);
    if (name == QLatin1String("second")) return QueryWords::tr("%n second(s)", nullptr, count);
    if (name == QLatin1String("minute")) return QueryWords::tr("%n minute(s)", nullptr, count);
    if (name == QLatin1String("hour")) return QueryWords::tr("%n hour(s)", nullptr, count);
    if (name == QLatin1String("day")) return QueryWords::tr("%n day(s)", nullptr, count);
    if (name == QLatin1String("week")) return QueryWords::tr("%n week(s)", nullptr, count);
    if (name == QLatin1String("month")) return QueryWords::tr("%n month(s)", nullptr, count);
    return QueryWords::tr("%n year(s)", nullptr, count);
}

}  // namespace

QString QueryWords::interval(const std::string& text) {
    static const QRegularExpression form(QStringLiteral("^\\s*(?:interval\\s+)?(\\d{1,6})\\s+([a-z]+?)s?\\s*$"),
                                         QRegularExpression::CaseInsensitiveOption);
    const QString spark = QString::fromStdString(text);
    const QRegularExpressionMatch match = form.match(spark);
    if (!match.hasMatch()) return spark;
    const QString unit = match.captured(2).toLower();
    for (const char* known : kUnits) {
        if (unit == QLatin1String(known)) return lengthWords(known, match.captured(1).toInt());
    }
    return spark;
}

std::string QueryWords::intervalText(const QString& typed) {
    const QString text = typed.simplified();
    static const QRegularExpression number(QStringLiteral("^(\\d{1,6})\\s"));
    const QRegularExpressionMatch match = number.match(text);
    if (match.hasMatch()) {
        const int count = match.captured(1).toInt();
        for (const char* unit : kUnits) {
            if (text.compare(lengthWords(unit, count), Qt::CaseInsensitive) != 0) continue;
            return std::to_string(count) + ' ' + unit + (count == 1 ? "" : "s");
        }
    }
    return text.toStdString();
}

QString QueryWords::trigger(const TriggerSpec& trigger) {
    switch (trigger.kind) {
        case TriggerSpec::Kind::Default: return tr("as soon as possible");
        case TriggerSpec::Kind::ProcessingTime: return tr("every %1").arg(interval(trigger.interval));
        case TriggerSpec::Kind::Once: return tr("one batch, then stop");
        case TriggerSpec::Kind::AvailableNow: return tr("all that is there, then stop");
        case TriggerSpec::Kind::Continuous: return tr("continuously, %1").arg(interval(trigger.interval));
    }
    return {};
}

TriggerSpec QueryWords::triggerOf(const QString& typed) {
    const QString text = typed.simplified();
    for (const auto kind : {TriggerSpec::Kind::Default, TriggerSpec::Kind::Once, TriggerSpec::Kind::AvailableNow}) {
        if (text.compare(trigger({kind, {}}), Qt::CaseInsensitive) == 0) return {kind, {}};
    }
    for (const auto& [kind, words] : {std::pair{TriggerSpec::Kind::Continuous, tr("continuously, %1")}, std::pair{TriggerSpec::Kind::ProcessingTime, tr("every %1")}}) {
        const QString before = words.arg(QString()).trimmed();
        if (!before.isEmpty() && text.startsWith(before, Qt::CaseInsensitive)) return {kind, intervalText(text.mid(before.size()))};
    }
    return {TriggerSpec::Kind::ProcessingTime, intervalText(text)};
}

std::vector<TriggerSpec> QueryWords::triggers(const std::string& sourceFormat) {
    using Kind = TriggerSpec::Kind;
    std::vector<TriggerSpec> offered{{Kind::Default, {}}};
    for (const char* every : {"1 second", "3 seconds", "10 seconds", "30 seconds", "1 minute"}) offered.push_back({Kind::ProcessingTime, every});
    offered.push_back({Kind::Once, {}});
    offered.push_back({Kind::AvailableNow, {}});
    if (sourceFormat == "rate" || sourceFormat == "socket" || sourceFormat == "kafka") offered.push_back({Kind::Continuous, "1 second"});
    return offered;
}

std::vector<SentencePart> QueryWords::cut(const QString& sentence, const std::vector<SentencePart>& tokens) {
    std::vector<SentencePart> parts;
    static const QRegularExpression marker(QStringLiteral("%([1-9])"));
    qsizetype from = 0;
    for (auto found = marker.globalMatch(sentence); found.hasNext();) {
        const QRegularExpressionMatch match = found.next();
        const QString plain = sentence.mid(from, match.capturedStart() - from).trimmed();
        if (!plain.isEmpty()) parts.push_back({plain, {}, {}});
        const auto index = static_cast<std::size_t>(match.captured(1).toInt() - 1);
        if (index < tokens.size()) parts.push_back(tokens[index]);
        from = match.capturedEnd();
    }
    const QString rest = sentence.mid(from).trimmed();
    if (!rest.isEmpty()) parts.push_back({rest, {}, {}});
    return parts;
}

std::vector<SentencePart> QueryWords::sentence(const QueryDocument& document) {
    std::vector<SentencePart> parts = question(document);
    if (document.checkpoint.empty()) return parts;
    const SentencePart checkpoint{QString::fromStdString(document.checkpoint), QLatin1String(kCheckpoint), tr("Checkpoint")};
    for (SentencePart& part : cut(tr("A restart goes on from %1."), {checkpoint})) parts.push_back(std::move(part));
    return parts;
}

std::vector<SentencePart> QueryWords::question(const QueryDocument& document) {
    const Question asked = questionOf(document);
    const bool every = document.trigger.kind == TriggerSpec::Kind::ProcessingTime;
    const SentencePart trigger{every ? interval(document.trigger.interval) : QueryWords::trigger(document.trigger), QLatin1String(kTrigger), tr("Trigger")};
    const SentencePart mode{QString::fromStdString(document.outputMode), QLatin1String(kMode), tr("Output mode")};
    QString windowText = asked.window ? interval(asked.window->length) : QString();
    if (asked.window && !asked.window->slide.empty()) windowText = tr("%1 sliding %2").arg(windowText, interval(asked.window->slide));
    const SentencePart window{windowText, QLatin1String(kWindow), tr("Window length")};
    const SentencePart time{QString::fromStdString(asked.timeColumn()), QLatin1String(kTime), tr("Event time")};
    const SentencePart delay{asked.watermarkStep ? interval(asked.delay) : tr("without end"), QLatin1String(kDelay), tr("Watermark delay")};
    const SentencePart keys{list(asked.keys), QLatin1String(kKeys), tr("Groups")};
    QStringList names;
    for (const std::string& aggregate : asked.aggregates) names << aggregateName(aggregate);
    const SentencePart aggregate{asked.countsRows ? tr("rows") : names.join(QStringLiteral(", ")), QLatin1String(kAggregate), tr("What is computed")};

    switch (asked.shape) {
        case Question::Shape::Windowed:
            if (asked.keys.empty()) {
                const QString text = asked.countsRows
                    ? every ? tr("Every %1 count %2 in windows of %3 on %4, waiting %5 for late rows. Write %6.")
                            : tr("Count %2 in windows of %3 on %4, waiting %5 for late rows. Trigger: %1. Write %6.")
                    : every ? tr("Every %1 compute %2 in windows of %3 on %4, waiting %5 for late rows. Write %6.")
                            : tr("Compute %2 in windows of %3 on %4, waiting %5 for late rows. Trigger: %1. Write %6.");
                return cut(text, {trigger, aggregate, window, time, delay, mode});
            } else {
                const QString text = asked.countsRows
                    ? every ? tr("Every %1 count %2 by %3 in windows of %4 on %5, waiting %6 for late rows. Write %7.")
                            : tr("Count %2 by %3 in windows of %4 on %5, waiting %6 for late rows. Trigger: %1. Write %7.")
                    : every ? tr("Every %1 compute %2 by %3 in windows of %4 on %5, waiting %6 for late rows. Write %7.")
                            : tr("Compute %2 by %3 in windows of %4 on %5, waiting %6 for late rows. Trigger: %1. Write %7.");
                return cut(text, {trigger, aggregate, keys, window, time, delay, mode});
            }
        case Question::Shape::Grouped:
            if (asked.keys.empty()) {
                const QString text = asked.countsRows ? every ? tr("Every %1 count %2, all together. Write %3.")
                                                                : tr("Count %2, all together. Trigger: %1. Write %3.")
                                     : every            ? tr("Every %1 compute %2 over all rows. Write %3.")
                                                        : tr("Compute %2 over all rows. Trigger: %1. Write %3.");
                return cut(text, {trigger, aggregate, mode});
            } else {
                const QString text = asked.countsRows ? every ? tr("Every %1 count %2 by %3. Write %4.")
                                                                : tr("Count %2 by %3. Trigger: %1. Write %4.")
                                     : every            ? tr("Every %1 compute %2 by %3. Write %4.")
                                                        : tr("Compute %2 by %3. Trigger: %1. Write %4.");
                return cut(text, {trigger, aggregate, keys, mode});
            }
        case Question::Shape::Rows: {
            QStringList places{tr("the live table")};
            for (const SinkSpec& sink : document.sinks) {
                places << QString::fromStdString(!sink.table.empty() ? sink.table : !sink.path.empty() ? sink.path : sink.format);
            }
            const SentencePart sink{places.join(QStringLiteral(", ")), QLatin1String(kSink), tr("Output")};
            return cut(every ? tr("Every %1 write each row to %2.") : tr("Write each row to %2. Trigger: %1."), {trigger, sink});
        }
        case Question::Shape::Other:
            return cut(every ? tr("Every %1 run the steps below. Write %2.") : tr("Run the steps below. Trigger: %1. Write %2."), {trigger, mode});
    }
    return {};
}

}  // namespace vitrine::ui
