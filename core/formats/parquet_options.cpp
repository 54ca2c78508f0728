// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/parquet_reader.h"

namespace vitrine {

std::vector<OptionInfo> parquetOptionTable() {
    return {
        {"mergeSchema", "false", "When the schema is taken from the files: of all of them together, not of the first only."},
        {"datetimeRebaseMode", "CORRECTED", "How dates and times before 1900 of files by others than Spark are counted."},
        {"int96RebaseMode", "CORRECTED", "The same for times that are stored as INT96."},
    };
}

}  // namespace vitrine
