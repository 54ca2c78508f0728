// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/parquet_reader.h"

namespace vitrine {

std::vector<OptionInfo> parquetOptionTable() {
    return {{"mergeSchema", "false", "When the schema is taken from the files: of all of them together, not of the first only."}};
}

}  // namespace vitrine
