// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "engine/base/descriptor.h"
#include "engine/base/files.h"

namespace touchstone {

/// A regular file, open for reading, and what it was when it was opened.
struct OpenFile {
    Descriptor descriptor;
    std::uint64_t size = 0;
    std::int64_t mtime_ns = 0;
};

/// Opens without reading. Errors: as read_file(). Any thread.
Result<OpenFile> open_file(const std::string& path, std::uint64_t max_bytes);

/// The first `size` bytes, whatever the descriptor's position; `name` is only for the message. Errors: OutOfMemory,
/// ReadFailed, Truncated when the file became shorter meanwhile.
Result<Bytes> read_open_file(int descriptor, std::uint64_t size, std::string_view name);

} // namespace touchstone
