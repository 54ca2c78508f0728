// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/catalog/stored_table.h"

#include <algorithm>

#include <fmt/format.h>

#include "core/base/file_listing.h"
#include "core/catalog/detail/sqlite_file.h"
#include "core/connect/delta/delta_table.h"
#include "core/formats/file_columns.h"

namespace vitrine {
namespace {

constexpr std::uint64_t kSampledRows = 100'000;
constexpr std::string_view kPathFormats[] = {"delta", "json", "csv", "text", "parquet"};

class DeltaSqlTable final : public SqlTable {
  public:
    DeltaSqlTable(DeltaTable table, SessionConf conf) : table_(std::move(table)), conf_(std::move(conf)) {}

    const SchemaPtr& schema() const noexcept override { return table_.schema(); }
    std::optional<std::uint64_t> numRows() const override { return table_.numRows(); }

    Result<std::unique_ptr<SqlScan>> scan(std::vector<std::size_t> columns) const override {
        VITRINE_TRY(std::unique_ptr<DeltaScan> rows, table_.scan(std::move(columns), conf_));
        return std::unique_ptr<SqlScan>(std::make_unique<Scan>(std::move(rows)));
    }

  private:
    class Scan final : public SqlScan {
      public:
        explicit Scan(std::unique_ptr<DeltaScan> rows) : rows_(std::move(rows)) {}
        Result<bool> next(Batch& batch, std::stop_token stop) override {
            for (;;) {
                VITRINE_TRY(const bool more, rows_->next(batch, stop));
                if (!more || batch.numRows > 0) return more;
            }
        }

      private:
        std::unique_ptr<DeltaScan> rows_;
    };

    DeltaTable table_;
    SessionConf conf_;
};

Result<SqlTablePtr> openDelta(FileSystem& files, const std::string& directory, const TableVersion& version, const SessionConf& conf) {
    std::optional<std::int64_t> number = version.number;
    if (version.time) {
        VITRINE_TRY(const std::vector<DeltaVersion> history, deltaHistory(files, directory));
        const auto at = std::find_if(history.begin(), history.end(), [&](const DeltaVersion& commit) { return commit.timestamp <= *version.time; });
        if (at == history.end()) {
            return Error(ErrorCode::TableNotFound, "The table has no version that old.").withWayOut("DESCRIBE HISTORY lists the versions and their times.").at(directory);
        }
        number = at->version;
    }
    VITRINE_TRY(DeltaTable table, DeltaTable::open(files, directory, number));
    return SqlTablePtr(std::make_shared<DeltaSqlTable>(std::move(table), conf));
}

/// The files of a directory as one format reads them.
class FilesSqlTable final : public SqlTable {
  public:
    FilesSqlTable(FileSystem& files, std::string format, std::vector<ListedFile> listed, SchemaPtr schema, SessionConf conf)
        : files_(&files), format_(std::move(format)), listed_(std::move(listed)), schema_(std::move(schema)), conf_(std::move(conf)) {}

    const SchemaPtr& schema() const noexcept override { return schema_; }

    Result<std::unique_ptr<SqlScan>> scan(std::vector<std::size_t> columns) const override {
        ReadSpec spec;
        spec.schema = schema_;
        spec.columns = std::move(columns);
        spec.conf = conf_;
        VITRINE_TRY(std::unique_ptr<Format> format, makeFormat(format_, std::move(spec)));
        return std::unique_ptr<SqlScan>(std::make_unique<Scan>(*files_, listed_, std::move(format)));
    }

  private:
    class Scan final : public SqlScan {
      public:
        Scan(FileSystem& files, std::vector<ListedFile> listed, std::unique_ptr<Format> format)
            : files_(&files), listed_(std::move(listed)), format_(std::move(format)) {}

        Result<bool> next(Batch& batch, std::stop_token stop) override {
            for (;;) {
                if (!reader_ && at_ == listed_.size()) return false;
                if (!reader_) {
                    const ListedFile& file = listed_[at_];
                    FileRange range;
                    range.fileIndex = static_cast<std::uint32_t>(at_++);
                    range.path = file.path;
                    range.end = range.fileSize = file.size;
                    range.modified = file.modified;
                    VITRINE_TRY(reader_, format_->open(*files_, range));
                }
                VITRINE_TRY(const bool more, reader_->next(batch, malformed_, stop));
                if (!more) {
                    reader_.reset();
                } else if (batch.numRows > 0) {
                    return true;
                }
            }
        }

      private:
        FileSystem* files_;
        std::vector<ListedFile> listed_;
        std::unique_ptr<Format> format_;
        std::unique_ptr<RowReader> reader_;
        MalformedRows malformed_;
        std::size_t at_ = 0;
    };

    FileSystem* files_;
    std::string format_;
    std::vector<ListedFile> listed_;
    SchemaPtr schema_;
    SessionConf conf_;
};

Result<SqlTablePtr> openFiles(FileSystem& files, const CatalogTable& table, const SessionConf& conf) {
    ListingRules rules;
    rules.path = table.location;
    auto listed = listFiles(files, rules);
    if (!listed) return Error(ErrorCode::TableNotFound, fmt::format("There is no directory '{}'.", table.location)).at(table.location);
    Listing listing = *std::move(listed);
    std::erase_if(listing.files, [](const ListedFile& file) { return !isDataName(file.path.substr(file.path.rfind('/') + 1)); });
    std::sort(listing.files.begin(), listing.files.end(), [](const ListedFile& left, const ListedFile& right) {
        return left.modified != right.modified ? left.modified < right.modified : left.path < right.path;
    });
    Schema schema;
    if (table.format == "text") {
        schema = Schema({{"value", DataType::string()}});
    } else if (!table.schemaDdl.empty()) {
        VITRINE_TRY(schema, parseDdl(table.schemaDdl));
    } else {
        std::vector<std::string> paths;
        for (const ListedFile& file : listing.files) paths.push_back(file.path);
        VITRINE_TRY(const InferredSchema inferred, inferSchema(files, table.format, paths, {}, conf, kSampledRows, {}));
        schema = inferred.schema;
    }
    return SqlTablePtr(std::make_shared<FilesSqlTable>(files, table.format, std::move(listing.files), std::make_shared<const Schema>(std::move(schema)), conf));
}

}  // namespace

Result<SqlTablePtr> openTable(FileSystem& files, const CatalogTable& table, const TableVersion& version, const SessionConf& conf) {
    if (table.format == "delta") return openDelta(files, table.location, version, conf);
    if (!version.isNewest()) {
        return Error(ErrorCode::UnsupportedFormat, fmt::format("'{}' is no Delta table: it keeps no past versions.", table.name)).withWayOut("Leave the version out.");
    }
    if (table.format == "sqlite") return detail::openTableOfFile(table.location, table.name, table.schemaDdl, conf);
    return openFiles(files, table, conf);
}

bool isPathFormat(std::string_view word) { return std::find(std::begin(kPathFormats), std::end(kPathFormats), word) != std::end(kPathFormats); }

}  // namespace vitrine
