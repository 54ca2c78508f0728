// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>

namespace vitrine::ui {

/// White sheet with a one pixel border and rounded corners that holds a part of a page.
class Card : public QFrame {
    Q_OBJECT

  public:
    enum class Kind {
        Plain,     ///< surface, border line
        Sentence,  ///< raised, border tintLine: the sentence box
        Code,      ///< raised, border line, small corners: code box
        Chosen,    ///< surface, border accent: the card to begin with
        DropZone,  ///< no ground, dashed border
    };

    explicit Card(QWidget* parent = nullptr) : Card(Kind::Plain, parent) {}
    explicit Card(Kind kind, QWidget* parent = nullptr);

    Kind kind() const { return kind_; }
    void setKind(Kind kind);

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    Kind kind_;
};

/// Line across a card or the sidebar between two parts.
class Separator : public QWidget {
    Q_OBJECT

  public:
    explicit Separator(Qt::Orientation orientation = Qt::Horizontal, QWidget* parent = nullptr);

    QSize sizeHint() const override;

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    Qt::Orientation orientation_;
};

}  // namespace vitrine::ui
