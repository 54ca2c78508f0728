// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/local_socket.h"

#include <cerrno>
#include <cstring>

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace vitrine {

namespace {

bool addressOf(const std::string& path, ::sockaddr_un& address) {
    address = {};
    address.sun_family = AF_UNIX;
    if (path.size() >= sizeof(address.sun_path)) return false;
    std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
    return true;
}

template <class Call>
int withAddress(const std::string& path, const Call& call) {
    ::sockaddr_un address;
    if (!addressOf(path, address)) return ENAMETOOLONG;
    return call(reinterpret_cast<const ::sockaddr*>(&address), static_cast<::socklen_t>(sizeof(address))) == 0 ? 0 : errno;
}

}  // namespace

Descriptor makeLocalSocket() { return Descriptor(::socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)); }

int bindTo(const Descriptor& socket, const std::string& path) {
    return withAddress(path, [&](const ::sockaddr* address, ::socklen_t size) { return ::bind(socket.number(), address, size); });
}

int connectTo(const Descriptor& socket, const std::string& path) {
    return withAddress(path, [&](const ::sockaddr* address, ::socklen_t size) { return ::connect(socket.number(), address, size); });
}

bool isOwnUser(const Descriptor& socket) {
    ::ucred peer{};
    ::socklen_t size = sizeof(peer);
    return ::getsockopt(socket.number(), SOL_SOCKET, SO_PEERCRED, &peer, &size) == 0 && peer.uid == ::geteuid();
}

Progress readLine(const Descriptor& socket, std::string& line, std::size_t limit) {
    char piece[4096];
    while (true) {
        const ssize_t size = ::recv(socket.number(), piece, sizeof(piece), 0);
        if (size < 0 && errno == EINTR) continue;
        if (size < 0) return errno == EAGAIN || errno == EWOULDBLOCK ? Progress::Waiting : Progress::Failed;
        if (size == 0) return Progress::Failed;
        const std::string_view got(piece, static_cast<std::size_t>(size));
        const std::size_t end = got.find('\n');
        line.append(got.substr(0, end));
        if (line.size() > limit) return Progress::Failed;
        if (end != std::string_view::npos) return Progress::Done;
    }
}

Progress writeOut(const Descriptor& socket, std::string& text) {
    while (!text.empty()) {
        const ssize_t size = ::send(socket.number(), text.data(), text.size(), MSG_NOSIGNAL);
        if (size < 0 && errno == EINTR) continue;
        if (size < 0) return errno == EAGAIN || errno == EWOULDBLOCK ? Progress::Waiting : Progress::Failed;
        text.erase(0, static_cast<std::size_t>(size));
    }
    return Progress::Done;
}

}  // namespace vitrine
