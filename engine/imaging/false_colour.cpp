// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "engine/imaging/false_colour.h"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace touchstone::imaging {

namespace {

using Colour = std::array<std::uint8_t, 3>;

// Ten evenly spaced stops of the published ramps, straight lines between them.
constexpr std::array<Colour, 10> cividis{{{0, 32, 77},
                                          {0, 51, 111},
                                          {57, 72, 107},
                                          {87, 92, 109},
                                          {112, 113, 115},
                                          {138, 135, 121},
                                          {166, 157, 117},
                                          {196, 181, 108},
                                          {228, 207, 91},
                                          {255, 234, 70}}};
constexpr std::array<Colour, 10> viridis{{{68, 1, 84},
                                          {72, 40, 120},
                                          {62, 74, 137},
                                          {49, 104, 142},
                                          {38, 130, 142},
                                          {31, 158, 137},
                                          {53, 183, 121},
                                          {109, 205, 89},
                                          {180, 222, 44},
                                          {253, 231, 37}}};

// From deep orange over near white to deep blue; mirrored stops have the same lightness (CIE L* within 0.5).
constexpr std::array<Colour, 10> diverging{{{127, 59, 8},
                                            {171, 86, 8},
                                            {214, 122, 33},
                                            {247, 175, 96},
                                            {250, 226, 196},
                                            {216, 232, 246},
                                            {145, 196, 236},
                                            {80, 150, 210},
                                            {40, 113, 176},
                                            {15, 81, 133}}};

std::uint8_t mix(double a, double b, double share) {
    return static_cast<std::uint8_t>(std::lround(a + (b - a) * share));
}

Colour between_stops(const std::array<Colour, 10>& stops, double value) {
    const double position = value * (stops.size() - 1);
    const auto below = std::min<std::size_t>(static_cast<std::size_t>(position), stops.size() - 2);
    const double share = position - static_cast<double>(below);
    Colour colour{};
    for (std::size_t c = 0; c < 3; ++c)
        colour[c] = mix(stops[below][c], stops[below + 1][c], share);
    return colour;
}

/// Reads the grid at a place given in cells.
class Grid {
public:
    Grid(const std::vector<float>& weights, int rows, int columns)
        : weights_(weights)
        , rows_(rows)
        , columns_(columns) {}

    bool contains(double row, double column) const {
        return row >= 0 && column >= 0 && row < rows_ && column < columns_;
    }

    double cell(double row, double column) const { return at(static_cast<int>(row), static_cast<int>(column)); }

    /// Between the centres of cells; outside the outermost centres the border's value.
    double smooth(double row, double column) const {
        const double y = std::clamp(row - 0.5, 0.0, rows_ - 1.0), x = std::clamp(column - 0.5, 0.0, columns_ - 1.0);
        const int y0 = static_cast<int>(y), x0 = static_cast<int>(x);
        const int y1 = std::min(y0 + 1, rows_ - 1), x1 = std::min(x0 + 1, columns_ - 1);
        const double upper = at(y0, x0) + (at(y0, x1) - at(y0, x0)) * (x - x0);
        const double lower = at(y1, x0) + (at(y1, x1) - at(y1, x0)) * (x - x0);
        return upper + (lower - upper) * (y - y0);
    }

private:
    double at(int row, int column) const {
        return weights_[static_cast<std::size_t>(row) * static_cast<std::size_t>(columns_) +
                        static_cast<std::size_t>(column)];
    }

    const std::vector<float>& weights_;
    int rows_, columns_;
};

} // namespace

std::array<std::uint8_t, 3> ramp_colour(Ramp ramp, double value) {
    value = std::clamp(std::isnan(value) ? 0.0 : value, 0.0, 1.0);
    if (ramp == Ramp::Grey) {
        const auto level = static_cast<std::uint8_t>(std::lround(value * 255));
        return {level, level, level};
    }
    return between_stops(ramp == Ramp::Viridis ? viridis : ramp == Ramp::Diverging ? diverging : cividis, value);
}

MapGeometry stretched_over(Size picture, int rows, int columns) {
    return {0, 0, static_cast<double>(picture.width) / columns, static_cast<double>(picture.height) / rows};
}

RgbaImage render_map(const std::vector<float>& weights, int rows, int columns, Ramp ramp, double top,
                     MapDrawing drawing, Size size, const MapGeometry& geometry) {
    assert(weights.size() == static_cast<std::size_t>(rows) * static_cast<std::size_t>(columns));
    const Grid grid(weights, rows, columns);
    const double scale = top > 0 ? 1 / top : 0;
    RgbaImage image(size);
    for (int y = 0; y < size.height; ++y) {
        std::uint8_t* pixel = image.row(y);
        const double row = (y + 0.5 - geometry.top) / geometry.cell_height;
        for (int x = 0; x < size.width; ++x, pixel += 4) {
            const double column = (x + 0.5 - geometry.left) / geometry.cell_width;
            if (!grid.contains(row, column))
                continue;
            const double value = drawing == MapDrawing::Cells ? grid.cell(row, column) : grid.smooth(row, column);
            if (std::isnan(value))
                continue;
            const double fraction = ramp == Ramp::Diverging ? 0.5 + 0.5 * value * scale : value * scale;
            const Colour colour = ramp_colour(ramp, fraction);
            std::copy(colour.begin(), colour.end(), pixel);
            pixel[3] = 255;
        }
    }
    return image;
}

RgbaImage render_map(const std::vector<float>& weights, int rows, int columns, Ramp ramp, double top) {
    return render_map(weights, rows, columns, ramp, top, MapDrawing::Cells, Size{columns, rows}, MapGeometry{});
}

RgbImage overlay(const RgbImage& photo, const RgbaImage& map, double opacity) {
    assert(photo.size == map.size);
    const double share = std::clamp(opacity, 0.0, 1.0) / 255;
    RgbImage result(photo.size);
    for (std::size_t i = 0; i < static_cast<std::size_t>(photo.size.pixels()); ++i)
        for (std::size_t c = 0; c < 3; ++c)
            result.pixels[3 * i + c] =
                mix(photo.pixels[3 * i + c], map.pixels[4 * i + c], map.pixels[4 * i + 3] * share);
    return result;
}

} // namespace touchstone::imaging
