// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdio>
#include <iostream>
#include <iterator>
#include <span>
#include <stop_token>

#include <fmt/format.h>
#include <unistd.h>

#include "app/cli/commands.h"
#include "app/cli/interruption.h"
#include "app/query_peers.h"
#include "core/catalog/sql_panel.h"
#include "core/catalog/sql_token.h"
#include "core/data/show_text.h"
#include "core/data/table_text.h"
#include "core/engine/table_writers.h"

namespace vitrine::cli {
namespace {

std::string formatted(const SqlAnswer& answer, const std::string& format, const TimeZone& zone) {
    if (format == "text") return showText(*answer.rows.schema, std::span(&answer.rows, 1), {answer.rows.numRows, 0}, zone);
    std::string out;
    if (format == "csv") appendCsvHeader(out, *answer.rows.schema, CsvStyle::standard());
    for (std::size_t row = 0; row < answer.rows.numRows; ++row) {
        if (format == "csv") {
            appendCsvRow(out, answer.rows, row, zone, CsvStyle::standard());
        } else {
            appendJsonRow(out, answer.rows, row, zone);
            out += '\n';
        }
    }
    return out;
}

std::string sentence(const SqlAnswer& answer) {
    switch (answer.kind) {
        case SqlAnswer::Kind::DatabaseCreated: return fmt::format("The database {} was created.", answer.subject);
        case SqlAnswer::Kind::DatabaseThere: return fmt::format("The database {} was there already.", answer.subject);
        case SqlAnswer::Kind::DatabaseUsed: return fmt::format("Names without a database are now looked for in {}.", answer.subject);
        case SqlAnswer::Kind::TableDropped: return fmt::format("The table {} was dropped.", answer.subject);
        case SqlAnswer::Kind::NothingToDrop: return fmt::format("There is no table {}.", answer.subject);
        default: return {};
    }
}

bool agreed(const SqlAnswer& question) {
    const std::string_view what = question.deletesFiles ? "and delete its rows" : "from the catalog (its files stay)";
    if (isatty(STDIN_FILENO) == 0) {
        fmt::print(stderr, "vitrine-cli: dropping {} needs a yes: give --yes.\n", question.subject);
        return false;
    }
    fmt::print(stderr, "Drop {} {}? [y/N] ", question.subject, what);
    std::string answer;
    std::getline(std::cin, answer);
    return answer == "y" || answer == "Y" || answer == "yes";
}

/// Errors of the request, not of the run.
bool isWrongRequest(const Error& error) {
    switch (error.code()) {
        case ErrorCode::SqlRefused:
        case ErrorCode::TableNotFound:
        case ErrorCode::InvalidValue:
        case ErrorCode::DuplicateName: return true;
        case ErrorCode::SqlFailed: return error.column() >= 0;
        default: return false;
    }
}

}  // namespace

int sqlCommand(const SqlArguments& arguments) {
    SessionConf conf;
    conf.zone = TimeZone::local();
    if (!arguments.zone.empty()) {
        const auto zone = TimeZone::find(arguments.zone);
        if (!zone) {
            fmt::print(stderr, "vitrine-cli: {}\n", zone.error().detail());
            return kWrongRequest;
        }
        conf.zone = *zone;
    }
    std::string text = arguments.statements;
    if (text == "-") text.assign(std::istreambuf_iterator<char>(std::cin), {});
    const std::vector<std::string_view> statements = splitStatements(text);
    if (statements.empty()) {
        fmt::print(stderr, "vitrine-cli: there is no statement.\n");
        return kWrongRequest;
    }
    std::stop_source stop;
    const Interruption interruption([&stop] { stop.request_stop(); });
    SqlPanel panel(Workspace(workspaceDirectory(arguments.workspace)), nullptr, conf);
    panel.setWriters([] {
        const auto directory = RuntimeDirectory::open();
        const auto streams = directory ? listStreams(*directory) : Result<std::vector<ProcessStreams>>(directory.error());
        return streams ? tableWritersOf(*streams) : std::vector<TableWriter>();
    });
    SqlOptions options;
    options.timeLimit = arguments.timeLimit;
    options.rowLimit = arguments.rowLimit;
    options.confirmed = arguments.yes;
    for (const std::string_view statement : statements) {
        auto answer = panel.run(statement, options, stop.get_token());
        if (answer && answer->kind == SqlAnswer::Kind::NeedsConfirmation) {
            if (!agreed(*answer)) return kWrongRequest;
            SqlOptions confirmed = options;
            confirmed.confirmed = true;
            answer = panel.run(statement, confirmed, stop.get_token());
        }
        if (!answer) {
            if (interruption.happened()) return kInterrupted;
            const Error& error = answer.error();
            fmt::print(stderr, "vitrine-cli: {}\n", error.detail());
            return isWrongRequest(error) ? kWrongRequest : kFailed;
        }
        if (answer->kind != SqlAnswer::Kind::Rows) {
            if (!arguments.quiet) fmt::print(stderr, "{}\n", sentence(*answer));
            continue;
        }
        const std::string table = formatted(*answer, arguments.table, conf.zone);
        if (std::fwrite(table.data(), 1, table.size(), stdout) != table.size() || std::fflush(stdout) != 0) {
            fmt::print(stderr, "vitrine-cli: the result could not be written.\n");
            return kFailed;
        }
        if (answer->moreRows) fmt::print(stderr, "vitrine-cli: only the first {} rows; there are more (--rows).\n", answer->rows.numRows);
    }
    return kDone;
}

}  // namespace vitrine::cli
