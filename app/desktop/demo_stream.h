// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include <QObject>
#include <QTemporaryDir>
#include <QTimer>

#include "core/connect/faucet.h"
#include "ui/document/project.h"

namespace vitrine {

/// What the demonstration asks of the files in `directory`.
QueryDocument demoQuery(const std::string& directory);

/// The bundled demonstration: a faucet that writes real files into a directory of its own, and the project that counts
/// them. The directory goes with this object. Window thread only.
class DemoStream : public QObject {
    Q_OBJECT
  public:
    explicit DemoStream(QObject* parent = nullptr);

    /// Starts over: some hours of files at once, so that the first picture has bars, then one file every two seconds.
    Result<ui::Project> start();
    void stop();

  private:
    std::unique_ptr<QTemporaryDir> directory_;
    std::unique_ptr<Faucet> faucet_;
    QTimer timer_;
};

}  // namespace vitrine
