// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/card.h"
#include "ui/widgets/state_mark.h"

class QLabel;
class QPushButton;

namespace vitrine::ui {

/// First line below the tabs: shape and word of the state, then what is waited for, and a Why? button.
/// One line, in a narrow window two or more, never cut. The text can be selected and copied.
class StatusSentence : public Card {
    Q_OBJECT

  public:
    explicit StatusSentence(QWidget* parent = nullptr);

    /// `rest` is plain text; names in backticks are set in the code font ("Waiting in `events/`.").
    /// `word` replaces the state's own word when it is not empty.
    void setStatus(StateMark state, const QString& rest, const QString& word = {});
    StateMark state() const { return state_; }
    /// Word and rest as plain text, as a screen reader reads it.
    QString plainText() const;
    QPushButton* whyButton() const { return why_; }

  signals:
    /// The user asked for the reason.
    void whyRequested();

  protected:
    void changeEvent(QEvent* event) override;

  private:
    void refresh();

    StateMark state_ = StateMark::NotStarted;
    QString word_;
    QString rest_;
    QWidget* mark_;
    QLabel* text_;
    QPushButton* why_;
};

}  // namespace vitrine::ui
