// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <utility>

namespace vitrine {

enum class ErrorCode : int {
#define VITRINE_ERROR(name, number, summary) name = number,
#include "core/base/error_codes.def"
#undef VITRINE_ERROR
};

/// Returns the one-line summary of `code` in error_codes.def.
std::string_view summaryOf(ErrorCode code) noexcept;

/// Returns the identifier of `code` in error_codes.def, for example "DdlSyntax".
std::string_view nameOf(ErrorCode code) noexcept;

/// An expected failure: what happened, to which object, where, and the way out.
///
/// A plain value without identity; cheap to move. `message` is a full sentence in English without a final line break.
class [[nodiscard]] Error {
  public:
    Error(ErrorCode code, std::string message) : code_(code), message_(std::move(message)) {}

    ErrorCode code() const noexcept { return code_; }
    int number() const noexcept { return static_cast<int>(code_); }
    const std::string& message() const noexcept { return message_; }

    /// Where it happened: a JSON pointer of the query document (`/steps/1/agg/0`), or `file:line`. May be empty.
    const std::string& place() const noexcept { return place_; }

    /// What the user can do about it, as a sentence. May be empty.
    const std::string& wayOut() const noexcept { return wayOut_; }

    /// Offset in characters of the offending text within the text at `place()`, or -1.
    int column() const noexcept { return column_; }

    Error&& at(std::string place) && { place_ = std::move(place); return std::move(*this); }
    Error& at(std::string place) & { place_ = std::move(place); return *this; }
    Error&& withWayOut(std::string sentence) && { wayOut_ = std::move(sentence); return std::move(*this); }
    Error& withWayOut(std::string sentence) & { wayOut_ = std::move(sentence); return *this; }
    Error&& atColumn(int column) && { column_ = column; return std::move(*this); }

    /// Prepends what the caller was doing: "within: message".
    Error&& within(std::string_view doing) && {
        message_.insert(0, std::string(doing) + ": ");
        return std::move(*this);
    }

    /// Everything for a log or a terminal: "[2004] message (at place). Way out."
    std::string detail() const;

  private:
    ErrorCode code_;
    int column_ = -1;
    std::string message_;
    std::string place_;
    std::string wayOut_;
};

}  // namespace vitrine
