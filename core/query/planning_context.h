// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "core/query/logical_plan.h"

namespace vitrine {

/// What one call of planQuery() collects: the plan being made and what was found on the way. Not shared between threads.
class PlanningContext {
  public:
    PlanningContext(FileSystem& fileSystem, QueryPlan& queryPlan) : files(fileSystem), plan(queryPlan) {}

    FileSystem& files;
    QueryPlan& plan;

    void refuse(Phase phase, Error error) { refusals_[static_cast<std::size_t>(phase)].push_back(std::move(error)); }
    void warn(Error error) { warnings_.push_back(std::move(error)); }
    bool hasRefusals() const noexcept {
        return !refusals_[0].empty() || !refusals_[1].empty() || !refusals_[2].empty();
    }

    /// Errors in the order Spark would meet them, then warnings.
    std::vector<Diagnostic> diagnostics() && {
        std::vector<Diagnostic> all;
        for (const Phase phase : {Phase::Define, Phase::Start, Phase::Run}) {
            for (Error& error : refusals_[static_cast<std::size_t>(phase)]) {
                all.push_back({std::move(error), Severity::Error, phase});
            }
        }
        for (Error& error : warnings_) all.push_back({std::move(error), Severity::Warning, Phase::Define});
        return all;
    }

  private:
    std::vector<Error> refusals_[3];
    std::vector<Error> warnings_;
};

}  // namespace vitrine
