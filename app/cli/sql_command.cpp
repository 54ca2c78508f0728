// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cstdio>
#include <iostream>
#include <iterator>
#include <stop_token>

#include <fmt/format.h>
#include <unistd.h>

#include "app/cli/commands.h"
#include "app/cli/interruption.h"
#include "core/catalog/sql_panel.h"
#include "core/catalog/sql_token.h"
#include "core/data/table_text.h"

namespace vitrine::cli {
namespace {

std::size_t widthOf(std::string_view text) {
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char byte) { return (static_cast<unsigned char>(byte) & 0xC0) != 0x80; }));
}

/// Control characters as Spark's show() writes them, so that no value breaks the table.
std::string shownText(const std::string& text) {
    std::string shown;
    for (const char letter : text) {
        switch (letter) {
            case '\n': shown += "\\n"; break;
            case '\r': shown += "\\r"; break;
            case '\t': shown += "\\t"; break;
            case '\f': shown += "\\f"; break;
            case '\b': shown += "\\b"; break;
            case '\v': shown += "\\v"; break;
            case '\a': shown += "\\a"; break;
            default: shown += static_cast<unsigned char>(letter) < 0x20 || letter == 0x7F ? '?' : letter;
        }
    }
    return shown;
}

/// The table that `show(truncate=False)` prints.
std::string showTable(const SqlAnswer& answer, const TimeZone& zone) {
    std::vector<std::vector<std::string>> lines(1);
    for (const SqlColumn& column : answer.columns) lines[0].push_back(shownText(column.name));
    for (std::size_t row = 0; row < answer.rows.numRows; ++row) {
        std::vector<std::string>& line = lines.emplace_back();
        for (const ColumnPtr& column : answer.rows.columns) line.push_back(shownText(cellText(*column, row, zone)));
    }
    std::vector<std::size_t> widths(answer.columns.size(), 3);
    for (const auto& line : lines) {
        for (std::size_t index = 0; index < line.size(); ++index) widths[index] = std::max(widths[index], widthOf(line[index]));
    }
    std::string rule = "+";
    for (const std::size_t width : widths) rule += std::string(width, '-') + "+";
    rule += "\n";
    std::string out = rule;
    for (std::size_t number = 0; number < lines.size(); ++number) {
        out += "|";
        for (std::size_t index = 0; index < widths.size(); ++index) out += lines[number][index] + std::string(widths[index] - widthOf(lines[number][index]), ' ') + "|";
        out += "\n";
        if (number == 0) out += rule;
    }
    return out + rule;
}

std::string formatted(const SqlAnswer& answer, const std::string& format, const TimeZone& zone) {
    if (format == "text") return showTable(answer, zone);
    std::string out;
    if (format == "csv") appendCsvHeader(out, *answer.rows.schema, CsvDialect::standard());
    for (std::size_t row = 0; row < answer.rows.numRows; ++row) {
        if (format == "csv") {
            appendCsvRow(out, answer.rows, row, zone, CsvDialect::standard());
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
