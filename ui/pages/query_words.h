// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <QCoreApplication>
#include <QString>

#include "core/query/query_document.h"
#include "ui/widgets/sentence_view.h"

namespace vitrine::ui {

/// A query in the words of the window's language. Spark's own words stay as they are.
class QueryWords {
    Q_DECLARE_TR_FUNCTIONS(QueryWords)

  public:
    /// Ids of the sentence's tokens.
    static constexpr const char* kTrigger = "trigger";
    static constexpr const char* kAggregate = "aggregate";
    static constexpr const char* kKeys = "keys";
    static constexpr const char* kWindow = "window";
    static constexpr const char* kTime = "time";
    static constexpr const char* kDelay = "delay";
    static constexpr const char* kMode = "mode";
    static constexpr const char* kSink = "sink";
    static constexpr const char* kCheckpoint = "checkpoint";

    /// "3 seconds" as the language says it; a text that is no such length stays as it is.
    static QString interval(const std::string& text);
    /// What the user typed as Spark writes it: "3 secondes" is `3 seconds`. Unknown words stay, to be refused at their field.
    static std::string intervalText(const QString& typed);

    /// "every 3 seconds", "as soon as possible" …
    static QString trigger(const TriggerSpec& trigger);
    /// The reverse, also of a length alone. A text that is none of them becomes a processing time, to be refused.
    static TriggerSpec triggerOf(const QString& typed);

    /// The triggers that a query of this source format is offered; continuous ones only where they can run.
    static std::vector<TriggerSpec> triggers(const std::string& sourceFormat);

    /// The whole sentence, cut at its editable words.
    static std::vector<SentencePart> sentence(const QueryDocument& document);

    /// Cuts a translated template at %1 … %9; `tokens` has one part a place marker.
    static std::vector<SentencePart> cut(const QString& sentence, const std::vector<SentencePart>& tokens);

  private:
    static std::vector<SentencePart> question(const QueryDocument& document);
};

}  // namespace vitrine::ui
