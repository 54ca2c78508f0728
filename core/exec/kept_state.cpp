// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exec/kept_state.h"

namespace vitrine {

std::size_t detail::heapBytesOf(const std::string& text) noexcept {
    // Short texts stand in the object itself.
    return text.capacity() < sizeof(std::string) / 2 ? 0 : text.capacity() + 1;
}

std::size_t detail::heapBytesOf(const Value& value) noexcept {
    if (const auto* text = std::get_if<std::string>(&value.data)) return heapBytesOf(*text);
    const auto* list = std::get_if<Value::List>(&value.data);
    if (list == nullptr) return 0;
    std::size_t bytes = list->capacity() * sizeof(Value);
    for (const Value& element : *list) bytes += heapBytesOf(element);
    return bytes;
}

}  // namespace vitrine
