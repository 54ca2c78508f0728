// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest/QtTest>

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include "core/connect/sources/fileless_source.h"
#include "core/connect/sources/rate_source.h"
#include "core/data/value.h"
#include "core/formats/stream_options.h"

using namespace vitrine;

namespace {

ReadSpec specFor(std::string_view format, OptionMap options) {
    ReadSpec spec;
    spec.schema = std::make_shared<const Schema>(filelessSchema(format, options).value());
    for (std::size_t column = 0; column < spec.schema->size(); ++column) spec.columns.push_back(column);
    spec.options = std::move(options);
    return spec;
}

/// The rows of a plan as `time:value`, times in milliseconds.
QString rowsOf(Source& source, const Offset& from, const Offset& to) {
    QString text;
    const auto plan = source.plan(from, to);
    if (!plan) return QString::number(plan.error().number());
    for (const FileRange& range : plan->ranges) {
        auto reader = source.read(range).value();
        Batch batch;
        MalformedRows malformed;
        while (reader->next(batch, malformed, {}).value()) {
            for (std::size_t row = 0; row < batch.numRows; ++row) {
                if (!text.isEmpty()) text += ' ';
                const Value first = valueAt(batch.column(0), row);
                if (batch.schema->fields()[0].type->is(TypeKind::String)) text += QString::fromStdString(first.get<std::string>());
                else text += QString::number(first.get<std::int64_t>() / 1000) + ':' + QString::number(valueAt(batch.column(1), row).get<std::int64_t>());
            }
        }
    }
    return text;
}

int refusal(std::string_view format, OptionMap options) {
    const auto schema = filelessSchema(format, options);
    return schema ? 0 : schema.error().number();
}

}  // namespace

class FilelessSourceTest : public QObject {
    Q_OBJECT

  private slots:
    void rateRowsFollowTheClock_RA2() {
        auto clock = std::make_shared<ManualClock>(WallTime{Millis{5000}});
        auto source = makeFilelessSource("rate", specFor("rate", {{"rowsPerSecond", "2"}}), clock).value();
        QVERIFY(source->open({}).hasValue());
        QCOMPARE(source->latest({}).value(), Offset("0"));
        clock->advance(Millis{1999});
        QCOMPARE(source->latest({}).value(), Offset("1"));
        QCOMPARE(rowsOf(*source, "0", "1"), QString("5000:0 5500:1"));
        QCOMPARE(rowsOf(*source, "1", "3"), QString("6000:2 6500:3 7000:4 7500:5"));
        QCOMPARE(rowsOf(*source, "", "0"), QString());
        const auto log = source->logSince("0");

        auto again = makeFilelessSource("rate", specFor("rate", {{"rowsPerSecond", "2"}}), clock).value();
        QVERIFY(again->open({}).hasValue());
        QVERIFY(again->restore(log).hasValue());
        QCOMPARE(rowsOf(*again, "1", "3"), QString("6000:2 6500:3 7000:4 7500:5"));
        QCOMPARE(again->latest({}).value(), Offset("1"));
    }

    void rateSpeedsUp_RA3() {
        RateOptions options;
        options.rowsPerSecond = 10;
        options.rampUpSeconds = 4;
        const std::int64_t expected[] = {0, 2, 6, 12, 20, 30, 40};
        for (std::int64_t second = 0; second < 7; ++second) QCOMPARE(RateSource::valueAt(second, options), expected[second]);
    }

    void batchesOfOneSize_RA4() {
        const OptionMap options{{"rowsPerBatch", "2"}, {"startTimestamp", "1000"}, {"advanceMillisPerBatch", "500"}};
        auto source = makeFilelessSource("rate-micro-batch", specFor("rate-micro-batch", options), nullptr).value();
        const Offset first = source->latest({}).value();
        const Offset second = source->latest({}).value();
        QCOMPARE(first, Offset(R"({"offset":2,"timestamp":1500})"));
        QCOMPARE(rowsOf(*source, "", first), QString("1000:0 1000:1"));
        QCOMPARE(rowsOf(*source, first, second), QString("1500:2 1500:3"));

        auto again = makeFilelessSource("rate-micro-batch", specFor("rate-micro-batch", options), nullptr).value();
        QVERIFY(again->restore(source->logSince(first)).hasValue());
        QCOMPARE(again->latest({}).value(), Offset(R"({"offset":6,"timestamp":2500})"));
    }

    void availableNowIsOneBatch() {
        auto source = makeFilelessSource("rate-micro-batch", specFor("rate-micro-batch", {{"rowsPerBatch", "2"}}), nullptr).value();
        QVERIFY(source->prepareAvailableNow().hasValue());
        const Offset first = source->latest({}).value();
        QCOMPARE(source->latest({}).value(), first);
    }

    void socketKeepsLinesUntilTheyAreCommitted_SO2() {
        const int server = ::socket(AF_INET, SOCK_STREAM, 0);
        ::sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        ::socklen_t length = sizeof address;
        QCOMPARE(::bind(server, reinterpret_cast<::sockaddr*>(&address), length), 0);
        QCOMPARE(::listen(server, 1), 0);
        QCOMPARE(::getsockname(server, reinterpret_cast<::sockaddr*>(&address), &length), 0);
        const OptionMap options{{"host", "127.0.0.1"}, {"port", std::to_string(ntohs(address.sin_port))}};
        auto source = makeFilelessSource("socket", specFor("socket", options), std::make_shared<SystemClock>()).value();
        QVERIFY(source->open({}).hasValue());
        QCOMPARE(source->latest({}).value(), Offset("-1"));
        const int peer = ::accept(server, nullptr, nullptr);
        QCOMPARE(::send(peer, "a\r\nb\nhalf", 9, 0), ::ssize_t{9});
        QTRY_COMPARE(source->latest({}).value(), Offset("1"));
        QCOMPARE(rowsOf(*source, "-1", "1"), QString("a b"));
        source->committed("0");
        QCOMPARE(rowsOf(*source, "-1", "1"), QString("b"));
        ::close(peer);
        ::close(server);
        QTRY_COMPARE(source->latest({}).value(), Offset("2"));
        QCOMPARE(rowsOf(*source, "1", "2"), QString("half"));
    }

    void optionsAreChecked() {
        QCOMPARE(refusal("rate", {{"rowsPerSecond", "0"}}), 2017);
        QCOMPARE(refusal("rate", {{"rampUpTime", "soon"}}), 2017);
        QCOMPARE(refusal("rate", {{"rampUpTime", "2m"}}), 0);
        QCOMPARE(refusal("rate-micro-batch", {}), 2017);
        QCOMPARE(refusal("rate-micro-batch", {{"rowsPerBatch", "1"}, {"startTimestamp", "-1"}}), 2017);
        QCOMPARE(refusal("socket", {{"host", "h"}}), 2017);
        QCOMPARE(refusal("socket", {{"host", "h"}, {"port", "99999"}}), 2017);
        QCOMPARE(refusal("socket", {{"host", "h"}, {"port", "9"}, {"includeTimestamp", "maybe"}}), 2017);
    }
};

QTEST_GUILESS_MAIN(FilelessSourceTest)
#include "fileless_source_test.moc"
