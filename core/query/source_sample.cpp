// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/query/source_sample.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <filesystem>
#include <set>
#include <span>
#include <tuple>

#include "core/base/file_listing.h"
#include "core/base/stop.h"
#include "core/data/column_builder.h"
#include "core/data/table_text.h"
#include "core/data/timestamp_text.h"
#include "core/formats/byte_stream.h"
#include "core/formats/line_splitter.h"
#include "core/formats/option_reader.h"
#include "core/formats/parquet_reader.h"
#include "core/query/source_planner.h"

namespace vitrine {
namespace {

constexpr std::size_t kFirstLineBytes = 200;
constexpr std::size_t kExamples = 3;
constexpr std::size_t kMalformedShown = 3;

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view kBlank = " \t\r\n";
    const std::size_t first = text.find_first_not_of(kBlank);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(kBlank) - first + 1);
}

bool isTrue(const OptionMap& options, std::string_view name) {
    const auto found = options.find(name);
    if (found == options.end()) return false;
    std::string text = found->second;
    std::transform(text.begin(), text.end(), text.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return text == "true";
}

SampledText textKindOf(std::string_view line) {
    const std::string_view text = trimmed(line);
    if (text.empty()) return SampledText::Nothing;
    if (text.front() != '{' && text.front() != '[') return SampledText::Other;
    const char closing = text.front() == '{' ? '}' : ']';
    return text.size() > 1 && text.back() == closing ? SampledText::JsonLines : SampledText::JsonDocument;
}

/// The first line that is not blank, and how many there are.
Result<void> lookInto(FileSystem& files, SampledFile& file, SampledText& text, const SampleLimits& limits,
                      const std::stop_token& stop) {
    auto stream = openByteStream(files, file.path, 0);
    if (!stream) {
        file.problem = stream.error().message();
        return {};
    }
    LineSplitter lines(std::move(stream).value(), 0, UINT64_MAX, {});
    std::uint64_t rows = 0;
    const bool counts = file.size <= limits.countedBytes;
    LineSplitter::Block block;
    while (counts || rows == 0) {
        auto more = lines.next(block, stop);
        if (!more) {
            if (more.error().code() == ErrorCode::Cancelled) return std::move(more).error();
            file.problem = more.error().message();
            return {};
        }
        if (!*more) break;
        for (const char* at = block.begin; at != block.end;) {
            const LineSplitter::Line line = lines.lineAt(at, block.end);
            at = line.next;
            if (trimmed(line.text()).empty()) continue;
            if (rows++ > 0) continue;
            file.firstLine = line.text().substr(0, kFirstLineBytes);
            if (text == SampledText::Nothing) text = textKindOf(line.text());
        }
    }
    if (counts) file.rows = rows;
    return {};
}

bool isParquet(const SourceSpec& source) {
    return equalsIgnoringCase(source.format, "parquet");
}

/// A file without lines is described by its columns.
void lookIntoParquet(FileSystem& files, SampledFile& file) {
    const auto rows = parquetRowCount(files, file.path);
    if (!rows) {
        file.problem = rows.error().message();
        return;
    }
    file.rows = *rows;
    if (const auto schema = parquetSchema(files, file.path)) file.firstLine = toDdl(*schema).substr(0, kFirstLineBytes);
}

/// Every column as text, for files that hold no text.
Batch textsOf(const Batch& values, const TimeZone& zone) {
    Batch texts;
    texts.numRows = values.numRows;
    Schema schema;
    for (std::size_t column = 0; column < values.columns.size(); ++column) {
        schema.add({(*values.schema)[column].name, DataType::string()});
        ColumnBuilder builder(DataType::string());
        for (std::size_t row = 0; row < values.numRows; ++row) {
            if (values.column(column).isNull(row)) builder.appendNull();
            else builder.append<std::string_view>(cellText(values.column(column), row, zone));
        }
        texts.columns.push_back(builder.finish());
    }
    texts.schema = std::make_shared<const Schema>(std::move(schema));
    return texts;
}

struct ReadRows {
    Batch batch;
    std::vector<MalformedRow> malformed;
    std::uint64_t malformedTotal = 0;
    bool isWhole = true;
};

/// Reads whole batches until there are `limits.rows` rows.
Result<ReadRows> readRows(FileSystem& files, const FolderSample& folder, const SourceSpec& source, SchemaPtr schema,
                          const SessionConf& conf, const SampleLimits& limits, const std::stop_token& stop) {
    ReadSpec spec;
    spec.schema = schema;
    for (std::size_t column = 0; column < schema->size(); ++column) spec.columns.push_back(column);
    spec.options = source.options;
    spec.options.insert_or_assign("mode", "PERMISSIVE");
    spec.conf = conf;
    VITRINE_TRY(const std::unique_ptr<Format> format, makeFormat(source.format, std::move(spec)));
    ReadRows result;
    std::vector<Batch> batches;
    std::uint64_t rows = 0;
    MalformedRows malformed;
    for (std::size_t index = 0; index < folder.paths.size() && result.isWhole; ++index) {
        FileRange range;
        range.fileIndex = static_cast<std::uint32_t>(index);
        range.path = folder.paths[index];
        auto reader = format->open(files, range);
        if (!reader) continue;
        while (true) {
            if (rows >= limits.rows) {
                result.isWhole = false;
                break;
            }
            Batch batch;
            auto more = (*reader)->next(batch, malformed, stop);
            if (!more && more.error().code() == ErrorCode::Cancelled) return std::move(more).error();
            if (!more || !*more) break;
            rows += batch.numRows;
            batches.push_back(std::move(batch));
        }
    }
    result.isWhole = result.isWhole && folder.paths.size() == folder.fileCount;
    result.batch = concatenate(format->produced(), batches);
    result.malformed = std::move(malformed.rows);
    result.malformedTotal = malformed.total;
    return result;
}

std::optional<std::int64_t> wholeNumber(std::string_view text) {
    std::int64_t number = 0;
    const auto [end, status] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (status != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return number;
}

SampledColumn describe(const Column& texts, std::uint64_t rows, const TimeZone& zone) {
    SampledColumn result;
    result.isWholeNumber = result.isTimeText = true;
    std::set<std::string_view> values;
    const auto elements = texts.values<std::string_view>();
    bool isFirst = true;
    for (std::size_t row = 0; row < rows; ++row) {
        if (texts.isNull(row)) {
            ++result.empty;
            continue;
        }
        const std::string_view text = elements[row];
        const bool isNew = !result.hasMoreValues && values.insert(text).second;
        if (isNew && result.examples.size() < kExamples) result.examples.emplace_back(text);
        if (values.size() > SampledColumn::kMaxValues) result.hasMoreValues = true;
        if (const auto number = wholeNumber(text)) {
            result.least = isFirst ? *number : std::min(result.least, *number);
            result.greatest = isFirst ? *number : std::max(result.greatest, *number);
            result.isTimeText = false;
        } else {
            result.isWholeNumber = false;
            result.isTimeText = result.isTimeText && parseTimestamp(text, zone).has_value();
        }
        isFirst = false;
    }
    if (isFirst) result.isWholeNumber = result.isTimeText = false;
    if (!result.hasMoreValues) result.values.assign(values.begin(), values.end());
    return result;
}

/// The line, counted from 1, in which byte `offset` of the decompressed file stands; 0 when it cannot be told.
std::uint64_t lineOf(FileSystem& files, const std::string& path, std::uint64_t offset) {
    auto stream = openByteStream(files, path, 0);
    if (!stream) return 0;
    std::vector<char> buffer(1 << 16);
    std::uint64_t line = 1;
    for (std::uint64_t at = 0; at < offset;) {
        const auto read = (*stream)->read(buffer);
        if (!read || *read == 0) return 0;
        const auto wanted = static_cast<std::ptrdiff_t>(std::min<std::uint64_t>(*read, offset - at));
        line += static_cast<std::uint64_t>(std::count(buffer.begin(), buffer.begin() + wanted, '\n'));
        at += *read;
    }
    return line;
}

Result<Schema> schemaOf(FileSystem& files, const FolderSample& folder, const SourceSpec& source, const SessionConf& conf,
                        const SampleLimits& limits, const std::stop_token& stop) {
    if (!source.schema.empty()) return source.schema.front() == '{' ? parseStructTypeJson(source.schema) : parseDdl(source.schema);
    OptionMap options = source.options;
    options.insert_or_assign("mode", "PERMISSIVE");
    if (isParquet(source)) options.insert_or_assign("ignoreCorruptFiles", "true");
    std::vector<std::string> readable;
    for (const std::string& path : folder.paths) {
        auto stream = openByteStream(files, path, 0);
        char first = 0;
        if (stream && (*stream)->read(std::span(&first, 1))) readable.push_back(path);
    }
    VITRINE_TRY(const InferredSchema inferred, inferSchema(files, source.format, readable, options, conf, limits.rows, stop));
    const auto corrupt = options.find(std::string_view("columnNameOfCorruptRecord"));
    const std::string& corruptColumn = corrupt == options.end() ? conf.corruptRecordColumn : corrupt->second;
    Schema schema;
    for (const Field& field : inferred.schema.fields()) {
        if (inferred.malformed == 0 || field.name != corruptColumn) schema.add(field);
    }
    if (schema.size() > 0) return schema;
    if (inferred.malformed > 0) {
        return Error(ErrorCode::CannotInferSchema, "The files hold no JSON objects.")
            .withWayOut("Choose a directory with JSON files, one object a line.");
    }
    return Error(ErrorCode::CannotInferSchema, "The files hold no rows yet.")
        .withWayOut("Wait for the first row, or write the columns by hand.");
}

}  // namespace

Result<FolderSample> sampleFolder(FileSystem& files, const SourceSpec& source, const std::string& baseDirectory,
                                  const SampleLimits& limits, std::stop_token stop) {
    if (source.path.empty()) {
        return Error(ErrorCode::PathMissing, "The source has no path.").at("/source/path").withWayOut("Choose the directory that files arrive in.");
    }
    FolderSample folder;
    folder.path = absolutePath(source.path, baseDirectory);
    ListingRules rules;
    rules.path = folder.path;
    rules.recursive = isTrue(source.options, "recursiveFileLookup");
    if (const auto glob = source.options.find(std::string_view("pathGlobFilter")); glob != source.options.end()) rules.nameGlob = glob->second;
    VITRINE_TRY(Listing listing, listFiles(files, rules));
    VITRINE_CHECK_OK(checkStop(stop));
    folder.fileCount = listing.files.size();
    for (const ListedFile& file : listing.files) folder.totalBytes += file.size;
    const std::size_t taken = std::min(limits.files, listing.files.size());
    std::partial_sort(listing.files.begin(), listing.files.begin() + static_cast<std::ptrdiff_t>(taken), listing.files.end(),
                      [](const ListedFile& left, const ListedFile& right) {
                          return std::tie(left.modified, left.path) < std::tie(right.modified, right.path);
                      });
    for (std::size_t index = 0; index < taken; ++index) {
        const ListedFile& listed = listing.files[index];
        folder.paths.push_back(listed.path);
        if (index >= limits.shownFiles) continue;
        SampledFile file;
        file.path = listed.path;
        const std::string prefix = folder.path + '/';
        file.name = listed.path.starts_with(prefix) ? listed.path.substr(prefix.size())
                                                    : std::filesystem::path(listed.path).filename().string();
        file.size = listed.size;
        if (isParquet(source)) lookIntoParquet(files, file);
        else VITRINE_CHECK_OK(lookInto(files, file, folder.text, limits, stop));
        folder.files.push_back(std::move(file));
    }
    return folder;
}

Result<RowSample> sampleRows(FileSystem& files, const FolderSample& folder, const SourceSpec& source,
                             const SessionConf& conf, const SampleLimits& limits, std::stop_token stop) {
    VITRINE_TRY(Schema schema, schemaOf(files, folder, source, conf, limits, stop));
    RowSample sample;
    sample.isInferred = source.schema.empty();
    sample.schema = std::make_shared<const Schema>(std::move(schema));
    VITRINE_TRY(ReadRows values, readRows(files, folder, source, sample.schema, conf, limits, stop));
    ReadRows texts;
    if (isParquet(source)) {
        texts.batch = textsOf(values.batch, conf.zone);
    } else {
        std::vector<Field> asText;
        for (const Field& field : sample.schema->fields()) asText.push_back({field.name, DataType::string()});
        VITRINE_TRY(texts, readRows(files, folder, source, std::make_shared<const Schema>(std::move(asText)), conf, limits, stop));
    }
    sample.rows = std::min(texts.batch.numRows, values.batch.numRows);
    sample.isWhole = values.isWhole;
    sample.malformed = values.malformedTotal;
    for (std::size_t column = 0; column < sample.schema->size(); ++column) {
        sample.columns.push_back(describe(texts.batch.column(column), sample.rows, conf.zone));
    }
    for (const MalformedRow& row : values.malformed) {
        if (sample.malformedRows.size() == kMalformedShown) break;
        const std::string& path = folder.paths[row.fileIndex];
        sample.malformedRows.push_back({std::filesystem::path(path).filename().string(), lineOf(files, path, row.offset), row.reason, row.text});
    }
    sample.texts = std::move(texts.batch);
    sample.values = std::move(values.batch);
    return sample;
}

std::optional<EpochUnit> epochUnitOf(std::int64_t least, std::int64_t greatest) {
    constexpr std::int64_t kFirst = 631'152'000;    // 1990
    constexpr std::int64_t kLast = 4'102'444'800;   // 2100
    std::int64_t scale = 1;
    for (const EpochUnit unit : {EpochUnit::Seconds, EpochUnit::Milliseconds, EpochUnit::Microseconds, EpochUnit::Nanoseconds}) {
        if (least >= kFirst * scale && greatest <= kLast * scale) return unit;
        scale *= 1000;
    }
    return std::nullopt;
}

std::optional<std::int64_t> instantOf(std::int64_t number, EpochUnit unit) {
    if (unit == EpochUnit::Nanoseconds) return number / 1000;
    std::int64_t result = 0;
    const std::int64_t factor = unit == EpochUnit::Seconds ? 1'000'000 : unit == EpochUnit::Milliseconds ? 1000 : 1;
    if (__builtin_mul_overflow(number, factor, &result)) return std::nullopt;
    return result;
}

}  // namespace vitrine
