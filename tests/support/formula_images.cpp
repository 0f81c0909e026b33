// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "tests/support/formula_images.h"

#include <algorithm>
#include <array>

namespace touchstone::test {

namespace {

template <class PixelFormula>
RgbImage paint(int width, int height, PixelFormula formula) {
    RgbImage image(Size{width, height});
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x)
            for (int c = 0; c < 3; ++c)
                image.row(y)[3 * x + c] = static_cast<std::uint8_t>(formula(x, y, c) & 255);
    return image;
}

} // namespace

RgbImage formula_a(int width, int height) {
    return paint(width, height, [](int x, int y, int c) { return (3 * x + 5 * y + 40 * c) ^ ((x * y) >> 4); });
}

RgbImage formula_b(int width, int height) {
    return paint(width, height,
                 [](int x, int y, int c) { return (2 * x + ((y * y) >> 4) + 85 * c) ^ ((x * (y + 7)) >> 5); });
}

RgbImage smooth_scene(int width, int height) {
    const int radius = std::min(width, height) / 5;
    return paint(width, height, [&](int x, int y, int c) {
        const std::array<int, 3> gradient{255 * x / std::max(1, width - 1), 255 * y / std::max(1, height - 1),
                                          255 - 255 * (x + y) / std::max(1, width + height - 2)};
        int value = gradient[c];
        const int dx = x - width / 3, dy = y - height / 3;
        if (dx * dx + dy * dy < radius * radius)
            value = std::array<int, 3>{250, 230, 40}[c];
        if (y >= 5 * height / 8 && y < 7 * height / 8 && x >= 5 * width / 8 && x < 7 * width / 8)
            value = std::array<int, 3>{20, 40, 90}[c];
        return value;
    });
}

} // namespace touchstone::test
