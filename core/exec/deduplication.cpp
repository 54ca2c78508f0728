// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exec/deduplication.h"

#include <algorithm>
#include <limits>

#include <absl/container/btree_map.h>
#include <absl/container/flat_hash_map.h>

#include "core/exec/aggregate_slots.h"
#include "core/exec/group_table.h"

namespace vitrine {

namespace {

constexpr std::size_t kSavedKeys = 16'384;   ///< in one piece of a snapshot
constexpr std::int64_t kNever = std::numeric_limits<std::int64_t>::max();

/// What the operator and its partials share. Immutable.
struct Program {
    DeduplicationSpec spec;
    std::shared_ptr<const KeyLayout> layout;
    TypePtr wholeRow;   ///< set when there are more columns than a layout has keys: they make one key together

    bool keysByTime() const {
        return spec.taggedColumn &&
               (spec.withinWatermark ||
                std::find(spec.columns.begin(), spec.columns.end(), *spec.taggedColumn) != spec.columns.end());
    }

    void keysOf(const Batch& batch, GroupKeys& keys) const {
        layout->begin(batch.numRows, keys);
        if (wholeRow) {
            std::vector<ColumnPtr> parts;
            for (const std::size_t column : spec.columns) parts.push_back(batch.columns[column]);
            const Column row(wholeRow, batch.numRows, std::monostate{}, {}, {}, std::move(parts));
            layout->add(0, row, keys);
            return;
        }
        for (std::size_t key = 0; key < spec.columns.size(); ++key) layout->add(key, batch.column(spec.columns[key]), keys);
    }
};

/// The event times of a batch's rows, NULL of a window or of its end alike.
class EventTimes {
  public:
    explicit EventTimes(const Column& column)
        : whole_(column), times_(eventTimesOf(column)), micros_(times_.values<std::int64_t>()) {}

    std::optional<std::int64_t> at(std::size_t row) const {
        if (whole_.isNull(row) || times_.isNull(row)) return std::nullopt;
        return micros_[row];
    }

  private:
    const Column& whole_;
    const Column& times_;
    std::span<const std::int64_t> micros_;
};

class DeduplicationPartial final : public OperatorPartial {
  public:
    DeduplicationPartial(std::shared_ptr<const Program> program, const BatchThresholds& thresholds)
        : program_(std::move(program)),
          seen_(program_->layout, 0),
          lateMicros_(thresholds.late.time_since_epoch().count() * 1000) {}

    Result<void> consume(const Batch& input, const EvaluationContext&) override {
        if (input.numRows == 0) return {};
        rows_.in += input.numRows;
        const Batch batch = withoutLate(input);
        if (batch.numRows == 0) return {};
        program_->keysOf(batch, keys_);
        seen_.locate(keys_, located_);
        kept_.clear();
        for (std::uint32_t row = 0; row < batch.numRows; ++row) {
            if (located_[row]->id != 0) continue;
            located_[row]->id = 1;
            kept_.push_back(row);
        }
        rows_.withheld += batch.numRows - kept_.size();
        if (!kept_.empty()) first_.push_back(kept_.size() == batch.numRows ? batch : gather(batch, kept_));
        return {};
    }

    std::vector<Batch>& first() noexcept { return first_; }
    OperatorRows& rows() noexcept { return rows_; }

    std::size_t memoryBytes() const noexcept override { return seen_.memoryBytes(); }

  private:
    Batch withoutLate(const Batch& input) {
        if (!program_->spec.taggedColumn) return input;
        const EventTimes times(input.column(*program_->spec.taggedColumn));
        kept_.clear();
        for (std::uint32_t row = 0; row < input.numRows; ++row) {
            const auto time = times.at(row);
            if (!time || *time > lateMicros_) {
                kept_.push_back(row);
                continue;
            }
            ++rows_.late;
            if (rows_.lateRows.size() == OperatorRows::kKeptLate) continue;
            std::optional<RowOrigin> origin;
            if (input.origins && row < input.origins->offsets.size())
                origin = RowOrigin{input.origins->fileIndex, input.origins->offsets[row]};
            rows_.lateRows.push_back({origin, *time, std::nullopt, *time, false});
        }
        return kept_.size() == input.numRows ? input : gather(input, kept_);
    }

    std::shared_ptr<const Program> program_;
    GroupTable seen_;
    std::int64_t lateMicros_;
    OperatorRows rows_;
    std::vector<Batch> first_;   ///< the first row of each key of this share
    // Kept between batches for their memory.
    GroupKeys keys_;
    std::vector<GroupHeader*> located_;
    std::vector<std::uint32_t> kept_;
};

class Deduplication final : public StatefulOperator {
  public:
    Deduplication(std::shared_ptr<const Program> program, std::shared_ptr<const Clock> clock)
        : program_(std::move(program)), state_(program_->layout, sizeof(std::int64_t)), clock_(std::move(clock)) {}

    const char* name() const noexcept override {
        return program_->spec.withinWatermark ? "dedupeWithinWatermark" : "dedupe";
    }

    std::unique_ptr<OperatorPartial> makePartial(const BatchThresholds& thresholds) const override {
        return std::make_unique<DeduplicationPartial>(program_, thresholds);
    }

    Result<OperatorOutput> finishBatch(std::vector<std::unique_ptr<OperatorPartial>> partials,
                                       const BatchThresholds& thresholds) override {
        OperatorOutput output;
        const Micros began = clock_->monotonic();
        added_.clear();
        removedIds_.clear();
        const std::uint64_t knownIds = lastId_;
        for (const auto& partial : partials) {
            auto& share = static_cast<DeduplicationPartial&>(*partial);
            output.input.merge(std::move(share.rows()));
            for (const Batch& batch : share.first()) add(batch, output);
        }
        const auto updated = static_cast<std::int64_t>(added_.size());
        const Micros stored = clock_->monotonic();
        output.metrics.rowsRemoved = removeExpired(thresholds.evict, knownIds);
        output.metrics.rowsTotal = static_cast<std::int64_t>(state_.size());
        output.metrics.rowsUpdated = updated;
        output.metrics.droppedByWatermark = static_cast<std::int64_t>(output.input.late);
        output.metrics.memoryBytes =
            static_cast<std::int64_t>(state_.memoryBytes() + byTime_.size() * 2 * sizeof(std::int64_t));
        output.metrics.updatesTime = stored - began;
        output.metrics.removalsTime = clock_->monotonic() - stored;
        return output;
    }

    std::string keySchema() const override {
        std::string text;
        for (const std::size_t column : program_->spec.columns)
            text += (text.empty() ? "" : ", ") + (*program_->spec.input)[column].type->simpleString();
        return text;
    }

    std::string stateSchema() const override { return program_->spec.withinWatermark ? "bigint" : ""; }

    void saveChanges(StateWriter& out) const override {
        std::vector<GroupHeader*> kept;
        for (GroupHeader* key : added_)
            if (key->stamp == kAlive) kept.push_back(key);
        save(kept, removedIds_, out);
    }

    Result<void> saveSnapshot(const std::function<Result<void>(std::string_view piece)>& write) const override {
        const std::vector<GroupHeader*> all = state_.groups();
        std::size_t begin = 0;
        do {
            const std::size_t count = std::min(kSavedKeys, all.size() - begin);
            StateWriter piece;
            save(std::span(all).subspan(begin, count), {}, piece);
            VITRINE_CHECK_OK(write(piece.bytes()));
            begin += count;
        } while (begin < all.size());
        return {};
    }

    Result<void> load(std::string_view saved) override {
        StateReader in(saved);
        lastId_ = std::max(lastId_, in.get<std::uint64_t>());
        const std::size_t count = in.getSize(2 * sizeof(std::uint64_t));
        std::vector<std::uint64_t> ids(count);
        std::vector<std::int64_t> times(count);
        for (std::size_t at = 0; at < count; ++at) {
            ids[at] = in.get<std::uint64_t>();
            times[at] = in.get<std::int64_t>();
        }
        GroupKeys keys;
        program_->layout->load(in, count, keys);
        if (in.failed()) return damaged();
        std::vector<GroupHeader*> located;
        state_.locate(keys, located);
        for (std::size_t at = 0; at < count; ++at) {
            if (located[at]->id != 0) return damaged();
            located[at]->id = ids[at];
            located[at]->stamp = kAlive;
            setTime(located[at], times[at]);
            loading_.emplace(ids[at], located[at]);
        }
        for (std::size_t removed = in.getSize(sizeof(std::uint64_t)); removed > 0; --removed) {
            const auto found = loading_.find(in.get<std::uint64_t>());
            if (found == loading_.end()) return damaged();
            state_.remove(found->second);
            loading_.erase(found);
        }
        if (in.failed() || !in.atEnd()) return damaged();
        return {};
    }

    void finishLoading() override {
        loading_ = {};
        std::vector<GroupHeader*> all = state_.groups();
        std::sort(all.begin(), all.end(), [](const GroupHeader* left, const GroupHeader* right) { return left->id < right->id; });
        for (GroupHeader* key : all) linkByTime(key);
    }

    bool wantsNoDataBatch(WallTime lastEvict, WallTime watermark) const noexcept override {
        return program_->spec.seesWatermark && watermark > lastEvict;
    }

  private:
    static constexpr std::uint32_t kAlive = 1;

    std::byte* slotOf(GroupHeader* key) const { return reinterpret_cast<std::byte*>(key) + state_.slotsAt(); }
    std::int64_t timeOf(GroupHeader* key) const { return detail::load<std::int64_t>(slotOf(key)); }
    void setTime(GroupHeader* key, std::int64_t time) { detail::store(slotOf(key), time); }

    static Error damaged() {
        return Error(ErrorCode::CheckpointDamaged, "The saved keys do not fit the columns that make rows equal in this query.");
    }

    /// When a key leaves the state, microseconds. A NULL time never does, but within the watermark it counts as 0.
    std::int64_t leavesAt(std::optional<std::int64_t> time) const {
        if (!program_->spec.withinWatermark) return time.value_or(kNever);
        std::int64_t leaves = 0;
        if (__builtin_add_overflow(time.value_or(0), program_->spec.delay.count() * 1000, &leaves)) return kNever;
        return leaves;
    }

    void add(const Batch& batch, OperatorOutput& output) {
        program_->keysOf(batch, keys_);
        state_.locate(keys_, located_);
        std::optional<EventTimes> times;
        if (program_->keysByTime()) times.emplace(batch.column(*program_->spec.taggedColumn));
        std::vector<std::uint32_t> fresh;
        for (std::uint32_t row = 0; row < batch.numRows; ++row) {
            GroupHeader* key = located_[row];
            if (key->id != 0) continue;
            key->id = ++lastId_;
            key->stamp = kAlive;
            setTime(key, times ? leavesAt(times->at(row)) : kNever);
            linkByTime(key);
            added_.push_back(key);
            fresh.push_back(row);
        }
        output.input.withheld += batch.numRows - fresh.size();
        if (!fresh.empty()) output.rows.push_back(fresh.size() == batch.numRows ? batch : gather(batch, fresh));
    }

    void linkByTime(GroupHeader* key) {
        if (timeOf(key) == kNever) return;
        GroupHeader*& head = byTime_[timeOf(key)];
        key->next = head;
        head = key;
    }

    std::int64_t removeExpired(WallTime evict, std::uint64_t knownIds) {
        const std::int64_t evictMicros = evict.time_since_epoch().count() * 1000;
        std::int64_t removed = 0;
        auto at = byTime_.begin();
        for (; at != byTime_.end() && at->first <= evictMicros; ++at) {
            for (GroupHeader* key = at->second; key != nullptr;) {
                GroupHeader* following = key->next;
                if (key->id <= knownIds) removedIds_.push_back(key->id);
                key->stamp = 0;
                state_.remove(key);
                ++removed;
                key = following;
            }
        }
        byTime_.erase(byTime_.begin(), at);
        return removed;
    }

    /// Last id, ids with the times that end them, keys, ids of removed keys.
    void save(std::span<GroupHeader* const> keys, std::span<const std::uint64_t> removed, StateWriter& out) const {
        std::vector<const std::uint64_t*> words;
        std::vector<std::uint32_t> nulls;
        out.put(lastId_);
        out.putCount(keys.size());
        for (GroupHeader* key : keys) {
            out.put(key->id);
            out.put(timeOf(key));
            words.push_back(key->words());
            nulls.push_back(key->nulls);
        }
        program_->layout->save(words, nulls, out);
        out.putCount(removed.size());
        for (const std::uint64_t id : removed) out.put(id);
    }

    std::shared_ptr<const Program> program_;
    GroupTable state_;                                     ///< a key's own bytes: when it leaves
    std::shared_ptr<const Clock> clock_;
    absl::btree_map<std::int64_t, GroupHeader*> byTime_;   ///< keys that leave, by when
    std::uint64_t lastId_ = 0;
    std::vector<GroupHeader*> added_;                      ///< by the last batch
    std::vector<std::uint64_t> removedIds_;                ///< by the last batch, of keys it did not add
    absl::flat_hash_map<std::uint64_t, GroupHeader*> loading_;   ///< by id, while state is loaded
    GroupKeys keys_;
    std::vector<GroupHeader*> located_;
};

}  // namespace

std::unique_ptr<StatefulOperator> makeDeduplication(DeduplicationSpec spec, std::shared_ptr<const Clock> clock) {
    auto program = std::make_shared<Program>();
    std::vector<KeyLayout::Key> keys;
    if (spec.columns.size() <= KeyLayout::kMaxKeys) {
        for (const std::size_t column : spec.columns) keys.push_back({(*spec.input)[column].type, 0});
    } else {
        std::vector<Field> fields;
        for (const std::size_t column : spec.columns) fields.push_back((*spec.input)[column]);
        program->wholeRow = DataType::structType(std::move(fields));
        keys.push_back({program->wholeRow, 0});
    }
    program->layout = std::make_shared<KeyLayout>(std::move(keys));
    program->spec = std::move(spec);
    return std::make_unique<Deduplication>(std::move(program), std::move(clock));
}

}  // namespace vitrine
