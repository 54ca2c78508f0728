// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exec/grouped_aggregation.h"

#include <algorithm>
#include <numeric>

#include <absl/container/btree_map.h>
#include <absl/container/flat_hash_map.h>
#include <fmt/format.h>

#include "core/exec/canonical_bytes.h"
#include "core/exec/group_states.h"
#include "core/exec/row_pipeline.h"
#include "core/exec/window_assignment.h"

namespace vitrine {

void OperatorRows::merge(OperatorRows later) {
    in += later.in;
    withoutTime += later.withoutTime;
    late += later.late;
    partlyLate += later.partlyLate;
    withheld += later.withheld;
    for (LateRow& row : later.lateRows) {
        if (lateRows.size() == kKeptLate) break;
        lateRows.push_back(std::move(row));
    }
}

namespace {

constexpr std::size_t kMergeGroups = 1024;
constexpr std::size_t kOutputRows = 4096;
constexpr std::size_t kSavedGroups = 16'384;   ///< in one piece of a snapshot

/// What the operator and its partials share: the resolved call and how groups are laid out. Immutable.
struct Program {
    GroupingSpec spec;
    SessionConf conf;
    std::shared_ptr<const KeyLayout> layout;
    std::optional<WindowAssignment> windows;

    bool tracksTime() const noexcept { return spec.taggedKey && spec.mode != EmitMode::Complete; }
    Result<GroupStates> makeStates() const { return GroupStates::make(layout, spec.aggregates, conf); }
};

class GroupingPartial final : public OperatorPartial {
  public:
    GroupingPartial(std::shared_ptr<const Program> program, GroupStates groups, const BatchThresholds& thresholds)
        : program_(std::move(program)),
          groups_(std::move(groups)),
          lateMicros_(thresholds.late.time_since_epoch().count() * 1000) {}

    Result<void> consume(const Batch& input, const EvaluationContext& context) override {
        if (input.numRows == 0) return {};
        rows_.in += input.numRows;
        if (!program_->windows) return aggregate(input, context);

        VITRINE_TRY(const auto time, evaluateAll({&program_->spec.window->time, 1}, input, context));
        program_->windows->assign(*time.front(), assigned_);
        rows_.withoutTime += assigned_.withoutTime;
        if (!program_->spec.windowFilters.empty()) VITRINE_CHECK_OK(filterWindows(input, context));
        if (program_->tracksTime() && program_->spec.taggedKey == program_->spec.windowKey)
            noteLateWindows(input, *time.front());
        const bool oneEach = assigned_.rows.empty() && assigned_.starts.size() == input.numRows;
        return oneEach ? aggregate(input, context) : aggregate(gather(input, assigned_.rows), context);
    }

    std::size_t memoryBytes() const noexcept override { return groups_.memoryBytes(); }

    const GroupStates& groups() const noexcept { return groups_; }
    OperatorRows& rows() noexcept { return rows_; }

  private:
    /// Takes the windows away from rows for which a condition on the keys is not true.
    Result<void> filterWindows(const Batch& input, const EvaluationContext& context) {
        const GroupingSpec& spec = program_->spec;
        if (assigned_.rows.empty()) {   // one window a row
            assigned_.rows.resize(assigned_.starts.size());
            std::iota(assigned_.rows.begin(), assigned_.rows.end(), 0U);
        }
        const Batch rows = gather(input, assigned_.rows);
        Batch keys;
        keys.schema = spec.output;
        keys.numRows = rows.numRows;
        for (std::size_t key = 0; key < spec.keys.size(); ++key) {
            if (spec.windowKey == key) {
                keys.columns.push_back(windowColumn((*spec.output)[key].type));
                continue;
            }
            VITRINE_TRY(auto column, evaluateAll({&spec.keys[key], 1}, rows, context));
            keys.columns.push_back(std::move(column.front()));
        }
        std::vector<std::uint8_t> passes(keys.numRows, 1);
        VITRINE_TRY(const auto conditions, evaluateAll(spec.windowFilters, keys, context));
        for (const ColumnPtr& condition : conditions) {
            const auto values = condition->values<std::uint8_t>();
            for (std::size_t entry = 0; entry < passes.size(); ++entry)
                if (values[entry] == 0 || condition->isNull(entry)) passes[entry] = 0;
        }
        std::size_t kept = 0;
        for (std::size_t entry = 0; entry < passes.size();) {
            const std::uint32_t row = assigned_.rows[entry];
            const std::size_t before = kept;
            for (; entry < passes.size() && assigned_.rows[entry] == row; ++entry) {
                if (passes[entry] == 0) continue;
                assigned_.rows[kept] = row;
                assigned_.starts[kept++] = assigned_.starts[entry];
            }
            if (kept == before) ++rows_.withheld;
        }
        assigned_.rows.resize(kept);
        assigned_.starts.resize(kept);
        return {};
    }

    ColumnPtr windowColumn(const TypePtr& type) const {
        const std::size_t size = assigned_.starts.size();
        std::vector<std::int64_t> ends;
        for (const std::int64_t start : assigned_.starts) ends.push_back(program_->windows->endOf(start));
        std::vector<ColumnPtr> bounds{
            std::make_shared<Column>(type->fields()[0].type, size, assigned_.starts, std::vector<std::uint8_t>{}),
            std::make_shared<Column>(type->fields()[1].type, size, std::move(ends), std::vector<std::uint8_t>{})};
        return std::make_shared<Column>(type, size, std::monostate{}, std::vector<std::uint8_t>{}, std::vector<std::uint32_t>{},
                                        std::move(bounds));
    }

    Result<void> aggregate(const Batch& batch, const EvaluationContext& context) {
        if (batch.numRows == 0) return {};
        const GroupingSpec& spec = program_->spec;
        const KeyLayout& layout = *program_->layout;
        layout.begin(batch.numRows, keys_);
        for (std::size_t key = 0; key < spec.keys.size(); ++key) {
            if (spec.windowKey == key) {
                layout.addWindowStarts(key, assigned_.starts, keys_);
                continue;
            }
            VITRINE_TRY(const auto column, evaluateAll({&spec.keys[key], 1}, batch, context));
            if (program_->tracksTime() && spec.taggedKey == key) noteLateTimes(batch, *column.front());
            layout.add(key, *column.front(), keys_);
        }
        groups_.table().locate(keys_, located_);
        return groups_.update(batch, context, located_);
    }

    bool isLate(std::int64_t value) const noexcept { return value <= lateMicros_; }

    /// Counts and keeps rows whose windows have closed; the groups are refused after the merge (WM-15).
    void noteLateWindows(const Batch& batch, const Column& times) {
        const WindowAssignment& windows = *program_->windows;
        const auto& starts = assigned_.starts;
        if (starts.empty() || !isLate(windows.endOf(*std::min_element(starts.begin(), starts.end())))) return;
        const auto micros = times.values<std::int64_t>();
        for (std::size_t entry = 0; entry < starts.size();) {
            const std::size_t row = assigned_.rows.empty() ? entry : assigned_.rows[entry];
            std::size_t total = 0;
            std::size_t missed = 0;
            std::size_t latestMissed = entry;
            for (; entry < starts.size() && (assigned_.rows.empty() ? entry : assigned_.rows[entry]) == row; ++entry) {
                ++total;
                if (isLate(windows.endOf(starts[entry])) && missed++ == 0) latestMissed = entry;
            }
            if (missed == 0) continue;
            const std::int64_t start = starts[latestMissed];
            note(batch, row, micros[row], start, windows.endOf(start), missed < total);
        }
    }

    void noteLateTimes(const Batch& batch, const Column& column) {
        const Column& times = eventTimesOf(column);
        const auto micros = times.values<std::int64_t>();
        for (std::size_t row = 0; row < batch.numRows; ++row)
            if (isLate(micros[row]) && !times.isNull(row) && !column.isNull(row))
                note(batch, row, micros[row], std::nullopt, micros[row], false);
    }

    void note(const Batch& batch, std::size_t row, std::int64_t time, std::optional<std::int64_t> start, std::int64_t value,
              bool countedElsewhere) {
        ++(countedElsewhere ? rows_.partlyLate : rows_.late);
        if (rows_.lateRows.size() == OperatorRows::kKeptLate) return;
        std::optional<RowOrigin> origin;
        if (batch.origins && row < batch.origins->offsets.size())
            origin = RowOrigin{batch.origins->fileIndex, batch.origins->offsets[row]};
        rows_.lateRows.push_back({origin, time, start, value, countedElsewhere});
    }

    std::shared_ptr<const Program> program_;
    GroupStates groups_;
    std::int64_t lateMicros_;
    OperatorRows rows_;
    // Kept between batches for their memory.
    WindowAssignment::Assigned assigned_;
    GroupKeys keys_;
    std::vector<GroupHeader*> located_;
};

class GroupedAggregation final : public StatefulOperator {
  public:
    GroupedAggregation(std::shared_ptr<const Program> program, GroupStates state, std::shared_ptr<const Clock> clock)
        : program_(std::move(program)), state_(std::move(state)), clock_(std::move(clock)) {}

    const char* name() const noexcept override { return "stateStoreSave"; }

    std::unique_ptr<OperatorPartial> makePartial(const BatchThresholds& thresholds) const override {
        auto groups = program_->makeStates();
        VITRINE_ASSERT(groups.hasValue());  // the same call succeeded when the operator was made
        return std::make_unique<GroupingPartial>(program_, std::move(*groups), thresholds);
    }

    Result<OperatorOutput> finishBatch(std::vector<std::unique_ptr<OperatorPartial>> partials,
                                       const BatchThresholds& thresholds) override {
        OperatorOutput output;
        const Micros began = clock_->monotonic();
        ++stamp_;
        touched_.clear();
        createdIds_ = 0;

        GroupTable refused(program_->layout, 0);
        const std::int64_t lateMicros = thresholds.late.time_since_epoch().count() * 1000;
        for (const auto& partial : partials) {
            auto& share = static_cast<GroupingPartial&>(*partial);
            output.input.merge(std::move(share.rows()));
            mergeIntoState(share.groups(), lateMicros, refused);
        }
        output.metrics.droppedByWatermark = static_cast<std::int64_t>(refused.size());
        if (program_->spec.keys.empty()) touchGlobalGroup();
        VITRINE_CHECK_OK(state_.settle(touched_));
        const Micros updated = clock_->monotonic();

        const EmitMode mode = program_->spec.mode;
        removedIds_.clear();
        std::vector<GroupHeader*> finished;
        if (program_->tracksTime()) finished = takeFinished(thresholds.evict, output.metrics.windowsClosed);
        if (mode == EmitMode::Complete) {
            VITRINE_TRY(output.rows, show(state_.table().groups()));
        } else {
            VITRINE_TRY(output.rows, show(mode == EmitMode::Update ? touched_ : finished));
        }
        const std::uint64_t knownIds = lastId_ - createdIds_;
        for (GroupHeader* group : finished) {
            if (group->id <= knownIds) removedIds_.push_back(group->id);
            group->stamp = 0;
            state_.remove(group);
        }

        output.metrics.rowsTotal = static_cast<std::int64_t>(state_.table().size());
        output.metrics.rowsUpdated = static_cast<std::int64_t>(touched_.size());
        output.metrics.rowsRemoved = static_cast<std::int64_t>(finished.size());
        output.metrics.memoryBytes =
            static_cast<std::int64_t>(state_.memoryBytes() + byTime_.size() * 2 * sizeof(std::int64_t));
        output.metrics.updatesTime = updated - began;
        output.metrics.removalsTime = clock_->monotonic() - updated;
        return output;
    }

    std::string keySchema() const override {
        const GroupingSpec& spec = program_->spec;
        std::string text;
        for (std::size_t key = 0; key < spec.keys.size(); ++key)
            text += (key == 0 ? "" : ", ") + (*spec.output)[key].type->simpleString();
        return text;
    }

    std::string stateSchema() const override {
        std::string text;
        for (const AggregateCall& call : program_->spec.aggregates) text += (text.empty() ? "" : ", ") + stateSchemaOf(call);
        return text;
    }

    void saveChanges(StateWriter& out) const override {
        std::vector<GroupHeader*> kept;
        kept.reserve(touched_.size());
        for (GroupHeader* group : touched_)
            if (group->stamp == stamp_) kept.push_back(group);
        save(kept, removedIds_, out);
    }

    Result<void> saveSnapshot(const std::function<Result<void>(std::string_view piece)>& write) const override {
        const std::vector<GroupHeader*> all = state_.table().groups();
        std::size_t begin = 0;
        do {
            const std::size_t count = std::min(kSavedGroups, all.size() - begin);
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
        const std::size_t count = in.getSize(sizeof(std::uint64_t));
        std::vector<std::uint64_t> ids(count);
        for (std::uint64_t& id : ids) id = in.get<std::uint64_t>();
        GroupKeys keys;
        program_->layout->load(in, count, keys);
        if (in.failed()) return damaged();
        std::vector<GroupHeader*> groups;
        state_.table().locate(keys, groups);
        for (std::size_t at = 0; at < count; ++at) {
            GroupHeader* group = groups[at];
            if (group->id != 0 && group->id != ids[at]) return damaged();
            if (group->id == 0) {
                group->id = ids[at];
                loading_.emplace(group->id, group);
            }
        }
        state_.load(in, groups);
        for (std::size_t removed = in.getSize(sizeof(std::uint64_t)); removed > 0; --removed) {
            const auto found = loading_.find(in.get<std::uint64_t>());
            if (found == loading_.end()) return damaged();
            state_.remove(found->second);
            loading_.erase(found);
        }
        if (in.failed() || !in.atEnd()) return damaged();
        return {};
    }

    Result<std::vector<Batch>> showAll() override { return show(state_.table().groups()); }

    void finishLoading() override {
        loading_ = {};
        if (!program_->tracksTime()) return;
        std::vector<GroupHeader*> all = state_.table().groups();
        std::sort(all.begin(), all.end(), [](const GroupHeader* left, const GroupHeader* right) { return left->id < right->id; });
        for (GroupHeader* group : all)
            if (const auto time = timeOf(*group)) linkByTime(group, *time);
    }

    bool wantsNoDataBatch(WallTime lastEvict, WallTime watermark) const noexcept override {
        return program_->spec.seesWatermark && program_->spec.mode != EmitMode::Complete && watermark > lastEvict;
    }

  private:
    /// The event time that decides over `group`; empty for NULL (WM-13).
    std::optional<std::int64_t> timeOf(const GroupHeader& group) const {
        const std::size_t key = *program_->spec.taggedKey;
        if ((group.nulls & (1U << key)) != 0) return std::nullopt;
        const std::uint64_t* word = group.words() + program_->layout->firstWord(key);
        if (program_->spec.windowKey == key) return static_cast<std::int64_t>(word[1]);
        const DataType& type = *program_->spec.keys[key]->type();
        if (!type.is(TypeKind::Struct)) return static_cast<std::int64_t>(*word);
        std::string_view bytes = StringWords::view(word);
        const Value window = readCanonical(type, bytes);
        const Value& end = window.get<Value::List>()[static_cast<std::size_t>(type.fieldIndex("end"))];
        if (end.isNull()) return std::nullopt;
        return end.get<std::int64_t>();
    }

    void mergeIntoState(const GroupStates& share, std::int64_t lateMicros, GroupTable& refused) {
        const std::vector<GroupHeader*> all = share.table().groups();
        std::vector<GroupHeader*> from;
        std::vector<GroupHeader*> into;
        for (std::size_t begin = 0; begin < all.size(); begin += kMergeGroups) {
            const std::size_t end = std::min(all.size(), begin + kMergeGroups);
            from.clear();
            into.clear();
            for (std::size_t at = begin; at < end; ++at) {
                std::optional<std::int64_t> time;
                if (program_->tracksTime()) time = timeOf(*all[at]);
                if (time && *time <= lateMicros) {
                    refused.locate(*all[at]);
                    continue;
                }
                GroupHeader* group = state_.table().locate(*all[at]);
                touch(group, time);
                from.push_back(all[at]);
                into.push_back(group);
            }
            state_.merge(share, from, into);
        }
    }

    void touch(GroupHeader* group, std::optional<std::int64_t> time) {
        if (group->id == 0) {
            group->id = ++lastId_;
            ++createdIds_;
            if (time) linkByTime(group, *time);
        }
        if (group->stamp == stamp_) return;
        group->stamp = stamp_;
        touched_.push_back(group);
    }

    void linkByTime(GroupHeader* group, std::int64_t time) {
        GroupHeader*& head = byTime_[time];
        group->next = head;
        head = group;
    }

    Error damaged() const {
        return Error(ErrorCode::CheckpointDamaged, "The saved groups do not fit the grouping keys and aggregates of this query.");
    }

    /// Last id, ids, keys, one part an aggregate, ids of removed groups.
    void save(std::span<GroupHeader* const> groups, std::span<const std::uint64_t> removed, StateWriter& out) const {
        std::vector<const std::uint64_t*> words;
        std::vector<std::uint32_t> nulls;
        out.put(lastId_);
        out.putCount(groups.size());
        for (const GroupHeader* group : groups) {
            out.put(group->id);
            words.push_back(group->words());
            nulls.push_back(group->nulls);
        }
        program_->layout->save(words, nulls, out);
        state_.save(groups, out);
        out.putCount(removed.size());
        for (const std::uint64_t id : removed) out.put(id);
    }

    /// Without keys there is one row from the first batch on, even of no input (AG-3).
    void touchGlobalGroup() {
        GroupKeys keys;
        program_->layout->begin(1, keys);
        std::vector<GroupHeader*> groups;
        state_.table().locate(keys, groups);
        touch(groups.front(), std::nullopt);
    }

    /// Unlinks the groups whose time the watermark has passed, oldest time first.
    std::vector<GroupHeader*> takeFinished(WallTime evict, std::int64_t& times) {
        std::vector<GroupHeader*> finished;
        const std::int64_t evictMicros = evict.time_since_epoch().count() * 1000;
        auto at = byTime_.begin();
        for (; at != byTime_.end() && at->first <= evictMicros; ++at, ++times) {
            const std::size_t first = finished.size();
            for (GroupHeader* group = at->second; group != nullptr; group = group->next) finished.push_back(group);
            std::reverse(finished.begin() + static_cast<std::ptrdiff_t>(first), finished.end());
        }
        byTime_.erase(byTime_.begin(), at);
        return finished;
    }

    Result<std::vector<Batch>> show(std::span<GroupHeader* const> groups) {
        std::vector<Batch> batches;
        std::vector<const std::uint64_t*> words;
        std::vector<std::uint32_t> nulls;
        for (std::size_t begin = 0; begin < groups.size(); begin += kOutputRows) {
            const auto part = groups.subspan(begin, std::min(kOutputRows, groups.size() - begin));
            auto origins = std::make_shared<RowOrigins>();
            words.clear();
            nulls.clear();
            for (const GroupHeader* group : part) {
                words.push_back(group->words());
                nulls.push_back(group->nulls);
                origins->offsets.push_back(group->id);
            }
            Batch& batch = batches.emplace_back();
            batch.schema = program_->spec.output;
            batch.numRows = part.size();
            batch.origins = std::move(origins);
            for (std::size_t key = 0; key < program_->layout->keys(); ++key)
                batch.columns.push_back(program_->layout->column(key, words, nulls));
            VITRINE_CHECK_OK(state_.finish(part, batch.columns));
        }
        return batches;
    }

    std::shared_ptr<const Program> program_;
    GroupStates state_;
    std::shared_ptr<const Clock> clock_;
    absl::btree_map<std::int64_t, GroupHeader*> byTime_;   ///< groups in state by the time that finishes them
    std::uint64_t lastId_ = 0;
    std::uint64_t createdIds_ = 0;                         ///< by the last batch
    std::vector<std::uint64_t> removedIds_;                ///< by the last batch, of groups it did not create
    absl::flat_hash_map<std::uint64_t, GroupHeader*> loading_;   ///< by id, while state is loaded
    std::uint32_t stamp_ = 0;
    std::vector<GroupHeader*> touched_;
};

}  // namespace

Result<std::unique_ptr<StatefulOperator>> makeGroupedAggregation(GroupingSpec spec, const SessionConf& conf,
                                                                 std::shared_ptr<const Clock> clock) {
    if (spec.keys.size() > KeyLayout::kMaxKeys)
        return Error(ErrorCode::UnsupportedOperation,
                     fmt::format("A groupBy may have at most {} keys; this one has {}.", KeyLayout::kMaxKeys, spec.keys.size()));
    auto program = std::make_shared<Program>();
    std::vector<KeyLayout::Key> keys;
    for (std::size_t key = 0; key < spec.keys.size(); ++key) {
        if (spec.windowKey == key)
            keys.push_back({(*spec.output)[key].type, spec.window->duration});
        else
            keys.push_back({spec.keys[key]->type(), 0});
    }
    program->layout = std::make_shared<KeyLayout>(std::move(keys));
    if (spec.windowKey) program->windows.emplace(spec.window->duration, spec.window->slide, spec.window->start);
    program->spec = std::move(spec);
    program->conf = conf;
    VITRINE_TRY(GroupStates state, program->makeStates());
    return std::unique_ptr<StatefulOperator>(
        std::make_unique<GroupedAggregation>(std::move(program), std::move(state), std::move(clock)));
}

}  // namespace vitrine
