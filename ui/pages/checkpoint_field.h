// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPointer>
#include <QWidget>

class QLineEdit;
class QToolButton;

namespace vitrine::ui {

class QuerySession;

/// The folder that keeps a query's progress: a field and *Choose…*. Each change is an undo step of the project.
class CheckpointField : public QWidget {
    Q_OBJECT
  public:
    explicit CheckpointField(QWidget* parent = nullptr);

    /// Shows the document's checkpoint; what is being typed stays.
    void show(QuerySession* session);
    /// As if the user had typed `folder`.
    void choose(const QString& folder);
    QLineEdit* path() const { return path_; }

    /// What a checkpoint is for, in one sentence.
    static QString help();

  protected:
    void changeEvent(QEvent* event) override;

  private:
    void browse();
    void retranslate();

    QPointer<QuerySession> session_;
    QLineEdit* path_;
    QToolButton* browse_;
};

}  // namespace vitrine::ui
