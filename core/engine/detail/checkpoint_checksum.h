// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include <boost/crc.hpp>

namespace vitrine::detail {

using Crc32c = boost::crc_optimal<32, 0x1EDC6F41, 0xFFFFFFFF, 0xFFFFFFFF, true, true>;

inline void addTo(Crc32c& sum, std::int64_t number) { sum.process_bytes(&number, sizeof number); }
inline void addTo(Crc32c& sum, std::string_view text) {
    addTo(sum, static_cast<std::int64_t>(text.size()));
    sum.process_bytes(text.data(), text.size());
}

/// The checksum of a row of a checkpoint: of its values and the query it belongs to. A digest of rows is the sum of theirs.
template <class... Values>
std::int64_t checksumOf(const std::string& queryId, const Values&... values) {
    Crc32c sum;
    addTo(sum, queryId);
    (addTo(sum, values), ...);
    return sum.checksum();
}

}  // namespace vitrine::detail
