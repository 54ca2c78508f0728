// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/document_file.h"

#include <algorithm>
#include <filesystem>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "core/base/file_system.h"

namespace vitrine::cli {
namespace {

ParsedDocument failed(Error error) {
    ParsedDocument parsed;
    parsed.diagnostics.push_back({std::move(error), Severity::Error, Phase::Define});
    return parsed;
}

/// Whether brackets are nested deeper than any document needs; libraries that take it apart would run out of stack.
bool isTooDeep(std::string_view json) {
    constexpr int kDeepest = 500;
    int depth = 0;
    bool inText = false;
    for (std::size_t at = 0; at < json.size(); ++at) {
        const char symbol = json[at];
        if (symbol == '\\' && inText) ++at;
        else if (symbol == '"') inText = !inText;
        else if (!inText && (symbol == '[' || symbol == '{') && ++depth > kDeepest) return true;
        else if (!inText && (symbol == ']' || symbol == '}')) --depth;
    }
    return false;
}

ParsedDocument queryOfProject(const nlohmann::ordered_json& project, const std::string& name) {
    if (!project["vitrine"].is_number_integer() || project["vitrine"] > 1) {
        return failed(Error(ErrorCode::NewerDocument, "This project was written by a newer Vitrine.").at("/vitrine"));
    }
    const auto queries = project.value("queries", nlohmann::ordered_json::array());
    std::vector<std::string> names;
    for (const auto& query : queries) {
        const bool isNamed = query.is_object() && query.contains("name") && query["name"].is_string();
        const std::string found = isNamed ? query["name"].get<std::string>() : "";
        names.push_back(found);
        if (found == name || (name.empty() && queries.size() == 1)) return parseQueryDocument(query.dump());
    }
    return failed(Error(ErrorCode::MissingField, name.empty() ? fmt::format("The project holds {} queries.", queries.size())
                                                              : fmt::format("The project holds no query '{}'.", name))
                      .at("/queries")
                      .withWayOut(fmt::format("Choose one with --query: {}.", fmt::join(names, ", "))));
}

}  // namespace

LoadedDocument loadDocument(const std::string& path, const std::string& name) {
    LoadedDocument loaded;
    loaded.directory = std::filesystem::path(absolutePath(path)).parent_path().string();
    if (!systemFiles().stat(path)) {
        loaded.parsed = failed(Error(ErrorCode::FileNotReadable, fmt::format("There is no file '{}'.", path)).withWayOut("Check the path."));
        return loaded;
    }
    auto text = readFile(systemFiles(), path, 64u << 20);
    if (!text) {
        loaded.parsed = failed(Error(ErrorCode::FileNotReadable, text.error().message()).withWayOut(text.error().wayOut()));
        return loaded;
    }
    if (isTooDeep(*text)) {
        loaded.parsed = failed(Error(ErrorCode::InvalidJson, "The document is nested too deeply.").withWayOut("Take out some of its brackets."));
        return loaded;
    }
    const auto json = nlohmann::ordered_json::parse(*text, nullptr, false);
    loaded.parsed = json.is_object() && json.contains("vitrine") ? queryOfProject(json, name) : parseQueryDocument(*text);
    return loaded;
}

bool printDiagnostics(const std::vector<Diagnostic>& diagnostics, const std::string& path) {
    bool hasErrors = false;
    for (const Diagnostic& diagnostic : diagnostics) {
        const Error& error = diagnostic.error;
        const bool isError = diagnostic.severity == Severity::Error;
        hasErrors |= isError;
        fmt::print(stderr, "{}: {} {}{}{}\n    {}\n", path, isError ? "error" : "warning", error.number(),
                   error.place().empty() ? "" : " at " + error.place(),
                   error.column() >= 0 ? fmt::format(", column {}", error.column() + 1) : "", error.message());
        if (!error.wayOut().empty()) fmt::print(stderr, "    {}\n", error.wayOut());
    }
    return hasErrors;
}

std::string absolutePath(const std::string& path) {
    std::error_code failure;
    const auto absolute = std::filesystem::absolute(path, failure).lexically_normal();
    return failure ? path : absolute.string();
}

}  // namespace vitrine::cli
