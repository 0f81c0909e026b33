// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include <cstring>

#include "engine/nn/script_archive.h"
#include "tests/fuzz/fuzz_file.h"

using namespace touchstone;

namespace {

constexpr nn::CheckpointLimits limits{.max_file_bytes = 1 << 24,
                                      .max_content_bytes = 1 << 24,
                                      .max_tensor_elements = 1 << 20,
                                      .max_total_elements = 1 << 20};

Bytes bytes_of(const std::uint8_t* data, std::size_t size) {
    Bytes bytes(size);
    if (size > 0)
        std::memcpy(bytes.data(), data, size);
    return bytes;
}

} // namespace

/// A TorchScript file: the archive, and its code and pickles before Torch may see them. Nothing is executed.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string& file = fuzz::as_file(data, size);
    (void)nn::is_script_file(file);
    if (const auto archive = nn::read_script_file(file, limits)) {
        (void)nn::check_script(*archive, "fuzz");
        const auto again = nn::from_checkpoint(nn::to_checkpoint(*archive), "fuzz");
        if (!again || again->entries != archive->entries)
            __builtin_trap();
    }
    // Most inputs are no archive any more; as the parts of one they reach the check.
    nn::ScriptArchive parts;
    for (const char* name : {"code/__torch__.py", "data.pkl", "constants.pkl"})
        parts.entries[name] = bytes_of(data, size);
    (void)nn::check_script(parts, "fuzz");
    return 0;
}
