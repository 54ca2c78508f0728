// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include "core/base/clock.h"
#include "core/connect/source.h"

namespace vitrine {

/// Opens `kafka` (spark-semantics 10.3). Offsets are `{"events":{"0":23}}`, the next offset to read of each partition (KA-4);
/// a range of a plan is one partition, its path `events-0`, its begin and end are offsets. Connections outlive a batch.
///
/// No call blocks for longer than it takes to see a stop. Brokers that do not answer are SourceUnavailable: the query waits.
/// InvalidOption; PartMissing where the program was built without Kafka.
Result<std::unique_ptr<Source>> makeKafkaSource(const ReadSpec& spec, std::shared_ptr<const Clock> clock);

}  // namespace vitrine
