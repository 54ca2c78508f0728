// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "core/sql/function_registry.h"
#include "tests/unit/sql/expression_fixture.h"

using namespace vitrine;

/// Functions of texts, bytes and hashes over constants, with ANSI on and off.
class TestSqlTextFunctions : public QObject {
    Q_OBJECT

  private slots:
    void answersAsSparkDoes_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("ansi");
        QTest::addColumn<QString>("lenient");
        const auto row = [](const char* text, const char* ansi, const char* lenient = nullptr) {
            QTest::newRow(text) << text << ansi << (lenient != nullptr ? lenient : ansi);
        };
        row("overlay('Spark SQL', '_', 6)", "Spark_SQL");
        row("overlay('Spark SQL' PLACING 'CORE' FROM 7)", "Spark CORE");
        row("overlay('Spark SQL' PLACING 'ANSI ' FROM 7 FOR 0)", "Spark ANSI SQL");
        row("overlay('Spark SQL' PLACING 'tructured' FROM 2 FOR 4)", "Structured SQL");
        row("overlay('été', 'E', 3)", "étE");
        row("overlay(NULL, 'x', 1)", "NULL");
        row("elt(2, 'a', 'b')", "b");
        row("elt(5, 'a', 'b')", "!InvalidArrayIndex", "NULL");
        row("elt(0, 'a', 'b')", "!InvalidArrayIndex", "NULL");
        row("elt(NULL, 'a', 'b')", "NULL");
        row("find_in_set('ab', 'abc,b,ab,c,def')", "3");
        row("find_in_set('', 'a,,b')", "2");
        row("find_in_set(',', 'a,,b')", "0");
        row("levenshtein('kitten', 'sitting')", "3");
        row("levenshtein('kitten', 'sitting', 2)", "-1");
        row("levenshtein('été', 'ete')", "2");
        row("soundex('Miller')", "M460");
        row("soundex('Tymczak')", "T522");
        row("soundex('Pfister')", "P236");
        row("soundex('1a')", "1a");
        row("mask('AbCD123-@$#')", "XxXXnnn-@$#");
        row("mask('AbCD123-@$#', 'Q', 'q', 'd', 'o')", "QqQQdddoooo");
        row("mask('AbCD123-@$#', NULL, 'q')", "AqCDnnn-@$#");
        row("mask('é😀', 'X', 'x', 'n', '*')", "x*");
        row("mask('a', 'XX')", "!TypeMismatch");
        row("luhn_check('8112189876')", "true");
        row("luhn_check('79927398714')", "false");
        row("luhn_check('')", "false");
        row("translate('AaBbCc', 'abc', '123')", "A1B2C3");
        row("translate('été', 'é', '')", "t");
        row("substring_index('www.apache.org', '.', 2)", "www.apache");
        row("substring_index('www.apache.org', '.', -2)", "apache.org");
        row("substring_index('www.apache.org', '.', 9)", "www.apache.org");
        row("substring_index('aaaa', 'aa', 2)", "a");
        row("substring_index('aaaa', 'aa', -2)", "a");
        row("split_part('11.12.13', '.', 3)", "13");
        row("split_part('11.12.13', '.', -1)", "13");
        row("split_part('11.12.13', '.', 4)", "");
        row("split_part('11.12.13', '.', 0)", "!InvalidArrayIndex");
        row("sentences('Hi there! Good morning.')", "[[Hi, there], [Good, morning]]");
        row("sentences(NULL)", "NULL");
        row("'abc' LIKE ANY ('a%', 'x%')", "true");
        row("'abc' LIKE ALL ('a%', 'x%')", "false");
        row("'abc' NOT LIKE ALL ('y%', 'x%')", "true");
        row("'ABC' ILIKE SOME ('a%')", "true");
        row("'abc' LIKE ANY (NULL, 'a%')", "true");

        row("ascii('é')", "233");
        row("ascii('')", "0");
        row("chr(233)", "é");
        row("chr(321)", "A");
        row("chr(-1)", "");
        row("length(chr(256))", "1");
        row("base64('Spark SQL')", "U3BhcmsgU1FM");
        row("CAST(unbase64('U3BhcmsgU1FM') AS STRING)", "Spark SQL");
        row("CAST(unbase64('U3Bh cmsg\nU1FM') AS STRING)", "Spark SQL");
        row("unbase64('U')", "!InvalidArgument");
        row("hex(17)", "11");
        row("hex(-1)", "FFFFFFFFFFFFFFFF");
        row("hex('é')", "C3A9");
        row("hex(unhex('F'))", "0F");
        row("unhex('zz')", "NULL");
        row("conv('100', 2, 10)", "4");
        row("conv(-10, 16, -10)", "-16");
        row("conv('-1', 10, 16)", "FFFFFFFFFFFFFFFF");
        row("conv('9223372036854775808', 10, -16)", "-8000000000000000");
        row("conv('18446744073709551616', 10, 16)", "!ArithmeticOverflow", "FFFFFFFFFFFFFFFF");
        row("conv('zz', 36, 99)", "NULL");
        row("conv('1z', 10, 10)", "1");
        row("conv('x', 10, 10)", "0");
        row("conv('', 10, 16)", "NULL");
        row("bin(13)", "1101");
        row("bin(0)", "0");
        row("hex(encode('a😀', 'UTF-16'))", "FEFF0061D83DDE00");
        row("hex(encode('é', 'iso-8859-1'))", "E9");
        row("encode('é', 'US-ASCII')", "!InvalidArgument");
        row("encode('a', 'windows-1252')", "!InvalidArgument");
        row("decode(encode('é', 'UTF-16LE'), 'UTF-16LE')", "é");
        row("decode(2, 1, 'Southlake', 2, 'San Francisco', 'none')", "San Francisco");
        row("decode(9, 1, 'Southlake', 2, 'San Francisco')", "NULL");
        row("decode(NULL, 1, 'a', NULL, 'b')", "b");
        row("CAST(to_binary('abc', 'utf-8') AS STRING)", "abc");
        row("hex(to_binary('abc'))", "0ABC");
        row("to_binary('x')", "!InvalidArgument");
        row("try_to_binary('x')", "NULL");
        row("is_valid_utf8(unhex('80'))", "false");
        row("make_valid_utf8(unhex('61802F'))", "a\xEF\xBF\xBD/");
        row("validate_utf8(unhex('80'))", "!InvalidArgument");
        row("try_validate_utf8(unhex('80'))", "NULL");
        row("collation('x')", "SYSTEM.BUILTIN.UTF8_BINARY");

        row("parse_url('http://spark.apache.org/path?query=1#ref', 'HOST')", "spark.apache.org");
        row("parse_url('http://u:p@a.org:80/p/q?x=1&y=2#r', 'FILE')", "/p/q?x=1&y=2");
        row("parse_url('http://u:p@a.org:80/p/q?x=1&y=2#r', 'AUTHORITY')", "u:p@a.org:80");
        row("parse_url('http://u:p@a.org:80/p/q?x=1&y=2#r', 'USERINFO')", "u:p");
        row("parse_url('http://a.org/p?x=1&y=2', 'QUERY', 'y')", "2");
        row("parse_url('http://a.org/p', 'REF')", "NULL");
        row("parse_url('http://a.org/a b', 'HOST')", "!InvalidArgument", "NULL");
        row("try_parse_url('http://a.org/a b', 'HOST')", "NULL");
        row("url_encode('https://é.org a')", "https%3A%2F%2F%C3%A9.org+a");
        row("url_decode('https%3A%2F%2F%C3%A9.org+a')", "https://é.org a");
        row("url_decode('%zz')", "!InvalidArgument");
        row("try_url_decode('%zz')", "NULL");
        row("bit_get(11, 1)", "1");
        row("bit_get(11, 32)", "!InvalidArgument");
        row("width_bucket(5.3, 0.2, 10.6, 5)", "3");
        row("width_bucket(-0.9, 5.2, 0.5, 2)", "3");
        row("width_bucket(1, 1, 1, 2)", "NULL");
        row("round(asinh(1), 6)", "0.881374");
        row("round(CAST(-0.0 AS DOUBLE), 1 + 1)", "0.0");
        row("uuid()", "!UnsupportedOperation");
        row("hash('Spark', array(123), 2)", "-1321691492");
        row("xxhash64('Spark', array(123), 2)", "5602566077635097486");
        row("hash(NULL)", "42");
        row("hash(1, 0.0D) = hash(1, -0.0D)", "true");
        row("hash(map('a', 1))", "!TypeMismatch");
        row("crc32('Spark')", "1557323817");
        row("md5('Spark')", "8cde774d6f7333752ed72cacddb05126");
        row("sha('Spark')", "85f5955f4b27a9a4c2aab6ffe5d7189fc298b92c");
        row("sha2('Spark', 256)", "529bc3b07127ecb7e53a4dcf1991d9152c24537d919178022b2c42657f79a26b");
        row("sha2('Spark', 100)", "NULL");
        row("md5(5)", "!TypeMismatch");
    }

    void answersAsSparkDoes() {
        QFETCH(const QString, text);
        QFETCH(const QString, ansi);
        QFETCH(const QString, lenient);
        ExpressionFixture fixture;
        QCOMPARE(QString::fromStdString(fixture.answers(text.toStdString())), ansi);
        fixture.conf.ansi = false;
        QCOMPARE(QString::fromStdString(fixture.answers(text.toStdString())), lenient);
    }

    void formatsAsJavaDoes_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("answer");
        const auto row = [](const char* text, const char* answer) { QTest::newRow(text) << text << answer; };
        row("format_string('Hello World %d %s', 100, 'days')", "Hello World 100 days");
        row("format_string('%s|%5d|%-5d|%05d', 'a', 3, 3, -3)", "a|    3|3    |-0003");
        row("format_string('%,d %+d % d %(d', 1234567, 5, 5, -5)", "1,234,567 +5  5 (5)");
        row("format_string('%x %X %o %#x', 255, 255, 8, 255)", "ff FF 10 0xff");
        row("format_string('%x %x', -1, CAST(-1 AS TINYINT))", "ffffffff ff");
        row("format_string('%.2f %.1f %.0f %f', 0.125D, 0.25D, 0.5D, 1.0D)", "0.13 0.3 1 1.000000");
        row("format_string('%.2f %.2f', 1.005D, -0.001D)", "1.01 -0.00");
        row("format_string('%,.2f %010.3f', 1234567.891D, -3.14159D)", "1,234,567.89 -00003.142");
        row("format_string('%e %.2E %.0e', 12345.678D, 0.00012D, 5.5D)", "1.234568e+04 1.20E-04 6e+00");
        row("format_string('%g %g %.3g', 0.00001D, 123456.7D, 100.0D)", "1.00000e-05 123457 100");
        row("format_string('%f %f', double('NaN'), double('-Infinity'))", "NaN -Infinity");
        row("format_string('%a', 1.5D)", "0x1.8p0");
        row("format_string('%c%c %b %B %b', 65, 233, true, false, NULL)", "Aé true FALSE false");
        row("format_string('%2$s %1$s %<s %s', 'a', 'b')", "b a a a");
        row("format_string('%.2s|%5.1s|%S', 'abc', 'abc', 'straße')", "ab|    a|STRASSE");
        row("format_string('%d%% %n|', 5)", "5% \n|");
        row("format_string('%s %d', NULL, NULL)", "null null");
        row("format_string('%h %h', 255, true)", "ff 4cf");
        row("format_string(NULL, 1)", "NULL");
        row("format_string('%d', 'x')", "!InvalidArgument");
        row("format_string('%d', 1.5)", "!InvalidArgument");
        row("format_string('%s %s', 1)", "!InvalidArgument");
        row("format_string('%q', 1)", "!InvalidArgument");
        row("format_string('%-d', 1)", "!InvalidArgument");
        row("format_string('%.2d', 1)", "!InvalidArgument");
        row("format_string('%', 1)", "!InvalidArgument");
        row("format_string('%0$s', 1)", "!TypeMismatch");
        row("format_string('%s', DATE'2016-07-26')", "17008");
        row("printf('%s', 1e7D)", "1.0E7");
    }

    void formatsAsJavaDoes() {
        QFETCH(const QString, text);
        QFETCH(const QString, answer);
        QCOMPARE(QString::fromStdString(ExpressionFixture().answers(text.toStdString())), answer);
    }

    void keepsNullsApart() {
        const ExpressionFixture fixture("s STRING, n INT", {{"'été'", "2"}, {"NULL", "1"}, {"'a,b'", "NULL"}});
        QCOMPARE(QString::fromStdString(fixture.answers("left(s, n)")), QString("ét | NULL | NULL"));
        QCOMPARE(QString::fromStdString(fixture.answers("format_string('%s:%s', s, n)")), QString("été:2 | null:1 | a,b:null"));
        QCOMPARE(QString::fromStdString(fixture.answers("elt(n, s, 'x')")), QString("x | NULL | NULL"));
    }

    void knowsItsNames() {
        const ExpressionFixture fixture;
        QCOMPARE(QString::fromStdString(fixture.answers("product(a)")), QString("!UnknownFunction"));
        const auto refused = fixture.bind("monotonically_increasing_id()");
        QVERIFY(!refused && refused.error().code() == ErrorCode::UnsupportedOperation && !refused.error().wayOut().empty());
        for (const FunctionInfo& info : functionCatalogue()) {
            QVERIFY2(info.signature.starts_with(info.name) && !info.help.empty(), std::string(info.name).c_str());
        }
        const auto unfinished = parseExpression("a +");
        QVERIFY(!unfinished && unfinished.error().wayOut().starts_with("Add "));
    }
};

QTEST_APPLESS_MAIN(TestSqlTextFunctions)
#include "test_sql_text_functions.moc"
