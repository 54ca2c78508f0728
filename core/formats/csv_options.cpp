// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/csv_options.h"

#include <fmt/format.h>

#include "core/data/timestamp_text.h"

namespace vitrine {
namespace {

/// One character of ASCII, or none for an empty text.
Result<void> readLetter(const OptionReader& reader, std::string_view name, char& value) {
    const std::string* text = reader.find(name);
    if (text == nullptr) return {};
    if (text->empty()) {
        value = '\0';
        return {};
    }
    if (text->size() > 1) {
        return invalidOption(name, fmt::format("The option `{}` is `{}`; it must be a single ASCII character.", name, *text));
    }
    value = text->front();
    return {};
}

/// `\t` and the like stand for one character.
Result<std::string> readSeparator(std::string_view name, std::string_view text) {
    std::string separator;
    for (std::size_t index = 0; index < text.size(); ++index) {
        if (text[index] != '\\') {
            separator.push_back(text[index]);
            continue;
        }
        if (++index == text.size()) return invalidOption(name, fmt::format("The option `{}` ends with a single backslash; write two for one.", name));
        switch (text[index]) {
            case 't': separator.push_back('\t'); break;
            case 'r': separator.push_back('\r'); break;
            case 'b': separator.push_back('\b'); break;
            case 'f': separator.push_back('\f'); break;
            case '"':
            case '\'':
            case '\\': separator.push_back(text[index]); break;
            default:
                return invalidOption(name, fmt::format("The option `{}` has `\\{}`, which stands for nothing; known are \\t \\r \\b \\f \\\" \\' \\\\.", name, text[index]));
        }
    }
    if (separator.empty()) return invalidOption(name, fmt::format("The option `{}` is empty; it must have at least one character.", name));
    if (separator.find('\n') != std::string::npos) return invalidOption(name, fmt::format("The option `{}` cannot hold a line end.", name));
    return separator;
}

Result<void> readDialect(const OptionReader& reader, CsvOptions& read) {
    CsvDialect& dialect = read.dialect;
    for (const std::string_view name : {"sep", "delimiter"}) {
        const std::string* text = reader.find(name);
        if (text == nullptr) continue;
        VITRINE_TRY(dialect.separator, readSeparator(name, *text));
        break;
    }
    VITRINE_CHECK_OK(readLetter(reader, "quote", dialect.quote));
    VITRINE_CHECK_OK(readLetter(reader, "escape", dialect.escape));
    VITRINE_CHECK_OK(readLetter(reader, "comment", dialect.comment));
    dialect.escapeEscape = dialect.quote == dialect.escape ? '\0' : dialect.escape;
    VITRINE_CHECK_OK(readLetter(reader, "charToEscapeQuoteEscaping", dialect.escapeEscape));
    VITRINE_CHECK_OK(reader.read("ignoreLeadingWhiteSpace", dialect.trimsLeading));
    VITRINE_CHECK_OK(reader.read("ignoreTrailingWhiteSpace", dialect.trimsTrailing));
    VITRINE_CHECK_OK(reader.read("maxColumns", dialect.mostColumns));
    if (const std::string* most = reader.find("maxCharsPerColumn"); most != nullptr && *most != "-1") {
        VITRINE_CHECK_OK(reader.read("maxCharsPerColumn", dialect.mostLetters));
    }
    if (const std::string* word = reader.find("unescapedQuoteHandling")) {
        if (equalsIgnoringCase(*word, "STOP_AT_DELIMITER")) dialect.unescapedQuotes = UnescapedQuotes::StopAtDelimiter;
        else if (equalsIgnoringCase(*word, "STOP_AT_CLOSING_QUOTE")) dialect.unescapedQuotes = UnescapedQuotes::StopAtClosingQuote;
        else if (equalsIgnoringCase(*word, "BACK_TO_DELIMITER")) dialect.unescapedQuotes = UnescapedQuotes::BackToDelimiter;
        else if (equalsIgnoringCase(*word, "SKIP_VALUE")) dialect.unescapedQuotes = UnescapedQuotes::SkipValue;
        else if (equalsIgnoringCase(*word, "RAISE_ERROR")) dialect.unescapedQuotes = UnescapedQuotes::RaiseError;
        else
            return invalidOption("unescapedQuoteHandling",
                                 fmt::format("The option `unescapedQuoteHandling` is `{}`; it must be STOP_AT_CLOSING_QUOTE, BACK_TO_DELIMITER, "
                                             "STOP_AT_DELIMITER, SKIP_VALUE or RAISE_ERROR.", *word));
    }
    if (const std::string* text = reader.find("nullValue")) read.nullValue = *text;
    dialect.nullText = read.nullValue;
    if (const std::string* text = reader.find("emptyValue")) dialect.emptyText = *text;
    if (const std::string* text = reader.find("nanValue")) read.nanValue = *text;
    if (const std::string* text = reader.find("positiveInf")) read.positiveInfinity = *text;
    if (const std::string* text = reader.find("negativeInf")) read.negativeInfinity = *text;
    return {};
}

Result<void> readEncoding(const OptionReader& reader, CsvOptions& read) {
    const std::string* name = reader.find("encoding");
    if (name == nullptr) name = reader.find("charset");
    if (name != nullptr) {
        const std::optional<TextEncoding> encoding = findEncoding(*name);
        if (!encoding || *encoding == TextEncoding::Detect) {
            return Error(ErrorCode::UnsupportedEncoding, fmt::format("The encoding `{}` is not supported.", *name))
                .at("/source/options/encoding")
                .withWayOut("Convert the files to UTF-8, or use UTF-8, ISO-8859-1, US-ASCII, UTF-16LE, UTF-16BE, UTF-32LE or UTF-32BE.");
        }
        read.encoding = *encoding;
    }
    const std::string* separator = reader.find("lineSep");
    if (separator == nullptr) return {};
    if (separator->empty()) return invalidOption("lineSep", "The option `lineSep` is empty; it must have one character.");
    if (separator->size() > 2 && static_cast<unsigned char>(separator->front()) < 0x80) {
        return invalidOption("lineSep", fmt::format("The option `lineSep` is `{}`; it can have only one character.", *separator));
    }
    read.lineSeparator = encodeText(*separator, read.encoding);
    read.dialect.lineEnd = separator->front();
    read.dialect.lineEndSecond = separator->size() > 1 ? (*separator)[1] : '\0';
    read.dialect.newLine = '\0';
    return {};
}

std::string withoutGmt(std::string_view text) {
    std::string shortened(text);
    for (std::size_t at = shortened.find("GMT"); at != std::string::npos; at = shortened.find("GMT")) shortened.erase(at, 3);
    return shortened;
}

}  // namespace

Result<CsvOptions> readCsvOptions(const OptionMap& options, const SessionConf& conf) {
    CsvOptions read;
    const OptionReader reader(options);
    VITRINE_CHECK_OK(readDialect(reader, read));
    VITRINE_CHECK_OK(reader.read("header", read.header));
    VITRINE_CHECK_OK(reader.read("enforceSchema", read.enforceSchema));
    VITRINE_CHECK_OK(reader.read("multiLine", read.multiLine));
    VITRINE_CHECK_OK(reader.read("columnPruning", read.columnPruning));
    VITRINE_CHECK_OK(reader.read("inferSchema", read.inferSchema));
    VITRINE_CHECK_OK(reader.read("preferDate", read.prefersDate));
    VITRINE_CHECK_OK(reader.readSamplingRatio(read.samplingRatio));
    read.mode = reader.readMode();
    const std::string* corrupt = reader.find("columnNameOfCorruptRecord");
    read.corruptRecordColumn = corrupt != nullptr ? *corrupt : conf.corruptRecordColumn;

    VITRINE_CHECK_OK(reader.read("timestampFormat", read.timestampFormat));
    VITRINE_CHECK_OK(reader.read("timestampNTZFormat", read.timestampNtzFormat));
    VITRINE_CHECK_OK(reader.read("dateFormat", read.dateFormat));
    read.timestampFallback = !read.timestampFormat;
    read.dateFallback = !read.dateFormat;
    if (conf.timeParserPolicy == TimeParserPolicy::Legacy) read.timestampFallback = read.dateFallback = true;
    VITRINE_CHECK_OK(reader.read("enableDateTimeParsingFallback", read.timestampFallback));
    VITRINE_CHECK_OK(reader.read("enableDateTimeParsingFallback", read.dateFallback));
    VITRINE_CHECK_OK(reader.checkLocale());
    if (conf.timeParserPolicy == TimeParserPolicy::Exception) {
        const std::string* timestampPattern = reader.find("timestampFormat");
        const std::string* datePattern = reader.find("dateFormat");
        read.contested = std::make_shared<ContestedTimes>(timestampPattern != nullptr ? *timestampPattern : "yyyy-MM-dd HH:mm:ss",
                                                          datePattern != nullptr ? *datePattern : "yyyy-MM-dd");
    }
    read.zone = conf.zone;
    VITRINE_CHECK_OK(reader.read("timeZone", read.zone));
    VITRINE_CHECK_OK(readEncoding(reader, read));
    return read;
}

std::optional<std::int64_t> CsvOptions::timestampOf(std::string_view text, EventTime now) const {
    if (timestampFormat) {
        const std::optional<std::int64_t> micros = timestampFormat->parseTimestamp(text, zone);
        if (!micros && !timestampFallback && contested) contested->noteTimestamp(text);
        if (micros || !timestampFallback) return micros;
    }
    const std::optional<std::int64_t> micros = timestampFallback ? parseTimestamp(text, zone, now) : parseTimestampForCast(text, zone, now);
    if (!micros && contested) contested->noteTimestamp(text);
    return micros;
}

std::optional<std::int64_t> CsvOptions::timestampNtzOf(std::string_view text) const {
    return timestampNtzFormat ? timestampNtzFormat->parseTimestampNtz(text) : parseTimestampNtz(text, false);
}

std::optional<std::int32_t> CsvOptions::dateOf(std::string_view text) const {
    const std::optional<std::int32_t> days = dateFormat ? dateFormat->parseDate(text) : parseDate(text);
    const std::optional<std::int32_t> found = days || !dateFallback ? days : parseDate(withoutGmt(text));
    if (!found && contested) contested->noteDate(text);
    return found;
}

std::vector<OptionInfo> csvOptionTable() {
    return {
        {"sep", ",", "Stands between fields; may have several characters"},
        {"delimiter", ",", "Another name of sep"},
        {"header", "false", "The first line of each file holds the names of the columns"},
        {"enforceSchema", "true", "The names in the header are not compared with the schema"},
        {"quote", "\"", "Encloses fields that hold separators; empty: no quoting"},
        {"escape", "\\", "Stands before a quote inside a quoted field"},
        {"charToEscapeQuoteEscaping", "", "Stands before an escape character inside a quoted field"},
        {"comment", "", "Lines that start with it are left out"},
        {"mode", "PERMISSIVE", "What happens to a malformed line: PERMISSIVE (a row with NULLs), DROPMALFORMED, FAILFAST"},
        {"columnNameOfCorruptRecord", "_corrupt_record", "The STRING column that receives the text of malformed lines"},
        {"nullValue", "", "The text that stands for NULL"},
        {"emptyValue", "", "The text that a quoted empty field gives"},
        {"nanValue", "NaN", "The text that stands for not-a-number"},
        {"positiveInf", "Inf", "The text that stands for infinity"},
        {"negativeInf", "-Inf", "The text that stands for minus infinity"},
        {"ignoreLeadingWhiteSpace", "false", "Blanks before a field are left out"},
        {"ignoreTrailingWhiteSpace", "false", "Blanks behind a field are left out"},
        {"multiLine", "false", "Quoted fields may hold line ends"},
        {"lineSep", "", "Ends a line; without it \\n, \\r\\n and \\r do"},
        {"encoding", "UTF-8", "Encoding of the files"},
        {"charset", "UTF-8", "Another name of encoding"},
        {"timeZone", "", "Zone of times without one; the session's when not set"},
        {"timestampFormat", "", "Java pattern of TIMESTAMP texts; ISO spellings when not set"},
        {"timestampNTZFormat", "", "Java pattern of TIMESTAMP_NTZ texts"},
        {"dateFormat", "", "Java pattern of DATE texts"},
        {"enableDateTimeParsingFallback", "", "Texts that do not fit the format are read as ISO spellings; on when no format is set"},
        {"locale", "en-US", "Language of month names and decimal separators in texts"},
        {"maxColumns", "20480", "Lines with more fields are malformed"},
        {"maxCharsPerColumn", "-1", "Fields with more characters are malformed; -1: no limit"},
        {"unescapedQuoteHandling", "STOP_AT_DELIMITER", "How a quoted field with a quote inside is read on"},
        {"columnPruning", "true", "Only the columns that the query uses are looked at"},
        {"inferSchema", "false", "Inference: finds the types of the columns; without it all are STRING"},
        {"preferDate", "true", "Inference: texts that are dates become DATE"},
        {"samplingRatio", "1.0", "Inference: the share of lines that is looked at"},
        {"inputBufferSize", "", "Has no effect here"},
    };
}

}  // namespace vitrine
