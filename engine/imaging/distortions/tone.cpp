// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include <array>
#include <cmath>
#include <limits>

#include "engine/imaging/distortions/colour_spaces.h"
#include "engine/imaging/distortions/kinds.h"
#include "engine/imaging/distortions/planes.h"

namespace touchstone::imaging::distortions {

namespace {

/// The same curve for every sample: a table of 256.
template <class Curve>
RgbImage through_curve(const RgbImage& photo, const Curve& curve) {
    std::array<std::uint8_t, 256> table{};
    for (int level = 0; level < 256; ++level)
        table[static_cast<std::size_t>(level)] = curve(level);
    RgbImage result(photo.size);
    std::transform(photo.pixels.begin(), photo.pixels.end(), result.pixels.begin(),
                   [&](std::uint8_t level) { return table[level]; });
    return result;
}

double raised(double x, double amount) {
    return std::clamp(x + 2 * amount * x * (1 - x), 0.0, 1.0);
}

} // namespace

RgbImage brighten(const RgbImage& photo, double amount) {
    const LabOfLevels to_lab;
    RgbImage result(photo.size);
    for (std::size_t i = 0; i < photo.pixels.size(); i += 3) {
        const std::uint8_t* p = photo.pixels.data() + i;
        const Triple lab = to_lab(p);
        const Triple by_lightness = rgb_from_lab({100 * raised(lab[0] / 100, amount), lab[1], lab[2]});
        for (std::size_t c = 0; c < 3; ++c)
            result.pixels[i + c] = cut((2 * raised(p[c] / 255.0, amount) + by_lightness[c]) / 3 * 255);
    }
    return result;
}

RgbImage darken(const RgbImage& photo, double amount) {
    return through_curve(photo, [amount](int level) {
        const double x = level / 255.0;
        return cut(std::clamp(x - 2 * amount * x * (1 - x), 0.0, 1.0) * 255);
    });
}

RgbImage mean_shift(const RgbImage& photo, double amount) {
    const auto shift = static_cast<float>(amount);
    return through_curve(photo, [shift](int level) { // each step rounded to float32, as in the reference
        const float unit = static_cast<float>(level) / 255.0F;
        const float moved = unit + shift;
        const float scaled = moved * 255.0F;
        return cut(static_cast<double>(scaled));
    });
}

RgbImage contrast(const RgbImage& photo, double amount) {
    // The cubic through (0,0), (.3, .25 − a/4), (.5,.5), (.7, .75 + a/4), (1,1); it meets all five (reiqa.md 3.5).
    const double cubic = -(0.05 + amount / 4) / 0.042, linear = 1 - cubic / 4;
    return through_curve(photo, [=](int level) {
        const double x = level / 255.0 - 0.5;
        return cut(std::clamp(0.5 + linear * x + cubic * x * x * x, 0.0, 1.0) * 255);
    });
}

namespace {

struct LabPlanes {
    Plane lightness, a, b;
};

LabPlanes lab_planes(const RgbImage& photo, bool levels_as_they_are) {
    LabPlanes planes{Plane(photo.size), Plane(photo.size), Plane(photo.size)};
    std::array<double, 256> linear{};
    for (int level = 0; level < 256; ++level)
        linear[static_cast<std::size_t>(level)] = linear_from_srgb(levels_as_they_are ? level : level / 255.0);
    for (std::size_t i = 0; i < planes.a.values.size(); ++i) {
        const std::uint8_t* p = photo.pixels.data() + 3 * i;
        const Triple lab = lab_from_linear({linear[p[0]], linear[p[1]], linear[p[2]]});
        planes.lightness.values[i] = lab[0];
        planes.a.values[i] = lab[1];
        planes.b.values[i] = lab[2];
    }
    return planes;
}

void unsharp(Plane& lightness, double amount) {
    Plane blurred = lightness;
    gaussian_blur(blurred, 3, 6);
    for (std::size_t i = 0; i < lightness.values.size(); ++i)
        lightness.values[i] += amount * (lightness.values[i] - blurred.values[i]);
}

/// The second derivative along both axes: central differences taken twice, one-sided at the borders.
void subtract_laplacian(Plane& lightness, double amount) {
    Plane slope_x(lightness.size), slope_y(lightness.size), result = lightness;
    for (int y = 0; y < lightness.size.height; ++y)
        for (int x = 0; x < lightness.size.width; ++x) {
            slope_x.at(x, y) = slope_along_x(lightness, x, y);
            slope_y.at(x, y) = slope_along_y(lightness, x, y);
        }
    for (int y = 0; y < lightness.size.height; ++y)
        for (int x = 0; x < lightness.size.width; ++x)
            result.at(x, y) -= amount * (slope_along_x(slope_x, x, y) + slope_along_y(slope_y, x, y));
    lightness = std::move(result);
}

} // namespace

RgbImage sharpen(const RgbImage& photo, double amount, Sharpening variant) {
    // As published, 0…255 goes into a conversion that expects 0…1: lightness becomes thousands and is clipped to 100.
    LabPlanes planes = lab_planes(photo, variant == Sharpening::Published);
    if (variant == Sharpening::Kadid)
        unsharp(planes.lightness, amount);
    else
        subtract_laplacian(planes.lightness, amount);
    RgbImage result(photo.size);
    for (std::size_t i = 0; i < planes.a.values.size(); ++i) {
        const double lightness = std::clamp(planes.lightness.values[i], 0.0, 100.0);
        const Triple rgb = rgb_from_lab({lightness, planes.a.values[i], planes.b.values[i]});
        for (std::size_t c = 0; c < 3; ++c)
            result.pixels[3 * i + c] = cut(rgb[c] * 255);
    }
    return result;
}

RgbImage quantisation(const RgbImage& photo, int thresholds) {
    // The thresholds that leave the least variance inside the classes (Otsu's, several at once), found exactly: the
    // best way to cut the levels up to `end` into k classes extends the best ways for k − 1.
    std::array<double, 257> count{}, sum{}, squares{};
    std::array<double, 256> histogram{};
    for (const std::uint8_t level : photo.pixels)
        ++histogram[level];
    for (std::size_t i = 0; i < 256; ++i) {
        const auto level = static_cast<double>(i);
        count[i + 1] = count[i] + histogram[i];
        sum[i + 1] = sum[i] + histogram[i] * level;
        squares[i + 1] = squares[i] + histogram[i] * level * level;
    }
    const auto spread = [&](std::size_t from, std::size_t to) { // levels from … to − 1
        const double n = count[to] - count[from], s = sum[to] - sum[from];
        return n > 0 ? squares[to] - squares[from] - s * s / n : 0.0;
    };
    const auto classes = static_cast<std::size_t>(thresholds) + 1;
    std::vector<std::array<double, 257>> best(classes + 1);
    std::vector<std::array<std::size_t, 257>> begin(classes + 1);
    for (auto& row : best)
        row.fill(std::numeric_limits<double>::infinity());
    best[0][0] = 0;
    for (std::size_t k = 1; k <= classes; ++k)
        for (std::size_t end = 0; end <= 256; ++end)
            for (std::size_t from = 0; from <= end; ++from)
                if (const double total = best[k - 1][from] + spread(from, end); total < best[k][end]) {
                    best[k][end] = total;
                    begin[k][end] = from;
                }
    std::array<std::uint8_t, 256> table{};
    for (std::size_t k = classes, end = 256; k > 0; end = begin[k][end], --k) {
        const std::size_t from = begin[k][end];
        const double n = count[end] - count[from];
        const double mean = n > 0 ? (sum[end] - sum[from]) / n : static_cast<double>(from);
        std::fill(table.begin() + static_cast<std::ptrdiff_t>(from), table.begin() + static_cast<std::ptrdiff_t>(end),
                  cut(mean + 0.5));
    }
    return through_curve(photo, [&](int level) { return table[static_cast<std::size_t>(level)]; });
}

} // namespace touchstone::imaging::distortions
