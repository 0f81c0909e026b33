// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "engine/imaging/picture_kind.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <vector>

namespace touchstone::imaging {

namespace {

constexpr int step_limit = 40;

int luma(const std::uint8_t* pixel) {
    return (299 * pixel[0] + 587 * pixel[1] + 114 * pixel[2] + 500) / 1000;
}

/// Luma along a line, six neighbours at a time: the step is between the third and the fourth.
struct Edges {
    std::int64_t steps = 0, from_flat = 0;

    void add(int a, int b, int c, int d, int e, int f) {
        if (std::abs(d - c) < step_limit)
            return;
        ++steps;
        from_flat += (a == b && b == c) || (d == e && e == f);
    }
};

} // namespace

KindFeatures kind_features(const RgbImage& picture) {
    const Size size = picture.size;
    KindFeatures features;
    if (size.pixels() == 0)
        return features;
    std::vector<std::int64_t> colours(4096, 0);
    std::int64_t same = 0, pairs = 0, dark = 0, not_light = 0;
    double sum = 0, squares = 0;
    Edges edges;
    std::array<std::vector<int>, 6> lines; // the latest six rows of luma, by y % 6
    lines.fill(std::vector<int>(static_cast<std::size_t>(size.width)));
    for (int y = 0; y < size.height; ++y) {
        int* line = lines[static_cast<std::size_t>(y % 6)].data();
        const std::uint8_t* pixel = picture.row(y);
        for (int x = 0; x < size.width; ++x, pixel += 3) {
            const int value = luma(pixel);
            line[x] = value;
            sum += value;
            squares += double(value) * value;
            dark += value < 90;
            not_light += value < 200;
            ++colours[static_cast<std::size_t>((pixel[0] >> 4) << 8 | (pixel[1] >> 4) << 4 | pixel[2] >> 4)];
            if (x >= 5)
                edges.add(line[x - 5], line[x - 4], line[x - 3], line[x - 2], line[x - 1], value);
            const auto above = [&](int by) { return lines[static_cast<std::size_t>((y - by) % 6)][std::size_t(x)]; };
            if (y >= 5)
                edges.add(above(5), above(4), above(3), above(2), above(1), value);
            if (x + 1 == size.width || y + 1 == size.height)
                continue;
            const std::uint8_t* below = picture.row(y + 1) + 3 * std::size_t(x);
            ++pairs;
            same += std::memcmp(pixel, pixel + 3, 3) == 0 && std::memcmp(pixel, below, 3) == 0;
        }
    }
    const auto count = static_cast<double>(size.pixels());
    features.mean_luma = sum / count;
    features.contrast = std::sqrt(std::max(0.0, squares / count - sum / count * sum / count));
    features.same = pairs > 0 ? static_cast<double>(same) / static_cast<double>(pairs) : 0;
    std::partial_sort(colours.begin(), colours.begin() + 8, colours.end(), std::greater<>());
    for (int i = 0; i < 8; ++i)
        features.main_colours += static_cast<double>(colours[static_cast<std::size_t>(i)]) / count;
    features.ink = not_light > 0 ? static_cast<double>(dark) / static_cast<double>(not_light) : 0;
    features.steps = static_cast<double>(edges.steps) / count;
    features.flat_edges = edges.steps > 0 ? static_cast<double>(edges.from_flat) / static_cast<double>(edges.steps) : 0;
    return features;
}

PictureKind kind_of(const KindFeatures& features) {
    if (features.contrast < 3)
        return PictureKind::Blank;
    const bool drawn = features.flat_edges >= 0.30 && features.same >= 0.30;
    const bool bright_document = features.same >= 0.35 && features.main_colours >= 0.9 && features.mean_luma >= 150 &&
                                 features.steps >= 0.02 && features.ink >= 0.4;
    return drawn || bright_document ? PictureKind::Drawn : PictureKind::Photograph;
}

} // namespace touchstone::imaging
