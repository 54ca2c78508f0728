// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bridge/snapshot_history.h"

#include <algorithm>

namespace vitrine::ui {
namespace {

std::size_t bytesOf(const ResultChunk& chunk) {
    std::size_t bytes = sizeof(ResultChunk) + chunk.changedIn.size() * sizeof(std::int64_t);
    for (const auto& column : chunk.rows.columns) bytes += column->memoryBytes();
    return bytes;
}

}  // namespace

void SnapshotHistory::hold(const ResultSnapshot& version) {
    for (const auto& chunk : version.chunks) {
        Use& use = uses_[chunk.get()];
        if (use.versions++ == 0) bytes_ += use.bytes = bytesOf(*chunk);
    }
}

void SnapshotHistory::release(const ResultSnapshot& version) {
    for (const auto& chunk : version.chunks) {
        const auto use = uses_.find(chunk.get());
        if (--use->second.versions > 0) continue;
        bytes_ -= use->second.bytes;
        uses_.erase(use);
    }
}

void SnapshotHistory::add(ResultSnapshotPtr version) {
    if (!versions_.empty() && version->batchId < versions_.back()->batchId) clear();  // begun anew
    if (!versions_.empty() && versions_.back()->batchId == version->batchId) {
        release(*versions_.back());
        versions_.pop_back();
    }
    hold(*version);
    versions_.push_back(std::move(version));
    while (versions_.size() > 1 && (versions_.size() > mostVersions_ || bytes_ > mostBytes_)) {
        release(*versions_.front());
        versions_.pop_front();
    }
}

void SnapshotHistory::clear() {
    versions_.clear();
    uses_.clear();
    bytes_ = 0;
}

ResultSnapshotPtr SnapshotHistory::at(std::int64_t batchId) const {
    const auto after = std::upper_bound(versions_.begin(), versions_.end(), batchId,
                                        [](std::int64_t wanted, const ResultSnapshotPtr& version) { return wanted < version->batchId; });
    return after == versions_.begin() ? nullptr : *(after - 1);
}

}  // namespace vitrine::ui
