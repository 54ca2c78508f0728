// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

namespace vitrine::log {

enum class Level { Trace, Debug, Info, Warning, Error, Off };

/// Sets the least level that is written (default Warning). Any thread.
void setLevel(Level level);

/// Reads "trace", "debug", "info", "warning", "error" or "off"; returns false for another word.
bool setLevel(std::string_view word);

/// Writes to standard error, one line each. Any thread; never throws. Never pass secrets.
void debug(std::string_view text);
void info(std::string_view text);
void warning(std::string_view text);
void error(std::string_view text);

}  // namespace vitrine::log
