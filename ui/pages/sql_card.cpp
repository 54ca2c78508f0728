// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/sql_card.h"

#include <algorithm>

#include <QClipboard>
#include <QComboBox>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLocale>
#include <QMenu>
#include <QMessageBox>
#include <QPushButton>
#include <QShortcut>
#include <QSplitter>
#include <QStackedWidget>
#include <QTableView>
#include <QToolButton>
#include <QVBoxLayout>

#include "core/data/table_text.h"
#include "ui/pages/catalog_tree.h"
#include "ui/pages/result_delegate.h"
#include "ui/pages/sql_editor.h"
#include "ui/style/control_kind.h"
#include "ui/style/fonts.h"
#include "ui/style/icons.h"
#include "ui/style/theme.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/labels.h"

namespace vitrine::ui {
namespace {

constexpr int kRow = 26;
constexpr int kMeasuredRows = 40;
constexpr int kWidest = 420;
constexpr int kMostRemembered = 100;
constexpr int kMostListed = 20;
constexpr int kCatalogWidth = 256;

QString grouped(std::uint64_t count) { return QLocale().toString(static_cast<qulonglong>(count)); }

}  // namespace

SqlCard::SqlCard(QWidget* parent) : Card(parent), runner_(this) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(1, 1, 1, 1);
    column->setSpacing(0);
    auto* sides = new QSplitter(Qt::Horizontal, this);
    sides->setChildrenCollapsible(false);
    sides->setHandleWidth(1);
    sides->addWidget(makeCatalog());

    auto* work = new QWidget(sides);
    auto* lines = new QVBoxLayout(work);
    lines->setContentsMargins(0, 0, 0, 0);
    lines->setSpacing(0);
    lines->addWidget(makeHead());
    lines->addWidget(new Separator(Qt::Horizontal, work));
    auto* parts = new QSplitter(Qt::Vertical, work);
    parts->setChildrenCollapsible(false);
    parts->setHandleWidth(1);
    auto* writing = new QWidget(parts);
    auto* writingLines = new QVBoxLayout(writing);
    writingLines->setContentsMargins(0, 0, 0, 0);
    writingLines->setSpacing(0);
    editor_ = new SqlEditor(writing);
    editor_->setMinimumHeight(scaled(56));
    writingLines->addWidget(editor_, 1);
    problem_ = new TextLabel(TextLabel::Role::Caption, writing);
    problem_->setTokenColor(&ThemeTokens::err);
    problem_->setWordWrap(true);
    problem_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    problem_->setContentsMargins(scaled(16), scaled(4), scaled(16), scaled(8));
    problem_->hide();
    writingLines->addWidget(problem_);
    parts->addWidget(writing);

    body_ = new QStackedWidget(parts);
    empty_ = new EmptyState(Icon::Table2, {}, {}, body_);
    table_ = new QTableView(body_);
    table_->setHorizontalHeader(new SwatchHeader(table_));
    table_->setItemDelegate(new ResultDelegate(table_));
    table_->setModel(&model_);
    table_->setFrameShape(QFrame::NoFrame);
    table_->setShowGrid(false);
    table_->setWordWrap(false);
    table_->setCornerButtonEnabled(false);
    table_->setSelectionBehavior(QAbstractItemView::SelectRows);
    table_->setEditTriggers(QAbstractItemView::NoEditTriggers);
    table_->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    table_->setTabKeyNavigation(false);
    table_->verticalHeader()->setMinimumSectionSize(scaled(kRow));
    table_->verticalHeader()->setDefaultSectionSize(scaled(kRow));
    table_->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    table_->verticalHeader()->setHighlightSections(false);
    table_->verticalHeader()->setSectionsClickable(false);
    body_->addWidget(empty_);
    body_->addWidget(table_);
    parts->addWidget(body_);
    parts->setStretchFactor(0, 0);
    parts->setStretchFactor(1, 1);
    parts->setSizes({scaled(110), scaled(400)});
    lines->addWidget(parts, 1);
    lines->addWidget(new Separator(Qt::Horizontal, work));
    lines->addWidget(makeFoot());
    sides->addWidget(work);
    sides->setStretchFactor(0, 0);
    sides->setStretchFactor(1, 1);
    sides->setSizes({scaled(kCatalogWidth), scaled(800)});
    column->addWidget(sides, 1);
    setMinimumHeight(scaled(240));

    connect(editor_, &SqlEditor::runRequested, this, &SqlCard::run);
    connect(editor_, &SqlEditor::earlierRequested, this, [this] { walkHistory(1); });
    connect(editor_, &SqlEditor::laterRequested, this, [this] { walkHistory(-1); });
    connect(editor_, &QPlainTextEdit::textChanged, this, [this] { showProblem({}); });
    connect(run_, &QPushButton::clicked, this, [this] { runner_.isRunning() ? stop() : run(); });
    connect(refresh_, &QToolButton::clicked, this, &SqlCard::refreshCatalog);
    connect(tree_, &CatalogTree::tableChosen, this, &SqlCard::insertSelect);
    connect(tree_, &CatalogTree::columnChosen, this, [this](const QString& name) {
        editor_->insertPlainText(name);
        editor_->setFocus();
    });
    connect(copy_, &QToolButton::clicked, this, &SqlCard::copy);
    connect(export_, &QToolButton::clicked, this, &SqlCard::exportRequested);
    connect(historyMenu_, &QMenu::aboutToShow, this, &SqlCard::fillHistoryMenu);
    connect(&runner_, &SqlRunner::answered, this, &SqlCard::showAnswer);
    connect(&runner_, &SqlRunner::failed, this, &SqlCard::showFailure);
    connect(&runner_, &SqlRunner::listed, this, [this](const CatalogListingPtr& listing) {
        tree_->setCatalog(listing);
        editor_->setCatalog(listing);
        catalogProblem_->setText(listing->problem);
        catalogProblem_->setVisible(!listing->problem.isEmpty());
    });
    auto* copyKey = new QShortcut(QKeySequence::Copy, table_);
    copyKey->setContext(Qt::WidgetWithChildrenShortcut);
    connect(copyKey, &QShortcut::activated, this, &SqlCard::copy);
    connect(&Theme::current(), &Theme::changed, this, [this] {
        table_->verticalHeader()->setDefaultSectionSize(scaled(kRow));
        table_->viewport()->update();
    });
    retranslate();
}

SqlCard::~SqlCard() = default;

QWidget* SqlCard::makeCatalog() {
    auto* side = new QWidget(this);
    auto* lines = new QVBoxLayout(side);
    lines->setContentsMargins(0, 0, 0, 0);
    lines->setSpacing(0);
    auto* head = new QHBoxLayout;
    head->setContentsMargins(scaled(16), scaled(8), scaled(8), scaled(8));
    catalogTitle_ = new TextLabel(TextLabel::Role::SectionHead, side);
    head->addWidget(catalogTitle_, 1);
    refresh_ = new QToolButton(side);
    refresh_->setIcon(icon(Icon::RefreshCw));
    refresh_->setFocusPolicy(Qt::StrongFocus);
    setControlSize(refresh_, ControlSize::Small);
    head->addWidget(refresh_);
    lines->addLayout(head);
    tree_ = new CatalogTree(side);
    lines->addWidget(tree_, 1);
    catalogProblem_ = new TextLabel(TextLabel::Role::Caption, side);
    catalogProblem_->setTokenColor(&ThemeTokens::err);
    catalogProblem_->setWordWrap(true);
    catalogProblem_->setContentsMargins(scaled(16), scaled(4), scaled(16), scaled(8));
    catalogProblem_->hide();
    lines->addWidget(catalogProblem_);
    side->setMinimumWidth(scaled(160));
    return side;
}

QWidget* SqlCard::makeHead() {
    auto* head = new QWidget(this);
    auto* line = new QHBoxLayout(head);
    line->setContentsMargins(scaled(16), scaled(6), scaled(12), scaled(6));
    line->setSpacing(scaled(8));
    title_ = new TextLabel(TextLabel::Role::Strong, head);
    note_ = new TextLabel(TextLabel::Role::Caption, head);
    line->addWidget(title_);
    line->addWidget(note_);
    line->addStretch();
    historyMenu_ = new QMenu(this);
    historyButton_ = new QToolButton(head);
    historyButton_->setIcon(icon(Icon::History));
    historyButton_->setMenu(historyMenu_);
    historyButton_->setPopupMode(QToolButton::InstantPopup);
    historyButton_->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    historyButton_->setFocusPolicy(Qt::StrongFocus);
    setControlSize(historyButton_, ControlSize::Small);
    line->addWidget(historyButton_);
    limit_ = new QComboBox(head);
    for (const int seconds : {5, 30, 120, 600}) limit_->addItem({}, seconds);
    setControlSize(limit_, ControlSize::Small);
    line->addWidget(limit_);
    keyHint_ = new TextLabel(TextLabel::Role::Caption, head);
    line->addWidget(keyHint_);
    run_ = new QPushButton(head);
    vitrine::ui::setKind(run_, ButtonKind::Filled);
    setControlSize(run_, ControlSize::Medium);
    line->addWidget(run_);
    return head;
}

QWidget* SqlCard::makeFoot() {
    auto* foot = new QWidget(this);
    auto* line = new QHBoxLayout(foot);
    line->setContentsMargins(scaled(16), scaled(4), scaled(12), scaled(4));
    line->setSpacing(scaled(8));
    foot_ = new TextLabel(TextLabel::Role::Caption, foot);
    foot_->setTokenColor(&ThemeTokens::text2);
    line->addWidget(foot_, 1);
    copy_ = new QToolButton(foot);
    copy_->setIcon(icon(Icon::Copy));
    export_ = new QToolButton(foot);
    export_->setIcon(icon(Icon::Download));
    for (QToolButton* button : {copy_, export_}) {
        button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
        button->setFocusPolicy(Qt::StrongFocus);
        setControlSize(button, ControlSize::Small);
        line->addWidget(button);
    }
    return foot;
}

void SqlCard::refreshCatalog() {
    if (surroundings_) runner_.list(surroundings_());
}

void SqlCard::resetDatabase() {
    runner_.resetDatabase();
    tree_->setDatabase(QString::fromStdString(runner_.database()));
    editor_->setDatabase(QString::fromStdString(runner_.database()));
}

void SqlCard::setHistory(const QStringList& statements) {
    history_ = statements.mid(0, kMostRemembered);
    historyPlace_ = -1;
    refreshState();
}

QString SqlCard::problem() const { return problem_->isHidden() ? QString() : problem_->text(); }
QString SqlCard::footer() const { return foot_->text(); }

void SqlCard::run() {
    const QString statement = editor_->statement();
    if (statement.trimmed().isEmpty() || runner_.isRunning() || !surroundings_) return;
    runningBegin_ = editor_->statementBegin();
    start(statement, false);
}

void SqlCard::start(const QString& statement, bool confirmed) {
    SqlOptions options;
    options.timeLimit = std::chrono::seconds(limit_->currentData().toInt());
    options.confirmed = confirmed;
    SqlSurroundings surroundings = surroundings_();
    zone_ = surroundings.conf.zone;
    running_ = statement;
    editor_->setMark(-1);
    showProblem({});
    if (runner_.run(statement, options, std::move(surroundings))) refreshState();
}

void SqlCard::stop() { runner_.stop(); }

void SqlCard::showAnswer(const SqlAnswerPtr& answer) {
    if (answer->kind == SqlAnswer::Kind::NeedsConfirmation) {
        const QString what = QString::fromStdString(answer->subject);
        const auto ask = [&] {
            const QString consequence = answer->deletesFiles ? tr("Its rows are deleted with it.") : tr("It is taken out of the catalog; its files stay.");
            return QMessageBox::question(this, tr("Drop a table"), tr("Drop the table %1?").arg(what) + QLatin1Char('\n') + consequence,
                                         QMessageBox::Yes | QMessageBox::Cancel, QMessageBox::Cancel) == QMessageBox::Yes;
        };
        if (confirm_ ? confirm_(*answer) : ask()) return start(running_, true);
        refreshState();
        Q_EMIT finished();
        return;
    }
    remember(running_);
    statement_ = running_;
    stale_ = false;
    ran_ = true;
    model_.setAnswer(answer, zone_);
    tree_->setDatabase(QString::fromStdString(runner_.database()));
    editor_->setDatabase(QString::fromStdString(runner_.database()));
    if (answer->kind == SqlAnswer::Kind::DatabaseCreated || answer->kind == SqlAnswer::Kind::TableDropped) refreshCatalog();
    fitColumns();
    refreshState();
    Q_EMIT finished();
}

void SqlCard::showFailure(const Error& error) {
    stale_ = true;
    if (error.code() == ErrorCode::Cancelled) {
        showProblem(tr("Stopped."));
    } else {
        remember(running_);
        QString text = QString::fromStdString(error.message());
        if (!error.wayOut().empty()) text += QLatin1Char(' ') + QString::fromStdString(error.wayOut());
        if (error.column() >= 0) {
            // Errors count characters, the editor UTF-16 units, from the begin of the statement.
            const QString statement = running_;
            int units = 0;
            for (int character = 0; character < error.column() && units < statement.size(); ++character) units += statement[units].isHighSurrogate() ? 2 : 1;
            const int position = runningBegin_ + units;
            const QString before = editor_->toPlainText().left(position);
            const auto lineBegin = before.lastIndexOf(QLatin1Char('\n')) + 1;
            text = tr("Line %1, column %2: %3").arg(QString::number(before.count(QLatin1Char('\n')) + 1), QString::number(before.size() - lineBegin + 1), text);
            if (editor_->toPlainText().mid(runningBegin_, running_.size()) == running_) editor_->setMark(position);
        }
        showProblem(text);
    }
    refreshState();
    Q_EMIT finished();
}

void SqlCard::showProblem(const QString& text) {
    problem_->setText(text);
    problem_->setVisible(!text.isEmpty());
    editor_->setAccessibleDescription(text);
}

void SqlCard::refreshState() {
    const bool running = runner_.isRunning();
    run_->setText(running ? tr("Stop") : tr("Run"));
    run_->setIcon(icon(running ? Icon::Square : Icon::Play, &ThemeTokens::onAccent));
    run_->setToolTip(running ? tr("Stop the statement") : tr("Run the statement, or what is selected (Ctrl+Enter)"));
    run_->setAccessibleName(running ? tr("Stop the statement") : tr("Run the statement"));
    historyButton_->setEnabled(!history_.isEmpty());
    const SqlAnswerPtr answer = model_.answer();
    const bool rows = answer && !answer->columns.empty();
    body_->setCurrentWidget(rows && answer->rows.numRows > 0 ? static_cast<QWidget*>(table_) : empty_);
    if (!ran_) {
        empty_->setGlyph(Icon::Table2);
        empty_->setTexts(tr("Ask the tables"), tr("Write a statement and press Ctrl+Enter, or double-click a table."));
    } else if (rows) {
        empty_->setGlyph(Icon::Table2);
        empty_->setTexts(tr("No rows"), tr("The statement gave no rows."));
    } else if (answer) {
        const QString subject = QString::fromStdString(answer->subject);
        empty_->setGlyph(Icon::CircleCheck);
        switch (answer->kind) {
            case SqlAnswer::Kind::DatabaseCreated: empty_->setTexts(tr("The database %1 was created.").arg(subject), {}); break;
            case SqlAnswer::Kind::DatabaseThere: empty_->setTexts(tr("The database %1 was there already.").arg(subject), {}); break;
            case SqlAnswer::Kind::DatabaseUsed: empty_->setTexts(tr("Names without a database are now looked for in %1.").arg(subject), {}); break;
            case SqlAnswer::Kind::TableDropped: empty_->setTexts(tr("The table %1 was dropped.").arg(subject), {}); break;
            case SqlAnswer::Kind::NothingToDrop: empty_->setTexts(tr("There is no table %1.").arg(subject), {}); break;
            default: empty_->setTexts({}, {}); break;
        }
    }
    refreshFoot();
}

void SqlCard::refreshFoot() {
    const SqlAnswerPtr answer = model_.answer();
    const bool rows = answer && !answer->columns.empty();
    copy_->setEnabled(rows && answer->rows.numRows > 0);
    export_->setEnabled(rows);
    QStringList said;
    if (runner_.isRunning()) {
        said << tr("Running…");
    } else if (rows) {
        const double millis = static_cast<double>(answer->elapsed.count()) / 1000;
        const QString time = millis < 10 ? QLocale().toString(millis, 'f', 1) : grouped(static_cast<std::uint64_t>(millis));
        said << tr("%n row(s) in %1 ms", nullptr, static_cast<int>(answer->rows.numRows)).arg(time);
        if (answer->moreRows) said << tr("there are more: only the first %1 are shown").arg(grouped(answer->rows.numRows));
        if (stale_) said << tr("of the statement before");
    }
    foot_->setText(said.join(QStringLiteral("  ·  ")));
}

void SqlCard::fitColumns() {
    const QFontMetrics metrics(captionFont(QFont::Medium));
    const int rows = std::min(model_.rowCount(), kMeasuredRows);
    QStyleOptionViewItem option;
    for (int column = 0; column < model_.columnCount(); ++column) {
        int width = metrics.horizontalAdvance(model_.headerData(column, Qt::Horizontal, Qt::DisplayRole).toString()) + scaled(36);
        for (int row = 0; row < rows; ++row) width = std::max(width, table_->itemDelegate()->sizeHint(option, model_.index(row, column)).width());
        table_->horizontalHeader()->resizeSection(column, std::min(width + scaled(8), scaled(kWidest)));
    }
}

void SqlCard::remember(const QString& statement) {
    const QString kept = statement.trimmed();
    history_.removeAll(kept);
    history_.prepend(kept);
    history_ = history_.mid(0, kMostRemembered);
    historyPlace_ = -1;
    Q_EMIT historyChanged();
}

void SqlCard::walkHistory(int step) {
    const int next = std::clamp(historyPlace_ + step, -1, static_cast<int>(history_.size()) - 1);
    if (next == historyPlace_) return;
    if (historyPlace_ == -1) draft_ = editor_->toPlainText();
    historyPlace_ = next;
    editor_->replaceText(next < 0 ? draft_ : history_[next]);
}

void SqlCard::fillHistoryMenu() {
    historyMenu_->clear();
    for (int place = 0; place < std::min<int>(kMostListed, static_cast<int>(history_.size())); ++place) {
        const QString line = history_[place].simplified();
        QAction* action = historyMenu_->addAction(QFontMetrics(font()).elidedText(line, Qt::ElideRight, scaled(480)).replace(QLatin1Char('&'), QLatin1String("&&")));
        action->setToolTip(history_[place]);
        connect(action, &QAction::triggered, this, [this, text = history_[place]] {
            editor_->replaceText(text);
            editor_->setFocus();
        });
    }
}

void SqlCard::insertSelect(const QString& table) {
    const QString select = QStringLiteral("SELECT * FROM %1").arg(table);
    const QString standing = editor_->toPlainText().trimmed();
    editor_->replaceText(standing.isEmpty() ? select : standing + (standing.endsWith(QLatin1Char(';')) ? QStringLiteral("\n") : QStringLiteral(";\n")) + select);
    editor_->setFocus();
}

void SqlCard::copy() {
    if (!model_.answer()) return;
    const SqlAnswer& answer = *model_.answer();
    std::string text;
    const QModelIndexList chosen = table_->selectionModel()->selectedRows();
    std::vector<int> rows;
    for (const QModelIndex& index : chosen) rows.push_back(index.row());
    std::sort(rows.begin(), rows.end());
    appendCsvHeader(text, *answer.rows.schema, CsvStyle::tabSeparated());
    if (rows.empty()) {
        for (std::size_t row = 0; row < answer.rows.numRows; ++row) appendCsvRow(text, answer.rows, row, zone_, CsvStyle::tabSeparated());
    }
    for (const int row : rows) appendCsvRow(text, answer.rows, static_cast<std::size_t>(row), zone_, CsvStyle::tabSeparated());
    QGuiApplication::clipboard()->setText(QString::fromStdString(text));
}

void SqlCard::retranslate() {
    setAccessibleName(tr("SQL"));
    title_->setText(tr("SQL"));
    note_->setText(tr("read only"));
    note_->setToolTip(tr("Statements read; only CREATE DATABASE and DROP TABLE change anything, and DROP TABLE asks first."));
    catalogTitle_->setText(tr("Catalog"));
    refresh_->setToolTip(tr("Read the catalog again"));
    refresh_->setAccessibleName(tr("Read the catalog again"));
    historyButton_->setText(tr("History"));
    historyButton_->setToolTip(tr("Statements that were run (Alt+Up, Alt+Down)"));
    limit_->setAccessibleName(tr("Time limit"));
    limit_->setToolTip(tr("A statement is ended after this time"));
    for (int index = 0; index < limit_->count(); ++index) {
        const int seconds = limit_->itemData(index).toInt();
        limit_->setItemText(index, seconds < 60 ? tr("%1 s").arg(seconds) : tr("%1 min").arg(seconds / 60));
    }
    keyHint_->setText(tr("Ctrl+Enter"));
    problem_->setAccessibleName(tr("What is wrong with the statement"));
    table_->setAccessibleName(tr("Rows"));
    copy_->setText(tr("Copy"));
    copy_->setToolTip(tr("Copy the selected rows, or all of them, with tabs between the values"));
    export_->setText(tr("Export"));
    export_->setToolTip(tr("Write the rows to a file"));
    model_.setLocale(QLocale());
    editor_->retranslate();
    tree_->retranslate();
    refreshState();
}

void SqlCard::changeEvent(QEvent* event) {
    Card::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) retranslate();
}

}  // namespace vitrine::ui
