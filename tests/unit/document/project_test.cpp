// SPDX-License-Identifier: GPL-3.0-or-later
#include <QRegularExpression>
#include <QTest>

#include "ui/document/project.h"

namespace vitrine::ui {
namespace {

const char* const kWhole = R"x({
  "vitrine": 1,
  "title": "Machines",
  "queries": [
    {
      "name": "actions_per_hour",
      "source": {
        "path": "events",
        "schema": "time TIMESTAMP, action STRING"
      },
      "steps": [
        {
          "groupBy": [
            "window(time, '1 hour')",
            "action"
          ],
          "agg": [
            "count(*) AS count"
          ]
        }
      ],
      "outputMode": "complete"
    },
    {
      "name": "rows",
      "source": {
        "path": "/data/événements",
        "schema": "time TIMESTAMP"
      }
    }
  ],
  "colours": {
    "action": {
      "Close": 0,
      "Open": 7
    }
  },
  "charts": [
    {
      "id": "c1",
      "query": "actions_per_hour",
      "type": "bar"
    },
    {
      "id": "c2",
      "query": "actions_per_hour",
      "title": "Shares",
      "type": "area",
      "stack": "percent",
      "keys": [
        "window"
      ],
      "groups": [
        "action"
      ],
      "values": [
        {
          "column": "count"
        },
        {
          "column": "count",
          "aggregate": "max"
        }
      ],
      "span": 24,
      "topN": 3,
      "pinned": [
        "Open"
      ],
      "openWindows": "hide",
      "nulls": "gap",
      "bins": 30,
      "hole": "hide",
      "y": {
        "mode": "lock",
        "scale": "log",
        "min": 0.5,
        "max": 1000.0
      }
    }
  ],
  "pages": [
    {
      "title": "Watch",
      "cards": [
        {
          "chart": "c1",
          "at": [
            0,
            0,
            7,
            3
          ]
        },
        {
          "table": "actions_per_hour",
          "at": [
            0,
            3,
            12,
            2
          ]
        },
        {
          "table": "rows",
          "view": "rows",
          "at": [
            0,
            5,
            12,
            2
          ]
        }
      ]
    }
  ]
}
)x";

QString whatIsWrong(const ParsedProject& parsed) {
    QStringList all;
    for (const Diagnostic& diagnostic : parsed.diagnostics) all << QString::fromStdString(diagnostic.error.detail());
    return all.join(QLatin1Char('\n'));
}

}  // namespace

class ProjectTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }
    void loadThenSaveIsByteIdentical();
    void everyFieldIsRead();
    void defaultsAreOmitted();
    void wrongPartsAreNamed_data();
    void wrongPartsAreNamed();
    void newerProjectIsRefusedWhole();
    void queryDocumentIsAProjectOfOne();
    void anythingElseIsNoProject_data();
    void anythingElseIsNoProject();
    void deepNestingIsRefused();
    void bytesThatAreNoTextCanBeSaved();
};

void ProjectTest::loadThenSaveIsByteIdentical() {
    const ParsedProject parsed = parseProject(kWhole);
    QVERIFY2(parsed.diagnostics.empty(), qPrintable(whatIsWrong(parsed)));
    QVERIFY(parsed.project);
    QVERIFY(!parsed.isBareQuery);
    QCOMPARE(QString::fromStdString(toJson(*parsed.project)), QString::fromUtf8(kWhole));
}

void ProjectTest::everyFieldIsRead() {
    const Project project = *parseProject(kWhole).project;
    QCOMPARE(project.title, std::string("Machines"));
    QCOMPARE(project.queries.size(), std::size_t(2));
    QCOMPARE(project.queries[0].outputMode, std::string("complete"));
    QCOMPARE(project.colours.at("action").at("Open"), 7);
    const ChartSpec& chart = project.charts.at(1);
    ChartSpec expected;
    expected.id = "c2";
    expected.query = "actions_per_hour";
    expected.title = "Shares";
    expected.type = ChartType::Area;
    expected.stack = StackMode::Percent;
    expected.keys = {"window"};
    expected.groups = {"action"};
    expected.values = {{"count", ValueAggregate::Sum}, {"count", ValueAggregate::Max}};
    expected.span = 24;
    expected.topN = 3;
    expected.pinned = {"Open"};
    expected.showOpenWindows = false;
    expected.nullsAsZero = false;
    expected.bins = 30;
    expected.hole = false;
    expected.yMode = AxisMode::Lock;
    expected.logScale = true;
    expected.yMin = 0.5;
    expected.yMax = 1000;
    QVERIFY(chart == expected);
    const PageSpec& page = project.pages.at(0);
    QCOMPARE(page.title, std::string("Watch"));
    QVERIFY(page.cards.at(0) == (CardSpec{"c1", "", "window", 0, 0, 7, 3}));
    QVERIFY(page.cards.at(2) == (CardSpec{"", "rows", "rows", 0, 5, 12, 2}));
}

void ProjectTest::defaultsAreOmitted() {
    const std::string written = R"x({"vitrine": 1, "queries": [], "charts": [{"id": "c1", "query": "q", "type": "bar", "stack": "grouped",
        "values": [{"column": "n", "aggregate": "sum"}], "span": 12, "topN": 8, "pinned": [], "openWindows": "show", "nulls": "zero",
        "bins": 0, "hole": "show", "y": {"mode": "sticky", "scale": "linear"}}]})x";
    const ParsedProject parsed = parseProject(written);
    QVERIFY2(parsed.diagnostics.empty(), qPrintable(whatIsWrong(parsed)));
    const QString text = QString::fromStdString(toJson(*parsed.project));
    for (const char* name : {"title", "stack", "aggregate", "span", "topN", "pinned", "openWindows", "nulls", "bins", "hole", "\"y\"", "colours", "pages", "keys"}) {
        QVERIFY2(!text.contains(QLatin1String(name)), name);
    }
    QVERIFY(text.contains(QLatin1String("\"type\": \"bar\"")));
}

void ProjectTest::wrongPartsAreNamed_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("place");
    const auto row = [](const char* what, const char* fields, const char* place) {
        QTest::newRow(what) << QStringLiteral("{\"vitrine\": 1, %1}").arg(QString::fromUtf8(fields)) << QString::fromUtf8(place);
    };
    row("unknown field", R"("querys": [])", "/querys");
    row("pointer is escaped", R"("a/b~c": [])", "/a~1b~0c");
    row("title", R"("title": 3)", "/title");
    row("queries is an object", R"("queries": {})", "/queries");
    row("query step", R"("queries": [{"name": "q", "source": {"path": "p"}, "steps": [{"selct": ["a"]}]}])", "/queries/0/steps/0/selct");
    row("query without name", R"("queries": [{"source": {"path": "p"}}])", "/queries/0/name");
    row("query is a text", R"("queries": ["q"])", "/queries/0");
    row("two queries of a name", R"("queries": [{"name": "q", "source": {"path": "p"}}, {"name": "q", "source": {"path": "p"}}])", "/queries/1/name");
    row("colours is a list", R"("colours": [])", "/colours");
    row("colours of a column", R"("colours": {"a/b": 1})", "/colours/a~1b");
    row("slot", R"("colours": {"action": {"Open": 8}})", "/colours/action/Open");
    row("slot below zero", R"("colours": {"action": {"Open": -1}})", "/colours/action/Open");
    row("charts is an object", R"("charts": {})", "/charts");
    row("chart is a number", R"("charts": [1])", "/charts/0");
    row("chart without id", R"("charts": [{"query": "q"}])", "/charts/0/id");
    row("two charts of an id", R"("charts": [{"id": "c1", "query": "q"}, {"id": "c1", "query": "q"}])", "/charts/1/id");
    row("chart type", R"("charts": [{"id": "c1", "type": "bars"}])", "/charts/0/type");
    row("chart key", R"("charts": [{"id": "c1", "keys": ["a", 1]}])", "/charts/0/keys/1");
    row("values is an object", R"("charts": [{"id": "c1", "values": {"column": "n"}}])", "/charts/0/values");
    row("aggregate", R"("charts": [{"id": "c1", "values": [{"column": "n", "aggregate": "total"}]}])", "/charts/0/values/0/aggregate");
    row("span", R"("charts": [{"id": "c1", "span": 0}])", "/charts/0/span");
    row("span no whole number", R"("charts": [{"id": "c1", "span": 1.5}])", "/charts/0/span");
    row("huge span", R"("charts": [{"id": "c1", "span": 18446744073709551615}])", "/charts/0/span");
    row("bins", R"("charts": [{"id": "c1", "bins": 201}])", "/charts/0/bins");
    row("hole", R"("charts": [{"id": "c1", "hole": true}])", "/charts/0/hole");
    row("axis", R"("charts": [{"id": "c1", "y": {"mode": "fixed"}}])", "/charts/0/y/mode");
    row("axis is a text", R"("charts": [{"id": "c1", "y": "log"}])", "/charts/0/y");
    row("axis end", R"("charts": [{"id": "c1", "y": {"min": "0"}}])", "/charts/0/y/min");
    row("pages is a text", R"("pages": "Watch")", "/pages");
    row("cards is an object", R"("pages": [{"cards": {}}])", "/pages/0/cards");
    row("place", R"("pages": [{"cards": [{"chart": "c1", "at": [0, 0, 12]}]}])", "/pages/0/cards/0/at");
    row("view", R"("pages": [{"cards": [{"table": "q", "view": "windows"}]}])", "/pages/0/cards/0/view");
    row("no version", R"("vitrine": "1")", "/vitrine");
    row("version zero", R"("vitrine": 0)", "/vitrine");
}

void ProjectTest::wrongPartsAreNamed() {
    QFETCH(QString, text);
    QFETCH(QString, place);
    const ParsedProject parsed = parseProject(text.toStdString());
    bool named = false;
    for (const Diagnostic& diagnostic : parsed.diagnostics) {
        named = named || (QString::fromStdString(diagnostic.error.place()) == place && diagnostic.severity == Severity::Error);
    }
    QVERIFY2(named, qPrintable(QStringLiteral("found: ") + whatIsWrong(parsed)));
}

void ProjectTest::newerProjectIsRefusedWhole() {
    for (const char* version : {"2", "99999999999999999999"}) {
        const ParsedProject parsed = parseProject(std::string("{\"vitrine\": ") + version + ", \"querys\": 3, \"queries\": [{}]}");
        QCOMPARE(parsed.diagnostics.size(), std::size_t(1));
        if (QByteArray(version) == "2") QCOMPARE(parsed.diagnostics[0].error.code(), ErrorCode::NewerDocument);
        QCOMPARE(parsed.diagnostics[0].error.place(), std::string("/vitrine"));
        QVERIFY(!parsed.project);
    }
}

void ProjectTest::queryDocumentIsAProjectOfOne() {
    const ParsedProject parsed = parseProject(R"({"name": "q", "source": {"path": "events", "schema": "a INT"}})");
    QVERIFY2(parsed.diagnostics.empty(), qPrintable(whatIsWrong(parsed)));
    QVERIFY(parsed.isBareQuery);
    QCOMPARE(parsed.project->queries.size(), std::size_t(1));
    QCOMPARE(parsed.project->queries[0].source.path, std::string("events"));
}

void ProjectTest::anythingElseIsNoProject_data() {
    QTest::addColumn<QString>("text");
    QTest::newRow("nothing") << QString();
    QTest::newRow("broken") << QStringLiteral("{\"vitrine\": 1,");
    QTest::newRow("list") << QStringLiteral("[{\"vitrine\": 1}]");
    QTest::newRow("number") << QStringLiteral("1");
    QTest::newRow("json lines") << QStringLiteral("{\"a\":1}\n{\"a\":2}\n");
    QTest::newRow("cut in a character") << QStringLiteral("{\"vitrine\": 1, \"title\": \"\\ud83d");
}

void ProjectTest::anythingElseIsNoProject() {
    QFETCH(QString, text);
    const ParsedProject parsed = parseProject(text.toStdString());
    QVERIFY(!parsed.project);
    QVERIFY(!parsed.diagnostics.empty());
    QCOMPARE(parsed.diagnostics[0].severity, Severity::Error);
    QVERIFY(!parsed.diagnostics[0].error.message().empty());
}

void ProjectTest::deepNestingIsRefused() {
    constexpr std::size_t kDepth = 200'000;
    const std::string deep = std::string("{\"vitrine\": 1, \"queries\": [") + std::string(kDepth, '[') + std::string(kDepth, ']') + "]}";
    const ParsedProject parsed = parseProject(deep);
    QVERIFY(!parsed.project);
    QCOMPARE(parsed.diagnostics.at(0).error.code(), ErrorCode::InvalidJson);
}

void ProjectTest::bytesThatAreNoTextCanBeSaved() {
    Project project;
    project.colours["action"]["\xff\xfe"] = 3;
    const std::string text = toJson(project);
    const ParsedProject parsed = parseProject(text);
    QVERIFY2(parsed.diagnostics.empty(), qPrintable(whatIsWrong(parsed)));
    QCOMPARE(parsed.project->colours.at("action").begin()->second, 3);
}

}  // namespace vitrine::ui

QTEST_APPLESS_MAIN(vitrine::ui::ProjectTest)
#include "project_test.moc"
