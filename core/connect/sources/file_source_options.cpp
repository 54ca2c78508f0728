// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/connect/sources/file_source_options.h"

#include <algorithm>
#include <charconv>
#include <limits>

#include <fmt/format.h>

#include "core/data/duration_text.h"
#include "core/data/number_text.h"

namespace vitrine {
namespace {

Error badOption(std::string_view name, std::string_view value, std::string_view allowed) {
    return Error(ErrorCode::InvalidOption, fmt::format("The option {} cannot be '{}'.", name, value))
        .at(fmt::format("/source/options/{}", name))
        .withWayOut(fmt::format("Give {}.", allowed));
}

template <class Number>
Result<std::optional<Number>> positiveOption(const OptionMap& options, std::string_view name) {
    const auto found = options.find(name);
    if (found == options.end()) return std::optional<Number>();
    Number number = 0;
    const std::string& text = found->second;
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (failure != std::errc() || end != text.data() + text.size() || number <= 0) {
        return badOption(name, text, fmt::format("a whole number from 1 to {}", std::numeric_limits<Number>::max()));
    }
    return std::optional<Number>(number);
}

Result<bool> booleanOption(const OptionMap& options, std::string_view name) {
    const auto found = options.find(name);
    if (found == options.end()) return false;
    std::string word = found->second;
    std::transform(word.begin(), word.end(), word.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    if (word == "true") return true;
    if (word == "false") return false;
    return badOption(name, found->second, "true or false");
}

/// FS-34: `<int>[us|ms|s|m|min|h|d]`, no suffix = ms.
}  // namespace

Result<FileSourceOptions> FileSourceOptions::parse(const OptionMap& options) {
    FileSourceOptions parsed;
    for (const std::string_view refused : {"modifiedBefore", "modifiedAfter"}) {
        if (const auto found = options.find(refused); found != options.end()) {
            return Error(ErrorCode::InvalidOption, fmt::format("The option {} does not work on a stream.", refused))
                .at(fmt::format("/source/options/{}", refused))
                .withWayOut("Remove it, or filter with a where step.");
        }
    }
    VITRINE_TRY(parsed.maxFilesPerTrigger, positiveOption<std::int32_t>(options, "maxFilesPerTrigger"));
    VITRINE_TRY(parsed.maxBytesPerTrigger, positiveOption<std::int64_t>(options, "maxBytesPerTrigger"));
    if (parsed.maxFilesPerTrigger && parsed.maxBytesPerTrigger) {
        return Error(ErrorCode::InvalidOption, "maxFilesPerTrigger and maxBytesPerTrigger cannot both be set.")
            .at("/source/options/maxBytesPerTrigger")
            .withWayOut("Keep one of them.");
    }
    VITRINE_TRY(parsed.latestFirst, booleanOption(options, "latestFirst"));
    VITRINE_TRY(parsed.fileNameOnly, booleanOption(options, "fileNameOnly"));
    VITRINE_TRY(parsed.recursiveFileLookup, booleanOption(options, "recursiveFileLookup"));
    if (const auto found = options.find("pathGlobFilter"); found != options.end()) parsed.pathGlobFilter = found->second;
    if (const auto found = options.find("maxFileAge"); found != options.end()) {
        const auto age = parseSparkDuration(found->second);
        if (!age || *age < Millis(0)) return badOption("maxFileAge", found->second, "a number with us, ms, s, m, min, h or d, such as 7d");
        parsed.maxFileAge = *age;
    }
    if (parsed.latestFirst && (parsed.maxFilesPerTrigger || parsed.maxBytesPerTrigger)) {
        parsed.maxFileAge = Millis(std::numeric_limits<std::int64_t>::max());
    }
    if (const auto found = options.find("maxCachedFiles"); found != options.end()) {
        const std::string& text = found->second;
        const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), parsed.maxCachedFiles);
        if (failure != std::errc() || end != text.data() + text.size() || parsed.maxCachedFiles > std::numeric_limits<std::int32_t>::max())
            return badOption("maxCachedFiles", text, "a whole number from 0 on");
    }
    if (const auto found = options.find("discardCachedInputRatio"); found != options.end()) {
        const std::optional<double> ratio = parseDouble(found->second);
        if (!ratio || !(*ratio >= 0.0 && *ratio <= 1.0)) return badOption("discardCachedInputRatio", found->second, "a number from 0 to 1");
        parsed.discardCachedInputRatio = *ratio;
    }
    return parsed;
}

}  // namespace vitrine
