// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest/QtTest>

#include <future>
#include <thread>

#include "core/base/clock.h"

using namespace vitrine;

namespace {

constexpr WallTime kStart{Millis(1'000)};

std::future<bool> waitInBackground(Clock& clock, WallTime deadline, std::stop_token stop = {}) {
    return std::async(std::launch::async, [&clock, deadline, stop] { return clock.waitUntil(deadline, stop); });
}

}  // namespace

class ClockTest : public QObject {
    Q_OBJECT

  private slots:
    void manualClockStandsStill() {
        ManualClock clock(kStart);
        QVERIFY(clock.now() == kStart);
        clock.advance(Millis(5));
        QVERIFY(clock.now() == kStart + Millis(5));
        QVERIFY(clock.monotonic() == Micros(1'005'000));
        clock.set(kStart);
        QVERIFY(clock.now() == kStart);
    }

    /// A jump of the wall clock neither lengthens nor shortens a wait, and monotonic time never goes back.
    void D3_waitsOutlastJumps() {
        ManualClock clock(kStart);
        std::future<bool> waiting = waitInBackground(clock, kStart + Millis(10));
        while (!clock.isWaitedFor()) std::this_thread::yield();
        clock.jump(-std::chrono::hours(1));
        QCOMPARE(clock.monotonic().count(), std::int64_t{1'000'000});
        clock.advance(Millis(10));
        QVERIFY(waiting.get());
        std::future<bool> again = waitInBackground(clock, clock.now() + Millis(10));
        while (!clock.isWaitedFor()) std::this_thread::yield();
        clock.jump(std::chrono::hours(1));
        clock.notify();
        QVERIFY(!again.get());   // woken, and not because its time had come
        const Micros before = clock.monotonic();
        clock.set(kStart);
        QVERIFY(clock.monotonic() >= before);
    }

    void waitEndsWhenTimeComes() {
        ManualClock clock(kStart);
        QVERIFY(clock.waitUntil(kStart, {}));
        std::future<bool> waiting = waitInBackground(clock, kStart + Millis(10));
        clock.advance(Millis(9));
        clock.advance(Millis(1));
        QVERIFY(waiting.get());
    }

    void notifyEndsOneWait() {
        ManualClock clock(kStart);
        clock.notify();
        QVERIFY(!clock.waitUntil(kStart + Millis(1), {}));
        std::future<bool> waiting = waitInBackground(clock, kStart + Millis(10));
        clock.notify();
        QVERIFY(!waiting.get());
    }

    void stopEndsAWait() {
        ManualClock clock(kStart);
        std::stop_source source;
        std::future<bool> waiting = waitInBackground(clock, kStart + Millis(10), source.get_token());
        source.request_stop();
        QVERIFY(!waiting.get());
    }

    void systemClockWaits() {
        SystemClock clock;
        QVERIFY(clock.waitUntil(clock.now() - Millis(1), {}));
        clock.notify();
        QVERIFY(!clock.waitUntil(clock.now() + std::chrono::hours(1), {}));
        std::stop_source source;
        source.request_stop();
        QVERIFY(!clock.waitUntil(clock.now() + std::chrono::hours(1), source.get_token()));
        const Micros before = clock.monotonic();
        QVERIFY(clock.monotonic() >= before);
    }
};

QTEST_APPLESS_MAIN(ClockTest)
#include "clock_test.moc"
