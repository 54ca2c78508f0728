// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTabBar>

namespace vitrine::ui {

/// Tabs of the lanes of a card: flat, underlined, with a count beside the text.
class BadgeTabBar : public QTabBar {
    Q_OBJECT

  public:
    explicit BadgeTabBar(QWidget* parent = nullptr);

    /// Count shown beside the text, also said by screen readers; -1 shows none.
    void setBadge(int index, int count);
    int badge(int index) const;
};

}  // namespace vitrine::ui
