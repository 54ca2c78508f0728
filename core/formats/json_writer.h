// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include "core/base/result.h"
#include "core/data/column.h"
#include "core/data/java_date_pattern.h"
#include "core/data/session_conf.h"
#include "core/formats/row_reader.h"
#include "core/formats/json_generator.h"

namespace vitrine {

/// Values as JSON, as Spark's JacksonGenerator writes them: to_json(). Immutable, thread-safe.
class JsonWriter {
  public:
    /// `timestampFormat`, `timestampNTZFormat`, `dateFormat`, `timeZone`, `ignoreNullFields`; others are ignored, as in Spark.
    /// InvalidOption for a value that cannot be read.
    static Result<JsonWriter> make(const OptionMap& options, const SessionConf& conf);

    /// Writes the value of `row`, NULL as `null`.
    void write(const Column& column, std::size_t row, JsonGenerator& out) const;

  private:
    void writeStruct(const Column& column, std::size_t row, JsonGenerator& out) const;
    void writeMap(const Column& column, std::size_t row, JsonGenerator& out) const;

    TimeZone zone_;
    bool ignoresNullFields_ = true;
    std::optional<JavaDatePattern> timestampFormat_;
    std::optional<JavaDatePattern> timestampNtzFormat_;
    std::optional<JavaDatePattern> dateFormat_;
};

}  // namespace vitrine
