// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/result_printer.h"

#include <algorithm>
#include <vector>

#include <fmt/format.h>

#include "core/data/table_text.h"
#include "core/data/value.h"

namespace vitrine::cli {
namespace {

std::vector<ResultSnapshot::Position> positions(const ResultSnapshot& snapshot) {
    std::vector<ResultSnapshot::Position> rows;
    rows.reserve(snapshot.numRows);
    for (const auto& chunk : snapshot.chunks) {
        for (std::size_t row = 0; row < chunk->rows.numRows; ++row) rows.push_back({chunk.get(), row});
    }
    if (snapshot.shape->ordered || !snapshot.shape->aggregated) return rows;
    const std::size_t columns = snapshot.shape->schema->size();
    std::stable_sort(rows.begin(), rows.end(), [&](const auto& left, const auto& right) {
        for (std::size_t index = 0; index < columns; ++index) {
            if ((*snapshot.shape->schema)[index].type->is(TypeKind::Map)) continue;  // maps have no order
            const int order = compareRows(left.chunk->rows.column(index), left.row, right.chunk->rows.column(index), right.row);
            if (order != 0) return order < 0;
        }
        return false;
    });
    return rows;
}

/// Characters of UTF-8 text; wide ones count once.
std::size_t widthOf(std::string_view text) {
    return static_cast<std::size_t>(
        std::count_if(text.begin(), text.end(), [](char byte) { return (static_cast<unsigned char>(byte) & 0xC0) != 0x80; }));
}

std::string textTable(const ResultSnapshot& snapshot, const std::vector<ResultSnapshot::Position>& rows, const TimeZone& zone) {
    const Schema& schema = *snapshot.shape->schema;
    std::vector<std::vector<std::string>> cells;
    std::vector<std::size_t> widths;
    for (const Field& field : schema.fields()) widths.push_back(std::max<std::size_t>(widthOf(field.name), 1));
    for (const auto& position : rows) {
        std::vector<std::string>& line = cells.emplace_back();
        for (std::size_t index = 0; index < schema.size(); ++index) {
            std::string text = cellText(position.chunk->rows.column(index), position.row, zone);
            for (char& symbol : text) {
                if (static_cast<unsigned char>(symbol) < 0x20) symbol = ' ';  // a line break in a value must not break the table
            }
            widths[index] = std::max(widths[index], widthOf(text));
            line.push_back(std::move(text));
        }
    }
    std::string rule = "+";
    for (const std::size_t width : widths) rule += std::string(width, '-') + "+";
    rule += "\n";
    const auto padded = [&](const std::string& text, std::size_t index) {
        const std::string blanks(widths[index] - widthOf(text), ' ');
        return schema[index].type->isNumeric() ? blanks + text : text + blanks;
    };
    std::string out = rule + "|";
    for (std::size_t index = 0; index < schema.size(); ++index) out += padded(schema[index].name, index) + "|";
    out += "\n" + rule;
    for (const auto& line : cells) {
        out += "|";
        for (std::size_t index = 0; index < line.size(); ++index) out += padded(line[index], index) + "|";
        out += "\n";
    }
    return out + rule;
}

}  // namespace

Result<std::string> formatResult(const ResultSnapshot& snapshot, const std::string& format, const TimeZone& zone) {
    const auto rows = positions(snapshot);
    if (format == "text") return textTable(snapshot, rows, zone);
    std::string out;
    if (format == "csv") {
        appendCsvHeader(out, *snapshot.shape->schema, CsvStyle::standard());
        for (const auto& position : rows) appendCsvRow(out, position.chunk->rows, position.row, zone, CsvStyle::standard());
        return out;
    }
    if (format == "json") {
        for (const auto& position : rows) {
            appendJsonRow(out, position.chunk->rows, position.row, zone);
            out += '\n';
        }
        return out;
    }
    return Error(ErrorCode::InvalidCommandLine, fmt::format("There is no table format '{}'.", format)).withWayOut("Choose text, csv or json.");
}

}  // namespace vitrine::cli
