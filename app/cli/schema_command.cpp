// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdio>

#include <fmt/format.h>

#include "app/cli/commands.h"
#include "app/cli/document_file.h"
#include "core/base/file_listing.h"
#include "core/formats/row_reader.h"

namespace vitrine::cli {
namespace {

constexpr std::uint64_t kSampledRows = 100'000;

Result<InferredSchema> infer(const SchemaArguments& arguments) {
    ListingRules rules;
    rules.path = absolutePath(arguments.directory);
    VITRINE_TRY(const Listing listing, listFiles(systemFiles(), rules));
    std::vector<std::string> paths;
    for (const ListedFile& file : listing.files) paths.push_back(file.path);
    SessionConf conf;
    return inferSchema(systemFiles(), arguments.format, paths, {}, conf, kSampledRows, {});
}

}  // namespace

int schemaCommand(const SchemaArguments& arguments) {
    const auto inferred = infer(arguments);
    if (!inferred) {
        fmt::print(stderr, "vitrine-cli: {}\n", inferred.error().detail());
        return kWrongRequest;
    }
    fmt::print("{}\n", toDdl(inferred->schema));
    if (inferred->malformed > 0) fmt::print(stderr, "{} of {} rows are malformed.\n", inferred->malformed, inferred->rows + inferred->malformed);
    return kDone;
}

}  // namespace vitrine::cli
