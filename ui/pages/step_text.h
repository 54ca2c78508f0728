// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "core/query/query_document.h"

namespace vitrine::ui {

/// A step as text: method and arguments as Spark writes them.
struct StepText {
    std::string method;
    std::string arguments;
};
/// groupBy gives two: groupBy and agg.
std::vector<StepText> stepTexts(const std::vector<Step>& steps);

}  // namespace vitrine::ui
