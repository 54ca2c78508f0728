// SPDX-License-Identifier: GPL-3.0-or-later
#include <numeric>

#include "core/sql/bound_node.h"
#include "core/sql/comparison.h"
#include "core/sql/kernels.h"

namespace vitrine {
namespace {

std::vector<std::uint32_t> allRows(std::size_t count) {
    std::vector<std::uint32_t> rows(count);
    std::iota(rows.begin(), rows.end(), 0U);
    return rows;
}

/// AND when `kDecisive` is 0 (false decides), OR when it is 1.
template <std::uint8_t kDecisive>
class Connective final : public CopyableNode<Connective<kDecisive>> {
    using Base = CopyableNode<Connective<kDecisive>>;

  public:
    Connective(BoundPtr left, BoundPtr right)
        : Base(DataType::boolean(), left->nullable() || right->nullable(), {left, right}, false) {}

    Result<ColumnPtr> evaluate(const Batch& batch, const EvaluationContext& context) const override {
        VITRINE_TRY(const ColumnPtr left, this->children()[0]->evaluate(batch, context));
        const BoundExpression& rightSide = *this->children()[1];
        if (!mayFail(rightSide)) {
            VITRINE_TRY(const ColumnPtr right, rightSide.evaluate(batch, context));
            return combine(*left, *right);
        }
        const auto leftValues = left->template values<std::uint8_t>();
        std::vector<std::uint32_t> rows;
        std::vector<std::uint32_t> positions(batch.numRows);
        for (std::size_t row = 0; row < batch.numRows; ++row) {
            if (!left->isNull(row) && leftValues[row] == kDecisive) {
                positions[row] = kNullRow;
            } else {
                positions[row] = static_cast<std::uint32_t>(rows.size());
                rows.push_back(static_cast<std::uint32_t>(row));
            }
        }
        if (rows.empty()) return left;
        VITRINE_TRY(const ColumnPtr part, evaluateRows(rightSide, batch, rows, context));
        return combine(*left, *gather(part, positions));
    }

  private:
    static ColumnPtr combine(const Column& left, const Column& right) {
        const std::size_t size = left.size();
        const auto leftValues = left.template values<std::uint8_t>();
        const auto rightValues = right.template values<std::uint8_t>();
        std::vector<std::uint8_t> values(size);
        if (!left.mayHaveNulls() && !right.mayHaveNulls()) {
            for (std::size_t row = 0; row < size; ++row) {
                values[row] = kDecisive == 0 ? (leftValues[row] & rightValues[row]) : (leftValues[row] | rightValues[row]);
            }
            return std::make_shared<Column>(DataType::boolean(), size, std::move(values), std::vector<std::uint8_t>{});
        }
        std::vector<std::uint8_t> validity(size);
        for (std::size_t row = 0; row < size; ++row) {
            const bool leftNull = left.isNull(row);
            const bool rightNull = right.isNull(row);
            const bool isDecided = (!leftNull && leftValues[row] == kDecisive) || (!rightNull && rightValues[row] == kDecisive);
            values[row] = isDecided ? kDecisive : 1 - kDecisive;
            validity[row] = isDecided || (!leftNull && !rightNull);
        }
        return std::make_shared<Column>(DataType::boolean(), size, std::move(values), std::move(validity));
    }
};

/// Collects parts of a result and where each row finds its value.
class PartCollector {
  public:
    explicit PartCollector(std::size_t rows) : positions_(rows, kNullRow) {}

    /// Row rows[i] of the result is row i of `part`.
    void add(ColumnPtr part, std::span<const std::uint32_t> rows) {
        for (std::size_t index = 0; index < rows.size(); ++index) positions_[rows[index]] = next_ + static_cast<std::uint32_t>(index);
        next_ += static_cast<std::uint32_t>(part->size());
        parts_.push_back(std::move(part));
    }
    ColumnPtr finish(const TypePtr& type) const { return scatter(type, parts_, positions_); }

  private:
    std::vector<ColumnPtr> parts_;
    std::vector<std::uint32_t> positions_;
    std::uint32_t next_ = 0;
};

class Case final : public CopyableNode<Case> {
  public:
    Case(TypePtr type, std::vector<BoundPtr> parts)
        : CopyableNode(std::move(type), isNullable(parts), std::move(parts), false) {}

    Result<ColumnPtr> evaluate(const Batch& batch, const EvaluationContext& context) const override {
        std::vector<std::uint32_t> rest = allRows(batch.numRows);
        PartCollector result(batch.numRows);
        std::size_t index = 0;
        for (; index + 1 < children().size() && !rest.empty(); index += 2) {
            VITRINE_TRY(const ColumnPtr condition, evaluateRows(*children()[index], batch, rest, context));
            const auto values = condition->values<std::uint8_t>();
            std::vector<std::uint32_t> taken;
            std::vector<std::uint32_t> others;
            for (std::size_t row = 0; row < rest.size(); ++row) {
                (!condition->isNull(row) && values[row] != 0 ? taken : others).push_back(rest[row]);
            }
            if (!taken.empty()) {
                VITRINE_TRY(ColumnPtr value, evaluateRows(*children()[index + 1], batch, taken, context));
                if (taken.size() == batch.numRows) return value;
                result.add(std::move(value), taken);
            }
            rest = std::move(others);
        }
        if (children().size() % 2 == 1 && !rest.empty()) {
            VITRINE_TRY(ColumnPtr value, evaluateRows(*children().back(), batch, rest, context));
            if (rest.size() == batch.numRows) return value;
            result.add(std::move(value), rest);
        }
        return result.finish(type());
    }

  private:
    static bool isNullable(const std::vector<BoundPtr>& parts) {
        if (parts.size() % 2 == 0) return true;
        for (std::size_t index = 1; index < parts.size(); index += 2) {
            if (parts[index]->nullable()) return true;
        }
        return parts.back()->nullable();
    }
};

class Coalesce final : public CopyableNode<Coalesce> {
  public:
    Coalesce(TypePtr type, std::vector<BoundPtr> arguments)
        : CopyableNode(std::move(type), isNullable(arguments), std::move(arguments), false) {}

    Result<ColumnPtr> evaluate(const Batch& batch, const EvaluationContext& context) const override {
        std::vector<std::uint32_t> rest = allRows(batch.numRows);
        PartCollector result(batch.numRows);
        for (const BoundPtr& argument : children()) {
            if (rest.empty()) break;
            VITRINE_TRY(const ColumnPtr value, evaluateRows(*argument, batch, rest, context));
            if (rest.size() == batch.numRows && !value->mayHaveNulls()) return value;
            std::vector<std::uint32_t> taken;
            std::vector<std::uint32_t> takenHere;
            std::vector<std::uint32_t> others;
            for (std::size_t row = 0; row < rest.size(); ++row) {
                if (value->isNull(row)) {
                    others.push_back(rest[row]);
                } else {
                    taken.push_back(rest[row]);
                    takenHere.push_back(static_cast<std::uint32_t>(row));
                }
            }
            result.add(takenHere.size() == value->size() ? value : gather(value, takenHere), taken);
            rest = std::move(others);
        }
        return result.finish(type());
    }

  private:
    static bool isNullable(const std::vector<BoundPtr>& arguments) {
        for (const BoundPtr& argument : arguments) {
            if (!argument->nullable()) return false;
        }
        return true;
    }
};

class In final : public CopyableNode<In> {
  public:
    explicit In(std::vector<BoundPtr> children) : CopyableNode(DataType::boolean(), isNullable(children), std::move(children), false) {}

    Result<ColumnPtr> evaluate(const Batch& batch, const EvaluationContext& context) const override {
        VITRINE_TRY(const ColumnPtr value, children()[0]->evaluate(batch, context));
        std::vector<std::uint8_t> found(batch.numRows, 0);
        std::vector<std::uint8_t> validity(batch.numRows, 1);
        std::vector<std::uint32_t> rest;
        for (std::size_t row = 0; row < batch.numRows; ++row) {
            if (value->isNull(row)) {
                validity[row] = 0;
            } else {
                rest.push_back(static_cast<std::uint32_t>(row));
            }
        }
        for (std::size_t index = 1; index < children().size() && !rest.empty(); ++index) {
            VITRINE_TRY(const ColumnPtr element, evaluateRows(*children()[index], batch, rest, context));
            const ColumnPtr left = rest.size() == batch.numRows ? value : gather(value, rest);
            const ColumnPtr equal = compareColumns(Comparison::Equal, *left, *element);
            const auto values = equal->values<std::uint8_t>();
            std::vector<std::uint32_t> others;
            for (std::size_t row = 0; row < rest.size(); ++row) {
                if (equal->isNull(row)) {
                    validity[rest[row]] = 0;
                    others.push_back(rest[row]);
                } else if (values[row] != 0) {
                    found[rest[row]] = 1;
                    validity[rest[row]] = 1;
                } else {
                    others.push_back(rest[row]);
                }
            }
            rest = std::move(others);
        }
        return std::make_shared<Column>(DataType::boolean(), batch.numRows, std::move(found), std::move(validity));
    }

  private:
    static bool isNullable(const std::vector<BoundPtr>& children) {
        for (const BoundPtr& child : children) {
            if (child->nullable()) return true;
        }
        return false;
    }
};

}  // namespace

BoundPtr makeAnd(BoundPtr left, BoundPtr right) {
    return std::make_shared<Connective<0>>(std::move(left), std::move(right));
}

BoundPtr makeOr(BoundPtr left, BoundPtr right) { return std::make_shared<Connective<1>>(std::move(left), std::move(right)); }

BoundPtr makeCase(TypePtr type, std::vector<BoundPtr> parts) { return std::make_shared<Case>(std::move(type), std::move(parts)); }

BoundPtr makeCoalesce(TypePtr type, std::vector<BoundPtr> arguments) {
    return std::make_shared<Coalesce>(std::move(type), std::move(arguments));
}

BoundPtr makeIn(std::vector<BoundPtr> children) { return std::make_shared<In>(std::move(children)); }

BoundPtr makeFieldAccess(BoundPtr base, std::size_t index) {
    const TypePtr baseType = base->type();
    if (baseType->is(TypeKind::Array)) {
        const Field& field = baseType->elementType()->fields()[index];
        const TypePtr type = DataType::array(field.type, field.nullable || baseType->containsNull());
        const bool nullable = base->nullable();
        return makeKernelCall(
            type, nullable, {std::move(base)},
            [index](const KernelCall& call) -> Result<ColumnPtr> {
                const Column& array = call.column(0);
                const Column& element = *array.child(0);
                const ColumnPtr values = maskedBy(element.child(index), element);
                return std::make_shared<Column>(call.type, array.size(), Column::Elements{},
                                                std::vector<std::uint8_t>(array.validity().begin(), array.validity().end()),
                                                std::vector<std::uint32_t>(array.offsets().begin(), array.offsets().end()),
                                                std::vector<ColumnPtr>{values}, array.owners());
            },
            false);
    }
    const Field& field = baseType->fields()[index];
    const bool nullable = base->nullable() || field.nullable;
    const TypePtr type = field.type;
    return makeKernelCall(
        type, nullable, {std::move(base)},
        [index](const KernelCall& call) -> Result<ColumnPtr> { return maskedBy(call.column(0).child(index), call.column(0)); }, false);
}

}  // namespace vitrine
