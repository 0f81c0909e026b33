// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <stop_token>
#include <string>

#include "engine/base/error.h"

namespace touchstone::library {

/// A file the scanner found. Plain value.
struct FoundFile {
    std::string path; ///< raw bytes: the argument as given, or the argument + '/' + the relative path
    std::int64_t bytes = 0;
    std::int64_t mtime_ns = 0; ///< since 1970, nanoseconds
};

/// Called for every photo, and for every path that could not be looked at.
using FoundCallback = std::function<void(FoundFile&&)>;
using WalkErrorCallback = std::function<void(Error&&)>;

/// The one walker of the window and of the command line. Takes files and folders in the given order; inside a folder by
/// name (bytes), folders after files. Hidden names are skipped, and so are names without a photo's suffix; a path that
/// is named itself is always taken. Links to folders are followed after all real folders of the same named path, and
/// each folder is entered once: a photo is named by its real path where it has one, and a loop ends. What vanished
/// since its folder was listed is passed over in silence. Names may be any bytes: the named path as it was given, a '/'
/// unless it ends with one, the rest. Any thread; blocks; `stop` is looked at before each entry. True when it came to
/// the end.
bool walk_photos(std::span<const std::string> paths, const FoundCallback& found, const WalkErrorCallback& failed,
                 std::stop_token stop);

} // namespace touchstone::library
