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
    # Batches enough for two compactions of the log, and some after them.
    (folder / "many").mkdir()
    for batch in range(25):
        text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows[12 * batch : 12 * batch + 12])
        (folder / "many" / f"{batch:02}.json").write_text(text, encoding="utf-8")
    run("many", {"source": {**source, "path": "many"}, "outputMode": "append", "sinks": [{"format": "json", "path": "out/many-json"}, {"format": "parquet", "path": "out/many-parquet"}]})
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
    many_json, many_parquet = folder / "out" / "many-json", folder / "out" / "many-parquet"
    for sink in (many_json, many_parquet):
        log = {path.name for path in (sink / "_spark_metadata").iterdir()}
        check(f"the log of {sink.name} was compacted", ({"9.compact", "19.compact", "24"} <= log, {"9", "19"} & log), (True, set()))
    check("Spark reads the JSON sink by its compacted log", multiset(spark.read.schema(SCHEMA).json(str(many_json)).collect()), expected)
    check("Spark reads the Parquet sink by its compacted log", multiset(spark.read.parquet(str(many_parquet)).collect()), expected)
    # Nothing but the compacted entry still tells of its files: without one of its lines, Spark misses the rows of that batch.
    compact = many_json / "_spark_metadata" / "19.compact"
    lines = compact.read_text().splitlines(keepends=True)
    compact.write_text("".join(lines[:1] + lines[2:]))
    check("Spark goes by the compacted entry", spark.read.schema(SCHEMA).json(str(many_json)).count(), 288)
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
    # A table whose checkpoints are of version 2, with its files in sidecars; once as JSON, once as Parquet.
    for kind in ("json", "parquet"):
        spark.conf.set("spark.databricks.delta.checkpointV2.topLevelFileFormat", kind)
        table = f"{out}/v2-{kind}"
        spark.range(3).write.format("delta").option("delta.checkpointPolicy", "v2").option("delta.checkpointInterval", "2").save(table)
        for number in range(4):
            spark.range(10 * number, 10 * number + 2).write.format("delta").mode("append").save(table)
        logs = pathlib.Path(table) / "_delta_log"
        tops = sorted(path for path in logs.glob("*.checkpoint.*") if not path.name.endswith(".crc"))
        check(f"Spark wrote checkpoints of version 2 as {kind}", (len(tops) > 0 and all(path.name.endswith(kind) and len(path.name) > 60 for path in tops), any((logs / "_sidecars").iterdir())), (True, True))
        for commit in logs.glob("*.json"):
            if len(commit.name) == 25 and int(commit.name[:20]) <= int(tops[-1].name[:20]):
                commit.unlink()
        check(f"Vitrine reads checkpoints of version 2 as {kind}", count(table), '{"n":11}')
    spark.range(5).selectExpr("id", "timestamp'2020-01-01' AS time", "'x' AS action", "cast(null AS double) AS price").write.parquet(out + "/spark.parquet")
    run("parquet", {"source": {"format": "parquet", "path": "out/spark.parquet", "schema": SCHEMA}, "outputMode": "append", "sinks": [{"format": "delta", "path": "out/again"}]})
    check("Vitrine reads Spark's Parquet", count(out + "/again"), '{"n":5}')
    spark.stop()
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
