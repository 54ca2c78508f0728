// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sql/number_format.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include <fmt/format.h>

#include "core/data/number_text.h"

namespace vitrine {
namespace {

Error refused(std::string_view text, std::string_view why) {
    return Error(ErrorCode::InvalidArgument, fmt::format("The number format `{}` {}.", text, why))
        .withWayOut("Use 0 and 9 for digits, `.` and `,`, and $, S, MI or PR at the ends: `$99,999.99`.");
}

bool isDigit(char letter) { return letter >= '0' && letter <= '9'; }
bool isSpace(char letter) { return letter == ' ' || (letter >= '\t' && letter <= '\r'); }

/// Puts a sign before the blanks that end `text`.
void addSign(std::string& text, char sign) {
    std::size_t at = text.size();
    while (at > 0 && text[at - 1] == ' ') --at;
    text.insert(at, 1, sign);
}

/// Adds a blank, before the signs that end `text`.
void addBlank(std::string& text) {
    std::size_t at = text.size();
    while (at > 0 && (text[at - 1] == '+' || text[at - 1] == '-' || text[at - 1] == '<')) --at;
    text.insert(at, 1, ' ');
}

/// A point that no digit follows becomes a blank.
void blankLonePoint(std::string& text) {
    const std::size_t at = text.find('.');
    if (at != std::string::npos && (at + 1 == text.size() || text[at + 1] == ' ')) text[at] = ' ';
}

}  // namespace

Result<NumberFormat> NumberFormat::compile(std::string_view text) {
    NumberFormat format;
    bool isBehindPoint = false;
    auto digits = [&format]() -> Token& {
        if (format.tokens_.empty() || format.tokens_.back().kind != Kind::Digits) format.tokens_.push_back({Kind::Digits, {}});
        return format.tokens_.back();
    };
    bool hasBrackets = false;
    for (std::size_t at = 0; at < text.size();) {
        const char letter = text[at];
        const std::string_view two = text.substr(at, 2);
        if (letter == '0' || letter == '9') {
            const std::size_t begin = at;
            while (at < text.size() && (text[at] == '0' || text[at] == '9')) ++at;
            const auto count = static_cast<int>(at - begin);
            digits().runs.push_back({count, letter == '0' && !isBehindPoint});
            format.precision_ += count;
            if (isBehindPoint) format.scale_ += count;
            continue;
        }
        if (letter == ',' || letter == 'G') {
            digits().runs.push_back({});
        } else if (letter == '.' || letter == 'D') {
            format.tokens_.push_back({Kind::Point, {}});
            isBehindPoint = true;
        } else if (letter == '$') {
            format.tokens_.push_back({Kind::Dollar, {}});
        } else if (letter == 'S') {
            format.tokens_.push_back({Kind::Sign, {}});
        } else if (two == "MI") {
            format.tokens_.push_back({Kind::Minus, {}});
            ++at;
        } else if (two == "PR") {
            if (hasBrackets) return refused(text, "has PR twice");
            hasBrackets = true;
            format.tokens_.push_back({Kind::CloseBracket, {}});
            ++at;
        } else {
            return refused(text, fmt::format("has `{}`, which has no meaning", letter));
        }
        ++at;
    }
    if (hasBrackets) format.tokens_.insert(format.tokens_.begin(), {Kind::OpenBracket, {}});
    VITRINE_CHECK_OK(format.check(text));
    return format;
}

Result<void> NumberFormat::check(std::string_view text) const {
    if (text.empty()) return refused(text, "is empty");
    if (precision_ == 0) return refused(text, "has no digit");
    if (precision_ > DataType::kMaxDecimalPrecision) return refused(text, "has more than 38 digits");
    bool isBehindPoint = false;
    for (const Token& token : tokens_) {
        isBehindPoint = isBehindPoint || token.kind == Kind::Point;
        for (std::size_t index = 0; index < token.runs.size(); ++index) {
            if (token.runs[index].digits > 0) continue;
            if (isBehindPoint) return refused(text, "separates thousands behind the point");
            const bool isBetween = index > 0 && index + 1 < token.runs.size() && token.runs[index - 1].digits > 0 && token.runs[index + 1].digits > 0;
            if (!isBetween) return refused(text, "has a separator of thousands without digits around it");
        }
    }
    using Kinds = std::vector<Kind>;
    static const std::vector<Kinds> kOrder = {{Kind::OpenBracket}, {Kind::Minus, Kind::Sign}, {Kind::Dollar}, {Kind::Digits}, {Kind::Point},
                                              {Kind::Digits},      {Kind::Dollar},            {Kind::Minus, Kind::Sign, Kind::CloseBracket}};
    std::size_t next = 0;
    for (const Kinds& allowed : kOrder) {
        if (next < tokens_.size() && std::find(allowed.begin(), allowed.end(), tokens_[next].kind) != allowed.end()) ++next;
    }
    if (next < tokens_.size()) return refused(text, "has its parts in a wrong order, or one of them twice");
    const auto count = [this](Kind kind) { return std::count_if(tokens_.begin(), tokens_.end(), [kind](const Token& token) { return token.kind == kind; }); };
    const auto firstOf = [this](Kind kind) { return std::find_if(tokens_.begin(), tokens_.end(), [kind](const Token& token) { return token.kind == kind; }); };
    if (count(Kind::Sign) > 1 || count(Kind::Minus) > 1 || count(Kind::Dollar) > 1) return refused(text, "has a part twice");
    if (count(Kind::Dollar) > 0 && (firstOf(Kind::Dollar) > firstOf(Kind::Digits) || firstOf(Kind::Dollar) > firstOf(Kind::Point))) {
        return refused(text, "has $ behind a digit or the point");
    }
    return {};
}

bool NumberFormat::readDigits(const Token& token, std::string_view text, std::size_t& at, std::string& digits) const {
    std::vector<int> sizes = {0};
    for (; at < text.size(); ++at) {
        if (isSpace(text[at])) continue;
        if (isDigit(text[at])) {
            ++sizes.back();
            digits.push_back(text[at]);
        } else if (text[at] == ',') {
            sizes.push_back(0);
        } else {
            break;
        }
    }
    // Groups are counted from the right: the leading ones may be missing.
    auto size = sizes.rbegin();
    for (auto run = token.runs.rbegin(); run != token.runs.rend(); ++run) {
        if (run->digits == 0) continue;
        const int found = size != sizes.rend() ? *size++ : 0;
        if (run->isExact ? found != run->digits : found > run->digits) return false;
    }
    return size == sizes.rend();
}

std::optional<Int128> NumberFormat::read(std::string_view text) const {
    std::string before;
    std::string after;
    bool isBehindPoint = false;
    bool isOpen = false;
    bool isClosed = false;
    bool isNegative = false;
    std::size_t at = 0;
    for (const Token& token : tokens_) {
        const char letter = at < text.size() ? text[at] : '\0';
        switch (token.kind) {
            case Kind::Digits:
                if (!readDigits(token, text, at, isBehindPoint ? after : before)) return std::nullopt;
                break;
            case Kind::Point:
                isBehindPoint = letter == '.';
                at += isBehindPoint ? 1 : 0;
                break;
            case Kind::Dollar:
                if (letter != '$' && at < text.size()) return std::nullopt;
                at += letter == '$' ? 1 : 0;
                break;
            case Kind::Sign:
            case Kind::Minus:
                if (letter == '-') isNegative = !isNegative;
                if (letter == '-' || (letter == '+' && token.kind == Kind::Sign)) ++at;
                break;
            case Kind::OpenBracket:
                isOpen = letter == '<';
                at += isOpen ? 1 : 0;
                break;
            case Kind::CloseBracket:
                if (letter != '>') break;
                if (!isOpen) return std::nullopt;
                isClosed = true;
                isNegative = !isNegative;
                ++at;
                break;
        }
    }
    if (at < text.size() || isOpen != isClosed || (before.empty() && after.empty())) return std::nullopt;
    if (static_cast<int>(after.size()) > scale_ || static_cast<int>(before.size()) > DataType::kMaxDecimalPrecision - scale_) return std::nullopt;
    after.append(static_cast<std::size_t>(scale_) - after.size(), '0');
    Int128 value = 0;
    for (const char digit : before + after) value = value * 10 + (digit - '0');
    return isNegative ? -value : value;
}

std::string NumberFormat::write(Int128 unscaled, int scale) const {
    const bool isNegative = unscaled < 0;
    const std::string plain = formatDecimal(isNegative ? -unscaled : unscaled, scale);
    const std::size_t point = plain.find('.');
    std::string before = plain.substr(0, point);
    std::string after = point == std::string::npos ? std::string() : plain.substr(point + 1);
    before.erase(0, std::min(before.find_first_not_of('0'), before.size()));
    after.erase(after.find_last_not_of('0') + 1);
    const auto integral = static_cast<std::size_t>(precision_ - scale_);
    const auto fraction = static_cast<std::size_t>(scale_);
    if (before.size() > integral || after.size() > fraction) {
        before.assign(integral, '#');
        after.assign(fraction, '#');
    }
    before.insert(0, integral - before.size(), ' ');
    after.append(fraction - after.size(), '0');

    std::string text;
    std::size_t nextBefore = 0;
    std::size_t nextAfter = 0;
    bool isBehindPoint = false;
    for (const Token& token : tokens_) {
        switch (token.kind) {
            case Kind::Digits:
                for (const Run& run : token.runs) {
                    if (run.digits == 0) {
                        if (!text.empty() && isDigit(text.back())) text.push_back(',');
                        else addBlank(text);
                    }
                    for (int digit = 0; digit < run.digits; ++digit) {
                        if (isBehindPoint) {
                            text.push_back(after[nextAfter++]);
                            continue;
                        }
                        const char letter = before[nextBefore++];
                        if (letter != ' ') text.push_back(letter);
                        else if (run.isExact) text.push_back('0');
                        else addBlank(text);
                    }
                }
                break;
            case Kind::Point:
                if (!text.empty() && text.back() == ' ') text.back() = '0';
                text.push_back('.');
                isBehindPoint = true;
                break;
            case Kind::Dollar: text.push_back('$'); break;
            case Kind::Sign:
                blankLonePoint(text);
                addSign(text, isNegative ? '-' : '+');
                break;
            case Kind::Minus:
                if (isNegative) {
                    blankLonePoint(text);
                    addSign(text, '-');
                } else {
                    text.push_back(' ');
                }
                break;
            case Kind::OpenBracket:
                if (isNegative) text.push_back('<');
                break;
            case Kind::CloseBracket:
                blankLonePoint(text);
                if (isNegative) addSign(text, '>');
                else text += "  ";
                break;
        }
    }
    blankLonePoint(text);
    return text.empty() || text == "+" || text == "-" ? "0" : text;
}

Result<JavaNumberPattern> JavaNumberPattern::compile(std::string_view text) {
    if (text.empty()) return JavaNumberPattern(0);
    const auto refuse = [&] { return Error(ErrorCode::InvalidArgument, fmt::format("The number pattern `{}` cannot be read.", text)).withWayOut("Write it like `#,##0.00`."); };
    JavaNumberPattern pattern(0);
    pattern.least_ = 0;
    pattern.group_ = 0;
    enum class Part : std::uint8_t { Prefix, Integral, Fraction, Suffix } part = Part::Prefix;
    int sinceGroup = -1;
    bool hasDigit = false;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const char letter = text[at];
        if (letter == ';') break;
        const bool isDigitLetter = letter == '#' || letter == '0';
        if (isDigitLetter || letter == ',' || letter == '.') {
            if (part == Part::Suffix || (part == Part::Fraction && letter == '.')) return refuse();
            if (part == Part::Prefix) part = Part::Integral;
        } else if (part != Part::Prefix) {
            part = Part::Suffix;
        }
        hasDigit = hasDigit || isDigitLetter;
        if (part == Part::Integral) {
            if (letter == '.') {
                part = Part::Fraction;
            } else if (letter == ',') {
                sinceGroup = 0;
            } else {
                if (letter == '#' && pattern.least_ > 0) return refuse();
                pattern.least_ += letter == '0' ? 1 : 0;
                if (sinceGroup >= 0) ++sinceGroup;
            }
        } else if (part == Part::Fraction) {
            if (letter == ',') return refuse();
            if (letter == '0' && pattern.leastFraction_ != pattern.mostFraction_) return refuse();
            pattern.leastFraction_ += letter == '0' ? 1 : 0;
            ++pattern.mostFraction_;
        } else {
            std::string& affix = part == Part::Prefix ? pattern.prefix_ : pattern.suffix_;
            if (letter == '\'') {
                const std::size_t end = text.find('\'', at + 1);
                if (end == std::string_view::npos) return refuse();
                affix += end == at + 1 ? std::string_view("'") : text.substr(at + 1, end - at - 1);
                at = end;
                continue;
            }
            if (letter == '%') pattern.shift_ = 2;
            affix.push_back(letter);
        }
    }
    if (sinceGroup == 0) return refuse();
    pattern.group_ = std::max(sinceGroup, 0);
    if (!hasDigit) return refuse();
    if (pattern.least_ == 0 && pattern.mostFraction_ == 0) pattern.least_ = 1;
    return pattern;
}

std::string JavaNumberPattern::written(bool isNegative, std::string digits, std::ptrdiff_t point, const double* exact) const {
    point += shift_;
    if (point < 0) {
        digits.insert(0, static_cast<std::size_t>(-point), '0');
        point = 0;
    }
    if (static_cast<std::size_t>(point) > digits.size()) digits.append(static_cast<std::size_t>(point) - digits.size(), '0');
    const std::size_t kept = static_cast<std::size_t>(point) + static_cast<std::size_t>(mostFraction_);
    if (digits.size() > kept) {
        const bool isHalf = digits[kept] == '5' && digits.find_first_not_of('0', kept + 1) == std::string::npos;
        const bool wasOdd = kept > 0 && (digits[kept - 1] - '0') % 2 == 1;
        bool isUp = digits[kept] >= '5' && (!isHalf || wasOdd);
        if (isHalf && exact != nullptr && shift_ == 0) {
            // The shortest text lies in the middle: what the double really holds decides.
            const std::string precise = fmt::format("{:.{}f}", std::fabs(*exact), mostFraction_);
            isUp = kept > 0 ? (precise.back() - '0') != (digits[kept - 1] - '0') : precise.back() == '1';
        }
        digits.resize(kept);
        std::size_t at = kept;
        while (isUp && at > 0) {
            --at;
            isUp = digits[at] == '9';
            digits[at] = isUp ? '0' : static_cast<char>(digits[at] + 1);
        }
        if (isUp) {
            digits.insert(0, 1, '1');
            ++point;
        }
    }
    std::string integral = digits.substr(0, static_cast<std::size_t>(point));
    std::string fraction = digits.substr(static_cast<std::size_t>(point));
    integral.erase(0, std::min(integral.find_first_not_of('0'), integral.size()));
    if (integral.size() < static_cast<std::size_t>(least_)) integral.insert(0, static_cast<std::size_t>(least_) - integral.size(), '0');
    while (fraction.size() > static_cast<std::size_t>(leastFraction_) && fraction.back() == '0') fraction.pop_back();
    fraction.append(static_cast<std::size_t>(leastFraction_) - std::min(fraction.size(), static_cast<std::size_t>(leastFraction_)), '0');
    if (integral.empty() && fraction.empty()) integral = "0";
    if (group_ > 0) {
        for (auto at = static_cast<std::ptrdiff_t>(integral.size()) - group_; at > 0; at -= group_) integral.insert(static_cast<std::size_t>(at), 1, ',');
    }
    return (isNegative ? "-" : "") + prefix_ + integral + (fraction.empty() ? "" : ".") + fraction + suffix_;
}

std::string JavaNumberPattern::write(double value) const {
    if (std::isnan(value)) return "NaN";
    const bool isNegative = std::signbit(value);
    if (std::isinf(value)) return (isNegative ? "-" : "") + prefix_ + "∞" + suffix_;
    char text[64];
    const auto end = std::to_chars(text, text + sizeof text, std::fabs(value), std::chars_format::scientific).ptr;
    const std::string_view shortest(text, static_cast<std::size_t>(end - text));
    const std::size_t exponentAt = shortest.find('e');
    std::string digits(shortest.substr(0, exponentAt));
    std::erase(digits, '.');
    int exponent = 0;
    const std::string_view exponentText = shortest.substr(exponentAt + (shortest[exponentAt + 1] == '+' ? 2 : 1));
    std::from_chars(exponentText.data(), exponentText.data() + exponentText.size(), exponent);
    return written(isNegative, std::move(digits), exponent + 1, &value);
}

std::string JavaNumberPattern::write(Int128 unscaled, int scale) const {
    const bool isNegative = unscaled < 0;
    std::string digits = formatInt128(isNegative ? -unscaled : unscaled);
    const auto point = static_cast<std::ptrdiff_t>(digits.size()) - scale;
    return written(isNegative, std::move(digits), point, nullptr);
}

}  // namespace vitrine
