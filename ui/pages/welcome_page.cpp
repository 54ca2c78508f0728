// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/welcome_page.h"

#include <algorithm>
#include <vector>

#include <QBoxLayout>
#include <QDateTime>
#include <QDir>
#include <QDragEnterEvent>
#include <QFileInfo>
#include <QKeySequence>
#include <QLabel>
#include <QLocale>
#include <QMimeData>
#include <QPushButton>
#include <QScrollArea>
#include <QToolButton>

#include "ui/pages/recent_row.h"
#include "ui/pages/welcome_art.h"
#include "ui/style/control_kind.h"
#include "ui/style/fonts.h"
#include "ui/style/icons.h"
#include "ui/style/theme.h"
#include "ui/widgets/card.h"
#include "ui/widgets/labels.h"

namespace vitrine::ui {
namespace {

constexpr int kWidth = 1104;       ///< of the content, as drawn
constexpr int kNarrow = 860;       ///< below this the cards stand one above the other
constexpr int kMostRecent = 6;

/// One way to begin: picture, title, what it is, and its button with the key beside it.
struct Beginning {
    Card* card = nullptr;
    TextLabel* title = nullptr;
    TextLabel* text = nullptr;
    QPushButton* button = nullptr;
    TextLabel* key = nullptr;
};

Beginning makeBeginning(WelcomeArt::Subject subject, Card::Kind kind, Icon glyph, QWidget* parent) {
    Beginning made;
    made.card = new Card(kind, parent);
    made.title = new TextLabel(TextLabel::Role::Title, made.card);
    made.text = new TextLabel(TextLabel::Role::Label, made.card);
    made.text->setWordWrap(true);
    made.button = new QPushButton(made.card);
    made.button->setIcon(icon(glyph));
    made.key = new TextLabel(TextLabel::Role::Caption, made.card);
    auto* foot = new QHBoxLayout;
    foot->addWidget(made.button);
    foot->addStretch();
    foot->addWidget(made.key);
    auto* body = new QVBoxLayout;
    body->setContentsMargins(scaled(16), scaled(14), scaled(16), scaled(16));
    body->setSpacing(scaled(6));
    body->addWidget(made.title);
    body->addWidget(made.text);
    body->addStretch();
    body->addSpacing(scaled(6));
    body->addLayout(foot);
    auto* column = new QVBoxLayout(made.card);
    column->setContentsMargins(1, 1, 1, 1);
    column->setSpacing(0);
    column->addWidget(new WelcomeArt(subject, made.card));
    column->addLayout(body, 1);
    return made;
}

}  // namespace

class WelcomePage::Parts : public QObject {
  public:
    explicit Parts(WelcomePage* page);

    void retranslate();
    void fillRecent();
    bool eventFilter(QObject* watched, QEvent* event) override;

    QStringList recent;

  private:
    WelcomePage* page_;
    QLabel* logo_;
    TextLabel* name_;
    TextLabel* tagline_;
    QBoxLayout* cards_;
    Beginning demo_, folder_, project_;
    TextLabel* recentTitle_;
    Card* recentCard_;
    QVBoxLayout* recentRows_;
    TextLabel* drop_;
    TextLabel* promise_;
    QLabel* dropMark_;
    QLabel* promiseMark_;
};

WelcomePage::Parts::Parts(WelcomePage* page) : page_(page) {
    auto* content = new QWidget;
    logo_ = new QLabel(content);
    name_ = new TextLabel(TextLabel::Role::Title, content);
    tagline_ = new TextLabel(TextLabel::Role::Label, content);
    auto* words = new QVBoxLayout;
    words->setSpacing(scaled(1));
    words->addWidget(name_);
    words->addWidget(tagline_);
    auto* head = new QHBoxLayout;
    head->setSpacing(scaled(12));
    head->addWidget(logo_);
    head->addLayout(words, 1);

    demo_ = makeBeginning(WelcomeArt::Subject::Demo, Card::Kind::Chosen, Icon::Play, content);
    folder_ = makeBeginning(WelcomeArt::Subject::Folder, Card::Kind::Plain, Icon::FolderOpen, content);
    project_ = makeBeginning(WelcomeArt::Subject::Project, Card::Kind::Plain, Icon::Layers, content);
    setKind(demo_.button, ButtonKind::Filled);
    demo_.button->setIcon(icon(Icon::Play, &ThemeTokens::onAccent));
    demo_.button->setAutoDefault(true);
    demo_.button->setObjectName(QStringLiteral("demo"));
    folder_.button->setObjectName(QStringLiteral("openFolder"));
    project_.button->setObjectName(QStringLiteral("openProject"));
    cards_ = new QBoxLayout(QBoxLayout::LeftToRight);
    cards_->setSpacing(scaled(24));
    for (const Beginning* one : {&demo_, &folder_, &project_}) cards_->addWidget(one->card, 1);

    recentTitle_ = new TextLabel(TextLabel::Role::Strong, content);
    recentCard_ = new Card(content);
    recentRows_ = new QVBoxLayout(recentCard_);
    recentRows_->setContentsMargins(1, 1, 1, 1);
    recentRows_->setSpacing(0);

    auto* zone = new Card(Card::Kind::DropZone, content);
    drop_ = new TextLabel(TextLabel::Role::Label, zone);
    drop_->setWordWrap(true);
    promise_ = new TextLabel(TextLabel::Role::Caption, zone);
    promise_->setTokenColor(&ThemeTokens::text2);
    dropMark_ = new QLabel(zone);
    promiseMark_ = new QLabel(zone);
    auto* zoneRow = new QHBoxLayout(zone);
    zoneRow->setContentsMargins(scaled(16), scaled(16), scaled(16), scaled(16));
    zoneRow->setSpacing(scaled(10));
    zoneRow->addWidget(dropMark_);
    zoneRow->addWidget(drop_, 1);
    zoneRow->addWidget(promiseMark_);
    zoneRow->addWidget(promise_);

    auto* column = new QVBoxLayout;
    column->setSpacing(0);
    column->addStretch(1);
    column->addLayout(head);
    column->addSpacing(scaled(34));
    column->addLayout(cards_);
    column->addSpacing(scaled(32));
    column->addWidget(recentTitle_);
    column->addSpacing(scaled(10));
    column->addWidget(recentCard_);
    column->addSpacing(scaled(32));
    column->addWidget(zone);
    column->addStretch(2);
    auto* middle = new QWidget(content);
    middle->setLayout(column);
    middle->setMaximumWidth(scaled(kWidth));
    auto* centred = new QHBoxLayout(content);
    centred->setContentsMargins(scaled(24), scaled(24), scaled(24), scaled(24));
    centred->addStretch(1);
    centred->addWidget(middle, 1000);
    centred->addStretch(1);

    auto* scroll = new QScrollArea(page);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setWidget(content);
    auto* whole = new QVBoxLayout(page);
    whole->setContentsMargins(0, 0, 0, 0);
    whole->addWidget(scroll);

    connect(demo_.button, &QPushButton::clicked, page, &WelcomePage::demoRequested);
    connect(folder_.button, &QPushButton::clicked, page, &WelcomePage::folderChooserRequested);
    connect(project_.button, &QPushButton::clicked, page, &WelcomePage::projectChooserRequested);
    page->setFocusProxy(demo_.button);
    page->installEventFilter(this);
    retranslate();
}

void WelcomePage::Parts::retranslate() {
    const int side = scaled(40);
    logo_->setPixmap(applicationIcon().pixmap(side, side));
    dropMark_->setPixmap(icon(Icon::Download).pixmap(scaled(18), scaled(18)));
    promiseMark_->setPixmap(icon(Icon::ShieldCheck).pixmap(scaled(16), scaled(16)));
    name_->setText(QStringLiteral("Vitrine"));
    tagline_->setText(WelcomePage::tr("Watch a stream being counted, window by window."));
    demo_.title->setText(WelcomePage::tr("Watch a demo"));
    demo_.text->setText(WelcomePage::tr("Open and Close actions, hour by hour. The first bar appears in three seconds."));
    demo_.button->setText(WelcomePage::tr("Watch the demo"));
    demo_.key->setText(WelcomePage::tr("Enter"));
    folder_.title->setText(WelcomePage::tr("Open a folder"));
    folder_.text->setText(WelcomePage::tr("JSON files that are there now or arrive later."));
    folder_.button->setText(WelcomePage::tr("Open a folder…"));
    folder_.key->setText(QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_O).toString(QKeySequence::NativeText));
    project_.title->setText(WelcomePage::tr("Open a project"));
    project_.text->setText(WelcomePage::tr("A saved .vitrine file with its queries and charts."));
    project_.button->setText(WelcomePage::tr("Open a project…"));
    project_.key->setText(QKeySequence(QKeySequence::Open).toString(QKeySequence::NativeText));
    recentTitle_->setText(WelcomePage::tr("Recent"));
    drop_->setText(WelcomePage::tr("Drop a folder, a file or a project anywhere in this window."));
    promise_->setText(WelcomePage::tr("Everything stays on this machine: no account, no network."));
    fillRecent();
}

void WelcomePage::Parts::fillRecent() {
    while (QLayoutItem* item = recentRows_->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    const int count = std::min<int>(kMostRecent, static_cast<int>(recent.size()));
    for (int index = 0; index < count; ++index) {
        const QString path = recent.at(index);
        if (index > 0) recentRows_->addWidget(new Separator(Qt::Horizontal, recentCard_));
        auto* row = new RecentRow(path, recentCard_);
        recentRows_->addWidget(row);
        connect(row, &RecentRow::clicked, page_, [page = page_, path] { Q_EMIT page->pathRequested(path); });
        // The list is made anew while the row is still on the stack.
        connect(row, &RecentRow::removeRequested, page_, [page = page_, path] { Q_EMIT page->recentRemoved(path); }, Qt::QueuedConnection);
    }
    recentTitle_->setVisible(count > 0);
    recentCard_->setVisible(count > 0);
}

bool WelcomePage::Parts::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::Resize) {
        const auto direction = page_->width() < scaled(kNarrow) ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight;
        if (cards_->direction() != direction) cards_->setDirection(direction);
    } else if (event->type() == QEvent::Show) {
        // Files may have come or gone while another page was shown.
        fillRecent();
        demo_.button->setFocus(Qt::OtherFocusReason);
    }
    return QObject::eventFilter(watched, event);
}

WelcomePage::WelcomePage(QWidget* parent) : QWidget(parent), parts_(std::make_unique<Parts>(this)) {
    setAcceptDrops(true);
}

WelcomePage::~WelcomePage() = default;

void WelcomePage::setRecentProjects(const QStringList& paths) {
    if (parts_->recent == paths) return;
    parts_->recent = paths;
    parts_->fillRecent();
}

void WelcomePage::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    const bool isNew = event->type() == QEvent::LanguageChange || event->type() == QEvent::PaletteChange;
    if (isNew && parts_) parts_->retranslate();
}

void WelcomePage::dragEnterEvent(QDragEnterEvent* event) {
    if (event->mimeData()->hasUrls() && event->mimeData()->urls().constFirst().isLocalFile()) event->acceptProposedAction();
}

void WelcomePage::dropEvent(QDropEvent* event) {
    if (!event->mimeData()->hasUrls()) return;
    event->acceptProposedAction();
    Q_EMIT pathRequested(event->mimeData()->urls().constFirst().toLocalFile());
}

}  // namespace vitrine::ui
