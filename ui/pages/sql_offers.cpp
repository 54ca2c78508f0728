// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/sql_offers.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "core/catalog/sql_token.h"
#include "core/data/schema.h"

namespace vitrine::ui {
namespace {

constexpr std::array kBeforeTables{"FROM", "JOIN", "TABLE", "DESCRIBE", "DESC", "HISTORY", "INTO", "EXISTS"};
constexpr std::array kBeforeDatabases{"USE", "IN", "DATABASE", "SCHEMA"};

QString decoded(std::string_view utf8) { return QString::fromUtf8(utf8.data(), static_cast<qsizetype>(utf8.size())); }

template <std::size_t size>
bool isOneOf(const QString& word, const std::array<const char*, size>& words) {
    return std::any_of(words.begin(), words.end(), [&](const char* known) { return word == QLatin1String(known); });
}

bool isKeyword(const QString& word) {
    const std::string upper = word.toUpper().toStdString();
    return std::binary_search(sqlKeywords().begin(), sqlKeywords().end(), std::string_view(upper));
}

bool isName(const SqlToken& token) { return token.kind == SqlTokenKind::Word || token.kind == SqlTokenKind::QuotedName; }

bool isSame(const QString& left, const QString& right) { return left.compare(right, Qt::CaseInsensitive) == 0; }

const CatalogListing::Table* tableOf(const CatalogListing& catalog, const QString& database, const QString& name) {
    const CatalogListing::Table* found = nullptr;
    for (const CatalogListing::Database& each : catalog.databases) {
        // The bare name of a query hides a table of the current database.
        const bool inside = database.isEmpty() ? each.live : isSame(each.name, database);
        if (!inside) continue;
        for (const CatalogListing::Table& table : each.tables) {
            if (isSame(table.name, name)) found = &table;
        }
    }
    return found;
}

struct NamedTable {
    QString alias;
    const CatalogListing::Table* table;
};

/// The tables that a statement names, with the names their columns go by.
std::vector<NamedTable> namedTables(const QString& statement, const CatalogListing& catalog, const QString& current) {
    const std::string text = statement.toStdString();
    std::vector<SqlToken> tokens = sqlTokens(text);
    std::erase_if(tokens, [](const SqlToken& token) { return token.kind == SqlTokenKind::Comment; });
    const auto nameAt = [&](std::size_t at) { return decoded(unquoted(text, tokens[at])); };
    const auto isDot = [&](std::size_t at) { return at < tokens.size() && tokens[at].kind == SqlTokenKind::Symbol && text[tokens[at].begin] == '.'; };
    std::vector<NamedTable> named;
    for (std::size_t at = 0; at < tokens.size(); ++at) {
        if (!isName(tokens[at]) || (at > 0 && isDot(at - 1))) continue;
        std::size_t last = at;
        const CatalogListing::Table* table = nullptr;
        QString name = nameAt(at);
        if (isDot(at + 1) && at + 2 < tokens.size() && isName(tokens[at + 2])) {
            last = at + 2;
            table = tableOf(catalog, name, nameAt(last));
            name = nameAt(last);
        } else {
            table = tableOf(catalog, {}, name);
            if (table == nullptr) table = tableOf(catalog, current, name);
        }
        if (table == nullptr) continue;
        std::size_t next = last + 1;
        if (next < tokens.size() && nameAt(next).toUpper() == QLatin1String("AS")) ++next;
        const bool aliased = next < tokens.size() && isName(tokens[next]) && !isKeyword(nameAt(next)) && !isDot(next + 1);
        named.push_back({aliased ? nameAt(next) : name, table});
    }
    return named;
}

void addColumns(std::vector<SqlOffer>& offers, const std::vector<Field>& fields) {
    for (const Field& field : fields) offers.push_back({decoded(field.name), decoded(field.type->sql()), SqlOffer::Kind::Column});
}

void addTables(std::vector<SqlOffer>& offers, const CatalogListing::Database& database) {
    for (const CatalogListing::Table& table : database.tables) {
        offers.push_back({table.name, database.live ? decoded(kLiveDatabase) : table.format, SqlOffer::Kind::Table});
    }
}

/// The fields of the struct `name` in `fields`.
void addFields(std::vector<SqlOffer>& offers, const std::vector<Field>& fields, const QString& name) {
    for (const Field& field : fields) {
        if (field.type->is(TypeKind::Struct) && isSame(decoded(field.name), name)) addColumns(offers, field.type->fields());
    }
}

}  // namespace

SqlPlace sqlPlaceAt(const QString& text, int cursor) {
    SqlPlace place;
    place.begin = cursor;
    const std::string before = text.left(cursor).toStdString();
    const std::vector<SqlToken> tokens = sqlTokens(before);
    std::size_t count = tokens.size();
    if (count > 0 && tokens.back().end == before.size()) {
        const SqlToken& last = tokens.back();
        const std::string_view token = last.in(before);
        const bool openComment = last.kind == SqlTokenKind::Comment && (token.starts_with("--") || token.size() < 4 || !token.ends_with("*/"));
        const bool quotedName = last.kind == SqlTokenKind::Unfinished && token.front() == '`';
        if (last.kind == SqlTokenKind::Word || quotedName) {
            place.typed = decoded(token.substr(quotedName ? 1 : 0));
            place.begin = cursor - static_cast<int>(place.typed.size()) - (quotedName ? 1 : 0);
            --count;
        } else if (openComment || last.kind == SqlTokenKind::Unfinished || last.kind == SqlTokenKind::Number) {
            place.isInText = true;
            return place;
        }
    }
    const auto isDot = [&](std::size_t at) { return tokens[at].kind == SqlTokenKind::Symbol && before[tokens[at].begin] == '.'; };
    while (count >= 2 && isDot(count - 1) && isName(tokens[count - 2])) {
        place.owner.prepend(decoded(unquoted(before, tokens[count - 2])));
        count -= 2;
    }
    if (count > 0 && tokens[count - 1].kind == SqlTokenKind::Word) place.previous = decoded(tokens[count - 1].in(before)).toUpper();
    return place;
}

QString SqlOffer::written() const {
    return kind == Kind::Keyword || kind == Kind::Function ? name : QString::fromStdString(quoteIdentifier(name.toStdString()));
}

std::vector<SqlOffer> sqlOffers(const SqlPlace& place, const QString& statement, const CatalogListing& catalog, const QString& database) {
    std::vector<SqlOffer> offers;
    if (place.isInText) return offers;
    const std::vector<NamedTable> named = namedTables(statement, catalog, database);
    if (!place.owner.isEmpty()) {
        const QString& first = place.owner.first();
        for (const CatalogListing::Database& each : catalog.databases) {
            if (place.owner.size() == 1 && isSame(each.name, first)) addTables(offers, each);
        }
        for (const NamedTable& table : named) {
            const bool mine = isSame(table.alias, first) || (place.owner.size() == 2 && isSame(table.table->name, place.owner.last()));
            if (mine && place.owner.size() == 1) addColumns(offers, table.table->columns);
            else if (mine) addFields(offers, table.table->columns, place.owner.last());
            else if (place.owner.size() == 1) addFields(offers, table.table->columns, first);
        }
        return offers;
    }
    const bool wantsTable = isOneOf(place.previous, kBeforeTables);
    const bool wantsDatabase = isOneOf(place.previous, kBeforeDatabases);
    if (!wantsTable && !wantsDatabase) {
        std::set<QString> seen;
        for (const NamedTable& table : named) {
            std::vector<SqlOffer> columns;
            addColumns(columns, table.table->columns);
            for (SqlOffer& column : columns) {
                if (seen.insert(column.name.toLower()).second) offers.push_back(std::move(column));
            }
        }
    }
    if (!wantsDatabase) {
        for (const CatalogListing::Database& each : catalog.databases) {
            if (each.live || isSame(each.name, database)) addTables(offers, each);
        }
    }
    for (const CatalogListing::Database& each : catalog.databases) offers.push_back({each.name, {}, SqlOffer::Kind::Database});
    if (wantsTable || wantsDatabase) return offers;
    for (const std::string_view function : sqlFunctions()) {
        if (!function.starts_with("-")) offers.push_back({decoded(function), {}, SqlOffer::Kind::Function});
    }
    for (const std::string_view keyword : sqlKeywords()) offers.push_back({decoded(keyword), {}, SqlOffer::Kind::Keyword});
    return offers;
}

}  // namespace vitrine::ui
