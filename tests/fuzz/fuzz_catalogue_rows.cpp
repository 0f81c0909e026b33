// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "tests/fuzz/hostile_reading.h"
#include "tests/fuzz/hostile_rows.h"

using namespace touchstone;

/// Rows of a catalogue that hold anything, through all readers and what lists make of them.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static fuzz::HostileRows rows;
    rows.fill({reinterpret_cast<const char*>(data), size});
    if (!fuzz::read_hostile_rows(rows.path()).empty())
        __builtin_trap();
    return 0;
}
