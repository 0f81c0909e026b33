// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "engine/imaging/distortions/planes.h"

#include <algorithm>
#include <cmath>

namespace touchstone::imaging::distortions {

namespace {

std::vector<double> gaussian_taps(double sigma, int reach) {
    std::vector<double> taps;
    double total = 0;
    for (int i = -reach; i <= reach; ++i) {
        taps.push_back(std::exp(-0.5 * i * i / (sigma * sigma)));
        total += taps.back();
    }
    for (double& tap : taps)
        tap /= total;
    return taps;
}

void blur_columns(Plane& plane, const std::vector<double>& taps, int reach) {
    const auto [width, height] = plane.size;
    std::vector<double> result(plane.values.size(), 0.0);
    for (int y = 0; y < height; ++y) {
        double* out = result.data() + static_cast<std::size_t>(y) * width;
        for (int k = -reach; k <= reach; ++k) {
            const double tap = taps[static_cast<std::size_t>(k + reach)];
            const double* in = plane.values.data() + static_cast<std::size_t>(std::clamp(y + k, 0, height - 1)) * width;
            for (int x = 0; x < width; ++x)
                out[x] += tap * in[x];
        }
    }
    plane.values = std::move(result);
}

void blur_rows(Plane& plane, const std::vector<double>& taps, int reach) {
    const auto [width, height] = plane.size;
    std::vector<double> padded(static_cast<std::size_t>(width + 2 * reach));
    for (int y = 0; y < height; ++y) {
        double* row = plane.values.data() + static_cast<std::size_t>(y) * width;
        for (int i = 0; i < width + 2 * reach; ++i)
            padded[static_cast<std::size_t>(i)] = row[std::clamp(i - reach, 0, width - 1)];
        std::fill(row, row + width, 0.0);
        for (int k = 0; k <= 2 * reach; ++k) {
            const double tap = taps[static_cast<std::size_t>(k)];
            const double* in = padded.data() + k;
            for (int x = 0; x < width; ++x)
                row[x] += tap * in[x];
        }
    }
}

} // namespace

void gaussian_blur(Plane& plane, double sigma, int reach) {
    const std::vector<double> taps = gaussian_taps(sigma, reach);
    blur_columns(plane, taps, reach);
    blur_rows(plane, taps, reach);
}

void gaussian_blur(Plane& plane, double sigma) {
    gaussian_blur(plane, sigma, static_cast<int>(4 * sigma + 0.5));
}

double slope_along_x(const Plane& plane, int x, int y) {
    const int left = std::max(0, x - 1), right = std::min(plane.size.width - 1, x + 1);
    return left == right ? 0 : (plane.at(right, y) - plane.at(left, y)) / (right - left);
}

double slope_along_y(const Plane& plane, int x, int y) {
    const int upper = std::max(0, y - 1), lower = std::min(plane.size.height - 1, y + 1);
    return upper == lower ? 0 : (plane.at(x, lower) - plane.at(x, upper)) / (lower - upper);
}

} // namespace touchstone::imaging::distortions
