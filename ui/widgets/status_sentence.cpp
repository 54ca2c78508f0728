// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/status_sentence.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>

#include "ui/style/control_kind.h"
#include "ui/style/fonts.h"
#include "ui/style/icons.h"
#include "ui/style/theme.h"

namespace vitrine::ui {

namespace {

class MarkView : public QWidget {
  public:
    explicit MarkView(QWidget* parent) : QWidget(parent) {
        setFixedSize(scaled(16), scaled(16));
        setAttribute(Qt::WA_TransparentForMouseEvents);
    }
    void setState(StateMark state) {
        state_ = state;
        update();
    }

  protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        paintStateMark(painter, rect(), state_);
    }

  private:
    StateMark state_ = StateMark::NotStarted;
};

}  // namespace

StatusSentence::StatusSentence(QWidget* parent)
    : Card(Kind::Plain, parent), mark_(new MarkView(this)), text_(new QLabel(this)), why_(new QPushButton(this)) {
    text_->setTextFormat(Qt::RichText);
    text_->setWordWrap(true);
    text_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    text_->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    vitrine::ui::setKind(why_, ButtonKind::Link);
    setControlSize(why_, ControlSize::Medium);
    why_->setAutoDefault(false);
    why_->setIcon(icon(Icon::Lightbulb));
    connect(why_, &QPushButton::clicked, this, &StatusSentence::whyRequested);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(scaled(12), scaled(8), scaled(4), scaled(8));
    row->setSpacing(scaled(9));
    row->addWidget(mark_);
    row->addWidget(text_, 1);
    row->addWidget(why_);
    setMinimumHeight(scaled(44));
    connect(&Theme::current(), &Theme::changed, this, &StatusSentence::refresh);
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Minimum);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    refresh();
}

void StatusSentence::setStatus(StateMark state, const QString& rest, const QString& word) {
    state_ = state;
    rest_ = rest;
    word_ = word;
    refresh();
}

QString StatusSentence::plainText() const {
    QString rest = rest_;
    rest.remove(QLatin1Char('`'));
    const QString word =
        word_.isEmpty() ? tr("%1.", "the state of the query, as a sentence").arg(stateWord(state_)) : word_;
    return rest.isEmpty() ? word : word + QLatin1Char(' ') + rest;
}

void StatusSentence::refresh() {
    const ThemeTokens& t = Theme::tokens();
    const QString word =
        word_.isEmpty() ? tr("%1.", "the state of the query, as a sentence").arg(stateWord(state_)) : word_;
    QString rest;
    bool isCode = false;
    for (const QString& piece : rest_.split(QLatin1Char('`'))) {
        rest += isCode ? QStringLiteral("<span style='font-family:\"JetBrains Mono\";font-size:%1px'>%2</span>")
                             .arg(monoFont().pixelSize())
                             .arg(piece.toHtmlEscaped())
                       : piece.toHtmlEscaped();
        isCode = !isCode;
    }
    text_->setText(QStringLiteral("<span style='font-weight:600;color:%1'>%2</span> <span style='color:%3'>%4</span>")
                       .arg(t.text.name(), word.toHtmlEscaped(), t.text2.name(), rest));
    text_->setAccessibleName(plainText());
    static_cast<MarkView*>(mark_)->setState(state_);
    why_->setText(tr("Why?"));
    why_->setAccessibleName(tr("Why?"));
    why_->setToolTip(tr("Explain this state"));
    setAccessibleName(tr("State of the query"));
    setAccessibleDescription(plainText());
}

void StatusSentence::changeEvent(QEvent* event) {
    Card::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) refresh();
}

}  // namespace vitrine::ui
