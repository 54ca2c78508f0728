// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include <QWidget>

namespace vitrine::ui {

class QuerySession;

/// Set up (Build): a folder becomes a query on one page, in three decisions: folder, columns, question. Every edit is an
/// undo step of the project; what Spark would refuse is refused at its field. Reads a sample of the folder on a thread of
/// its own; writes nothing.
class BuildPage : public QWidget {
    Q_OBJECT
  public:
    explicit BuildPage(QWidget* parent = nullptr);
    ~BuildPage() override;

    /// Shows a session's document; null shows nothing. The session outlives its time on the page.
    void setSession(QuerySession* session);
    /// Puts the keyboard focus on the folder field.
    void focusFolder();

  Q_SIGNALS:
    void runRequested();
    void runOneBatchRequested();
    void cancelRequested();

  protected:
    void changeEvent(QEvent* event) override;

  private:
    class Parts;
    std::unique_ptr<Parts> parts_;
};

}  // namespace vitrine::ui
