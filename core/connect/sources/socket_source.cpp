// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/connect/sources/socket_source.h"

#include <netdb.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include <fmt/format.h>

#include "core/base/stop.h"

namespace vitrine {
namespace {

constexpr int kPollMillis = 100;

/// Rows whose lines are held by the reader.
class LineRows final : public RowReader {
  public:
    explicit LineRows(Batch whole) : schema_(whole.schema), whole_(std::move(whole)) {}
    Result<bool> next(Batch& batch, MalformedRows&, std::stop_token) override {
        const bool any = whole_.numRows > 0;
        batch = std::move(whole_);
        whole_ = {};
        whole_.schema = schema_;
        for (const Field& field : schema_->fields()) whole_.columns.push_back(makeNullColumn(field.type, 0));
        return any;
    }
    std::uint64_t bytesRead() const noexcept override { return 0; }

  private:
    SchemaPtr schema_;
    Batch whole_;
};

}  // namespace

SocketSource::SocketSource(const ReadSpec& spec, SocketOptions options, std::shared_ptr<const Clock> clock)
    : RowRangeSource(spec), options_(std::move(options)), clock_(std::move(clock)) {}

SocketSource::~SocketSource() {
    thread_.request_stop();
    if (thread_.joinable()) thread_.join();
    if (socket_ >= 0) ::close(socket_);
}

Result<void> SocketSource::open(std::stop_token stop) {
    VITRINE_CHECK_OK(checkStop(stop));
    ::addrinfo wanted{};
    wanted.ai_socktype = SOCK_STREAM;
    ::addrinfo* found = nullptr;
    const int status = ::getaddrinfo(options_.host.c_str(), options_.port.c_str(), &wanted, &found);
    std::string why = status == 0 ? "" : ::gai_strerror(status);
    for (const ::addrinfo* at = found; at != nullptr && socket_ < 0; at = at->ai_next) {
        const int made = ::socket(at->ai_family, at->ai_socktype | SOCK_CLOEXEC, at->ai_protocol);
        if (made >= 0 && ::connect(made, at->ai_addr, at->ai_addrlen) == 0) {
            socket_ = made;
        } else {
            why = std::strerror(errno);
            if (made >= 0) ::close(made);
        }
    }
    if (found != nullptr) ::freeaddrinfo(found);
    if (socket_ < 0) {
        return Error(ErrorCode::SourceUnavailable, fmt::format("There is no connection to {}:{}: {}.", options_.host, options_.port, why))
            .at("/source/options/host")
            .withWayOut("Start the server first; check host and port.");
    }
    thread_ = std::jthread([this](const std::stop_token& ending) { receive(ending); });
    return {};
}

void SocketSource::receive(const std::stop_token& stop) {
    std::string pending;
    char bytes[8192];
    bool afterReturn = false;
    while (!stop.stop_requested()) {
        ::pollfd ready{socket_, POLLIN, 0};
        if (::poll(&ready, 1, kPollMillis) <= 0) continue;
        const ::ssize_t count = ::recv(socket_, bytes, sizeof bytes, 0);
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) break;  // the server ended: the query lives on
        for (::ssize_t index = 0; index < count; ++index) {
            const char letter = bytes[index];
            if (letter == '\n' && afterReturn) {
                afterReturn = false;
                continue;
            }
            afterReturn = letter == '\r';
            if (letter == '\n' || letter == '\r') keep(std::exchange(pending, {}));
            else pending.push_back(letter);
        }
    }
    if (!pending.empty() && !stop.stop_requested()) keep(std::move(pending));
}

void SocketSource::keep(std::string text) {
    auto line = std::make_shared<const Line>(Line{std::move(text), clock_->now().time_since_epoch().count() * 1000});
    std::function<void()> wake;
    {
        const std::scoped_lock lock(mutex_);
        lines_.push_back(std::move(line));
        wake = wake_;
    }
    if (wake) wake();
}

Result<Offset> SocketSource::latest(const AdmissionLimit&) {
    const std::scoped_lock lock(mutex_);
    return fmt::format("{}", availableNow_.value_or(first_ + static_cast<std::int64_t>(lines_.size()) - 1));
}

Result<void> SocketSource::prepareAvailableNow() {
    const std::scoped_lock lock(mutex_);
    availableNow_ = first_ + static_cast<std::int64_t>(lines_.size()) - 1;
    return {};
}

std::vector<SourceLogEntry> SocketSource::logSince(const Offset&) const {
    const std::scoped_lock lock(mutex_);
    return {{first_ + static_cast<std::int64_t>(lines_.size()) - 1, "line", 0}};
}

Result<void> SocketSource::restore(std::span<const SourceLogEntry> log) {
    const std::scoped_lock lock(mutex_);
    for (const SourceLogEntry& entry : log) first_ = std::max(first_, entry.logOffset + 1);
    return {};
}

Result<ReadPlan> SocketSource::plan(const Offset& from, const Offset& to) {
    std::int64_t start = -1;
    if (!from.empty()) {
        VITRINE_TRY(start, numberIn(from));
    }
    VITRINE_TRY(const std::int64_t end, numberIn(to));
    const std::scoped_lock lock(mutex_);
    const std::int64_t begin = std::max(start + 1, first_);  // what came before a restart is lost
    if (begin > end) return ReadPlan{};
    return planOf(fmt::format("{}:{}", options_.host, options_.port), static_cast<std::uint64_t>(begin), static_cast<std::uint64_t>(end) + 1);
}

Result<std::unique_ptr<RowReader>> SocketSource::read(const FileRange& range) {
    auto held = std::make_shared<std::vector<std::shared_ptr<const Line>>>();
    {
        const std::scoped_lock lock(mutex_);
        const auto count = static_cast<std::int64_t>(lines_.size());
        for (std::int64_t number = static_cast<std::int64_t>(range.begin); number < static_cast<std::int64_t>(range.end); ++number) {
            if (number >= first_ && number < first_ + count) held->push_back(lines_[static_cast<std::size_t>(number - first_)]);
        }
    }
    Schema produced;
    for (const std::size_t column : spec_.columns) produced.add((*spec_.schema)[column]);
    Batch batch;
    batch.schema = std::make_shared<const Schema>(std::move(produced));
    batch.numRows = held->size();
    auto origins = std::make_shared<RowOrigins>();
    origins->fileIndex = range.fileIndex;
    for (std::size_t row = 0; row < held->size(); ++row) origins->offsets.push_back(range.begin + row);
    batch.origins = std::move(origins);
    for (const std::size_t column : spec_.columns) {
        const TypePtr& type = (*spec_.schema)[column].type;
        Column::Elements elements;
        if (column == 0) {
            auto& texts = elements.emplace<std::vector<std::string_view>>();
            for (const auto& line : *held) texts.emplace_back(line->text);
        } else {
            auto& times = elements.emplace<std::vector<std::int64_t>>();
            for (const auto& line : *held) times.push_back(line->micros);
        }
        batch.columns.push_back(std::make_shared<const Column>(type, batch.numRows, std::move(elements), std::vector<std::uint8_t>{},
                                                               std::vector<std::uint32_t>{}, std::vector<ColumnPtr>{}, std::vector<BufferOwner>{held}));
    }
    return std::unique_ptr<RowReader>(std::make_unique<LineRows>(std::move(batch)));
}

void SocketSource::committed(const Offset& offset) {
    const auto last = numberIn(offset);
    if (!last) return;
    const std::scoped_lock lock(mutex_);
    while (!lines_.empty() && first_ <= *last) {
        lines_.pop_front();
        ++first_;
    }
}

std::string SocketSource::description() const {
    return fmt::format("TextSocketV2[host: {}, port: {}]", options_.host, options_.port);
}

void SocketSource::onArrival(std::function<void()> wake) {
    const std::scoped_lock lock(mutex_);
    wake_ = std::move(wake);
}

}  // namespace vitrine
