// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCryptographicHash>
#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QTemporaryDir>
#include <QtTest>

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include <sqlite3.h>

#include "core/catalog/sql_panel.h"
#include "core/data/column_builder.h"
#include "core/data/table_text.h"
#include "core/formats/option_reader.h"

namespace vitrine::test {

/// A batch of rows of values.
inline Batch batchOf(const char* ddl, const std::vector<std::vector<Value>>& lines) {
    auto schema = std::make_shared<const Schema>(parseDdl(ddl).value());
    Batch batch{schema, {}, lines.size(), nullptr};
    for (std::size_t column = 0; column < schema->size(); ++column) {
        ColumnBuilder builder((*schema)[column].type);
        for (const auto& line : lines) builder.appendValue(line[column]);
        batch.columns.push_back(builder.finish());
    }
    return batch;
}

/// Results that a test puts in place of running queries.
class FakeLive final : public LiveTables {
  public:
    std::vector<std::string> names() const override {
        std::vector<std::string> all;
        for (const auto& [name, table] : tables) all.push_back(name);
        return all;
    }
    SqlTablePtr find(std::string_view name) const override {
        ++asked;
        for (const auto& [known, table] : tables) {
            if (equalsIgnoringCase(known, name)) return table;
        }
        return nullptr;
    }
    void put(const std::string& name, const Batch& batch) { tables[name] = makeBatchTable(batch.schema, {batch}); }

    std::map<std::string, SqlTablePtr> tables;
    mutable int asked = 0;
};

constexpr std::int64_t kTwoOClock = 1'469'498'400'000'000;   // 2016-07-26T02:00:00Z
constexpr std::int64_t kHour = 3'600'000'000;

/// Windows, actions and counts, as the notebook's query gives them.
inline Batch countsBatch() {
    const auto line = [](std::int64_t start, const char* action, std::int64_t count) {
        return std::vector<Value>{Value{Value::List{Value{start}, Value{start + kHour}}}, Value{std::string(action)}, Value{count}};
    };
    return batchOf("window STRUCT<start: TIMESTAMP, end: TIMESTAMP>, action STRING, count BIGINT",
                   {line(kTwoOClock, "Close", 11), line(kTwoOClock, "Open", 179), line(kTwoOClock + kHour, "Close", 344), line(kTwoOClock + kHour, "Open", 1001)});
}

/// A folder with a workspace in it.
class WorkspaceFolder {
  public:
    std::string path(const std::string& name = {}) const { return folder_.path().toStdString() + (name.empty() ? "" : "/" + name); }
    Workspace workspace() const { return Workspace(path("ws")); }

    void put(const std::string& name, const QByteArray& content) const {
        const QString whole = QString::fromStdString(path(name));
        QDir().mkpath(QFileInfo(whole).path());
        QFile file(whole);
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(content), content.size());
    }

    /// A table of the sqlite sink.
    void runSqlite(const std::string& database, const char* sql) const {
        QDir().mkpath(QString::fromStdString(path("ws/tables")));
        sqlite3* raw = nullptr;
        QCOMPARE(sqlite3_open(path("ws/tables/" + database + ".sqlite").c_str(), &raw), SQLITE_OK);
        char* message = nullptr;
        sqlite3_exec(raw, sql, nullptr, nullptr, &message);
        QVERIFY2(message == nullptr, message);
        sqlite3_close(raw);
    }

    /// Every file below the folder with its content's hash.
    std::map<QString, QByteArray> listing() const {
        std::map<QString, QByteArray> all;
        QDirIterator walk(folder_.path(), QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot, QDirIterator::Subdirectories);
        while (walk.hasNext()) {
            QFile file(walk.next());
            QByteArray hash = "directory";
            if (walk.fileInfo().isFile() && file.open(QIODevice::ReadOnly)) hash = QCryptographicHash::hash(file.readAll(), QCryptographicHash::Sha1);
            all[walk.filePath()] = hash;
        }
        return all;
    }

  private:
    QTemporaryDir folder_;
};

/// The rows of an answer as lines of comma-separated cells, or the error.
inline QString shown(const Result<SqlAnswer>& answer, const TimeZone& zone = {}) {
    if (!answer) return "error: " + QString::fromStdString(answer.error().detail());
    QStringList lines;
    for (std::size_t row = 0; row < answer->rows.numRows; ++row) {
        QStringList cells;
        for (const ColumnPtr& column : answer->rows.columns) cells << QString::fromStdString(cellText(*column, row, zone));
        lines << cells.join(',');
    }
    return lines.join('\n');
}

inline QString heading(const Result<SqlAnswer>& answer) {
    if (!answer) return "error: " + QString::fromStdString(answer.error().detail());
    QStringList cells;
    for (const SqlColumn& column : answer->columns) cells << QString::fromStdString(column.name + " " + column.type);
    return cells.join(", ");
}

}  // namespace vitrine::test
