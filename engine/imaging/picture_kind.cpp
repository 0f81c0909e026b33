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

struct Block {
    bool flat = false;
    int colour = 0; ///< 7 bits a channel
    bool black_or_white = false;
};

constexpr int block_edge = 8;

/// Noise and ringing of two levels are flat still.
Block look_at_block(const RgbImage& picture, int left, int top) {
    constexpr int flat_range = 2, darkest = 24, lightest = 246;
    int low = 255, high = 0;
    std::array<int, 3> sum{};
    for (int y = top; y < top + block_edge; ++y) {
        const std::uint8_t* pixel = picture.row(y) + 3 * std::size_t(left);
        for (int x = 0; x < block_edge; ++x, pixel += 3) {
            const int value = luma(pixel);
            low = std::min(low, value);
            high = std::max(high, value);
            for (std::size_t c = 0; c < 3; ++c)
                sum[c] += pixel[c];
        }
        if (high - low > flat_range)
            return {};
    }
    constexpr int pixels = block_edge * block_edge;
    Block block{true, 0, false};
    bool dark = true, light = true;
    for (const int channel : sum) {
        const int mean = (channel + pixels / 2) / pixels;
        block.colour = block.colour << 7 | mean >> 1;
        dark &= mean <= darkest;
        light &= mean >= lightest;
    }
    block.black_or_white = dark || light;
    return block;
}

void measure_blocks(const RgbImage& picture, KindFeatures& features) {
    std::int64_t blocks = 0;
    std::vector<int> colours; // of flat blocks
    for (int top = 0; top + block_edge <= picture.size.height; top += block_edge)
        for (int left = 0; left + block_edge <= picture.size.width; left += block_edge) {
            ++blocks;
            if (const Block block = look_at_block(picture, left, top); block.flat && !block.black_or_white)
                colours.push_back(block.colour);
        }
    if (colours.empty())
        return;
    std::sort(colours.begin(), colours.end());
    std::vector<std::int64_t> counts;
    for (std::size_t at = 0; at < colours.size(); ++at) {
        if (at == 0 || colours[at] != colours[at - 1])
            counts.push_back(0);
        ++counts.back();
    }
    std::sort(counts.begin(), counts.end(), std::greater<>());
    std::int64_t main = 0;
    for (std::size_t i = 0; i < std::min<std::size_t>(4, counts.size()); ++i)
        main += counts[i];
    features.plain_blocks = static_cast<double>(main) / static_cast<double>(blocks);
    features.few_plain_colours = static_cast<double>(main) / static_cast<double>(colours.size());
}

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
    measure_blocks(picture, features);
    return features;
}

PictureKind kind_of(const KindFeatures& features) {
    if (features.contrast < 3)
        return PictureKind::Blank;
    const bool drawn = features.flat_edges >= 0.30 && features.same >= 0.30;
    const bool bright_document = features.same >= 0.35 && features.main_colours >= 0.9 && features.mean_luma >= 150 &&
                                 features.steps >= 0.02 && features.ink >= 0.4;
    const bool plain_areas =
        features.plain_blocks >= 0.22 && features.few_plain_colours >= 0.6 && features.steps >= 0.02;
    return drawn || bright_document || plain_areas ? PictureKind::Drawn : PictureKind::Photograph;
}

} // namespace touchstone::imaging
