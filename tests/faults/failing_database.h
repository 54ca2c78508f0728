// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace vitrine::test {

/// Makes the writes and syncs of SQLite's own files fail: the checkpoint's and those of the SQLite sink. Takes the place of SQLite's
/// way to the disk for the rest of the process. Calls are counted from 1.
class FailingDatabase {
  public:
    /// Call `at` fails as a full disk would (writes) or with an I/O error (syncs); `stuck`: and every later one. 0: none.
    static void arm(std::uint64_t at, bool stuck);
    /// Whether any call has failed since.
    static bool hasFired();
};

}  // namespace vitrine::test
