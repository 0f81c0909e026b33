// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "engine/training/labels.h"
#include "tests/fuzz/fuzz_file.h"

using namespace touchstone;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    (void)training::read_labels(fuzz::as_file(data, size));
    return 0;
}
