// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exec/numeric_histogram.h"

#include <algorithm>

namespace vitrine {

namespace {

/// java.util.Random.nextDouble().
double nextDouble(std::uint64_t& state) {
    const auto next = [&state](int bits) {
        state = (state * 0x5'DEEC'E66DULL + 0xB) & ((1ULL << 48) - 1);
        return state >> (48 - bits);
    };
    const std::uint64_t high = next(26) << 27;
    return static_cast<double>(high + next(27)) * 0x1.0p-53;
}

}  // namespace

void NumericHistogram::add(double value, std::size_t mostBins) {
    const auto at = std::lower_bound(bins_.begin(), bins_.end(), value,
                                     [](const Bin& bin, double wanted) { return bin.centre < wanted; });
    if (at != bins_.end() && at->centre == value) {
        at->height += 1;
        return;
    }
    bins_.insert(at, {value, 1});
    trim(mostBins);
}

void NumericHistogram::merge(const NumericHistogram& other, std::size_t mostBins) {
    bins_.insert(bins_.end(), other.bins_.begin(), other.bins_.end());
    std::stable_sort(bins_.begin(), bins_.end(),
                     [](const Bin& left, const Bin& right) { return left.centre < right.centre; });
    trim(mostBins);
}

/// Joins the two nearest bins until there are few enough.
void NumericHistogram::trim(std::size_t mostBins) {
    while (bins_.size() > mostBins) {
        double least = bins_[1].centre - bins_[0].centre;
        std::size_t at = 0;
        int equal = 1;
        for (std::size_t next = 1; next + 1 < bins_.size(); ++next) {
            const double gap = bins_[next + 1].centre - bins_[next].centre;
            if (gap < least) {
                least = gap;
                at = next;
                equal = 1;
            } else if (gap == least && nextDouble(random_) <= 1.0 / ++equal) {
                at = next;
            }
        }
        Bin& left = bins_[at];
        const Bin& right = bins_[at + 1];
        const double height = left.height + right.height;
        left.centre = left.centre * (left.height / height) + right.centre / height * right.height;
        left.height = height;
        bins_.erase(bins_.begin() + static_cast<std::ptrdiff_t>(at) + 1);
    }
}

void NumericHistogram::save(StateWriter& out) const {
    out.put(random_);
    out.putCount(bins_.size());
    for (const Bin& bin : bins_) out.put(bin);
}

void NumericHistogram::load(StateReader& in) {
    random_ = in.get<std::uint64_t>();
    bins_.resize(in.getSize(sizeof(Bin)));
    for (Bin& bin : bins_) bin = in.get<Bin>();
}

}  // namespace vitrine
