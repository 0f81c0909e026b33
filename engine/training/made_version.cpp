// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "engine/training/made_version.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "engine/imaging/resample.h"

namespace touchstone::training {

namespace {

constexpr int kinds = made_kinds, levels = 4;

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

using Block = std::array<float, 64>;

// The example tables of the JPEG standard (ITU-T T.81, annex K).
constexpr std::array<int, 64> luma_table{16, 11, 10, 16, 24,  40,  51,  61,  12, 12, 14, 19, 26,  58,  60,  55,
                                         14, 13, 16, 24, 40,  57,  69,  56,  14, 17, 22, 29, 51,  87,  80,  62,
                                         18, 22, 37, 56, 68,  109, 103, 77,  24, 35, 55, 64, 81,  104, 113, 92,
                                         49, 64, 78, 87, 103, 121, 120, 101, 72, 92, 95, 98, 112, 100, 103, 99};
constexpr std::array<int, 64> chroma_table{17, 18, 24, 47, 99, 99, 99, 99, 18, 21, 26, 66, 99, 99, 99, 99,
                                           24, 26, 56, 99, 99, 99, 99, 99, 47, 66, 99, 99, 99, 99, 99, 99,
                                           99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99,
                                           99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99};

const Block& cosine_table() {
    static const Block table = [] {
        Block t{};
        for (int k = 0; k < 8; ++k)
            for (int n = 0; n < 8; ++n)
                t[8 * k + n] = static_cast<float>((k == 0 ? std::sqrt(0.125) : 0.5) *
                                                  std::cos(std::numbers::pi * (2 * n + 1) * k / 16));
        return t;
    }();
    return table;
}

/// out = T·in·Tᵀ (forward) or Tᵀ·in·T (backward).
Block transform(const Block& in, bool forward) {
    const Block& t = cosine_table();
    Block half{}, out{};
    for (int i = 0; i < 8; ++i)
        for (int k = 0; k < 8; ++k) {
            const float factor = forward ? t[8 * i + k] : t[8 * k + i];
            for (int j = 0; j < 8; ++j)
                half[8 * i + j] += factor * in[8 * k + j];
        }
    for (int i = 0; i < 8; ++i)
        for (int k = 0; k < 8; ++k) {
            const float value = half[8 * i + k];
            for (int j = 0; j < 8; ++j)
                out[8 * i + j] += value * (forward ? t[8 * j + k] : t[8 * k + j]);
        }
    return out;
}

struct Plane {
    int width = 0, height = 0;
    std::vector<float> values;
    Plane(int w, int h)
        : width(w)
        , height(h)
        , values(static_cast<std::size_t>(w) * h) {}
    float& at(int x, int y) { return values[static_cast<std::size_t>(y) * width + x]; }
    float clamped(int x, int y) const {
        return values[static_cast<std::size_t>(std::min(y, height - 1)) * width + std::min(x, width - 1)];
    }
};

void quantise_blocks(Plane& plane, const std::array<int, 64>& table, int quality) {
    const int scale = quality < 50 ? 5000 / quality : 200 - 2 * quality;
    std::array<float, 64> steps{};
    for (int i = 0; i < 64; ++i)
        steps[i] = static_cast<float>(std::clamp((table[i] * scale + 50) / 100, 1, 255));
    for (int top = 0; top < plane.height; top += 8)
        for (int left = 0; left < plane.width; left += 8) {
            Block block{};
            for (int y = 0; y < 8; ++y)
                for (int x = 0; x < 8; ++x)
                    block[8 * y + x] = plane.clamped(left + x, top + y) - 128.0f;
            block = transform(block, true);
            for (int i = 0; i < 64; ++i)
                block[i] = std::round(block[i] / steps[i]) * steps[i];
            block = transform(block, false);
            for (int y = 0; y < std::min(8, plane.height - top); ++y)
                for (int x = 0; x < std::min(8, plane.width - left); ++x)
                    plane.at(left + x, top + y) = block[8 * y + x] + 128.0f;
        }
}

RgbImage compress_blocks(const RgbImage& photo, int quality) {
    const auto [width, height] = photo.size;
    Plane luma(width, height), cb((width + 1) / 2, (height + 1) / 2), cr = cb;
    std::vector<int> count(cb.values.size());
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x) {
            const std::uint8_t* p = photo.row(y) + 3 * x;
            luma.at(x, y) = 0.299f * p[0] + 0.587f * p[1] + 0.114f * p[2];
            cb.at(x / 2, y / 2) += 128 - 0.168736f * p[0] - 0.331264f * p[1] + 0.5f * p[2];
            cr.at(x / 2, y / 2) += 128 + 0.5f * p[0] - 0.418688f * p[1] - 0.081312f * p[2];
            ++count[static_cast<std::size_t>(y / 2) * cb.width + x / 2];
        }
    for (std::size_t i = 0; i < count.size(); ++i) {
        cb.values[i] /= static_cast<float>(count[i]);
        cr.values[i] /= static_cast<float>(count[i]);
    }
    quantise_blocks(luma, luma_table, quality);
    quantise_blocks(cb, chroma_table, quality);
    quantise_blocks(cr, chroma_table, quality);
    RgbImage result(photo.size);
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x) {
            const float l = luma.at(x, y), b = cb.at(x / 2, y / 2) - 128, r = cr.at(x / 2, y / 2) - 128;
            std::uint8_t* p = result.row(y) + 3 * x;
            p[0] = to_byte(l + 1.402f * r);
            p[1] = to_byte(l - 0.344136f * b - 0.714136f * r);
            p[2] = to_byte(l + 1.772f * b);
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
        {0.12, 0.30, 0.55, 0.80}, {0.20, 0.40, 0.55, 0.75},
    };
    return guess[static_cast<int>(kind)][level - 1];
}

std::string MadeVersion::kind_name() const {
    static constexpr const char* names[kinds] = {"gaussian-blur", "motion-blur", "noise", "block-compression",
                                                 "enlargement"};
    return names[static_cast<int>(kind)];
}

std::string MadeVersion::name() const {
    return kind_name() + "-" + std::to_string(level);
}

std::vector<MadeVersion> plan_versions(const std::string& photo, int count, std::uint64_t seed) {
    Draws draws(mix_seed(seed, "versions of " + photo));
    std::vector<MadeKind> order{MadeKind::GaussianBlur, MadeKind::MotionBlur, MadeKind::BlockCompression,
                                MadeKind::Enlargement};
    draws.shuffle(order);
    order.insert(order.begin(), MadeKind::Noise);
    const int first_level = static_cast<int>(draws.below(levels));
    std::vector<MadeVersion> plan;
    for (int i = 0; i < std::min(count, kinds * levels); ++i)
        plan.push_back(
            {order[static_cast<std::size_t>(i % kinds)], 1 + (first_level + i % kinds + i / kinds) % levels});
    return plan;
}

RgbImage make_version(const RgbImage& photo, const MadeVersion& version, std::uint64_t seed) {
    static constexpr double sigma[levels] = {0.8, 1.6, 3.2, 6.4};
    static constexpr int length[levels] = {5, 9, 17, 33};
    static constexpr double noise[levels] = {6, 12, 24, 48};
    static constexpr int quality[levels] = {40, 20, 10, 5};
    static constexpr int factor[levels] = {2, 3, 4, 6};
    const int index = version.level - 1;
    Draws draws(mix_seed(seed, version.name()));
    const History history = draw_history(version, seed);
    switch (version.kind) {
    case MadeKind::GaussianBlur:
        return gaussian_blur(photo, sigma[index]);
    case MadeKind::MotionBlur:
        return motion_blur(photo, length[index], draws);
    case MadeKind::Noise:
        return damage_enlarged(photo, history.enlargement, [&](const RgbImage& large) {
            RgbImage noisy = add_noise(large, noise[index], history.gray_noise, draws);
            return history.saved_after ? compress_blocks(noisy, 90) : noisy;
        });
    case MadeKind::BlockCompression:
        return damage_enlarged(photo, history.enlargement,
                               [&](const RgbImage& large) { return compress_blocks(large, quality[index]); });
    case MadeKind::Enlargement:
        return enlarge_back(photo, factor[index]);
    }
    return photo;
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
