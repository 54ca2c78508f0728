// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/row_reader.h"

#include <algorithm>

#include <fmt/format.h>

#include "core/formats/csv_options.h"
#include "core/formats/csv_reader.h"
#include "core/formats/file_columns.h"
#include "core/formats/json_options.h"
#include "core/formats/json_reader.h"
#include "core/formats/parquet_reader.h"
#include "core/formats/stream_options.h"
#include "core/formats/text_reader.h"

namespace vitrine {
namespace {

constexpr std::size_t kKeptText = 1000;

unsigned char folded(char letter) noexcept {
    return static_cast<unsigned char>(letter >= 'A' && letter <= 'Z' ? letter + ('a' - 'A') : letter);
}

Error unsupportedFormat(std::string_view name) {
    return Error(ErrorCode::UnsupportedFormat, fmt::format("The format `{}` is not supported.", name))
        .at("/source/format")
        .withWayOut("Use json, csv, text or parquet.");
}

}  // namespace

bool CaseInsensitiveLess::operator()(std::string_view left, std::string_view right) const noexcept {
    return std::lexicographical_compare(left.begin(), left.end(), right.begin(), right.end(),
                                        [](char one, char other) { return folded(one) < folded(other); });
}

void MalformedRows::add(MalformedRow row) {
    ++total;
    if (!row.counted) ++dropped;
    if (rows.size() >= kKept) return;
    if (row.text.size() > kKeptText) {
        std::size_t cut = kKeptText;
        while (cut > 0 && (static_cast<unsigned char>(row.text[cut]) & 0xC0) == 0x80) --cut;
        row.text.resize(cut);
    }
    rows.push_back(std::move(row));
}

Error malformedRecordError(const std::string& path, const MalformedRow& row) {
    const std::string where = row.column.empty() ? "" : fmt::format(" in column `{}`", row.column);
    return Error(ErrorCode::MalformedRecord,
                 fmt::format("{} has a malformed record at byte {}: {}{}.", path, row.offset, row.reason, where))
        .withWayOut("Correct the file, or use the mode PERMISSIVE or DROPMALFORMED.");
}

Result<std::unique_ptr<Format>> makeFormat(std::string_view name, ReadSpec spec) {
    if (!spec.fileColumns.basePath.empty() || spec.fileColumns.metadata) return makeFormatWithFileColumns(name, std::move(spec));
    if (equalsIgnoringCase(name, "json")) return makeJsonFormat(std::move(spec));
    if (equalsIgnoringCase(name, "csv")) return makeCsvFormat(std::move(spec));
    if (equalsIgnoringCase(name, "text")) return makeTextFormat(std::move(spec));
    if (equalsIgnoringCase(name, "parquet")) return makeParquetFormat(std::move(spec));
    return unsupportedFormat(name);
}

std::vector<OptionInfo> formatOptions(std::string_view format) {
    if (equalsIgnoringCase(format, "json")) return jsonOptionTable();
    if (equalsIgnoringCase(format, "csv")) return csvOptionTable();
    if (equalsIgnoringCase(format, "text")) return textOptionTable();
    if (equalsIgnoringCase(format, "parquet")) return parquetOptionTable();
    if (isFilelessSource(format)) return filelessOptionTable(format);
    return {};
}

Result<InferredSchema> inferSchema(FileSystem& files, std::string_view format, const std::vector<std::string>& paths,
                                   const OptionMap& options, const SessionConf& conf, std::uint64_t maxRows, std::stop_token stop) {
    if (equalsIgnoringCase(format, "json")) return inferJsonSchema(files, paths, options, conf, maxRows, std::move(stop));
    if (equalsIgnoringCase(format, "csv")) return inferCsvSchema(files, paths, options, conf, maxRows, std::move(stop));
    if (equalsIgnoringCase(format, "text")) return InferredSchema{textSchema(), 0, 0};
    if (equalsIgnoringCase(format, "parquet")) return inferParquetSchema(files, paths, options, conf, std::move(stop));
    return unsupportedFormat(format);
}

}  // namespace vitrine
