// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/detail/arrow_columns.h"

#include <algorithm>
#include <numeric>

#include <arrow/array.h>
#include <arrow/buffer.h>
#include <arrow/builder.h>
#include <arrow/type.h>
#include <fmt/format.h>

namespace vitrine {
namespace {

/// One byte a row, 0 for NULL; empty when there is none.
using Validity = std::vector<std::uint8_t>;

arrow::Result<std::shared_ptr<arrow::Buffer>> bitsOf(std::span<const std::uint8_t> bytes) {
    ARROW_ASSIGN_OR_RAISE(auto buffer, arrow::AllocateEmptyBitmap(static_cast<std::int64_t>(bytes.size())));
    std::uint8_t* bits = buffer->mutable_data();
    for (std::size_t row = 0; row < bytes.size(); ++row) {
        if (bytes[row] != 0) bits[row / 8] = static_cast<std::uint8_t>(bits[row / 8] | (1u << (row % 8)));
    }
    return buffer;
}

/// The rows that are NULL themselves or in a struct that is: Arrow writes no list of theirs.
Validity validityOf(const Column& column, const Validity& parent) {
    Validity result(column.validity().begin(), column.validity().end());
    if (result.empty()) return parent;
    for (std::size_t row = 0; row < parent.size(); ++row) result[row] = result[row] & parent[row];
    return result;
}

/// Elements of a column, which the array keeps alive.
class ColumnBuffer final : public arrow::Buffer {
  public:
    ColumnBuffer(const void* elements, std::size_t bytes, ColumnPtr column)
        : arrow::Buffer(static_cast<const std::uint8_t*>(elements), static_cast<std::int64_t>(bytes)), column_(std::move(column)) {}

  private:
    ColumnPtr column_;
};

class ArrayMaker {
  public:
    ArrayMaker(ColumnPtr column, Validity validity)
        : kept_(std::move(column)), column_(*kept_), size_(static_cast<std::int64_t>(column_.size())), validity_(std::move(validity)) {}

    arrow::Result<std::shared_ptr<arrow::Array>> make() {
        if (!validity_.empty()) {
            ARROW_ASSIGN_OR_RAISE(bitmap_, bitsOf(validity_));
        }
        switch (column_.type()->kind()) {
            case TypeKind::Boolean: {
                ARROW_ASSIGN_OR_RAISE(auto bits, bitsOf(column_.values<std::uint8_t>()));
                return of(arrow::boolean(), {bitmap_, std::move(bits)});
            }
            case TypeKind::Byte: return numbers<std::int8_t>(arrow::int8());
            case TypeKind::Short: return numbers<std::int16_t>(arrow::int16());
            case TypeKind::Int:
            case TypeKind::YearMonthInterval: return numbers<std::int32_t>(arrow::int32());
            case TypeKind::Date: return numbers<std::int32_t>(arrow::date32());
            case TypeKind::Long:
            case TypeKind::DayTimeInterval: return numbers<std::int64_t>(arrow::int64());
            case TypeKind::Timestamp: return numbers<std::int64_t>(arrow::timestamp(arrow::TimeUnit::MICRO, "UTC"));
            case TypeKind::TimestampNtz: return numbers<std::int64_t>(arrow::timestamp(arrow::TimeUnit::MICRO));
            case TypeKind::Float: return numbers<float>(arrow::float32());
            case TypeKind::Double: return numbers<double>(arrow::float64());
            case TypeKind::Decimal: return numbers<Int128>(arrow::decimal128(column_.type()->precision(), column_.type()->scale()));
            case TypeKind::String: return texts<arrow::StringBuilder>();
            case TypeKind::Binary: return texts<arrow::BinaryBuilder>();
            case TypeKind::Array:
            case TypeKind::Map: return lists();
            case TypeKind::Struct: return structs();
            case TypeKind::Void: return std::make_shared<arrow::NullArray>(size_);
            case TypeKind::CalendarInterval: break;
        }
        return arrow::Status::NotImplemented("no Parquet type");
    }

  private:
    bool isNull(std::size_t row) const { return !validity_.empty() && validity_[row] == 0; }

    std::shared_ptr<arrow::Array> of(std::shared_ptr<arrow::DataType> type, std::vector<std::shared_ptr<arrow::Buffer>> buffers,
                                     std::vector<std::shared_ptr<arrow::ArrayData>> children = {}) const {
        return arrow::MakeArray(arrow::ArrayData::Make(std::move(type), size_, std::move(buffers), std::move(children)));
    }

    template <class T>
    std::shared_ptr<arrow::Array> numbers(std::shared_ptr<arrow::DataType> type) const {
        const auto values = column_.values<T>();
        return of(std::move(type), {bitmap_, std::make_shared<ColumnBuffer>(values.data(), values.size_bytes(), kept_)});
    }

    template <class Builder>
    arrow::Result<std::shared_ptr<arrow::Array>> texts() const {
        Builder builder;
        ARROW_RETURN_NOT_OK(builder.Reserve(size_));
        const auto values = column_.values<std::string_view>();
        for (std::size_t row = 0; row < values.size(); ++row) {
            ARROW_RETURN_NOT_OK(isNull(row) ? builder.AppendNull() : builder.Append(values[row]));
        }
        return builder.Finish();
    }

    /// Rows that are NULL have no elements in Arrow; with ours they may.
    arrow::Result<std::shared_ptr<arrow::Array>> lists() const {
        std::vector<std::int32_t> offsets{0};
        std::vector<std::uint32_t> kept;
        bool isWhole = true;
        for (std::size_t row = 0; row < column_.size(); ++row) {
            const std::uint32_t begin = column_.offsets()[row];
            const std::uint32_t end = isNull(row) ? begin : column_.offsets()[row + 1];
            isWhole = isWhole && begin == kept.size();
            kept.resize(kept.size() + (end - begin));
            std::iota(kept.end() - (end - begin), kept.end(), begin);
            offsets.push_back(static_cast<std::int32_t>(kept.size()));
        }
        std::vector<std::shared_ptr<arrow::Array>> children;
        for (const ColumnPtr& child : column_.children()) {
            ARROW_ASSIGN_OR_RAISE(auto array, arrowArrayOf(isWhole && kept.size() == child->size() ? child : gather(child, kept)));
            children.push_back(std::move(array));
        }
        auto buffer = arrow::Buffer::FromVector(std::move(offsets));
        if (column_.type()->is(TypeKind::Array)) {
            return of(arrow::list(arrow::field("element", children[0]->type())), {bitmap_, std::move(buffer)}, {children[0]->data()});
        }
        ARROW_ASSIGN_OR_RAISE(auto entries, arrow::StructArray::Make(children, {arrow::field("key", children[0]->type(), false),
                                                                                 arrow::field("value", children[1]->type())}));
        return of(arrow::map(children[0]->type(), children[1]->type()), {bitmap_, std::move(buffer)}, {entries->data()});
    }

    arrow::Result<std::shared_ptr<arrow::Array>> structs() const {
        std::vector<std::shared_ptr<arrow::Field>> fields;
        std::vector<std::shared_ptr<arrow::ArrayData>> children;
        for (std::size_t index = 0; index < column_.children().size(); ++index) {
            const ColumnPtr& child = column_.child(index);
            ARROW_ASSIGN_OR_RAISE(auto array, ArrayMaker(child, validityOf(*child, validity_)).make());
            fields.push_back(arrow::field(column_.type()->fields()[index].name, array->type()));
            children.push_back(array->data());
        }
        return of(arrow::struct_(std::move(fields)), {bitmap_}, std::move(children));
    }

    ColumnPtr kept_;
    const Column& column_;
    std::int64_t size_;
    Validity validity_;
    std::shared_ptr<arrow::Buffer> bitmap_;
};

}  // namespace

Result<std::shared_ptr<arrow::DataType>> arrowTypeOf(const DataType& type, const std::string& column) {
    switch (type.kind()) {
        case TypeKind::Boolean: return arrow::boolean();
        case TypeKind::Byte: return arrow::int8();
        case TypeKind::Short: return arrow::int16();
        case TypeKind::Int:
        case TypeKind::YearMonthInterval: return arrow::int32();
        case TypeKind::Date: return arrow::date32();
        case TypeKind::Long:
        case TypeKind::DayTimeInterval: return arrow::int64();
        case TypeKind::Timestamp: return arrow::timestamp(arrow::TimeUnit::MICRO, "UTC");
        case TypeKind::TimestampNtz: return arrow::timestamp(arrow::TimeUnit::MICRO);
        case TypeKind::Float: return arrow::float32();
        case TypeKind::Double: return arrow::float64();
        case TypeKind::Decimal: return arrow::decimal128(type.precision(), type.scale());
        case TypeKind::String: return arrow::utf8();
        case TypeKind::Binary: return arrow::binary();
        case TypeKind::Array: {
            VITRINE_TRY(auto element, arrowTypeOf(*type.elementType(), column));
            return arrow::list(arrow::field("element", std::move(element)));
        }
        case TypeKind::Map: {
            VITRINE_TRY(auto key, arrowTypeOf(*type.keyType(), column));
            VITRINE_TRY(auto value, arrowTypeOf(*type.valueType(), column));
            return arrow::map(std::move(key), std::move(value));
        }
        case TypeKind::Struct: {
            std::vector<std::shared_ptr<arrow::Field>> fields;
            for (const Field& field : type.fields()) {
                VITRINE_TRY(auto child, arrowTypeOf(*field.type, column));
                fields.push_back(arrow::field(field.name, std::move(child)));
            }
            return arrow::struct_(std::move(fields));
        }
        case TypeKind::Void: return arrow::null();
        case TypeKind::CalendarInterval: break;
    }
    return Error(ErrorCode::UnsupportedType, fmt::format("Column `{}` has the type {}, which cannot be written as Parquet.", column, type.sql()))
        .withWayOut("Cast the column to another type, or leave it out.");
}

arrow::Result<std::shared_ptr<arrow::Array>> arrowArrayOf(const ColumnPtr& column) {
    return ArrayMaker(column, Validity(column->validity().begin(), column->validity().end())).make();
}

}  // namespace vitrine
