// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/detail/parquet_columns.h"

#include <algorithm>
#include <cstring>
#include <limits>
#include <optional>
#include <type_traits>

#include <arrow/array.h>
#include <arrow/type.h>
#include <arrow/util/decimal.h>
#include <fmt/format.h>

namespace vitrine {
namespace {

constexpr std::int64_t kMicrosOfDay = 86'400'000'000;

Int128 powerOfTen(int exponent) noexcept {
    Int128 result = 1;
    for (int step = 0; step < exponent; ++step) result *= 10;
    return result;
}

std::vector<std::uint8_t> validityOf(const arrow::Array& array) {
    std::vector<std::uint8_t> validity;
    if (array.null_count() == 0) return validity;
    validity.resize(static_cast<std::size_t>(array.length()));
    for (std::int64_t row = 0; row < array.length(); ++row) validity[static_cast<std::size_t>(row)] = array.IsValid(row) ? 1 : 0;
    return validity;
}

Error unexpected(const ParquetPart& part, const arrow::Array& array, const std::string& path) {
    return Error(ErrorCode::ReadFailed, fmt::format("{} holds {}, which cannot be read as {}.", path, array.type()->ToString(), part.type->sql()));
}

Error overflow(const ParquetPart& part, const std::string& path) {
    return Error(ErrorCode::ReadFailed, fmt::format("{} holds a value that is out of range for {}.", path, part.type->sql()));
}

/// Calls `visitor(const T* values)` with the elements of an array of whole numbers, whatever they stand for.
template <class Visitor>
bool visitIntegers(const arrow::Array& array, Visitor&& visitor) {
    const arrow::ArrayData& data = *array.data();
    switch (array.type_id()) {
        case arrow::Type::INT8: visitor(data.GetValues<std::int8_t>(1)); return true;
        case arrow::Type::UINT8: visitor(data.GetValues<std::uint8_t>(1)); return true;
        case arrow::Type::INT16: visitor(data.GetValues<std::int16_t>(1)); return true;
        case arrow::Type::UINT16: visitor(data.GetValues<std::uint16_t>(1)); return true;
        case arrow::Type::UINT32: visitor(data.GetValues<std::uint32_t>(1)); return true;
        case arrow::Type::INT32:
        case arrow::Type::DATE32:
        case arrow::Type::TIME32: visitor(data.GetValues<std::int32_t>(1)); return true;
        case arrow::Type::UINT64: visitor(data.GetValues<std::uint64_t>(1)); return true;
        case arrow::Type::INT64:
        case arrow::Type::TIMESTAMP:
        case arrow::Type::TIME64:
        case arrow::Type::DURATION: visitor(data.GetValues<std::int64_t>(1)); return true;
        default: return false;
    }
}

/// Reads one decimal of Arrow. Those of 32 bytes are read from no file whose values fit 38 digits, but for leading zeros.
bool readDecimals(const arrow::Array& array, std::vector<Int128>& values) {
    const int width = array.type_id() == arrow::Type::DECIMAL128 ? 16
                      : array.type_id() == arrow::Type::DECIMAL256 ? 32
                      : array.type_id() == arrow::Type::DECIMAL64  ? 8
                      : array.type_id() == arrow::Type::DECIMAL32  ? 4
                                                                   : 0;
    if (width == 0) return false;
    const auto& fixed = static_cast<const arrow::FixedSizeBinaryArray&>(array);
    for (std::size_t row = 0; row < values.size(); ++row) {
        const std::uint8_t* bytes = fixed.GetValue(static_cast<std::int64_t>(row));
        if (width == 4) {
            std::int32_t value = 0;
            std::memcpy(&value, bytes, sizeof value);
            values[row] = value;
        } else if (width == 8) {
            std::int64_t value = 0;
            std::memcpy(&value, bytes, sizeof value);
            values[row] = value;
        } else {
            std::memcpy(&values[row], bytes, sizeof(Int128));
        }
    }
    return true;
}

template <class To>
Result<ColumnPtr> numbers(const ParquetPart& part, const arrow::Array& array, const std::string& path, std::int64_t factor = 1) {
    const auto size = static_cast<std::size_t>(array.length());
    std::vector<To> values(size);
    std::vector<std::uint8_t> validity = validityOf(array);
    bool fits = true;
    const bool isRead = visitIntegers(array, [&](const auto* elements) {
        using From = std::remove_cvref_t<decltype(*elements)>;
        if constexpr (std::is_same_v<From, To>) {
            if (factor == 1) {
                std::copy_n(elements, size, values.begin());
                return;
            }
        }
        for (std::size_t row = 0; row < size; ++row) {
            if (factor == 1) {
                // Spark takes all but BIGINT from the signed number with the same bits.
                if constexpr (std::is_same_v<From, std::uint32_t> && !std::is_same_v<To, std::int64_t>) {
                    values[row] = static_cast<To>(static_cast<std::int32_t>(elements[row]));
                } else {
                    values[row] = static_cast<To>(elements[row]);
                }
            } else if constexpr (std::is_same_v<To, std::int64_t>) {
                std::int64_t product = 0;
                const bool over = __builtin_mul_overflow(static_cast<std::int64_t>(elements[row]), factor, &product);
                fits = fits && (!over || (!validity.empty() && validity[row] == 0));
                values[row] = product;
            }
        }
    });
    if (!isRead) {
        std::vector<Int128> decimals(size);
        if (!readDecimals(array, decimals)) return unexpected(part, array, path);
        for (std::size_t row = 0; row < size; ++row) values[row] = static_cast<To>(decimals[row]);
    }
    if (!fits) return overflow(part, path);
    return std::make_shared<const Column>(part.type, size, std::move(values), std::move(validity));
}

Result<ColumnPtr> timestamps(const ParquetPart& part, const arrow::Array& array, const std::string& path) {
    std::int64_t factor = 1;
    if (array.type_id() == arrow::Type::DATE32) {
        factor = kMicrosOfDay;
    } else if (array.type_id() == arrow::Type::TIMESTAMP) {
        switch (static_cast<const arrow::TimestampType&>(*array.type()).unit()) {
            case arrow::TimeUnit::SECOND: factor = 1'000'000; break;
            case arrow::TimeUnit::MILLI: factor = 1'000; break;
            default: break;
        }
    }
    return numbers<std::int64_t>(part, array, path, factor);
}

template <class To>
Result<ColumnPtr> fractions(const ParquetPart& part, const arrow::Array& array, const std::string& path) {
    const auto size = static_cast<std::size_t>(array.length());
    std::vector<To> values(size);
    if (array.type_id() == arrow::Type::FLOAT) {
        std::copy_n(array.data()->GetValues<float>(1), size, values.begin());
    } else if (array.type_id() == arrow::Type::DOUBLE) {
        std::transform(array.data()->GetValues<double>(1), array.data()->GetValues<double>(1) + size, values.begin(),
                       [](double value) { return static_cast<To>(value); });
    } else {
        return numbers<To>(part, array, path);
    }
    return std::make_shared<const Column>(part.type, size, std::move(values), validityOf(array));
}

Result<ColumnPtr> decimals(const ParquetPart& part, const arrow::Array& array, const std::string& path) {
    const auto size = static_cast<std::size_t>(array.length());
    std::vector<Int128> values(size);
    int scale = 0;
    if (readDecimals(array, values)) {
        scale = static_cast<const arrow::DecimalType&>(*array.type()).scale();
    } else if (!visitIntegers(array, [&](const auto* elements) { std::copy_n(elements, size, values.begin()); })) {
        return unexpected(part, array, path);
    }
    if (scale < part.type->scale()) {
        const Int128 factor = powerOfTen(part.type->scale() - scale);
        for (Int128& value : values) value *= factor;
    }
    return std::make_shared<const Column>(part.type, size, std::move(values), validityOf(array));
}

template <class ArrayType>
void viewTexts(const arrow::Array& array, std::vector<std::string_view>& texts) {
    const auto& typed = static_cast<const ArrayType&>(array);
    for (std::size_t row = 0; row < texts.size(); ++row) texts[row] = typed.GetView(static_cast<std::int64_t>(row));
}

bool readTexts(const arrow::Array& array, std::vector<std::string_view>& texts) {
    switch (array.type_id()) {
        case arrow::Type::STRING:
        case arrow::Type::BINARY: viewTexts<arrow::BinaryArray>(array, texts); return true;
        case arrow::Type::FIXED_SIZE_BINARY: viewTexts<arrow::FixedSizeBinaryArray>(array, texts); return true;
        case arrow::Type::HALF_FLOAT: {
            const auto* bytes = reinterpret_cast<const char*>(array.data()->GetValues<std::uint16_t>(1));
            for (std::size_t row = 0; row < texts.size(); ++row) texts[row] = std::string_view(bytes + 2 * row, 2);
            return true;
        }
        default: return false;
    }
}

/// A decimal as the bytes that the file has, most significant first.
Result<ColumnPtr> decimalBytes(const ParquetPart& part, const arrow::Array& array, const std::string& path) {
    std::vector<Int128> numbers(static_cast<std::size_t>(array.length()));
    if (!readDecimals(array, numbers)) return unexpected(part, array, path);
    auto bytes = std::make_shared<std::vector<char>>(numbers.size() * part.width);
    std::vector<std::string_view> values;
    for (std::size_t row = 0; row < numbers.size(); ++row) {
        char* const begin = bytes->data() + row * part.width;
        for (std::size_t at = 0; at < part.width; ++at) {
            const std::size_t shift = 8 * std::min<std::size_t>(part.width - 1 - at, 15);
            begin[at] = static_cast<char>(part.width - 1 - at > 15 ? numbers[row] >> 127 : numbers[row] >> shift);
        }
        values.emplace_back(begin, part.width);
    }
    const std::size_t size = values.size();
    return std::make_shared<const Column>(part.type, size, std::move(values), validityOf(array), std::vector<std::uint32_t>{},
                                          std::vector<ColumnPtr>{}, std::vector<BufferOwner>{bytes});
}

Result<ColumnPtr> texts(const ParquetPart& part, const std::shared_ptr<arrow::Array>& array, const std::string& path) {
    if (part.width > 0 && arrow::is_decimal(array->type_id())) return decimalBytes(part, *array, path);
    const auto size = static_cast<std::size_t>(array->length());
    std::vector<std::string_view> values(size);
    if (!readTexts(*array, values)) return unexpected(part, *array, path);
    return std::make_shared<const Column>(part.type, size, std::move(values), validityOf(*array), std::vector<std::uint32_t>{},
                                          std::vector<ColumnPtr>{}, std::vector<BufferOwner>{array});
}

Result<ColumnPtr> booleans(const ParquetPart& part, const arrow::Array& array, const std::string& path) {
    if (array.type_id() != arrow::Type::BOOL) return unexpected(part, array, path);
    const auto& typed = static_cast<const arrow::BooleanArray&>(array);
    std::vector<std::uint8_t> values(static_cast<std::size_t>(array.length()));
    for (std::size_t row = 0; row < values.size(); ++row) values[row] = typed.Value(static_cast<std::int64_t>(row)) ? 1 : 0;
    const std::size_t size = values.size();
    return std::make_shared<const Column>(part.type, size, std::move(values), validityOf(array));
}

/// Offsets of lists from 0 on, and where their elements stand in the child.
struct Lists {
    std::vector<std::uint32_t> offsets;
    std::int64_t first = 0;
    std::int64_t count = 0;
};

Lists listsOf(const arrow::ListArray& typed) {
    Lists lists;
    lists.first = typed.value_offset(0);
    lists.offsets.reserve(static_cast<std::size_t>(typed.length()) + 1);
    for (std::int64_t row = 0; row <= typed.length(); ++row) {
        lists.offsets.push_back(static_cast<std::uint32_t>(typed.value_offset(row) - lists.first));
    }
    lists.count = lists.offsets.back();
    return lists;
}

Result<ColumnPtr> arrays(const ParquetPart& part, const std::shared_ptr<arrow::Array>& array, const std::string& path) {
    if (array->type_id() != arrow::Type::LIST) return unexpected(part, *array, path);
    const auto& typed = static_cast<const arrow::ListArray&>(*array);
    Lists lists = listsOf(typed);
    VITRINE_TRY(ColumnPtr child, columnOf(part.parts[0], typed.values()->Slice(lists.first, lists.count), path));
    return std::make_shared<const Column>(part.type, static_cast<std::size_t>(array->length()), Column::Elements{}, validityOf(*array),
                                          std::move(lists.offsets), std::vector<ColumnPtr>{std::move(child)});
}

Result<ColumnPtr> maps(const ParquetPart& part, const std::shared_ptr<arrow::Array>& array, const std::string& path) {
    if (array->type_id() != arrow::Type::MAP) return unexpected(part, *array, path);
    const auto& typed = static_cast<const arrow::MapArray&>(*array);
    Lists lists = listsOf(typed);
    VITRINE_TRY(ColumnPtr keys, columnOf(part.parts[0], typed.keys()->Slice(lists.first, lists.count), path));
    VITRINE_TRY(ColumnPtr values, columnOf(part.parts[1], typed.items()->Slice(lists.first, lists.count), path));
    return std::make_shared<const Column>(part.type, static_cast<std::size_t>(array->length()), Column::Elements{}, validityOf(*array),
                                          std::move(lists.offsets), std::vector<ColumnPtr>{std::move(keys), std::move(values)});
}

Result<ColumnPtr> structs(const ParquetPart& part, const std::shared_ptr<arrow::Array>& array, const std::string& path) {
    if (array->type_id() != arrow::Type::STRUCT) return unexpected(part, *array, path);
    const auto& typed = static_cast<const arrow::StructArray&>(*array);
    std::vector<ColumnPtr> children;
    for (const ParquetPart& field : part.parts) {
        if (field.place < 0) {
            children.push_back(makeNullColumn(field.type, static_cast<std::size_t>(array->length())));
        } else {
            VITRINE_TRY(ColumnPtr child, columnOf(field, typed.field(field.place), path));
            children.push_back(std::move(child));
        }
    }
    return std::make_shared<const Column>(part.type, static_cast<std::size_t>(array->length()), Column::Elements{}, validityOf(*array),
                                          std::vector<std::uint32_t>{}, std::move(children));
}

// --- what can be read as what ----------------------------------------------------------------------------------------

bool isSigned(const parquet::LogicalType& logical) {
    return logical.is_none() || logical.is_invalid() || (logical.is_int() && static_cast<const parquet::IntLogicalType&>(logical).is_signed());
}

bool isUnsigned(const parquet::LogicalType& logical, int bits) {
    if (!logical.is_int()) return false;
    const auto& typed = static_cast<const parquet::IntLogicalType&>(logical);
    return !typed.is_signed() && typed.bit_width() == bits;
}

/// Decimals may become wider, and whole numbers decimals that hold all of them.
bool canBeDecimal(const parquet::ColumnDescriptor& leaf, const DataType& type) {
    const parquet::LogicalType& logical = *leaf.logical_type();
    if (logical.is_decimal()) {
        const auto& typed = static_cast<const parquet::DecimalLogicalType&>(logical);
        const int more = type.scale() - typed.scale();
        return more >= 0 && type.precision() - typed.precision() >= more;
    }
    if (!isSigned(logical)) return false;
    const int digits = type.precision() - type.scale();
    if (leaf.physical_type() == parquet::Type::INT32) return digits >= 10;
    return leaf.physical_type() == parquet::Type::INT64 && digits >= 20;
}

bool isTimestampOf(const parquet::LogicalType& logical) {
    if (!logical.is_timestamp()) return false;
    const auto unit = static_cast<const parquet::TimestampLogicalType&>(logical).time_unit();
    return unit == parquet::LogicalType::TimeUnit::MICROS || unit == parquet::LogicalType::TimeUnit::MILLIS;
}

bool canBeRead(const parquet::ColumnDescriptor& leaf, const DataType& type) {
    const parquet::LogicalType& logical = *leaf.logical_type();
    const TypeKind kind = type.kind();
    if (logical.is_null() && kind == TypeKind::Void) return true;
    if (kind == TypeKind::Decimal) {
        if (leaf.physical_type() == parquet::Type::INT64 && isUnsigned(logical, 64)) return type.precision() == 20 && type.scale() == 0;
        return canBeDecimal(leaf, type);
    }
    switch (leaf.physical_type()) {
        case parquet::Type::BOOLEAN: return kind == TypeKind::Boolean;
        case parquet::Type::INT32:
            return type.isIntegral() || kind == TypeKind::Double || kind == TypeKind::Date || kind == TypeKind::YearMonthInterval ||
                   (kind == TypeKind::TimestampNtz && logical.is_date());
        case parquet::Type::INT64:
            if (kind == TypeKind::Timestamp || kind == TypeKind::TimestampNtz) return isTimestampOf(logical);
            return kind == TypeKind::Long || kind == TypeKind::DayTimeInterval;
        case parquet::Type::INT96: return kind == TypeKind::Timestamp || kind == TypeKind::TimestampNtz;
        case parquet::Type::FLOAT: return kind == TypeKind::Float || kind == TypeKind::Double;
        case parquet::Type::DOUBLE: return kind == TypeKind::Double;
        case parquet::Type::BYTE_ARRAY: return kind == TypeKind::String || kind == TypeKind::Binary;
        case parquet::Type::FIXED_LEN_BYTE_ARRAY: return kind == TypeKind::Binary;
        default: return false;
    }
}

// --- what stands where -----------------------------------------------------------------------------------------------

std::string folded(std::string_view name) {
    std::string result(name);
    std::transform(result.begin(), result.end(), result.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return result;
}

class Selector {
  public:
    Selector(const parquet::SchemaDescriptor& file, bool caseSensitive, const std::string& path)
        : file_(file), caseSensitive_(caseSensitive), path_(path) {}

    std::vector<int> leaves() {
        std::sort(leaves_.begin(), leaves_.end());
        return leaves_;
    }

    /// Parts for `wanted`, with their places among those that are in the file.
    Result<std::vector<ParquetPart>> fields(const std::vector<parquet::arrow::SchemaField>& present, const std::vector<Field>& wanted,
                                            const std::string& parent) {
        std::vector<ParquetPart> parts;
        std::vector<int> indexes;
        for (const Field& field : wanted) {
            const std::string name = parent.empty() ? field.name : parent + '.' + field.name;
            VITRINE_TRY(const int index, find(present, field.name, name));
            ParquetPart part;
            part.type = field.type;
            if (index >= 0) {
                VITRINE_TRY(part, this->part(present[static_cast<std::size_t>(index)], field.type, name));
            }
            part.place = index;
            if (index >= 0) indexes.push_back(index);
            parts.push_back(std::move(part));
        }
        std::sort(indexes.begin(), indexes.end());
        for (ParquetPart& part : parts) {
            if (part.place < 0) continue;
            part.place = static_cast<int>(std::lower_bound(indexes.begin(), indexes.end(), part.place) - indexes.begin());
        }
        return parts;
    }

  private:
    Result<int> find(const std::vector<parquet::arrow::SchemaField>& present, const std::string& wanted, const std::string& name) const {
        int found = -1;
        for (std::size_t index = 0; index < present.size(); ++index) {
            const std::string& candidate = present[index].field->name();
            if (caseSensitive_ ? candidate != wanted : folded(candidate) != folded(wanted)) continue;
            if (found >= 0 && !caseSensitive_) {
                return Error(ErrorCode::ReadFailed, fmt::format("{} has several columns `{}` that differ in case only.", path_, name))
                    .withWayOut("Set spark.sql.caseSensitive to true.");
            }
            found = static_cast<int>(index);
        }
        return found;
    }

    Error mismatch(const std::string& name, const std::string& stored, const DataType& type) const {
        return Error(ErrorCode::ReadFailed, fmt::format("In {}, column `{}` is stored as {}, which cannot be read as {}.", path_, name, stored, type.sql()))
            .withWayOut("Give the column in the schema the type that the files have.");
    }

    static std::string storedType(const parquet::ColumnDescriptor& leaf) {
        const std::string physical = parquet::TypeToString(leaf.physical_type());
        const parquet::LogicalType& logical = *leaf.logical_type();
        return logical.is_none() || logical.is_invalid() ? physical : fmt::format("{} ({})", physical, logical.ToString());
    }

    Result<ParquetPart> part(const parquet::arrow::SchemaField& stored, const TypePtr& type, const std::string& name) {
        ParquetPart part;
        part.type = type;
        if (stored.is_leaf()) {
            const parquet::ColumnDescriptor& leaf = *file_.Column(stored.column_index);
            if (type->isNested() || !canBeRead(leaf, *type)) return mismatch(name, storedType(leaf), *type);
            leaves_.push_back(stored.column_index);
            part.width = static_cast<std::size_t>(std::max(leaf.type_length(), 0));
            return part;
        }
        const arrow::Type::type kind = stored.field->type()->id();
        const bool isMap = kind == arrow::Type::MAP;
        const bool isStruct = kind == arrow::Type::STRUCT;
        if (type->is(TypeKind::Struct) ? !isStruct : type->is(TypeKind::Map) ? !isMap : !type->is(TypeKind::Array) || isMap || isStruct) {
            return mismatch(name, isStruct ? "a struct" : isMap ? "a map" : "a list", *type);
        }
        if (isStruct) {
            const std::size_t before = leaves_.size();
            VITRINE_TRY(part.parts, fields(stored.children, type->fields(), name));
            // Whether the struct is NULL is told by any of its fields.
            if (leaves_.size() == before) addAnyLeaf(stored);
        } else if (isMap) {
            VITRINE_TRY(ParquetPart key, this->part(stored.children[0].children[0], type->keyType(), name + ".key"));
            VITRINE_TRY(ParquetPart value, this->part(stored.children[0].children[1], type->valueType(), name + ".value"));
            part.parts = {std::move(key), std::move(value)};
        } else {
            VITRINE_TRY(ParquetPart element, this->part(stored.children[0], type->elementType(), name + ".element"));
            part.parts = {std::move(element)};
        }
        return part;
    }

    void addAnyLeaf(const parquet::arrow::SchemaField& stored) {
        const parquet::arrow::SchemaField* field = &stored;
        while (!field->is_leaf() && !field->children.empty()) {
            const auto leaf = std::find_if(field->children.begin(), field->children.end(), [](const auto& child) { return child.is_leaf(); });
            field = leaf != field->children.end() ? &*leaf : &field->children.front();
        }
        if (field->is_leaf()) leaves_.push_back(field->column_index);
    }

    const parquet::SchemaDescriptor& file_;
    bool caseSensitive_;
    const std::string& path_;
    std::vector<int> leaves_;
};

}  // namespace

Result<ParquetSelection> selectColumns(const parquet::arrow::SchemaManifest& file, const std::vector<Field>& wanted, bool caseSensitive,
                                       const std::string& path) {
    Selector selector(*file.descr, caseSensitive, path);
    VITRINE_TRY(std::vector<ParquetPart> columns, selector.fields(file.schema_fields, wanted, {}));
    return ParquetSelection{std::move(columns), selector.leaves()};
}

Result<ColumnPtr> columnOf(const ParquetPart& part, const std::shared_ptr<arrow::Array>& array, const std::string& path) {
    // A file may say of a column that it has no type, only NULLs.
    if (array->type_id() == arrow::Type::NA) return makeNullColumn(part.type, static_cast<std::size_t>(array->length()));
    switch (part.type->kind()) {
        case TypeKind::Boolean: return booleans(part, *array, path);
        case TypeKind::Byte: return numbers<std::int8_t>(part, *array, path);
        case TypeKind::Short: return numbers<std::int16_t>(part, *array, path);
        case TypeKind::Int:
        case TypeKind::Date:
        case TypeKind::YearMonthInterval: return numbers<std::int32_t>(part, *array, path);
        case TypeKind::Long:
        case TypeKind::DayTimeInterval: return numbers<std::int64_t>(part, *array, path);
        case TypeKind::Timestamp:
        case TypeKind::TimestampNtz: return timestamps(part, *array, path);
        case TypeKind::Float: return fractions<float>(part, *array, path);
        case TypeKind::Double: return fractions<double>(part, *array, path);
        case TypeKind::Decimal: return decimals(part, *array, path);
        case TypeKind::String:
        case TypeKind::Binary: return texts(part, array, path);
        case TypeKind::Array: return arrays(part, array, path);
        case TypeKind::Map: return maps(part, array, path);
        case TypeKind::Struct: return structs(part, array, path);
        case TypeKind::Void:
        case TypeKind::CalendarInterval: break;
    }
    return unexpected(part, *array, path);
}

}  // namespace vitrine
