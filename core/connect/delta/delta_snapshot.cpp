// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/connect/delta/delta_snapshot.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <span>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include "core/data/interval_text.h"

namespace vitrine {
namespace {

constexpr std::string_view kNtz = "timestampNtz";
constexpr std::array<std::string_view, 2> kReaderFeatures{kNtz, "v2Checkpoint"};
constexpr std::array<std::string_view, 3> kWriterFeatures{kNtz, "appendOnly", "invariants"};
constexpr Millis kDay{24LL * 3600 * 1000};
constexpr Millis kWeek = 7 * kDay;
constexpr Millis kThirtyDays = 30 * kDay;

/// The duration that a property says; `otherwise` when it says none that is understood.
Millis durationOf(const std::string& text, Millis otherwise) {
    const Result<CalendarInterval> interval = parseInterval(text);
    if (!interval || interval->months != 0) return otherwise;
    return interval->days * kDay + Millis(interval->micros / 1000);
}

std::vector<std::string> unknownAmong(const std::vector<std::string>& features, std::span<const std::string_view> known) {
    std::vector<std::string> unknown;
    for (const std::string& feature : features) {
        if (std::find(known.begin(), known.end(), feature) == known.end()) unknown.push_back(feature);
    }
    return unknown;
}

Error cannot(std::string_view doing, const std::string& directory, const std::string& why) {
    return Error(ErrorCode::UnsupportedFormat, fmt::format("The Delta table in '{}' cannot be {} here: it uses {}.", directory, doing, why))
        .at(directory)
        .withWayOut("Let Spark copy it into a table without these features, or use Spark for this table.");
}

bool usesNtz(const DataType& type) {
    switch (type.kind()) {
        case TypeKind::TimestampNtz: return true;
        case TypeKind::Array: return usesNtz(*type.elementType());
        case TypeKind::Map: return usesNtz(*type.keyType()) || usesNtz(*type.valueType());
        case TypeKind::Struct:
            return std::any_of(type.fields().begin(), type.fields().end(), [](const Field& field) { return usesNtz(*field.type); });
        default: return false;
    }
}

struct Applied {
    DeltaSnapshot& snapshot;

    void operator()(DeltaCommitInfo) const {}
    void operator()(DeltaProtocol protocol) const { snapshot.protocol = std::move(protocol); }
    void operator()(DeltaMetadata metadata) const { snapshot.metadata = std::move(metadata); }
    void operator()(DeltaTransaction transaction) const {
        std::string appId = transaction.appId;
        snapshot.transactions.insert_or_assign(std::move(appId), std::move(transaction));
    }
    void operator()(DeltaAdd add) const {
        std::string path = decodedDataPath(add.path);
        snapshot.tombstones.erase(path);
        snapshot.files.insert_or_assign(std::move(path), std::move(add));
    }
    void operator()(DeltaRemove remove) const {
        std::string path = decodedDataPath(remove.path);
        snapshot.files.erase(path);
        snapshot.tombstones.insert_or_assign(std::move(path), std::move(remove));
    }
};

}  // namespace

void DeltaSnapshot::apply(DeltaAction action) { std::visit(Applied{*this}, std::move(action)); }

std::string DeltaSnapshot::property(std::string_view name, std::string_view otherwise) const {
    if (metadata) {
        if (const auto found = metadata->properties.find(std::string(name)); found != metadata->properties.end()) return found->second;
    }
    return std::string(otherwise);
}

Millis DeltaSnapshot::tombstoneRetention() const { return durationOf(property("delta.deletedFileRetentionDuration", ""), kWeek); }

Millis DeltaSnapshot::logRetention() const { return durationOf(property("delta.logRetentionDuration", ""), kThirtyDays); }

void DeltaSnapshot::forgetTombstones(WallTime now) {
    const std::int64_t since = (now - tombstoneRetention()).time_since_epoch().count();
    std::erase_if(tombstones, [&](const auto& entry) { return entry.second.deletionTimestamp <= since; });
}

Result<void> checkReadable(const DeltaSnapshot& snapshot, const std::string& directory) {
    if (!snapshot.protocol || !snapshot.metadata) {
        return Error(ErrorCode::TableDamaged, fmt::format("The log of the Delta table in '{}' does not say what the table is.", directory))
            .at(directory)
            .withWayOut("Restore the directory _delta_log from a copy of the table.");
    }
    const DeltaProtocol& protocol = *snapshot.protocol;
    if (protocol.minReaderVersion == 2 || snapshot.property("delta.columnMapping.mode", "none") != "none") {
        return cannot("read", directory, "column mapping");
    }
    if (protocol.minReaderVersion > 3) return cannot("read", directory, fmt::format("version {} of the protocol", protocol.minReaderVersion));
    if (const auto unknown = unknownAmong(protocol.readerFeatures, kReaderFeatures); !unknown.empty()) {
        return cannot("read", directory, fmt::format("{}", fmt::join(unknown, ", ")));
    }
    const bool hasVectors =
        std::any_of(snapshot.files.begin(), snapshot.files.end(), [](const auto& entry) { return entry.second.hasDeletionVector; });
    if (hasVectors) return cannot("read", directory, "deletion vectors");
    if (snapshot.metadata->provider != "parquet") return cannot("read", directory, fmt::format("{} files", snapshot.metadata->provider));
    return {};
}

Result<void> checkWritable(const DeltaSnapshot& snapshot, const std::string& directory) {
    VITRINE_CHECK_OK(checkReadable(snapshot, directory));
    const DeltaProtocol& protocol = *snapshot.protocol;
    if (protocol.minWriterVersion > 2 && protocol.minWriterVersion != 7) {
        return cannot("written", directory, fmt::format("version {} of the protocol for writers", protocol.minWriterVersion));
    }
    if (const auto unknown = unknownAmong(protocol.writerFeatures, kWriterFeatures); !unknown.empty()) {
        return cannot("written", directory, fmt::format("{}", fmt::join(unknown, ", ")));
    }
    if (snapshot.metadata->schemaJson.find("\"delta.invariants\"") != std::string::npos) return cannot("written", directory, "invariants");
    return {};
}

Result<Schema> schemaOf(const DeltaMetadata& metadata, const std::string& directory) {
    Result<Schema> schema = parseStructTypeJson(metadata.schemaJson);
    if (schema || schema.error().code() == ErrorCode::UnsupportedType) return schema;
    return Error(ErrorCode::TableDamaged,
                 fmt::format("The log of the Delta table in '{}' holds no schema: {}", directory, schema.error().message()))
        .at(directory)
        .withWayOut("Restore the directory _delta_log from a copy of the table.");
}

std::optional<std::uint64_t> rowCountOf(const DeltaAdd& add) {
    if (!add.stats) return std::nullopt;
    const auto stats = nlohmann::json::parse(*add.stats, nullptr, false);
    if (!stats.is_object()) return std::nullopt;
    const auto count = stats.find("numRecords");
    if (count == stats.end() || !count->is_number_unsigned()) return std::nullopt;
    return count->get<std::uint64_t>();
}

DeltaProtocol protocolFor(const Schema& schema) {
    if (!usesNtz(*schema.asStruct())) return {};
    return {3, 7, {std::string(kNtz)}, {std::string(kNtz), "appendOnly", "invariants"}};
}

}  // namespace vitrine
