// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/time.h"

namespace vitrine {

/// One `--export WHAT[:NAME]=FILE`.
struct ExportRequest {
    enum class What { Chart, Table } what = What::Chart;
    std::string name;   ///< id of a chart, name of a query; empty: the first
    std::string file;
};

/// The command line of the window (design: the command line).
struct DesktopOptions {
    std::string path;
    bool demo = false;
    bool newWindow = false;
    bool selfTest = false;
    std::vector<ExportRequest> exports;
    std::string query;
    int width = 960, height = 540;
    double scale = 2;
    std::string theme;          ///< light, dark, print
    std::string language;       ///< en, fr
    std::string csv = "standard";
    bool footer = true;
    enum class When { Idle, Batches, Time } when = When::Idle;
    std::int64_t batches = 0;
    Millis time{};
    Millis timeout{std::chrono::seconds(60)};
};

/// Reads the command line. `exitCode` is set when the program should end now (help, version, an error was printed).
struct ParsedOptions {
    DesktopOptions options;
    std::optional<int> exitCode;
};
ParsedOptions parseDesktopOptions(int argc, char** argv);

}  // namespace vitrine
