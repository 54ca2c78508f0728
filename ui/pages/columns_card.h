// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTimer>

#include "ui/pages/build_state.h"
#include "ui/widgets/card.h"

class QPlainTextEdit;
class QPushButton;
class QStackedWidget;
class QToolButton;

namespace vitrine::ui {

class CardHead;
class ColumnsTable;
class ChoiceBox;
class Chip;
class ErrorLine;
class SegmentBar;
class TextLabel;

/// Second decision of set-up: the columns, as a table, a DDL text or a StructType in step; which one is the event time and
/// how it reads; what happens to rows that cannot be read.
class ColumnsCard : public Card {
    Q_OBJECT
  public:
    enum Face { Table, Ddl, StructType };

    explicit ColumnsCard(const BuildState& state, QWidget* parent = nullptr);

    void refresh();
    void setFace(Face face);

  Q_SIGNALS:
    /// Takes the inferred columns, or infers them again.
    void inferRequested();

  protected:
    void changeEvent(QEvent* event) override;

  private:
    void retranslate();
    void refreshCaption();
    void refreshTexts();
    void refreshTime();
    void refreshMalformed();
    void applyText();
    void markError(int column);
    void setEventTime(const std::string& column, TimeReading reading);
    QPlainTextEdit* textOf(Face face) const;

    const BuildState& state_;
    CardHead* head_;
    SegmentBar* faces_;
    QToolButton* again_;
    QStackedWidget* stack_;
    ColumnsTable* table_;
    QPlainTextEdit* ddl_;
    QPlainTextEdit* structType_;
    ErrorLine* error_;
    QPushButton* infer_;

    QWidget* time_;
    TextLabel* timeTitle_;
    Chip* timeChip_;
    ChoiceBox* reading_;
    TextLabel* zoneLabel_;
    ChoiceBox* zone_;
    TextLabel* samples_;
    ErrorLine* zoneError_;

    TextLabel* malformedLabel_;
    ChoiceBox* mode_;
    TextLabel* malformed_;
    TextLabel* malformedPlace_;

    Face face_ = Table;
    QTimer typing_;
    bool textChanged_ = false;   ///< the text box holds something the document does not
};

}  // namespace vitrine::ui
