// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "app/inspection/cells.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace touchstone::inspection {

imaging::PixelRect cell_pixels(const AttentionMap& map, int row, int col, Size photo) {
    const AttentionMap::Rect cell = map.cell_rect(row, col, photo);
    const int left = static_cast<int>(std::lround(cell.x)), top = static_cast<int>(std::lround(cell.y));
    const int right = static_cast<int>(std::lround(cell.x + cell.width));
    const int bottom = static_cast<int>(std::lround(cell.y + cell.height));
    return {left, top, right - left, bottom - top};
}

std::vector<imaging::PixelRect> top_cells(const AttentionMap& map, int count, Size photo) {
    std::vector<std::size_t> order(map.weights.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return std::abs(map.weights[a]) > std::abs(map.weights[b]); });
    order.resize(std::min(order.size(), static_cast<std::size_t>(std::max(0, count))));
    std::vector<imaging::PixelRect> cells;
    for (const std::size_t index : order)
        cells.push_back(
            cell_pixels(map, static_cast<int>(index) / map.cols, static_cast<int>(index) % map.cols, photo));
    return cells;
}

std::vector<imaging::PixelRect> all_cells(const AttentionMap& map, Size photo) {
    std::vector<imaging::PixelRect> cells;
    for (int row = 0; row < map.rows; ++row)
        for (int col = 0; col < map.cols; ++col)
            cells.push_back(cell_pixels(map, row, col, photo));
    return cells;
}

} // namespace touchstone::inspection
