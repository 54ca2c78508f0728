// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exec/quantile_summary.h"

#include <algorithm>
#include <cmath>

namespace vitrine {

namespace {

constexpr std::size_t kPending = 50'000;  ///< values that are sorted and brought in at once
constexpr std::size_t kSamples = 10'000;  ///< more are compressed as soon as values were brought in

/// Java's order of doubles: -0.0 before 0.0, NaN last.
bool isBefore(double left, double right) {
    if (left < right) return true;
    if (left > right) return false;
    if (std::isnan(left) || std::isnan(right)) return !std::isnan(left) && std::isnan(right);
    return std::signbit(left) && !std::signbit(right);
}

std::int64_t spread(double relativeError, std::int64_t count) {
    return static_cast<std::int64_t>(std::floor(2 * relativeError * static_cast<double>(count)));
}

}  // namespace

void QuantileSummary::insert(double value, double relativeError) {
    pending_.push_back(value);
    if (pending_.size() >= kPending) {
        insertPending(relativeError);
        if (samples_.size() >= kSamples) compress(relativeError);
    }
    if (samples_.size() >= static_cast<std::size_t>(1 / relativeError) * 4) compress(relativeError);
}

void QuantileSummary::insertPending(double relativeError) {
    if (pending_.empty()) return;
    std::sort(pending_.begin(), pending_.end(), isBefore);
    std::vector<Sample> merged;
    merged.reserve(samples_.size() + pending_.size());
    std::size_t next = 0;
    for (std::size_t at = 0; at < pending_.size(); ++at) {
        while (next < samples_.size() && samples_[next].value <= pending_[at]) merged.push_back(samples_[next++]);
        ++count_;
        const bool isEnd = merged.empty() || (next == samples_.size() && at + 1 == pending_.size());
        merged.push_back({pending_[at], 1, isEnd ? 0 : spread(relativeError, count_)});
    }
    merged.insert(merged.end(), samples_.begin() + static_cast<std::ptrdiff_t>(next), samples_.end());
    samples_ = std::move(merged);
    pending_ = std::vector<double>();
}

void QuantileSummary::compress(double relativeError) {
    insertPending(relativeError);
    samples_ = compressed(samples_, 2 * relativeError * static_cast<double>(count_));
}

std::vector<QuantileSummary::Sample> QuantileSummary::compressed(std::span<const Sample> samples, double threshold) {
    std::vector<Sample> kept;
    if (samples.empty()) return kept;
    Sample head = samples.back();
    for (std::size_t at = samples.size() - 1; at-- > 1;) {
        if (static_cast<double>(samples[at].gap + head.gap + head.delta) < threshold) {
            head.gap += samples[at].gap;
        } else {
            kept.push_back(head);
            head = samples[at];
        }
    }
    kept.push_back(head);
    if (samples.size() > 1 && samples.front().value <= head.value) kept.push_back(samples.front());
    std::reverse(kept.begin(), kept.end());
    kept.shrink_to_fit();
    return kept;
}

void QuantileSummary::merge(const QuantileSummary& other, double relativeError) {
    if (other.count_ == 0) return;
    if (count_ == 0) {
        *this = other;
        return;
    }
    const std::int64_t ownDelta = spread(relativeError, other.count_);
    const std::int64_t otherDelta = spread(relativeError, count_);
    std::vector<Sample> merged;
    merged.reserve(samples_.size() + other.samples_.size());
    std::size_t own = 0;
    std::size_t others = 0;
    while (own < samples_.size() && others < other.samples_.size()) {
        const bool takesOwn = samples_[own].value < other.samples_[others].value;
        Sample& taken = merged.emplace_back(takesOwn ? samples_[own++] : other.samples_[others++]);
        if (takesOwn) taken.delta += others > 0 ? ownDelta : 0;
        else taken.delta += own > 0 ? otherDelta : 0;
    }
    merged.insert(merged.end(), samples_.begin() + static_cast<std::ptrdiff_t>(own), samples_.end());
    merged.insert(merged.end(), other.samples_.begin() + static_cast<std::ptrdiff_t>(others), other.samples_.end());
    count_ += other.count_;
    samples_ = compressed(merged, 2 * relativeError * static_cast<double>(count_));
}

double QuantileSummary::quantile(double percentage, double relativeError) const {
    if (percentage <= relativeError) return samples_.front().value;
    if (percentage >= 1 - relativeError) return samples_.back().value;
    const auto rank = static_cast<std::int64_t>(std::ceil(percentage * static_cast<double>(count_)));
    std::int64_t error = 0;
    for (const Sample& sample : samples_) error = std::max(error, sample.gap + sample.delta);
    error /= 2;
    std::int64_t least = 0;
    for (std::size_t at = 0; at + 1 < samples_.size(); ++at) {
        least += samples_[at].gap;
        if (least + samples_[at].delta - error <= rank && rank <= least + error) return samples_[at].value;
    }
    return samples_.back().value;
}

void QuantileSummary::save(StateWriter& out) const {
    out.put(count_);
    out.putCount(samples_.size());
    for (const Sample& sample : samples_) {
        out.put(sample.value);
        out.putCount(static_cast<std::uint64_t>(sample.gap));
        out.putCount(static_cast<std::uint64_t>(sample.delta));
    }
    out.putCount(pending_.size());
    for (const double value : pending_) out.put(value);
}

void QuantileSummary::load(StateReader& in) {
    count_ = in.get<std::int64_t>();
    samples_.resize(in.getSize(sizeof(double) + 2));
    for (Sample& sample : samples_) {
        sample.value = in.get<double>();
        sample.gap = static_cast<std::int64_t>(in.getCount());
        sample.delta = static_cast<std::int64_t>(in.getCount());
    }
    pending_.resize(in.getSize(sizeof(double)));
    for (double& value : pending_) value = in.get<double>();
}

}  // namespace vitrine
