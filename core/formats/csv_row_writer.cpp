// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include "core/data/cast_text.h"
#include "core/data/number_text.h"
#include "core/data/timestamp_text.h"
#include "core/formats/option_reader.h"
#include "core/formats/text_row_writer.h"

namespace vitrine {
namespace {

constexpr std::int64_t kMicrosPerDay = 86'400'000'000;

struct CsvWritePlan {
    SchemaPtr schema;
    TextCompression compression;
    TimeZone zone;
    std::string separator = ",";
    std::string lineEnd = "\n";
    std::string nullValue;
    std::string emptyValue = "\"\"";
    char quote = '"';
    char escape = '\\';
    char escapeEscape = '\\';     ///< before an escape character in quotes; '\0': none
    bool header = false;
    bool quotesAll = false;
    bool escapesQuotes = true;    ///< a field with a quote in it is put in quotes
    bool trimsLeading = true;
    bool trimsTrailing = true;
    std::optional<JavaDatePattern> timestampFormat, timestampNtzFormat, dateFormat;
};

/// One line as uniVocity's CsvWriter makes it.
class CsvRowWriter final : public TextRowWriter {
  public:
    CsvRowWriter(std::shared_ptr<const CsvWritePlan> plan, OutputFile& file) : TextRowWriter(file, plan->compression), plan_(std::move(plan)) {}

    Result<void> write(const Batch& rows) override {
        VITRINE_CHECK_OK(writeHeader());
        for (std::size_t row = 0; row < rows.numRows; ++row) {
            line_.clear();
            for (std::size_t index = 0; index < rows.columns.size(); ++index) {
                if (index > 0) line_ += plan_->separator;
                const Column& column = rows.column(index);
                if (column.isNull(row)) {
                    addReplaced(plan_->nullValue);
                } else {
                    const std::string whole = textOf(column, row);
                    const std::string_view text = trimmed(whole);
                    if (text.empty()) addReplaced(plan_->emptyValue);
                    else add(text);
                }
            }
            if (line_.empty()) continue;   // no reader would make a row of it
            line_ += plan_->lineEnd;
            VITRINE_CHECK_OK(append(line_));
        }
        return {};
    }

    Result<void> finish() override {
        VITRINE_CHECK_OK(writeHeader());
        return TextRowWriter::finish();
    }

  private:
    Result<void> writeHeader() {
        if (!plan_->header || std::exchange(hasHeader_, true)) return {};
        line_.clear();
        for (std::size_t index = 0; index < plan_->schema->size(); ++index) {
            if (index > 0) line_ += plan_->separator;
            add((*plan_->schema)[index].name);
        }
        line_ += plan_->lineEnd;
        return append(line_);
    }

    std::string textOf(const Column& column, std::size_t row) const {
        switch (column.type()->kind()) {
            case TypeKind::Date: {
                const std::int32_t days = column.values<std::int32_t>()[row];
                return plan_->dateFormat ? plan_->dateFormat->format(days * kMicrosPerDay, TimeZone()) : formatDate(days);
            }
            case TypeKind::Timestamp: {
                const std::int64_t micros = column.values<std::int64_t>()[row];
                return plan_->timestampFormat ? plan_->timestampFormat->format(micros, plan_->zone) : formatTimestampIso(micros, plan_->zone);
            }
            case TypeKind::TimestampNtz: {
                const std::int64_t micros = column.values<std::int64_t>()[row];
                if (plan_->timestampNtzFormat) return plan_->timestampNtzFormat->format(micros, TimeZone());
                std::string text = formatTimestampIso(micros, TimeZone());
                if (text.back() == 'Z') text.pop_back();
                return text;
            }
            case TypeKind::Decimal: return formatBigDecimal(column.values<Int128>()[row], column.type()->scale());
            default: return castToText(column, row, plan_->zone);
        }
    }

    /// What stands for NULL or an empty text goes as it is when it brings quotes of its own.
    void addReplaced(std::string_view text) {
        const bool isQuoted = text.size() >= 2 && text.front() == plan_->quote && text.back() == plan_->quote;
        if (isQuoted) line_ += text;
        else if (!text.empty()) add(text);
        else if (plan_->quotesAll) line_.append(2, plan_->quote);
    }

    std::string_view trimmed(std::string_view text) const {
        if (plan_->trimsLeading)
            while (!text.empty() && static_cast<unsigned char>(text.front()) <= ' ') text.remove_prefix(1);
        if (plan_->trimsTrailing)
            while (!text.empty() && static_cast<unsigned char>(text.back()) <= ' ') text.remove_suffix(1);
        return text;
    }

    void add(std::string_view text) {
        const bool needsQuotes = plan_->quotesAll || (!text.empty() && text.front() == plan_->quote) ||
                                 text.find(plan_->separator) != std::string_view::npos || text.find_first_of("\r\n") != std::string_view::npos ||
                                 (plan_->escapesQuotes && plan_->quote != '\0' && text.find(plan_->quote) != std::string_view::npos);
        if (!needsQuotes) {
            line_ += text;
            return;
        }
        line_ += plan_->quote;
        for (const char letter : text) {
            if (letter == plan_->quote) line_ += plan_->escape;
            else if (letter == plan_->escape && plan_->escapeEscape != '\0') line_ += plan_->escapeEscape;
            line_ += letter;
        }
        line_ += plan_->quote;
    }

    std::shared_ptr<const CsvWritePlan> plan_;
    std::string line_;
    bool hasHeader_ = false;
};

class CsvWriteFormat final : public WriteFormat {
  public:
    explicit CsvWriteFormat(CsvWritePlan plan) : plan_(std::make_shared<const CsvWritePlan>(std::move(plan))) {}
    std::string suffix() const override { return fmt::format(".csv{}", plan_->compression.suffix()); }
    Result<std::unique_ptr<RowWriter>> open(OutputFile& file) const override {
        return std::unique_ptr<RowWriter>(std::make_unique<CsvRowWriter>(plan_, file));
    }

  private:
    std::shared_ptr<const CsvWritePlan> plan_;
};

Result<void> checkTypes(const Schema& schema) {
    for (const Field& field : schema.fields()) {
        switch (field.type->kind()) {
            case TypeKind::Struct:
            case TypeKind::Array:
            case TypeKind::Map:
            case TypeKind::Binary:
                return Error(ErrorCode::UnsupportedType, fmt::format("CSV cannot hold the column `{}` of type {}.", field.name, field.type->simpleString()))
                    .withWayOut("Select its parts, such as window.start, or turn it into text with to_json.");
            default: break;
        }
    }
    return {};
}

/// One letter, or none for an empty option.
Result<void> readLetter(const OptionReader& reader, std::string_view name, char& letter) {
    const std::string* text = reader.find(name);
    if (text == nullptr) return {};
    if (text->size() > 1) return invalidOption(name, fmt::format("The option `{}` is `{}`; it must be one letter.", name, *text));
    letter = text->empty() ? '\0' : text->front();
    return {};
}

Result<void> readPattern(const OptionReader& reader, std::string_view name, std::optional<JavaDatePattern>& pattern) {
    const std::string* text = reader.find(name);
    if (text == nullptr) return {};
    auto compiled = JavaDatePattern::compile(*text, JavaDatePattern::Use::Format);
    if (!compiled) return invalidOption(name, fmt::format("The option `{}` is `{}`: {}", name, *text, compiled.error().message()));
    pattern = *std::move(compiled);
    return {};
}

}  // namespace

Result<std::unique_ptr<WriteFormat>> makeCsvWriteFormat(const WriteSpec& spec) {
    VITRINE_CHECK_OK(checkTypes(*spec.schema));
    const OptionReader reader(spec.options);
    const std::string* compression = reader.find("compression");
    if (compression == nullptr) compression = reader.find("codec");
    VITRINE_TRY(TextCompression compressed, TextCompression::named(compression ? *compression : "none"));
    CsvWritePlan plan{spec.schema, compressed, spec.conf.zone};
    if (const std::string* separator = reader.find("sep")) plan.separator = *separator;
    else if (const std::string* delimiter = reader.find("delimiter")) plan.separator = *delimiter;
    if (plan.separator == "\\t") plan.separator = "\t";
    if (plan.separator.empty()) return invalidOption("sep", "The separator of CSV cannot be empty.");
    VITRINE_CHECK_OK(readLetter(reader, "quote", plan.quote));
    VITRINE_CHECK_OK(readLetter(reader, "escape", plan.escape));
    plan.escapeEscape = plan.escape == plan.quote ? '\0' : plan.escape;
    VITRINE_CHECK_OK(readLetter(reader, "charToEscapeQuoteEscaping", plan.escapeEscape));
    VITRINE_CHECK_OK(reader.read("header", plan.header));
    VITRINE_CHECK_OK(reader.read("quoteAll", plan.quotesAll));
    VITRINE_CHECK_OK(reader.read("escapeQuotes", plan.escapesQuotes));
    VITRINE_CHECK_OK(reader.read("ignoreLeadingWhiteSpace", plan.trimsLeading));
    VITRINE_CHECK_OK(reader.read("ignoreTrailingWhiteSpace", plan.trimsTrailing));
    VITRINE_CHECK_OK(reader.read("timeZone", plan.zone));
    VITRINE_CHECK_OK(readPattern(reader, "timestampFormat", plan.timestampFormat));
    VITRINE_CHECK_OK(readPattern(reader, "timestampNTZFormat", plan.timestampNtzFormat));
    VITRINE_CHECK_OK(readPattern(reader, "dateFormat", plan.dateFormat));
    VITRINE_CHECK_OK(reader.checkWrittenEncoding());
    if (const std::string* text = reader.find("nullValue")) plan.nullValue = *text;
    if (const std::string* text = reader.find("emptyValue")) plan.emptyValue = *text;
    if (const std::string* text = reader.find("lineSep")) plan.lineEnd = *text;
    return std::unique_ptr<WriteFormat>(std::make_unique<CsvWriteFormat>(std::move(plan)));
}

}  // namespace vitrine
