// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/sql_page.h"

#include <QHBoxLayout>
#include <QShowEvent>
#include <QTableView>
#include <QVBoxLayout>

#include "ui/pages/catalog_tree.h"
#include "ui/pages/sql_card.h"
#include "ui/pages/sql_editor.h"
#include "ui/style/fonts.h"

namespace vitrine::ui {
namespace {

// Sizes of the design in pixels, before scaling.
constexpr int kSide = 16;
constexpr int kGap = 12;

}  // namespace

SqlPage::SqlPage(QWidget* parent) : QWidget(parent), column_(new QVBoxLayout(this)), row_(new QHBoxLayout), sql_(new SqlCard(this)) {
    column_->setContentsMargins(scaled(kSide), scaled(kGap), scaled(kSide), scaled(kGap));
    column_->setSpacing(scaled(kGap));
    row_->setContentsMargins(0, 0, 0, 0);
    row_->setSpacing(scaled(kGap));
    row_->addWidget(sql_, 1);
    column_->addLayout(row_, 1);
}

void SqlPage::addTopCard(QWidget* card) { column_->insertWidget(topCards_++, card); }

void SqlPage::addSideCard(QWidget* card, int width) {
    card->setFixedWidth(scaled(width));
    row_->addWidget(card);
}

bool SqlPage::focusNextPane() {
    QWidget* const panes[] = {sql_->catalog(), sql_->editor(), sql_->table()};
    const auto holdsFocus = [](QWidget* pane) { return pane->hasFocus() || pane->isAncestorOf(pane->window()->focusWidget()); };
    for (int index = 0; index < 2; ++index) {
        if (!holdsFocus(panes[index]) || !panes[index + 1]->isVisible()) continue;
        panes[index + 1]->setFocus(Qt::ShortcutFocusReason);
        return true;
    }
    return false;
}

void SqlPage::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    if (!event->spontaneous()) sql_->editor()->setFocus(Qt::OtherFocusReason);
    sql_->refreshCatalog();
}

}  // namespace vitrine::ui
