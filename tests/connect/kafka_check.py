#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs queries from Kafka to Kafka on a real broker, kills them again and again, and counts what Kafka's own tools then read.

    kafka_check.py VITRINE_CLI [FOLDER]

FOLDER keeps the broker's jar files (56 MB, fetched once by Maven); without it they go to a temporary one. Needs Java 17,
Maven and python3. Takes about five minutes. Prints a line a check, then `N passed, M failed`; exit status 0 when all hold.
"""
import base64
import collections
import json
import os
import pathlib
import random
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
MESSAGES = 20000
KILLS = 8
JAVA = ["java", "-Xms64m", "-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto", "-Djava.net.preferIPv4Stack=true",
        "-Dorg.slf4j.simpleLogger.defaultLogLevel=error"]
SETTINGS = """\
process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:{controller}
listeners=PLAINTEXT://127.0.0.1:{port},CONTROLLER://127.0.0.1:{controller}
advertised.listeners=PLAINTEXT://127.0.0.1:{port}
controller.listener.names=CONTROLLER
listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
inter.broker.listener.name=PLAINTEXT
log.dirs={data}
num.network.threads=1
num.io.threads=2
num.partitions=3
offsets.topic.num.partitions=1
offsets.topic.replication.factor=1
transaction.state.log.num.partitions=1
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
group.initial.rebalance.delay.ms=0
log.cleaner.dedupe.buffer.size=2097152
auto.create.topics.enable=true
"""


class Broker:
    def __init__(self, jars, folder):
        self.classes = ["-cp", f"{jars}/*"]
        self.folder = folder
        with socket.socket() as first, socket.socket() as second:
            first.bind(("127.0.0.1", 0))
            second.bind(("127.0.0.1", 0))
            self.port, controller = first.getsockname()[1], second.getsockname()[1]
        self.servers = f"127.0.0.1:{self.port}"
        self.settings = folder / "server.properties"
        self.settings.write_text(SETTINGS.format(port=self.port, controller=controller, data=folder / "data"))
        # An id that begins with a dash would be taken for an option.
        number = base64.urlsafe_b64encode(b"\x01" + os.urandom(15)).decode().rstrip("=")
        self.java(["kafka.tools.StorageTool", "format", "-t", number, "-c", str(self.settings)], check=True)
        self.process = None

    def java(self, arguments, **more):
        return subprocess.run(JAVA + self.classes + arguments, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, **more)

    def start(self):
        with open(self.folder / "broker.log", "ab") as log:
            self.process = subprocess.Popen(JAVA + self.classes + ["kafka.Kafka", str(self.settings)], stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        for _ in range(600):
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return
            except OSError:
                if self.process.poll() is not None:
                    sys.exit((self.folder / "broker.log").read_text())
                time.sleep(0.1)
        sys.exit("The broker does not start.")

    def kill(self):
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None

    def fill(self, topic, values):
        self.java(["kafka.tools.ConsoleProducer", "--bootstrap-server", self.servers, "--topic", topic], input="".join(f"{value}\n" for value in values), check=True)

    def grow(self, topic, partitions):
        self.java(["org.apache.kafka.tools.TopicCommand", "--bootstrap-server", self.servers, "--alter", "--topic", topic, "--partitions", str(partitions)], check=True)

    def forget(self, topic, partitions):
        """Deletes all messages that the topic has now."""
        wanted = self.folder / "forget.json"
        wanted.write_text(json.dumps({"version": 1, "partitions": [{"topic": topic, "partition": number, "offset": -1} for number in range(partitions)]}))
        self.java(["org.apache.kafka.tools.DeleteRecordsCommand", "--bootstrap-server", self.servers, "--offset-json-file", str(wanted)], check=True)

    def contents(self, topic, committed):
        """The messages of a topic as (headers, value)."""
        answer = self.java(["org.apache.kafka.tools.consumer.ConsoleConsumer", "--bootstrap-server", self.servers, "--topic", topic, "--from-beginning",
                            "--timeout-ms", "8000", "--isolation-level", "read_committed" if committed else "read_uncommitted", "--property", "print.headers=true"])
        return [tuple(line.split("\t", 1)) for line in answer.stdout.splitlines()]


class Checks:
    def __init__(self):
        self.passed = self.failed = 0

    def hold(self, name, holds, detail=""):
        print(("passed  " if holds else "FAILED  ") + name + ("" if holds or not detail else f": {detail[:300]}"), flush=True)
        if holds:
            self.passed += 1
        else:
            self.failed += 1

    def equal(self, name, actual, expected):
        self.hold(name, actual == expected, f"{actual} instead of {expected}")


class Query:
    """A document in a folder of its own, run by the command line."""

    def __init__(self, program, folder, name, document):
        self.program = program
        self.folder = folder / name
        self.folder.mkdir()
        self.document = dict(document, name=name.replace("-", "_"), checkpoint="checkpoint")
        (self.folder / "query.json").write_text(json.dumps(self.document))

    def start(self, *more):
        return subprocess.Popen([self.program, "run", str(self.folder / "query.json"), "--quiet", *more], stdin=subprocess.DEVNULL,
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def finish(self, *more, timeout=240):
        process = self.start(*more)
        output, words = process.communicate(timeout=timeout)
        return process.returncode, output, words

    def batches(self):
        """Batches planned and committed so far."""
        path = self.folder / "checkpoint" / "_vitrine.db"
        if not path.exists():
            return 0, 0
        try:
            with sqlite3.connect(path, timeout=10) as database:
                return database.execute("SELECT (SELECT count(*) FROM batches), (SELECT count(*) FROM commits)").fetchone()
        except sqlite3.OperationalError:
            return 0, 0   # not there yet

    def lose_commit(self):
        """Finishes the batch that a kill has left, and puts back the checkpoint from before: as if the kill had come after
        the sink had the batch and before its commit. Returns whether there was such a batch."""
        planned, committed = self.batches()
        if planned == committed:
            return False
        checkpoint, kept = self.folder / "checkpoint", self.folder / "kept"
        shutil.copytree(checkpoint, kept)
        self.finish("--until", "batches=1")
        shutil.rmtree(checkpoint)
        kept.rename(checkpoint)
        return True

    def run_with_kills(self, random_numbers):
        """Returns how many kills came in the midst, and how many commits were lost."""
        kills = losses = 0
        for _ in range(4 * KILLS):
            if kills == KILLS:
                break
            process = self.start()
            before = self.batches()[1]
            deadline = time.monotonic() + 30
            while process.poll() is None and self.batches()[1] <= before and time.monotonic() < deadline:
                time.sleep(0.01)
            time.sleep(random_numbers.uniform(0, 0.4))
            if process.poll() is not None:
                break
            process.kill()
            process.wait()
            kills += 1
            if kills % 2 == 0:
                losses += self.lose_commit()
        return kills, losses


def copying(servers, topic, sink_options):
    return {
        "source": {"format": "kafka", "options": {"kafka.bootstrap.servers": servers, "subscribe": "numbers", "startingOffsets": "earliest", "maxOffsetsPerTrigger": "100"}},
        "steps": [{"select": ["CAST(value AS STRING) AS value", "CAST(value AS STRING) AS key"]}],
        "trigger": {"availableNow": True},
        "sinks": [{"format": "kafka", "options": {"kafka.bootstrap.servers": servers, "topic": topic, **sink_options}}],
    }


def counting(servers, topic, level):
    return {
        "source": {"format": "kafka", "options": {"kafka.bootstrap.servers": servers, "subscribe": topic, "startingOffsets": "earliest", "kafka.isolation.level": level}},
        "steps": [{"groupBy": [], "agg": ["count(*) AS n", "sum(CAST(CAST(value AS STRING) AS BIGINT)) AS s"]}],
        "outputMode": "complete",
        "trigger": {"availableNow": True},
    }


def listing(servers, topic, **options):
    return {
        "source": {"format": "kafka", "options": {"kafka.bootstrap.servers": servers, "subscribe": topic, "startingOffsets": "earliest", **options}},
        "steps": [{"select": ["CAST(value AS STRING) AS value"]}],
        "trigger": {"availableNow": True},
    }


def check_source(checks, broker, program, folder):
    def read(query):
        status, output, words = query.finish("--table", "csv")
        return sorted(output.split()[1:]) if status == 0 else words

    old, new, newest = [sorted(f"{word}{number}" for number in range(count)) for word, count in (("old", 10), ("new", 12), ("newest", 60))]
    broker.fill("grown", old)
    time.sleep(1.5)
    now = str(int(time.time() * 1000))
    broker.fill("grown", new)
    checks.equal("source: begins at a time", read(Query(program, folder, "from-time", listing(broker.servers, "grown", startingTimestamp=now, startingOffsetsByTimestampStrategy="latest"))), new)
    late = Query(program, folder, "too-late", listing(broker.servers, "grown", startingTimestamp=str(int(time.time() * 1000) + 60000)))
    checks.hold("source: a time after the last message is refused", "has no message from" in read(late))
    query = Query(program, folder, "grown", listing(broker.servers, "grown"))
    checks.equal("source: begins at the start", read(query), sorted(old + new))
    broker.grow("grown", 6)
    broker.fill("grown", newest)
    checks.equal("source: new partitions are read from their start", read(query), newest)
    broker.fill("grown", ["lost"] * 20)
    broker.forget("grown", 6)
    broker.fill("grown", ["kept"])
    words = read(query)
    checks.hold("source: lost messages are told", "4014" in words and "failOnDataLoss" in words, words)
    query.document["source"]["options"]["failOnDataLoss"] = "false"
    (query.folder / "query.json").write_text(json.dumps(query.document))
    checks.equal("source: lost messages are skipped", read(query), ["kept"])


def check_at_least_once(checks, broker, program, folder, random_numbers):
    query = Query(program, folder, "at-least-once", copying(broker.servers, "copies", {}))
    kills, losses = query.run_with_kills(random_numbers)
    status, _, words = query.finish()
    checks.equal("at least once: the last run ends well", (status, words), (0, ""))
    checks.hold("at least once: kills came in the midst", kills >= KILLS // 2 and losses > 0, f"{kills} kills, {losses} lost commits")
    rows = broker.contents("copies", committed=False)
    checks.equal("at least once: no message is missing", {value for _, value in rows}, {str(number) for number in range(MESSAGES)})
    checks.hold("at least once: some came twice", len(rows) > MESSAGES, f"{len(rows)} messages")
    once = {headers: value for headers, value in rows}
    checks.equal("at least once: headers tell repeats from new messages", collections.Counter(once.values()), collections.Counter(map(str, range(MESSAGES))))
    checks.hold("at least once: headers name query, batch and row", all(re.fullmatch(r"vitrine-query:[0-9a-f-]{36},vitrine-batch:\d+,vitrine-row:\d+", headers) for headers in once))


def check_transactions(checks, broker, program, folder, random_numbers):
    query = Query(program, folder, "transactions", copying(broker.servers, "exact", {"vitrine.transactional": "true"}))
    kills, losses = query.run_with_kills(random_numbers)
    status, _, words = query.finish()
    checks.equal("transactions: the last run ends well", (status, words), (0, ""))
    checks.hold("transactions: kills came in the midst", kills >= KILLS // 2 and losses > 0, f"{kills} kills, {losses} lost commits")
    values = collections.Counter(value for _, value in broker.contents("exact", committed=True))
    checks.equal("transactions: each message once for read_committed", values, collections.Counter(map(str, range(MESSAGES))))
    # What Vitrine itself reads of a topic with markers and aborted messages.
    expected = f"{MESSAGES},{sum(range(MESSAGES))}"
    status, output, words = Query(program, folder, "reading", counting(broker.servers, "exact", "read_committed")).finish("--table", "csv")
    checks.equal("transactions: Vitrine reads what is committed", (status, output.split()[-1:], words), (0, [expected], ""))


def check_fencing(checks, broker, program, folder):
    document = copying(broker.servers, "fenced", {"transactional.id": "one-for-all"})
    document["source"] = {"format": "rate", "options": {"rowsPerSecond": "5"}}
    document["trigger"] = {"processingTime": "1 second"}
    first = Query(program, folder, "first", document).start()
    second_query = Query(program, folder, "second", document)
    time.sleep(6)
    second = second_query.start()
    try:
        words = first.communicate(timeout=60)[1]
    except subprocess.TimeoutExpired:
        first.kill()
        words = "nothing, it went on"
    checks.hold("fencing: the earlier run fails with a sentence", first.returncode == 1 and "has taken over" in words, words)
    checks.hold("fencing: the later run goes on", second.poll() is None)
    second.send_signal(signal.SIGTERM)
    checks.equal("fencing: the later run stops", (second.wait(timeout=60)), 3)


def check_broker_gone(checks, broker, program, folder):
    document = copying(broker.servers, "followed", {})
    document["trigger"] = {"processingTime": "200 milliseconds"}
    query = Query(program, folder, "followed", document)
    process = query.start()
    deadline = time.monotonic() + 60
    while query.batches()[1] < 3 and time.monotonic() < deadline:
        time.sleep(0.05)
    broker.kill()
    time.sleep(1)
    checks.hold("no broker: the query waits", process.poll() is None)
    broker.start()
    before = query.batches()[1]
    deadline = time.monotonic() + 90
    while query.batches()[1] < before + 3 and time.monotonic() < deadline:
        time.sleep(0.1)
    checks.hold("no broker: the query goes on when it is back", query.batches()[1] >= before + 3, process.stderr.read() if process.poll() is not None else "")
    broker.kill()
    time.sleep(1)
    asked = time.monotonic()
    process.send_signal(signal.SIGTERM)
    status = process.wait(timeout=60)
    took = time.monotonic() - asked
    checks.equal("no broker: the query can be stopped", status, 3)
    checks.hold(f"no broker: it stops at once, in {took:.1f} s", took < 2)   # 0.5 s, and room for a busy machine
    status, _, words = Query(program, folder, "unreachable", copying(broker.servers, "x", {})).finish(timeout=120)
    checks.hold("no broker: a query that ends by itself says so", status == 1 and "does not answer" in words and "refused" in words, words)
    broker.start()


def check_wrong_topic(checks, broker, program, folder):
    document = copying(broker.servers, "x", {})
    document["source"]["options"]["subscribe"] = "no-such-topic"
    status, _, words = Query(program, folder, "wrong-topic", document).finish()
    checks.hold("a topic that is not there is named", status == 1 and "no topic `no-such-topic`" in words, words)


def main():
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    program = str(pathlib.Path(sys.argv[1]).resolve())
    folder = pathlib.Path(tempfile.mkdtemp(prefix="kafka-check-"))
    jars = pathlib.Path(sys.argv[2]).resolve() if len(sys.argv) == 3 else folder / "jars"
    checks = Checks()
    broker = None
    try:
        if not list(jars.glob("kafka-tools-[0-9]*.jar")):
            subprocess.run(["mvn", "-q", "-B", "-f", str(HERE / "kafka-broker" / "pom.xml"), "dependency:copy-dependencies", f"-DoutputDirectory={jars}", "-DincludeScope=runtime"], check=True)
        (folder / "broker").mkdir()
        broker = Broker(jars, folder / "broker")
        broker.start()
        broker.fill("numbers", range(MESSAGES))
        random_numbers = random.Random(7)
        check_at_least_once(checks, broker, program, folder, random_numbers)
        check_transactions(checks, broker, program, folder, random_numbers)
        check_fencing(checks, broker, program, folder)
        check_wrong_topic(checks, broker, program, folder)
        check_source(checks, broker, program, folder)
        check_broker_gone(checks, broker, program, folder)
    finally:
        if broker is not None:
            broker.kill()
        shutil.rmtree(folder, ignore_errors=True)
    print(f"{checks.passed} passed, {checks.failed} failed")
    sys.exit(0 if checks.failed == 0 and checks.passed > 0 else 1)


if __name__ == "__main__":
    main()
