// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/connect/sources/row_range_source.h"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

namespace vitrine {

std::vector<std::vector<FileRange>> RowRangeSource::split(const ReadPlan& plan, std::size_t parts, std::uint64_t leastBytes) const {
    parts = std::clamp<std::size_t>(plan.bytes / std::max<std::uint64_t>(leastBytes, 1), 1, std::max<std::size_t>(parts, 1));
    std::vector<std::vector<FileRange>> result;
    for (const FileRange& whole : plan.ranges) {
        const std::uint64_t share = (whole.end - whole.begin) / parts + 1;
        for (std::uint64_t begin = whole.begin; begin < whole.end; begin += share) {
            FileRange range = whole;
            range.begin = begin;
            range.end = std::min(whole.end, begin + share);
            range.lastOfFile = range.end == whole.end;
            result.push_back({std::move(range)});
        }
    }
    return result;
}

ReadPlan RowRangeSource::planOf(std::string path, std::uint64_t begin, std::uint64_t end) {
    ReadPlan plan;
    if (begin >= end) return plan;
    FileRange range;
    range.path = std::move(path);
    range.begin = begin;
    range.end = end;
    plan.bytes = (end - begin) * kBytesPerRow;
    plan.ranges.push_back(std::move(range));
    return plan;
}

Result<std::int64_t> numberIn(std::string_view text, std::string_view name) {
    const std::size_t from = name.empty() ? 0 : text.find(name);
    std::int64_t number = 0;
    if (from != std::string_view::npos) {
        const std::size_t at = text.find_first_of("-0123456789", from + name.size());
        if (at != std::string_view::npos && std::from_chars(text.data() + at, text.data() + text.size(), number).ec == std::errc()) return number;
    }
    return Error(ErrorCode::CheckpointDamaged, fmt::format("`{}` is not an offset of this source.", text));
}

}  // namespace vitrine
