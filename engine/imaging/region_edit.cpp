// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "engine/imaging/region_edit.h"

#include <algorithm>

namespace touchstone::imaging {

namespace {

PixelRect clipped(const PixelRect& rect, Size photo) {
    const auto bound = [](std::int64_t value, int most) {
        return static_cast<int>(std::clamp<std::int64_t>(value, 0, most));
    };
    const int left = bound(rect.x, photo.width), top = bound(rect.y, photo.height);
    const int right = bound(std::int64_t{rect.x} + rect.width, photo.width);
    const int bottom = bound(std::int64_t{rect.y} + rect.height, photo.height);
    return {left, top, std::max(0, right - left), std::max(0, bottom - top)};
}

void copy_rect(const RgbImage& from, const PixelRect& source, RgbImage& to, int x, int y) {
    for (int line = 0; line < source.height; ++line)
        std::copy_n(from.row(source.y + line) + 3 * std::size_t(source.x), 3 * std::size_t(source.width),
                    to.row(y + line) + 3 * std::size_t(x));
}

/// One box average along a line of `count` pixels that lie `stride` bytes apart; the ends are repeated.
void box_line(std::uint8_t* line, int count, std::size_t stride, int radius, std::vector<std::uint8_t>& copy) {
    copy.resize(static_cast<std::size_t>(count));
    const int window = 2 * radius + 1;
    for (int channel = 0; channel < 3; ++channel) {
        for (int i = 0; i < count; ++i)
            copy[static_cast<std::size_t>(i)] = line[i * stride + channel];
        const auto at = [&](int i) { return int{copy[static_cast<std::size_t>(std::clamp(i, 0, count - 1))]}; };
        std::int64_t sum = 0;
        for (int i = -radius; i <= radius; ++i)
            sum += at(i);
        for (int i = 0; i < count; ++i) {
            line[i * stride + channel] = static_cast<std::uint8_t>((sum + window / 2) / window);
            sum += at(i + radius + 1) - at(i - radius);
        }
    }
}

void box_blur(RgbImage& image, int radius) {
    std::vector<std::uint8_t> copy;
    const std::size_t row_bytes = std::size_t{3} * image.size.width;
    for (int pass = 0; pass < 3; ++pass) {
        for (int y = 0; y < image.size.height; ++y)
            box_line(image.row(y), image.size.width, 3, radius, copy);
        for (int x = 0; x < image.size.width; ++x)
            box_line(image.row(0) + std::size_t{3} * x, image.size.height, row_bytes, radius, copy);
    }
}

void cover(RgbImage& image, const PixelRect& rect, const std::array<std::uint8_t, 3>& colour) {
    for (int y = rect.y; y < rect.y + rect.height; ++y) {
        std::uint8_t* pixel = image.row(y) + 3 * std::size_t(rect.x);
        for (int x = 0; x < rect.width; ++x, pixel += 3)
            std::copy(colour.begin(), colour.end(), pixel);
    }
}

void blur(const RgbImage& photo, const PixelRect& rect, RgbImage& image) {
    const int radius = blur_radius(photo.size), margin = 3 * radius;
    const PixelRect around =
        clipped({rect.x - margin, rect.y - margin, rect.width + 2 * margin, rect.height + 2 * margin}, photo.size);
    RgbImage part = crop(photo, around);
    box_blur(part, radius);
    copy_rect(part, {rect.x - around.x, rect.y - around.y, rect.width, rect.height}, image, rect.x, rect.y);
}

} // namespace

std::array<std::uint8_t, 3> mean_colour(const RgbImage& photo) {
    const std::int64_t count = photo.size.pixels();
    if (count == 0)
        return {0, 0, 0};
    std::array<std::int64_t, 3> sums{};
    for (std::size_t i = 0; i < photo.pixels.size(); i += 3)
        for (std::size_t channel = 0; channel < 3; ++channel)
            sums[channel] += photo.pixels[i + channel];
    std::array<std::uint8_t, 3> mean{};
    for (std::size_t channel = 0; channel < 3; ++channel)
        mean[channel] = static_cast<std::uint8_t>((sums[channel] + count / 2) / count);
    return mean;
}

int blur_radius(Size photo) {
    return std::max(3, photo.long_side() / 40);
}

RgbImage apply_edits(const RgbImage& photo, std::span<const RegionEdit> edits) {
    RgbImage image = photo;
    const std::array<std::uint8_t, 3> mean = mean_colour(photo);
    for (const RegionEdit& edit : edits)
        for (const PixelRect& wanted : edit.rects) {
            const PixelRect rect = clipped(wanted, photo.size);
            if (rect.width == 0 || rect.height == 0)
                continue;
            switch (edit.kind) {
            case EditKind::Cover:
                cover(image, rect, mean);
                break;
            case EditKind::Blur:
                blur(photo, rect, image);
                break;
            case EditKind::Restore:
                copy_rect(photo, rect, image, rect.x, rect.y);
                break;
            }
        }
    return image;
}

RgbImage crop(const RgbImage& photo, const PixelRect& rect) {
    PixelRect part = clipped(rect, photo.size);
    part.x = std::min(part.x, photo.size.width - 1);
    part.y = std::min(part.y, photo.size.height - 1);
    part.width = std::max(1, part.width);
    part.height = std::max(1, part.height);
    RgbImage image(Size{part.width, part.height});
    copy_rect(photo, part, image, 0, 0);
    return image;
}

} // namespace touchstone::imaging
