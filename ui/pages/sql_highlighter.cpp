// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/sql_highlighter.h"

#include <algorithm>
#include <array>

#include "core/catalog/sql_token.h"
#include "ui/style/theme.h"

namespace vitrine::ui {
namespace {

/// What a line may begin inside of, by the state of the line before it.
constexpr std::array<const char*, 5> kOpeners{"", "/*", "'", "\"", "`"};

int stateAfter(const std::string& text, const SqlToken& last) {
    const std::string_view token = last.in(text);
    if (last.kind == SqlTokenKind::Comment && token.starts_with("/*")) return token.size() >= 4 && token.ends_with("*/") ? 0 : 1;
    if (last.kind != SqlTokenKind::Unfinished) return 0;
    return token.front() == '\'' ? 2 : token.front() == '"' ? 3 : 4;
}

}  // namespace

SqlHighlighter::SqlHighlighter(QTextDocument* document) : QSyntaxHighlighter(document) {
    connect(&Theme::current(), &Theme::changed, this, &QSyntaxHighlighter::rehighlight);
}

void SqlHighlighter::highlightBlock(const QString& text) {
    const int before = std::clamp(previousBlockState(), 0, static_cast<int>(kOpeners.size()) - 1);
    const std::string opener = kOpeners[static_cast<std::size_t>(before)];
    const std::string whole = opener + text.toStdString();
    const ThemeTokens& tokens = Theme::tokens();
    int state = 0;
    int at = 0;            // UTF-16 units of the text, at byte `from` of `whole`
    std::size_t from = opener.size();
    for (const SqlToken& token : sqlTokens(whole)) {
        state = stateAfter(whole, token);
        const std::size_t begin = std::max(token.begin, opener.size());
        if (token.end <= begin) continue;
        const auto units = [&](std::size_t first, std::size_t last) { return static_cast<int>(QString::fromUtf8(whole.data() + first, static_cast<qsizetype>(last - first)).size()); };
        at += units(from, begin);
        const int length = units(begin, token.end);
        QTextCharFormat format;
        switch (token.kind) {
            case SqlTokenKind::Word: {
                const std::string word = upperAscii(token.in(whole));
                if (std::binary_search(sqlKeywords().begin(), sqlKeywords().end(), std::string_view(word))) {
                    format.setForeground(tokens.accentText);
                    format.setFontWeight(QFont::Medium);
                }
                break;
            }
            case SqlTokenKind::Comment: format.setForeground(tokens.text3); break;
            case SqlTokenKind::Text:
            case SqlTokenKind::Unfinished: format.setForeground(tokens.text2); break;
            default: break;
        }
        if (format.isValid() && !format.isEmpty()) setFormat(at, length, format);
        at += length;
        from = token.end;
    }
    // A blank line inside a comment or a quote goes on with it.
    if (whole.empty()) state = 0;
    setCurrentBlockState(state);
}

}  // namespace vitrine::ui
