// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFocusFrame>
#include <QObject>
#include <QPointer>

namespace vitrine::ui {

/// The one focus ring of the application: shown around the focused control when the focus came by keyboard,
/// hidden after a mouse click. Owned by the application, GUI thread.
///
/// Item views, tab bars, text editors and widgets that paint their own focus get no ring.
class FocusRing : public QObject {
    Q_OBJECT

  public:
    explicit FocusRing(QObject* parent);
    ~FocusRing() override;

    /// Whether the focus came by keyboard, so that painted widgets can show their own mark.
    static bool isKeyboardFocus();

    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    void follow(QWidget* widget);

    QPointer<QFocusFrame> frame_;
};

}  // namespace vitrine::ui
