#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Vitrine and pyarrow read each other's Parquet files.

    pyarrow_check.py VITRINE_CLI

needs the pyarrow of packaging/arrow.txt in PYTHONPATH. The last line counts: `N passed, N failed`.
"""
import datetime
import decimal
import json
import os
import subprocess
import sys
import tempfile

import pyarrow as pa
import pyarrow.parquet as pq

DECIMAL = decimal.Decimal
UTC = datetime.timezone.utc

# Name, type in Vitrine, Arrow type, values, the same values as Vitrine writes them into JSON.
COLUMNS = [
    ("bool", "BOOLEAN", pa.bool_(), [True, None, False], [True, None, False]),
    ("i8", "TINYINT", pa.int8(), [-128, None, 127], [-128, None, 127]),
    ("i16", "SMALLINT", pa.int16(), [-32768, None, 1], [-32768, None, 1]),
    ("i32", "INT", pa.int32(), [-(2**31), None, 1], [-(2**31), None, 1]),
    ("i64", "BIGINT", pa.int64(), [-(2**63), None, 2**63 - 1], [-(2**63), None, 2**63 - 1]),
    ("u32", "BIGINT", pa.uint32(), [2**32 - 1, None, 0], [2**32 - 1, None, 0]),
    ("u64", "DECIMAL(20,0)", pa.uint64(), [2**64 - 1, None, 0], [2**64 - 1, None, 0]),
    ("f32", "FLOAT", pa.float32(), [1.5, None, -0.25], [1.5, None, -0.25]),
    ("f64", "DOUBLE", pa.float64(), [0.1, None, -1e300], [0.1, None, -1e300]),
    ("text", "STRING", pa.string(), ["é", None, ""], ["é", None, ""]),
    ("large", "STRING", pa.large_string(), ["a", None, "b"], ["a", None, "b"]),
    ("words", "STRING", pa.dictionary(pa.int8(), pa.string()), ["a", None, "a"], ["a", None, "a"]),
    ("bytes", "BINARY", pa.binary(), [b"\x00\xff", None, b""], ["AP8=", None, ""]),
    ("fixed", "BINARY", pa.binary(2), [b"ab", None, b"cd"], ["YWI=", None, "Y2Q="]),
    ("day", "DATE", pa.date32(), [datetime.date(1500, 1, 1), None, datetime.date(2024, 2, 29)], ["1500-01-01", None, "2024-02-29"]),
    ("ms", "TIMESTAMP", pa.timestamp("ms", "UTC"), [datetime.datetime(1969, 12, 31, 23, 59, 59, 999000, UTC), None, datetime.datetime(2024, 1, 1, tzinfo=UTC)],
     ["1969-12-31T23:59:59.999000Z", None, "2024-01-01T00:00:00.000000Z"]),
    ("us", "TIMESTAMP", pa.timestamp("us", "Europe/Paris"), [datetime.datetime(1, 1, 1, 0, 0, 0, 1, UTC), None, datetime.datetime(2024, 1, 1, tzinfo=UTC)],
     ["0001-01-01T00:00:00.000001Z", None, "2024-01-01T00:00:00.000000Z"]),
    ("local", "TIMESTAMP_NTZ", pa.timestamp("us"), [datetime.datetime(2024, 1, 1, 12), None, datetime.datetime(1960, 1, 1)],
     ["2024-01-01T12:00:00.000000", None, "1960-01-01T00:00:00.000000"]),
    ("d7", "DECIMAL(7,2)", pa.decimal128(7, 2), [DECIMAL("-12345.67"), None, DECIMAL("0.01")], [DECIMAL("-12345.67"), None, DECIMAL("0.01")]),
    ("d18", "DECIMAL(18,4)", pa.decimal128(18, 4), [DECIMAL("-12345678901234.5678"), None, DECIMAL("0.0001")],
     [DECIMAL("-12345678901234.5678"), None, DECIMAL("0.0001")]),
    ("d38", "DECIMAL(38,10)", pa.decimal128(38, 10), [DECIMAL("-1234567890123456789012345678.0123456789"), None, DECIMAL("1.5000000000")],
     [DECIMAL("-1234567890123456789012345678.0123456789"), None, DECIMAL("1.5000000000")]),
    ("list", "ARRAY<BIGINT>", pa.list_(pa.int64()), [[1, None, 3], None, []], [[1, None, 3], None, []]),
    ("pair", "ARRAY<INT>", pa.list_(pa.int32(), 2), [[1, 2], None, [3, 4]], [[1, 2], None, [3, 4]]),
    ("map", "MAP<STRING,STRING>", pa.map_(pa.string(), pa.string()), [[("k", "v"), ("n", None)], None, []], [{"k": "v", "n": None}, None, {}]),
    ("struct", "STRUCT<x: INT, y: ARRAY<STRUCT<z: STRING>>>", pa.struct([("x", pa.int32()), ("y", pa.list_(pa.struct([("z", pa.string())])))]),
     [{"x": 1, "y": [{"z": "a"}, None, {"z": None}]}, None, {"x": None, "y": None}], [{"x": 1, "y": [{"z": "a"}, None, {}]}, None, {}]),
]
LAYOUTS = {
    "default": {},
    "plain pages of version 2": {"use_dictionary": False, "data_page_version": "2.0"},
    "lists as before": {"use_compliant_nested_type": False},
    "decimals as integers": {"store_decimal_as_integer": True},
    "times as INT96": {"use_deprecated_int96_timestamps": True},
    "without Arrow's schema": {"store_schema": False},
    "small row groups": {"row_group_size": 1},
    "gzip": {"compression": "gzip"},
    "zstd": {"compression": "zstd"},
    "lz4": {"compression": "lz4"},
    "brotli": {"compression": "brotli"},
    "none": {"compression": "none"},
}


def run(cli, folder, source, sink):
    """Runs everything that is there through Vitrine, from one format to another."""
    document = {"name": "check", "source": source, "steps": [], "outputMode": "append", "trigger": {"availableNow": True},
                "checkpoint": "checkpoint", "sinks": [sink], "conf": {"spark.sql.session.timeZone": "UTC"}}
    path = os.path.join(folder, "query.json")
    with open(path, "w", encoding="utf-8") as file:
        json.dump(document, file)
    done = subprocess.run([cli, "run", path], cwd=folder, capture_output=True, text=True, errors="replace", check=False)
    if done.returncode != 0:
        raise AssertionError(done.stderr)
    out = os.path.join(folder, sink["path"])
    return sorted(os.path.join(out, name) for name in os.listdir(out) if name.startswith("part-"))


def json_rows(files):
    rows = []
    for name in files:
        with open(name, encoding="utf-8") as file:
            rows += [json.loads(line, parse_float=lambda text: text) for line in file]
    return rows


def normal(value):
    """Numbers as decimals, so that 0.1 and 1.5000000000 are compared by value."""
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, float):
        return DECIMAL(repr(value))
    if isinstance(value, int):
        return DECIMAL(value)
    if isinstance(value, list):
        return [normal(part) for part in value]
    if isinstance(value, dict):
        return {key: normal(part) for key, part in value.items()}
    if isinstance(value, str):
        try:
            return DECIMAL(value)
        except decimal.InvalidOperation:
            return value
    return value


def pyarrow_to_vitrine(cli, options):
    table = pa.table({name: pa.array(values, kind) if not pa.types.is_dictionary(kind) else pa.array(values).dictionary_encode()
                      for name, _, kind, values, _ in COLUMNS})
    schema = ", ".join(f"{name} {ddl}" for name, ddl, _, _, _ in COLUMNS)
    with tempfile.TemporaryDirectory() as folder:
        os.mkdir(os.path.join(folder, "in"))
        pq.write_table(table, os.path.join(folder, "in", "a.parquet"), **options)
        files = run(cli, folder, {"format": "parquet", "path": "in", "schema": schema},
                    {"format": "json", "path": "out", "options": {"timestampFormat": "yyyy-MM-dd'T'HH:mm:ss.SSSSSSXXX",
                                                                  "timestampNTZFormat": "yyyy-MM-dd'T'HH:mm:ss.SSSSSS"}})
        rows = json_rows(files)
    assert len(rows) == 3, f"{len(rows)} rows"
    for name, _, _, _, shown in COLUMNS:
        got = [normal(row.get(name)) for row in rows]
        wanted = [normal(value) for value in shown]
        if name == "map":  # fields of NULL are left out below the top as well
            got = [value and dict(value) for value in got]
            wanted = [value and {key: part for key, part in value.items() if part is not None or key in (got[0] or {})} for value in wanted]
        assert got == wanted, f"{name}: {got} instead of {wanted}"


def vitrine_to_pyarrow(cli, compression, suffix):
    names = [column for column in COLUMNS if column[0] not in ("u32", "u64", "large", "words", "fixed", "pair", "ms")]
    lines = [json.dumps({name: shown[row] if not isinstance(shown[row], DECIMAL) else float(0) for name, _, _, _, shown in names if shown[row] is not None})
             for row in range(3)]
    decimals = [name for name, ddl, _, _, _ in names if ddl.startswith("DECIMAL")]
    with tempfile.TemporaryDirectory() as folder:
        os.mkdir(os.path.join(folder, "in"))
        with open(os.path.join(folder, "in", "a.json"), "w", encoding="utf-8") as file:
            for row, line in enumerate(lines):
                for name, _, _, _, shown in names:
                    if name in decimals and shown[row] is not None:
                        line = line.replace(f'"{name}": 0.0', f'"{name}": {shown[row]}')
                file.write(line + "\n")
        schema = ", ".join(f"{name} {ddl}" for name, ddl, _, _, _ in names)
        files = run(cli, folder, {"format": "json", "path": "in", "schema": schema},
                    {"format": "parquet", "path": "out", "options": {"compression": compression}})
        assert all(name.endswith(suffix) for name in files), files
        table = pa.concat_tables([pq.ParquetFile(name).read() for name in files])
    for name, _, kind, values, _ in names:
        column = table.column(name)
        if pa.types.is_timestamp(kind):
            assert column.type == pa.timestamp("us", "UTC" if kind.tz else None), f"{name}: {column.type}"
        elif not pa.types.is_nested(kind):
            assert column.type == kind, f"{name}: {column.type}"
        got = column.to_pylist()
        wanted = pa.array(values, kind).to_pylist()
        if name == "us":
            wanted = [value and value.astimezone(UTC) for value in wanted]
        assert got == wanted, f"{name}: {got} instead of {wanted}"
    notes = json.loads(table.schema.metadata[b"org.apache.spark.sql.parquet.row.metadata"])
    assert [field["name"] for field in notes["fields"]] == [column[0] for column in names], notes


def main():
    cli = os.path.abspath(sys.argv[1])
    checks = [(f"pyarrow writes: {name}", pyarrow_to_vitrine, (cli, options)) for name, options in LAYOUTS.items()]
    for compression, suffix in (("snappy", ".snappy.parquet"), ("gzip", ".gz.parquet"), ("zstd", ".zstd.parquet"), ("none", "-c000.parquet")):
        checks.append((f"vitrine writes: {compression}", vitrine_to_pyarrow, (cli, compression, suffix)))
    failed = 0
    for title, check, arguments in checks:
        try:
            check(*arguments)
        except Exception as problem:  # pylint: disable=broad-except
            failed += 1
            print(f"FAILED {title}: {problem}")
    print(f"{len(checks) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
