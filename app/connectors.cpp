// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/connectors.h"

#include <fmt/format.h>

#include "core/base/clock.h"
#include "core/connect/sources/file_source.h"
#include "core/connect/sources/fileless_source.h"
#include "core/formats/stream_options.h"
#include "core/query/source_planner.h"

namespace vitrine {
namespace {

class AllConnectors final : public Connectors {
  public:
    Result<std::unique_ptr<Source>> openSource(const PlannedSource& source, ReadSpec spec, const QueryPlan& plan,
                                               FileSystem& files) override {
        if (isFilelessSource(source.spec.format)) return makeFilelessSource(source.spec.format, spec, std::make_shared<SystemClock>());
        std::vector<std::string> excluded;
        if (!plan.checkpointPath.empty()) excluded.push_back(plan.checkpointPath);
        OptionMap options = spec.options;
        if (const auto archive = options.find(std::string_view("sourceArchiveDir")); archive != options.end() && !archive->second.empty()) {
            archive->second = absolutePath(archive->second, plan.baseDirectory);
        }
        VITRINE_TRY(std::unique_ptr<Format> format, makeFormat(source.spec.format, std::move(spec)));
        return std::unique_ptr<Source>(std::make_unique<FileSource>(files, source.resolvedPath, options, std::move(excluded),
                                                                    std::move(format), plan.conf));
    }

    Result<std::unique_ptr<Sink>> openSink(const SinkSpec& sink, const QueryPlan&, FileSystem&) override {
        // The live table holds what the memory sink would, and the command line prints what the console sink would.
        if (sink.format == "memory" || sink.format == "console") return std::unique_ptr<Sink>();
        return Error(ErrorCode::UnsupportedFormat, fmt::format("The sink format '{}' is not available.", sink.format));
    }
};

}  // namespace

Connectors& allConnectors() {
    static AllConnectors instance;
    return instance;
}

}  // namespace vitrine
