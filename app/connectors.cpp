// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/connectors.h"

#include <fmt/format.h>

#include "core/base/ascii_case.h"
#include "core/base/clock.h"
#include "core/catalog/workspace.h"
#include "core/connect/sinks/command_sink.h"
#include "core/connect/sinks/console_sink.h"
#include "core/connect/sinks/delta_sink.h"
#include "core/connect/sinks/file_sink.h"
#include "core/connect/sinks/kafka_sink.h"
#include "core/connect/sinks/sqlite_sink.h"
#include "core/connect/sources/file_source.h"
#include "core/connect/sources/fileless_source.h"
#include "core/formats/stream_options.h"
#include "core/query/source_planner.h"

namespace vitrine {
namespace {

/// Where the workspace keeps a table that a sink names; noted there with the columns of the result (SK-51).
struct Place {
    std::string location;
    std::string table;
};
Result<Place> placeOf(const std::string& table, const std::string& format, const ConnectContext& context) {
    if (context.workspace.empty()) {
        return Error(ErrorCode::SinkRefused, fmt::format("There is no workspace for the table `{}`.", table)).withWayOut("Name one, or give the sink a `path`.");
    }
    Workspace workspace(context.workspace, context.files);
    VITRINE_TRY(const TableName name, parseTableName(table));
    if (const auto known = workspace.find(name)) {
        if (known->format == format) return Place{known->location, name.table};
        return Error(ErrorCode::SinkRefused, fmt::format("The table {}.{} is of format {}, not {}.", name.database, name.table, known->format, format))
            .withWayOut("Name another table, or drop that one.");
    }
    VITRINE_TRY(const std::string location, workspace.locationOf(name, format));
    VITRINE_CHECK_OK(workspace.registerTable({name.database, name.table, format, location, false, {}, toDdl(*context.plan.root->output)}));
    return Place{location, name.table};
}

class AllConnectors final : public Connectors {
  public:
    Result<std::unique_ptr<Source>> openSource(const PlannedSource& source, ReadSpec spec, const ConnectContext& context) override {
        if (isFilelessSource(source.spec.format)) return makeFilelessSource(source.spec.format, spec, context.clock);
        const QueryPlan& plan = context.plan;
        std::vector<std::string> excluded;
        if (!plan.checkpointPath.empty()) excluded.push_back(plan.checkpointPath);
        for (const SinkSpec& sink : plan.document.sinks)
            if (!sink.path.empty()) excluded.push_back(absolutePath(sink.path, plan.baseDirectory));
        OptionMap options = spec.options;
        if (const auto archive = options.find(std::string_view("sourceArchiveDir")); archive != options.end() && !archive->second.empty()) {
            archive->second = absolutePath(archive->second, plan.baseDirectory);
        }
        VITRINE_TRY(std::unique_ptr<Format> format, makeFormat(source.spec.format, std::move(spec)));
        return std::unique_ptr<Source>(std::make_unique<FileSource>(context.files, source.resolvedPath, options, std::move(excluded),
                                                                    std::move(format), plan.conf));
    }

    Result<std::unique_ptr<Sink>> openSink(const SinkSpec& sink, const ConnectContext& context) override {
        const std::string format = lowerAscii(sink.format);
        const std::string path = sink.path.empty() ? std::string() : absolutePath(sink.path, context.plan.baseDirectory);
        if (format == "memory") return std::unique_ptr<Sink>();   // the live result holds its table
        if (format == "json" || format == "csv" || format == "parquet")
            return std::unique_ptr<Sink>(std::make_unique<FileSink>(context.files, FileSinkSpec{format, path, sink.options, sink.partitionBy}, context.clock));
        if (format == "console") {
            VITRINE_TRY(const ConsoleOptions options, ConsoleOptions::parse(sink.options));
            return std::unique_ptr<Sink>(std::make_unique<ConsoleSink>(options, ConsoleSink::standardOutput()));
        }
        if (format == "kafka") return makeKafkaSink(sink.options);
        if (format == "foreachbatch")
            return std::unique_ptr<Sink>(std::make_unique<CommandSink>(CommandSinkSpec{sink.command, context.plan.baseDirectory}));
        if (format == "delta") {
            DeltaSinkSpec spec{path, sink.options, sink.partitionBy};
            if (path.empty()) {
                VITRINE_TRY(const Place place, placeOf(sink.table, format, context));
                spec.directory = place.location;
            }
            return makeDeltaSink(context.files, std::move(spec));
        }
        if (format == "sqlite") {
            SqliteSinkSpec spec{path, sink.table};
            if (path.empty()) {
                VITRINE_TRY(const Place place, placeOf(sink.table, format, context));
                spec = {place.location, place.table};
            }
            return std::unique_ptr<Sink>(std::make_unique<SqliteSink>(context.files, std::move(spec)));
        }
        return Error(ErrorCode::UnsupportedFormat, fmt::format("The sink format '{}' is not available.", sink.format));
    }
};

}  // namespace

Connectors& allConnectors() {
    static AllConnectors instance;
    return instance;
}

}  // namespace vitrine
