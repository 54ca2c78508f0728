// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QToolButton>

namespace vitrine::ui {

/// Editable word of the sentence: accent text with a dashed underline. Click, Enter or F2 emits clicked().
///
/// The accessible name is "what: value", so that it can be understood outside the sentence.
class TokenButton : public QToolButton {
    Q_OBJECT

  public:
    /// `what` names the part ("Window length"), `text` is the word shown ("1 hour").
    explicit TokenButton(const QString& what, const QString& text, QWidget* parent = nullptr);

    void setWhat(const QString& what);
    QString what() const { return what_; }
    void setValue(const QString& text);
    /// Title size, for the set-up page.
    void setLarge(bool large);
    bool isLarge() const { return large_; }

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

  protected:
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void changeEvent(QEvent* event) override;

  private:
    void refresh();

    QString what_;
    bool large_ = false;
};

}  // namespace vitrine::ui
