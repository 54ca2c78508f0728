// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sql/json_path.h"

#include <charconv>

#include "core/formats/json_number.h"
#include "core/formats/json_tokenizer.h"
#include "core/formats/json_generator.h"

namespace vitrine {
namespace {

using Token = JsonTokenizer::Token;
using Kind = JsonPath::Kind;
using Steps = std::vector<JsonPath::Step>;

/// Hive's dialect, which Spark keeps.
JsonDialect pathDialect() {
    JsonDialect dialect;
    dialect.unquotedControlChars = true;
    dialect.nonNumericNumbers = false;
    return dialect;
}

/// How a find is written: a text alone, elements of an array, elements of inner arrays as elements of the outer one.
enum class Style : std::uint8_t { Raw, Quoted, Flatten };

/// One search, step by step along the tokens: Spark's evaluatePath, quirks of Hive included.
class PathSearch {
  public:
    PathSearch(const Steps& steps, std::string_view json) : steps_(steps), tokenizer_(pathDialect()) { tokenizer_.reset(json); }

    std::optional<std::string> run() {
        if (!next() || tokenizer_.token() == Token::None) return std::nullopt;
        JsonGenerator out;
        const bool found = evaluate(out, Style::Raw, 0);
        if (!found || broken_) return std::nullopt;
        return out.output();
    }

  private:
    bool next() {
        if (!broken_ && !tokenizer_.next()) broken_ = true;
        return !broken_;
    }
    /// Moves on within an object or array; false at its end or when the text is broken or over.
    bool nextUnless(Token end) {
        if (!next()) return false;
        if (tokenizer_.token() == Token::None) broken_ = true;
        return !broken_ && tokenizer_.token() != end;
    }
    void skip() {
        if (!broken_ && !tokenizer_.skipChildren()) broken_ = true;
    }
    bool is(std::size_t at, Kind kind) const { return at < steps_.size() && steps_[at].kind == kind; }

    bool evaluate(JsonGenerator& out, Style style, std::size_t at) {
        const Token token = tokenizer_.token();
        if (at == steps_.size()) return emit(out, style);
        if (token == Token::StartObject && is(at, Kind::Key)) {
            bool found = false;
            while (nextUnless(Token::EndObject)) {
                if (found) {
                    // The name and its value: what was found ends the search in this object.
                    if (!next()) return false;
                    skip();
                } else {
                    found = evaluateField(out, style, at + 1);
                }
            }
            return found;
        }
        if (token == Token::StartArray && is(at, Kind::Subscript)) return evaluateArray(out, style, at);
        skip();
        return false;
    }

    /// At a FieldName; moves over its value.
    bool evaluateField(JsonGenerator& out, Style style, std::size_t at) {
        const bool isMatch = is(at, Kind::Wildcard) || (is(at, Kind::Named) && tokenizer_.currentName() == steps_[at].name);
        if (!next()) return false;
        if (!isMatch) {
            skip();
            return false;
        }
        if (tokenizer_.token() == Token::Null && is(at, Kind::Named)) return false;
        return evaluate(out, style, at + 1);
    }

    bool evaluateArray(JsonGenerator& out, Style style, std::size_t at) {
        if (is(at + 1, Kind::Index)) {
            const bool isInner = is(at + 2, Kind::Subscript) && is(at + 3, Kind::Wildcard);
            return evaluateElement(out, isInner ? Style::Quoted : style, at + 2, steps_[at + 1].index);
        }
        if (is(at + 2, Kind::Subscript) && is(at + 3, Kind::Wildcard)) {
            out.startArray();
            bool found = false;
            while (nextUnless(Token::EndArray)) found = evaluate(out, Style::Flatten, at + 4) || found;
            out.endArray();
            return found;
        }
        if (style == Style::Quoted) {
            out.startArray();
            bool found = false;
            while (nextUnless(Token::EndArray)) found = evaluate(out, Style::Quoted, at + 2) || found;
            out.endArray();
            return found;
        }
        // A single find stands without the array's brackets.
        JsonGenerator inner;
        inner.startArray();
        int finds = 0;
        while (nextUnless(Token::EndArray)) finds += evaluate(inner, style == Style::Flatten ? Style::Flatten : Style::Quoted, at + 2) ? 1 : 0;
        inner.endArray();
        const std::string_view all = inner.output();
        if (finds > 1) out.value(all);
        if (finds == 1) out.value(all.substr(1, all.size() - 2));
        return finds > 0;
    }

    bool evaluateElement(JsonGenerator& out, Style style, std::size_t at, std::int64_t index) {
        bool found = false;
        for (std::int64_t place = 0; nextUnless(Token::EndArray); ++place) {
            if (place == index) {
                found = evaluate(out, style, at);
            } else {
                skip();
            }
        }
        return found;
    }

    bool emit(JsonGenerator& out, Style style) {
        if (tokenizer_.token() == Token::String && style == Style::Raw) {
            std::string_view text;
            if (!tokenizer_.decodeText(text)) {
                broken_ = true;
                return false;
            }
            out.raw(text);
            return true;
        }
        if (tokenizer_.token() == Token::StartArray && style == Style::Flatten) {
            bool found = false;
            while (nextUnless(Token::EndArray)) found = evaluate(out, style, steps_.size()) || found;
            return found;
        }
        copy(out);
        return true;
    }

    void copy(JsonGenerator& out) {
        switch (tokenizer_.token()) {
            case Token::FieldName:
                out.name(tokenizer_.currentName());
                if (next()) copy(out);
                return;
            case Token::StartObject:
                out.startObject();
                while (nextUnless(Token::EndObject)) copy(out);
                out.endObject();
                return;
            case Token::StartArray:
                out.startArray();
                while (nextUnless(Token::EndArray)) copy(out);
                out.endArray();
                return;
            case Token::String: {
                std::string_view text;
                if (!tokenizer_.decodeText(text)) broken_ = true;
                out.text(text);
                return;
            }
            case Token::Integer: out.value(tokenizer_.numberText() == "-0" ? "0" : tokenizer_.numberText()); return;
            case Token::Fraction: out.real(jsonDouble(tokenizer_.numberText())); return;
            case Token::True: out.value("true"); return;
            case Token::False: out.value("false"); return;
            case Token::Null: out.value("null"); return;
            case Token::None:
            case Token::EndObject:
            case Token::EndArray: return;
        }
    }

    const Steps& steps_;
    JsonTokenizer tokenizer_;
    bool broken_ = false;
};

}  // namespace

std::optional<JsonPath> JsonPath::parse(std::string_view text) {
    JsonPath path;
    const auto skipBlanks = [&] {
        while (!text.empty() && (text.front() == ' ' || (text.front() >= '\t' && text.front() <= '\r'))) text.remove_prefix(1);
    };
    const auto take = [&](std::string_view token) {
        skipBlanks();
        if (!text.starts_with(token)) return false;
        text.remove_prefix(token.size());
        return true;
    };
    if (!take("$")) return std::nullopt;
    while (true) {
        skipBlanks();
        if (text.empty()) return path;
        if (take(".*") || take("['*']")) {
            path.steps_.push_back({Kind::Wildcard});
        } else if (take("['")) {
            const std::size_t end = text.find('\'');
            if (end == std::string_view::npos || end == 0) return std::nullopt;
            path.steps_.push_back({Kind::Key});
            path.steps_.push_back({Kind::Named, std::string(text.substr(0, end))});
            text.remove_prefix(end + 1);
            if (!take("]")) return std::nullopt;
        } else if (take(".")) {
            skipBlanks();
            const std::size_t end = std::min(text.find_first_of(".["), text.size());
            if (end == 0) return std::nullopt;
            path.steps_.push_back({Kind::Key});
            path.steps_.push_back({Kind::Named, std::string(text.substr(0, end))});
            text.remove_prefix(end);
        } else if (take("[")) {
            path.steps_.push_back({Kind::Subscript});
            if (take("*")) {
                path.steps_.push_back({Kind::Wildcard});
            } else {
                skipBlanks();
                std::int64_t index = 0;
                const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), index);
                if (error != std::errc{} || index < 0 || text.front() == '-') return std::nullopt;
                text.remove_prefix(static_cast<std::size_t>(end - text.data()));
                path.steps_.push_back({Kind::Index, {}, index});
            }
            if (!take("]")) return std::nullopt;
        } else {
            return std::nullopt;
        }
    }
}

std::optional<std::string> JsonPath::find(std::string_view json) const { return PathSearch(steps_, json).run(); }

std::optional<std::int32_t> countJsonElements(std::string_view json) {
    JsonTokenizer tokenizer(pathDialect());
    tokenizer.reset(json);
    if (!tokenizer.next() || tokenizer.token() != Token::StartArray) return std::nullopt;
    for (std::int32_t count = 0;; ++count) {
        if (!tokenizer.next() || tokenizer.token() == Token::None) return std::nullopt;
        if (tokenizer.token() == Token::EndArray) return count;
        if (!tokenizer.skipChildren()) return std::nullopt;
    }
}

std::optional<std::vector<std::string>> jsonObjectKeys(std::string_view json) {
    JsonTokenizer tokenizer(pathDialect());
    tokenizer.reset(json);
    if (!tokenizer.next() || tokenizer.token() != Token::StartObject) return std::nullopt;
    std::vector<std::string> keys;
    while (true) {
        if (!tokenizer.next() || tokenizer.token() == Token::None) return std::nullopt;
        if (tokenizer.token() == Token::EndObject) return keys;
        keys.emplace_back(tokenizer.currentName());
        if (!tokenizer.next() || !tokenizer.skipChildren()) return std::nullopt;
    }
}

}  // namespace vitrine
