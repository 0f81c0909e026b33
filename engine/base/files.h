// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/error.h"

namespace touchstone {

/// Bytes of a whole file. Names are raw bytes, as the file system has them.
using Bytes = std::vector<std::byte>;

/// Reads a file whole. Refuses folders, devices, pipes, files without permission and files over `max_bytes`, each with
/// its own ErrorCode; a file that has zero bytes is `EmptyFile`. Any thread.
Result<Bytes> read_file(const std::string& path, std::uint64_t max_bytes);

/// Permissions of a new file, as the umask wanted them when the program began. Any thread.
unsigned new_file_mode();

/// By an UnfinishedFile, so that a reader sees the old file or the new one and never a half; any error leaves the old
/// file untouched.
Result<void> write_file_atomically(const std::string& path, std::span<const std::byte> bytes);
Result<void> write_file_atomically(const std::string& path, std::string_view text);

/// The bytes as UTF-8 where they are UTF-8, every bad byte as U+FFFD.
std::string to_valid_utf8(std::string_view bytes);
bool is_valid_utf8(std::string_view bytes);

/// RFC 3986 percent-encoding of every byte but unreserved characters and '/'; carries names that are not UTF-8.
std::string percent_encode_path(std::string_view bytes);

/// Lower-case hexadecimal SHA-256.
std::string sha256_hex(std::span<const std::byte> bytes);
Result<std::string> sha256_of_file(const std::string& path);

} // namespace touchstone
