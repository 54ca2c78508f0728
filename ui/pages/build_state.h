// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>

#include <QString>

#include "ui/pages/query_session.h"
#include "ui/pages/question.h"
#include "ui/pages/sample_reader.h"
#include "ui/pages/source_kind.h"

namespace vitrine::ui {

/// What the cards of the Build page show: the session's document and the newest sample of its folder.
struct BuildState {
    QuerySession* session = nullptr;
    SampleReader::Folder folder;   ///< null until the first one was read
    SampleReader::Rows rows;
    bool isReading = false;

    const FolderSample* files() const { return folder && *folder ? &folder->value() : nullptr; }
    const RowSample* sample() const { return rows && *rows ? &rows->value() : nullptr; }

    // Planning looks at the disk, and completion asks with every key.
    mutable QueryDocument plannedDocument;
    mutable std::map<std::size_t, Schema> plannedColumns;

    /// The columns as the document has them, else as the sample gave them, else the source's own; empty when none is known.
    Schema schema() const;
    /// The columns that step `step` may name; the number of steps asks for those of the result.
    Schema columnsBefore(std::size_t step) const;
    /// Whether the columns of a new folder are not known yet, which is nothing to be refused for.
    bool awaitsColumns() const;
    /// The first refusal whose place is `place` or below it: what it says and the way out. Empty when there is none.
    QString refusalAt(const std::string& place) const;
    /// Whether a diagnostic's place is `place` or below it.
    static bool isWithin(const std::string& diagnosticPlace, const std::string& place);
    /// Message and way out of an error, for a person.
    static QString text(const Error& error);
};

}  // namespace vitrine::ui
