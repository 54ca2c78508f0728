// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <string>
#include <vector>

#include <QObject>

#include "ui/models/streams_model.h"

namespace vitrine::ui {

class CheckpointCard;
class StreamsCard;
class StreamsMonitor;

/// Keeps the cards of the streams at what the monitor sees, and does what they ask for. Owns none of them. Window thread only.
class StreamsBoard : public QObject {
    Q_OBJECT
  public:
    /// `isOpen` tells whether a query of this name can be started here.
    StreamsBoard(StreamsMonitor& monitor, StreamsCard& streams, CheckpointCard& checkpoint, std::function<bool(const std::string& name)> isOpen,
                 QObject* parent = nullptr);

    /// Own active queries, those of others, own ones that ended; of these the last run of an open query can be started again.
    static std::vector<StreamRow> rowsOf(const std::vector<ProcessStreams>& streams, const std::function<bool(const std::string&)>& isOpen);

  Q_SIGNALS:
    void restartRequested(const QString& name);
    void freshRequested(const QString& name);

  private:
    void refresh();
    void follow();
    void stopAll();

    StreamsMonitor& monitor_;
    StreamsCard& streams_;
    CheckpointCard& checkpoint_;
    std::function<bool(const std::string&)> isOpen_;
};

}  // namespace vitrine::ui
