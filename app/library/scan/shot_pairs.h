// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "app/library/catalogue/rows.h"

namespace touchstone::library {

/// What one file of a shot is: cameras that write two files of a shot give them one name with two suffixes.
enum class ShotPart { Neither, Raw, Picture };
ShotPart shot_part(std::string_view name);
/// The name without its suffix, in lower case (ASCII): equal for the files of one shot.
std::string shot_stem(std::string_view name);

struct ShotFile {
    std::string name;
    PhotoId id = no_photo;
    bool fresh = false; ///< came with this scan
};
/// Pairs of RAW and picture in one folder of which at least one is fresh: the first of each kind by name.
std::vector<std::pair<PhotoId, PhotoId>> fresh_pairs(std::vector<ShotFile> files);

} // namespace touchstone::library
