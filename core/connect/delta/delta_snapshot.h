// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/base/time.h"
#include "core/connect/delta/delta_actions.h"
#include "core/data/schema.h"

namespace vitrine {

/// What a Delta table is at one version: the sum of its commits. A value.
struct DeltaSnapshot {
    std::int64_t version = -1;                                 ///< -1: no commit yet
    std::optional<DeltaProtocol> protocol;
    std::optional<DeltaMetadata> metadata;
    std::map<std::string, DeltaAdd, std::less<>> files;        ///< by decoded path
    std::map<std::string, DeltaRemove, std::less<>> tombstones;  ///< by decoded path; files removed, not yet forgotten
    std::map<std::string, DeltaTransaction, std::less<>> transactions;   ///< by application

    void apply(DeltaAction action);

    /// The property `name`, or `otherwise`.
    std::string property(std::string_view name, std::string_view otherwise) const;

    /// How long removed files are kept (delta.deletedFileRetentionDuration, a week).
    Millis tombstoneRetention() const;

    /// How long versions are kept (delta.logRetentionDuration, 30 days).
    Millis logRetention() const;

    /// Forgets files removed before `now` less the retention.
    void forgetTombstones(WallTime now);
};

/// Whether the table can be read here. UnsupportedFormat naming what it uses; TableDamaged without protocol or metaData.
Result<void> checkReadable(const DeltaSnapshot& snapshot, const std::string& directory);

/// Whether it can also be written. UnsupportedFormat.
Result<void> checkWritable(const DeltaSnapshot& snapshot, const std::string& directory);

/// The columns of the table. TableDamaged; UnsupportedType.
Result<Schema> schemaOf(const DeltaMetadata& metadata, const std::string& directory);

/// The number of rows in `add`, where its statistics say so.
std::optional<std::uint64_t> rowCountOf(const DeltaAdd& add);

/// The protocol that a table of such columns needs.
DeltaProtocol protocolFor(const Schema& schema);

}  // namespace vitrine
