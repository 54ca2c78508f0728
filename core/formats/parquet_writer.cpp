// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/parquet_writer.h"

#include <algorithm>
#include <array>
#include <exception>
#include <limits>
#include <optional>

#include <arrow/util/byte_size.h>
#include <arrow/util/compression.h>
#include <arrow/util/key_value_metadata.h>
#include <arrow/record_batch.h>
#include <fmt/format.h>
#include <parquet/arrow/writer.h>
#include <parquet/properties.h>

#include "core/formats/detail/arrow_columns.h"
#include "core/formats/detail/arrow_files.h"
#include "core/formats/option_reader.h"
#include "vitrine_version.h"

namespace vitrine {
namespace {

/// Names, codecs and suffixes as Spark has them.
struct Codec {
    std::string_view name;
    parquet::Compression::type type;
    std::string_view suffix;
};
constexpr std::array<Codec, 8> kCodecs{{
    {"snappy", parquet::Compression::SNAPPY, ".snappy"},
    {"none", parquet::Compression::UNCOMPRESSED, ""},
    {"uncompressed", parquet::Compression::UNCOMPRESSED, ""},
    {"gzip", parquet::Compression::GZIP, ".gz"},
    {"zstd", parquet::Compression::ZSTD, ".zstd"},
    {"lz4", parquet::Compression::LZ4_HADOOP, ".lz4hadoop"},
    {"lz4_raw", parquet::Compression::LZ4, ".lz4raw"},
    {"brotli", parquet::Compression::BROTLI, ".br"},
}};

/// Rows of a group stay in memory until it is complete.
constexpr std::size_t kRowGroupBytes = 64u << 20;

/// What is worked out once for all files.
struct WritePlan {
    SchemaPtr schema;
    std::shared_ptr<arrow::Schema> arrowSchema;
    std::shared_ptr<const arrow::KeyValueMetadata> notes;
    Codec codec;
    std::size_t rowGroupBytes = kRowGroupBytes;
};

class ParquetWriter final : public RowWriter {
  public:
    ParquetWriter(std::shared_ptr<const WritePlan> plan, OutputFile& file) : plan_(std::move(plan)), output_(std::make_shared<ArrowOutput>(file)) {}

    Result<void> open() {
        auto properties = parquet::WriterProperties::Builder()
                              .compression(plan_->codec.type)
                              ->version(parquet::ParquetVersion::PARQUET_2_6)
                              ->data_page_version(parquet::ParquetDataPageVersion::V1)
                              ->enable_store_decimal_as_integer()
                              ->created_by("vitrine version " VITRINE_VERSION)
                              ->build();
        auto writer = parquet::arrow::FileWriter::Open(*plan_->arrowSchema, arrow::default_memory_pool(), output_, std::move(properties));
        if (!writer.ok()) return failure(writer.status());
        writer_ = std::move(writer).ValueUnsafe();
        VITRINE_CHECK_OK(check(writer_->AddKeyValueMetadata(plan_->notes)));
        return check(writer_->NewBufferedRowGroup());
    }

    Result<void> write(const Batch& rows) override {
        if (rows.numRows == 0) return {};
        try {
            return append(rows);
        } catch (const std::exception& exception) {
            return failure(arrow::Status::Invalid(exception.what()));
        }
    }

    Result<void> finish() override {
        try {
            return check(writer_->Close());
        } catch (const std::exception& exception) {
            return failure(arrow::Status::Invalid(exception.what()));
        }
    }

  private:
    Result<void> append(const Batch& rows) {
        if (groupBytes_ >= plan_->rowGroupBytes) {
            VITRINE_CHECK_OK(check(writer_->NewBufferedRowGroup()));
            groupBytes_ = 0;
        }
        std::vector<std::shared_ptr<arrow::Array>> arrays;
        for (std::size_t column = 0; column < rows.columns.size(); ++column) {
            auto array = arrowArrayOf(rows.columns[column]);
            if (!array.ok()) return failure(array.status());
            arrays.push_back(std::move(array).ValueUnsafe());
        }
        const auto batch = arrow::RecordBatch::Make(plan_->arrowSchema, static_cast<std::int64_t>(rows.numRows), std::move(arrays));
        groupBytes_ += static_cast<std::size_t>(arrow::util::TotalBufferSize(*batch));
        return check(writer_->WriteRecordBatch(*batch));
    }

    Error failure(const arrow::Status& status) const {
        if (output_->failure()) return *output_->failure();
        return Error(ErrorCode::WriteFailed, fmt::format("Rows cannot be written as Parquet: {}.", reasonOf(status)));
    }

    Result<void> check(const arrow::Status& status) const {
        if (status.ok()) return {};
        return failure(status);
    }

    std::shared_ptr<const WritePlan> plan_;
    std::shared_ptr<ArrowOutput> output_;
    std::unique_ptr<parquet::arrow::FileWriter> writer_;
    std::size_t groupBytes_ = 0;
};

class ParquetWriteFormat final : public WriteFormat {
  public:
    explicit ParquetWriteFormat(std::shared_ptr<const WritePlan> plan) : plan_(std::move(plan)) {}

    std::string suffix() const override { return std::string(plan_->codec.suffix) + ".parquet"; }

    Result<std::unique_ptr<RowWriter>> open(OutputFile& file) const override {
        auto writer = std::make_unique<ParquetWriter>(plan_, file);
        try {
            VITRINE_CHECK_OK(writer->open());
        } catch (const std::exception& exception) {
            return Error(ErrorCode::WriteFailed, fmt::format("Rows cannot be written as Parquet: {}.", exception.what()));
        }
        return std::unique_ptr<RowWriter>(std::move(writer));
    }

  private:
    std::shared_ptr<const WritePlan> plan_;
};

Error invalidWriteOption(std::string_view name, std::string message) {
    return Error(ErrorCode::InvalidOption, std::move(message)).at(fmt::format("/options/{}", name));
}

Result<Codec> readCodec(const WriteSpec& spec) {
    std::string_view option = "compression";
    const OptionReader reader(spec.options);
    const std::string* name = reader.find(option);
    if (name == nullptr) {
        option = "parquet.compression";
        name = reader.find(option);
    }
    if (name == nullptr) {
        option = "compression";
        const auto setting = spec.conf.kept.find("spark.sql.parquet.compression.codec");
        if (setting != spec.conf.kept.end()) name = &setting->second;
    }
    if (name == nullptr) return kCodecs.front();
    const auto found = std::find_if(kCodecs.begin(), kCodecs.end(), [&](const Codec& codec) { return equalsIgnoringCase(codec.name, *name); });
    if (found == kCodecs.end() || !arrow::util::Codec::IsAvailable(found->type)) {
        return invalidWriteOption(option, fmt::format("The compression `{}` is not available for Parquet.", *name))
            .withWayOut("Use snappy, gzip, zstd, lz4, lz4_raw, brotli or none.");
    }
    return *found;
}

}  // namespace

Result<std::unique_ptr<WriteFormat>> makeParquetWriteFormat(const WriteSpec& spec) {
    auto plan = std::make_shared<WritePlan>();
    plan->schema = spec.schema;
    VITRINE_TRY(plan->codec, readCodec(spec));
    if (auto read = OptionReader(spec.options).read("parquet.block.size", plan->rowGroupBytes); !read) {
        return invalidWriteOption("parquet.block.size", read.error().message());
    }
    std::vector<std::shared_ptr<arrow::Field>> fields;
    for (const Field& field : spec.schema->fields()) {
        VITRINE_TRY(auto type, arrowTypeOf(*field.type, field.name));
        fields.push_back(arrow::field(field.name, std::move(type)));
    }
    // As a Spark of today would note it: exact types, and that dates before 1582 are counted as now.
    plan->notes = arrow::key_value_metadata({"org.apache.spark.version", "org.apache.spark.sql.parquet.row.metadata"},
                                            {"4.0.0", toStructTypeJson(*spec.schema)});
    plan->arrowSchema = arrow::schema(std::move(fields));
    return std::unique_ptr<WriteFormat>(std::make_unique<ParquetWriteFormat>(std::move(plan)));
}

}  // namespace vitrine
