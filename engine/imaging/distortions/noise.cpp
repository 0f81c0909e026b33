// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include <cmath>

#include "engine/imaging/distortions/colour_spaces.h"
#include "engine/imaging/distortions/kinds.h"

namespace touchstone::imaging::distortions {

namespace {

/// Calls `change(pixel in, three standard normal numbers, pixel out)` for every pixel; numbers in order y, x, c.
template <class Change>
RgbImage with_normals(const RgbImage& photo, const char* stream, const RandomNumbers& numbers, const Change& change) {
    RgbImage result(photo.size);
    std::vector<float> row(static_cast<std::size_t>(photo.size.width) * 3);
    for (int y = 0; y < photo.size.height; ++y) {
        numbers.normal(stream, static_cast<std::uint64_t>(y) * row.size(), row);
        for (std::size_t i = 0; i < row.size(); i += 3)
            change(photo.row(y) + i, row.data() + i, result.row(y) + i);
    }
    return result;
}

} // namespace

RgbImage white_noise(const RgbImage& photo, double variance, const RandomNumbers& numbers) {
    const double deviation = std::sqrt(variance);
    return with_normals(photo, "noise/white", numbers,
                        [deviation](const std::uint8_t* in, const float* n, std::uint8_t* out) {
                            for (int c = 0; c < 3; ++c)
                                out[c] = cut((in[c] / 255.0 + deviation * n[c]) * 255);
                        });
}

RgbImage multiplicative_noise(const RgbImage& photo, double variance, const RandomNumbers& numbers) {
    const double deviation = std::sqrt(variance);
    return with_normals(photo, "noise/mult", numbers,
                        [deviation](const std::uint8_t* in, const float* n, std::uint8_t* out) {
                            for (int c = 0; c < 3; ++c) {
                                const double x = in[c] / 255.0;
                                out[c] = cut((x + x * (deviation * n[c])) * 255);
                            }
                        });
}

RgbImage ycbcr_noise(const RgbImage& photo, double variance, const RandomNumbers& numbers) {
    const double deviation = std::sqrt(variance);
    return with_normals(photo, "noise/ycbcr", numbers,
                        [deviation](const std::uint8_t* in, const float* n, std::uint8_t* out) {
                            Triple ycbcr = ycbcr_from_rgb({in[0] / 255.0, in[1] / 255.0, in[2] / 255.0});
                            for (std::size_t c = 0; c < 3; ++c)
                                ycbcr[c] = (ycbcr[c] / 255 + deviation * n[c]) * 255;
                            const Triple rgb = rgb_from_ycbcr(ycbcr);
                            for (std::size_t c = 0; c < 3; ++c)
                                out[c] = cut(rgb[c] * 255);
                        });
}

RgbImage impulse_noise(const RgbImage& photo, double share, const RandomNumbers& numbers) {
    RgbImage result = photo;
    std::vector<double> row(static_cast<std::size_t>(photo.size.width));
    for (int y = 0; y < photo.size.height; ++y) {
        numbers.uniform("noise/impulse", static_cast<std::uint64_t>(y) * row.size(), row);
        for (int x = 0; x < photo.size.width; ++x)
            if (row[static_cast<std::size_t>(x)] < share / 2)
                std::fill_n(result.row(y) + 3 * x, 3, std::uint8_t{0});
            else if (row[static_cast<std::size_t>(x)] > 1 - share / 2)
                std::fill_n(result.row(y) + 3 * x, 3, std::uint8_t{255});
    }
    return result;
}

RgbImage denoise(const RgbImage& photo, double variance, bool gaussian, const RandomNumbers& numbers) {
    const RgbImage noisy = white_noise(photo, variance, numbers);
    return gaussian ? pillow_gaussian_blur(noisy, 3) : pillow_box_blur(noisy, 2);
}

} // namespace touchstone::imaging::distortions
