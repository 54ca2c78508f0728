// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "core/query/query_document.h"

namespace vitrine::ui {

/// Whether a source format reads files, so that it has a path and rows to sample.
bool readsFiles(const std::string& format);
/// Whether its columns are fixed, so that a document declares none.
bool hasOwnColumns(const std::string& format);
/// Another source format: options that it does not know and columns that were another's go.
QueryDocument withFormat(QueryDocument document, const std::string& format);

}  // namespace vitrine::ui
