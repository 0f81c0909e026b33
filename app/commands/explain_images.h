// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <string>

#include "engine/base/error.h"
#include "engine/imaging/photo.h"
#include "engine/scoring/assessment.h"

namespace touchstone::cli {

/// Writes FOLDER/SCALE-map.png (the grid alone) and FOLDER/SCALE-overlay.png (over the photo) for every scale.
Result<void> write_map_images(const std::string& folder, const Photo& photo, const Attention& attention);

/// Writes FOLDER/EXPERT-map.png and FOLDER/EXPERT-overlay.png for both experts of a Re-IQA score: what each 32-pixel
/// cell adds (blue) or takes away (orange), both scales joined, in the same colours for both experts. Pre: the
/// assessment has a breakdown with cells.
Result<void> write_part_images(const std::string& folder, const Photo& photo, const Assessment& assessment);

} // namespace touchstone::cli
