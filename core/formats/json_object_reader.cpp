// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/json_object_reader.h"

#include <algorithm>

#include <simdjson.h>


namespace vitrine {
namespace {

/// Lines up to this length cannot hold a name or text beyond Jackson's limits.
constexpr std::size_t kLongestLine = 50'000;
constexpr std::size_t kDeepest = 900;
constexpr std::size_t kLongestNumber = 1000;

bool isNumberPart(char letter) {
    return (letter >= '0' && letter <= '9') || letter == '.' || letter == 'e' || letter == 'E' || letter == '+' || letter == '-';
}

/// True when the line may hold a number of more than 1,000 characters; such a one covers a multiple of 1,000.
bool mayHoldLongNumber(std::string_view line) {
    for (std::size_t place = kLongestNumber; place < line.size(); place += kLongestNumber) {
        std::size_t from = place;
        std::size_t to = place;
        while (from > 0 && isNumberPart(line[from - 1])) --from;
        while (to < line.size() && isNumberPart(line[to])) ++to;
        if (to - from >= kLongestNumber) return true;
    }
    return false;
}

}  // namespace

struct JsonObjectReader::State {
    struct Target {
        std::string_view name;
        TypeKind kind = TypeKind::Void;
        void* elements = nullptr;
        std::uint8_t* validity = nullptr;
    };

    std::vector<Field> fields;
    std::vector<Target> targets;
    simdjson::dom::parser parser;
    JsonOptions options;
    EventTime now{};

    bool convert(const Target& target, const simdjson::dom::element& value, std::size_t row, StringArena& arena) const {
        if (value.is_null()) {
            target.validity[row] = 0;
            return true;
        }
        auto store = [&]<class T>(T element) {
            static_cast<T*>(target.elements)[row] = element;
            target.validity[row] = 1;
            return true;
        };
        std::int64_t number = 0;
        auto integer = [&](std::int64_t least, std::int64_t greatest) {
            return value.is_int64() && value.get_int64().get(number) == simdjson::SUCCESS && number >= least && number <= greatest;
        };
        std::string_view text;
        auto isText = [&] { return value.get_string().get(text) == simdjson::SUCCESS && !text.empty(); };
        switch (target.kind) {
            case TypeKind::Boolean: {
                bool flag = false;
                return value.get_bool().get(flag) == simdjson::SUCCESS && store(static_cast<std::uint8_t>(flag));
            }
            case TypeKind::Byte: return integer(-128, 255) && store(static_cast<std::int8_t>(number));
            case TypeKind::Short: return integer(INT16_MIN, INT16_MAX) && store(static_cast<std::int16_t>(number));
            case TypeKind::Int: return integer(INT32_MIN, INT32_MAX) && store(static_cast<std::int32_t>(number));
            case TypeKind::Long: return integer(INT64_MIN, INT64_MAX) && store(number);
            case TypeKind::Double: {
                double real = 0;
                return value.get_double().get(real) == simdjson::SUCCESS && store(real);
            }
            case TypeKind::Timestamp: {
                if (value.is_int64()) {
                    return integer(INT64_MIN, INT64_MAX) && store(static_cast<std::int64_t>(static_cast<std::uint64_t>(number) * 1'000'000u));
                }
                if (!isText()) return false;
                const std::optional<std::int64_t> micros = options.timestampOf(text, now);
                return micros && store(*micros);
            }
            case TypeKind::TimestampNtz: {
                if (!isText()) return false;
                const std::optional<std::int64_t> micros = options.timestampNtzOf(text);
                return micros && store(*micros);
            }
            case TypeKind::Date: {
                if (!isText()) return false;
                const std::optional<std::int32_t> days = options.dateOf(text);
                return days && store(*days);
            }
            case TypeKind::String:
                return value.get_string().get(text) == simdjson::SUCCESS && store(arena.store(text));
            default: return false;
        }
    }
};

bool JsonObjectReader::supports(const std::vector<Field>& fields, const JsonOptions& options) {
    const JsonDialect usual;
    if (options.dialect.maxNestingDepth < usual.maxNestingDepth || options.dialect.maxNumberLength < usual.maxNumberLength ||
        options.dialect.maxStringLength < kLongestLine || options.multiLine || !options.lineSeparator.empty()) {
        return false;
    }
    if (options.encoding != TextEncoding::Detect && options.encoding != TextEncoding::Utf8) return false;
    return std::all_of(fields.begin(), fields.end(), [](const Field& field) {
        switch (field.type->kind()) {
            case TypeKind::Boolean:
            case TypeKind::Byte:
            case TypeKind::Short:
            case TypeKind::Int:
            case TypeKind::Long:
            case TypeKind::Double:
            case TypeKind::String:
            case TypeKind::Date:
            case TypeKind::Timestamp:
            case TypeKind::TimestampNtz: return true;
            default: return false;
        }
    });
}

JsonObjectReader::JsonObjectReader(const std::vector<Field>& fields, const JsonOptions& options, EventTime now)
    : state_(std::make_unique<State>()) {
    state_->fields = fields;
    state_->options = options;
    state_->now = now;
    for (const Field& field : state_->fields) state_->targets.push_back({field.name, field.type->kind()});
    if (state_->parser.allocate(kLongestLine, kDeepest) != simdjson::SUCCESS) state_->targets.clear();
}

JsonObjectReader::~JsonObjectReader() = default;

void JsonObjectReader::bind(std::size_t field, void* elements, std::uint8_t* validity) {
    if (field >= state_->targets.size()) return;
    state_->targets[field].elements = elements;
    state_->targets[field].validity = validity;
}

bool JsonObjectReader::take(std::string_view line, std::size_t row, StringArena& arena) {
    State& state = *state_;
    if (line.empty() || line.size() > kLongestLine || state.targets.size() != state.fields.size()) return false;
    simdjson::dom::element root;
    if (state.parser.parse(line.data(), line.size(), false).get(root) != simdjson::SUCCESS) return false;
    simdjson::dom::object object;
    if (root.get_object().get(object) != simdjson::SUCCESS || mayHoldLongNumber(line)) return false;
    for (const simdjson::dom::key_value_pair entry : object) {
        for (std::size_t index = state.targets.size(); index > 0; --index) {
            const State::Target& target = state.targets[index - 1];
            if (target.name != entry.key) continue;
            if (!state.convert(target, entry.value, row, arena)) {
                for (const State::Target& written : state.targets) written.validity[row] = 0;
                return false;
            }
            break;
        }
    }
    return true;
}

}  // namespace vitrine
