// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exec/session_aggregation.h"

#include <algorithm>

#include <absl/container/flat_hash_map.h>
#include <fmt/format.h>

#include "core/exec/aggregate_slots.h"
#include "core/exec/group_states.h"
#include "core/exec/row_pipeline.h"
#include "core/exec/session_bounds.h"

namespace vitrine {

namespace {

constexpr std::size_t kOutputRows = 4096;
constexpr std::size_t kMostLevels = 16;
constexpr std::size_t kLeastEnds = 4096;         ///< fewer are not worth a walk for stale ones
constexpr std::size_t kSavedSessions = 16'384;   ///< in one piece of a snapshot

/// What the operator and its partials share. Immutable. The words of a key stand at the front of those of a session, and
/// those at the front of a row's, so that each is found by the words of the next.
struct Program {
    SessionSpec spec;
    SessionConf conf;
    std::shared_ptr<const KeyLayout> keyLayout;       ///< the other keys
    std::shared_ptr<const KeyLayout> sessionLayout;   ///< the other keys, start
    std::shared_ptr<const KeyLayout> rowLayout;       ///< the other keys, start, end

    /// The place of output key `key` in the layouts.
    std::size_t layoutKey(std::size_t key) const noexcept { return key < spec.sessionKey ? key : key - 1; }
    std::size_t startWord() const noexcept { return keyLayout->words(); }
    bool tracksTime() const noexcept { return spec.taggedKey && spec.mode != EmitMode::Complete; }
    Result<GroupStates> makeRows() const { return GroupStates::make(rowLayout, spec.aggregates, conf); }
};

class SessionPartial final : public OperatorPartial {
  public:
    SessionPartial(std::shared_ptr<const Program> program, GroupStates groups, const BatchThresholds& thresholds)
        : program_(std::move(program)),
          groups_(std::move(groups)),
          refused_(program_->rowLayout, 0),
          lateMicros_(thresholds.late.time_since_epoch().count() * 1000) {}

    Result<void> consume(const Batch& input, const EvaluationContext& context) override {
        if (input.numRows == 0) return {};
        rows_.in += input.numRows;
        const SessionSpec& spec = program_->spec;
        const std::vector<BoundPtr> expressions{spec.session.time, spec.session.gap};
        VITRINE_TRY(const auto parts, evaluateAll(expressions, input, context));
        VITRINE_CHECK_OK(openSessions(*parts[0], *parts[1], program_->conf.zone, bounds_));
        rows_.withoutTime += input.numRows - bounds_.rows.size();
        if (bounds_.rows.empty()) return {};
        const Batch batch = bounds_.rows.size() == input.numRows ? input : gather(input, bounds_.rows);

        VITRINE_CHECK_OK(readKeys(batch, context));
        VITRINE_TRY(const bool anyLate, findLate(batch, context));
        if (!anyLate) {
            groups_.table().locate(keys_, located_);
            return groups_.update(batch, context, located_);
        }
        return takeInTime(batch, context);
    }

    GroupStates& groups() noexcept { return groups_; }
    const GroupTable& refused() const noexcept { return refused_; }
    OperatorRows& rows() noexcept { return rows_; }

    std::size_t memoryBytes() const noexcept override { return groups_.memoryBytes(); }

  private:
    Result<void> readKeys(const Batch& batch, const EvaluationContext& context) {
        const KeyLayout& layout = *program_->rowLayout;
        layout.begin(batch.numRows, keys_);
        std::size_t at = 0;
        for (const BoundPtr& key : program_->spec.keys) {
            if (!key) continue;
            VITRINE_TRY(const auto column, evaluateAll({&key, 1}, batch, context));
            layout.add(at++, *column.front(), keys_);
        }
        layout.addTimes(at, bounds_.starts, keys_);
        layout.addTimes(at + 1, bounds_.ends, keys_);
        return {};
    }

    /// Fills late_ with whether each row is late; says whether any is.
    Result<bool> findLate(const Batch& batch, const EvaluationContext& context) {
        const auto& tagged = program_->spec.taggedKey;
        if (!tagged) return false;
        bool any = false;
        late_.assign(batch.numRows, 0);
        if (*tagged == program_->spec.sessionKey) {
            for (std::size_t row = 0; row < batch.numRows; ++row) any |= note(batch, row, bounds_.ends[row], true);
            return any;
        }
        VITRINE_TRY(const auto column, evaluateAll({&program_->spec.keys[*tagged], 1}, batch, context));
        const Column& times = eventTimesOf(*column.front());
        const auto micros = times.values<std::int64_t>();
        for (std::size_t row = 0; row < batch.numRows; ++row)
            if (!times.isNull(row) && !column.front()->isNull(row)) any |= note(batch, row, micros[row], false);
        return any;
    }

    bool note(const Batch& batch, std::size_t row, std::int64_t value, bool isSession) {
        if (value > lateMicros_) return false;
        late_[row] = 1;
        ++rows_.late;
        if (rows_.lateRows.size() == OperatorRows::kKeptLate) return true;
        LateRow late;
        if (batch.origins && row < batch.origins->offsets.size())
            late.origin = RowOrigin{batch.origins->fileIndex, batch.origins->offsets[row]};
        late.eventTime = bounds_.starts[row];
        if (isSession) late.windowStart = bounds_.starts[row];
        late.value = value;
        rows_.lateRows.push_back(late);
        return true;
    }

    Result<void> takeInTime(const Batch& batch, const EvaluationContext& context) {
        std::vector<std::uint32_t> inTime;
        for (std::uint32_t row = 0; row < batch.numRows; ++row) {
            if (late_[row] == 0)
                inTime.push_back(row);
            else
                refused_.locate(keys_.of(row), keys_.nulls[row], keys_.hashes[row]);
        }
        if (inTime.empty()) return {};
        located_.clear();
        for (const std::uint32_t row : inTime)
            located_.push_back(groups_.table().locate(keys_.of(row), keys_.nulls[row], keys_.hashes[row]));
        return groups_.update(gather(batch, inTime), context, located_);
    }

    std::shared_ptr<const Program> program_;
    GroupStates groups_;     ///< one group a distinct (keys, start, end)
    GroupTable refused_;     ///< late ones
    std::int64_t lateMicros_;
    OperatorRows rows_;
    // Kept between batches for their memory.
    SessionBounds bounds_;
    GroupKeys keys_;
    std::vector<GroupHeader*> located_;
    std::vector<std::uint8_t> late_;
};

/// What stands before the aggregates of a stored session.
struct SessionOwn {
    std::int64_t end = 0;
    GroupHeader* key = nullptr;   ///< whose list it is in
};

/// What stands behind a key: its sessions, by start, linked through GroupHeader::next.
struct KeyOwn {
    GroupHeader* first = nullptr;
    std::uint64_t work = 0;       ///< place among the keys of this batch, when the stamp is this batch's
};

/// Sessions and new rows of one key, and where they go.
struct Piece {
    std::int64_t start = 0;
    std::int64_t end = 0;
    GroupHeader* group = nullptr;
    bool isStored = false;
};

/// When a session ends, as it was known once.
struct End {
    std::int64_t time = 0;
    std::uint64_t id = 0;
    GroupHeader* session = nullptr;
    /// For a heap with the earliest in front.
    bool operator<(const End& other) const noexcept { return std::pair(other.time, other.id) < std::pair(time, id); }
};

class SessionAggregation final : public StatefulOperator {
  public:
    SessionAggregation(std::shared_ptr<const Program> program, GroupStates state, GroupStates scratch,
                       std::shared_ptr<const Clock> clock)
        : program_(std::move(program)),
          state_(std::move(state)),
          scratch_(std::move(scratch)),
          keys_(program_->keyLayout, sizeof(KeyOwn)),
          clock_(std::move(clock)) {}

    const char* name() const noexcept override { return "sessionWindowStateStoreSaveExec"; }

    std::unique_ptr<OperatorPartial> makePartial(const BatchThresholds& thresholds) const override {
        auto groups = program_->makeRows();
        VITRINE_ASSERT(groups.hasValue());  // the same calls succeeded when the operator was made
        return std::make_unique<SessionPartial>(program_, std::move(*groups), thresholds);
    }

    Result<OperatorOutput> finishBatch(std::vector<std::unique_ptr<OperatorPartial>> partials,
                                       const BatchThresholds& thresholds) override {
        OperatorOutput output;
        const Micros began = clock_->monotonic();
        ++stamp_;
        changed_.clear();
        removedIds_.clear();
        const std::uint64_t knownIds = lastId_;

        GroupTable refused(program_->rowLayout, 0);
        GroupStates* rows = nullptr;
        for (const auto& partial : partials) {
            auto& share = static_cast<SessionPartial&>(*partial);
            output.input.merge(std::move(share.rows()));
            for (const GroupHeader* late : share.refused().groups()) refused.locate(*late);
            if (rows == nullptr)
                rows = &share.groups();
            else
                addRows(share.groups(), *rows);
        }
        output.metrics.droppedByWatermark = static_cast<std::int64_t>(refused.size());
        if (rows != nullptr) fold(*rows, output.metrics);
        VITRINE_CHECK_OK(state_.settle(changed_));
        const Micros updated = clock_->monotonic();

        std::vector<GroupHeader*> finished;
        if (program_->tracksTime()) finished = takeFinished(thresholds.evict, output.metrics.windowsClosed);
        VITRINE_TRY(output.rows, show(program_->spec.mode == EmitMode::Complete ? state_.table().groups() : finished));
        for (GroupHeader* session : finished) {
            unlink(session);
            forget(session, knownIds);
        }
        output.metrics.rowsTotal = static_cast<std::int64_t>(state_.table().size());
        output.metrics.rowsRemoved += static_cast<std::int64_t>(finished.size());
        output.metrics.memoryBytes = static_cast<std::int64_t>(state_.memoryBytes() + keys_.memoryBytes() +
                                                               ends_.capacity() * sizeof(End));
        output.metrics.updatesTime = updated - began;
        output.metrics.removalsTime = clock_->monotonic() - updated;
        return output;
    }

    std::string keySchema() const override {
        const SessionSpec& spec = program_->spec;
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
        for (GroupHeader* session : changed_)
            if (session->stamp == stamp_) kept.push_back(session);
        save(kept, removedIds_, out);
    }

    Result<void> saveSnapshot(const std::function<Result<void>(std::string_view piece)>& write) const override {
        const std::vector<GroupHeader*> all = state_.table().groups();
        std::size_t begin = 0;
        do {
            const std::size_t count = std::min(kSavedSessions, all.size() - begin);
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
        std::vector<std::int64_t> ends(count);
        for (std::size_t at = 0; at < count; ++at) {
            ids[at] = in.get<std::uint64_t>();
            ends[at] = in.get<std::int64_t>();
        }
        GroupKeys keys;
        program_->sessionLayout->load(in, count, keys);
        if (in.failed()) return damaged();
        // A session that another took in may have left its start to one of this batch: the removed go first.
        std::vector<std::uint64_t> removed(in.getSize(sizeof(std::uint64_t)));
        for (std::uint64_t& id : removed) id = in.get<std::uint64_t>();
        for (const std::uint64_t id : removed) {
            const auto found = loading_.find(id);
            if (found == loading_.end()) return damaged();
            state_.remove(found->second);
            loading_.erase(found);
        }
        std::vector<GroupHeader*> sessions;
        state_.table().locate(keys, sessions);
        for (std::size_t at = 0; at < count; ++at) {
            GroupHeader* session = sessions[at];
            if (session->id != 0 && session->id != ids[at]) return damaged();
            if (session->id == 0) {
                session->id = ids[at];
                loading_.emplace(session->id, session);
            }
            detail::store(state_.ownOf(session), SessionOwn{ends[at], nullptr});
        }
        state_.load(in, sessions);
        if (in.failed() || !in.atEnd()) return damaged();
        return {};
    }

    Result<std::vector<Batch>> showAll() override { return show(state_.table().groups()); }

    void finishLoading() override {
        loading_ = {};
        std::vector<GroupHeader*> all = state_.table().groups();
        // From the last start to the first, so that each goes to the front of its key's list.
        std::sort(all.begin(), all.end(), [this](const GroupHeader* left, const GroupHeader* right) { return startOf(left) > startOf(right); });
        for (GroupHeader* session : all) {
            GroupHeader* key = keyOf(*session);
            auto own = detail::load<KeyOwn>(ownOfKey(key));
            session->next = own.first;
            own.first = session;
            detail::store(ownOfKey(key), own);
            detail::store(state_.ownOf(session), SessionOwn{endOf(session), key});
            noteTime(session);
        }
    }

    bool wantsNoDataBatch(WallTime lastEvict, WallTime watermark) const noexcept override {
        return program_->spec.seesWatermark && program_->spec.mode != EmitMode::Complete && watermark > lastEvict;
    }

  private:
    static Error damaged() {
        return Error(ErrorCode::CheckpointDamaged, "The saved sessions do not fit the grouping keys and aggregates of this query.");
    }

    std::byte* ownOfKey(GroupHeader* key) const { return reinterpret_cast<std::byte*>(key) + keys_.slotsAt(); }
    std::int64_t startOf(const GroupHeader* session) const {
        return static_cast<std::int64_t>(session->words()[program_->startWord()]);
    }
    std::int64_t endOf(GroupHeader* session) const { return detail::load<SessionOwn>(state_.ownOf(session)).end; }

    /// The key whose words stand at the front of those of `longer`, made where there is none.
    GroupHeader* keyOf(const GroupHeader& longer) {
        return keys_.locate(longer.words(), longer.nulls, program_->keyLayout->hashOf(longer.words(), longer.nulls));
    }

    static void addRows(GroupStates& from, GroupStates& into) {
        const std::vector<GroupHeader*> theirs = from.table().groups();
        std::vector<GroupHeader*> ours;
        ours.reserve(theirs.size());
        for (const GroupHeader* group : theirs) ours.push_back(into.table().locate(*group));
        into.merge(from, theirs, ours);
    }

    /// Folds the rows of the batch and the stored sessions of their keys together (SW-1, SW-2).
    void fold(GroupStates& rows, OperatorMetrics& metrics) {
        std::vector<GroupHeader*> keys;
        std::vector<std::vector<Piece>> pieces;
        const std::size_t startWord = program_->startWord();
        for (GroupHeader* row : rows.table().groups()) {
            GroupHeader* key = keyOf(*row);
            auto own = detail::load<KeyOwn>(ownOfKey(key));
            if (key->stamp != stamp_) {
                key->stamp = stamp_;
                own.work = pieces.size();
                detail::store(ownOfKey(key), own);
                keys.push_back(key);
                auto& stored = pieces.emplace_back();
                for (GroupHeader* session = own.first; session != nullptr; session = session->next)
                    stored.push_back({startOf(session), endOf(session), session, true});
            }
            pieces[own.work].push_back({static_cast<std::int64_t>(row->words()[startWord]),
                                        static_cast<std::int64_t>(row->words()[startWord + 1]), row, false});
        }
        levels_.clear();
        for (std::size_t work = 0; work < keys.size(); ++work) foldKey(rows, keys[work], pieces[work], metrics);
        for (const Level& level : levels_) state_.merge(rows, level.from, level.into);
    }

    void foldKey(GroupStates& rows, GroupHeader* key, std::vector<Piece>& pieces, OperatorMetrics& metrics) {
        // Of equal starts the stored one comes first.
        std::stable_sort(pieces.begin(), pieces.end(), [](const Piece& left, const Piece& right) { return left.start < right.start; });
        std::vector<GroupHeader*> sessions;
        for (std::size_t begin = 0; begin < pieces.size();) {
            std::size_t end = begin + 1;
            std::int64_t last = pieces[begin].end;
            for (; end < pieces.size() && pieces[end].start <= last; ++end) last = std::max(last, pieces[end].end);
            sessions.push_back(foldRun(rows, key, std::span(pieces).subspan(begin, end - begin), last, metrics));
            begin = end;
        }
        KeyOwn own = detail::load<KeyOwn>(ownOfKey(key));
        own.first = sessions.front();
        detail::store(ownOfKey(key), own);
        for (std::size_t at = 0; at < sessions.size(); ++at) sessions[at]->next = at + 1 < sessions.size() ? sessions[at + 1] : nullptr;
        metrics.rowsUpdated += static_cast<std::int64_t>(sessions.size());
    }

    /// Makes one session of pieces that overlap or touch, in the order of their starts.
    GroupHeader* foldRun(GroupStates& rows, GroupHeader* key, std::span<const Piece> run, std::int64_t end, OperatorMetrics& metrics) {
        const Piece& first = run.front();
        if (run.size() == 1 && first.isStored) return first.group;
        GroupHeader* session = first.group;
        if (!first.isStored) {
            const GroupHeader& row = *first.group;
            session = state_.table().locate(row.words(), row.nulls, program_->sessionLayout->hashOf(row.words(), row.nulls));
            session->id = ++lastId_;
        }
        // Short runs of new rows are merged side by side with those of other sessions, level by level; others at once.
        const bool byLevels = run.size() <= kMostLevels &&
                              std::none_of(run.begin() + 1, run.end(), [](const Piece& piece) { return piece.isStored; });
        std::size_t level = 0;
        for (const Piece& piece : run) {
            if (piece.group == session) continue;
            if (byLevels) {
                if (level == levels_.size()) levels_.emplace_back();
                levels_[level].from.push_back(piece.group);
                levels_[level].into.push_back(session);
                ++level;
            } else if (!piece.isStored) {
                state_.merge(rows, std::span(&piece.group, 1), std::span(&session, 1));
            } else {
                takeIn(piece.group, session);
                ++metrics.rowsRemoved;
            }
        }
        session->stamp = stamp_;
        changed_.push_back(session);
        // Another key's time stays as it is, however long the session grows.
        const bool timeStays = first.isStored && (first.end == end || program_->spec.taggedKey != program_->spec.sessionKey);
        detail::store(state_.ownOf(session), SessionOwn{end, key});
        if (!timeStays) noteTime(session);
        return session;
    }

    /// Adds the stored session `fused` to `session` and removes it. Aggregates merge states of different objects only.
    void takeIn(GroupHeader* fused, GroupHeader* session) {
        GroupHeader* copy = scratch_.table().locate(*fused);
        scratch_.merge(state_, std::span(&fused, 1), std::span(&copy, 1));
        removedIds_.push_back(fused->id);
        fused->id = 0;
        state_.remove(fused);
        state_.merge(scratch_, std::span(&copy, 1), std::span(&session, 1));
        scratch_.remove(copy);
    }

    /// The event time that decides over a session; empty for none (WM-13).
    std::optional<std::int64_t> timeOf(GroupHeader* session) const {
        const std::size_t tagged = *program_->spec.taggedKey;
        if (tagged == program_->spec.sessionKey) return endOf(session);
        const std::uint64_t* words = session->words();
        const ColumnPtr column = program_->sessionLayout->column(program_->layoutKey(tagged), std::span(&words, 1), std::span(&session->nulls, 1));
        const Column& times = eventTimesOf(*column);
        if (column->isNull(0) || times.isNull(0)) return std::nullopt;
        return times.values<std::int64_t>()[0];
    }

    /// Notes when a session ends. What was noted of it before goes stale, and is passed over when its time has come.
    void noteTime(GroupHeader* session) {
        if (!program_->tracksTime()) return;
        const auto time = timeOf(session);
        if (!time) return;
        ends_.push_back({*time, session->id, session});
        std::push_heap(ends_.begin(), ends_.end());
    }

    bool isStale(const End& end) const { return end.session->id != end.id || timeOf(end.session) != end.time; }

    void dropStaleTimes() {
        if (ends_.size() <= kLeastEnds + 4 * state_.table().size()) return;
        std::erase_if(ends_, [this](const End& end) { return isStale(end); });
        std::make_heap(ends_.begin(), ends_.end());
    }

    /// The sessions whose time the watermark has passed, oldest time first (SW-7).
    std::vector<GroupHeader*> takeFinished(WallTime evict, std::int64_t& times) {
        std::vector<GroupHeader*> finished;
        const std::int64_t evictMicros = evict.time_since_epoch().count() * 1000;
        std::optional<std::int64_t> before;
        while (!ends_.empty() && ends_.front().time <= evictMicros) {
            std::pop_heap(ends_.begin(), ends_.end());
            const End end = ends_.back();
            ends_.pop_back();
            if (isStale(end)) continue;
            if (before != end.time) ++times;
            before = end.time;
            finished.push_back(end.session);
        }
        dropStaleTimes();
        return finished;
    }

    void unlink(GroupHeader* session) {
        GroupHeader* key = detail::load<SessionOwn>(state_.ownOf(session)).key;
        auto own = detail::load<KeyOwn>(ownOfKey(key));
        if (own.first == session) {
            own.first = session->next;
            detail::store(ownOfKey(key), own);
        } else {
            GroupHeader* before = own.first;
            while (before->next != session) before = before->next;
            before->next = session->next;
        }
        if (own.first == nullptr) keys_.remove(key);
    }

    void forget(GroupHeader* session, std::uint64_t knownIds) {
        if (session->id <= knownIds) removedIds_.push_back(session->id);
        session->stamp = 0;
        session->id = 0;
        state_.remove(session);
    }

    /// Last id, ids with ends, keys, ids of removed sessions, one part an aggregate.
    void save(std::span<GroupHeader* const> sessions, std::span<const std::uint64_t> removed, StateWriter& out) const {
        std::vector<const std::uint64_t*> words;
        std::vector<std::uint32_t> nulls;
        out.put(lastId_);
        out.putCount(sessions.size());
        for (GroupHeader* session : sessions) {
            out.put(session->id);
            out.put(endOf(session));
            words.push_back(session->words());
            nulls.push_back(session->nulls);
        }
        program_->sessionLayout->save(words, nulls, out);
        out.putCount(removed.size());
        for (const std::uint64_t id : removed) out.put(id);
        state_.save(sessions, out);
    }

    ColumnPtr sessionColumn(std::span<GroupHeader* const> sessions) const {
        const TypePtr& type = (*program_->spec.output)[program_->spec.sessionKey].type;
        std::vector<std::int64_t> starts;
        std::vector<std::int64_t> ends;
        for (GroupHeader* session : sessions) {
            starts.push_back(startOf(session));
            ends.push_back(endOf(session));
        }
        const std::size_t size = sessions.size();
        std::vector<ColumnPtr> bounds{
            std::make_shared<Column>(type->fields()[0].type, size, std::move(starts), std::vector<std::uint8_t>{}),
            std::make_shared<Column>(type->fields()[1].type, size, std::move(ends), std::vector<std::uint8_t>{})};
        return std::make_shared<Column>(type, size, std::monostate{}, std::vector<std::uint8_t>{}, std::vector<std::uint32_t>{},
                                        std::move(bounds));
    }

    Result<std::vector<Batch>> show(std::span<GroupHeader* const> sessions) const {
        std::vector<Batch> batches;
        std::vector<const std::uint64_t*> words;
        std::vector<std::uint32_t> nulls;
        for (std::size_t begin = 0; begin < sessions.size(); begin += kOutputRows) {
            const auto part = sessions.subspan(begin, std::min(kOutputRows, sessions.size() - begin));
            auto origins = std::make_shared<RowOrigins>();
            words.clear();
            nulls.clear();
            for (const GroupHeader* session : part) {
                words.push_back(session->words());
                nulls.push_back(session->nulls);
                origins->offsets.push_back(session->id);
            }
            Batch& batch = batches.emplace_back();
            batch.schema = program_->spec.output;
            batch.numRows = part.size();
            batch.origins = std::move(origins);
            for (std::size_t key = 0; key < program_->spec.keys.size(); ++key) {
                if (key == program_->spec.sessionKey)
                    batch.columns.push_back(sessionColumn(part));
                else
                    batch.columns.push_back(program_->sessionLayout->column(program_->layoutKey(key), words, nulls));
            }
            VITRINE_CHECK_OK(state_.finish(part, batch.columns));
        }
        return batches;
    }

    /// Merges that can be made together: no session twice.
    struct Level {
        std::vector<GroupHeader*> from;
        std::vector<GroupHeader*> into;
    };

    std::shared_ptr<const Program> program_;
    GroupStates state_;      ///< one group a session; own bytes: SessionOwn
    GroupStates scratch_;    ///< between two merges of stored sessions
    GroupTable keys_;        ///< own bytes: KeyOwn
    std::shared_ptr<const Clock> clock_;
    std::vector<End> ends_;  ///< a heap, the earliest in front; entries go stale when a session grows or goes
    std::uint64_t lastId_ = 0;
    std::uint32_t stamp_ = 0;
    std::vector<Level> levels_;
    std::vector<GroupHeader*> changed_;                          ///< by the last batch
    std::vector<std::uint64_t> removedIds_;                      ///< by the last batch, of sessions it did not make
    absl::flat_hash_map<std::uint64_t, GroupHeader*> loading_;   ///< by id, while state is loaded
};

}  // namespace

Result<std::unique_ptr<StatefulOperator>> makeSessionAggregation(SessionSpec spec, const SessionConf& conf,
                                                                 std::shared_ptr<const Clock> clock) {
    constexpr std::size_t kMostKeys = KeyLayout::kMaxKeys - 1;   // a session takes two places of a layout
    if (spec.keys.size() > kMostKeys)
        return Error(ErrorCode::UnsupportedOperation,
                     fmt::format("A groupBy with a session may have at most {} keys; this one has {}.", kMostKeys, spec.keys.size()));
    auto program = std::make_shared<Program>();
    std::vector<KeyLayout::Key> keys;
    for (const BoundPtr& key : spec.keys)
        if (key) keys.push_back({key->type(), 0});
    program->keyLayout = std::make_shared<KeyLayout>(keys);
    keys.push_back({spec.session.time->type(), 0});
    program->sessionLayout = std::make_shared<KeyLayout>(keys);
    keys.push_back({spec.session.time->type(), 0});
    program->rowLayout = std::make_shared<KeyLayout>(std::move(keys));
    program->spec = std::move(spec);
    program->conf = conf;
    VITRINE_TRY(GroupStates state, GroupStates::make(program->sessionLayout, program->spec.aggregates, conf, sizeof(SessionOwn)));
    VITRINE_TRY(GroupStates scratch, GroupStates::make(program->sessionLayout, program->spec.aggregates, conf));
    return std::unique_ptr<StatefulOperator>(std::make_unique<SessionAggregation>(std::move(program), std::move(state),
                                                                                  std::move(scratch), std::move(clock)));
}

}  // namespace vitrine
