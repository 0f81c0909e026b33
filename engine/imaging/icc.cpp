// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// Reads just enough of an ICC profile (ICC.1:2010) to recognise sRGB.
#include "engine/imaging/icc.h"

#include <array>
#include <cmath>

#include "engine/imaging/bytes.h"

namespace touchstone::imaging {

namespace {

struct Tag {
    std::uint64_t offset = 0, size = 0;
    bool found = false;
};

Tag find_tag(const ByteReader& profile, std::string_view signature) {
    const std::uint32_t count = std::min<std::uint32_t>(profile.u32(128), 200);
    for (std::uint32_t i = 0; i < count; ++i) {
        const std::uint64_t entry = 132 + std::uint64_t{12} * i;
        if (profile.text(entry, signature))
            return {profile.u32(entry + 4), profile.u32(entry + 8), true};
    }
    return {};
}

double fixed16(const ByteReader& profile, std::uint64_t at) {
    return static_cast<std::int32_t>(profile.u32(at)) / 65536.0;
}

bool colorant_is(const ByteReader& profile, std::string_view signature, const std::array<double, 3>& expected) {
    const Tag tag = find_tag(profile, signature);
    for (std::uint64_t i = 0; i < 3; ++i)
        if (!tag.found || std::abs(fixed16(profile, tag.offset + 8 + 4 * i) - expected[i]) > 0.002)
            return false;
    return true;
}

double srgb_curve(double x) {
    return x <= 0.04045 ? x / 12.92 : std::pow((x + 0.055) / 1.055, 2.4);
}

/// Value of a `curv` or `para` tag at x, −1 for kinds that sRGB profiles do not use.
double curve_at(const ByteReader& profile, std::uint64_t at, double x) {
    if (profile.text(at, "curv")) {
        const std::uint32_t count = profile.u32(at + 8);
        if (count == 1)
            return std::pow(x, profile.u16(at + 12) / 256.0);
        if (count < 2)
            return x;
        const double position = x * (count - 1);
        const double below = std::floor(position);
        const auto entry = [&](double i) {
            return profile.u16(at + 12 + 2 * static_cast<std::uint64_t>(std::min<double>(i, count - 1))) / 65535.0;
        };
        return entry(below) + (position - below) * (entry(below + 1) - entry(below));
    }
    const std::uint32_t function = profile.u16(at + 8);
    if (!profile.text(at, "para") || (function != 3 && function != 4))
        return -1;
    const auto parameter = [&](std::uint64_t i) { return fixed16(profile, at + 12 + 4 * i); };
    const double offset = function == 4 ? parameter(5) : 0, linear_offset = function == 4 ? parameter(6) : 0;
    return x >= parameter(4) ? std::pow(parameter(1) * x + parameter(2), parameter(0)) + offset
                             : parameter(3) * x + linear_offset;
}

bool curve_is_srgb(const ByteReader& profile, std::string_view signature) {
    const Tag tag = find_tag(profile, signature);
    if (!tag.found)
        return false;
    // 0.002 in linear light is under one level in the middle tones and rejects gamma 2.2 in the shadows.
    for (const double x : {0.02, 0.1, 0.25, 0.5, 0.75, 1.0})
        if (std::abs(curve_at(profile, tag.offset, x) - srgb_curve(x)) > (x < 0.05 ? 0.0005 : 0.002))
            return false;
    return true;
}

} // namespace

bool is_srgb_profile(std::span<const std::byte> bytes) {
    const ByteReader profile(bytes);
    if (!profile.text(36, "acsp") || !profile.text(16, "RGB ") || find_tag(profile, "A2B0").found)
        return false;
    return colorant_is(profile, "rXYZ", {0.4361, 0.2225, 0.0139}) &&
           colorant_is(profile, "gXYZ", {0.3851, 0.7169, 0.0971}) &&
           colorant_is(profile, "bXYZ", {0.1431, 0.0606, 0.7141}) && curve_is_srgb(profile, "rTRC") &&
           curve_is_srgb(profile, "gTRC") && curve_is_srgb(profile, "bTRC");
}

} // namespace touchstone::imaging
