// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/faults/broken_variants.h"

#include <algorithm>
#include <functional>
#include <map>
#include <optional>

#include "tests/faults/harness.h"

namespace vitrine::test {

namespace {

class PassingSink : public Sink {
  public:
    explicit PassingSink(std::unique_ptr<Sink> below) : below_(std::move(below)) {}
    Result<void> open(const SinkContext& context) override { return below_->open(context); }
    Result<Receipt> write(std::int64_t batchId, const ResultBatch& result, std::stop_token stop) override {
        return below_->write(batchId, result, stop);
    }
    void abort(std::int64_t batchId) override { below_->abort(batchId); }
    Delivery delivery() const override { return below_->delivery(); }
    std::string description() const override { return below_->description(); }
    bool countsRows() const override { return below_->countsRows(); }

  protected:
    std::unique_ptr<Sink> below_;
};

/// Hands batch N on when batch N+1 comes, and the last one at a proper end: the checkpoint commits first.
class EarlyCommit final : public PassingSink {
  public:
    using PassingSink::PassingSink;
    ~EarlyCommit() override {
        if (waiting_) static_cast<void>(below_->write(waiting_->first, waiting_->second, {}));
    }
    Result<Receipt> write(std::int64_t batchId, const ResultBatch& result, std::stop_token stop) override {
        if (waiting_) VITRINE_CHECK_OK(below_->write(waiting_->first, waiting_->second, stop));
        waiting_ = {batchId, result};
        return Receipt{result.numRows, false};
    }

  private:
    std::optional<std::pair<std::int64_t, ResultBatch>> waiting_;
};

/// Writes every batch under two ids.
class AppendTwice final : public PassingSink {
  public:
    using PassingSink::PassingSink;
    Result<Receipt> write(std::int64_t batchId, const ResultBatch& result, std::stop_token stop) override {
        VITRINE_CHECK_OK(below_->write(2 * batchId, result, stop));
        return below_->write(2 * batchId + 1, result, stop);
    }
};

/// Counts batches by itself, so that none is ever known from before.
class FreshIds final : public PassingSink {
  public:
    using PassingSink::PassingSink;
    Result<Receipt> write(std::int64_t batchId, const ResultBatch& result, std::stop_token stop) override {
        next_ = std::max(next_, batchId);
        while (true) {
            VITRINE_TRY(const Receipt receipt, below_->write(next_++, result, stop));
            if (!receipt.wasThere) return receipt;
        }
    }

  private:
    std::int64_t next_ = 0;
};

/// Keeps nothing of what was chosen for a batch.
class ForgottenPlan final : public Source {
  public:
    explicit ForgottenPlan(std::unique_ptr<Source> below) : below_(std::move(below)) {}
    Result<void> open(std::stop_token stop) override { return below_->open(stop); }
    Result<Offset> latest(const AdmissionLimit& limit) override { return below_->latest(limit); }
    Result<void> prepareAvailableNow() override { return below_->prepareAvailableNow(); }
    Result<ReadPlan> plan(const Offset& from, const Offset& to) override { return below_->plan(from, to); }
    Result<std::unique_ptr<RowReader>> read(const FileRange& range) override { return below_->read(range); }
    std::vector<std::vector<FileRange>> split(const ReadPlan& plan, std::size_t parts, std::uint64_t leastBytes) const override {
        return below_->split(plan, parts, leastBytes);
    }
    void committed(const Offset& offset) override { below_->committed(offset); }
    std::string description() const override { return below_->description(); }
    void onArrival(std::function<void()> wake) override { below_->onArrival(std::move(wake)); }

  private:
    std::unique_ptr<Source> below_;
};

template <class Wrapper>
Breakage withSink() {
    Breakage breakage;
    breakage.sink = [](std::unique_ptr<Sink> below) -> std::unique_ptr<Sink> { return std::make_unique<Wrapper>(std::move(below)); };
    return breakage;
}

const std::map<std::string, Breakage>& variants() {
    static const std::map<std::string, Breakage> all = [] {
        std::map<std::string, Breakage> made{
            {"append-twice", withSink<AppendTwice>()},
            {"early-commit", withSink<EarlyCommit>()},
            {"fresh-ids", withSink<FreshIds>()},
        };
        made["forgotten-plan"].source = [](std::unique_ptr<Source> below) -> std::unique_ptr<Source> {
            return std::make_unique<ForgottenPlan>(std::move(below));
        };
        made["skipped-sync"].skipsSync = true;
        return made;
    }();
    return all;
}

}  // namespace

std::vector<std::string> brokenVariantNames() {
    std::vector<std::string> names;
    for (const auto& [name, breakage] : variants()) names.push_back(name);
    return names;
}

const Breakage& brokenVariant(const std::string& name) { return variants().at(name); }

void catchBrokenVariants(Harness& harness) {
    for (const auto& [name, breakage] : variants()) {
        HarnessOptions options = harness.options();
        options.isQuiet = true;
        options.breakage = &breakage;
        options.hits = 2;
        std::erase_if(options.scenarios, [](const Scenario& scenario) {
            return scenario.outputMode != "append" || (scenario.sink != SinkKind::BatchFiles && scenario.sink != SinkKind::Json);
        });
        Harness wrong(std::move(options));
        // Each by what can see it: a process that is killed keeps what was not synced.
        if (breakage.skipsSync) restartOnCrashImages(wrong, 8);
        else attackAtRandom(wrong, 20 * wrong.options().scenarios.size());
        if (wrong.failures() == 0 && !breakage.skipsSync) attackAtKillPoints(wrong);
        const auto problem = wrong.failures() > 0 ? std::nullopt : std::optional<std::string>("no attack sees that it is wrong");
        harness.verdict("A1_broken_" + name + "_is_caught", problem, wrong.firstFailure());
    }
}

}  // namespace vitrine::test
