// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "ui/pages/build_state.h"
#include "ui/widgets/section.h"

namespace vitrine::ui {

class Chip;
class ChoiceBox;

/// The options of the source's format, a row each: name, value, and what it does or why it is refused. Folded at first where
/// the format has a folder to choose first; a refused value unfolds it.
class OptionRows : public Section {
    Q_OBJECT
  public:
    explicit OptionRows(const BuildState& state, QWidget* parent = nullptr);

    /// `elsewhere`: options that have a control of their own on the card.
    void refresh(const std::vector<std::string>& elsewhere);
    void retranslate();

    /// How a value stands in its field: in double quotes when it is empty or has blanks at an end. No text at all stands for
    /// the default.
    static std::string shownValue(const std::string& value);
    static std::string valueOf(const std::string& shown);

  private:
    struct Row {
        std::string name;
        QString help;
        std::string defaultText;
        FormRow* row = nullptr;
        ChoiceBox* box = nullptr;
    };
    void makeRows(const std::vector<std::string>& elsewhere);
    void setOption(const std::string& name, const std::string& shown);
    std::vector<std::string> namesBeside(const std::vector<std::string>& known) const;

    const BuildState& state_;
    Chip* count_;
    std::vector<Row> rows_;
    std::string format_;                 ///< of the rows
    std::vector<std::string> others_;    ///< options of the document that the format does not list
};

}  // namespace vitrine::ui
