// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/line_position.h"

#include <algorithm>
#include <vector>

#include <fmt/format.h>

namespace vitrine {
namespace {

constexpr std::size_t kBlock = std::size_t{1} << 20;
constexpr std::size_t kShownText = 1000;

}  // namespace

Result<LinePosition> linePositionAt(FileSystem& files, const std::string& path, std::uint64_t offset, std::uint64_t limit) {
    if (offset > limit) {
        return Error(ErrorCode::InvalidArgument, fmt::format("Byte {} of '{}' is too far on to count its lines.", offset, path)).at(path);
    }
    VITRINE_TRY(const std::unique_ptr<InputFile> file, files.openForReading(path));
    LinePosition position;
    position.line = 1;
    std::vector<char> block(static_cast<std::size_t>(std::clamp<std::uint64_t>(offset, kShownText, kBlock)));
    for (std::uint64_t at = 0; at < offset;) {
        const std::size_t wanted = static_cast<std::size_t>(std::min<std::uint64_t>(block.size(), offset - at));
        VITRINE_TRY(const std::size_t count, file->readAt(at, std::span(block).first(wanted)));
        if (count == 0) break;
        position.line += static_cast<std::uint64_t>(std::count(block.begin(), block.begin() + static_cast<std::ptrdiff_t>(count), '\n'));
        at += count;
    }
    VITRINE_TRY(const std::size_t count, file->readAt(offset, std::span(block).first(kShownText)));
    position.text.assign(block.data(), count);
    position.text.resize(std::min(position.text.size(), position.text.find_first_of("\r\n")));
    return position;
}

}  // namespace vitrine
