// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/sample_reader.h"

namespace vitrine::ui {

SampleReader::SampleReader(QObject* parent)
    : QObject(parent), thread_([this](const std::stop_token& stop) { work(stop); }) {}

SampleReader::~SampleReader() {
    cancel();
    thread_.request_stop();
    thread_.join();
}

void SampleReader::request(SourceSpec source, std::string baseDirectory, SessionConf conf) {
    ++newest_;
    reading_ = true;
    {
        const std::lock_guard lock(mutex_);
        current_.request_stop();
        next_ = Job{newest_, std::move(source), std::move(baseDirectory), std::move(conf), {}};
    }
    wake_.notify_one();
}

void SampleReader::cancel() {
    ++newest_;
    reading_ = false;
    const std::lock_guard lock(mutex_);
    current_.request_stop();
    next_.reset();
}

void SampleReader::work(const std::stop_token& stop) {
    while (true) {
        Job job;
        {
            std::unique_lock lock(mutex_);
            if (!wake_.wait(lock, stop, [this] { return next_.has_value(); })) return;
            job = *std::move(next_);
            next_.reset();
            current_ = job.stop;
        }
        read(job);
    }
}

void SampleReader::read(const Job& job) {
    const auto post = [this, number = job.number](auto say) {
        QMetaObject::invokeMethod(this, [this, number, say] { if (number == newest_) say(); }, Qt::QueuedConnection);
    };
    const SampleLimits limits;
    const auto folder = std::make_shared<const Result<FolderSample>>(
        sampleFolder(systemFiles(), job.source, job.baseDirectory, limits, job.stop.get_token()));
    post([this, folder] { Q_EMIT folderRead(folder); });
    if (*folder && !job.stop.stop_requested()) {
        const auto rows = std::make_shared<const Result<RowSample>>(
            sampleRows(systemFiles(), folder->value(), job.source, job.conf, limits, job.stop.get_token()));
        post([this, rows] { Q_EMIT rowsRead(rows); });
    }
    post([this] {
        reading_ = false;
        Q_EMIT finished();
    });
}

}  // namespace vitrine::ui
