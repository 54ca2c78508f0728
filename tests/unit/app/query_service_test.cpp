// SPDX-License-Identifier: GPL-3.0-or-later
#include <memory>

#include <QTemporaryDir>
#include <QtTest>

#include <fmt/format.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/query_peers.h"
#include "app/query_service.h"

using namespace vitrine;

namespace {

class FakeQuery final : public RunningQuery {
  public:
    FakeQuery(std::string name, std::string id) : name_(std::move(name)), id_(std::move(id)) {}
    const std::string& name() const noexcept override { return name_; }
    const std::string& id() const noexcept override { return id_; }
    const std::string& runId() const noexcept override { return runId_; }
    QueryStatus status() const override { return {}; }
    QuerySummary summary() const override {
        QuerySummary summary;
        summary.name = name_;
        summary.id = id_;
        summary.runId = runId_;
        summary.state = stops > 0 ? QueryState::Stopping : QueryState::Running;
        summary.inputRate = 1.5;
        summary.lastBatch = 7;
        summary.sinks = {{"FileSink[file:/out]", true}, {"ConsoleSink", false}};
        summary.notes = {"a \"note\"\nof two lines"};
        return summary;
    }
    ResultShapePtr shape() const override { return nullptr; }
    ResultSnapshotPtr snapshot() const override { return nullptr; }
    std::vector<BatchReportPtr> recentReports() const override { return {}; }
    void requestStop() override { ++stops; }
    void pause() override {}
    void resume() override {}
    void step() override {}
    void requestCrash() override {}
    bool awaitTermination(Millis) override { return true; }
    Result<void> processAllAvailable() override { return {}; }

    std::atomic<int> stops = 0;

  private:
    std::string name_, id_, runId_ = "run of " + id_;
};

}  // namespace

/// Queries seen and stopped from outside of their process.
class TestQueryService : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> folder_;
    std::string path() const { return folder_->filePath("vitrine").toStdString(); }
    RuntimeDirectory directory() const { return *RuntimeDirectory::open(path()); }

    /// Sends `bytes` to this process's service and gives the line that comes back.
    std::string exchange(const std::string& bytes) const {
        const RuntimeDirectory here = directory();
        const Descriptor socket = makeLocalSocket();
        if (connectTo(socket, here.shortPathOf(fmt::format("{}.sock", ::getpid()))) != 0) return "not connected";
        std::string out = bytes, in;
        for (int rounds = 0; rounds < 20'000; ++rounds) {
            static_cast<void>(writeOut(socket, out));
            const Progress progress = readLine(socket, in, 1 << 20);
            if (progress == Progress::Done) return in;
            if (progress == Progress::Failed) return "closed";
            ::usleep(100);
        }
        return "silent";
    }

  private Q_SLOTS:
    void init() { folder_ = std::make_unique<QTemporaryDir>(); }

    void queriesAreListedAndStopped() {
        QueryRegistry registry;
        const auto one = std::make_shared<FakeQuery>("one", "id 1");
        const auto two = std::make_shared<FakeQuery>("", "id 2");
        QVERIFY(registry.add(one));
        QVERIFY(registry.add(two));
        const auto service = QueryService::start(registry, "test", directory());
        QVERIFY2(service, service ? "" : service.error().detail().c_str());
        auto found = listStreams(directory());
        QVERIFY(found);
        QCOMPARE(found->size(), std::size_t{1});
        const ProcessStreams& process = found->front();
        QCOMPARE(process.problem, std::string());
        QCOMPARE(process.process, std::int64_t{::getpid()});
        QCOMPARE(process.program, std::string("test"));
        QCOMPARE(process.active.size(), std::size_t{2});
        QVERIFY(process.active[0] == one->summary());
        QVERIFY(process.completed.empty());

        QVERIFY(*stopStream(directory(), ::getpid(), "id 2"));
        QCOMPARE(one->stops, 0);
        QCOMPARE(two->stops, 1);
        QVERIFY(!*stopStream(directory(), ::getpid(), "nobody"));
        QVERIFY(*stopStream(directory(), ::getpid(), ""));
        QCOMPARE(one->stops, 1);
        registry.remove(one.get());
        found = listStreams(directory());
        QCOMPARE(found->front().active.size(), std::size_t{1});
        QCOMPARE(found->front().completed.size(), std::size_t{1});
        QVERIFY(listStreams(directory(), ::getpid())->empty());
    }

    void socketIsGoneWithItsService() {
        QueryRegistry registry;
        {
            const auto service = QueryService::start(registry, "test", directory());
            QCOMPARE(QDir(folder_->filePath("vitrine")).entryList(QDir::System | QDir::Hidden | QDir::Files), QStringList(QString("%1.sock").arg(::getpid())));
        }
        QVERIFY(QDir(folder_->filePath("vitrine")).entryList(QDir::System | QDir::Hidden | QDir::Files).isEmpty());
        QVERIFY(listStreams(directory())->empty());
    }

    void socketsOfTheDeadAreRemoved() {
        const RuntimeDirectory here = directory();
        {
            const Descriptor socket = makeLocalSocket();
            QCOMPARE(bindTo(socket, here.shortPathOf("4711.sock")), 0);
        }   // closed, and its name stays: as a killed process leaves it
        QFile other(folder_->filePath("vitrine/note.txt"));
        QVERIFY(other.open(QIODevice::WriteOnly));
        QVERIFY(listStreams(here)->empty());
        QVERIFY(!QFileInfo::exists(folder_->filePath("vitrine/4711.sock")));
        QVERIFY(other.exists());
    }

    /// Others are listed although one hangs, and it is said which one does.
    void hangingProcessDoesNotHangTheList() {
        const RuntimeDirectory here = directory();
        const Descriptor hanging = makeLocalSocket();
        QCOMPARE(bindTo(hanging, here.shortPathOf("4711.sock")), 0);
        QCOMPARE(::listen(hanging.number(), 1), 0);
        QueryRegistry registry;
        const auto service = QueryService::start(registry, "test", directory());
        const auto found = listStreams(here, 0, Millis{100});
        QVERIFY(found);
        QCOMPARE(found->size(), std::size_t{2});
        const auto& silent = found->at(0).process == 4711 ? found->at(0) : found->at(1);
        QCOMPARE(silent.process, std::int64_t{4711});
        QCOMPARE(silent.problem, std::string("it did not answer within 100 ms"));
        QVERIFY(!stopStream(here, 4711, "x", Millis{100}));
    }

    void oddRequestsAreRefusedInWords() {
        QueryRegistry registry;
        const auto service = QueryService::start(registry, "test", directory());
        QVERIFY(exchange("hello\n").find("not one of Vitrine") != std::string::npos);
        QVERIFY(exchange("{\"vitrine\":2,\"ask\":\"streams\"}\n").find("version 1") != std::string::npos);
        QVERIFY(exchange("{\"vitrine\":1,\"ask\":\"fly\"}\n").find("error") != std::string::npos);
        QVERIFY(exchange("{\"vitrine\":1,\"ask\":\"stop\"}\n").find("error") != std::string::npos);
        QVERIFY(exchange(std::string(100'000, 'x')).find("too long") != std::string::npos);
        QVERIFY(exchange("{\"vitrine\":1,\"ask\":\"streams\"}\n").find("\"active\":[]") != std::string::npos);
    }

    void directoryIsTheUsersAlone() {
        QVERIFY(QDir().mkpath(folder_->filePath("vitrine")));
        QCOMPARE(::chmod(path().c_str(), 0755), 0);
        const RuntimeDirectory here = directory();
        struct ::stat found {};
        QCOMPARE(::stat(path().c_str(), &found), 0);
        QCOMPARE(found.st_mode & 0777, 0700U);
        QVERIFY(QFile::link(path().c_str(), folder_->filePath("link")));
        QVERIFY(!RuntimeDirectory::open(folder_->filePath("link").toStdString()));
    }

    void longPathsAreNoObstacle() {
        const QString deep = folder_->filePath(QString(120, 'd'));
        QVERIFY(QDir().mkpath(deep));
        QueryRegistry registry;
        const auto service = QueryService::start(registry, "test", *RuntimeDirectory::open(deep.toStdString() + "/vitrine"));
        QVERIFY2(service, service ? "" : service.error().detail().c_str());
        QCOMPARE(listStreams(*RuntimeDirectory::open(deep.toStdString() + "/vitrine"))->size(), std::size_t{1});
    }

    void summaryIsReadAsItWasWritten() {
        const QuerySummary summary = FakeQuery("n", "i").summary();
        QVERIFY(querySummaryFrom(toJson(summary)) == summary);
        QVERIFY(toJson(summary).find('\n') == std::string::npos);
        for (const char* text : {"", "{}", "[]", "{\"id\":\"x\",\"state\":\"odd\"}", "{\"id\":3,\"state\":\"running\"}", "{\"id\":\"x\",\"state\":\"running\",\"sinks\":[1]}"})
            QVERIFY2(!querySummaryFrom(text), text);
    }

    void registryRefusesASecondOne_QY2() {
        QueryRegistry registry;
        QVERIFY(registry.add(std::make_shared<FakeQuery>("one", "a")));
        QCOMPARE(registry.admit("one").error().code(), ErrorCode::DuplicateActiveQuery);
        QVERIFY(registry.admit("").hasValue() && registry.admit("two").hasValue());
        QCOMPARE(registry.add(std::make_shared<FakeQuery>("one", "b")).error().place(), std::string("/name"));
        QCOMPARE(registry.add(std::make_shared<FakeQuery>("two", "a")).error().place(), std::string("/checkpoint"));
        QVERIFY(registry.add(std::make_shared<FakeQuery>("", "c")) && registry.add(std::make_shared<FakeQuery>("", "d")));
    }

    void lastHundredCompletedAreKept_UI2() {
        QueryRegistry registry;
        for (int number = 0; number < 105; ++number) {
            const auto query = std::make_shared<FakeQuery>("", fmt::format("{}", number));
            QVERIFY(registry.add(query));
            registry.remove(query.get());
        }
        QCOMPARE(registry.completed().size(), std::size_t{100});
        QCOMPARE(registry.completed().front().id, std::string("104"));
        QVERIFY(registry.active().empty());
    }
};

QTEST_APPLESS_MAIN(TestQueryService)
#include "query_service_test.moc"
