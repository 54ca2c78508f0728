// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/json_options.h"

#include <fmt/format.h>

#include "core/data/timestamp_text.h"
#include "core/formats/option_reader.h"

namespace vitrine {
namespace {

Result<void> readEncoding(const OptionReader& reader, JsonOptions& read) {
    const std::string* name = reader.find("encoding");
    if (name == nullptr) name = reader.find("charset");
    const std::string* separator = reader.find("lineSep");
    if (separator != nullptr && separator->empty()) {
        return invalidOption("lineSep", "The option `lineSep` is empty; it must have at least one character.");
    }
    if (name != nullptr) {
        const std::optional<TextEncoding> encoding = findEncoding(*name);
        if (!encoding) {
            return Error(ErrorCode::UnsupportedEncoding, fmt::format("The encoding `{}` is not supported.", *name))
                .at("/source/options/encoding")
                .withWayOut("Convert the files to UTF-8, or use UTF-8, ISO-8859-1, US-ASCII, UTF-16LE, UTF-16BE, UTF-32LE or UTF-32BE.");
        }
        if (!read.multiLine && (*encoding == TextEncoding::Utf16 || *encoding == TextEncoding::Utf32)) {
            return Error(ErrorCode::UnsupportedEncoding, fmt::format("Files in {} cannot be read line by line.", *name))
                .at("/source/options/encoding")
                .withWayOut("Name the byte order (UTF-16LE, UTF-16BE, …) and set `lineSep`, or set `multiLine` to true.");
        }
        if (!read.multiLine && *encoding != TextEncoding::Utf8 && separator == nullptr) {
            return invalidOption("lineSep", fmt::format("The option `lineSep` must be set to read files in {}.", *name));
        }
        read.encoding = *encoding;
    }
    if (separator != nullptr) read.lineSeparator = encodeText(*separator, read.encoding);
    return {};
}

}  // namespace

Result<JsonOptions> readJsonOptions(const OptionMap& options, const SessionConf& conf) {
    JsonOptions read;
    const OptionReader reader(options);

    VITRINE_CHECK_OK(reader.read("allowSingleQuotes", read.dialect.singleQuotes));
    VITRINE_CHECK_OK(reader.read("allowNonNumericNumbers", read.dialect.nonNumericNumbers));
    VITRINE_CHECK_OK(reader.read("allowComments", read.dialect.comments));
    VITRINE_CHECK_OK(reader.read("allowUnquotedFieldNames", read.dialect.unquotedFieldNames));
    VITRINE_CHECK_OK(reader.read("allowNumericLeadingZeros", read.dialect.numericLeadingZeros));
    VITRINE_CHECK_OK(reader.read("allowBackslashEscapingAnyCharacter", read.dialect.backslashEscapingAnyCharacter));
    VITRINE_CHECK_OK(reader.read("allowUnquotedControlChars", read.dialect.unquotedControlChars));
    VITRINE_CHECK_OK(reader.read("maxNestingDepth", read.dialect.maxNestingDepth));
    VITRINE_CHECK_OK(reader.read("maxNumLen", read.dialect.maxNumberLength));
    VITRINE_CHECK_OK(reader.read("maxStringLen", read.dialect.maxStringLength));
    VITRINE_CHECK_OK(reader.read("multiLine", read.multiLine));
    VITRINE_CHECK_OK(reader.read("primitivesAsString", read.primitivesAsString));
    VITRINE_CHECK_OK(reader.read("prefersDecimal", read.prefersDecimal));
    VITRINE_CHECK_OK(reader.read("dropFieldIfAllNull", read.dropFieldIfAllNull));
    VITRINE_CHECK_OK(reader.read("inferTimestamp", read.inferTimestamp));

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
    VITRINE_CHECK_OK(reader.readSamplingRatio(read.samplingRatio));
    VITRINE_CHECK_OK(readEncoding(reader, read));
    return read;
}

std::optional<std::int64_t> JsonOptions::timestampOf(std::string_view text, EventTime now) const {
    if (timestampFormat) {
        const std::optional<std::int64_t> micros = timestampFormat->parseTimestamp(text, zone);
        if (!micros && !timestampFallback && contested) contested->noteTimestamp(text);
        if (micros || !timestampFallback) return micros;
    }
    const std::optional<std::int64_t> micros = parseTimestamp(text, zone, now);
    if (!micros && contested) contested->noteTimestamp(text);
    return micros;
}

std::optional<std::int64_t> JsonOptions::timestampNtzOf(std::string_view text) const {
    return timestampNtzFormat ? timestampNtzFormat->parseTimestampNtz(text) : parseTimestampNtz(text, false);
}

std::optional<std::int32_t> JsonOptions::dateOf(std::string_view text) const {
    if (dateFormat) {
        const std::optional<std::int32_t> days = dateFormat->parseDate(text);
        if (!days && !dateFallback && contested) contested->noteDate(text);
        if (days || !dateFallback) return days;
    }
    const std::optional<std::int32_t> days = dateFallback ? parseDateForReader(text) : parseDate(text);
    if (!days && contested) contested->noteDate(text);
    return days;
}

std::vector<OptionInfo> jsonOptionTable() {
    return {
        {"mode", "PERMISSIVE", "What happens to a malformed line: PERMISSIVE (a row of NULLs), DROPMALFORMED, FAILFAST"},
        {"columnNameOfCorruptRecord", "_corrupt_record", "The STRING column that receives the text of malformed lines"},
        {"multiLine", "false", "A file is one JSON value instead of one value a line"},
        {"lineSep", "", "Ends a line; without it \\n, \\r\\n and \\r do"},
        {"encoding", "", "Encoding of the files, for example UTF-8 or ISO-8859-1; UTF-8 when not set"},
        {"timeZone", "", "Zone of times without one; the session's when not set"},
        {"timestampFormat", "", "Java pattern of TIMESTAMP texts; ISO spellings when not set"},
        {"timestampNTZFormat", "", "Java pattern of TIMESTAMP_NTZ texts"},
        {"dateFormat", "", "Java pattern of DATE texts"},
        {"enableDateTimeParsingFallback", "", "Texts that do not fit the format are read as ISO spellings; on when no format is set"},
        {"locale", "en-US", "Language of month names and decimal separators in texts"},
        {"allowSingleQuotes", "true", "Names and texts may stand in single quotes"},
        {"allowNonNumericNumbers", "true", "NaN, Infinity and -Infinity are numbers"},
        {"allowComments", "false", "Java comments are skipped"},
        {"allowUnquotedFieldNames", "false", "Names may stand without quotes"},
        {"allowNumericLeadingZeros", "false", "Numbers may start with zeros"},
        {"allowBackslashEscapingAnyCharacter", "false", "A backslash may stand before any character"},
        {"allowUnquotedControlChars", "false", "Texts may hold control characters as they are"},
        {"maxNestingDepth", "1000", "Objects and arrays nested deeper are malformed"},
        {"maxNumLen", "1000", "Numbers with more digits are malformed"},
        {"maxStringLen", "20000000", "Texts with more characters are malformed"},
        {"primitivesAsString", "false", "Inference: numbers and booleans become STRING"},
        {"prefersDecimal", "false", "Inference: fractions become DECIMAL where they fit"},
        {"dropFieldIfAllNull", "false", "Inference: leaves out columns without any value"},
        {"inferTimestamp", "false", "Inference: texts that are times become TIMESTAMP"},
        {"samplingRatio", "1.0", "Inference: the share of lines that is looked at"},
    };
}

}  // namespace vitrine
