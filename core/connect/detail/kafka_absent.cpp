// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/connect/sinks/kafka_sink.h"
#include "core/connect/sources/kafka_source.h"
#include "core/formats/kafka_options.h"

namespace vitrine {

Result<std::unique_ptr<Source>> makeKafkaSource(const ReadSpec&, std::shared_ptr<const Clock>) {
    return kafkaMissing("/source/format");
}

Result<std::unique_ptr<Sink>> makeKafkaSink(const OptionMap&) {
    return kafkaMissing("/source/format");
}

}  // namespace vitrine
