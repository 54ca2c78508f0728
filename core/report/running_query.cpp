// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/running_query.h"

#include <algorithm>

#include <fmt/format.h>

namespace vitrine {

Result<void> QueryRegistry::add(const std::shared_ptr<RunningQuery>& query) {
    std::scoped_lock lock(mutex_);
    const auto sameName = [&](const std::shared_ptr<RunningQuery>& other) {
        return !query->name().empty() && other->name() == query->name();
    };
    if (std::any_of(queries_.begin(), queries_.end(), sameName)) {
        return Error(ErrorCode::DuplicateActiveQuery, fmt::format("A query named '{}' is already active.", query->name()))
            .at("/name")
            .withWayOut("Stop it first, or give this one another name.");
    }
    queries_.push_back(query);
    return {};
}

void QueryRegistry::remove(const RunningQuery* query) {
    std::scoped_lock lock(mutex_);
    std::erase_if(queries_, [&](const auto& other) { return other.get() == query; });
}

std::vector<std::shared_ptr<RunningQuery>> QueryRegistry::active() const {
    std::scoped_lock lock(mutex_);
    return queries_;
}

std::shared_ptr<RunningQuery> QueryRegistry::find(const std::string& nameOrId) const {
    std::scoped_lock lock(mutex_);
    const auto found = std::find_if(queries_.begin(), queries_.end(), [&](const auto& query) {
        return query->name() == nameOrId || query->id() == nameOrId || query->runId() == nameOrId;
    });
    return found == queries_.end() ? nullptr : *found;
}

void QueryRegistry::requestStopAll() {
    for (const auto& query : active()) query->requestStop();
}

}  // namespace vitrine
