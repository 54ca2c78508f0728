#!/usr/bin/env python3
"""Runs the `files` job of bench_batches on Apache Spark: the first 60 files of DIRECTORY, one a batch, default trigger, two
shuffle partitions. Prints milliseconds a file from the start of the query's second batch on.

usage: spark_files.py DIRECTORY [FILES]        needs pyspark and Java; DIRECTORY is the one bench_batches has filled
"""
import os, shutil, statistics, sys, tempfile, time
from pyspark.sql import SparkSession

files = int(sys.argv[2]) if len(sys.argv) > 2 else 60
spark = (SparkSession.builder.master('local[2]').config('spark.sql.shuffle.partitions', '2').config('spark.ui.enabled', 'false')
         .config('spark.driver.host', '127.0.0.1').config('spark.driver.bindAddress', '127.0.0.1')
         .config('spark.sql.session.timeZone', 'UTC').getOrCreate())
spark.sparkContext.setLogLevel('OFF')
with tempfile.TemporaryDirectory() as scratch:
    place = os.path.join(scratch, 'in')
    os.mkdir(place)
    for name in sorted(os.listdir(sys.argv[1]))[:files]:
        shutil.copy2(os.path.join(sys.argv[1], name), place)
    rows = (spark.readStream.schema('time TIMESTAMP, action STRING').option('maxFilesPerTrigger', 1).json(place)
            .selectExpr("window(time, '1 hour') AS window", 'action').groupBy('window', 'action').count())
    began = time.perf_counter()
    query = (rows.writeStream.format('memory').queryName('counts').outputMode('complete')
             .option('checkpointLocation', os.path.join(scratch, 'ck')).start())
    query.processAllAvailable()
    whole = (time.perf_counter() - began) * 1000
    durations = [progress['durationMs']['triggerExecution'] for progress in query.recentProgress if progress['numInputRows'] > 0]
    counted = spark.sql('SELECT sum(count) FROM counts').collect()[0][0]
    query.stop()
durations = sorted(durations[1:])
print(f'Spark {spark.version}: {files} files, {counted} rows, {whole:.0f} ms in all, {whole / files:.0f} ms a file; '
      f'a batch after the first: min {durations[0]}, median {statistics.median(durations):.0f}, max {durations[-1]} ms')
spark.stop()
