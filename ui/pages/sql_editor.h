// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPlainTextEdit>

#include "ui/pages/sql_offers.h"

class QCompleter;
class QListView;
class QModelIndex;

namespace vitrine::ui {

/// Where SQL is written: line numbers, keywords in colour, names offered while a word is typed (Ctrl+Space offers all), the
/// place of an error underlined. Ctrl+Enter asks to run; Alt+Up and Alt+Down ask for earlier and later statements.
class SqlEditor : public QPlainTextEdit {
    Q_OBJECT
  public:
    explicit SqlEditor(QWidget* parent = nullptr);

    /// What names are offered.
    void setCatalog(CatalogListingPtr catalog) { catalog_ = std::move(catalog); }
    void setDatabase(const QString& database) { database_ = database; }

    /// The statement to run: what is selected, else the one of several that the cursor stands in.
    QString statement() const;
    /// Characters before statement() in the text.
    int statementBegin() const;

    /// Underlines the word at a character; -1 underlines nothing. Typing takes the mark away.
    void setMark(int position);
    int mark() const { return mark_; }

    /// Puts `text` in place of all that is there; undo brings it back.
    void replaceText(const QString& text);

    /// The names offered for the word before the cursor.
    QStringList offered() const;
    bool isCompleting() const;
    QListView* completions() const { return list_; }

    void retranslate();

  Q_SIGNALS:
    void runRequested();
    void earlierRequested();
    void laterRequested();

  protected:
    bool event(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

  private:
    class Margin;

    void complete(bool isAsked);
    void accept(const QModelIndex& index);
    void colour();
    void fitMargin();
    void paintMargin(QPaintEvent* event);
    void showMark();
    std::pair<int, int> statementRange() const;

    CatalogListingPtr catalog_;
    QString database_;
    QWidget* margin_;
    QCompleter* completer_;
    QListView* list_;
    int mark_ = -1;
};

}  // namespace vitrine::ui
