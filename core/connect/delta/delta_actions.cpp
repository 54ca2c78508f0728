// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/connect/delta/delta_actions.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "core/base/file_uri.h"

namespace vitrine {
namespace {

using Json = nlohmann::ordered_json;

Json toJson(const DeltaPartitionValues& values) {
    Json object = Json::object();
    for (const auto& [name, value] : values) object[name] = value ? Json(*value) : Json();
    return object;
}

struct ActionJson {
    Json operator()(const DeltaCommitInfo& info) const {
        Json json = {{"timestamp", info.timestamp}, {"operation", info.operation}, {"operationParameters", info.parameters}};
        if (info.readVersion) json["readVersion"] = *info.readVersion;
        json["isolationLevel"] = "Serializable";
        json["isBlindAppend"] = info.isBlindAppend;
        json["operationMetrics"] = info.metrics;
        json["engineInfo"] = info.engine;
        json["txnId"] = info.id;
        return {{"commitInfo", std::move(json)}};
    }
    Json operator()(const DeltaProtocol& protocol) const {
        Json json = {{"minReaderVersion", protocol.minReaderVersion}, {"minWriterVersion", protocol.minWriterVersion}};
        if (protocol.minReaderVersion >= 3) json["readerFeatures"] = protocol.readerFeatures;
        if (protocol.minWriterVersion >= 7) json["writerFeatures"] = protocol.writerFeatures;
        return {{"protocol", std::move(json)}};
    }
    Json operator()(const DeltaMetadata& metadata) const {
        Json json = {{"id", metadata.id}};
        if (metadata.name) json["name"] = *metadata.name;
        if (metadata.description) json["description"] = *metadata.description;
        json["format"] = {{"provider", metadata.provider}, {"options", metadata.formatOptions}};
        json["schemaString"] = metadata.schemaJson;
        json["partitionColumns"] = metadata.partitionColumns;
        json["configuration"] = metadata.properties;
        if (metadata.createdTime) json["createdTime"] = *metadata.createdTime;
        return {{"metaData", std::move(json)}};
    }
    Json operator()(const DeltaTransaction& transaction) const {
        Json json = {{"appId", transaction.appId}, {"version", transaction.version}};
        if (transaction.lastUpdated) json["lastUpdated"] = *transaction.lastUpdated;
        return {{"txn", std::move(json)}};
    }
    Json operator()(const DeltaAdd& add) const {
        Json json = {{"path", add.path},
                     {"partitionValues", toJson(add.partitionValues)},
                     {"size", add.size},
                     {"modificationTime", add.modificationTime},
                     {"dataChange", add.dataChange}};
        if (add.stats) json["stats"] = *add.stats;
        return {{"add", std::move(json)}};
    }
    Json operator()(const DeltaRemove& remove) const {
        return {{"remove",
                 {{"path", remove.path},
                  {"deletionTimestamp", remove.deletionTimestamp},
                  {"dataChange", remove.dataChange},
                  {"extendedFileMetadata", true},
                  {"partitionValues", toJson(remove.partitionValues)},
                  {"size", remove.size}}}};
    }
};

/// The member `name` unless it is absent or null.
const Json* memberOf(const Json& object, const char* name) {
    const auto found = object.find(name);
    return found == object.end() || found->is_null() ? nullptr : &*found;
}

template <class T>
T valueOr(const Json& object, const char* name, T otherwise) {
    const Json* member = memberOf(object, name);
    return member ? member->get<T>() : otherwise;
}

template <class T>
std::optional<T> optionalOf(const Json& object, const char* name) {
    const Json* member = memberOf(object, name);
    return member ? std::optional<T>(member->get<T>()) : std::nullopt;
}

DeltaPartitionValues partitionValuesOf(const Json& action) {
    DeltaPartitionValues values;
    if (const Json* object = memberOf(action, "partitionValues")) {
        for (const auto& [name, value] : object->items()) {
            values[name] = value.is_null() ? std::nullopt : std::optional(value.get<std::string>());
        }
    }
    return values;
}

/// Values that are no strings are kept as their JSON: writers differ in what they put here.
DeltaText textOf(const Json& object, const char* name) {
    DeltaText text;
    if (const Json* member = memberOf(object, name); member && member->is_object()) {
        for (const auto& [key, value] : member->items()) text[key] = value.is_string() ? value.get<std::string>() : value.dump();
    }
    return text;
}

DeltaCommitInfo commitInfoFrom(const Json& json) {
    DeltaCommitInfo info;
    info.timestamp = valueOr<std::int64_t>(json, "timestamp", 0);
    info.operation = valueOr<std::string>(json, "operation", {});
    info.parameters = textOf(json, "operationParameters");
    info.readVersion = optionalOf<std::int64_t>(json, "readVersion");
    info.isBlindAppend = valueOr(json, "isBlindAppend", false);
    info.metrics = textOf(json, "operationMetrics");
    info.engine = valueOr<std::string>(json, "engineInfo", {});
    info.id = valueOr<std::string>(json, "txnId", {});
    return info;
}

DeltaProtocol protocolFrom(const Json& json) {
    return {json.at("minReaderVersion").get<int>(), json.at("minWriterVersion").get<int>(),
            valueOr<std::vector<std::string>>(json, "readerFeatures", {}), valueOr<std::vector<std::string>>(json, "writerFeatures", {})};
}

DeltaMetadata metadataFrom(const Json& json) {
    DeltaMetadata metadata;
    metadata.id = json.at("id").get<std::string>();
    metadata.name = optionalOf<std::string>(json, "name");
    metadata.description = optionalOf<std::string>(json, "description");
    if (const Json* format = memberOf(json, "format")) {
        metadata.provider = valueOr<std::string>(*format, "provider", metadata.provider);
        metadata.formatOptions = textOf(*format, "options");
    }
    metadata.schemaJson = json.at("schemaString").get<std::string>();
    metadata.partitionColumns = valueOr<std::vector<std::string>>(json, "partitionColumns", {});
    metadata.properties = textOf(json, "configuration");
    metadata.createdTime = optionalOf<std::int64_t>(json, "createdTime");
    return metadata;
}

DeltaAdd addFrom(const Json& json) {
    DeltaAdd add;
    add.path = json.at("path").get<std::string>();
    add.partitionValues = partitionValuesOf(json);
    add.size = valueOr<std::int64_t>(json, "size", 0);
    add.modificationTime = valueOr<std::int64_t>(json, "modificationTime", 0);
    add.dataChange = valueOr(json, "dataChange", true);
    add.stats = optionalOf<std::string>(json, "stats");
    add.hasDeletionVector = memberOf(json, "deletionVector") != nullptr;
    return add;
}

DeltaRemove removeFrom(const Json& json) {
    return {json.at("path").get<std::string>(), valueOr<std::int64_t>(json, "deletionTimestamp", 0), valueOr(json, "dataChange", true),
            partitionValuesOf(json), valueOr<std::int64_t>(json, "size", 0)};
}

std::optional<DeltaAction> actionFrom(const Json& line) {
    if (const Json* add = memberOf(line, "add")) return addFrom(*add);
    if (const Json* remove = memberOf(line, "remove")) return removeFrom(*remove);
    if (const Json* txn = memberOf(line, "txn")) {
        return DeltaTransaction{txn->at("appId").get<std::string>(), txn->at("version").get<std::int64_t>(),
                                optionalOf<std::int64_t>(*txn, "lastUpdated")};
    }
    if (const Json* protocol = memberOf(line, "protocol")) return protocolFrom(*protocol);
    if (const Json* metadata = memberOf(line, "metaData")) return metadataFrom(*metadata);
    return std::nullopt;
}

/// Takes the next line off `text`, without its end.
std::string_view takeLine(std::string_view& text) {
    const std::size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (line.ends_with('\r')) line.remove_suffix(1);
    return line;
}

}  // namespace

Result<std::string> toCommitText(const std::vector<DeltaAction>& actions) {
    std::string text;
    try {
        for (const DeltaAction& action : actions) text += std::visit(ActionJson(), action).dump() + '\n';
    } catch (const Json::exception&) {
        return Error(ErrorCode::WriteFailed, "A name or a partition value is not UTF-8, which a Delta table cannot hold.")
            .withWayOut("Partition by a column whose values are plain text.");
    }
    return text;
}

Result<std::vector<DeltaAction>> parseCommit(std::string_view text, const std::string& path) {
    std::vector<DeltaAction> actions;
    for (int number = 1; !text.empty(); ++number) {
        const std::string_view line = takeLine(text);
        if (line.empty()) continue;
        try {
            const Json json = Json::parse(line);
            if (const Json* info = memberOf(json, "commitInfo")) {
                // Free-form; one that is not understood says nothing.
                if (auto read = parseCommitInfo(line); info->is_object() && read) actions.emplace_back(*std::move(read));
            } else if (auto action = actionFrom(json)) {
                actions.push_back(*std::move(action));
            }
        } catch (const Json::exception&) {
            return Error(ErrorCode::TableDamaged, fmt::format("Line {} of '{}' is no action of a Delta log.", number, path))
                .at(fmt::format("{}:{}", path, number))
                .withWayOut("Restore the file from a copy of the table.");
        }
    }
    return actions;
}

std::vector<std::string> parseSidecars(std::string_view text) {
    std::vector<std::string> paths;
    while (!text.empty()) {
        const std::string_view line = takeLine(text);
        if (line.find("\"sidecar\"") == std::string_view::npos) continue;
        const Json json = Json::parse(line, nullptr, false);
        if (!json.is_object()) continue;
        if (const Json* sidecar = memberOf(json, "sidecar"); sidecar && sidecar->is_object() && sidecar->contains("path") && (*sidecar)["path"].is_string())
            paths.push_back((*sidecar)["path"].get<std::string>());
    }
    return paths;
}

std::optional<DeltaCommitInfo> parseCommitInfo(std::string_view text) {
    while (!text.empty()) {
        const std::string_view line = takeLine(text);
        if (line.find("\"commitInfo\"") == std::string_view::npos) continue;
        try {
            const Json json = Json::parse(line);
            if (const Json* info = memberOf(json, "commitInfo")) return commitInfoFrom(*info);
        } catch (const Json::exception&) {
            continue;
        }
    }
    return std::nullopt;
}

std::string encodedDataPath(std::string_view relative) {
    // A colon in the first part of a relative path would read as the scheme of a URI.
    std::string encoded;
    for (const char letter : encodedPath(relative)) {
        if (letter == ':') encoded += "%3A";
        else encoded.push_back(letter);
    }
    return encoded;
}

std::string decodedDataPath(std::string_view encoded) {
    return pathOfUri(encoded.starts_with("file:") ? std::string(encoded) : "file:" + std::string(encoded));
}

}  // namespace vitrine
