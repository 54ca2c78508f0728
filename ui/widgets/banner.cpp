// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/banner.h"

#include <algorithm>

#include <QAccessible>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/style/control_kind.h"
#include "ui/style/fonts.h"
#include "ui/style/icons.h"
#include "ui/style/paint_tools.h"
#include "ui/style/theme.h"

namespace vitrine::ui {

namespace {

constexpr int kMark = 18;
constexpr int kShownBanners = 2;

}  // namespace

Banner::Banner(Kind kind, const QString& text, const QString& detail, QWidget* parent)
    : QFrame(parent),
      kind_(kind),
      text_(text),
      detail_(detail),
      label_(new QLabel(this)),
      actions_(new QHBoxLayout),
      close_(new QToolButton(this)) {
    label_->setTextFormat(Qt::RichText);
    label_->setWordWrap(true);
    label_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    label_->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    setControlSize(close_, ControlSize::Medium);
    close_->setVisible(false);
    connect(close_, &QToolButton::clicked, this, [this] {
        hide();
        emit closed();
    });
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(scaled(12 + kMark + 12), scaled(8), scaled(12), scaled(8));
    row->setSpacing(scaled(12));
    row->addWidget(label_, 1);
    actions_->setSpacing(scaled(12));
    row->addLayout(actions_);
    row->addWidget(close_);
    setMinimumHeight(scaled(44));
    connect(&Theme::current(), &Theme::changed, this, &Banner::refresh);
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Minimum);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    refresh();
}

void Banner::setKind(Kind kind) {
    kind_ = kind;
    refresh();
}

void Banner::setText(const QString& text, const QString& detail) {
    text_ = text;
    detail_ = detail;
    refresh();
    if (isVisible()) {
        QAccessibleEvent changed(this, QAccessible::Alert);
        QAccessible::updateAccessibility(&changed);
    }
}

QPushButton* Banner::addAction(const QString& text, std::function<void()> run, std::optional<Icon> glyph) {
    auto* button = new QPushButton(text, this);
    if (glyph) button->setIcon(icon(*glyph));
    button->setAutoDefault(false);
    setControlSize(button, ControlSize::Medium);
    if (run) connect(button, &QPushButton::clicked, this, std::move(run));
    actions_->addWidget(button);
    buttons_.push_back(button);
    return button;
}

void Banner::clearActions() {
    for (QPushButton* button : buttons_) button->deleteLater();
    for (QPushButton* button : buttons_) button->hide();
    buttons_.clear();
}

void Banner::setClosable(bool closable) {
    close_->setVisible(closable);
}

void Banner::refresh() {
    const ThemeTokens& t = Theme::tokens();
    const QString strong =
        QStringLiteral("<span style='font-weight:600;color:%1'>%2</span>").arg(t.text.name(), text_.toHtmlEscaped());
    const QString rest =
        detail_.isEmpty()
            ? QString()
            : QStringLiteral(" <span style='color:%1'>%2</span>").arg(t.text2.name(), detail_.toHtmlEscaped());
    label_->setText(strong + rest);
    label_->setAccessibleName(text_ + QLatin1Char(' ') + detail_);
    close_->setIcon(icon(Icon::X, kind_ == Kind::Error     ? &ThemeTokens::err
                                  : kind_ == Kind::Warning ? &ThemeTokens::warn
                                                           : &ThemeTokens::text2));
    close_->setToolTip(tr("Hide this message"));
    close_->setAccessibleName(tr("Hide this message"));
    setAccessibleName(text_);
    setAccessibleDescription(detail_);
    update();
}

void Banner::paintEvent(QPaintEvent* event) {
    Q_UNUSED(event);
    const ThemeTokens& t = Theme::tokens();
    const bool isError = kind_ == Kind::Error;
    const bool isNote = kind_ == Kind::Note;
    QPainter painter(this);
    drawBox(painter, rect(), scaled(8),
            isError  ? t.errBg
            : isNote ? t.surface
                     : t.warnBg,
            isError  ? t.errLine
            : isNote ? t.line
                     : t.warnLine);
    const int side = scaled(kMark);
    // The mark stands beside the first line, also when the text needs more.
    const int y = height() <= scaled(52) ? (height() - side) / 2 : scaled(13);
    const QRect mark = QStyle::visualRect(layoutDirection(), rect(), QRect(scaled(12), y, side, side));
    paintIcon(painter, mark,
              isError  ? Icon::CircleX
              : isNote ? Icon::Info
                       : Icon::TriangleAlert,
              isError  ? t.err
              : isNote ? t.text2
                       : t.warn);
}

void Banner::showEvent(QShowEvent* event) {
    QFrame::showEvent(event);
    QAccessibleEvent alert(this, QAccessible::Alert);
    QAccessible::updateAccessibility(&alert);
}

void Banner::changeEvent(QEvent* event) {
    QFrame::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) refresh();
}

BannerStack::BannerStack(QWidget* parent) : QWidget(parent), more_(new QPushButton(this)) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(scaled(8));
    setKind(more_, ButtonKind::Link);
    setControlSize(more_, ControlSize::Small);
    more_->setAutoDefault(false);
    connect(more_, &QPushButton::clicked, this, [this] {
        unfolded_ = !unfolded_;
        arrange();
    });
    column->addWidget(more_, 0, Qt::AlignLeft);
    arrange();
}

void BannerStack::put(const QString& key, Banner* banner) {
    remove(key);
    banner->setParent(this);
    connect(banner, &Banner::closed, this, [this, key] {
        remove(key);
        emit dismissed(key);
    });
    const auto place = std::find_if(entries_.begin(), entries_.end(), [&](const Entry& entry) {
        return static_cast<int>(entry.banner->kind()) > static_cast<int>(banner->kind());
    });
    entries_.insert(place, Entry{key, banner});
    arrange();
}

void BannerStack::remove(const QString& key) {
    const auto place =
        std::find_if(entries_.begin(), entries_.end(), [&](const Entry& entry) { return entry.key == key; });
    if (place == entries_.end()) return;
    place->banner->disconnect(this);
    place->banner->hide();
    place->banner->deleteLater();
    entries_.erase(place);
    arrange();
}

bool BannerStack::contains(const QString& key) const {
    return std::any_of(entries_.begin(), entries_.end(), [&](const Entry& entry) { return entry.key == key; });
}

void BannerStack::clear() {
    while (!entries_.empty()) remove(entries_.back().key);
}

void BannerStack::arrange() {
    auto* column = static_cast<QVBoxLayout*>(layout());
    int index = 0;
    for (const Entry& entry : entries_) {
        column->removeWidget(entry.banner);
        column->insertWidget(index, entry.banner);
        entry.banner->setVisible(unfolded_ || index < kShownBanners);
        ++index;
    }
    const int folded = count() - kShownBanners;
    if (folded <= 0) unfolded_ = false;
    more_->setVisible(folded > 0);
    more_->setText(unfolded_ ? tr("Show fewer messages") : tr("%n more", "messages", std::max(folded, 0)));
    // Showing it without a parent would open a window; a parent calls for it later.
    if (entries_.empty()) hide();
    else if (!isWindow()) show();
}

bool BannerStack::event(QEvent* event) {
    if (event->type() == QEvent::LanguageChange || event->type() == QEvent::ParentChange) arrange();
    return QWidget::event(event);
}

}  // namespace vitrine::ui
