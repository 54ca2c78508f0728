// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <vector>

#include "ui/pages/build_state.h"
#include "ui/pages/form_parts.h"
#include "ui/widgets/card.h"

class QMenu;
class QPushButton;
class QToolButton;
class QVBoxLayout;

namespace vitrine::ui {

class CardHead;
class CheckpointField;
class ExpressionField;
class SamplePreview;
class SegmentBar;
class SentenceView;
class StepRow;
class TextLabel;
class TokenButton;

/// Third decision of set-up: the question, as a sentence and as rows that say what each value does to this data.
class QuestionCard : public Card {
    Q_OBJECT
  public:
    explicit QuestionCard(const BuildState& state, QWidget* parent = nullptr);
    ~QuestionCard() override;

    void refresh();

  Q_SIGNALS:
    void runRequested();
    void runOneBatchRequested();
    void cancelRequested();

  protected:
    void changeEvent(QEvent* event) override;

  private:
    struct Times;

    void makeRows();
    void connectRows();
    void retranslate();
    void refreshChoices();
    void refreshCaptions();
    void refreshErrors();
    int markIn(const std::string& shown, const std::vector<std::string>& places) const;
    void refreshSteps();
    void refreshFoot();
    void editWord(const QString& id, TokenButton* token);
    QString errorOf(const std::vector<std::string>& places) const;

    void setWindow(const std::string& length, const std::string& slide);
    void setDelay(const std::string& delay);
    void setKeys(const std::string& keys);
    void setAggregates(const std::string& aggregates);
    void setTrigger(const std::string& words);
    void setMode(const std::string& mode);
    void addStep(Step step);
    void edit(const QString& text, QueryDocument next);
    std::string timeColumn() const;

    const BuildState& state_;
    Question question_;
    CardHead* head_;
    QToolButton* addStep_;
    QMenu* stepMenu_;
    SentenceView* sentence_;
    ChoiceBox* count_;
    TextLabel* byLabel_;
    ChoiceBox* by_;
    ChoiceBox* length_;
    TextLabel* slideLabel_;
    ChoiceBox* slide_;
    ChoiceBox* delay_;
    ChoiceBox* trigger_;
    SegmentBar* mode_;
    CheckpointField* checkpoint_;
    ExpressionField* countText_;
    ExpressionField* byText_;
    ValueRow* countRow_;
    ValueRow* windowRow_;
    ValueRow* delayRow_;
    ValueRow* triggerRow_;
    ValueRow* modeRow_;
    ValueRow* checkpointRow_;
    QVBoxLayout* steps_;
    std::vector<StepRow*> stepRows_;
    SamplePreview* preview_;
    QLabel* readyMark_;
    TextLabel* ready_;
    QPushButton* cancel_;
    QPushButton* runOnce_;
    QPushButton* run_;
};

}  // namespace vitrine::ui
