// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <QIcon>
#include <QString>
#include <QWidget>

#include "ui/style/control_kind.h"

class QAbstractButton;
class QButtonGroup;

namespace vitrine::ui {

/// Two to five exclusive choices side by side. One tab stop; arrow keys, Home and End move the choice.
class SegmentBar : public QWidget {
    Q_OBJECT

  public:
    explicit SegmentBar(QWidget* parent = nullptr) : SegmentBar(ControlSize::Medium, parent) {}
    explicit SegmentBar(ControlSize size, QWidget* parent = nullptr);

    /// Adds a choice at the right; the first one added is chosen. Returns its index.
    /// `mono` writes the text in the code font, for Spark's own words such as `append`.
    int addSegment(const QString& text, const QIcon& icon = {}, bool mono = false);
    int count() const;

    void setText(int index, const QString& text);
    /// A choice that is refused now; `reason` becomes its tool tip and accessible description.
    void setSegmentEnabled(int index, bool enabled, const QString& reason = {});
    QAbstractButton* button(int index) const;

    int currentIndex() const;
    /// Chooses without emitting chosen().
    void setCurrentIndex(int index);
    ControlSize controlSize() const { return size_; }

  signals:
    /// The user chose another segment.
    void chosen(int index);

  protected:
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

  private:
    void choose(int index);

    ControlSize size_;
    QButtonGroup* group_;
    std::vector<QAbstractButton*> buttons_;
};

}  // namespace vitrine::ui
