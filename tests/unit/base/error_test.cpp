// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest/QtTest>

#include <map>
#include <memory>

#include "core/base/result.h"
#include "core/base/stop.h"

using namespace vitrine;

namespace {

Result<int> half(int value) {
    if (value % 2 != 0) return Error(ErrorCode::InvalidValue, "odd").withWayOut("Use an even number.");
    return value / 2;
}

Result<void> quarterIs(int value, int expected) {
    VITRINE_TRY(const int once, half(value));
    VITRINE_TRY(const int twice, half(once));
    if (twice != expected) return Error(ErrorCode::Internal, "different");
    return {};
}

Result<std::unique_ptr<int>> quarter(int value) {
    VITRINE_CHECK_OK(quarterIs(value, value / 4));
    return std::make_unique<int>(value / 4);
}

}  // namespace

class ErrorTest : public QObject {
    Q_OBJECT

  private slots:
    void detailSaysEverything() {
        QCOMPARE(Error(ErrorCode::DdlSyntax, "Bad.").detail(), std::string("[2001] Bad."));
        QCOMPARE(Error(ErrorCode::DdlSyntax, "Bad.").at("/schema").atColumn(4).withWayOut("Fix it.").detail(),
                 std::string("[2001] Bad. (at /schema, column 5) Fix it."));
        QCOMPARE(Error(ErrorCode::DdlSyntax, "Bad.").atColumn(0).detail(), std::string("[2001] Bad. (at column 1)"));
        QCOMPARE(Error(ErrorCode::DdlSyntax, "Bad.").within("Reading").message(), std::string("Reading: Bad."));
    }

    /// Numbers are public and codes are told apart by them.
    void codesAreDistinctAndNamed() {
        std::map<int, std::string> seen;
#define VITRINE_ERROR(name, number, summary)                            \
    QVERIFY2(seen.emplace(number, #name).second, #name);                \
    QCOMPARE(nameOf(ErrorCode::name), std::string_view(#name));         \
    QCOMPARE(summaryOf(ErrorCode::name), std::string_view(summary));
#include "core/base/error_codes.def"
#undef VITRINE_ERROR
    }

    void resultsPassErrorsOn() {
        QCOMPARE(**quarter(8), 2);
        const Result<std::unique_ptr<int>> failed = quarter(6);
        QVERIFY(!failed);
        QVERIFY(failed.error().code() == ErrorCode::InvalidValue);
        QCOMPARE(failed.error().wayOut(), std::string("Use an even number."));
    }

    void stopBecomesAnError() {
        std::stop_source source;
        QVERIFY(checkStop(source.get_token()).hasValue());
        source.request_stop();
        QVERIFY(checkStop(source.get_token()).error().code() == ErrorCode::Cancelled);
    }
};

QTEST_APPLESS_MAIN(ErrorTest)
#include "error_test.moc"
