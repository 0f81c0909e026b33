// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include <string>

#include "app/metadata/facts_elsewhere.h"

using namespace touchstone;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text(reinterpret_cast<const char*>(data), size);
    if (const auto facts = metadata::facts_from_text(text))
        if (metadata::facts_from_text(metadata::facts_text(*facts)) != facts)
            __builtin_trap();
    if (const auto marks = metadata::marks_from_text(text)) {
        const auto again = metadata::marks_from_text(metadata::marks_text(*marks));
        if (!again || !(*again == *marks))
            __builtin_trap();
    }
    return 0;
}
