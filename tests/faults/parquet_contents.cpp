// SPDX-License-Identifier: GPL-3.0-or-later
#include <arrow/api.h>
#include <arrow/io/memory.h>
#include <parquet/arrow/reader.h>

#include "tests/faults/table_contents.h"

namespace vitrine::test {

namespace {

std::string cellOf(const arrow::ChunkedArray& column, std::int64_t row) {
    const auto scalar = column.GetScalar(row);
    return scalar.ok() && (*scalar)->is_valid ? (*scalar)->ToString() : "NULL";
}

arrow::Result<std::shared_ptr<arrow::Table>> tableOf(const std::string& content) {
    parquet::arrow::FileReaderBuilder builder;
    ARROW_RETURN_NOT_OK(builder.Open(std::make_shared<arrow::io::BufferReader>(arrow::Buffer::FromString(content))));
    builder.properties(parquet::ArrowReaderProperties(false));
    ARROW_ASSIGN_OR_RAISE(const auto reader, builder.Build());
    ARROW_ASSIGN_OR_RAISE(const auto batches, reader->GetRecordBatchReader());
    return batches->ToTable();
}

}  // namespace

std::optional<std::string> readParquet(const std::vector<std::string>& columns, const std::string& content, Rows& rows) {
    const auto table = tableOf(content);
    if (!table.ok()) return "cannot be read: " + table.status().ToString();
    for (std::int64_t row = 0; row < (*table)->num_rows(); ++row) {
        std::string text;
        for (const std::string& name : columns) {
            const auto column = (*table)->GetColumnByName(name);
            if (!column) return "has no column " + name;
            text += (text.empty() ? "" : "|") + cellOf(*column, row);
        }
        rows.push_back(std::move(text));
    }
    return std::nullopt;
}

}  // namespace vitrine::test
