// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/file_system.h"
#include "core/base/result.h"
#include "core/base/time.h"
#include "core/data/batch.h"
#include "core/data/session_conf.h"

namespace vitrine {

/// Spark's option names (case-insensitive) and values as the query document has them.
struct CaseInsensitiveLess {
    using is_transparent = void;
    bool operator()(std::string_view left, std::string_view right) const noexcept;
};
using OptionMap = std::map<std::string, std::string, CaseInsensitiveLess>;

/// A line or value that could not be read as its schema asks (JS-40).
struct MalformedRow {
    std::uint32_t fileIndex = 0;
    std::uint64_t offset = 0;    ///< byte at which the record starts (in the decompressed file)
    std::string column;          ///< the first bad column; empty when the whole record is not readable
    std::string reason;          ///< a sentence fragment: "`abc` is not an INT"
    std::string text;            ///< the record, cut at 1,000 bytes
    bool counted = true;         ///< goes on as a row with NULLs (PERMISSIVE); false: dropped
};

/// Collects malformed rows of one worker: all are counted, the first kKept are kept.
struct MalformedRows {
    static constexpr std::size_t kKept = 1000;
    std::vector<MalformedRow> rows;
    std::uint64_t total = 0;
    std::uint64_t dropped = 0;   ///< of them, how many gave no row
    void add(MalformedRow row);
};

/// What FAILFAST says of a malformed row of `path` (JS-44).
Error malformedRecordError(const std::string& path, const MalformedRow& row);

/// Columns that do not come from a file's content (FS-20 to FS-23, FS-58).
struct FileColumns {
    std::string basePath;                   ///< `name=value` directories below it are columns; empty: none are
    std::vector<std::string> partitions;    ///< those that were there when the query was defined
    std::optional<std::size_t> metadata;    ///< position of `_metadata` in the schema
};

/// What is read of every file: the columns the query needs (JS-6) and how.
struct ReadSpec {
    SchemaPtr schema;                    ///< the source's whole schema, in order
    std::vector<std::size_t> columns;    ///< positions in `schema` to produce, ascending; may be empty (rows are counted)
    OptionMap options;
    SessionConf conf;
    std::size_t chunkRows = 4096;        ///< rows a batch aims at
    FileColumns fileColumns;
    EventTime now{};                     ///< its date completes texts that are a time only (TS-1)
    bool fastPath = true;                ///< false: every line goes to the exact reader; same rows either way
};

/// One file or a byte range of one: lines that start in [begin, end) belong to it (FS-50, FS-57).
struct FileRange {
    std::uint32_t fileIndex = 0;
    std::string path;
    std::uint64_t begin = 0;
    std::uint64_t end = UINT64_MAX;      ///< the planned end of the file for the last range
    bool lastOfFile = true;
    std::uint64_t fileSize = 0;          ///< bytes when the read was planned
    WallTime modified{};
};

/// Reads one range, batch by batch, on one thread.
class RowReader {
  public:
    virtual ~RowReader() = default;

    /// Fills `batch` with the next rows (schema = the produced columns, origins set). Returns false at the end, with an
    /// empty batch. Tests `stop` at least every MiB. MalformedRecord in FAILFAST; ReadFailed, FileVanished, CorruptCompression.
    virtual Result<bool> next(Batch& batch, MalformedRows& malformed, std::stop_token stop) = 0;

    /// Bytes of the file consumed so far.
    virtual std::uint64_t bytesRead() const noexcept = 0;
};

/// A file format with its options read and checked. Immutable, thread-safe.
class Format {
  public:
    virtual ~Format() = default;

    /// Opens one range. Chooses decompression by the file's name (FS-54); skips a BOM (FS-56).
    virtual Result<std::unique_ptr<RowReader>> open(FileSystem& files, const FileRange& range) const = 0;

    /// False when a file must be read whole by one reader (multiLine, compressed).
    virtual bool splittable(const std::string& path) const noexcept = 0;

    /// The schema of the batches that readers produce.
    virtual const SchemaPtr& produced() const noexcept = 0;
};

/// Makes the format `name` (json, csv, text, parquet). Errors: UnsupportedFormat, InvalidOption at
/// `/source/options/NAME`, CorruptRecordColumn (JS-42); PartMissing for parquet in a build without Arrow.
Result<std::unique_ptr<Format>> makeFormat(std::string_view name, ReadSpec spec);

/// The option names a format understands, with default and one line of help; for warnings about unknown ones and the window.
struct OptionInfo {
    std::string_view name;
    std::string_view defaultText;
    std::string_view help;
};
std::vector<OptionInfo> formatOptions(std::string_view format);

/// Infers the schema of JSON files (INF-1 to INF-6) and others from at most `maxRows` rows of `paths`; that of Parquet files is
/// in them. CannotInferSchema.
struct InferredSchema {
    Schema schema;
    std::uint64_t rows = 0;
    std::uint64_t malformed = 0;
};
Result<InferredSchema> inferSchema(FileSystem& files, std::string_view format, const std::vector<std::string>& paths,
                                   const OptionMap& options, const SessionConf& conf, std::uint64_t maxRows,
                                   std::stop_token stop);

}  // namespace vitrine
