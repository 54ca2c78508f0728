// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/base/time.h"
#include "core/data/batch.h"
#include "core/data/session_conf.h"

namespace vitrine {

/// What an evaluation may know beside its rows. Fixed for one micro-batch.
struct EvaluationContext {
    const SessionConf* conf = nullptr;
    WallTime batchTime{};  ///< current_timestamp() and the like are frozen at ts(N) (TR-8)
    const std::vector<std::string>* files = nullptr;  ///< paths by RowOrigins::fileIndex, for input_file_name(); may be null
};

class BoundExpression;
using BoundPtr = std::shared_ptr<const BoundExpression>;

/// An expression whose columns are positions and whose types are known. Immutable, thread-safe.
class BoundExpression {
  public:
    virtual ~BoundExpression() = default;

    const TypePtr& type() const noexcept { return type_; }
    bool nullable() const noexcept { return nullable_; }

    /// One value a row of `batch`, as a column of type(). Errors are those of ANSI mode (ArithmeticOverflow, InvalidCast …).
    /// Parts that a row must not evaluate (the untaken branch of CASE) are not evaluated for it.
    virtual Result<ColumnPtr> evaluate(const Batch& batch, const EvaluationContext& context) const = 0;

    virtual const std::vector<BoundPtr>& children() const noexcept = 0;

    /// The input column this is a plain reference to, or -1.
    virtual int columnIndex() const noexcept { return -1; }

    /// False for rand(), uuid() and the like.
    virtual bool isDeterministic() const noexcept { return true; }

  protected:
    BoundExpression(TypePtr type, bool nullable) : type_(std::move(type)), nullable_(nullable) {}

  private:
    TypePtr type_;
    bool nullable_;
};

/// Adds the input columns that `expression` reads to `columns` (sorted, unique).
void collectColumns(const BoundExpression& expression, std::vector<std::size_t>& columns);

/// A reference to input column `index`.
BoundPtr makeColumnReference(std::size_t index, TypePtr type, bool nullable);

/// The same expression over other positions: input column i becomes newIndex[i].
BoundPtr remapColumns(const BoundPtr& expression, const std::vector<int>& newIndex);

}  // namespace vitrine
