// SPDX-License-Identifier: GPL-3.0-or-later
#include <condition_variable>
#include <cstdio>
#include <mutex>
#include <optional>
#include <thread>

#include <fmt/format.h>

#include "app/cli/commands.h"
#include "app/cli/document_file.h"
#include "app/cli/interruption.h"
#include "core/connect/faucet.h"
#include "core/data/number_text.h"

namespace vitrine::cli {
namespace {

/// `2/s`, `30/min`, `5/h`: the time between two files.
std::optional<Micros> periodOf(const std::string& rate) {
    const std::size_t slash = rate.find('/');
    const auto number = parseDouble(std::string_view(rate).substr(0, slash));
    const std::string unit = slash == std::string::npos ? "s" : rate.substr(slash + 1);
    const double seconds = unit == "s" ? 1 : unit == "min" ? 60 : unit == "h" ? 3600 : 0;
    constexpr double kLongest = 366.0 * 24 * 3600;
    if (!number || !(*number > 0) || seconds == 0 || seconds / *number > kLongest) return std::nullopt;
    return Micros(static_cast<std::int64_t>(seconds / *number * 1e6));
}

/// `5%` or `0.05`, between 0 and 1.
std::optional<double> shareOf(std::string text) {
    const bool percent = !text.empty() && text.back() == '%';
    if (percent) text.pop_back();
    const auto number = parseDouble(text);
    if (!number) return std::nullopt;
    const double share = percent ? *number / 100 : *number;
    return share >= 0 && share <= 1 ? std::optional(share) : std::nullopt;
}

int wrong(std::string_view sentence) {
    fmt::print(stderr, "vitrine-cli: {}\n", sentence);
    return kWrongRequest;
}

}  // namespace

int faucetCommand(const FaucetArguments& arguments) {
    const auto period = periodOf(arguments.rate);
    if (!period) return wrong(fmt::format("--rate cannot be '{}'. Give files a second, minute or hour, such as 2/s.", arguments.rate));
    FaucetSpec spec;
    spec.seed = arguments.seed;
    spec.rowsPerFile = arguments.rowsPerFile;
    for (const auto& [text, share, option] : {std::tuple{arguments.late, &spec.lateShare, "--late"},
                                              std::tuple{arguments.malformed, &spec.malformedShare, "--malformed"}}) {
        if (text.empty()) continue;
        const auto parsed = shareOf(text);
        if (!parsed) return wrong(fmt::format("{} cannot be '{}'. Give a share such as 5%.", option, text));
        *share = *parsed;
    }

    std::mutex mutex;
    std::condition_variable_any stopped;
    bool stop = false;
    const Interruption interruption([&] {
        std::scoped_lock lock(mutex);
        stop = true;
        stopped.notify_all();
    });

    const std::string directory = absolutePath(arguments.directory);
    auto faucet = arguments.what == "demo" ? makeDemoFaucet(systemFiles(), directory, spec)
                                           : makeReplayFaucet(systemFiles(), absolutePath(arguments.what), directory, spec);
    if (!faucet) return wrong(faucet.error().detail());

    std::uint64_t written = 0;
    std::unique_lock lock(mutex);
    while (!stop && (arguments.files == 0 || written < arguments.files)) {
        const auto path = (*faucet)->writeNext();
        if (!path) {
            fmt::print(stderr, "vitrine-cli: {}\n", path.error().detail());
            return kFailed;
        }
        if (path->empty()) break;
        ++written;
        if (!arguments.quiet) fmt::print("{}\n", *path), std::fflush(stdout);
        if (arguments.files != 0 && written == arguments.files) break;
        stopped.wait_for(lock, *period, [&] { return stop; });
    }
    return interruption.happened() ? kInterrupted : kDone;
}

}  // namespace vitrine::cli
