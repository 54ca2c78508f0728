// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>

#include "core/connect/source.h"

namespace vitrine {

/// A source whose rows are numbered: a range is `[begin, end)` of numbers, its path says what else the rows need.
class RowRangeSource : public Source {
  public:
    explicit RowRangeSource(const ReadSpec& spec) : spec_(spec) {}

    Result<void> open(std::stop_token) override { return {}; }
    Result<void> prepareAvailableNow() override { return {}; }
    std::vector<std::vector<FileRange>> split(const ReadPlan& plan, std::size_t parts, std::uint64_t leastBytes) const override;
    void committed(const Offset&) override {}
    void onArrival(std::function<void()>) override {}

  protected:
    static constexpr std::uint64_t kBytesPerRow = 16;

    /// A plan of one range.
    static ReadPlan planOf(std::string path, std::uint64_t begin, std::uint64_t end);

    ReadSpec spec_;
};

/// Whole number in an offset or a path, behind `name` where it is given: 3 of `{"logOffset":3}`. CheckpointDamaged.
Result<std::int64_t> numberIn(std::string_view text, std::string_view name = {});

}  // namespace vitrine
