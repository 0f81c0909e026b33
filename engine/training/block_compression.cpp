// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "engine/training/block_compression.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <vector>

namespace touchstone::training {

namespace {

std::uint8_t to_byte(float value) {
    return static_cast<std::uint8_t>(std::clamp(std::lround(value), 0L, 255L));
}

using Block = std::array<float, 64>;

// The example tables of the JPEG standard (ITU-T T.81, annex K).
constexpr std::array<int, 64> luma_table{16, 11, 10, 16, 24,  40,  51,  61,  12, 12, 14, 19, 26,  58,  60,  55,
                                         14, 13, 16, 24, 40,  57,  69,  56,  14, 17, 22, 29, 51,  87,  80,  62,
                                         18, 22, 37, 56, 68,  109, 103, 77,  24, 35, 55, 64, 81,  104, 113, 92,
                                         49, 64, 78, 87, 103, 121, 120, 101, 72, 92, 95, 98, 112, 100, 103, 99};
constexpr std::array<int, 64> chroma_table{17, 18, 24, 47, 99, 99, 99, 99, 18, 21, 26, 66, 99, 99, 99, 99,
                                           24, 26, 56, 99, 99, 99, 99, 99, 47, 66, 99, 99, 99, 99, 99, 99,
                                           99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99,
                                           99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99};

const Block& cosine_table() {
    static const Block table = [] {
        Block t{};
        for (int k = 0; k < 8; ++k)
            for (int n = 0; n < 8; ++n)
                t[8 * k + n] = static_cast<float>((k == 0 ? std::sqrt(0.125) : 0.5) *
                                                  std::cos(std::numbers::pi * (2 * n + 1) * k / 16));
        return t;
    }();
    return table;
}

/// out = T·in·Tᵀ (forward) or Tᵀ·in·T (backward).
Block transform(const Block& in, bool forward) {
    const Block& t = cosine_table();
    Block half{}, out{};
    for (int i = 0; i < 8; ++i)
        for (int k = 0; k < 8; ++k) {
            const float factor = forward ? t[8 * i + k] : t[8 * k + i];
            for (int j = 0; j < 8; ++j)
                half[8 * i + j] += factor * in[8 * k + j];
        }
    for (int i = 0; i < 8; ++i)
        for (int k = 0; k < 8; ++k) {
            const float value = half[8 * i + k];
            for (int j = 0; j < 8; ++j)
                out[8 * i + j] += value * (forward ? t[8 * j + k] : t[8 * k + j]);
        }
    return out;
}

struct Plane {
    int width = 0, height = 0;
    std::vector<float> values;
    Plane(int w, int h)
        : width(w)
        , height(h)
        , values(static_cast<std::size_t>(w) * h) {}
    float& at(int x, int y) { return values[static_cast<std::size_t>(y) * width + x]; }
    float clamped(int x, int y) const {
        return values[static_cast<std::size_t>(std::clamp(y, 0, height - 1)) * width + std::clamp(x, 0, width - 1)];
    }
};

void quantise_blocks(Plane& plane, const std::array<int, 64>& table, int quality) {
    const int scale = quality < 50 ? 5000 / quality : 200 - 2 * quality;
    std::array<float, 64> steps{};
    for (int i = 0; i < 64; ++i)
        steps[i] = static_cast<float>(std::clamp((table[i] * scale + 50) / 100, 1, 255));
    for (int top = 0; top < plane.height; top += 8)
        for (int left = 0; left < plane.width; left += 8) {
            Block block{};
            for (int y = 0; y < 8; ++y)
                for (int x = 0; x < 8; ++x)
                    block[8 * y + x] = plane.clamped(left + x, top + y) - 128.0f;
            block = transform(block, true);
            for (int i = 0; i < 64; ++i)
                block[i] = std::round(block[i] / steps[i]) * steps[i];
            block = transform(block, false);
            for (int y = 0; y < std::min(8, plane.height - top); ++y)
                for (int x = 0; x < std::min(8, plane.width - left); ++x)
                    plane.at(left + x, top + y) = block[8 * y + x] + 128.0f;
        }
}

/// Luma, and colour at half the resolution.
struct Planes {
    Plane luma, cb, cr;
};

Planes split(const RgbImage& photo) {
    const auto [width, height] = photo.size;
    Planes planes{{width, height}, {(width + 1) / 2, (height + 1) / 2}, {(width + 1) / 2, (height + 1) / 2}};
    auto& [luma, cb, cr] = planes;
    std::vector<float> count(cb.values.size());
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x) {
            const std::uint8_t* p = photo.row(y) + 3 * x;
            luma.at(x, y) = 0.299f * p[0] + 0.587f * p[1] + 0.114f * p[2];
            cb.at(x / 2, y / 2) += 128 - 0.168736f * p[0] - 0.331264f * p[1] + 0.5f * p[2];
            cr.at(x / 2, y / 2) += 128 + 0.5f * p[0] - 0.418688f * p[1] - 0.081312f * p[2];
            ++count[static_cast<std::size_t>(y / 2) * cb.width + x / 2];
        }
    for (std::size_t i = 0; i < count.size(); ++i) {
        cb.values[i] /= count[i];
        cr.values[i] /= count[i];
    }
    return planes;
}

/// Colour at a pixel of the full resolution, between the four nearest samples, as decoders usually do it.
float between(const Plane& plane, int x, int y) {
    const int far_x = x % 2 == 0 ? x / 2 - 1 : x / 2 + 1, far_y = y % 2 == 0 ? y / 2 - 1 : y / 2 + 1;
    const int near_x = x / 2, near_y = y / 2;
    return (9 * plane.clamped(near_x, near_y) + 3 * plane.clamped(far_x, near_y) + 3 * plane.clamped(near_x, far_y) +
            plane.clamped(far_x, far_y)) /
           16;
}

RgbImage join(const Planes& planes, Size size, ColourEnlargement enlargement) {
    RgbImage result(size);
    const auto colour = [&](const Plane& plane, int x, int y) {
        return (enlargement == ColourEnlargement::Smooth ? between(plane, x, y) : plane.clamped(x / 2, y / 2)) - 128;
    };
    for (int y = 0; y < size.height; ++y)
        for (int x = 0; x < size.width; ++x) {
            const float l = planes.luma.clamped(x, y), b = colour(planes.cb, x, y), r = colour(planes.cr, x, y);
            std::uint8_t* p = result.row(y) + 3 * x;
            p[0] = to_byte(l + 1.402f * r);
            p[1] = to_byte(l - 0.344136f * b - 0.714136f * r);
            p[2] = to_byte(l + 1.772f * b);
        }
    return result;
}

} // namespace

RgbImage compress_blocks(const RgbImage& photo, int quality, ColourEnlargement enlargement) {
    Planes planes = split(photo);
    quantise_blocks(planes.luma, luma_table, quality);
    quantise_blocks(planes.cb, chroma_table, quality);
    quantise_blocks(planes.cr, chroma_table, quality);
    return join(planes, photo.size, enlargement);
}

} // namespace touchstone::training
