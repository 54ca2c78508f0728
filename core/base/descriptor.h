// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <utility>

namespace vitrine {

/// A descriptor of the system that is closed at the end of its life.
class Descriptor {
  public:
    explicit Descriptor(int number = -1) : number_(number) {}
    Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
    Descriptor& operator=(Descriptor&& other) noexcept {
        std::swap(number_, other.number_);
        return *this;
    }
    ~Descriptor();

    int number() const noexcept { return number_; }
    bool isOpen() const noexcept { return number_ >= 0; }
    /// Hands it over: the caller closes it.
    int release() noexcept { return std::exchange(number_, -1); }

  private:
    int number_;
};

}  // namespace vitrine
