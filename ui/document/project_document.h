// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QString>
#include <QUndoStack>

#include "core/base/result.h"
#include "ui/document/project.h"

namespace vitrine::ui {

/// The open project: the one truth that forms, charts and texts edit and show. Every edit is one undo step; undo never
/// reaches into a running query. Window thread only.
class ProjectDocument : public QObject {
    Q_OBJECT
  public:
    explicit ProjectDocument(QObject* parent = nullptr);

    const Project& project() const noexcept { return project_; }
    QUndoStack& undoStack() noexcept { return undo_; }

    /// The query or chart of that name or id, or null.
    const QueryDocument* query(const std::string& name) const;
    const ChartSpec* chart(const std::string& id) const;

    /// Replaces the project by `next` as one undo step shown as `text`. Edits with the same non-empty `mergeKey` that
    /// follow each other become one step (typing, dragging).
    void edit(const QString& text, Project next, const QString& mergeKey = {});

    /// An empty new name keeps the old one; a taken one becomes freeQueryName() of it.
    void setQuery(const QString& text, const std::string& name, QueryDocument query, const QString& mergeKey = {});
    void addQuery(const QString& text, QueryDocument query);          ///< under freeQueryName() of its name
    void removeQuery(const QString& text, const std::string& name);   ///< with its charts and cards
    void setChart(const QString& text, const ChartSpec& chart, const QString& mergeKey = {});
    void addChart(const QString& text, ChartSpec chart);              ///< id is made when empty or taken
    void removeChart(const QString& text, const std::string& id);
    /// Moves a chart `by` places among the charts of its query, at most to their ends.
    void moveChart(const QString& text, const std::string& id, int by);

    /// Keeps the colours that the pictures gave to key values; no undo step, what was given stays given.
    void keepColours(const std::map<std::string, std::map<std::string, int>>& colours);

    /// A query name that is not taken: `query`, `query_2` …
    std::string freeQueryName(const std::string& wish) const;
    std::string freeChartId() const;

    /// Starts over with `project` and an empty undo history. Not modified unless `modified`.
    void reset(Project project, const QString& path = {}, bool modified = false);

    /// Takes in edits that were not saved: modified, with an empty undo history. `directory` is what the project's relative paths
    /// were relative to; they mean the same places after it.
    void recover(Project project, const QString& path, const std::string& directory);

    /// Reads a project or a query document. The project stays as it was on an error. NewerDocument leaves the file untouched.
    Result<void> open(const QString& path);

    /// Writes the project to `path`, whole or not at all, and makes it the project's file. Relative paths of the queries
    /// are rewritten so that they mean the same place.
    Result<void> save(const QString& path);

    QString path() const { return path_; }                            ///< empty until saved
    QString displayName() const;
    bool isModified() const { return !undo_.isClean() || modifiedOutside_; }

    /// What relative paths are relative to: the file's directory, or a directory of its own for an unsaved project.
    std::string baseDirectory() const;

  Q_SIGNALS:
    void changed();               ///< the project's content
    void pathChanged();
    void modifiedChanged(bool modified);

  private:
    friend class ReplaceProjectCommand;
    void replace(const Project& project, const std::string& directory);

    Project project_;
    QUndoStack undo_;
    QString path_;
    QString untitledId_;
    bool modifiedOutside_ = false;
};

}  // namespace vitrine::ui
