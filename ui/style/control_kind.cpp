// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/style/control_kind.h"

#include <QCheckBox>
#include <QCoreApplication>
#include <QEvent>
#include <QTabBar>
#include <QVariant>
#include <QWidget>

#include "ui/style/control_properties.h"

namespace vitrine::ui {

namespace {

void setStyleProperty(QWidget* widget, const char* name, const QVariant& value) {
    if (widget->property(name) == value) return;
    widget->setProperty(name, value);
    // Buttons and combo boxes keep their size hint until the style changes.
    QEvent restyled(QEvent::StyleChange);
    QCoreApplication::sendEvent(widget, &restyled);
    widget->updateGeometry();
    widget->update();
}

}  // namespace

void setKind(QWidget* button, ButtonKind kind) {
    setStyleProperty(button, kKindProperty, static_cast<int>(kind));
}

void setControlSize(QWidget* control, ControlSize size) {
    setStyleProperty(control, kSizeProperty, static_cast<int>(size));
}

void setInvalid(QWidget* field, bool invalid) {
    setStyleProperty(field, kInvalidProperty, invalid);
}

void setSwitch(QCheckBox* box) {
    setStyleProperty(box, kSwitchProperty, true);
}

void setFlatTabs(QTabBar* bar) {
    bar->setDrawBase(false);
    setStyleProperty(bar, kFlatProperty, true);
}

void setTabBadge(QTabBar* bar, int index, int count) {
    if (index < 0 || index >= bar->count()) return;
    bar->setTabData(index, count < 0 ? QVariant() : QVariant(count));
    // Qt lays tabs out again only when a text changes.
    const QString text = bar->tabText(index);
    bar->setTabText(index, text + QChar(' '));
    bar->setTabText(index, text);
}

int tabBadge(const QTabBar* bar, int index) {
    if (!bar) return -1;
    const QVariant data = bar->tabData(index);
    return data.typeId() == QMetaType::Int ? data.toInt() : -1;
}

ButtonKind buttonKind(const QWidget* widget, ButtonKind fallback) {
    const QVariant kind = widget ? widget->property(kKindProperty) : QVariant();
    return kind.isValid() ? static_cast<ButtonKind>(kind.toInt()) : fallback;
}

int controlHeight(const QWidget* widget, ControlSize fallback) {
    const QVariant size = widget ? widget->property(kSizeProperty) : QVariant();
    switch (size.isValid() ? static_cast<ControlSize>(size.toInt()) : fallback) {
        case ControlSize::Small: return 24;
        case ControlSize::Medium: return 28;
        case ControlSize::Large: return 32;
    }
    return 32;
}

bool isFlagged(const QWidget* widget, const char* property) {
    return widget && widget->property(property).toBool();
}

}  // namespace vitrine::ui
