// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/faults/sink_contents.h"

namespace vitrine::test {

/// The rows of a Parquet file, by the names of its columns; words when it cannot be read.
std::optional<std::string> readParquet(const std::vector<std::string>& columns, const std::string& content, Rows& rows);

/// The same for a file with a JSON object a line.
std::optional<std::string> readJsonLines(const std::vector<std::string>& columns, const std::string& path, Rows& rows);

void readSqlite(const Scenario& scenario, const Place& place, SinkContents& contents);
void readDelta(const Scenario& scenario, const Place& place, FileSystem& files, SinkContents& contents);
void readCommand(const Scenario& scenario, const Place& place, SinkContents& contents);

}  // namespace vitrine::test
