// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <vector>

#include "engine/imaging/photo.h"

/// One channel in double, and what the distortions do to it.
namespace touchstone::imaging::distortions {

struct Plane {
    Size size;
    std::vector<double> values; ///< row-major

    explicit Plane(Size s)
        : size(s)
        , values(static_cast<std::size_t>(s.pixels())) {}
    double& at(int x, int y) { return values[static_cast<std::size_t>(y) * size.width + x]; }
    double at(int x, int y) const { return values[static_cast<std::size_t>(y) * size.width + x]; }
};

/// Normalised Gaussian cut at `reach` pixels, along y and x; the border's value goes on for ever.
void gaussian_blur(Plane& plane, double sigma, int reach);
/// The same cut at four σ, as SciPy does.
void gaussian_blur(Plane& plane, double sigma);

/// Central difference, one-sided at the borders; 0 along an axis of one pixel.
double slope_along_x(const Plane& plane, int x, int y);
double slope_along_y(const Plane& plane, int x, int y);

} // namespace touchstone::imaging::distortions
