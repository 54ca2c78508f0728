// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/export/provenance.h"

#include <algorithm>

#include "core/data/table_text.h"
#include "core/data/timestamp_text.h"

namespace vitrine::ui {

Provenance Provenance::of(const ResultSnapshot& snapshot, std::string query, std::string zone, std::string version) {
    Provenance made;
    made.query = std::move(query);
    made.zone = std::move(zone);
    made.version = std::move(version);
    made.batch = snapshot.batchId;
    made.rows = snapshot.numRows;
    if (snapshot.shape && snapshot.shape->hasWatermark) made.watermark = snapshot.watermark;
    made.hasOpenWindows = snapshot.shape && snapshot.shape->canBeFinal && snapshot.shape->mode != OutputMode::Append;
    return made;
}

std::string toJson(const Provenance& provenance) {
    std::string out = "{\"vitrine\":1";
    const auto key = [&out](std::string_view name) {
        out += ",\"";
        out += name;
        out += "\":";
    };
    const auto text = [&](std::string_view name, const std::string& value) {
        key(name);
        appendJsonString(out, value);
    };
    const auto number = [&](std::string_view name, const std::optional<std::uint64_t>& value) {
        if (!value) return;
        key(name);
        out += std::to_string(*value);
    };
    text("version", provenance.version);
    if (provenance.statement.empty()) {
        text("query", provenance.query);
        key("batch");
        out += std::to_string(provenance.batch);
    } else {
        text("statement", provenance.statement);
    }
    if (provenance.watermark) text("watermark", formatMillisUtc(provenance.watermark->time_since_epoch().count()));
    text("zone", provenance.zone);
    number("rows", provenance.rows);
    number("rowsRead", provenance.rowsRead);
    number("rowsLate", provenance.rowsLate);
    number("rowsMalformed", provenance.rowsMalformed);
    key("openWindows");
    out += provenance.hasOpenWindows ? "true" : "false";
    if (!provenance.document.empty()) {
        key("document");
        // Written as it is: one line, and readable by whoever opens the file.
        std::string oneLine = provenance.document;
        std::replace(oneLine.begin(), oneLine.end(), '\n', ' ');
        out += oneLine;
    }
    return out + "}";
}

std::string suggestedFileName(const Provenance& provenance, std::string_view extension) {
    std::string name;
    for (const char c : provenance.query) {
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
                           c == '_' || (c & 0x80);
        name += plain ? c : '_';
    }
    if (name.empty()) name = "chart";
    if (provenance.batch >= 0) name += "_batch" + std::to_string(provenance.batch);
    if (provenance.watermark && provenance.watermark->time_since_epoch().count() != 0) {
        const std::string iso = formatMillisUtc(provenance.watermark->time_since_epoch().count());
        name += '_';
        for (const char c : iso.substr(0, iso.find('.'))) {
            if (c != '-' && c != ':') name += c;
        }
        name += 'Z';
    }
    return name + "." + std::string(extension);
}

}  // namespace vitrine::ui
