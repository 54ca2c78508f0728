// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/progress_lane.h"

#include <algorithm>

#include <QClipboard>
#include <QEvent>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QListWidget>
#include <QLocale>
#include <QPlainTextEdit>
#include <nlohmann/json.hpp>

#include "ui/charts/time_labels.h"
#include "ui/pages/query_session.h"
#include "ui/style/fonts.h"
#include "ui/style/theme.h"
#include "ui/widgets/card.h"

namespace vitrine::ui {
namespace {

constexpr int kListWidth = 300;
constexpr int kBatch = Qt::UserRole;

}  // namespace

ProgressLane::ProgressLane(QWidget* parent) : QWidget(parent), batches_(new QListWidget(this)), json_(new QPlainTextEdit(this)) {
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    batches_->setFrameShape(QFrame::NoFrame);
    batches_->setUniformItemSizes(true);
    batches_->setFixedWidth(scaled(kListWidth));
    json_->setFrameShape(QFrame::NoFrame);
    json_->setReadOnly(true);
    json_->setLineWrapMode(QPlainTextEdit::NoWrap);
    json_->setFont(monoFont());
    row->addWidget(batches_);
    row->addWidget(new Separator(Qt::Vertical, this));
    row->addWidget(json_, 1);
    connect(batches_, &QListWidget::currentItemChanged, this, [this](QListWidgetItem* item) { show(item); });
    connect(&Theme::current(), &Theme::changed, this, [this] {
        batches_->setFixedWidth(scaled(kListWidth));
        json_->setFont(monoFont());
    });
    retranslate();
}

void ProgressLane::setSession(QuerySession* session) {
    session_ = session;
    newest_.reset();
    batches_->clear();
    json_->clear();
    refresh();
}

bool ProgressLane::isEmpty() const {
    return batches_->count() == 0;
}

QString ProgressLane::text() const {
    return json_->toPlainText();
}

void ProgressLane::copy() const {
    const QString chosen = json_->textCursor().selectedText();
    QGuiApplication::clipboard()->setText(chosen.isEmpty() ? text() : QString(chosen).replace(QChar::ParagraphSeparator, QLatin1Char('\n')));
}

QString ProgressLane::caption(const BatchReport& report) const {
    constexpr std::int64_t kSecond = 1'000'000;
    const QLocale locale;
    const TimeLabels labels(locale, session_->zone());
    const std::int64_t start = report.triggerStart.time_since_epoch().count() * 1000 / kSecond * kSecond;
    return tr("Batch %1 · %2 · %3").arg(locale.toString(static_cast<qlonglong>(report.batchId)), labels.time(start, kSecond),
                                         tr("%Ln row(s)", nullptr, static_cast<int>(std::min<std::int64_t>(report.numInputRows, 2'000'000'000))));
}

void ProgressLane::refresh() {
    if (!session_) return;
    const auto& reports = session_->controller().reports();
    if (reports.empty() || reports.back() == newest_) {
        if (!reports.empty() || batches_->count() == 0) return;
        newest_.reset();  // another run began
        batches_->clear();
        return;
    }
    // The newest stays chosen while it is; another choice stays where it is.
    const bool follows = batches_->currentRow() <= 0;
    const auto known = std::find(reports.begin(), reports.end(), newest_);
    if (known == reports.end()) batches_->clear();
    auto next = known == reports.end() ? reports.begin() : known + 1;
    if (reports.end() - next > kListed) next = reports.end() - kListed;
    {
        const QSignalBlocker quiet(batches_);
        for (; next != reports.end(); ++next) {
            auto* item = new QListWidgetItem(caption(**next));
            item->setData(kBatch, static_cast<qlonglong>((*next)->batchId));
            batches_->insertItem(0, item);
        }
        while (batches_->count() > kListed) delete batches_->takeItem(batches_->count() - 1);
        newest_ = reports.back();
        if (follows || !batches_->currentItem()) batches_->setCurrentRow(0);
    }
    if (follows || json_->document()->isEmpty()) show(batches_->currentItem());
}

void ProgressLane::show(QListWidgetItem* item) {
    if (!item || !session_) return;
    const qlonglong batch = item->data(kBatch).toLongLong();
    const auto& reports = session_->controller().reports();
    const auto found = std::find_if(reports.rbegin(), reports.rend(), [&](const BatchReportPtr& report) { return report->batchId == batch; });
    if (found == reports.rend()) return;
    const auto running = session_->controller().running();
    const std::string line = toProgressJson(**found, running ? running->id() : std::string(), running ? running->runId() : std::string(), session_->name());
    const auto json = nlohmann::ordered_json::parse(line, nullptr, false);
    json_->setPlainText(QString::fromStdString(json.is_discarded() ? line : json.dump(2)));
}

void ProgressLane::retranslate() {
    batches_->setAccessibleName(tr("Batches"));
    json_->setAccessibleName(tr("Progress of the batch, as Spark reports it"));
    if (!session_) return;
    const auto& reports = session_->controller().reports();
    for (int row = 0; row < batches_->count(); ++row) {
        const qlonglong batch = batches_->item(row)->data(kBatch).toLongLong();
        const auto found = std::find_if(reports.rbegin(), reports.rend(), [&](const BatchReportPtr& report) { return report->batchId == batch; });
        if (found != reports.rend()) batches_->item(row)->setText(caption(**found));
    }
}

void ProgressLane::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) retranslate();
}

}  // namespace vitrine::ui
