// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/connect/sinks/file_sink.h"

#include <fmt/format.h>

#include "core/base/file_uri.h"
#include "core/data/duration_text.h"
#include "core/formats/option_reader.h"
#include "core/formats/partition_values.h"

namespace vitrine {

FileSink::FileSink(FileSystem& files, FileSinkSpec spec, std::shared_ptr<const Clock> clock)
    : files_(files), spec_(std::move(spec)), clock_(std::move(clock)) {}

Result<void> FileSink::open(const SinkContext& context) {
    VITRINE_TRY(parts_.partitionBy, partitionColumns(*context.schema, spec_.partitionBy, context.conf.caseSensitive));
    parts_.directory = spec_.directory;
    parts_.schema = context.schema;
    parts_.conf = context.conf;
    VITRINE_TRY(format_, makeWriteFormat(spec_.format, {partFileSchema(*context.schema, parts_.partitionBy), spec_.options, context.conf}));
    std::optional<Millis> retention;
    if (const auto text = spec_.options.find("retention"); text != spec_.options.end()) {
        retention = parseSparkDuration(text->second);
        if (!retention) return invalidOption("retention", fmt::format("The option `retention` is `{}`; it must be a time such as 12h or 7d.", text->second));
    }
    VITRINE_CHECK_OK(files_.makeDirectories(spec_.directory));
    log_.emplace(files_, spec_.directory, retention);
    return log_->open();
}

Result<Receipt> FileSink::write(std::int64_t batchId, const ResultBatch& result, std::stop_token stop) {
    if (log_->latest() && batchId <= *log_->latest()) return Receipt{0, true};
    VITRINE_TRY(const std::vector<PartFile> parts, writePartFiles(files_, parts_, *format_, result, true, stop));
    VITRINE_CHECK_OK(log_->add(batchId, parts, clock_->now()));
    return Receipt{result.numRows, false};
}

std::string FileSink::description() const { return fmt::format("FileSink[{}]", fileUri(spec_.directory)); }

}  // namespace vitrine
