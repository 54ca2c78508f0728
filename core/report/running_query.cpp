// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/running_query.h"

#include <algorithm>

#include <fmt/format.h>

namespace vitrine {

Result<void> QueryRegistry::admit(const std::string& name) const {
    std::scoped_lock lock(mutex_);
    return admitLocked(name);
}

Result<void> QueryRegistry::admitLocked(const std::string& name) const {
    const auto sameName = [&](const std::shared_ptr<RunningQuery>& other) { return !name.empty() && other->name() == name; };
    if (std::none_of(queries_.begin(), queries_.end(), sameName)) return {};
    return Error(ErrorCode::DuplicateActiveQuery, fmt::format("A query named '{}' is already active.", name))
        .at("/name")
        .withWayOut("Stop it first, or give this one another name.");
}

Result<void> QueryRegistry::add(const std::shared_ptr<RunningQuery>& query) {
    std::scoped_lock lock(mutex_);
    VITRINE_CHECK_OK(admitLocked(query->name()));
    const auto same = std::find_if(queries_.begin(), queries_.end(), [&](const auto& other) { return other->id() == query->id(); });
    if (same != queries_.end())
        return Error(ErrorCode::DuplicateActiveQuery,
                     fmt::format("The query with id {} is already active{}.", query->id(), (*same)->name().empty() ? "" : " as " + (*same)->name()))
            .at("/checkpoint")
            .withWayOut("Stop it first, or name another checkpoint.");
    queries_.push_back(query);
    return {};
}

void QueryRegistry::remove(const RunningQuery* query) {
    std::shared_ptr<RunningQuery> removed;   // its last owner must not hold the lock
    std::scoped_lock lock(mutex_);
    const auto found = std::find_if(queries_.begin(), queries_.end(), [&](const auto& other) { return other.get() == query; });
    if (found == queries_.end()) return;
    removed = std::move(*found);
    queries_.erase(found);
    completed_.push_front(removed->summary());
    if (completed_.size() > kCompletedKept) completed_.pop_back();
}

std::vector<QuerySummary> QueryRegistry::completed() const {
    std::scoped_lock lock(mutex_);
    return {completed_.begin(), completed_.end()};
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
