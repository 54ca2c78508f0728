// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>

#include "core/base/file_system.h"
#include "core/connect/sink.h"

namespace vitrine::test {

/// The plainest exactly-once sink there can be: a file `batch-<id>` a batch, put if absent. For every output mode.
std::unique_ptr<Sink> makeBatchFileSink(FileSystem& files, std::string directory);

/// A row as the driver compares it: its values joined by `|`.
std::string rowText(const Batch& batch, std::size_t row);

}  // namespace vitrine::test
