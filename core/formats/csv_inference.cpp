// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <functional>
#include <map>
#include <random>

#include <fmt/format.h>

#include "core/base/stop.h"
#include "core/base/ascii_case.h"
#include "core/data/number_text.h"
#include "core/formats/byte_stream.h"
#include "core/formats/csv_reader.h"
#include "core/formats/csv_record_parser.h"
#include "core/formats/json_number.h"
#include "core/formats/line_splitter.h"

namespace vitrine {
namespace {

constexpr int kMostDigits = 38;

/// What is known of a column so far.
struct Inferred {
    enum class Kind : std::uint8_t { Unknown, Int, Long, Decimal, Double, Date, Timestamp, Boolean, String };
    Kind kind = Kind::Unknown;
    int precision = 0;
    int scale = 0;
};
using Kind = Inferred::Kind;

/// Names of columns: empty ones are called by their place, repeated ones get it appended.
std::vector<std::string> safeNames(const std::vector<std::string>& header, const CsvOptions& options, bool caseSensitive) {
    std::map<std::string, int> counts;
    auto key = [&](const std::string& name) { return caseSensitive ? name : lowerAscii(name); };
    for (const std::string& name : header) ++counts[key(name)];
    std::vector<std::string> names;
    for (std::size_t index = 0; index < header.size(); ++index) {
        const std::string& name = header[index];
        if (!options.header || name.empty() || name == options.nullValue) names.push_back(fmt::format("_c{}", index));
        else if (counts[key(name)] > 1) names.push_back(fmt::format("{}{}", name, index));
        else names.push_back(name);
    }
    return names;
}

class CsvInference {
  public:
    explicit CsvInference(const CsvOptions& options) : options_(options) {
        if (options_.dateFormat) {
            datePattern_ = *options_.dateFormat;
        } else if (auto pattern = JavaDatePattern::compile("yyyy-MM-dd", JavaDatePattern::Use::Parse)) {
            datePattern_ = *std::move(pattern);
        }
    }

    void add(Inferred& known, std::string_view field) const {
        if (field.data() == nullptr || field.empty() || field == options_.nullValue || known.kind == Kind::String) return;
        known = merged(known, typeOf(field, known.kind));
    }

    static TypePtr typeFor(const Inferred& known) {
        switch (known.kind) {
            case Kind::Int: return DataType::intType();
            case Kind::Long: return DataType::longType();
            case Kind::Decimal: return DataType::decimal(known.precision, known.scale);
            case Kind::Double: return DataType::doubleType();
            case Kind::Date: return DataType::date();
            case Kind::Timestamp: return DataType::timestamp();
            case Kind::Boolean: return DataType::boolean();
            case Kind::Unknown:
            case Kind::String: break;
        }
        return DataType::string();
    }

  private:
    /// The first type from `from` on that the text fits.
    Inferred typeOf(std::string_view field, Kind from) const {
        if (from == Kind::Unknown) from = Kind::Int;
        if (from <= Kind::Int && csvInteger(field, INT32_MIN, INT32_MAX)) return {Kind::Int, 0, 0};
        if (from <= Kind::Long && csvInteger(field, INT64_MIN, INT64_MAX)) return {Kind::Long, 0, 0};
        if (from <= Kind::Decimal) {
            if (const int digits = wholeDigits(field); digits > 0 && digits <= kMostDigits) return {Kind::Decimal, digits, 0};
        }
        if (from <= Kind::Double) {
            const bool isSpecial = field == options_.nanValue || field == options_.negativeInfinity || field == options_.positiveInfinity;
            if (isSpecial || parseDouble(field)) return {Kind::Double, 0, 0};
        }
        if (from <= Kind::Date && (options_.prefersDate || from == Kind::Date) && datePattern_ && datePattern_->parseDate(field)) return {Kind::Date, 0, 0};
        if (from <= Kind::Timestamp && options_.timestampOf(field, EventTime{})) return {Kind::Timestamp, 0, 0};
        if (equalsIgnoringCase(field, "true") || equalsIgnoringCase(field, "false")) return {Kind::Boolean, 0, 0};
        return {Kind::String, 0, 0};
    }

    /// Digits of a number without fraction, commas aside; 0 for any other text.
    static int wholeDigits(std::string_view field) {
        std::string digits(field);
        std::erase(digits, ',');
        std::string_view rest = digits;
        if (rest.starts_with('-') || rest.starts_with('+')) rest.remove_prefix(1);
        if (rest.empty() || !std::all_of(rest.begin(), rest.end(), [](char c) { return c >= '0' && c <= '9'; })) return 0;
        rest.remove_prefix(std::min(rest.find_first_not_of('0'), rest.size() - 1));
        return static_cast<int>(std::min<std::size_t>(rest.size(), 1000));
    }

    Inferred merged(Inferred left, Inferred right) const {
        if (left.kind == Kind::Unknown) return right;
        if (left.kind > right.kind) std::swap(left, right);
        if (left.kind == right.kind && left.kind != Kind::Decimal) return left;
        const bool bothNumbers = right.kind <= Kind::Double;
        if (bothNumbers && right.kind == Kind::Decimal) {
            if (left.kind == Kind::Int) left = {Kind::Decimal, 10, 0};
            if (left.kind == Kind::Long) left = {Kind::Decimal, 20, 0};
            const int scale = std::max(left.scale, right.scale);
            const int whole = std::max(left.precision - left.scale, right.precision - right.scale);
            if (whole + scale > kMostDigits) return {Kind::Double, 0, 0};
            return {Kind::Decimal, whole + scale, scale};
        }
        if (bothNumbers) return right;
        // A date is a time of day, too, unless the texts of times have a format of their own.
        if (left.kind == Kind::Date && right.kind == Kind::Timestamp && !options_.timestampFormat && !options_.dateFormat) return right;
        return {Kind::String, 0, 0};
    }

    const CsvOptions& options_;
    std::optional<JavaDatePattern> datePattern_;
};

/// Calls `use` with the tokenizer at each record of the files. The header of each file is left to `use`; comments and blank
/// lines are passed over.
using UseRecord = std::function<Result<bool>(std::string_view record, const CsvTokenizer& tokenizer, bool first)>;

Result<void> forEachRecord(FileSystem& files, const std::vector<std::string>& paths, const CsvOptions& options, const UseRecord& use,
                           const std::stop_token& stop) {
    CsvTokenizer tokenizer(options.dialect);
    std::string decoded;
    for (const std::string& path : paths) {
        VITRINE_TRY(std::unique_ptr<ByteStream> stream, openByteStream(files, path, 0));
        LineSplitter lines(std::move(stream), 0, UINT64_MAX, options.lineSeparator);
        LineSplitter::Block block;
        bool first = true;
        while (true) {
            VITRINE_CHECK_OK(checkStop(stop));
            VITRINE_TRY(const bool more, options.multiLine ? lines.nextWhole(block, stop) : lines.next(block, stop));
            if (!more) break;
            if (options.multiLine) {
                decoded = decodeText({block.begin, static_cast<std::size_t>(block.end - block.begin)}, options.encoding);
                tokenizer.begin(decoded, options.lineSeparator.empty());
                while (tokenizer.next() == CsvTokenizer::Outcome::Record) {
                    VITRINE_TRY(const bool goesOn, use(std::string_view(decoded).substr(tokenizer.recordBegin(), tokenizer.recordEnd() - tokenizer.recordBegin()), tokenizer, first));
                    if (!goesOn) return {};
                    first = false;
                }
                continue;
            }
            for (const char* at = block.begin; at != block.end;) {
                const LineSplitter::Line line = lines.lineAt(at, block.end);
                at = line.next;
                decoded = decodeText(line.text(), options.encoding);
                if (isPassedOver(decoded, options) || tokenizer.parseLine(decoded) != CsvTokenizer::Outcome::Record) continue;
                VITRINE_TRY(const bool goesOn, use(decoded, tokenizer, first));
                if (!goesOn) return {};
                first = false;
            }
        }
    }
    return {};
}

}  // namespace

Result<InferredSchema> inferCsvSchema(FileSystem& files, const std::vector<std::string>& paths, const OptionMap& optionMap,
                                      const SessionConf& conf, std::uint64_t maxRows, std::stop_token stop) {
    VITRINE_TRY(const CsvOptions options, readCsvOptions(optionMap, conf));
    if (paths.empty()) {
        return Error(ErrorCode::CannotInferSchema, "The schema cannot be inferred, as there is no file yet.")
            .withWayOut("Put a file into the directory, or give a schema.");
    }
    const CsvInference inference(options);
    std::optional<std::string> headerLine;
    std::vector<std::string> header;
    std::vector<Inferred> types;
    InferredSchema result;
    std::mt19937 random(1);  // NOLINT: the same sample every time
    std::uniform_real_distribution<double> share(0.0, 1.0);
    auto use = [&](std::string_view record, const CsvTokenizer& tokenizer, bool first) -> Result<bool> {
        if (!headerLine) {
            headerLine = record;
            for (std::size_t index = 0; index < tokenizer.size(); ++index) header.emplace_back(tokenizer.field(index));
            types.resize(header.size());
            if (options.header) return true;
        } else if (options.header && (options.multiLine ? first : record == *headerLine)) {
            return true;  // every file has a header
        }
        if (result.rows >= maxRows) return false;
        ++result.rows;
        if (options.samplingRatio < 0.99 && share(random) >= options.samplingRatio) return true;
        if (tokenizer.size() != header.size()) ++result.malformed;
        if (!options.inferSchema) return true;
        for (std::size_t index = 0; index < std::min(types.size(), tokenizer.size()); ++index) inference.add(types[index], tokenizer.field(index));
        return true;
    };
    VITRINE_CHECK_OK(forEachRecord(files, paths, options, use, stop));
    const std::vector<std::string> names = safeNames(header, options, conf.caseSensitive);
    for (std::size_t index = 0; index < names.size(); ++index) result.schema.add({names[index], CsvInference::typeFor(types[index])});
    return result;
}

}  // namespace vitrine
