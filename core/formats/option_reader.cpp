// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/option_reader.h"

#include <charconv>

#include <fmt/format.h>

#include "core/base/clock.h"
#include "core/data/number_text.h"

namespace vitrine {

Error invalidOption(std::string_view name, std::string message) {
    return Error(ErrorCode::InvalidOption, std::move(message)).at(fmt::format("/source/options/{}", name));
}

bool equalsIgnoringCase(std::string_view left, std::string_view right) noexcept {
    const CaseInsensitiveLess less;
    return !less(left, right) && !less(right, left);
}

EventTime nowOr(EventTime now) {
    if (now != EventTime{}) return now;
    return EventTime{std::chrono::duration_cast<Micros>(SystemClock().now().time_since_epoch())};
}

const std::string* OptionReader::find(std::string_view name) const {
    const auto found = options_.find(name);
    return found == options_.end() ? nullptr : &found->second;
}

Result<void> OptionReader::read(std::string_view name, bool& value) const {
    const std::string* text = find(name);
    if (text == nullptr) return {};
    if (equalsIgnoringCase(*text, "true")) value = true;
    else if (equalsIgnoringCase(*text, "false")) value = false;
    else return invalidOption(name, fmt::format("The option `{}` is `{}`; it must be true or false.", name, *text));
    return {};
}

Result<void> OptionReader::read(std::string_view name, std::size_t& value) const {
    const std::string* text = find(name);
    if (text == nullptr) return {};
    std::int32_t number = 0;
    const auto [end, problem] = std::from_chars(text->data(), text->data() + text->size(), number);
    if (problem != std::errc() || end != text->data() + text->size() || number < 0) {
        return invalidOption(name, fmt::format("The option `{}` is `{}`; it must be a whole number from 0 on.", name, *text));
    }
    value = static_cast<std::size_t>(number);
    return {};
}

Result<void> OptionReader::read(std::string_view name, std::optional<JavaDatePattern>& value) const {
    const std::string* text = find(name);
    if (text == nullptr) return {};
    Result<JavaDatePattern> pattern = JavaDatePattern::compile(*text, JavaDatePattern::Use::Parse);
    if (!pattern) return invalidOption(name, fmt::format("The option `{}` is `{}`: {}", name, *text, pattern.error().message()));
    value = *std::move(pattern);
    return {};
}

Result<void> OptionReader::read(std::string_view name, TimeZone& value) const {
    const std::string* text = find(name);
    if (text == nullptr) return {};
    auto found = TimeZone::find(*text);
    if (!found) return invalidOption(name, found.error().message());
    value = *std::move(found);
    return {};
}

ReadMode OptionReader::readMode() const {
    const std::string* mode = find("mode");
    if (mode != nullptr && equalsIgnoringCase(*mode, "DROPMALFORMED")) return ReadMode::DropMalformed;
    if (mode != nullptr && equalsIgnoringCase(*mode, "FAILFAST")) return ReadMode::FailFast;
    return ReadMode::Permissive;
}

Result<void> OptionReader::readSamplingRatio(double& value) const {
    const std::string* text = find("samplingRatio");
    if (text == nullptr) return {};
    const std::optional<double> number = parseDouble(*text);
    if (!number || !(*number > 0)) {
        return invalidOption("samplingRatio", fmt::format("The option `samplingRatio` is `{}`; it must be above 0.", *text));
    }
    value = *number;
    return {};
}

Result<void> OptionReader::checkLocale() const {
    const std::string* locale = find("locale");
    if (locale == nullptr || equalsIgnoringCase(*locale, "en-US") || equalsIgnoringCase(*locale, "en_US")) return {};
    return invalidOption("locale", fmt::format("The locale `{}` is not supported; only en-US is.", *locale));
}

Result<void> OptionReader::checkWrittenEncoding() const {
    const std::string* encoding = find("encoding");
    if (encoding == nullptr) encoding = find("charset");
    if (encoding == nullptr || equalsIgnoringCase(*encoding, "UTF-8") || equalsIgnoringCase(*encoding, "UTF8")) return {};
    return invalidOption("encoding", fmt::format("Files cannot be written in {}; only in UTF-8.", *encoding));
}

}  // namespace vitrine
