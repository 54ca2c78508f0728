// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <optional>

#include "core/sql/coercion.h"
#include "core/sql/function_registry.h"
#include "core/sql/hex_text.h"
#include "core/sql/kernels.h"

namespace vitrine {
namespace {

bool isLetterOrDigit(char letter) {
    return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') || (letter >= '0' && letter <= '9');
}

/// The parts of a URI as java.net.URI takes them apart, still percent-encoded. A part without data() is not there.
struct UriParts {
    std::string_view scheme{}, authority{}, userInfo{}, host{}, path{}, query{}, fragment{};
};

/// The server's name out of `user@host:port`; nothing for what is none, such as a name with an underscore.
std::string_view hostOf(std::string_view authority) {
    authority.remove_prefix(authority.find('@') == std::string_view::npos ? 0 : authority.find('@') + 1);
    if (authority.starts_with("[")) {
        const std::size_t close = authority.find(']');
        return close == std::string_view::npos ? std::string_view() : authority.substr(0, close + 1);
    }
    const std::size_t colon = authority.find(':');
    const std::string_view host = authority.substr(0, colon);
    if (colon != std::string_view::npos && authority.find_first_not_of("0123456789", colon + 1) != std::string_view::npos) return {};
    const bool isName = !host.empty() && std::all_of(host.begin(), host.end(), [](char letter) { return isLetterOrDigit(letter) || letter == '-' || letter == '.'; });
    return isName ? host : std::string_view();
}

/// Empty for a text that is no URI.
std::optional<UriParts> takeApart(std::string_view text) {
    for (std::size_t at = 0; at < text.size(); ++at) {
        const auto byte = static_cast<unsigned char>(text[at]);
        if (byte <= 0x20 || byte == 0x7F || std::string_view("\"<>\\^`{|}").find(text[at]) != std::string_view::npos) return std::nullopt;
        if (text[at] == '%' && (at + 2 >= text.size() || hexDigit(text[at + 1]) < 0 || hexDigit(text[at + 2]) < 0)) return std::nullopt;
    }
    UriParts parts;
    if (const std::size_t hash = text.find('#'); hash != std::string_view::npos) {
        parts.fragment = text.substr(hash + 1);
        text = text.substr(0, hash);
    }
    const std::size_t colon = text.find(':');
    if (colon != std::string_view::npos && text.find_first_of("/?") > colon) {
        parts.scheme = text.substr(0, colon);
        const bool isScheme = colon > 0 && !(parts.scheme[0] >= '0' && parts.scheme[0] <= '9') &&
                              std::all_of(parts.scheme.begin(), parts.scheme.end(), [](char letter) { return isLetterOrDigit(letter) || letter == '+' || letter == '-' || letter == '.'; });
        if (!isScheme || colon + 1 == text.size()) return std::nullopt;
        text.remove_prefix(colon + 1);
        if (!text.starts_with("/")) return parts;  // opaque: mailto:a@b
    }
    if (text.starts_with("//")) {
        const std::size_t end = std::min(text.find_first_of("/?", 2), text.size());
        parts.authority = text.substr(2, end - 2);
        if (const std::size_t sign = parts.authority.find('@'); sign != std::string_view::npos) parts.userInfo = parts.authority.substr(0, sign);
        parts.host = hostOf(parts.authority);
        if (parts.host.empty()) parts.host = parts.userInfo = {};
        text.remove_prefix(end);
    }
    if (const std::size_t mark = text.find('?'); mark != std::string_view::npos) {
        parts.query = text.substr(mark + 1);
        text = text.substr(0, mark);
    }
    parts.path = text.data() == nullptr ? std::string_view("") : text;
    return parts;
}

/// The value of `key` in a query such as `a=1&b=2`.
std::string_view valueOfKey(std::string_view query, std::string_view key) {
    while (true) {
        const std::size_t end = query.find('&');
        const std::string_view entry = query.substr(0, end);
        if (entry.starts_with(key) && entry.substr(key.size()).starts_with("=")) return entry.substr(key.size() + 1);
        if (end == std::string_view::npos) return {};
        query.remove_prefix(end + 1);
    }
}

std::string_view partCalled(const UriParts& parts, std::string_view name, std::string& joined) {
    if (name == "HOST") return parts.host;
    if (name == "PATH") return parts.path;
    if (name == "QUERY") return parts.query;
    if (name == "REF") return parts.fragment;
    if (name == "PROTOCOL") return parts.scheme;
    if (name == "AUTHORITY") return parts.authority;
    if (name == "USERINFO") return parts.userInfo;
    if (name != "FILE") return {};
    joined = std::string(parts.path);
    if (parts.query.data() != nullptr) joined.append("?").append(parts.query);
    return joined;
}

/// parse_url(url, part[, key]): NULL for a part that is not there.
Result<BoundPtr> bindParseUrl(FunctionBinding& call) {
    const bool isTry = call.name() == "try_parse_url";
    for (std::size_t index = 0; index < call.size(); ++index) VITRINE_CHECK_OK(call.coerce(index, DataType::string()));
    return call.call(
        DataType::string(),
        [isTry](const KernelCall& kernel) {
            const auto urls = kernel.column(0).values<std::string_view>();
            const auto names = kernel.column(1).values<std::string_view>();
            std::string joined;
            return mapTextRows(
                kernel,
                [&](std::size_t row, StringArena& arena, std::string_view& out) {
                    const std::optional<UriParts> parts = takeApart(urls[row]);
                    if (!parts) return isTry || !kernel.ansi() ? RowOutcome::Null : RowOutcome::Failure;
                    std::string_view found = partCalled(*parts, names[row], joined);
                    if (kernel.arguments.size() > 2) {
                        found = names[row] == "QUERY" && found.data() != nullptr ? valueOfKey(found, kernel.column(2).values<std::string_view>()[row]) : std::string_view();
                    }
                    if (found.data() == nullptr) return RowOutcome::Null;
                    out = arena.store(found);
                    return RowOutcome::Value;
                },
                [&](std::size_t row) {
                    return Error(ErrorCode::InvalidArgument, "'" + std::string(urls[row].substr(0, 200)) + "' is not a URL.").withWayOut("Use try_parse_url() to get NULL instead.");
                });
        },
        true, !isTry);
}

std::string encodedUrl(std::string_view text) {
    std::string encoded;
    for (const char letter : text) {
        if (isLetterOrDigit(letter) || std::string_view(".-*_").find(letter) != std::string_view::npos) {
            encoded += letter;
        } else if (letter == ' ') {
            encoded += '+';
        } else {
            encoded.append("%").append(hexText({&letter, 1}, true));
        }
    }
    return encoded;
}

std::optional<std::string> decodedUrl(std::string_view text) {
    std::string decoded;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] == '%') {
            if (at + 2 >= text.size() || hexDigit(text[at + 1]) < 0 || hexDigit(text[at + 2]) < 0) return std::nullopt;
            decoded += static_cast<char>(hexDigit(text[at + 1]) * 16 + hexDigit(text[at + 2]));
            at += 2;
        } else {
            decoded += text[at] == '+' ? ' ' : text[at];
        }
    }
    return decoded;
}

Result<BoundPtr> bindUrlEncode(FunctionBinding& call) {
    VITRINE_CHECK_OK(call.coerce(0, DataType::string()));
    return call.call(DataType::string(), [](const KernelCall& kernel) -> Result<ColumnPtr> {
        const auto texts = kernel.column(0).values<std::string_view>();
        return mapText(kernel, [&](std::size_t row, StringArena& arena) { return arena.store(encodedUrl(texts[row])); });
    });
}

Result<BoundPtr> bindUrlDecode(FunctionBinding& call) {
    const bool isTry = call.name() == "try_url_decode";
    VITRINE_CHECK_OK(call.coerce(0, DataType::string()));
    return call.call(
        DataType::string(),
        [isTry](const KernelCall& kernel) {
            const auto texts = kernel.column(0).values<std::string_view>();
            return mapTextRows(
                kernel,
                [&](std::size_t row, StringArena& arena, std::string_view& out) {
                    const std::optional<std::string> decoded = decodedUrl(texts[row]);
                    if (!decoded) return isTry ? RowOutcome::Null : RowOutcome::Failure;
                    out = arena.store(*decoded);
                    return RowOutcome::Value;
                },
                [&](std::size_t row) {
                    return Error(ErrorCode::InvalidArgument, "'" + std::string(texts[row].substr(0, 200)) + "' is not encoded for a URL: two hexadecimal digits must follow every %.")
                        .withWayOut("Use try_url_decode() to get NULL instead.");
                });
        },
        isTry, !isTry);
}

constexpr std::string_view kText = "text";
constexpr FunctionEntry kFunctions[] = {
    {{"parse_url", "parse_url(url, part[, key]) → STRING", "HOST, PATH, QUERY, REF, PROTOCOL, FILE, AUTHORITY or USERINFO of a URL.", kText}, 2, 3, bindParseUrl},
    {{"try_parse_url", "try_parse_url(url, part[, key]) → STRING", "As parse_url(), NULL for what is no URL.", kText}, 2, 3, bindParseUrl},
    {{"try_url_decode", "try_url_decode(text) → STRING", "As url_decode(), NULL for a malformed text.", kText}, 1, 1, bindUrlDecode},
    {{"url_decode", "url_decode(text) → STRING", "The text without %XX and + of URLs.", kText}, 1, 1, bindUrlDecode},
    {{"url_encode", "url_encode(text) → STRING", "The text with %XX and + for URLs.", kText}, 1, 1, bindUrlEncode},
};

}  // namespace

std::span<const FunctionEntry> urlFunctions() { return kFunctions; }

}  // namespace vitrine
