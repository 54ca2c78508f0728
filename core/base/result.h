// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <type_traits>
#include <utility>
#include <variant>

#include "core/base/error.h"

namespace vitrine {

/// A value of type T, or the Error that prevented it. The surface is that of `std::expected`.
template <class T>
class [[nodiscard]] Result {
  public:
    using ValueType = T;

    Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
    Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}
    template <class U>
        requires(std::is_convertible_v<U&&, T> && !std::is_same_v<std::remove_cvref_t<U>, T> &&
                 !std::is_same_v<std::remove_cvref_t<U>, Error> && !std::is_same_v<std::remove_cvref_t<U>, Result>)
    Result(U&& value) : state_(std::in_place_index<0>, std::forward<U>(value)) {}

    bool hasValue() const noexcept { return state_.index() == 0; }
    explicit operator bool() const noexcept { return hasValue(); }

    T& value() & { return std::get<0>(state_); }
    const T& value() const& { return std::get<0>(state_); }
    T&& value() && { return std::get<0>(std::move(state_)); }
    T& operator*() & { return value(); }
    const T& operator*() const& { return value(); }
    T&& operator*() && { return std::move(*this).value(); }
    T* operator->() { return &value(); }
    const T* operator->() const { return &value(); }

    const Error& error() const& { return std::get<1>(state_); }
    Error&& error() && { return std::get<1>(std::move(state_)); }
    Error& error() & { return std::get<1>(state_); }

  private:
    std::variant<T, Error> state_;
};

/// Success without a value, or an Error.
template <>
class [[nodiscard]] Result<void> {
  public:
    using ValueType = void;

    Result() = default;
    Result(Error error) : error_(std::move(error)) {}

    bool hasValue() const noexcept { return !error_; }
    explicit operator bool() const noexcept { return hasValue(); }
    void value() const {}
    const Error& error() const& { return *error_; }
    Error&& error() && { return *std::move(error_); }
    Error& error() & { return *error_; }

  private:
    std::optional<Error> error_;
};

}  // namespace vitrine

#define VITRINE_CONCAT_INNER(a, b) a##b
#define VITRINE_CONCAT(a, b) VITRINE_CONCAT_INNER(a, b)

/// Binds the value of `expr` (a Result<T>) to the declaration `decl`, or returns its error from the enclosing function.
#define VITRINE_TRY(decl, expr) VITRINE_TRY_INNER(decl, expr, VITRINE_CONCAT(vitrineResult, __COUNTER__))
#define VITRINE_TRY_INNER(decl, expr, temporary)              \
    auto temporary = (expr);                                  \
    if (!temporary) return std::move(temporary).error();      \
    decl = std::move(temporary).value()

/// Evaluates `expr` (a Result<void>) and returns its error from the enclosing function.
#define VITRINE_CHECK_OK(expr)                                                     \
    do {                                                                           \
        if (auto vitrineStatus = (expr); !vitrineStatus)                           \
            return std::move(vitrineStatus).error();                               \
    } while (false)
