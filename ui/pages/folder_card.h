// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/build_state.h"
#include "ui/widgets/card.h"

class QCheckBox;
class QLineEdit;
class QPushButton;
class QTableWidget;

namespace vitrine::ui {

class CardHead;
class Chip;
class ChoiceBox;
class ErrorLine;
class OptionRows;
class TextLabel;

/// First decision of set-up: where rows come from, in which format and with which options. Shows the first files.
class FolderCard : public Card {
    Q_OBJECT
  public:
    explicit FolderCard(const BuildState& state, QWidget* parent = nullptr);

    /// Shows the state as it is now.
    void refresh();
    void focusPath();
    /// Makes a directory, or the directory of a file, the query's folder.
    void takePath(const QString& path);

  protected:
    void changeEvent(QEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

  private:
    void retranslate();
    void refreshFiles();
    void browse();
    void setOption(const QString& text, const char* name, const std::string& value);
    std::string option(const char* name) const;
    void refreshDetected();

    const BuildState& state_;
    CardHead* head_;
    Chip* detected_;
    ChoiceBox* format_;
    QLineEdit* path_;
    QAction* pathIcon_;
    QPushButton* browse_;
    QWidget* patternPair_;
    QWidget* perTriggerPair_;
    TextLabel* patternLabel_;
    QLineEdit* pattern_;
    TextLabel* perTriggerLabel_;
    ChoiceBox* perTrigger_;
    QCheckBox* subFolders_;
    ErrorLine* error_;
    OptionRows* options_;
    QTableWidget* files_;
};

}  // namespace vitrine::ui
