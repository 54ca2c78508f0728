// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPointer>
#include <QWidget>

#include "ui/pages/query_form.h"

class QPushButton;
class QScrollArea;
class QStackedWidget;

namespace vitrine::ui {

class Chip;
class DocumentEditor;

/// The sidebar of Watch: the query as a form or as a document, and whether it was edited since it runs.
class QueryPanel : public QWidget {
    Q_OBJECT
  public:
    explicit QueryPanel(QWidget* parent = nullptr);

    void setSession(QuerySession* session);
    QueryForm* form() const { return form_; }
    DocumentEditor* editor() const { return editor_; }
    /// 0 Form, 1 Document.
    void showFace(int face);
    /// Puts the keyboard focus on the checkpoint's field.
    void focusCheckpoint();
    /// Numbers of the run in the captions, and the edited mark.
    void refreshNumbers(const WindowCounts& windows);

    QSize sizeHint() const override;

  protected:
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;

  private:
    void refreshEdited();
    void fitWidth();
    void retranslate();

    QPointer<QuerySession> session_;
    TextLabel* title_;
    SegmentBar* face_;
    QWidget* editedRow_;
    Chip* edited_;
    QPushButton* restart_;
    TextLabel* stale_;
    QStackedWidget* faces_;
    QScrollArea* scroll_;
    QueryForm* form_;
    DocumentEditor* editor_;
};

}  // namespace vitrine::ui
