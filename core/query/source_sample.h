// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/file_system.h"
#include "core/base/result.h"
#include "core/data/batch.h"
#include "core/data/session_conf.h"
#include "core/query/query_document.h"

namespace vitrine {

/// How much of a source is looked at before a query exists.
struct SampleLimits {
    std::size_t shownFiles = 5;                 ///< files described one by one
    std::size_t files = 20;                     ///< files that rows are read from
    std::size_t rows = 20'000;
    std::uint64_t countedBytes = 64ull << 20;   ///< rows of a larger file are not counted
};

/// One of the first files of a source, as a person looks at it.
struct SampledFile {
    std::string path;                      ///< absolute
    std::string name;                      ///< relative to the source's directory
    std::uint64_t size = 0;                ///< bytes
    std::optional<std::uint64_t> rows;     ///< lines that are not blank, rows of a Parquet file; empty when they were not counted
    std::string firstLine;                 ///< cut at 200 bytes; bytes as they are. Of a Parquet file its columns
    std::string problem;                   ///< why it cannot be read; empty when it can
};

/// What the first line of the first file that has one looks like.
enum class SampledText : std::uint8_t {
    Nothing,        ///< there is no line
    JsonLines,      ///< a whole JSON value a line
    JsonDocument,   ///< a JSON value that goes on in the next line
    Other,
};

/// The files of a source at one moment.
struct FolderSample {
    std::string path;                      ///< absolute directory or glob
    std::uint64_t fileCount = 0;
    std::uint64_t totalBytes = 0;
    std::vector<std::string> paths;        ///< the first files in the order a stream takes them
    std::vector<SampledFile> files;        ///< the first of them
    SampledText text = SampledText::Nothing;
};

/// Lists the files that a stream would read from `source` now (FS-7, FS-10 to FS-15) and looks into the first of them.
/// A file that cannot be read is listed with its problem. PathMissing, SourceUnavailable; Cancelled. Blocks on the disk.
Result<FolderSample> sampleFolder(FileSystem& files, const SourceSpec& source, const std::string& baseDirectory,
                                  const SampleLimits& limits, std::stop_token stop);

/// What the sampled rows hold in one column.
struct SampledColumn {
    static constexpr std::size_t kMaxValues = 20;

    std::uint64_t empty = 0;               ///< rows without a value
    std::vector<std::string> examples;     ///< the first three values that differ, as the file writes them
    std::vector<std::string> values;       ///< all different values in byte order, when there are at most kMaxValues
    bool hasMoreValues = false;            ///< `values` is empty, as there are more
    bool isWholeNumber = false;            ///< every value in the file is a whole number that fits into 64 bits
    std::int64_t least = 0, greatest = 0;  ///< of whole numbers
    bool isTimeText = false;               ///< every value reads as a TIMESTAMP (TS-1) and none is a whole number
};

struct SampledMalformedRow {
    std::string file;                      ///< name without directory
    std::uint64_t line = 0;                ///< counted from 1
    std::string reason;                    ///< a sentence fragment
    std::string text;
};

/// The first rows of a source, as text and as its schema reads them.
struct RowSample {
    SchemaPtr schema;                      ///< the source's own, or the inferred one
    bool isInferred = false;
    bool isWhole = false;                  ///< all rows of all files were read
    std::uint64_t rows = 0;
    std::uint64_t malformed = 0;
    std::vector<SampledMalformedRow> malformedRows;  ///< the first three
    std::vector<SampledColumn> columns;    ///< one a column of `schema`
    Batch texts;                           ///< `rows` rows, every column as the file writes it (STRING)
    Batch values;                          ///< the same rows with the types of `schema`
};

/// Reads the first rows of the files of `folder`, with the source's schema or, when it has none, with the inferred one
/// (INF-1 to INF-6; without the column of unreadable records). Bad rows are read as PERMISSIVE does, whatever the mode.
/// Files that cannot be read are passed over. CannotInferSchema, DdlSyntax and the like; Cancelled. Blocks on the disk.
Result<RowSample> sampleRows(FileSystem& files, const FolderSample& folder, const SourceSpec& source,
                             const SessionConf& conf, const SampleLimits& limits, std::stop_token stop);

/// What a whole number counts since 1970.
enum class EpochUnit : std::uint8_t { Seconds, Milliseconds, Microseconds, Nanoseconds };

/// The unit in which both numbers are times from 1990 to 2100; at most one is.
std::optional<EpochUnit> epochUnitOf(std::int64_t least, std::int64_t greatest);

/// A number of such units as microseconds since 1970; parts of a microsecond are cut off. Empty when it does not fit.
std::optional<std::int64_t> instantOf(std::int64_t number, EpochUnit unit);

}  // namespace vitrine
