// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace vitrine {

/// What becomes of a quoted field in which a quote stands that is neither escaped nor the last character.
enum class UnescapedQuotes { StopAtDelimiter, StopAtClosingQuote, BackToDelimiter, SkipValue, RaiseError };

/// How the bytes of a line make fields. '\0' switches a character off.
struct CsvDialect {
    std::string separator = ",";
    char quote = '"';
    char escape = '\\';
    char escapeEscape = '\\';      ///< before an escape character inside quotes
    char comment = '\0';
    char newLine = '\n';           ///< what a line end is read as
    char lineEnd = '\n';           ///< of streams; lineEndSecond as well if it is not '\0'
    char lineEndSecond = '\0';
    bool trimsLeading = false;
    bool trimsTrailing = false;
    UnescapedQuotes unescapedQuotes = UnescapedQuotes::StopAtDelimiter;
    std::size_t mostColumns = 20480;
    std::size_t mostLetters = SIZE_MAX;
    std::string nullText;          ///< what an empty field without quotes gives
    std::string emptyText;         ///< what an empty field in quotes gives
};

/// Cuts UTF-8 text into fields exactly as uniVocity's parser does with Spark's settings, its oddities included.
/// Everything else that reads CSV is measured against it. One instance a thread; reusable.
class CsvTokenizer {
  public:
    enum class Outcome {
        Record,   ///< the fields are there
        None,     ///< no record: a comment, an empty line, the end of a text
        TooLong,  ///< more fields, or longer ones, than the dialect allows
        Fault,    ///< RAISE_ERROR met an unescaped quote
    };

    explicit CsvTokenizer(CsvDialect dialect);

    /// Reads one line without its end.
    Outcome parseLine(std::string_view line);

    /// Begins a text of many records, in which quoted fields may hold line ends. With `detectsLineEnd` the first line end
    /// tells what all are.
    void begin(std::string_view text, bool detectsLineEnd);
    /// Reads the next record; None at the end.
    Outcome next();
    /// Where the last record of a text stands, without its line end.
    std::size_t recordBegin() const noexcept { return recordBegin_; }
    std::size_t recordEnd() const noexcept { return recordEnd_; }

    std::size_t size() const noexcept { return count_; }
    /// Empty view with null data: NULL.
    std::string_view field(std::size_t index) const noexcept {
        return nulls_[index] ? std::string_view() : std::string_view(fields_[index]);
    }

  private:
    void start(std::string_view text);
    Outcome parseRecord();
    bool advance();
    bool isSpace() const noexcept { return static_cast<unsigned char>(letter_) <= ' '; }
    bool atSeparator() const noexcept;
    /// Behind the separator, to the letter after it.
    bool passSeparator();
    bool atStop() const noexcept { return atSeparator() || letter_ == newLine_; }
    bool skipSpace();
    bool appendUntilStop();
    bool appendUntilQuote();
    bool readFields();
    bool readQuoted();
    bool handleUnescapedQuote();
    bool handleUnescapedQuoteInValue();
    bool escapeQuote();
    bool skipValue();
    void endOfText();
    bool consumesValueAtEnd();
    void addValue();
    void addEmpty();
    std::string& newField();

    CsvDialect dialect_;
    char lineEnd_ = '\n';
    char lineEndSecond_ = '\0';
    char newLine_ = '\n';
    bool stopsAtDelimiter_;
    bool normalises_ = false;

    std::string_view text_;
    std::size_t at_ = 0;           ///< behind letter_
    std::size_t letterAt_ = 0;
    char letter_ = '\0';
    char previous_ = '\0';
    bool unescaped_ = false;
    bool trims_ = false;
    bool skips_ = false;           ///< the value is thrown away
    bool fault_ = false;
    bool tooLong_ = false;
    std::string value_;
    std::string spaces_;
    std::vector<std::string> fields_;
    std::vector<char> nulls_;
    std::size_t count_ = 0;
    std::size_t recordBegin_ = 0;
    std::size_t recordEnd_ = 0;
};

}  // namespace vitrine
