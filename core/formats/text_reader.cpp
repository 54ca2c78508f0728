// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/text_reader.h"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "core/base/stop.h"
#include "core/formats/byte_stream.h"
#include "core/formats/line_splitter.h"
#include "core/formats/option_reader.h"
#include "core/formats/row_chunk.h"
#include "core/formats/text_encoding.h"

namespace vitrine {
namespace {

struct TextPlan {
    ReadSpec spec;
    ProducedColumns produced;
    bool wholeText = false;
    std::string lineSeparator;
    TextEncoding encoding = TextEncoding::Utf8;
};

class TextReader final : public RowReader {
  public:
    TextReader(std::shared_ptr<const TextPlan> plan, const FileRange& range, std::unique_ptr<ByteStream> stream)
        : plan_(std::move(plan)),
          lines_(std::move(stream), range.begin, range.end, plan_->lineSeparator),
          chunk_(plan_->produced, plan_->spec.chunkRows, range) {}

    Result<bool> next(Batch& batch, MalformedRows&, std::stop_token stop) override {
        batch = {};
        batch.schema = plan_->produced.schema;
        if (failure_) return *failure_;
        chunk_.start();
        if (position_ != block_.end) chunk_.hold(block_.owner);
        while (chunk_.rows() < plan_->spec.chunkRows) {
            if (position_ == block_.end) {
                if (stop.stop_requested()) return cancelled();
                Result<bool> more = plan_->wholeText ? lines_.nextWhole(block_, stop) : lines_.next(block_, stop);
                position_ = block_.begin;
                if (!more) {
                    if (more.error().code() == ErrorCode::Cancelled || chunk_.rows() == 0) return std::move(more).error();
                    failure_ = std::move(more).error();  // after the rows before it
                    break;
                }
                if (!*more) break;
                chunk_.hold(block_.owner);
            }
            readLines();
        }
        const bool any = chunk_.rows() > 0;
        chunk_.finish(batch);
        return any;
    }

    std::uint64_t bytesRead() const noexcept override { return lines_.fileBytes(); }

  private:
    void readLines() {
        RowSlot slot;
        slot.isNull = false;
        while (position_ != block_.end && chunk_.rows() < plan_->spec.chunkRows) {
            LineSplitter::Line line{position_, block_.end, block_.end};
            if (!plan_->wholeText) line = lines_.lineAt(position_, block_.end);
            slot.text = line.text();
            if (plan_->encoding != TextEncoding::Utf8) slot.text = chunk_.textArena().store(decodeText(line.text(), plan_->encoding));
            chunk_.appendRow(&slot, block_.offset + static_cast<std::uint64_t>(position_ - block_.begin), {});
            position_ = line.next;
        }
    }

    std::shared_ptr<const TextPlan> plan_;
    LineSplitter lines_;
    RowChunk chunk_;
    LineSplitter::Block block_;
    const char* position_ = nullptr;
    std::optional<Error> failure_;
};

class TextFormat final : public Format {
  public:
    explicit TextFormat(std::shared_ptr<const TextPlan> plan) : plan_(std::move(plan)) {}

    Result<std::unique_ptr<RowReader>> open(FileSystem& files, const FileRange& range) const override {
        const std::uint64_t start = LineSplitter::startOf(range.begin, plan_->lineSeparator);
        VITRINE_TRY(std::unique_ptr<ByteStream> stream, openByteStream(files, range.path, start));
        FileRange wanted = range;
        if (isCompressed(range.path)) wanted.end = UINT64_MAX;
        return std::unique_ptr<RowReader>(std::make_unique<TextReader>(plan_, wanted, std::move(stream)));
    }

    bool splittable(const std::string& path) const noexcept override {
        return !plan_->wholeText && plan_->lineSeparator.size() <= 1 && !isCompressed(path);
    }

    const SchemaPtr& produced() const noexcept override { return plan_->produced.schema; }

  private:
    std::shared_ptr<const TextPlan> plan_;
};

}  // namespace

Schema textSchema() {
    Schema schema;
    schema.add({"value", DataType::string()});
    return schema;
}

Result<std::unique_ptr<Format>> makeTextFormat(ReadSpec spec) {
    auto plan = std::make_shared<TextPlan>();
    const OptionReader reader(spec.options);
    VITRINE_CHECK_OK(reader.read("wholetext", plan->wholeText));
    if (const std::string* name = reader.find("encoding")) {
        const std::optional<TextEncoding> encoding = findEncoding(*name);
        if (!encoding || *encoding == TextEncoding::Detect) {
            return Error(ErrorCode::UnsupportedEncoding, fmt::format("The encoding `{}` is not supported.", *name)).at("/source/options/encoding");
        }
        plan->encoding = *encoding;
    }
    if (const std::string* separator = reader.find("lineSep")) {
        if (separator->empty()) return invalidOption("lineSep", "The option `lineSep` is empty; it must have at least one character.");
        plan->lineSeparator = encodeText(*separator, plan->encoding);
    }
    for (const Field& field : spec.schema->fields()) {
        if (field.type->is(TypeKind::String)) continue;
        return Error(ErrorCode::UnsupportedType, fmt::format("Column `{}` has the type {}; text is read as STRING.", field.name, field.type->sql()))
            .at("/source/schema");
    }
    if (spec.schema->size() != 1) {
        return Error(ErrorCode::UnsupportedType, fmt::format("A text source has one column, not {}.", spec.schema->size()))
            .at("/source/schema")
            .withWayOut("Leave the schema out, or give one STRING column.");
    }
    spec.chunkRows = std::max<std::size_t>(spec.chunkRows, 1);
    Schema produced;
    for (const std::size_t column : spec.columns) {
        plan->produced.parsed.push_back((*spec.schema)[column]);
        plan->produced.places.push_back(produced.size());
        produced.add((*spec.schema)[column]);
    }
    plan->produced.schema = std::make_shared<const Schema>(std::move(produced));
    plan->spec = std::move(spec);
    return std::unique_ptr<Format>(std::make_unique<TextFormat>(std::move(plan)));
}

std::vector<OptionInfo> textOptionTable() {
    return {
        {"wholetext", "false", "A file is one row instead of one row a line"},
        {"lineSep", "", "Ends a line; without it \\n, \\r\\n and \\r do"},
        {"encoding", "UTF-8", "Encoding of the files"},
    };
}

}  // namespace vitrine
