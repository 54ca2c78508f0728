// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/utf8_validity.h"

#include <unicode/unistr.h>
#include <unicode/utf8.h>

namespace vitrine {

bool isValidUtf8(std::string_view text) noexcept {
    for (std::size_t at = 0; at < text.size();) {
        UChar32 point = 0;
        U8_NEXT(text.data(), at, text.size(), point);
        if (point < 0) return false;
    }
    return true;
}

std::string repairedUtf8(std::string_view text) {
    std::string repaired;
    icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size()))).toUTF8String(repaired);
    return repaired;
}

}  // namespace vitrine
