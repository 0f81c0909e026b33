// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include <cmath>
#include <optional>

#include "engine/imaging/distortions/colour_spaces.h"
#include "engine/imaging/distortions/kinds.h"
#include "engine/imaging/distortions/planes.h"

namespace touchstone::imaging::distortions {

RgbImage colour_diffusion(const RgbImage& photo, double amount) {
    const LabOfLevels to_lab;
    Plane lightness(photo.size), a(photo.size), b(photo.size);
    for (std::size_t i = 0; i < lightness.values.size(); ++i) {
        const Triple lab = to_lab(photo.pixels.data() + 3 * i);
        lightness.values[i] = lab[0];
        a.values[i] = lab[1];
        b.values[i] = lab[2];
    }
    const double sigma = 1.5 * amount + 2;
    gaussian_blur(a, sigma);
    gaussian_blur(b, sigma);
    RgbImage result(photo.size);
    for (std::size_t i = 0; i < lightness.values.size(); ++i) {
        const Triple rgb = rgb_from_lab({lightness.values[i], amount * a.values[i], amount * b.values[i]});
        for (std::size_t c = 0; c < 3; ++c)
            result.pixels[3 * i + c] = cut(rgb[c] * 255);
    }
    return result;
}

std::pair<int, int> draw_colour_shift(double amount, const RandomNumbers& numbers) {
    double rows = numbers.uniform("shift", 0), cols = numbers.uniform("shift", 1);
    const double length = std::max(std::hypot(rows, cols), 1e-12);
    return {static_cast<int>(std::nearbyint(amount * rows / length)),
            static_cast<int>(std::nearbyint(amount * cols / length))};
}

namespace {

void stretch_to_unit(Plane& plane) {
    const auto [low, high] = std::minmax_element(plane.values.begin(), plane.values.end());
    const double from = *low, span = *high - *low;
    for (double& value : plane.values)
        value = span > 0 ? (value - from) / span : 0; // a photo without any edge keeps its colours in place
}

/// Linear between the two nearest ranks.
double percentile(std::vector<double> values, double share) {
    const double at = share * static_cast<double>(values.size() - 1);
    const auto below = static_cast<std::size_t>(at);
    std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(below), values.end());
    const double first = values[below];
    if (below + 1 == values.size())
        return first;
    const double second = *std::min_element(values.begin() + static_cast<std::ptrdiff_t>(below) + 1, values.end());
    return first + (second - first) * (at - static_cast<double>(below));
}

/// How much of the displaced green is taken: more where there is an edge nearby.
Plane edge_mask(const RgbImage& photo) {
    Plane grey(photo.size);
    for (std::size_t i = 0; i < grey.values.size(); ++i) {
        const std::uint8_t* p = photo.pixels.data() + 3 * i;
        grey.values[i] = (0.2989 * p[0] + 0.587 * p[1] + 0.114 * p[2]) / 255;
    }
    Plane mask(photo.size);
    for (int y = 0; y < photo.size.height; ++y)
        for (int x = 0; x < photo.size.width; ++x)
            mask.at(x, y) = std::hypot(slope_along_y(grey, x, y), slope_along_x(grey, x, y));
    gaussian_blur(mask, 4);
    stretch_to_unit(mask);
    for (double& value : mask.values)
        value = std::clamp(value, 0.1, 1.0);
    stretch_to_unit(mask);
    const double low = percentile(mask.values, 0.01), high = percentile(mask.values, 0.99);
    for (double& value : mask.values)
        value = std::clamp(value, low, high);
    stretch_to_unit(mask);
    return mask;
}

} // namespace

RgbImage colour_shift(const RgbImage& photo, std::pair<int, int> shift, bool flat) {
    const auto [width, height] = photo.size;
    const int pad = std::max(shift.first, shift.second);
    const std::int64_t padded_width = width + 2 * pad, padded_height = height + 2 * pad;
    const std::int64_t all = padded_width * padded_height;
    const Plane mask = edge_mask(photo);
    RgbImage result = photo;
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x) {
            std::int64_t row = y + pad, col = x + pad;
            if (flat) { // the plane as one line: what leaves a row on the right enters the next one on the left
                const std::int64_t at = (row * padded_width + col - shift.first - shift.second + all) % all;
                row = at / padded_width;
                col = at % padded_width;
            } else {
                row = (row - shift.first + padded_height) % padded_height;
                col = (col - shift.second + padded_width) % padded_width;
            }
            const int from_y = mirrored(static_cast<int>(row) - pad, height);
            const int from_x = mirrored(static_cast<int>(col) - pad, width);
            const double weight = mask.at(x, y);
            const double moved = photo.row(from_y)[3 * from_x + 1], here = photo.row(y)[3 * x + 1];
            result.row(y)[3 * x + 1] = cut((moved / 255 * weight + here / 255 * (1 - weight)) * 255);
        }
    return result;
}

RgbImage saturation_hsv(const RgbImage& photo, double factor) {
    RgbImage result(photo.size);
    for (std::size_t i = 0; i < photo.pixels.size(); i += 3) {
        const std::uint8_t* p = photo.pixels.data() + i;
        Triple hsv = hsv_from_rgb({p[0] / 255.0, p[1] / 255.0, p[2] / 255.0});
        hsv[1] *= factor;
        const Triple rgb = rgb_from_hsv(hsv);
        for (std::size_t c = 0; c < 3; ++c)
            result.pixels[i + c] = cut(rgb[c] * 255);
    }
    return result;
}

RgbImage saturation_lab(const RgbImage& photo, double factor) {
    const LabOfLevels to_lab;
    RgbImage result(photo.size);
    for (std::size_t i = 0; i < photo.pixels.size(); i += 3) {
        const Triple lab = to_lab(photo.pixels.data() + i);
        const Triple rgb = rgb_from_lab({lab[0], factor * lab[1], factor * lab[2]});
        for (std::size_t c = 0; c < 3; ++c)
            result.pixels[i + c] = cut(rgb[c] * 255);
    }
    return result;
}

namespace {

constexpr int bins = 32; // per channel: five bits are what minimum-variance palettes are usually made from

struct Cell {
    double count = 0;
    Triple sum{}, squares{};
};

struct Box {
    std::array<int, 3> low{}, high{}; ///< bins, both ends inside
    Cell total;
    bool uncuttable = false; ///< all its colours share one bin
    double spread() const {
        double all = 0;
        for (std::size_t c = 0; c < 3 && total.count > 0; ++c)
            all += total.squares[c] - total.sum[c] * total.sum[c] / total.count;
        return all;
    }
};

void add(Cell& to, const Cell& cell) {
    to.count += cell.count;
    for (std::size_t c = 0; c < 3; ++c) {
        to.sum[c] += cell.sum[c];
        to.squares[c] += cell.squares[c];
    }
}

std::size_t cell_at(int r, int g, int b) {
    return (static_cast<std::size_t>(r) * bins + static_cast<std::size_t>(g)) * bins + static_cast<std::size_t>(b);
}

Box box_of(const std::vector<Cell>& cells, std::array<int, 3> low, std::array<int, 3> high) {
    Box box{low, high, {}, false};
    for (int r = low[0]; r <= high[0]; ++r)
        for (int g = low[1]; g <= high[1]; ++g)
            for (int b = low[2]; b <= high[2]; ++b)
                add(box.total, cells[cell_at(r, g, b)]);
    return box;
}

/// The cut across one axis that leaves the least spread in the two halves; nothing when the box is one colour.
std::optional<std::pair<Box, Box>> split(const std::vector<Cell>& cells, const Box& box) {
    std::optional<std::pair<Box, Box>> best;
    double least = box.spread();
    for (std::size_t axis = 0; axis < 3; ++axis)
        for (int at = box.low[axis]; at < box.high[axis]; ++at) {
            std::array<int, 3> middle_high = box.high, middle_low = box.low;
            middle_high[axis] = at;
            middle_low[axis] = at + 1;
            Box first = box_of(cells, box.low, middle_high), second = box_of(cells, middle_low, box.high);
            if (first.total.count == 0 || second.total.count == 0)
                continue;
            if (const double left = first.spread() + second.spread(); left < least) {
                least = left;
                best = {first, second};
            }
        }
    return best;
}

} // namespace

RgbImage colour_quantisation(const RgbImage& photo, int colours) {
    std::vector<Cell> cells(std::size_t{bins} * bins * bins);
    for (std::size_t i = 0; i < photo.pixels.size(); i += 3) {
        const std::uint8_t* p = photo.pixels.data() + i;
        Cell& cell = cells[cell_at(p[0] >> 3, p[1] >> 3, p[2] >> 3)];
        ++cell.count;
        for (std::size_t c = 0; c < 3; ++c) {
            cell.sum[c] += p[c];
            cell.squares[c] += double{1} * p[c] * p[c];
        }
    }
    std::vector<Box> boxes{box_of(cells, {0, 0, 0}, {bins - 1, bins - 1, bins - 1})};
    while (static_cast<int>(boxes.size()) < colours) {
        const auto widest = std::max_element(boxes.begin(), boxes.end(), [](const Box& a, const Box& b) {
            return a.uncuttable != b.uncuttable ? a.uncuttable : a.spread() < b.spread();
        });
        if (widest->uncuttable)
            break; // fewer colours than asked for
        const auto halves = split(cells, *widest);
        if (!halves) { // a large sky in one bin may be the widest, and others can still be cut
            widest->uncuttable = true;
            continue;
        }
        *widest = halves->first;
        boxes.push_back(halves->second);
    }
    std::vector<std::array<std::uint8_t, 3>> palette_of(cells.size());
    for (const Box& box : boxes) {
        std::array<std::uint8_t, 3> colour{};
        for (std::size_t c = 0; c < 3; ++c)
            colour[c] = cut(box.total.sum[c] / std::max(1.0, box.total.count) + 0.5);
        for (int r = box.low[0]; r <= box.high[0]; ++r)
            for (int g = box.low[1]; g <= box.high[1]; ++g)
                for (int b = box.low[2]; b <= box.high[2]; ++b)
                    palette_of[cell_at(r, g, b)] = colour;
    }
    RgbImage result(photo.size);
    for (std::size_t i = 0; i < photo.pixels.size(); i += 3) {
        const std::uint8_t* p = photo.pixels.data() + i;
        const auto& colour = palette_of[cell_at(p[0] >> 3, p[1] >> 3, p[2] >> 3)];
        std::copy(colour.begin(), colour.end(), result.pixels.begin() + static_cast<std::ptrdiff_t>(i));
    }
    return result;
}

} // namespace touchstone::imaging::distortions
