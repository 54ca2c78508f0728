// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/base/time.h"

namespace vitrine {

enum class QueryState : std::uint8_t { NotStarted, Starting, Running, Paused, Stopping, Stopped, Finished, Failed };

/// What a running query does at this moment; the sentence of the window is made from it.
enum class QueryActivity : std::uint8_t {
    None,
    Initializing,
    ListingFiles,
    Reading,
    Computing,
    Writing,
    WaitingForData,
    WaitingForTrigger,
    SourceMissing,     ///< the directory is not there; the query waits for it to come back
};

/// The state of a query, as a value. `message` is Spark's own (QY-8).
struct QueryStatus {
    QueryState state = QueryState::NotStarted;
    QueryActivity activity = QueryActivity::None;
    std::string message = "Initializing StreamExecution";
    bool isDataAvailable = false;
    bool isTriggerActive = false;
    std::int64_t batchId = 0;                  ///< the batch in progress, or the next one
    std::optional<WallTime> nextTrigger;
    std::optional<Error> error;                ///< of a Failed query, or why the source is missing
    /// What Spark passes over without a word, a sentence each; stays for the run: what a restart found changed (spark-semantics 7.4)
    /// and the first kNotices of what the reports say of the input (BatchReport::notices).
    std::vector<std::string> notes;
    static constexpr std::size_t kNotices = 100;
};

}  // namespace vitrine
