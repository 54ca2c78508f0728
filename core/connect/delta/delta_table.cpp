// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/connect/delta/delta_table.h"

#include <algorithm>

#include <fmt/format.h>

#include "core/base/stop.h"
#include "core/connect/delta/delta_log.h"
#include "core/data/value.h"
#include "core/formats/partition_values.h"
#include "core/formats/row_reader.h"

namespace vitrine {
namespace {

/// The file of `relative` in the file system. TableDamaged for a name that leads out of the table's directory.
Result<std::string> wholePath(const std::string& directory, const std::string& relative) {
    if (relative.starts_with('/')) return relative;
    if (("/" + relative + "/").find("/../") != std::string::npos) {
        return Error(ErrorCode::TableDamaged, fmt::format("The log of the Delta table in '{}' names the file '{}' outside of it.", directory, relative))
            .at(directory)
            .withWayOut("Take the table from a source that you trust.");
    }
    return directory + "/" + relative;
}

/// A value of the log as the column's type; an empty text is NULL.
Result<Value> partitionValueOf(const std::optional<std::string>& text, const Field& field, const TimeZone& zone) {
    if (!text || text->empty()) return Value{};
    // partitionValue() reads names of directories, in which % escapes.
    std::string escaped;
    for (const char letter : *text) escaped += letter == '%' ? std::string("%25") : std::string(1, letter);
    if (field.type->is(TypeKind::Binary)) return Value{*text};
    Result<Value> value = partitionValue({field.name, std::move(escaped)}, *field.type, zone);
    if (value) return value;
    return Error(ErrorCode::TableDamaged,
                 fmt::format("The log of the Delta table has '{}' for its partition column `{}`, which is {}.", *text, field.name, field.type->sql()))
        .withWayOut("Restore the table from a copy.");
}

/// Where a column of the scan comes from.
struct ColumnSource {
    std::optional<std::size_t> inFile;   ///< position among the columns read from the file; none: a partition column
};

class FileScan final : public DeltaScan {
  public:
    FileScan(FileSystem& files, std::shared_ptr<const std::vector<DeltaDataFile>> list, SchemaPtr produced, std::vector<ColumnSource> sources,
             std::unique_ptr<Format> format, TimeZone zone)
        : files_(files), list_(std::move(list)), produced_(std::move(produced)), sources_(std::move(sources)), format_(std::move(format)),
          zone_(std::move(zone)) {}

    Result<bool> next(Batch& batch, std::stop_token stop) override {
        batch = {produced_, {}, 0, nullptr};
        for (;;) {
            VITRINE_CHECK_OK(checkStop(stop));
            if (!reader_) {
                if (position_ == list_->size()) {
                    for (const Field& field : produced_->fields()) batch.columns.push_back(makeNullColumn(field.type, 0));
                    return false;
                }
                VITRINE_CHECK_OK(openFile((*list_)[position_]));
            }
            Batch rows;
            MalformedRows malformed;
            VITRINE_TRY(const bool more, reader_->next(rows, malformed, stop));
            if (!more) {
                reader_.reset();
                ++position_;
                continue;
            }
            batch.numRows = rows.numRows;
            for (std::size_t index = 0; index < sources_.size(); ++index) {
                batch.columns.push_back(sources_[index].inFile
                                            ? rows.columns[*sources_[index].inFile]
                                            : makeConstantColumn((*produced_)[index].type, constants_[index], rows.numRows));
            }
            return true;
        }
    }

    const SchemaPtr& produced() const noexcept override { return produced_; }

  private:
    Result<void> openFile(const DeltaDataFile& file) {
        constants_.assign(sources_.size(), Value{});
        for (std::size_t index = 0; index < sources_.size(); ++index) {
            if (sources_[index].inFile) continue;
            const Field& field = (*produced_)[index];
            const auto found = file.partitionValues.find(field.name);
            if (found == file.partitionValues.end()) continue;
            VITRINE_TRY(constants_[index], partitionValueOf(found->second, field, zone_));
        }
        FileRange range;
        range.fileIndex = static_cast<std::uint32_t>(position_);
        range.path = file.path;
        range.end = file.size;
        range.fileSize = file.size;
        range.modified = file.modified;
        VITRINE_TRY(reader_, format_->open(files_, range));
        return {};
    }

    FileSystem& files_;
    std::shared_ptr<const std::vector<DeltaDataFile>> list_;
    SchemaPtr produced_;
    std::vector<ColumnSource> sources_;
    std::unique_ptr<Format> format_;
    TimeZone zone_;
    std::unique_ptr<RowReader> reader_;
    std::vector<Value> constants_;
    std::size_t position_ = 0;
};

}  // namespace

Result<DeltaTable> DeltaTable::open(FileSystem& files, const std::string& directory, std::optional<std::int64_t> version) {
    DeltaTable table;
    table.fileSystem_ = &files;
    table.directory_ = directory;
    VITRINE_TRY(DeltaSnapshot snapshot, DeltaLog(files, directory).read(version));
    VITRINE_TRY(Schema schema, schemaOf(*snapshot.metadata, directory));
    table.schema_ = std::make_shared<const Schema>(std::move(schema));
    std::vector<DeltaDataFile> list;
    for (const auto& [path, add] : snapshot.files) {
        VITRINE_TRY(std::string whole, wholePath(directory, path));
        list.push_back({std::move(whole), add.partitionValues, static_cast<std::uint64_t>(std::max<std::int64_t>(add.size, 0)),
                        WallTime(Millis(add.modificationTime)), rowCountOf(add)});
    }
    std::stable_sort(list.begin(), list.end(), [](const DeltaDataFile& one, const DeltaDataFile& two) { return one.modified < two.modified; });
    table.files_ = std::make_shared<const std::vector<DeltaDataFile>>(std::move(list));
    table.snapshot_ = std::make_shared<const DeltaSnapshot>(std::move(snapshot));
    return table;
}

bool DeltaTable::isThere(FileSystem& files, const std::string& directory) {
    const auto listing = DeltaLog(files, directory).list();
    return listing && listing->newest() >= 0;
}

std::int64_t DeltaTable::version() const noexcept { return snapshot_->version; }
const std::vector<std::string>& DeltaTable::partitionColumns() const noexcept { return snapshot_->metadata->partitionColumns; }
const std::map<std::string, std::string>& DeltaTable::properties() const noexcept { return snapshot_->metadata->properties; }

std::optional<std::uint64_t> DeltaTable::numRows() const noexcept {
    std::uint64_t total = 0;
    for (const DeltaDataFile& file : *files_) {
        if (!file.numRows) return std::nullopt;
        total += *file.numRows;
    }
    return total;
}

Result<std::unique_ptr<DeltaScan>> DeltaTable::scan(std::vector<std::size_t> columns, const SessionConf& conf) const {
    const auto isPartition = [&](const std::string& name) {
        const std::vector<std::string>& names = partitionColumns();
        return std::find(names.begin(), names.end(), name) != names.end();
    };
    ReadSpec spec;
    spec.conf = conf;
    std::vector<Field> inFiles;
    std::vector<std::size_t> positionInFile;
    for (const Field& field : schema_->fields()) {
        positionInFile.push_back(inFiles.size());
        if (!isPartition(field.name)) inFiles.push_back(field);
    }
    std::vector<ColumnSource> sources;
    std::vector<Field> produced;
    for (const std::size_t column : columns) {
        const Field& field = (*schema_)[column];
        produced.push_back(field);
        if (isPartition(field.name)) {
            sources.push_back({});
        } else {
            sources.push_back({spec.columns.size()});
            spec.columns.push_back(positionInFile[column]);
        }
    }
    spec.schema = std::make_shared<const Schema>(std::move(inFiles));
    VITRINE_TRY(std::unique_ptr<Format> format, makeFormat("parquet", std::move(spec)));
    return std::unique_ptr<DeltaScan>(std::make_unique<FileScan>(*fileSystem_, files_, std::make_shared<const Schema>(std::move(produced)),
                                                                 std::move(sources), std::move(format), conf.zone));
}

Result<std::unique_ptr<DeltaScan>> DeltaTable::scan(const SessionConf& conf) const {
    std::vector<std::size_t> columns(schema_->size());
    for (std::size_t index = 0; index < columns.size(); ++index) columns[index] = index;
    return scan(std::move(columns), conf);
}

Result<std::vector<DeltaVersion>> deltaHistory(FileSystem& files, const std::string& directory, std::size_t limit) {
    const DeltaLog log(files, directory);
    VITRINE_TRY(const DeltaLogListing listing, log.list());
    if (listing.newest() < 0) {
        return Error(ErrorCode::TableNotFound, fmt::format("There is no Delta table in '{}'.", directory)).at(directory);
    }
    std::vector<DeltaVersion> history;
    for (auto version = listing.commits.rbegin(); version != listing.commits.rend() && history.size() < limit; ++version) {
        const Result<std::string> text = log.commitText(*version);
        if (!text) {
            if (text.error().code() == ErrorCode::FileVanished) break;   // the rest of the log is being cleaned up
            return text.error();
        }
        DeltaVersion entry;
        entry.version = *version;
        if (auto info = parseCommitInfo(*text)) {
            entry.timestamp = WallTime(Millis(info->timestamp));
            entry.operation = std::move(info->operation);
            entry.parameters = std::move(info->parameters);
            entry.metrics = std::move(info->metrics);
            entry.engine = std::move(info->engine);
        } else if (const auto standing = files.stat(log.commitPath(*version))) {
            entry.timestamp = standing->modified;
        }
        history.push_back(std::move(entry));
    }
    return history;
}

}  // namespace vitrine
