// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSyntaxHighlighter>

namespace vitrine::ui {

/// Colours SQL as the SQL panel reads it: keywords, texts, comments.
class SqlHighlighter : public QSyntaxHighlighter {
    Q_OBJECT
  public:
    explicit SqlHighlighter(QTextDocument* document);

  protected:
    void highlightBlock(const QString& text) override;
};

}  // namespace vitrine::ui
