// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest/QtTest>

#include "core/formats/kafka_options.h"

using namespace vitrine;

namespace {

OptionMap with(OptionMap more) {
    more.emplace("kafka.bootstrap.servers", "localhost:9092");
    return more;
}

/// The refused option, or `ok`.
QString refusal(const OptionMap& options) {
    const auto parsed = KafkaSourceOptions::parse(options);
    return parsed ? QString("ok") : QString::fromStdString(parsed.error().place()).remove("/source/options/");
}

QString sinkRefusal(const char* ddl, OptionMap options) {
    const auto parsed = KafkaSinkOptions::parse(with(std::move(options)));
    if (!parsed) return QString::fromStdString(parsed.error().place());
    const auto columns = KafkaColumns::of(parseDdl(ddl).value(), *parsed);
    return columns ? QString("ok") : QString::fromStdString(columns.error().message());
}

}  // namespace

class KafkaOptionsTest : public QObject {
    Q_OBJECT

  private slots:
    void whatIsAccepted_KA2_data() {
        QTest::addColumn<QStringList>("options");
        QTest::addColumn<QString>("refused");
        const auto row = [](const char* name, const QStringList& options, const char* refused) { QTest::newRow(name) << options << QString(refused); };
        row("no choice", {"failOnDataLoss=true"}, "subscribe");
        row("two choices", {"subscribe=a", "subscribePattern=a.*"}, "subscribePattern");
        row("subscribe", {"SUBSCRIBE= a , b "}, "ok");
        row("no topic", {"subscribe= , "}, "subscribe");
        row("pattern", {"subscribePattern=a-[0-9]+"}, "ok");
        row("bad pattern", {"subscribePattern=a[" }, "subscribePattern");
        row("assign", {"assign={\"a\":[0,2]}"}, "ok");
        row("bad assign", {"assign=a"}, "assign");
        row("offset reset", {"subscribe=a", "kafka.auto.offset.reset=earliest"}, "kafka.auto.offset.reset");
        row("deserializer", {"subscribe=a", "kafka.value.deserializer=x"}, "kafka.value.deserializer");
        row("auto commit", {"subscribe=a", "kafka.enable.auto.commit=true"}, "kafka.enable.auto.commit");
        row("interceptors", {"subscribe=a", "kafka.interceptor.classes=x"}, "kafka.interceptor.classes");
        row("jaas", {"subscribe=a", "kafka.sasl.jaas.config=x"}, "kafka.sasl.jaas.config");
        row("trust store", {"subscribe=a", "kafka.ssl.truststore.location=x"}, "kafka.ssl.truststore.location");
        row("library", {"subscribe=a", "kafka.plugin.library.paths=x"}, "kafka.plugin.library.paths");
        row("command", {"subscribe=a", "kafka.sasl.kerberos.kinit.cmd=x"}, "kafka.sasl.kerberos.kinit.cmd");
        row("group", {"subscribe=a", "kafka.group.id=x"}, "ok");
        row("ending offsets", {"subscribe=a", "endingOffsets=latest"}, "endingOffsets");
        row("earliest", {"subscribe=a", "startingOffsets=Earliest"}, "ok");
        row("offsets", {"subscribe=a", "startingOffsets={\"a\":{\"0\":23,\"1\":-1,\"2\":-2}}"}, "ok");
        row("offset below -2", {"subscribe=a", "startingOffsets={\"a\":{\"0\":-3}}"}, "startingOffsets");
        row("offsets in words", {"subscribe=a", "startingOffsets=first"}, "startingOffsets");
        row("times", {"subscribe=a", "startingOffsetsByTimestamp={\"a\":{\"0\":1700000000000}}"}, "ok");
        row("bad strategy", {"subscribe=a", "startingOffsetsByTimestampStrategy=first"}, "startingOffsetsByTimestampStrategy");
        row("min over max", {"subscribe=a", "minOffsetsPerTrigger=10", "maxOffsetsPerTrigger=9"}, "minOffsetsPerTrigger");
        row("no rate", {"subscribe=a", "maxOffsetsPerTrigger=0"}, "maxOffsetsPerTrigger");
        row("delay", {"subscribe=a", "maxTriggerDelay=soon"}, "maxTriggerDelay");
        row("data loss", {"subscribe=a", "failOnDataLoss=maybe"}, "failOnDataLoss");
    }
    void whatIsAccepted_KA2() {
        QFETCH(QStringList, options);
        QFETCH(QString, refused);
        OptionMap map;
        for (const QString& option : options) map.emplace(option.section('=', 0, 0).toStdString(), option.section('=', 1).toStdString());
        QCOMPARE(refusal(with(map)), refused);
    }

    void serversAreRequired_KA2() { QCOMPARE(refusal({{"subscribe", "a"}}), QString("kafka.bootstrap.servers")); }

    void timeGoesBeforeOffsets_KA3() {
        const auto parsed = KafkaSourceOptions::parse(with({{"subscribe", "a"}, {"startingOffsets", "earliest"}, {"startingTimestamp", "5"},
                                                            {"startingOffsetsByTimestamp", R"({"a":{"0":7}})"}})).value();
        QVERIFY(parsed.start.kind == KafkaStart::Kind::Time);
        QCOMPARE(parsed.start.millis, 5);
    }

    void namesOfJavaBecomeTheLibrarys() {
        const auto parsed = KafkaSourceOptions::parse(with({{"subscribe", "a"}, {"kafka.fetch.max.wait.ms", "7"}, {"kafka.max.poll.records", "9"}})).value();
        QStringList names;
        for (const KafkaSetting& setting : parsed.settings) names << QString::fromStdString(setting.name + "=" + setting.value);
        QCOMPARE(names.join(' '), QString("bootstrap.servers=localhost:9092 fetch.wait.max.ms=7"));
    }

    void secretsComeFromTheEnvironment_F7() {
        qputenv("VITRINE_TEST_SECRET", "se}cret");
        QCOMPARE(withEnvironment({"kafka.sasl.password", "sasl.password", "<${env:VITRINE_TEST_SECRET}>"}).value(), std::string("<se}cret>"));
        QCOMPARE(withEnvironment({"kafka.sasl.password", "sasl.password", "plain$"}).value(), std::string("plain$"));
        const auto missing = withEnvironment({"kafka.sasl.password", "sasl.password", "${env:VITRINE_TEST_NOT_SET}"});
        QVERIFY(!missing);
        QCOMPARE(QString::fromStdString(missing.error().place()), QString("/source/options/kafka.sasl.password"));
        QVERIFY(missing.error().message().find("VITRINE_TEST_NOT_SET") != std::string::npos);
    }

    void offsetsAreWrittenInOrder_KA4() {
        const KafkaOffsets offsets{{{"b", 0}, 1}, {{"a", 10}, 2}, {{"a", 2}, 3}};
        QCOMPARE(kafkaOffsetsJson(offsets), std::string(R"({"a":{"2":3,"10":2},"b":{"0":1}})"));
        QVERIFY(parseKafkaOffsets(kafkaOffsetsJson(offsets)) == offsets);
        for (const char* text : {"", "[]", R"({"a":1})", R"({"a":{"x":1}})", R"({"a":{"0":1.5}})", R"({"a":{"-1":1}})", R"({"a":{"0":9223372036854775808}})"})
            QVERIFY2(!parseKafkaOffsets(text), text);
        QVERIFY(KafkaPartition::of("my-topic-3") == (KafkaPartition{"my-topic", 3}));
        QVERIFY(!KafkaPartition::of("topic"));
    }

    void aLimitIsShared_KA5() {
        const KafkaOffsets from{{{"a", 0}, 100}, {{"a", 1}, 0}, {{"a", 2}, 5}};
        const KafkaOffsets until{{{"a", 0}, 200}, {{"a", 1}, 50}, {{"a", 2}, 5}};
        QCOMPARE(kafkaOffsetsJson(limitKafkaOffsets(10, from, until)), std::string(R"({"a":{"0":106,"1":3,"2":5}})"));
        // Who has little waiting gets one, and the sum may be more than the limit.
        const KafkaOffsets uneven{{{"a", 0}, 1100}, {{"a", 1}, 1}, {{"a", 2}, 5}};
        QCOMPARE(kafkaOffsetsJson(limitKafkaOffsets(10, from, uneven)), std::string(R"({"a":{"0":109,"1":1,"2":5}})"));
        QCOMPARE(kafkaOffsetsJson(limitKafkaOffsets(INT64_MAX, from, until)), kafkaOffsetsJson(until));
        QCOMPARE(kafkaOffsetsJson(limitKafkaOffsets(10, until, until)), kafkaOffsetsJson(until));
    }

    void columnsOfAMessage_SK40() {
        QCOMPARE(sinkRefusal("value STRING", {{"topic", "a"}}), QString("ok"));
        QCOMPARE(sinkRefusal("value BINARY, key STRING, topic STRING, partition INT, headers ARRAY<STRUCT<key: STRING, value: BINARY>>", {}), QString("ok"));
        QVERIFY(sinkRefusal("VALUE STRING", {{"topic", "a"}}).contains("no column `value`"));
        QVERIFY(sinkRefusal("value BIGINT", {{"topic", "a"}}).contains("`value` is BIGINT"));
        QVERIFY(sinkRefusal("value STRING, key INT", {{"topic", "a"}}).contains("`key`"));
        QVERIFY(sinkRefusal("value STRING, partition BIGINT", {{"topic", "a"}}).contains("`partition`"));
        QVERIFY(sinkRefusal("value STRING, headers STRING", {{"topic", "a"}}).contains("`headers`"));
        QVERIFY(sinkRefusal("value STRING", {}).contains("which topic"));
        QVERIFY(sinkRefusal("value STRING, topic INT", {}).contains("`topic`"));
        QCOMPARE(sinkRefusal("value STRING, topic INT", {{"topic", "a"}}), QString("ok"));   // the option wins
        QCOMPARE(sinkRefusal("value STRING", {{"topic", "a"}, {"kafka.value.serializer", "x"}}), QString("/source/options/kafka.value.serializer"));
    }
};

QTEST_APPLESS_MAIN(KafkaOptionsTest)
#include "kafka_options_test.moc"
