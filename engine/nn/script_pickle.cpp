// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "engine/nn/script_pickle_p.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <limits>
#include <optional>
#include <utility>
#include <vector>

#include "engine/nn/pickle_globals.h"

namespace touchstone::nn {

namespace {

constexpr std::uint32_t max_depth = 500;      ///< of values in values; Torch frees them by recursion
constexpr std::size_t max_values = 2'000'000; ///< a network of thousands of layers has some ten thousand
constexpr std::uint32_t nothing = std::numeric_limits<std::uint32_t>::max();

/// Functions that Torch's reader knows and a network needs; the value is what they are called with.
enum class Function { OwnClass, Tensor, Hooks, TypedList, TypeTag, Device, Complex };

struct Value {
    enum class Kind { Other, Integer, Text, Tuple, List, Dictionary, Function, StorageType, Storage, Tensor };
    Kind kind = Kind::Other;
    std::uint32_t depth = 1;
    bool closed = false;      ///< stands in a place already: what is put into it now could be itself
    std::int64_t integer = 0; ///< a storage: number of elements
    Function function = Function::OwnClass;
    std::string text{};
    std::vector<std::uint32_t> items{}; ///< of a tuple
};

std::optional<std::uint64_t> storage_element_bytes(const std::string& global) {
    if (const auto type = pickle_storage_type(global))
        return element_size(*type);
    if (global == "torch.ComplexFloatStorage")
        return 8;
    return global == "torch.ComplexDoubleStorage" ? std::optional<std::uint64_t>(16) : std::nullopt;
}

std::optional<Function> function_named(const std::string& global) {
    static constexpr std::array<std::pair<std::string_view, Function>, 9> known{{
        {"collections.OrderedDict", Function::Hooks},
        {"torch._utils._rebuild_tensor_v2", Function::Tensor},
        {"torch.device", Function::Device},
        {"builtins.complex", Function::Complex},
        {"torch.jit._pickle.build_boollist", Function::TypedList},
        {"torch.jit._pickle.build_doublelist", Function::TypedList},
        {"torch.jit._pickle.build_intlist", Function::TypedList},
        {"torch.jit._pickle.build_tensorlist", Function::TypedList},
        {"torch.jit._pickle.restore_type_tag", Function::TypeTag},
    }};
    for (const auto& [name, function] : known)
        if (name == global)
            return function;
    const bool own = global.starts_with("__torch__.") && !global.starts_with("__torch__.torch.classes");
    return own ? std::optional(Function::OwnClass) : std::nullopt;
}

class PickleCheck {
public:
    PickleCheck(const ScriptArchive& archive, const std::string& name, const std::string& file)
        : archive_(archive)
        , name_(name)
        , file_(file)
        , bytes_(archive.entries.at(name)) {}

    Result<void> run() {
        if (bytes_.size() < 2 || byte(0) != 0x80 || byte(1) != 2)
            return damaged("does not begin as one of a network does");
        for (at_ = 2; at_ < bytes_.size();) {
            const unsigned char code = byte(at_++);
            if (code == '.')
                return stack_.size() == 1 && marks_.empty() ? Result<void>() : damaged("does not end with one value");
            if (Result<void> good = step(code); !good)
                return good;
            if (values_.size() > max_values)
                return damaged("has more values than any network");
        }
        return failure(ErrorCode::Truncated, file_, "its " + name_ + " ends early", "copy or download it again");
    }

private:
    using Kind = Value::Kind;
    using Id = std::uint32_t;

    unsigned char byte(std::size_t place) const { return static_cast<unsigned char>(bytes_[place]); }

    tl::unexpected<Error> refuse(const std::string& what) const {
        return failure(ErrorCode::UnsafeModel, file_, "its " + name_ + " holds " + what,
                       "export it again with torch.jit.save");
    }
    tl::unexpected<Error> damaged(const std::string& how) const {
        return failure(ErrorCode::Damaged, file_, "its " + name_ + " " + how, "copy or download it again");
    }
    tl::unexpected<Error> not_there() const { return damaged("uses values that are not there"); }

    Result<void> step(unsigned char code);
    Result<void> literal(unsigned char code);
    Result<void> global();
    Result<void> mark_ends(unsigned char code);
    Result<void> tuple_of(std::size_t count);
    Result<void> call();
    Result<void> check_call(Function function, const Value& argument) const;
    Result<void> check_tensor(const Value& argument) const;
    Result<void> storage();
    Result<void> remember(std::size_t place);
    Result<void> recall(std::size_t place);
    Result<void> put_in(Id container, std::size_t first);

    std::optional<std::uint64_t> number(std::size_t width) {
        if (bytes_.size() - at_ < width)
            return std::nullopt;
        std::uint64_t value = 0;
        for (std::size_t i = 0; i < width; ++i)
            value |= std::uint64_t{byte(at_ + i)} << (8 * i);
        at_ += width;
        return value;
    }
    std::string line() {
        std::string text;
        while (at_ < bytes_.size() && byte(at_) != '\n')
            text += static_cast<char>(byte(at_++));
        at_ = std::min(at_ + 1, bytes_.size());
        return text;
    }
    Result<void> push(Value value) {
        if (value.depth > max_depth)
            return damaged("nests values deeper than any network");
        stack_.push_back(static_cast<Id>(values_.size()));
        values_.push_back(std::move(value));
        return {};
    }
    const Value& at(Id id) const { return values_[id]; }
    /// Values above the last mark, or all: below it nothing may be taken before the mark is.
    std::size_t free_values() const { return stack_.size() - (marks_.empty() ? 0 : marks_.back()); }
    const Value* item(const Value& tuple, std::size_t place, Kind kind) const {
        return place < tuple.items.size() && at(tuple.items[place]).kind == kind ? &at(tuple.items[place]) : nullptr;
    }
    std::optional<std::vector<std::int64_t>> integers(const Value* tuple) const {
        std::vector<std::int64_t> list;
        for (std::size_t i = 0; tuple && i < tuple->items.size(); ++i) {
            const Value* number = item(*tuple, i, Kind::Integer);
            if (!number)
                return std::nullopt;
            list.push_back(number->integer);
        }
        return tuple ? std::optional(std::move(list)) : std::nullopt;
    }

    const ScriptArchive& archive_;
    const std::string& name_;
    const std::string& file_;
    const Bytes& bytes_;
    std::size_t at_ = 0;
    std::vector<Value> values_;
    std::vector<Id> stack_, memory_;
    std::vector<std::size_t> marks_;
};

Result<void> PickleCheck::step(unsigned char code) {
    switch (code) {
    case 'c':
        return global();
    case '(':
        marks_.push_back(stack_.size());
        return {};
    case 't':
    case 'e':
    case 'u':
        return mark_ends(code);
    case 0x85:
    case 0x86:
    case 0x87:
        return tuple_of(code - 0x84U);
    case 0x81: // NEWOBJ: of a class and an empty tuple the class remains, to be called with a dictionary
        if (free_values() < 2 || at(stack_.back()).kind != Kind::Tuple || !at(stack_.back()).items.empty())
            return not_there();
        stack_.pop_back();
        return {};
    case 'R':
    case 'b':
        return call();
    case 'Q':
        return storage();
    case 'q':
    case 'r':
    case 'h':
    case 'j': {
        const auto place = number(code == 'q' || code == 'h' ? 1 : 4);
        if (!place)
            return not_there();
        return code == 'q' || code == 'r' ? remember(*place) : recall(*place);
    }
    default:
        return literal(code);
    }
}

Result<void> PickleCheck::literal(unsigned char code) {
    const auto integer = [this](std::size_t width) -> Result<void> {
        const auto read = number(width);
        if (!read)
            return not_there();
        const std::int64_t value = width == 4   ? static_cast<std::int32_t>(*read)
                                   : width == 8 ? static_cast<std::int64_t>(*read)
                                                : static_cast<std::int64_t>(*read);
        return push({.kind = Kind::Integer, .integer = value});
    };
    switch (code) {
    case 'N':
    case 0x88:
    case 0x89:
        return push({});
    case ')':
        return push({.kind = Kind::Tuple});
    case ']':
        return push({.kind = Kind::List});
    case '}':
        return push({.kind = Kind::Dictionary});
    case 'K':
        return integer(1);
    case 'M':
        return integer(2);
    case 'J':
        return integer(4);
    case 0x8a: // of eight bytes, as Torch writes them
        return number(1) == 8 ? integer(8) : damaged("has a number of another length");
    case 'G':
        return number(8) ? push({}) : not_there();
    case 'X': {
        const auto length = number(4);
        if (!length || *length > bytes_.size() - at_)
            return not_there();
        std::string text(reinterpret_cast<const char*>(bytes_.data()) + at_, static_cast<std::size_t>(*length));
        at_ += static_cast<std::size_t>(*length);
        return push({.kind = Kind::Text, .text = std::move(text)});
    }
    default:
        return refuse("an instruction (" + std::to_string(code) + ") that no network is written with");
    }
}

Result<void> PickleCheck::global() {
    const std::string module = line();
    const std::string name = module + "." + line();
    if (storage_element_bytes(name))
        return push({.kind = Kind::StorageType, .text = name});
    if (const auto function = function_named(name))
        return push({.kind = Kind::Function, .function = *function});
    return refuse("\"" + to_valid_utf8(name) + "\", which is no part of a network");
}

/// A tuple, or the end of what goes into a list or a dictionary.
Result<void> PickleCheck::mark_ends(unsigned char code) {
    if (marks_.empty())
        return not_there();
    const std::size_t first = marks_.back();
    marks_.pop_back();
    const std::size_t count = stack_.size() - first;
    if (code == 't')
        return tuple_of(count);
    const std::size_t below = first - (marks_.empty() ? 0 : marks_.back());
    if (below == 0 || at(stack_[first - 1]).kind != (code == 'e' ? Kind::List : Kind::Dictionary) ||
        (code == 'u' && count % 2 != 0))
        return not_there();
    return put_in(stack_[first - 1], first);
}

Result<void> PickleCheck::put_in(Id container, std::size_t first) {
    if (at(container).closed)
        return damaged("changes a value that is in use already");
    for (std::size_t i = first; i < stack_.size(); ++i) {
        Value& part = values_[stack_[i]];
        part.closed = true;
        values_[container].depth = std::max(values_[container].depth, part.depth + 1);
    }
    stack_.resize(first);
    return at(container).depth > max_depth ? damaged("nests values deeper than any network") : Result<void>();
}

Result<void> PickleCheck::tuple_of(std::size_t count) {
    if (free_values() < count)
        return not_there();
    Value tuple{.kind = Kind::Tuple};
    tuple.items.assign(stack_.end() - static_cast<std::ptrdiff_t>(count), stack_.end());
    for (const Id id : tuple.items) {
        values_[id].closed = true;
        tuple.depth = std::max(tuple.depth, at(id).depth + 1);
    }
    stack_.resize(stack_.size() - count);
    return push(std::move(tuple));
}

Result<void> PickleCheck::remember(std::size_t place) {
    if (free_values() == 0 || place > bytes_.size())
        return not_there();
    if (place >= memory_.size())
        memory_.resize(place + 1, nothing);
    memory_[place] = stack_.back();
    values_[stack_.back()].closed = true;
    return {};
}

Result<void> PickleCheck::recall(std::size_t place) {
    if (place >= memory_.size() || memory_[place] == nothing)
        return not_there();
    stack_.push_back(memory_[place]);
    return {};
}

Result<void> PickleCheck::storage() {
    if (free_values() == 0 || at(stack_.back()).kind != Kind::Tuple)
        return not_there();
    const Value& tuple = at(stack_.back());
    const Value* word = item(tuple, 0, Kind::Text);
    const Value* type = item(tuple, 1, Kind::StorageType);
    const Value* key = item(tuple, 2, Kind::Text);
    const Value* device = item(tuple, 3, Kind::Text);
    const Value* count = item(tuple, 4, Kind::Integer);
    if (!word || !type || !key || !device || !count || word->text != "storage" || count->integer < 0)
        return damaged("has a tensor without a storage");
    const auto entry = archive_.entries.find((name_ == "data.pkl" ? "data/" : "constants/") + key->text);
    const std::uint64_t there = entry == archive_.entries.end() ? 0 : entry->second.size();
    const auto elements = static_cast<std::uint64_t>(count->integer);
    if (elements > there / storage_element_bytes(type->text).value_or(1))
        return damaged("has a tensor of more bytes than there are");
    stack_.pop_back();
    return push({.kind = Kind::Storage, .integer = static_cast<std::int64_t>(elements)});
}

Result<void> PickleCheck::call() {
    if (free_values() < 2)
        return not_there();
    const Value& function = at(stack_[stack_.size() - 2]);
    const Value& argument = at(stack_.back());
    if (function.kind != Kind::Function)
        return refuse("a call of something that is no function");
    if (Result<void> good = check_call(function.function, argument); !good)
        return good;
    Value result{.kind = function.function == Function::Tensor ? Kind::Tensor : Kind::Other,
                 .depth = argument.depth + 1};
    values_[stack_.back()].closed = true;
    stack_.resize(stack_.size() - 2);
    return push(std::move(result));
}

Result<void> PickleCheck::check_call(Function function, const Value& argument) const {
    const auto tuple_with = [&](std::size_t count) {
        return argument.kind == Kind::Tuple && argument.items.size() == count;
    };
    bool good = true;
    switch (function) {
    case Function::Tensor:
        return check_tensor(argument);
    case Function::OwnClass: // a dictionary makes an object; one of the names of an enumeration is another value
        good = argument.kind != Kind::Storage;
        break;
    case Function::Hooks:
        break;
    case Function::TypedList:
        good = tuple_with(1) && item(argument, 0, Kind::List);
        break;
    case Function::TypeTag:
        good = tuple_with(2) && item(argument, 1, Kind::Text);
        break;
    case Function::Device:
        good = tuple_with(1) && item(argument, 0, Kind::Text);
        break;
    case Function::Complex:
        good = tuple_with(2);
        break;
    }
    return good ? Result<void>() : damaged("calls a function with something else than it takes");
}

/// Every element has to lie in the storage.
Result<void> PickleCheck::check_tensor(const Value& argument) const {
    const Value* storage = argument.kind == Kind::Tuple ? item(argument, 0, Kind::Storage) : nullptr;
    const Value* offset = item(argument, 1, Kind::Integer);
    const auto sides = integers(item(argument, 2, Kind::Tuple));
    const auto strides = integers(item(argument, 3, Kind::Tuple));
    if (!storage || !offset || !sides || !strides || sides->size() != strides->size() || argument.items.size() < 6)
        return damaged("has a tensor that is not described whole");
    const bool empty = std::find(sides->begin(), sides->end(), 0) != sides->end();
    std::int64_t left = storage->integer - 1 - offset->integer; // steps that the last element may be away
    bool inside = offset->integer >= 0 && offset->integer <= storage->integer && (empty || left >= 0);
    for (std::size_t i = 0; i < sides->size() && inside; ++i) {
        const std::int64_t side = (*sides)[i], stride = (*strides)[i];
        inside = side >= 0 && stride >= 0;
        if (!inside || empty || side == 1 || stride == 0)
            continue;
        inside = side - 1 <= left / stride;
        left -= inside ? (side - 1) * stride : 0;
    }
    // A stride of nothing repeats elements without end; no network needs more than memory could ever hold.
    return inside && element_count(*sides) ? Result<void>() : damaged("has a tensor that reaches past its storage");
}

} // namespace

Result<void> check_script_pickle(const ScriptArchive& archive, const std::string& name, const std::string& file) {
    return PickleCheck(archive, name, file).run();
}

} // namespace touchstone::nn
