// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace vitrine {

/// How the bytes of a file make characters.
enum class TextEncoding { Detect, Utf8, Latin1, Ascii, Utf16, Utf16BigEndian, Utf16LittleEndian, Utf32, Utf32BigEndian, Utf32LittleEndian };

/// The encoding that Java calls `name` (any case, common aliases); empty for one that is not supported.
std::optional<TextEncoding> findEncoding(std::string_view name);

/// `text` in `encoding`; characters that it cannot express become `?`.
std::string encodeText(std::string_view utf8, TextEncoding encoding);

/// Bytes as UTF-8; what is malformed becomes U+FFFD, as in Java's decoders. UTF-16 and UTF-32 without a byte order read a
/// byte order mark, big endian without one. `Detect` is not allowed.
std::string decodeText(std::string_view bytes, TextEncoding encoding);

/// Looks at the first four bytes as Jackson does: UTF-8 unless they look like UTF-16 or UTF-32. `skip` is the length of
/// the byte order mark. Empty for byte orders that nobody uses.
struct DetectedEncoding {
    TextEncoding encoding = TextEncoding::Utf8;
    std::size_t skip = 0;
};
std::optional<DetectedEncoding> detectJsonEncoding(std::string_view bytes);

}  // namespace vitrine
