// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "engine/nn/unpickler.h"

#include <algorithm>
#include <cstring>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "engine/base/files.h"
#include "engine/nn/pickle_globals.h"

namespace touchstone::nn {

namespace {

using Kind = PickleValue::Kind;

constexpr std::size_t max_values = 1'000'000; // a ResNet's checkpoint with its optimizer has some ten thousand
constexpr std::uint32_t max_depth = 1000;
constexpr std::size_t max_held_bytes = std::size_t{256} << 20; // copies that a few bytes of pickle can ask for
constexpr std::size_t max_storage_key = 64;                    // torch.save numbers its storages
constexpr PickleId mark = UINT32_MAX;

/// Thrown inside this file only, and turned into a value at its border: an opcode can fail in a hundred places.
struct Stop {
    ErrorCode code;
    std::string what;
};

[[noreturn]] void damaged(const char* what) {
    throw Stop{ErrorCode::Damaged, std::string("its pickle ") + what};
}

class Machine {
public:
    explicit Machine(std::span<const std::byte> bytes)
        : rest_(bytes) {
        // Shared, because a single byte asks for one.
        add({.kind = Kind::None});
        add({.kind = Kind::Integer, .integer = 0});
        add({.kind = Kind::Integer, .integer = 1});
    }

    Pickle run() {
        while (step()) {
        }
        return std::move(pickle_);
    }

private:
    // --- bytes

    std::span<const std::byte> take(std::uint64_t count) {
        if (count > rest_.size())
            throw Stop{ErrorCode::Truncated, "its pickle ends before its data do"};
        const auto taken = rest_.first(static_cast<std::size_t>(count));
        rest_ = rest_.subspan(taken.size());
        return taken;
    }
    template <class Number>
    Number number() {
        Number value{};
        std::memcpy(&value, take(sizeof value).data(), sizeof value);
        return value;
    }
    std::string text(std::uint64_t length) {
        const auto bytes = take(length);
        return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
    }
    std::string line() {
        const auto end = std::find(rest_.begin(), rest_.end(), std::byte{'\n'});
        std::string result = text(static_cast<std::uint64_t>(end - rest_.begin()));
        take(1);
        return result;
    }

    // --- stack

    PickleId add(PickleValue value) {
        if (pickle_.values.size() >= max_values)
            throw Stop{ErrorCode::TooLarge, "its pickle holds over a million values"};
        hold(value.items.size() * sizeof(PickleId) + value.text.size() +
             (value.view ? 16 * value.view->shape.size() : 0));
        for (const PickleId item : value.items)
            deepen(value, item);
        pickle_.values.push_back(std::move(value));
        return static_cast<PickleId>(pickle_.values.size() - 1);
    }
    /// A memo turns a few bytes into a copy of anything, so what is held is counted, not what was read.
    void hold(std::size_t bytes) {
        held_ += bytes;
        if (held_ > max_held_bytes)
            throw Stop{ErrorCode::TooLarge, "its pickle expands to over 256 MB"};
    }
    void deepen(PickleValue& value, PickleId item) const {
        value.depth = std::max(value.depth, pickle_.values[item].depth + 1);
        if (value.depth > max_depth)
            throw Stop{ErrorCode::TooLarge, "its pickle is nested over a thousand levels deep"};
    }
    void push(PickleId id) { stack_.push_back(id); }
    void push(PickleValue value) { push(add(std::move(value))); }
    PickleId pop() {
        if (stack_.empty() || stack_.back() == mark)
            damaged("takes a value from an empty stack");
        const PickleId id = stack_.back();
        stack_.pop_back();
        return id;
    }
    PickleValue& below() {
        if (stack_.empty() || stack_.back() == mark)
            damaged("changes a value that is not there");
        return pickle_.values[stack_.back()];
    }
    std::vector<PickleId> pop_to_mark() {
        const auto found = std::find(stack_.rbegin(), stack_.rend(), mark);
        if (found == stack_.rend())
            damaged("closes a group that was never opened");
        std::vector<PickleId> items(found.base(), stack_.end());
        stack_.erase(found.base() - 1, stack_.end());
        return items;
    }
    const PickleValue& value(PickleId id) const { return pickle_.values[id]; }

    void push_sequence(std::size_t count) {
        std::vector<PickleId> items(count);
        for (std::size_t i = count; i-- > 0;)
            items[i] = pop();
        push({.kind = Kind::Sequence, .items = std::move(items)});
    }
    void append(const std::vector<PickleId>& items, Kind kind) {
        PickleValue& target = below();
        if (target.kind == Kind::Opaque)
            return;
        if (target.kind != kind || (kind == Kind::Dictionary && items.size() % 2 != 0))
            damaged("adds items to something that is no container for them");
        for (const PickleId item : items)
            deepen(target, item);
        target.items.insert(target.items.end(), items.begin(), items.end());
    }
    void append_one(std::size_t count, Kind kind) {
        std::vector<PickleId> items(count);
        for (std::size_t i = count; i-- > 0;)
            items[i] = pop();
        append(items, kind);
    }

    // --- meaning

    bool step();
    bool step_number(std::uint8_t opcode);
    bool step_text(std::uint8_t opcode);
    bool step_memo(std::uint8_t opcode);
    bool step_container(std::uint8_t opcode);
    void push_long(std::uint64_t length);
    void push_global(const std::string& module, const std::string& name);
    void call();
    void load_storage();
    PickleValue tensor(const std::vector<PickleId>& arguments) const;
    PickleValue ordered_dictionary(const std::vector<PickleId>& arguments);
    std::vector<std::int64_t> integers(PickleId id) const;
    std::int64_t integer(PickleId id) const;

    static constexpr PickleId none_ = 0, false_ = 1, true_ = 2;
    std::span<const std::byte> rest_;
    std::vector<PickleId> stack_;
    std::unordered_map<std::uint32_t, PickleId> memo_;
    Pickle pickle_;
    std::size_t held_ = 0; ///< bytes of texts and lists, copies counted
};

bool Machine::step() {
    const auto opcode = number<std::uint8_t>();
    switch (opcode) {
    case 0x80: // PROTO
        if (number<std::uint8_t>() > 5)
            damaged("is of a version that is not known");
        return true;
    case 0x95: // FRAME: a hint for reading ahead
        number<std::uint64_t>();
        return true;
    case 'c': { // GLOBAL
        const std::string module = line();
        push_global(module, line());
        return true;
    }
    case 0x93: { // STACK_GLOBAL
        const PickleId name = pop(), module = pop();
        if (value(name).kind != Kind::Text || value(module).kind != Kind::Text)
            damaged("names a global by something that is no text");
        push_global(value(module).text, value(name).text);
        return true;
    }
    case 'R':  // REDUCE
    case 0x81: // NEWOBJ
        call();
        return true;
    case 'b': // BUILD: the state of an OrderedDict is its _metadata, of no use here
        pop();
        below();
        return true;
    case 'Q': // BINPERSID
        load_storage();
        return true;
    case '.': // STOP
        pickle_.root = pop();
        return false;
    default:
        break;
    }
    if (!step_number(opcode) && !step_text(opcode) && !step_memo(opcode) && !step_container(opcode))
        throw Stop{ErrorCode::Damaged,
                   "its pickle holds the instruction " + std::to_string(opcode) + ", which no checkpoint needs"};
    return true;
}

bool Machine::step_number(std::uint8_t opcode) {
    const auto push_integer = [&](std::int64_t integer) { push({.kind = Kind::Integer, .integer = integer}); };
    switch (opcode) {
    case 'N':
        push(none_);
        return true;
    case 0x88:
        push(true_);
        return true;
    case 0x89:
        push(false_);
        return true;
    case 'J':
        push_integer(number<std::int32_t>());
        return true;
    case 'K':
        push_integer(number<std::uint8_t>());
        return true;
    case 'M':
        push_integer(number<std::uint16_t>());
        return true;
    case 0x8a:
        push_long(number<std::uint8_t>());
        return true;
    case 0x8b:
        push_long(number<std::uint32_t>());
        return true;
    case 'G': // BINFLOAT
        take(8);
        push({.kind = Kind::Opaque});
        return true;
    default:
        return false;
    }
}

bool Machine::step_text(std::uint8_t opcode) {
    const auto push_text = [&](std::uint64_t length) { push({.kind = Kind::Text, .text = text(length)}); };
    const auto push_bytes = [&](std::uint64_t length) {
        take(length);
        push({.kind = Kind::Opaque});
    };
    switch (opcode) {
    case 'X':
        push_text(number<std::uint32_t>());
        return true;
    case 0x8c:
        push_text(number<std::uint8_t>());
        return true;
    case 0x8d:
        push_text(number<std::uint64_t>());
        return true;
    case 'U':
        push_text(number<std::uint8_t>());
        return true; // what Python 2 called a string
    case 'T':
        push_text(number<std::uint32_t>());
        return true;
    case 'C':
        push_bytes(number<std::uint8_t>());
        return true;
    case 'B':
        push_bytes(number<std::uint32_t>());
        return true;
    case 0x8e:
        push_bytes(number<std::uint64_t>());
        return true;
    default:
        return false;
    }
}

bool Machine::step_memo(std::uint8_t opcode) {
    const auto put = [&](std::uint32_t slot) {
        below();
        memo_[slot] = stack_.back();
        if (memo_.size() > max_values)
            throw Stop{ErrorCode::TooLarge, "its pickle stores over a million values"};
    };
    const auto get = [&](std::uint32_t slot) {
        const auto found = memo_.find(slot);
        if (found == memo_.end())
            damaged("recalls a value that it never stored");
        push(found->second);
    };
    switch (opcode) {
    case 'q':
        put(number<std::uint8_t>());
        return true;
    case 'r':
        put(number<std::uint32_t>());
        return true;
    case 0x94:
        put(static_cast<std::uint32_t>(memo_.size()));
        return true;
    case 'h':
        get(number<std::uint8_t>());
        return true;
    case 'j':
        get(number<std::uint32_t>());
        return true;
    default:
        return false;
    }
}

bool Machine::step_container(std::uint8_t opcode) {
    switch (opcode) {
    case '}':
        push({.kind = Kind::Dictionary});
        return true;
    case ']':
    case ')':
    case 0x8f:
        push({.kind = Kind::Sequence});
        return true;
    case '(':
        push(mark);
        return true;
    case '0':
        if (stack_.empty())
            damaged("takes a value from an empty stack");
        stack_.pop_back();
        return true;
    case '1':
        pop_to_mark();
        return true;
    case '2': {
        const PickleId id = pop();
        push(id);
        push(id);
        return true;
    }
    case 't':
    case 0x91:
        push({.kind = Kind::Sequence, .items = pop_to_mark()});
        return true;
    case 0x85:
        push_sequence(1);
        return true;
    case 0x86:
        push_sequence(2);
        return true;
    case 0x87:
        push_sequence(3);
        return true;
    case 'a':
        append_one(1, Kind::Sequence);
        return true;
    case 's':
        append_one(2, Kind::Dictionary);
        return true;
    case 'e':
    case 0x90: {
        const auto items = pop_to_mark();
        append(items, Kind::Sequence);
        return true;
    }
    case 'u': {
        const auto items = pop_to_mark();
        append(items, Kind::Dictionary);
        return true;
    }
    default:
        return false;
    }
}

void Machine::push_long(std::uint64_t length) {
    const auto bytes = take(length);
    if (length > 8) {
        push({.kind = Kind::Opaque});
        return;
    }
    std::uint64_t bits = length > 0 && (std::to_integer<int>(bytes.back()) & 0x80) != 0 ? UINT64_MAX : 0;
    for (std::size_t i = bytes.size(); i-- > 0;)
        bits = bits << 8 | std::to_integer<std::uint64_t>(bytes[i]);
    push({.kind = Kind::Integer, .integer = static_cast<std::int64_t>(bits)});
}

void Machine::push_global(const std::string& module, const std::string& name) {
    std::string global = module + "." + name;
    if (!is_allowed_global(global))
        throw Stop{ErrorCode::UnsafeModel,
                   "wants to run '" + to_valid_utf8(global.substr(0, 200)) + "'; nothing was run"};
    push({.kind = Kind::Global, .text = std::move(global)});
}

void Machine::call() {
    const PickleId arguments = pop(), callable = pop();
    if (value(arguments).kind != Kind::Sequence)
        damaged("calls something without a list of arguments");
    if (value(callable).kind != Kind::Global)
        throw Stop{ErrorCode::UnsafeModel, "wants to call something that is not a known function; nothing was run"};
    const std::string_view global = value(callable).text;
    const auto& items = value(arguments).items;
    if (global == "collections.OrderedDict") {
        push(ordered_dictionary(items));
    } else if (global.starts_with("torch._utils._rebuild_tensor")) {
        push(tensor(items));
    } else if (rebuilds_parameter(global)) {
        if (items.empty() || value(items[0]).kind != Kind::Tensor)
            damaged("rebuilds a parameter from something that is no tensor");
        push(items[0]);
    } else if (pickle_storage_type(global)) {
        damaged("makes a storage out of nothing");
    } else {
        push({.kind = Kind::Opaque});
    }
}

/// ("storage", torch.FloatStorage, key, location, number of elements); the location may name a GPU and does not matter.
void Machine::load_storage() {
    const PickleId id = pop();
    const auto& items = value(id).items;
    const bool shaped = value(id).kind == Kind::Sequence && items.size() >= 5 && value(items[0]).kind == Kind::Text &&
                        value(items[0]).text == "storage" && value(items[1]).kind == Kind::Global &&
                        value(items[2]).kind == Kind::Text && value(items[2]).text.size() <= max_storage_key;
    const auto type = shaped ? pickle_storage_type(value(items[1]).text) : std::nullopt;
    if (!type)
        damaged("refers to a storage of a kind that is not known");
    PickleValue storage{
        .kind = Kind::Storage, .integer = integer(items[4]), .text = value(items[2]).text, .type = *type};
    push(std::move(storage));
}

std::int64_t Machine::integer(PickleId id) const {
    if (value(id).kind != Kind::Integer)
        damaged("gives no usable number where a size or place belongs");
    return value(id).integer;
}

std::vector<std::int64_t> Machine::integers(PickleId id) const {
    if (value(id).kind != Kind::Sequence)
        damaged("gives a tensor no list of sizes");
    if (value(id).items.size() > 64)
        damaged("gives a tensor over 64 dimensions");
    std::vector<std::int64_t> numbers;
    for (const PickleId item : value(id).items)
        numbers.push_back(integer(item));
    return numbers;
}

/// (storage, offset, sizes, strides, …): whether it fits its storage is the reader's business, who knows the limits.
PickleValue Machine::tensor(const std::vector<PickleId>& arguments) const {
    if (arguments.size() < 4 || value(arguments[0]).kind != Kind::Storage)
        damaged("rebuilds a tensor from something that is no storage");
    PickleValue result{.kind = Kind::Tensor, .items = {arguments[0]}};
    result.view = std::make_unique<StridedView>(
        StridedView{integers(arguments[2]), integers(arguments[3]), integer(arguments[1])});
    return result;
}

/// OrderedDict() or OrderedDict([[key, value], …]), the form of protocol 0 writers.
PickleValue Machine::ordered_dictionary(const std::vector<PickleId>& arguments) {
    PickleValue result{.kind = Kind::Dictionary};
    if (arguments.empty())
        return result;
    if (arguments.size() > 1 || value(arguments[0]).kind != Kind::Sequence)
        damaged("makes an OrderedDict of something else than pairs");
    hold(2 * value(arguments[0]).items.size() * sizeof(PickleId));
    for (const PickleId pair : value(arguments[0]).items) {
        if (value(pair).kind != Kind::Sequence || value(pair).items.size() != 2)
            damaged("makes an OrderedDict of something else than pairs");
        result.items.insert(result.items.end(), value(pair).items.begin(), value(pair).items.end());
    }
    return result;
}

} // namespace

const PickleValue* Pickle::find(const PickleValue& dictionary, const std::string& key) const {
    const PickleValue* found = nullptr;
    if (dictionary.kind == Kind::Dictionary)
        for (std::size_t i = 0; i + 1 < dictionary.items.size(); i += 2)
            if (const PickleValue& name = values[dictionary.items[i]]; name.kind == Kind::Text && name.text == key)
                found = &values[dictionary.items[i + 1]];
    return found;
}

Result<Pickle> unpickle(std::span<const std::byte> bytes, const std::string& file) {
    try {
        return Machine(bytes).run();
    } catch (const Stop& stop) {
        return failure(stop.code, file, stop.what,
                       stop.code == ErrorCode::UnsafeModel
                           ? "if you trust its maker, load it in Python and save its plain state_dict"
                           : "copy or download it again");
    }
}

} // namespace touchstone::nn
