// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include <array>
#include <cmath>

#include "engine/imaging/distortions/kinds.h"
#include "engine/imaging/resample.h"

namespace touchstone::imaging::distortions {

RgbImage pixelate(const RgbImage& photo, double amount) {
    const double factor = 0.95 - std::pow(amount, 0.6);
    const auto shrunk = [factor](int side) { return std::max(1, static_cast<int>(factor * side)); };
    const Size small{shrunk(photo.size.width), shrunk(photo.size.height)};
    return resize_pillow(resize_pillow(photo, small, PillowFilter::Nearest), photo.size, PillowFilter::Nearest);
}

RgbImage colour_block(const RgbImage& photo, int blocks, const RandomNumbers& numbers) {
    constexpr int edge = 32;
    const auto [width, height] = photo.size;
    RgbImage result = photo;
    for (int i = 0; i < blocks; ++i) {
        const auto at = static_cast<std::uint64_t>(i);
        // Photos smaller than a block are covered from their corner.
        const int left = std::max(0, static_cast<int>(numbers.uniform("place", 2 * at) * (width - edge)));
        const int top = std::max(0, static_cast<int>(numbers.uniform("place", 2 * at + 1) * (height - edge)));
        std::array<std::uint8_t, 3> colour{};
        for (std::size_t c = 0; c < 3; ++c)
            colour[c] = cut(std::floor(256 * numbers.uniform("colour", 3 * at + c)));
        for (int y = top; y < std::min(height, top + edge); ++y)
            for (int x = left; x < std::min(width, left + edge); ++x)
                std::copy(colour.begin(), colour.end(), result.row(y) + 3 * x);
    }
    return result;
}

RgbImage patch_displacement(const RgbImage& photo, int patches, const RandomNumbers& numbers) {
    constexpr int edge = 16, reach = 16;
    const auto [width, height] = photo.size;
    RgbImage result = photo;
    if (width < 3 * edge || height < 3 * edge)
        return result; // no room to move a patch without leaving the photo
    std::array<std::uint8_t, std::size_t{edge} * edge * 3> patch{};
    for (int i = 0; i < patches; ++i) {
        const auto draw = [&](int k) { return numbers.uniform("place", static_cast<std::uint64_t>(4 * i + k)); };
        const int left = static_cast<int>(draw(0) * (width - 3 * edge)) + edge;
        const int top = static_cast<int>(draw(1) * (height - 3 * edge)) + edge;
        const int to_left = static_cast<int>((draw(2) - 0.5) * reach + left);
        const int to_top = static_cast<int>((draw(3) - 0.5) * reach + top);
        for (int y = 0; y < edge; ++y) // from the picture as it is by now: later patches carry earlier ones along
            std::copy_n(result.row(top + y) + 3 * left, 3 * edge, patch.begin() + std::ptrdiff_t{y} * edge * 3);
        for (int y = 0; y < edge; ++y)
            std::copy_n(patch.begin() + std::ptrdiff_t{y} * edge * 3, 3 * edge, result.row(to_top + y) + 3 * to_left);
    }
    return result;
}

namespace {

/// Coefficients of the cubic B-spline through `line` (samples `step` apart), with mirrored ends. In place.
void spline_coefficients(double* line, int count, std::size_t step) {
    const double pole = std::sqrt(3.0) - 2;
    if (count == 1)
        return;
    const auto at = [&](int i) -> double& { return line[static_cast<std::size_t>(i) * step]; };
    for (int i = 0; i < count; ++i)
        at(i) *= 6;
    double first = at(0), power = pole;
    for (int i = 0; i < 40; ++i, power *= pole) // |pole|^40 < 1e-22
        first += power * at(mirrored(i, count));
    at(0) = first;
    for (int i = 1; i < count; ++i)
        at(i) += pole * at(i - 1);
    at(count - 1) *= pole / (pole - 1);
    for (int i = count - 2; i >= 0; --i)
        at(i) = pole * (at(i + 1) - at(i));
}

std::array<double, 4> spline_weights(double t) { // for the samples −1, 0, 1, 2 from the one below
    const double s = 1 - t;
    return {s * s * s / 6, (4 - 6 * t * t + 3 * t * t * t) / 6, (4 - 6 * s * s + 3 * s * s * s) / 6, t * t * t / 6};
}

/// One round: every pixel takes the value at a place drawn around it. `values` are 0…255 in float32, three a pixel.
void jitter_round(std::vector<float>& values, Size size, double sigma, const std::string& stream,
                  const RandomNumbers& numbers) {
    const auto [width, height] = size;
    std::vector<double> spline(values.begin(), values.end());
    for (int y = 0; y < height; ++y)
        for (int c = 0; c < 3; ++c)
            spline_coefficients(spline.data() + static_cast<std::size_t>(y) * width * 3 + c, width, 3);
    for (int i = 0; i < 3 * width; ++i)
        spline_coefficients(spline.data() + i, height, static_cast<std::size_t>(width) * 3);
    std::vector<float> moves(static_cast<std::size_t>(width) * 2);
    for (int y = 0; y < height; ++y) {
        numbers.normal(stream, static_cast<std::uint64_t>(y) * moves.size(), moves);
        for (int x = 0; x < width; ++x) {
            const double from_y = y - sigma * moves[static_cast<std::size_t>(2 * x)];
            const double from_x = x - sigma * moves[static_cast<std::size_t>(2 * x + 1)];
            const double below_y = std::floor(from_y), below_x = std::floor(from_x);
            const auto wy = spline_weights(from_y - below_y), wx = spline_weights(from_x - below_x);
            std::array<double, 3> sum{};
            for (int j = 0; j < 4; ++j) {
                const int row = mirrored(static_cast<int>(below_y) - 1 + j, height);
                for (int i = 0; i < 4; ++i) {
                    const int col = mirrored(static_cast<int>(below_x) - 1 + i, width);
                    const double weight = wy[static_cast<std::size_t>(j)] * wx[static_cast<std::size_t>(i)];
                    const double* from = spline.data() + (static_cast<std::size_t>(row) * width + col) * 3;
                    for (std::size_t c = 0; c < 3; ++c)
                        sum[c] += weight * from[c];
                }
            }
            for (std::size_t c = 0; c < 3; ++c)
                values[(static_cast<std::size_t>(y) * width + x) * 3 + c] =
                    static_cast<float>(std::clamp(sum[c], 0.0, 255.0));
        }
    }
}

} // namespace

RgbImage jitter(const RgbImage& photo, double sigma, const RandomNumbers& numbers) {
    constexpr int rounds = 5;
    std::vector<float> values(photo.pixels.begin(), photo.pixels.end());
    for (int round = 0; round < rounds; ++round)
        jitter_round(values, photo.size, sigma, "jitter/" + std::to_string(round), numbers);
    RgbImage result(photo.size);
    std::transform(values.begin(), values.end(), result.pixels.begin(),
                   [](float value) { return cut(static_cast<double>(value)); });
    return result;
}

} // namespace touchstone::imaging::distortions
