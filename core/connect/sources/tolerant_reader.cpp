// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/connect/sources/tolerant_reader.h"

#include <fmt/format.h>

#include "core/formats/option_reader.h"

namespace vitrine {
namespace {

bool covers(ReadTolerance tolerance, const Error& error) {
    switch (error.code()) {
        case ErrorCode::FileVanished: return tolerance.missing;
        case ErrorCode::CorruptCompression:
        case ErrorCode::ReadFailed: return tolerance.corrupt;
        default: return false;
    }
}

/// Without a reader inside: a file that could not be opened.
class TolerantReader final : public RowReader {
  public:
    TolerantReader(std::unique_ptr<RowReader> inner, SchemaPtr schema, ReadTolerance tolerance, std::function<void(std::string)> say)
        : inner_(std::move(inner)), schema_(std::move(schema)), tolerance_(tolerance), say_(std::move(say)) {}

    Result<bool> next(Batch& batch, MalformedRows& malformed, std::stop_token stop) override {
        if (inner_ && !ended_) {
            Result<bool> more = inner_->next(batch, malformed, std::move(stop));
            if (more || !covers(tolerance_, more.error())) return more;
            say_(fmt::format("The rest of a file is left out: {}", more.error().message()));
            ended_ = true;
        }
        batch = {};
        batch.schema = schema_;
        for (const Field& field : schema_->fields()) batch.columns.push_back(makeNullColumn(field.type, 0));
        return false;
    }

    std::uint64_t bytesRead() const noexcept override { return inner_ ? inner_->bytesRead() : 0; }

  private:
    std::unique_ptr<RowReader> inner_;
    SchemaPtr schema_;
    ReadTolerance tolerance_;
    std::function<void(std::string)> say_;
    bool ended_ = false;
};

}  // namespace

Result<ReadTolerance> readTolerance(const OptionMap& options, ReadTolerance defaults) {
    const OptionReader reader(options);
    VITRINE_CHECK_OK(reader.read("ignoreMissingFiles", defaults.missing));
    VITRINE_CHECK_OK(reader.read("ignoreCorruptFiles", defaults.corrupt));
    return defaults;
}

Result<std::unique_ptr<RowReader>> openTolerantly(const Format& format, FileSystem& files, const FileRange& range, ReadTolerance tolerance,
                                                  std::function<void(std::string)> say) {
    auto reader = format.open(files, range);
    if (!tolerance.missing && !tolerance.corrupt) return reader;
    if (!reader && !covers({tolerance.missing, false}, reader.error())) return reader;
    if (!reader) say(fmt::format("A file is left out: {}", reader.error().message()));
    std::unique_ptr<RowReader> inner = reader ? std::move(*reader) : nullptr;
    return std::unique_ptr<RowReader>(std::make_unique<TolerantReader>(std::move(inner), format.produced(), tolerance, std::move(say)));
}

}  // namespace vitrine
