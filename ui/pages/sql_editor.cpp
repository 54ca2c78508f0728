// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/sql_editor.h"

#include <algorithm>

#include <QAbstractItemView>
#include <QAbstractListModel>
#include <QCompleter>
#include <QKeyEvent>
#include <QListView>
#include <QPainter>
#include <QScrollBar>
#include <QStyledItemDelegate>
#include <QTextBlock>

#include "core/catalog/sql_token.h"
#include "ui/pages/sql_highlighter.h"
#include "ui/style/fonts.h"
#include "ui/style/theme.h"

namespace vitrine::ui {
namespace {

constexpr int kRowsShown = 8;
constexpr int kListWidth = 380;
constexpr int kDetailRole = Qt::UserRole + 1;

bool isWordCharacter(QChar character) { return character.isLetterOrNumber() || character == QLatin1Char('_'); }

/// Names in the order they are offered; the completer filters by what was typed.
class OfferModel : public QAbstractListModel {
  public:
    using QAbstractListModel::QAbstractListModel;

    void setOffers(std::vector<SqlOffer> offers) {
        beginResetModel();
        offers_ = std::move(offers);
        endResetModel();
    }
    const SqlOffer& at(int row) const { return offers_[static_cast<std::size_t>(row)]; }
    int rowCount(const QModelIndex& parent) const override { return parent.isValid() ? 0 : static_cast<int>(offers_.size()); }
    QVariant data(const QModelIndex& index, int role) const override {
        const SqlOffer& offer = at(index.row());
        switch (role) {
            case Qt::DisplayRole:
            case Qt::EditRole: return offer.name;
            case kDetailRole: return detailOf(offer);
            case Qt::AccessibleTextRole: return QString(offer.name + QLatin1Char(' ') + detailOf(offer));
            default: return {};
        }
    }

  private:
    static QString detailOf(const SqlOffer& offer) {
        switch (offer.kind) {
            case SqlOffer::Kind::Database: return SqlEditor::tr("database");
            case SqlOffer::Kind::Function: return SqlEditor::tr("function");
            case SqlOffer::Kind::Keyword: return {};
            case SqlOffer::Kind::Table: return offer.detail.isEmpty() ? SqlEditor::tr("table") : SqlEditor::tr("table, %1").arg(offer.detail);
            case SqlOffer::Kind::Column: return offer.detail;
        }
        return {};
    }

    std::vector<SqlOffer> offers_;
};

/// A name, and what it is at the right.
class OfferDelegate : public QStyledItemDelegate {
  public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const override { return {scaled(kListWidth), scaled(8) + QFontMetrics(monoFont()).height()}; }

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
        const ThemeTokens& tokens = Theme::tokens();
        painter->save();
        const bool isChosen = option.state & QStyle::State_Selected;
        painter->fillRect(option.rect, isChosen ? tokens.sel : tokens.surface);
        if (isChosen) painter->fillRect(QRect(option.rect.left(), option.rect.top(), scaled(3), option.rect.height()), tokens.accent);
        const QRect inside = option.rect.adjusted(scaled(10), 0, -scaled(10), 0);
        const QString detail = index.data(kDetailRole).toString();
        painter->setFont(captionFont());
        const QFontMetrics small(captionFont());
        const int room = std::min(small.horizontalAdvance(detail), inside.width() / 2);
        painter->setPen(tokens.text2);
        painter->drawText(inside, Qt::AlignVCenter | Qt::AlignRight, small.elidedText(detail, Qt::ElideRight, room + 1));
        painter->setFont(monoFont());
        painter->setPen(tokens.text);
        const QRect rest = inside.adjusted(0, 0, -room - scaled(8), 0);
        painter->drawText(rest, Qt::AlignVCenter | Qt::AlignLeft, QFontMetrics(monoFont()).elidedText(index.data().toString(), Qt::ElideRight, rest.width()));
        painter->restore();
    }
};

}  // namespace

/// Line numbers at the left of the text.
class SqlEditor::Margin : public QWidget {
  public:
    explicit Margin(SqlEditor* editor) : QWidget(editor), editor_(editor) { setAttribute(Qt::WA_TransparentForMouseEvents); }

  protected:
    void paintEvent(QPaintEvent* event) override { editor_->paintMargin(event); }

  private:
    SqlEditor* editor_;
};

SqlEditor::SqlEditor(QWidget* parent) : QPlainTextEdit(parent), margin_(new Margin(this)), completer_(new QCompleter(this)), list_(new QListView) {
    setFont(monoFont());
    setLineWrapMode(QPlainTextEdit::NoWrap);
    setTabChangesFocus(true);
    setFrameShape(QFrame::NoFrame);
    document()->setDocumentMargin(scaled(8));
    new SqlHighlighter(document());
    completer_->setModel(new OfferModel(completer_));
    completer_->setWidget(this);
    completer_->setCaseSensitivity(Qt::CaseInsensitive);
    completer_->setMaxVisibleItems(kRowsShown);
    completer_->setPopup(list_);  // owned by the completer from here on
    list_->setItemDelegate(new OfferDelegate(list_));
    list_->setUniformItemSizes(true);
    list_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    connect(completer_, qOverload<const QModelIndex&>(&QCompleter::activated), this, &SqlEditor::accept);
    connect(this, &QPlainTextEdit::blockCountChanged, this, &SqlEditor::fitMargin);
    connect(this, &QPlainTextEdit::textChanged, this, [this] { setMark(-1); });
    connect(this, &QPlainTextEdit::updateRequest, this, [this](const QRect& rect, int dy) {
        if (dy != 0) margin_->scroll(0, dy);
        else margin_->update(0, rect.y(), margin_->width(), rect.height());
    });
    connect(&Theme::current(), &Theme::changed, this, [this] {
        setFont(monoFont());
        colour();
        fitMargin();
        showMark();
    });
    colour();
    fitMargin();
    retranslate();
}

void SqlEditor::retranslate() {
    setAccessibleName(tr("SQL statement"));
    setPlaceholderText(tr("SELECT … FROM …"));
    list_->setAccessibleName(tr("Names"));
}

void SqlEditor::colour() {
    QPalette own = palette();
    own.setColor(QPalette::Base, Theme::tokens().raised);
    setPalette(own);
    margin_->update();
}

std::pair<int, int> SqlEditor::statementRange() const {
    const QTextCursor cursor = textCursor();
    if (cursor.hasSelection()) return {cursor.selectionStart(), cursor.selectionEnd()};
    const QString text = toPlainText();
    const std::string utf8 = text.toStdString();
    const auto units = [&](std::size_t bytes) { return static_cast<int>(QString::fromUtf8(utf8.data(), static_cast<qsizetype>(bytes)).size()); };
    std::pair<int, int> chosen{0, static_cast<int>(text.size())};
    const std::vector<std::string_view> statements = splitStatements(utf8);
    if (statements.size() < 2) return chosen;
    for (const std::string_view statement : statements) {
        const auto begin = static_cast<std::size_t>(statement.data() - utf8.data());
        // Between two statements, the one before is meant.
        if (chosen.first != 0 || chosen.second != text.size()) {
            if (units(begin) > cursor.position()) break;
        }
        chosen = {units(begin), units(begin + statement.size())};
    }
    return chosen;
}

QString SqlEditor::statement() const {
    const auto [begin, end] = statementRange();
    return toPlainText().mid(begin, end - begin);
}

int SqlEditor::statementBegin() const { return statementRange().first; }

void SqlEditor::setMark(int position) {
    if (mark_ == position) return;
    mark_ = position;
    showMark();
}

void SqlEditor::showMark() {
    QList<QTextEdit::ExtraSelection> marks;
    if (mark_ >= 0) {
        const QString text = toPlainText();
        const auto size = static_cast<int>(text.size());
        int begin = std::min(mark_, size);
        int end = begin;
        while (end < size && isWordCharacter(text[end])) ++end;
        if (end == begin) end = std::min(begin + 1, size);
        if (end == begin && begin > 0) --begin;  // at the very end: what stands before it
        QTextEdit::ExtraSelection selection;
        selection.cursor = textCursor();
        selection.cursor.setPosition(begin);
        selection.cursor.setPosition(end, QTextCursor::KeepAnchor);
        selection.format.setUnderlineStyle(QTextCharFormat::WaveUnderline);
        selection.format.setUnderlineColor(Theme::tokens().err);
        marks.push_back(selection);
    }
    setExtraSelections(marks);
}

void SqlEditor::replaceText(const QString& text) {
    QTextCursor cursor(document());
    cursor.select(QTextCursor::Document);
    cursor.insertText(text);
    moveCursor(QTextCursor::End);
}

bool SqlEditor::isCompleting() const { return list_->isVisible(); }

QStringList SqlEditor::offered() const {
    QStringList names;
    const SqlPlace place = sqlPlaceAt(toPlainText(), textCursor().position());
    if (!catalog_) return names;
    for (const SqlOffer& offer : sqlOffers(place, statement(), *catalog_, database_)) {
        if (offer.name.startsWith(place.typed, Qt::CaseInsensitive)) names << offer.name;
    }
    return names;
}

void SqlEditor::complete(bool isAsked) {
    const SqlPlace place = sqlPlaceAt(toPlainText(), textCursor().position());
    if (!catalog_ || place.isInText || (!isAsked && place.typed.isEmpty() && place.owner.isEmpty())) return list_->hide();
    std::vector<SqlOffer> offers = sqlOffers(place, statement(), *catalog_, database_);
    // What is there in full is not taken for the beginning of something else.
    const bool isWhole = std::any_of(offers.begin(), offers.end(), [&](const SqlOffer& offer) { return offer.name.compare(place.typed, Qt::CaseInsensitive) == 0; });
    if (isWhole && !isAsked) return list_->hide();
    static_cast<OfferModel*>(completer_->model())->setOffers(std::move(offers));
    completer_->setCompletionPrefix(place.typed);
    if (completer_->completionCount() == 0) return list_->hide();
    QRect at = cursorRect();
    at.translate(margin_->width(), scaled(2));
    at.setWidth(scaled(kListWidth));
    completer_->complete(at);
    list_->setCurrentIndex(completer_->completionModel()->index(0, 0));
}

void SqlEditor::accept(const QModelIndex& index) {
    const auto* proxy = static_cast<const QAbstractProxyModel*>(completer_->completionModel());
    const SqlOffer offer = static_cast<const OfferModel*>(completer_->model())->at(proxy->mapToSource(index).row());
    const SqlPlace place = sqlPlaceAt(toPlainText(), textCursor().position());
    QTextCursor cursor = textCursor();
    cursor.setPosition(place.begin, QTextCursor::KeepAnchor);
    const bool isFunction = offer.kind == SqlOffer::Kind::Function;
    const bool isCalled = document()->characterAt(cursor.selectionEnd()) == QLatin1Char('(');
    cursor.insertText(isFunction && !isCalled ? offer.name + QLatin1String("()") : offer.written());
    if (isFunction && !isCalled) cursor.movePosition(QTextCursor::Left);
    setTextCursor(cursor);
}

bool SqlEditor::event(QEvent* event) {
    if (event->type() == QEvent::ShortcutOverride) {
        // The window's undo is of the project; here it is of the text.
        auto* key = static_cast<QKeyEvent*>(event);
        if (key->matches(QKeySequence::Undo) || key->matches(QKeySequence::Redo)) {
            event->accept();
            return true;
        }
    } else if (event->type() == QEvent::KeyPress && isCompleting()) {
        // Tab takes the chosen name, as Enter does, before it would move the focus.
        const int key = static_cast<QKeyEvent*>(event)->key();
        if (key == Qt::Key_Tab || key == Qt::Key_Backtab) {
            event->ignore();
            return false;
        }
    } else if (event->type() == QEvent::Hide) {
        list_->hide();
    }
    return QPlainTextEdit::event(event);
}

void SqlEditor::keyPressEvent(QKeyEvent* event) {
    const bool enter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (enter && event->modifiers().testFlag(Qt::ControlModifier)) {
        list_->hide();
        Q_EMIT runRequested();
        return;
    }
    if (isCompleting()) {
        if (enter || event->key() == Qt::Key_Escape) return event->ignore();  // the list's keys
    }
    if (event->key() == Qt::Key_Space && event->modifiers() == Qt::ControlModifier) return complete(true);
    if (event->modifiers() == Qt::AltModifier && event->key() == Qt::Key_Up) return Q_EMIT earlierRequested();
    if (event->modifiers() == Qt::AltModifier && event->key() == Qt::Key_Down) return Q_EMIT laterRequested();
    const int before = document()->revision();
    const bool wasCompleting = isCompleting();
    QPlainTextEdit::keyPressEvent(event);
    const bool isTyped = !event->text().isEmpty() && (isWordCharacter(event->text().front()) || event->text().front() == QLatin1Char('.') || event->text().front() == QLatin1Char('`'));
    if (document()->revision() != before && (isTyped || wasCompleting)) complete(false);
    else if (wasCompleting && event->key() != Qt::Key_Shift && event->key() != Qt::Key_Control) list_->hide();
}

void SqlEditor::resizeEvent(QResizeEvent* event) {
    QPlainTextEdit::resizeEvent(event);
    fitMargin();
}

void SqlEditor::fitMargin() {
    const int digits = std::max<int>(2, static_cast<int>(QString::number(blockCount()).size()));
    const int width = scaled(8) + digits * QFontMetrics(monoFont()).horizontalAdvance(QLatin1Char('0')) + scaled(4);
    setViewportMargins(width, 0, 0, 0);
    const QRect inside = contentsRect();
    margin_->setGeometry(inside.left(), inside.top(), width, inside.height());
}

void SqlEditor::paintMargin(QPaintEvent* event) {
    QPainter painter(margin_);
    painter.fillRect(event->rect(), palette().color(QPalette::Base));
    painter.setFont(monoFont());
    painter.setPen(Theme::tokens().text3);
    QTextBlock block = firstVisibleBlock();
    double top = blockBoundingGeometry(block).translated(contentOffset()).top();
    while (block.isValid() && top <= event->rect().bottom()) {
        const double height = blockBoundingRect(block).height();
        if (block.isVisible() && top + height >= event->rect().top()) {
            painter.drawText(QRectF(0, top, margin_->width() - scaled(4), QFontMetrics(monoFont()).height()), Qt::AlignRight | Qt::AlignTop, QString::number(block.blockNumber() + 1));
        }
        top += height;
        block = block.next();
    }
}

}  // namespace vitrine::ui
