// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <vector>

#include "core/data/column.h"
#include "core/data/column_builder.h"
#include "core/exec/state_bytes.h"

namespace vitrine {

/// A string in two words: up to 12 bytes stand in the words themselves, longer ones as length, first four bytes and address.
/// Equal short strings have equal words.
struct StringWords {
    static constexpr std::uint32_t kInline = 12;
    std::uint64_t first = 0;
    std::uint64_t second = 0;

    static StringWords of(std::string_view text) noexcept;
    static std::uint32_t length(std::uint64_t first) noexcept { return static_cast<std::uint32_t>(first); }
    /// The text, which may point into `words` itself.
    static std::string_view view(const std::uint64_t* words) noexcept;
};

inline StringWords StringWords::of(std::string_view text) noexcept {
    const auto read = [](const char* at, auto word) {
        std::memcpy(&word, at, sizeof word);
        return word;
    };
    const char* at = text.data();
    const std::size_t size = text.size();
    std::uint64_t prefix = 0;   // the first four bytes
    std::uint64_t rest = 0;     // the others, or the address
    if (size > kInline) {
        prefix = read(at, std::uint32_t{});
        rest = std::bit_cast<std::uint64_t>(at);
    } else if (size >= 8) {
        prefix = read(at, std::uint32_t{});
        rest = read(at + size - 8, std::uint64_t{}) >> (8 * (12 - size));
    } else if (size >= 4) {
        prefix = read(at, std::uint32_t{});
        rest = std::uint64_t{read(at + size - 4, std::uint32_t{})} >> (8 * (8 - size));
    } else if (size > 0) {
        // First, middle and last byte, which may be the same ones.
        const auto byte = [at](std::size_t index) { return std::uint64_t{static_cast<unsigned char>(at[index])} << (8 * index); };
        prefix = byte(0) | byte(size / 2) | byte(size - 1);
    }
    return {static_cast<std::uint32_t>(size) | (prefix << 32), rest};
}

/// The grouping keys of a batch of rows, as words: equal keys (AG-2) have equal words, nulls and hash.
struct GroupKeys {
    std::size_t rows = 0;
    std::size_t wordsPerRow = 0;
    std::vector<std::uint64_t> words;    ///< row after row
    std::vector<std::uint32_t> nulls;    ///< bit k: key k is NULL
    std::vector<std::uint64_t> hashes;
    StringArena scratch;                 ///< bytes of nested keys, until the next begin()

    const std::uint64_t* of(std::size_t row) const noexcept { return words.data() + row * wordsPerRow; }
};

/// How keys of given types are written into words and read back. Immutable, thread-safe.
///
/// Numbers, dates and times take one word (NaN and -0.0 made one, AG-2), decimals, intervals and windows two (a window its
/// start and end, so that state outlives a change of its length), strings two, nested
/// types two that hold the bytes of a canonical form (maps sorted by key). At most kMaxKeys keys.
class KeyLayout {
  public:
    static constexpr std::size_t kMaxKeys = 32;

    /// A key whose words are a window's start and end and whose value is STRUCT<start, end> says its duration; others 0.
    struct Key {
        TypePtr type;
        std::int64_t windowDuration = 0;
    };
    explicit KeyLayout(std::vector<Key> keys);

    std::size_t keys() const noexcept { return keys_.size(); }
    std::size_t words() const noexcept { return words_; }

    /// Where the words of `key` start.
    std::size_t firstWord(std::size_t key) const noexcept { return keys_[key].at; }

    /// Starts the keys of `rows` rows; then one add…() for each key, in order.
    void begin(std::size_t rows, GroupKeys& into) const;
    void add(std::size_t key, const Column& column, GroupKeys& into) const;
    void addWindowStarts(std::size_t key, std::span<const std::int64_t> starts, GroupKeys& into) const;
    /// For a key whose type is a TIMESTAMP of either kind and of which none is NULL.
    void addTimes(std::size_t key, std::span<const std::int64_t> times, GroupKeys& into) const;

    /// The hash that begin() and add() give keys with these words: for words that come from a longer layout.
    std::uint64_t hashOf(const std::uint64_t* words, std::uint32_t nulls) const noexcept;

    /// Whether two keys with equal nulls and hash are equal.
    bool equal(const std::uint64_t* left, const std::uint64_t* right) const noexcept;

    /// Copies what long strings point at into `arena` and lets the words point there. Returns the bytes copied.
    std::size_t own(std::uint64_t* words, StringArena& arena) const;

    /// Bytes that own() would copy.
    std::size_t longBytes(const std::uint64_t* words) const noexcept;

    /// Column of key `key` for `rows`, each the words of one group; `nulls` as in GroupKeys. Strings are copied.
    ColumnPtr column(std::size_t key, std::span<const std::uint64_t* const> rows, std::span<const std::uint32_t> nulls) const;

    /// Writes keys for the checkpoint, key by key, so that load() gives them back whatever the hash function is then.
    void save(std::span<const std::uint64_t* const> rows, std::span<const std::uint32_t> nulls, StateWriter& out) const;

    /// Reads the keys of `rows` rows as begin() and add() would have made them. Long texts stay in the bytes that are read.
    void load(StateReader& in, std::size_t rows, GroupKeys& into) const;

  private:
    struct Slot {
        TypePtr type;
        std::int64_t windowDuration;
        std::size_t at;          ///< first word
        std::size_t size;        ///< words
        bool isText;             ///< two words of StringWords
    };
    std::vector<Slot> keys_;
    std::size_t words_ = 0;
    bool hasText_ = false;
};

}  // namespace vitrine
