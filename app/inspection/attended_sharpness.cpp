// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "app/inspection/attended_sharpness.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

namespace touchstone::inspection {

namespace {

struct Tile {
    double x = 0, y = 0, width = 0, height = 0; ///< photo pixels
    double attention = 0;
    double sharpness = 0;

    double density() const { return attention / (width * height); }
};

/// What one cell gives to the tiles that it lies on, by area.
void spread(const AttentionMap::Rect& cell, double weight, const imaging::Measures& measures,
            std::vector<Tile>& tiles) {
    const double area = cell.width * cell.height;
    if (area <= 0)
        return;
    const int first_column = static_cast<int>(cell.x / measures.tile);
    const int first_row = static_cast<int>(cell.y / measures.tile);
    for (int row = first_row; row < measures.tile_rows && row * measures.tile < cell.y + cell.height; ++row)
        for (int column = first_column; column < measures.tile_columns && column * measures.tile < cell.x + cell.width;
             ++column) {
            Tile& tile = tiles[static_cast<std::size_t>(row) * measures.tile_columns + column];
            const double across = std::min(cell.x + cell.width, tile.x + tile.width) - std::max(cell.x, tile.x);
            const double down = std::min(cell.y + cell.height, tile.y + tile.height) - std::max(cell.y, tile.y);
            if (across > 0 && down > 0)
                tile.attention += weight * across * down / area;
        }
}

} // namespace

std::optional<double> AttendedSharpness::ratio() const {
    return frame > 0 ? std::optional(attended / frame) : std::nullopt;
}

std::optional<AttendedSharpness> attended_sharpness(const imaging::Measures& measures, const Attention& attention,
                                                    Size photo) {
    std::vector<Tile> tiles;
    for (int row = 0; row < measures.tile_rows; ++row)
        for (int column = 0; column < measures.tile_columns; ++column) {
            Tile tile;
            tile.x = column * measures.tile;
            tile.y = row * measures.tile;
            tile.width = std::min<double>(measures.tile, photo.width - tile.x);
            tile.height = std::min<double>(measures.tile, photo.height - tile.y);
            tile.sharpness = measures.tile_sharpness[tiles.size()];
            if (tile.width <= 0 || tile.height <= 0)
                return std::nullopt; // of another photo
            tiles.push_back(tile);
        }
    for (const AttentionMap& map : attention.scales)
        for (int row = 0; row < map.rows; ++row)
            for (int col = 0; col < map.cols; ++col)
                spread(map.cell_rect(row, col, photo), map.weight(row, col), measures, tiles);
    const double all =
        std::accumulate(tiles.begin(), tiles.end(), 0.0, [](double sum, const Tile& t) { return sum + t.attention; });
    if (all <= 0)
        return std::nullopt;
    std::stable_sort(tiles.begin(), tiles.end(),
                     [](const Tile& a, const Tile& b) { return a.density() > b.density(); });
    double drawn = 0, attended = 0, attended_area = 0, frame = 0, area = 0;
    for (const Tile& tile : tiles) {
        const double pixels = tile.width * tile.height;
        if (drawn < 0.5 * all) {
            attended += pixels * tile.sharpness * tile.sharpness;
            attended_area += pixels;
        }
        drawn += tile.attention;
        frame += pixels * tile.sharpness * tile.sharpness;
        area += pixels;
    }
    return AttendedSharpness{std::sqrt(attended / attended_area), std::sqrt(frame / area), attended_area / area};
}

} // namespace touchstone::inspection
