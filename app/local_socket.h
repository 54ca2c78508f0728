// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "core/base/descriptor.h"

namespace vitrine {

/// A stream socket that never blocks and is not inherited; not open on failure, with errno set.
Descriptor makeLocalSocket();

/// bind() and connect() to the socket file `path`; 0 or an errno.
int bindTo(const Descriptor& socket, const std::string& path);
int connectTo(const Descriptor& socket, const std::string& path);

/// Whether the process at the other end runs as this user.
bool isOwnUser(const Descriptor& socket);

/// What came of one attempt to go on.
enum class Progress { Waiting, Done, Failed };

/// Reads what is there until a line is whole in `line`, without its end. Failed at the end of the stream and beyond `limit` bytes.
Progress readLine(const Descriptor& socket, std::string& line, std::size_t limit);

/// Writes what can be written of `text`, and takes it away.
Progress writeOut(const Descriptor& socket, std::string& text);

}  // namespace vitrine
