// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exec/state_value.h"

namespace vitrine {

namespace {

/// Deeper than any type the parsers accept.
constexpr int kDeepest = 2000;

using Alternatives = decltype(Value::data);

template <std::size_t kIndex = 0>
Value getAlternative(std::size_t index, StateReader& in, int depth);

Value getNested(StateReader& in, int depth) {
    const auto index = in.get<std::uint8_t>();
    if (in.failed() || depth > kDeepest || index >= std::variant_size_v<Alternatives>) {
        in.fail();
        return {};
    }
    return getAlternative(index, in, depth);
}

template <std::size_t kIndex>
Value getAlternative(std::size_t index, StateReader& in, int depth) {
    if constexpr (kIndex == std::variant_size_v<Alternatives>) {
        return {};
    } else {
        if (index != kIndex) return getAlternative<kIndex + 1>(index, in, depth);
        using T = std::variant_alternative_t<kIndex, Alternatives>;
        if constexpr (std::is_same_v<T, std::monostate>) {
            return {};
        } else if constexpr (std::is_same_v<T, std::string>) {
            return {std::string(in.getText())};
        } else if constexpr (std::is_same_v<T, Value::List>) {
            Value::List list(in.getSize());
            for (Value& element : list) element = getNested(in, depth + 1);
            return {std::move(list)};
        } else if constexpr (std::is_same_v<T, bool>) {
            return {in.get<std::uint8_t>() != 0};
        } else {
            return {in.get<T>()};
        }
    }
}

}  // namespace

void putValue(const Value& value, StateWriter& out) {
    out.put(static_cast<std::uint8_t>(value.data.index()));
    std::visit(
        [&out](const auto& element) {
            using T = std::decay_t<decltype(element)>;
            if constexpr (std::is_same_v<T, std::monostate>) {
                // its kind says it all
            } else if constexpr (std::is_same_v<T, std::string>) {
                out.putText(element);
            } else if constexpr (std::is_same_v<T, Value::List>) {
                out.putCount(element.size());
                for (const Value& each : element) putValue(each, out);
            } else {
                out.put(element);
            }
        },
        value.data);
}

Value getValue(StateReader& in) { return getNested(in, 0); }

}  // namespace vitrine
