// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include <sys/mman.h>
#include <unistd.h>

namespace touchstone::fuzz {

/// The input as a file with a path, without touching a disk; the same file is used for every input.
inline const std::string& as_file(const std::uint8_t* data, std::size_t size) {
    static const int memory = ::memfd_create("fuzz", MFD_CLOEXEC);
    static const std::string path = "/proc/self/fd/" + std::to_string(memory);
    if (::ftruncate(memory, 0) != 0 || ::pwrite(memory, data, size, 0) != static_cast<ssize_t>(size))
        std::abort();
    return path;
}

} // namespace touchstone::fuzz
