// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/table_writers.h"

namespace vitrine {

std::vector<TableWriter> tableWritersOf(const std::vector<ProcessStreams>& processes) {
    std::vector<TableWriter> writers;
    for (const ProcessStreams& process : processes) {
        for (const QuerySummary& query : process.active) {
            for (const SinkSummary& sink : query.sinks)
                if (!sink.path.empty()) writers.push_back({query.name.empty() ? query.id : query.name, process.process, sink.path, sink.table});
        }
    }
    return writers;
}

}  // namespace vitrine
