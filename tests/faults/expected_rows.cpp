// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/faults/expected_rows.h"

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace vitrine::test {

namespace {

struct Sum {
    std::int64_t n = 0;
    std::int64_t total = 0;
};
using Key = std::pair<std::int64_t, std::string>;   // start of the window, device

std::string textOf(const Key& key, const Sum& sum) { return fmt::format("{}|{}|{}|{}", key.first, key.second, sum.n, sum.total); }

Key keyOf(const InputRow& row) { return {row.seconds - row.seconds % kWindowSeconds, row.device}; }

Rows windowed(const Scenario& scenario, Keeping keeping) {
    const bool isComplete = scenario.outputMode == "complete";   // drops nothing (WM-16)
    const auto input = scenario.input();
    std::map<Key, Sum> sums;
    Rows updates;
    for (const auto& file : input) {
        std::set<Key> touched;
        for (const InputRow& row : file) {
            if (row.late && !isComplete) continue;
            Sum& sum = sums[keyOf(row)];
            ++sum.n;
            sum.total += row.value;
            touched.insert(keyOf(row));
        }
        for (const Key& key : touched) updates.push_back(textOf(key, sums[key]));
    }
    if (scenario.outputMode == "update" && keeping == Keeping::EveryRow) return updates;
    Rows rows;
    const Key closing = keyOf(input.back().front());
    for (const auto& [key, sum] : sums) {
        if (scenario.outputMode == "append" && key == closing) continue;   // never finished
        rows.push_back(textOf(key, sum));
    }
    return rows;
}

std::optional<std::string> compare(Rows& expected, Rows& found, bool missingMatters) {
    std::sort(expected.begin(), expected.end());
    std::sort(found.begin(), found.end());
    const auto difference = [](const Rows& here, const Rows& there) {
        Rows rest;
        std::set_difference(here.begin(), here.end(), there.begin(), there.end(), std::back_inserter(rest));
        return rest;
    };
    const Rows missing = missingMatters ? difference(expected, found) : Rows();
    const Rows surplus = difference(found, expected);
    if (missing.empty() && surplus.empty()) return std::nullopt;
    const auto some = [](const Rows& rows) {
        return fmt::format("{}{}", fmt::join(rows.begin(), rows.begin() + std::min<std::ptrdiff_t>(4, std::ssize(rows)), ", "),
                           rows.size() > 4 ? ", …" : "");
    };
    return fmt::format("{} rows expected, {} found; {} missing ({}), {} too many ({})", expected.size(), found.size(), missing.size(),
                       some(missing), surplus.size(), some(surplus));
}

}  // namespace

Rows expectedRows(const Scenario& scenario, Keeping keeping) {
    if (scenario.shape == Shape::Windowed) return windowed(scenario, keeping);
    Rows rows;
    std::set<std::int64_t> seen;
    for (const auto& file : scenario.input()) {
        for (const InputRow& row : file) {
            if (scenario.shape == Shape::Stateless) {
                if (row.value % 3 != 0) rows.push_back(fmt::format("{}|{}|{}", row.id, row.device, row.value * 2));
            } else if (seen.insert(row.id).second) {
                rows.push_back(fmt::format("{}|{}|{}", row.id, row.device, row.value));
            }
        }
    }
    return rows;
}

std::optional<std::string> differenceOf(Rows expected, Rows found) { return compare(expected, found, true); }
std::optional<std::string> surplusOf(Rows expected, Rows found) { return compare(expected, found, false); }

}  // namespace vitrine::test
