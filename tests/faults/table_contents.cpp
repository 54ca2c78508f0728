// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/faults/table_contents.h"

namespace vitrine::test {

std::optional<std::string> readParquet(const std::vector<std::string>&, const std::string&, Rows&) { return "cannot be read by this build"; }

void readSqlite(const Scenario&, const Place&, SinkContents&) {}
void readDelta(const Scenario&, const Place&, FileSystem&, SinkContents&) {}
void readCommand(const Scenario&, const Place&, SinkContents&) {}

}  // namespace vitrine::test
