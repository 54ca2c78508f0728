// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/build_page.h"

#include <set>
#include <tuple>
#include <utility>

#include <QBoxLayout>
#include <QEvent>
#include <QFileInfo>
#include <QFileSystemWatcher>
#include <QScrollArea>
#include <QTimer>

#include "ui/pages/columns_card.h"
#include "ui/pages/folder_card.h"
#include "ui/pages/question_card.h"
#include "ui/style/fonts.h"

namespace vitrine::ui {
namespace {

constexpr int kNarrow = 1000;          ///< below this width the columns stand one above the other
constexpr int kLookAgainDelay = 1000;  ///< milliseconds after a change of the folder

/// What a sample depends on.
struct SampledSource {
    SourceSpec source;
    std::string baseDirectory;
    std::string zone;
    bool operator==(const SampledSource&) const = default;
};

}  // namespace

class BuildPage::Parts : public QObject {
  public:
    explicit Parts(BuildPage* page);

    void setSession(QuerySession* session);
    void lookAgain();
    void refresh();
    bool eventFilter(QObject* watched, QEvent* event) override;

    FolderCard* folder;

  private:
    void followDocument();
    void request();
    void watchFolder();
    void takeRows();
    void infer();

    BuildPage* page_;
    BuildState state_;
    ColumnsCard* columns_;
    QuestionCard* question_;
    QBoxLayout* sides_;
    QScrollArea* scroll_;
    QTimer lookAgain_;
    QFileSystemWatcher watcher_;
    std::optional<SampledSource> requested_;
    bool rereads_ = false;
    std::set<std::tuple<std::string, std::string, std::string>> inferred_;  ///< query, format and path whose columns were taken already
    SampleReader reader_;  // last: its thread ends first
};

BuildPage::Parts::Parts(BuildPage* page) : page_(page) {
    auto* content = new QWidget;
    folder = new FolderCard(state_, content);
    columns_ = new ColumnsCard(state_, content);
    question_ = new QuestionCard(state_, content);
    auto* left = new QVBoxLayout;
    left->setSpacing(scaled(16));
    left->addWidget(folder);
    left->addWidget(columns_);
    left->addStretch(1);
    sides_ = new QBoxLayout(QBoxLayout::LeftToRight, content);
    sides_->setContentsMargins(scaled(16), scaled(16), scaled(16), scaled(16));
    sides_->setSpacing(scaled(16));
    sides_->addLayout(left, 5);
    sides_->addWidget(question_, 6);
    scroll_ = new QScrollArea(page);
    scroll_->setWidgetResizable(true);
    scroll_->setFrameShape(QFrame::NoFrame);
    scroll_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll_->setWidget(content);
    scroll_->setFocusPolicy(Qt::NoFocus);
    auto* whole = new QVBoxLayout(page);
    whole->setContentsMargins(0, 0, 0, 0);
    whole->addWidget(scroll_);

    lookAgain_.setSingleShot(true);
    lookAgain_.setInterval(kLookAgainDelay);
    connect(&lookAgain_, &QTimer::timeout, this, &Parts::lookAgain);
    connect(&watcher_, &QFileSystemWatcher::directoryChanged, this, [this] {
        if (!lookAgain_.isActive()) lookAgain_.start();
    });
    connect(&reader_, &SampleReader::folderRead, this, [this](const SampleReader::Folder& read) {
        state_.folder = read;
        if (!*read) state_.rows = nullptr;
        watchFolder();
        refresh();
    });
    connect(&reader_, &SampleReader::rowsRead, this, [this](const SampleReader::Rows& read) {
        state_.rows = read;
        takeRows();
    });
    connect(&reader_, &SampleReader::finished, this, [this] {
        state_.isReading = false;
        refresh();
    });
    connect(columns_, &ColumnsCard::inferRequested, this, &Parts::infer);
    connect(question_, &QuestionCard::runRequested, page, &BuildPage::runRequested);
    connect(question_, &QuestionCard::runOneBatchRequested, page, &BuildPage::runOneBatchRequested);
    connect(question_, &QuestionCard::cancelRequested, page, &BuildPage::cancelRequested);
    page->installEventFilter(this);
    refresh();
}

void BuildPage::Parts::setSession(QuerySession* session) {
    if (state_.session == session) return;
    if (state_.session) {
        state_.session->disconnect(this);
        state_.session->project().disconnect(this);
    }
    state_.session = session;
    state_.folder = nullptr;
    state_.rows = nullptr;
    requested_.reset();
    rereads_ = false;
    reader_.cancel();
    state_.isReading = false;
    if (session) {
        connect(session, &QuerySession::documentChanged, this, &Parts::followDocument);
        connect(session, &QuerySession::diagnosticsChanged, this, &Parts::refresh);
        connect(session, &QObject::destroyed, this, [this, session] {
            if (state_.session != session) return;
            state_.session = nullptr;
            reader_.cancel();
            refresh();
        });
        connect(&session->project(), &ProjectDocument::pathChanged, this, &Parts::followDocument);
        request();
    }
    refresh();
}

void BuildPage::Parts::followDocument() {
    request();
    refresh();
}

void BuildPage::Parts::request() {
    if (!state_.session) return;
    const QueryDocument& document = state_.session->document();
    if (!readsFiles(document.source.format)) {
        reader_.cancel();
        requested_.reset();
        state_.folder = nullptr;
        state_.rows = nullptr;
        state_.isReading = false;
        return;
    }
    const SessionConf conf = sessionConfOf(document).conf;
    SampledSource wanted{document.source, state_.session->project().baseDirectory(), conf.zone.id()};
    if (requested_ == wanted) return;
    // Other files: what is shown of the old ones would be taken for theirs.
    if (requested_ && (requested_->source.path != wanted.source.path || requested_->source.format != wanted.source.format)) {
        state_.folder = nullptr;
        state_.rows = nullptr;
    }
    requested_ = wanted;
    state_.isReading = true;
    reader_.request(wanted.source, wanted.baseDirectory, conf);
}

void BuildPage::Parts::lookAgain() {
    requested_.reset();
    if (page_->isVisible()) request();
}

void BuildPage::Parts::watchFolder() {
    if (const QStringList watched = watcher_.directories(); !watched.isEmpty()) watcher_.removePaths(watched);
    if (const FolderSample* files = state_.files(); files && QFileInfo(QString::fromStdString(files->path)).isDir()) {
        watcher_.addPath(QString::fromStdString(files->path));
    }
}

void BuildPage::Parts::takeRows() {
    const RowSample* sample = state_.sample();
    if (state_.session && std::exchange(rereads_, false)) {
        if (sample && sample->isInferred) infer();
        request();
    } else if (state_.session && sample && sample->isInferred && state_.session->document().source.schema.empty()) {
        // Once for a folder: who takes it back does not want it again.
        const QueryDocument& document = state_.session->document();
        if (inferred_.insert({document.name, document.source.format, document.source.path}).second) return infer();
    }
    refresh();
}

void BuildPage::Parts::infer() {
    if (!state_.session) return;
    const RowSample* sample = state_.sample();
    if (sample && sample->isInferred) {
        state_.session->edit(BuildPage::tr("Read the columns of the folder"), suggestedQuery(state_.session->document(), *sample));
        return;
    }
    // The document has columns already: the files are read once more without them, and what they hold takes their place.
    SourceSpec source = state_.session->document().source;
    source.schema.clear();
    requested_.reset();
    state_.isReading = rereads_ = true;
    reader_.request(std::move(source), state_.session->project().baseDirectory(), sessionConfOf(state_.session->document()).conf);
    refresh();
}

void BuildPage::Parts::refresh() {
    folder->refresh();
    columns_->refresh();
    question_->refresh();
}

bool BuildPage::Parts::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::Resize) {
        const auto direction = page_->width() < scaled(kNarrow) ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight;
        if (sides_->direction() != direction) sides_->setDirection(direction);
    } else if (event->type() == QEvent::Show && !requested_) {
        request();
    }
    return QObject::eventFilter(watched, event);
}

BuildPage::BuildPage(QWidget* parent) : QWidget(parent), parts_(std::make_unique<Parts>(this)) {}

BuildPage::~BuildPage() = default;

void BuildPage::setSession(QuerySession* session) {
    parts_->setSession(session);
}

void BuildPage::focusFolder() {
    parts_->folder->focusPath();
}

void BuildPage::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && parts_) parts_->refresh();
}

}  // namespace vitrine::ui
