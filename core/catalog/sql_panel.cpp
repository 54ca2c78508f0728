// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/catalog/sql_panel.h"

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

#include "core/catalog/detail/select_rewriter.h"
#include "core/catalog/detail/sql_connection.h"
#include "core/catalog/sql_statement.h"
#include "core/catalog/sql_token.h"
#include "core/formats/option_reader.h"
#include "core/catalog/stored_table.h"
#include "core/connect/delta/delta_table.h"
#include "core/data/column_builder.h"
#include "core/data/nearest_word.h"
#include "core/data/number_text.h"
#include "core/data/timestamp_text.h"

namespace vitrine {
namespace {

/// An endless chain of misunderstandings between SQLite and us would be a bug, not a statement.
constexpr int kMostAttempts = 200;

using Lines = std::vector<std::vector<Value>>;

/// An answer that we make ourselves.
SqlAnswer answerOf(std::vector<Field> fields, const Lines& lines) {
    SqlAnswer answer;
    std::vector<ColumnPtr> columns;
    for (std::size_t index = 0; index < fields.size(); ++index) {
        ColumnBuilder builder(fields[index].type);
        for (const std::vector<Value>& line : lines) builder.appendValue(line[index]);
        columns.push_back(builder.finish());
        answer.columns.push_back({fields[index].name, fields[index].type->sql()});
    }
    answer.rows = Batch{std::make_shared<const Schema>(std::move(fields)), std::move(columns), lines.size(), nullptr};
    return answer;
}

SqlAnswer done(SqlAnswer::Kind kind, std::string subject) {
    SqlAnswer answer;
    answer.kind = kind;
    answer.subject = std::move(subject);
    answer.rows.schema = std::make_shared<const Schema>();
    return answer;
}

/// Spark's patterns of SHOW … LIKE: `*` for any text, `|` between choices, case does not matter.
bool matches(const std::string& pattern, const std::string& name) {
    if (pattern.empty()) return true;
    std::string choices = lowerAscii(pattern) + "|";
    for (std::size_t begin = 0, end = 0; (end = choices.find('|', begin)) != std::string::npos; begin = end + 1) {
        std::vector<bool> reached(name.size() + 1, false);   // reached[n]: the pattern so far matches the first n letters
        reached[0] = true;
        for (std::size_t at = begin; at < end; ++at) {
            if (choices[at] == '*') {
                for (std::size_t index = 1; index <= name.size(); ++index) reached[index] = reached[index] || reached[index - 1];
            } else {
                for (std::size_t index = name.size(); index > 0; --index) reached[index] = reached[index - 1] && (name[index - 1] == choices[at] || choices[at] == '.');
                reached[0] = false;
            }
        }
        if (reached[name.size()]) return true;
    }
    return false;
}

/// `t@v3` and `t@2016-…` taken apart.
Result<TableVersion> takeVersion(std::string& name, const TimeZone& zone) {
    TableVersion version;
    const std::size_t at = name.rfind('@');
    if (at == std::string::npos) return version;
    const std::string text = name.substr(at + 1);
    if (text.starts_with('v') || text.starts_with('V')) version.number = parseLong(text.substr(1));
    if (!version.number) {
        if (const auto instant = parseTimestampForCast(text, zone)) version.time = WallTime(Millis(floorDiv(*instant, 1000)));
    }
    if (version.isNewest()) return Error(ErrorCode::SqlFailed, fmt::format("'{}' is no version of a table.", text)).withWayOut("Write @v3, VERSION AS OF 3 or TIMESTAMP AS OF '2016-07-26 02:00:00'.");
    name.resize(at);
    return version;
}

Error notUnderstood(const detail::Refusal& refusal, const detail::RewrittenSelect& rewritten, const std::string& text, const std::vector<std::string>& columns) {
    const int column = refusal.offset < 0 ? -1 : charactersBefore(text, rewritten.originOf(static_cast<std::size_t>(refusal.offset)));
    if (refusal.kind == detail::Refusal::Kind::NotAllowed) {
        return Error(ErrorCode::SqlRefused, fmt::format("Not allowed here: {}.", refusal.subject.empty() ? "this statement" : refusal.subject))
            .withWayOut("Statements only read: ask with SELECT.")
            .atColumn(column);
    }
    const std::string& message = refusal.message;
    if (refusal.kind == detail::Refusal::Kind::NoSuchColumn) {
        const std::string name = refusal.subject.substr(refusal.subject.rfind('.') + 1);
        const std::vector<std::string_view> views(columns.begin(), columns.end());
        const std::string_view nearest = nearestWord(name, views);
        std::string all;
        for (std::size_t index = 0; index < columns.size() && index < 20; ++index) all += (index == 0 ? "" : ", ") + columns[index];
        std::string wayOut = nearest.empty() ? std::string() : fmt::format("Did you mean {}? ", nearest);
        if (!all.empty()) wayOut += fmt::format("Columns: {}.", all);
        return Error(ErrorCode::SqlFailed, fmt::format("There is no column '{}'.", refusal.subject)).withWayOut(std::move(wayOut)).atColumn(column);
    }
    constexpr std::string_view kNoFunction = "no such function: ";
    if (message.starts_with(kNoFunction)) {
        const std::string name = message.substr(kNoFunction.size());
        const std::string_view nearest = nearestWord(name, sqlFunctions());
        return Error(ErrorCode::SqlFailed, fmt::format("There is no function '{}' here.", name))
            .withWayOut(nearest.empty() ? "The steps of a query know all of Spark's functions." : fmt::format("Did you mean {}?", nearest))
            .atColumn(column);
    }
    constexpr std::string_view kSyntax = ": syntax error";
    if (message.starts_with("near \"") && message.ends_with(kSyntax)) {
        const int at = column;
        std::string near = at < 0 ? std::string() : message.substr(6, message.size() - 7 - kSyntax.size());
        return Error(ErrorCode::SqlFailed, fmt::format("'{}' is not expected here.", near)).withWayOut("Look at what stands before it.").atColumn(column);
    }
    if (message == "incomplete input") return Error(ErrorCode::SqlFailed, "The statement is not complete.").atColumn(charactersBefore(text, text.size()));
    return Error(ErrorCode::SqlFailed, fmt::format("The statement cannot be run: {}.", message)).atColumn(column);
}

/// Where a name stands in a statement: SQLite does not tell it of tables. -1 when it does not.
int columnOfName(const std::string& text, const std::string& name) {
    for (const SqlToken& token : sqlTokens(text)) {
        const bool named = token.kind == SqlTokenKind::Word || token.kind == SqlTokenKind::QuotedName;
        if (named && equalsIgnoringCase(unquoted(text, token), name.substr(0, name.rfind('@')))) return charactersBefore(text, token.begin);
    }
    return -1;
}

/// The name of a table that a statement of ours is about, and the state of it that is asked for.
struct Target {
    std::string database;
    std::string table;
};

Target targetOf(const SqlStatement& statement, const std::string& current) {
    std::vector<std::string> parts = statement.target;
    if (parts.size() == 3 && equalsIgnoringCase(parts[0], "spark_catalog")) parts.erase(parts.begin());
    if (parts.size() == 1) return {current, parts[0]};
    Target target{parts[0], parts[1]};
    for (std::size_t index = 2; index < parts.size(); ++index) target.table += "." + parts[index];
    return target;
}

}  // namespace

SqlPanel::SqlPanel(Workspace workspace, std::shared_ptr<const LiveTables> live, SessionConf conf)
    : workspace_(std::move(workspace)), live_(std::move(live)), conf_(std::move(conf)) {}

Result<SqlTablePtr> SqlPanel::resolve(const std::string& database, const std::string& name) const {
    if (live_ && (database.empty() || equalsIgnoringCase(database, kLiveDatabase))) {
        if (SqlTablePtr table = live_->find(name)) return table;
    }
    if (equalsIgnoringCase(database, kLiveDatabase)) return unknownTable(database, name, Error(ErrorCode::TableNotFound, fmt::format("There is no running query '{}'.", name)));
    std::string table = name;
    VITRINE_TRY(const TableVersion version, takeVersion(table, conf_.zone));
    const std::string home = database.empty() ? database_ : lowerAscii(database);
    if (isPathFormat(home)) return openTable(workspace_.files(), {home, table, home, table, true, {}, {}}, version, conf_);
    auto found = workspace_.find({home, table});
    if (!found) return unknownTable(home, table, std::move(found).error());
    return openTable(workspace_.files(), *found, version, conf_);
}

/// Names a running query where that is nearer than any table.
Error SqlPanel::unknownTable(const std::string&, const std::string& name, Error reason) const {
    if (!live_ || reason.wayOut().starts_with("Did you mean")) return reason;
    const std::vector<std::string> names = live_->names();
    const std::vector<std::string_view> views(names.begin(), names.end());
    if (const std::string_view nearest = nearestWord(name, views); !nearest.empty()) {
        return std::move(reason).withWayOut(fmt::format("Did you mean the query {}?", nearest));
    }
    return reason;
}

Result<SqlAnswer> SqlPanel::select(const std::string& text, const SqlOptions& options, const std::stop_token& stop) const {
    detail::SqlConnection connection(conf_.zone, database_);
    VITRINE_CHECK_OK(connection.open());
    std::set<std::string> structPaths;
    std::map<std::string, SqlTablePtr> opened;   // one state of a table, under however many names
    for (int attempt = 0; attempt < kMostAttempts; ++attempt) {
        VITRINE_TRY(const detail::RewrittenSelect rewritten, detail::rewriteSelect(text, structPaths));
        const auto refusal = connection.prepare(rewritten.sql);
        if (!refusal) {
            VITRINE_TRY(detail::Answer found, connection.run({options.timeLimit, options.rowLimit, options.byteLimit}, stop));
            SqlAnswer answer;
            std::vector<Field> fields;
            std::vector<ColumnPtr> columns;
            for (detail::AnswerColumn& column : found.columns) {
                const std::string name(rewritten.asWritten(column.name, text));
                fields.push_back({name, column.values->type()});
                answer.columns.push_back({name, std::move(column.type)});
                columns.push_back(std::move(column.values));
            }
            answer.rows = Batch{std::make_shared<const Schema>(std::move(fields)), std::move(columns), found.numRows, nullptr};
            answer.moreRows = found.moreRows;
            return answer;
        }
        if (refusal->kind == detail::Refusal::Kind::NoSuchColumn && structPaths.size() < 100) {
            // t.window.start is looked for as window.start of t.
            std::string path = lowerAscii(refusal->subject);
            while (!connection.isPath(path) && path.find('.') != std::string::npos) path.erase(0, path.find('.') + 1);
            if (connection.isPath(path) && structPaths.insert(path).second) continue;
        }
        if (refusal->kind != detail::Refusal::Kind::NoSuchTable) return notUnderstood(*refusal, rewritten, text, connection.columnNames());
        // The name of a query may hold a dot; a database cannot.
        std::string database;
        std::string name = refusal->subject;
        const std::size_t dot = name.find('.');
        if (dot != std::string::npos && !(live_ && live_->find(name))) {
            database = name.substr(0, dot);
            name.erase(0, dot + 1);
        }
        const std::string key = lowerAscii(database.empty() ? database_ : database) + "." + lowerAscii(name);
        SqlTablePtr& table = opened[key];
        if (!table) {
            auto resolved = resolve(database, name);
            if (!resolved) {
                Error error = std::move(resolved).error();
                return error.column() >= 0 ? error : std::move(error).atColumn(columnOfName(text, name));
            }
            table = *std::move(resolved);
        }
        VITRINE_CHECK_OK(connection.bind(database, name, table));
    }
    return Error(ErrorCode::SqlFailed, "The statement names too many tables.").withWayOut("Name fewer.");
}

Result<SqlAnswer> SqlPanel::run(std::string_view text, const SqlOptions& options, std::stop_token stop) {
    const auto begun = std::chrono::steady_clock::now();
    VITRINE_TRY(const SqlStatement statement, readStatement(text));
    const auto answered = [&]() -> Result<SqlAnswer> {
        const Target target = statement.target.empty() ? Target{database_, {}} : targetOf(statement, database_);
        const std::string only = statement.target.empty() ? database_ : statement.target.back();
        switch (statement.kind) {
            case SqlStatement::Kind::Select: return select(statement.text, options, stop);
            case SqlStatement::Kind::CreateDatabase: {
                VITRINE_TRY(const bool made, workspace_.createDatabase(only, statement.tolerant));
                return done(made ? SqlAnswer::Kind::DatabaseCreated : SqlAnswer::Kind::DatabaseThere, lowerAscii(only));
            }
            case SqlStatement::Kind::ShowDatabases: {
                VITRINE_TRY(const std::vector<std::string> names, workspace_.databases());
                Lines lines;
                for (const std::string& name : names) {
                    if (matches(statement.pattern, name)) lines.push_back({Value{name}});
                }
                return answerOf({{"namespace", DataType::string()}}, lines);
            }
            case SqlStatement::Kind::UseDatabase: {
                VITRINE_TRY(const std::vector<CatalogTable> tables, workspace_.tables(only));
                database_ = lowerAscii(only);
                return done(SqlAnswer::Kind::DatabaseUsed, database_);
            }
            case SqlStatement::Kind::ShowTables: {
                Lines lines;
                const auto add = [&](const std::string& database, const std::string& name, bool temporary) {
                    if (matches(statement.pattern, lowerAscii(name))) lines.push_back({Value{database}, Value{name}, Value{temporary}});
                };
                if (!equalsIgnoringCase(only, kLiveDatabase)) {
                    VITRINE_TRY(const std::vector<CatalogTable> tables, workspace_.tables(only));
                    for (const CatalogTable& table : tables) add(table.database, table.name, false);
                }
                // Spark lists temporary views under every database, without a namespace.
                for (const std::string& name : live_ ? live_->names() : std::vector<std::string>()) add("", name, true);
                return answerOf({{"namespace", DataType::string()}, {"tableName", DataType::string()}, {"isTemporary", DataType::boolean()}}, lines);
            }
            case SqlStatement::Kind::DescribeTable: {
                VITRINE_TRY(const SqlTablePtr table, resolve(statement.target.size() == 1 ? std::string() : target.database, target.table));
                Lines lines;
                for (const Field& field : table->schema()->fields()) {
                    lines.push_back({Value{field.name}, Value{field.type->simpleString()}, field.comment.empty() ? Value{} : Value{field.comment}});
                }
                return answerOf({{"col_name", DataType::string()}, {"data_type", DataType::string()}, {"comment", DataType::string()}}, lines);
            }
            case SqlStatement::Kind::DescribeHistory: {
                std::string location = target.table;
                if (lowerAscii(target.database) != "delta") {
                    VITRINE_TRY(const CatalogTable table, workspace_.find({target.database, target.table}));
                    if (table.format != "delta") return Error(ErrorCode::SqlFailed, fmt::format("'{}' is no Delta table: it keeps no history.", target.table));
                    location = table.location;
                }
                VITRINE_TRY(const std::vector<DeltaVersion> history, deltaHistory(workspace_.files(), location));
                const auto mapOf = [](const std::map<std::string, std::string>& entries) {
                    Value::List list;
                    for (const auto& [key, value] : entries) list.push_back(Value{Value::List{Value{key}, Value{value}}});
                    return Value{std::move(list)};
                };
                Lines lines;
                for (const DeltaVersion& version : history) {
                    const std::int64_t micros = std::chrono::duration_cast<Micros>(version.timestamp.time_since_epoch()).count();
                    lines.push_back({Value{version.version}, Value{micros}, Value{version.operation}, mapOf(version.parameters), mapOf(version.metrics), Value{version.engine}});
                }
                const TypePtr map = DataType::map(DataType::string(), DataType::string());
                return answerOf({{"version", DataType::longType()},
                                 {"timestamp", DataType::timestamp()},
                                 {"operation", DataType::string()},
                                 {"operationParameters", map},
                                 {"operationMetrics", map},
                                 {"engineInfo", DataType::string()}},
                                lines);
            }
            case SqlStatement::Kind::DropTable: {
                const std::string shown = lowerAscii(target.database + "." + target.table);
                if (equalsIgnoringCase(target.database, kLiveDatabase)) {
                    return Error(ErrorCode::SqlRefused, "The result of a running query cannot be dropped.").withWayOut("Stop the query.");
                }
                const auto table = workspace_.find({target.database, target.table});
                if (!table && table.error().code() == ErrorCode::TableNotFound && statement.tolerant) return done(SqlAnswer::Kind::NothingToDrop, shown);
                if (!table) return table.error();
                if (writers_) VITRINE_CHECK_OK(checkUnwritten(*table, writers_()));
                SqlAnswer answer = done(options.confirmed ? SqlAnswer::Kind::TableDropped : SqlAnswer::Kind::NeedsConfirmation, shown);
                answer.deletesFiles = !table->external;
                if (options.confirmed) VITRINE_CHECK_OK(workspace_.dropTable({target.database, target.table}));
                return answer;
            }
        }
        return Error(ErrorCode::Internal, "A kind of statement is not handled.");
    }();
    if (!answered) return answered.error();
    SqlAnswer answer = *answered;
    answer.elapsed = std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - begun);
    return answer;
}

Result<Schema> SqlPanel::describe(const std::string& database, const std::string& table) const {
    VITRINE_TRY(const SqlTablePtr found, resolve(database, table));
    return *found->schema();
}

const std::vector<std::string_view>& sqlFunctions() { return detail::allowedFunctions(); }

}  // namespace vitrine
