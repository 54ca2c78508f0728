// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QHBoxLayout;
class QToolButton;
class QVBoxLayout;

namespace vitrine::ui {

/// Part of the sidebar: a head with a fold chevron, an optional widget at its right, and a body.
/// Space, Enter, Left and Right fold and unfold. A line closes it below.
class Section : public QWidget {
    Q_OBJECT

  public:
    explicit Section(const QString& title, QWidget* parent = nullptr);

    void setTitle(const QString& title);
    QString title() const;
    /// Puts a chip or a button at the right of the head.
    void addHeadWidget(QWidget* widget);
    /// Layout of the body; add rows here.
    QVBoxLayout* body() const { return body_; }
    bool isFolded() const { return folded_; }
    void setFolded(bool folded);

  signals:
    void foldedChanged(bool folded);

  protected:
    void paintEvent(QPaintEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    void refresh();

    QToolButton* head_;
    QHBoxLayout* headRow_;
    QWidget* content_;
    QVBoxLayout* body_;
    bool folded_ = false;
};

/// A row of a sidebar form: label, control that fills the rest, and one caption below that says the consequence.
class FormRow : public QWidget {
    Q_OBJECT

  public:
    /// Takes `control` over. `labelWidth` is the least width of the label column; a longer text makes it wider.
    FormRow(const QString& label, QWidget* control, QWidget* parent = nullptr, int labelWidth = 84);

    void setLabel(const QString& label);
    /// The consequence in text2; `error` instead shows it in the error colour with its icon.
    void setCaption(const QString& text);
    void setError(const QString& text);
    QWidget* control() const { return control_; }

  private:
    void showCaption(const QString& text, bool isError);

    class TextLabel* label_;
    QWidget* control_;
    class QLabel* mark_;
    class TextLabel* caption_;
};

}  // namespace vitrine::ui
