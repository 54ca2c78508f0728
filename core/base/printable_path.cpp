// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/printable_path.h"

#include <cstdint>

#include <fmt/format.h>

namespace vitrine {
namespace {

/// Bytes of the character at the start of `text`, which becomes `character`; 0 when it is no UTF-8.
std::size_t decode(std::string_view text, std::uint32_t& character) noexcept {
    const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(text[at]); };
    const unsigned char first = byte(0);
    if (first < 0x80) {
        character = first;
        return 1;
    }
    const std::size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
    if (first < 0xC2 || first > 0xF4 || text.size() < length) return 0;
    character = first & (0xFFU >> (length + 1));
    for (std::size_t at = 1; at < length; ++at) {
        if ((byte(at) & 0xC0) != 0x80) return 0;
        character = character << 6 | (byte(at) & 0x3FU);
    }
    const bool isTooLong = (length == 3 && character < 0x800) || (length == 4 && character < 0x10000);
    const bool isSurrogate = character >= 0xD800 && character <= 0xDFFF;
    return isTooLong || isSurrogate || character > 0x10FFFF ? 0 : length;
}

/// Controls, ends of lines and what turns the direction of the text around it.
bool isUnprintable(std::uint32_t character) noexcept {
    if (character < 0x20 || (character >= 0x7F && character < 0xA0) || character == 0x061C || character == 0xFEFF) return true;
    return (character >= 0x200B && character <= 0x200F) || (character >= 0x2028 && character <= 0x202E) ||
           (character >= 0x2060 && character <= 0x206F);
}

}  // namespace

std::string printablePath(std::string_view path) {
    std::string shown;
    shown.reserve(path.size());
    while (!path.empty()) {
        std::uint32_t character = 0;
        const std::size_t length = decode(path, character);
        if (length == 0) {
            shown += fmt::format("\\x{:02x}", static_cast<unsigned char>(path.front()));
        } else if (!isUnprintable(character)) {
            shown += path.substr(0, length);
        } else if (character == '\n') {
            shown += "\\n";
        } else {
            shown += character < 0x100 ? fmt::format("\\x{:02x}", character) : fmt::format("\\u{:04x}", character);
        }
        path.remove_prefix(length == 0 ? 1 : length);
    }
    return shown;
}

}  // namespace vitrine
