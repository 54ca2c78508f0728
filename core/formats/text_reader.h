// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <vector>

#include "core/formats/row_reader.h"

namespace vitrine {

/// The format `text`: one STRING column, a row a line, or a row a file with wholetext (TXT-1).
Result<std::unique_ptr<Format>> makeTextFormat(ReadSpec spec);

/// `value STRING`, the schema of every text source that has none of its own.
Schema textSchema();

std::vector<OptionInfo> textOptionTable();

}  // namespace vitrine
