// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace vitrine::test {

enum class SinkKind : std::uint8_t { BatchFiles, Json, Csv, Parquet, Sqlite, Delta, Command };
enum class Shape : std::uint8_t { Stateless, Deduplicated, Windowed };

/// One row of generated input.
struct InputRow {
    std::int64_t id = 0;
    std::int64_t seconds = 0;    ///< event time
    std::string device;
    std::int64_t value = 0;
    bool late = false;           ///< so old that every batch that meets it drops it
};

/// A query over generated input that has one right answer, whatever interrupts it. Batch i reads file i; the last file closes all
/// windows of the others and is read by a run of its own, so that the answer does not depend on no-data batches, which a restart
/// may leave out (WM-22).
struct Scenario {
    SinkKind sink = SinkKind::BatchFiles;
    Shape shape = Shape::Stateless;
    std::string outputMode = "append";
    std::size_t files = 6;           ///< without the closing one
    std::size_t rowsPerFile = 20;
    std::size_t instalments = 1;     ///< the files arrive in so many parts, a run each
    bool cleansSource = false;       ///< input is deleted once it is committed
    std::uint64_t seed = 1;

    /// `json_append_windowed`
    std::string name() const;
    std::vector<std::string> columns() const;
    std::vector<std::vector<InputRow>> input() const;
    /// The first and the last (exclusive) file of instalment `index`; the one after the last is the closing file.
    std::pair<std::size_t, std::size_t> filesOf(std::size_t instalment) const;
};

/// Where a scenario lives.
struct Place {
    std::string root;
    std::string in() const { return root + "/in"; }
    std::string out() const { return root + "/out"; }
    std::string checkpoint() const { return root + "/checkpoint"; }
};

/// The query as a document, with absolute paths.
std::string documentOf(const Scenario& scenario, const Place& place);

/// Lets the files of an instalment appear.
void deliver(const Scenario& scenario, const Place& place, std::size_t instalment);
/// All that are left but the closing one; then the closing one.
void deliverAll(const Scenario& scenario, const Place& place);
/// Takes away all input.
void undeliver(const Place& place);
void deliverClosing(const Scenario& scenario, const Place& place);

const char* nameOf(SinkKind kind);
const char* nameOf(Shape shape);
constexpr SinkKind kSinkKinds[] = {SinkKind::BatchFiles, SinkKind::Json, SinkKind::Csv,    SinkKind::Parquet,
                                   SinkKind::Sqlite,     SinkKind::Delta, SinkKind::Command};

/// Whether this build writes such sinks.
bool isAvailable(SinkKind kind);

/// Everything that `kind` can be asked for: output mode and shape.
std::vector<Scenario> scenariosOf(SinkKind kind);

}  // namespace vitrine::test
