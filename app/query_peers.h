// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "app/runtime_directory.h"
#include "core/base/time.h"
#include "core/report/query_summary.h"

namespace vitrine {

/// How long processes that are asked side by side may take to answer.
inline constexpr Millis kPeerPatience{500};

/// The processes of this user that run queries, asked over their sockets in `directory` (QueryService), by process number. One
/// that does not answer in time is listed with the reason; sockets that dead processes left are removed. `excepted` is left
/// out. Blocks for `patience` at most.
Result<std::vector<ProcessStreams>> listStreams(const RuntimeDirectory& directory, std::int64_t excepted = 0, Millis patience = kPeerPatience);

/// Asks `process` to stop the query `nameOrId`, or all of its queries when that is empty; true when it has one to stop. It may
/// still be active when this returns. SourceUnavailable when the process does not answer.
Result<bool> stopStream(const RuntimeDirectory& directory, std::int64_t process, const std::string& nameOrId, Millis patience = kPeerPatience);

}  // namespace vitrine
