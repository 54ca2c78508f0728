// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/style/focus_ring.h"

#include <QAbstractItemView>
#include <QApplication>
#include <QFocusEvent>
#include <QMenu>
#include <QMenuBar>
#include <QTabBar>

#include "ui/style/control_properties.h"

namespace vitrine::ui {

namespace {

bool keyboardFocus = false;

bool ringFits(const QWidget* widget) {
    if (!widget || widget->isWindow() || isFlagged(widget, kOwnFocusProperty)) return false;
    return !qobject_cast<const QAbstractItemView*>(widget) && !qobject_cast<const QMenuBar*>(widget) &&
           !qobject_cast<const QMenu*>(widget) && !qobject_cast<const QTabBar*>(widget);
}

}  // namespace

FocusRing::FocusRing(QObject* parent) : QObject(parent) {
    qApp->installEventFilter(this);
}

FocusRing::~FocusRing() {
    delete frame_;
}

bool FocusRing::isKeyboardFocus() {
    return keyboardFocus;
}

bool FocusRing::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::FocusIn) {
        const auto reason = static_cast<QFocusEvent*>(event)->reason();
        if (auto* widget = qobject_cast<QWidget*>(watched)) {
            if (reason == Qt::MouseFocusReason) {
                keyboardFocus = false;
            } else if (reason == Qt::TabFocusReason || reason == Qt::BacktabFocusReason ||
                       reason == Qt::ShortcutFocusReason || reason == Qt::OtherFocusReason) {
                keyboardFocus = keyboardFocus || reason != Qt::OtherFocusReason;
            }
            follow(widget);
        }
    } else if (event->type() == QEvent::MouseButtonPress && qobject_cast<QWidget*>(watched)) {
        if (keyboardFocus) {
            keyboardFocus = false;
            if (QWidget* focus = QApplication::focusWidget()) focus->update();
            follow(nullptr);
        }
    }
    return QObject::eventFilter(watched, event);
}

void FocusRing::follow(QWidget* widget) {
    QWidget* target = widget;
    while (target && target->focusProxy()) target = target->focusProxy();
    // A combo or spin box gives the focus to its inner editor; the ring belongs around the whole.
    if (target && target->parentWidget() && target->parentWidget()->focusProxy() == target) {
        target = target->parentWidget();
    }
    if (target && (target->inherits("QExpandingLineEdit") || (target->inherits("QLineEdit") && target->parentWidget() &&
                                                              (target->parentWidget()->inherits("QAbstractSpinBox") ||
                                                               target->parentWidget()->inherits("QComboBox"))))) {
        target = target->parentWidget();
    }
    if (!keyboardFocus || !ringFits(target)) {
        if (frame_) frame_->setWidget(nullptr);
        return;
    }
    if (!frame_) frame_ = new QFocusFrame(target->parentWidget());
    frame_->setWidget(target);
}

}  // namespace vitrine::ui
