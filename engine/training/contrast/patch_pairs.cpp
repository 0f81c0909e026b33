// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "engine/training/contrast/patch_pairs.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace touchstone::training {

namespace {

/// Products such as 0.7·160 must not fall below their whole number through rounding.
int floor_of(double value) {
    return static_cast<int>(std::floor(value + 1e-9));
}
int ceil_of(double value) {
    return static_cast<int>(std::ceil(value - 1e-9));
}

/// Uniform in [from, to), or `from` when that is empty.
int draw_between(int from, int to, Draws& draws) {
    return to > from ? from + static_cast<int>(draws.below(static_cast<std::size_t>(to - from))) : from;
}

PatchPair published_pair(int side, const OverlapBounds& bounds, Draws& draws) {
    const double least = (1 - bounds.high) * side, most = (1 - bounds.low) * side;
    const int y = std::min(side - 1, draw_between(floor_of(least), floor_of(most), draws));
    const double rest = side - y;
    const int from = std::max(0, floor_of((least * side - side * y) / rest));
    const int x = draw_between(from, floor_of((most * side - side * y) / rest), draws);
    const int edge = side + std::max(x, y);
    return {{edge, edge}, 0, 0, x, y};
}

PatchPair free_pair(int side, const OverlapBounds& bounds, Draws& draws) {
    const double overlap = bounds.low + (bounds.high - bounds.low) * draws.unit();
    const double area = static_cast<double>(side) * side;
    // The shared part is width·height = overlap·side²; the logarithm of the overlap is split at a drawn place.
    const double split = draws.unit();
    const int height =
        std::clamp(static_cast<int>(std::lround(side * std::pow(std::max(overlap, 1.0 / area), split))), 1, side);
    const int narrowest = std::clamp(ceil_of(bounds.low * area / height), 0, side);
    const int widest = std::clamp(floor_of(bounds.high * area / height), narrowest, side);
    const int width = std::clamp(static_cast<int>(std::lround(overlap * area / height)), narrowest, widest);
    const int dx = side - width, dy = side - height;
    const bool left = draws.unit() < 0.5, up = draws.unit() < 0.5, tall = draws.unit() < 0.5;
    // Widths are rounded to keep the bounds and heights are not: which is which is drawn too, so that both
    // directions are alike.
    const int x = tall ? dx : dy, y = tall ? dy : dx;
    return {{side + x, side + y}, left ? x : 0, up ? y : 0, left ? 0 : x, up ? 0 : y};
}

} // namespace

double PatchPair::overlap(int side) const {
    const int width = std::max(0, side - std::abs(second_x - first_x));
    const int height = std::max(0, side - std::abs(second_y - first_y));
    return static_cast<double>(width) * height / (static_cast<double>(side) * side);
}

PatchPair draw_pair(int side, OverlapRule rule, const OverlapBounds& bounds, Draws& draws) {
    return rule == OverlapRule::Published ? published_pair(side, bounds, draws) : free_pair(side, bounds, draws);
}

Corner place_window(Size picture, Size window, Draws& draws) {
    if (picture.width < window.width || picture.height < window.height)
        return {static_cast<int>(std::lround((picture.width - window.width) / 2.0)),
                static_cast<int>(std::lround((picture.height - window.height) / 2.0))};
    const auto x = draws.below(static_cast<std::size_t>(picture.width - window.width) + 1);
    const auto y = draws.below(static_cast<std::size_t>(picture.height - window.height) + 1);
    return {static_cast<int>(x), static_cast<int>(y)};
}

void cut_patch(const RgbImage& picture, int x, int y, int side, std::uint8_t* out) {
    const int from = std::clamp(-x, 0, side), to = std::clamp(picture.size.width - x, from, side);
    for (int row = 0; row < side; ++row, out += 3 * side) {
        std::fill_n(out, 3 * side, std::uint8_t{0});
        const int line = y + row;
        if (line < 0 || line >= picture.size.height)
            continue;
        std::copy_n(picture.row(line) + 3 * (x + from), 3 * (to - from), out + 3 * from);
    }
}

} // namespace touchstone::training
