// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/export/file_saver.h"

#include <cerrno>

#include <QFileInfo>

namespace vitrine::ui {

FileSaver::FileSaver(const QString& path) : path_(path), file_(path) {}

Error FileSaver::failure(ErrorCode fallback, int errorNumber) const {
    const std::string path = path_.toStdString();
    if (errorNumber == ENOSPC || errorNumber == EDQUOT || file_.error() == QFileDevice::ResourceError)
        return Error(ErrorCode::DiskFull, "No space is left to write " + path + ".")
            .at(path)
            .withWayOut("Free some space or choose another place; nothing was changed.");
    Error error(fallback, path + " could not be written: " + file_.errorString().toStdString() + ".");
    return std::move(error).at(path).withWayOut("Choose a folder in which you may write; nothing was changed.");
}

Result<void> FileSaver::open() {
    const QFileInfo there(path_);
    if (there.exists() && !there.isFile())
        return Error(ErrorCode::FileNotWritable, path_.toStdString() + " is not a regular file.")
            .at(path_.toStdString())
            .withWayOut("Choose another name.");
    errno = 0;
    if (!file_.open(QIODevice::WriteOnly)) return failure(ErrorCode::FileNotWritable, errno);
    return {};
}

Result<void> FileSaver::write(std::string_view bytes) {
    errno = 0;
    const auto size = static_cast<qint64>(bytes.size());
    if (file_.write(bytes.data(), size) == size) return {};
    const int number = errno;
    file_.cancelWriting();
    return failure(ErrorCode::WriteFailed, number);
}

Result<void> FileSaver::finish() {
    errno = 0;
    // On a full disk commit() alone can succeed with a file cut short: what is buffered must be written first.
    if (file_.flush() && file_.commit()) return {};
    return failure(ErrorCode::WriteFailed, errno);
}

Result<void> saveFile(const QString& path, std::string_view bytes) {
    FileSaver saver(path);
    VITRINE_CHECK_OK(saver.open());
    VITRINE_CHECK_OK(saver.write(bytes));
    return saver.finish();
}

}  // namespace vitrine::ui
