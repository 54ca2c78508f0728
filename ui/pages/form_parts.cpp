// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/form_parts.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPainter>
#include <QSignalBlocker>
#include <QWheelEvent>

#include "core/data/interval_text.h"
#include "ui/pages/query_words.h"
#include "ui/style/control_kind.h"
#include "ui/style/fonts.h"
#include "ui/style/icons.h"
#include "ui/style/paint_tools.h"
#include "ui/style/theme.h"
#include "ui/widgets/labels.h"

namespace vitrine::ui {
namespace {

/// The violet number before a title.
class NumberBadge : public QWidget {
  public:
    NumberBadge(int number, QWidget* parent) : QWidget(parent), number_(number) { setFixedSize(scaled(20), scaled(20)); }

  protected:
    void paintEvent(QPaintEvent*) override {
        const ThemeTokens& t = Theme::tokens();
        QPainter painter(this);
        drawBox(painter, rect(), width() / 2.0, t.tint, Theme::current().isHighContrast() ? t.tintLine : QColor());
        painter.setFont(captionFont(QFont::DemiBold));
        painter.setPen(t.accentText);
        painter.drawText(rect(), Qt::AlignCenter, QString::number(number_));
    }

  private:
    int number_;
};

QPixmap markPixmap(Icon glyph, QColor ThemeTokens::*color) {
    return icon(glyph, color).pixmap(scaled(14), scaled(14));
}

}  // namespace

CardHead::CardHead(int number, QWidget* parent)
    : QWidget(parent), row_(new QHBoxLayout(this)), title_(new TextLabel(TextLabel::Role::Strong, this)),
      caption_(new TextLabel(TextLabel::Role::Caption, this)) {
    row_->setContentsMargins(scaled(16), scaled(6), scaled(16), scaled(4));
    row_->setSpacing(scaled(8));
    row_->addWidget(new NumberBadge(number, this));
    row_->addWidget(title_);
    row_->addWidget(caption_, 1);
    setMinimumHeight(scaled(40));
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

void CardHead::setTitle(const QString& title) {
    title_->setText(title);
}

void CardHead::setCaption(const QString& caption) {
    caption_->setText(caption);
}

void CardHead::addWidget(QWidget* widget) {
    row_->addWidget(widget);
}

ValueRow::ValueRow(Icon glyph, QWidget* control, QWidget* parent)
    : QWidget(parent), glyph_(glyph), label_(new TextLabel(TextLabel::Role::Label, this)), control_(control),
      mark_(new QLabel(this)), caption_(new TextLabel(TextLabel::Role::Caption, this)) {
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(scaled(20), scaled(7), scaled(20), scaled(7));
    row->setSpacing(scaled(8));
    label_->setMinimumWidth(scaled(80));
    control_->setMinimumWidth(scaled(236));
    control_->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    row->addWidget(label_);
    row->addWidget(control_, 10);
    row->addSpacing(scaled(8));
    row->addWidget(mark_, 0, Qt::AlignVCenter);
    row->addWidget(caption_, 15);
    caption_->setWordWrap(true);
    caption_->setTokenColor(&ThemeTokens::text2);
    caption_->setTextFormat(Qt::PlainText);
    caption_->setMinimumWidth(scaled(140));
    setMinimumHeight(scaled(44));
    show(text_, false);
}

void ValueRow::setLabel(const QString& label) {
    label_->setText(label);
    QWidget* named = control_->focusProxy() ? control_->focusProxy() : control_;
    if (named->accessibleName().isEmpty() || named == control_) named->setAccessibleName(label);
}

void ValueRow::setCaption(const QString& text) {
    text_ = text;
    if (error_.isEmpty()) show(text_, false);
}

void ValueRow::setError(const QString& text) {
    error_ = text;
    show(error_.isEmpty() ? text_ : error_, !error_.isEmpty());
    for (QWidget* field : control_->findChildren<QComboBox*>()) setInvalid(field, hasError());
    for (QWidget* field : control_->findChildren<QLineEdit*>(QString(), Qt::FindDirectChildrenOnly)) setInvalid(field, hasError());
    if (qobject_cast<QComboBox*>(control_) || qobject_cast<QLineEdit*>(control_)) setInvalid(control_, hasError());
}

QString ValueRow::shownText() const {
    return caption_->text();
}

bool ValueRow::event(QEvent* event) {
    const bool handled = QWidget::event(event);
    if (event->type() == QEvent::PaletteChange) show(error_.isEmpty() ? text_ : error_, !error_.isEmpty());
    return handled;
}

void ValueRow::show(const QString& text, bool isError) {
    mark_->setPixmap(markPixmap(isError ? Icon::CircleAlert : glyph_, isError ? &ThemeTokens::err : &ThemeTokens::text3));
    mark_->setVisible(!text.isEmpty());
    caption_->setTokenColor(isError ? &ThemeTokens::err : &ThemeTokens::text2);
    caption_->setText(text);
    control_->setAccessibleDescription(text);
}

ChoiceBox::ChoiceBox(QWidget* parent, QLineEdit* field) : QComboBox(parent) {
    setEditable(true);
    if (field) {
        setLineEdit(field);
        field->setFont(bodyFont());
    }
    setInsertPolicy(QComboBox::NoInsert);
    setFocusPolicy(Qt::StrongFocus);
    setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    setMinimumContentsLength(4);
    setCompleter(nullptr);
    connect(this, &QComboBox::activated, this, [this](int index) {
        if (index >= 0 && index < static_cast<int>(choices_.size())) take(choices_[static_cast<std::size_t>(index)].value);
    });
    connect(lineEdit(), &QLineEdit::editingFinished, this, [this] { choose(lineEdit()->text()); });
}

void ChoiceBox::setChoices(const std::vector<Choice>& choices) {
    if (choices == choices_) return;
    const QSignalBlocker quiet(this);
    const QSignalBlocker quietField(lineEdit());
    const QString typed = currentText();
    choices_ = choices;
    clear();
    for (const Choice& choice : choices_) addItem(choice.text);
    setCurrentIndex(-1);
    setEditText(typed);
}

void ChoiceBox::setValue(const std::string& value, const QString& otherText) {
    if (value == value_ && lineEdit()->hasFocus() && lineEdit()->isModified()) return;
    value_ = value;
    const QSignalBlocker quiet(this);
    const QSignalBlocker quietField(lineEdit());
    int found = -1;
    for (std::size_t index = 0; index < choices_.size(); ++index) {
        if (choices_[index].value == value) found = static_cast<int>(index);
    }
    setCurrentIndex(found);
    shown_ = found >= 0 ? itemText(found) : otherText.isEmpty() ? QString::fromStdString(value) : otherText;
    setEditText(shown_);
    lineEdit()->setCursorPosition(0);
    lineEdit()->setToolTip(shown_);
}

void ChoiceBox::wheelEvent(QWheelEvent* event) {
    // The page scrolls; a value never changes because the pointer happened to be over it.
    event->ignore();
}

void ChoiceBox::take(const std::string& value) {
    if (value == value_) {
        setEditText(shown_);
        return;
    }
    value_ = value;
    shown_ = currentText();
    Q_EMIT chosen(value);
}

void ChoiceBox::choose(const QString& typed) {
    const QString text = typed.trimmed();
    lineEdit()->setModified(false);
    if (text == shown_) return;
    for (const Choice& choice : choices_) {
        if (choice.text == text) return take(choice.value);
    }
    take(reader_ ? reader_(text) : text.toStdString());
}

void RowLineDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    QStyledItemDelegate::paint(painter, option, index);
    if (index.row() + 1 == index.model()->rowCount()) return;
    drawHorizontalLine(*painter, option.rect.left(), option.rect.right() + 1, option.rect.bottom(), Theme::tokens().grid);
}

ErrorLine::ErrorLine(QWidget* parent)
    : QWidget(parent), mark_(new QLabel(this)), text_(new TextLabel(TextLabel::Role::Caption, this)) {
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(scaled(16), 0, scaled(16), scaled(8));
    row->setSpacing(scaled(6));
    row->addWidget(mark_, 0, Qt::AlignTop);
    row->addWidget(text_, 1);
    text_->setWordWrap(true);
    text_->setTextFormat(Qt::PlainText);
    text_->setTokenColor(&ThemeTokens::err);
    text_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    hide();
}

void ErrorLine::setText(const QString& text) {
    mark_->setPixmap(markPixmap(Icon::CircleAlert, &ThemeTokens::err));
    text_->setText(text);
    setVisible(!text.isEmpty());
}

QString ErrorLine::text() const {
    return text_->text();
}

std::optional<std::int64_t> IntervalWords::length(const std::string& interval) {
    const auto parsed = parseInterval(interval);
    if (!parsed || parsed->months != 0) return std::nullopt;
    std::int64_t micros = 0;
    if (__builtin_mul_overflow(static_cast<std::int64_t>(parsed->days), std::int64_t{86'400'000'000}, &micros) ||
        __builtin_add_overflow(micros, parsed->micros, &micros)) {
        return std::nullopt;
    }
    return micros;
}

std::vector<ChoiceBox::Choice> IntervalWords::choices(const std::vector<std::string>& intervals) {
    std::vector<ChoiceBox::Choice> result;
    for (const std::string& interval : intervals) result.push_back({QueryWords::interval(interval), interval});
    return result;
}

QString shownText(const std::string& bytes) {
    QString text = QString::fromUtf8(bytes.data(), static_cast<qsizetype>(bytes.size()));
    for (QChar& character : text) {
        if (character == QLatin1Char('\t')) character = QLatin1Char(' ');
        else if (!character.isPrint() && !character.isSurrogate()) character = QChar(0x00B7);
    }
    return text;
}

}  // namespace vitrine::ui
