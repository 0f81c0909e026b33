// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// The two float resamplers. Neither widens its kernel when it shrinks, so an output row reads three or four source rows
// at most: doing rows first touches only a small part of a large photo.
#include "engine/imaging/resample.h"

#include <algorithm>
#include <cmath>

#include "engine/imaging/multiversion.h"

namespace touchstone::imaging {

namespace {

constexpr int max_taps = 5;

/// What one output sample of an axis reads.
struct Taps {
    int count = 0;
    std::array<int, max_taps> index{};
    std::array<float, max_taps> weight{};
};

using AxisTaps = std::vector<Taps>;

AxisTaps tf_gaussian_taps(int n_in, int n_out) {
    constexpr float radius = 1.5f;
    const float scale = static_cast<float>(n_out) / static_cast<float>(n_in);
    const float inverse = 1.0f / scale;
    AxisTaps axis(static_cast<std::size_t>(n_out));
    for (int o = 0; o < n_out; ++o) {
        const float centre = (static_cast<float>(o) + 0.5f) * inverse;
        const int first = std::clamp(static_cast<int>(std::ceil(centre - radius - 0.5f)), 0, n_in - 1);
        const int last = std::clamp(static_cast<int>(std::floor(centre + radius - 0.5f)), 0, n_in - 1);
        Taps& taps = axis[static_cast<std::size_t>(o)];
        float sum = 0;
        for (int i = first; i <= last && taps.count < max_taps; ++i) {
            const float distance = std::abs(static_cast<float>(i) + 0.5f - centre);
            const float weight = distance >= radius ? 0.0f : std::exp(-distance * distance / (2.0f * 0.5f * 0.5f));
            taps.index[taps.count] = i;
            taps.weight[taps.count++] = weight;
            sum += weight;
        }
        const float inverse_sum = 1.0f / sum;
        for (float& weight : taps.weight)
            weight *= inverse_sum;
    }
    return axis;
}

AxisTaps torch_bicubic_taps(int n_in, int n_out) {
    // The ratio in float32 as PyTorch has it, positions in double: PyTorch's float32 positions wander by up to 2e-5 of
    // the range from build to build; the golden vectors hold the exact ones.
    constexpr double a = -0.75;
    const auto inner = [](double x) { return static_cast<float>(((a + 2) * x - (a + 3)) * x * x + 1); };
    const auto outer = [](double x) { return static_cast<float>(((a * x - 5 * a) * x + 8 * a) * x - 4 * a); };
    const double scale = static_cast<double>(static_cast<float>(n_in) / static_cast<float>(n_out));
    AxisTaps axis(static_cast<std::size_t>(n_out));
    for (int o = 0; o < n_out; ++o) {
        const double position = scale * (o + 0.5) - 0.5;
        const int base = std::min(static_cast<int>(std::floor(position)), n_in - 1);
        const double t = std::clamp(position - base, 0.0, 1.0);
        Taps& taps = axis[static_cast<std::size_t>(o)];
        taps.count = 4;
        for (int j = 0; j < 4; ++j)
            taps.index[j] = std::clamp(base + j - 1, 0, n_in - 1);
        taps.weight = {outer(t + 1), inner(t), inner(1 - t), outer(2 - t), 0.0f};
    }
    return axis;
}

TOUCHSTONE_MULTIVERSION
void add_scaled(float* __restrict sum, const float* __restrict row, float weight, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i)
        sum[i] += weight * row[i];
}

void add_scaled_levels(float* __restrict sum, const std::uint8_t* __restrict row, const LevelValues& levels,
                       float weight, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i)
        sum[i] += weight * levels[row[i]];
}

/// A compile-time channel count for the common case lets the compiler unroll it.
template <int Channels>
void gather_columns(const float* row, const AxisTaps& columns, float* out, int any_channels) {
    const int channels = Channels > 0 ? Channels : any_channels;
    for (const Taps& taps : columns) {
        for (int c = 0; c < channels; ++c)
            out[c] = 0;
        for (int t = 0; t < taps.count; ++t) {
            const float* pixel = row + static_cast<std::size_t>(taps.index[t]) * channels;
            for (int c = 0; c < channels; ++c)
                out[c] += taps.weight[t] * pixel[c];
        }
        out += channels;
    }
}

/// `add_row(sum, y, weight)` adds source row y, scaled.
template <class AddRow>
FloatImage resample(Size source, int channels, Size target, const AxisTaps& rows, const AxisTaps& columns,
                    AddRow add_row) {
    FloatImage result(target, channels);
    std::vector<float> gathered(static_cast<std::size_t>(source.width) * channels);
    for (int y = 0; y < target.height; ++y) {
        std::fill(gathered.begin(), gathered.end(), 0.0f);
        const Taps& taps = rows[static_cast<std::size_t>(y)];
        for (int t = 0; t < taps.count; ++t)
            add_row(gathered.data(), taps.index[t], taps.weight[t]);
        if (channels == 3)
            gather_columns<3>(gathered.data(), columns, result.row(y), channels);
        else
            gather_columns<0>(gathered.data(), columns, result.row(y), channels);
    }
    return result;
}

using MakeTaps = AxisTaps (*)(int, int);

FloatImage resample_float(const FloatImage& source, Size target, MakeTaps make_taps) {
    const std::size_t count = static_cast<std::size_t>(source.size.width) * source.channels;
    return resample(source.size, source.channels, target, make_taps(source.size.height, target.height),
                    make_taps(source.size.width, target.width),
                    [&](float* sum, int y, float weight) { add_scaled(sum, source.row(y), weight, count); });
}

FloatImage resample_levels(const RgbImage& source, const LevelValues& levels, Size target, MakeTaps make_taps) {
    const std::size_t count = static_cast<std::size_t>(source.size.width) * 3;
    return resample(source.size, 3, target, make_taps(source.size.height, target.height),
                    make_taps(source.size.width, target.width), [&](float* sum, int y, float weight) {
                        add_scaled_levels(sum, source.row(y), levels, weight, count);
                    });
}

} // namespace

FloatImage resize_tf_gaussian(const FloatImage& source, Size target) {
    return resample_float(source, target, tf_gaussian_taps);
}

FloatImage resize_tf_gaussian(const RgbImage& source, const LevelValues& levels, Size target) {
    return resample_levels(source, levels, target, tf_gaussian_taps);
}

FloatImage resize_torch_bicubic(const FloatImage& source, Size target) {
    return resample_float(source, target, torch_bicubic_taps);
}

FloatImage resize_torch_bicubic(const RgbImage& source, const LevelValues& levels, Size target) {
    return resample_levels(source, levels, target, torch_bicubic_taps);
}

} // namespace touchstone::imaging
