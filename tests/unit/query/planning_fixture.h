// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <fstream>
#include <string>

#include "core/base/file_system.h"
#include "core/query/logical_plan.h"

namespace vitrine::test {

/// A scratch directory with an empty directory `in`, removed at the end.
class Scratch {
  public:
    Scratch() {
        std::string pattern = (std::filesystem::temp_directory_path() / "vitrine-plan-XXXXXX").string();
        path_ = ::mkdtemp(pattern.data());
        std::filesystem::create_directory(path_ + "/in");
        std::filesystem::create_directory(path_ + "/ref");
    }
    ~Scratch() { std::filesystem::remove_all(path_); }
    Scratch(const Scratch&) = delete;
    Scratch& operator=(const Scratch&) = delete;

    const std::string& path() const { return path_; }

    void write(const std::string& name, const std::string& content) const {
        std::ofstream(path_ + "/" + name) << content;
    }

    /// Plans the document whose JSON is `text`.
    PlanResult plan(const std::string& text) const {
        const ParsedDocument parsed = parseQueryDocument(text);
        if (!parsed.document || parsed.hasErrors()) return {nullptr, parsed.diagnostics};
        return planQuery(*parsed.document, path_, systemFiles());
    }

    /// Plans `steps` (JSON) over `time TIMESTAMP, action STRING`.
    PlanResult planSteps(const std::string& steps, const std::string& mode = "append", const std::string& more = "",
                         const std::string& schema = "time TIMESTAMP, action STRING",
                         const std::string& options = "{}") const {
        return plan(R"x({"source": {"path": "in", "schema": ")x" + schema + R"x(", "options": )x" + options +
                    R"x(}, "steps": )x" + steps + R"x(, "outputMode": ")x" + mode + "\"" + more + "}");
    }

  private:
    std::string path_;
};

/// The plan as text, or the findings.
inline std::string shown(const PlanResult& result) {
    if (result.plan) return explain(*result.plan);
    std::string text;
    for (const Diagnostic& diagnostic : result.diagnostics) text += diagnostic.error.detail() + "\n";
    return text;
}

/// The first error as `code phase place`, or "planned".
inline std::string refusal(const PlanResult& result) {
    if (result.plan) return "planned";
    const Diagnostic& first = result.diagnostics.front();
    const char* const phases[] = {"define", "start", "run"};
    return std::string(nameOf(first.error.code())) + " " + phases[static_cast<int>(first.phase)] + " " +
           first.error.place();
}

}  // namespace vitrine::test
