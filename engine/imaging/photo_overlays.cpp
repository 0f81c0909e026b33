// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "engine/imaging/photo_overlays.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace touchstone::imaging {

namespace {

constexpr int shadow_limit = 2, highlight_limit = 253; // as in measures.cpp
constexpr std::array<std::uint8_t, 4> blue{60, 120, 255, 230}, orange{255, 140, 0, 230};
constexpr std::array<std::uint8_t, 4> green{120, 255, 120, 255}, dark{0, 40, 0, 200};

enum class Mark : std::uint8_t { None, Shadow, Highlight, Sharp };

/// One mark for each block of the photo: the strongest below it.
struct Marks {
    Size size;
    int block = 1;
    std::vector<Mark> at;

    Marks(Size photo, int largest)
        : block(std::max(1, (photo.long_side() + largest - 1) / std::max(1, largest))) {
        size = {(photo.width + block - 1) / block, (photo.height + block - 1) / block};
        at.assign(static_cast<std::size_t>(size.pixels()), Mark::None);
    }
    void raise(int x, int y, Mark mark) {
        Mark& known = at[static_cast<std::size_t>(y / block) * size.width + x / block];
        known = std::max(known, mark);
    }
};

int luma(const std::uint8_t* pixel) {
    return (299 * pixel[0] + 587 * pixel[1] + 114 * pixel[2] + 500) / 1000;
}

} // namespace

LevelCounts count_levels(const RgbImage& photo) {
    LevelCounts counts{};
    for (std::size_t i = 0; i < photo.pixels.size(); i += 3) {
        const std::uint8_t* pixel = photo.pixels.data() + i;
        for (std::size_t channel = 0; channel < 3; ++channel)
            ++counts[channel][pixel[channel]];
        ++counts[3][static_cast<std::size_t>(luma(pixel))];
    }
    return counts;
}

ClippedShares clipped_shares(const RgbImage& photo) {
    std::int64_t shadows = 0, highlights = 0;
    for (std::size_t i = 0; i < photo.pixels.size(); i += 3) {
        const int high = std::max({photo.pixels[i], photo.pixels[i + 1], photo.pixels[i + 2]});
        highlights += high >= highlight_limit;
        shadows += high <= shadow_limit;
    }
    const double count = std::max<double>(1, static_cast<double>(photo.size.pixels()));
    return {static_cast<double>(shadows) / count, static_cast<double>(highlights) / count};
}

RgbaImage clipping_overlay(const RgbImage& photo, int largest) {
    Marks marks(photo.size, largest);
    for (int y = 0; y < photo.size.height; ++y) {
        const std::uint8_t* pixel = photo.row(y);
        for (int x = 0; x < photo.size.width; ++x, pixel += 3) {
            const int high = std::max({pixel[0], pixel[1], pixel[2]});
            if (high >= highlight_limit)
                marks.raise(x, y, Mark::Highlight);
            else if (high <= shadow_limit)
                marks.raise(x, y, Mark::Shadow);
        }
    }
    RgbaImage overlay(marks.size);
    for (int y = 0; y < marks.size.height; ++y)
        for (int x = 0; x < marks.size.width; ++x) {
            const Mark mark = marks.at[static_cast<std::size_t>(y) * marks.size.width + x];
            if (mark == Mark::None)
                continue;
            const bool highlight = mark == Mark::Highlight;
            const bool stripe = ((highlight ? x + y : x + marks.size.height - y) / 4) % 2 == 0;
            auto colour = highlight ? orange : blue;
            colour[3] = stripe ? colour[3] : 110;
            std::copy(colour.begin(), colour.end(), overlay.row(y) + 4 * x);
        }
    return overlay;
}

RgbaImage peaking_overlay(const RgbImage& photo, int largest) {
    Marks marks(photo.size, largest);
    const int width = photo.size.width;
    std::vector<int> lines[3];
    const auto fill = [&](int y) {
        std::vector<int>& line = lines[y % 3];
        line.resize(static_cast<std::size_t>(width));
        for (int x = 0; x < width; ++x)
            line[static_cast<std::size_t>(x)] = luma(photo.row(y) + 3 * x);
    };
    if (photo.size.height >= 3) {
        fill(0);
        fill(1);
    }
    constexpr double limit = 4 * peaking_gradient * peaking_gradient;
    for (int y = 1; y + 1 < photo.size.height; ++y) {
        fill(y + 1);
        const int *above = lines[(y - 1) % 3].data(), *here = lines[y % 3].data(), *below = lines[(y + 1) % 3].data();
        for (int x = 1; x + 1 < width; ++x) {
            const double across = here[x + 1] - here[x - 1], down = below[x] - above[x];
            if (across * across + down * down >= limit)
                marks.raise(x, y, Mark::Sharp);
        }
    }
    RgbaImage overlay(marks.size);
    const auto sharp = [&](int x, int y) {
        return x >= 0 && y >= 0 && marks.at[static_cast<std::size_t>(y) * marks.size.width + x] == Mark::Sharp;
    };
    for (int y = 0; y < marks.size.height; ++y)
        for (int x = 0; x < marks.size.width; ++x) {
            const bool shadow = sharp(x - 1, y - 1);
            if (sharp(x, y) || shadow) {
                const auto& colour = sharp(x, y) ? green : dark;
                std::copy(colour.begin(), colour.end(), overlay.row(y) + 4 * x);
            }
        }
    return overlay;
}

} // namespace touchstone::imaging
