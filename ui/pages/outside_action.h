// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include <QString>

#include "core/query/query_document.h"

namespace vitrine::ui {

/// Something a query does outside of files that the user named: it runs a command, or talks to a Kafka server. The first time
/// a document does, the user is asked (F4).
struct OutsideAction {
    enum class Kind { Command, KafkaSource, KafkaSink };
    Kind kind = Kind::Command;
    std::string place;   ///< `/sinks/0/command`
    std::string what;    ///< the command, or servers and topics
    bool operator==(const OutsideAction&) const = default;
};

std::vector<OutsideAction> outsideActionsOf(const QueryDocument& document);

/// What a yes is remembered by: the document's path, and what exactly was allowed.
QString consentKey(const QString& documentPath, const std::vector<OutsideAction>& actions);

}  // namespace vitrine::ui
