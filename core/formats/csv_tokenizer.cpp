// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/csv_tokenizer.h"

#include <algorithm>

namespace vitrine {

// Every member that returns bool gives false when the text ends under it: what was read so far is then settled by
// endOfText(), as the original does with its end-of-file exception.

CsvTokenizer::CsvTokenizer(CsvDialect dialect)
    : dialect_(std::move(dialect)),
      newLine_(dialect_.newLine),
      stopsAtDelimiter_(dialect_.unescapedQuotes == UnescapedQuotes::StopAtDelimiter || dialect_.unescapedQuotes == UnescapedQuotes::SkipValue ||
                        dialect_.unescapedQuotes == UnescapedQuotes::BackToDelimiter) {}

void CsvTokenizer::start(std::string_view text) {
    text_ = text;
    at_ = 0;
    letterAt_ = 0;
    letter_ = '\0';
}

CsvTokenizer::Outcome CsvTokenizer::parseLine(std::string_view line) {
    if (line.empty()) return Outcome::None;
    start(line);
    normalises_ = false;
    recordBegin_ = 0;
    count_ = 0;
    advance();
    if (letter_ == dialect_.comment) return Outcome::None;
    return parseRecord();
}

void CsvTokenizer::begin(std::string_view text, bool detectsLineEnd) {
    start(text);
    normalises_ = true;
    lineEnd_ = dialect_.lineEnd;
    lineEndSecond_ = dialect_.lineEndSecond;
    if (!detectsLineEnd) return;
    const std::size_t first = text.find_first_of("\r\n");
    if (first == std::string_view::npos) return;
    lineEnd_ = text[first];
    lineEndSecond_ = text[first] == '\r' && first + 1 < text.size() && text[first + 1] == '\n' ? '\n' : '\0';
}

CsvTokenizer::Outcome CsvTokenizer::next() {
    while (true) {
        count_ = 0;
        recordBegin_ = at_;
        if (!advance()) return Outcome::None;
        if (letter_ == dialect_.comment && dialect_.comment != '\0') {
            while (letter_ != newLine_) {
                if (!advance()) return Outcome::None;
            }
            continue;
        }
        const Outcome outcome = parseRecord();
        if (outcome != Outcome::None) return outcome;
        if (at_ >= text_.size()) return Outcome::None;
    }
}

bool CsvTokenizer::advance() {
    if (at_ >= text_.size()) return false;
    letterAt_ = at_;
    letter_ = text_[at_++];
    if (normalises_ && letter_ == lineEnd_ && (lineEndSecond_ == '\0' || (at_ < text_.size() && text_[at_] == lineEndSecond_))) {
        if (lineEndSecond_ != '\0') ++at_;
        letter_ = newLine_;
    }
    return true;
}

bool CsvTokenizer::atSeparator() const noexcept {
    const std::string& separator = dialect_.separator;
    if (letter_ != separator.front()) return false;
    return separator.size() == 1 || text_.substr(at_).starts_with(std::string_view(separator).substr(1));
}

bool CsvTokenizer::passSeparator() {
    at_ += dialect_.separator.size() - 1;
    return advance();
}

bool CsvTokenizer::skipSpace() {
    while (isSpace() && !atSeparator() && letter_ != newLine_ && letter_ != dialect_.quote) {
        if (!advance()) return false;
    }
    return true;
}

std::string& CsvTokenizer::newField() {
    if (count_ >= dialect_.mostColumns) tooLong_ = true;
    if (count_ == fields_.size()) {
        fields_.emplace_back();
        nulls_.push_back(0);
    }
    nulls_[count_] = 0;
    return fields_[count_++];
}

void CsvTokenizer::addValue() {
    if (value_.size() > dialect_.mostLetters) tooLong_ = true;
    if (trims_) {
        while (!value_.empty() && static_cast<unsigned char>(value_.back()) <= ' ') value_.pop_back();
    }
    std::string& field = newField();
    if (skips_) {
        field.clear();
        nulls_[count_ - 1] = 1;
    } else if (value_.empty()) {
        field = dialect_.emptyText;
    } else {
        std::swap(field, value_);
    }
    value_.clear();
    skips_ = false;
}

void CsvTokenizer::addEmpty() {
    newField() = dialect_.nullText;
}

CsvTokenizer::Outcome CsvTokenizer::parseRecord() {
    value_.clear();
    trims_ = skips_ = fault_ = tooLong_ = unescaped_ = false;
    previous_ = '\0';
    if (readFields()) recordEnd_ = letterAt_;
    else if (!fault_) endOfText();
    if (fault_) return Outcome::Fault;
    if (tooLong_) return Outcome::TooLong;
    return count_ > 0 ? Outcome::Record : Outcome::None;
}

bool CsvTokenizer::readFields() {
    if (isSpace() && dialect_.trimsLeading && !skipSpace()) return false;
    while (letter_ != newLine_) {
        if (isSpace() && dialect_.trimsLeading && !skipSpace()) return false;
        if (atStop()) {
            addEmpty();
        } else {
            unescaped_ = false;
            previous_ = '\0';
            if (letter_ == dialect_.quote) {
                trims_ = false;
                if (!readQuoted()) return false;
                if (!(unescaped_ && dialect_.unescapedQuotes == UnescapedQuotes::BackToDelimiter && value_.empty())) addValue();
            } else {
                trims_ = dialect_.trimsTrailing;
                if (!appendUntilStop()) return false;
                const bool isBlank = trims_ && std::all_of(value_.begin(), value_.end(), [](char letter) { return static_cast<unsigned char>(letter) <= ' '; });
                if (isBlank) {
                    value_.clear();
                    addEmpty();
                } else {
                    addValue();
                }
            }
        }
        if (letter_ != newLine_) {
            if (!passSeparator()) return false;
            if (letter_ == newLine_) addEmpty();
        }
    }
    return true;
}

/// Appends from the current letter on to the next separator or line end.
bool CsvTokenizer::appendUntilStop() {
    const char first = letter_;
    while (!atStop()) {
        if (!skips_) value_.push_back(letter_);
        if (advance()) continue;
        letter_ = first;  // at the end the original still stands there
        return false;
    }
    return true;
}

bool CsvTokenizer::appendUntilQuote() {
    const char first = letter_;
    while (letter_ != dialect_.quote && letter_ != dialect_.escape && letter_ != dialect_.escapeEscape) {
        value_.push_back(letter_);
        if (advance()) continue;
        letter_ = first;
        return false;
    }
    return true;
}

bool CsvTokenizer::readQuoted() {
    if (previous_ != '\0' && stopsAtDelimiter_) {
        if (dialect_.unescapedQuotes == UnescapedQuotes::SkipValue) return skipValue();
        value_.insert(value_.begin(), dialect_.quote);
        if (!advance()) return false;
        trims_ = dialect_.trimsTrailing;
        return appendUntilStop();
    }
    if (!advance()) return false;
    while (true) {
        if (previous_ == dialect_.quote && (isSpace() || atStop())) break;
        if (letter_ != dialect_.quote && letter_ != dialect_.escape) {
            if (previous_ == dialect_.quote) return handleUnescapedQuote();
            if (previous_ == dialect_.escape && dialect_.escape != '\0') value_.push_back(dialect_.escape);
            if (!appendUntilQuote()) return false;
            previous_ = letter_;
            if (!advance()) return false;
        } else {
            if (!escapeQuote()) return false;
            previous_ = letter_;
            if (!advance()) return false;
            if (unescaped_ && atStop()) return true;
        }
    }
    if (atStop() || !isSpace()) return true;
    spaces_.clear();
    do {
        spaces_.push_back(letter_);
        if (!advance()) return false;
        if (letter_ == newLine_) return true;
    } while (isSpace() && !atSeparator());
    if (atSeparator()) return true;
    if (dialect_.unescapedQuotes == UnescapedQuotes::RaiseError) {
        fault_ = true;
        return false;
    }
    value_.push_back(dialect_.quote);
    value_ += spaces_;
    if (stopsAtDelimiter_ || (letter_ != dialect_.quote && letter_ != dialect_.escape)) value_.push_back(letter_);
    previous_ = letter_;
    return readQuoted();
}

/// A letter follows the quote that seemed to be the last.
bool CsvTokenizer::handleUnescapedQuote() {
    unescaped_ = true;
    switch (dialect_.unescapedQuotes) {
        case UnescapedQuotes::BackToDelimiter: {
            for (std::size_t found = value_.find(dialect_.separator); found != std::string::npos; found = value_.find(dialect_.separator)) {
                newField().assign(value_, 0, found);
                value_.erase(0, found + dialect_.separator.size());
            }
            value_.push_back(letter_);
            previous_ = '\0';
            return readQuoted();
        }
        case UnescapedQuotes::StopAtDelimiter:
        case UnescapedQuotes::StopAtClosingQuote:
            value_.push_back(dialect_.quote);
            value_.push_back(letter_);
            previous_ = letter_;
            return readQuoted();
        case UnescapedQuotes::SkipValue: return skipValue();
        case UnescapedQuotes::RaiseError: break;
    }
    fault_ = true;
    return false;
}

bool CsvTokenizer::handleUnescapedQuoteInValue() {
    switch (dialect_.unescapedQuotes) {
        case UnescapedQuotes::SkipValue: return skipValue();
        case UnescapedQuotes::RaiseError:
            fault_ = true;
            return false;
        default:
            value_.push_back(dialect_.quote);
            previous_ = letter_;
            return readQuoted();
    }
}

/// At a quote or an escape character inside a quoted field.
bool CsvTokenizer::escapeQuote() {
    if (letter_ == dialect_.escape && previous_ == dialect_.escapeEscape && dialect_.escapeEscape != '\0') {
        value_.push_back(dialect_.escape);
        letter_ = '\0';
    } else if (previous_ == dialect_.escape && dialect_.escape != '\0') {
        if (letter_ == dialect_.quote) {
            value_.push_back(dialect_.quote);
            letter_ = '\0';
        } else {
            value_.push_back(previous_);
        }
    } else if (letter_ == dialect_.quote && previous_ == dialect_.quote) {
        value_.push_back(dialect_.quote);
    } else if (previous_ == dialect_.quote) {
        return handleUnescapedQuoteInValue();
    }
    return true;
}

bool CsvTokenizer::skipValue() {
    value_.clear();
    skips_ = true;
    return appendUntilStop();
}

bool CsvTokenizer::consumesValueAtEnd() {
    if (letter_ == dialect_.quote) {
        if (previous_ == dialect_.quote) return true;
        if (!unescaped_) value_.push_back(dialect_.quote);
    }
    return previous_ != '\0' && !atSeparator() && letter_ != newLine_ && letter_ != dialect_.comment;
}

void CsvTokenizer::endOfText() {
    recordEnd_ = text_.size();
    const bool consumes = consumesValueAtEnd();
    if (count_ > 0 || consumes) {
        if (!value_.empty() || consumes || skips_) addValue();
        else if (text_.size() > recordBegin_) addEmpty();
    } else if (!value_.empty() || text_.size() > recordBegin_) {
        if (value_.empty()) addEmpty();
        else addValue();
    }
}

}  // namespace vitrine
