// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/faults/batch_file_sink.h"

#include <fmt/format.h>

#include "core/data/value.h"

namespace vitrine::test {

namespace {

class BatchFileSink final : public Sink {
  public:
    BatchFileSink(FileSystem& files, std::string directory) : files_(files), directory_(std::move(directory)) {}

    Result<void> open(const SinkContext&) override { return files_.makeDirectories(directory_); }

    Result<Receipt> write(std::int64_t batchId, const ResultBatch& result, std::stop_token) override {
        std::string content;
        for (const Batch& chunk : result.chunks)
            for (std::size_t row = 0; row < chunk.numRows; ++row) content += rowText(chunk, row) + '\n';
        const auto created = files_.createDurably(fmt::format("{}/batch-{:06}", directory_, batchId), content);
        if (created) return Receipt{result.numRows, false};
        if (created.error().code() != ErrorCode::FileExists) return created.error();
        // Whoever put it there may have died before its name was synced.
        VITRINE_CHECK_OK(files_.syncDirectory(directory_));
        return Receipt{0, true};
    }

    void abort(std::int64_t) override {}
    Delivery delivery() const override { return Delivery::ExactlyOnce; }
    std::string description() const override { return "BatchFileSink"; }

  private:
    FileSystem& files_;
    std::string directory_;
};

}  // namespace

std::unique_ptr<Sink> makeBatchFileSink(FileSystem& files, std::string directory) {
    return std::make_unique<BatchFileSink>(files, std::move(directory));
}

std::string rowText(const Batch& batch, std::size_t row) {
    std::string text;
    for (std::size_t index = 0; index < batch.columns.size(); ++index) {
        if (index > 0) text += '|';
        const Value value = valueAt(batch.column(index), row);
        if (const auto* number = std::get_if<std::int64_t>(&value.data)) text += std::to_string(*number);
        else if (const auto* words = std::get_if<std::string>(&value.data)) text += *words;
        else text += "?";
    }
    return text;
}

}  // namespace vitrine::test
