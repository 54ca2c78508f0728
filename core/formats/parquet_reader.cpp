// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/parquet_reader.h"

#include <algorithm>
#include <exception>
#include <optional>

#include <arrow/record_batch.h>
#include <fmt/format.h>
#include <parquet/metadata.h>

#include "core/base/file_uri.h"
#include "core/base/stop.h"
#include "core/formats/detail/parquet_columns.h"
#include "core/formats/detail/parquet_file.h"

namespace vitrine {
namespace {

/// What a query reads, worked out once for all readers.
struct ParquetPlan {
    ReadSpec spec;
    SchemaPtr produced;
};

/// The row groups that belong to a range.
struct RowGroups {
    std::vector<int> indexes;
    std::uint64_t firstRow = 0;   ///< its number in the file
    std::uint64_t rows = 0;
};

/// Spark gives a row group to the range that has its middle.
RowGroups rowGroupsOf(const parquet::FileMetaData& metadata, const FileRange& range) {
    const std::uint64_t end = range.lastOfFile ? UINT64_MAX : range.end;
    RowGroups result;
    std::uint64_t row = 0;
    for (int index = 0; index < metadata.num_row_groups(); ++index) {
        const auto group = metadata.RowGroup(index);
        std::int64_t begin = group->file_offset();
        std::int64_t bytes = 0;
        for (int column = 0; column < group->num_columns(); ++column) {
            const auto chunk = group->ColumnChunk(column);
            bytes += chunk->total_compressed_size();
            if (column > 0) continue;
            begin = chunk->data_page_offset();
            if (chunk->has_dictionary_page() && chunk->dictionary_page_offset() > 0) begin = std::min(begin, chunk->dictionary_page_offset());
        }
        const auto middle = static_cast<std::uint64_t>(std::max<std::int64_t>(begin + bytes / 2, 0));
        const auto rows = static_cast<std::uint64_t>(group->num_rows());
        if (middle >= range.begin && middle < end) {
            if (result.indexes.empty()) result.firstRow = row;
            result.indexes.push_back(index);
            result.rows += rows;
        }
        row += rows;
    }
    return result;
}

class ParquetReader final : public RowReader {
  public:
    ParquetReader(std::shared_ptr<const ParquetPlan> plan, const FileRange& range, std::unique_ptr<InputFile> opened)
        : plan_(std::move(plan)), range_(range), opened_(std::move(opened)), fileUri_(std::make_shared<const std::string>(fileUri(range.path))) {}

    Result<bool> next(Batch& batch, MalformedRows&, std::stop_token stop) override {
        VITRINE_CHECK_OK(checkStop(stop));
        batch = {};
        batch.schema = plan_->produced;
        if (failure_) return *failure_;
        try {
            Result<bool> more = fill(batch);
            if (!more) failure_ = more.error();
            return more;
        } catch (const std::exception& exception) {
            failure_ = Error(ErrorCode::ReadFailed, fmt::format("{} cannot be read as Parquet: {}.", range_.path, exception.what()));
            return *failure_;
        }
    }

    std::uint64_t bytesRead() const noexcept override {
        if (!file_.input) return 0;
        const auto size = static_cast<std::uint64_t>(file_.input->GetSize().ValueOr(0));
        const std::uint64_t share = std::min(range_.end, size) - std::min(range_.begin, size);
        if (done_ >= groups_.rows) return share;
        return static_cast<std::uint64_t>(static_cast<double>(share) * static_cast<double>(done_) / static_cast<double>(groups_.rows));
    }

  private:
    /// Finds row groups and columns. A damaged file is met here, when rows are read, and not when the range is opened (FS-53).
    Result<void> prepare() {
        VITRINE_TRY(file_, openParquetFile(std::move(opened_), range_.path, plan_->spec.chunkRows));
        if (!file_.reader) return {};
        const auto metadata = file_.reader->parquet_reader()->metadata();
        groups_ = rowGroupsOf(*metadata, range_);
        VITRINE_TRY(selection_, selectColumns(file_.reader->manifest(), plan_->produced->fields(), plan_->spec.conf.caseSensitive, range_.path));
        if (selection_.leaves.empty() || groups_.indexes.empty()) return {};
        auto batches = file_.reader->GetRecordBatchReader(groups_.indexes, selection_.leaves);
        if (!batches.ok()) return readFailure(file_, batches.status(), range_.path);
        batches_ = std::move(batches).ValueUnsafe();
        return {};
    }

    Result<bool> fill(Batch& batch) {
        if (opened_) VITRINE_CHECK_OK(prepare());
        std::shared_ptr<arrow::RecordBatch> read;
        if (batches_) {
            do {
                const arrow::Status status = batches_->ReadNext(&read);
                if (!status.ok()) return readFailure(file_, status, range_.path);
            } while (read && read->num_rows() == 0);
            if (read) batch.numRows = static_cast<std::size_t>(read->num_rows());
        } else {
            // No column is read, or none is there: the rows are only counted.
            batch.numRows = static_cast<std::size_t>(std::min<std::uint64_t>(plan_->spec.chunkRows, groups_.rows - done_));
        }
        for (const ParquetPart& part : columnsOr(batch.schema->fields())) {
            if (part.place < 0 || !read) {
                batch.columns.push_back(makeNullColumn(part.type, batch.numRows));
            } else {
                VITRINE_TRY(ColumnPtr column, columnOf(part, read->column(part.place), range_.path));
                batch.columns.push_back(std::move(column));
            }
        }
        auto origins = std::make_shared<RowOrigins>();
        origins->fileIndex = range_.fileIndex;
        origins->fileUri = fileUri_;
        origins->offsets.resize(batch.numRows);
        for (std::uint64_t& offset : origins->offsets) offset = groups_.firstRow + done_++;
        batch.origins = std::move(origins);
        return batch.numRows > 0;
    }

    /// The parts; for an empty file all are missing.
    const std::vector<ParquetPart>& columnsOr(const std::vector<Field>& fields) {
        if (selection_.columns.empty()) {
            for (const Field& field : fields) selection_.columns.emplace_back().type = field.type;
        }
        return selection_.columns;
    }

    std::shared_ptr<const ParquetPlan> plan_;
    FileRange range_;
    std::unique_ptr<InputFile> opened_;  ///< until the first batch
    ParquetFile file_;
    std::optional<Error> failure_;
    std::shared_ptr<const std::string> fileUri_;
    RowGroups groups_;
    ParquetSelection selection_;
    std::unique_ptr<arrow::RecordBatchReader> batches_;
    std::uint64_t done_ = 0;
};

class ParquetFormat final : public Format {
  public:
    explicit ParquetFormat(std::shared_ptr<const ParquetPlan> plan) : plan_(std::move(plan)) {}

    Result<std::unique_ptr<RowReader>> open(FileSystem& files, const FileRange& range) const override {
        VITRINE_TRY(std::unique_ptr<InputFile> opened, files.openForReading(range.path));
        return std::unique_ptr<RowReader>(std::make_unique<ParquetReader>(plan_, range, std::move(opened)));
    }

    bool splittable(const std::string&) const noexcept override { return true; }

    const SchemaPtr& produced() const noexcept override { return plan_->produced; }

  private:
    std::shared_ptr<const ParquetPlan> plan_;
};

/// Types that Parquet has nothing for.
Result<void> checkType(const DataType& type, std::string_view column) {
    switch (type.kind()) {
        case TypeKind::CalendarInterval:
            return Error(ErrorCode::UnsupportedType, fmt::format("Column `{}` has the type {}, which cannot be read from Parquet.", column, type.sql()))
                .at("/source/schema");
        case TypeKind::Array: return checkType(*type.elementType(), column);
        case TypeKind::Map:
            VITRINE_CHECK_OK(checkType(*type.keyType(), column));
            return checkType(*type.valueType(), column);
        case TypeKind::Struct:
            for (const Field& field : type.fields()) VITRINE_CHECK_OK(checkType(*field.type, column));
            return {};
        default: return {};
    }
}

}  // namespace

Result<std::unique_ptr<Format>> makeParquetFormat(ReadSpec spec) {
    auto plan = std::make_shared<ParquetPlan>();
    for (const Field& field : spec.schema->fields()) VITRINE_CHECK_OK(checkType(*field.type, field.name));
    spec.chunkRows = std::max<std::size_t>(spec.chunkRows, 1);
    Schema produced;
    for (const std::size_t column : spec.columns) produced.add((*spec.schema)[column]);
    plan->produced = std::make_shared<const Schema>(std::move(produced));
    plan->spec = std::move(spec);
    return std::unique_ptr<Format>(std::make_unique<ParquetFormat>(std::move(plan)));
}

}  // namespace vitrine
