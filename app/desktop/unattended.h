// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <thread>

#include <QObject>

#include "app/desktop/desktop_options.h"
#include "ui/shell/main_window.h"

namespace vitrine {

/// Runs a query without a window, exports, and ends the program: for scripts and machines without a display.
class Unattended : public QObject {
    Q_OBJECT
  public:
    Unattended(const DesktopOptions& options, ui::ShellServices services);
    ~Unattended() override;

    /// Starts; the application's event loop ends with the exit status: 0 done, 1 the query failed or nothing could be
    /// written, 2 the request was wrong.
    void start();

  private:
    void exportAll();
    void finish(int status, const QString& sentence = {});

    DesktopOptions options_;
    ui::ShellServices services_;
    ui::ProjectDocument project_;
    ui::KeyColors colours_;
    bool done_ = false;
    std::unique_ptr<ui::QuerySession> session_;
    std::jthread idleWatch_;
};

}  // namespace vitrine
