// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/outside_action.h"

#include <QCryptographicHash>

namespace vitrine::ui {
namespace {

bool isFormat(const std::string& format, QLatin1String name) { return QString::fromStdString(format).compare(name, Qt::CaseInsensitive) == 0; }

/// Servers and topics; passwords and the like are nobody's to read.
std::string kafkaText(const OptionMap& options) {
    std::string text;
    for (const char* name : {"kafka.bootstrap.servers", "subscribe", "subscribePattern", "assign", "topic"}) {
        const auto found = options.find(std::string_view(name));
        if (found == options.end()) continue;
        text += (text.empty() ? "" : ", ") + std::string(name) + " " + found->second;
    }
    return text;
}

void addSource(const SourceSpec& source, const std::string& place, std::vector<OutsideAction>& actions) {
    if (isFormat(source.format, QLatin1String("kafka"))) actions.push_back({OutsideAction::Kind::KafkaSource, place + "/format", kafkaText(source.options)});
}

void addSteps(const std::vector<Step>& steps, const std::string& place, std::vector<OutsideAction>& actions) {
    for (std::size_t at = 0; at < steps.size(); ++at) {
        const std::string here = place + "/steps/" + std::to_string(at);
        if (const auto* join = std::get_if<JoinStep>(&steps[at].method)) {
            addSource(join->source, here + "/join/source", actions);
            addSteps(join->steps, here + "/join", actions);
        } else if (const auto* with = std::get_if<UnionStep>(&steps[at].method)) {
            addSource(with->source, here + "/union/source", actions);
            addSteps(with->steps, here + "/union", actions);
        }
    }
}

}  // namespace

std::vector<OutsideAction> outsideActionsOf(const QueryDocument& document) {
    std::vector<OutsideAction> actions;
    addSource(document.source, "/source", actions);
    addSteps(document.steps, std::string(), actions);
    for (std::size_t at = 0; at < document.sinks.size(); ++at) {
        const SinkSpec& sink = document.sinks[at];
        const std::string place = "/sinks/" + std::to_string(at);
        if (isFormat(sink.format, QLatin1String("foreachBatch"))) actions.push_back({OutsideAction::Kind::Command, place + "/command", sink.command});
        if (isFormat(sink.format, QLatin1String("kafka"))) actions.push_back({OutsideAction::Kind::KafkaSink, place + "/format", kafkaText(sink.options)});
    }
    return actions;
}

QString consentKey(const QString& documentPath, const std::vector<OutsideAction>& actions) {
    QCryptographicHash hash(QCryptographicHash::Sha256);
    const auto add = [&hash](const QByteArray& part) {
        hash.addData(QByteArray::number(part.size()));
        hash.addData(QByteArrayLiteral(":"));
        hash.addData(part);
    };
    add(documentPath.toUtf8());
    for (const OutsideAction& action : actions) {
        add(QByteArray::number(static_cast<int>(action.kind)));
        add(QByteArray::fromStdString(action.what));
    }
    return QString::fromLatin1(hash.result().toHex());
}

}  // namespace vitrine::ui
