// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>

#include <QPlainTextEdit>
#include <QPointer>
#include <QTimer>

#include "core/query/query_document.h"

namespace vitrine::ui {

class QuerySession;
class TextLabel;

/// Line and column, from 1, of what a JSON pointer names in a text; empty when it is not there.
struct TextPosition {
    int line = 1;
    int column = 1;
    bool operator==(const TextPosition&) const = default;
};
std::optional<TextPosition> positionOf(const std::string& json, const std::string& pointer);

/// The query's document as JSON text.
///
/// What is typed is applied 300 ms after typing pauses, as one undo step, when it reads and Spark would take it. Until then
/// the last valid document stays, and line, column and reason stand under the text. Written anew in canonical form when the
/// focus leaves.
class DocumentEditor : public QWidget {
    Q_OBJECT
  public:
    explicit DocumentEditor(QWidget* parent = nullptr);

    void setSession(QuerySession* session);
    void refreshDocument();
    void retranslate();

    QPlainTextEdit* text() const { return text_; }
    /// Why the text is not applied; empty when it is the document.
    QString problem() const { return problem_; }

  Q_SIGNALS:
    void problemChanged();

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    void applyText();
    void layOut();
    void showProblem(const QString& problem);
    QString describe(const Error& error, const std::string& json) const;

    QPointer<QuerySession> session_;
    QPlainTextEdit* text_;
    TextLabel* problemLabel_;
    QString problem_;
    QTimer pause_;
    bool filling_ = false;
};

}  // namespace vitrine::ui
