// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string>

#include "core/data/batch.h"
#include "core/data/time_zone.h"

namespace vitrine {

/// How DataFrame.show() prints.
struct ShowStyle {
    std::size_t numRows = 20;
    std::size_t truncate = 20;     ///< letters a cell, right-aligned; 0: whole cells, left-aligned
};

/// The first rows as Spark 4's show() prints them, with the line end that println adds (SK-11 to SK-13).
std::string showText(const Schema& schema, std::span<const Batch> rows, const ShowStyle& style, const TimeZone& zone);

}  // namespace vitrine
