// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include "core/formats/row_reader.h"

namespace vitrine {

inline constexpr std::string_view kMetadataColumn = "_metadata";

/// The type of `_metadata` (FS-58).
TypePtr metadataType();

/// A format whose columns come from the content of files, and for some columns from the directories and the file itself,
/// as `spec.fileColumns` says. Errors as makeFormat().
Result<std::unique_ptr<Format>> makeFormatWithFileColumns(std::string_view name, ReadSpec spec);

}  // namespace vitrine
