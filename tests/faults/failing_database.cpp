// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/faults/failing_database.h"

#include <atomic>
#include <cstring>

#include <sqlite3.h>

namespace vitrine::test {

namespace {

std::atomic<std::uint64_t> calls = 0;
std::atomic<std::uint64_t> failingCall = 0;
std::atomic<bool> isStuck = false;
std::atomic<bool> fired = false;

bool mustFail() {
    const std::uint64_t call = ++calls;
    const std::uint64_t at = failingCall;
    if (at == 0 || call < at || (call > at && !isStuck)) return false;
    fired = true;
    return true;
}

/// A file of SQLite's own VFS; the bytes of that one follow this.
struct PassingFile {
    sqlite3_file base;
    sqlite3_file* below() { return reinterpret_cast<sqlite3_file*>(this + 1); }
};

sqlite3_file* belowOf(sqlite3_file* file) { return reinterpret_cast<PassingFile*>(file)->below(); }

const sqlite3_io_methods kMethods = [] {
    sqlite3_io_methods methods{};
    methods.iVersion = 2;
    methods.xClose = [](sqlite3_file* file) { return belowOf(file)->pMethods->xClose(belowOf(file)); };
    methods.xRead = [](sqlite3_file* file, void* into, int count, sqlite3_int64 at) {
        return belowOf(file)->pMethods->xRead(belowOf(file), into, count, at);
    };
    methods.xWrite = [](sqlite3_file* file, const void* bytes, int count, sqlite3_int64 at) {
        if (mustFail()) return SQLITE_FULL;
        return belowOf(file)->pMethods->xWrite(belowOf(file), bytes, count, at);
    };
    methods.xTruncate = [](sqlite3_file* file, sqlite3_int64 size) {
        if (mustFail()) return SQLITE_IOERR_TRUNCATE;
        return belowOf(file)->pMethods->xTruncate(belowOf(file), size);
    };
    methods.xSync = [](sqlite3_file* file, int flags) {
        if (mustFail()) return SQLITE_IOERR_FSYNC;
        return belowOf(file)->pMethods->xSync(belowOf(file), flags);
    };
    methods.xFileSize = [](sqlite3_file* file, sqlite3_int64* size) { return belowOf(file)->pMethods->xFileSize(belowOf(file), size); };
    methods.xLock = [](sqlite3_file* file, int level) { return belowOf(file)->pMethods->xLock(belowOf(file), level); };
    methods.xUnlock = [](sqlite3_file* file, int level) { return belowOf(file)->pMethods->xUnlock(belowOf(file), level); };
    methods.xCheckReservedLock = [](sqlite3_file* file, int* held) {
        return belowOf(file)->pMethods->xCheckReservedLock(belowOf(file), held);
    };
    methods.xFileControl = [](sqlite3_file* file, int what, void* about) {
        return belowOf(file)->pMethods->xFileControl(belowOf(file), what, about);
    };
    methods.xSectorSize = [](sqlite3_file* file) { return belowOf(file)->pMethods->xSectorSize(belowOf(file)); };
    methods.xDeviceCharacteristics = [](sqlite3_file* file) { return belowOf(file)->pMethods->xDeviceCharacteristics(belowOf(file)); };
    methods.xShmMap = [](sqlite3_file* file, int page, int size, int extend, void volatile** into) {
        return belowOf(file)->pMethods->xShmMap(belowOf(file), page, size, extend, into);
    };
    methods.xShmLock = [](sqlite3_file* file, int offset, int count, int flags) {
        return belowOf(file)->pMethods->xShmLock(belowOf(file), offset, count, flags);
    };
    methods.xShmBarrier = [](sqlite3_file* file) { belowOf(file)->pMethods->xShmBarrier(belowOf(file)); };
    methods.xShmUnmap = [](sqlite3_file* file, int remove) { return belowOf(file)->pMethods->xShmUnmap(belowOf(file), remove); };
    return methods;
}();

int openFile(sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int flags, int* outFlags) {
    auto* below = static_cast<sqlite3_vfs*>(vfs->pAppData);
    file->pMethods = nullptr;
    if ((flags & SQLITE_OPEN_CREATE) != 0 && mustFail()) return SQLITE_CANTOPEN;
    const int code = below->xOpen(below, name, belowOf(file), flags, outFlags);
    if (code == SQLITE_OK) file->pMethods = &kMethods;
    return code;
}

/// Puts itself before SQLite's own VFS once.
void install() {
    static sqlite3_vfs vfs{};
    if (vfs.zName != nullptr) return;
    sqlite3_vfs* below = sqlite3_vfs_find(nullptr);
    vfs = *below;
    vfs.zName = "failing";
    vfs.pNext = nullptr;
    vfs.pAppData = below;
    vfs.szOsFile = static_cast<int>(sizeof(PassingFile)) + below->szOsFile;
    vfs.xOpen = openFile;
    sqlite3_vfs_register(&vfs, 1);
}

}  // namespace

void FailingDatabase::arm(std::uint64_t at, bool stuck) {
    install();
    calls = 0;
    fired = false;
    isStuck = stuck;
    failingCall = at;
}

bool FailingDatabase::hasFired() { return fired; }

}  // namespace vitrine::test
