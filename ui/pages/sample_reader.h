// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <thread>

#include <QObject>

#include "core/query/source_sample.h"

namespace vitrine::ui {

/// Reads samples of a folder on a thread of its own. The newest request wins: the one before it is cancelled and says
/// nothing any more. Signals come on the window thread. Destruction waits until the current read noticed the stop.
class SampleReader : public QObject {
    Q_OBJECT
  public:
    using Folder = std::shared_ptr<const Result<FolderSample>>;
    using Rows = std::shared_ptr<const Result<RowSample>>;

    explicit SampleReader(QObject* parent = nullptr);
    ~SampleReader() override;

    void request(SourceSpec source, std::string baseDirectory, SessionConf conf);
    void cancel();
    bool isReading() const noexcept { return reading_; }

  Q_SIGNALS:
    void folderRead(const vitrine::ui::SampleReader::Folder& folder);
    void rowsRead(const vitrine::ui::SampleReader::Rows& rows);   ///< only after a folder without an error
    void finished();

  private:
    struct Job {
        std::uint64_t number = 0;
        SourceSpec source;
        std::string baseDirectory;
        SessionConf conf;
        std::stop_source stop;
    };
    void work(const std::stop_token& stop);
    void read(const Job& job);

    std::mutex mutex_;
    std::condition_variable_any wake_;
    std::optional<Job> next_;
    std::stop_source current_;
    std::uint64_t newest_ = 0;   ///< window thread only
    bool reading_ = false;
    std::jthread thread_;        // last: it uses the rest
};

}  // namespace vitrine::ui
