// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/step_row.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/pages/form_parts.h"
#include "ui/style/control_kind.h"
#include "ui/style/fonts.h"
#include "ui/style/icons.h"
#include "ui/widgets/card.h"
#include "ui/widgets/labels.h"

namespace vitrine::ui {

StepRow::StepRow(QWidget* parent)
    : QWidget(parent), label_(new TextLabel(TextLabel::Role::Label, this)), text_(new QLineEdit(this)),
      remove_(new QToolButton(this)), error_(new ErrorLine(this)) {
    text_->setFont(monoFont());
    remove_->setIcon(icon(Icon::Trash2));
    setControlSize(remove_, ControlSize::Medium);
    label_->setMinimumWidth(scaled(80));
    auto* row = new QHBoxLayout;
    row->setContentsMargins(scaled(20), scaled(7), scaled(16), scaled(7));
    row->setSpacing(scaled(8));
    row->addWidget(label_);
    row->addWidget(text_, 1);
    row->addWidget(remove_);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(new Separator(Qt::Horizontal, this));
    column->addLayout(row);
    column->addWidget(error_);
    connect(text_, &QLineEdit::editingFinished, this, [this] {
        if (text_->text() != json_) Q_EMIT edited(index_, text_->text());
    });
    connect(remove_, &QToolButton::clicked, this, [this] { Q_EMIT removed(index_); });
    retranslate();
}

void StepRow::show(std::size_t index, const QString& json, const QString& error) {
    const bool isSame = index == index_ && json == json_;
    index_ = index;
    json_ = json;
    if (!isSame) text_->setText(json);
    text_->setCursorPosition(text_->hasFocus() ? text_->cursorPosition() : 0);
    setInvalid(text_, !error.isEmpty());
    error_->setText(error);
    retranslate();
}

void StepRow::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) retranslate();
}

void StepRow::retranslate() {
    const QString title = tr("Step %1").arg(index_ + 1);
    label_->setText(title);
    text_->setAccessibleName(title);
    remove_->setToolTip(tr("Remove this step"));
    remove_->setAccessibleName(tr("Remove %1").arg(title));
}

}  // namespace vitrine::ui
