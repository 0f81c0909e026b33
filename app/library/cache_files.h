// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <string>
#include <string_view>

/// Small things the disk caches share. Names are raw bytes. Any thread.
namespace touchstone::library {

/// Part of every cache key: raise it when a decoder gives other pixels for the same file.
inline constexpr int decoder_generation = 1;

/// "$XDG_CACHE_HOME/touchstone": thumbnails, maps and features of the window are below it.
std::string default_cache_folder();

/// The path from the root, without "." and ".."; links are not followed and the file need not be there.
std::string absolute_path(const std::string& path);
/// An absolute path of a folder with its links followed; of a file (or link to one) those on the way to it. One folder
/// is one place of the library, whichever way it was reached. Unchanged when it is not there. Blocks for the disk.
std::string real_path(const std::string& path, bool is_file);
/// Undoes percent_encode_path(); a '%' that is not followed by two digits stays.
std::string percent_decode(std::string_view text);

} // namespace touchstone::library
