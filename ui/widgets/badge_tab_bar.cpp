// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/badge_tab_bar.h"

#include "ui/style/control_kind.h"

namespace vitrine::ui {

BadgeTabBar::BadgeTabBar(QWidget* parent) : QTabBar(parent) {
    setFlatTabs(this);
    setExpanding(false);
    setUsesScrollButtons(true);
    setElideMode(Qt::ElideNone);
}

void BadgeTabBar::setBadge(int index, int count) {
    if (badge(index) == count) return;
    setTabBadge(this, index, count);
    setAccessibleTabName(
        index,
        count < 0 ? QString()
                  : tr("%1, %2", "name of a lane, number of rows in it").arg(tabText(index), locale().toString(count)));
}

int BadgeTabBar::badge(int index) const {
    const QVariant stored = tabData(index);
    return stored.typeId() == QMetaType::Int ? stored.toInt() : -1;
}

}  // namespace vitrine::ui
