// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest/QtTest>

#include "core/formats/read_bytes.h"
#include "tests/unit/formats/memory_files.h"

using namespace vitrine;

namespace {

/// What the text format makes of compressed bytes: lines, then an error's number.
QString lines(const QByteArray& base64, std::string_view name) {
    const QByteArray bytes = QByteArray::fromBase64(base64);
    MemoryFiles files;
    files.content[std::string(name)] = bytes.toStdString();
    auto format = makeFormat("text", specOf("value STRING")).value();
    ReadRows read;
    readRange(*format, files, FileRange{0, std::string(name)}, read);
    QString text;
    for (const Value::List& row : read.rows) text += QString::fromStdString(row[0].get<std::string>()) + "\n";
    return read.error ? text + QString::number(read.error->number()) : text;
}

}  // namespace

class ByteStreamTest : public QObject {
    Q_OBJECT

  private slots:
    /// The same two lines, packed by the tools of each format; .lz4 and .snappy in Hadoop's framing.
    void everyCompressionIsRead_FS54() {
        QCOMPARE(lines("KLUv/SAMYQAAaGVsbG8Kd29ybGQK", "a.zst"), QString("hello\nworld\n"));
        QCOMPARE(lines("AAAADAAAAA3AaGVsbG8Kd29ybGQK", "a.lz4"), QString("hello\nworld\n"));
        QCOMPARE(lines("AAAADAAAAA4MLGhlbGxvCndvcmxkCg==", "a.snappy"), QString("hello\nworld\n"));
    }

    void severalPiecesAndBlocks() {
        QCOMPARE(lines("KLUv/SAMYQAAaGVsbG8Kd29ybGQKKLUv/SAMYQAAaGVsbG8Kd29ybGQK", "a.zst"), QString("hello\nworld\nhello\nworld\n"));
        QCOMPARE(lines("AAAADAAAAA4MLGhlbGxvCndvcmxkCgAAAAwAAAAODCxoZWxsbwp3b3JsZAo=", "a.snappy"), QString("hello\nworld\nhello\nworld\n"));
    }

    void damageIsToldAfterTheRowsBefore_FS53() {
        QCOMPARE(lines("AAAADAAAAA4MLGhlbGxvCndvcmxkCgAAAAwAAAAODCxo", "a.snappy"), QString("hello\nworld\n4006"));
        QCOMPARE(lines("AAAADP////8=", "a.lz4"), QString("4006"));
        QCOMPARE(lines("KLUv/SAMYQAAaGVs", "a.zst"), QString("4006"));
        QCOMPARE(lines("aGVsbG8K", "a.zst"), QString("4006"));
    }
};

QTEST_APPLESS_MAIN(ByteStreamTest)
#include "byte_stream_test.moc"
