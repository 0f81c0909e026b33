// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>

/// Conversions with scikit-image's constants (reiqa.md 3.6): sRGB companding, white D65 (.95047, 1, 1.08883), Lab
/// threshold .008856 and slope 7.787; YCbCr in the studio form. RGB in 0…1. Double: what remains is rounding.
namespace touchstone::imaging::distortions {

using Triple = std::array<double, 3>;

inline double linear_from_srgb(double v) {
    return v > 0.04045 ? std::pow((v + 0.055) / 1.055, 2.4) : v / 12.92;
}

inline double srgb_from_linear(double v) {
    return v > 0.0031308 ? 1.055 * std::pow(v, 1 / 2.4) - 0.055 : v * 12.92;
}

/// `linear` RGB to Lab.
inline Triple lab_from_linear(const Triple& linear) {
    const auto [r, g, b] = linear;
    const auto bent = [](double t) { return t > 0.008856 ? std::cbrt(t) : 7.787 * t + 16.0 / 116; };
    const double x = bent((0.412453 * r + 0.357580 * g + 0.180423 * b) / 0.95047);
    const double y = bent(0.212671 * r + 0.715160 * g + 0.072169 * b);
    const double z = bent((0.019334 * r + 0.119193 * g + 0.950227 * b) / 1.08883);
    return {116 * y - 16, 500 * (x - y), 200 * (y - z)};
}

inline Triple lab_from_rgb(const Triple& rgb) {
    return lab_from_linear({linear_from_srgb(rgb[0]), linear_from_srgb(rgb[1]), linear_from_srgb(rgb[2])});
}

/// Lab of 8-bit pixels, without a power per sample.
class LabOfLevels {
public:
    LabOfLevels() {
        for (int i = 0; i < 256; ++i)
            linear_[static_cast<std::size_t>(i)] = linear_from_srgb(i / 255.0);
    }
    Triple operator()(const std::uint8_t* p) const {
        return lab_from_linear({linear_[p[0]], linear_[p[1]], linear_[p[2]]});
    }

private:
    std::array<double, 256> linear_{};
};

/// Clipped to 0…1, as the reference does on the way back.
inline Triple rgb_from_lab(const Triple& lab) {
    const double fy = (lab[0] + 16) / 116, fx = lab[1] / 500 + fy;
    const double fz = std::max(0.0, fy - lab[2] / 200); // the reference sets a negative z to 0
    const auto straight = [](double f) { return f > 0.2068966 ? f * f * f : (f - 16.0 / 116) / 7.787; };
    const double x = straight(fx) * 0.95047, y = straight(fy), z = straight(fz) * 1.08883;
    // The inverse of the matrix above, in double.
    const Triple linear{3.2404813432005266 * x - 1.5371515162713185 * y - 0.49853632616888793 * z,
                        -0.9692549499965684 * x + 1.8759900014898907 * y + 0.04155592655829283 * z,
                        0.05564663913517716 * x - 0.20404133836651125 * y + 1.0573110696453445 * z};
    Triple rgb{};
    for (std::size_t c = 0; c < 3; ++c)
        rgb[c] = std::clamp(srgb_from_linear(std::max(0.0, linear[c])), 0.0, 1.0);
    return rgb;
}

/// Hue, saturation, value, all 0…1.
inline Triple hsv_from_rgb(const Triple& rgb) {
    const auto [low, high] = std::minmax({rgb[0], rgb[1], rgb[2]});
    const double delta = high - low;
    if (delta == 0)
        return {0, 0, high};
    double hue = 0;
    if (rgb[2] == high) // the reference lets the last of equal maxima win
        hue = 4 + (rgb[0] - rgb[1]) / delta;
    else if (rgb[1] == high)
        hue = 2 + (rgb[2] - rgb[0]) / delta;
    else
        hue = (rgb[1] - rgb[2]) / delta;
    hue /= 6;
    return {hue - std::floor(hue), delta / high, high};
}

/// Not clipped: a negative saturation goes to the complementary side.
inline Triple rgb_from_hsv(const Triple& hsv) {
    const double sixth = std::floor(hsv[0] * 6), f = hsv[0] * 6 - sixth, v = hsv[2];
    const double p = v * (1 - hsv[1]), q = v * (1 - f * hsv[1]), t = v * (1 - (1 - f) * hsv[1]);
    switch (static_cast<int>(sixth) % 6) {
    case 0:
        return {v, t, p};
    case 1:
        return {q, v, p};
    case 2:
        return {p, v, t};
    case 3:
        return {p, q, v};
    case 4:
        return {t, p, v};
    default:
        return {v, p, q};
    }
}

/// 16…235 and 16…240.
inline Triple ycbcr_from_rgb(const Triple& c) {
    return {16 + 65.481 * c[0] + 128.553 * c[1] + 24.966 * c[2], 128 - 37.797 * c[0] - 74.203 * c[1] + 112 * c[2],
            128 + 112 * c[0] - 93.786 * c[1] - 18.214 * c[2]};
}

inline Triple rgb_from_ycbcr(const Triple& ycbcr) {
    const double y = ycbcr[0] - 16, cb = ycbcr[1] - 128, cr = ycbcr[2] - 128;
    return {0.0045662100456621 * y + 1.1808799899499555e-09 * cb + 0.006258928969943937 * cr,
            0.0045662100456621 * y - 0.0015363236860449021 * cb - 0.003188110949655707 * cr,
            0.0045662100456621 * y + 0.007910716233554741 * cb + 1.1977497040920977e-08 * cr};
}

} // namespace touchstone::imaging::distortions
