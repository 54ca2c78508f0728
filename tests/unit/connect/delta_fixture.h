// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTemporaryDir>

#include <string>
#include <vector>

#include <fmt/format.h>

#include "core/base/file_system.h"
#include "core/connect/delta/delta_writer.h"

namespace vitrine::test {

/// Commits of a table whose data files are only spoken of.
class DeltaFolder {
  public:
    std::string table(const std::string& name = "t") const { return folder_.path().toStdString() + "/" + name; }
    std::string commit(std::int64_t version, const std::string& name = "t") const {
        return fmt::format("{}/_delta_log/{:020}.json", table(name), version);
    }
    std::string textOf(const std::string& path) const { return readFile(systemFiles(), path).value(); }
    std::string commitText(std::int64_t version) const { return textOf(commit(version)); }
    void put(const std::string& path, const std::string& content) const {
        static_cast<void>(systemFiles().makeDirectories(path.substr(0, path.find_last_of('/'))));
        static_cast<void>(systemFiles().writeDurably(path, content));
    }
    std::vector<std::string> namesIn(const std::string& path) const {
        std::vector<std::string> names;
        if (const auto entries = systemFiles().list(path)) {
            for (const DirectoryEntry& entry : *entries) names.push_back(entry.name);
        }
        std::sort(names.begin(), names.end());
        return names;
    }

  private:
    QTemporaryDir folder_;
};

inline DeltaShape shapeOf(const char* ddl, std::vector<std::string> partitionBy = {}) {
    DeltaShape shape;
    shape.schema = parseDdl(ddl).value();
    shape.partitionBy = std::move(partitionBy);
    return shape;
}

inline DeltaChange changeOf(const std::string& appId, std::int64_t batchId, bool replacesAll = false) {
    DeltaAdd add;
    add.path = fmt::format("part-{}-{}.parquet", appId, batchId);
    add.size = 10;
    add.modificationTime = 1'700'000'000'000;
    add.stats = R"({"numRecords":3})";
    return {appId, batchId, replacesAll, {add}, 3};
}

inline std::vector<std::string> pathsOf(const DeltaSnapshot& snapshot) {
    std::vector<std::string> paths;
    for (const auto& [path, add] : snapshot.files) paths.push_back(path);
    return paths;
}

}  // namespace vitrine::test
