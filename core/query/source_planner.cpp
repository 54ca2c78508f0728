// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/query/source_planner.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <filesystem>
#include <limits>
#include <stop_token>

#include "core/base/ascii_case.h"
#include "core/base/file_glob.h"
#include "core/data/nearest_word.h"
#include "core/data/number_text.h"
#include "core/formats/file_columns.h"
#include "core/formats/kafka_options.h"
#include "core/formats/partition_values.h"
#include "core/formats/stream_options.h"
#include "core/query/detail/document_json.h"
#include "core/data/duration_text.h"
#include "core/query/path_expansion.h"
#include "core/query/supported_formats.h"

namespace vitrine {
namespace {

constexpr std::array<std::string_view, 8> kSparkSources{"json",  "csv",    "text", "parquet",
                                                        "kafka", "socket", "rate", "rate-micro-batch"};

constexpr std::array<std::string_view, 18> kFileSourceOptions{"maxFilesPerTrigger",
                                                              "maxBytesPerTrigger",
                                                              "maxFileAge",
                                                              "latestFirst",
                                                              "fileNameOnly",
                                                              "cleanSource",
                                                              "sourceArchiveDir",
                                                              "pathGlobFilter",
                                                              "recursiveFileLookup",
                                                              "maxCachedFiles",
                                                              "ignoreCorruptFiles",
                                                              "ignoreMissingFiles",
                                                              "basePath",
                                                              "path",
                                                              "modifiedBefore",
                                                              "modifiedAfter",
                                                              "discardCachedInputRatio",
                                                              "mergeSchema"};

/// Reads the options of the file stream itself. Spark meets bad values as the first thing in the run (FS-2b).
class FileOptionCheck {
  public:
    FileOptionCheck(PlanningContext& context, const SourceSpec& spec, const std::string& place)
        : context_(context), spec_(spec), place_(detail::pointerTo(place, "options")) {}

    void run() {
        positive("maxFilesPerTrigger", std::numeric_limits<std::int32_t>::max());
        positive("maxBytesPerTrigger", std::numeric_limits<std::int64_t>::max());
        if (spec_.options.contains("maxFilesPerTrigger") && spec_.options.contains("maxBytesPerTrigger")) {
            refuse("maxBytesPerTrigger", "`maxFilesPerTrigger` and `maxBytesPerTrigger` cannot both be set.",
                   "Keep one of them.");
        }
        if (const std::string* age = value("maxFileAge"); age && !parseSparkDuration(*age)) {
            refuse("maxFileAge", fmt::format("`{}` is no length of time for `maxFileAge`.", *age),
                   "Use a number and a unit: `7d`, `12h`, `30m`, `45s`.");
        }
        for (const char* name :
             {"latestFirst", "fileNameOnly", "recursiveFileLookup", "ignoreCorruptFiles", "ignoreMissingFiles"}) {
            const std::string* text = value(name);
            if (text && lowerAscii(*text) != "true" && lowerAscii(*text) != "false") {
                refuse(name, fmt::format("`{}` is no value for `{}`.", *text, name), "Use true or false.");
            }
        }
        checkCleaning();
        checkCaching();
        for (const char* name : {"modifiedBefore", "modifiedAfter"}) {
            if (value(name)) {
                refuse(name, fmt::format("The option `{}` is not allowed when files are read as a stream.", name),
                       "Remove it; `maxFileAge` limits how old files may be.");
            }
        }
    }

  private:
    const std::string* value(const char* name) const {
        const auto found = spec_.options.find(std::string_view(name));
        return found == spec_.options.end() ? nullptr : &found->second;
    }

    void refuse(std::string_view name, std::string message, std::string wayOut) {
        const auto written = spec_.options.find(name);
        const std::string& spelled = written->first;
        context_.refuse(Phase::Run, Error(ErrorCode::InvalidOption, std::move(message))
                                        .at(detail::pointerTo(place_, spelled))
                                        .withWayOut(std::move(wayOut)));
    }

    void positive(const char* name, std::int64_t most) {
        const std::string* text = value(name);
        if (!text) return;
        std::int64_t number = 0;
        const char* begin = text->data() + (text->starts_with('+') ? 1 : 0);
        const auto [end, status] = std::from_chars(begin, text->data() + text->size(), number);
        if (status != std::errc() || end != text->data() + text->size() || number <= 0 || number > most) {
            refuse(name, fmt::format("`{}` is no value for `{}`.", *text, name), "Use a whole number of at least 1.");
        }
    }

    void checkCleaning() {
        const std::string* mode = value("cleanSource");
        if (!mode) return;
        const std::string word = lowerAscii(*mode);
        if (word != "off" && word != "delete" && word != "archive") {
            refuse("cleanSource", fmt::format("`{}` is no value for `cleanSource`.", *mode),
                   "Use off, delete or archive.");
        } else if (word == "archive" && !value("sourceArchiveDir")) {
            refuse("cleanSource", "`cleanSource` archive needs a directory to move files to.",
                   "Set `sourceArchiveDir`.");
        }
    }

    void checkCaching() {
        if (const std::string* text = value("maxCachedFiles")) {
            std::int32_t number = 0;
            const auto [end, status] = std::from_chars(text->data(), text->data() + text->size(), number);
            if (status != std::errc() || end != text->data() + text->size() || number < 0) {
                refuse("maxCachedFiles", fmt::format("`{}` is no value for `maxCachedFiles`.", *text), "Use a whole number of at least 0.");
            }
        }
        if (const std::string* text = value("discardCachedInputRatio")) {
            const std::optional<double> ratio = parseDouble(*text);
            if (!ratio || !(*ratio >= 0 && *ratio <= 1)) {
                refuse("discardCachedInputRatio", fmt::format("`{}` is no value for `discardCachedInputRatio`.", *text), "Use a number from 0 to 1.");
            }
        }
    }

    PlanningContext& context_;
    const SourceSpec& spec_;
    std::string place_;
};

/// Options of Kafka's client, of which there are many.
bool isClientOption(std::string_view format, std::string_view option) {
    return lowerAscii(format) == "kafka" && lowerAscii(option).starts_with("kafka.");
}

void warnAboutUnknownOptions(PlanningContext& context, const SourceSpec& spec, const std::string& place) {
    std::vector<std::string_view> known;
    if (!isFilelessSource(spec.format)) known.assign(kFileSourceOptions.begin(), kFileSourceOptions.end());
    const std::vector<OptionInfo> ofFormat = formatOptions(spec.format);
    for (const OptionInfo& option : ofFormat) known.push_back(option.name);
    for (const auto& entry : spec.options) {
        const std::string& name = entry.first;
        if (isClientOption(spec.format, name)) continue;
        const bool isKnown = std::any_of(known.begin(), known.end(),
                                         [&](std::string_view option) { return lowerAscii(option) == lowerAscii(name); });
        if (isKnown) continue;
        const std::string_view nearest = nearestWord(name, known);
        context.warn(
            Error(ErrorCode::UnknownOption, fmt::format("The option `{}` is not known and has no effect.", name))
                .at(detail::pointerTo(detail::pointerTo(place, "options"), name))
                .withWayOut(nearest.empty() ? std::string() : fmt::format("Did you mean `{}`?", nearest)));
    }
}

bool checkSourceFormat(PlanningContext& context, const SourceSpec& spec, const std::string& place) {
    const auto supported = sourceFormats();
    const std::string format = lowerAscii(spec.format);
    if (std::find(supported.begin(), supported.end(), format) != supported.end()) return true;
    const bool isSparks = std::find(kSparkSources.begin(), kSparkSources.end(), format) != kSparkSources.end();
    const std::string_view nearest = isSparks ? std::string_view() : nearestWord(format, kSparkSources);
    const std::string readable = fmt::format("Can be read: {}.", fmt::join(supported, ", "));
    context.refuse(
        Phase::Define,
        Error(ErrorCode::UnsupportedFormat,
              isSparks ? fmt::format("The source format `{}` cannot be read here.", spec.format)
                       : fmt::format("There is no source format `{}`.", spec.format))
            .at(detail::pointerTo(place, "format"))
            .withWayOut(nearest.empty() ? readable : fmt::format("Did you mean `{}`? {}", nearest, readable)));
    return false;
}

std::optional<std::string> planPath(PlanningContext& context, const SourceSpec& spec, const std::string& place) {
    const auto option = spec.options.find(std::string_view("path"));
    if (option != spec.options.end() && !spec.path.empty()) {
        context.refuse(Phase::Define,
                       Error(ErrorCode::InvalidOption, "The path is given twice: as `path` and as an option.")
                           .at(detail::pointerTo(detail::pointerTo(place, "options"), "path"))
                           .withWayOut("Remove the option."));
        return std::nullopt;
    }
    const std::string path = option != spec.options.end() ? option->second : spec.path;
    const std::string pathPlace = detail::pointerTo(place, "path");
    if (path.empty()) {
        context.refuse(Phase::Define, Error(ErrorCode::PathMissing, "The source has no path.")
                                          .at(pathPlace)
                                          .withWayOut(R"(Name the directory that files arrive in: "path": "events".)"));
        return std::nullopt;
    }
    const std::size_t colon = path.find(':');
    const bool hasScheme = colon != std::string::npos && colon > 1 && path.find('/') == colon + 1;
    if (hasScheme && path.compare(0, colon, "file") != 0) {
        context.refuse(Phase::Define, Error(ErrorCode::PathNotFound, fmt::format("`{}` is not on this machine.", path))
                                          .at(pathPlace)
                                          .withWayOut("Copy the files to a local directory and name that."));
        return std::nullopt;
    }
    std::string resolved = absolutePath(path, context.plan.baseDirectory);
    if (!isGlob(path)) {
        const auto entry = context.files.stat(resolved);
        if (!entry) {
            context.refuse(Phase::Define,
                           Error(ErrorCode::PathNotFound, fmt::format("The path `{}` does not exist.", resolved))
                               .at(pathPlace)
                               .withWayOut("Make the directory first, or correct the path."));
            return std::nullopt;
        }
        if (!entry->isDirectory) {
            context.warn(Error(ErrorCode::PathNotFound, fmt::format("`{}` is a file: it is read once, and nothing else can arrive.", resolved))
                             .at(pathPlace)
                             .withWayOut("Name its directory to follow the files that arrive there."));
        }
    }
    return resolved;
}

std::optional<Schema> planSchema(PlanningContext& context, const SourceSpec& spec, const std::string& resolvedPath,
                                 const std::string& place, bool isStatic) {
    const std::string schemaPlace = detail::pointerTo(place, "schema");
    if (!spec.schema.empty()) {
        auto schema = spec.schema.front() == '{' ? parseStructTypeJson(spec.schema) : parseDdl(spec.schema);
        if (schema) return nullableThroughout(*schema);
        Error error = std::move(schema).error();
        context.refuse(Phase::Define, std::move(error.at(schemaPlace)));
        return std::nullopt;
    }
    const bool isText = lowerAscii(spec.format) == "text";
    if (!isText && !context.plan.conf.schemaInference && !isStatic) {
        context.refuse(Phase::Define,
                       Error(ErrorCode::SchemaMissing, "A source that is read as a stream needs a schema.")
                           .at(schemaPlace)
                           .withWayOut("Write it as `time TIMESTAMP, action STRING`, or set "
                                       "`spark.sql.streaming.schemaInference` to true."));
        return std::nullopt;
    }
    auto inferred =
        inferSchema(context.files, lowerAscii(spec.format), filesToInferFrom(context.files, resolvedPath), spec.options,
                    context.plan.conf, std::numeric_limits<std::uint64_t>::max(), std::stop_token());
    if (inferred) return std::move(inferred->schema);
    Error error = std::move(inferred).error();
    context.refuse(Phase::Define, std::move(error.at(schemaPlace)));
    return std::nullopt;
}

/// Directories that are columns now come last (FS-20 to FS-22); `_metadata` only where the document speaks of it (FS-58).
bool addFileColumns(PlanningContext& context, const SourceSpec& spec, const std::string& path, const std::string& place,
                    Schema& schema, FileColumns& fileColumns) {
    fileColumns.basePath = partitionBase(path, spec.options);
    if (!fileColumns.basePath.empty()) {
        auto partitions = discoverPartitions(filesToInferFrom(context.files, path), fileColumns.basePath, schema, context.plan.conf);
        if (!partitions) {
            Error error = std::move(partitions).error();
            context.refuse(Phase::Define, std::move(error.at(detail::pointerTo(place, "path"))));
            return false;
        }
        Schema arranged;
        for (const Field& field : schema.fields()) {
            const bool isPartition = std::any_of(partitions->begin(), partitions->end(), [&](const Field& partition) {
                return context.plan.conf.caseSensitive ? partition.name == field.name : lowerAscii(partition.name) == lowerAscii(field.name);
            });
            if (!isPartition) arranged.add(field);
        }
        for (const Field& partition : *partitions) {
            fileColumns.partitions.push_back(partition.name);
            arranged.add(partition);
        }
        schema = std::move(arranged);
    }
    const bool speaksOfMetadata = toJson(context.plan.document).find(kMetadataColumn) != std::string::npos;
    if (speaksOfMetadata && schema.find(kMetadataColumn, context.plan.conf.caseSensitive).empty()) {
        fileColumns.metadata = schema.size();
        schema.add({std::string(kMetadataColumn), metadataType(), false});
    }
    return true;
}

/// A source whose rows do not come from files has a schema of its own and no path.
std::optional<std::size_t> planFileless(PlanningContext& context, const SourceSpec& spec, const std::string& place, bool isStatic) {
    const auto refuse = [&](Error error) {
        context.refuse(Phase::Define, std::move(error));
        return std::nullopt;
    };
    if (isStatic) {
        return refuse(Error(ErrorCode::UnsupportedFormat, fmt::format("`{}` cannot be read as a table.", spec.format))
                          .at(detail::pointerTo(place, "format"))
                          .withWayOut("Read the table from files."));
    }
    if (!spec.schema.empty()) {
        return refuse(Error(ErrorCode::UnsupportedType, fmt::format("A source of the format `{}` has a fixed schema.", spec.format))
                          .at(detail::pointerTo(place, "schema"))
                          .withWayOut("Remove the schema."));
    }
    auto schema = filelessSchema(spec.format, spec.options);
    if (!schema) {
        Error error = std::move(schema).error();
        constexpr std::string_view kPrefix = "/source";
        if (error.place().starts_with(kPrefix)) error.at(place + error.place().substr(kPrefix.size()));
        return refuse(std::move(error));
    }
    warnAboutUnknownOptions(context, spec, place);
    warnAboutSecrets(context, spec.options, place);
    context.plan.sources.push_back({spec, std::string(), std::make_shared<const Schema>(std::move(*schema)), isStatic, {}});
    context.plan.sources.back().spec.format = lowerAscii(spec.format);
    return context.plan.sources.size() - 1;
}

void collectScans(const LogicalPtr& node, std::vector<const ScanNode*>& scans) {
    if (const auto* scan = std::get_if<ScanNode>(&node->op)) scans.push_back(scan);
    for (const LogicalPtr& input : node->inputs) collectScans(input, scans);
}

}  // namespace

void warnAboutSecrets(PlanningContext& context, const OptionMap& options, const std::string& place) {
    for (const auto& [name, value] : options) {
        if (!lowerAscii(name).starts_with("kafka.") || !isKafkaSecret(name) || value.empty() || value.starts_with("${env:")) continue;
        context.warn(Error(ErrorCode::InvalidOption, fmt::format("The secret of `{}` stands in the document for all to read.", name))
                         .at(detail::pointerTo(detail::pointerTo(place, "options"), name))
                         .withWayOut("Write ${env:NAME}, and set the environment variable NAME where Vitrine runs."));
    }
}

std::string absolutePath(const std::string& path, const std::string& baseDirectory) {
    std::string_view local = path;
    if (local.starts_with("file:")) {
        local.remove_prefix(5);
        while (local.starts_with("//")) local.remove_prefix(1);
    }
    std::filesystem::path absolute = std::filesystem::path(baseDirectory) / std::filesystem::path(local);
    std::string text = absolute.lexically_normal().string();
    while (text.size() > 1 && text.back() == '/') text.pop_back();
    return text;
}

std::optional<std::size_t> planSource(PlanningContext& context, const SourceSpec& spec, const std::string& place,
                                      bool isStatic) {
    if (!checkSourceFormat(context, spec, place)) return std::nullopt;
    if (isFilelessSource(spec.format)) return planFileless(context, spec, place, isStatic);
    std::optional<std::string> path = planPath(context, spec, place);
    if (!path) return std::nullopt;
    std::optional<Schema> schema = planSchema(context, spec, *path, place, isStatic);
    if (!schema) return std::nullopt;
    if (!isStatic) FileOptionCheck(context, spec, place).run();
    warnAboutUnknownOptions(context, spec, place);
    FileColumns fileColumns;
    if (!addFileColumns(context, spec, *path, place, *schema, fileColumns)) return std::nullopt;
    context.plan.sources.push_back(
        {spec, std::move(*path), std::make_shared<const Schema>(std::move(*schema)), isStatic, std::move(fileColumns)});
    context.plan.sources.back().spec.format = lowerAscii(spec.format);
    return context.plan.sources.size() - 1;
}

void checkFormats(PlanningContext& context, const std::vector<std::string>& sourcePlaces) {
    std::vector<const ScanNode*> scans;
    collectScans(context.plan.root, scans);
    for (const ScanNode* scan : scans) {
        const PlannedSource& source = context.plan.sources[scan->source];
        if (isFilelessSource(source.spec.format)) continue;
        ReadSpec spec;
        spec.schema = source.schema;
        spec.columns = scan->columns;
        spec.options = source.spec.options;
        spec.conf = context.plan.conf;
        spec.fileColumns = source.fileColumns;
        auto format = makeFormat(source.spec.format, std::move(spec));
        if (format) continue;
        Error error = std::move(format).error();
        const std::string& sourcePlace = sourcePlaces[scan->source];
        // The format speaks of the only source it knows.
        constexpr std::string_view kPrefix = "/source";
        if (error.place().empty()) error.at(sourcePlace);
        else if (error.place().starts_with(kPrefix)) error.at(sourcePlace + error.place().substr(kPrefix.size()));
        context.refuse(Phase::Run, std::move(error));
    }
}

}  // namespace vitrine
