// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exec/row_limit.h"

#include <algorithm>

#include "core/exec/sort_rows.h"

namespace vitrine {

namespace {

class LimitPartial final : public OperatorPartial {
  public:
    explicit LimitPartial(std::uint64_t left) : left_(left) {}

    Result<void> consume(const Batch& input, const EvaluationContext&) override {
        seen_ += input.numRows;
        if (left_ == 0 || input.numRows == 0) return {};
        for (Batch& batch : firstRows({input}, left_)) {
            left_ -= batch.numRows;
            kept_.push_back(std::move(batch));
        }
        return {};
    }

    std::vector<Batch>& kept() noexcept { return kept_; }
    std::uint64_t seen() const noexcept { return seen_; }

  private:
    std::uint64_t left_;   ///< more than these no worker can give
    std::uint64_t seen_ = 0;
    std::vector<Batch> kept_;
};

class RowLimit final : public StatefulOperator {
  public:
    explicit RowLimit(std::uint64_t rows) : rows_(rows) {}

    const char* name() const noexcept override { return "globalLimit"; }

    std::unique_ptr<OperatorPartial> makePartial(const BatchThresholds&) const override {
        return std::make_unique<LimitPartial>(rows_ - given_);
    }

    Result<OperatorOutput> finishBatch(std::vector<std::unique_ptr<OperatorPartial>> partials,
                                       const BatchThresholds&) override {
        OperatorOutput output;
        const std::uint64_t before = given_;
        for (const auto& partial : partials) {
            auto& share = static_cast<LimitPartial&>(*partial);
            output.input.in += share.seen();
            for (Batch& batch : firstRows(std::move(share.kept()), rows_ - given_)) {
                given_ += batch.numRows;
                output.rows.push_back(std::move(batch));
            }
        }
        output.input.withheld = output.input.in - (given_ - before);
        changed_ = given_ != before;
        output.metrics.rowsTotal = given_ > 0 ? 1 : 0;
        output.metrics.rowsUpdated = changed_ ? 1 : 0;
        output.metrics.memoryBytes = sizeof(given_);
        return output;
    }

    std::string keySchema() const override { return ""; }
    std::string stateSchema() const override { return "bigint"; }

    void saveChanges(StateWriter& out) const override { out.put(given_); }

    Result<void> saveSnapshot(const std::function<Result<void>(std::string_view piece)>& write) const override {
        StateWriter piece;
        saveChanges(piece);
        return write(piece.bytes());
    }

    Result<void> load(std::string_view saved) override {
        StateReader in(saved);
        given_ = std::min(in.get<std::uint64_t>(), rows_);
        if (in.failed() || !in.atEnd())
            return Error(ErrorCode::CheckpointDamaged, "The saved number of rows of a limit cannot be read.");
        return {};
    }

    bool wantsNoDataBatch(WallTime, WallTime) const noexcept override { return false; }

  private:
    std::uint64_t rows_;
    std::uint64_t given_ = 0;
    bool changed_ = false;
};

}  // namespace

std::unique_ptr<StatefulOperator> makeRowLimit(std::uint64_t rows) { return std::make_unique<RowLimit>(rows); }

}  // namespace vitrine
