// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/formats/compressed_file.h"
#include "core/formats/row_writer.h"

namespace vitrine {

/// Collects lines and hands them on in large pieces, compressed where that was asked for: what writers of text formats share.
class TextRowWriter : public RowWriter {
  public:
    TextRowWriter(OutputFile& file, const TextCompression& compression) : compressed_(compression.over(file)), target_(compressed_ ? *compressed_ : file) {}

    Result<void> finish() override;

  protected:
    /// Appends `text`, which is moved on when enough has come together.
    Result<void> append(std::string_view text);

  private:
    std::unique_ptr<OutputFile> compressed_;
    OutputFile& target_;
    std::string waiting_;
};

/// JSON lines as Spark writes them (SK-6), and CSV as uniVocity's writer makes it with Spark's settings.
Result<std::unique_ptr<WriteFormat>> makeJsonWriteFormat(const WriteSpec& spec);
Result<std::unique_ptr<WriteFormat>> makeCsvWriteFormat(const WriteSpec& spec);

}  // namespace vitrine
