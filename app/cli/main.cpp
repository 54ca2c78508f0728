// SPDX-License-Identifier: GPL-3.0-or-later
#include <CLI/CLI.hpp>

#include "app/cli/commands.h"
#include "core/base/log.h"
#include "vitrine_version.h"

int main(int argc, char** argv) {
    using namespace vitrine;
    CLI::App app("Runs streaming queries without a window: the same documents, the same answers.", "vitrine-cli");
    app.set_version_flag("--version", VITRINE_VERSION);
    app.require_subcommand(1);
    app.failure_message(CLI::FailureMessage::help);
    std::string logLevel;
    app.add_option("--log-level", logLevel, "trace, debug, info, warning, error or off");
    app.parse_complete_callback([&] {
        if (!logLevel.empty() && !log::setLevel(logLevel)) throw CLI::ValidationError("--log-level", "there is no level '" + logLevel + "'");
    });

    cli::RunArguments run;
    CLI::App* runApp = app.add_subcommand("run", "Run a query document or a query of a project");
    runApp->add_option("document", run.document, "QUERY.json or PROJECT.vitrine")->required();
    runApp->add_option("--query", run.query, "Name of the query in a project");
    runApp->add_option("--until", run.until, "idle, batches=N, or a time such as 90s; without: until the query ends");
    runApp->add_option("--set", run.settings, "JSON pointer = JSON value, over the document");
    runApp->add_option("--table", run.table, "text, csv or json")->check(CLI::IsMember({"text", "csv", "json"}));
    runApp->add_option("--out", run.outFile, "Write the result to this file, whole or not at all");
    runApp->add_option("--report", run.reportFile, "Write Spark's progress JSON to this file, a line a batch");
    runApp->add_option("--workspace", run.workspace, "Directory of the databases; default: VITRINE_WORKSPACE, PROJECT.workspace, else the user's own");
    runApp->add_option("--memory-limit", run.memoryLimit, "Bytes with K, M or G");
    runApp->add_option("--threads", run.threads, "Workers a batch; 0: one a core")->check(CLI::Range(0, 1024));
    runApp->add_flag("--quiet", run.quiet, "Only the result and errors");

    cli::CheckArguments check;
    CLI::App* checkApp = app.add_subcommand("check", "Say whether a document is accepted, or every reason why not");
    checkApp->add_option("document", check.document, "QUERY.json or PROJECT.vitrine")->required();
    checkApp->add_option("--query", check.query, "Name of the query in a project");

    cli::SchemaArguments schema;
    CLI::App* schemaApp = app.add_subcommand("schema", "Infer the schema of a directory's files, as DDL");
    schemaApp->add_option("directory", schema.directory, "Directory, glob or file")->required();
    schemaApp->add_option("--format", schema.format, "json, csv, parquet or text")->check(CLI::IsMember({"json", "csv", "parquet", "text"}));

    cli::SqlArguments sql;
    std::int64_t sqlSeconds = sql.timeLimit.count() / 1000;
    CLI::App* sqlApp = app.add_subcommand("sql", "Ask the tables of a workspace with SQL; nothing is changed but by CREATE DATABASE and DROP TABLE");
    sqlApp->add_option("statements", sql.statements, "One or more, separated by ';'; - reads them from standard input")->required();
    sqlApp->add_option("--workspace", sql.workspace, "Directory of the databases; default: VITRINE_WORKSPACE, else the user's own");
    sqlApp->add_option("--table", sql.table, "text, csv or json")->check(CLI::IsMember({"text", "csv", "json"}));
    sqlApp->add_option("--zone", sql.zone, "Time zone in which times are read and shown; default: the machine's");
    sqlApp->add_option("--time-limit", sqlSeconds, "Seconds a statement may take")->default_val(sqlSeconds)->check(CLI::Range(1, 1'000'000));
    sqlApp->add_option("--rows", sql.rowLimit, "Rows a statement may give")->default_val(sql.rowLimit)->check(CLI::Range(1, 100'000'000));
    sqlApp->add_flag("--yes", sql.yes, "Drop tables without asking");
    sqlApp->add_flag("--quiet", sql.quiet, "Only rows and errors");

    cli::StreamsArguments streams;
    CLI::App* streamsApp = app.add_subcommand("streams", "List the active queries of all your processes, or stop them");
    streamsApp->add_option("--workspace", streams.workspace, "Only queries whose tables are in this workspace");
    CLI::Option* stopOne = streamsApp->add_option("--stop", streams.stop, "Stop the query with this name, id or run id");
    streamsApp->add_flag("--stop-all", streams.stopAll, "Stop all of them")->excludes(stopOne);
    streamsApp->add_flag("--json", streams.json, "List as JSON")->excludes(stopOne);

    cli::CheckpointArguments checkpoint;
    CLI::App* checkpointApp = app.add_subcommand("checkpoint", "Say what a checkpoint holds and what a restart may change; changes nothing");
    checkpointApp->add_option("directory", checkpoint.directory, "The directory that a query's document calls checkpoint")->required();
    checkpointApp->add_flag("--json", checkpoint.json, "As JSON");

    cli::FaucetArguments faucet;
    CLI::App* faucetApp = app.add_subcommand("faucet", "Write a stream of files into a directory");
    faucetApp->add_option("what", faucet.what, "demo, a file whose lines are dealt out, or a folder whose files are")->required();
    faucetApp->add_option("directory", faucet.directory, "Where the files appear")->required();
    faucetApp->add_option("--rate", faucet.rate, "Files a second, minute or hour: 2/s, 30/min")->default_val(faucet.rate);
    faucetApp->add_option("--late", faucet.late, "Share of rows four hours late: 5%");
    faucetApp->add_option("--malformed", faucet.malformed, "Share of malformed rows");
    faucetApp->add_option("--seed", faucet.seed, "The same seed gives the same files")->default_val(faucet.seed)->check(CLI::NonNegativeNumber);
    faucetApp->add_option("--rows", faucet.rowsPerFile, "Rows a file")->default_val(faucet.rowsPerFile)->check(CLI::Range(1, 10'000'000));
    faucetApp->add_option("--files", faucet.files, "Stop after so many files; 0: go on")->default_val(faucet.files)->check(CLI::NonNegativeNumber);
    faucetApp->add_flag("--quiet", faucet.quiet, "Do not print the names of the files");

    cli::VacuumArguments vacuum;
    CLI::App* vacuumApp = app.add_subcommand("vacuum", "Remove the files of a Delta table that no recent version needs");
    vacuumApp->add_option("directory", vacuum.directory, "Directory of the table")->required();
    vacuumApp->add_option("--retain", vacuum.retain, "Keep files that were needed within this time: 168h, 7d; without: what the table says");
    vacuumApp->add_flag("--even-short", vacuum.evenShort, "Allow a shorter time than the table's; nothing may be reading or writing it");
    vacuumApp->add_flag("--dry-run", vacuum.dryRun, "Only say what would be removed");

    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& problem) {
        return app.exit(problem) == 0 ? cli::kDone : cli::kWrongRequest;
    }
    if (runApp->parsed()) return cli::runCommand(run);
    if (checkApp->parsed()) return cli::checkCommand(check);
    if (schemaApp->parsed()) return cli::schemaCommand(schema);
    if (vacuumApp->parsed()) return cli::vacuumCommand(vacuum);
    sql.timeLimit = std::chrono::seconds(sqlSeconds);
    if (sqlApp->parsed()) return cli::sqlCommand(sql);
    if (streamsApp->parsed()) return cli::streamsCommand(streams);
    if (checkpointApp->parsed()) return cli::checkpointCommand(checkpoint);
    return cli::faucetCommand(faucet);
}
