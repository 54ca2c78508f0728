// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <map>
#include <mutex>
#include <string>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <QTemporaryDir>

#include "app/connectors.h"
#include "core/data/value.h"
#include "core/engine/streaming_query.h"
#include "core/query/query_document.h"

namespace vitrine::test {

/// A query document over directories of files: `feed` drops a file and waits until all of it has been processed.
class DocumentFixture {
  public:
    explicit DocumentFixture(std::string document) : document_(std::move(document)) {}

    std::filesystem::path path(const std::string& relative) const { return std::filesystem::path(directory_.path().toStdString()) / relative; }

    /// The next start() runs this document.
    void change(std::string document) { document_ = std::move(document); }

    /// Writes one complete file; later ones have later modification times.
    void write(const std::string& relative, const std::string& lines) {
        namespace fs = std::filesystem;
        fs::create_directories(path(relative).parent_path());
        const fs::path temporary = path("." + std::to_string(++files_));
        std::ofstream(temporary, std::ios::binary) << lines;
        fs::last_write_time(temporary, fs::file_time_type(std::chrono::hours(24 * 365) + std::chrono::seconds(files_)));
        fs::rename(temporary, path(relative));
    }

    void makeDirectory(const std::string& relative) { std::filesystem::create_directories(path(relative)); }

    /// The first refusal, as `phase place: message`, or nothing.
    std::string refusal() {
        const ParsedDocument parsed = parseQueryDocument(document_);
        for (const auto* list : {&parsed.diagnostics})
            for (const Diagnostic& each : *list)
                if (each.severity == Severity::Error) return textOf(each);
        const PlanResult planned = planQuery(*parsed.document, directory_.path().toStdString(), systemFiles());
        for (const Diagnostic& each : planned.diagnostics)
            if (each.severity == Severity::Error) return textOf(each);
        return {};
    }

    Result<void> start(std::size_t threads = 1, std::size_t chunkRows = 4096) {
        const ParsedDocument parsed = parseQueryDocument(document_);
        const PlanResult planned = planQuery(*parsed.document, directory_.path().toStdString(), systemFiles());
        for (const Diagnostic& each : planned.diagnostics)
            if (each.severity == Severity::Error) return each.error;
        options.threads = threads;
        options.chunkRows = chunkRows;
        options.bytesPerWorker = 1;
        options.files = files;
        options.clock = clock;
        VITRINE_TRY(query, startQuery(planned.plan, allConnectors(), options, {},
                                      [this](std::int64_t batchId, const ResultBatch& rows) { keep(batchId, rows); }));
        return {};
    }

    void process() { static_cast<void>(query->processAllAvailable()); }

    void feed(const std::string& relative, const std::string& lines) {
        write(relative, lines);
        process();
    }

    void stop() {
        query->requestStop();
        query->awaitTermination(Millis{0});
        query.reset();
    }

    /// The rows of a batch, sorted: `a,1; b,2`; `-` when there are none, `none` without that batch.
    std::string batch(std::int64_t number) const {
        std::scoped_lock lock(mutex_);
        const auto found = batches_.find(number);
        if (found == batches_.end()) return "none";
        return found->second.empty() ? "-" : found->second;
    }

    BatchReportPtr report(std::int64_t number) const {
        for (const BatchReportPtr& each : query->recentReports())
            if (!each->idle && each->batchId == number) return each;
        return nullptr;
    }

    /// `name total/updated/removed/dropped`, one an operator.
    std::string operators(std::int64_t number) const {
        std::string text;
        for (const StateOperatorReport& each : report(number)->stateOperators)
            text += fmt::format("{}{} {}/{}/{}/{}", text.empty() ? "" : "; ", each.operatorName, each.numRowsTotal, each.numRowsUpdated,
                                each.numRowsRemoved, each.numRowsDroppedByWatermark);
        return text;
    }

    double watermark(std::int64_t number) const {
        return static_cast<double>(report(number)->watermark.time_since_epoch().count()) / 1000.0;
    }

    std::shared_ptr<ManualClock> clock = std::make_shared<ManualClock>(WallTime{Millis{1'000'000}});
    EngineOptions options = keepingRows();       ///< of the next start(), but for what it sets itself
    std::shared_ptr<RunningQuery> query;
    FileSystem* files = nullptr;   ///< of the query; null: the machine's

  private:
    static EngineOptions keepingRows() {
        EngineOptions options;
        options.keepBatchRows = true;
        return options;
    }

    static std::string textOf(const Diagnostic& each) {
        const char* phase = each.phase == Phase::Run ? "run" : each.phase == Phase::Start ? "start" : "define";
        return fmt::format("{} {}: {}", phase, each.error.place(), each.error.message());
    }

    static std::string cell(const Value& value, const DataType& type) {
        if (value.isNull()) return "NULL";
        switch (type.kind()) {
            case TypeKind::Struct: return cell(value.get<Value::List>()[0], *type.fields()[0].type) + "-" + cell(value.get<Value::List>()[1], *type.fields()[1].type);
            case TypeKind::String: return value.get<std::string>();
            case TypeKind::Timestamp: return fmt::format("{}", static_cast<double>(value.get<std::int64_t>()) / 1e6);
            case TypeKind::Int: return fmt::format("{}", value.get<std::int32_t>());
            case TypeKind::Double: return fmt::format("{:g}", value.get<double>());
            default: return fmt::format("{}", value.get<std::int64_t>());
        }
    }

    void keep(std::int64_t batchId, const ResultBatch& rows) {
        std::vector<std::string> texts;
        for (const Batch& batch : rows.chunks)
            for (std::size_t row = 0; row < batch.numRows; ++row) {
                std::string& text = texts.emplace_back();
                for (const ColumnPtr& column : batch.columns)
                    text += (text.empty() ? "" : ",") + cell(valueAt(*column, row), *column->type());
            }
        std::sort(texts.begin(), texts.end());
        std::scoped_lock lock(mutex_);
        batches_[batchId] = fmt::format("{}", fmt::join(texts, "; "));
    }

    std::string document_;
    QTemporaryDir directory_;
    int files_ = 0;
    mutable std::mutex mutex_;
    std::map<std::int64_t, std::string> batches_;
};

}  // namespace vitrine::test
