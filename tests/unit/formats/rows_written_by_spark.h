// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace vitrine {

/// Rows, and the files that Spark 4.3.0 wrote of them.
constexpr const char* kSchema = "ts TIMESTAMP, d DATE, s STRING, f DOUBLE, dec DECIMAL(18,8), b BOOLEAN, ntz TIMESTAMP_NTZ";
constexpr const char* kRows = R"({"ts":"2016-07-26 02:41:07.123456","d":"2016-07-26","s":"a,b","f":1.5,"dec":1.1,"b":true,"ntz":"2016-07-26T02:41:07.5"}
{"ts":"0001-01-01 00:00:00","d":"0001-01-01","s":"a\"b","f":"NaN","dec":0.00000012,"b":false}
{"s":"","f":"+INF"}
{"s":" lead trail ","f":1e20,"dec":123456.7}
{"s":"back\\slash","f":-0.0}
{"s":"back\\slash,comma","f":1.0}
{"s":"nl\nx","f":1.0}
{"s":"cr\rx","f":1.0}
{"s":"\"quoted\"","f":1.0}
{"s":"\"","f":1.0}
{"s":"   ","f":1.0}
{"s":"tab\tq","f":1.0}
{"s":"#c","f":1.0}
{"s":"a\\\"b","f":1.0}
{"s":"é日\u0001","f":1.0}
{"s":null,"f":1.0}
)";

constexpr const char* kWrittenJson = R"({"ts":"2016-07-26T02:41:07.123Z","d":"2016-07-26","s":"a,b","f":1.5,"dec":1.10000000,"b":true,"ntz":"2016-07-26T02:41:07.500"}
{"ts":"0001-01-01T00:00:00.000Z","d":"0001-01-01","s":"a\"b","f":"NaN","dec":1.2E-7,"b":false}
{"s":"","f":"Infinity"}
{"s":" lead trail ","f":1.0E20,"dec":123456.70000000}
{"s":"back\\slash","f":-0.0}
{"s":"back\\slash,comma","f":1.0}
{"s":"nl\nx","f":1.0}
{"s":"cr\rx","f":1.0}
{"s":"\"quoted\"","f":1.0}
{"s":"\"","f":1.0}
{"s":"   ","f":1.0}
{"s":"tab\tq","f":1.0}
{"s":"#c","f":1.0}
{"s":"a\\\"b","f":1.0}
{"s":"é日\u0001","f":1.0}
{"f":1.0}
)";

constexpr const char* kWrittenCsv = "2016-07-26T02:41:07.123Z,2016-07-26,\"a,b\",1.5,1.10000000,true,2016-07-26T02:41:07.500\n0001-01-01T00:00:00.000Z,0001-01-01,\"a\\\"b\",NaN,1.2E-7,false,\n,,\"\",Infinity,,,\n,,lead trail,1.0E20,123456.70000000,,\n,,back\\slash,-0.0,,,\n,,\"back\\\\slash,comma\",1.0,,,\n,,\"nl\nx\",1.0,,,\n,,\"cr\rx\",1.0,,,\n,,\"\\\"quoted\\\"\",1.0,,,\n,,\"\\\"\",1.0,,,\n,,\"\",1.0,,,\n,,tab\tq,1.0,,,\n,,#c,1.0,,,\n,,\"a\\\\\\\"b\",1.0,,,\n,,é日,1.0,,,\n,,,1.0,,,\n";

constexpr const char* kWrittenQuoteall = "\"2016-07-26T02:41:07.123Z\",\"2016-07-26\",\"a,b\",\"1.5\",\"1.10000000\",\"true\",\"2016-07-26T02:41:07.500\"\n\"0001-01-01T00:00:00.000Z\",\"0001-01-01\",\"a\\\"b\",\"NaN\",\"1.2E-7\",\"false\",\"\"\n\"\",\"\",\"\",\"Infinity\",\"\",\"\",\"\"\n\"\",\"\",\"lead trail\",\"1.0E20\",\"123456.70000000\",\"\",\"\"\n\"\",\"\",\"back\\\\slash\",\"-0.0\",\"\",\"\",\"\"\n\"\",\"\",\"back\\\\slash,comma\",\"1.0\",\"\",\"\",\"\"\n\"\",\"\",\"nl\nx\",\"1.0\",\"\",\"\",\"\"\n\"\",\"\",\"cr\rx\",\"1.0\",\"\",\"\",\"\"\n\"\",\"\",\"\\\"quoted\\\"\",\"1.0\",\"\",\"\",\"\"\n\"\",\"\",\"\\\"\",\"1.0\",\"\",\"\",\"\"\n\"\",\"\",\"\",\"1.0\",\"\",\"\",\"\"\n\"\",\"\",\"tab\tq\",\"1.0\",\"\",\"\",\"\"\n\"\",\"\",\"#c\",\"1.0\",\"\",\"\",\"\"\n\"\",\"\",\"a\\\\\\\"b\",\"1.0\",\"\",\"\",\"\"\n\"\",\"\",\"é日\",\"1.0\",\"\",\"\",\"\"\n\"\",\"\",\"\",\"1.0\",\"\",\"\",\"\"\n";

constexpr const char* kWrittenEscapequotesFalse = "2016-07-26T02:41:07.123Z,2016-07-26,\"a,b\",1.5,1.10000000,true,2016-07-26T02:41:07.500\n0001-01-01T00:00:00.000Z,0001-01-01,a\"b,NaN,1.2E-7,false,\n,,\"\",Infinity,,,\n,,lead trail,1.0E20,123456.70000000,,\n,,back\\slash,-0.0,,,\n,,\"back\\\\slash,comma\",1.0,,,\n,,\"nl\nx\",1.0,,,\n,,\"cr\rx\",1.0,,,\n,,\"\\\"quoted\\\"\",1.0,,,\n,,\"\\\"\",1.0,,,\n,,\"\",1.0,,,\n,,tab\tq,1.0,,,\n,,#c,1.0,,,\n,,a\\\"b,1.0,,,\n,,é日,1.0,,,\n,,,1.0,,,\n";

constexpr const char* kWrittenHeaderAndWords = "ts|d|s|f|dec|b|ntz\n2016-07-26T02:41:07.123Z|2016-07-26|a,b|1.5|1.10000000|true|2016-07-26T02:41:07.500\n0001-01-01T00:00:00.000Z|0001-01-01|\"a\\\"b\"|NaN|1.2E-7|false|NULL\nNULL|NULL|EMPTY|Infinity|NULL|NULL|NULL\nNULL|NULL|lead trail|1.0E20|123456.70000000|NULL|NULL\nNULL|NULL|back\\slash|-0.0|NULL|NULL|NULL\nNULL|NULL|back\\slash,comma|1.0|NULL|NULL|NULL\nNULL|NULL|\"nl\nx\"|1.0|NULL|NULL|NULL\nNULL|NULL|\"cr\rx\"|1.0|NULL|NULL|NULL\nNULL|NULL|\"\\\"quoted\\\"\"|1.0|NULL|NULL|NULL\nNULL|NULL|\"\\\"\"|1.0|NULL|NULL|NULL\nNULL|NULL|EMPTY|1.0|NULL|NULL|NULL\nNULL|NULL|tab\tq|1.0|NULL|NULL|NULL\nNULL|NULL|#c|1.0|NULL|NULL|NULL\nNULL|NULL|\"a\\\\\\\"b\"|1.0|NULL|NULL|NULL\nNULL|NULL|é日|1.0|NULL|NULL|NULL\nNULL|NULL|NULL|1.0|NULL|NULL|NULL\n";

constexpr const char* kWrittenEscapeIsTheQuote = "2016-07-26T02:41:07.123Z,2016-07-26,\"a,b\",1.5,1.10000000,true,2016-07-26T02:41:07.500\n0001-01-01T00:00:00.000Z,0001-01-01,\"a\"\"b\",NaN,1.2E-7,false,\n,,\"\",Infinity,,,\n,,lead trail,1.0E20,123456.70000000,,\n,,back\\slash,-0.0,,,\n,,\"back\\slash,comma\",1.0,,,\n,,\"nl\nx\",1.0,,,\n,,\"cr\rx\",1.0,,,\n,,\"\"\"quoted\"\"\",1.0,,,\n,,\"\"\"\",1.0,,,\n,,\"\",1.0,,,\n,,tab\tq,1.0,,,\n,,#c,1.0,,,\n,,\"a\\\"\"b\",1.0,,,\n,,é日,1.0,,,\n,,,1.0,,,\n";

}  // namespace vitrine
