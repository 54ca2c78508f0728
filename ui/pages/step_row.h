// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <QWidget>

#include "ui/pages/build_state.h"

class QHBoxLayout;
class QLineEdit;
class QToolButton;

namespace vitrine::ui {

class ErrorLine;
class ExpressionField;
class TextLabel;

/// A step that the question has no row for: its expressions in fields, or, when it has none, the JSON text of the document.
class StepRow : public QWidget {
    Q_OBJECT
  public:
    explicit StepRow(const BuildState& state, QWidget* parent = nullptr);

    /// Shows the step at `index`, counted from 0 in the document.
    void show(std::size_t index);
    /// Refuses what was typed; stays until the step changes.
    void refuse(const QString& text);
    std::size_t index() const { return index_; }

  Q_SIGNALS:
    void changed(std::size_t index, const vitrine::Step& step);
    void jsonEdited(std::size_t index, const QString& json);
    void removed(std::size_t index);

  protected:
    void changeEvent(QEvent* event) override;

  private:
    /// One member of the step that is edited as text.
    struct Part {
        std::string member;     ///< JSON pointer below the step: `/select`, `/withColumn/1`
        bool isList = false;
        QLineEdit* field = nullptr;
        QString shown;
    };
    void makeParts(const Step& step);
    Part& addPart(std::string member, bool isList, QLineEdit* field);
    std::vector<QString> textsOf(const Step& step) const;
    void commit();
    void refreshError();
    void retranslate();

    const BuildState& state_;
    std::size_t index_ = 0;
    std::optional<std::size_t> method_;  ///< which alternative of Step::method the fields are for
    std::vector<Part> parts_;
    TextLabel* label_;
    QWidget* fields_ = nullptr;
    QHBoxLayout* row_;
    QToolButton* remove_;
    ErrorLine* error_;
};

/// The JSON text of the step at `index`.
QString stepJson(const QueryDocument& document, std::size_t index);

}  // namespace vitrine::ui
