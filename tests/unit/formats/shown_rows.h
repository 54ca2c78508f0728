// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include "tests/unit/formats/memory_files.h"
#include "tests/unit/formats/value_text.h"

namespace vitrine {

/// One line a row, columns divided by `|`.
inline QString shownRows(const ReadSpec& spec, const ReadRows& read) {
    std::string text;
    for (const Value::List& row : read.rows) {
        for (std::size_t column = 0; column < row.size(); ++column) {
            if (column > 0) text += '|';
            text += textOf(*(*spec.schema)[spec.columns[column]].type, row[column]);
        }
        text += '\n';
    }
    if (read.error) text += "ERROR " + std::to_string(read.error->number());
    return QString::fromStdString(text);
}

/// Everything observable, one line each.
inline std::vector<std::string> shownLines(const ReadSpec& spec, const ReadRows& read) {
    std::vector<std::string> lines;
    for (std::size_t row = 0; row < read.rows.size(); ++row) {
        std::string line = std::to_string(read.offsets[row]);
        for (std::size_t column = 0; column < read.rows[row].size(); ++column) {
            line += "|" + textOf(*(*spec.schema)[spec.columns[column]].type, read.rows[row][column]);
        }
        lines.push_back(std::move(line));
    }
    for (const MalformedRow& row : read.malformed.rows) {
        lines.push_back("malformed " + std::to_string(row.offset) + " " + row.column + " " + row.reason + " " + row.text);
    }
    lines.push_back(std::to_string(read.malformed.total) + " malformed, " + std::to_string(read.malformed.dropped) + " dropped");
    if (read.error) lines.push_back(read.error->detail());
    return lines;
}

}  // namespace vitrine
