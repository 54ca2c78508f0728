// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include <QWidget>

class QLineEdit;
class QToolButton;

namespace vitrine::ui {

class ErrorLine;
class TextLabel;

/// A step that the form has no editor of its own for, as the JSON text of the document.
class StepRow : public QWidget {
    Q_OBJECT
  public:
    explicit StepRow(QWidget* parent = nullptr);

    /// `index` counts from 0 in the document.
    void show(std::size_t index, const QString& json, const QString& error);
    std::size_t index() const { return index_; }

  Q_SIGNALS:
    void edited(std::size_t index, const QString& json);
    void removed(std::size_t index);

  protected:
    void changeEvent(QEvent* event) override;

  private:
    void retranslate();

    std::size_t index_ = 0;
    QString json_;
    TextLabel* label_;
    QLineEdit* text_;
    QToolButton* remove_;
    ErrorLine* error_;
};

}  // namespace vitrine::ui
