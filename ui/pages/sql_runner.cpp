// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/sql_runner.h"

#include <utility>

#include "core/catalog/sql_token.h"

namespace vitrine::ui {
namespace {

/// Reading the columns of a table opens its log: more are not asked at once.
constexpr std::size_t kMostDescribed = 200;

class SnapshotTables final : public LiveTables {
  public:
    explicit SnapshotTables(const std::vector<LiveResult>& results) {
        for (const LiveResult& result : results) {
            const ResultShapePtr shape = result.snapshot ? result.snapshot->shape : result.shape;
            if (result.name.empty() || !shape) continue;
            std::vector<Batch> chunks;
            if (result.snapshot) {
                for (const auto& chunk : result.snapshot->chunks) chunks.push_back(chunk->rows);
            }
            tables_.emplace_back(result.name, makeBatchTable(shape->schema, std::move(chunks)));
        }
    }

    std::vector<std::string> names() const override {
        std::vector<std::string> names;
        for (const auto& [name, table] : tables_) names.push_back(name);
        return names;
    }

    SqlTablePtr find(std::string_view name) const override {
        for (const auto& [known, table] : tables_) {
            if (lowerAscii(known) == lowerAscii(name)) return table;
        }
        return nullptr;
    }

  private:
    std::vector<std::pair<std::string, SqlTablePtr>> tables_;
};

QString textOf(const Error& error) { return QString::fromStdString(error.message()); }

}  // namespace

std::shared_ptr<const LiveTables> liveTablesOf(const std::vector<LiveResult>& results) { return std::make_shared<SnapshotTables>(results); }

CatalogListing readCatalog(const SqlSurroundings& surroundings, const std::stop_token& stop) {
    CatalogListing listing;
    const Workspace workspace(surroundings.workspace);
    const auto live = liveTablesOf(surroundings.live);
    const SqlPanel panel(workspace, live, surroundings.conf);
    std::size_t described = 0;
    const auto databases = workspace.databases();
    if (!databases) listing.problem = textOf(databases.error());
    for (const std::string& name : databases ? *databases : std::vector<std::string>()) {
        if (stop.stop_requested()) return listing;
        CatalogListing::Database database{QString::fromStdString(name), false, {}};
        const auto tables = workspace.tables(name);
        if (!tables) listing.problem = textOf(tables.error());
        for (const CatalogTable& table : tables ? *tables : std::vector<CatalogTable>()) {
            if (stop.stop_requested()) return listing;
            CatalogListing::Table shown{QString::fromStdString(table.name), QString::fromStdString(table.format), {}, {}, -1};
            if (described++ < kMostDescribed) {
                const auto schema = panel.describe(table.database, table.name);
                if (schema) shown.columns = schema->fields();
                else shown.problem = textOf(schema.error());
            }
            database.tables.push_back(std::move(shown));
        }
        listing.databases.push_back(std::move(database));
    }
    CatalogListing::Database running{QString::fromUtf8(kLiveDatabase.data(), static_cast<qsizetype>(kLiveDatabase.size())), true, {}};
    for (const std::string& name : live->names()) {
        const SqlTablePtr table = live->find(name);
        running.tables.push_back({QString::fromStdString(name), {}, table->schema()->fields(), {}, static_cast<qint64>(table->numRows().value_or(0))});
    }
    if (!running.tables.empty()) listing.databases.push_back(std::move(running));
    return listing;
}

SqlRunner::SqlRunner(QObject* parent) : QObject(parent) {}

SqlRunner::~SqlRunner() {
    statement_.request_stop();
    catalog_.request_stop();
}

bool SqlRunner::run(const QString& statement, const SqlOptions& options, SqlSurroundings surroundings) {
    if (running_) return false;
    running_ = true;
    statement_ = std::jthread([this, text = statement.toStdString(), options, around = std::move(surroundings), database = database_](const std::stop_token& stop) {
        SqlPanel panel(Workspace(around.workspace), liveTablesOf(around.live), around.conf);
        panel.setWriters(around.writers);
        panel.useDatabase(database);
        auto answer = std::make_shared<Result<SqlAnswer>>(panel.run(text, options, stop));
        QMetaObject::invokeMethod(
            this,
            [this, answer, used = panel.database()] {
                running_ = false;
                database_ = used;
                if (*answer) Q_EMIT answered(std::make_shared<const SqlAnswer>(std::move(**answer)));
                else Q_EMIT failed(answer->error());
            },
            Qt::QueuedConnection);
    });
    return true;
}

void SqlRunner::stop() { statement_.request_stop(); }

void SqlRunner::list(SqlSurroundings surroundings) {
    if (listing_) {
        listNext_ = std::make_unique<SqlSurroundings>(std::move(surroundings));
        return;
    }
    listing_ = true;
    catalog_ = std::jthread([this, around = std::move(surroundings)](const std::stop_token& stop) {
        auto listing = std::make_shared<const CatalogListing>(readCatalog(around, stop));
        QMetaObject::invokeMethod(
            this,
            [this, listing] {
                listing_ = false;
                Q_EMIT listed(listing);
                if (const auto next = std::exchange(listNext_, nullptr)) list(std::move(*next));
            },
            Qt::QueuedConnection);
    });
}

}  // namespace vitrine::ui
