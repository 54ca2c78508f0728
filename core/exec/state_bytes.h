// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <type_traits>

namespace vitrine {

static_assert(std::endian::native == std::endian::little, "saved state is little-endian");

/// State as bytes, for the checkpoint. Little-endian, no padding; what reads it must know what was written.
class StateWriter {
  public:
    template <class T>
        requires std::is_trivially_copyable_v<T>
    void put(const T& element) {
        bytes_.append(reinterpret_cast<const char*>(&element), sizeof(T));
    }
    void putRaw(const void* from, std::size_t size) { bytes_.append(static_cast<const char*>(from), size); }

    /// LEB128: small numbers take one byte.
    void putCount(std::uint64_t count) {
        for (; count >= 0x80; count >>= 7) bytes_.push_back(static_cast<char>(count | 0x80));
        bytes_.push_back(static_cast<char>(count));
    }
    void putText(std::string_view text) {
        putCount(text.size());
        bytes_.append(text);
    }

    std::size_t size() const noexcept { return bytes_.size(); }
    std::string_view bytes() const noexcept { return bytes_; }
    std::string take() { return std::move(bytes_); }
    void clear() noexcept { bytes_.clear(); }

  private:
    std::string bytes_;
};

/// Reads what a StateWriter wrote. Reading past the end gives zeros and empty texts and makes failed() true, so that a
/// damaged state is noticed once, at the end.
class StateReader {
  public:
    explicit StateReader(std::string_view bytes) : rest_(bytes) {}

    template <class T>
        requires std::is_trivially_copyable_v<T>
    T get() {
        T element{};
        getRaw(&element, sizeof(T));
        return element;
    }
    void getRaw(void* into, std::size_t size) {
        if (size > rest_.size()) {
            fail();
            std::memset(into, 0, size);
            return;
        }
        std::memcpy(into, rest_.data(), size);
        rest_.remove_prefix(size);
    }

    std::uint64_t getCount() {
        std::uint64_t count = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            const auto byte = get<std::uint8_t>();
            count |= static_cast<std::uint64_t>(byte & 0x7FU) << shift;
            if ((byte & 0x80U) == 0) return count;
        }
        fail();
        return 0;
    }

    /// A count of elements of at least `leastBytes` each: never more than the bytes that are left can hold.
    std::uint64_t getSize(std::size_t leastBytes = 1) {
        const std::uint64_t size = getCount();
        if (size <= rest_.size() / leastBytes) return size;
        fail();
        return 0;
    }

    /// Points into the bytes that are read.
    std::string_view getText() {
        const std::uint64_t size = getSize();
        const std::string_view text = rest_.substr(0, size);
        rest_.remove_prefix(text.size());
        return text;
    }

    /// What is left, for readers with a form of their own: they drop what they take from the front.
    std::string_view& rest() noexcept { return rest_; }
    bool atEnd() const noexcept { return rest_.empty(); }

    void fail() noexcept {
        failed_ = true;
        rest_ = {};
    }
    bool failed() const noexcept { return failed_; }

  private:
    std::string_view rest_;
    bool failed_ = false;
};

}  // namespace vitrine
