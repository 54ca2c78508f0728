// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string_view>

#include "core/base/clock.h"
#include "core/connect/source.h"

namespace vitrine {

/// Opens `rate`, `rate-micro-batch`, `socket` or `kafka` (spark-semantics 10). `spec` has the fixed schema, the wanted columns
/// and the options. InvalidOption; UnsupportedFormat for other names.
Result<std::unique_ptr<Source>> makeFilelessSource(std::string_view format, const ReadSpec& spec, std::shared_ptr<const Clock> clock);

}  // namespace vitrine
