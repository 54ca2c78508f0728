// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/segment_bar.h"

#include <algorithm>

#include <QAbstractButton>
#include <QButtonGroup>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QPainter>

#include "ui/style/control_properties.h"
#include "ui/style/focus_ring.h"
#include "ui/style/fonts.h"
#include "ui/style/paint_tools.h"
#include "ui/style/theme.h"

namespace vitrine::ui {

namespace {

constexpr int kTrackPadding = 2;

class SegmentButton : public QAbstractButton {
  public:
    SegmentButton(ControlSize size, bool mono, QWidget* parent) : QAbstractButton(parent), size_(size), mono_(mono) {
        setCheckable(true);
        setFocusPolicy(Qt::NoFocus);
        setAttribute(Qt::WA_Hover);
        setSizePolicy(QSizePolicy::Minimum, QSizePolicy::Expanding);
    }

    QSize sizeHint() const override {
        const QFontMetrics metrics(textFont());
        const int padding = scaled(size_ == ControlSize::Large ? 12 : size_ == ControlSize::Medium ? 10 : 8);
        int width = metrics.horizontalAdvance(text()) + 2 * padding;
        if (!icon().isNull()) width += scaled(16) + (text().isEmpty() ? 0 : scaled(6));
        const int height = size_ == ControlSize::Large ? 32 : size_ == ControlSize::Medium ? 28 : 24;
        return {width, std::max(scaled(height), metrics.height() + 6) - 2 * kTrackPadding};
    }
    QSize minimumSizeHint() const override { return sizeHint(); }

  protected:
    void paintEvent(QPaintEvent*) override {
        const ThemeTokens& t = Theme::tokens();
        const bool highContrast = Theme::current().isHighContrast();
        QPainter painter(this);
        if (isChecked()) {
            drawBox(painter, rect(), scaled(5), highContrast ? t.text : t.surface, t.line2);
        } else if (underMouse() && isEnabled()) {
            drawBox(painter, rect(), scaled(5), t.raised, QColor());
        }
        QColor color = isChecked() ? t.text : underMouse() ? t.text : t.text2;
        if (isChecked() && highContrast) color = t.surface;
        if (!isEnabled()) color = mixed(t.surface, t.text3, 0.6);
        painter.setFont(textFont());
        painter.setPen(color);
        const QFontMetrics metrics(textFont());
        const int textWidth = metrics.horizontalAdvance(text());
        const int side = scaled(16);
        const int total = textWidth + (icon().isNull() ? 0 : side + (text().isEmpty() ? 0 : scaled(6)));
        int x = (width() - total) / 2;
        if (!icon().isNull()) {
            const QRect box =
                QStyle::visualRect(layoutDirection(), rect(), QRect(x, (height() - side) / 2, side, side));
            icon().paint(&painter, box, Qt::AlignCenter,
                         !isEnabled()  ? QIcon::Disabled
                         : isChecked() ? QIcon::Active
                                       : QIcon::Normal);
            x += side + scaled(6);
        }
        painter.drawText(QStyle::visualRect(layoutDirection(), rect(), QRect(x, 0, textWidth + 1, height())),
                         Qt::AlignVCenter | Qt::AlignLeft, text());
        const QWidget* bar = parentWidget();
        if (isChecked() && bar && bar->hasFocus() && FocusRing::isKeyboardFocus()) {
            painter.setRenderHint(QPainter::Antialiasing);
            painter.setPen(Qt::NoPen);
            painter.setBrush(highContrast ? t.surface : t.accent);
            painter.drawEllipse(QPointF(width() / 2.0, height() - 4.0), 1.5, 1.5);
        }
    }

  private:
    QFont textFont() const {
        if (size_ == ControlSize::Small) return mono_ ? monoCaptionFont(QFont::Medium) : captionFont(QFont::Medium);
        return mono_ ? monoFont(QFont::Medium) : bodyFont(size_ == ControlSize::Large ? QFont::Medium : QFont::Normal);
    }

    ControlSize size_;
    bool mono_;
};

}  // namespace

SegmentBar::SegmentBar(ControlSize size, QWidget* parent)
    : QWidget(parent), size_(size), group_(new QButtonGroup(this)) {
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(kTrackPadding, kTrackPadding, kTrackPadding, kTrackPadding);
    row->setSpacing(0);
    group_->setExclusive(true);
    connect(group_, &QButtonGroup::idClicked, this, [this](int index) { emit chosen(index); });
}

int SegmentBar::addSegment(const QString& text, const QIcon& icon, bool mono) {
    auto* button = new SegmentButton(size_, mono, this);
    button->setText(text);
    button->setAccessibleName(text);
    button->setIcon(icon);
    const int index = count();
    group_->addButton(button, index);
    buttons_.push_back(button);
    layout()->addWidget(button);
    if (index == 0) button->setChecked(true);
    return index;
}

int SegmentBar::count() const {
    return static_cast<int>(buttons_.size());
}

QAbstractButton* SegmentBar::button(int index) const {
    return index >= 0 && index < count() ? buttons_[static_cast<std::size_t>(index)] : nullptr;
}

void SegmentBar::setText(int index, const QString& text) {
    if (QAbstractButton* segment = button(index)) {
        segment->setText(text);
        segment->setAccessibleName(text);
        segment->updateGeometry();
    }
}

void SegmentBar::setSegmentEnabled(int index, bool enabled, const QString& reason) {
    if (QAbstractButton* segment = button(index)) {
        segment->setEnabled(enabled);
        segment->setToolTip(enabled ? QString() : reason);
        segment->setAccessibleDescription(enabled ? QString() : reason);
    }
}

int SegmentBar::currentIndex() const {
    return group_->checkedId();
}

void SegmentBar::setCurrentIndex(int index) {
    if (QAbstractButton* segment = button(index)) segment->setChecked(true);
}

void SegmentBar::choose(int index) {
    if (index == currentIndex()) return;
    setCurrentIndex(index);
    emit chosen(index);
}

void SegmentBar::paintEvent(QPaintEvent* event) {
    Q_UNUSED(event);
    const ThemeTokens& t = Theme::tokens();
    QPainter painter(this);
    drawBox(painter, rect(), scaled(6), t.sunken, t.line);
}

void SegmentBar::keyPressEvent(QKeyEvent* event) {
    int step = 0;
    switch (event->key()) {
        case Qt::Key_Left: step = layoutDirection() == Qt::RightToLeft ? 1 : -1; break;
        case Qt::Key_Right: step = layoutDirection() == Qt::RightToLeft ? -1 : 1; break;
        case Qt::Key_Up: step = -1; break;
        case Qt::Key_Down: step = 1; break;
        case Qt::Key_Home:
        case Qt::Key_End: {
            const bool home = event->key() == Qt::Key_Home;
            for (int offset = 0; offset < count(); ++offset) {
                const int index = home ? offset : count() - 1 - offset;
                if (button(index)->isEnabled()) {
                    choose(index);
                    break;
                }
            }
            return;
        }
        default: QWidget::keyPressEvent(event); return;
    }
    for (int index = currentIndex() + step; index >= 0 && index < count(); index += step) {
        if (button(index)->isEnabled()) {
            choose(index);
            break;
        }
    }
}

void SegmentBar::focusInEvent(QFocusEvent* event) {
    QWidget::focusInEvent(event);
    if (QAbstractButton* segment = button(currentIndex())) segment->update();
}

void SegmentBar::focusOutEvent(QFocusEvent* event) {
    QWidget::focusOutEvent(event);
    if (QAbstractButton* segment = button(currentIndex())) segment->update();
}

}  // namespace vitrine::ui
