// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "core/sql/java_regex.h"
#include "tests/unit/sql/expression_fixture.h"

using namespace vitrine;

class TestSqlRegexFunctions : public QObject {
    Q_OBJECT

  private slots:
    /// Matches of `pattern` in `text`, joined by "|"; "!" for a pattern that is refused.
    void findsWhatJavaFinds_data() {
        QTest::addColumn<QString>("pattern");
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("found");
        const auto row = [](const char* pattern, const char* text, const char* found) { QTest::newRow(pattern) << pattern << text << found; };
        row("\\d+", "a12b٣", "12");
        row("\\w+", "été x", "t|x");
        row("(?U)\\w+", "été x", "été|x");
        row("\\bt", "été t", "t");
        row("(?i)É", "éÉ", "É");
        row("(?iu)É", "éÉ", "é|É");
        row("(?i)ab", "AB", "AB");
        row(".", "a\nb", "a|b");
        row("(?s).", "a\nb", "a|\n|b");
        row("a$", "a\nb a\n", "a");
        row("(?m)^\\w$", "a\nbb\nc", "a|c");
        row("x*", "aab", "|||");
        row("a*", "aab", "aa||");
        row("[a-c&&[^b]]", "abcd", "a|c");
        row("[a-b[x-y]]", "abcxyz", "a|b|x|y");
        row("[^a-b[x-y]]", "abcxyz", "c|z");
        row("[\\w&&[^\\d]]+", "a1b", "a|b");
        row("[a\\-z]", "a-y", "a|-");
        row("[]a]", "]a", "]|a");
        row("[^\\s,]+", "a, b", "a|b");
        row("\\p{Lu}\\p{IsLatin}", "Éa", "Éa");
        row("\\p{Punct}", "a-b!", "-|!");
        row("\\Qa.b\\E+", "a.bbb aXb", "a.bbb");
        row("\\u00e9\\x41\\0101", "éAA", "éAA");
        row("(a)(b)?\\2", "a", "");
        row("(a)\\9", "a", "");
        row("(?<word>\\w)\\k<word>", "aab", "aa");
        row("(?x) a  b # comment", "ab", "ab");
        row("a{2,3}?", "aaaa", "aa|aa");
        row("a++a", "aaa", "");
        row("(?<=a)b", "ab", "b");
        row("[😀-😂]", "😁", "😁");
        row("[", "", "!");
        row("(b", "", "!");
        row("a)", "", "!");
        row("*a", "", "!");
        row("a{,2}", "", "!");
        row("{", "", "!");
        row("\\y", "", "!");
        row("(?P<a>b)", "", "!");
        row("(?#x)", "", "!");
        row("[z-a]", "", "!");
        row("a\\", "", "!");
        row("\\p{InGreek}", "", "!");
    }

    void findsWhatJavaFinds() {
        QFETCH(const QString, pattern);
        QFETCH(const QString, text);
        QFETCH(const QString, found);
        const auto regex = JavaRegex::compile(pattern.toStdString());
        if (!regex) {
            QCOMPARE(QString("!"), found);
            return;
        }
        JavaMatcher matcher(*regex);
        const std::string searched = text.toStdString();
        matcher.reset(searched);
        QStringList all;
        while (matcher.find().value()) all << QString::fromStdString(std::string(matcher.group(0)));
        QCOMPARE(all.join('|'), found);
    }

    void givesUpInsteadOfHanging() {
        const auto regex = JavaRegex::compile("(a+)+\\1b(?=x)y");
        JavaMatcher matcher(*regex);
        const std::string text(40, 'a');
        matcher.reset(text);
        const auto found = matcher.find();
        QVERIFY(!found || !*found);
    }

    void passesInvalidBytes() {
        JavaMatcher matcher(*JavaRegex::compile("[^a]+"));
        matcher.reset("\xFF" "bc" "\x80");
        QVERIFY(matcher.find().value());
        QCOMPARE(std::string(matcher.group(0)), std::string("bc"));
    }

    void answersAsSparkDoes_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("answer");
        const auto row = [](const char* text, const char* answer) { QTest::newRow(text) << text << answer; };
        row("'abc' RLIKE 'b'", "true");
        row("'abc' NOT REGEXP '^b'", "true");
        row("regexp_like('Steven Jones', 'Ste(v|ph)en')", "true");
        row("'abc' RLIKE '['", "!InvalidArgument");
        row("CAST(NULL AS STRING) RLIKE '['", "NULL");
        row("regexp_extract('100-200', '(\\\\d+)-(\\\\d+)', 1)", "100");
        row("regexp_extract('100-200', '(\\\\d+)-(\\\\d+)')", "100");
        row("regexp_extract('foo', 'b')", "");
        row("regexp_extract('abc', 'b', 1)", "!InvalidArgument");
        row("regexp_extract('abc', 'x', 1)", "");
        row("regexp_extract('ab', '(x)?b', 1)", "");
        row("regexp_extract_all('100-200, 300-400', '(\\\\d+)-(\\\\d+)', 1)", "[100, 300]");
        row("regexp_extract_all('abc', 'x')", "[]");
        row("regexp_replace('100-200', '(\\\\d+)', 'num')", "num-num");
        row("regexp_replace('abc', '(b)', '<$1>')", "a<b>c");
        row("regexp_replace('abc', '(?<x>b)', '<${x}\\\\$>')", "a<b$>c");
        row("regexp_replace('abc', 'b', '$1')", "!InvalidArgument");
        row("regexp_replace('abc', 'x', '$1')", "abc");
        row("regexp_replace('aaa', 'a', 'b', 2)", "abb");
        row("regexp_replace('aaa', '^a', 'b', 2)", "aba");
        row("regexp_replace('aaa', 'a', 'b', 9)", "aaa");
        row("regexp_replace('aaa', 'a', 'b', 0)", "!TypeMismatch");
        row("regexp_replace('abc', '', '-')", "-a-b-c-");
        row("regexp_count('Steven Jones and Stephen Smith', 'Ste(v|ph)en')", "2");
        row("regexp_instr('a😀1', '\\\\d')", "4");
        row("regexp_substr('Steven Jones', 'x')", "NULL");
        row("split('oneAtwoBthreeC', '[ABC]')", "[one, two, three, ]");
        row("split('oneAtwoBthreeC', '[ABC]', 2)", "[one, twoBthreeC]");
        row("split('a,b,,', ',', 0)", "[a, b, , ]");
        row("split('abc', '')", "[a, b, c]");
        row("split('abc', '', 2)", "[a, bc]");
        row("split('', ',')", "[]");
        row("size(split('', ','))", "1");
        row("split('abc', 'x*')", "[a, b, c, ]");
        row("split('a.b', '.')", "[, , , ]");
        row("str_to_map('a:1,b:2,c')", "{a -> 1, b -> 2, c -> null}");
        row("str_to_map('a=1&b=2', '&', '=')", "{a -> 1, b -> 2}");
        row("str_to_map('a:1,a:2')", "!InvalidArgument");
    }

    void answersAsSparkDoes() {
        QFETCH(const QString, text);
        QFETCH(const QString, answer);
        QCOMPARE(QString::fromStdString(ExpressionFixture().answers(text.toStdString())), answer);
    }

    void compilesPatternsOfRows() {
        const ExpressionFixture fixture("s STRING, p STRING", {{"'abc'", "'b'"}, {"'abc'", "'^b'"}, {"NULL", "'['"}, {"'a'", "NULL"}});
        QCOMPARE(QString::fromStdString(fixture.answers("s RLIKE p")), QString("true | false | NULL | NULL"));
        QCOMPARE(QString::fromStdString(fixture.answers("split(s, p)")), QString("[a, c] | [abc] | NULL | NULL"));
    }
};

QTEST_APPLESS_MAIN(TestSqlRegexFunctions)
#include "test_sql_regex_functions.moc"
