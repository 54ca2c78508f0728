// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/lenient_date_text.h"

#include <array>
#include <cstddef>

#include "core/data/time_zone.h"
#include "core/data/zone_names.h"

namespace vitrine {
namespace {

constexpr std::array<std::string_view, 12> kMonths = {"jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"};
constexpr std::array<std::string_view, 7> kDays = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};

bool isDigit(char letter) { return letter >= '0' && letter <= '9'; }
bool isLetter(char letter) { return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z'); }
char lower(char letter) { return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter + ('a' - 'A')) : letter; }

template <std::size_t count>
bool takeWord(std::string_view text, std::size_t& at, const std::array<std::string_view, count>& beginnings) {
    const std::size_t begin = at;
    std::size_t end = at;
    while (end < text.size() && isLetter(text[end])) ++end;
    if (end - begin < 3) return false;
    for (const std::string_view beginning : beginnings) {
        if (lower(text[begin]) != beginning[0] || lower(text[begin + 1]) != beginning[1] || lower(text[begin + 2]) != beginning[2]) continue;
        at = end;
        return true;
    }
    return false;
}

bool takeNumber(std::string_view text, std::size_t& at, std::size_t most) {
    while (at < text.size() && (text[at] == ' ' || text[at] == '\t')) ++at;
    if (most == 0 && at < text.size() && text[at] == '-') ++at;
    const std::size_t begin = at;
    while (at < text.size() && isDigit(text[at]) && (most == 0 || at - begin < most)) ++at;
    return at > begin;
}

bool takeZone(std::string_view text, std::size_t& at) {
    const std::size_t begin = at;
    while (at < text.size() && (isLetter(text[at]) || isDigit(text[at]) || text[at] == '+' || text[at] == '-' || text[at] == ':' || text[at] == '/' || text[at] == '_')) ++at;
    return at > begin && (TimeZone::find(text.substr(begin, at - begin)) || zoneNamedAt(text.substr(begin), false));
}

}  // namespace

bool fitsLeniently(std::string_view text, std::string_view pattern) {
    std::size_t at = 0;
    for (std::size_t place = 0; place < pattern.size();) {
        const char letter = pattern[place];
        if (letter == '\'') {
            const std::size_t end = pattern.find('\'', place + 1);
            if (end == std::string_view::npos) return false;
            const std::string_view quoted = end == place + 1 ? std::string_view("'") : pattern.substr(place + 1, end - place - 1);
            if (!text.substr(at).starts_with(quoted)) return false;
            at += quoted.size();
            place = end + 1;
            continue;
        }
        if (!isLetter(letter)) {
            if (at >= text.size() || text[at] != letter) return false;
            ++at;
            ++place;
            continue;
        }
        std::size_t end = place;
        while (end < pattern.size() && pattern[end] == letter) ++end;
        const std::size_t count = end - place;
        const bool isFollowedByNumber = end < pattern.size() && isLetter(pattern[end]);
        place = end;
        bool isTaken = false;
        switch (letter) {
            case 'M':
            case 'L': isTaken = count >= 3 ? takeWord(text, at, kMonths) : takeNumber(text, at, isFollowedByNumber ? count : 0); break;
            case 'E': isTaken = takeWord(text, at, kDays); break;
            case 'a':
                isTaken = at + 2 <= text.size() && (lower(text[at]) == 'a' || lower(text[at]) == 'p') && lower(text[at + 1]) == 'm';
                at += isTaken ? 2 : 0;
                break;
            case 'z':
            case 'Z':
            case 'X': isTaken = takeZone(text, at); break;
            case 'y': case 'd': case 'D': case 'H': case 'h': case 'k': case 'K': case 'm': case 's': case 'S': case 'F': case 'u': case 'w': case 'W': case 'Y':
                isTaken = takeNumber(text, at, isFollowedByNumber ? count : 0);
                break;
            default: return false;
        }
        if (!isTaken) return false;
    }
    return true;
}

}  // namespace vitrine
