// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <stop_token>
#include <thread>
#include <vector>

#include <QObject>
#include <QString>

#include "core/catalog/sql_panel.h"
#include "core/report/result_snapshot.h"

namespace vitrine::ui {

/// The result of a query of the window, as it is now.
struct LiveResult {
    std::string name;
    ResultShapePtr shape;            ///< null before the query has one
    ResultSnapshotPtr snapshot;      ///< null before the first batch
};

/// What statements may read, taken when one starts: later batches do not change what it sees.
struct SqlSurroundings {
    std::string workspace;           ///< directory
    std::vector<LiveResult> live;
    SessionConf conf;
    TableWriters writers;            ///< may be empty
};

/// Databases, tables and columns as the window shows and completes them.
struct CatalogListing {
    struct Table {
        QString name;
        QString format;              ///< delta, sqlite, json …; empty for a live result
        std::vector<Field> columns;
        QString problem;             ///< why the columns are not known
        qint64 rows = -1;            ///< of a live result
    };
    struct Database {
        QString name;
        bool live = false;
        std::vector<Table> tables;
    };
    std::vector<Database> databases;
    QString problem;
};
using CatalogListingPtr = std::shared_ptr<const CatalogListing>;
using SqlAnswerPtr = std::shared_ptr<const SqlAnswer>;

/// Runs statements on a thread of its own, and reads the catalog on another; never two statements at once. Signals come in the
/// thread of this object. Destruction stops and joins both.
class SqlRunner : public QObject {
    Q_OBJECT
  public:
    explicit SqlRunner(QObject* parent = nullptr);
    ~SqlRunner() override;

    /// False while another statement runs.
    bool run(const QString& statement, const SqlOptions& options, SqlSurroundings surroundings);
    /// Ends the running statement within a moment; it fails as Cancelled.
    void stop();
    bool isRunning() const noexcept { return running_; }

    /// Reads the catalog; asked while it is being read, reads it once more.
    void list(SqlSurroundings surroundings);

    /// The database of names without one.
    const std::string& database() const noexcept { return database_; }
    void resetDatabase() { database_ = kDefaultDatabase; }

  Q_SIGNALS:
    void answered(const vitrine::ui::SqlAnswerPtr& answer);
    void failed(const vitrine::Error& error);
    void listed(const vitrine::ui::CatalogListingPtr& listing);

  private:
    std::string database_{kDefaultDatabase};
    bool running_ = false;
    bool listing_ = false;
    std::unique_ptr<SqlSurroundings> listNext_;
    std::jthread statement_;   // last: joined before the rest goes
    std::jthread catalog_;
};

/// The tables of `results`, for a SqlPanel.
std::shared_ptr<const LiveTables> liveTablesOf(const std::vector<LiveResult>& results);

/// Reads databases, tables and columns. Blocks on the disk.
CatalogListing readCatalog(const SqlSurroundings& surroundings, const std::stop_token& stop);

}  // namespace vitrine::ui
