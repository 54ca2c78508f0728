// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include "core/formats/json_writer.h"
#include "core/formats/option_reader.h"
#include "core/formats/text_row_writer.h"

namespace vitrine {
namespace {

struct JsonWritePlan {
    SchemaPtr schema;
    JsonWriter values;
    TextCompression compression;
    std::string lineEnd = "\n";
    bool omitsNulls = true;
};

class JsonRowWriter final : public TextRowWriter {
  public:
    JsonRowWriter(std::shared_ptr<const JsonWritePlan> plan, OutputFile& file) : TextRowWriter(file, plan->compression), plan_(std::move(plan)) {}

    Result<void> write(const Batch& rows) override {
        for (std::size_t row = 0; row < rows.numRows; ++row) {
            line_.clear();
            line_.startObject();
            for (std::size_t index = 0; index < rows.columns.size(); ++index) {
                const Column& column = rows.column(index);
                if (plan_->omitsNulls && column.isNull(row)) continue;
                line_.name((*plan_->schema)[index].name);
                plan_->values.write(column, row, line_);
            }
            line_.endObject();
            line_.raw(plan_->lineEnd);
            VITRINE_CHECK_OK(append(line_.output()));
        }
        return {};
    }

  private:
    std::shared_ptr<const JsonWritePlan> plan_;
    JsonGenerator line_;
};

class JsonWriteFormat final : public WriteFormat {
  public:
    explicit JsonWriteFormat(JsonWritePlan plan) : plan_(std::make_shared<const JsonWritePlan>(std::move(plan))) {}
    std::string suffix() const override { return fmt::format(".json{}", plan_->compression.suffix()); }
    Result<std::unique_ptr<RowWriter>> open(OutputFile& file) const override {
        return std::unique_ptr<RowWriter>(std::make_unique<JsonRowWriter>(plan_, file));
    }

  private:
    std::shared_ptr<const JsonWritePlan> plan_;
};

}  // namespace

Result<std::unique_ptr<WriteFormat>> makeJsonWriteFormat(const WriteSpec& spec) {
    const OptionReader reader(spec.options);
    VITRINE_TRY(JsonWriter values, JsonWriter::make(spec.options, spec.conf));
    const std::string* compression = reader.find("compression");
    VITRINE_TRY(TextCompression compressed, TextCompression::named(compression ? *compression : "none"));
    JsonWritePlan plan{spec.schema, std::move(values), compressed};
    VITRINE_CHECK_OK(reader.read("ignoreNullFields", plan.omitsNulls));
    VITRINE_CHECK_OK(reader.checkWrittenEncoding());
    if (const std::string* end = reader.find("lineSep")) plan.lineEnd = *end;
    return std::unique_ptr<WriteFormat>(std::make_unique<JsonWriteFormat>(std::move(plan)));
}

}  // namespace vitrine
