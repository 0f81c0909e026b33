// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "engine/imaging/orient.h"

#include <algorithm>

namespace touchstone::imaging {

namespace {

void copy_pixel(const std::uint8_t* from, std::uint8_t* to) {
    to[0] = from[0];
    to[1] = from[1];
    to[2] = from[2];
}

void mirror_rows(RgbImage& image) {
    for (int y = 0; y < image.size.height; ++y) {
        std::uint8_t* left = image.row(y);
        std::uint8_t* right = left + 3 * (image.size.width - 1);
        for (; left < right; left += 3, right -= 3)
            std::swap_ranges(left, left + 3, right);
    }
}

void flip(RgbImage& image) {
    const std::size_t row_bytes = static_cast<std::size_t>(image.size.width) * 3;
    for (int top = 0, bottom = image.size.height - 1; top < bottom; ++top, --bottom)
        std::swap_ranges(image.row(top), image.row(top) + row_bytes, image.row(bottom));
}

/// In square blocks, so that both pictures stay in the cache.
RgbImage transpose(const RgbImage& image) {
    constexpr int block = 32;
    RgbImage result(Size{image.size.height, image.size.width});
    for (int y0 = 0; y0 < image.size.height; y0 += block)
        for (int x0 = 0; x0 < image.size.width; x0 += block) {
            const int y1 = std::min(y0 + block, image.size.height), x1 = std::min(x0 + block, image.size.width);
            for (int x = x0; x < x1; ++x)
                for (int y = y0; y < y1; ++y)
                    copy_pixel(image.row(y) + 3 * x, result.row(x) + 3 * y);
        }
    return result;
}

bool swaps_sides(int orientation) {
    return orientation >= 5 && orientation <= 8;
}

} // namespace

RgbImage apply_orientation(RgbImage image, int orientation) {
    if (swaps_sides(orientation))
        image = transpose(image);
    // 5 is the transposition alone; 6 and 8 are quarter turns, 7 the transposition about the other diagonal.
    if (orientation == 2 || orientation == 3 || orientation == 6 || orientation == 7)
        mirror_rows(image);
    if (orientation == 3 || orientation == 4 || orientation == 7 || orientation == 8)
        flip(image);
    return image;
}

Size oriented_size(Size stored, int orientation) {
    return swaps_sides(orientation) ? Size{stored.height, stored.width} : stored;
}

Size fitted_size(Size size, int edge) {
    const int longest = size.long_side();
    if (edge <= 0 || longest <= edge)
        return size;
    const auto fit = [&](int side) {
        const std::int64_t rounded = (2LL * side * edge + longest) / (2LL * longest);
        return static_cast<int>(std::max<std::int64_t>(1, rounded));
    };
    return Size{fit(size.width), fit(size.height)};
}

} // namespace touchstone::imaging
