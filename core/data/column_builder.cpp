// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/column_builder.h"

#include <algorithm>
#include <cstring>

namespace vitrine {
namespace {

constexpr std::size_t kFirstBlock = 64 * 1024;
constexpr std::size_t kLargestBlock = 1024 * 1024;

Column::Elements emptyElements(TypeKind kind) {
    if (kind == TypeKind::Void || kind >= TypeKind::Array) return {};
    return visitPhysical(kind, []<class T>(TypeTag<T>) { return Column::Elements(std::vector<T>()); });
}

/// Value holds booleans as bool and strings as std::string; everything else as the physical element.
template <class T>
T elementOf(const Value& value, TypeKind kind) {
    if constexpr (std::is_same_v<T, std::uint8_t>) return value.get<bool>() ? 1 : 0;
    else if constexpr (std::is_same_v<T, std::string_view>) return std::string_view(value.get<std::string>());
    else {
        static_cast<void>(kind);
        return value.get<T>();
    }
}

}  // namespace

char* StringArena::reserve(std::size_t size) {
    if (size > left_) {
        const std::size_t grown = kFirstBlock << std::min<std::size_t>(blocks_.size(), 4);
        const std::size_t block = std::max(size, std::min(grown, kLargestBlock));
        blocks_.emplace_back(new char[block]);
        bytes_ += block;
        // A text larger than a block gets its own; the block in use stays in use.
        if (size >= kLargestBlock) return blocks_.back().get();
        next_ = blocks_.back().get();
        left_ = block;
    }
    char* result = next_;
    next_ += size;
    left_ -= size;
    return result;
}

std::string_view StringArena::store(std::string_view text) {
    if (text.empty()) return {};
    char* copy = reserve(text.size());
    std::memcpy(copy, text.data(), text.size());
    return {copy, text.size()};
}

struct ColumnBuilder::State {
    explicit State(TypePtr itsType) : type(std::move(itsType)), elements(emptyElements(type->kind())) {
        if (type->isNested()) {
            for (const Field& field : type->fields()) children.emplace_back(field.type);
        }
        if (isList()) offsets.push_back(0);
    }

    bool isList() const { return type->is(TypeKind::Array) || type->is(TypeKind::Map); }
    bool isStruct() const { return type->is(TypeKind::Struct); }

    void markPresent() {
        if (!validity.empty()) validity.push_back(1);
        ++size;
    }

    void markNull() {
        if (type->is(TypeKind::Void)) {
            ++size;
            return;
        }
        if (validity.empty()) {
            validity.reserve(std::max(reserved, size + 1));
            validity.assign(size, 1);
        }
        validity.push_back(0);
        ++size;
    }

    template <class T>
    void push(T element) {
        auto* vector = std::get_if<std::vector<T>>(&elements);
        VITRINE_ASSERT(vector != nullptr);
        vector->push_back(element);
    }

    std::string_view store(std::string_view text) {
        if (text.empty()) return {};
        if (!arena) arena = std::make_shared<StringArena>();
        return arena->store(text);
    }

    /// Forgets what was appended to the children of a row that was not closed.
    void dropOpenRow() {
        for (ColumnBuilder& part : children) {
            const std::size_t closed = isList() ? offsets.back() : size;
            if (part.size() > closed) part.truncate(part.size() - closed);
        }
    }

    TypePtr type;
    std::size_t size = 0;
    std::size_t reserved = 0;
    Column::Elements elements;
    std::vector<std::uint8_t> validity;
    std::vector<std::uint32_t> offsets;
    std::vector<ColumnBuilder> children;
    std::shared_ptr<StringArena> arena;
    std::vector<BufferOwner> owners;
};

ColumnBuilder::ColumnBuilder(TypePtr type) : state_(std::make_unique<State>(std::move(type))) {}
ColumnBuilder::~ColumnBuilder() = default;
ColumnBuilder::ColumnBuilder(ColumnBuilder&&) noexcept = default;
ColumnBuilder& ColumnBuilder::operator=(ColumnBuilder&&) noexcept = default;

const TypePtr& ColumnBuilder::type() const noexcept {
    return state_->type;
}

std::size_t ColumnBuilder::size() const noexcept {
    return state_->size;
}

void ColumnBuilder::reserve(std::size_t rows) {
    state_->reserved = rows;
    std::visit(
        [rows]<class Alternative>(Alternative& elements) {
            if constexpr (!std::is_same_v<Alternative, std::monostate>) elements.reserve(rows);
        },
        state_->elements);
    if (state_->isList()) state_->offsets.reserve(rows + 1);
    if (state_->isStruct()) {
        for (ColumnBuilder& part : state_->children) part.reserve(rows);
    }
}

void ColumnBuilder::appendNull() {
    State& state = *state_;
    if (state.type->isNested()) {
        state.dropOpenRow();
        if (state.isList()) state.offsets.push_back(state.offsets.back());
        else for (ColumnBuilder& part : state.children) part.appendNull();
    } else {
        std::visit(
            []<class Alternative>(Alternative& elements) {
                if constexpr (!std::is_same_v<Alternative, std::monostate>) elements.emplace_back();
            },
            state.elements);
    }
    state.markNull();
}

template <class T>
void ColumnBuilder::append(T element) {
    if constexpr (std::is_same_v<T, std::string_view>) element = state_->store(element);
    state_->push(element);
    state_->markPresent();
}

template void ColumnBuilder::append(std::uint8_t);
template void ColumnBuilder::append(std::int8_t);
template void ColumnBuilder::append(std::int16_t);
template void ColumnBuilder::append(std::int32_t);
template void ColumnBuilder::append(std::int64_t);
template void ColumnBuilder::append(float);
template void ColumnBuilder::append(double);
template void ColumnBuilder::append(Int128);
template void ColumnBuilder::append(std::string_view);
template void ColumnBuilder::append(CalendarInterval);

void ColumnBuilder::appendView(std::string_view text, const BufferOwner& owner) {
    State& state = *state_;
    state.push(text);
    if (owner && (state.owners.empty() || state.owners.back() != owner)) state.owners.push_back(owner);
    state.markPresent();
}

void ColumnBuilder::appendValue(const Value& value) {
    State& state = *state_;
    if (value.isNull() || state.type->is(TypeKind::Void)) {
        appendNull();
        return;
    }
    switch (state.type->kind()) {
        case TypeKind::Array:
            for (const Value& element : value.get<Value::List>()) child(0).appendValue(element);
            closeNested();
            return;
        case TypeKind::Map:
            for (const Value& entry : value.get<Value::List>()) {
                child(0).appendValue(entry.get<Value::List>()[0]);
                child(1).appendValue(entry.get<Value::List>()[1]);
            }
            closeNested();
            return;
        case TypeKind::Struct: {
            const Value::List& fields = value.get<Value::List>();
            VITRINE_ASSERT(fields.size() == state.children.size());
            for (std::size_t index = 0; index < fields.size(); ++index) child(index).appendValue(fields[index]);
            closeNested();
            return;
        }
        default:
            visitPhysical(state.type->kind(), [&]<class T>(TypeTag<T>) { append<T>(elementOf<T>(value, state.type->kind())); });
    }
}

void ColumnBuilder::appendFrom(const Column& source, std::size_t row) {
    if (source.isNull(row)) {
        appendNull();
        return;
    }
    State& state = *state_;
    if (state.isList()) {
        for (std::size_t index = 0; index < state.children.size(); ++index) {
            for (std::uint32_t inner = source.offsets()[row]; inner < source.offsets()[row + 1]; ++inner) {
                child(index).appendFrom(*source.child(index), inner);
            }
        }
        closeNested();
    } else if (state.isStruct()) {
        for (std::size_t index = 0; index < state.children.size(); ++index) child(index).appendFrom(*source.child(index), row);
        closeNested();
    } else {
        visitPhysical(state.type->kind(), [&]<class T>(TypeTag<T>) { append<T>(source.values<T>()[row]); });
    }
}

ColumnBuilder& ColumnBuilder::child(std::size_t index) {
    return state_->children[index];
}

void ColumnBuilder::closeNested() {
    State& state = *state_;
    if (state.isList()) {
        const std::size_t end = state.children.front().size();
        for (const ColumnBuilder& part : state.children) VITRINE_ASSERT(part.size() == end);
        VITRINE_ASSERT(end <= 0xFFFF'FFFE);
        state.offsets.push_back(static_cast<std::uint32_t>(end));
    } else {
        VITRINE_ASSERT(state.isStruct());
        for (const ColumnBuilder& part : state.children) VITRINE_ASSERT(part.size() == state.size + 1);
    }
    state.markPresent();
}

void ColumnBuilder::truncate(std::size_t rows) {
    State& state = *state_;
    VITRINE_ASSERT(rows <= state.size);
    if (state.type->isNested()) state.dropOpenRow();
    state.size -= rows;
    if (!state.validity.empty()) state.validity.resize(state.size);
    std::visit(
        [&state]<class Alternative>(Alternative& elements) {
            if constexpr (!std::is_same_v<Alternative, std::monostate>) elements.resize(state.size);
        },
        state.elements);
    if (state.isList()) state.offsets.resize(state.size + 1);
    if (state.type->isNested()) state.dropOpenRow();
}

ColumnPtr ColumnBuilder::finish() {
    State& state = *state_;
    if (state.type->isNested()) state.dropOpenRow();
    std::vector<ColumnPtr> children;
    for (ColumnBuilder& part : state.children) children.push_back(part.finish());
    if (state.arena) state.owners.push_back(std::move(state.arena));
    auto column = std::make_shared<const Column>(state.type, state.size, std::move(state.elements), std::move(state.validity),
                                                 std::move(state.offsets), std::move(children), std::move(state.owners));
    state.size = 0;
    state.reserved = 0;
    state.elements = emptyElements(state.type->kind());
    state.validity = {};
    state.offsets = {};
    state.owners = {};
    state.arena.reset();
    if (state.isList()) state.offsets.push_back(0);
    return column;
}

}  // namespace vitrine
