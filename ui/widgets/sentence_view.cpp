// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/sentence_view.h"

#include <QHBoxLayout>

#include "ui/widgets/flow_layout.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/token_button.h"

namespace vitrine::ui {

namespace {

bool isPunctuation(QChar character) {
    return character == QLatin1Char(',') || character == QLatin1Char('.') || character == QLatin1Char(';') ||
           character == QLatin1Char(':') || character == QLatin1Char(')');
}

TextLabel* makeWord(const QString& word, bool large, QWidget* parent) {
    return new TextLabel(word, large ? TextLabel::Role::Sentence : TextLabel::Role::Label, parent);
}

bool onlyValuesDiffer(const std::vector<SentencePart>& before, const std::vector<SentencePart>& after) {
    if (before.size() != after.size()) return false;
    for (std::size_t index = 0; index < before.size(); ++index) {
        if (before[index].id != after[index].id) return false;
        if (before[index].id.isEmpty() && before[index].text != after[index].text) return false;
    }
    return true;
}

QString plainText(const std::vector<SentencePart>& parts) {
    QString plain;
    for (const SentencePart& part : parts) {
        if (!plain.isEmpty() && !part.text.isEmpty() && !isPunctuation(part.text.front())) plain += QLatin1Char(' ');
        plain += part.text;
    }
    return plain;
}

}  // namespace

SentenceView::SentenceView(QWidget* parent) : QWidget(parent), flow_(new FlowLayout(this, 3, 0)) {
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
}

int SentenceView::heightForWidth(int width) const {
    return flow_->heightForWidth(width);
}

TokenButton* SentenceView::token(const QString& id) const {
    for (TokenButton* button : tokens_) {
        if (button->objectName() == id) return button;
    }
    return nullptr;
}

void SentenceView::setLarge(bool large) {
    if (large_ == large) return;
    large_ = large;
    rebuild();
}

void SentenceView::setParts(const std::vector<SentencePart>& parts) {
    const bool keepWidgets = onlyValuesDiffer(parts_, parts);
    parts_ = parts;
    if (!keepWidgets) {
        rebuild();
        return;
    }
    for (const SentencePart& part : parts_) {
        if (TokenButton* button = part.id.isEmpty() ? nullptr : token(part.id)) {
            button->setWhat(part.what);
            button->setValue(part.text);
        }
    }
    setAccessibleName(plainText(parts_));
    flow_->invalidate();
    updateGeometry();
}

void SentenceView::rebuild() {
    std::vector<TokenButton*> kept;
    kept.swap(tokens_);
    QString focused;
    for (const TokenButton* button : kept) {
        if (button->hasFocus()) focused = button->objectName();
    }
    while (QLayoutItem* item = flow_->takeAt(0)) {
        QWidget* widget = item->widget();
        delete item;
        // Tokens go on living, and keep the focus, when the new sentence has the same part.
        for (TokenButton* button : kept) {
            if (widget && widget != button && widget->isAncestorOf(button)) button->setParent(this);
        }
        if (widget && !qobject_cast<TokenButton*>(widget)) delete widget;
    }
    const auto takeToken = [&](const SentencePart& part) {
        for (auto place = kept.begin(); place != kept.end(); ++place) {
            if ((*place)->objectName() == part.id) {
                TokenButton* button = *place;
                kept.erase(place);
                button->setWhat(part.what);
                button->setValue(part.text);
                return button;
            }
        }
        auto* button = new TokenButton(part.what, part.text, this);
        button->setObjectName(part.id);
        connect(button, &QToolButton::clicked, this,
                [this, button] { emit tokenActivated(button->objectName(), button); });
        return button;
    };
    TokenButton* before = nullptr;
    for (std::size_t index = 0; index < parts_.size(); ++index) {
        const SentencePart& part = parts_[index];
        if (!part.id.isEmpty()) {
            TokenButton* button = takeToken(part);
            button->setLarge(large_);
            tokens_.push_back(button);
            QString mark;
            if (index + 1 < parts_.size() && parts_[index + 1].id.isEmpty()) {
                for (const QChar character : parts_[index + 1].text) {
                    if (!isPunctuation(character)) break;
                    mark += character;
                }
            }
            if (mark.isEmpty()) {
                flow_->addWidget(button);
            } else {
                auto* pair = new QWidget(this);
                auto* row = new QHBoxLayout(pair);
                row->setContentsMargins(0, 0, 0, 0);
                row->setSpacing(0);
                row->addWidget(button);
                row->addWidget(makeWord(mark, large_, pair));
                pair->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
                flow_->addWidget(pair);
                pair->show();
            }
            button->show();
            if (before) setTabOrder(before, button);
            before = button;
            continue;
        }
        QString words = part.text;
        if (index > 0 && !parts_[index - 1].id.isEmpty()) {
            while (!words.isEmpty() && isPunctuation(words.front())) words.remove(0, 1);
        }
        for (const QString& word : words.split(QLatin1Char(' '), Qt::SkipEmptyParts)) {
            auto* label = makeWord(word, large_, this);
            flow_->addWidget(label);
            label->show();
        }
    }
    for (TokenButton* button : kept) button->deleteLater();
    for (TokenButton* button : kept) button->hide();
    setAccessibleName(plainText(parts_));
    if (TokenButton* button = token(focused)) button->setFocus();
    flow_->invalidate();
    updateGeometry();
}

}  // namespace vitrine::ui
