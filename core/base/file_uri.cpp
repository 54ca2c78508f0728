// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/file_uri.h"

#include <fmt/format.h>

namespace vitrine {
namespace {

int hexDigit(char letter) {
    if (letter >= '0' && letter <= '9') return letter - '0';
    const char lower = static_cast<char>(letter | 0x20);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

}  // namespace

std::string encodedPath(std::string_view path) {
    constexpr std::string_view kPlain = "-_.!~*'(),;:$&+=@/";
    std::string encoded;
    for (const char letter : path) {
        const bool isWord = (letter >= '0' && letter <= '9') || (letter >= 'A' && letter <= 'Z') || (letter >= 'a' && letter <= 'z');
        if (isWord || static_cast<unsigned char>(letter) >= 0x80 || kPlain.find(letter) != std::string_view::npos) encoded.push_back(letter);
        else encoded += fmt::format("%{:02X}", static_cast<unsigned char>(letter));
    }
    return encoded;
}

std::string fileUri(std::string_view path) {
    return "file://" + encodedPath(path);
}

std::string pathOfUri(std::string_view uri) {
    if (!uri.starts_with("file:")) return std::string(uri);
    uri.remove_prefix(5);
    while (uri.starts_with("//")) uri.remove_prefix(1);
    std::string path;
    for (std::size_t index = 0; index < uri.size(); ++index) {
        const int high = uri[index] == '%' && index + 2 < uri.size() ? hexDigit(uri[index + 1]) : -1;
        const int low = high >= 0 ? hexDigit(uri[index + 2]) : -1;
        if (low < 0) {
            path.push_back(uri[index]);
            continue;
        }
        path.push_back(static_cast<char>(high * 16 + low));
        index += 2;
    }
    return path;
}

}  // namespace vitrine
