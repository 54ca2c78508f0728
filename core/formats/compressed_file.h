// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "core/base/file_system.h"

namespace vitrine {

/// How a text file is compressed as it is written, by Spark's words for `compression`.
class TextCompression {
  public:
    /// `none`, `uncompressed`, `gzip`, `deflate`, and where their libraries are there `bzip2` and `zstd`, in any case of letters.
    /// InvalidOption lists them.
    static Result<TextCompression> named(std::string_view name);

    /// `.gz`; empty for none.
    std::string_view suffix() const noexcept;

    /// Compresses what is written and hands it to `file`, which must outlive the result; its finish() ends the compressed
    /// stream and leaves `file` open. Null when nothing is compressed: write to `file` itself.
    std::unique_ptr<OutputFile> over(OutputFile& file) const;

  private:
    enum class Kind : std::uint8_t { None, Gzip, Deflate, Bzip2, Zstd };
    explicit TextCompression(Kind kind) : kind_(kind) {}
    Kind kind_;
};

}  // namespace vitrine
