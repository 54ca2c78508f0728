#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Lets Apache Spark read the files and Delta tables that Vitrine writes, and Vitrine what Spark writes; compares every row.

    spark_check.py VITRINE_CLI JARS

Run it by a Python that has the package `pyspark`; JARS is a directory with the jars of delta-spark. Prints a line a check and
at the end `N passed, M failed`; exit status 0 when all hold.
"""
import collections
import datetime
import glob
import json
import os
import pathlib
import subprocess
import sys
import tempfile

from pyspark.sql import SparkSession

UTC = datetime.timezone.utc
ACTIONS = ["Open", "Close", None, "a/b", "x=y", "été", "a b", 'say "hi"', "line\nbreak"]
SCHEMA = "id BIGINT, time TIMESTAMP, action STRING, price DOUBLE"

passed = failed = 0


def check(what, got, expected):
    global passed, failed
    if got == expected:
        passed += 1
        print(f"passed  {what}")
        return
    failed += 1
    print(f"FAILED  {what}\n  expected {str(expected)[:600]}\n  got      {str(got)[:600]}")


def row_of(number):
    return {
        "id": number,
        "time": (datetime.datetime(2016, 7, 26, 2, 45, 7, 120000, UTC) + datetime.timedelta(minutes=7 * number)).isoformat().replace("+00:00", "Z"),
        "action": ACTIONS[number % len(ACTIONS)],
        "price": None if number % 4 == 0 else number / 8,
    }


def multiset(rows):
    return collections.Counter((r["id"], r["time"].astimezone(UTC).isoformat().replace("+00:00", "Z") if r["time"] else None, r["action"], r["price"]) for r in rows)


def wanted(rows):
    return collections.Counter((r["id"], r["time"].replace(".120000", ".120000"), r["action"], r["price"]) for r in rows)


def main():
    cli, jars = sys.argv[1:3]
    folder = pathlib.Path(tempfile.mkdtemp(prefix="vitrine-spark-"))
    rows = [row_of(number) for number in range(300)]
    (folder / "in").mkdir()
    for batch in range(6):
        text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows[50 * batch : 50 * batch + 50])
        (folder / "in" / f"f{batch}.json").write_text(text, encoding="utf-8")
    source = {"format": "json", "path": "in", "schema": SCHEMA, "options": {"maxFilesPerTrigger": "1"}}
    zone = {"spark.sql.session.timeZone": "UTC"}

    def run(name, document):
        document = {"name": name, "source": source, "checkpoint": "ck-" + name, "trigger": {"availableNow": True}, "conf": zone, **document}
        (folder / (name + ".json")).write_text(json.dumps(document))
        result = subprocess.run([cli, "run", str(folder / (name + ".json")), "--quiet", "--out", str(folder / (name + ".result"))], capture_output=True, text=True)
        check(f"{name} runs", (result.returncode, result.stderr), (0, ""))

    sinks = [{"format": "json", "path": "out/json", "partitionBy": ["action"]}, {"format": "csv", "path": "out/csv", "options": {"header": "true", "escape": '"'}},
             {"format": "parquet", "path": "out/parquet"}, {"format": "delta", "path": "out/delta", "partitionBy": ["action"]}]
    run("append", {"outputMode": "append", "sinks": sinks})
    counting = [{"groupBy": ["action", "window(time, '1 hour')"], "agg": ["count(*) AS count"]}, {"select": ["action", "window.start AS start", "count"]}]
    run("complete", {"outputMode": "complete", "steps": counting, "sinks": [{"format": "delta", "path": "out/counts"}]})

    spark = (
        SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false").config("spark.ui.showConsoleProgress", "false").config("spark.sql.warehouse.dir", str(folder / "warehouse")).config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1").config("spark.sql.session.timeZone", "UTC").config("spark.sql.shuffle.partitions", "1")
        .config("spark.jars", ",".join(sorted(glob.glob(os.path.join(jars, "*.jar")))))
        .config("spark.sql.extensions", "io.delta.sql.DeltaSparkSessionExtension")
        .config("spark.sql.catalog.spark_catalog", "org.apache.spark.sql.delta.catalog.DeltaCatalog").getOrCreate()
    )
    spark.sparkContext.setLogLevel("OFF")
    expected = wanted(rows)
    out = str(folder / "out")
    # Spark must go by the log: a file that no batch wrote does not count.
    (folder / "out" / "json" / "alien.json").write_text('{"id":-1}\n')
    check("Spark reads the JSON sink", multiset(spark.read.schema(SCHEMA).json(out + "/json").collect()), expected)
    check("Spark reads the CSV sink", multiset(spark.read.schema(SCHEMA).options(header=True, escape='"', multiLine=True).csv(out + "/csv").collect()), expected)
    check("Spark reads the Parquet sink", multiset(spark.read.parquet(out + "/parquet").collect()), expected)
    check("Spark finds the types of the Parquet sink", spark.read.parquet(out + "/parquet").dtypes, [("id", "bigint"), ("time", "timestamp"), ("action", "string"), ("price", "double")])
    check("Spark reads the Delta table", multiset(spark.read.format("delta").load(out + "/delta").collect()), expected)
    check("Spark skips files by the statistics", spark.read.format("delta").load(out + "/delta").where("id = 299").count(), 1)
    check("the query's batches are in the history", spark.sql(f"DESCRIBE HISTORY delta.`{out}/delta`").count(), 6)
    counts = spark.read.schema(SCHEMA).parquet(out + "/parquet").selectExpr("action", "window(time, '1 hour').start AS start").groupBy("action", "start").count()
    check("Spark reads the complete table", collections.Counter(map(tuple, spark.read.format("delta").load(out + "/counts").collect())), collections.Counter(map(tuple, counts.collect())))

    def count(path):
        result = subprocess.run([cli, "sql", "--workspace", str(folder / "ws"), f"SELECT count(*) AS n FROM delta.`{path}`", "--table", "json"], capture_output=True, text=True)
        return result.stdout.strip() or result.stderr

    spark.range(1000, 1010).selectExpr("id", "timestamp'2020-01-01' AS time", "'spark' AS action", "1.5D AS price").write.format("delta").mode("append").save(out + "/delta")
    check("Vitrine reads what Spark appended", count(out + "/delta"), '{"n":310}')
    spark.sql(f"OPTIMIZE delta.`{out}/delta`")
    check("Vitrine reads what Spark has compacted", count(out + "/delta"), '{"n":310}')
    spark.range(5).selectExpr("id", "timestamp'2020-01-01' AS time", "'x' AS action", "cast(null AS double) AS price").write.parquet(out + "/spark.parquet")
    run("parquet", {"source": {"format": "parquet", "path": "out/spark.parquet", "schema": SCHEMA}, "outputMode": "append", "sinks": [{"format": "delta", "path": "out/again"}]})
    check("Vitrine reads Spark's Parquet", count(out + "/again"), '{"n":5}')
    spark.stop()
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
