// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <QString>
#include <QStringList>

#include "ui/pages/sql_runner.h"

namespace vitrine::ui {

/// The word that stands before the cursor of an SQL text, and what it belongs to.
struct SqlPlace {
    int begin = 0;              ///< of what a completion replaces, an opening back-quote included; UTF-16 units
    QString typed;
    QStringList owner;          ///< `demo` of `demo.act`
    QString previous;           ///< the keyword before it, upper case: FROM
    bool isInText = false;      ///< in a text, a comment or a number: nothing is offered
};
SqlPlace sqlPlaceAt(const QString& text, int cursor);

/// A name that fits a place.
struct SqlOffer {
    enum class Kind { Database, Table, Column, Function, Keyword };
    QString name;
    QString detail;             ///< the type of a column, the format of a table
    Kind kind = Kind::Column;

    /// As it is written: in back-quotes where it must be.
    QString written() const;
};

/// What fits: columns of the tables that `statement` names, tables, databases, functions, keywords, in this order; behind a dot
/// what belongs to the name before it.
std::vector<SqlOffer> sqlOffers(const SqlPlace& place, const QString& statement, const CatalogListing& catalog, const QString& database);

}  // namespace vitrine::ui
