// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "core/data/time_zone.h"

struct sqlite3;

namespace vitrine::detail {

/// What functions need to know; must outlive the connection.
struct FunctionContext {
    TimeZone zone;
    std::string currentDatabase;
};

/// Adds the functions of Spark that SQLite lacks and that people ask for first: concat, nvl, date_format, date_trunc,
/// to_timestamp, to_date, unix_timestamp, year, month, day, dayofmonth, hour, minute, second, current_database. Times are texts
/// as TIMESTAMP columns give them.
void addSparkFunctions(sqlite3* database, FunctionContext* context);

}  // namespace vitrine::detail
