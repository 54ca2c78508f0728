// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "core/query/query_document.h"

namespace vitrine::cli {

/// A query document from a file: the file itself, or one query of a project. Its relative paths start at `directory`.
struct LoadedDocument {
    ParsedDocument parsed;
    std::string directory;
};

/// Reads `path` and takes query `name` of a project (the only one when `name` is empty). A file that cannot be read or a
/// query that is not there is an error among the diagnostics.
LoadedDocument loadDocument(const std::string& path, const std::string& name);

/// Prints diagnostics to standard error, one paragraph each. Returns true when there is an error among them.
bool printDiagnostics(const std::vector<Diagnostic>& diagnostics, const std::string& path);

/// The working directory's absolute form of `path`.
std::string absolutePath(const std::string& path);

}  // namespace vitrine::cli
