// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/connect/sources/kafka_source.h"

#include <algorithm>
#include <numeric>
#include <regex>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "core/base/log.h"
#include "core/connect/detail/awaited.h"
#include "core/connect/detail/kafka_rows.h"
#include "core/data/number_text.h"
#include "core/formats/option_reader.h"

namespace vitrine {
namespace {

using namespace detail;

/// How long brokers may take to answer before the query is told that it waits for them.
constexpr Millis kAnswerPatience{5000};
/// How soon new topics and partitions are seen.
constexpr Micros kTopicsAge{1'000'000};
/// What a message is taken to hold, to judge how many workers a batch is worth.
constexpr std::uint64_t kBytesPerMessage = 128;

KafkaClientSpec clientSpec(const KafkaSourceOptions& options) {
    KafkaClientSpec spec;
    spec.type = RD_KAFKA_CONSUMER;
    spec.servers = options.servers;
    spec.settings = options.settings;
    spec.defaults = {{"client.id", "vitrine"},
                     {"isolation.level", "read_uncommitted"},   // Java's default
                     {"queued.max.messages.kbytes", "4096"},    // a partition
                     {"fetch.wait.max.ms", "100"},              // what is asked next waits behind it
                     {"topic.metadata.refresh.interval.ms", "60000"}};
    spec.fixed = {{"enable.partition.eof", "true"}, {"enable.auto.commit", "false"}, {"auto.offset.reset", "error"}, {"allow.auto.create.topics", "false"}};
    return spec;
}

class KafkaSource final : public Source {
  public:
    KafkaSource(const ReadSpec& spec, KafkaSourceOptions options, std::shared_ptr<const Clock> clock)
        : spec_(spec), options_(std::move(options)), clock_(std::move(clock)), pool_(std::make_shared<KafkaFetchPool>(clientSpec(options_))) {
        if (options_.choice == KafkaSourceOptions::Choice::Pattern) pattern_.assign(options_.pattern);
    }

    Result<void> open(std::stop_token stop) override {
        stop_ = std::move(stop);
        VITRINE_TRY(client_, pool_->client());
        return {};
    }

    Result<Offset> latest(const AdmissionLimit& limit) override {
        KafkaOffsets until;
        if (availableNow_) {
            until = *availableNow_;
        } else {
            VITRINE_TRY(until, newest(limit.unlimited ? options_.retries : 0));
        }
        known_ = until;
        if (!position_) {
            if (starts_.empty()) VITRINE_CHECK_OK(begin(until));
            position_ = starts_;
        }
        if (until.empty()) {
            if (position_->empty()) return Offset();   // no topic matches yet
            VITRINE_CHECK_OK(tellDataLoss("All partitions that were read are gone; messages may be lost.", options_.failOnDataLoss));
            return kafkaOffsetsJson(*position_);
        }
        VITRINE_CHECK_OK(beginNewPartitions(until));
        position_ = limited(until, limit);
        return kafkaOffsetsJson(*position_);
    }

    Result<void> prepareAvailableNow() override {
        availableNow_.reset();
        VITRINE_TRY(availableNow_, newest(options_.retries));
        return {};
    }

    std::vector<SourceLogEntry> logSince(const Offset& from) const override {
        const auto known = parseKafkaOffsets(from).value_or(KafkaOffsets());
        KafkaOffsets starts = starts_;
        std::erase_if(starts, [&](const auto& start) { return known.contains(start.first); });
        if (starts.empty()) return {};
        return {{0, kafkaOffsetsJson(starts), clock_->now().time_since_epoch().count()}};
    }

    Result<void> restore(std::span<const SourceLogEntry> log) override {
        for (const SourceLogEntry& entry : log) {
            const auto starts = parseKafkaOffsets(entry.item);
            if (!starts) return incompatible();
            // The later choice: a partition may have gone and come back.
            for (const auto& [partition, start] : *starts) starts_[partition] = start;
        }
        return {};
    }

    Result<void> resumeAfter(const Offset& committed) override {
        if (committed.empty()) return {};
        position_ = parseKafkaOffsets(committed);
        if (!position_) return incompatible();
        return {};
    }

    Result<ReadPlan> plan(const Offset& from, const Offset& to) override;

    Result<std::unique_ptr<RowReader>> read(const FileRange& range) override {
        const auto partition = KafkaPartition::of(range.path);
        if (!partition) return Error(ErrorCode::Internal, fmt::format("`{}` is no partition.", range.path));
        return std::unique_ptr<RowReader>(std::make_unique<KafkaRows>(spec_, options_, pool_, range, *partition));
    }

    std::vector<std::vector<FileRange>> split(const ReadPlan& plan, std::size_t parts, std::uint64_t leastBytes) const override {
        parts = std::clamp<std::size_t>(plan.bytes / std::max<std::uint64_t>(leastBytes, 1), 1, std::max<std::size_t>(parts, 1));
        const std::uint64_t share = (plan.bytes + parts - 1) / parts;
        std::vector<std::vector<FileRange>> result;
        std::uint64_t filled = share;
        for (const FileRange& range : plan.ranges) {
            if (filled >= share) {
                result.emplace_back();
                filled = 0;
            }
            filled += (range.end - range.begin) * kBytesPerMessage;
            result.back().push_back(range);
        }
        return result;
    }

    void committed(const Offset&) override {}   // KA-7

    SourceStanding standing(const Offset& end) const override {
        SourceStanding standing;
        if (known_.empty()) return standing;
        standing.latest = kafkaOffsetsJson(known_);
        const auto read = parseKafkaOffsets(end);
        if (end.empty() || !read) return standing;
        std::int64_t least = INT64_MAX, most = INT64_MIN, sum = 0;
        for (const auto& [partition, newest] : known_) {
            const auto at = read->find(partition);
            const std::int64_t behind = newest - (at == read->end() ? 0 : at->second);
            least = std::min(least, behind);
            most = std::max(most, behind);
            sum += behind;
        }
        standing.metrics = {{"minOffsetsBehindLatest", fmt::format("{}", least)},
                            {"maxOffsetsBehindLatest", fmt::format("{}", most)},
                            {"avgOffsetsBehindLatest", formatDouble(static_cast<double>(sum) / static_cast<double>(known_.size()))}};
        return standing;
    }

    std::string description() const override { return fmt::format("KafkaV2[{}]", options_.chosen()); }
    void onArrival(std::function<void()>) override {}

  private:
    static Error incompatible() {
        return Error(ErrorCode::CheckpointIncompatible, "The checkpoint is of a source other than Kafka.").at("/checkpoint").withWayOut("Name another checkpoint and start over.");
    }

    /// The newest offsets of all partitions that are read; asks again up to `retries` times.
    Result<KafkaOffsets> newest(std::int64_t retries);
    /// The partitions that are read, with kKafkaLatest each.
    Result<KafkaOffsets> partitions();
    Result<KafkaOffsets> offsets(KafkaOffsets wanted);
    /// Fixes where a new query begins (KA-3).
    Result<void> begin(const KafkaOffsets& until);
    Result<void> beginNewPartitions(const KafkaOffsets& until);
    KafkaOffsets limited(const KafkaOffsets& until, const AdmissionLimit& limit);

    ReadSpec spec_;
    KafkaSourceOptions options_;
    std::shared_ptr<const Clock> clock_;
    std::regex pattern_;
    std::shared_ptr<KafkaFetchPool> pool_;
    std::shared_ptr<KafkaClient> client_;
    std::stop_token stop_;
    KafkaOffsets starts_;                         ///< the first offset of each partition ever seen
    KafkaOffsets known_;                          ///< the newest offsets that brokers told, before any limit
    std::optional<KafkaOffsets> position_;        ///< given out last
    std::optional<KafkaOffsets> availableNow_;
    std::map<std::string, std::int32_t> topics_;  ///< with the number of their partitions
    std::optional<Micros> topicsAsked_;
    std::optional<Micros> lastTrigger_;           ///< when there was enough, or long enough was waited (KA-5)
};

Result<KafkaOffsets> KafkaSource::partitions() {
    if (!topicsAsked_ || clock_->monotonic() - *topicsAsked_ >= kTopicsAge) {
        VITRINE_TRY(topics_, (awaited<std::map<std::string, std::int32_t>>(stop_, [client = client_, topics = options_.topics] { return client->partitions(topics, kAnswerPatience); })));
        topicsAsked_ = clock_->monotonic();
    }
    KafkaOffsets partitions;
    for (const auto& [topic, count] : topics_) {
        if (options_.choice == KafkaSourceOptions::Choice::Pattern) {
            if (topic == "__consumer_offsets" || topic == "__transaction_state" || !std::regex_match(topic, pattern_)) continue;
        } else if (!std::binary_search(options_.topics.begin(), options_.topics.end(), topic)) {
            continue;
        }
        for (std::int32_t number = 0; number < count; ++number) {
            KafkaPartition partition{topic, number};
            if (options_.choice == KafkaSourceOptions::Choice::Assign && !std::binary_search(options_.assigned.begin(), options_.assigned.end(), partition)) continue;
            partitions[std::move(partition)] = kKafkaLatest;
        }
    }
    return partitions;
}

Result<KafkaOffsets> KafkaSource::offsets(KafkaOffsets wanted) {
    return awaited<KafkaOffsets>(stop_, [client = client_, wanted = std::move(wanted)] { return client->offsets(wanted, kAnswerPatience); });
}

Result<KafkaOffsets> KafkaSource::newest(std::int64_t retries) {
    for (std::int64_t attempt = 0;; ++attempt) {
        VITRINE_CHECK_OK(checkStop(stop_));
        const auto last = [&](std::int64_t most) { return attempt >= most; };
        auto wanted = partitions();
        auto found = wanted ? offsets(*wanted) : std::move(wanted);
        if (!found) {
            if (found.error().code() != ErrorCode::SourceUnavailable || last(retries)) return found;
        } else {
            // What brokers say while they change hands may be old; lost data is told once that is ruled out (KA-6).
            std::vector<std::string> missing;
            for (const std::string& topic : options_.topics) {
                if (position_) break;
                const auto next = found->lower_bound({topic, 0});
                if (next == found->end() || next->first.topic != topic) missing.push_back(topic);
            }
            const bool isBehind = position_ && std::any_of(position_->begin(), position_->end(), [&](const auto& known) {
                const auto now = found->find(known.first);
                return now == found->end() || now->second < known.second;
            });
            if (missing.empty() && !isBehind) return found;
            if (last(options_.retries)) {
                if (missing.empty()) return found;
                return invalidOption(options_.choice == KafkaSourceOptions::Choice::Assign ? "assign" : "subscribe",
                                     fmt::format("Kafka at {} has no topic `{}`.", options_.servers, fmt::join(missing, "`, `")))
                    .withWayOut("Create the topic first, or correct its name.");
            }
        }
        topicsAsked_.reset();
        VITRINE_CHECK_OK(pauseFor(stop_, options_.retryInterval));
    }
}

Result<void> KafkaSource::begin(const KafkaOffsets& until) {
    const KafkaStart& start = options_.start;
    const auto name = start.kind == KafkaStart::Kind::Time ? "startingTimestamp" : start.kind == KafkaStart::Kind::Times ? "startingOffsetsByTimestamp" : "startingOffsets";
    if (start.kind == KafkaStart::Kind::Latest) {
        starts_ = until;
        return {};
    }
    KafkaOffsets wanted;
    if (start.kind == KafkaStart::Kind::Offsets || start.kind == KafkaStart::Kind::Times) {
        const bool same = std::equal(start.each.begin(), start.each.end(), until.begin(), until.end(), [](const auto& left, const auto& right) { return left.first == right.first; });
        if (!same) {
            return invalidOption(name, fmt::format("`{}` must name every partition that is read; these are read: {}.", name, kafkaOffsetsJson(until)))
                .withWayOut("Use -1 for latest and -2 for earliest where it does not matter.");
        }
        for (const auto& [partition, offset] : start.each)
            if (start.kind == KafkaStart::Kind::Times || offset < 0) wanted[partition] = offset;
            else starts_[partition] = offset;
    } else {
        const std::int64_t time = start.kind == KafkaStart::Kind::Earliest ? kKafkaEarliest : start.millis;
        for (const auto& [partition, offset] : until) wanted[partition] = time;
    }
    KafkaOffsets found;
    if (auto answered = offsets(wanted); answered) {
        found = std::move(*answered);
    } else {
        starts_.clear();
        return std::move(answered).error();
    }
    const bool byTime = start.kind == KafkaStart::Kind::Time || start.kind == KafkaStart::Kind::Times;
    for (const auto& [partition, time] : wanted) {
        const auto answer = found.find(partition);
        std::int64_t offset = answer == found.end() ? kKafkaLatest : answer->second;
        if (offset < 0 && byTime && !start.latestWithoutMatch) {
            starts_.clear();
            return invalidOption(name, fmt::format("The partition {} has no message from {} ms on.", partition.text(), time))
                .withWayOut("Choose an earlier time, or set `startingOffsetsByTimestampStrategy` to latest.");
        }
        starts_[partition] = offset < 0 ? until.at(partition) : offset;
    }
    return {};
}

Result<void> KafkaSource::beginNewPartitions(const KafkaOffsets& until) {
    KafkaOffsets fresh;
    for (const auto& [partition, end] : until)
        if (!position_->contains(partition)) fresh[partition] = kKafkaEarliest;
    if (fresh.empty()) return {};
    VITRINE_TRY(const KafkaOffsets found, offsets(std::move(fresh)));
    for (const auto& [partition, start] : found) starts_[partition] = std::max<std::int64_t>(start, 0);
    return {};
}

KafkaOffsets KafkaSource::limited(const KafkaOffsets& until, const AdmissionLimit& limit) {
    if (limit.unlimited) return until;
    KafkaOffsets from = *position_;
    if (options_.minOffsets && lastTrigger_ && clock_->monotonic() - *lastTrigger_ < options_.maxTriggerDelay) {
        const std::int64_t waiting = std::accumulate(until.begin(), until.end(), std::int64_t{0}, [&](std::int64_t sum, const auto& end) {
            const auto known = from.find(end.first);
            return sum + end.second - (known == from.end() ? 0 : known->second);
        });
        if (waiting < *options_.minOffsets) return from;
    }
    lastTrigger_ = clock_->monotonic();
    if (!options_.maxOffsets) return until;
    for (const auto& [partition, end] : until)
        if (const auto start = starts_.find(partition); !from.contains(partition) && start != starts_.end()) from[partition] = start->second;
    return limitKafkaOffsets(*options_.maxOffsets, from, until);
}

Result<ReadPlan> KafkaSource::plan(const Offset& from, const Offset& to) {
    const auto until = parseKafkaOffsets(to);
    const auto since = from.empty() ? std::optional(starts_) : parseKafkaOffsets(from);
    if (!until || !since) return incompatible();
    position_ = *until;
    ReadPlan plan;
    for (const auto& [partition, begin] : *since)
        if (!until->contains(partition) && !from.empty())
            VITRINE_CHECK_OK(tellDataLoss(fmt::format("The partition {} is gone; its messages from offset {} on may be lost.", partition.text(), begin), options_.failOnDataLoss));
    for (const auto& [partition, end] : *until) {
        auto begin = since->find(partition);
        if (begin == since->end()) {
            begin = starts_.find(partition);
            if (begin == starts_.end()) {
                VITRINE_TRY(const KafkaOffsets first, offsets({{partition, kKafkaEarliest}}));
                begin = starts_.insert_or_assign(partition, first.contains(partition) ? std::max<std::int64_t>(first.at(partition), 0) : end).first;
            }
            if (begin->second > 0 && !from.empty())
                VITRINE_CHECK_OK(tellDataLoss(fmt::format("The new partition {} starts at offset {} instead of 0; earlier messages are lost.", partition.text(), begin->second), options_.failOnDataLoss));
        }
        if (end < begin->second) {
            VITRINE_CHECK_OK(tellDataLoss(fmt::format("The offset of {} went from {} back to {}; messages may be lost.", partition.text(), begin->second, end), options_.failOnDataLoss));
            continue;
        }
        if (end == begin->second) continue;
        FileRange range;
        range.fileIndex = static_cast<std::uint32_t>(plan.ranges.size());
        range.path = partition.text();
        range.begin = static_cast<std::uint64_t>(begin->second);
        range.end = static_cast<std::uint64_t>(end);
        plan.bytes += (range.end - range.begin) * kBytesPerMessage;
        plan.ranges.push_back(std::move(range));
        // All at once: a partition that is first asked for when its turn comes would wait for the brokers once more.
        VITRINE_CHECK_OK(pool_->start(partition, begin->second));
    }
    return plan;
}

}  // namespace

Result<std::unique_ptr<Source>> makeKafkaSource(const ReadSpec& spec, std::shared_ptr<const Clock> clock) {
    VITRINE_TRY(KafkaSourceOptions options, KafkaSourceOptions::parse(spec.options));
    return std::unique_ptr<Source>(std::make_unique<KafkaSource>(spec, std::move(options), std::move(clock)));
}

}  // namespace vitrine
