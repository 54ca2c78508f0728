// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/csv_reader.h"

#include <algorithm>
#include <optional>

#include <fmt/format.h>
#include <simdjson.h>

#include "core/base/stop.h"
#include "core/formats/byte_stream.h"
#include "core/formats/csv_line_scanner.h"
#include "core/formats/csv_record_parser.h"
#include "core/formats/line_splitter.h"
#include "core/formats/row_chunk.h"

namespace vitrine {
namespace {

/// What a query reads, worked out once for all readers.
struct CsvPlan {
    ReadSpec spec;
    CsvOptions options;
    ProducedColumns produced;
    CsvLayout layout;
};

bool isUtf8(std::string_view text) {
    return simdjson::validate_utf8(text.data(), text.size());
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && static_cast<unsigned char>(text.front()) <= ' ') text.remove_prefix(1);
    while (!text.empty() && static_cast<unsigned char>(text.back()) <= ' ') text.remove_suffix(1);
    return text;
}

class CsvReader final : public RowReader {
  public:
    CsvReader(std::shared_ptr<const CsvPlan> plan, const FileRange& range, std::unique_ptr<ByteStream> stream)
        : plan_(std::move(plan)),
          range_(range),
          lines_(std::move(stream), range.begin, range.end, plan_->options.lineSeparator),
          now_(nowOr(plan_->spec.now)),
          parser_(plan_->layout, plan_->options, now_),
          chunk_(plan_->produced, plan_->spec.chunkRows, range_),
          wantsHeader_(plan_->options.header && range_.begin == 0) {
        if (plan_->spec.fastPath && CsvLineScanner::supports(plan_->layout, plan_->options)) {
            scanner_.emplace(plan_->layout, plan_->options, now_);
        }
    }

    Result<bool> next(Batch& batch, MalformedRows& malformed, std::stop_token stop) override {
        batch = {};
        batch.schema = plan_->produced.schema;
        if (failure_) return *failure_;
        start();
        while (chunk_.rows() < plan_->spec.chunkRows) {
            if (position_ == block_.end && !hasText_) {
                if (stop.stop_requested()) return cancelled();
                Result<bool> more = nextBlock(stop);
                if (!more) {
                    if (more.error().code() == ErrorCode::Cancelled || chunk_.rows() == 0) return std::move(more).error();
                    failure_ = std::move(more).error();  // after the rows before it
                    break;
                }
                if (!*more) break;
                chunk_.hold(block_.owner);
            }
            Result<void> read = plan_->options.multiLine ? readRecords(malformed) : readLines(malformed);
            if (!read) return std::move(read).error();
        }
        if (plan_->options.contested && plan_->options.contested->isFound()) return ContestedTimes::error();
        const bool any = chunk_.rows() > 0;
        chunk_.finish(batch);
        return any;
    }

    std::uint64_t bytesRead() const noexcept override { return lines_.fileBytes(); }

  private:
    void start() {
        chunk_.start();
        bindRows();
        if (position_ != block_.end) chunk_.hold(block_.owner);
    }

    void bindRows() {
        if (!scanner_) return;
        for (std::size_t index = 0; index < plan_->produced.places.size(); ++index) {
            ChunkColumn& column = chunk_.column(index);
            scanner_->bind(index, column.elements<void>(), column.validity());
        }
    }

    Result<bool> nextBlock(std::stop_token stop) {
        Result<bool> more = plan_->options.multiLine ? lines_.nextWhole(block_, std::move(stop)) : lines_.next(block_, std::move(stop));
        position_ = block_.begin;
        if (!more || !*more) return more;
        const std::string_view text(block_.begin, static_cast<std::size_t>(block_.end - block_.begin));
        blockIsUtf8_ = plan_->options.encoding == TextEncoding::Utf8 && isUtf8(text);
        if (plan_->options.multiLine) {
            if (!blockIsUtf8_) decoded_ = decodeText(text, plan_->options.encoding);
            text_ = blockIsUtf8_ ? text : std::string_view(decoded_);
            parser_.tokenizer().begin(text_, plan_->options.lineSeparator.empty());
            hasText_ = true;
        }
        return more;
    }

    Result<void> readLines(MalformedRows& malformed) {
        while (position_ != block_.end && chunk_.rows() < plan_->spec.chunkRows) {
            if (wantsHeader_) {
                const LineSplitter::Line line = lines_.lineAt(position_, block_.end);
                position_ = line.next;
                if (!isBeforeHeader(line.text(), plan_->options)) {
                    wantsHeader_ = false;
                    VITRINE_CHECK_OK(checkHeader(asUtf8(line.text())));
                }
                continue;
            }
            if (scanner_ && blockIsUtf8_) {
                position_ = scanner_->scan(position_, block_.end, offsetOf(position_), chunk_.rowCount(), plan_->spec.chunkRows, chunk_.offsets());
                if (position_ == block_.end || chunk_.rows() == plan_->spec.chunkRows) break;
            }
            const LineSplitter::Line line = lines_.lineAt(position_, block_.end);
            const std::uint64_t offset = offsetOf(line.begin);
            position_ = line.next;
            const std::string_view text = asUtf8(line.text());
            if (isPassedOver(text, plan_->options)) continue;
            VITRINE_CHECK_OK(keep(parser_.parseLine(text, chunk_.textArena()), offset, text, malformed));
        }
        return {};
    }

    Result<void> readRecords(MalformedRows& malformed) {
        const CsvTokenizer& tokenizer = parser_.tokenizer();
        if (wantsHeader_) {
            wantsHeader_ = false;
            if (parser_.tokenizer().next() == CsvTokenizer::Outcome::Record) VITRINE_CHECK_OK(compareHeader());
        }
        while (chunk_.rows() < plan_->spec.chunkRows) {
            const CsvRecordParser::Outcome outcome = parser_.parseNext(chunk_.textArena());
            if (outcome == CsvRecordParser::Outcome::NoRow) {
                hasText_ = false;
                position_ = block_.end;
                break;
            }
            const std::string_view record = text_.substr(tokenizer.recordBegin(), tokenizer.recordEnd() - tokenizer.recordBegin());
            VITRINE_CHECK_OK(keep(outcome, block_.offset + tokenizer.recordBegin(), record, malformed));
        }
        return {};
    }

    std::uint64_t offsetOf(const char* position) const noexcept {
        return block_.offset + static_cast<std::uint64_t>(position - block_.begin);
    }

    /// Malformed bytes become U+FFFD. The view is good until the next call.
    std::string_view asUtf8(std::string_view line) {
        if (blockIsUtf8_ || (plan_->options.encoding == TextEncoding::Utf8 && isUtf8(line))) return line;
        decoded_ = decodeText(line, plan_->options.encoding);
        return decoded_;
    }

    Result<void> keep(CsvRecordParser::Outcome outcome, std::uint64_t offset, std::string_view record, MalformedRows& malformed) {
        using Outcome = CsvRecordParser::Outcome;
        const RowSlot* row = outcome == Outcome::Bad ? nullptr : parser_.row();
        if (outcome == Outcome::Good) {
            append(row, offset, {});
            return {};
        }
        const ReadMode mode = plan_->options.mode;
        MalformedRow problem;
        problem.fileIndex = range_.fileIndex;
        problem.offset = offset;
        problem.column = parser_.badColumn();
        problem.reason = parser_.reason();
        problem.text = record.substr(0, 1004);
        problem.counted = mode == ReadMode::Permissive;
        if (mode == ReadMode::FailFast || outcome == Outcome::Fault) return malformedRecordError(range_.path, problem);
        malformed.add(std::move(problem));
        if (mode == ReadMode::Permissive) append(row, offset, record);
        return {};
    }

    void append(const RowSlot* row, std::uint64_t offset, std::string_view record) {
        if (chunk_.appendRow(row, offset, record)) bindRows();
    }

    Result<void> checkHeader(std::string_view line) {
        if (plan_->options.enforceSchema) return {};
        if (parser_.tokenizer().parseLine(line) != CsvTokenizer::Outcome::Record) return {};
        return compareHeader();
    }

    /// CSV-2; only the wanted columns when only they are looked at.
    Result<void> compareHeader() {
        if (plan_->options.enforceSchema) return {};
        const CsvTokenizer& header = parser_.tokenizer();
        auto mismatch = [this](std::string why) {
            return Error(ErrorCode::MalformedRecord, fmt::format("The header of {} does not fit the schema: {}.", range_.path, why))
                .withWayOut("Correct the schema or the file, or set enforceSchema to true to go by position.");
        };
        auto check = [&](std::size_t position) -> Result<void> {
            const std::string& wanted = plan_->layout.names[position];
            const std::string_view found = position < header.size() ? header.field(position) : std::string_view();
            const bool equal = plan_->spec.conf.caseSensitive ? wanted == found : equalsIgnoringCase(wanted, found);
            if (equal) return {};
            return mismatch(fmt::format("column {} is called `{}` there and `{}` in the schema", position + 1, found, wanted));
        };
        if (plan_->layout.countsFields) {
            if (header.size() != plan_->layout.names.size()) {
                return mismatch(fmt::format("it has {} columns and the schema {}", header.size(), plan_->layout.names.size()));
            }
            for (std::size_t position = 0; position < header.size(); ++position) VITRINE_CHECK_OK(check(position));
        } else {
            for (const CsvColumn& column : plan_->layout.columns) VITRINE_CHECK_OK(check(column.position));
        }
        return {};
    }

    std::shared_ptr<const CsvPlan> plan_;
    FileRange range_;
    LineSplitter lines_;
    EventTime now_;
    CsvRecordParser parser_;
    std::optional<CsvLineScanner> scanner_;
    RowChunk chunk_;
    LineSplitter::Block block_;
    const char* position_ = nullptr;
    bool wantsHeader_;
    bool blockIsUtf8_ = false;
    bool hasText_ = false;          ///< multiLine: records of text_ are left
    std::string_view text_;
    std::string decoded_;
    std::optional<Error> failure_;
};

class CsvFormat final : public Format {
  public:
    explicit CsvFormat(std::shared_ptr<const CsvPlan> plan) : plan_(std::move(plan)) {}

    Result<std::unique_ptr<RowReader>> open(FileSystem& files, const FileRange& range) const override {
        const std::uint64_t start = LineSplitter::startOf(range.begin, plan_->options.lineSeparator);
        VITRINE_TRY(std::unique_ptr<ByteStream> stream, openByteStream(files, range.path, start));
        FileRange wanted = range;
        // The size on disk says nothing about the content of a compressed file.
        if (isCompressed(range.path)) wanted.end = UINT64_MAX;
        return std::unique_ptr<RowReader>(std::make_unique<CsvReader>(plan_, wanted, std::move(stream)));
    }

    bool splittable(const std::string& path) const noexcept override {
        return !plan_->options.multiLine && plan_->options.lineSeparator.size() <= 1 && !isCompressed(path);
    }

    const SchemaPtr& produced() const noexcept override { return plan_->produced.schema; }

  private:
    std::shared_ptr<const CsvPlan> plan_;
};

bool isReadable(TypeKind kind) {
    return kind != TypeKind::Void && kind <= TypeKind::TimestampNtz;
}

}  // namespace

bool isPassedOver(std::string_view line, const CsvOptions& options) noexcept {
    if (trimmed(line).empty()) return true;
    return options.dialect.comment != '\0' && line.front() == options.dialect.comment;
}

bool isBeforeHeader(std::string_view line, const CsvOptions& options) noexcept {
    const std::string_view text = trimmed(line);
    return text.empty() || (options.dialect.comment != '\0' && text.front() == options.dialect.comment);
}

Result<std::unique_ptr<Format>> makeCsvFormat(ReadSpec spec) {
    auto plan = std::make_shared<CsvPlan>();
    VITRINE_TRY(plan->options, readCsvOptions(spec.options, spec.conf));
    spec.chunkRows = std::max<std::size_t>(spec.chunkRows, 1);
    const std::string& corrupt = plan->options.corruptRecordColumn;
    std::vector<std::size_t> positions;  // in the file, of every column of the schema
    for (const Field& field : spec.schema->fields()) {
        const bool isCorrupt = field.name == corrupt;
        if (isCorrupt && !field.type->is(TypeKind::String)) {
            return Error(ErrorCode::CorruptRecordColumn,
                         fmt::format("The corrupt-record column `{}` has the type {}; it must be STRING.", corrupt, field.type->sql()))
                .at("/source/schema");
        }
        if (!isReadable(field.type->kind())) {
            return Error(ErrorCode::UnsupportedType,
                         fmt::format("Column `{}` has the type {}, which cannot be read from CSV.", field.name, field.type->sql()))
                .at("/source/schema");
        }
        positions.push_back(plan->layout.names.size());
        if (!isCorrupt) plan->layout.names.push_back(field.name);
    }
    Schema produced;
    for (const std::size_t column : spec.columns) {
        const Field& field = (*spec.schema)[column];
        if (field.name == corrupt) {
            plan->produced.corrupt = produced.size();
        } else {
            plan->produced.parsed.push_back(field);
            plan->produced.places.push_back(produced.size());
            plan->layout.columns.push_back({field, positions[column]});
        }
        produced.add(field);
    }
    if (plan->produced.corrupt && plan->produced.parsed.empty()) {
        return Error(ErrorCode::CorruptRecordColumn,
                     fmt::format("The query uses no column but the corrupt-record column `{}`, so no record would be read.", corrupt))
            .withWayOut("Use another column of the source, too.");
    }
    // A query that asks for the corrupt-record column looks at whole records.
    const bool prunes = plan->options.prunes() && !plan->produced.corrupt;
    plan->layout.countsFields = !prunes || plan->layout.columns.size() == plan->layout.names.size();
    plan->produced.schema = std::make_shared<const Schema>(std::move(produced));
    plan->spec = std::move(spec);
    return std::unique_ptr<Format>(std::make_unique<CsvFormat>(std::move(plan)));
}

}  // namespace vitrine
