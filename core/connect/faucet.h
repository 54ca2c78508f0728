// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "core/base/file_system.h"
#include "core/base/result.h"
#include "core/base/time.h"

namespace vitrine {

/// What the generated rows of a faucet look like. Event time runs from `start` by `eventTimePerFile` a file.
struct FaucetSpec {
    std::uint64_t seed = 1;
    std::size_t rowsPerFile = 200;
    EventTime start{std::chrono::seconds(1469491200)};   ///< 2016-07-26T00:00:00Z
    Micros eventTimePerFile{std::chrono::minutes(8)};
    Micros disorder{std::chrono::minutes(25)};           ///< how far rows on time are shuffled back
    double lateShare = 0.0005;                           ///< rows far behind, which a two-hour watermark drops
    Micros lateBy{std::chrono::hours(4)};
    double malformedShare = 0.0003;
};

/// A row of one kind, written on demand.
enum class FaucetRow { OnTime, Late, Malformed, Duplicate, FarFuture };

/// Writes a stream of JSON files into a directory, each complete under its name at once (written beside, then renamed).
/// The same spec gives the same files. Not thread-safe; calls block on the disk only.
class Faucet {
  public:
    virtual ~Faucet() = default;

    /// Writes the next file and returns its path; an empty path when there is no more.
    virtual Result<std::string> writeNext() = 0;

    /// Writes a file with one row of `kind` at the stream's present event time. InvalidArgument where a faucet replays files.
    virtual Result<std::string> writeRow(FaucetRow kind) = 0;
};

/// Two actions, Open and Close, with a daily rhythm, disorder, late rows and a few malformed lines.
Result<std::unique_ptr<Faucet>> makeDemoFaucet(FileSystem& files, const std::string& directory, const FaucetSpec& spec);

/// The lines of one file, `spec.rowsPerFile` at a time (a compressed one whole), or the files of a directory by name, one
/// at a time.
Result<std::unique_ptr<Faucet>> makeReplayFaucet(FileSystem& files, const std::string& fileOrDirectory,
                                                 const std::string& directory, const FaucetSpec& spec);

}  // namespace vitrine
