// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/file_columns.h"

#include <algorithm>
#include <map>
#include <mutex>

#include <fmt/format.h>

#include "core/base/file_uri.h"
#include "core/formats/option_reader.h"
#include "core/formats/partition_values.h"

namespace vitrine {
namespace {

/// A reader whose other columns are the same in all rows.
class WithConstants final : public RowReader {
  public:
    struct Place {
        std::size_t inner = 0;
        std::optional<Value> constant{};
    };
    WithConstants(std::unique_ptr<RowReader> inner, SchemaPtr schema, std::vector<Place> places)
        : inner_(std::move(inner)), schema_(std::move(schema)), places_(std::move(places)) {}

    Result<bool> next(Batch& batch, MalformedRows& malformed, std::stop_token stop) override {
        Batch content;
        Result<bool> more = inner_->next(content, malformed, std::move(stop));
        batch = {};
        batch.schema = schema_;
        batch.numRows = content.numRows;
        batch.origins = std::move(content.origins);
        if (!more) return more;
        for (std::size_t index = 0; index < places_.size(); ++index) {
            const Place& place = places_[index];
            batch.columns.push_back(place.constant ? makeConstantColumn((*schema_)[index].type, *place.constant, batch.numRows)
                                                   : content.columns[place.inner]);
        }
        return more;
    }

    std::uint64_t bytesRead() const noexcept override { return inner_->bytesRead(); }

  private:
    std::unique_ptr<RowReader> inner_;
    SchemaPtr schema_;
    std::vector<Place> places_;
};

class FormatWithFileColumns final : public Format {
  public:
    FormatWithFileColumns(std::string name, ReadSpec spec) : name_(std::move(name)), spec_(std::move(spec)) {
        Schema produced;
        for (const std::size_t column : spec_.columns) produced.add((*spec_.schema)[column]);
        produced_ = std::make_shared<const Schema>(std::move(produced));
    }

    /// The format for files below such directories, which are made once each.
    Result<const Format*> contentFormat(const std::vector<PartitionDirectory>& directories) const {
        std::string key;
        for (const PartitionDirectory& directory : directories) key += directory.name + '/';
        const std::scoped_lock lock(mutex_);
        if (const auto known = formats_.find(key); known != formats_.end()) return static_cast<const Format*>(known->second.get());
        ReadSpec inner = spec_;
        inner.fileColumns = {};
        inner.columns.clear();
        Schema schema;
        for (std::size_t column = 0; column < spec_.schema->size(); ++column) {
            if (column == spec_.fileColumns.metadata || find(directories, (*spec_.schema)[column].name)) continue;
            if (std::find(spec_.columns.begin(), spec_.columns.end(), column) != spec_.columns.end()) inner.columns.push_back(schema.size());
            schema.add((*spec_.schema)[column]);
        }
        inner.schema = std::make_shared<const Schema>(std::move(schema));
        VITRINE_TRY(std::unique_ptr<Format> made, makeFormat(name_, std::move(inner)));
        return static_cast<const Format*>(formats_.emplace(std::move(key), std::move(made)).first->second.get());
    }

    Result<std::unique_ptr<RowReader>> open(FileSystem& files, const FileRange& range) const override {
        std::vector<PartitionDirectory> directories;
        if (!spec_.fileColumns.basePath.empty()) directories = partitionsOf(range.path, spec_.fileColumns.basePath).directories;
        VITRINE_CHECK_OK(checkLateDirectories(directories));
        VITRINE_TRY(const Format* const content, contentFormat(directories));
        VITRINE_TRY(std::unique_ptr<RowReader> reader, content->open(files, range));
        if (directories.empty() && !spec_.fileColumns.metadata) return reader;
        std::vector<WithConstants::Place> places;
        std::size_t next = 0;
        for (const std::size_t column : spec_.columns) {
            const Field& field = (*spec_.schema)[column];
            WithConstants::Place place;
            if (column == spec_.fileColumns.metadata) {
                place.constant = metadataOf(range);
            } else if (const PartitionDirectory* directory = find(directories, field.name)) {
                VITRINE_TRY(place.constant, partitionValue(*directory, *field.type, spec_.conf.zone));
            } else {
                place.inner = next++;
            }
            places.push_back(std::move(place));
        }
        return std::unique_ptr<RowReader>(std::make_unique<WithConstants>(std::move(reader), produced_, std::move(places)));
    }

    bool splittable(const std::string& path) const noexcept override {
        const std::scoped_lock lock(mutex_);
        return !formats_.empty() && formats_.begin()->second->splittable(path);
    }

    const SchemaPtr& produced() const noexcept override { return produced_; }

  private:
    const PartitionDirectory* find(const std::vector<PartitionDirectory>& directories, std::string_view name) const {
        for (const PartitionDirectory& directory : directories) {
            if (spec_.conf.caseSensitive ? directory.name == name : equalsIgnoringCase(directory.name, name)) return &directory;
        }
        return nullptr;
    }

    /// Directories that were not there when the query was defined must be the last columns of the schema (FS-23).
    Result<void> checkLateDirectories(const std::vector<PartitionDirectory>& directories) const {
        if (!spec_.fileColumns.partitions.empty() || directories.empty()) return {};
        const std::size_t width = spec_.schema->size() - (spec_.fileColumns.metadata ? 1 : 0);
        for (std::size_t index = 0; index < directories.size(); ++index) {
            const bool isThere = directories.size() <= width &&
                                 find({directories[index]}, (*spec_.schema)[width - directories.size() + index].name) != nullptr;
            if (isThere) continue;
            return Error(ErrorCode::UnresolvedColumn,
                         fmt::format("The directory `{}={}` appeared while the query runs, and the schema does not end with its column.",
                                     directories[index].name, directories[index].value))
                .at("/source/schema")
                .withWayOut(fmt::format("Add `{}` at the end of the schema, or start the query anew.", directories[index].name));
        }
        return {};
    }

    static Value metadataOf(const FileRange& range) {
        const auto size = static_cast<std::int64_t>(range.fileSize);
        const std::string uri = fileUri(range.path);
        return Value{Value::List{Value{uri}, Value{uri.substr(uri.find_last_of('/') + 1)}, Value{size}, Value{std::int64_t{0}}, Value{size},
                                 Value{std::int64_t{range.modified.time_since_epoch().count()} * 1000}}};
    }

    std::string name_;
    ReadSpec spec_;
    SchemaPtr produced_;
    mutable std::mutex mutex_;
    mutable std::map<std::string, std::unique_ptr<Format>> formats_;
};

}  // namespace

TypePtr metadataType() {
    return DataType::structType({{"file_path", DataType::string(), false},
                                 {"file_name", DataType::string(), false},
                                 {"file_size", DataType::longType(), false},
                                 {"file_block_start", DataType::longType(), false},
                                 {"file_block_length", DataType::longType(), false},
                                 {"file_modification_time", DataType::timestamp(), false}});
}

Result<std::unique_ptr<Format>> makeFormatWithFileColumns(std::string_view name, ReadSpec spec) {
    std::vector<PartitionDirectory> known;
    for (const std::string& partition : spec.fileColumns.partitions) known.push_back({partition, {}});
    auto format = std::make_unique<FormatWithFileColumns>(std::string(name), std::move(spec));
    VITRINE_TRY(const Format* const content, format->contentFormat(known));
    static_cast<void>(content);
    return std::unique_ptr<Format>(std::move(format));
}

}  // namespace vitrine
