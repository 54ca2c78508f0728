// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/section.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPainter>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/style/control_kind.h"
#include "ui/style/fonts.h"
#include "ui/style/icons.h"
#include "ui/style/paint_tools.h"
#include "ui/style/theme.h"
#include "ui/widgets/labels.h"

namespace vitrine::ui {

namespace {

/// Head of a section: chevron and title over the whole free width.
class SectionHead : public QToolButton {
  public:
    explicit SectionHead(QWidget* parent) : QToolButton(parent) {
        setFocusPolicy(Qt::StrongFocus);
        setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    }
    bool folded = false;

    QSize sizeHint() const override {
        const QFontMetrics metrics(captionFont(QFont::DemiBold));
        return {metrics.horizontalAdvance(text()) + scaled(14 + 8), std::max(scaled(20), metrics.height() + 4)};
    }
    QSize minimumSizeHint() const override { return sizeHint(); }

  protected:
    void paintEvent(QPaintEvent*) override {
        const ThemeTokens& t = Theme::tokens();
        QPainter painter(this);
        const int side = scaled(14);
        const auto visual = [&](const QRect& part) { return QStyle::visualRect(layoutDirection(), rect(), part); };
        const QColor color = underMouse() ? t.text : t.text2;
        const Icon closed = layoutDirection() == Qt::RightToLeft ? Icon::ChevronLeft : Icon::ChevronRight;
        paintIcon(painter, visual(QRect(0, (height() - side) / 2, side, side)), folded ? closed : Icon::ChevronDown,
                  color);
        painter.setFont(captionFont(QFont::DemiBold));
        painter.setPen(color);
        painter.drawText(visual(QRect(side + scaled(6), 0, width() - side - scaled(6), height())),
                         static_cast<int>(QStyle::visualAlignment(layoutDirection(), Qt::AlignLeft)) | Qt::AlignVCenter,
                         text());
    }
};

}  // namespace

Section::Section(const QString& title, QWidget* parent)
    : QWidget(parent),
      head_(new SectionHead(this)),
      headRow_(new QHBoxLayout),
      content_(new QWidget(this)),
      body_(new QVBoxLayout(content_)) {
    // Not Maximum: that would cut text which wraps to more lines than its own width asks for.
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Preferred);
    headRow_->setContentsMargins(scaled(16), scaled(7), scaled(16), scaled(7));
    headRow_->setSpacing(scaled(8));
    headRow_->addWidget(head_, 1);
    body_->setContentsMargins(scaled(16), 0, scaled(16), scaled(9));
    body_->setSpacing(scaled(4));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 1);
    column->setSpacing(0);
    column->addLayout(headRow_);
    column->addWidget(content_);
    connect(head_, &QToolButton::clicked, this, [this] { setFolded(!folded_); });
    head_->installEventFilter(this);
    setTitle(title);
}

void Section::setTitle(const QString& title) {
    head_->setText(title);
    refresh();
}

QString Section::title() const {
    return head_->text();
}

void Section::addHeadWidget(QWidget* widget) {
    headRow_->addWidget(widget);
}

void Section::setFolded(bool folded) {
    if (folded_ == folded) return;
    folded_ = folded;
    refresh();
    emit foldedChanged(folded);
}

void Section::refresh() {
    static_cast<SectionHead*>(head_)->folded = folded_;
    content_->setVisible(!folded_);
    head_->setAccessibleName(title());
    head_->setAccessibleDescription(folded_ ? tr("folded") : tr("unfolded"));
    setAccessibleName(title());
    head_->updateGeometry();
    head_->update();
}

bool Section::eventFilter(QObject* watched, QEvent* event) {
    if (watched == head_ && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent*>(event)->key();
        const bool mirrored = layoutDirection() == Qt::RightToLeft;
        if (key == (mirrored ? Qt::Key_Right : Qt::Key_Left)) {
            setFolded(true);
            return true;
        }
        if (key == (mirrored ? Qt::Key_Left : Qt::Key_Right)) {
            setFolded(false);
            return true;
        }
        if (key == Qt::Key_Return || key == Qt::Key_Enter) {
            setFolded(!folded_);
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

void Section::paintEvent(QPaintEvent* event) {
    Q_UNUSED(event);
    QPainter painter(this);
    drawHorizontalLine(painter, 0, width(), height() - alignedWidth(painter, 1.0), Theme::tokens().line);
}

FormRow::FormRow(const QString& label, QWidget* control, QWidget* parent, int labelWidth)
    : QWidget(parent),
      label_(new TextLabel(label, TextLabel::Role::Label, this)),
      control_(control),
      mark_(new QLabel(this)),
      caption_(new TextLabel(TextLabel::Role::Caption, this)) {
    auto* grid = new QGridLayout(this);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(scaled(8));
    grid->setVerticalSpacing(scaled(2));
    grid->setColumnMinimumWidth(0, scaled(labelWidth));
    grid->setColumnStretch(1, 1);
    label_->setBuddy(control);
    grid->addWidget(label_, 0, 0, Qt::AlignVCenter);
    grid->addWidget(control, 0, 1);
    auto* below = new QHBoxLayout;
    below->setSpacing(scaled(4));
    below->addWidget(mark_, 0, Qt::AlignTop);
    below->addWidget(caption_, 1);
    grid->addLayout(below, 1, 1);
    caption_->setWordWrap(true);
    if (control->accessibleName().isEmpty()) control->setAccessibleName(label);
    showCaption({}, false);
}

void FormRow::setLabel(const QString& label) {
    label_->setText(label);
    control_->setAccessibleName(label);
}

void FormRow::setCaption(const QString& text) {
    showCaption(text, false);
}

void FormRow::setError(const QString& text) {
    showCaption(text, true);
}

void FormRow::showCaption(const QString& text, bool isError) {
    caption_->setTokenColor(isError ? &ThemeTokens::err : &ThemeTokens::text2);
    caption_->setText(text);
    caption_->setVisible(!text.isEmpty());
    mark_->setVisible(isError && !text.isEmpty());
    if (isError)
        mark_->setPixmap(
            icon(Icon::CircleAlert, &ThemeTokens::err).pixmap(QSize(scaled(12), scaled(12)), devicePixelRatioF()));
    control_->setAccessibleDescription(text);
    setInvalid(control_, isError && !text.isEmpty());
    for (QWidget* field : control_->findChildren<QLineEdit*>(QString(), Qt::FindDirectChildrenOnly)) setInvalid(field, isError && !text.isEmpty());
}

}  // namespace vitrine::ui
