// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/text_row_writer.h"

namespace vitrine {

namespace {
constexpr std::size_t kPiece = 256 * 1024;
}

Result<void> TextRowWriter::append(std::string_view text) {
    waiting_ += text;
    if (waiting_.size() < kPiece) return {};
    VITRINE_CHECK_OK(target_.write(waiting_));
    waiting_.clear();
    return {};
}

Result<void> TextRowWriter::finish() {
    VITRINE_CHECK_OK(target_.write(waiting_));
    waiting_.clear();
    return compressed_ ? compressed_->finish() : Result<void>();
}

}  // namespace vitrine
