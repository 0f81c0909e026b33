// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "engine/base/error.h"
#include "engine/nn/element_type.h"

/// A reader of Python pickles that knows only what torch.save writes and executes nothing: a global is a name looked up
/// in a fixed list, and calling one on the list builds a plain value here. A global off the list ends the reading.
/// Opcodes as in CPython's pickletools documentation, protocols 2 to 5.
namespace touchstone::nn {

using PickleId = std::uint32_t;

/// One value. Values live in one array and name each other by index, so that neither depth nor cycles can hurt.
struct PickleValue {
    enum class Kind {
        None,
        Integer, ///< also true and false
        Text,
        Sequence, ///< tuple, list or set
        Dictionary,
        Global,  ///< text = "module.name"
        Storage, ///< text = key, integer = number of elements, type
        Tensor,  ///< items = {storage}, view
        Opaque,  ///< harmless, and of no interest: real numbers, NumPy scalars, name spaces, integers past 64 bits
    };
    Kind kind = Kind::None;
    std::int64_t integer = 0;
    std::string text{};
    std::vector<PickleId> items{}; ///< of a dictionary: key, value, key, value, …
    ElementType type = ElementType::Float32;
    std::unique_ptr<StridedView> view{};
    std::uint32_t depth = 1;
};

struct Pickle {
    std::vector<PickleValue> values;
    PickleId root = 0;

    const PickleValue& operator[](PickleId id) const { return values[id]; }
    const PickleValue& top() const { return values[root]; }
    /// The value under a text key; the last one when the key occurs twice, as in Python. Null when it is not there.
    const PickleValue* find(const PickleValue& dictionary, const std::string& key) const;
};

/// Errors: UnsafeModel names the refused global; Truncated and Damaged for pickles that contradict themselves; TooLarge
/// for more values or a deeper nesting than any checkpoint has. Takes 256 MB and
/// a hundred bytes a value at most beside the pickle's own size.
Result<Pickle> unpickle(std::span<const std::byte> bytes, const std::string& file);

} // namespace touchstone::nn
