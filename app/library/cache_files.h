// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "engine/base/error.h"

/// Small things the disk caches share. Names are raw bytes. Any thread.
namespace touchstone::library {

/// Part of every cache key: raise it when a decoder gives other pixels for the same file.
inline constexpr int decoder_generation = 1;

/// The path from the root, without "." and ".."; links are not followed and the file need not be there.
std::string absolute_path(const std::string& path);
/// Undoes percent_encode_path(); a '%' that is not followed by two digits stays.
std::string percent_decode(std::string_view text);

/// Makes the folders above `path` and publishes the bytes by renaming. No fsync: what a power cut destroys is made
/// again (a thumbnail that does not decode is a miss), and one fsync a picture is what makes others slow on a disk.
Result<void> publish_cache_file(const std::string& path, std::span<const char> bytes);

/// Removes the oldest files below `folder` (by mtime) until they fit into `limit` bytes. Returns the bytes that are
/// left; `removed` counts up.
std::uint64_t trim_cache_folder(const std::string& folder, std::uint64_t limit, int& removed);

} // namespace touchstone::library
