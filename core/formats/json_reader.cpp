// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/json_reader.h"

#include <algorithm>
#include <cstring>
#include <optional>

#include <fmt/format.h>

#include "core/base/stop.h"
#include "core/formats/byte_stream.h"
#include "core/formats/json_object_reader.h"
#include "core/formats/json_options.h"
#include "core/formats/json_record_parser.h"
#include "core/formats/json_shape.h"
#include "core/formats/line_splitter.h"
#include "core/formats/row_chunk.h"

namespace vitrine {
namespace {

/// What a query reads, worked out once for all readers.
struct JsonPlan {
    ReadSpec spec;
    JsonOptions options;
    ProducedColumns produced;
};

class JsonReader final : public RowReader {
  public:
    JsonReader(std::shared_ptr<const JsonPlan> plan, const FileRange& range, std::unique_ptr<ByteStream> stream)
        : plan_(std::move(plan)),
          range_(range),
          lines_(std::move(stream), range.begin, range.end, plan_->options.lineSeparator),
          now_(nowOr(plan_->spec.now)),
          parser_(plan_->produced.parsed, plan_->options, plan_->spec.conf, now_),
          chunk_(plan_->produced, plan_->spec.chunkRows, range_) {
        const std::vector<Field>& parsed = plan_->produced.parsed;
        if (plan_->spec.fastPath && JsonShapeScanner::supports(parsed, plan_->options)) {
            scanner_.emplace(parsed, plan_->options, now_);
        }
        if (plan_->spec.fastPath && JsonObjectReader::supports(parsed, plan_->options)) {
            objects_.emplace(parsed, plan_->options, now_);
        }
    }

    Result<bool> next(Batch& batch, MalformedRows& malformed, std::stop_token stop) override {
        batch = {};
        batch.schema = plan_->produced.schema;
        if (failure_) return *failure_;
        start();
        while (chunk_.rows() < plan_->spec.chunkRows) {
            if (position_ == block_.end) {
                if (stop.stop_requested()) return cancelled();
                Result<bool> more = plan_->options.multiLine ? lines_.nextWhole(block_, stop) : lines_.next(block_, stop);
                position_ = block_.begin;
                if (!more) {
                    if (more.error().code() == ErrorCode::Cancelled || chunk_.rows() == 0) return std::move(more).error();
                    failure_ = std::move(more).error();  // after the rows before it
                    break;
                }
                if (!*more) break;
                chunk_.hold(block_.owner);
            }
            if (auto read = readLines(malformed); !read) return std::move(read).error();
        }
        if (plan_->options.contested && plan_->options.contested->isFound()) return ContestedTimes::error();
        const bool any = chunk_.rows() > 0;
        chunk_.finish(batch);
        return any;
    }

    std::uint64_t bytesRead() const noexcept override {
        return lines_.fileBytes();
    }

  private:
    void start() {
        chunk_.start();
        bindRows();
        if (position_ != block_.end) chunk_.hold(block_.owner);
    }

    void bindRows() {
        for (std::size_t index = 0; index < plan_->produced.places.size(); ++index) {
            ChunkColumn& column = chunk_.column(index);
            if (scanner_) scanner_->bind(index, column.elements<void>(), column.validity());
            if (objects_) objects_->bind(index, column.elements<void>(), column.validity());
        }
    }

    void appendRow(const RowSlot* slots, std::uint64_t offset, std::string_view record) {
        if (chunk_.appendRow(slots, offset, record)) bindRows();
    }

    Result<void> readLines(MalformedRows& malformed) {
        while (position_ != block_.end && chunk_.rows() < plan_->spec.chunkRows) {
            if (scanner_) {
                position_ = scanner_->scan(position_, block_.end, offsetOf(position_), chunk_.rowCount(), plan_->spec.chunkRows, chunk_.offsets());
                if (position_ == block_.end || chunk_.rows() == plan_->spec.chunkRows) break;
            }
            LineSplitter::Line line{position_, block_.end, block_.end};
            if (!plan_->options.multiLine) line = lines_.lineAt(position_, block_.end);
            if (scanner_ && line.begin != line.end && scanner_->learn(line.text())) continue;
            if (objects_ && objects_->take(line.text(), chunk_.rows(), chunk_.textArena())) {
                chunk_.offsets()[chunk_.rowCount()++] = offsetOf(line.begin);
            } else {
                VITRINE_CHECK_OK(readExactly(line.text(), malformed));
            }
            position_ = line.next;
        }
        return {};
    }

    std::uint64_t offsetOf(const char* position) const noexcept {
        return block_.offset + static_cast<std::uint64_t>(position - block_.begin);
    }

    /// The exact path for one record.
    Result<void> readExactly(std::string_view line, MalformedRows& malformed) {
        std::string_view text = line;
        std::string decoded;
        bool isUtf8 = true;
        JsonRecordParser::Outcome outcome = JsonRecordParser::Outcome::Bad;
        bool readable = true;
        if (plan_->options.encoding == TextEncoding::Detect) {
            const std::optional<DetectedEncoding> detected = detectJsonEncoding(line);
            if (!detected) {
                readable = false;
            } else if (detected->encoding == TextEncoding::Utf8) {
                text = line.substr(detected->skip);
            } else {
                decoded = decodeText(line.substr(detected->skip), detected->encoding);
                isUtf8 = false;
            }
        } else {
            decoded = decodeText(line, plan_->options.encoding);
            isUtf8 = false;
        }
        StringArena& arena = chunk_.textArena();
        if (!isUtf8) text = arena.store(decoded);
        if (readable) outcome = parser_.parse(text, arena, isUtf8);

        if (outcome == JsonRecordParser::Outcome::NoRow) return {};
        const std::uint64_t offset = offsetOf(line.data());
        if (outcome == JsonRecordParser::Outcome::Good) {
            for (std::size_t row = 0; row < parser_.rowCount(); ++row) appendRow(parser_.row(row), offset, {});
            return {};
        }
        const ReadMode mode = plan_->options.mode;
        MalformedRow problem;
        problem.fileIndex = range_.fileIndex;
        problem.offset = offset;
        problem.column = parser_.badColumn();
        problem.reason = readable ? parser_.reason() : "the encoding cannot be told";
        problem.text = line.substr(0, 1004);
        problem.counted = mode == ReadMode::Permissive;
        if (mode == ReadMode::FailFast) return malformedRecordError(range_.path, problem);
        malformed.add(std::move(problem));
        if (mode == ReadMode::DropMalformed) return {};
        // The text of the record as it stands in the file, as UTF-8.
        const std::string_view record = plan_->options.encoding == TextEncoding::Detect ? line : text;
        if (outcome == JsonRecordParser::Outcome::Bad) {
            appendRow(nullptr, offset, record);
        } else {
            for (std::size_t row = 0; row < parser_.rowCount(); ++row) appendRow(parser_.row(row), offset, record);
        }
        return {};
    }

    std::shared_ptr<const JsonPlan> plan_;
    FileRange range_;
    LineSplitter lines_;
    EventTime now_;
    JsonRecordParser parser_;
    std::optional<JsonShapeScanner> scanner_;
    std::optional<JsonObjectReader> objects_;
    RowChunk chunk_;
    LineSplitter::Block block_;
    const char* position_ = nullptr;
    std::optional<Error> failure_;
};

class JsonFormat final : public Format {
  public:
    explicit JsonFormat(std::shared_ptr<const JsonPlan> plan) : plan_(std::move(plan)) {}

    Result<std::unique_ptr<RowReader>> open(FileSystem& files, const FileRange& range) const override {
        const std::uint64_t start = LineSplitter::startOf(range.begin, plan_->options.lineSeparator);
        VITRINE_TRY(std::unique_ptr<ByteStream> stream, openByteStream(files, range.path, start));
        FileRange wanted = range;
        // The size on disk says nothing about the content of a compressed file.
        if (isCompressed(range.path)) wanted.end = UINT64_MAX;
        return std::unique_ptr<RowReader>(std::make_unique<JsonReader>(plan_, wanted, std::move(stream)));
    }

    bool splittable(const std::string& path) const noexcept override {
        return !plan_->options.multiLine && plan_->options.lineSeparator.size() <= 1 && !isCompressed(path);
    }

    const SchemaPtr& produced() const noexcept override { return plan_->produced.schema; }

  private:
    std::shared_ptr<const JsonPlan> plan_;
};

/// Types that JSON can be read into.
Result<void> checkType(const DataType& type, std::string_view column) {
    auto refuse = [&](std::string_view why) {
        return Error(ErrorCode::UnsupportedType, fmt::format("Column `{}` has the type {}, {}.", column, type.sql(), why))
            .at("/source/schema");
    };
    switch (type.kind()) {
        case TypeKind::YearMonthInterval:
        case TypeKind::DayTimeInterval: return refuse("which cannot be read from JSON");
        case TypeKind::Map:
            if (!type.keyType()->is(TypeKind::String)) return refuse("but the keys of a JSON object are STRING");
            return checkType(*type.valueType(), column);
        case TypeKind::Array: return checkType(*type.elementType(), column);
        case TypeKind::Struct:
            for (const Field& field : type.fields()) VITRINE_CHECK_OK(checkType(*field.type, column));
            return {};
        default: return {};
    }
}

}  // namespace

Result<std::unique_ptr<Format>> makeJsonFormat(ReadSpec spec) {
    auto plan = std::make_shared<JsonPlan>();
    VITRINE_TRY(plan->options, readJsonOptions(spec.options, spec.conf));
    spec.chunkRows = std::max<std::size_t>(spec.chunkRows, 1);
    const std::string& corrupt = plan->options.corruptRecordColumn;
    for (const Field& field : spec.schema->fields()) {
        if (field.name == corrupt && !field.type->is(TypeKind::String)) {
            return Error(ErrorCode::CorruptRecordColumn,
                         fmt::format("The corrupt-record column `{}` has the type {}; it must be STRING.", corrupt, field.type->sql()))
                .at("/source/schema");
        }
        VITRINE_CHECK_OK(checkType(*field.type, field.name));
    }
    Schema produced;
    for (const std::size_t position : spec.columns) {
        const Field& field = (*spec.schema)[position];
        if (field.name == corrupt) {
            plan->produced.corrupt = produced.size();
        } else {
            plan->produced.parsed.push_back(field);
            plan->produced.places.push_back(produced.size());
        }
        produced.add(field);
    }
    if (plan->produced.corrupt && plan->produced.parsed.empty()) {
        return Error(ErrorCode::CorruptRecordColumn,
                     fmt::format("The query uses no column but the corrupt-record column `{}`, so no record would be read.", corrupt))
            .withWayOut("Use another column of the source, too.");
    }
    plan->produced.schema = std::make_shared<const Schema>(std::move(produced));
    plan->spec = std::move(spec);
    return std::unique_ptr<Format>(std::make_unique<JsonFormat>(std::move(plan)));
}

}  // namespace vitrine
