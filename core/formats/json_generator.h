// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace vitrine {

/// Writes compact JSON as Jackson does: commas where they belong, control characters escaped, other letters as they are.
/// Not thread-safe; reusable through clear().
class JsonGenerator {
  public:
    void startArray() { open('['); }
    void endArray() { close(']'); }
    void startObject() { open('{'); }
    void endObject() { close('}'); }

    void name(std::string_view text);
    void text(std::string_view text);
    /// A number, `true`, `null`, or JSON made elsewhere.
    void value(std::string_view json);
    /// A number as Jackson prints a double: `1.5`, `1.0E10`, `"NaN"`.
    void real(double number);
    void real(float number);
    /// Text that is no JSON value.
    void raw(std::string_view text) { out_ += text; }

    const std::string& output() const noexcept { return out_; }
    void clear();

  private:
    void open(char bracket);
    void close(char bracket);
    void beforeValue();
    void quoted(std::string_view text);

    std::string out_;
    std::vector<bool> hasValue_;
    bool afterName_ = false;
};

}  // namespace vitrine
