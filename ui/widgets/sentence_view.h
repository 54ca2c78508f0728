// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <QWidget>

namespace vitrine::ui {

class FlowLayout;
class TokenButton;

/// One piece of the sentence: plain words, or an editable word when `id` is not empty.
struct SentencePart {
    QString text;  ///< what is read
    QString id;    ///< which part of the query a click edits; empty for plain words
    QString what;  ///< name of the part for screen readers ("Window length")
};

/// The query in words: plain words and TokenButtons that wrap by word. Tab goes from word to word.
class SentenceView : public QWidget {
    Q_OBJECT

  public:
    explicit SentenceView(QWidget* parent = nullptr);

    /// Shows these parts in order; a token keeps its widget, and with it the focus, while its id stays.
    /// Punctuation at the start of a plain part sticks to the token before it.
    void setParts(const std::vector<SentencePart>& parts);
    /// The token of an id, to place its editor at; null if there is none.
    TokenButton* token(const QString& id) const;
    /// Title size with 32 px lines, for the set-up page.
    void setLarge(bool large);

    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;

  signals:
    /// The user wants to edit this part.
    void tokenActivated(const QString& id, vitrine::ui::TokenButton* token);

  private:
    void rebuild();

    std::vector<SentencePart> parts_;
    std::vector<TokenButton*> tokens_;
    FlowLayout* flow_;
    bool large_ = false;
};

}  // namespace vitrine::ui
