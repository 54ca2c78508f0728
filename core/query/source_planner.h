// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>

#include "core/query/planning_context.h"

namespace vitrine {

/// Resolves path, schema and options of a source (FS-1 to FS-7, INF-1) and adds it to the plan. Returns its number; empty
/// when it was refused. `place` is the JSON pointer of the source.
std::optional<std::size_t> planSource(PlanningContext& context, const SourceSpec& spec, const std::string& place,
                                      bool isStatic);

/// Lets the format check its options and the columns that are read (JS-42), once it is known which those are.
void checkFormats(PlanningContext& context, const std::vector<std::string>& sourcePlaces);

/// Warns of passwords among the options of Kafka that should come from the environment. `place` is the source's or the sink's.
void warnAboutSecrets(PlanningContext& context, const OptionMap& options, const std::string& place);

/// `path` made absolute: relative to `baseDirectory`, `file:` removed.
std::string absolutePath(const std::string& path, const std::string& baseDirectory);

}  // namespace vitrine
