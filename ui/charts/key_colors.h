// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>

namespace vitrine::ui {

/// Which colour slot a key value has: given once, kept for the life of the project (R10, R11).
///
/// One for a project, shared by its charts, tables and exports. GUI thread only. Colours are stored in the project as
/// `colours`: column, value, slot 0 to 7.
class KeyColors {
  public:
    using Map = std::map<std::string, std::map<std::string, int>>;

    KeyColors() = default;
    explicit KeyColors(Map map) : map_(std::move(map)) {}

    const Map& map() const { return map_; }
    /// Grows by one with every new assignment, so that a document knows when to save.
    std::uint64_t revision() const { return revision_; }

    std::optional<int> find(const std::string& column, const std::string& value) const;

    /// The slot of `value`; a new value gets the first slot nobody has in this column. When all eight are taken it
    /// shares the slot least used by the values in `shown`, and keeps that.
    int slot(const std::string& column, const std::string& value, const std::set<std::string>& shown = {});

    /// The user chose another slot; undo calls this with the one before.
    void assign(const std::string& column, const std::string& value, int slot);

  private:
    Map map_;
    std::uint64_t revision_ = 0;
};

using KeyColorsPtr = std::shared_ptr<KeyColors>;

}  // namespace vitrine::ui
