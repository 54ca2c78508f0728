// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/catalog/detail/sql_connection.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>
#include <sqlite3.h>

#include "core/base/stop.h"
#include "core/catalog/detail/answer_builder.h"
#include "core/catalog/detail/spark_functions.h"
#include "core/catalog/detail/sqlite_file.h"
#include "core/catalog/detail/virtual_table.h"
#include "core/catalog/sql_token.h"

namespace vitrine::detail {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int kLongestValue = 10'000'000;
constexpr int kLongestStatement = 400'000;   // the user's 100,000 bytes, rewritten
constexpr int kOperationsBetweenLooks = 1000;

struct Limit {
    int id;
    int value;
};
constexpr Limit kLimits[] = {
    {SQLITE_LIMIT_LENGTH, kLongestValue},   {SQLITE_LIMIT_SQL_LENGTH, kLongestStatement}, {SQLITE_LIMIT_EXPR_DEPTH, 100}, {SQLITE_LIMIT_COMPOUND_SELECT, 50},
    {SQLITE_LIMIT_VDBE_OP, 250'000},        {SQLITE_LIMIT_FUNCTION_ARG, 100},             {SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 1000},
    {SQLITE_LIMIT_VARIABLE_NUMBER, 0},      {SQLITE_LIMIT_WORKER_THREADS, 0},
};

}  // namespace

struct SqlConnection::State {
    VirtualTables tables;
    FunctionContext functions;
    sqlite3* database = nullptr;
    sqlite3_stmt* statement = nullptr;
    std::set<std::string> attached;
    bool guarded = false;              ///< what SQLite runs now are words of the user
    std::string denied;
    Clock::time_point deadline;
    std::stop_token stop;

    ~State() {
        sqlite3_finalize(statement);
        sqlite3_close_v2(database);
    }

    Error failure(std::string_view doing) const { return Error(ErrorCode::Internal, fmt::format("{}: {}", doing, sqlite3_errmsg(database))); }

    int deny(std::string what) {
        if (denied.empty()) denied = std::move(what);
        return SQLITE_DENY;
    }

    int authorize(int action, const char* first, const char* second) {
        if (!guarded) return SQLITE_OK;
        const std::string_view name = first == nullptr ? "" : first;
        switch (action) {
            case SQLITE_SELECT:
            case SQLITE_RECURSIVE: return SQLITE_OK;
            case SQLITE_READ: {
                const std::string table = lowerAscii(name);
                return table.starts_with("sqlite_") || table.starts_with("pragma_") ? deny(fmt::format("reading {}", table)) : SQLITE_OK;
            }
            case SQLITE_FUNCTION: {
                const std::string function = lowerAscii(second == nullptr ? "" : second);
                const auto& allowed = allowedFunctions();
                return std::binary_search(allowed.begin(), allowed.end(), std::string_view(function)) ? SQLITE_OK : deny(fmt::format("the function {}", function));
            }
            case SQLITE_PRAGMA: return deny("PRAGMA");
            case SQLITE_ATTACH:
            case SQLITE_DETACH: return deny("ATTACH");
            case SQLITE_TRANSACTION:
            case SQLITE_SAVEPOINT: return deny("a transaction");
            case SQLITE_CREATE_TABLE:
            case SQLITE_CREATE_VTABLE: return deny("making a table");
            default: return deny("changing data");
        }
    }

    bool mustEnd() const { return stop.stop_requested() || Clock::now() > deadline; }

    Result<void> execute(const std::string& sql) {
        if (sqlite3_exec(database, sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) return failure("SQLite");
        return {};
    }
};

SqlConnection::SqlConnection(TimeZone zone, std::string currentDatabase) : state_(std::make_unique<State>()) {
    state_->tables.zone = zone;
    state_->functions = {std::move(zone), std::move(currentDatabase)};
}

SqlConnection::~SqlConnection() = default;

Result<void> SqlConnection::open() {
    sqlite3* database = nullptr;
    const int code = sqlite3_open_v2(":memory:", &database, SQLITE_OPEN_READWRITE | SQLITE_OPEN_MEMORY | SQLITE_OPEN_NOMUTEX, nullptr);
    state_->database = database;
    if (code != SQLITE_OK) return state_->failure("SQLite");
    addVirtualTableModule(database, &state_->tables);
    addSparkFunctions(database, &state_->functions);
    VITRINE_CHECK_OK(state_->execute("PRAGMA trusted_schema=0; PRAGMA case_sensitive_like=1; PRAGMA cell_size_check=1"));
    // These two connect themselves at their first use, which the authorizer would forbid.
    for (const char* eponymous : {"SELECT 1 FROM json_each('[]')", "SELECT 1 FROM json_tree('[]')"}) {
        sqlite3_stmt* statement = nullptr;
        sqlite3_prepare_v2(database, eponymous, -1, &statement, nullptr);
        sqlite3_finalize(statement);
    }
    sqlite3_db_config(database, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    sqlite3_db_config(database, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, nullptr);
    sqlite3_db_config(database, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, nullptr);
    sqlite3_db_config(database, SQLITE_DBCONFIG_ENABLE_VIEW, 0, nullptr);
    sqlite3_db_config(database, SQLITE_DBCONFIG_ENABLE_FTS3_TOKENIZER, 0, nullptr);
    for (const Limit& limit : kLimits) sqlite3_limit(database, limit.id, limit.value);
    sqlite3_set_authorizer(
        database,
        [](void* state, int action, const char* first, const char* second, const char*, const char*) { return static_cast<State*>(state)->authorize(action, first, second); },
        state_.get());
    sqlite3_progress_handler(
        database, kOperationsBetweenLooks, [](void* state) { return static_cast<State*>(state)->guarded && static_cast<State*>(state)->mustEnd() ? 1 : 0; }, state_.get());
    return {};
}

Result<void> SqlConnection::bind(std::string_view database, std::string_view name, SqlTablePtr table) {
    if (!database.empty() && !state_->attached.contains(lowerAscii(database))) {
        if (state_->execute("ATTACH ':memory:' AS " + quotedForSqlite(database))) {
            state_->attached.insert(lowerAscii(database));
        } else {
            return Error(ErrorCode::SqlFailed, fmt::format("The statement names more than {} databases.", state_->attached.size())).withWayOut("Name fewer.");
        }
    }
    const std::size_t number = addBoundTable(state_->tables, std::move(table));
    const std::string place = database.empty() ? std::string("main") : quotedForSqlite(database);
    return state_->execute(fmt::format("CREATE VIRTUAL TABLE {}.{} USING vitrine({})", place, quotedForSqlite(name), number));
}

std::optional<Refusal> SqlConnection::prepare(const std::string& sql) {
    State& state = *state_;
    sqlite3_finalize(state.statement);
    state.statement = nullptr;
    state.denied.clear();
    state.guarded = true;
    state.deadline = Clock::time_point::max();
    const char* tail = nullptr;
    const int code = sqlite3_prepare_v3(state.database, sql.c_str(), static_cast<int>(sql.size()), 0, &state.statement, &tail);
    state.guarded = false;
    if (code == SQLITE_OK) {
        if (state.statement == nullptr) return Refusal{Refusal::Kind::Other, {}, "there is no statement", -1};
        const std::string_view rest = tail == nullptr ? std::string_view() : std::string_view(tail, static_cast<std::size_t>(sql.c_str() + sql.size() - tail));
        if (!splitStatements(rest).empty()) return Refusal{Refusal::Kind::NotAllowed, "a second statement", {}, -1};
        if (sqlite3_stmt_readonly(state.statement) == 0 || sqlite3_stmt_isexplain(state.statement) != 0) return Refusal{Refusal::Kind::NotAllowed, "changing data", {}, -1};
        return {};
    }
    Refusal refusal;
    refusal.message = sqlite3_errmsg(state.database);
    refusal.offset = sqlite3_error_offset(state.database);
    if (code == SQLITE_AUTH || !state.denied.empty()) {
        refusal.kind = Refusal::Kind::NotAllowed;
        refusal.subject = state.denied;
        return refusal;
    }
    const auto subjectAfter = [&](std::string_view beginning, Refusal::Kind kind) {
        if (!refusal.message.starts_with(beginning)) return;
        refusal.kind = kind;
        refusal.subject = refusal.message.substr(beginning.size());
    };
    subjectAfter("no such table: ", Refusal::Kind::NoSuchTable);
    subjectAfter("no such column: ", Refusal::Kind::NoSuchColumn);
    return refusal;
}

Result<Answer> SqlConnection::run(const AnswerLimits& limits, const std::stop_token& stop) {
    State& state = *state_;
    state.stop = stop;
    state.tables.stop = stop;
    state.deadline = Clock::now() + limits.time;
    sqlite3_stmt* statement = state.statement;
    const int width = sqlite3_column_count(statement);
    std::vector<AnswerColumnBuilder> builders;
    for (int index = 0; index < width; ++index) {
        const char* name = sqlite3_column_name(statement, index);
        const VirtualColumn* declared = declaredColumn(state.tables, sqlite3_column_decltype(statement, index));
        std::string shown = name == nullptr ? "" : name;
        // Spark calls `window.start` start.
        if (declared != nullptr && !declared->path.empty() && declared->name == shown) shown.erase(0, shown.rfind('.') + 1);
        builders.emplace_back(std::move(shown), declared == nullptr ? nullptr : declared->type);
    }
    Answer answer;
    std::size_t bytes = 0;
    int code = SQLITE_ROW;
    state.guarded = true;
    while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
        if (answer.numRows == limits.rows || bytes > limits.bytes) {
            answer.moreRows = true;
            break;
        }
        for (int index = 0; index < width; ++index) bytes += builders[static_cast<std::size_t>(index)].append(sqlite3_column_value(statement, index));
        ++answer.numRows;
        if (state.mustEnd()) {
            code = SQLITE_INTERRUPT;
            break;
        }
    }
    state.guarded = false;
    if (code == SQLITE_INTERRUPT || (code != SQLITE_ROW && code != SQLITE_DONE)) {
        if (stop.stop_requested()) return cancelled();
        if (code == SQLITE_INTERRUPT) {
            return Error(ErrorCode::SqlFailed, fmt::format("The statement was ended after {} s.", static_cast<double>(limits.time.count()) / 1000))
                .withWayOut("Ask for less, or raise the time limit.");
        }
        if (state.tables.failure) return *std::move(state.tables.failure);
        if (code == SQLITE_TOOBIG) return Error(ErrorCode::SqlFailed, fmt::format("A value would be larger than {} bytes.", kLongestValue)).withWayOut("Ask for smaller ones.");
        if (code == SQLITE_NOMEM) return Error(ErrorCode::MemoryLimit, "There is not enough memory for the statement.").withWayOut("Ask for less.");
        return Error(ErrorCode::SqlFailed, fmt::format("The statement failed: {}.", sqlite3_errmsg(state.database)));
    }
    for (AnswerColumnBuilder& builder : builders) answer.columns.push_back(builder.finish(state.tables.zone));
    return answer;
}

std::vector<std::string> SqlConnection::columnNames() const {
    std::vector<std::string> names;
    for (const VirtualColumn* column : state_->tables.columns) names.push_back(column->name);
    return names;
}

bool SqlConnection::isPath(std::string_view lowerCase) const {
    const auto& columns = state_->tables.columns;
    return lowerCase.find('.') != std::string_view::npos &&
           std::any_of(columns.begin(), columns.end(), [&](const VirtualColumn* column) { return lowerAscii(column->name) == lowerCase; });
}

const std::vector<std::string_view>& allowedFunctions() {
    static const std::vector<std::string_view> functions = [] {
        std::vector<std::string_view> names = {
            "->", "->>", "abs", "acos", "acosh", "asin", "asinh", "atan", "atan2", "atanh", "avg", "ceil", "ceiling", "char", "coalesce", "concat", "cos", "cosh", "count",
            "cume_dist", "current_date", "current_database", "current_schema", "current_time", "current_timestamp", "date", "date_format", "date_trunc", "datetime", "day", "dayofmonth", "degrees", "dense_rank", "exp",
            "first_value", "floor", "format", "glob", "group_concat", "hex", "hour", "ifnull", "iif", "instr", "json", "json_array", "json_array_length", "json_each", "json_error_position",
            "json_extract", "json_group_array", "json_group_object", "json_insert", "json_object", "json_patch", "json_quote", "json_remove", "json_replace", "json_set", "json_tree", "json_type",
            "json_valid", "julianday", "lag", "last_value", "lead", "length", "like", "likelihood", "likely", "ln", "log", "log10", "log2", "lower", "ltrim", "max", "min", "minute",
            "mod", "month", "nth_value", "ntile", "nullif", "nvl", "percent_rank", "pi", "pow", "power", "printf", "quote", "radians", "random", "rank", "replace", "round",
            "row_number", "rtrim", "second", "sign", "sin", "sinh", "sqrt", "strftime", "substr", "substring", "sum", "tan", "tanh", "time", "to_date", "to_timestamp", "total",
            "trim", "trunc", "typeof", "unicode", "unix_timestamp", "unixepoch", "unlikely", "upper", "year"};
        std::sort(names.begin(), names.end());
        return names;
    }();
    return functions;
}

}  // namespace vitrine::detail
