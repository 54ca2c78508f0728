// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QHBoxLayout;
class QVBoxLayout;

namespace vitrine::ui {

class SqlCard;

/// SQL: a page of cards. The SQL card takes the room that is left; others stand above it over the whole width, or at its right.
class SqlPage : public QWidget {
    Q_OBJECT
  public:
    explicit SqlPage(QWidget* parent = nullptr);

    SqlCard* sql() const { return sql_; }

    /// Takes a card over: above the SQL card, below those that stand there already.
    void addTopCard(QWidget* card);
    /// Takes a card over: at the right of the SQL card, `width` pixels wide before scaling.
    void addSideCard(QWidget* card, int width);

    /// Keyboard focus: catalog, editor, rows in turn (F6). False when it was on the last part.
    bool focusNextPane();

  protected:
    void showEvent(QShowEvent* event) override;

  private:
    QVBoxLayout* column_;
    QHBoxLayout* row_;
    int topCards_ = 0;
    SqlCard* sql_;
};

}  // namespace vitrine::ui
