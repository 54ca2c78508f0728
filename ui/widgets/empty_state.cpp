// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/empty_state.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/style/control_kind.h"
#include "ui/style/fonts.h"
#include "ui/style/icons.h"
#include "ui/style/theme.h"
#include "ui/widgets/labels.h"

namespace vitrine::ui {

namespace {

constexpr int kMark = 28;
constexpr int kTextWidth = 560;

}  // namespace

class EmptyStateMark : public QWidget {
  public:
    EmptyStateMark(Icon glyph, QWidget* parent) : QWidget(parent), glyph_(glyph) {
        setFixedSize(scaled(kMark), scaled(kMark));
    }
    void setGlyph(Icon glyph) {
        glyph_ = glyph;
        update();
    }

  protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        paintIcon(painter, rect(), glyph_, Theme::tokens().text3);
    }

  private:
    Icon glyph_;
};

EmptyState::EmptyState(Icon glyph, const QString& what, const QString& why, QWidget* parent)
    : QWidget(parent),
      mark_(new EmptyStateMark(glyph, this)),
      what_(new TextLabel(TextLabel::Role::Strong, this)),
      why_(new TextLabel(TextLabel::Role::Label, this)),
      actions_(new QHBoxLayout) {
    for (QLabel* label : {what_, why_}) {
        label->setAlignment(Qt::AlignCenter);
        label->setWordWrap(true);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
        label->setMaximumWidth(scaled(kTextWidth));
        QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Preferred);
        policy.setHeightForWidth(true);
        label->setSizePolicy(policy);
    }
    actions_->setSpacing(scaled(8));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(scaled(16), scaled(16), scaled(16), scaled(16));
    column->setSpacing(0);
    column->addStretch(1);
    column->addWidget(mark_, 0, Qt::AlignHCenter);
    column->addSpacing(scaled(12));
    const auto addCentred = [&](QWidget* widget) {
        auto* row = new QHBoxLayout;
        row->addStretch(1);
        row->addWidget(widget, 100);
        row->addStretch(1);
        column->addLayout(row);
    };
    addCentred(what_);
    column->addSpacing(scaled(4));
    addCentred(why_);
    column->addSpacing(scaled(16));
    auto* row = new QHBoxLayout;
    row->addStretch(1);
    row->addLayout(actions_);
    row->addStretch(1);
    column->addLayout(row);
    column->addStretch(1);
    setTexts(what, why);
}

void EmptyState::setTexts(const QString& what, const QString& why) {
    what_->setText(what);
    why_->setText(why);
    why_->setVisible(!why.isEmpty());
    refreshName();
}

void EmptyState::setGlyph(Icon glyph) {
    mark_->setGlyph(glyph);
}

QPushButton* EmptyState::addAction(const QString& text) {
    auto* button = new QPushButton(text, this);
    button->setAutoDefault(false);
    actions_->addWidget(button);
    return button;
}

QPushButton* EmptyState::addAction(const QString& text, Icon glyph) {
    QPushButton* button = addAction(text);
    button->setIcon(icon(glyph));
    return button;
}

void EmptyState::clearActions() {
    while (QLayoutItem* item = actions_->takeAt(0)) {
        if (QWidget* button = item->widget()) {
            button->hide();
            button->deleteLater();
        }
        delete item;
    }
}

void EmptyState::refreshName() {
    setAccessibleName(what_->text());
    setAccessibleDescription(why_->text());
}

}  // namespace vitrine::ui
