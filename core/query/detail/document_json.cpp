// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/query/detail/document_json.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace vitrine::detail {
namespace {

/// Follows the parser through the text to know depth and repeated keys.
class ShapeWatcher {
  public:
    explicit ShapeWatcher(std::vector<std::string>& duplicates) : duplicates_(duplicates) {}

    bool onEvent(int depth, Json::parse_event_t event, const Json& parsed) {
        using Event = Json::parse_event_t;
        switch (event) {
            case Event::object_start:
            case Event::array_start:
                countElement();
                levels_.push_back({event == Event::array_start, 0, {}, {}});
                tooDeep_ = tooDeep_ || depth >= kMaxDepth;
                return !tooDeep_;
            case Event::object_end:
            case Event::array_end:
                if (!levels_.empty()) levels_.pop_back();
                return true;
            case Event::key: {
                Level& level = levels_.back();
                level.key = parsed.get<std::string>();
                if (!level.seen.insert(level.key).second) duplicates_.push_back(pointer());
                return true;
            }
            case Event::value: countElement(); return true;
        }
        return true;
    }

    bool tooDeep() const noexcept { return tooDeep_; }

  private:
    struct Level {
        bool isArray;
        std::size_t count;
        std::string key;
        std::set<std::string> seen;
    };

    void countElement() {
        if (!levels_.empty() && levels_.back().isArray) ++levels_.back().count;
    }

    std::string pointer() const {
        std::string text;
        for (const Level& level : levels_) {
            text = level.isArray ? pointerTo(text, level.count - 1) : pointerTo(text, level.key);
        }
        return text;
    }

    std::vector<std::string>& duplicates_;
    std::vector<Level> levels_;
    bool tooDeep_ = false;
};

Error syntaxError(std::string_view text, std::size_t byte, std::string_view what) {
    const std::size_t at = std::min(byte > 0 ? byte - 1 : 0, text.size());
    const std::string_view before = text.substr(0, at);
    const auto line = 1 + std::count(before.begin(), before.end(), '\n');
    const std::size_t lineStart = before.rfind('\n') == std::string_view::npos ? 0 : before.rfind('\n') + 1;
    // The library's sentence starts with its own number and position, which are said here in our own way.
    const std::size_t colon = what.find(": ");
    const std::string_view reason = colon == std::string_view::npos ? what : what.substr(colon + 2);
    return Error(ErrorCode::InvalidJson, fmt::format("The document is not valid JSON at line {}, column {}: {}.", line,
                                                     at - lineStart + 1, reason))
        .atColumn(static_cast<int>(at));
}

}  // namespace

std::string pointerTo(std::string_view pointer, std::string_view token) {
    std::string text(pointer);
    text += '/';
    for (const char character : token) {
        if (character == '~') text += "~0";
        else if (character == '/') text += "~1";
        else text += character;
    }
    return text;
}

std::string pointerTo(std::string_view pointer, std::size_t index) {
    return fmt::format("{}/{}", pointer, index);
}

Result<Json> readJson(std::string_view text, std::vector<std::string>& duplicates) {
    ShapeWatcher watcher(duplicates);
    try {
        Json tree = Json::parse(text.begin(), text.end(), [&](int depth, Json::parse_event_t event, Json& parsed) {
            return watcher.onEvent(depth, event, parsed);
        });
        if (watcher.tooDeep()) {
            return Error(ErrorCode::InvalidJson,
                         fmt::format("The document is nested deeper than {} levels.", kMaxDepth));
        }
        return tree;
    } catch (const Json::parse_error& error) {
        return syntaxError(text, error.byte, error.what());
    } catch (const std::exception& error) {
        return Error(ErrorCode::InvalidJson, fmt::format("The document is not valid JSON: {}.", error.what()));
    }
}

}  // namespace vitrine::detail
