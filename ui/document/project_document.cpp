// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/document/project_document.h"

#include <algorithm>
#include <filesystem>

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSaveFile>
#include <QStandardPaths>
#include <QUndoCommand>
#include <QUuid>

#include <fmt/format.h>

namespace vitrine::ui {

/// Holds the project before and after one edit: documents are small, and whole values cannot get out of step.
class ReplaceProjectCommand : public QUndoCommand {
  public:
    ReplaceProjectCommand(ProjectDocument& document, const QString& text, Project next, QString mergeKey)
        : QUndoCommand(text), document_(document), before_(document.project()), after_(std::move(next)),
          directory_(document.baseDirectory()), mergeKey_(std::move(mergeKey)) {}

    void undo() override { document_.replace(before_, directory_); }
    void redo() override { document_.replace(after_, directory_); }
    int id() const override { return mergeKey_.isEmpty() ? -1 : 1; }

    bool mergeWith(const QUndoCommand* other) override {
        const auto* next = static_cast<const ReplaceProjectCommand*>(other);
        if (next->mergeKey_ != mergeKey_ || next->directory_ != directory_) return false;
        after_ = next->after_;
        setObsolete(after_ == before_);
        return true;
    }

  private:
    ProjectDocument& document_;
    Project before_;
    Project after_;
    std::string directory_;  // what their relative paths are relative to: the project may be saved elsewhere meanwhile
    QString mergeKey_;
};

namespace {

template <class List, class Predicate>
auto* findIn(List& list, Predicate predicate) {
    const auto found = std::find_if(list.begin(), list.end(), predicate);
    return found == list.end() ? nullptr : &*found;
}

/// `path` (relative to `from`, or absolute) as a path relative to `to`; absolute ones stay.
std::string rebased(const std::string& path, const std::string& from, const std::string& to) {
    const bool absoluteOrUri = path.starts_with('/') || path.starts_with("file:") || path.find("://") != std::string::npos;
    if (path.empty() || absoluteOrUri || from == to) return path;
    const std::filesystem::path absolute = (std::filesystem::path(from) / path).lexically_normal();
    const std::filesystem::path relative = absolute.lexically_relative(to);
    return relative.empty() ? absolute.string() : relative.string();
}

void rebase(SourceSpec& source, const std::string& from, const std::string& to);

void rebase(std::vector<Step>& steps, const std::string& from, const std::string& to) {
    for (Step& step : steps) {
        if (auto* join = std::get_if<JoinStep>(&step.method)) {
            rebase(join->source, from, to);
            rebase(join->steps, from, to);
        } else if (auto* united = std::get_if<UnionStep>(&step.method)) {
            rebase(united->source, from, to);
            rebase(united->steps, from, to);
        }
    }
}

void rebase(SourceSpec& source, const std::string& from, const std::string& to) {
    source.path = rebased(source.path, from, to);
}

void rebase(Project& project, const std::string& from, const std::string& to) {
    for (QueryDocument& query : project.queries) {
        rebase(query.source, from, to);
        rebase(query.steps, from, to);
        query.checkpoint = rebased(query.checkpoint, from, to);
        for (SinkSpec& sink : query.sinks) sink.path = rebased(sink.path, from, to);
    }
}

}  // namespace

ProjectDocument::ProjectDocument(QObject* parent)
    : QObject(parent), untitledId_(QUuid::createUuid().toString(QUuid::WithoutBraces)) {
    connect(&undo_, &QUndoStack::cleanChanged, this, [this] { Q_EMIT modifiedChanged(isModified()); });
}

const QueryDocument* ProjectDocument::query(const std::string& name) const {
    return findIn(project_.queries, [&](const QueryDocument& query) { return query.name == name; });
}

const ChartSpec* ProjectDocument::chart(const std::string& id) const {
    return findIn(project_.charts, [&](const ChartSpec& chart) { return chart.id == id; });
}

void ProjectDocument::edit(const QString& text, Project next, const QString& mergeKey) {
    if (next == project_) return;
    undo_.push(new ReplaceProjectCommand(*this, text, std::move(next), mergeKey));
}

void ProjectDocument::setQuery(const QString& text, const std::string& name, QueryDocument query, const QString& mergeKey) {
    Project next = project_;
    QueryDocument* target = findIn(next.queries, [&](const QueryDocument& other) { return other.name == name; });
    if (target == nullptr) return;
    if (query.name.empty()) query.name = name;
    if (query.name != name) {
        query.name = freeQueryName(query.name);
        // A rename reaches the charts and cards that name the query, in the same step.
        for (ChartSpec& chart : next.charts) {
            if (chart.query == name) chart.query = query.name;
        }
        for (PageSpec& page : next.pages) {
            for (CardSpec& card : page.cards) {
                if (card.table == name) card.table = query.name;
            }
        }
    }
    *target = std::move(query);
    edit(text, std::move(next), mergeKey);
}

void ProjectDocument::addQuery(const QString& text, QueryDocument query) {
    query.name = freeQueryName(query.name.empty() ? "query" : query.name);
    Project next = project_;
    next.queries.push_back(std::move(query));
    edit(text, std::move(next));
}

void ProjectDocument::removeQuery(const QString& text, const std::string& name) {
    Project next = project_;
    std::erase_if(next.queries, [&](const QueryDocument& query) { return query.name == name; });
    std::vector<std::string> gone;
    for (const ChartSpec& chart : next.charts) {
        if (chart.query == name) gone.push_back(chart.id);
    }
    std::erase_if(next.charts, [&](const ChartSpec& chart) { return chart.query == name; });
    for (PageSpec& page : next.pages) {
        std::erase_if(page.cards, [&](const CardSpec& card) {
            return card.table == name || std::find(gone.begin(), gone.end(), card.chart) != gone.end();
        });
    }
    edit(text, std::move(next));
}

void ProjectDocument::setChart(const QString& text, const ChartSpec& chart, const QString& mergeKey) {
    Project next = project_;
    ChartSpec* target = findIn(next.charts, [&](const ChartSpec& other) { return other.id == chart.id; });
    if (target == nullptr) return;
    *target = chart;
    edit(text, std::move(next), mergeKey);
}

void ProjectDocument::addChart(const QString& text, ChartSpec chart) {
    if (chart.id.empty() || this->chart(chart.id) != nullptr) chart.id = freeChartId();
    Project next = project_;
    next.charts.push_back(std::move(chart));
    edit(text, std::move(next));
}

void ProjectDocument::removeChart(const QString& text, const std::string& id) {
    Project next = project_;
    std::erase_if(next.charts, [&](const ChartSpec& chart) { return chart.id == id; });
    for (PageSpec& page : next.pages) {
        std::erase_if(page.cards, [&](const CardSpec& card) { return card.chart == id; });
    }
    edit(text, std::move(next));
}

void ProjectDocument::moveChart(const QString& text, const std::string& id, int by) {
    Project next = project_;
    const ChartSpec* moved = chart(id);
    if (moved == nullptr) return;
    std::vector<std::size_t> places;
    std::size_t from = 0;
    for (std::size_t index = 0; index < next.charts.size(); ++index) {
        if (next.charts[index].query != moved->query) continue;
        if (next.charts[index].id == id) from = places.size();
        places.push_back(index);
    }
    const auto last = static_cast<int>(places.size()) - 1;
    const auto to = static_cast<std::size_t>(std::clamp(static_cast<int>(from) + by, 0, last));
    // Charts of other queries stay where they are.
    for (; from < to; ++from) std::swap(next.charts[places[from]], next.charts[places[from + 1]]);
    for (; from > to; --from) std::swap(next.charts[places[from]], next.charts[places[from - 1]]);
    edit(text, std::move(next));
}

void ProjectDocument::keepColours(const std::map<std::string, std::map<std::string, int>>& colours) {
    project_.colours = colours;
}

std::string ProjectDocument::freeQueryName(const std::string& wish) const {
    if (query(wish) == nullptr) return wish;
    for (int number = 2;; ++number) {
        std::string name = fmt::format("{}_{}", wish, number);
        if (query(name) == nullptr) return name;
    }
}

std::string ProjectDocument::freeChartId() const {
    for (int number = 1;; ++number) {
        std::string id = fmt::format("c{}", number);
        if (chart(id) == nullptr) return id;
    }
}

void ProjectDocument::reset(Project project, const QString& path, bool modified) {
    undo_.clear();
    project_ = std::move(project);
    path_ = path;
    modifiedOutside_ = modified;
    if (path.isEmpty()) untitledId_ = QUuid::createUuid().toString(QUuid::WithoutBraces);
    Q_EMIT pathChanged();
    Q_EMIT changed();
    Q_EMIT modifiedChanged(isModified());
}

void ProjectDocument::recover(Project project, const QString& path, const std::string& directory) {
    reset({}, path, true);
    rebase(project, directory, baseDirectory());
    project_ = std::move(project);
    Q_EMIT changed();
}

Result<void> ProjectDocument::open(const QString& path) {
    const std::string shown = path.toStdString();
    QFile file(path);
    // A pipe or a device is no project: reading one could wait for ever.
    if (const QFileInfo info(path); info.exists() && !info.isFile()) {
        return Error(ErrorCode::FileNotReadable, tr("“%1” is not a file.").arg(path).toStdString()).at(shown);
    }
    if (!file.open(QIODevice::ReadOnly)) {
        return Error(ErrorCode::FileNotReadable, tr("The project “%1” cannot be read: %2.").arg(path, file.errorString()).toStdString())
            .at(shown);
    }
    const QByteArray text = file.readAll();
    ParsedProject parsed = parseProject(std::string_view(text.data(), static_cast<std::size_t>(text.size())));
    for (const Diagnostic& diagnostic : parsed.diagnostics) {
        if (diagnostic.severity == Severity::Error) return diagnostic.error;
    }
    if (!parsed.project) {
        return Error(ErrorCode::InvalidJson, tr("“%1” is not a project.").arg(path).toStdString()).at(shown);
    }
    if (parsed.isBareQuery) {
        // A query document becomes a project that is not saved yet; its paths still start at the query's directory.
        for (QueryDocument& query : parsed.project->queries) {
            if (query.name.empty()) query.name = QFileInfo(path).completeBaseName().toStdString();
        }
    }
    reset(*std::move(parsed.project), QFileInfo(path).absoluteFilePath());
    return {};
}

Result<void> ProjectDocument::save(const QString& path) {
    Project next = project_;
    const std::string from = baseDirectory();
    const std::string to = QFileInfo(path).absolutePath().toStdString();
    rebase(next, from, to);
    const std::string text = toJson(next);
    QSaveFile file(path);
    const auto size = static_cast<qint64>(text.size());
    // flush() before commit(): a disk that is full shows only there.
    if (!file.open(QIODevice::WriteOnly) || file.write(text.data(), size) != size || !file.flush() || !file.commit()) {
        return Error(ErrorCode::FileNotWritable, tr("The project cannot be saved to “%1”: %2.").arg(path, file.errorString()).toStdString())
            .at(path.toStdString())
            .withWayOut(tr("Choose another place with Save As. The project stays open.").toStdString());
    }
    const bool rewritten = !(next == project_);
    project_ = std::move(next);
    path_ = QFileInfo(path).absoluteFilePath();
    modifiedOutside_ = false;
    undo_.setClean();
    if (rewritten) Q_EMIT changed();
    Q_EMIT pathChanged();
    Q_EMIT modifiedChanged(false);
    return {};
}

QString ProjectDocument::displayName() const {
    if (!path_.isEmpty()) return QFileInfo(path_).fileName();
    return project_.title.empty() ? tr("Untitled") : QString::fromStdString(project_.title);
}

std::string ProjectDocument::baseDirectory() const {
    if (!path_.isEmpty()) return QFileInfo(path_).absolutePath().toStdString();
    const QString data = QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation);
    return QDir(data).filePath(QStringLiteral("vitrine/untitled/") + untitledId_).toStdString();
}

void ProjectDocument::replace(const Project& project, const std::string& directory) {
    // Colours grow outside of undo: what was given once stays given.
    auto colours = std::move(project_.colours);
    project_ = project;
    rebase(project_, directory, baseDirectory());
    for (auto& [column, values] : colours) project_.colours[column].merge(values);
    Q_EMIT changed();
}

}  // namespace vitrine::ui
