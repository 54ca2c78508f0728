// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"

#include <fmt/format.h>

namespace vitrine {

std::string_view summaryOf(ErrorCode code) noexcept {
    switch (code) {
#define VITRINE_ERROR(name, number, summary) \
    case ErrorCode::name: return summary;
#include "core/base/error_codes.def"
#undef VITRINE_ERROR
    }
    return "unknown error";
}

std::string_view nameOf(ErrorCode code) noexcept {
    switch (code) {
#define VITRINE_ERROR(name, number, summary) \
    case ErrorCode::name: return #name;
#include "core/base/error_codes.def"
#undef VITRINE_ERROR
    }
    return "Unknown";
}

std::string Error::detail() const {
    std::string text = fmt::format("[{}] {}", number(), message_);
    if (!place_.empty()) text += column_ >= 0 ? fmt::format(" (at {}, column {})", place_, column_ + 1) : fmt::format(" (at {})", place_);
    else if (column_ >= 0) text += fmt::format(" (at column {})", column_ + 1);
    if (!wayOut_.empty()) text += " " + wayOut_;
    return text;
}

}  // namespace vitrine
