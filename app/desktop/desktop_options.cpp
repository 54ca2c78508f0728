// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/desktop_options.h"

#include <algorithm>
#include <cctype>
#include <charconv>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "vitrine_version.h"

namespace vitrine {
namespace {

constexpr int kWrongRequest = 2;
constexpr int kLongestSeconds = 86'400;

std::optional<std::int64_t> numberOf(std::string_view text) {
    std::int64_t number = 0;
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (failure != std::errc() || end != text.data() + text.size() || number <= 0) return std::nullopt;
    return number;
}

std::string readExport(const std::string& text, std::vector<ExportRequest>& exports) {
    const std::size_t equals = text.find('=');
    if (equals == std::string::npos || equals + 1 == text.size()) return fmt::format("'{}' has no file; write chart=FILE.png or table=FILE.csv", text);
    ExportRequest request;
    request.file = text.substr(equals + 1);
    const std::string head = text.substr(0, equals);
    const std::size_t colon = head.find(':');
    const std::string what = head.substr(0, colon);
    if (colon != std::string::npos) request.name = head.substr(colon + 1);
    if (what == "chart") request.what = ExportRequest::What::Chart;
    else if (what == "table") request.what = ExportRequest::What::Table;
    else return fmt::format("'{}' cannot be exported; choose chart or table", what);
    const bool isChart = request.what == ExportRequest::What::Chart;
    const std::vector<std::string_view> endings =
        isChart ? std::vector<std::string_view>{"png", "svg"} : std::vector<std::string_view>{"csv", "tsv", "json", "jsonl"};
    std::string ending = request.file.substr(request.file.rfind('.') + 1);
    std::transform(ending.begin(), ending.end(), ending.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    if (request.file.find('.') == std::string::npos || std::find(endings.begin(), endings.end(), ending) == endings.end()) {
        return fmt::format("'{}' has no ending that says its format; choose one of {}", request.file, fmt::join(endings, ", "));
    }
    exports.push_back(std::move(request));
    return {};
}

std::string readSize(const std::string& text, DesktopOptions& options) {
    const std::size_t cross = text.find('x');
    const auto width = numberOf(std::string_view(text).substr(0, cross));
    const auto height = cross == std::string::npos ? std::nullopt : numberOf(std::string_view(text).substr(cross + 1));
    if (!width || !height || *width > 16384 || *height > 16384) return fmt::format("'{}' is no size; write 1600x900", text);
    options.width = static_cast<int>(*width);
    options.height = static_cast<int>(*height);
    return {};
}

std::string readWhen(const std::string& text, DesktopOptions& options) {
    if (text == "idle") {
        options.when = DesktopOptions::When::Idle;
        return {};
    }
    if (text.starts_with("batches=")) {
        const auto number = numberOf(std::string_view(text).substr(8));
        if (!number) return fmt::format("'{}' has no number of batches", text);
        options.when = DesktopOptions::When::Batches;
        options.batches = *number;
        return {};
    }
    if (text.ends_with('s')) {
        const auto seconds = numberOf(std::string_view(text).substr(0, text.size() - 1));
        if (seconds && *seconds <= kLongestSeconds) {
            options.when = DesktopOptions::When::Time;
            options.time = Millis(*seconds * 1000);
            return {};
        }
    }
    return fmt::format("'{}' is not understood; write idle, batches=N or 30s", text);
}

}  // namespace

ParsedOptions parseDesktopOptions(int argc, char** argv) {
    ParsedOptions parsed;
    DesktopOptions& options = parsed.options;
    CLI::App app("Shows what a streaming query does, live.", "vitrine");
    app.set_version_flag("--version", VITRINE_VERSION);
    std::vector<std::string> exports;
    std::string size, when, theme;
    std::int64_t timeout = 60;
    bool noFooter = false;
    app.add_option("path", options.path, "A project, a query document or a directory; none: the welcome page");
    app.add_flag("--demo", options.demo, "The bundled demonstration, running");
    app.add_flag("--new-window", options.newWindow, "A window of its own");
    app.add_flag("--self-test", options.selfTest, "Exit 0 when plug-ins, fonts, translations and libraries are found");
    app.add_option("--export", exports, "chart[:ID]=FILE.png|svg or table[:QUERY]=FILE.csv|tsv|json: run, export, leave")->allow_extra_args(false);
    app.add_option("--query", options.query, "The query of a project to run");
    app.add_option("--size", size, "Size of an exported chart, such as 1600x900");
    app.add_option("--scale", options.scale, "Pixels of a PNG a logical pixel")->check(CLI::Range(0.5, 8.0));
    app.add_option("--theme", options.theme, "light, dark or print")->check(CLI::IsMember({"light", "dark", "print"}));
    app.add_option("--lang", options.language, "en or fr")->check(CLI::IsMember({"en", "fr"}));
    app.add_option("--csv", options.csv, "standard, excel-fr or tsv")->check(CLI::IsMember({"standard", "excel-fr", "tsv"}));
    app.add_flag("--no-footer", noFooter, "Exports without the line that says where they come from");
    app.add_option("--when", when, "When to export: idle, batches=N or 30s");
    app.add_option("--timeout", timeout, "Give up after so many seconds")->check(CLI::Range(1, kLongestSeconds));
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& problem) {
        parsed.exitCode = app.exit(problem) == 0 ? 0 : kWrongRequest;
        return parsed;
    }
    options.footer = !noFooter;
    options.timeout = Millis(timeout * 1000);
    std::string problem;
    for (const std::string& text : exports) {
        if (problem.empty()) problem = readExport(text, options.exports);
    }
    if (problem.empty() && !size.empty()) problem = readSize(size, options);
    if (problem.empty() && !when.empty()) problem = readWhen(when, options);
    if (problem.empty() && !options.exports.empty() && !options.demo && options.path.empty()) problem = "--export needs a project or --demo";
    if (!problem.empty()) {
        fmt::print(stderr, "vitrine: {}.\n", problem);
        parsed.exitCode = kWrongRequest;
    }
    return parsed;
}

}  // namespace vitrine
