// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/log.h"

#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>

namespace vitrine::log {
namespace {

spdlog::logger& logger() {
    static const std::shared_ptr<spdlog::logger> instance = [] {
        auto made = spdlog::stderr_color_mt("vitrine");
        made->set_pattern("%H:%M:%S.%e %^%l%$ %v");
        made->set_level(spdlog::level::warn);
        return made;
    }();
    return *instance;
}

}  // namespace

void setLevel(Level level) {
    logger().set_level(static_cast<spdlog::level::level_enum>(level == Level::Off ? spdlog::level::off
                                                                                   : static_cast<int>(level)));
}

bool setLevel(std::string_view word) {
    if (word == "trace") setLevel(Level::Trace);
    else if (word == "debug") setLevel(Level::Debug);
    else if (word == "info") setLevel(Level::Info);
    else if (word == "warning" || word == "warn") setLevel(Level::Warning);
    else if (word == "error") setLevel(Level::Error);
    else if (word == "off") setLevel(Level::Off);
    else return false;
    return true;
}

void debug(std::string_view text) { logger().debug("{}", text); }
void info(std::string_view text) { logger().info("{}", text); }
void warning(std::string_view text) { logger().warn("{}", text); }
void error(std::string_view text) { logger().error("{}", text); }

}  // namespace vitrine::log
