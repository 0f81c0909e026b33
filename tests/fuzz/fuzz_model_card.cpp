// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include <string>

#include "engine/nn/model_card.h"

using namespace touchstone;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text(reinterpret_cast<const char*>(data), size);
    const auto json = nlohmann::json::parse(text, nullptr, false);
    if (json.is_discarded())
        return 0;
    // What was read is written and read again as the same.
    if (const auto card = ModelCard::from_json(json, "fuzz"))
        if (const auto again = ModelCard::from_json(card->to_json(), "fuzz"); !again || again->id != card->id)
            __builtin_trap();
    return 0;
}
