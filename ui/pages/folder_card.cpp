// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/folder_card.h"

#include <QAction>
#include <QCheckBox>
#include <QDir>
#include <QDragEnterEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLineEdit>
#include <QLocale>
#include <QMimeData>
#include <QPushButton>
#include <QTableWidget>
#include <QVBoxLayout>

#include "core/query/supported_formats.h"
#include "ui/pages/form_parts.h"
#include "ui/pages/option_rows.h"
#include "ui/style/control_kind.h"
#include "ui/style/fonts.h"
#include "ui/style/icons.h"
#include "ui/style/theme.h"
#include "ui/widgets/chip.h"
#include "ui/widgets/flow_layout.h"
#include "ui/widgets/labels.h"

namespace vitrine::ui {
namespace {

/// A label and its field that stay together when the line wraps.
QWidget* labelled(TextLabel* label, QWidget* field) {
    auto* pair = new QWidget;
    auto* row = new QHBoxLayout(pair);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(scaled(8));
    row->addWidget(label);
    row->addWidget(field);
    return pair;
}

std::string lowerCase(std::string text) {
    for (char& c : text) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    return text;
}

}  // namespace

FolderCard::FolderCard(const BuildState& state, QWidget* parent)
    : Card(parent), state_(state), head_(new CardHead(1, this)), detected_(new Chip({}, Chip::Kind::Plain, this)),
      format_(new ChoiceBox(this)), path_(new QLineEdit(this)), browse_(new QPushButton(this)),
      patternLabel_(new TextLabel(TextLabel::Role::Label, this)), pattern_(new QLineEdit(this)),
      perTriggerLabel_(new TextLabel(TextLabel::Role::Label, this)), perTrigger_(new ChoiceBox(this)),
      subFolders_(new QCheckBox(this)), error_(new ErrorLine(this)),
      options_(new OptionRows(state, this)), files_(new QTableWidget(0, 4, this)) {
    setAcceptDrops(true);
    head_->addWidget(detected_);
    format_->setObjectName(QStringLiteral("format"));
    options_->setObjectName(QStringLiteral("options"));
    pathIcon_ = path_->addAction(icon(Icon::FolderOpen), QLineEdit::LeadingPosition);
    path_->setFont(monoFont());
    path_->setObjectName(QStringLiteral("path"));
    setControlSize(format_, ControlSize::Large);
    setControlSize(path_, ControlSize::Large);
    setControlSize(browse_, ControlSize::Large);
    pattern_->setFont(monoFont());
    pattern_->setObjectName(QStringLiteral("pattern"));
    pattern_->setMaximumWidth(scaled(130));
    perTrigger_->setObjectName(QStringLiteral("filesPerTrigger"));
    subFolders_->setObjectName(QStringLiteral("subFolders"));
    setSwitch(subFolders_);

    auto* pathRow = new QHBoxLayout;
    pathRow->setContentsMargins(scaled(16), scaled(2), scaled(16), 0);
    pathRow->setSpacing(scaled(8));
    pathRow->addWidget(format_);
    pathRow->addWidget(path_, 1);
    pathRow->addWidget(browse_);
    pathRow->addStretch();

    auto* options = new QWidget(this);
    auto* flow = new FlowLayout(options, scaled(16), scaled(6));
    flow->setContentsMargins(scaled(16), scaled(8), scaled(16), scaled(10));
    patternPair_ = labelled(patternLabel_, pattern_);
    perTriggerPair_ = labelled(perTriggerLabel_, perTrigger_);
    flow->addWidget(patternPair_);
    flow->addWidget(perTriggerPair_);
    flow->addWidget(subFolders_);
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Preferred);
    policy.setHeightForWidth(true);
    options->setSizePolicy(policy);

    files_->setEditTriggers(QAbstractItemView::NoEditTriggers);
    files_->setSelectionBehavior(QAbstractItemView::SelectRows);
    files_->setSelectionMode(QAbstractItemView::SingleSelection);
    files_->setShowGrid(false);
    files_->setFrameShape(QFrame::NoFrame);
    files_->setTabKeyNavigation(false);
    files_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    files_->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    files_->verticalHeader()->hide();
    files_->verticalHeader()->setMinimumSectionSize(scaled(26));
    files_->verticalHeader()->setDefaultSectionSize(scaled(26));
    files_->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    files_->setItemDelegate(new RowLineDelegate(files_));
    files_->horizontalHeader()->setHighlightSections(false);
    files_->horizontalHeader()->setFixedHeight(scaled(28));
    files_->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    files_->horizontalHeader()->setSectionResizeMode(3, QHeaderView::Stretch);
    files_->setObjectName(QStringLiteral("files"));

    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(1, 1, 1, scaled(4));
    column->setSpacing(0);
    column->addWidget(head_);
    column->addLayout(pathRow);
    column->addWidget(options);
    column->addWidget(error_);
    column->addWidget(new Separator(Qt::Horizontal, this));
    column->addWidget(options_);
    auto* filesRow = new QHBoxLayout;
    filesRow->setContentsMargins(scaled(8), 0, scaled(8), 0);
    filesRow->addWidget(files_);
    column->addLayout(filesRow);

    connect(path_, &QLineEdit::editingFinished, this, [this] {
        path_->setModified(false);
        if (state_.session && path_->text().toStdString() != state_.session->document().source.path) takePath(path_->text());
    });
    connect(browse_, &QPushButton::clicked, this, &FolderCard::browse);
    connect(pathIcon_, &QAction::triggered, this, &FolderCard::browse);
    connect(pattern_, &QLineEdit::editingFinished, this, [this] {
        pattern_->setModified(false);
        setOption(tr("Change the pattern"), "pathGlobFilter", pattern_->text().trimmed().toStdString());
    });
    connect(perTrigger_, &ChoiceBox::chosen, this, [this](const std::string& value) {
        setOption(tr("Change files per trigger"), "maxFilesPerTrigger", value);
    });
    connect(format_, &ChoiceBox::chosen, this, [this](const std::string& format) {
        if (state_.session) state_.session->edit(tr("Change the format"), withFormat(state_.session->document(), lowerCase(format)));
    });
    connect(subFolders_, &QCheckBox::clicked, this, [this](bool on) {
        setOption(on ? tr("Read sub-folders") : tr("Leave sub-folders out"), "recursiveFileLookup", on ? "true" : "");
    });
    retranslate();
}

void FolderCard::changeEvent(QEvent* event) {
    Card::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) retranslate();
}

void FolderCard::retranslate() {
    format_->setAccessibleName(tr("Format of the source"));
    std::vector<ChoiceBox::Choice> formats;
    for (const std::string_view format : sourceFormats()) formats.push_back({QString::fromUtf8(format.data(), static_cast<qsizetype>(format.size())), std::string(format)});
    format_->setChoices(formats);
    path_->setPlaceholderText(tr("The directory that files arrive in"));
    path_->setAccessibleName(tr("Folder"));
    browse_->setText(tr("Browse…"));
    pathIcon_->setText(tr("Browse…"));
    patternLabel_->setText(tr("Pattern"));
    pattern_->setAccessibleName(tr("Pattern of file names"));
    pattern_->setToolTip(tr("Only files whose name fits are read, for example *.json"));
    perTriggerLabel_->setText(tr("Files per trigger"));
    perTrigger_->setAccessibleName(tr("Files per trigger"));
    perTrigger_->setChoices({{tr("all"), ""}, {QStringLiteral("1"), "1"}, {QStringLiteral("2"), "2"}, {QStringLiteral("5"), "5"}, {QStringLiteral("10"), "10"}, {QStringLiteral("100"), "100"}});
    subFolders_->setText(tr("Sub-folders"));
    options_->retranslate();
    files_->setAccessibleName(tr("First files of the folder"));
    files_->setHorizontalHeaderLabels({tr("first five files"), tr("rows"), tr("size"), tr("first line")});
    for (const int column : {1, 2}) files_->horizontalHeaderItem(column)->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
    for (const int column : {0, 3}) files_->horizontalHeaderItem(column)->setTextAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    refresh();
}

std::string FolderCard::option(const char* name) const {
    if (!state_.session) return {};
    const OptionMap& options = state_.session->document().source.options;
    const auto found = options.find(std::string_view(name));
    return found == options.end() ? std::string() : found->second;
}

void FolderCard::setOption(const QString& text, const char* name, const std::string& value) {
    if (!state_.session || option(name) == value) return;
    QueryDocument next = state_.session->document();
    if (const auto found = next.source.options.find(std::string_view(name)); found != next.source.options.end()) next.source.options.erase(found);
    if (!value.empty()) next.source.options.emplace(name, value);
    state_.session->edit(text, std::move(next));
}

void FolderCard::takePath(const QString& path) {
    if (!state_.session) return;
    QString folder = path.trimmed();
    if (const QFileInfo info(folder); info.isAbsolute() && info.isFile()) folder = info.absolutePath();
    if (folder.size() > 1 && folder.endsWith(QLatin1Char('/'))) folder.chop(1);
    QueryDocument next = state_.session->document();
    if (next.source.path == folder.toStdString()) return refresh();
    next.source.path = folder.toStdString();
    state_.session->edit(tr("Change the folder"), std::move(next));
}

void FolderCard::browse() {
    if (!state_.session) return;
    const FolderSample* files = state_.files();
    const QString from = files ? QString::fromStdString(files->path) : QString::fromStdString(state_.session->project().baseDirectory());
    const QString chosen = QFileDialog::getExistingDirectory(this, tr("Choose a folder"), from);
    if (!chosen.isEmpty()) takePath(chosen);
}

void FolderCard::focusPath() {
    path_->setFocus(Qt::OtherFocusReason);
    path_->selectAll();
}

void FolderCard::refresh() {
    setEnabled(state_.session != nullptr);
    if (!state_.session) return;
    const QueryDocument& document = state_.session->document();
    const bool isFiles = readsFiles(document.source.format);
    head_->setTitle(isFiles ? tr("Folder") : tr("Source"));
    format_->setValue(document.source.format);
    for (QWidget* part : {static_cast<QWidget*>(path_), static_cast<QWidget*>(browse_), patternPair_, perTriggerPair_, static_cast<QWidget*>(subFolders_)}) part->setVisible(isFiles);
    pattern_->setPlaceholderText(QLatin1String("*.") + (document.source.format == "text" ? QStringLiteral("txt") : QString::fromStdString(document.source.format)));
    if (!path_->hasFocus() || !path_->isModified()) {
        const QString path = QString::fromStdString(document.source.path);
        if (path_->text() != path) path_->setText(path);
    }
    if (!pattern_->hasFocus() || !pattern_->isModified()) pattern_->setText(QString::fromStdString(option("pathGlobFilter")));
    perTrigger_->setValue(option("maxFilesPerTrigger"));
    subFolders_->setChecked(lowerCase(option("recursiveFileLookup")) == "true");

    const QString formatRefusal = state_.refusalAt("/source/format");
    QString refusal = state_.refusalAt("/source/path");
    if (refusal.isEmpty() && state_.folder && !*state_.folder && state_.folder->error().code() != ErrorCode::Cancelled) {
        refusal = BuildState::text(state_.folder->error());
    }
    setInvalid(path_, !refusal.isEmpty());
    setInvalid(format_, !formatRefusal.isEmpty());
    if (!formatRefusal.isEmpty()) refusal = formatRefusal;
    const std::pair<QWidget*, const char*> own[] = {{pattern_, "pathGlobFilter"}, {perTrigger_, "maxFilesPerTrigger"}, {subFolders_, "recursiveFileLookup"}};
    std::vector<std::string> elsewhere;
    for (const auto& [field, name] : own) {
        const QString said = state_.refusalAt(std::string("/source/options/") + name);
        setInvalid(field, !said.isEmpty());
        if (refusal.isEmpty()) refusal = said;
        if (isFiles) elsewhere.emplace_back(name);
    }
    options_->refresh(elsewhere);
    error_->setText(refusal);
    refreshFiles();
}

void FolderCard::refreshFiles() {
    const FolderSample* files = state_.files();
    const QLocale locale;
    if (const std::string& format = state_.session->document().source.format; !readsFiles(format)) {
        head_->setCaption(format == "kafka"    ? tr("messages of Kafka's topics")
                          : format == "socket" ? tr("lines that arrive from a network address")
                                               : tr("rows that a clock makes, for trying things out"));
    } else if (files) {
        head_->setCaption(files->fileCount == 0 ? tr("no file yet; the first one to arrive is read")
                                                : tr("%n file(s) now, new ones are watched", nullptr, static_cast<int>(files->fileCount)));
    } else {
        head_->setCaption(state_.isReading ? tr("Looking at the files…") : QString());
    }
    refreshDetected();

    const int rows = files ? static_cast<int>(files->files.size()) : 0;
    files_->setRowCount(rows);
    for (int row = 0; row < rows; ++row) {
        const SampledFile& file = files->files[static_cast<std::size_t>(row)];
        const QString texts[] = {shownText(file.name), file.rows ? locale.toString(static_cast<qulonglong>(*file.rows)) : QStringLiteral("–"),
                                 locale.formattedDataSize(static_cast<qint64>(file.size), 1, QLocale::DataSizeTraditionalFormat),
                                 file.problem.empty() ? shownText(file.firstLine) : shownText(file.problem)};
        for (int column = 0; column < 4; ++column) {
            auto* item = new QTableWidgetItem(texts[column]);
            item->setFont(column == 0 || (column == 3 && file.problem.empty()) ? monoFont() : bodyFont());
            const bool isNumber = column == 1 || column == 2;
            item->setTextAlignment((isNumber ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
            item->setToolTip(column == 3 ? texts[3] : column == 0 ? shownText(file.path) : QString());
            if (column == 3) item->setForeground(file.problem.empty() ? Theme::tokens().text2 : Theme::tokens().err);
            files_->setItem(row, column, item);
        }
    }
    files_->setFixedHeight(scaled(28) + rows * scaled(26));
    files_->setVisible(rows > 0);
}

/// What the first line of the first file looks like, where JSON is expected.
void FolderCard::refreshDetected() {
    const bool isJson = state_.session->document().source.format == "json";
    const FolderSample* files = isJson ? state_.files() : nullptr;
    switch (files ? files->text : SampledText::Nothing) {
        case SampledText::Nothing: detected_->hide(); break;
        case SampledText::JsonLines:
            detected_->setKind(Chip::Kind::Plain);
            detected_->setText(tr("JSON lines, detected"));
            detected_->setToolTip(tr("Every line is a row."));
            break;
        case SampledText::JsonDocument:
            detected_->setKind(Chip::Kind::Warn);
            detected_->setText(lowerCase(option("multiLine")) == "true" ? tr("JSON over several lines") : tr("JSON over several lines: click to read it so"));
            detected_->setToolTip(tr("The option multiLine reads a whole file as one JSON text."));
            break;
        case SampledText::Other:
            detected_->setKind(Chip::Kind::Warn);
            detected_->setText(tr("no JSON in the first file"));
            detected_->setToolTip(tr("Choose the format that the files have."));
            break;
    }
    const bool offersMultiLine = files && files->text == SampledText::JsonDocument && lowerCase(option("multiLine")) != "true";
    detected_->setInteractive(offersMultiLine);
    detected_->disconnect(this);
    if (offersMultiLine) connect(detected_, &Chip::clicked, this, [this] { setOption(tr("Read JSON over several lines"), "multiLine", "true"); });
    if (files && files->text != SampledText::Nothing) detected_->show();
}

void FolderCard::dragEnterEvent(QDragEnterEvent* event) {
    if (event->mimeData()->hasUrls() && event->mimeData()->urls().constFirst().isLocalFile()) event->acceptProposedAction();
}

void FolderCard::dropEvent(QDropEvent* event) {
    if (!event->mimeData()->hasUrls()) return;
    event->acceptProposedAction();
    takePath(event->mimeData()->urls().constFirst().toLocalFile());
}

}  // namespace vitrine::ui
