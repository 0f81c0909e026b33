// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// Augmentation B of MoCo-v2 (reiqa.md 5) on 8-bit pixels.
#include <algorithm>
#include <array>
#include <cmath>

#include "engine/imaging/resample.h"
#include "engine/training/contrast/contrast_items.h"

namespace touchstone::training {

namespace {

std::uint8_t to_byte(double value) {
    return static_cast<std::uint8_t>(std::clamp(value + 0.5, 0.0, 255.0));
}

double between(double low, double high, Draws& draws) {
    return low + (high - low) * draws.unit();
}

double luma(const std::uint8_t* pixel) {
    return 0.299 * pixel[0] + 0.587 * pixel[1] + 0.114 * pixel[2];
}

/// A part of the photo's area at a ratio between 3:4 and 4:3; after ten vain draws the largest such part in the middle.
RgbImage random_resized_crop(const RgbImage& photo, const ContentItems& items, Draws& draws) {
    const double area = static_cast<double>(photo.size.pixels());
    Size size;
    Corner corner;
    bool found = false;
    for (int attempt = 0; attempt < 10 && !found; ++attempt) {
        const double wanted = area * between(items.smallest, 1, draws);
        const double ratio = std::exp(between(std::log(3.0 / 4), std::log(4.0 / 3), draws));
        size = {static_cast<int>(std::lround(std::sqrt(wanted * ratio))),
                static_cast<int>(std::lround(std::sqrt(wanted / ratio)))};
        found = size.width > 0 && size.height > 0 && size.width <= photo.size.width && size.height <= photo.size.height;
    }
    if (found) {
        corner = place_window(photo.size, size, draws);
    } else {
        const int width = photo.size.width, height = photo.size.height;
        size = {std::min(width, std::max(1, static_cast<int>(std::lround(height * 4.0 / 3)))),
                std::min(height, std::max(1, static_cast<int>(std::lround(width * 4.0 / 3))))};
        corner = {(width - size.width) / 2, (height - size.height) / 2};
    }
    RgbImage part(size);
    for (int y = 0; y < size.height; ++y)
        std::copy_n(photo.row(corner.y + y) + 3 * corner.x, 3 * size.width, part.row(y));
    return imaging::resize_pillow(part, {items.patch, items.patch}, imaging::PillowFilter::Bilinear);
}

void flip(RgbImage& image) {
    for (int y = 0; y < image.size.height; ++y) {
        std::uint8_t* row = image.row(y);
        for (int left = 0, right = image.size.width - 1; left < right; ++left, --right)
            std::swap_ranges(row + 3 * left, row + 3 * left + 3, row + 3 * right);
    }
}

template <class Change>
void each_pixel(RgbImage& image, Change change) {
    for (std::size_t i = 0; i + 2 < image.pixels.size(); i += 3)
        change(image.pixels.data() + i);
}

/// Every pixel moves from `towards` by the factor: below 1 nearer, above 1 farther away.
template <class Towards>
void blend(RgbImage& image, double factor, Towards towards) {
    each_pixel(image, [&](std::uint8_t* pixel) {
        const double level = towards(pixel);
        for (int c = 0; c < 3; ++c)
            pixel[c] = to_byte(level + factor * (pixel[c] - level));
    });
}

void change_contrast(RgbImage& image, double factor) {
    double sum = 0;
    each_pixel(image, [&](const std::uint8_t* pixel) { sum += luma(pixel); });
    const double mean = std::floor(sum / static_cast<double>(image.size.pixels()) + 0.5);
    blend(image, factor, [mean](const std::uint8_t*) { return mean; });
}

/// Turns the hue by a part of the circle.
void turn_hue(RgbImage& image, double turn) {
    each_pixel(image, [turn](std::uint8_t* pixel) {
        const double r = pixel[0], g = pixel[1], b = pixel[2];
        const double most = std::max({r, g, b}), spread = most - std::min({r, g, b});
        if (spread == 0)
            return;
        double hue = most == r ? (g - b) / spread : most == g ? 2 + (b - r) / spread : 4 + (r - g) / spread;
        hue = hue / 6 + turn;
        hue = 6 * (hue - std::floor(hue));
        const auto channel = [&](double offset) {
            double place = std::fmod(offset + hue, 6.0);
            place = std::clamp(std::min(place, 4 - place), 0.0, 1.0);
            return to_byte(most - spread * place);
        };
        pixel[0] = channel(5);
        pixel[1] = channel(3);
        pixel[2] = channel(1);
    });
}

void jitter_colours(RgbImage& image, Draws& draws) {
    const double brightness = between(0.6, 1.4, draws), contrast = between(0.6, 1.4, draws),
                 saturation = between(0.6, 1.4, draws), turn = between(-0.1, 0.1, draws);
    std::vector<int> order{0, 1, 2, 3};
    draws.shuffle(order);
    for (const int step : order)
        switch (step) {
        case 0:
            blend(image, brightness, [](const std::uint8_t*) { return 0.0; });
            break;
        case 1:
            change_contrast(image, contrast);
            break;
        case 2:
            blend(image, saturation, luma);
            break;
        default:
            turn_hue(image, turn);
        }
}

/// A Gaussian in two passes, border replicated.
void blur(RgbImage& image, double sigma) {
    const int reach = static_cast<int>(std::ceil(3 * sigma));
    std::vector<double> kernel(static_cast<std::size_t>(2 * reach + 1));
    double sum = 0;
    for (int i = -reach; i <= reach; ++i)
        sum += kernel[static_cast<std::size_t>(i + reach)] = std::exp(-0.5 * i * i / (sigma * sigma));
    for (double& weight : kernel)
        weight /= sum;
    const auto pass = [&](int dx, int dy) {
        const RgbImage source = image;
        for (int y = 0; y < image.size.height; ++y)
            for (int x = 0; x < image.size.width; ++x)
                for (int c = 0; c < 3; ++c) {
                    double value = 0;
                    for (int i = -reach; i <= reach; ++i) {
                        const int column = std::clamp(x + i * dx, 0, image.size.width - 1);
                        const int line = std::clamp(y + i * dy, 0, image.size.height - 1);
                        value += kernel[static_cast<std::size_t>(i + reach)] * source.row(line)[3 * column + c];
                    }
                    image.row(y)[3 * x + c] = to_byte(value);
                }
    };
    pass(1, 0);
    pass(0, 1);
}

std::vector<std::uint8_t> view_of(const RgbImage& photo, const ContentItems& items, Draws& draws) {
    RgbImage view = random_resized_crop(photo, items, draws);
    if (draws.unit() < 0.5)
        flip(view);
    if (draws.unit() < items.jitter)
        jitter_colours(view, draws);
    if (draws.unit() < items.grey)
        blend(view, 0, luma);
    if (draws.unit() < items.blur)
        blur(view, between(0.1, 2, draws));
    return std::move(view.pixels);
}

} // namespace

ContrastItem make_content_item(const RgbImage& photo, const ContentItems& items, std::uint64_t seed) {
    Draws first(mix_seed(seed, "query")), second(mix_seed(seed, "key"));
    return {view_of(photo, items, first), view_of(photo, items, second)};
}

} // namespace touchstone::training
