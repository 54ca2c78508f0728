// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include <QComboBox>
#include <QStyledItemDelegate>
#include <QWidget>

#include "ui/style/icon_glyphs.h"

class QHBoxLayout;
class QLabel;
class QLineEdit;

namespace vitrine::ui {

class TextLabel;

/// Head of a numbered card: number, title, caption, and room for controls at the right.
class CardHead : public QWidget {
    Q_OBJECT
  public:
    explicit CardHead(int number, QWidget* parent = nullptr);

    void setTitle(const QString& title);
    void setCaption(const QString& caption);
    void addWidget(QWidget* widget);

  private:
    QHBoxLayout* row_;
    TextLabel* title_;
    TextLabel* caption_;
};

/// One value of the question: label, control, and beside it what the value does to this data or why it is refused.
class ValueRow : public QWidget {
    Q_OBJECT
  public:
    ValueRow(Icon glyph, QWidget* control, QWidget* parent = nullptr);

    void setLabel(const QString& label);
    void setCaption(const QString& text);
    /// Takes the caption's place; empty shows the caption again.
    void setError(const QString& text);
    bool hasError() const { return !error_.isEmpty(); }
    QString shownText() const;

  protected:
    bool event(QEvent* event) override;

  private:
    void show(const QString& text, bool isError);

    Icon glyph_;
    QString text_, error_;
    TextLabel* label_;
    QWidget* control_;
    QLabel* mark_;
    TextLabel* caption_;
};

/// Presets in words over values in Spark's spelling, with a field for any other value. Emits only what the user chose.
class ChoiceBox : public QComboBox {
    Q_OBJECT
  public:
    struct Choice {
        QString text;
        std::string value;
        bool operator==(const Choice&) const = default;
    };

    /// `field` takes the typing, for values that a plain field is not enough for; the box owns it.
    explicit ChoiceBox(QWidget* parent = nullptr, QLineEdit* field = nullptr);

    /// `otherText` says what stands there for a value that is none of the choices; the value itself when empty.
    void setChoices(const std::vector<Choice>& choices);
    void setValue(const std::string& value, const QString& otherText = {});
    const std::string& value() const { return value_; }
    /// Turns what was typed into a value; the text itself until set.
    void setReader(std::function<std::string(const QString&)> reader) { reader_ = std::move(reader); }
    /// As if the user had typed `text`.
    void choose(const QString& text);

  Q_SIGNALS:
    void chosen(const std::string& value);

  protected:
    void wheelEvent(QWheelEvent* event) override;

  private:
    void take(const std::string& value);

    std::vector<Choice> choices_;
    std::string value_;
    QString shown_;
    std::function<std::string(const QString&)> reader_;
};

/// Cells of a form's table: a line below each row.
class RowLineDelegate : public QStyledItemDelegate {
    Q_OBJECT
  public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

/// Error line with its mark; hidden while empty.
class ErrorLine : public QWidget {
    Q_OBJECT
  public:
    explicit ErrorLine(QWidget* parent = nullptr);
    void setText(const QString& text);
    QString text() const;

  private:
    QLabel* mark_;
    TextLabel* text_;
};

/// Spark's intervals for captions and menus.
struct IntervalWords {
    /// Microseconds; empty for texts that are none and for months.
    static std::optional<std::int64_t> length(const std::string& interval);
    /// Presets as choices.
    static std::vector<ChoiceBox::Choice> choices(const std::vector<std::string>& intervals);
};

/// Text of a file or an engine's message that is safe to show: invalid UTF-8 replaced, control characters as dots.
QString shownText(const std::string& bytes);

}  // namespace vitrine::ui
