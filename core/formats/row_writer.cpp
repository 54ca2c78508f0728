// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/row_writer.h"

#include <fmt/format.h>

#include "core/formats/option_reader.h"
#include "core/formats/parquet_writer.h"
#include "core/formats/text_row_writer.h"

namespace vitrine {

Result<std::unique_ptr<WriteFormat>> makeWriteFormat(std::string_view name, const WriteSpec& spec) {
    if (equalsIgnoringCase(name, "json")) return makeJsonWriteFormat(spec);
    if (equalsIgnoringCase(name, "csv")) return makeCsvWriteFormat(spec);
    if (equalsIgnoringCase(name, "parquet")) return makeParquetWriteFormat(spec);
    return Error(ErrorCode::UnsupportedFormat, fmt::format("Files of the format `{}` cannot be written.", name))
        .withWayOut("Use json, csv or parquet.");
}

}  // namespace vitrine
