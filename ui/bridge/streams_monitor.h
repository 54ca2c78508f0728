// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include <QObject>
#include <QTimer>

#include "core/base/result.h"
#include "core/catalog/table_writer.h"
#include "core/report/checkpoint_summary.h"
#include "core/report/running_query.h"

namespace vitrine::ui {

/// How the window learns of queries that other processes run, and stops them. Called on a thread of the monitor's own; both
/// may block for about half a second.
struct OtherStreams {
    std::function<std::vector<ProcessStreams>()> list;
    std::function<void(std::int64_t process, const std::string& runId)> stop;
};

/// Watches the queries of this process and of others, and looks into a checkpoint, while somebody is looking. Lives on the
/// window thread; whatever may block is done on one thread of its own. Destruction joins that thread.
class StreamsMonitor : public QObject {
    Q_OBJECT
  public:
    static constexpr int kOwnMilliseconds = 500;      ///< between two looks at the own queries
    static constexpr int kOthersMilliseconds = 2000;  ///< between two looks at those of others, and at the checkpoint

    /// `registry` must outlive it; null: there are no own queries.
    StreamsMonitor(QueryRegistry* registry, OtherStreams others, QObject* parent = nullptr);
    ~StreamsMonitor() override;

    /// Looks regularly while active; the first time at once.
    void setActive(bool active);
    bool isActive() const noexcept { return ownTimer_.isActive(); }
    /// Looks at everything now.
    void refresh();

    /// This process first, then the others.
    const std::vector<ProcessStreams>& streams() const noexcept { return streams_; }

    /// The checkpoint to look into; empty: none. checkpointRead() follows each look.
    void setCheckpoint(const std::string& directory);
    const std::string& checkpoint() const noexcept { return directory_; }

    /// Asks all processes anew what their queries write; the function may outlive the monitor, not the registry.
    TableWriters tableWriters() const;

    /// Asks a query to stop: an own one, process 0, or that of another process. Returns at once.
    void stop(std::int64_t process, const std::string& runId);

    /// Makes a query of this process crash (RunningQuery::requestCrash()).
    void crash(const std::string& runId);

  Q_SIGNALS:
    void streamsChanged();
    /// `error` is empty, or says why there is no summary.
    void checkpointRead(const vitrine::CheckpointSummary& summary, const QString& error);

  private:
    void lookAtOwn();
    void askThread(bool others, bool checkpoint);
    void work();
    void take(std::vector<ProcessStreams> others);

    QueryRegistry* registry_;
    OtherStreams others_;
    QTimer ownTimer_, othersTimer_;
    std::vector<ProcessStreams> streams_, foreign_;
    std::string directory_;

    std::mutex mutex_;
    std::condition_variable asked_;
    bool wantsOthers_ = false;
    std::optional<std::string> wantedCheckpoint_;
    std::vector<std::pair<std::int64_t, std::string>> toStop_;
    bool ending_ = false;
    std::thread thread_;   // last: started when the rest is whole
};

}  // namespace vitrine::ui
