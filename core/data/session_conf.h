// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "core/base/time.h"
#include "core/data/time_zone.h"

namespace vitrine {

enum class TimeParserPolicy { Exception, Corrected, Legacy };
enum class MultipleWatermarkPolicy { Min, Max };

/// The `spark.sql.*` settings that change results, with Spark 4's defaults. A value; fixed while a query runs.
struct SessionConf {
    TimeZone zone;                                                        ///< session.timeZone
    bool ansi = true;                                                     ///< ansi.enabled
    bool caseSensitive = false;                                           ///< caseSensitive
    TimeParserPolicy timeParserPolicy = TimeParserPolicy::Corrected;      ///< legacy.timeParserPolicy
    bool jsonPartialResults = true;                                       ///< json.enablePartialResults
    bool jsonExactStringParsing = true;                                   ///< json.enableExactStringParsing
    std::string corruptRecordColumn = "_corrupt_record";                  ///< columnNameOfCorruptRecord
    bool noDataMicroBatches = true;                                       ///< streaming.noDataMicroBatches.enabled
    MultipleWatermarkPolicy watermarkPolicy = MultipleWatermarkPolicy::Min;  ///< streaming.multipleWatermarkPolicy
    bool allowMultipleStateful = true;                                    ///< streaming.statefulOperator.allowMultiple
    bool checkCorrectness = true;                                         ///< streaming.statefulOperator.checkCorrectness.enabled
    bool schemaInference = false;                                         ///< streaming.schemaInference
    bool ignoreFileStreamMetadata = false;                                ///< streaming.fileStreamSink.ignoreMetadata
    bool ignoreMissingFiles = false;                                      ///< files.ignoreMissingFiles
    bool ignoreCorruptFiles = false;                                      ///< files.ignoreCorruptFiles
    bool partitionColumnTypeInference = true;                             ///< sources.partitionColumnTypeInference.enabled
    Millis pollingDelay{10};                                              ///< streaming.pollingDelay
    std::map<std::string, std::string> kept;                              ///< other spark.* keys: no effect here
};

}  // namespace vitrine
