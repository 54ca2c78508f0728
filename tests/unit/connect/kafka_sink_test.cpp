// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest/QtTest>

#include <future>

#include "core/base/clock.h"
#include "core/connect/sinks/kafka_sink.h"
#include "core/connect/sources/kafka_source.h"
#include "core/data/column_builder.h"
#include "core/data/value.h"
#include "core/formats/kafka_options.h"
#include "kafka_cluster.h"

using namespace vitrine;

namespace {

constexpr std::int16_t kProduce = 0;

/// Rows of texts; an empty QString is NULL. Columns as in `ddl`, all STRING.
ResultBatch rowsOf(const SchemaPtr& schema, const std::vector<QStringList>& rows) {
    Batch batch;
    batch.schema = schema;
    batch.numRows = rows.size();
    for (std::size_t column = 0; column < schema->size(); ++column) {
        ColumnBuilder builder((*schema)[column].type);
        for (const QStringList& row : rows) {
            const QString& text = row[static_cast<qsizetype>(column)];
            if (text.isNull()) builder.appendNull();
            else builder.append(std::string_view(text.toStdString()));
        }
        batch.columns.push_back(builder.finish());
    }
    return {{batch}, batch.numRows};
}

class Written {
  public:
    Written(const KafkaCluster& cluster, const char* ddl, OptionMap options) : schema_(std::make_shared<const Schema>(parseDdl(ddl).value())) {
        options.emplace("kafka.bootstrap.servers", cluster.servers());
        sink_ = makeKafkaSink(options).value();
        SinkContext context;
        context.queryId = "q1";
        context.schema = schema_;
        opened_ = sink_->open(context);
    }
    Sink* operator->() { return sink_.get(); }
    QString write(std::int64_t batch, const std::vector<QStringList>& rows, std::stop_token stop = {}) {
        if (!opened_) return QString::fromStdString(opened_.error().message());
        const auto receipt = sink_->write(batch, rowsOf(schema_, rows), std::move(stop));
        if (!receipt) return QString::fromUtf8(nameOf(receipt.error().code()).data()) + ": " + QString::fromStdString(receipt.error().message());
        return QString("%1%2").arg(receipt->rowsWritten).arg(receipt->wasThere ? " there" : "");
    }

  private:
    SchemaPtr schema_;
    std::unique_ptr<Sink> sink_;
    Result<void> opened_;
};

/// All messages of `topic` as `key=value`, with `headers` `[name=value …]`, sorted.
QString contents(const KafkaCluster& cluster, const std::string& topic, bool headers = false) {
    ReadSpec spec;
    spec.schema = std::make_shared<const Schema>(kafkaSchema(true));
    for (std::size_t column = 0; column < spec.schema->size(); ++column) spec.columns.push_back(column);
    spec.options = {{"kafka.bootstrap.servers", cluster.servers()}, {"subscribe", topic}, {"startingOffsets", "earliest"}, {"includeHeaders", "true"}};
    auto source = makeKafkaSource(spec, std::make_shared<SystemClock>()).value();
    if (!source->open({})) return "not open";
    QStringList texts;
    const auto text = [](const Value& value) { return value.isNull() ? QString("null") : QString::fromStdString(value.get<std::string>()); };
    const ReadPlan plan = source->plan("", source->latest({}).value()).value();
    for (const FileRange& range : plan.ranges) {
        auto reader = source->read(range).value();
        Batch batch;
        MalformedRows malformed;
        while (reader->next(batch, malformed, {}).value())
            for (std::size_t row = 0; row < batch.numRows; ++row) {
                QString message = text(valueAt(batch.column(0), row)) + "=" + text(valueAt(batch.column(1), row));
                if (const Value list = valueAt(batch.column(7), row); headers && !list.isNull()) {
                    QStringList pairs;
                    for (const Value& pair : list.get<Value::List>()) pairs << text(pair.get<Value::List>()[0]) + "=" + text(pair.get<Value::List>()[1]);
                    message += "[" + pairs.join(' ') + "]";
                }
                texts << message;
            }
    }
    texts.sort();
    return texts.join(' ');
}

}  // namespace

class KafkaSinkTest : public QObject {
    Q_OBJECT

  private slots:
    void rowsBecomeMessages_SK40() {
        KafkaCluster cluster;
        cluster.createTopic("out", 2);
        Written sink(cluster, "key STRING, value STRING", {{"topic", "out"}});
        QVERIFY(sink->delivery() == Delivery::AtLeastOnce);
        QVERIFY(sink->countsRows());
        QCOMPARE(sink->description(), std::string("KafkaSink[out]"));
        QCOMPARE(sink.write(7, {{"k", "a"}, {QString(), "b"}, {"n", QString()}, {"e", ""}}), QString("4"));
        QCOMPARE(contents(cluster, "out"), QString("e= k=a n=null null=b"));
        QCOMPARE(sink.write(8, {}), QString("0"));
    }

    void headersTellRepeats_E5() {
        KafkaCluster cluster;
        cluster.createTopic("out");
        Written sink(cluster, "value STRING", {{"topic", "out"}});
        QCOMPARE(sink.write(7, {{"a"}, {"b"}}), QString("2"));
        QCOMPARE(contents(cluster, "out", true),
                 QString("null=a[vitrine-query=q1 vitrine-batch=7 vitrine-row=0] null=b[vitrine-query=q1 vitrine-batch=7 vitrine-row=1]"));
    }

    void rowsMayNameTheirTopic_SK40() {
        KafkaCluster cluster;
        cluster.createTopic("a");
        cluster.createTopic("b");
        Written sink(cluster, "topic STRING, value STRING", {});
        QCOMPARE(sink.write(0, {{"a", "1"}, {"b", "2"}}), QString("2"));
        QCOMPARE(contents(cluster, "b"), QString("null=2"));
        const QString refused = sink.write(1, {{"a", "3"}, {QString(), "4"}});
        QVERIFY2(refused.startsWith("SinkFailed: Row 1 of batch 1 has no topic"), qPrintable(refused));
    }

    void passingTroubleIsRetried_E5() {
        KafkaCluster cluster;
        cluster.createTopic("out");
        Written sink(cluster, "value STRING", {{"topic", "out"}});
        rd_kafka_mock_push_request_errors(cluster.mock(), kProduce, 2, RD_KAFKA_RESP_ERR_NOT_LEADER_FOR_PARTITION, RD_KAFKA_RESP_ERR_REQUEST_TIMED_OUT);
        QCOMPARE(sink.write(0, {{"a"}, {"b"}}), QString("2"));
        QCOMPARE(contents(cluster, "out"), QString("null=a null=b"));
    }

    void aRefusalFailsTheBatch_E5() {
        KafkaCluster cluster;
        cluster.createTopic("out");
        Written sink(cluster, "value STRING", {{"topic", "out"}});
        rd_kafka_mock_push_request_errors(cluster.mock(), kProduce, 1, RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED);
        const QString refused = sink.write(0, {{"a"}});
        QVERIFY2(refused.startsWith("SinkFailed") && refused.contains("`out`") && refused.contains("uthoriz"), qPrintable(refused));
    }

    void nothingIsDeliveredWithoutABroker() {
        KafkaCluster cluster;
        cluster.createTopic("out");
        Written sink(cluster, "value STRING", {{"topic", "out"}, {"kafka.delivery.timeout.ms", "1000"}});
        cluster.setDown();
        const QString refused = sink.write(0, {{"a"}});
        QVERIFY2(refused.startsWith("SinkFailed") && refused.contains("timed out"), qPrintable(refused));
    }

    void aStopEndsTheWait_A5() {
        KafkaCluster cluster;
        cluster.createTopic("out");
        for (const char* transactional : {"false", "true"}) {
            Written sink(cluster, "value STRING", {{"topic", "out"}, {"vitrine.transactional", transactional}});
            cluster.setDown();
            std::stop_source stop;
            auto written = std::async(std::launch::async, [&] { return sink.write(0, {{"a"}}, stop.get_token()); });
            stop.request_stop();
            QVERIFY(written.get().startsWith("Cancelled"));
            cluster.setUp();
        }
    }

    void transactionsCommit_E5() {
        KafkaCluster cluster;
        cluster.createTopic("out");
        Written sink(cluster, "value STRING", {{"topic", "out"}, {"vitrine.transactional", "true"}});
        QVERIFY(sink->delivery() == Delivery::ExactlyOnce);
        QCOMPARE(sink.write(0, {{"a"}, {"b"}}), QString("2"));
        QCOMPARE(sink.write(1, {}), QString("0"));
        QCOMPARE(sink.write(2, {{"c"}}), QString("1"));
        QCOMPARE(sink.write(2, {{"c"}}), QString("0 there"));
        QCOMPARE(contents(cluster, "out", true), QString("null=a null=b null=c"));
    }
};

QTEST_APPLESS_MAIN(KafkaSinkTest)
#include "kafka_sink_test.moc"
