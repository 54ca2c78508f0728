// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

#include <QSaveFile>
#include <QString>

#include "core/base/result.h"

namespace vitrine::ui {

/// Writes a file that appears whole or not at all: what stood at `path` stays until finish() succeeds. Blocks on the disk;
/// may be used in any one thread. Errors: DiskFull, FileNotWritable, WriteFailed, with the path and the way out.
class FileSaver {
  public:
    explicit FileSaver(const QString& path);

    Result<void> open();
    Result<void> write(std::string_view bytes);
    Result<void> finish();

  private:
    Error failure(ErrorCode fallback, int errorNumber) const;

    QString path_;
    QSaveFile file_;
};

/// All of `bytes` to `path`, or nothing.
Result<void> saveFile(const QString& path, std::string_view bytes);

}  // namespace vitrine::ui
