// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest/QtTest>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "core/query/query_document.h"

using namespace vitrine;

namespace {

const char* const kNotebook = R"x({
  "name": "actions_per_hour",
  "source": {
    "path": "events",
    "schema": "time TIMESTAMP, action STRING",
    "options": {
      "maxFilesPerTrigger": "1"
    }
  },
  "steps": [
    {
      "withWatermark": [
        "time",
        "2 hours"
      ]
    },
    {
      "groupBy": [
        "action",
        "window(time, '1 hour')"
      ],
      "agg": [
        "count(*) AS count"
      ]
    },
    {
      "select": [
        "action",
        "window.start AS start",
        "count"
      ]
    },
    {
      "orderBy": [
        "start",
        "action"
      ]
    }
  ],
  "outputMode": "complete",
  "trigger": {
    "processingTime": "3 seconds"
  },
  "sinks": [
    {
      "format": "delta",
      "table": "demo.actions_per_hour"
    }
  ],
  "checkpoint": "checkpoints/actions_per_hour",
  "conf": {
    "spark.sql.session.timeZone": "UTC"
  }
}
)x";

/// The first finding, as `place: code`.
QString firstFinding(const ParsedDocument& parsed) {
    if (parsed.diagnostics.empty()) return "none";
    const Error& error = parsed.diagnostics.front().error;
    return QString("%1: %2").arg(
        QString::fromStdString(error.place()),
        QString::fromUtf8(nameOf(error.code()).data(), qsizetype(nameOf(error.code()).size())));
}

QString wayOut(const ParsedDocument& parsed) {
    return parsed.diagnostics.empty() ? QString() : QString::fromStdString(parsed.diagnostics.front().error.wayOut());
}

std::string withStep(const std::string& step) {
    return R"x({"source": {"path": "in"}, "steps": [)x" + step + "]}";
}

}  // namespace

class QueryDocumentTest : public QObject {
    Q_OBJECT

  private slots:
    void canonicalTextIsLoadedAndSavedByteForByte() {
        const ParsedDocument parsed = parseQueryDocument(kNotebook);
        QCOMPARE(firstFinding(parsed), QString("none"));
        QCOMPARE(toJson(*parsed.document), std::string(kNotebook));
    }

    void everyConformanceQuerySurvivesSavingAndLoading() {
        QVERIFY2(std::filesystem::exists(VITRINE_CASES), "the conformance cases are not here");
        int count = 0;
        for (const auto& entry : std::filesystem::recursive_directory_iterator(VITRINE_CASES)) {
            if (entry.path().extension() != ".json") continue;
            std::ifstream file(entry.path());
            const auto content = nlohmann::ordered_json::parse(file, nullptr, false);
            if (!content.is_object() || !content.contains("query")) continue;
            ++count;
            const ParsedDocument first = parseQueryDocument(content["query"].dump());
            QVERIFY2(first.document && !first.hasErrors(), entry.path().c_str());
            const std::string text = toJson(*first.document);
            const ParsedDocument second = parseQueryDocument(text);
            QVERIFY2(second.document && !second.hasErrors(), entry.path().c_str());
            QVERIFY2(*second.document == *first.document, entry.path().c_str());
            QCOMPARE(toJson(*second.document), text);
        }
        QVERIFY(count > 0);
    }

    void everyKindOfStepIsRead() {
        const std::string text = R"x({"source": {"format": "csv", "path": "in", "schema": "a INT"}, "steps": [
            {"withColumnRenamed": ["a", "b"]}, {"drop": ["x"]}, {"withColumn": ["c", "b + 1"]}, {"select": ["*"]},
            {"where": "c > 1"}, {"limit": 5}, {"dropDuplicates": []}, {"dropDuplicatesWithinWatermark": ["b"]},
            {"join": {"source": {"path": "ref", "schema": "b INT"}, "steps": [{"where": "b > 0"}], "static": true,
                      "on": ["b"], "how": "left_outer"}},
            {"union": {"source": {"path": "in2", "schema": "b INT"}}}], "trigger": {"availableNow": true}})x";
        const ParsedDocument parsed = parseQueryDocument(text);
        QCOMPARE(firstFinding(parsed), QString("none"));
        const std::vector<std::string_view> names{"withColumnRenamed",
                                                  "drop",
                                                  "withColumn",
                                                  "select",
                                                  "where",
                                                  "limit",
                                                  "dropDuplicates",
                                                  "dropDuplicatesWithinWatermark",
                                                  "join",
                                                  "union"};
        QCOMPARE(parsed.document->steps.size(), names.size());
        for (std::size_t index = 0; index < names.size(); ++index) {
            QCOMPARE(std::string(parsed.document->steps[index].name()), std::string(names[index]));
        }
        const auto& join = std::get<JoinStep>(parsed.document->steps[8].method);
        QVERIFY(join.isStatic);
        QCOMPARE(join.steps.size(), std::size_t(1));
        QVERIFY(parsed.document->trigger.kind == TriggerSpec::Kind::AvailableNow);
    }

    void schemaOfAStructTypeIsKeptAsAnObject() {
        const std::string text = R"x({"source": {"path": "in", "schema": {"type": "struct", "fields": [
            {"name": "a", "type": "long", "nullable": true, "metadata": {}}]}}})x";
        const ParsedDocument parsed = parseQueryDocument(text);
        QCOMPARE(firstFinding(parsed), QString("none"));
        QVERIFY(parsed.document->source.schema.starts_with(R"x({"type":"struct")x"));
        const std::string saved = toJson(*parsed.document);
        QVERIFY(saved.find("\"schema\": {") != std::string::npos);
        QVERIFY(*parseQueryDocument(saved).document == *parsed.document);
    }

    void wrongDocumentsAreToldWhere_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("finding");
        QTest::addColumn<QString>("hint");
        const auto row = [](const char* name, const std::string& text, const char* finding, const char* hint) {
            QTest::newRow(name) << QString::fromStdString(text) << QString(finding) << QString(hint);
        };
        row("list", "[]", ": WrongType", "source");
        row("no source", "{}", "/source: MissingField", "\"source\"");
        row("unknown field", R"x({"source": {"path": "in"}, "outputmode": "append"})x", "/outputmode: UnknownField",
            "`outputMode`");
        row("option as number", R"x({"source": {"path": "in", "options": {"maxFilesPerTrigger": 1}}})x",
            "/source/options/maxFilesPerTrigger: WrongType", "Write \"1\".");
        row("option as boolean", R"x({"source": {"path": "in", "options": {"header": true}}})x",
            "/source/options/header: WrongType", "Write \"true\".");
        row("unknown step", withStep(R"x({"groupby": ["a"]})x"), "/steps/0/groupby: UnknownStep", "`groupBy`");
        row("having", withStep(R"x({"having": "n > 1"})x"), "/steps/0/having: UnknownStep", "`where`");
        row("two methods", withStep(R"x({"where": "a", "drop": ["b"]})x"), "/steps/0: UnknownStep", "order");
        row("select as text", withStep(R"x({"select": "a"})x"), "/steps/0/select: WrongType", "[\"a\"]");
        row("no aggregates", withStep(R"x({"groupBy": ["a"]})x"), "/steps/0/agg: MissingField", "count(*)");
        row("aggregate as number", withStep(R"x({"groupBy": ["a"], "agg": [1]})x"), "/steps/0/agg/0: WrongType", "");
        row("watermark of one", withStep(R"x({"withWatermark": ["time"]})x"), "/steps/0/withWatermark: WrongType",
            "2 hours");
        row("limit as text", withStep(R"x({"limit": "5"})x"), "/steps/0/limit: WrongType", "");
        row("join kind", withStep(R"x({"join": {"source": {"path": "r"}, "on": ["a"], "how": "left"}})x"),
            "/steps/0/join/how: InvalidValue", "left_outer");
        row("trigger false", R"x({"source": {"path": "in"}, "trigger": {"once": false}})x",
            "/trigger/once: InvalidValue", "");
        row("trigger typo", R"x({"source": {"path": "in"}, "trigger": {"processingtime": "1 second"}})x",
            "/trigger/processingtime: UnknownField", "`processingTime`");
        row("sink without format", R"x({"source": {"path": "in"}, "sinks": [{"path": "out"}]})x",
            "/sinks/0/format: MissingField", "");
        row("key with a slash", R"x({"source": {"path": "in"}, "conf": {"a/b~c": 1}})x", "/conf/a~1b~0c: WrongType",
            "Write \"1\".");
    }

    void wrongDocumentsAreToldWhere() {
        QFETCH(QString, text);
        QFETCH(QString, finding);
        QFETCH(QString, hint);
        const ParsedDocument parsed = parseQueryDocument(text.toStdString());
        QCOMPARE(firstFinding(parsed), finding);
        QVERIFY(parsed.hasErrors());
        QVERIFY2(wayOut(parsed).contains(hint), qPrintable(wayOut(parsed)));
    }

    void brokenJsonNamesLineAndColumn() {
        const ParsedDocument parsed = parseQueryDocument("{\n  \"source\": {,}\n}");
        QVERIFY(!parsed.document);
        QVERIFY(parsed.diagnostics.front().error.code() == ErrorCode::InvalidJson);
        QVERIFY(parsed.diagnostics.front().error.message().find("line 2, column 14") != std::string::npos);
        QVERIFY(!parseQueryDocument("").document);
        QVERIFY(!parseQueryDocument("\xff\xfe").document);
    }

    void deepNestingIsRefused() {
        const std::string text = std::string(100000, '[') + std::string(100000, ']');
        const ParsedDocument parsed = parseQueryDocument(text);
        QVERIFY(!parsed.document);
        QVERIFY(parsed.diagnostics.front().error.message().find("nested") != std::string::npos);
    }

    void repeatedKeysAreNoticed() {
        const ParsedDocument parsed = parseQueryDocument(withStep(R"x({"where": "a", "where": "b"})x"));
        QCOMPARE(firstFinding(parsed), QString("/steps/0/where: DuplicateName"));
        QVERIFY(!parsed.hasErrors());
        QCOMPARE(std::get<WhereStep>(parsed.document->steps[0].method).condition, std::string("b"));
    }

    void mergePatchReplacesAddsAndRemoves() {
        const QueryDocument document = *parseQueryDocument(kNotebook).document;
        const ParsedDocument changed = patched(
            document, R"x({"outputMode": "update", "trigger": null, "conf": {"spark.sql.ansi.enabled": "false"}})x");
        QVERIFY(!changed.hasErrors());
        QCOMPARE(changed.document->outputMode, std::string("update"));
        QVERIFY(changed.document->trigger.kind == TriggerSpec::Kind::Default);
        QCOMPARE(changed.document->conf.size(), std::size_t(2));
        QVERIFY(patched(document, R"x({"outputMode": 1})x").hasErrors());
        QVERIFY(patched(document, "{").hasErrors());
    }

    void oneValueIsSetByItsPointer() {
        const QueryDocument document = *parseQueryDocument(kNotebook).document;
        QCOMPARE(std::get<WithWatermarkStep>(
                     withValueAt(document, "/steps/0/withWatermark/1", "\"5 minutes\"").document->steps[0].method)
                     .delay,
                 std::string("5 minutes"));
        QCOMPARE(withValueAt(document, "/source/options/latestFirst", "\"true\"").document->source.options.size(),
                 std::size_t(2));
        QCOMPARE(withValueAt(document, "/steps/-", R"x({"limit": 3})x").document->steps.size(), std::size_t(5));
        QCOMPARE(withValueAt(document, "/source/format", "\"csv\"").document->source.format, std::string("csv"));
        QVERIFY(withValueAt(document, "/steps/9/limit", "3").hasErrors());
        QVERIFY(withValueAt(document, "/name/first", "3").hasErrors());
        QVERIFY(withValueAt(document, "name", "3").hasErrors());
        QVERIFY(withValueAt(document, "/name", "unquoted").hasErrors());
        QCOMPARE(firstFinding(withValueAt(document, "/source/options/maxFilesPerTrigger", "2")),
                 QString("/source/options/maxFilesPerTrigger: WrongType"));
    }
};

QTEST_APPLESS_MAIN(QueryDocumentTest)
#include "query_document_test.moc"
