// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/connectors.h"

#include <fmt/format.h>

#include "core/base/clock.h"
#include "core/catalog/workspace.h"
#include "core/connect/sinks/command_sink.h"
#include "core/connect/sinks/console_sink.h"
#include "core/connect/sinks/delta_sink.h"
#include "core/connect/sinks/file_sink.h"
#include "core/connect/sinks/sqlite_sink.h"
#include "core/connect/sources/file_source.h"
#include "core/connect/sources/fileless_source.h"
#include "core/formats/stream_options.h"
#include "core/query/source_planner.h"

namespace vitrine {
namespace {

std::string lowerCase(std::string text) {
    for (char& letter : text) letter = letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter + 32) : letter;
    return text;
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
        const std::string format = lowerCase(sink.format);
        const std::string path = sink.path.empty() ? std::string() : absolutePath(sink.path, context.plan.baseDirectory);
        if (format == "memory") return std::unique_ptr<Sink>();   // the live result holds its table
        if (format == "json" || format == "csv" || format == "parquet")
            return std::unique_ptr<Sink>(std::make_unique<FileSink>(context.files, FileSinkSpec{format, path, sink.options, sink.partitionBy}, context.clock));
        if (format == "console") {
            VITRINE_TRY(const ConsoleOptions options, ConsoleOptions::parse(sink.options));
            return std::unique_ptr<Sink>(std::make_unique<ConsoleSink>(options, ConsoleSink::standardOutput()));
        }
        if (format == "foreachbatch")
            return std::unique_ptr<Sink>(std::make_unique<CommandSink>(CommandSinkSpec{sink.command, context.plan.baseDirectory}));
        if (format == "delta") {
            DeltaSinkSpec spec{path, sink.options, sink.partitionBy};
            if (path.empty()) {
                if (context.workspace.empty()) return Error(ErrorCode::MissingField, "There is no workspace to keep tables in.").withWayOut("Name one, or write to a path.");
                VITRINE_TRY(const TableName table, parseTableName(sink.table));
                VITRINE_TRY(spec.directory, Workspace(context.workspace, context.files).locationOf(table));
            }
            return makeDeltaSink(context.files, std::move(spec));
        }
        if (format == "sqlite") {
            VITRINE_TRY(SqliteSinkSpec spec, SqliteSinkSpec::of(sink.table, path, context.workspace));
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
