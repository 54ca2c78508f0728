// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/command_palette.h"

#include <algorithm>

#include <QApplication>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListView>
#include <QPainter>
#include <QStandardItemModel>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

#include "ui/style/fonts.h"
#include "ui/style/paint_tools.h"
#include "ui/style/theme.h"

namespace vitrine::ui {
namespace {

// Sizes of the design in pixels, before scaling.
constexpr int kWidth = 560;
constexpr int kTop = 64;
constexpr int kRow = 30;
constexpr int kPadding = 12;
constexpr int kMostRows = 12;
constexpr int kPlaceRole = Qt::UserRole;
constexpr int kKeysRole = Qt::UserRole + 1;

/// Without case and accents: `Écrire` is found by `ecrire`.
QString plain(const QString& text) {
    QString letters;
    for (const QChar letter : text.normalized(QString::NormalizationForm_D)) {
        if (letter.category() != QChar::Mark_NonSpacing) letters += letter.toLower();
    }
    return letters;
}

class CommandRow : public QStyledItemDelegate {
  public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const override { return {scaled(kWidth), scaled(kRow)}; }

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
        const ThemeTokens& t = Theme::tokens();
        if (option.state.testFlag(QStyle::State_Selected)) painter->fillRect(option.rect, t.sel);
        const QRect inner = option.rect.adjusted(scaled(kPadding), 0, -scaled(kPadding), 0);
        const auto side = [&](Qt::Alignment alignment) { return static_cast<int>(QStyle::visualAlignment(option.direction, alignment)) | Qt::AlignVCenter; };
        const QString keys = index.data(kKeysRole).toString();
        painter->setFont(captionFont());
        painter->setPen(t.text2);
        painter->drawText(inner, side(Qt::AlignRight), keys);
        const int keysWidth = keys.isEmpty() ? 0 : QFontMetrics(captionFont()).horizontalAdvance(keys) + scaled(kPadding);
        const QString text = index.data(Qt::DisplayRole).toString();
        painter->setFont(bodyFont());
        const QFontMetrics body((bodyFont()));
        QRect line = inner;
        if (option.direction == Qt::RightToLeft) line.setLeft(line.left() + keysWidth);
        else line.setRight(line.right() - keysWidth);
        painter->setPen(t.text);
        painter->drawText(line, side(Qt::AlignLeft), body.elidedText(text, Qt::ElideRight, line.width()));
        const int taken = body.horizontalAdvance(text) + scaled(8);
        if (taken >= line.width()) return;
        if (option.direction == Qt::RightToLeft) line.setRight(line.right() - taken);
        else line.setLeft(line.left() + taken);
        painter->setFont(captionFont());
        painter->setPen(t.text3);
        painter->drawText(line, side(Qt::AlignLeft), QFontMetrics(captionFont()).elidedText(index.data(kPlaceRole).toString(), Qt::ElideRight, line.width()));
    }
};

}  // namespace

std::vector<Command> matching(const std::vector<Command>& commands, const QString& typed) {
    const QStringList words = plain(typed).split(QLatin1Char(' '), Qt::SkipEmptyParts);
    std::vector<Command> found, later;
    for (const Command& command : commands) {
        const QString text = plain(command.text);
        const QString all = text + QLatin1Char(' ') + plain(command.place);
        const bool fits = std::all_of(words.begin(), words.end(), [&](const QString& word) { return all.contains(word); });
        if (!fits) continue;
        (words.isEmpty() || text.startsWith(words.front()) ? found : later).push_back(command);
    }
    found.insert(found.end(), later.begin(), later.end());
    return found;
}

CommandPalette::CommandPalette(QWidget* parent)
    : QFrame(parent), search_(new QLineEdit(this)), list_(new QListView(this)), model_(new QStandardItemModel(this)) {
    list_->setModel(model_);
    list_->setItemDelegate(new CommandRow(list_));
    list_->setFrameShape(QFrame::NoFrame);
    list_->setUniformItemSizes(true);
    list_->setEditTriggers(QAbstractItemView::NoEditTriggers);
    list_->setFocusPolicy(Qt::NoFocus);
    list_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(scaled(8), scaled(8), scaled(8), scaled(8));
    column->setSpacing(scaled(6));
    column->addWidget(search_);
    column->addWidget(list_);
    search_->installEventFilter(this);
    connect(search_, &QLineEdit::textChanged, this, &CommandPalette::refresh);
    connect(search_, &QLineEdit::returnPressed, this, &CommandPalette::run);
    connect(list_, &QListView::clicked, this, &CommandPalette::run);
    hide();
}

void CommandPalette::open(std::vector<Command> commands) {
    commands_ = std::move(commands);
    before_ = QApplication::focusWidget();
    setAccessibleName(tr("Commands"));
    search_->setAccessibleName(tr("Search the commands"));
    search_->setPlaceholderText(tr("What do you want to do?"));
    list_->setAccessibleName(tr("Commands"));
    search_->clear();
    refresh();
    raise();
    show();
    search_->setFocus(Qt::PopupFocusReason);
}

void CommandPalette::refresh() {
    shown_ = matching(commands_, search_->text());
    model_->clear();
    for (const Command& command : shown_) {
        auto* item = new QStandardItem(command.text);
        item->setData(command.place, kPlaceRole);
        item->setData(command.keys, kKeysRole);
        item->setData(command.keys.isEmpty() ? tr("%1, in %2").arg(command.text, command.place) : tr("%1, in %2, %3").arg(command.text, command.place, command.keys),
                      Qt::AccessibleTextRole);
        model_->appendRow(item);
    }
    if (!shown_.empty()) list_->setCurrentIndex(model_->index(0, 0));
    const int rows = std::clamp(static_cast<int>(shown_.size()), 1, kMostRows);
    list_->setFixedHeight(rows * scaled(kRow));
    layout()->activate();
    const int width = std::min(scaled(kWidth), parentWidget()->width() - 2 * scaled(kPadding));
    setGeometry((parentWidget()->width() - width) / 2, scaled(kTop), width, sizeHint().height());
}

void CommandPalette::run() {
    const int row = list_->currentIndex().row();
    if (row < 0 || row >= static_cast<int>(shown_.size())) return;
    const std::function<void()> chosen = shown_[static_cast<std::size_t>(row)].run;
    leave();
    chosen();
}

void CommandPalette::leave() {
    hide();
    if (before_) before_->setFocus(Qt::PopupFocusReason);
}

bool CommandPalette::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::FocusOut && static_cast<QFocusEvent*>(event)->reason() != Qt::ActiveWindowFocusReason) hide();
    if (event->type() != QEvent::KeyPress) return QFrame::eventFilter(watched, event);
    auto* key = static_cast<QKeyEvent*>(event);
    switch (key->key()) {
        case Qt::Key_Escape: leave(); return true;
        case Qt::Key_Up:
        case Qt::Key_Down:
        case Qt::Key_PageUp:
        case Qt::Key_PageDown: QApplication::sendEvent(list_, event); return true;
        default: return QFrame::eventFilter(watched, event);
    }
}

void CommandPalette::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const ThemeTokens& t = Theme::tokens();
    drawBox(painter, QRectF(rect()), scaled(8), t.surface, t.line2);
}

}  // namespace vitrine::ui
