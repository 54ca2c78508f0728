// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/export/table_export.h"

#include "core/data/table_text.h"
#include "ui/export/file_saver.h"

namespace vitrine::ui {

namespace {

constexpr std::size_t kWriteEvery = 1 << 20;

CsvStyle dialectOf(TableFormat format) {
    switch (format) {
        case TableFormat::ExcelFrench: return CsvStyle::excelFrench();
        case TableFormat::Tsv: return CsvStyle::tabSeparated();
        case TableFormat::Csv:
        case TableFormat::Json: break;
    }
    return CsvStyle::standard();
}

/// Writes the rows in order and calls `full(text)` whenever about a megabyte is there; it may empty the text.
template <class Full>
Result<void> appendRows(std::string& out, const ResultSnapshot& snapshot, TableFormat format, const TimeZone& zone,
                        const std::vector<std::uint64_t>& rows, Full full) {
    const CsvStyle dialect = dialectOf(format);
    const auto append = [&](const Batch& batch, std::size_t row) {
        if (format == TableFormat::Json) {
            appendJsonRow(out, batch, row, zone);
            out += '\n';
        } else {
            appendCsvRow(out, batch, row, zone, dialect);
        }
    };
    if (format != TableFormat::Json && snapshot.shape && snapshot.shape->schema)
        appendCsvHeader(out, *snapshot.shape->schema, dialect);
    if (!rows.empty()) {
        for (const std::uint64_t row : rows) {
            if (row >= snapshot.numRows) continue;
            const auto position = snapshot.at(row);
            append(position.chunk->rows, position.row);
            if (out.size() > kWriteEvery) VITRINE_CHECK_OK(full(out));
        }
        return {};
    }
    for (const auto& chunk : snapshot.chunks) {
        for (std::size_t row = 0; row < chunk->rows.numRows; ++row) append(chunk->rows, row);
        if (out.size() > kWriteEvery) VITRINE_CHECK_OK(full(out));
    }
    return {};
}

}  // namespace

const char* extensionOf(TableFormat format) {
    switch (format) {
        case TableFormat::Tsv: return "tsv";
        case TableFormat::Json: return "json";
        case TableFormat::Csv:
        case TableFormat::ExcelFrench: break;
    }
    return "csv";
}

std::string tableText(const ResultSnapshot& snapshot, TableFormat format, const TimeZone& zone,
                      const std::vector<std::uint64_t>& rows) {
    std::string out;
    // Nothing is written, so nothing can fail.
    static_cast<void>(appendRows(out, snapshot, format, zone, rows, [](std::string&) { return Result<void>(); }));
    return out;
}

Result<void> writeTable(const QString& path, const ResultSnapshot& snapshot, TableFormat format, const TimeZone& zone,
                        const Provenance* provenance, const std::vector<std::uint64_t>& rows) {
    FileSaver saver(path);
    VITRINE_CHECK_OK(saver.open());
    std::string out;
    const auto flush = [&saver](std::string& text) -> Result<void> {
        VITRINE_CHECK_OK(saver.write(text));
        text.clear();
        return {};
    };
    VITRINE_CHECK_OK(appendRows(out, snapshot, format, zone, rows, flush));
    VITRINE_CHECK_OK(flush(out));
    VITRINE_CHECK_OK(saver.finish());
    if (!provenance) return {};
    return saveFile(path + QStringLiteral(".vitrine.json"), toJson(*provenance) + "\n");
}

}  // namespace vitrine::ui
