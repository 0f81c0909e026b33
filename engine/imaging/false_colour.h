// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "engine/imaging/photo.h"

namespace touchstone::imaging {

/// 8-bit RGBA, row-major, straight (not premultiplied) alpha, no padding.
struct RgbaImage {
    Size size;
    std::vector<std::uint8_t> pixels; ///< 4 * width * height bytes

    RgbaImage() = default;
    explicit RgbaImage(Size s)
        : size(s)
        , pixels(static_cast<std::size_t>(s.pixels()) * 4) {}

    const std::uint8_t* row(int y) const { return pixels.data() + static_cast<std::size_t>(y) * size.width * 4; }
    std::uint8_t* row(int y) { return pixels.data() + static_cast<std::size_t>(y) * size.width * 4; }
};

/// All rise in lightness from end to end, so that they survive printing in grey and every colour vision; cividis looks
/// nearly the same to those who confuse red and green. Diverging is for signed values: orange below zero, blue above,
/// two colours that every colour vision tells apart, equally dark at equal distance from the light middle, which is
/// zero.
enum class Ramp { Cividis, Viridis, Grey, Diverging };

/// Cells as they are, or interpolated between their centres.
enum class MapDrawing { Cells, Smooth };

/// Colour of a value, 0 = bottom, 1 = top of the ramp; values outside are clamped. Zero of a signed value is 0.5.
std::array<std::uint8_t, 3> ramp_colour(Ramp ramp, double value);

/// Where the grid lies on the picture to be drawn, in its pixels. A grid of patches with centred padding starts at a
/// negative `left` and `top`.
struct MapGeometry {
    double left = 0, top = 0;
    double cell_width = 1, cell_height = 1;
};

/// The geometry that stretches the grid over the whole picture.
MapGeometry stretched_over(Size picture, int rows, int columns);

/// Draws `weights` (row-major, rows x columns) into a picture of `size`. A weight of `top` gets the top of the ramp
/// (for example three times the mean, so that maps of one scale compare); 0 and less its bottom. On the diverging ramp
/// −top is the bottom and 0 the middle. Opaque where the grid
/// lies, transparent elsewhere and where a weight is not a number. Pre: weights.size() == rows * columns.
RgbaImage render_map(const std::vector<float>& weights, int rows, int columns, Ramp ramp, double top,
                     MapDrawing drawing, Size size, const MapGeometry& geometry);

/// One pixel a cell.
RgbaImage render_map(const std::vector<float>& weights, int rows, int columns, Ramp ramp, double top);

/// `map` over `photo` with its alpha times `opacity` (0…1), rounded to nearest. Pre: same size.
RgbImage overlay(const RgbImage& photo, const RgbaImage& map, double opacity);

} // namespace touchstone::imaging
