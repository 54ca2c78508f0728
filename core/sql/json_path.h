// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace vitrine {

/// A path of get_json_object(): `$.a.b[1]`, `$['a b']`, `$.list[*].x`. Immutable, thread-safe.
class JsonPath {
  public:
    /// Empty for a text that is no path: get_json_object() gives NULL then.
    static std::optional<JsonPath> parse(std::string_view text);

    /// What the path finds in `json`: a text without quotes, anything else as compact JSON; several finds of `[*]` as an
    /// array. Empty when there is nothing, or the JSON is malformed before the search ends.
    std::optional<std::string> find(std::string_view json) const;

    enum class Kind : std::uint8_t { Key, Named, Subscript, Index, Wildcard };
    struct Step {
        Kind kind = Kind::Key;
        std::string name{};
        std::int64_t index = 0;
    };

  private:
    std::vector<Step> steps_;
};

/// The number of elements of a JSON array, the keys of a JSON object; empty for any other text.
std::optional<std::int32_t> countJsonElements(std::string_view json);
std::optional<std::vector<std::string>> jsonObjectKeys(std::string_view json);

}  // namespace vitrine
