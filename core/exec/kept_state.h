// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <utility>
#include <vector>

#include "core/exec/aggregate_slots.h"
#include "core/exec/aggregate_state.h"
#include "core/exec/state_value.h"

namespace vitrine::detail {

/// Base of aggregates that keep an object a group beside the slot, which holds the object's number, counted from 1; 0 is no
/// object. `Kept` is default-constructible and movable and has save(StateWriter&), load(StateReader&) and heapBytes(), all
/// of them faithful: loading what was saved gives the same object.
template <class Kept>
class KeptState : public AggregateState {
  public:
    std::size_t slotBytes() const noexcept final { return sizeof(std::uint64_t); }

    void save(SlotSpan states, StateWriter& out) const override {
        for (const std::byte* slot : states) {
            const Kept* kept = find(slot);
            out.put<std::uint8_t>(kept != nullptr);
            if (kept != nullptr) kept->save(out);
        }
    }

    void load(StateReader& in, SlotSpan states) override {
        for (std::byte* slot : states) {
            release(slot);
            if (in.get<std::uint8_t>() != 0) change(slot, [&](Kept& kept) { kept.load(in); });
        }
    }

    void release(std::byte* slot) final {
        const auto number = detail::load<std::uint64_t>(slot);
        if (number == 0) return;
        Kept& kept = objects_[number - 1];
        heapBytes_ -= kept.heapBytes();
        Kept none;
        std::swap(kept, none);  // assigning would keep the memory
        free_.push_back(number);
        store<std::uint64_t>(slot, 0);
    }

    std::size_t memoryBytes() const noexcept override {
        return objects_.size() * sizeof(Kept) + free_.capacity() * sizeof(std::uint64_t) + heapBytes_;
    }

  protected:
    const Kept* find(const std::byte* slot) const noexcept {
        const auto number = detail::load<std::uint64_t>(slot);
        return number == 0 ? nullptr : &objects_[number - 1];
    }

    /// Calls `body` with the object of `slot`, made where there is none, and counts what it grew by.
    template <class Body>
    void change(std::byte* slot, Body&& body) {
        auto number = detail::load<std::uint64_t>(slot);
        if (number == 0) {
            if (free_.empty()) {
                objects_.emplace_back();
                number = objects_.size();
            } else {
                number = free_.back();
                free_.pop_back();
            }
            store(slot, number);
        }
        Kept& kept = objects_[number - 1];
        heapBytes_ -= kept.heapBytes();
        body(kept);
        heapBytes_ += kept.heapBytes();
    }

  private:
    std::deque<Kept> objects_;
    std::vector<std::uint64_t> free_;
    std::size_t heapBytes_ = 0;
};

/// Bytes that a value holds beside itself.
std::size_t heapBytesOf(const std::string& text) noexcept;
std::size_t heapBytesOf(const Value& value) noexcept;

struct KeptText {
    std::string value;

    void save(StateWriter& out) const { out.putText(value); }
    void load(StateReader& in) { value = in.getText(); }
    std::size_t heapBytes() const noexcept { return heapBytesOf(value); }
};

struct KeptValue {
    Value value;

    void save(StateWriter& out) const { putValue(value, out); }
    void load(StateReader& in) { value = getValue(in); }
    std::size_t heapBytes() const noexcept { return heapBytesOf(value); }
};

}  // namespace vitrine::detail
