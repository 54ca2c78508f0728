// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/document/autosave.h"

#include <algorithm>

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QStandardPaths>
#include <QUuid>
#include <nlohmann/json.hpp>

#include "core/base/file_system.h"

namespace vitrine::ui {
namespace {

using Json = nlohmann::ordered_json;

constexpr int kFormat = 1;
constexpr int kDiscardedDays = 7;
const QString kSuffix = QStringLiteral(".json");
const QString kLockSuffix = QStringLiteral(".lock");
const QString kDiscardedSuffix = QStringLiteral(".discarded");

QString lockOf(const QString& file) {
    return file.chopped(kSuffix.size()) + kLockSuffix;
}

std::optional<RecoverableProject> read(const QString& path) {
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) return std::nullopt;
    const QByteArray text = file.readAll();
    const Json json = Json::parse(text.begin(), text.end(), nullptr, false);
    if (!json.is_object() || json.value("recovery", 0) != kFormat || !json.contains("project")) return std::nullopt;
    ParsedProject parsed = parseProject(json["project"].dump());
    if (!parsed.project) return std::nullopt;
    const auto text8 = [&](const char* key) {
        const auto found = json.find(key);
        return found != json.end() && found->is_string() ? found->get<std::string>() : std::string();
    };
    RecoverableProject recovered;
    recovered.file = path;
    recovered.name = QString::fromStdString(text8("name"));
    recovered.path = QString::fromStdString(text8("path"));
    recovered.directory = text8("directory");
    recovered.saved = QDateTime::fromString(QString::fromStdString(text8("saved")), Qt::ISODateWithMs);
    recovered.project = *std::move(parsed.project);
    if (!recovered.path.isEmpty()) {
        const QFileInfo info(recovered.path);
        recovered.isFileGone = !info.exists();
        recovered.isFileNewer = info.exists() && recovered.saved.isValid() && info.lastModified() > recovered.saved;
    }
    return recovered;
}

}  // namespace

Autosave::Autosave(ProjectDocument& project, QString directory, QObject* parent)
    : QObject(parent), project_(project), directory_(std::move(directory)), id_(QUuid::createUuid().toString(QUuid::WithoutBraces)) {
    thread_.setMaxThreadCount(1);   // writes follow each other
    timer_.setSingleShot(true);
    timer_.setInterval(kDelay);
    connect(&timer_, &QTimer::timeout, this, &Autosave::write);
    connect(&project_, &ProjectDocument::changed, this, &Autosave::follow);
    connect(&project_, &ProjectDocument::modifiedChanged, this, [this](bool modified) {
        if (modified) follow();   // the first edit is told before it counts as one
        else end();
    });
}

Autosave::~Autosave() {
    thread_.waitForDone();
}

QString Autosave::defaultDirectory() {
    QString state = qEnvironmentVariable("XDG_STATE_HOME");
    if (!QDir::isAbsolutePath(state)) state = QDir::homePath() + QStringLiteral("/.local/state");
    return state + QStringLiteral("/vitrine/autosave");
}

/// An edit starts the clock, and the next ones do not set it back.
void Autosave::follow() {
    if (project_.isModified() && !timer_.isActive()) timer_.start();
}

bool Autosave::takeLock() {
    if (lock_) return true;
    const QString path = QDir(directory_).filePath(id_ + kLockSuffix);
    if (const auto made = systemFiles().makeDirectories(directory_.toStdString()); !made) {
        report(QString::fromStdString(made.error().message()));
        return false;
    }
    auto lock = FileLock::take(path.toStdString(), "a window", Millis{0});
    if (!lock) {
        report(QString::fromStdString(lock.error().message()));
        return false;
    }
    lock_ = *std::move(lock);
    return true;
}

void Autosave::write() {
    timer_.stop();
    if (!project_.isModified() || (worth_ && !worth_()) || !takeLock()) return;
    Json json;
    json["recovery"] = kFormat;
    json["name"] = project_.displayName().toStdString();
    json["path"] = project_.path().toStdString();
    json["directory"] = project_.baseDirectory();
    json["saved"] = QDateTime::currentDateTimeUtc().toString(Qt::ISODateWithMs).toStdString();
    json["project"] = Json::parse(toJson(project_.project()), nullptr, false);
    isKept_ = true;
    const std::string path = QDir(directory_).filePath(id_ + kSuffix).toStdString();
    thread_.start([this, path, text = json.dump(2, ' ', false, Json::error_handler_t::replace)] {
        const auto written = systemFiles().writeDurably(path, text);
        const QString reason = written ? QString() : QString::fromStdString(written.error().message());
        QMetaObject::invokeMethod(this, [this, reason] { report(reason); }, Qt::QueuedConnection);
    });
}

void Autosave::report(const QString& reason) {
    if (reason == reason_) return;
    reason_ = reason;
    Q_EMIT trouble(reason);
}

void Autosave::flush() {
    write();
    thread_.waitForDone();
}

void Autosave::end() {
    timer_.stop();
    if (!std::exchange(isKept_, false)) return;
    thread_.waitForDone();
    const QString file = QDir(directory_).filePath(id_ + kSuffix);
    QFile::remove(file);
    lock_.reset();
    QFile::remove(lockOf(file));
}

std::vector<RecoverableProject> Autosave::recoverable(const QString& directory) {
    std::vector<RecoverableProject> found;
    const QDir place(directory);
    const QDateTime old = QDateTime::currentDateTime().addDays(-kDiscardedDays);
    for (const QFileInfo& info : place.entryInfoList({QStringLiteral("*") + kDiscardedSuffix}, QDir::Files)) {
        if (info.lastModified() < old) QFile::remove(info.filePath());
    }
    for (const QFileInfo& info : place.entryInfoList({QStringLiteral("*") + kSuffix}, QDir::Files)) {
        if (FileLock::holderOf(lockOf(info.filePath()).toStdString())) continue;   // of a window that is open
        if (auto recovered = read(info.filePath())) found.push_back(*std::move(recovered));
    }
    std::sort(found.begin(), found.end(), [](const RecoverableProject& left, const RecoverableProject& right) { return left.saved > right.saved; });
    return found;
}

void Autosave::discard(const RecoverableProject& project) {
    QFile::rename(project.file, project.file + kDiscardedSuffix);
    QFile::remove(lockOf(project.file));
}

void Autosave::restore(const RecoverableProject& project) {
    QFile::rename(project.file + kDiscardedSuffix, project.file);
}

}  // namespace vitrine::ui
