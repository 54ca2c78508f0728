// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/sql/bound_node.h"
#include "core/sql/function_catalogue.h"
#include "core/sql/lambda_node.h"

namespace vitrine {

/// Binds the lambda at argument `index` with parameters of the given types; it must name at least `least` of them.
using LambdaBinding = std::function<Result<BoundLambda>(std::size_t index, const std::vector<Field>& parameters, std::size_t least)>;

/// A call being bound: the function's name, its bound arguments, and helpers for what most functions need.
class FunctionBinding {
  public:
    FunctionBinding(std::string_view name, std::vector<BoundPtr> arguments, std::vector<std::string> argumentNames, const SessionConf& conf,
                    LambdaBinding lambdas = {})
        : name_(name), arguments_(std::move(arguments)), argumentNames_(std::move(argumentNames)), conf_(conf), lambdas_(std::move(lambdas)) {}

    std::string_view name() const noexcept { return name_; }
    const SessionConf& conf() const noexcept { return conf_; }
    std::size_t size() const noexcept { return arguments_.size(); }
    std::vector<BoundPtr>& arguments() noexcept { return arguments_; }
    BoundPtr& argument(std::size_t index) noexcept { return arguments_[index]; }
    const DataType& type(std::size_t index) const noexcept { return *arguments_[index]->type(); }
    bool has(std::size_t index) const noexcept { return index < arguments_.size(); }

    /// The name that an argument gives a struct's field, or empty.
    const std::string& argumentName(std::size_t index) const noexcept { return argumentNames_[index]; }

    /// Argument `index` as `target`, with an implicit cast; TypeMismatch otherwise.
    Result<void> coerce(std::size_t index, const TypePtr& target);

    /// All arguments to one common type, which is returned.
    Result<TypePtr> coerceToCommon(std::size_t first = 0, bool allowStrings = true);

    /// The argument must have a type that `isFit` accepts (as it stands, NULL aside); `wanted` names it.
    Error wrongType(std::size_t index, std::string_view wanted) const;

    /// The lambda at argument `index`, whose place among arguments() is null. Only for arguments that FunctionEntry::lambdas
    /// names.
    Result<BoundLambda> bindLambda(std::size_t index, const std::vector<Field>& parameters, std::size_t least) { return lambdas_(index, parameters, least); }

    /// Argument `index` as bytes: BINARY as it is, STRING by its UTF-8 (the column keeps that type); TypeMismatch otherwise.
    Result<void> coerceToBytes(std::size_t index);

    /// The value of an argument that must not depend on the row: a literal, or a call over literals. TypeMismatch otherwise.
    Result<Value> constantArgument(std::size_t index) const;

    bool anyNullable() const noexcept;

    /// Ends the binding: all arguments evaluated, then `kernel`. NULL only where an argument is, unless `mayBeNull`.
    BoundPtr call(const TypePtr& type, Kernel kernel, bool mayBeNull = false, bool mayFail = false);

  private:
    std::string_view name_;
    std::vector<BoundPtr> arguments_;
    std::vector<std::string> argumentNames_;
    const SessionConf& conf_;
    LambdaBinding lambdas_;
};

/// One function: what the window shows of it, how many arguments it takes, how it is bound.
struct FunctionEntry {
    FunctionInfo info;
    int minimum = 0;
    int maximum = 0;  ///< -1: any number
    Result<BoundPtr> (*bind)(FunctionBinding& call) = nullptr;
    std::uint32_t lambdas = 0;  ///< bit i: argument i is a lambda
};

// The groups, one table a file.
std::span<const FunctionEntry> mathFunctions();
std::span<const FunctionEntry> roundingFunctions();
std::span<const FunctionEntry> conditionalFunctions();
std::span<const FunctionEntry> castFunctions();
std::span<const FunctionEntry> textFunctions();
std::span<const FunctionEntry> wordFunctions();
std::span<const FunctionEntry> regexFunctions();
std::span<const FunctionEntry> formatFunctions();
std::span<const FunctionEntry> encodingFunctions();
std::span<const FunctionEntry> urlFunctions();
std::span<const FunctionEntry> hashFunctions();
std::span<const FunctionEntry> jsonFunctions();
std::span<const FunctionEntry> sessionFunctions();
std::span<const FunctionEntry> timeFunctions();
std::span<const FunctionEntry> dateFormatFunctions();
std::span<const FunctionEntry> calendarFunctions();
std::span<const FunctionEntry> timeMakingFunctions();
std::span<const FunctionEntry> collectionFunctions();
std::span<const FunctionEntry> arrayFunctions();
std::span<const FunctionEntry> arraySearchFunctions();
std::span<const FunctionEntry> sequenceFunctions();
std::span<const FunctionEntry> mapFunctions();
std::span<const FunctionEntry> lambdaFunctions();
std::span<const FunctionEntry> numberFormatFunctions();

/// The function `name` (lower case), or null. Aggregates and window() are not among them.
const FunctionEntry* findFunction(std::string_view name);

/// Why Spark's function `name` cannot be called on a stream, with what to do instead; empty for any other name.
std::optional<Error> refusedFunction(std::string_view name);

/// Every callable name: functions, aggregates, window(); for "Did you mean …?".
std::span<const std::string_view> functionNames();

}  // namespace vitrine
