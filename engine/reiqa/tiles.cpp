// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "engine/reiqa/tiles.h"

#include <algorithm>
#include <limits>

#include "engine/reiqa/trunk_parameters.h"

namespace touchstone::reiqa {

namespace {

constexpr int halo_cells = 7;

/// One side cut into pieces of `cells` cells, the last one shorter.
struct Piece {
    int start = 0, length = 0; ///< pixels, halo included
    int cell = 0, cells = 0;   ///< of the photo's map
};

std::vector<Piece> cut(int pixels, int cells) {
    const int all = cells_of(pixels);
    std::vector<Piece> pieces;
    for (int cell = 0; cell < all; cell += cells) {
        const int count = std::min(cells, all - cell);
        const int start = std::max(0, (cell - halo_cells) * cell_pixels);
        const int end = std::min(pixels, (cell + count + halo_cells) * cell_pixels);
        pieces.push_back({start, end - start, cell, count});
    }
    return pieces;
}

std::int64_t total_length(const std::vector<Piece>& pieces) {
    std::int64_t total = 0;
    for (const Piece& piece : pieces)
        total += piece.length;
    return total;
}

int longest(const std::vector<Piece>& pieces) {
    int length = 0;
    for (const Piece& piece : pieces)
        length = std::max(length, piece.length);
    return length;
}

/// Every way to cut a side into equal pieces, each once.
std::vector<std::vector<Piece>> all_cuts(int pixels) {
    std::vector<std::vector<Piece>> cuts;
    const int all = cells_of(pixels);
    for (int pieces = 1, last = 0; pieces <= all; ++pieces) {
        const int cells = (all + pieces - 1) / pieces;
        if (cells != last)
            cuts.push_back(cut(pixels, cells));
        last = cells;
    }
    return cuts;
}

std::vector<Tile> tiles_of(const std::vector<Piece>& across, const std::vector<Piece>& down) {
    std::vector<Tile> tiles;
    for (const Piece& y : down)
        for (const Piece& x : across)
            tiles.push_back({x.start, y.start, x.length, y.length, y.cell, x.cell, y.cells, x.cells,
                             y.cell - y.start / cell_pixels, x.cell - x.start / cell_pixels});
    return tiles;
}

std::int64_t halved(std::int64_t side) {
    return (side + 1) / 2;
}

} // namespace

int cells_of(int pixels) {
    return (pixels + cell_pixels - 1) / cell_pixels;
}

std::array<std::int64_t, 4> buffer_elements(const TrunkConfig& config, std::int64_t count, Size tile) {
    std::array<std::int64_t, 4> most{};
    std::int64_t height = tile.height, width = tile.width;
    const auto need = [&](std::size_t buffer, std::int64_t channels) {
        most[buffer] = std::max(most[buffer], count * channels * height * width);
    };
    const auto halve = [&] {
        height = halved(height);
        width = halved(width);
    };
    // The order of Trunk::run: input in 2, stem in 0, pooled in 1, then blocks that swap 0 and 1 where they widen.
    need(2, 3);
    halve();
    need(0, config.stem_width);
    halve();
    need(1, config.stem_width);
    std::size_t current = 1;
    for (int stage = 0; stage < 4; ++stage) {
        const std::int64_t inner = stage_inner(config, stage);
        need(2, inner); // the first block's 1×1 convolution still runs at the previous stage's size
        if (stage > 0)
            halve();
        need(2, inner);
        need(3, inner);
        if (has_downsample(config, stage))
            current = 1 - current;
        need(current, inner * config.expansion);
    }
    return most;
}

std::uint64_t buffer_bytes(const TrunkConfig& config, std::int64_t count, Size tile) {
    std::uint64_t bytes = 0;
    for (const std::int64_t elements : buffer_elements(config, count, tile))
        bytes += static_cast<std::uint64_t>(elements) * sizeof(float);
    return bytes;
}

std::vector<Tile> plan_tiles(const TrunkConfig& config, Size photo, std::uint64_t budget) {
    const auto cuts_across = all_cuts(photo.width), cuts_down = all_cuts(photo.height);
    const std::vector<Piece>*across = &cuts_across.back(), *down = &cuts_down.back();
    std::int64_t least = std::numeric_limits<std::int64_t>::max();
    for (const auto& columns : cuts_across)
        for (const auto& rows : cuts_down) {
            const std::int64_t area = total_length(columns) * total_length(rows);
            if (area < least && buffer_bytes(config, 1, {longest(columns), longest(rows)}) <= budget) {
                least = area;
                across = &columns;
                down = &rows;
            }
        }
    return tiles_of(*across, *down);
}

} // namespace touchstone::reiqa
