// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/random_uuid.h"

#include <cstdint>
#include <random>

#include <fmt/format.h>

namespace vitrine {

std::string randomUuid() {
    std::random_device device;
    std::uint32_t words[4];
    for (std::uint32_t& word : words) word = device();
    words[1] = (words[1] & 0xFFFF'0FFFU) | 0x0000'4000U;
    words[2] = (words[2] & 0x3FFF'FFFFU) | 0x8000'0000U;
    return fmt::format("{:08x}-{:04x}-{:04x}-{:04x}-{:04x}{:08x}", words[0], words[1] >> 16, words[1] & 0xFFFFU,
                       words[2] >> 16, words[2] & 0xFFFFU, words[3]);
}

}  // namespace vitrine
