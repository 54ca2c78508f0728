// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest/QtTest>

#include "core/data/duration_text.h"
#include "core/query/query_document.h"

using namespace vitrine;

namespace {

ConfResult settingsOf(const std::string& key, const std::string& value) {
    QueryDocument document;
    document.conf[key] = value;
    return sessionConfOf(document);
}

}  // namespace

class SessionSettingsTest : public QObject {
    Q_OBJECT

  private slots:
    void defaultsAreThoseOfSpark4() {
        const ConfResult result = sessionConfOf(QueryDocument());
        QVERIFY(result.diagnostics.empty());
        QVERIFY(result.conf.ansi);
        QVERIFY(!result.conf.caseSensitive);
        QCOMPARE(result.conf.zone.id(), TimeZone::local().id());
    }

    void settingsAreRead() {
        QCOMPARE(settingsOf("spark.sql.session.timeZone", "Europe/Paris").conf.zone.id(), std::string("Europe/Paris"));
        QVERIFY(!settingsOf("spark.sql.ansi.enabled", "FALSE").conf.ansi);
        QVERIFY(settingsOf("spark.sql.caseSensitive", "true").conf.caseSensitive);
        QVERIFY(settingsOf("spark.sql.legacy.timeParserPolicy", "exception").conf.timeParserPolicy ==
                TimeParserPolicy::Exception);
        QVERIFY(settingsOf("spark.sql.streaming.multipleWatermarkPolicy", "max").conf.watermarkPolicy ==
                MultipleWatermarkPolicy::Max);
        QVERIFY(!settingsOf("spark.sql.streaming.noDataMicroBatches.enabled", "false").conf.noDataMicroBatches);
        QVERIFY(settingsOf("spark.sql.streaming.schemaInference", "true").conf.schemaInference);
        QVERIFY(settingsOf("spark.sql.streaming.pollingDelay", "1s").conf.pollingDelay == Millis(1000));
    }

    void badValuesAreErrors() {
        for (const char* key :
             {"spark.sql.session.timeZone", "spark.sql.ansi.enabled", "spark.sql.legacy.timeParserPolicy",
              "spark.sql.streaming.multipleWatermarkPolicy", "spark.sql.streaming.pollingDelay"}) {
            const ConfResult result = settingsOf(key, "Nowhere/Land");
            QCOMPARE(result.diagnostics.size(), std::size_t(1));
            QVERIFY(result.diagnostics.front().severity == Severity::Error);
            QCOMPARE(result.diagnostics.front().error.place(), std::string("/conf/") + key);
            QVERIFY(!result.diagnostics.front().error.wayOut().empty());
        }
    }

    void otherKeysOfSparkAreKeptWithAWarning() {
        const ConfResult result = settingsOf("spark.sql.shuffle.partitions", "3");
        QCOMPARE(result.conf.kept.size(), std::size_t(1));
        QVERIFY(result.diagnostics.front().severity == Severity::Warning);
        const ConfResult typo = settingsOf("spark.sql.session.timezone", "UTC");
        QVERIFY(typo.diagnostics.front().error.wayOut().find("`spark.sql.session.timeZone`") != std::string::npos);
        const ConfResult bare = settingsOf("session.timeZone", "UTC");
        QVERIFY(bare.diagnostics.front().severity == Severity::Error);
        QVERIFY(bare.diagnostics.front().error.wayOut().find("`spark.sql.session.timeZone`") != std::string::npos);
    }

    void lengthsOfConfigurationAreRead_TR1() {
        QVERIFY(parseSparkDuration("1m") == Millis(60'000));
        QVERIFY(parseSparkDuration("7d") == Millis(604'800'000));
        QVERIFY(parseSparkDuration("500") == Millis(500));
        QVERIFY(parseSparkDuration("1MIN") == Millis(60'000));
        QVERIFY(!parseSparkDuration("1 day"));
        QVERIFY(!parseSparkDuration("x"));
        QVERIFY(!parseSparkDuration("9223372036854775807d"));
    }

    void monthsOfADelayHave31Days_WM2() {
        QVERIFY(watermarkDelay({1, 1, 0}) == Millis(32LL * 86'400'000));
        QVERIFY(watermarkDelay({12, 0, 0}) == Millis(372LL * 86'400'000));
        QVERIFY(watermarkDelay({1, -40, 0}) == Millis(-9LL * 86'400'000));
        QVERIFY(watermarkDelay({0, 0, 1999}) == Millis(1));
        QVERIFY(!watermarkDelay({2147483647, 2147483647, INT64_MAX}));
    }
};

QTEST_APPLESS_MAIN(SessionSettingsTest)
#include "session_settings_test.moc"
