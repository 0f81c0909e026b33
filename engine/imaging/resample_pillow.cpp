// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// Pillow's 8-bit resampling: antialiased kernels as integers with 22 fractional bits, columns first, then rows, each
// pass rounded to 8 bit.
#include "engine/imaging/resample.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "engine/imaging/multiversion.h"

namespace touchstone::imaging {

namespace {

constexpr int precision_bits = 22;

/// The integer kernel of one axis: output o reads `count[o]` samples from `first[o]` on.
struct FixedKernel {
    int width = 0; ///< distance between two outputs in `weights`
    std::vector<int> first, count;
    std::vector<std::int32_t> weights;

    const std::int32_t* at(int o) const { return weights.data() + static_cast<std::size_t>(o) * width; }
};

double bilinear(double x) {
    return std::max(0.0, 1.0 - std::abs(x));
}

double bicubic(double x) {
    constexpr double a = -0.5;
    x = std::abs(x);
    if (x < 1.0)
        return ((a + 2.0) * x - (a + 3.0)) * x * x + 1;
    if (x < 2.0)
        return (((x - 5) * x + 8) * x - 4) * a;
    return 0;
}

double sinc(double x) {
    return x == 0.0 ? 1.0 : std::sin(x * std::numbers::pi) / (x * std::numbers::pi);
}
double lanczos3(double x) {
    return x >= -3.0 && x < 3.0 ? sinc(x) * sinc(x / 3) : 0.0;
}

struct Filter {
    double (*function)(double);
    double support;
};

Filter filter_of(PillowFilter filter) {
    switch (filter) {
    case PillowFilter::Bilinear:
        return {bilinear, 1.0};
    case PillowFilter::Lanczos:
        return {lanczos3, 3.0};
    case PillowFilter::Nearest:
    case PillowFilter::Bicubic:
        break;
    }
    return {bicubic, 2.0};
}

FixedKernel fixed_kernel(int n_in, int n_out, Filter filter) {
    const double scale = static_cast<double>(n_in) / n_out;
    const double widening = std::max(scale, 1.0);
    const double support = filter.support * widening;
    FixedKernel kernel;
    kernel.width = static_cast<int>(std::ceil(support)) * 2 + 1;
    kernel.weights.assign(static_cast<std::size_t>(n_out) * kernel.width, 0);
    std::vector<double> exact(static_cast<std::size_t>(kernel.width));
    for (int o = 0; o < n_out; ++o) {
        const double centre = (o + 0.5) * scale;
        const int first = std::max(0, static_cast<int>(centre - support + 0.5));
        const int count = std::min(n_in, static_cast<int>(centre + support + 0.5)) - first;
        double sum = 0;
        for (int i = 0; i < count; ++i)
            sum += exact[i] = filter.function((i + first - centre + 0.5) * (1.0 / widening));
        std::int32_t* fixed = kernel.weights.data() + static_cast<std::size_t>(o) * kernel.width;
        for (int i = 0; i < count; ++i) {
            const double weight = (sum != 0.0 ? exact[i] / sum : exact[i]) * (1 << precision_bits);
            fixed[i] = static_cast<std::int32_t>(weight < 0 ? weight - 0.5 : weight + 0.5);
        }
        kernel.first.push_back(first);
        kernel.count.push_back(count);
    }
    return kernel;
}

/// Sums start at one half, so that the shift rounds.
constexpr std::int32_t half = 1 << (precision_bits - 1);

std::uint8_t to_level(std::int32_t sum) {
    return static_cast<std::uint8_t>(std::clamp(sum >> precision_bits, 0, 255));
}

/// Rows that go through the column pass together: their samples lie side by side, so that the innermost loop is over
/// neighbours in memory although the taps walk along the row.
constexpr int lanes = 8;

TOUCHSTONE_MULTIVERSION
void interleave(const std::uint8_t* const* rows, std::uint8_t* __restrict block, std::size_t samples) {
    for (std::size_t i = 0; i < samples; ++i)
        for (int lane = 0; lane < lanes; ++lane)
            block[i * lanes + lane] = rows[lane][i];
}

TOUCHSTONE_MULTIVERSION
void filter_block(const std::uint8_t* __restrict block, const std::int32_t* __restrict weights, int count,
                  std::uint8_t* __restrict out) {
    std::int32_t sums[3 * lanes];
    for (std::int32_t& sum : sums)
        sum = half;
    for (int t = 0; t < count; ++t) {
        const std::int32_t weight = weights[t];
        for (int i = 0; i < 3 * lanes; ++i)
            sums[i] += weight * block[t * 3 * lanes + i];
    }
    for (int i = 0; i < 3 * lanes; ++i)
        out[i] = to_level(sums[i]);
}

RgbImage filter_columns(const RgbImage& source, int width, const FixedKernel& kernel) {
    const int height = source.size.height;
    RgbImage result(Size{width, height});
    const std::size_t samples = static_cast<std::size_t>(source.size.width) * 3;
    std::vector<std::uint8_t> block(samples * lanes);
    for (int y = 0; y < height; y += lanes) {
        const std::uint8_t* rows[lanes];
        for (int lane = 0; lane < lanes; ++lane)
            rows[lane] = source.row(std::min(y + lane, height - 1));
        interleave(rows, block.data(), samples);
        for (int o = 0; o < width; ++o) {
            std::uint8_t pixels[3 * lanes];
            filter_block(block.data() + static_cast<std::size_t>(kernel.first[o]) * 3 * lanes, kernel.at(o),
                         kernel.count[o], pixels);
            for (int lane = 0; lane < lanes && y + lane < height; ++lane)
                for (int c = 0; c < 3; ++c)
                    result.row(y + lane)[3 * o + c] = pixels[c * lanes + lane];
        }
    }
    return result;
}

TOUCHSTONE_MULTIVERSION
void add_scaled(std::int32_t* __restrict sums, const std::uint8_t* __restrict row, std::int32_t weight,
                std::size_t samples) {
    for (std::size_t i = 0; i < samples; ++i)
        sums[i] += weight * row[i];
}

TOUCHSTONE_MULTIVERSION
void round_row(const std::int32_t* __restrict sums, std::uint8_t* __restrict out, std::size_t samples) {
    for (std::size_t i = 0; i < samples; ++i)
        out[i] = to_level(sums[i]);
}

RgbImage filter_rows(const RgbImage& source, int height, const FixedKernel& kernel) {
    RgbImage result(Size{source.size.width, height});
    const std::size_t samples = static_cast<std::size_t>(source.size.width) * 3;
    std::vector<std::int32_t> sums(samples);
    for (int o = 0; o < height; ++o) {
        std::fill(sums.begin(), sums.end(), half);
        for (int t = 0; t < kernel.count[o]; ++t)
            add_scaled(sums.data(), source.row(kernel.first[o] + t), kernel.at(o)[t], samples);
        round_row(sums.data(), result.row(o), samples);
    }
    return result;
}

/// Pillow adds up the step in double precision, and where a position falls on a border its rounding decides.
std::vector<int> nearest_indices(int n_in, int n_out) {
    const double step = static_cast<double>(n_in) / n_out;
    std::vector<int> indices;
    double position = step * 0.5;
    for (int o = 0; o < n_out; ++o, position += step)
        indices.push_back(std::min(static_cast<int>(position), n_in - 1));
    return indices;
}

RgbImage resize_nearest(const RgbImage& source, Size target) {
    RgbImage result(target);
    const std::vector<int> columns = nearest_indices(source.size.width, target.width);
    const std::vector<int> rows = nearest_indices(source.size.height, target.height);
    for (int y = 0; y < target.height; ++y) {
        const std::uint8_t* from = source.row(rows[y]);
        std::uint8_t* to = result.row(y);
        for (int x = 0; x < target.width; ++x, to += 3)
            std::copy_n(from + 3 * columns[x], 3, to);
    }
    return result;
}

} // namespace

RgbImage resize_pillow(const RgbImage& source, Size target, PillowFilter filter) {
    if (target == source.size)
        return source;
    if (filter == PillowFilter::Nearest)
        return resize_nearest(source, target);
    const bool rows_change = target.height != source.size.height;
    const FixedKernel rows = fixed_kernel(source.size.height, target.height, filter_of(filter));
    if (target.width == source.size.width)
        return filter_rows(source, target.height, rows);
    const FixedKernel columns = fixed_kernel(source.size.width, target.width, filter_of(filter));
    const RgbImage narrow = filter_columns(source, target.width, columns);
    return rows_change ? filter_rows(narrow, target.height, rows) : narrow;
}

} // namespace touchstone::imaging
