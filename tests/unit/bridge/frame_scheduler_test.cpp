// SPDX-License-Identifier: GPL-3.0-or-later
#include <memory>

#include <QCoreApplication>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTest>

#include "ui/bridge/frame_scheduler.h"

namespace vitrine::ui {

class FrameSchedulerTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }
    void oneDrawATurn();
    void laterDrawReplacesTheWaitingOne();
    void deadOwnerIsNotDrawn();
    void flushRunsWhatWaits();
    void flushEndsWhenADrawAsksForAnother();
    void ownerMayDieInItsDraw();
};

void FrameSchedulerTest::oneDrawATurn() {
    FrameScheduler scheduler;
    QObject first, second, third;
    QStringList drawn;
    QList<qsizetype> atTurnEnd;
    connect(&scheduler, &FrameScheduler::turnFinished, &first, [&] { atTurnEnd << drawn.size(); });
    scheduler.schedule(&first, [&] { drawn << QStringLiteral("first"); });
    scheduler.schedule(&second, [&] { drawn << QStringLiteral("second"); });
    scheduler.schedule(&third, [&] { drawn << QStringLiteral("third"); });
    QVERIFY(drawn.isEmpty());
    QVERIFY(!scheduler.isIdle());
    QTRY_VERIFY(scheduler.isIdle());
    QCOMPARE(drawn, (QStringList{"first", "second", "third"}));
    QTRY_COMPARE(atTurnEnd, (QList<qsizetype>{1, 2, 3}));
    // Other events get their turn between two draws.
    drawn.clear();
    scheduler.schedule(&first, [&] {
        drawn << QStringLiteral("first");
        QMetaObject::invokeMethod(&third, [&] { drawn << QStringLiteral("input"); }, Qt::QueuedConnection);
    });
    scheduler.schedule(&second, [&] { drawn << QStringLiteral("second"); });
    QTRY_VERIFY(scheduler.isIdle());
    QCOMPARE(drawn, (QStringList{"first", "input", "second"}));
}

void FrameSchedulerTest::laterDrawReplacesTheWaitingOne() {
    FrameScheduler scheduler;
    QObject owner, other;
    QStringList drawn;
    scheduler.schedule(&owner, [&] { drawn << QStringLiteral("old"); });
    scheduler.schedule(&other, [&] { drawn << QStringLiteral("other"); });
    scheduler.schedule(&owner, [&] { drawn << QStringLiteral("new"); });
    QTRY_VERIFY(scheduler.isIdle());
    QCOMPARE(drawn, (QStringList{"new", "other"}));
}

void FrameSchedulerTest::deadOwnerIsNotDrawn() {
    FrameScheduler scheduler;
    QObject other;
    int drawn = 0;
    {
        QObject owner;
        scheduler.schedule(&owner, [&] { drawn += 100; });
        scheduler.schedule(&other, [&] { ++drawn; });
    }
    QTRY_VERIFY(scheduler.isIdle());
    QCOMPARE(drawn, 1);
}

void FrameSchedulerTest::flushRunsWhatWaits() {
    FrameScheduler scheduler;
    QObject first, second;
    int drawn = 0;
    scheduler.schedule(&first, [&] { ++drawn; });
    scheduler.schedule(&second, [&] { ++drawn; });
    scheduler.flush();
    QCOMPARE(drawn, 2);
    QVERIFY(scheduler.isIdle());
    QCoreApplication::processEvents();
    QCOMPARE(drawn, 2);
}

void FrameSchedulerTest::flushEndsWhenADrawAsksForAnother() {
    FrameScheduler scheduler;
    QObject owner;
    int drawn = 0;
    std::function<void()> again = [&] {
        if (++drawn < 1000) scheduler.schedule(&owner, again);
    };
    scheduler.schedule(&owner, again);
    scheduler.flush();
    QCOMPARE(drawn, 1);
    QVERIFY(!scheduler.isIdle());
    QTRY_COMPARE(drawn, 1000);
}

void FrameSchedulerTest::ownerMayDieInItsDraw() {
    FrameScheduler scheduler;
    auto owner = std::make_unique<QObject>();
    QObject other;
    int drawn = 0;
    scheduler.schedule(owner.get(), [&] { owner.reset(); });
    scheduler.schedule(&other, [&] { ++drawn; });
    QTRY_VERIFY(scheduler.isIdle());
    QCOMPARE(drawn, 1);
}

}  // namespace vitrine::ui

QTEST_GUILESS_MAIN(vitrine::ui::FrameSchedulerTest)
#include "frame_scheduler_test.moc"
