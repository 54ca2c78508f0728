// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/build_state.h"

#include "ui/pages/form_parts.h"

namespace vitrine::ui {

Schema BuildState::schema() const {
    if (session && !session->document().source.schema.empty()) {
        return declaredSchema(session->document());
    }
    if (sample()) return *sample()->schema;
    return session && hasOwnColumns(session->document().source.format) ? columnsBefore(0) : Schema();
}

Schema BuildState::columnsBefore(std::size_t step) const {
    if (!session) return {};
    if (!(plannedDocument == session->document())) {
        plannedDocument = session->document();
        plannedColumns.clear();
    }
    const auto [known, isNew] = plannedColumns.try_emplace(step);
    if (isNew) known->second = vitrine::columnsBefore(plannedDocument, step, session->project().baseDirectory(), systemFiles());
    return known->second.size() > 0 || step == 0 ? known->second : schema();
}

bool BuildState::awaitsColumns() const {
    return session && session->document().source.schema.empty() && !hasOwnColumns(session->document().source.format);
}

bool BuildState::isWithin(const std::string& diagnosticPlace, const std::string& place) {
    if (!diagnosticPlace.starts_with(place)) return false;
    return diagnosticPlace.size() == place.size() || diagnosticPlace[place.size()] == '/';
}

QString BuildState::text(const Error& error) {
    QString text = shownText(error.message());
    if (!error.wayOut().empty()) text += QLatin1Char(' ') + shownText(error.wayOut());
    return text;
}

QString BuildState::refusalAt(const std::string& place) const {
    if (!session) return {};
    for (const Diagnostic& diagnostic : session->diagnostics()) {
        if (diagnostic.severity == Severity::Error && isWithin(diagnostic.error.place(), place)) return text(diagnostic.error);
    }
    return {};
}

}  // namespace vitrine::ui
