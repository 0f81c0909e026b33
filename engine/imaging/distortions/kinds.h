// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <algorithm>
#include <utility>
#include <vector>

#include "engine/imaging/distortions/random_numbers.h"
#include "engine/imaging/photo.h"

/// The single kinds, by their strength. Numbers (1) … (26) are those of the table in reiqa.md 3.1.
namespace touchstone::imaging::distortions {

/// The references cut to 8 bit instead of rounding.
inline std::uint8_t cut(double level) {
    return static_cast<std::uint8_t>(std::clamp(level, 0.0, 255.0));
}

/// Index of a mirrored border whose edge pixel is repeated (… 1 0 | 0 1 …).
inline int mirrored(int at, int length) {
    while (at < 0 || at >= length)
        at = at < 0 ? -at - 1 : 2 * length - 1 - at;
    return at;
}

// blur.cpp
RgbImage pillow_gaussian_blur(const RgbImage& photo, double sigma);          ///< (1) identical to Pillow's bytes
RgbImage pillow_box_blur(const RgbImage& photo, double radius);              ///< identical to Pillow's bytes
RgbImage lens_blur(const RgbImage& photo, double radius);                    ///< (2)
RgbImage axis_motion_blur(const RgbImage& photo, int length, bool vertical); ///< (26) as published
RgbImage motion_blur(const RgbImage& photo, double length, double degrees);  ///< KADID 03

/// A small kernel of odd sides, row-major.
struct Kernel {
    int rows = 0, cols = 0;
    std::vector<double> values;
};
/// Area of the circle in each pixel, not normalised: the values sum to πr².
Kernel disk_kernel(double radius);
/// Blur of a linear camera movement; the values sum to 1.
Kernel motion_kernel(double length, double degrees);

// colour.cpp
RgbImage colour_diffusion(const RgbImage& photo, double amount); ///< (3)
/// (4) `shift` is (rows, columns); `flat` rolls the padded plane as one line, as the published code does.
RgbImage colour_shift(const RgbImage& photo, std::pair<int, int> shift, bool flat);
std::pair<int, int> draw_colour_shift(double amount, const RandomNumbers& numbers);
RgbImage colour_quantisation(const RgbImage& photo, int colours); ///< KADID 06
RgbImage saturation_hsv(const RgbImage& photo, double factor);    ///< (5)
RgbImage saturation_lab(const RgbImage& photo, double factor);    ///< (6)

// noise.cpp
RgbImage white_noise(const RgbImage& photo, double variance, const RandomNumbers& numbers);            ///< (8)
RgbImage ycbcr_noise(const RgbImage& photo, double variance, const RandomNumbers& numbers);            ///< (9)
RgbImage impulse_noise(const RgbImage& photo, double share, const RandomNumbers& numbers);             ///< (10)
RgbImage multiplicative_noise(const RgbImage& photo, double variance, const RandomNumbers& numbers);   ///< (11)
RgbImage denoise(const RgbImage& photo, double variance, bool gaussian, const RandomNumbers& numbers); ///< (12)

// tone.cpp
RgbImage brighten(const RgbImage& photo, double amount);   ///< (13)
RgbImage darken(const RgbImage& photo, double amount);     ///< (14)
RgbImage mean_shift(const RgbImage& photo, double amount); ///< (15)
enum class Sharpening { Published, Described, Kadid };
RgbImage sharpen(const RgbImage& photo, double amount, Sharpening variant); ///< (17)
RgbImage contrast(const RgbImage& photo, double amount);                    ///< (18)
RgbImage quantisation(const RgbImage& photo, int thresholds);               ///< KADID 22

// spatial.cpp
RgbImage pixelate(const RgbImage& photo, double amount);                                       ///< (20)
RgbImage colour_block(const RgbImage& photo, int blocks, const RandomNumbers& numbers);        ///< (19)
RgbImage patch_displacement(const RgbImage& photo, int patches, const RandomNumbers& numbers); ///< (21)
RgbImage jitter(const RgbImage& photo, double sigma, const RandomNumbers& numbers);            ///< (22)

} // namespace touchstone::imaging::distortions
