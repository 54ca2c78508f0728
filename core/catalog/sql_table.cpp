// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/catalog/sql_table.h"

#include "core/base/stop.h"

namespace vitrine {
namespace {

class BatchTable final : public SqlTable {
  public:
    BatchTable(SchemaPtr schema, std::vector<Batch> chunks) : schema_(std::move(schema)), chunks_(std::make_shared<std::vector<Batch>>(std::move(chunks))) {}

    const SchemaPtr& schema() const noexcept override { return schema_; }

    Result<std::unique_ptr<SqlScan>> scan(std::vector<std::size_t> columns) const override {
        return std::unique_ptr<SqlScan>(std::make_unique<Scan>(chunks_, std::move(columns)));
    }

    std::optional<std::uint64_t> numRows() const override {
        std::uint64_t rows = 0;
        for (const Batch& chunk : *chunks_) rows += chunk.numRows;
        return rows;
    }

  private:
    class Scan final : public SqlScan {
      public:
        Scan(std::shared_ptr<const std::vector<Batch>> chunks, std::vector<std::size_t> columns) : chunks_(std::move(chunks)), columns_(std::move(columns)) {}

        Result<bool> next(Batch& batch, std::stop_token stop) override {
            VITRINE_CHECK_OK(checkStop(stop));
            while (at_ < chunks_->size() && (*chunks_)[at_].numRows == 0) ++at_;
            if (at_ == chunks_->size()) return false;
            const Batch& chunk = (*chunks_)[at_++];
            batch = Batch{nullptr, {}, chunk.numRows, nullptr};
            for (const std::size_t column : columns_) batch.columns.push_back(chunk.columns[column]);
            return true;
        }

      private:
        std::shared_ptr<const std::vector<Batch>> chunks_;
        std::vector<std::size_t> columns_;
        std::size_t at_ = 0;
    };

    SchemaPtr schema_;
    std::shared_ptr<const std::vector<Batch>> chunks_;
};

}  // namespace

SqlTablePtr makeBatchTable(SchemaPtr schema, std::vector<Batch> chunks) { return std::make_shared<BatchTable>(std::move(schema), std::move(chunks)); }

}  // namespace vitrine
