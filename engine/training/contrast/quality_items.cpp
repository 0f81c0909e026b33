// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// Chunks: a photo and its distortions, cut into overlapping pairs at two scales (reiqa.md 4.3).
#include <algorithm>
#include <cmath>

#include "engine/imaging/resample.h"
#include "engine/training/contrast/contrast_items.h"

namespace touchstone::training {

namespace {

using imaging::Distortion;

constexpr int levels = 5;

int draw_level(Distortion kind, bool leave_out_nearly, Draws& draws) {
    std::vector<int> allowed;
    for (int level = 1; level <= levels; ++level)
        if (!leave_out_nearly || !imaging::is_nearly_identity(kind, level))
            allowed.push_back(level);
    return allowed[draws.below(allowed.size())];
}

RgbImage cut_region(const RgbImage& photo, int side, Draws& draws) {
    const Size size{std::min(side, photo.size.width), std::min(side, photo.size.height)};
    if (side == 0 || size == photo.size)
        return photo;
    const Corner corner = place_window(photo.size, size, draws);
    RgbImage region(size);
    for (int y = 0; y < size.height; ++y)
        std::copy_n(photo.row(corner.y + y) + 3 * corner.x, 3 * size.width, region.row(y));
    return region;
}

double keys_kernel(double t) {
    constexpr double a = -0.75;
    t = std::abs(t);
    if (t < 1)
        return ((a + 2) * t - (a + 3)) * t * t + 1;
    return t < 2 ? a * (((t - 5) * t + 8) * t - 4) : 0;
}

/// Torch's plain bicubic with aligned corners: four taps an axis, borders replicated.
RgbImage plain_bicubic(const RgbImage& photo, Size target) {
    struct Taps {
        int at[4];
        double weight[4];
    };
    const auto taps_of = [](int from, int to) {
        std::vector<Taps> all(static_cast<std::size_t>(to));
        const double step = to > 1 ? static_cast<double>(from - 1) / (to - 1) : 0;
        for (int i = 0; i < to; ++i) {
            const double place = i * step;
            const int base = static_cast<int>(std::floor(place));
            for (int k = 0; k < 4; ++k) {
                all[static_cast<std::size_t>(i)].at[k] = std::clamp(base - 1 + k, 0, from - 1);
                all[static_cast<std::size_t>(i)].weight[k] = keys_kernel(place - (base - 1 + k));
            }
        }
        return all;
    };
    const auto columns = taps_of(photo.size.width, target.width), rows = taps_of(photo.size.height, target.height);
    RgbImage result(target);
    for (int y = 0; y < target.height; ++y)
        for (int x = 0; x < target.width; ++x)
            for (int c = 0; c < 3; ++c) {
                double sum = 0;
                for (int j = 0; j < 4; ++j) {
                    const Taps& row = rows[static_cast<std::size_t>(y)];
                    const Taps& column = columns[static_cast<std::size_t>(x)];
                    for (int i = 0; i < 4; ++i)
                        sum += row.weight[j] * column.weight[i] * photo.row(row.at[j])[3 * column.at[i] + c];
                }
                result.row(y)[3 * x + c] = static_cast<std::uint8_t>(std::lround(std::clamp(sum, 0.0, 255.0)));
            }
    return result;
}

/// One window for all versions, one pair of places in it; `swap_from`…`swap_to` exchange query and key. What is
/// exchanged are copies: exchanging in place corrupts the shared part (reiqa.md 4.5).
void cut_pairs(const std::vector<RgbImage>& chunk, const QualityItems& items, std::size_t swap_from,
               std::size_t swap_to, Draws& draws, ContrastItem& item) {
    const PatchPair pair = draw_pair(items.patch, items.overlap, items.bounds, draws);
    const Corner corner = place_window(chunk.front().size, pair.window, draws);
    const std::size_t bytes = std::size_t{3} * static_cast<std::size_t>(items.patch) * items.patch;
    for (std::size_t version = 0; version < chunk.size(); ++version) {
        const std::size_t start = item.query.size();
        item.query.resize(start + bytes);
        item.key.resize(start + bytes);
        const bool exchange = items.swap && version >= swap_from && version < swap_to;
        std::uint8_t* first = (exchange ? item.key : item.query).data() + start;
        std::uint8_t* second = (exchange ? item.query : item.key).data() + start;
        cut_patch(chunk[version], corner.x + pair.first_x, corner.y + pair.first_y, items.patch, first);
        cut_patch(chunk[version], corner.x + pair.second_x, corner.y + pair.second_y, items.patch, second);
    }
}

} // namespace

std::vector<Distortion> usable_kinds(imaging::DistortionBank bank, const ContrastCallbacks& callbacks) {
    std::vector<Distortion> kinds;
    for (const Distortion kind : imaging::distortion_kinds(bank))
        if (callbacks.distort || (kind != Distortion::Jpeg && kind != Distortion::Jpeg2000))
            kinds.push_back(kind);
    return kinds;
}

std::vector<DrawnDistortion> draw_distortions(const QualityItems& items, const std::vector<Distortion>& kinds,
                                              Draws& draws) {
    std::vector<Distortion> order = kinds;
    draws.shuffle(order);
    order.resize(std::min(order.size(), static_cast<std::size_t>(items.distortions)));
    std::vector<DrawnDistortion> drawn;
    for (const Distortion kind : order) {
        DrawnDistortion one{kind, draw_level(kind, items.leave_out_nearly, draws), false, kind, 1};
        if (items.compositions && draws.unit() >= 0.9) {
            const auto whole = draws.below(levels), part = draws.below(whole + 1);
            one = {kind, static_cast<int>(whole - part) + 1, true, kinds[draws.below(kinds.size())],
                   static_cast<int>(part) + 1};
        }
        drawn.push_back(one);
    }
    return drawn;
}

Result<RgbImage> damaged_photo(const RgbImage& photo, Distortion kind, int level, imaging::DistortionBank bank,
                               std::uint64_t seed, const ContrastCallbacks& callbacks) {
    const imaging::SeededNumbers numbers(seed);
    return callbacks.distort ? callbacks.distort(photo, kind, level, bank, numbers)
                             : imaging::distort_pixels(photo, kind, level, bank, numbers);
}

RgbImage halved(const RgbImage& photo, HalfScale filter) {
    const Size half{std::max(1, photo.size.width / 2), std::max(1, photo.size.height / 2)};
    return filter == HalfScale::Pillow ? imaging::resize_pillow(photo, half, imaging::PillowFilter::Bicubic)
                                       : plain_bicubic(photo, half);
}

Result<ContrastItem> make_quality_item(const RgbImage& photo, const QualityItems& items, std::uint64_t seed,
                                       const ContrastCallbacks& callbacks) {
    Draws draws(seed);
    std::vector<RgbImage> chunk{cut_region(photo, items.region, draws)};
    const auto drawn = draw_distortions(items, usable_kinds(items.bank, callbacks), draws);
    for (std::size_t i = 0; i < drawn.size(); ++i) {
        const DrawnDistortion& one = drawn[i];
        auto worse = damaged_photo(chunk.front(), one.kind, one.level, items.bank,
                                   mix_seed(seed, "distortion " + std::to_string(i)), callbacks);
        if (worse && one.composed)
            worse = damaged_photo(*worse, one.second_kind, one.second_level, items.bank,
                                  mix_seed(seed, "second " + std::to_string(i)), callbacks);
        if (!worse)
            return tl::unexpected(worse.error());
        chunk.push_back(std::move(*worse));
    }
    const std::size_t middle = chunk.size() / 2;
    ContrastItem item;
    cut_pairs(chunk, items, 0, middle, draws, item);
    if (items.half_scale) {
        for (RgbImage& version : chunk)
            version = halved(version, items.half_filter);
        cut_pairs(chunk, items, middle, chunk.size(), draws, item);
    }
    return item;
}

} // namespace touchstone::training
