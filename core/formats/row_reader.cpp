// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/row_reader.h"

#include <algorithm>

#include <fmt/format.h>

#include "core/formats/json_options.h"
#include "core/formats/json_reader.h"

namespace vitrine {
namespace {

constexpr std::size_t kKeptText = 1000;

unsigned char folded(char letter) noexcept {
    return static_cast<unsigned char>(letter >= 'A' && letter <= 'Z' ? letter + ('a' - 'A') : letter);
}

Error unsupportedFormat(std::string_view name) {
    return Error(ErrorCode::UnsupportedFormat, fmt::format("The format `{}` is not supported.", name))
        .at("/source/format")
        .withWayOut("Use json.");
}

}  // namespace

bool CaseInsensitiveLess::operator()(std::string_view left, std::string_view right) const noexcept {
    return std::lexicographical_compare(left.begin(), left.end(), right.begin(), right.end(),
                                        [](char one, char other) { return folded(one) < folded(other); });
}

void MalformedRows::add(MalformedRow row) {
    ++total;
    if (!row.counted) ++dropped;
    if (rows.size() >= kKept) return;
    if (row.text.size() > kKeptText) {
        std::size_t cut = kKeptText;
        while (cut > 0 && (static_cast<unsigned char>(row.text[cut]) & 0xC0) == 0x80) --cut;
        row.text.resize(cut);
    }
    rows.push_back(std::move(row));
}

Result<std::unique_ptr<Format>> makeFormat(std::string_view name, ReadSpec spec) {
    const CaseInsensitiveLess less;
    if (less(name, "json") || less("json", name)) return unsupportedFormat(name);
    return makeJsonFormat(std::move(spec));
}

std::vector<OptionInfo> formatOptions(std::string_view format) {
    const CaseInsensitiveLess less;
    if (less(format, "json") || less("json", format)) return {};
    return jsonOptionTable();
}

Result<InferredSchema> inferSchema(FileSystem& files, std::string_view format, const std::vector<std::string>& paths,
                                   const OptionMap& options, const SessionConf& conf, std::uint64_t maxRows, std::stop_token stop) {
    const CaseInsensitiveLess less;
    if (less(format, "json") || less("json", format)) return unsupportedFormat(format);
    return inferJsonSchema(files, paths, options, conf, maxRows, std::move(stop));
}

}  // namespace vitrine
