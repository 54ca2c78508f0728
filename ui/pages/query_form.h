// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <QComboBox>
#include <QPointer>
#include <QWidget>

#include "ui/pages/step_text.h"

class QPushButton;
class QVBoxLayout;

namespace vitrine::ui {

class Card;
class CheckpointField;
class Chip;
class FormRow;
class QuerySession;
class Section;
class SegmentBar;
class SentenceView;
class TextLabel;
class TokenButton;

/// Windows of the result shown now.
struct WindowCounts {
    int all = 0;
    int open = 0;
};

/// A combo box with presets that also takes what is typed. The wheel scrolls the form instead of changing it.
class PresetBox : public QComboBox {
    Q_OBJECT
  public:
    explicit PresetBox(QWidget* parent = nullptr);
    /// Offers these; the text stays.
    void setPresets(const QStringList& presets);
    /// Shows a value unless the user is typing another one.
    void setValue(const QString& value);
    /// Short words take little room, none is cut.
    QSize minimumSizeHint() const override;

  Q_SIGNALS:
    /// A preset was chosen or a text was typed and finished.
    void committed(const QString& value);

  protected:
    void wheelEvent(QWheelEvent* event) override;
};

/// The query as a sentence with editable words, and as a form. Each change is one undo step of the project; what Spark would
/// refuse is said at its field.
class QueryForm : public QWidget {
    Q_OBJECT
  public:
    explicit QueryForm(QWidget* parent = nullptr);

    void setSession(QuerySession* session);
    /// Sentence, fields and steps, from the document.
    void refreshDocument();
    /// Captions with numbers of the run.
    void refreshNumbers(const WindowCounts& windows);
    /// What is refused, at its field.
    void refreshErrors();
    void retranslate();
    void focusCheckpoint();

  Q_SIGNALS:
    void malformedRequested();
    void lateRequested();
    /// A part that has no editor here: the Build page has one.
    void buildRequested();

  private:
    void apply(const QString& text, const QueryDocument& next);
    void editToken(const QString& id, TokenButton* token);
    void commitWindow();
    void refreshSource();
    void refreshSchema();
    void refreshSteps();
    QString stepHtml(int number, const StepText& step) const;
    QStringList lengthPresets(const std::vector<const char*>& texts) const;
    std::vector<std::string> aggregateChoices() const;

    QPointer<QuerySession> session_;
    WindowCounts windows_;
    Card* sentenceCard_;
    SentenceView* sentence_;
    TextLabel* refusal_;
    Section* source_;
    Chip* format_;
    TextLabel* folder_;
    TextLabel* filesPerTrigger_;
    TextLabel* filesRead_;
    QPushButton* malformed_;
    TextLabel* sourceError_;
    Section* schema_;
    QVBoxLayout* columns_;
    TextLabel* schemaError_;
    Section* steps_;
    QVBoxLayout* stepRows_;
    Section* timing_;
    PresetBox* length_;
    PresetBox* slide_;
    TextLabel* slideLabel_;
    PresetBox* delay_;
    PresetBox* trigger_;
    SegmentBar* mode_;
    FormRow* windowRow_;
    FormRow* delayRow_;
    FormRow* triggerRow_;
    FormRow* modeRow_;
    CheckpointField* checkpoint_;
    FormRow* checkpointRow_;
};

}  // namespace vitrine::ui
