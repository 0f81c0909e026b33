// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "app/projection/appearance.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

namespace touchstone::projection {

namespace {

constexpr int edge = 32;
constexpr int layout_edge = 8, structure_edge = 4, directions = 8, bins = 4;
constexpr int layout_size = layout_edge * layout_edge * 3, colours_size = bins * bins * bins,
              structure_size = structure_edge * structure_edge * directions;
static_assert(layout_size + colours_size + structure_size == Appearance::dimension);

/// Luma and colour differences, 0…1 each; 0.5 is grey in the last two.
using Opponent = std::array<float, 3>;

struct Cells {
    std::array<Opponent, edge * edge> values{};
    const Opponent& at(int x, int y) const { return values[static_cast<std::size_t>(y * edge + x)]; }
    /// At the borders the outermost cell goes on.
    float luma(int x, int y) const { return at(std::clamp(x, 0, edge - 1), std::clamp(y, 0, edge - 1))[0]; }
};

/// Mean over the pixels that a cell touches; a picture with fewer pixels than cells repeats them.
Cells cells_of(const RgbImage& picture) {
    Cells cells;
    for (int row = 0; row < edge; ++row)
        for (int column = 0; column < edge; ++column) {
            const auto span = [](int cell, int length) {
                const int first = static_cast<int>(static_cast<std::int64_t>(cell) * length / edge);
                const auto past = static_cast<int>((static_cast<std::int64_t>(cell) + 1) * length / edge);
                return std::pair(first, std::max(first + 1, past));
            };
            const auto [left, right] = span(column, picture.size.width);
            const auto [top, bottom] = span(row, picture.size.height);
            std::array<std::int64_t, 3> sum{};
            for (int y = top; y < bottom; ++y) {
                const std::uint8_t* pixel = picture.row(y) + std::ptrdiff_t{3} * left;
                for (int x = left; x < right; ++x, pixel += 3)
                    for (std::size_t c = 0; c < 3; ++c)
                        sum[c] += pixel[c];
            }
            const float scale = 1.0F / (255.0F * static_cast<float>((right - left) * (bottom - top)));
            const float r = static_cast<float>(sum[0]) * scale, g = static_cast<float>(sum[1]) * scale,
                        b = static_cast<float>(sum[2]) * scale;
            const float luma = 0.299F * r + 0.587F * g + 0.114F * b;
            cells.values[static_cast<std::size_t>(row * edge + column)] = {luma, 0.5F + (b - luma) / 1.772F,
                                                                           0.5F + (r - luma) / 1.402F};
        }
    return cells;
}

std::uint8_t byte_of(float value) {
    return static_cast<std::uint8_t>(std::lround(std::clamp(value, 0.0F, 1.0F) * 255));
}

void put_layout(const Cells& cells, std::span<std::uint8_t> into) {
    constexpr int step = edge / layout_edge;
    for (int at = 0; at < layout_size; ++at) {
        const int channel = at % 3, x = at / 3 % layout_edge * step, y = at / 3 / layout_edge * step;
        float sum = 0;
        for (int dy = 0; dy < step; ++dy)
            for (int dx = 0; dx < step; ++dx)
                sum += cells.at(x + dx, y + dy)[static_cast<std::size_t>(channel)];
        into[static_cast<std::size_t>(at)] = byte_of(sum / (step * step));
    }
}

/// A value between two bins counts for both, so that a small change of colour is a small change of the numbers. Colour
/// differences of photos are mostly small: their bins lie within a quarter of the range on both sides of grey.
void put_colours(const Cells& cells, std::span<std::uint8_t> into) {
    std::array<float, colours_size> shares{};
    for (const Opponent& cell : cells.values) {
        std::array<int, 3> low{};
        std::array<float, 3> part{};
        for (std::size_t c = 0; c < 3; ++c) {
            const float spread = c == 0 ? cell[c] : std::clamp((cell[c] - 0.25F) * 2, 0.0F, 1.0F);
            const float place = std::clamp(spread, 0.0F, 1.0F) * (bins - 1);
            low[c] = std::min(static_cast<int>(place), bins - 2);
            part[c] = place - static_cast<float>(low[c]);
        }
        for (int corner = 0; corner < 8; ++corner) {
            float weight = 1.0F / (edge * edge);
            int at = 0;
            for (std::size_t c = 0; c < 3; ++c) {
                const int up = corner >> c & 1;
                weight *= up ? part[c] : 1 - part[c];
                at = at * bins + low[c] + up;
            }
            shares[static_cast<std::size_t>(at)] += weight;
        }
    }
    std::transform(shares.begin(), shares.end(), into.begin(), [](float share) { return byte_of(std::sqrt(share)); });
}

void put_structure(const Cells& cells, std::span<std::uint8_t> into) {
    std::array<float, structure_size> energy{};
    constexpr int step = edge / structure_edge;
    for (int y = 0; y < edge; ++y)
        for (int x = 0; x < edge; ++x) {
            const float dx = cells.luma(x + 1, y) - cells.luma(x - 1, y),
                        dy = cells.luma(x, y + 1) - cells.luma(x, y - 1);
            const float strength = std::hypot(dx, dy);
            if (strength < 1e-6F)
                continue;
            const float turn = std::atan2(dy, dx) / std::numbers::pi_v<float> + 1; // 0…2; opposite ways are one
            const int direction = static_cast<int>(turn * directions + 0.5F) % directions;
            energy[static_cast<std::size_t>((y / step * structure_edge + x / step) * directions + direction)] +=
                strength;
        }
    float squares = 0;
    for (float& value : energy) {
        value = std::sqrt(value); // few strong edges do not drown the rest
        squares += value * value;
    }
    // A picture without edges (a wall, a lens cap) stays near zero: its noise is no structure.
    const float scale = 1 / std::sqrt(std::max(squares, 1.0F));
    std::transform(energy.begin(), energy.end(), into.begin(), [&](float value) { return byte_of(value * scale); });
}

} // namespace

void Appearance::unpack(std::span<float> row) const {
    // So that each part has a variance of about 0.13 over mixed photos.
    constexpr float layout = 1.0F / 8, chroma = 2 * layout, colours = 0.45F, structure = 0.6F;
    for (int at = 0; at < dimension; ++at) {
        const float weight = at < layout_size                  ? (at % 3 == 0 ? layout : chroma)
                             : at < layout_size + colours_size ? colours
                                                               : structure;
        row[static_cast<std::size_t>(at)] = weight / 255 * static_cast<float>(bytes[static_cast<std::size_t>(at)]);
    }
}

Appearance appearance_of(const RgbImage& picture) {
    const Cells cells = cells_of(picture);
    Appearance appearance;
    const std::span<std::uint8_t> all(appearance.bytes);
    put_layout(cells, all.subspan(0, layout_size));
    put_colours(cells, all.subspan(layout_size, colours_size));
    put_structure(cells, all.subspan(layout_size + colours_size));
    return appearance;
}

} // namespace touchstone::projection
