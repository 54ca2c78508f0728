// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/faults/table_contents.h"

namespace vitrine::test {

std::optional<std::string> readParquet(const std::vector<std::string>&, const std::string&, Rows&) {
    return "cannot be read by a build without Arrow";
}

}  // namespace vitrine::test
