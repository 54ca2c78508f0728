// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/source_kind.h"

#include <algorithm>
#include <array>

#include "core/sql/token.h"

namespace vitrine::ui {

bool readsFiles(const std::string& format) {
    return !hasOwnColumns(format);
}

bool hasOwnColumns(const std::string& format) {
    constexpr std::array kFormats{"kafka", "rate", "rate-micro-batch", "socket"};
    return std::any_of(kFormats.begin(), kFormats.end(), [&](const char* known) { return equalsIgnoreCase(format, known); });
}

QueryDocument withFormat(QueryDocument document, const std::string& format) {
    SourceSpec& source = document.source;
    if (source.format == format) return document;
    const auto has = [](const std::vector<OptionInfo>& options, std::string_view name) {
        constexpr CaseInsensitiveLess less;
        return std::any_of(options.begin(), options.end(), [&](const OptionInfo& option) { return !less(option.name, name) && !less(name, option.name); });
    };
    const auto before = formatOptions(source.format), after = formatOptions(format);
    const bool staysFiles = readsFiles(source.format) && readsFiles(format);
    std::erase_if(source.options, [&](const auto& option) { return !has(after, option.first) && (!staysFiles || has(before, option.first)); });
    source.format = format;
    source.schema.clear();
    if (!readsFiles(format)) source.path.clear();
    return document;
}

}  // namespace vitrine::ui
