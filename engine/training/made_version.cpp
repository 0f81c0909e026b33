// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "engine/training/made_version.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "engine/imaging/resample.h"
#include "engine/training/block_compression.h"

namespace touchstone::training {

namespace {

constexpr int kinds = made_kind_count(true), levels = 4;
constexpr double blur_sigma[levels] = {0.8, 1.6, 3.2, 6.4}, noise_sigma[levels] = {6, 12, 24, 48};
constexpr double exposure_stops[levels] = {0.7, 1.3, 2.0, 2.8};
constexpr int motion_length[levels] = {5, 9, 17, 33}, reduction[levels] = {2, 3, 4, 6};

std::uint8_t to_byte(double value) {
    return static_cast<std::uint8_t>(std::clamp(std::lround(value), 0L, 255L));
}

/// One pass of a symmetric or one-sided kernel along a direction; the border is repeated.
RgbImage filter_along(const RgbImage& photo, const std::vector<float>& kernel, double step_x, double step_y) {
    const auto [width, height] = photo.size;
    const int radius = static_cast<int>(kernel.size()) / 2;
    std::vector<int> shift_x, shift_y;
    for (int tap = -radius; tap <= radius; ++tap) {
        shift_x.push_back(static_cast<int>(std::lround(tap * step_x)));
        shift_y.push_back(static_cast<int>(std::lround(tap * step_y)));
    }
    RgbImage result(photo.size);
    std::vector<float> sums(static_cast<std::size_t>(width) * 3);
    for (int y = 0; y < height; ++y) {
        std::fill(sums.begin(), sums.end(), 0.0f);
        for (std::size_t tap = 0; tap < kernel.size(); ++tap) {
            const std::uint8_t* row = photo.row(std::clamp(y + shift_y[tap], 0, height - 1));
            const int shift = shift_x[tap];
            const float weight = kernel[tap];
            const int inner_from = std::clamp(-shift, 0, width), inner_to = std::clamp(width - shift, 0, width);
            for (int x = 0; x < inner_from; ++x)
                for (int c = 0; c < 3; ++c)
                    sums[3 * x + c] += weight * row[c];
            const std::uint8_t* from = row + std::ptrdiff_t{3} * shift;
            for (int i = 3 * inner_from; i < 3 * inner_to; ++i)
                sums[i] += weight * from[i];
            for (int x = std::max(inner_from, inner_to); x < width; ++x)
                for (int c = 0; c < 3; ++c)
                    sums[3 * x + c] += weight * row[3 * (width - 1) + c];
        }
        for (int i = 0; i < 3 * width; ++i)
            result.row(y)[i] = to_byte(sums[i]);
    }
    return result;
}

RgbImage gaussian_blur(const RgbImage& photo, double sigma) {
    const int radius = static_cast<int>(std::ceil(3 * sigma));
    std::vector<float> kernel;
    double sum = 0;
    for (int i = -radius; i <= radius; ++i)
        sum += std::exp(-0.5 * i * i / (sigma * sigma));
    for (int i = -radius; i <= radius; ++i)
        kernel.push_back(static_cast<float>(std::exp(-0.5 * i * i / (sigma * sigma)) / sum));
    return filter_along(filter_along(photo, kernel, 1, 0), kernel, 0, 1);
}

RgbImage motion_blur(const RgbImage& photo, int length, Draws& draws) {
    const double angle = std::numbers::pi * draws.unit();
    const std::vector<float> kernel(static_cast<std::size_t>(length), 1.0f / static_cast<float>(length));
    return filter_along(photo, kernel, std::cos(angle), std::sin(angle));
}

RgbImage add_noise(const RgbImage& photo, double sigma, bool gray, Draws& draws) {
    RgbImage result(photo.size);
    for (std::size_t i = 0; i < photo.pixels.size(); i += 3) {
        const double shared = draws.normal();
        for (std::size_t c = 0; c < 3; ++c)
            result.pixels[i + c] = to_byte(photo.pixels[i + c] + sigma * (gray || c == 0 ? shared : draws.normal()));
    }
    return result;
}

RgbImage enlarge_back(const RgbImage& photo, int factor) {
    const auto [width, height] = photo.size;
    const Size small{std::max(1, width / factor), std::max(1, height / factor)};
    std::vector<float> reduced(static_cast<std::size_t>(small.pixels()) * 3);
    for (int y = 0; y < small.height; ++y)
        for (int x = 0; x < small.width; ++x)
            for (int c = 0; c < 3; ++c) {
                float sum = 0;
                int count = 0;
                for (int v = y * factor; v < std::min(height, (y + 1) * factor); ++v)
                    for (int u = x * factor; u < std::min(width, (x + 1) * factor); ++u, ++count)
                        sum += photo.row(v)[3 * u + c];
                reduced[(static_cast<std::size_t>(y) * small.width + x) * 3 + c] = sum / static_cast<float>(count);
            }
    RgbImage result(photo.size);
    for (int y = 0; y < height; ++y) {
        const double v = std::clamp((y + 0.5) / factor - 0.5, 0.0, small.height - 1.0);
        const int v0 = static_cast<int>(v), v1 = std::min(v0 + 1, small.height - 1);
        for (int x = 0; x < width; ++x) {
            const double u = std::clamp((x + 0.5) / factor - 0.5, 0.0, small.width - 1.0);
            const int u0 = static_cast<int>(u), u1 = std::min(u0 + 1, small.width - 1);
            const auto at = [&](int px, int py, int c) {
                return reduced[(static_cast<std::size_t>(py) * small.width + px) * 3 + c];
            };
            for (int c = 0; c < 3; ++c) {
                const double top = at(u0, v0, c) * (1 - (u - u0)) + at(u1, v0, c) * (u - u0);
                const double bottom = at(u0, v1, c) * (1 - (u - u0)) + at(u1, v1, c) * (u - u0);
                result.row(y)[3 * x + c] = to_byte(top * (1 - (v - v0)) + bottom * (v - v0));
            }
        }
    }
    return result;
}

/// How a fault got into a photo, drawn per photo and kind so that it is the same at every level.
/// As if the shutter had been open for 2^stops the time.
RgbImage expose(const RgbImage& photo, double stops) {
    const auto linear = [](double v) { return v <= 0.04045 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4); };
    const auto encoded = [](double v) { return v <= 0.0031308 ? 12.92 * v : 1.055 * std::pow(v, 1 / 2.4) - 0.055; };
    std::uint8_t table[256];
    for (int value = 0; value < 256; ++value)
        table[value] = to_byte(255 * encoded(std::min(1.0, linear(value / 255.0) * std::exp2(stops))));
    RgbImage result(photo.size);
    for (std::size_t i = 0; i < result.pixels.size(); ++i)
        result.pixels[i] = table[photo.pixels[i]];
    return result;
}

RgbImage expose_wrongly(const RgbImage& photo, const MadeVersion& version, std::uint64_t seed) {
    Draws draws(mix_seed(seed, version.kind_name()));
    const double stops = exposure_stops[version.level - 1];
    return expose(photo, draws.unit() < 0.5 ? stops : -stops);
}

struct History {
    double enlargement = 1;   ///< the fault happened at this many times the size, then the photo was reduced
    bool gray_noise = false;  ///< the same noise in all channels, else independent
    bool saved_after = false; ///< noise only: stored as a good JPEG afterwards, which halves the colour's resolution
};

History draw_history(const MadeVersion& version, std::uint64_t seed) {
    Draws draws(mix_seed(seed, "history of kind " + std::to_string(static_cast<int>(version.kind))));
    History history;
    if (draws.unit() < 0.5)
        history.enlargement = 1.25 + 0.75 * draws.unit();
    history.gray_noise = draws.unit() < 0.5;
    history.saved_after = draws.unit() < 0.5;
    return history;
}

/// A network that sees photos reduced to its native limit must know faults that were reduced with them: finer noise,
/// blocks that are no longer eight pixels wide.
template <class Damage>
RgbImage damage_enlarged(const RgbImage& photo, double enlargement, const Damage& damage) {
    if (enlargement <= 1)
        return damage(photo);
    const auto longer = [&](int side) { return static_cast<int>(std::lround(side * enlargement)); };
    const Size large{longer(photo.size.width), longer(photo.size.height)};
    const RgbImage damaged = damage(imaging::resize_pillow(photo, large, imaging::PillowFilter::Bicubic));
    RgbImage reduced = imaging::shrink_area_average(damaged, photo.size.long_side());
    if (reduced.size == photo.size)
        return reduced;
    return imaging::resize_pillow(damaged, photo.size, imaging::PillowFilter::Bilinear);
}

} // namespace

double MadeVersion::severity() const {
    static constexpr double guess[kinds][levels] = {
        {0.12, 0.35, 0.65, 0.85}, {0.20, 0.40, 0.65, 0.85}, {0.15, 0.35, 0.60, 0.85},
        {0.12, 0.30, 0.55, 0.80}, {0.20, 0.40, 0.55, 0.75}, {0.10, 0.25, 0.45, 0.65},
    };
    return guess[static_cast<int>(kind)][level - 1];
}

std::string MadeVersion::kind_name() const {
    static constexpr const char* names[kinds] = {"gaussian-blur",     "motion-blur", "noise",
                                                 "block-compression", "enlargement", "exposure"};
    return names[static_cast<int>(kind)];
}

std::string MadeVersion::name() const {
    return kind_name() + "-" + std::to_string(level);
}

std::vector<MadeVersion> plan_versions(const std::string& photo, int count, std::uint64_t seed, PlanOrder first,
                                       bool exposure) {
    Draws draws(mix_seed(seed, "versions of " + photo));
    std::vector<MadeKind> order{MadeKind::GaussianBlur, MadeKind::MotionBlur, MadeKind::BlockCompression,
                                MadeKind::Enlargement};
    draws.shuffle(order);
    if (first == PlanOrder::NoiseAndCompression)
        std::stable_partition(order.begin(), order.end(),
                              [](MadeKind kind) { return kind == MadeKind::BlockCompression; });
    order.insert(order.begin(), MadeKind::Noise);
    if (exposure)
        order.push_back(MadeKind::Exposure);
    const auto turns = static_cast<int>(order.size());
    const int first_level = static_cast<int>(draws.below(levels));
    std::vector<MadeVersion> plan;
    for (int i = 0; i < std::min(count, turns * levels); ++i)
        plan.push_back(
            {order[static_cast<std::size_t>(i % turns)], 1 + (first_level + i % turns + i / turns) % levels});
    return plan;
}

RgbImage make_version(const RgbImage& photo, const MadeVersion& version, std::uint64_t seed) {
    static constexpr int quality[levels] = {40, 20, 10, 5};
    const int index = version.level - 1;
    Draws draws(mix_seed(seed, version.name()));
    const History history = draw_history(version, seed);
    switch (version.kind) {
    case MadeKind::GaussianBlur:
        return gaussian_blur(photo, blur_sigma[index]);
    case MadeKind::MotionBlur:
        return motion_blur(photo, motion_length[index], draws);
    case MadeKind::Noise:
        return damage_enlarged(photo, history.enlargement, [&](const RgbImage& large) {
            RgbImage noisy = add_noise(large, noise_sigma[index], history.gray_noise, draws);
            return history.saved_after ? compress_blocks(noisy, 90) : noisy;
        });
    case MadeKind::BlockCompression:
        return damage_enlarged(photo, history.enlargement,
                               [&](const RgbImage& large) { return compress_blocks(large, quality[index]); });
    case MadeKind::Enlargement:
        return enlarge_back(photo, reduction[index]);
    case MadeKind::Exposure:
        return expose_wrongly(photo, version, seed);
    }
    return photo;
}

double own_size_severity(const MadeVersion& version, double ratio) {
    const bool fine = version.kind == MadeKind::Noise || version.kind == MadeKind::BlockCompression;
    return version.severity() / (fine ? std::sqrt(std::max(1.0, ratio)) : 1.0);
}

RgbImage make_own_size_version(const RgbImage& photo, const MadeVersion& version, double ratio, std::uint64_t seed) {
    static constexpr int best_quality[levels] = {65, 45, 27, 13}, worst_quality[levels] = {46, 28, 14, 5};
    const int index = version.level - 1;
    const auto scaled = [ratio](double pixels) { return std::max(1, static_cast<int>(std::lround(pixels * ratio))); };
    Draws draws(mix_seed(seed, version.name() + " at own size"));
    Draws history(mix_seed(seed, version.kind_name() + " at own size")); // the same at every level
    switch (version.kind) {
    case MadeKind::GaussianBlur:
        return gaussian_blur(photo, blur_sigma[index] * ratio);
    case MadeKind::MotionBlur:
        return motion_blur(photo, scaled(motion_length[index]) | 1, history); // an odd length has a middle
    case MadeKind::Noise: {
        const bool gray = history.unit() < 0.5, stored = history.unit() < 0.5;
        const RgbImage noisy = add_noise(photo, noise_sigma[index], gray, draws);
        return stored ? compress_blocks(noisy, 90, ColourEnlargement::Smooth) : noisy;
    }
    case MadeKind::BlockCompression: {
        const int span = best_quality[index] - worst_quality[index] + 1;
        const int quality = worst_quality[index] + static_cast<int>(draws.below(static_cast<std::size_t>(span)));
        return compress_blocks(photo, quality, ColourEnlargement::Smooth);
    }
    case MadeKind::Enlargement:
        return enlarge_back(photo, scaled(reduction[index]));
    case MadeKind::Exposure:
        return expose_wrongly(photo, version, seed);
    }
    return photo;
}

RgbImage with_grain(const RgbImage& photo, double sigma, std::uint64_t seed) {
    Draws draws(mix_seed(seed, "grain"));
    const bool gray = draws.unit() < 0.5;
    return sigma > 0 ? add_noise(photo, sigma, gray, draws) : photo;
}

std::uint64_t mix_seed(std::uint64_t seed, const std::string& text) {
    std::uint64_t hash = 0xcbf29ce484222325ULL;
    for (const char c : text)
        hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
    Draws draws(seed ^ hash);
    return draws.next();
}

std::uint64_t Draws::next() {
    state_ += 0x9E3779B97F4A7C15ULL;
    std::uint64_t z = state_;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
    return z ^ (z >> 31);
}

double Draws::unit() {
    return static_cast<double>(next() >> 11) * 0x1.0p-53;
}

std::size_t Draws::below(std::size_t n) {
    return static_cast<std::size_t>(unit() * static_cast<double>(n));
}

double Draws::normal() {
    const double radius = std::sqrt(-2.0 * std::log(1.0 - unit()));
    return radius * std::cos(2.0 * std::numbers::pi * unit());
}

} // namespace touchstone::training
