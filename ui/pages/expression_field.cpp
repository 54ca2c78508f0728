// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/expression_field.h"

#include <algorithm>
#include <array>

#include <QAbstractListModel>
#include <QCompleter>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QListView>
#include <QPainter>
#include <QPainterPath>
#include <QStyledItemDelegate>
#include <QToolTip>

#include "core/sql/expression.h"
#include "core/sql/function_catalogue.h"
#include "ui/style/fonts.h"
#include "ui/style/theme.h"

namespace vitrine::ui {
namespace {

constexpr int kRowsShown = 8;
constexpr int kListWidth = 460;
/// Words of the language: offering functions that begin like them would take Enter away from whoever has typed one.
constexpr std::array kKeywords{"AND", "OR", "NOT", "NULL", "IS", "IN", "LIKE", "BETWEEN", "CASE", "WHEN", "THEN", "ELSE", "END",
                               "AS", "ASC", "DESC", "TRUE", "FALSE", "DIV", "DISTINCT", "INTERVAL", "FIRST", "LAST"};

/// The word before the cursor, and what stands before it.
struct Word {
    int begin = 0;             ///< of what a completion replaces, a backtick included
    QString typed;
    QStringList owner;         ///< `window` of `window.st`
    bool isInText = false;     ///< inside quotes: there is nothing to complete
    bool isNew = false;        ///< names something new: the word after AS
};

bool isWordCharacter(QChar character) {
    return character.isLetterOrNumber() || character == QLatin1Char('_');
}

Word wordBefore(const QString& text, int cursor) {
    Word word;
    QChar quote;
    int opened = 0;
    for (int at = 0; at < cursor; ++at) {
        const QChar character = text[at];
        if (!quote.isNull()) {
            if (character == QLatin1Char('\\') && quote != QLatin1Char('`')) ++at;
            else if (character == quote) quote = {};
        } else if (character == QLatin1Char('\'') || character == QLatin1Char('"') || character == QLatin1Char('`')) {
            quote = character;
            opened = at;
        }
    }
    word.isInText = !quote.isNull() && quote != QLatin1Char('`');
    if (quote == QLatin1Char('`')) {
        word.begin = opened;
        word.typed = text.mid(opened + 1, cursor - opened - 1);
    } else {
        word.begin = cursor;
        while (word.begin > 0 && isWordCharacter(text[word.begin - 1])) --word.begin;
        word.typed = text.mid(word.begin, cursor - word.begin);
        // 10s, 5e is a number.
        if (!word.typed.isEmpty() && word.typed.front().isDigit()) word.isInText = true;
    }
    int at = word.begin;
    while (at > 0 && text[at - 1] == QLatin1Char('.')) {
        int end = --at;
        if (at > 0 && text[at - 1] == QLatin1Char('`')) {
            const auto open = text.lastIndexOf(QLatin1Char('`'), at - 2);
            if (open < 0) break;
            word.owner.prepend(text.mid(open + 1, at - open - 2));
            at = static_cast<int>(open);
            continue;
        }
        while (at > 0 && isWordCharacter(text[at - 1])) --at;
        if (at == end) break;
        word.owner.prepend(text.mid(at, end - at));
    }
    word.isNew = text.left(word.begin).trimmed().section(QLatin1Char(' '), -1).compare(QLatin1String("AS"), Qt::CaseInsensitive) == 0;
    return word;
}

const FunctionInfo* functionOf(const QString& name) {
    const std::string wanted = name.toLower().toStdString();
    const auto all = functionCatalogue();
    const auto found = std::lower_bound(all.begin(), all.end(), wanted, [](const FunctionInfo& info, const std::string& text) { return info.name < text; });
    return found != all.end() && found->name == wanted ? &*found : nullptr;
}

QString decoded(std::string_view utf8) {
    return QString::fromUtf8(utf8.data(), static_cast<qsizetype>(utf8.size()));
}

/// What can be inserted at one place, in the order it is offered.
class CompletionModel : public QAbstractListModel {
  public:
    struct Entry {
        QString name;        ///< what is typed to find it
        QString signature;   ///< what follows the name
        QString help;
        bool isFunction = false;
        bool takesNothing = false;
    };
    using QAbstractListModel::QAbstractListModel;

    void setEntries(std::vector<Entry> entries) {
        beginResetModel();
        entries_ = std::move(entries);
        endResetModel();
    }
    const Entry& at(int row) const { return entries_[static_cast<std::size_t>(row)]; }
    int rowCount(const QModelIndex& parent) const override { return parent.isValid() ? 0 : static_cast<int>(entries_.size()); }
    QVariant data(const QModelIndex& index, int role) const override {
        const Entry& entry = at(index.row());
        if (role == Qt::EditRole || role == Qt::DisplayRole) return entry.name;
        if (role == Qt::AccessibleTextRole) return QString(entry.name + QLatin1Char(' ') + entry.signature);
        if (role == Qt::AccessibleDescriptionRole || role == Qt::ToolTipRole) return entry.help;
        return {};
    }

  private:
    std::vector<Entry> entries_;
};

/// A row of the list: name and signature, the help below.
class CompletionDelegate : public QStyledItemDelegate {
  public:
    CompletionDelegate(const QCompleter* completer, QObject* parent) : QStyledItemDelegate(parent), completer_(completer) {}

    static const CompletionModel::Entry& entryOf(const QCompleter& completer, const QModelIndex& index) {
        const auto* proxy = static_cast<const QAbstractProxyModel*>(completer.completionModel());
        return static_cast<const CompletionModel*>(completer.model())->at(proxy->mapToSource(index).row());
    }

    QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const override {
        return {scaled(kListWidth), scaled(8) + QFontMetrics(monoFont()).height() + QFontMetrics(captionFont()).height()};
    }

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
        const ThemeTokens& tokens = Theme::tokens();
        const CompletionModel::Entry& entry = entryOf(*completer_, index);
        painter->save();
        const bool isChosen = option.state & QStyle::State_Selected;
        painter->fillRect(option.rect, isChosen ? tokens.sel : tokens.surface);
        if (isChosen) painter->fillRect(QRect(option.rect.left(), option.rect.top(), scaled(3), option.rect.height()), tokens.accent);
        const QRect inside = option.rect.adjusted(scaled(10), scaled(3), -scaled(10), -scaled(3));
        const QFontMetrics name(monoFont(QFont::Medium));
        painter->setFont(monoFont(QFont::Medium));
        painter->setPen(entry.isFunction ? tokens.accentText : tokens.text);
        painter->drawText(inside, Qt::AlignLeft | Qt::AlignTop, entry.name);
        const QRect rest = inside.adjusted(name.horizontalAdvance(entry.name) + (entry.isFunction ? 0 : scaled(10)), 0, 0, 0);
        painter->setFont(monoFont());
        painter->setPen(tokens.text2);
        painter->drawText(rest, Qt::AlignLeft | Qt::AlignTop, QFontMetrics(monoFont()).elidedText(entry.signature, Qt::ElideRight, rest.width()));
        painter->setFont(captionFont());
        painter->drawText(inside, Qt::AlignLeft | Qt::AlignBottom, QFontMetrics(captionFont()).elidedText(entry.help, Qt::ElideRight, inside.width()));
        painter->restore();
    }

  private:
    const QCompleter* completer_;
};

/// The columns at a place: those of the schema, or the fields of the struct that `owner` leads to.
std::vector<CompletionModel::Entry> columnEntries(const Schema& schema, const QStringList& owner) {
    std::vector<Field> fields = schema.fields();
    for (const QString& name : owner) {
        const auto found = std::find_if(fields.begin(), fields.end(), [&](const Field& field) { return decoded(field.name).compare(name, Qt::CaseInsensitive) == 0; });
        if (found == fields.end() || !found->type->is(TypeKind::Struct)) return {};
        const TypePtr type = found->type;
        fields = type->fields();
    }
    std::vector<CompletionModel::Entry> entries;
    for (const Field& field : fields) {
        entries.push_back({decoded(field.name), decoded(field.type->sql()), owner.isEmpty() ? ExpressionField::tr("column") : ExpressionField::tr("field of %1").arg(owner.join(QLatin1Char('.'))), false, false});
    }
    return entries;
}

void addFunctions(std::vector<CompletionModel::Entry>& entries) {
    for (const FunctionInfo& info : functionCatalogue()) {
        const QString name = decoded(info.name);
        const QString signature = decoded(info.signature);
        const QString rest = signature.startsWith(name) ? signature.mid(name.size()) : QLatin1Char(' ') + signature;
        entries.push_back({name, rest, decoded(info.help), true, rest.startsWith(QLatin1String("()"))});
    }
}

}  // namespace

ExpressionField::ExpressionField(QWidget* parent) : QLineEdit(parent), completer_(new QCompleter(this)), list_(new QListView) {
    setFont(monoFont());
    completer_->setModel(new CompletionModel(completer_));
    completer_->setWidget(this);
    completer_->setCaseSensitivity(Qt::CaseInsensitive);
    completer_->setMaxVisibleItems(kRowsShown);
    completer_->setPopup(list_);  // owned by the completer from here on
    list_->setItemDelegate(new CompletionDelegate(completer_, list_));
    list_->setUniformItemSizes(true);
    list_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    connect(completer_, qOverload<const QModelIndex&>(&QCompleter::activated), this, &ExpressionField::accept);
    connect(this, &QLineEdit::textEdited, this, [this] { setMark(-1); });
}

bool ExpressionField::isCompleting() const {
    return list_->isVisible();
}

void ExpressionField::setMark(int position) {
    if (mark_ == position) return;
    mark_ = position;
    update();
}

int ExpressionField::positionOf(const std::string& text, int offset) {
    if (offset < 0) return -1;
    return static_cast<int>(QString::fromUtf8(text.data(), std::min<qsizetype>(offset, static_cast<qsizetype>(text.size()))).size());
}

int ExpressionField::positionOf(const std::vector<std::string>& expressions, std::size_t index, int offset) {
    if (index >= expressions.size()) return -1;
    int position = positionOf(expressions[index], std::max(offset, 0));
    for (std::size_t before = 0; before < index; ++before) position += static_cast<int>(QString::fromStdString(expressions[before]).size()) + 2;
    return position;
}

QString ExpressionField::helpOf(const QString& function) {
    const FunctionInfo* info = functionOf(function);
    return info ? decoded(info->signature) + QLatin1Char('\n') + decoded(info->help) : QString();
}

bool ExpressionField::event(QEvent* event) {
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        int end = cursorPositionAt(help->pos());
        while (end < text().size() && isWordCharacter(text()[end])) ++end;
        const Word word = wordBefore(text(), end);
        const QString said = word.isInText ? QString() : helpOf(word.typed);
        if (!said.isEmpty()) {
            QToolTip::showText(help->globalPos(), said, this);
            return true;
        }
    } else if (event->type() == QEvent::KeyPress && isCompleting()) {
        // Tab takes the chosen row, as Enter does, before it would move the focus.
        const int key = static_cast<QKeyEvent*>(event)->key();
        if (key == Qt::Key_Tab || key == Qt::Key_Backtab) {
            event->ignore();
            return false;
        }
    } else if (event->type() == QEvent::ShortcutOverride && static_cast<QKeyEvent*>(event)->key() == Qt::Key_F1) {
        event->accept();
        return true;
    } else if (event->type() == QEvent::Hide) {
        list_->hide();
    }
    return QLineEdit::event(event);
}

void ExpressionField::keyPressEvent(QKeyEvent* event) {
    if (isCompleting()) {
        switch (event->key()) {
            case Qt::Key_Return:
            case Qt::Key_Enter:
            case Qt::Key_Escape: event->ignore(); return;
            default: break;
        }
    }
    if (event->key() == Qt::Key_Space && event->modifiers() == Qt::ControlModifier) return complete(true);
    if (event->key() == Qt::Key_F1) return explain();
    const QString before = text();
    const bool wasCompleting = isCompleting();
    QLineEdit::keyPressEvent(event);
    const bool isTyped = !event->text().isEmpty() && event->text().front().isPrint();
    if (text() != before && (isTyped || wasCompleting)) complete(false);
    else if (wasCompleting && text() == before && event->key() != Qt::Key_Shift && event->key() != Qt::Key_Control) list_->hide();
}

void ExpressionField::complete(bool isAsked) {
    const Word word = wordBefore(text(), cursorPosition());
    bool offers = !word.isInText && (isAsked || (!word.isNew && (!word.typed.isEmpty() || !word.owner.isEmpty())));
    if (offers && !isAsked && word.owner.isEmpty()) {
        offers = std::none_of(kKeywords.begin(), kKeywords.end(), [&](const char* keyword) { return word.typed.compare(QLatin1String(keyword), Qt::CaseInsensitive) == 0; });
    }
    if (!offers) return list_->hide();
    std::vector<CompletionModel::Entry> entries = columnEntries(columns_ ? columns_() : Schema(), word.owner);
    // A column that is there in full is not taken for the beginning of something else.
    const bool isWhole = std::any_of(entries.begin(), entries.end(), [&](const auto& entry) { return entry.name == word.typed; });
    if (isWhole && !isAsked) return list_->hide();
    const bool isQuoted = word.begin < text().size() && text()[word.begin] == QLatin1Char('`');
    if (word.owner.isEmpty() && !isQuoted) addFunctions(entries);
    static_cast<CompletionModel*>(completer_->model())->setEntries(std::move(entries));
    completer_->setCompletionPrefix(word.typed);
    if (completer_->completionCount() == 0) return list_->hide();
    list_->setAccessibleName(tr("Columns and functions"));
    const int width = std::max(this->width(), scaled(kListWidth));
    completer_->complete(QRect(0, 0, width, height()));
    list_->setCurrentIndex(completer_->completionModel()->index(0, 0));
}

void ExpressionField::accept(const QModelIndex& index) {
    const CompletionModel::Entry entry = CompletionDelegate::entryOf(*completer_, index);
    const Word word = wordBefore(text(), cursorPosition());
    const int end = cursorPosition();
    const bool closesQuote = end < text().size() && text()[end] == QLatin1Char('`') && text()[word.begin] == QLatin1Char('`');
    setSelection(word.begin, end - word.begin + (closesQuote ? 1 : 0));
    if (!entry.isFunction) {
        insert(QString::fromStdString(quoteIdentifier(entry.name.toStdString())));
        return;
    }
    const bool isCalled = end < text().size() && text()[end] == QLatin1Char('(');
    insert(isCalled ? entry.name : entry.name + QLatin1String("()"));
    if (isCalled) cursorForward(false);
    else if (!entry.takesNothing) cursorBackward(false);
}

/// The function under the cursor, else the one whose arguments the cursor stands in.
void ExpressionField::explain() {
    int end = cursorPosition();
    while (end < text().size() && isWordCharacter(text()[end])) ++end;
    QString said = helpOf(wordBefore(text(), end).typed);
    for (int at = cursorPosition() - 1, depth = 0; said.isEmpty() && at >= 0; --at) {
        if (text()[at] == QLatin1Char(')')) ++depth;
        else if (text()[at] == QLatin1Char('(') && depth-- == 0) {
            said = helpOf(wordBefore(text(), at).typed);
            depth = 0;
        }
    }
    if (said.isEmpty()) return QToolTip::hideText();
    setAccessibleDescription(said);
    QToolTip::showText(mapToGlobal(QPoint(cursorRect().left(), height())), said, this);
}

void ExpressionField::paintEvent(QPaintEvent* event) {
    QLineEdit::paintEvent(event);
    if (mark_ < 0) return;
    const QString shown = text();
    const int begin = std::min(mark_, static_cast<int>(shown.size()));
    int end = begin;
    while (end < shown.size() && isWordCharacter(shown[end])) ++end;
    end = std::max(end, begin + 1);
    const QFontMetrics metrics(font());
    const auto advance = [&](int position) {
        const int beyond = std::max(0, position - static_cast<int>(shown.size()));
        return metrics.horizontalAdvance(shown.left(position)) + beyond * metrics.averageCharWidth();
    };
    // The cursor tells how far the text is scrolled; its rectangle is five pixels wider at each side.
    const int origin = cursorRect().left() + 5 - advance(cursorPosition());
    const double left = origin + advance(begin);
    const double right = origin + advance(end);
    const double base = (height() + metrics.height()) / 2.0 - metrics.descent() + scaled(3);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setClipRect(rect().adjusted(scaled(4), 1, -scaled(4), -1));
    painter.setPen(QPen(Theme::tokens().err, 1.25));
    QPainterPath wave(QPointF(left, base));
    const double step = scaled(2);
    bool isUp = true;
    for (double x = left + step; x <= right + step / 2; x += step, isUp = !isUp) wave.lineTo(x, isUp ? base - scaled(2) : base);
    painter.drawPath(wave);
}

}  // namespace vitrine::ui
