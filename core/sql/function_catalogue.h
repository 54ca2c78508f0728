// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string_view>

namespace vitrine {

/// One function that expressions may call, as the window's completion shows it.
struct FunctionInfo {
    std::string_view name;       ///< `date_format`
    std::string_view signature;  ///< `date_format(timestamp, pattern) → STRING`
    std::string_view help;       ///< one line
    std::string_view group;      ///< math, text, date, conditional, json, collection, hash, aggregate, window
};

/// All functions, sorted by name. Lives as long as the process.
std::span<const FunctionInfo> functionCatalogue();

}  // namespace vitrine
