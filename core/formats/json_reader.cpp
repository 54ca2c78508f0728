// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/json_reader.h"

#include <algorithm>
#include <cstring>
#include <optional>

#include <fmt/format.h>

#include "core/base/stop.h"
#include "core/formats/byte_stream.h"
#include "core/formats/chunk_columns.h"
#include "core/formats/json_object_reader.h"
#include "core/formats/json_options.h"
#include "core/formats/json_record_parser.h"
#include "core/formats/json_shape.h"
#include "core/formats/line_splitter.h"

namespace vitrine {
namespace {

/// What a query reads, worked out once for all readers.
struct JsonPlan {
    ReadSpec spec;
    JsonOptions options;
    SchemaPtr produced;
    std::vector<Field> parsed;             ///< the produced columns but for the corrupt-record column
    std::vector<std::size_t> places;       ///< of `parsed` in the produced columns
    std::optional<std::size_t> corrupt;    ///< of the corrupt-record column in the produced columns
};

class JsonReader final : public RowReader {
  public:
    JsonReader(std::shared_ptr<const JsonPlan> plan, const FileRange& range, std::unique_ptr<ByteStream> stream)
        : plan_(std::move(plan)),
          range_(range),
          lines_(std::move(stream), range.begin, range.end, plan_->options.lineSeparator),
          parser_(plan_->parsed, plan_->options, plan_->spec.conf, plan_->spec.now) {
        for (const Field& field : plan_->produced->fields()) columns_.emplace_back(field.type);
        if (plan_->spec.fastPath && JsonShapeScanner::supports(plan_->parsed, plan_->options)) {
            scanner_.emplace(plan_->parsed, plan_->options, plan_->spec.now);
        }
        if (plan_->spec.fastPath && JsonObjectReader::supports(plan_->parsed, plan_->options)) {
            objects_.emplace(plan_->parsed, plan_->options, plan_->spec.now);
        }
    }

    Result<bool> next(Batch& batch, MalformedRows& malformed, std::stop_token stop) override {
        batch = {};
        batch.schema = plan_->produced;
        if (failure_) return *failure_;
        start();
        while (rows_ < plan_->spec.chunkRows) {
            if (position_ == block_.end) {
                if (stop.stop_requested()) return cancelled();
                Result<bool> more = plan_->options.multiLine ? lines_.nextWhole(block_, stop) : lines_.next(block_, stop);
                position_ = block_.begin;
                if (!more) {
                    if (more.error().code() == ErrorCode::Cancelled || rows_ == 0) return std::move(more).error();
                    failure_ = std::move(more).error();  // after the rows before it
                    break;
                }
                if (!*more) break;
                holdBlock();
            }
            if (auto read = readLines(malformed); !read) return std::move(read).error();
        }
        if (rows_ == 0) {
            finish(batch);
            return false;
        }
        finish(batch);
        return true;
    }

    std::uint64_t bytesRead() const noexcept override {
        return lines_.fileBytes();
    }

  private:
    void start() {
        rows_ = 0;
        for (ChunkColumn& column : columns_) column.grow(plan_->spec.chunkRows);
        origins_ = std::make_shared<RowOrigins>();
        origins_->fileIndex = range_.fileIndex;
        origins_->offsets.resize(plan_->spec.chunkRows);
        bindRows();
        if (position_ != block_.end) holdBlock();
    }

    void bindRows() {
        for (std::size_t index = 0; index < plan_->places.size(); ++index) {
            ChunkColumn& column = columns_[plan_->places[index]];
            if (scanner_) scanner_->bind(index, column.elements<void>(), column.validity());
            if (objects_) objects_->bind(index, column.elements<void>(), column.validity());
        }
    }

    void holdBlock() {
        for (std::size_t place = 0; place < columns_.size(); ++place) {
            const TypeKind kind = plan_->produced->fields()[place].type->kind();
            if (kind == TypeKind::String && plan_->corrupt != place) columns_[place].hold(block_.owner);
        }
    }

    Result<void> readLines(MalformedRows& malformed) {
        while (position_ != block_.end && rows_ < plan_->spec.chunkRows) {
            if (scanner_) {
                position_ = scanner_->scan(position_, block_.end, offsetOf(position_), rows_, plan_->spec.chunkRows, origins_->offsets.data());
                if (position_ == block_.end || rows_ == plan_->spec.chunkRows) break;
            }
            LineSplitter::Line line{position_, block_.end, block_.end};
            if (!plan_->options.multiLine) line = lines_.lineAt(position_, block_.end);
            if (scanner_ && line.begin != line.end && scanner_->learn(line.text())) continue;
            if (objects_ && objects_->take(line.text(), rows_, textArena())) {
                origins_->offsets[rows_++] = offsetOf(line.begin);
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
        StringArena& arena = textArena();
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
        if (mode == ReadMode::FailFast) {
            const std::string where = problem.column.empty() ? "" : fmt::format(" in column `{}`", problem.column);
            return Error(ErrorCode::MalformedRecord,
                         fmt::format("{} has a malformed record at byte {}: {}{}.", range_.path, offset, problem.reason, where))
                .withWayOut("Correct the file, or use the mode PERMISSIVE or DROPMALFORMED.");
        }
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

    /// One arena for the texts of a batch that are not in the file's bytes, held by every text column.
    StringArena& textArena() {
        if (!arena_) {
            arena_ = std::make_shared<StringArena>();
            for (std::size_t place = 0; place < columns_.size(); ++place) {
                const TypeKind kind = plan_->produced->fields()[place].type->kind();
                if (kind == TypeKind::String || kind == TypeKind::Binary) columns_[place].hold(arena_);
            }
            if (position_ != block_.end) holdBlock();
        }
        return *arena_;
    }

    /// `slots` null: a row of NULLs. `record` is the text of a malformed one.
    void appendRow(const JsonSlot* slots, std::uint64_t offset, std::string_view record) {
        if (rows_ == origins_->offsets.size()) {
            const std::size_t room = rows_ * 2;
            origins_->offsets.resize(room);
            for (ChunkColumn& column : columns_) column.grow(room);
            bindRows();
        }
        origins_->offsets[rows_] = offset;
        for (std::size_t index = 0; index < plan_->places.size(); ++index) {
            ChunkColumn& column = columns_[plan_->places[index]];
            if (column.isNested()) {
                static const Value kNull;
                column.appendNested(slots == nullptr || slots[index].isNull ? kNull : slots[index].nested);
            } else if (slots != nullptr && !slots[index].isNull) {
                store(column, plan_->parsed[index].type->kind(), slots[index]);
            }
        }
        if (plan_->corrupt && record.data() != nullptr) {
            ChunkColumn& column = columns_[*plan_->corrupt];
            column.elements<std::string_view>()[rows_] = column.arena().store(record);
            column.validity()[rows_] = 1;
        }
        ++rows_;
    }

    void store(ChunkColumn& column, TypeKind kind, const JsonSlot& slot) {
        if (kind == TypeKind::Void) return;
        column.validity()[rows_] = 1;
        visitPhysical(kind, [&]<class T>(TypeTag<T>) {
            T& element = column.elements<T>()[rows_];
            if constexpr (std::is_same_v<T, std::string_view>) element = slot.text;
            else if constexpr (std::is_same_v<T, Int128>) element = slot.decimal;
            else if constexpr (std::is_same_v<T, CalendarInterval>) element = slot.interval;
            else if constexpr (std::is_floating_point_v<T>) element = static_cast<T>(slot.real);
            else element = static_cast<T>(slot.integer);
        });
    }

    void finish(Batch& batch) {
        batch.numRows = rows_;
        if (rows_ == 0) {
            for (const Field& field : plan_->produced->fields()) batch.columns.push_back(makeNullColumn(field.type, 0));
        } else {
            for (ChunkColumn& column : columns_) batch.columns.push_back(column.finish(rows_));
        }
        origins_->offsets.resize(rows_);
        batch.origins = std::move(origins_);
        arena_.reset();
    }

    std::shared_ptr<const JsonPlan> plan_;
    FileRange range_;
    LineSplitter lines_;
    JsonRecordParser parser_;
    std::optional<JsonShapeScanner> scanner_;
    std::optional<JsonObjectReader> objects_;
    std::vector<ChunkColumn> columns_;
    std::size_t rows_ = 0;
    std::shared_ptr<RowOrigins> origins_;
    std::shared_ptr<StringArena> arena_;
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

    const SchemaPtr& produced() const noexcept override { return plan_->produced; }

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
            plan->corrupt = produced.size();
        } else {
            plan->parsed.push_back(field);
            plan->places.push_back(produced.size());
        }
        produced.add(field);
    }
    if (plan->corrupt && plan->parsed.empty()) {
        return Error(ErrorCode::CorruptRecordColumn,
                     fmt::format("The query uses no column but the corrupt-record column `{}`, so no record would be read.", corrupt))
            .withWayOut("Use another column of the source, too.");
    }
    plan->produced = std::make_shared<const Schema>(std::move(produced));
    plan->spec = std::move(spec);
    return std::unique_ptr<Format>(std::make_unique<JsonFormat>(std::move(plan)));
}

}  // namespace vitrine
