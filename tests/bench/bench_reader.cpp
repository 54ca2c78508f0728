// SPDX-License-Identifier: GPL-3.0-or-later
// Reads one file, JSON or CSV with a header by its name, on one thread and says rows, bytes and seconds.
// usage: bench_reader FILE [DDL [COLUMN,COLUMN…]] [--exact] [--repeat N]
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <string>
#include <vector>

#include "core/base/clock.h"
#include "core/formats/row_reader.h"

using namespace vitrine;

namespace {

int fail(const Error& error) {
    std::fprintf(stderr, "%s\n", error.detail().c_str());
    return 1;
}

}  // namespace

int main(int argc, char** argv) {
    std::vector<std::string> words(argv + 1, argv + argc);
    ReadSpec spec;
    int repeat = 3;
    std::vector<std::string> places;
    for (std::size_t index = 0; index < words.size(); ++index) {
        if (words[index] == "--exact") spec.fastPath = false;
        else if (words[index] == "--repeat" && index + 1 < words.size()) repeat = std::atoi(words[++index].c_str());
        else places.push_back(words[index]);
    }
    if (places.empty()) {
        std::fprintf(stderr, "usage: bench_reader FILE [DDL [COLUMN,COLUMN...]] [--exact] [--repeat N]\n");
        return 2;
    }
    const bool isCsv = places[0].ends_with(".csv");
    if (isCsv) spec.options = {{"header", "true"}};
    Result<Schema> schema = parseDdl(places.size() > 1 ? places[1]
                                     : isCsv           ? "InvoiceNo STRING, StockCode STRING, Description STRING, Quantity INT, InvoiceDate TIMESTAMP, "
                                                         "UnitPrice DOUBLE, CustomerID STRING, Country STRING"
                                                       : "time TIMESTAMP, action STRING");
    if (!schema) return fail(schema.error());
    spec.schema = std::make_shared<const Schema>(*schema);
    for (std::size_t index = 0; index < schema->size(); ++index) {
        const std::string wanted = places.size() > 2 ? "," + places[2] + "," : "";
        if (wanted.empty() || wanted.find("," + (*schema)[index].name + ",") != std::string::npos) spec.columns.push_back(index);
    }
    Result<std::unique_ptr<Format>> format = makeFormat(isCsv ? "csv" : "json", spec);
    if (!format) return fail(format.error());

    SystemClock clock;
    double best = 1e9;
    double bestCpu = 1e9;
    std::uint64_t rows = 0;
    std::uint64_t bytes = 0;
    MalformedRows malformed;
    for (int run = 0; run < repeat; ++run) {
        malformed = {};
        rows = 0;
        FileRange range;
        range.path = places[0];
        const std::clock_t cpu = std::clock();
        const Micros start = clock.monotonic();
        Result<std::unique_ptr<RowReader>> reader = (*format)->open(systemFiles(), range);
        if (!reader) return fail(reader.error());
        Batch batch;
        while (true) {
            const Result<bool> more = (*reader)->next(batch, malformed, {});
            if (!more) return fail(more.error());
            if (!*more) break;
            rows += batch.numRows;
        }
        bytes = (*reader)->bytesRead();
        const double seconds = static_cast<double>((clock.monotonic() - start).count()) / 1e6;
        const double cpuSeconds = static_cast<double>(std::clock() - cpu) / CLOCKS_PER_SEC;
        std::printf("run %d: %.4f s wall, %.4f s cpu\n", run, seconds, cpuSeconds);
        bestCpu = std::min(bestCpu, cpuSeconds);
        best = std::min(best, seconds);
    }
    std::printf("%llu rows, %llu malformed, %.1f MB: best %.4f s, %.2f M rows/s; cpu %.4f s, %.2f M rows/s, %.0f MB/s\n", static_cast<unsigned long long>(rows),
                static_cast<unsigned long long>(malformed.total), static_cast<double>(bytes) / 1e6, best,
                static_cast<double>(rows) / 1e6 / best, bestCpu, static_cast<double>(rows) / 1e6 / bestCpu,
                static_cast<double>(bytes) / 1e6 / bestCpu);
    return 0;
}
