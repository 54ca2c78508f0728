// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <bit>
#include <optional>

#include "core/formats/text_encoding.h"
#include "core/data/base64_text.h"
#include "core/sql/binder.h"
#include "core/sql/coercion.h"
#include "core/sql/function_registry.h"
#include "core/sql/hex_text.h"
#include "core/sql/kernels.h"
#include "core/sql/operators.h"
#include "core/sql/token.h"
#include "core/data/utf8_validity.h"
#include "core/sql/utf8_text.h"

namespace vitrine {
namespace {

/// STRING f(BINARY or STRING), or BINARY f(STRING).
template <std::string (*function)(std::string_view), bool toBinary = false>
Result<BoundPtr> bindBytesToText(FunctionBinding& call) {
    VITRINE_CHECK_OK(call.coerceToBytes(0));
    return call.call(toBinary ? DataType::binary() : DataType::string(), [](const KernelCall& kernel) -> Result<ColumnPtr> {
        const auto texts = kernel.column(0).values<std::string_view>();
        return mapText(kernel, [&](std::size_t row, StringArena& arena) { return arena.store(function(texts[row])); });
    });
}

/// As Java's MIME decoder: what is no letter of base64 is skipped. Empty for a text that ends within a byte.
std::optional<std::string> decodedBase64(std::string_view text) {
    std::string bytes;
    std::uint32_t bits = 0;
    int letters = 0;
    std::size_t at = 0;
    for (; at < text.size() && text[at] != '='; ++at) {
        const std::size_t value = kBase64Letters.find(text[at]);
        if (value == std::string_view::npos) continue;
        bits = bits << 6 | static_cast<std::uint32_t>(value);
        if (++letters % 4 != 0) continue;
        for (int shift = 16; shift >= 0; shift -= 8) bytes += static_cast<char>(bits >> shift);
        bits = 0;
    }
    const int left = letters % 4;
    if (left == 1) return std::nullopt;
    if (at < text.size()) {
        if (left == 0 || (left == 2 && (at + 1 >= text.size() || text[at + 1] != '='))) return std::nullopt;
        at += left == 2 ? 2 : 1;
        const bool hasMore = std::any_of(text.begin() + static_cast<std::ptrdiff_t>(at), text.end(),
                                         [](char letter) { return letter == '=' || kBase64Letters.find(letter) != std::string_view::npos; });
        if (hasMore) return std::nullopt;
    }
    if (left == 2) bytes += static_cast<char>(bits >> 4);
    if (left == 3) {
        bytes += static_cast<char>(bits >> 10);
        bytes += static_cast<char>(bits >> 2);
    }
    return bytes;
}

Error notBase64(std::string_view text) { return Error(ErrorCode::InvalidArgument, "'" + std::string(text.substr(0, 100)) + "' is not in base64."); }

Result<BoundPtr> bindUnbase64(FunctionBinding& call) {
    VITRINE_CHECK_OK(call.coerce(0, DataType::string()));
    return call.call(
        DataType::binary(),
        [](const KernelCall& kernel) {
            const auto texts = kernel.column(0).values<std::string_view>();
            return mapTextRows(
                kernel,
                [&](std::size_t row, StringArena& arena, std::string_view& out) {
                    const std::optional<std::string> bytes = decodedBase64(texts[row]);
                    if (bytes) out = arena.store(*bytes);
                    return bytes ? RowOutcome::Value : RowOutcome::Failure;
                },
                [&](std::size_t row) { return notBase64(texts[row]); });
        },
        false, true);
}

std::string hexOf(std::string_view bytes) { return hexText(bytes, true); }

/// hex(number) without leading zeros, hex(bytes) two digits a byte.
Result<BoundPtr> bindHex(FunctionBinding& call) {
    const bool isWhole = call.type(0).isIntegral() || (call.type(0).isNumeric() && !call.conf().ansi);
    if (!isWhole) {
        if (!call.type(0).is(TypeKind::Binary)) VITRINE_CHECK_OK(call.coerce(0, DataType::string()));
        return bindBytesToText<hexOf>(call);
    }
    call.argument(0) = makeCast(call.argument(0), DataType::longType(), false);
    return call.call(DataType::string(), [](const KernelCall& kernel) -> Result<ColumnPtr> {
        const auto numbers = kernel.column(0).values<std::int64_t>();
        return mapText(kernel, [&](std::size_t row, StringArena& arena) {
            char digits[16];
            std::size_t at = sizeof digits;
            auto bits = static_cast<std::uint64_t>(numbers[row]);
            do {
                digits[--at] = "0123456789ABCDEF"[bits & 15];
                bits >>= 4;
            } while (bits != 0);
            return arena.store({digits + at, sizeof digits - at});
        });
    });
}

/// An odd number of digits counts as if a 0 stood in front.
std::optional<std::string> unhexed(std::string_view text) {
    std::string bytes;
    std::size_t at = 0;
    if (text.size() % 2 != 0) {
        if (hexDigit(text[0]) < 0) return std::nullopt;
        bytes += static_cast<char>(hexDigit(text[0]));
        at = 1;
    }
    for (; at < text.size(); at += 2) {
        if (hexDigit(text[at]) < 0 || hexDigit(text[at + 1]) < 0) return std::nullopt;
        bytes += static_cast<char>(hexDigit(text[at]) * 16 + hexDigit(text[at + 1]));
    }
    return bytes;
}

Result<BoundPtr> bindUnhex(FunctionBinding& call) {
    VITRINE_CHECK_OK(call.coerce(0, DataType::string()));
    return call.call(
        DataType::binary(),
        [](const KernelCall& kernel) -> Result<ColumnPtr> {
            const auto texts = kernel.column(0).values<std::string_view>();
            return mapTextOrNull(kernel, [&](std::size_t row, StringArena& arena, std::string_view& out) {
                const std::optional<std::string> bytes = unhexed(texts[row]);
                if (bytes) out = arena.store(*bytes);
                return bytes.has_value();
            });
        },
        true);
}

/// to_binary(text[, format]) with a constant format: hex (the default), utf-8, utf8 or base64.
Result<BoundPtr> bindToBinary(FunctionBinding& call) {
    const bool isTry = call.name().starts_with("try_");
    VITRINE_CHECK_OK(call.coerce(0, DataType::string()));
    std::string format = "hex";
    if (call.has(1)) {
        VITRINE_CHECK_OK(call.coerce(1, DataType::string()));
        VITRINE_TRY(const Value value, call.constantArgument(1));
        if (value.isNull()) return makeLiteral(DataType::binary(), Value{});
        format = toLowerAscii(value.get<std::string>());
        call.arguments().resize(1);
    }
    if (format == "utf-8" || format == "utf8") return makeCast(call.argument(0), DataType::binary(), false);
    if (format != "hex" && format != "base64") {
        return Error(ErrorCode::TypeMismatch, "The format of " + std::string(call.name()) + "() is '" + format + "'.").withWayOut("It can be 'hex', 'utf-8' or 'base64'.");
    }
    const bool isHex = format == "hex";
    return call.call(
        DataType::binary(),
        [isHex, isTry](const KernelCall& kernel) {
            const auto texts = kernel.column(0).values<std::string_view>();
            return mapTextRows(
                kernel,
                [&](std::size_t row, StringArena& arena, std::string_view& out) {
                    const std::optional<std::string> bytes = isHex ? unhexed(texts[row]) : decodedBase64(texts[row]);
                    if (!bytes) return isTry ? RowOutcome::Null : RowOutcome::Failure;
                    out = arena.store(*bytes);
                    return RowOutcome::Value;
                },
                [&](std::size_t row) { return isHex ? Error(ErrorCode::InvalidArgument, "'" + std::string(texts[row].substr(0, 100)) + "' is not in hexadecimal digits.") : notBase64(texts[row]); });
        },
        isTry, !isTry);
}

/// The encodings that Spark 4 allows, by their only names.
std::optional<TextEncoding> encodingCalled(std::string_view name) {
    static constexpr std::pair<std::string_view, TextEncoding> kNames[] = {
        {"UTF-8", TextEncoding::Utf8},   {"ISO-8859-1", TextEncoding::Latin1},          {"US-ASCII", TextEncoding::Ascii},
        {"UTF-16", TextEncoding::Utf16}, {"UTF-16BE", TextEncoding::Utf16BigEndian},    {"UTF-16LE", TextEncoding::Utf16LittleEndian},
        {"UTF-32", TextEncoding::Utf32}};
    for (const auto& [known, encoding] : kNames) {
        if (equalsIgnoreCase(known, name)) return encoding;
    }
    return std::nullopt;
}

/// `text`, all of whose letters the encoding has. UTF-16 gets a byte order mark, as from Java.
std::string encodedText(std::string_view text, TextEncoding encoding) {
    std::string bytes = encoding == TextEncoding::Utf16 ? "\xFE\xFF" : "";
    const auto append = [&](std::uint32_t unit, int width) {
        for (int index = 0; index < width; ++index) {
            const int shift = 8 * (encoding == TextEncoding::Utf16LittleEndian ? index : width - 1 - index);
            bytes += static_cast<char>(unit >> shift);
        }
    };
    for (std::size_t at = 0; at < text.size(); at = nextCodePoint(text, at)) {
        const std::uint32_t point = codePointAt(text, at);
        if (encoding == TextEncoding::Latin1 || encoding == TextEncoding::Ascii) {
            append(point, 1);
        } else if (encoding == TextEncoding::Utf32) {
            append(point, 4);
        } else if (point <= 0xFFFF) {
            append(point, 2);
        } else {
            append(0xD800 + ((point - 0x10000) >> 10), 2);
            append(0xDC00 + (point & 0x3FF), 2);
        }
    }
    return bytes;
}

bool canExpress(TextEncoding encoding, std::string_view text) {
    const char32_t limit = encoding == TextEncoding::Ascii ? 0x7F : encoding == TextEncoding::Latin1 ? 0xFF : 0x10FFFF;
    for (std::size_t at = 0; at < text.size(); at = nextCodePoint(text, at)) {
        if (codePointAt(text, at) > limit) return false;
    }
    return true;
}

/// encode(text, encoding) and decode(bytes, encoding): an error for what cannot be expressed or is malformed.
Result<BoundPtr> bindCharset(FunctionBinding& call) {
    const bool isEncode = call.name() == "encode";
    VITRINE_CHECK_OK(isEncode ? call.coerce(0, DataType::string()) : call.coerceToBytes(0));
    VITRINE_CHECK_OK(call.coerce(1, DataType::string()));
    return call.call(
        isEncode ? DataType::binary() : DataType::string(),
        [isEncode](const KernelCall& kernel) {
            const auto texts = kernel.column(0).values<std::string_view>();
            const auto names = kernel.column(1).values<std::string_view>();
            return mapTextRows(
                kernel,
                [&](std::size_t row, StringArena& arena, std::string_view& out) {
                    const std::optional<TextEncoding> encoding = encodingCalled(names[row]);
                    if (!encoding) return RowOutcome::Failure;
                    const std::string_view text = texts[row];
                    if (encoding == TextEncoding::Utf8) {
                        out = text;
                        return isValidUtf8(text) ? RowOutcome::Value : RowOutcome::Failure;
                    }
                    if (isEncode) {
                        if (!canExpress(*encoding, text)) return RowOutcome::Failure;
                        out = arena.store(encodedText(text, *encoding));
                        return RowOutcome::Value;
                    }
                    const std::string decoded = decodeText(text, *encoding);
                    out = arena.store(decoded);
                    return decoded.find("\xEF\xBF\xBD") == std::string::npos ? RowOutcome::Value : RowOutcome::Failure;
                },
                [&](std::size_t row) {
                    const std::string name(names[row]);
                    if (!encodingCalled(name)) {
                        return Error(ErrorCode::InvalidArgument, "There is no encoding '" + name + "'.")
                            .withWayOut("Use UTF-8, UTF-16, UTF-16BE, UTF-16LE, UTF-32, ISO-8859-1 or US-ASCII.");
                    }
                    return Error(ErrorCode::InvalidArgument, isEncode ? "The text has letters that " + name + " does not." : "The bytes are not in " + name + ".");
                });
        },
        false, true);
}

/// decode(value, a, x, b, y, …[, else]): x where the value is a (NULL equals NULL), y where it is b …
Result<BoundPtr> bindDecode(FunctionBinding& call) {
    if (call.size() == 2) return bindCharset(call);
    std::vector<BoundPtr> results;
    for (std::size_t index = 2; index < call.size(); index += 2) results.push_back(call.argument(index));
    const bool hasElse = call.size() % 2 == 0;
    if (hasElse) results.push_back(call.argument(call.size() - 1));
    const TypePtr type = widerType(results, call.conf().ansi);
    if (!type) return Error(ErrorCode::TypeMismatch, "The results of decode() have no common type.");
    std::vector<BoundPtr> parts;
    for (std::size_t index = 1; index + 1 < call.size(); index += 2) {
        VITRINE_TRY(BoundPtr same, bindComparison(Comparison::NullSafeEqual, call.argument(0), call.argument(index), call.conf()));
        parts.push_back(std::move(same));
        parts.push_back(makeCast(call.argument(index + 1), type, false));
    }
    if (hasElse) parts.push_back(makeCast(call.argument(call.size() - 1), type, false));
    return makeCase(type, std::move(parts));
}

Result<BoundPtr> bindAscii(FunctionBinding& call) {
    VITRINE_CHECK_OK(call.coerce(0, DataType::string()));
    return call.call(DataType::intType(), [](const KernelCall& kernel) -> Result<ColumnPtr> {
        return mapOne<std::string_view, std::int32_t>(kernel, [](std::string_view text) { return text.empty() ? 0 : static_cast<std::int32_t>(codePointAt(text, 0)); });
    });
}

/// chr(n): the letter of n modulo 256, nothing for a negative n.
Result<BoundPtr> bindChr(FunctionBinding& call) {
    VITRINE_CHECK_OK(call.coerce(0, DataType::longType()));
    return call.call(DataType::string(), [](const KernelCall& kernel) -> Result<ColumnPtr> {
        const auto numbers = kernel.column(0).values<std::int64_t>();
        return mapText(kernel, [&](std::size_t row, StringArena& arena) {
            std::string text;
            if (numbers[row] >= 0) appendCodePoint(text, static_cast<char32_t>(numbers[row] & 0xFF));
            return arena.store(text);
        });
    });
}

Result<BoundPtr> bindBin(FunctionBinding& call) {
    VITRINE_CHECK_OK(call.coerce(0, DataType::longType()));
    return call.call(DataType::string(), [](const KernelCall& kernel) -> Result<ColumnPtr> {
        const auto numbers = kernel.column(0).values<std::int64_t>();
        return mapText(kernel, [&](std::size_t row, StringArena& arena) {
            const auto bits = static_cast<std::uint64_t>(numbers[row]);
            std::string digits;
            for (int place = static_cast<int>(std::bit_width(bits | 1)) - 1; place >= 0; --place) digits += (bits >> place & 1) != 0 ? '1' : '0';
            return arena.store(digits);
        });
    });
}

int digitOf(char letter) {
    if (letter >= '0' && letter <= '9') return letter - '0';
    if (letter >= 'a' && letter <= 'z') return letter - 'a' + 10;
    if (letter >= 'A' && letter <= 'Z') return letter - 'A' + 10;
    return 99;
}

/// A number's digits in another base: 64 bits, as many digits as are valid; a negative target base gives a sign.
RowOutcome convert(std::string_view number, std::int32_t from, std::int32_t to, bool ansi, std::string& out) {
    const auto isBase = [](std::int64_t base) { return base >= 2 && base <= 36; };
    const std::int64_t target = to < 0 ? -static_cast<std::int64_t>(to) : to;
    if (!isBase(from) || !isBase(target)) return RowOutcome::Null;
    while (!number.empty() && number.front() == ' ') number.remove_prefix(1);
    while (!number.empty() && number.back() == ' ') number.remove_suffix(1);
    if (number.empty()) return RowOutcome::Null;
    bool isNegative = number.front() == '-';
    if (isNegative) number.remove_prefix(1);
    std::uint64_t value = 0;
    for (const char letter : number) {
        const int digit = digitOf(letter);
        if (digit >= from) break;
        std::uint64_t next = 0;
        if (__builtin_mul_overflow(value, static_cast<std::uint64_t>(from), &next) || __builtin_add_overflow(next, static_cast<std::uint64_t>(digit), &next)) {
            if (ansi) return RowOutcome::Failure;
            value = ~std::uint64_t{0};
            break;
        }
        value = next;
    }
    if (isNegative && to > 0) value = static_cast<std::int64_t>(value) < 0 ? ~std::uint64_t{0} : 0 - value;
    if (to < 0 && static_cast<std::int64_t>(value) < 0) {
        value = 0 - value;
        isNegative = true;
    }
    out.clear();
    do {
        out += "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"[value % static_cast<std::uint64_t>(target)];
        value /= static_cast<std::uint64_t>(target);
    } while (value != 0);
    if (isNegative && to < 0) out += '-';
    std::reverse(out.begin(), out.end());
    return RowOutcome::Value;
}

Result<BoundPtr> bindConv(FunctionBinding& call) {
    VITRINE_CHECK_OK(call.coerce(0, DataType::string()));
    VITRINE_CHECK_OK(call.coerce(1, DataType::intType()));
    VITRINE_CHECK_OK(call.coerce(2, DataType::intType()));
    return call.call(
        DataType::string(),
        [](const KernelCall& kernel) {
            const auto numbers = kernel.column(0).values<std::string_view>();
            const auto from = kernel.column(1).values<std::int32_t>();
            const auto to = kernel.column(2).values<std::int32_t>();
            std::string digits;
            return mapTextRows(
                kernel,
                [&](std::size_t row, StringArena& arena, std::string_view& out) {
                    const RowOutcome outcome = convert(numbers[row], from[row], to[row], kernel.ansi(), digits);
                    if (outcome == RowOutcome::Value) out = arena.store(digits);
                    return outcome;
                },
                [&](std::size_t row) {
                    return Error(ErrorCode::ArithmeticOverflow, "'" + std::string(numbers[row].substr(0, 100)) + "' in base " + std::to_string(from[row]) + " has more than 64 bits.");
                });
        },
        true, call.conf().ansi);
}

Result<BoundPtr> bindIsValidUtf8(FunctionBinding& call) {
    VITRINE_CHECK_OK(call.coerceToBytes(0));
    return call.call(DataType::boolean(), [](const KernelCall& kernel) -> Result<ColumnPtr> {
        return mapOne<std::string_view, std::uint8_t>(kernel, [](std::string_view text) { return static_cast<std::uint8_t>(isValidUtf8(text)); });
    });
}

/// validate_utf8 ends the query for malformed bytes, try_validate_utf8 gives NULL.
Result<BoundPtr> bindValidateUtf8(FunctionBinding& call) {
    const bool isTry = call.name() == "try_validate_utf8";
    VITRINE_CHECK_OK(call.coerceToBytes(0));
    return call.call(
        DataType::string(),
        [isTry](const KernelCall& kernel) {
            const auto texts = kernel.column(0).values<std::string_view>();
            return mapTextRows(
                kernel,
                [&](std::size_t row, StringArena&, std::string_view& out) {
                    out = texts[row];
                    return isValidUtf8(out) ? RowOutcome::Value : isTry ? RowOutcome::Null : RowOutcome::Failure;
                },
                [](std::size_t) {
                    return Error(ErrorCode::InvalidArgument, "A text is not well-formed UTF-8.").withWayOut("Use try_validate_utf8() to get NULL, or make_valid_utf8() to repair it.");
                });
        },
        isTry, !isTry);
}

constexpr std::string_view kText = "text";
constexpr FunctionEntry kFunctions[] = {
    {{"ascii", "ascii(text) → INT", "The number of the first letter in Unicode; 0 for an empty text.", kText}, 1, 1, bindAscii},
    {{"base64", "base64(bytes) → STRING", "The bytes in base64.", kText}, 1, 1, bindBytesToText<base64Text>},
    {{"bin", "bin(n) → STRING", "The number in binary digits.", "math"}, 1, 1, bindBin},
    {{"char", "char(n) → STRING", "The letter with this number, modulo 256.", kText}, 1, 1, bindChr},
    {{"chr", "chr(n) → STRING", "The letter with this number, modulo 256.", kText}, 1, 1, bindChr},
    {{"conv", "conv(number, from, to) → STRING", "A number's digits in another base.", "math"}, 3, 3, bindConv},
    {{"decode", "decode(bytes, encoding) or (x, a, b, …[, else])", "Bytes as text; or b where x is a, and so on.", kText}, 2, -1, bindDecode},
    {{"encode", "encode(text, encoding) → BINARY", "The text's bytes in an encoding such as UTF-16.", kText}, 2, 2, bindCharset},
    {{"hex", "hex(x) → STRING", "A number or bytes in hexadecimal digits.", kText}, 1, 1, bindHex},
    {{"is_valid_utf8", "is_valid_utf8(text) → BOOLEAN", "Whether the text is well-formed UTF-8.", kText}, 1, 1, bindIsValidUtf8},
    {{"make_valid_utf8", "make_valid_utf8(text) → STRING", "The text with U+FFFD for what is malformed.", kText}, 1, 1, bindBytesToText<repairedUtf8>},
    {{"to_binary", "to_binary(text[, format]) → BINARY", "The bytes of a text in hex, utf-8 or base64.", kText}, 1, 2, bindToBinary},
    {{"try_to_binary", "try_to_binary(text[, format]) → BINARY", "As to_binary(), NULL for a malformed text.", kText}, 1, 2, bindToBinary},
    {{"try_validate_utf8", "try_validate_utf8(text) → STRING", "The text, or NULL where it is malformed.", kText}, 1, 1, bindValidateUtf8},
    {{"unbase64", "unbase64(text) → BINARY", "The bytes of a text in base64.", kText}, 1, 1, bindUnbase64},
    {{"unhex", "unhex(text) → BINARY", "The bytes of hexadecimal digits; NULL for others.", kText}, 1, 1, bindUnhex},
    {{"validate_utf8", "validate_utf8(text) → STRING", "The text; an error where it is malformed.", kText}, 1, 1, bindValidateUtf8},
};

}  // namespace

std::span<const FunctionEntry> encodingFunctions() { return kFunctions; }

}  // namespace vitrine
