// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

#include "core/data/batch.h"
#include "core/data/time_zone.h"

namespace vitrine {

/// Appends `text` as a JSON string with its quotes. Invalid UTF-8 becomes U+FFFD.
void appendJsonString(std::string& out, std::string_view text);

/// Appends one row as a JSON object, columns in order, values as Spark's JSON writer prints them (timestamps
/// `2016-07-26T02:00:00.000Z`, NaN as text, binary in base64); NULL is written as null.
void appendJsonRow(std::string& out, const Batch& batch, std::size_t row, const TimeZone& zone);

/// The same of one value.
void appendJsonCell(std::string& out, const Column& column, std::size_t row, const TimeZone& zone);

/// How separated values are written. The standard one is exact (RFC 4180 with line feeds) and meant to be read back.
struct CsvStyle {
    char separator = ',';
    char decimalPoint = '.';
    bool byteOrderMark = false;
    /// What a spreadsheet would take for a formula (= + - @ first, also full-width ones, TAB, CR, LF) gets an apostrophe before
    /// it, and is quoted as is whatever holds a sign that other programs separate at. Numbers stay as they are (E7).
    bool neutraliseFormulas = false;
    std::string_view lineEnd = "\n";

    static CsvStyle standard() { return {}; }
    static CsvStyle excelFrench() { return {';', ',', true, true, "\r\n"}; }
    static CsvStyle tabSeparated() { return {'\t', '.', false, true, "\n"}; }
};

/// Appends the line of column names; a struct has one field for each of its own: `window.start`, `window.end`.
void appendCsvHeader(std::string& out, const Schema& schema, const CsvStyle& dialect);

/// Appends one row as a line; NULL is an empty field, an empty text is `""`; arrays and maps are JSON.
void appendCsvRow(std::string& out, const Batch& batch, std::size_t row, const TimeZone& zone, const CsvStyle& dialect);

/// One cell as CAST(… AS STRING) shows it; `NULL` for NULL. For tables on a terminal.
std::string cellText(const Column& column, std::size_t row, const TimeZone& zone);

}  // namespace vitrine
