// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QtTest/QtTest>

#include <nlohmann/json.hpp>

namespace vitrine::test {

/// How a command ended and what it said.
struct Outcome {
    int status = -1;   ///< -1: crashed, or did not end
    QString out;
    QString err;
};

/// A folder of its own, and the built command line run in it.
class CliFixture {
  public:
    QString path(const QString& name = QString()) const { return name.isEmpty() ? folder_.path() : folder_.filePath(name); }

    void put(const QString& name, const QByteArray& content) const {
        QDir().mkpath(QFileInfo(path(name)).path());
        QFile file(path(QFileInfo(name).path() + "/." + QFileInfo(name).fileName()));  // which no stream lists
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(content), content.size());
        file.close();
        QFile::remove(path(name));
        QVERIFY(file.rename(path(name)));
    }

    QByteArray read(const QString& name) const {
        QFile file(path(name));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

    /// The notebook's query over the folder `in`, changed at JSON pointers.
    void putQuery(const std::vector<std::pair<std::string, nlohmann::ordered_json>>& changes = {}, const QString& name = "query.json") const {
        auto query = nlohmann::ordered_json::parse(R"json({
            "name": "actions_per_hour",
            "source": {"format": "json", "path": "in", "schema": "time TIMESTAMP, action STRING"},
            "steps": [
                {"groupBy": ["action", "window(time, '1 hour')"], "agg": ["count(*) AS count"]},
                {"select": ["window.start AS start", "action", "count"]},
                {"orderBy": ["start", "action"]}
            ],
            "outputMode": "complete",
            "conf": {"spark.sql.session.timeZone": "UTC"}
        })json");
        for (const auto& [pointer, value] : changes) query[nlohmann::ordered_json::json_pointer(pointer)] = value;
        put(name, QByteArray::fromStdString(query.dump()));
    }

    void start(QProcess& process, const QStringList& arguments) const {
        process.setWorkingDirectory(folder_.path());
        process.start(VITRINE_CLI, arguments);
        QVERIFY(process.waitForStarted());
    }

    static Outcome end(QProcess& process) {
        Outcome outcome;
        if (!process.waitForFinished(120'000)) {
            process.kill();
            process.waitForFinished();
        } else if (process.exitStatus() == QProcess::NormalExit) {
            outcome.status = process.exitCode();
        }
        outcome.out = QString::fromUtf8(process.readAllStandardOutput());
        outcome.err = QString::fromUtf8(process.readAllStandardError());
        return outcome;
    }

    Outcome run(const QStringList& arguments) const {
        QProcess process;
        start(process, arguments);
        return end(process);
    }

  private:
    QTemporaryDir folder_;
};

/// Five rows of two hours, and the result of the notebook's query over them.
inline const QByteArray kSample =
    "{\"time\":1469498400,\"action\":\"Open\"}\n"    // 02:00:00, the first instant of its window
    "{\"time\":1469501999,\"action\":\"Open\"}\n"    // 02:59:59, the last second
    "{\"time\":1469502000,\"action\":\"Open\"}\n"    // 03:00:00, the next window
    "{\"time\":1469500000,\"action\":\"Close\"}\n"
    "{\"time\":1469503000,\"action\":\"Close\"}\n";
inline const QString kSampleCsv =
    "start,action,count\n"
    "2016-07-26T02:00:00.000Z,Close,1\n"
    "2016-07-26T02:00:00.000Z,Open,2\n"
    "2016-07-26T03:00:00.000Z,Close,1\n"
    "2016-07-26T03:00:00.000Z,Open,1\n";

}  // namespace vitrine::test
