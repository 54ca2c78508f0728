// SPDX-License-Identifier: GPL-3.0-or-later
#include <clocale>

#include <QApplication>

#include <unistd.h>

#include "app/connectors.h"
#include "app/desktop/demo_stream.h"
#include "app/desktop/desktop_options.h"
#include "app/desktop/self_test.h"
#include "app/desktop/unattended.h"
#include "app/query_peers.h"
#include "app/query_service.h"
#include "core/base/log.h"
#include "ui/shell/main_window.h"
#include "ui/style/theme.h"
#include "ui/style/vitrine_style.h"
#include "vitrine_version.h"

namespace {

using namespace vitrine;

/// What other processes of this user run. Any thread.
ui::OtherStreams otherStreams() {
    ui::OtherStreams others;
    others.list = [] {
        const auto directory = RuntimeDirectory::open();
        auto found = directory ? listStreams(*directory, ::getpid()) : Result<std::vector<ProcessStreams>>(directory.error());
        return found ? *std::move(found) : std::vector<ProcessStreams>();
    };
    others.stop = [](std::int64_t process, const std::string& runId) {
        const auto directory = RuntimeDirectory::open();
        if (!directory) return;
        if (const auto stopped = stopStream(*directory, process, runId); !stopped) log::warning(stopped.error().detail());
    };
    return others;
}

/// Lets other processes see and stop the queries of the window, which runs all the same when that is not possible.
std::unique_ptr<QueryService> serve(QueryRegistry& registry) {
    auto directory = RuntimeDirectory::open();
    auto service = directory ? QueryService::start(registry, "vitrine", *std::move(directory)) : Result<std::unique_ptr<QueryService>>(directory.error());
    if (service) return *std::move(service);
    log::warning("`vitrine-cli streams` cannot see the queries of this window: " + service.error().detail());
    return nullptr;
}

}  // namespace

int main(int argc, char** argv) {
    using namespace vitrine;
    const ParsedOptions parsed = parseDesktopOptions(argc, argv);
    if (parsed.exitCode) return *parsed.exitCode;
    const DesktopOptions& options = parsed.options;

    // An export shows no window, so it needs no display.
    if (!options.exports.empty() && !qEnvironmentVariableIsSet("QT_QPA_PLATFORM")) qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(argc, argv);
    // Numbers in data are never written in the user's locale (printf and strtod follow this one).
    std::setlocale(LC_NUMERIC, "C");
    QApplication::setApplicationName(QStringLiteral("vitrine"));
    QApplication::setApplicationDisplayName(QStringLiteral("Vitrine"));
    QApplication::setApplicationVersion(QStringLiteral(VITRINE_VERSION));
    QGuiApplication::setDesktopFileName(QStringLiteral("org.vitrine.Vitrine"));
    const bool fontsFound = ui::applyStyle(application);
    if (options.selfTest) return runSelfTest(application, fontsFound);

    QueryRegistry registry;
    const std::unique_ptr<QueryService> service = serve(registry);
    DemoStream demo;
    ui::ShellServices services;
    services.registry = &registry;
    services.otherStreams = otherStreams();
    services.connectors = &allConnectors();
    services.autosaveDirectory = ui::Autosave::defaultDirectory();
    services.startDemo = [&demo] { return demo.start(); };
    services.stopDemo = [&demo] { demo.stop(); };

    if (!options.exports.empty()) {
        ui::Language language;
        language.use(options.language.empty() ? ui::Language::systemChoice() : QString::fromStdString(options.language));
        ui::Theme::current().setChoice(options.theme == "dark" ? ui::ThemeChoice::Dark : ui::ThemeChoice::Light);
        Unattended run(options, services);
        run.start();
        return QApplication::exec();
    }

    ui::MainWindow window(services);
    if (!options.language.empty()) window.setLanguage(QString::fromStdString(options.language), false);
    if (!options.theme.empty()) window.setTheme(options.theme == "dark" ? ui::ThemeChoice::Dark : ui::ThemeChoice::Light, false);
    window.show();
    if (options.demo) window.startDemo();
    else if (!options.path.empty()) window.openPath(QString::fromStdString(options.path));
    return QApplication::exec();
}
