// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <string>
#include <vector>

#include <QLineEdit>

#include "core/base/error.h"
#include "core/data/schema.h"

class QCompleter;
class QListView;
class QModelIndex;

namespace vitrine::ui {

/// A field for Spark SQL expressions, one or several behind commas. Offers columns, then functions while a word is typed
/// (Ctrl+Space offers all); F1 and hovering explain the function there. Marks the place of an error in the text.
class ExpressionField : public QLineEdit {
    Q_OBJECT
  public:
    explicit ExpressionField(QWidget* parent = nullptr);

    /// What the expression may name; asked each time the list opens.
    void setColumns(std::function<Schema()> columns) { columns_ = std::move(columns); }
    /// Underlines the word at a character of the text; -1 underlines nothing. Typing takes the mark away.
    void setMark(int position);
    int mark() const { return mark_; }

    bool isCompleting() const;
    /// The open list; for tests and screen readers.
    QListView* completions() const { return list_; }

    /// Signature and one line of help of a function, in English as the catalogue has it; empty for other words.
    static QString helpOf(const QString& function);
    /// The character of `text` at which a UTF-8 offset, as errors have it, stands; -1 stays.
    static int positionOf(const std::string& text, int offset);
    /// The same in a field that shows `expressions` behind commas, for an error in the one at `index`.
    static int positionOf(const std::vector<std::string>& expressions, std::size_t index, int offset);

  protected:
    bool event(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

  private:
    void complete(bool isAsked);
    void accept(const QModelIndex& index);
    void explain();

    std::function<Schema()> columns_;
    QCompleter* completer_;
    QListView* list_;
    int mark_ = -1;
};

}  // namespace vitrine::ui
