// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <vector>

#include "engine/imaging/region_edit.h"
#include "engine/scoring/assessment.h"

namespace touchstone::inspection {

/// A cell as whole pixels of the photo, its edges rounded to nearest, so that neighbours touch and never overlap.
/// Empty (no width or height) where the cell is smaller than half a pixel.
imaging::PixelRect cell_pixels(const AttentionMap& map, int row, int col, Size photo);

/// The `count` cells with the largest weight (of a signed map: the largest distance from zero), the first in reading
/// order where they are equal. All cells when there are fewer.
std::vector<imaging::PixelRect> top_cells(const AttentionMap& map, int count, Size photo);

/// All cells in reading order, as rects for a sweep.
std::vector<imaging::PixelRect> all_cells(const AttentionMap& map, Size photo);

} // namespace touchstone::inspection
