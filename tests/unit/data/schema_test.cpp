// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest/QtTest>

#include <random>

#include "core/data/nearest_word.h"
#include "core/data/schema.h"

using namespace vitrine;

namespace {

std::string read(std::string_view ddl) {
    const Result<Schema> schema = parseDdl(ddl);
    return schema ? schema->asStruct()->simpleString() : std::string(nameOf(schema.error().code()));
}

TypePtr randomType(std::mt19937& random, int depth);

std::vector<Field> randomFields(std::mt19937& random, int depth) {
    const char* const names[] = {"a", "Time", "a-b", "1e5", "12", "é", "a`b", "select", "order", "x y", "struct", "_", "not"};
    std::vector<Field> fields;
    const std::size_t count = 1 + random() % 4;
    for (std::size_t index = 0; index < count; ++index) {
        Field field;
        field.name = names[random() % std::size(names)];
        field.type = randomType(random, depth);
        if (random() % 4 == 0) field.comment = "it's \\ \"quoted\"";
        fields.push_back(std::move(field));
    }
    return fields;
}

TypePtr randomType(std::mt19937& random, int depth) {
    const unsigned choice = random() % (depth > 0 ? 20 : 17);
    switch (choice) {
        case 0: return DataType::boolean();
        case 1: return DataType::byteType();
        case 2: return DataType::shortType();
        case 3: return DataType::intType();
        case 4: return DataType::longType();
        case 5: return DataType::floatType();
        case 6: return DataType::doubleType();
        case 7: return DataType::string();
        case 8: return DataType::binary();
        case 9: return DataType::date();
        case 10: return DataType::timestamp();
        case 11: return DataType::timestampNtz();
        case 12: return DataType::voidType();
        case 13: return DataType::calendarInterval();
        case 14: return DataType::decimal(1 + static_cast<int>(random() % 38), 0);
        case 15: return DataType::yearMonthInterval(IntervalUnit::Year, random() % 2 ? IntervalUnit::Month : IntervalUnit::Year);
        case 16: return DataType::dayTimeInterval(IntervalUnit::Hour, random() % 2 ? IntervalUnit::Second : IntervalUnit::Hour);
        case 17: return DataType::array(randomType(random, depth - 1));
        case 18: return DataType::map(DataType::string(), randomType(random, depth - 1));
        default: return DataType::structType(randomFields(random, depth - 1));
    }
}

}  // namespace

class SchemaTest : public QObject {
    Q_OBJECT

  private slots:
    /// DDL-1, DDL-4, DDL-5.
    void readsEveryType() {
        QCOMPARE(read("time TIMESTAMP, action STRING"), std::string("struct<time:timestamp,action:string>"));
        QCOMPARE(read("a boolean, b tinyint, c byte, d smallint, e short, f int, g integer, h bigint, i long, j float, k real, l double"),
                 std::string("struct<a:boolean,b:tinyint,c:tinyint,d:smallint,e:smallint,f:int,g:int,h:bigint,i:bigint,j:float,k:float,l:double>"));
        QCOMPARE(read("a date, b timestamp_ltz, c timestamp_ntz, d string, e binary, f void"),
                 std::string("struct<a:date,b:timestamp,c:timestamp_ntz,d:string,e:binary,f:void>"));
        QCOMPARE(read("a decimal, b dec(5), c NUMERIC(10 , 2)"), std::string("struct<a:decimal(10,0),b:decimal(5,0),c:decimal(10,2)>"));
        QCOMPARE(read("a interval, b interval year to month, c INTERVAL day to second, d interval month, e interval hour to minute"),
                 std::string("struct<a:interval,b:interval year to month,c:interval day to second,d:interval month,e:interval hour to minute>"));
        QCOMPARE(read("a array<int>, b map<string,array<int>>, c struct<x:int, y string>, d struct<>"),
                 std::string("struct<a:array<int>,b:map<string,array<int>>,c:struct<x:int,y:string>,d:struct<>>"));
    }

    /// DDL-1 to DDL-4, DDL-6: keywords as names, comments, quotes, duplicates, NOT NULL.
    void readsNamesAndComments() {
        QCOMPARE(read("end timestamp, order int, not int, comment string, interval interval"),
                 std::string("struct<end:timestamp,order:int,not:int,comment:string,interval:interval>"));
        QCOMPARE(read("`a-b` int, `é` int, `x``y` int"), std::string("struct<a-b:int,é:int,x`y:int>"));
        QCOMPARE(read("a int, A string"), std::string("struct<a:int,A:string>"));
        QCOMPARE(read("a int -- first\n, /* second */ b int"), std::string("struct<a:int,b:int>"));
        QCOMPARE(read("1a int, _ int, 2_3 int"), std::string("struct<1a:int,_:int,2_3:int>"));
        const Schema schema = parseDdl("a INT NOT NULL COMMENT 'it''s', b struct<c: int not null comment \"x\">").value();
        QVERIFY(schema[0].nullable);
        QCOMPARE(schema[0].comment, std::string("it's"));
        QVERIFY(schema[1].type->fields()[0].nullable);
        QCOMPARE(schema[1].type->fields()[0].comment, std::string("x"));
    }

    /// T28-ddl-* and DDL-2 to DDL-5: what is refused, where, and the way out.
    void refusesAndHelps() {
        const struct { const char* ddl; ErrorCode code; int column; const char* wayOut; } rows[] = {
            {"a varchar", ErrorCode::DdlSyntax, 2, "Use STRING instead."},
            {"a varchar(5)", ErrorCode::UnsupportedType, 2, "Use STRING instead."},
            {"a array", ErrorCode::DdlSyntax, 2, "Say what it holds, for example ARRAY<INT>."},
            {"a map", ErrorCode::DdlSyntax, 2, "Say what it holds, for example MAP<STRING, INT>."},
            {"a struct", ErrorCode::DdlSyntax, 2, "Say what it holds, for example STRUCT<name: STRING, age: INT>."},
            {"", ErrorCode::DdlSyntax, 0, "Write columns as `name TYPE, name TYPE`."},
            {" -- nothing", ErrorCode::DdlSyntax, 0, nullptr},
            {"é int", ErrorCode::DdlSyntax, 0, "Write `é` in back-quotes."},
            {"prix_é int", ErrorCode::DdlSyntax, 0, "Write `prix_é` in back-quotes."},
            {"a-b int", ErrorCode::DdlSyntax, 0, "Write `a-b` in back-quotes."},
            {"x int, a-b int", ErrorCode::DdlSyntax, 7, "Write `a-b` in back-quotes."},
            {"`é` int, 12 int", ErrorCode::DdlSyntax, 9, "Write `12` in back-quotes."},
            {"1e5 int", ErrorCode::DdlSyntax, 0, "Write `1e5` in back-quotes."},
            {"1L int", ErrorCode::DdlSyntax, 0, "Write `1L` in back-quotes."},
            {"time: timestamp", ErrorCode::DdlSyntax, 4, "Remove the ':'; it is allowed inside STRUCT<…> only."},
            {"a foo", ErrorCode::UnsupportedType, 2, nullptr},
            {"a strng", ErrorCode::UnsupportedType, 2, "Did you mean STRING?"},
            {"a text", ErrorCode::UnsupportedType, 2, "Did you mean STRING?"},
            {"a datetime", ErrorCode::UnsupportedType, 2, "Did you mean TIMESTAMP?"},
            {"a bool", ErrorCode::UnsupportedType, 2, "Did you mean BOOLEAN?"},
            {"a string(10)", ErrorCode::UnsupportedType, 8, "Write STRING alone."},
            {"a decimal(39)", ErrorCode::UnsupportedType, 2, nullptr},
            {"a decimal(5, 6)", ErrorCode::UnsupportedType, 2, nullptr},
            {"a decimal(5,", ErrorCode::DdlSyntax, 12, nullptr},
            {"a decimal(x)", ErrorCode::DdlSyntax, 10, nullptr},
            {"a", ErrorCode::DdlSyntax, 1, nullptr},
            {"a int,", ErrorCode::DdlSyntax, 6, nullptr},
            {"a int b int", ErrorCode::DdlSyntax, 6, "Separate columns by commas."},
            {"a int comment 'x' not null", ErrorCode::DdlSyntax, 18, nullptr},
            {"a int default 5", ErrorCode::DdlSyntax, 6, nullptr},
            {"a int not", ErrorCode::DdlSyntax, 9, nullptr},
            {"a int comment x", ErrorCode::DdlSyntax, 14, nullptr},
            {"a array<int", ErrorCode::DdlSyntax, 11, nullptr},
            {"a map<string>", ErrorCode::DdlSyntax, 12, nullptr},
            {"`a int", ErrorCode::DdlSyntax, 0, "Close the quote."},
            {"`` int", ErrorCode::DdlSyntax, 0, nullptr},
            {"a interval second to day", ErrorCode::DdlSyntax, 21, nullptr},
            {"a interval month to day", ErrorCode::DdlSyntax, 20, nullptr},
            {"a int; b int", ErrorCode::DdlSyntax, 5, nullptr},
            {"a int /* open", ErrorCode::DdlSyntax, 6, nullptr},
        };
        for (const auto& row : rows) {
            const Result<Schema> schema = parseDdl(row.ddl);
            QVERIFY2(!schema.hasValue(), row.ddl);
            QVERIFY2(schema.error().code() == row.code, row.ddl);
            QVERIFY2(schema.error().column() == row.column, qPrintable(QString("%1 at %2").arg(row.ddl).arg(schema.error().column())));
            QVERIFY2(!schema.error().wayOut().empty(), row.ddl);
            if (row.wayOut != nullptr) QCOMPARE(schema.error().wayOut(), std::string(row.wayOut));
        }
    }

    void nestsOnlySoDeep() {
        std::string ddl = "a ";
        for (int level = 0; level < 5000; ++level) ddl += "array<";
        QCOMPARE(read(ddl), std::string("DdlSyntax"));
        std::string json = R"({"type":"struct","fields":[{"name":"a","type":)";
        for (int level = 0; level < 500; ++level) json += R"({"type":"array","elementType":)";
        json += "\"long\"";
        for (int level = 0; level < 500; ++level) json += "}";
        QVERIFY(!parseStructTypeJson(json + "}]}").hasValue());
    }

    void readsOneType() {
        QCOMPARE(parseType(" decimal(10, 2) ").value()->simpleString(), std::string("decimal(10,2)"));
        QVERIFY(!parseType("int int").hasValue());
        QVERIFY(!parseType("").hasValue());
        QCOMPARE(parseType("map<string, struct<`a b`: int, c: array<date>>>").value()->sql(),
                 std::string("MAP<STRING, STRUCT<`a b`: INT, c: ARRAY<DATE>>>"));
        QCOMPARE(parseType("interval day to second").value()->sql(), std::string("INTERVAL DAY TO SECOND"));
    }

    /// What is written is read back, as DDL and as JSON.
    void roundTrips() {
        std::mt19937 random(42);
        for (int round = 0; round < 500; ++round) {
            const Schema schema(randomFields(random, 3));
            const std::string ddl = toDdl(schema);
            const Result<Schema> back = parseDdl(ddl);
            QVERIFY2(back.hasValue() && *back == schema, ddl.c_str());
            const std::string json = toStructTypeJson(schema);
            const Result<Schema> fromJson = parseStructTypeJson(json);
            QVERIFY2(fromJson.hasValue() && *fromJson == schema, json.c_str());
        }
    }

    /// As StructType.json prints it.
    void writesSparkJson() {
        const std::string json = toStructTypeJson(parseDdl("time TIMESTAMP, n BIGINT COMMENT 'c', l ARRAY<INT>, m MAP<STRING, DECIMAL(5,2)>").value());
        QCOMPARE(json, std::string(R"({"type":"struct","fields":[{"name":"time","type":"timestamp","nullable":true,"metadata":{}},)"
                                   R"({"name":"n","type":"long","nullable":true,"metadata":{"comment":"c"}},)"
                                   R"({"name":"l","type":{"type":"array","elementType":"integer","containsNull":true},"nullable":true,"metadata":{}},)"
                                   R"json({"name":"m","type":{"type":"map","keyType":"string","valueType":"decimal(5,2)","valueContainsNull":true},)json"
                                   R"("nullable":true,"metadata":{}}]})"));
        const Schema strict = parseStructTypeJson(R"({"fields":[{"name":"a","nullable":false,"type":"integer"}],"type":"struct"})").value();
        QVERIFY(!strict[0].nullable);
        for (const char* wrong : {"", "{", "[]", "\"string\"", "{}", R"({"type":"array"})", R"({"type":"struct"})", R"({"type":"struct","fields":{}})",
                                  R"({"type":"struct","fields":[1]})", R"({"type":"struct","fields":[{"name":"a"}]})",
                                  R"({"type":"struct","fields":[{"name":"a","type":"foo"}]})", R"({"type":"struct","fields":[{"name":1,"type":"long"}]})",
                                  R"({"type":"struct","fields":[{"name":"a","type":{"type":"udt"}}]})"}) {
            QVERIFY2(!parseStructTypeJson(wrong).hasValue(), wrong);
        }
    }

    /// DDL-6: names are compared without case unless spark.sql.caseSensitive says otherwise.
    void findsColumns() {
        const Schema schema = parseDdl("a int, A string, b int").value();
        QCOMPARE(schema.find("a", false).size(), std::size_t{2});
        QCOMPARE(schema.find("A", true), std::vector<std::size_t>{1});
        QVERIFY(schema.find("c", false).empty());
        QVERIFY(schema.asStruct()->fieldIndex("b") == 2 && schema.asStruct()->fieldIndex("B") == -1);
    }

    void comparesTypes() {
        const TypePtr loose = DataType::array(DataType::intType(), true);
        const TypePtr strict = DataType::array(DataType::intType(), false);
        QVERIFY(!(*loose == *strict));
        QVERIFY(loose->sameType(*strict));
        QVERIFY(!loose->sameType(*DataType::array(DataType::longType())));
        QVERIFY(!DataType::decimal(10, 2)->sameType(*DataType::decimal(10, 3)));
        QVERIFY(!parseType("struct<a:int>").value()->sameType(*parseType("struct<b:int>").value()));
        QVERIFY(*parseType("struct<a:int>").value() == *parseType("STRUCT<a INT>").value());
    }

    void findsNearWords() {
        constexpr std::string_view words[] = {"minutes", "months", "seconds"};
        QCOMPARE(nearestWord("minuets", words), std::string_view("minutes"));
        QCOMPARE(nearestWord("MONTH", words), std::string_view("months"));
        QVERIFY(nearestWord("fortnight", words).empty());
        QVERIFY(nearestWord("", words).empty());
    }
};

QTEST_APPLESS_MAIN(SchemaTest)
#include "schema_test.moc"
