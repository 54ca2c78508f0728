// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include "core/connect/sink.h"
#include "core/formats/row_reader.h"

namespace vitrine {

/// Writes each row as a message (SK-40). A batch succeeds once the brokers have acknowledged all its messages.
///
/// At least once: a batch whose commit was lost is sent again. Each message carries the headers `vitrine-query`, `vitrine-batch`
/// and `vitrine-row` (the query's id, the batch, the place in it), which tell a message sent again from a new one.
///
/// With `vitrine.transactional` or `transactional.id`, exactly once for readers with `read_committed`: a batch is one
/// transaction that also commits, for the consumer group `vitrine-QUERY-TOPIC`, the number of the next batch as an
/// offset, so that a batch sent again is left out. Brokers forget offsets of a group after `offsets.retention.minutes`
/// without a batch. A second run of the query takes over; the first fails.
///
/// Stop gives up at once. InvalidOption, SinkRefused, SinkFailed with the broker's reason; PartMissing without Kafka.
Result<std::unique_ptr<Sink>> makeKafkaSink(const OptionMap& options);

}  // namespace vitrine
