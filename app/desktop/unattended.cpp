// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/unattended.h"

#include <QCoreApplication>
#include <QTimer>

#include <fmt/format.h>

#include "ui/pages/query_session.h"
#include "ui/shell/session_export.h"
#include "ui/style/theme.h"

namespace vitrine {
namespace {

constexpr int kDone = 0;
constexpr int kFailed = 1;
constexpr int kWrongRequest = 2;

}  // namespace

Unattended::Unattended(const DesktopOptions& options, ui::ShellServices services)
    : options_(options), services_(std::move(services)) {}

Unattended::~Unattended() {
    if (session_) session_->stop();
    if (idleWatch_.joinable()) idleWatch_.join();
    session_.reset();
    if (options_.demo && services_.stopDemo) services_.stopDemo();
}

void Unattended::start() {
    if (options_.demo) {
        auto project = services_.startDemo();
        if (!project) return finish(kFailed, QString::fromStdString(project.error().detail()));
        project_.reset(*std::move(project));
    } else if (auto opened = project_.open(QString::fromStdString(options_.path)); !opened) {
        return finish(kWrongRequest, QString::fromStdString(opened.error().detail()));
    }
    colours_ = ui::KeyColors(project_.project().colours);
    const auto& queries = project_.project().queries;
    if (queries.empty()) return finish(kWrongRequest, tr("The project holds no query."));
    const std::string name = options_.query.empty() ? queries.front().name : options_.query;
    if (project_.query(name) == nullptr) return finish(kWrongRequest, tr("The project holds no query “%1”.").arg(QString::fromStdString(name)));

    session_ = std::make_unique<ui::QuerySession>(project_, *services_.connectors, name);
    session_->setRegistry(services_.registry);
    if (!session_->run()) {
        for (const Diagnostic& diagnostic : session_->diagnostics()) fmt::print(stderr, "vitrine: {}\n", diagnostic.error.detail());
        return finish(kWrongRequest);
    }
    connect(&session_->controller(), &ui::QueryController::terminated, this, [this] {
        const QueryStatus& status = session_->controller().status();
        if (status.state == QueryState::Failed) return finish(kFailed, QString::fromStdString(status.error ? status.error->detail() : status.message));
        exportAll();
    });
    switch (options_.when) {
        case DesktopOptions::When::Idle:
            idleWatch_ = std::jthread([this, query = session_->controller().running()] {
                const auto idle = query->processAllAvailable();
                QMetaObject::invokeMethod(this, [this, ok = idle.hasValue()] { if (ok) exportAll(); }, Qt::QueuedConnection);
            });
            break;
        case DesktopOptions::When::Batches:
            connect(session_.get(), &ui::QuerySession::reportAdded, this, [this] {
                if (session_->controller().batches() >= options_.batches) exportAll();
            });
            break;
        case DesktopOptions::When::Time:
            QTimer::singleShot(static_cast<int>(options_.time.count()), this, &Unattended::exportAll);
            break;
    }
    QTimer::singleShot(static_cast<int>(options_.timeout.count()), this, [this] {
        finish(kFailed, tr("The query was not ready within %1 s; nothing was exported.").arg(options_.timeout.count() / 1000));
    });
}

void Unattended::exportAll() {
    if (done_) return;
    for (const ExportRequest& request : options_.exports) {
        const QString file = QString::fromStdString(request.file);
        Result<void> written;
        if (request.what == ExportRequest::What::Table) {
            const ui::TableFormat csv = options_.csv == "excel-fr" ? ui::TableFormat::ExcelFrench
                                        : options_.csv == "tsv"    ? ui::TableFormat::Tsv
                                                                   : ui::TableFormat::Csv;
            written = ui::exportSessionTable(*session_, file, csv, options_.footer);
        } else {
            const auto charts = ui::chartsOf(*session_);
            const auto chart = std::find_if(charts.begin(), charts.end(), [&](const ui::ChartSpec& spec) {
                return request.name.empty() || spec.id == request.name;
            });
            if (chart == charts.end()) return finish(kWrongRequest, tr("There is no chart “%1”.").arg(QString::fromStdString(request.name)));
            ui::ChartExportOptions options;
            options.size = QSize(options_.width, options_.height);
            options.scale = options_.scale;
            options.asOnScreen = options_.theme == "dark" || options_.theme == "light";
            options.withProvenance = options_.footer;
            options.locale = QLocale();
            written = ui::exportSessionChart(*session_, *chart, colours_, file, options);
        }
        if (!written) return finish(kFailed, QString::fromStdString(written.error().detail()));
        fmt::print("{}\n", request.file);
    }
    finish(kDone);
}

void Unattended::finish(int status, const QString& sentence) {
    if (done_) return;
    done_ = true;
    if (!sentence.isEmpty()) fmt::print(stderr, "vitrine: {}\n", sentence.toStdString());
    std::fflush(stdout);
    // Later than now: the event loop may not run yet.
    QTimer::singleShot(0, this, [status] { QCoreApplication::exit(status); });
}

}  // namespace vitrine
