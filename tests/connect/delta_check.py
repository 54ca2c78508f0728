#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads Delta tables that Vitrine writes by delta-rs, an independent implementation, and compares every row.

    delta_check.py VITRINE_CLI

Run it by a Python that has the packages `deltalake` and `pyarrow`. Prints a line a check; exit status 0 when all hold.
"""
import datetime
import decimal
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile

import deltalake
import pyarrow.dataset

UTC = datetime.timezone.utc
ACTIONS = ["Open", "Close", None, "a/b", "x=y", "100%", "été", "a b", "..", "a:b"]
SCHEMA = "id BIGINT, time TIMESTAMP, action STRING, price DECIMAL(10,2), tags ARRAY<STRING>, place STRUCT<x: DOUBLE, y: INT>"


def row_of(number):
    return {
        "id": number,
        "time": datetime.datetime(2016, 7, 26, 2, 45, 7, 120001, UTC) + datetime.timedelta(minutes=17 * number),
        "action": ACTIONS[number % len(ACTIONS)],
        "price": None if number % 4 == 0 else decimal.Decimal(number) / 100,
        "tags": [] if number % 3 == 0 else ["t", None, str(number)],
        "place": None if number % 5 == 0 else {"x": number / 8, "y": number},
    }


def json_of(row):
    plain = dict(row, time=row["time"].isoformat().replace("+00:00", "Z"))
    if row["price"] is not None:
        plain["price"] = float(row["price"])
    return json.dumps({name: value for name, value in plain.items() if value is not None}, ensure_ascii=False)


class Folder:
    def __init__(self, program):
        self.program = str(pathlib.Path(program).resolve())
        self.path = pathlib.Path(tempfile.mkdtemp(prefix="delta-check-"))
        (self.path / "in").mkdir()
        self.rows = []
        self.files = 0

    def feed(self, files, rows_per_file=7):
        for _ in range(files):
            rows = [row_of(len(self.rows) + number) for number in range(rows_per_file)]
            self.rows += rows
            self.files += 1
            text = "".join(json_of(row) + "\n" for row in rows)
            (self.path / "in" / f"{self.files:04}.json").write_text(text, encoding="utf-8")

    def run(self, table, **changes):
        document = {
            "name": table,
            "source": {"format": "json", "path": "in", "schema": SCHEMA, "options": {"maxFilesPerTrigger": "1"}},
            "trigger": {"availableNow": True},
            "sinks": [{"format": "delta", "path": table}],
            "checkpoint": "checkpoints/" + table,
            "conf": {"spark.sql.session.timeZone": "Europe/Paris"},
        }
        partition_by = changes.pop("partitionBy", None)
        if partition_by:
            document["sinks"][0]["partitionBy"] = partition_by
        document.update(changes)
        path = self.path / f"{table}.json"
        path.write_text(json.dumps(document))
        subprocess.run([self.program, "run", str(path), "--quiet", "--table", "csv", "--out", str(self.path / "out.csv")], check=True)

    def query_id(self, table):
        log = sorted((self.path / table / "_delta_log").glob("*.json"))
        for line in log[-1].read_text().splitlines():
            if "txn" in json.loads(line):
                return json.loads(line)["txn"]["appId"]
        raise AssertionError("the last commit has no txn")

    def table(self, name):
        return deltalake.DeltaTable(str(self.path / name))

    def read(self, name, version=None):
        return deltalake.DeltaTable(str(self.path / name), version=version).to_pyarrow_table().to_pylist()


def sort_key(row):
    return repr(sorted(row.items(), key=lambda item: item[0]))


def same(what, found, expected):
    found, expected = sorted(found, key=sort_key), sorted(expected, key=sort_key)
    if found != expected:
        differing = next((pair for pair in zip(found, expected) if pair[0] != pair[1]), (len(found), len(expected)))
        sys.exit(f"FAILED {what}: {len(found)} rows, expected {len(expected)}; first difference {differing}")
    print(f"ok {what}: {len(found)} rows")


def true(what, holds):
    if not holds:
        sys.exit(f"FAILED {what}")
    print(f"ok {what}")


def check_append(folder, table, partition_by):
    folder.run(table, partitionBy=partition_by)
    same(f"{table}: appended", folder.read(table), folder.rows)
    delta = folder.table(table)
    true(f"{table}: one commit a batch", delta.version() == folder.files - 1)
    true(f"{table}: the batch is told in the commit", delta.transaction_version(folder.query_id(table)) == folder.files - 1)
    true(f"{table}: a checkpoint", (folder.path / table / "_delta_log/_last_checkpoint").is_file())
    true(f"{table}: history", delta.history(1)[0]["operation"] == "STREAMING UPDATE")
    true(f"{table}: partitions", delta.metadata().partition_columns == partition_by)
    same(f"{table}: an older version", folder.read(table, version=0), folder.rows[:7])

    # Others read it by the checkpoint alone.
    copy = folder.path / (table + "-cut")
    shutil.copytree(folder.path / table, copy)
    for version in range(10):
        (copy / "_delta_log" / f"{version:020}.json").unlink()
    same(f"{table}: by its checkpoint", folder.read(table + "-cut"), folder.rows)

    # Nothing new: a second run adds nothing.
    folder.run(table, partitionBy=partition_by)
    true(f"{table}: nothing to add", folder.table(table).version() == folder.files - 1)


def check_foreign_writer(folder, table):
    foreign = folder.table(table).to_pyarrow_table().slice(0, 3)
    deltalake.write_deltalake(str(folder.path / table), foreign, mode="append")
    folder.table(table).create_checkpoint()
    folder.feed(2)
    folder.run(table)
    same(f"{table}: after another writer", folder.read(table), folder.rows + foreign.to_pylist())


def check_complete(folder, table):
    folder.run(table, steps=[{"groupBy": ["action"], "agg": ["count(*) AS count", "max(time) AS last"]}], outputMode="complete")
    groups = {}
    for row in folder.rows:
        group = groups.setdefault(row["action"], {"action": row["action"], "count": 0, "last": row["time"]})
        group["count"] += 1
        group["last"] = max(group["last"], row["time"])
    same(f"{table}: the last batch only", folder.read(table), list(groups.values()))
    files = len(list((folder.path / table).glob("*.parquet")))
    subprocess.run([folder.program, "vacuum", str(folder.path / table), "--retain", "0s", "--even-short"], check=True, capture_output=True)
    true(f"{table}: cleaned up", files > 1 and len(list((folder.path / table).glob("*.parquet"))) == 1)
    same(f"{table}: after the clean-up", folder.read(table), list(groups.values()))


def check_skipping(folder, table):
    """Rows that other readers find by the statistics of files."""
    dataset = folder.table(table).to_pyarrow_dataset()
    last = max(row["time"] for row in folder.rows)
    found = dataset.to_table(filter=pyarrow.dataset.field("time") >= last).to_pylist()
    same(f"{table}: found by statistics", found, [row for row in folder.rows if row["time"] >= last])


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    folder = Folder(sys.argv[1])
    try:
        folder.feed(13)
        check_append(folder, "plain", [])
        check_append(folder, "by_action", ["action"])
        check_skipping(folder, "plain")
        check_complete(folder, "totals")
        check_foreign_writer(folder, "plain")
    finally:
        shutil.rmtree(folder.path, ignore_errors=True)
    print("all checks hold")


if __name__ == "__main__":
    main()
