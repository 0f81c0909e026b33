// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include <sys/stat.h>

#include "engine/base/descriptor.h"
#include "engine/base/files.h"

namespace touchstone {

/// A regular file, open for reading, and what it was when it was opened.
struct OpenFile {
    Descriptor descriptor;
    std::uint64_t size = 0;
    std::int64_t mtime_ns = 0;
};

/// When the file was changed last, ns since 1970. Years before 1678 and after 2261 do not fit and stay at the ends, so
/// that a time can be negated: file systems keep what a wrong clock said.
inline std::int64_t file_time_ns(const struct stat& info) {
    std::int64_t ns = 0;
    if (__builtin_mul_overflow(std::int64_t{info.st_mtim.tv_sec}, 1'000'000'000, &ns) ||
        __builtin_add_overflow(ns, std::int64_t{info.st_mtim.tv_nsec}, &ns) || ns == INT64_MIN)
        return info.st_mtim.tv_sec < 0 ? -INT64_MAX : INT64_MAX;
    return ns;
}

/// Opens without reading. Errors: as read_file(). Any thread.
Result<OpenFile> open_file(const std::string& path, std::uint64_t max_bytes);

/// The first `size` bytes, whatever the descriptor's position; `name` is only for the message. Errors: OutOfMemory,
/// ReadFailed, Truncated when the file became shorter meanwhile.
Result<Bytes> read_open_file(int descriptor, std::uint64_t size, std::string_view name);

} // namespace touchstone
