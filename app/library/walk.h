// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <functional>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "app/library/photo_entry.h"
#include "engine/base/error.h"

namespace touchstone::library {

/// Called for every photo, and for every path that could not be looked at.
using FoundCallback = std::function<void(FoundFile&&)>;
using WalkErrorCallback = std::function<void(Error&&)>;

/// Walks files and folders in the given order; inside a folder by name (bytes), folders after files. Hidden names are
/// skipped, and so are names without a photo's suffix; a path that is named itself is always reported. Links to folders
/// are followed, each folder is entered once (so a loop ends). Names may be any bytes. Any thread; blocks; `stop` is
/// looked at before each entry. True when it came to the end.
bool walk_photos(std::span<const std::string> paths, const FoundCallback& found, const WalkErrorCallback& failed,
                 std::stop_token stop);

} // namespace touchstone::library
