// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "engine/musiq/tokens.h"

#include <algorithm>
#include <cmath>

#include "engine/imaging/resample.h"

namespace touchstone::musiq {

namespace {

// std::nearbyint rounds half to even in the default rounding mode, as tf.round and Python's round do.
int round_half_even(double value) {
    return static_cast<int>(std::nearbyint(value));
}

ScaleGrid grid_of(Size scaled, int long_side, int patch, int first_token) {
    ScaleGrid grid;
    grid.long_side = long_side;
    grid.scaled = scaled;
    grid.rows = (scaled.height + patch - 1) / patch;
    grid.cols = (scaled.width + patch - 1) / patch;
    grid.pad_left = (grid.cols * patch - scaled.width) / 2;
    grid.pad_top = (grid.rows * patch - scaled.height) / 2;
    grid.first_token = first_token;
    return grid;
}

/// 8-bit values to −1…1. Google divides and shifts, pyiqa shifts first: equal but for the last bit (musiq.md 1.2).
FloatImage normalise(const RgbImage& photo, Flavour flavour) {
    float table[256];
    for (int v = 0; v < 256; ++v) {
        const float unit = static_cast<float>(v) / 255.0f;
        table[v] = flavour == Flavour::Google ? -1.0f + unit * 2.0f : (unit - 0.5f) * 2.0f;
    }
    FloatImage out(photo.size);
    std::transform(photo.pixels.begin(), photo.pixels.end(), out.values.begin(),
                   [&](std::uint8_t v) { return table[v]; });
    return out;
}

/// Copies the part of one image row that lies inside one patch row, de-interleaving RGB into planes.
void copy_patch_row(const float* source, int count, float* red, std::size_t plane) {
    for (int x = 0; x < count; ++x) {
        red[x] = source[3 * x];
        red[plane + x] = source[3 * x + 1];
        red[2 * plane + x] = source[3 * x + 2];
    }
}

void cut_patches(const FloatImage& image, const ScaleGrid& grid, int patch, float* patches) {
    const std::size_t plane = static_cast<std::size_t>(patch) * patch;
    for (int y = 0; y < image.size.height; ++y) {
        const int row = (y + grid.pad_top) / patch, inner_y = (y + grid.pad_top) % patch;
        for (int col = 0; col < grid.cols; ++col) {
            const int first = std::max(0, col * patch - grid.pad_left);
            const int last = std::min(image.size.width, (col + 1) * patch - grid.pad_left);
            const int inner_x = first + grid.pad_left - col * patch;
            const std::size_t token = static_cast<std::size_t>(row) * grid.cols + col;
            copy_patch_row(image.row(y) + 3 * static_cast<std::size_t>(first), last - first,
                           patches + token * 3 * plane + static_cast<std::size_t>(inner_y) * patch + inner_x, plane);
        }
    }
}

} // namespace

Size scaled_size(Size photo, int long_side, Flavour flavour) {
    Size scaled;
    if (flavour == Flavour::Google) {
        const float ratio = static_cast<float>(long_side) / static_cast<float>(photo.long_side());
        scaled.width = round_half_even(static_cast<float>(photo.width) * ratio);
        scaled.height = round_half_even(static_cast<float>(photo.height) * ratio);
    } else {
        const double ratio = static_cast<double>(long_side) / photo.long_side();
        scaled.width = round_half_even(photo.width * ratio);
        scaled.height = round_half_even(photo.height * ratio);
    }
    // The originals fail on extreme strips; a side of one pixel keeps the picture's meaning.
    return {std::max(1, scaled.width), std::max(1, scaled.height)};
}

int hash_cell(int index, int count, int grid) {
    const float scale = static_cast<float>(grid) / static_cast<float>(count);
    const float position = static_cast<float>(index) * scale;
    return std::min(static_cast<int>(std::floor(position)), grid - 1);
}

std::vector<ScaleGrid> scale_grids(Size photo, const Config& config) {
    std::vector<ScaleGrid> grids;
    int tokens = 0;
    const auto add = [&](Size scaled, int long_side) {
        grids.push_back(grid_of(scaled, long_side, config.patch, tokens));
        tokens += grids.back().tokens();
    };
    for (const int long_side : config.long_sides)
        add(scaled_size(photo, long_side, config.flavour), long_side);
    add(photo, 0);
    return grids;
}

std::int64_t token_count(Size photo, const Config& config) {
    const auto grids = scale_grids(photo, config);
    return std::int64_t{grids.back().first_token} + grids.back().tokens();
}

TokenSequence make_tokens(const RgbImage& photo, const Config& config) {
    TokenSequence sequence;
    sequence.scales = scale_grids(photo.size, config);
    const std::size_t patch_values = std::size_t{3} * config.patch * config.patch;
    const std::size_t count = static_cast<std::size_t>(token_count(photo.size, config));
    sequence.patches.resize(count * patch_values);
    sequence.hash_index.reserve(count);
    sequence.scale_index.reserve(count);

    const FloatImage native = normalise(photo, config.flavour);
    for (std::size_t s = 0; s < sequence.scales.size(); ++s) {
        const ScaleGrid& grid = sequence.scales[s];
        float* patches = sequence.patches.data() + grid.first_token * patch_values;
        if (grid.long_side == 0)
            cut_patches(native, grid, config.patch, patches);
        else if (config.flavour == Flavour::Google)
            cut_patches(imaging::resize_tf_gaussian(native, grid.scaled), grid, config.patch, patches);
        else
            cut_patches(imaging::resize_torch_bicubic(native, grid.scaled), grid, config.patch, patches);
        for (int row = 0; row < grid.rows; ++row)
            for (int col = 0; col < grid.cols; ++col) {
                sequence.hash_index.push_back(hash_cell(row, grid.rows, config.grid) * config.grid +
                                              hash_cell(col, grid.cols, config.grid));
                sequence.scale_index.push_back(static_cast<int>(s));
            }
    }
    return sequence;
}

RgbImage picture_of_scale(const TokenSequence& sequence, std::size_t scale, int patch) {
    const ScaleGrid& grid = sequence.scales[scale];
    RgbImage picture(grid.scaled);
    const std::size_t plane = static_cast<std::size_t>(patch) * patch;
    const float* patches = sequence.patches.data() + grid.first_token * 3 * plane;
    for (int y = 0; y < grid.scaled.height; ++y)
        for (int x = 0; x < grid.scaled.width; ++x) {
            const int down = y + grid.pad_top, across = x + grid.pad_left;
            const std::size_t token = static_cast<std::size_t>(down / patch) * grid.cols + across / patch;
            const float* value =
                patches + token * 3 * plane + static_cast<std::size_t>(down % patch) * patch + across % patch;
            for (std::size_t channel = 0; channel < 3; ++channel)
                picture.row(y)[3 * x + channel] = static_cast<std::uint8_t>(
                    std::lround(std::clamp((value[channel * plane] + 1.0F) * 127.5F, 0.0F, 255.0F)));
        }
    return picture;
}

} // namespace touchstone::musiq
