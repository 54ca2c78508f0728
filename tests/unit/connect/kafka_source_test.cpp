// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest/QtTest>

#include <future>
#include <latch>

#include "core/connect/sources/kafka_source.h"
#include "core/data/value.h"
#include "core/formats/kafka_options.h"
#include "kafka_cluster.h"

using namespace vitrine;

namespace {

class Reader {
  public:
    Reader(const KafkaCluster& cluster, OptionMap options, std::shared_ptr<ManualClock> clock = std::make_shared<ManualClock>(WallTime{Millis{1'000'000'000}}))
        : clock_(std::move(clock)) {
        options.emplace("kafka.bootstrap.servers", cluster.servers());
        options.emplace("fetchOffset.retryIntervalMs", "10");
        ReadSpec spec;
        const auto parsed = KafkaSourceOptions::parse(options).value();
        spec.schema = std::make_shared<const Schema>(kafkaSchema(parsed.includeHeaders));
        for (std::size_t column = 0; column < spec.schema->size(); ++column) spec.columns.push_back(column);
        spec.options = options;
        spec.chunkRows = 3;
        source_ = makeKafkaSource(spec, clock_).value();
        opened_ = source_->open(stop_.get_token());
    }

    Source* operator->() { return source_.get(); }
    std::stop_source& stop() { return stop_; }
    ManualClock& clock() { return *clock_; }

    QString latest() {
        // New partitions are looked for once a second.
        clock_->advance(Millis{1000});
        const auto offset = source_->latest({});
        return offset ? QString::fromStdString(*offset) : QString::fromUtf8(nameOf(offset.error().code()).data());
    }

    /// `value@topic-partition:offset` of each row, or the name of the error.
    QString rows(const QString& from, const QString& to) {
        const auto plan = source_->plan(from.toStdString(), to.toStdString());
        if (!plan) return QString::fromUtf8(nameOf(plan.error().code()).data());
        QStringList texts;
        for (const FileRange& range : plan->ranges) {
            auto reader = source_->read(range).value();
            Batch batch;
            MalformedRows malformed;
            while (true) {
                const auto more = reader->next(batch, malformed, stop_.get_token());
                if (!more) return QString::fromUtf8(nameOf(more.error().code()).data());
                if (!*more) break;
                for (std::size_t row = 0; row < batch.numRows; ++row) {
                    const Value value = valueAt(batch.column(1), row);
                    texts << QString("%1@%2-%3:%4")
                                 .arg(value.isNull() ? QString("null") : QString::fromStdString(value.get<std::string>()),
                                      QString::fromStdString(valueAt(batch.column(2), row).get<std::string>()))
                                 .arg(valueAt(batch.column(3), row).get<std::int32_t>())
                                 .arg(valueAt(batch.column(4), row).get<std::int64_t>());
                }
            }
        }
        return texts.join(' ');
    }

  private:
    std::shared_ptr<ManualClock> clock_;
    std::stop_source stop_;
    std::unique_ptr<Source> source_;
    Result<void> opened_;
};

void sendMany(KafkaCluster& cluster, const std::string& topic, int partition, const QStringList& values) {
    for (const QString& value : values) QVERIFY(cluster.send(topic, partition, std::nullopt, value.toStdString()));
}

}  // namespace

class KafkaSourceTest : public QObject {
    Q_OBJECT

  private slots:
    void batchesFollowOneAnother_KA4() {
        KafkaCluster cluster;
        cluster.createTopic("t", 2);
        sendMany(cluster, "t", 0, {"a", "b", "c", "d", "e"});
        sendMany(cluster, "t", 1, {"f"});
        Reader reader(cluster, {{"subscribe", "t"}, {"startingOffsets", "earliest"}});
        const QString first = reader.latest();
        QCOMPARE(first, QString(R"({"t":{"0":5,"1":1}})"));
        QCOMPARE(reader.rows("", first), QString("a@t-0:0 b@t-0:1 c@t-0:2 d@t-0:3 e@t-0:4 f@t-1:0"));
        QCOMPARE(reader.latest(), first);
        sendMany(cluster, "t", 1, {"g", "h"});
        const QString second = reader.latest();
        QCOMPARE(reader.rows(first, second), QString("g@t-1:1 h@t-1:2"));
        sendMany(cluster, "t", 0, {"i"});
        sendMany(cluster, "t", 1, {"j"});
        const QString third = reader.latest();
        QCOMPARE(reader.rows(second, third), QString("i@t-0:5 j@t-1:3"));
        // Again, from the middle: the same rows as before.
        QCOMPARE(reader.rows(first, second), QString("g@t-1:1 h@t-1:2"));
        QCOMPARE(reader.rows(second, third), QString("i@t-0:5 j@t-1:3"));
        // A range that ends before the partition does leaves the rest for the next.
        QCOMPARE(reader.rows(R"({"t":{"0":0,"1":0}})", R"({"t":{"0":2,"1":0}})"), QString("a@t-0:0 b@t-0:1"));
        QCOMPARE(reader.rows(R"({"t":{"0":2,"1":0}})", R"({"t":{"0":4,"1":0}})"), QString("c@t-0:2 d@t-0:3"));
    }

    void latestIsTheDefault_KA3() {
        KafkaCluster cluster;
        cluster.createTopic("t");
        sendMany(cluster, "t", 0, {"a", "b"});
        Reader reader(cluster, {{"subscribe", "t"}});
        const QString start = reader.latest();
        QCOMPARE(start, QString(R"({"t":{"0":2}})"));
        QCOMPARE(reader.rows("", start), QString());
        sendMany(cluster, "t", 0, {"c"});
        QCOMPARE(reader.rows(start, reader.latest()), QString("c@t-0:2"));
    }

    void offsetsOfEachPartition_KA3() {
        KafkaCluster cluster;
        cluster.createTopic("t", 3);
        for (int partition = 0; partition < 3; ++partition) sendMany(cluster, "t", partition, {"a", "b"});
        Reader reader(cluster, {{"subscribe", "t"}, {"startingOffsets", R"({"t":{"0":1,"1":-1,"2":-2}})"}});
        QCOMPARE(reader.rows("", reader.latest()), QString("b@t-0:1 a@t-2:0 b@t-2:1"));
        Reader incomplete(cluster, {{"subscribe", "t"}, {"startingOffsets", R"({"t":{"0":1}})"}});
        QCOMPARE(incomplete.latest(), QString("InvalidOption"));
    }

    void assignedPartitionsOnly_KA2() {
        KafkaCluster cluster;
        cluster.createTopic("t", 3);
        for (int partition = 0; partition < 3; ++partition) sendMany(cluster, "t", partition, {"a"});
        Reader reader(cluster, {{"assign", R"({"t":[2,0]})"}, {"startingOffsets", "earliest"}});
        QCOMPARE(reader.rows("", reader.latest()), QString("a@t-0:0 a@t-2:0"));
    }

    void columnsOfAMessage_KA1() {
        KafkaCluster cluster;
        cluster.createTopic("t");
        QVERIFY(cluster.send("t", 0, "k", "v", {{"h", "1"}, {"h", "2"}}, 1'700'000'000'123));
        QVERIFY(cluster.send("t", 0, std::nullopt, std::nullopt));
        Reader reader(cluster, {{"subscribe", "t"}, {"startingOffsets", "earliest"}, {"includeHeaders", "true"}});
        const auto plan = reader->plan("", reader.latest().toStdString()).value();
        auto rows = reader->read(plan.ranges.front()).value();
        Batch batch;
        MalformedRows malformed;
        QVERIFY(rows->next(batch, malformed, {}).value());
        QCOMPARE(batch.numRows, std::size_t{2});
        QCOMPARE(valueAt(batch.column(0), 0).get<std::string>(), std::string("k"));
        QCOMPARE(valueAt(batch.column(5), 0).get<std::int64_t>(), 1'700'000'000'123'000);
        QCOMPARE(valueAt(batch.column(6), 0).get<std::int32_t>(), 0);
        const auto headers = valueAt(batch.column(7), 0).get<Value::List>();
        QCOMPARE(headers.size(), std::size_t{2});
        QCOMPARE(headers[1].get<Value::List>()[0].get<std::string>(), std::string("h"));
        QCOMPARE(headers[1].get<Value::List>()[1].get<std::string>(), std::string("2"));
        QVERIFY(valueAt(batch.column(0), 1).isNull());
        QVERIFY(valueAt(batch.column(1), 1).isNull());
        QVERIFY(valueAt(batch.column(7), 1).isNull());
        QCOMPARE(batch.origins->offsets[1], std::uint64_t{1});
        QVERIFY(!rows->next(batch, malformed, {}).value());
    }

    void aLimitCutsBatches_KA5() {
        KafkaCluster cluster;
        cluster.createTopic("t", 2);
        sendMany(cluster, "t", 0, {"a", "b", "c", "d"});
        sendMany(cluster, "t", 1, {"e", "f"});
        Reader reader(cluster, {{"subscribe", "t"}, {"startingOffsets", "earliest"}, {"maxOffsetsPerTrigger", "3"}});
        QCOMPARE(reader.latest(), QString(R"({"t":{"0":2,"1":1}})"));
        QCOMPARE(reader.latest(), QString(R"({"t":{"0":4,"1":2}})"));
    }

    void fewMessagesWait_KA5() {
        KafkaCluster cluster;
        cluster.createTopic("t");
        sendMany(cluster, "t", 0, {"a"});
        Reader reader(cluster, {{"subscribe", "t"}, {"startingOffsets", "earliest"}, {"minOffsetsPerTrigger", "3"}, {"maxTriggerDelay", "1m"}});
        QCOMPARE(reader.latest(), QString(R"({"t":{"0":1}})"));   // long enough since the last one, which there was none
        sendMany(cluster, "t", 0, {"b", "c"});
        QCOMPARE(reader.latest(), QString(R"({"t":{"0":1}})"));
        sendMany(cluster, "t", 0, {"d"});
        QCOMPARE(reader.latest(), QString(R"({"t":{"0":4}})"));
        sendMany(cluster, "t", 0, {"e"});
        QCOMPARE(reader.latest(), QString(R"({"t":{"0":4}})"));
        reader.clock().advance(Millis{60'000});
        QCOMPARE(reader.latest(), QString(R"({"t":{"0":5}})"));
    }

    void offsetsBehindTheLatest_KA7() {
        KafkaCluster cluster;
        cluster.createTopic("t", 2);
        sendMany(cluster, "t", 0, {"a", "b", "c", "d", "e"});
        sendMany(cluster, "t", 1, {"f"});
        Reader reader(cluster, {{"subscribe", "t"}, {"startingOffsets", "earliest"}, {"maxOffsetsPerTrigger", "3"}});
        QVERIFY(reader->standing("").metrics.empty());   // nobody has been asked
        QVERIFY(reader->standing("").latest.empty());
        const QString first = reader.latest();
        QCOMPARE(first, QString(R"({"t":{"0":2,"1":1}})"));
        const auto metrics = [&](const QString& end) {
            QStringList shown;
            for (const auto& [name, value] : reader->standing(end.toStdString()).metrics) shown << QString::fromStdString(name + "=" + value);
            return shown.join(' ');
        };
        QCOMPARE(metrics(first), QString("avgOffsetsBehindLatest=1.5 maxOffsetsBehindLatest=3 minOffsetsBehindLatest=0"));
        QCOMPARE(QString::fromStdString(reader->standing(first.toStdString()).latest), QString(R"({"t":{"0":5,"1":1}})"));
        // Before the first batch ends nothing has been read.
        QVERIFY(reader->standing("").metrics.empty());
        const QString second = reader.latest();
        QCOMPARE(metrics(second), QString("avgOffsetsBehindLatest=0.0 maxOffsetsBehindLatest=0 minOffsetsBehindLatest=0"));
        // What came after the brokers were asked is not known yet.
        sendMany(cluster, "t", 1, {"g"});
        QCOMPARE(metrics(second), QString("avgOffsetsBehindLatest=0.0 maxOffsetsBehindLatest=0 minOffsetsBehindLatest=0"));
        QCOMPARE(reader.latest(), QString(R"({"t":{"0":5,"1":2}})"));
        QCOMPARE(metrics(second), QString("avgOffsetsBehindLatest=0.5 maxOffsetsBehindLatest=1 minOffsetsBehindLatest=0"));
    }

    void aRestartReadsTheSame_CP11() {
        KafkaCluster cluster;
        cluster.createTopic("t");
        sendMany(cluster, "t", 0, {"a", "b"});
        const OptionMap options{{"subscribe", "t"}, {"maxOffsetsPerTrigger", "2"}};
        QString first, second;
        std::vector<SourceLogEntry> log;
        {
            Reader reader(cluster, options);
            first = reader.latest();
            log = reader->logSince("");
            sendMany(cluster, "t", 0, {"c", "d", "e"});
            second = reader.latest();
            QVERIFY(reader->logSince(first.toStdString()).empty());
        }
        sendMany(cluster, "t", 0, {"f"});
        {
            // The first batch was planned only: it begins where it had begun, not at what is the latest now.
            Reader again(cluster, options);
            QVERIFY(again->restore(log).hasValue());
            QVERIFY(again->resumeAfter("").hasValue());
            QCOMPARE(again.rows("", second), QString("c@t-0:2 d@t-0:3"));
            QCOMPARE(again.latest(), QString(R"({"t":{"0":6}})"));
        }
        Reader later(cluster, options);
        QVERIFY(later->restore(log).hasValue());
        QVERIFY(later->resumeAfter(first.toStdString()).hasValue());
        QCOMPARE(later.latest(), second);
        QVERIFY(!later->resumeAfter("7").hasValue());
    }

    void newTopicsBeginAtTheirStart_KA3() {
        KafkaCluster cluster;
        cluster.createTopic("sensor-1");
        cluster.createTopic("other");
        sendMany(cluster, "sensor-1", 0, {"a"});
        Reader reader(cluster, {{"subscribePattern", "sensor-[0-9]"}});
        const QString first = reader.latest();
        QCOMPARE(first, QString(R"({"sensor-1":{"0":1}})"));
        cluster.createTopic("sensor-2");
        sendMany(cluster, "sensor-2", 0, {"b"});
        const QString second = reader.latest();
        QCOMPARE(second, QString(R"({"sensor-1":{"0":1},"sensor-2":{"0":1}})"));
        QCOMPARE(reader->logSince(first.toStdString()).size(), std::size_t{1});
        QCOMPARE(reader.rows(first, second), QString("b@sensor-2-0:0"));
    }

    void availableNowSeesNothingNewer_TR5() {
        KafkaCluster cluster;
        cluster.createTopic("t");
        sendMany(cluster, "t", 0, {"a", "b", "c"});
        Reader reader(cluster, {{"subscribe", "t"}, {"startingOffsets", "earliest"}, {"maxOffsetsPerTrigger", "2"}});
        QVERIFY(reader->prepareAvailableNow().hasValue());
        sendMany(cluster, "t", 0, {"d"});
        QCOMPARE(reader.latest(), QString(R"({"t":{"0":2}})"));
        QCOMPARE(reader.latest(), QString(R"({"t":{"0":3}})"));
        QCOMPARE(reader.latest(), QString(R"({"t":{"0":3}})"));
    }

    void lostMessagesAreToldOrSkipped_KA6() {
        KafkaCluster cluster;
        cluster.createTopic("t");
        // The broker keeps five megabytes.
        for (int number = 0; number < 9; ++number) QVERIFY(cluster.send("t", 0, std::nullopt, std::string(900'000, static_cast<char>('a' + number))));
        const OptionMap options{{"subscribe", "t"}, {"startingOffsets", R"({"t":{"0":1}})"}};
        Reader strict(cluster, options);
        const QString end = strict.latest();
        QCOMPARE(end, QString(R"({"t":{"0":9}})"));
        QCOMPARE(strict.rows("", end), QString("DataLost"));
        OptionMap tolerant = options;
        tolerant.emplace("failOnDataLoss", "false");
        Reader skipping(cluster, tolerant);
        QCOMPARE(skipping.latest(), end);
        const QString rows = skipping.rows("", end);
        QVERIFY2(rows.endsWith("@t-0:8"), qPrintable(rows.right(40)));
        QVERIFY(!rows.contains("@t-0:1 "));
        // What has gone for good, and offsets that went back.
        const QString gone = R"({"t":{"0":9},"u":{"0":4}})";
        QCOMPARE(strict.rows(gone, end), QString("DataLost"));
        QCOMPARE(strict.rows(R"({"t":{"0":12}})", end), QString("DataLost"));
        QCOMPARE(skipping.rows(gone, end), QString());
        QCOMPARE(skipping.rows(R"({"t":{"0":12}})", end), QString());
    }

    void aBrokerMayBeAway() {
        KafkaCluster cluster;
        cluster.createTopic("t");
        sendMany(cluster, "t", 0, {"a"});
        cluster.setDown();
        Reader reader(cluster, {{"subscribe", "t"}, {"startingOffsets", "earliest"}});
        QCOMPARE(reader.latest(), QString("SourceUnavailable"));
        cluster.setUp();
        QString end = reader.latest();
        for (int attempt = 0; attempt < 5 && end == "SourceUnavailable"; ++attempt) end = reader.latest();
        QCOMPARE(reader.rows("", end), QString("a@t-0:0"));
    }

    void aBatchWaitsForItsBroker() {
        KafkaCluster cluster;
        cluster.createTopic("t");
        sendMany(cluster, "t", 0, {"a"});
        Reader reader(cluster, {{"subscribe", "t"}, {"startingOffsets", "earliest"}});
        const QString end = reader.latest();
        cluster.setDown();
        auto rows = std::async(std::launch::async, [&] { return reader.rows("", end); });
        cluster.setUp();
        QCOMPARE(rows.get(), QString("a@t-0:0"));
    }

    void aStopEndsEveryWait_A5() {
        KafkaCluster cluster;
        cluster.createTopic("t");
        sendMany(cluster, "t", 0, {"a"});
        {
            Reader reader(cluster, {{"subscribe", "t"}, {"startingOffsets", "earliest"}});
            const QString end = reader.latest();
            cluster.setDown();
            auto rows = std::async(std::launch::async, [&] { return reader.rows("", end); });
            reader.stop().request_stop();
            QCOMPARE(rows.get(), QString("Cancelled"));
        }
        Reader reader(cluster, {{"subscribe", "t"}});
        auto latest = std::async(std::launch::async, [&] { return reader.latest(); });
        reader.stop().request_stop();
        QCOMPARE(latest.get(), QString("Cancelled"));
    }

    void nothingForLongIsAnError() {
        KafkaCluster cluster;
        cluster.createTopic("t");
        Reader reader(cluster, {{"subscribe", "t"}, {"kafkaConsumer.pollTimeoutMs", "300"}});
        QCOMPARE(reader.latest(), QString(R"({"t":{"0":0}})"));
        cluster.setDown();
        QCOMPARE(reader.rows(R"({"t":{"0":0}})", R"({"t":{"0":1}})"), QString("SourceUnavailable"));
    }

    void workersShareThePartitions() {
        KafkaCluster cluster;
        cluster.createTopic("t", 4);
        for (int partition = 0; partition < 4; ++partition) sendMany(cluster, "t", partition, {"a", "b"});
        Reader reader(cluster, {{"subscribe", "t"}, {"startingOffsets", "earliest"}});
        const auto plan = reader->plan("", reader.latest().toStdString()).value();
        const auto parts = reader->split(plan, 2, 1);
        QCOMPARE(parts.size(), std::size_t{2});
        QCOMPARE(QString::fromStdString(parts[1].front().path), QString("t-2"));
        // All at once, and one partition twice: a query may read a source for two steps.
        auto ranges = plan.ranges;
        ranges.push_back(ranges.front());
        std::vector<std::unique_ptr<RowReader>> readers;
        for (const FileRange& range : ranges) readers.push_back(reader->read(range).value());
        std::latch together(static_cast<std::ptrdiff_t>(readers.size()));
        std::vector<std::future<std::size_t>> counts;
        for (const auto& rows : readers)
            counts.push_back(std::async(std::launch::async, [&] {
                together.arrive_and_wait();
                Batch batch;
                MalformedRows malformed;
                std::size_t count = 0;
                while (rows->next(batch, malformed, {}).value()) count += batch.numRows;
                return count;
            }));
        for (auto& count : counts) QCOMPARE(count.get(), std::size_t{2});
    }

    void badSettingsAreNamed() {
        KafkaCluster cluster;
        ReadSpec spec;
        spec.schema = std::make_shared<const Schema>(kafkaSchema(false));
        spec.options = {{"kafka.bootstrap.servers", cluster.servers()}, {"subscribe", "t"}, {"kafka.security.protocol", "secret"}};
        const auto opened = makeKafkaSource(spec, std::make_shared<ManualClock>()).value()->open({});
        QVERIFY(!opened);
        QCOMPARE(QString::fromStdString(opened.error().place()), QString("/source/options/kafka.security.protocol"));
        spec.options = {{"kafka.bootstrap.servers", cluster.servers()}, {"subscribe", "t"}, {"kafka.ssl.keystore.password", "canary"}, {"kafka.ssl.keystore.location", "/nowhere"}, {"kafka.security.protocol", "ssl"}};
        const auto secret = makeKafkaSource(spec, std::make_shared<ManualClock>()).value()->open({});
        QVERIFY(!secret);
        QVERIFY(secret.error().detail().find("canary") == std::string::npos);
    }
};

QTEST_APPLESS_MAIN(KafkaSourceTest)
#include "kafka_source_test.moc"
