// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/json_generator.h"

#include <cmath>

#include "core/data/number_text.h"
#include "core/data/utf8_validity.h"

namespace vitrine {

void JsonGenerator::clear() {
    out_.clear();
    hasValue_.clear();
    afterName_ = false;
}

void JsonGenerator::beforeValue() {
    if (afterName_) {
        afterName_ = false;
        return;
    }
    if (hasValue_.empty()) return;
    if (hasValue_.back()) out_ += ',';
    hasValue_.back() = true;
}

void JsonGenerator::open(char bracket) {
    beforeValue();
    out_ += bracket;
    hasValue_.push_back(false);
}

void JsonGenerator::close(char bracket) {
    out_ += bracket;
    hasValue_.pop_back();
}

void JsonGenerator::name(std::string_view text) {
    beforeValue();
    quoted(text);
    out_ += ':';
    afterName_ = true;
}

void JsonGenerator::text(std::string_view text) {
    beforeValue();
    if (isValidUtf8(text)) {
        quoted(text);
    } else {
        quoted(repairedUtf8(text));
    }
}

void JsonGenerator::value(std::string_view json) {
    beforeValue();
    out_ += json;
}

void JsonGenerator::real(double number) {
    if (std::isfinite(number)) {
        value(formatDouble(number));
    } else {
        text(formatDouble(number));
    }
}

void JsonGenerator::real(float number) {
    if (std::isfinite(number)) {
        value(formatFloat(number));
    } else {
        text(formatFloat(number));
    }
}

void JsonGenerator::quoted(std::string_view text) {
    static constexpr std::string_view kDigits = "0123456789ABCDEF";
    out_ += '"';
    for (const char letter : text) {
        const auto byte = static_cast<unsigned char>(letter);
        if (byte >= 0x20 && letter != '"' && letter != '\\') {
            out_ += letter;
            continue;
        }
        switch (letter) {
            case '"': out_ += "\\\""; break;
            case '\\': out_ += "\\\\"; break;
            case '\b': out_ += "\\b"; break;
            case '\t': out_ += "\\t"; break;
            case '\n': out_ += "\\n"; break;
            case '\f': out_ += "\\f"; break;
            case '\r': out_ += "\\r"; break;
            default:
                out_ += "\\u00";
                out_ += kDigits[byte >> 4];
                out_ += kDigits[byte & 15];
                break;
        }
    }
    out_ += '"';
}

}  // namespace vitrine
