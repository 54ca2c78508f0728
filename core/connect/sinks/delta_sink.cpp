// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/connect/sinks/delta_sink.h"

#include <algorithm>
#include <array>
#include <optional>

#include <fmt/format.h>

#include "core/base/file_uri.h"
#include "core/base/stop.h"
#include "core/connect/delta/delta_stats.h"
#include "core/connect/delta/delta_writer.h"
#include "core/connect/sinks/part_files.h"
#include "core/data/interval_text.h"
#include "core/data/number_text.h"
#include "core/data/timestamp_text.h"
#include "core/formats/option_reader.h"

namespace vitrine {
namespace {

constexpr std::string_view kMergeSchema = "mergeSchema";
constexpr std::string_view kOverwriteSchema = "overwriteSchema";

/// Table properties that ask nothing of a writer which is not done here.
constexpr std::string_view kCheckpointInterval = "delta.checkpointInterval";
constexpr std::string_view kFileRetention = "delta.deletedFileRetentionDuration";
constexpr std::string_view kLogRetention = "delta.logRetentionDuration";
constexpr std::string_view kAppendOnly = "delta.appendOnly";
constexpr std::array<std::string_view, 4> kProperties{kCheckpointInterval, kFileRetention, kLogRetention, kAppendOnly};

Error refusedOption(std::string_view name, std::string_view value, std::string wayOut) {
    return Error(ErrorCode::InvalidOption, fmt::format("The option {} of a Delta table cannot be '{}'.", name, value))
        .at(fmt::format("/options/{}", name))
        .withWayOut(std::move(wayOut));
}

Result<bool> flagIn(const OptionMap& options, std::string_view name) {
    const auto found = options.find(name);
    if (found == options.end()) return false;
    if (equalsIgnoringCase(found->second, "true")) return true;
    if (equalsIgnoringCase(found->second, "false")) return false;
    return refusedOption(name, found->second, "Use true or false.");
}

Result<void> checkProperty(std::string_view name, const std::string& value) {
    if (name == kAppendOnly && value != "true" && value != "false") return refusedOption(name, value, "Use true or false.");
    if (name == kCheckpointInterval && parseLong(value).value_or(0) <= 0) return refusedOption(name, value, "Use a number of commits.");
    if (name == kFileRetention || name == kLogRetention) {
        const Result<CalendarInterval> interval = parseInterval(value);
        if (!interval || interval->months != 0) return refusedOption(name, value, "Use a time such as `interval 7 days`.");
    }
    return {};
}

/// Takes `delta.*` out of the options.
Result<DeltaText> takeProperties(OptionMap& options) {
    DeltaText properties;
    for (auto option = options.begin(); option != options.end();) {
        if (option->first.size() < 6 || !equalsIgnoringCase(std::string_view(option->first).substr(0, 6), "delta.")) {
            ++option;
            continue;
        }
        const auto known = std::find_if(kProperties.begin(), kProperties.end(),
                                        [&](std::string_view name) { return equalsIgnoringCase(name, option->first); });
        if (known == kProperties.end()) {
            return refusedOption(option->first, option->second,
                                 fmt::format("Known table properties: {}, {}, {}, {}.", kProperties[0], kProperties[1], kProperties[2],
                                             kProperties[3]));
        }
        VITRINE_CHECK_OK(checkProperty(*known, option->second));
        properties[std::string(*known)] = option->second;
        option = options.erase(option);
    }
    return properties;
}

class DeltaSink final : public Sink {
  public:
    DeltaSink(FileSystem& files, DeltaSinkSpec spec, DeltaShape shape)
        : files_(files), spec_(std::move(spec)), shape_(std::move(shape)) {}

    Result<void> open(const SinkContext& context) override {
        if (context.outputMode == "update") {
            return Error(ErrorCode::SinkRefused, "A Delta table takes no updates of rows.")
                .withWayOut("Use the output mode append or complete.");
        }
        queryId_ = context.queryId;
        shape_.schema = *context.schema;
        shape_.replacesAll = context.outputMode == "complete";
        writer_.emplace(files_, spec_.directory, shape_);
        VITRINE_CHECK_OK(writer_->open());
        const DeltaWritePlan& plan = writer_->plan();
        parts_.directory = spec_.directory;
        parts_.partitionBy = plan.partitionBy;
        parts_.schema = std::make_shared<Schema>(plan.columns);
        // The names of directories then tell every instant apart; rows hold UTC in any case.
        parts_.conf = context.conf;
        parts_.conf.zone = *TimeZone::find("UTC");
        fileSchema_ = partFileSchema(*parts_.schema, parts_.partitionBy);
        VITRINE_TRY(format_, makeWriteFormat("parquet", {fileSchema_, spec_.options, parts_.conf}));
        return {};
    }

    Result<Receipt> write(std::int64_t batchId, const ResultBatch& result, std::stop_token stop) override {
        VITRINE_CHECK_OK(writer_->prepare());
        if (writer_->holds(queryId_, batchId)) return Receipt{0, true};
        ResultBatch renamed;
        renamed.numRows = result.numRows;
        for (const Batch& chunk : result.chunks) {
            renamed.chunks.push_back({parts_.schema, chunk.columns, chunk.numRows, nullptr});
        }
        VITRINE_CHECK_OK(checkRequired(renamed));

        DeltaChange change{queryId_, batchId, shape_.replacesAll, {}, result.numRows};
        auto describe = [&](const PartFile& part, std::span<const Batch> rows) { change.added.push_back(addOf(part, rows)); };
        VITRINE_TRY(const std::vector<PartFile> parts, writePartFiles(files_, parts_, *format_, renamed, false, stop, describe));
        for (const PartFile& part : parts) unfinished_.push_back(spec_.directory + '/' + part.path);
        VITRINE_CHECK_OK(checkStop(stop));
        VITRINE_TRY(const DeltaOutcome outcome, writer_->commit(change));
        if (outcome == DeltaOutcome::WasThere) {
            removeUnfinished();
            return Receipt{0, true};
        }
        unfinished_.clear();
        return Receipt{result.numRows, false};
    }

    void abort(std::int64_t) override {
        if (writer_ && writer_->commitMayStand()) unfinished_.clear();
        removeUnfinished();
    }

    Delivery delivery() const override { return Delivery::ExactlyOnce; }
    std::string description() const override { return fmt::format("DeltaSink[file:{}]", encodedPath(spec_.directory)); }
    SinkPlace place() const override { return {spec_.directory, {}}; }

  private:
    Result<void> checkRequired(const ResultBatch& result) const {
        for (const std::size_t column : writer_->plan().required) {
            for (const Batch& chunk : result.chunks) {
                if (chunk.column(column).nullCount() == 0) continue;
                return Error(ErrorCode::SchemaMismatch, fmt::format("The column `{}` of the Delta table in '{}' may not be NULL.",
                                                                    (*parts_.schema)[column].name, spec_.directory))
                    .withWayOut("Filter such rows out, or use coalesce.");
            }
        }
        return {};
    }

    DeltaAdd addOf(const PartFile& part, std::span<const Batch> rows) const {
        DeltaAdd add;
        add.path = encodedDataPath(part.path);
        for (std::size_t index = 0; index < parts_.partitionBy.size(); ++index) {
            const Field& field = (*parts_.schema)[parts_.partitionBy[index]];
            std::optional<std::string> value = part.partitionValues[index];
            if (value && field.type->is(TypeKind::Timestamp)) {
                // Without a zone every reader would take its own.
                if (const auto micros = parseTimestampForCast(*value, parts_.conf.zone)) value = formatTimestampExact(*micros, true);
            }
            add.partitionValues[field.name] = std::move(value);
        }
        add.size = static_cast<std::int64_t>(part.size);
        add.modificationTime = part.modified.time_since_epoch().count();
        add.stats = deltaStats(*fileSchema_, rows);
        return add;
    }

    void removeUnfinished() {
        for (const std::string& path : unfinished_) static_cast<void>(files_.remove(path));
        unfinished_.clear();
    }

    FileSystem& files_;
    DeltaSinkSpec spec_;
    DeltaShape shape_;
    std::string queryId_;
    std::optional<DeltaWriter> writer_;
    PartFilesSpec parts_;
    SchemaPtr fileSchema_;
    std::unique_ptr<WriteFormat> format_;
    std::vector<std::string> unfinished_;
};

}  // namespace

Result<std::unique_ptr<Sink>> makeDeltaSink(FileSystem& files, DeltaSinkSpec spec) {
    while (spec.directory.size() > 1 && spec.directory.ends_with('/')) spec.directory.pop_back();
    DeltaShape shape;
    shape.partitionBy = spec.partitionBy;
    VITRINE_TRY(shape.mergeSchema, flagIn(spec.options, kMergeSchema));
    VITRINE_TRY(shape.overwriteSchema, flagIn(spec.options, kOverwriteSchema));
    VITRINE_TRY(shape.properties, takeProperties(spec.options));
    spec.options.erase(std::string(kMergeSchema));
    spec.options.erase(std::string(kOverwriteSchema));
    return std::unique_ptr<Sink>(std::make_unique<DeltaSink>(files, std::move(spec), std::move(shape)));
}

}  // namespace vitrine
