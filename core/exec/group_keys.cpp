// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exec/group_keys.h"

#include <bit>
#include <cmath>
#include <limits>

#include "core/exec/canonical_bytes.h"

namespace vitrine {

namespace {

constexpr std::uint64_t kFirstHash = 0x2545'F491'4F6C'DD1DU;

std::uint64_t mix(std::uint64_t hash, std::uint64_t word) {
    __extension__ using Wide = unsigned __int128;
    const Wide product = static_cast<Wide>(hash ^ word ^ 0x9E37'79B9'7F4A'7C15U) * 0xD6E8'FEB8'6659'FD93U;
    return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64);
}

/// Two words with one multiplication.
std::uint64_t mixPair(std::uint64_t hash, std::uint64_t first, std::uint64_t second) {
    __extension__ using Wide = unsigned __int128;
    const Wide product = static_cast<Wide>(hash ^ first ^ 0x9E37'79B9'7F4A'7C15U) * (second ^ 0xD6E8'FEB8'6659'FD93U);
    return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64);
}

std::uint64_t hashText(std::uint64_t hash, std::string_view text) {
    const char* at = text.data();
    std::size_t left = text.size();
    for (; left >= 8; left -= 8, at += 8) {
        std::uint64_t word;
        std::memcpy(&word, at, 8);
        hash = mix(hash, word);
    }
    std::uint64_t word = 0;
    std::memcpy(&word, at, left);
    return mix(hash, word);
}

/// The word of a number, with NaNs and zeros made one.
template <class T>
std::uint64_t wordOf(T element) {
    if constexpr (std::is_same_v<T, double>) {
        if (std::isnan(element)) element = std::numeric_limits<double>::quiet_NaN();
        return std::bit_cast<std::uint64_t>(element == 0 ? 0.0 : element);
    } else if constexpr (std::is_same_v<T, float>) {
        if (std::isnan(element)) element = std::numeric_limits<float>::quiet_NaN();
        return std::bit_cast<std::uint32_t>(element == 0 ? 0.0F : element);
    } else {
        return static_cast<std::uint64_t>(static_cast<std::int64_t>(element));
    }
}

template <class T>
T elementOf(std::uint64_t word) {
    if constexpr (std::is_same_v<T, double>)
        return std::bit_cast<double>(word);
    else if constexpr (std::is_same_v<T, float>)
        return std::bit_cast<float>(static_cast<std::uint32_t>(word));
    else
        return static_cast<T>(static_cast<std::int64_t>(word));
}

std::uint64_t mixNull(std::uint64_t hash, std::size_t key) { return mix(hash, ~(std::uint64_t{1} << key)); }

/// Puts `text` into the two words at `word`; returns the hash with it.
std::uint64_t putText(std::uint64_t* word, std::string_view text, std::uint64_t hash) {
    const StringWords words = StringWords::of(text);
    word[0] = words.first;
    word[1] = words.second;
    return text.size() <= StringWords::kInline ? mixPair(hash, words.first, words.second) : hashText(mix(hash, words.first), text);
}

std::size_t wordsOf(const DataType& type) {
    switch (type.kind()) {
        case TypeKind::Decimal:
        case TypeKind::CalendarInterval:
        case TypeKind::String:
        case TypeKind::Binary:
        case TypeKind::Array:
        case TypeKind::Map:
        case TypeKind::Struct: return 2;
        default: return 1;
    }
}

}  // namespace

std::string_view StringWords::view(const std::uint64_t* words) noexcept {
    const std::uint32_t size = length(words[0]);
    if (size > kInline) return {std::bit_cast<const char*>(words[1]), size};
    return {reinterpret_cast<const char*>(words) + 4, size};
}

KeyLayout::KeyLayout(std::vector<Key> keys) {
    VITRINE_ASSERT(keys.size() <= kMaxKeys);
    for (Key& key : keys) {
        const std::size_t size = key.windowDuration != 0 ? 2 : wordsOf(*key.type);
        const bool isText = key.windowDuration == 0 &&
                            (key.type->is(TypeKind::String) || key.type->is(TypeKind::Binary) || key.type->isNested());
        keys_.push_back({std::move(key.type), key.windowDuration, words_, size, isText});
        words_ += size;
        hasText_ = hasText_ || isText;
    }
}

void KeyLayout::begin(std::size_t rows, GroupKeys& into) const {
    into.rows = rows;
    into.wordsPerRow = words_;
    into.words.resize(rows * words_);
    into.nulls.assign(rows, 0);
    into.hashes.assign(rows, kFirstHash);
    into.scratch = StringArena();
}

void KeyLayout::addWindowStarts(std::size_t key, std::span<const std::int64_t> starts, GroupKeys& into) const {
    std::uint64_t* word = into.words.data() + keys_[key].at;
    const auto duration = static_cast<std::uint64_t>(keys_[key].windowDuration);
    for (std::size_t row = 0; row < into.rows; ++row, word += words_) {
        word[0] = static_cast<std::uint64_t>(starts[row]);
        word[1] = word[0] + duration;
        into.hashes[row] = mix(mix(into.hashes[row], word[0]), word[1]);
    }
}

void KeyLayout::addTimes(std::size_t key, std::span<const std::int64_t> times, GroupKeys& into) const {
    std::uint64_t* word = into.words.data() + keys_[key].at;
    for (std::size_t row = 0; row < into.rows; ++row, word += words_) {
        *word = static_cast<std::uint64_t>(times[row]);
        into.hashes[row] = mix(into.hashes[row], *word);
    }
}

void KeyLayout::add(std::size_t key, const Column& column, GroupKeys& into) const {
    const Slot& slot = keys_[key];
    std::uint64_t* word = into.words.data() + slot.at;
    const bool mayBeNull = column.mayHaveNulls();
    const auto putNull = [&](std::size_t row) {
        std::memset(word, 0, slot.size * sizeof(std::uint64_t));
        into.nulls[row] |= 1U << key;
        into.hashes[row] = mixNull(into.hashes[row], key);
    };
    const auto putTextOf = [&](std::size_t row, std::string_view text) { into.hashes[row] = putText(word, text, into.hashes[row]); };

    if (slot.type->is(TypeKind::Void)) {
        for (std::size_t row = 0; row < into.rows; ++row, word += words_) putNull(row);
        return;
    }
    if (slot.type->isNested()) {
        std::string bytes;
        for (std::size_t row = 0; row < into.rows; ++row, word += words_) {
            if (column.isNull(row)) {
                putNull(row);
                continue;
            }
            bytes.clear();
            appendCanonical(column, row, bytes);
            putTextOf(row, bytes.size() <= StringWords::kInline ? std::string_view(bytes) : into.scratch.store(bytes));
        }
        return;
    }
    visitPhysical(slot.type->kind(), [&](auto tag) {
        using T = typename decltype(tag)::Type;
        const auto values = column.values<T>();
        for (std::size_t row = 0; row < into.rows; ++row, word += words_) {
            if (mayBeNull && column.isNull(row)) {
                putNull(row);
                continue;
            }
            if constexpr (std::is_same_v<T, std::string_view>) {
                putTextOf(row, values[row]);
            } else if constexpr (std::is_same_v<T, Int128>) {
                std::memcpy(word, &values[row], sizeof(T));
                into.hashes[row] = mix(mix(into.hashes[row], word[0]), word[1]);
            } else if constexpr (std::is_same_v<T, CalendarInterval>) {
                word[0] = static_cast<std::uint32_t>(values[row].months) |
                          (static_cast<std::uint64_t>(static_cast<std::uint32_t>(values[row].days)) << 32);
                word[1] = static_cast<std::uint64_t>(values[row].micros);
                into.hashes[row] = mix(mix(into.hashes[row], word[0]), word[1]);
            } else {
                *word = wordOf(values[row]);
                into.hashes[row] = mix(into.hashes[row], *word);
            }
        }
    });
}

void KeyLayout::save(std::span<const std::uint64_t* const> rows, std::span<const std::uint32_t> nulls, StateWriter& out) const {
    for (const std::uint32_t bits : nulls) out.put(bits);
    for (std::size_t key = 0; key < keys_.size(); ++key) {
        const Slot& slot = keys_[key];
        for (std::size_t row = 0; row < rows.size(); ++row) {
            if ((nulls[row] & (1U << key)) != 0) continue;
            const std::uint64_t* word = rows[row] + slot.at;
            if (slot.isText)
                out.putText(StringWords::view(word));
            else
                out.putRaw(word, slot.size * sizeof(std::uint64_t));
        }
    }
}

void KeyLayout::load(StateReader& in, std::size_t rows, GroupKeys& into) const {
    begin(rows, into);
    for (std::uint32_t& bits : into.nulls) bits = in.get<std::uint32_t>();
    for (std::size_t key = 0; key < keys_.size(); ++key) {
        const Slot& slot = keys_[key];
        std::uint64_t* word = into.words.data() + slot.at;
        for (std::size_t row = 0; row < rows; ++row, word += words_) {
            const std::size_t size = slot.size * sizeof(std::uint64_t);
            std::uint64_t& hash = into.hashes[row];
            if ((into.nulls[row] & (1U << key)) != 0) {
                std::memset(word, 0, size);
                hash = mixNull(hash, key);
            } else if (slot.isText) {
                hash = putText(word, in.getText(), hash);
            } else {
                in.getRaw(word, size);
                hash = mix(hash, word[0]);
                if (slot.size == 2) hash = mix(hash, word[1]);
            }
        }
    }
}

std::uint64_t KeyLayout::hashOf(const std::uint64_t* words, std::uint32_t nulls) const noexcept {
    std::uint64_t hash = kFirstHash;
    for (std::size_t key = 0; key < keys_.size(); ++key) {
        const Slot& slot = keys_[key];
        const std::uint64_t* word = words + slot.at;
        if ((nulls & (1U << key)) != 0) {
            hash = mixNull(hash, key);
        } else if (slot.isText && StringWords::length(word[0]) > StringWords::kInline) {
            hash = hashText(mix(hash, word[0]), StringWords::view(word));
        } else {
            hash = mix(hash, word[0]);
            if (slot.size == 2) hash = mix(hash, word[1]);
        }
    }
    return hash;
}

bool KeyLayout::equal(const std::uint64_t* left, const std::uint64_t* right) const noexcept {
    if (!hasText_) {
        for (std::size_t word = 0; word < words_; ++word)
            if (left[word] != right[word]) return false;
        return true;
    }
    for (const Slot& slot : keys_) {
        const std::uint64_t* a = left + slot.at;
        const std::uint64_t* b = right + slot.at;
        if (a[0] != b[0]) return false;
        if (slot.size == 1 || a[1] == b[1]) continue;
        if (!slot.isText || StringWords::length(a[0]) <= StringWords::kInline) return false;
        if (StringWords::view(a) != StringWords::view(b)) return false;
    }
    return true;
}

std::size_t KeyLayout::longBytes(const std::uint64_t* words) const noexcept {
    std::size_t bytes = 0;
    for (const Slot& slot : keys_)
        if (slot.isText && StringWords::length(words[slot.at]) > StringWords::kInline)
            bytes += StringWords::length(words[slot.at]);
    return bytes;
}

std::size_t KeyLayout::own(std::uint64_t* words, StringArena& arena) const {
    if (!hasText_) return 0;
    std::size_t bytes = 0;
    for (const Slot& slot : keys_) {
        if (!slot.isText || StringWords::length(words[slot.at]) <= StringWords::kInline) continue;
        const std::string_view copy = arena.store(StringWords::view(words + slot.at));
        words[slot.at + 1] = std::bit_cast<std::uint64_t>(copy.data());
        bytes += copy.size();
    }
    return bytes;
}

ColumnPtr KeyLayout::column(std::size_t key, std::span<const std::uint64_t* const> rows,
                            std::span<const std::uint32_t> nulls) const {
    const Slot& slot = keys_[key];
    const std::size_t size = rows.size();
    if (slot.type->is(TypeKind::Void)) return makeNullColumn(slot.type, size);
    if (slot.windowDuration != 0) {
        std::vector<std::int64_t> starts(size);
        std::vector<std::int64_t> ends(size);
        for (std::size_t row = 0; row < size; ++row) {
            starts[row] = static_cast<std::int64_t>(rows[row][slot.at]);
            ends[row] = static_cast<std::int64_t>(rows[row][slot.at + 1]);
        }
        std::vector<ColumnPtr> children{
            std::make_shared<Column>(slot.type->fields()[0].type, size, std::move(starts), std::vector<std::uint8_t>{}),
            std::make_shared<Column>(slot.type->fields()[1].type, size, std::move(ends), std::vector<std::uint8_t>{})};
        return std::make_shared<Column>(slot.type, size, std::monostate{}, std::vector<std::uint8_t>{},
                                        std::vector<std::uint32_t>{}, std::move(children));
    }
    const std::uint32_t bit = 1U << key;
    if (slot.type->isNested()) {
        ColumnBuilder builder(slot.type);
        for (std::size_t row = 0; row < size; ++row) {
            if ((nulls[row] & bit) != 0) {
                builder.appendNull();
                continue;
            }
            std::string_view bytes = StringWords::view(rows[row] + slot.at);
            builder.appendValue(readCanonical(*slot.type, bytes));
        }
        return builder.finish();
    }
    std::vector<std::uint8_t> validity;
    for (std::size_t row = 0; row < size; ++row) {
        if ((nulls[row] & bit) == 0) continue;
        validity.resize(size, 1);
        validity[row] = 0;
    }
    return visitPhysical(slot.type->kind(), [&](auto tag) -> ColumnPtr {
        using T = typename decltype(tag)::Type;
        std::vector<T> values(size);
        std::vector<BufferOwner> owners;
        if constexpr (std::is_same_v<T, std::string_view>) {
            auto arena = std::make_shared<StringArena>();
            for (std::size_t row = 0; row < size; ++row)
                if ((nulls[row] & bit) == 0) values[row] = arena->store(StringWords::view(rows[row] + slot.at));
            owners.push_back(std::move(arena));
        } else {
            for (std::size_t row = 0; row < size; ++row) {
                const std::uint64_t* word = rows[row] + slot.at;
                if constexpr (std::is_same_v<T, Int128>) {
                    std::memcpy(&values[row], word, sizeof(T));
                } else if constexpr (std::is_same_v<T, CalendarInterval>) {
                    values[row] = {static_cast<std::int32_t>(static_cast<std::uint32_t>(word[0])),
                                   static_cast<std::int32_t>(static_cast<std::uint32_t>(word[0] >> 32)),
                                   static_cast<std::int64_t>(word[1])};
                } else {
                    values[row] = elementOf<T>(*word);
                }
            }
        }
        return std::make_shared<Column>(slot.type, size, std::move(values), std::move(validity),
                                        std::vector<std::uint32_t>{}, std::vector<ColumnPtr>{}, std::move(owners));
    });
}

}  // namespace vitrine
