// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/connect/sinks/part_files.h"

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

#include "core/base/kill_point.h"
#include "core/base/random_uuid.h"
#include "core/base/stop.h"
#include "core/data/cast_text.h"
#include "core/formats/partition_values.h"

namespace vitrine {
namespace {

using PartitionValues = std::vector<std::optional<std::string>>;

/// The rows of one partition, without its columns.
struct Partition {
    PartitionValues values;
    std::vector<Batch> rows;
    std::uint64_t numRows = 0;
};

/// The columns of files.
std::vector<std::size_t> keptColumns(std::size_t columns, std::span<const std::size_t> partitionBy) {
    std::vector<std::size_t> kept;
    for (std::size_t index = 0; index < columns; ++index)
        if (std::find(partitionBy.begin(), partitionBy.end(), index) == partitionBy.end()) kept.push_back(index);
    return kept;
}

/// Deals the rows out, each partition in the order of its rows. An empty text is the default partition as NULL is.
std::vector<Partition> dealOut(const PartFilesSpec& spec, const SchemaPtr& fileSchema, const ResultBatch& result) {
    std::vector<Partition> partitions;
    std::map<PartitionValues, std::size_t> known;
    const std::vector<std::size_t> kept = keptColumns(spec.schema->size(), spec.partitionBy);
    for (const Batch& chunk : result.chunks) {
        Batch narrowed{fileSchema, {}, chunk.numRows, nullptr};
        for (const std::size_t index : kept) narrowed.columns.push_back(chunk.columns[index]);
        std::map<std::size_t, std::vector<std::uint32_t>> rowsOf;
        for (std::size_t row = 0; row < chunk.numRows; ++row) {
            PartitionValues values;
            for (const std::size_t index : spec.partitionBy) {
                const Column& column = chunk.column(index);
                std::string text = column.isNull(row) ? std::string() : castToText(column, row, spec.conf.zone);
                values.push_back(text.empty() ? std::nullopt : std::optional(std::move(text)));
            }
            const auto [found, isNew] = known.try_emplace(values, partitions.size());
            if (isNew) partitions.push_back({std::move(values), {}, 0});
            rowsOf[found->second].push_back(static_cast<std::uint32_t>(row));
        }
        for (const auto& [partition, rows] : rowsOf) {
            partitions[partition].rows.push_back(rows.size() == chunk.numRows ? narrowed : gather(narrowed, rows));
            partitions[partition].numRows += rows.size();
        }
    }
    return partitions;
}

/// What a call has put on the disk, taken away again unless it is kept.
class Leftovers {
  public:
    explicit Leftovers(FileSystem& files) : files_(files) {}
    ~Leftovers() {
        for (const std::string& path : paths_) static_cast<void>(files_.remove(path));
    }
    Leftovers(const Leftovers&) = delete;
    Leftovers& operator=(const Leftovers&) = delete;
    void add(std::string path) { paths_.push_back(std::move(path)); }
    void replaceLast(std::string path) { paths_.back() = std::move(path); }
    void keep() { paths_.clear(); }

  private:
    FileSystem& files_;
    std::vector<std::string> paths_;
};

Result<void> writeRows(const WriteFormat& format, OutputFile& file, std::span<const Batch> rows, std::stop_token stop) {
    VITRINE_TRY(const std::unique_ptr<RowWriter> writer, format.open(file));
    for (const Batch& batch : rows) {
        VITRINE_CHECK_OK(checkStop(stop));
        VITRINE_CHECK_OK(writer->write(batch));
    }
    return writer->finish();
}

}  // namespace

SchemaPtr partFileSchema(const Schema& schema, std::span<const std::size_t> partitionBy) {
    std::vector<Field> fields;
    for (const std::size_t index : keptColumns(schema.size(), partitionBy)) fields.push_back(schema[index]);
    return std::make_shared<const Schema>(std::move(fields));
}

Result<std::vector<PartFile>> writePartFiles(FileSystem& files, const PartFilesSpec& spec, const WriteFormat& format,
                                             const ResultBatch& result, bool evenIfEmpty, std::stop_token stop,
                                             const std::function<void(const PartFile&, std::span<const Batch>)>& written) {
    const SchemaPtr fileSchema = partFileSchema(*spec.schema, spec.partitionBy);
    std::vector<Partition> partitions;
    if (!spec.partitionBy.empty()) partitions = dealOut(spec, fileSchema, result);
    else if (result.numRows > 0 || evenIfEmpty) partitions.push_back({{}, result.chunks, result.numRows});

    const std::string name = fmt::format("part-00000-{}{}c000{}", randomUuid(), spec.partitionBy.empty() ? "-" : ".", format.suffix());
    Leftovers leftovers(files);
    std::set<std::string> directories;
    std::vector<PartFile> parts;
    for (Partition& partition : partitions) {
        VITRINE_CHECK_OK(checkStop(stop));
        PartFile part;
        std::string directory = spec.directory;
        for (std::size_t at = 0; at < partition.values.size(); ++at) {
            const std::string step = partitionDirectoryName((*spec.schema)[spec.partitionBy[at]].name, partition.values[at]);
            directory += '/' + step;
            part.path += step + '/';
        }
        part.path += name;
        VITRINE_CHECK_OK(files.makeDirectories(directory));
        directories.insert(directory);

        const std::string path = directory + '/' + name;
        const std::string temporary = temporaryNameFor(path);
        VITRINE_TRY(const std::unique_ptr<OutputFile> file, files.create(temporary));
        leftovers.add(temporary);
        VITRINE_CHECK_OK(writeRows(format, *file, partition.rows, stop));
        VITRINE_CHECK_OK(file->finish());
        reachKillPoint(KillPoint::PartFileWritten);
        VITRINE_CHECK_OK(files.publish(temporary, path));
        leftovers.replaceLast(path);
        reachKillPoint(KillPoint::PartFilePublished);
        VITRINE_TRY(const DirectoryEntry standing, files.stat(path));
        part.partitionValues = std::move(partition.values);
        part.size = standing.size;
        part.modified = standing.modified;
        part.numRows = partition.numRows;
        if (written) written(part, partition.rows);
        parts.push_back(std::move(part));
    }
    for (const std::string& directory : directories) VITRINE_CHECK_OK(files.syncDirectory(directory));
    reachKillPoint(KillPoint::PartFilesSynced);
    leftovers.keep();
    return parts;
}

}  // namespace vitrine
