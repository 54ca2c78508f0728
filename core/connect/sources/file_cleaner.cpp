// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/connect/sources/file_cleaner.h"

#include <filesystem>
#include <vector>

#include <fmt/format.h>

#include "core/base/file_glob.h"
#include "core/base/file_uri.h"
#include "core/formats/option_reader.h"

namespace vitrine {
namespace {

std::vector<std::string> componentsOf(const std::string& path) {
    std::vector<std::string> components;
    for (const auto& part : std::filesystem::path(path).lexically_normal().relative_path()) {
        if (!part.empty()) components.push_back(part.string());
    }
    return components;
}

/// Whether the directory stands where the source looks, down to the lesser of the two depths.
bool canBeRead(const std::string& archive, const std::string& sourcePath) {
    const std::vector<std::string> wanted = componentsOf(sourcePath);
    const std::vector<std::string> given = componentsOf(archive);
    for (std::size_t depth = 0; depth < std::min(wanted.size(), given.size()); ++depth) {
        if (!(isGlob(wanted[depth]) ? globMatches(wanted[depth], given[depth]) : wanted[depth] == given[depth])) return false;
    }
    return true;
}

}  // namespace

Result<FileCleaner> FileCleaner::make(const OptionMap& options, const std::string& sourcePath) {
    FileCleaner cleaner;
    const OptionReader reader(options);
    const std::string* mode = reader.find("cleanSource");
    if (mode == nullptr || equalsIgnoringCase(*mode, "off")) return cleaner;
    if (equalsIgnoringCase(*mode, "delete")) {
        cleaner.mode_ = Mode::Delete;
        return cleaner;
    }
    if (!equalsIgnoringCase(*mode, "archive")) {
        return invalidOption("cleanSource", fmt::format("The option `cleanSource` is `{}`; it is none of the three ways to clean.", *mode)).withWayOut("Use off, delete or archive.");
    }
    const std::string* archive = reader.find("sourceArchiveDir");
    if (archive == nullptr || archive->empty()) {
        return invalidOption("cleanSource", "`cleanSource` archive needs a directory to move files to.").withWayOut("Set `sourceArchiveDir`.");
    }
    cleaner.mode_ = Mode::Archive;
    cleaner.archive_ = std::filesystem::absolute(pathOfUri(*archive)).lexically_normal().string();
    while (cleaner.archive_.size() > 1 && cleaner.archive_.back() == '/') cleaner.archive_.pop_back();
    if (canBeRead(cleaner.archive_, sourcePath)) {
        return invalidOption("sourceArchiveDir", fmt::format("Files moved to {} could be read from there again.", *archive))
            .withWayOut("Name a directory outside of the source's path.");
    }
    return cleaner;
}

Result<void> FileCleaner::clean(FileSystem& files, const std::string& path) const {
    if (mode_ == Mode::Off) return {};
    if (mode_ == Mode::Delete) return files.remove(path);
    const std::string target = archive_ + path;
    VITRINE_CHECK_OK(files.makeDirectories(target.substr(0, target.find_last_of('/'))));
    return files.rename(path, target);
}

}  // namespace vitrine
