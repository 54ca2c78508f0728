// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/query/sink_planner.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "core/data/nearest_word.h"
#include "core/formats/kafka_options.h"
#include "core/formats/option_reader.h"
#include "core/formats/partition_values.h"
#include "core/formats/row_writer.h"
#include "core/formats/stream_options.h"
#include "core/query/detail/document_json.h"
#include "core/query/source_planner.h"
#include "core/query/supported_formats.h"

namespace vitrine {
namespace {

constexpr std::array<std::string_view, 9> kKnownSinks{"parquet", "json",    "csv",    "delta",       "sqlite",
                                                      "kafka",   "console", "memory", "foreachBatch"};

/// The checks of one sink.
class SinkCheck {
  public:
    SinkCheck(PlanningContext& context, std::size_t index)
        : context_(context), sink_(context.plan.document.sinks[index]), place_(detail::pointerTo("/sinks", index)) {}

    /// Whether the format is one that can be written.
    bool isKnown() {
        const auto supported = sinkFormats();
        if (std::any_of(supported.begin(), supported.end(), [this](std::string_view format) { return is(format); })) return true;
        if (is("foreach")) {
            refuse(Error(ErrorCode::UnsupportedFormat, "Rows cannot be handed to code one by one (`foreach`).")
                       .at(place_ + "/format")
                       .withWayOut("Use `foreachBatch` with a `command`: it gets the rows of a batch as JSON lines."));
            return false;
        }
        const bool isWord = std::any_of(kKnownSinks.begin(), kKnownSinks.end(), [this](std::string_view format) { return is(format); });
        const std::string_view nearest = isWord ? std::string_view() : nearestWord(sink_.format, kKnownSinks);
        const std::string writable = fmt::format("Can be written: {}.", fmt::join(supported, ", "));
        refuse(Error(ErrorCode::UnsupportedFormat, isWord ? fmt::format("The sink format `{}` cannot be written here.", sink_.format)
                                                          : fmt::format("There is no sink format `{}`.", sink_.format))
                   .at(place_ + "/format")
                   .withWayOut(nearest.empty() ? writable : fmt::format("Did you mean `{}`? {}", nearest, writable)));
        return false;
    }

    void checkDocument() {
        const QueryDocument& document = context_.plan.document;
        if (needsCheckpoint(sink_.format) && context_.plan.checkpointPath.empty()) {
            refuse(Error(ErrorCode::CheckpointRequired, fmt::format("The sink `{}` needs a checkpoint.", sink_.format))
                       .at("/checkpoint")
                       .withWayOut(R"(Name a directory: "checkpoint": "checkpoints/my_query".)"));
        }
        if (is("memory") && document.name.empty()) {
            refuse(Error(ErrorCode::MissingField, "The memory sink needs a name for its table.").at("/name").withWayOut("Give the query a `name`."));
        }
        if (isFile() && sink_.path.empty()) missing("path", "a directory for its files");
        if (is("sqlite") && sink_.table.empty()) missing("table", "the name of a table, such as db.counts");
        if (is("foreachBatch") && sink_.command.empty()) missing("command", "a command that gets each batch as JSON lines");
        if (is("delta") && sink_.path.empty() == sink_.table.empty()) {
            if (sink_.path.empty()) missing("table", "a `table` such as db.counts, or a `path`");
            else refuse(Error(ErrorCode::SinkRefused, "A Delta sink has either a `path` or a `table`.").at(place_ + "/table").withWayOut("Leave one of them out."));
        }
        if (!sink_.partitionBy.empty() && !isFile() && !is("delta")) {
            refuse(Error(ErrorCode::SinkRefused, fmt::format("The sink `{}` cannot be partitioned.", sink_.format))
                       .at(place_ + "/partitionBy")
                       .withWayOut("Leave `partitionBy` out, or write to files or Delta."));
        }
        if (is("console")) refuseIfFailed(ConsoleOptions::parse(sink_.options));
        if (is("kafka")) {
            if (!hasKafka()) refuse(kafkaMissing(place_ + "/format"));
            else if (refuseIfFailed(KafkaSinkOptions::parse(sink_.options))) warnAboutSecrets(context_, sink_.options, place_);
        }
    }

    void checkResult(const LogicalNode& root) {
        const Schema& schema = *root.output;
        const std::string& mode = context_.plan.outputMode;
        if (isFile() && (mode == "update" || mode == "complete")) refuseMode("append");
        if (is("delta") && mode == "update") refuseMode("append or complete");
        if (is("kafka")) {
            if (const auto options = KafkaSinkOptions::parse(sink_.options)) refuseIfFailed(KafkaColumns::of(schema, *options));
            return;
        }
        if (!isFile() && !is("delta")) {
            if (is("sqlite") && mode == "update" && !groupKeyColumns(root)) {
                refuse(Error(ErrorCode::SinkRefused, "The result no longer has all columns that tell its groups apart: rows could not be replaced.")
                           .at(place_)
                           .withWayOut("Select all grouping keys, or use complete mode."));
            }
            return;
        }
        auto columns = partitionColumns(schema, sink_.partitionBy, context_.plan.conf.caseSensitive);
        if (!refuseIfFailed(columns)) return;
        std::vector<Field> fields;
        for (std::size_t index = 0; index < schema.size(); ++index)
            if (std::find(columns->begin(), columns->end(), index) == columns->end()) fields.push_back(schema[index]);
        const OptionMap options = is("delta") ? OptionMap() : sink_.options;
        refuseIfFailed(makeWriteFormat(is("delta") ? "parquet" : sink_.format, {std::make_shared<const Schema>(std::move(fields)), options, context_.plan.conf}));
    }

  private:
    bool is(std::string_view format) const { return equalsIgnoringCase(sink_.format, format); }
    bool isFile() const { return is("json") || is("csv") || is("parquet"); }

    void refuse(Error error) { context_.refuse(Phase::Start, std::move(error)); }

    void missing(std::string_view field, std::string_view what) {
        refuse(Error(ErrorCode::MissingField, fmt::format("The sink `{}` needs a `{}`.", sink_.format, field))
                   .at(fmt::format("{}/{}", place_, field))
                   .withWayOut(fmt::format("Give it {}.", what)));
    }

    void refuseMode(std::string_view allowed) {
        refuse(Error(ErrorCode::OutputModeRefused, fmt::format("The sink `{}` does not support the output mode {}.", sink_.format, context_.plan.outputMode))
                   .at("/outputMode")
                   .withWayOut(fmt::format("Use {}; `sqlite`, `console` and `memory` take every mode.", allowed)));
    }

    /// The errors of formats and partitions, moved to this sink's place.
    template <class T>
    bool refuseIfFailed(const Result<T>& result) {
        if (result) return true;
        Error error = result.error();
        constexpr std::string_view kSource = "/source";
        std::string place = error.place().starts_with(kSource) ? error.place().substr(kSource.size()) : error.place();
        refuse(std::move(error.at(place_ + place)));
        return false;
    }

    PlanningContext& context_;
    const SinkSpec& sink_;
    std::string place_;
};

}  // namespace

void planSinks(PlanningContext& context) {
    for (std::size_t index = 0; index < context.plan.document.sinks.size(); ++index) {
        SinkCheck check(context, index);
        if (check.isKnown()) check.checkDocument();
    }
}

void checkSinks(PlanningContext& context, const LogicalNode& root) {
    const auto supported = sinkFormats();
    for (std::size_t index = 0; index < context.plan.document.sinks.size(); ++index) {
        const std::string& format = context.plan.document.sinks[index].format;
        const auto isFormat = [&](std::string_view known) { return equalsIgnoringCase(known, format); };
        if (std::any_of(supported.begin(), supported.end(), isFormat)) SinkCheck(context, index).checkResult(root);
    }
}

}  // namespace vitrine
