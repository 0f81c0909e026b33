// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <string>
#include <vector>

#include "app/commands/console.h"
#include "engine/base/error.h"
#include "engine/training/regression/rated_list.h"

namespace touchstone::cli {

/// A LABELS.csv with the paths of its photos, of those that are there.
struct ListedPhotos {
    std::string list; ///< the CSV as named
    std::string name; ///< its name without folder and suffix
    std::vector<training::RatedPhoto> photos;
    std::vector<std::string> paths; ///< one for each photo
    std::size_t missing = 0, unrated = 0;
    bool grouped = false;
};

/// Paths are relative to `root`, or to the list's own folder when that is empty. Files that are not there are named on
/// the console and left out.
Result<ListedPhotos> read_listed_photos(const std::string& csv_file, const std::string& root, training::ListKind kind,
                                        Console& console);

} // namespace touchstone::cli
