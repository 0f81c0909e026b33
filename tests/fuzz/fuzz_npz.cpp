// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "engine/nn/checkpoint.h"
#include "tests/fuzz/fuzz_file.h"

using namespace touchstone;

namespace {

/// Small, so that a finding is a finding: what is taken beyond them was taken before it was checked.
constexpr nn::CheckpointLimits limits{.max_file_bytes = 1 << 24,
                                      .max_content_bytes = 1 << 24,
                                      .max_tensor_elements = 1 << 20,
                                      .max_total_elements = 1 << 20};

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    (void)nn::read_npz(fuzz::as_file(data, size), limits);
    return 0;
}
