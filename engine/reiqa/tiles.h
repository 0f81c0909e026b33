// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "engine/imaging/photo.h"
#include "engine/reiqa/encoder.h"

namespace touchstone::reiqa {

/// Pixels between two cells of the stage-4 map.
inline constexpr int cell_pixels = 32;

/// A part of a photo that is run by itself, and the cells of the stage-4 map that it is run for. It reaches 224 px (7
/// cells) further than these on every side that is not the photo's own border: more than half of the receptive field of
/// 427 px, so that the zero padding at the cut is out of their sight (reiqa.md 1.6).
struct Tile {
    int x = 0, y = 0, width = 0, height = 0;  ///< pixels of the photo; x and y are multiples of 32
    int row = 0, col = 0, rows = 0, cols = 0; ///< cells of the photo's map
    int first_row = 0, first_col = 0;         ///< the first of them in the tile's own map
};

/// Elements of the four buffers a forward pass works in (trunk_p.h) for a batch of `count` tiles of that size.
std::array<std::int64_t, 4> buffer_elements(const TrunkConfig& config, std::int64_t count, Size tile);
std::uint64_t buffer_bytes(const TrunkConfig& config, std::int64_t count, Size tile);

/// Side of the stage-4 map: n div 32, rounded up.
int cells_of(int pixels);

/// The photo whole when its activations fit into `budget` bytes; else the tiles that need the least arithmetic among
/// those that fit. A budget that is too small for any gives the smallest tiles there are (cells by themselves).
std::vector<Tile> plan_tiles(const TrunkConfig& config, Size photo, std::uint64_t budget);

} // namespace touchstone::reiqa
